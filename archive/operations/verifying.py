"""Says of each quote of a packet (a web page, a Word file or an OpenDocument text) whether it stands in the archive; nothing is fetched or run.

The packet says where each quote stood: its article, the hash of the text, and the place. Texts never change, so a quote whose words
differ from those at its place was changed outside, whatever else the archive holds.
"""

import io
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from archive.annotation.diffing import equal_runs
from archive.archive import Archive
from archive.base.errors import Unreadable
from archive.base.progress import Progress
from archive.base.text import sha512
from archive.exports.shared import proof, proof_docx, proof_odt
from archive.exports.shared.proof import Proof, Quoted
from archive.importers import zips
from archive.importers.interchange import trees
from archive.model.ids import ArticleId, EditionId, Uid

_MOST_BYTES = zips.MOST_BYTES
_TEXT = "word/document.xml"
_PARTS = "customXml/item"
_CONTENT, _PROPERTIES = "content.xml", "meta.xml"
_ZIP = b"PK\3\4"
_NO_PACKET = "This file is no packet of quotes: nothing in it says where they stand in an archive."
_ADVICE = "Choose a web page, a Word file or an OpenDocument text that Waystation exported."


class Standing(StrEnum):
    """How a quote stands."""

    STANDS = "stands"  # word for word at its place in that edition
    MOVED = "moved"  # word for word, but in another edition or place
    CHANGED = "changed"
    MISSING = "missing"  # the article, or the words in it, are not in the archive
    REDACTED = "redacted"  # the packet says that words were replaced on purpose


