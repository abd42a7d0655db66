"""An article's original as it was read: its words in order, and where each stands in the decoded original. Reads only.

What a person sees beside an article when it is reviewed, and selects words in.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.archive import Archive
from archive.model.article import Edition, SetAside
from archive.model.ids import ArticleId

from . import evidence

MOST_CHARS = 200_000  # that are shown of an original


@dataclass(frozen=True, slots=True)
class Decoded:
    """The decoded original; `page` when it is a web page, whose tags `words` leaves out."""

    text: str
    page: bool
    edition: Edition

    def words(self, start: int, end: int) -> str:
        """What a person reads in `[start, end)`."""
        return evidence.readable(self.text[start:end]) if self.page else self.text[start:end]


@dataclass(frozen=True, slots=True)
class Piece:
    """`[start, end)` of the shown text is `[source, source_end)` of the decoded original, letter by letter where both are as long."""

    start: int
    end: int
    source: int
    source_end: int


@dataclass(frozen=True, slots=True)
class Shown:
    """An original to be looked at. `media_type` says whether its pages can be drawn; `cut` that its end is not in `text`."""

    article: ArticleId
    edition: Edition
    text: str
    pieces: tuple[Piece, ...]
    cut: bool
    page: bool
    _starts: tuple[int, ...] = field(default=(), repr=False)

    def source_of(self, start: int, end: int) -> tuple[int, int] | None:
        """The stretch of the decoded original behind `[start, end)` of the shown text; None where there is none."""
        held = [piece for piece in self._around(start, end) if piece.start < end and piece.end > start]
        if not held:
            return None
        first, last = held[0], held[-1]
        begin = first.source + (max(0, start - first.start) if _alike(first) else 0)
        finish = last.source + (min(last.end, end) - last.start) if _alike(last) else last.source_end
        return begin, finish

    def _around(self, start: int, end: int) -> Sequence[Piece]:
        first = max(0, bisect_right(self._starts, start) - 1)
        return self.pieces[first : bisect_right(self._starts, end) + 1]

    def shown_of(self, start: int, end: int) -> list[tuple[int, int]]:
        """Where `[start, end)` of the decoded original is shown."""
        found = []
        for piece in self.pieces:
            if piece.source < end and piece.source_end > start:
                if _alike(piece):
                    first = piece.start + max(0, start - piece.source)
                    found.append((first, piece.start + min(piece.source_end, end) - piece.source))
                else:
                    found.append((piece.start, piece.end))
        return _joined(found)

    def set_aside(self) -> list[tuple[SetAside, list[tuple[int, int]]]]:
        """What is no part of the text, with the places where it is shown."""
        return [(each, self.shown_of(each.start, each.end)) for each in self.edition.set_aside]


def _alike(piece: Piece) -> bool:
    return piece.end - piece.start == piece.source_end - piece.source


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches with at most a blank between them as one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def decoded(archive: Archive, article: ArticleId) -> Decoded:
    """The decoded original of an article's current edition. Raises NotFound."""
    edition = archive.store.editions.current(article)
    return Decoded(evidence.decoded(archive, edition), edition.importer == "html", edition)


def shown(archive: Archive, article: ArticleId) -> Shown:
    """The original to be looked at beside the article. Raises NotFound."""
    told = decoded(archive, article)
    if told.page:
        from archive.importers.html.showing import pieces

        parts: list[str] = []
        held: list[Piece] = []
        at = 0
        for text, start, end in pieces(told.text):
            if at + len(text) > MOST_CHARS:
                return _shown(article, told, "".join(parts), held, cut=True)
            if end > start:
                held.append(Piece(at, at + len(text), start, end))
            parts.append(text)
            at += len(text)
        return _shown(article, told, "".join(parts), held, cut=False)
    text = told.text[:MOST_CHARS]
    return _shown(article, told, text, [Piece(0, len(text), 0, len(text))], cut=len(told.text) > MOST_CHARS)


def _shown(article: ArticleId, told: Decoded, text: str, pieces: list[Piece], *, cut: bool) -> Shown:
    starts = tuple(piece.start for piece in pieces)
    return Shown(article, told.edition, text, tuple(pieces), cut, told.page, starts)
