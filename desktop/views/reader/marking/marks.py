"""The passages of one article as the page needs them: found by place, with lanes and colours. Knows no Qt; made off its thread.

Positions are code points of the current edition. Passages that wait for review or lost their words are not on the page.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from archive.annotation import layers
from archive.archive import Archive
from archive.model.ids import ArticleId, EditionId, TagId
from archive.model.passage import COLOURS, Anchor, Passage, State
from archive.operations import annotate

USUAL_COLOUR = COLOURS[0]
_LINE_CHARS = 90  # about the longest line of a page: passages that may share one have stripes in lanes of their own
_CONTEXT_CHARS = 32  # a suffix that is shorter ends with its block


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage that stands on the page, in a colour (a highlight's role) and a lane of the margin (from 0)."""

    start: int
    end: int
    uid: str
    colour: str
    lane: int
    noted: bool = False
    passage: Passage | None = None

    @property
    def looks(self) -> tuple[int, int, str, str, int]:
        """All that what is drawn of it on the page depends on."""
        return self.start, self.end, self.uid, self.colour, self.lane


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks in reading order; `passages` holds those too that do not stand on the page.

    `hidden` are the authors of whom none are shown; where there is only one author, that is nobody.
    """

    article: ArticleId | None = None
    edition: EditionId | None = None
    passages: tuple[Passage, ...] = ()
    colours: Mapping[TagId, str] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    hidden: frozenset[str] = frozenset()
    _reach: tuple[int, ...] = ()
    _by_uid: Mapping[str, Mark] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        article: ArticleId,
        edition: EditionId,
        passages: Sequence[Passage],
        colours: Mapping[TagId, str],
        hidden: frozenset[str] = frozenset(),
    ) -> "Marks":
        authors = {each.author for each in passages}
        hidden = hidden & authors if len(authors) > 1 else frozenset()
        placed = [
            each
            for each in passages
            if each.state is State.ANCHORED and each.edition == edition and each.author not in hidden
        ]
        lanes = layers.lanes(
            [layers.LayerSpan(each.anchor.start, _line_end(each.anchor), each.uid, int(each.id)) for each in placed]
        )
        made = [
            Mark(
                each.anchor.start,
                each.anchor.end,
                each.uid,
                annotate.colour(each, colours) or USUAL_COLOUR,
                lanes[each.uid],
                bool(each.note.strip()),
                each,
            )
            for each in placed
        ]
        made.sort(key=lambda mark: (mark.start, -mark.end, mark.lane))
        reach = tuple(accumulate((mark.end for mark in made), max))
        by_uid = {mark.uid: mark for mark in made}
        return cls(article, edition, tuple(passages), colours, tuple(made), hidden, reach, by_uid)

    def between(self, start: int, end: int) -> Iterator[Mark]:
        """The marks that overlap `[start, end)`, in reading order."""
        marks = self.marks
        for at in range(bisect_left(self._reach, start + 1), len(marks)):
            mark = marks[at]
            if mark.start >= end:
                return
            if mark.end > start:
                yield mark

    def differing(self, other: "Marks") -> list[tuple[int, int, str]]:
        """Start, end and uid of the marks that look or stand otherwise than in `other`, or that only one of them has."""
        ours, theirs = ({mark.looks for mark in each.marks} for each in (self, other))
        return sorted(looks[:3] for looks in ours ^ theirs)

    def at(self, position: int) -> list[Mark]:
        """The marks that a caret stands in (at their end too), the shortest first: it is what lies on top."""
        found = [mark for mark in self.between(position - 1, position + 1) if mark.start <= position <= mark.end]
        inside = [mark for mark in found if position < mark.end]
        return sorted(inside or found, key=lambda mark: (mark.end - mark.start, mark.start, mark.lane))

    def free_lane(self, start: int, end: int) -> int:
        """The first lane in which a passage over `[start, end)` meets no other."""
        taken = {mark.lane for mark in self.between(start - _LINE_CHARS, end + _LINE_CHARS)}
        return next(lane for lane in range(len(taken) + 1) if lane not in taken)

    def mark(self, uid: str | None) -> Mark | None:
        return self._by_uid.get(uid) if uid is not None else None

    def passage(self, uid: str | None) -> Passage | None:
        mark = self.mark(uid)
        if mark is not None:
            return mark.passage
        return next((each for each in self.passages if each.uid == uid), None)

    def same(self, span: tuple[int, int], author: str) -> Passage | None:
        """The author's passage on exactly these words, shown or hidden."""
        return next(
            (
                each
                for each in self.passages
                if (each.anchor.start, each.anchor.end) == span
                and (each.author, each.edition, each.state) == (author, self.edition, State.ANCHORED)
            ),
            None,
        )

    @property
    def seen(self) -> tuple[Passage, ...]:
        """The passages without those of hidden authors."""
        return tuple(each for each in self.passages if each.author not in self.hidden)

    @property
    def spans(self) -> list[tuple[int, int]]:
        return [(mark.start, mark.end) for mark in self.marks]


def _line_end(anchor: Anchor) -> int:
    """An end behind everything that may stand on the last line of a passage: its block's, where that is near."""
    room = len(anchor.suffix)
    return anchor.end + (room if room < _CONTEXT_CHARS else _LINE_CHARS)


def load(archive: Archive, article: ArticleId, hidden: frozenset[str] = frozenset()) -> Marks:
    """Reads the passages of an article; those of `hidden` authors are not on the page. Raises NotFound."""
    with archive.snapshot():
        edition = archive.store.articles.get(article).edition
        passages = annotate.of_article(archive, article)
        colours = annotate.colours(archive)
    return Marks.of(article, edition, passages, colours, hidden)