@dataclass(frozen=True, slots=True)
class Difference:
    """What the archive has (`was`) and what stands in the packet instead (`now`); "" where something was put in or left out."""

    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a quote. `number` counts in the packet from 1; `why` is a sentence, "" where it stands."""

    number: int
    standing: Standing
    words: str
    article: str = ""
    title: str = ""
    edition: int | None = None
    start: int | None = None
    end: int | None = None
    why: str = ""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Verified:
    """All quotes of a packet in its order."""

    quotes: tuple[Verdict, ...]

    @property
    def counts(self) -> dict[Standing, int]:
        """How many stand how; every way is there."""
        found = Counter(each.standing for each in self.quotes)
        return {standing: found[standing] for standing in Standing}

    @property
    def ok(self) -> bool:
        """Whether every quote stands."""
        return all(each.standing is Standing.STANDS for each in self.quotes)


def verify(archive: Archive, path: Path, *, progress: Progress | None = None) -> Verified:
    """Reads the packet and looks every quote up. Raises Unreadable for a file that is none, damaged or hostile; Cancelled."""
    quotes = _quotes(_read(path))
    with archive.snapshot():
        looking = _Looking(archive)
        found = enumerate((progress or Progress()).over(quotes, "Looking quotes up"), 1)
        return Verified(tuple(looking.verdict(number, quoted) for number, quoted in found))


def place(archive: Archive, verdict: Verdict) -> tuple[ArticleId, int, int] | None:
    """Where to read on: the article, and the place in its present text; its beginning where that does not have the words.

    None where the archive has no such article.
    """
    article = archive.store.articles.with_uid(Uid(verdict.article)) if verdict.article else None
    if article is None:
        return None
    if verdict.start is None or verdict.end is None:
        return article, 0, 0
    current = archive.store.editions.current(article)
    if current.number == verdict.edition:
        return article, verdict.start, verdict.end
    told = next(each for each in archive.store.editions.summaries(article) if each.number == verdict.edition)
    words = archive.store.editions.get(told.id).text[verdict.start : verdict.end]
    start = current.text.find(words)
    return (article, start, start + len(words)) if start >= 0 else (article, 0, 0)


def _read(path: Path) -> bytes:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Unreadable(f"{path.name} is not a file.", _ADVICE)
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise Unreadable(
            f"{path.name} cannot be read ({error.strerror}).", "Check its name, and that you may read it."
        ) from error
    if len(data) > _MOST_BYTES:
        raise Unreadable(f"{path.name} has more than {_MOST_BYTES // 1024**2} MB, which no packet has.", _ADVICE)
    return data


def _quotes(data: bytes) -> Sequence[Quoted]:
    quotes = _in_document(data) if data.startswith(_ZIP) else _in_page(data)
    if not quotes:
        raise Unreadable(_NO_PACKET, _ADVICE)
    return quotes


def _in_page(data: bytes) -> Sequence[Quoted]:
    for encoding in ("utf-8-sig", "utf-16"):
        try:
            text = io.TextIOWrapper(io.BytesIO(data), encoding, newline="").read()
        except UnicodeError:
            continue
        if "data-proof" in text:
            return list(proof.in_html(text))
    return []


def _in_document(data: bytes) -> Sequence[Quoted]:
    box = zips.Box(data)
    if _CONTENT in box.names and _PROPERTIES in box.names:
        properties = box.read(_PROPERTIES)
        if proof_odt.holds(properties):
            return list(proof_odt.in_odt(trees.parse(box.read(_CONTENT)), trees.parse(properties)))
    if _TEXT not in box.names:
        return []
    for name in sorted(box.names):
        if name.startswith(_PARTS) and name.endswith(".xml") and proof_docx.is_part(part := box.read(name)):
            return list(proof_docx.in_docx(trees.parse(box.read(_TEXT)), trees.parse(part)))
    return []


class _Looking:
    """Looks quotes up; the texts of the last few editions are kept at hand."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._text = lru_cache(maxsize=32)(self._shown_text)
        self._editions = lru_cache(maxsize=4096)(self._hashed_editions)

    def verdict(self, number: int, quoted: Quoted) -> Verdict:
        """How one quote stands."""
        told, words = quoted.proof, proof.shown(quoted.words)
        if told is None:
            return Verdict(number, Standing.MISSING, words, why="The packet does not say any more where it stood.")
        article = self._archive.store.articles.with_uid(told.article)
        if article is None:
            why = "Its article is not in this archive."
            standing = Standing.REDACTED if told.redacted else Standing.MISSING
            return Verdict(number, standing, words, told.article, why=why)
        title = self._archive.store.articles.get(article).title
        about = (number, words, told.article, title)
        if told.redacted:
            return _verdict(
                Standing.REDACTED, *about, why="Words in it may have been replaced on purpose: compare it by hand."
            )
        for edition, count, sha in self._editions(article):
            if sha == told.edition:
                return self._at_place(about, edition, count, told)
        return self._elsewhere(about, article)

    def _at_place(self, about: tuple[int, str, str, str], edition: EditionId, count: int, told: Proof) -> Verdict:
        text, words = self._text(edition), about[1]
        there = proof.shown(text[told.start : told.end])
        if there == words and words:
            return _verdict(Standing.STANDS, *about, place=(count, told.start, told.end))
        if told.end > len(text) or told.start >= told.end:
            return self._found(about, edition, count, "Its place lies outside of the text.") or _verdict(
                Standing.MISSING, *about, why="Its place lies outside of the text, and its words are nowhere in it."
            )
        if not words:
            return _verdict(
                Standing.MISSING, *about, place=(count, told.start, told.end), why="Its words are gone from the packet."
            )
        found = self._found(about, edition, count, "")
        why = "Its words are not those of its place" + (", but stand elsewhere in the text." if found else ".")
        place = (count, told.start, told.end)
        return _verdict(Standing.CHANGED, *about, place=place, why=why, differences=differences(there, words))

    def _elsewhere(self, about: tuple[int, str, str, str], article: ArticleId) -> Verdict:
        for edition, count, _ in self._editions(article):
            if found := self._found(about, edition, count, "The archive has another text of its article."):
                return found
        return _verdict(
            Standing.MISSING,
            *about,
            why="The archive has another text of its article, in which its words do not stand.",
        )

    def _found(self, about: tuple[int, str, str, str], edition: EditionId, count: int, why: str) -> Verdict | None:
        words = about[1]
        start = proof.shown(self._text(edition)).find(words) if words else -1
        if start < 0:
            return None
        return _verdict(Standing.MOVED, *about, place=(count, start, start + len(words)), why=why)

    def _shown_text(self, edition: EditionId) -> str:
        return self._archive.store.editions.get(edition).text

    def _hashed_editions(self, article: ArticleId) -> list[tuple[EditionId, int, str]]:
        """(edition, its number, SHA-512 of its text), newest first."""
        summaries = self._archive.store.editions.summaries(article)
        return [(each.id, each.number, sha512(self._text(each.id).encode())) for each in summaries]


def _verdict(
    standing: Standing,
    number: int,
    words: str,
    article: str,
    title: str,
    *,
    place: tuple[int | None, int | None, int | None] = (None, None, None),
    why: str = "",
    differences: tuple[Difference, ...] = (),
) -> Verdict:
    return Verdict(number, standing, words, article, title, *place, why, differences)


def differences(was: str, now: str) -> tuple[Difference, ...]:
    """What differs between two texts, piece by piece in their order; whole words and numbers."""
    return tuple(_pieces(was, now))


def _pieces(was: str, now: str) -> Iterator[Difference]:
    old = new = 0
    for run in [*equal_runs(was, now), None]:
        old_end, new_end = (run.old, run.new) if run else (len(was), len(now))
        if old_end > old or new_end > new:
            yield Difference(was[old:old_end], now[new:new_end])
        if run:
            old, new = run.old + run.size, run.new + run.size
