"""The frequent words of the whole archive, kept in it with what they were counted from: told at once when the program has just
been started, and told as those of before while what came in since is counted.
"""

import json
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Final
from weakref import WeakSet

import numpy as np

from archive.archive import Archive
from archive.model.language import Term, Vocabulary

from . import language, statistics

LISTED: Final = 20
_looked_at: WeakSet[Archive] = WeakSet()  # whose words stay taken apart


@dataclass(frozen=True, slots=True)
class Known:
    """Words as they were counted last; `current` when nothing has come in, changed or gone since."""

    words: Vocabulary
    current: bool


def known(archive: Archive, *, plain: bool = False) -> Known | None:
    """The words of all articles as they are kept; None where none are, or not by this machine."""
    with archive.snapshot():
        held = archive.index.kept(_name(plain))
        if held is None:
            return None
        try:
            record = json.loads(held)
            terms = tuple(Term(**term) for term in record["frequent"])
            told = Vocabulary(
                record["articles"], record["words"], 0, terms, (), record["sampled"], archive.index.pending()
            )
        except (ValueError, TypeError, KeyError):
            return None  # kept by another version
        return Known(told, record["basis"] == _basis(archive))


def count(archive: Archive, *, plain: bool = False, cancelled: language.Cancel = language.never) -> Vocabulary:
    """Counts the words of all articles, and keeps them where this archive may be written. Raises Cancelled."""
    with archive.snapshot():
        basis = _basis(archive)
        told = language.vocabulary(archive, plain=plain, limit=LISTED, cancelled=cancelled)
    if not archive.read_only and not archive.store.connections.writing:
        terms = [asdict(term) for term in told.frequent]
        record = {"basis": basis, "articles": told.articles, "words": told.words, "sampled": told.sampled}
        with archive.atomic():
            # What was purged meanwhile leaves no trace here either.
            if basis == _basis(archive):
                archive.index.keep(_name(plain), json.dumps(record | {"frequent": terms}).encode())
    return told


def settle(archive: Archive, cancelled: language.Cancel = language.never) -> None:
    """Counts what is to be told of all articles, where that has changed; of what that took nothing stays in memory, unless somebody
    looked at words before. Raises Cancelled."""
    told = known(archive)
    if told is None or not told.current:
        count(archive, cancelled=cancelled)
        if archive not in _looked_at:
            archive.index.let_words_go()


def take_apart(archive: Archive, cancelled: language.Cancel = language.never) -> None:
    """Takes the words of the index apart, so that the first filter finds that done. They stay in memory: for who looks at words
    already. Raises Cancelled."""
    _looked_at.add(archive)
    archive.index.frequencies(np.zeros(0, np.int64), cancelled)


def _name(plain: bool) -> str:
    return "words-plain" if plain else "words"


def _basis(archive: Archive) -> str:
    """What words were counted from: a generation of the index, and the articles that are not in the trash."""
    articles = np.array(statistics.articles(archive), np.int64)
    return f"{archive.index.generation} {blake2b(articles.tobytes(), digest_size=12).hexdigest()}"
