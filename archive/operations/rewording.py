"""What other words of the lexicon make necessary: only the articles whose figures may be read or grouped otherwise are read again."""

import re
from collections.abc import Iterable, Sequence

from archive.archive import Archive
from archive.base.text import folded
from archive.model.ids import ArticleId
from archive.model.lexicon import Entry, EntryKind
from archive.store.ledger import Difference, Draft
from archive.store.lexicon import entry

from . import extracting

_TOKEN = re.compile(r"\w+")


def entries_of(archive: Archive, rows: Sequence[Difference]) -> list[Entry]:
    """The entries that these differences are about, as they were and as they are."""
    found = []
    for _, key, before, after in rows:
        whole = archive.store.lexicon.row(key[0]) or before or {}
        for part in (before, after):
            if part is not None:
                found.append(entry({**whole, **part}))
    return found


def affected(archive: Archive, entries: Iterable[Entry]) -> list[ArticleId]:
    """The articles whose figures these entries may let be read, or grouped, otherwise."""
    told = list(entries)
    pieces = {piece for each in told for word in each.all_words for piece in _pieces(word)}
    found = set(archive.store.lexicon.mentioning(pieces)) | set(archive.store.lexicon.said(pieces))
    groups = [each for each in told if each.kind is EntryKind.WORDS]
    if groups:
        found.update(archive.store.lexicon.with_keys(_keys(archive, groups)))
    return sorted(found)


def _keys(archive: Archive, groups: Sequence[Entry]) -> list[str]:
    """Keys of figures that count what the groups name, or what ships as the same as one of their words."""
    from archive.extraction import comparable, series

    tokens = {known for each in groups for word in each.all_words for known in comparable.classes(word)}
    tokens |= {comparable.phrase_of(word) for each in groups for word in each.all_words}
    kept = []
    for key in archive.store.lexicon.all_keys():
        parts = series.split(key)
        if parts is not None and not tokens.isdisjoint((*parts.counted, parts.unit)):
            kept.append(key)
    return kept


def _pieces(word: str) -> list[str]:
    """What stands in any text that holds the word, in either number, by letters whose case SQLite folds, or that have none."""
    token = max(_TOKEN.findall(folded(word)), key=len, default="")
    stem = re.sub(r"(?:ies|es|s|y)$", "", token) if token.isascii() and len(token) > 3 else token
    plain = re.findall(r"[a-z0-9]+" if stem.isascii() else r"[^\W_]+", stem)
    same = ["".join(char for char in each if char.isascii() or char.upper() == char.lower()) for each in plain]
    whole = [each for each, kept in zip(plain, same, strict=True) if each == kept]
    return [max(whole, key=len)] if whole else [max(re.findall(r"[a-z0-9]+", stem), key=len, default="")]


def reword(archive: Archive, draft: Draft) -> list[ArticleId]:
    """Reads again, inside the transaction under way, what the draft's changes of the lexicon may have changed; which these were."""
    rows = draft.reworded()
    if not rows:
        return []
    articles = affected(archive, entries_of(archive, rows))
    extracting.reword(archive, articles)
    return articles
