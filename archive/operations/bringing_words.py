"""Finds words that come in without their text: which article holds them, and where they stand in it. Reads only, guesses nothing.

Words stand where they are found once; among several places, where the words around them, or the place that the file gives, agree.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import sha512

from archive.annotation import anchors
from archive.annotation.wording import fold
from archive.archive import Archive
from archive.base.errors import Invalid
from archive.base.progress import Progress
from archive.base.text import Utf16Map
from archive.model.ids import ArticleId
from archive.model.interchange import IncomingPassage

_MOST_PLACES = 1_000
_KEY_WORDS = 4  # words in a row that lead to a quotation
_LEAST_CHARS = 32  # of a quotation that may tell an article
_QUOTES = 50  # of one source that are looked for


class Words:
    """One text in which words are looked for."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _folded(self) -> tuple[str, Sequence[int]]:
        return fold(self._text)

    @cached_property
    def _utf16(self) -> Utf16Map:
        return Utf16Map(self._text)

    def place(self, passage: IncomingPassage) -> tuple[int, int]:
        """The one place of the words. Raises Invalid with the reason when there is none, or none that is sure."""
        words = passage.exact.strip()
        if not words:
            raise Invalid("the file gives neither their place nor their words")
        found = self._exactly(words) or self._but_for_typography(words)
        if not found:
            raise Invalid("their words stand nowhere in the article")
        told = bool(passage.prefix.strip() or passage.suffix.strip())
        agreeing = [place for place in found if self._in_context(place, passage)] if told else []
        if len(agreeing) == 1:
            return agreeing[0]
        there = [place for place in agreeing or found if place[0] == self._said(passage)]
        if len(there) == 1:
            return there[0]
        if len(found) > 1:
            raise Invalid("their words stand more than once in the article")
        if anchors.is_short(words) and (told or self._cuts_a_word(found[0])):
            raise Invalid("so few words stand otherwise in the article")
        return found[0]

    def _said(self, passage: IncomingPassage) -> int | None:
        """The code point where the file says that the words begin; None where it says so of another text."""
        if passage.start is None or passage.edition:
            return None
        start = self._utf16.to_code_points(passage.start) if passage.utf16 else passage.start
        lead = len(passage.exact) - len(passage.exact.lstrip())
        return start + lead

    def _exactly(self, words: str) -> list[tuple[int, int]]:
        return [(place, place + len(words)) for place in _places(self._text, words)]

    def _but_for_typography(self, words: str) -> list[tuple[int, int]]:
        """Where they stand when white space, quotation marks, dashes and the like are taken for one."""
        text, places = self._folded
        wanted = fold(words).text.strip()
        found = []
        for place in _places(text, wanted) if wanted else ():
            start, end = places[place], places[place + len(wanted)]
            piece = self._text[start:end]
            found.append((start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())))
        return found

    def _in_context(self, place: tuple[int, int], passage: IncomingPassage) -> bool:
        before, after = _squeezed(passage.prefix), _squeezed(passage.suffix)
        start, end = place
        here = _squeezed(self._text[max(0, start - 4 * len(passage.prefix) - 40) : start])
        there = _squeezed(self._text[end : end + 4 * len(passage.suffix) + 40])
        return here.endswith(before) and there.startswith(after)

    def _cuts_a_word(self, place: tuple[int, int]) -> bool:
        """Whether a Latin word or a number goes on beyond an edge."""
        start, end = place
        return any(
            0 < edge < len(self._text) and (pair := self._text[edge - 1 : edge + 1]).isalnum() and pair.isascii()
            for edge in (start, end)
        )


def _places(text: str, words: str) -> list[int]:
    found: list[int] = []
    place = text.find(words)
    while place >= 0 and len(found) < _MOST_PLACES:
        found.append(place)
        place = text.find(words, place + 1)
    return found


def _squeezed(text: str) -> str:
    return "".join(fold(text).text.split())


def holders(
    archive: Archive, by_source: Mapping[str, Sequence[IncomingPassage]], progress: Progress
) -> dict[str, ArticleId]:
    """{source: the article} that its passages tell: the one that has the text they count in, else the only one with their words.

    Reads every edition once, however many passages there are.
    """
    editions: dict[str, str] = {}
    quotes: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for source, passages in by_source.items():
        editions |= {passage.edition: source for passage in passages if passage.edition}
        for passage in passages[:_QUOTES]:
            for key, words in _keys(passage.exact):
                quotes.setdefault(key, []).append((source, words))
    found: dict[str, ArticleId] = {}
    quoted: dict[str, dict[ArticleId, int]] = {}
    everything = archive.store.editions.ids() if editions or quotes else []
    for id in progress.over(everything, "Looking for the words", len(everything)):
        edition = archive.store.editions.get(id)
        source = editions.get(sha512(edition.text.encode("utf-8", "replace")).hexdigest(), "") if editions else ""
        if source:
            found.setdefault(source, edition.article)
        if quotes and archive.store.articles.get(edition.article).edition == id:
            for told in _quoted(edition.text, quotes):
                counts = quoted.setdefault(told, {})
                counts[edition.article] = counts.get(edition.article, 0) + 1
    for source, counts in quoted.items():
        if source not in found and len(counts) == 1:
            found[source] = next(iter(counts))
    return found


def _keys(exact: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """The words that lead to a quotation: not its first one, which may be cut."""
    words = fold(exact).text.split()
    if len(words) > _KEY_WORDS + 1 and len(exact) >= _LEAST_CHARS:
        yield tuple(words[1 : 1 + _KEY_WORDS]), " ".join(words)


def _quoted(text: str, quotes: Mapping[tuple[str, ...], list[tuple[str, str]]]) -> Iterator[str]:
    """The sources one of whose quotations stands in the text; each once a quotation."""
    words = fold(text).text.split()
    whole = ""
    seen: set[tuple[str, str]] = set()
    for key in zip(*(words[shift:] for shift in range(_KEY_WORDS)), strict=False):
        for source, quote in quotes.get(key, ()):
            if (source, quote) in seen:
                continue
            seen.add((source, quote))
            whole = whole or " ".join(words)
            if quote in whole:
                yield source
