"""Works out what a view of the timeline shows, before anything is drawn: a record that screen, picture and tests read. No Qt."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from . import labels
from .density import Calendar, Histogram, columns
from .index import Floats, Index, Positions
from .lanes import Bands
from .looks import DOT_PX, FADE_PX, LEAST_BAR_PX, Kind
from .marks import Bools, Tone
from .scale import Scale
from .ticks import Tick, context, ticks

MOST_DRAWN = 330  # marks in all, what paints in half a frame; beyond, the fullest lanes become histograms
_PX_PER_MARK = 14.0  # a lane with more marks than its width has room for is a histogram
_LEAST_DENSE = 24
_LEAST_CROWDED, _MOST_CROWDED = (
    10,
    0.36,
)  # marks, and share of them, that may lie on others before a lane becomes a histogram
_MOST_ASKED = 150  # words asked for at once, shared out among the lanes
_LABEL_PX = 100.0  # about the room that a label takes: not many more words are asked for than could stand


class Drawn(NamedTuple):
    """A mark in view: its position in the index, its pixels, its row (0: on the line, −1: the one under it) and its look."""

    position: int
    left: float
    right: float
    row: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Words:
    """A label in view: whose, its words, and where."""

    text: str
    placed: labels.Placed


@dataclass(frozen=True, slots=True)
class LaneFrame:
    """A lane in view: marks and labels, or a histogram when there are too many marks (then only the chosen one is drawn).

    `throughout` marks reach from edge to edge, more than there are rows: they are one band in the lowest row, with their number.
    """

    lane: int
    in_view: int
    marks: tuple[Drawn, ...] = ()
    words: tuple[Words, ...] = ()
    histogram: Histogram | None = None
    throughout: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """All that is seen at once. Pixels across count from the plot's left edge, where the names end."""

    scale: Scale
    bands: Bands
    ticks: tuple[Tick, ...]
    context: str
    lanes: tuple[LaneFrame, ...]
    published: Histogram | None
    most: Mapping[int, float]


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What the frame is worked out from. `texts` gives words and their width for positions; `most` is the weight of the
    fullest column so far of each lane at this scale, so that histograms keep their height while one pans."""

    index: Index
    calendar: Calendar
    scale: Scale
    bands: Bands
    texts: Callable[[Sequence[int]], Mapping[int, tuple[str, float]]]
    chosen: int | None = None
    most: Mapping[int, float] = field(default_factory=dict)


def work_out(asked: Asked) -> Frame:
    """The frame; the words of all lanes are asked for at once."""
    dense, found = _choose_dense(asked)
    drawn: dict[int, list[Drawn]] = {}
    throughout: dict[int, int] = {}
    for lane, positions in found.items():
        positions, throughout[lane] = _without_throughout(asked, positions)
        marks = _drawn(asked, positions, banded=throughout[lane] > 0)
        if marks is None:
            dense.add(lane)
            throughout[lane] = 0
            marks = _drawn(asked, _only_chosen(asked, lane)) or []
        drawn[lane] = marks
    candidates = {lane: _by_want(asked, marks) for lane, marks in drawn.items()}
    texts = asked.texts([mark.position for marks in candidates.values() for mark in marks])
    frames = []
    most = dict(asked.most)
    for lane in asked.bands.in_view:
        histogram = columns(asked.index, lane, asked.scale) if lane in dense else None
        if histogram is not None:
            most[lane] = max(most.get(lane, 0.0), histogram.most)
        marks = drawn[lane]
        frames.append(
            LaneFrame(
                lane,
                asked.index.count(lane, asked.scale.first, asked.scale.last),
                tuple(marks),
                _words(asked, marks, candidates[lane], texts, crowded=histogram is not None),
                histogram,
                throughout[lane],
            )
        )
    published = asked.calendar.histogram(asked.scale) if asked.bands.published else None
    return Frame(
        asked.scale,
        asked.bands,
        tuple(ticks(asked.scale)),
        context(asked.scale),
        tuple(frames),
        published,
        most,
    )


def _choose_dense(asked: Asked) -> tuple[set[int], dict[int, Positions]]:
    """The lanes with too many marks to draw, and the positions that are drawn one by one."""
    first, last = _reach(asked.scale)
    counts = {lane: asked.index.count(lane, first, last) for lane in asked.bands.in_view}
    limit = max(_LEAST_DENSE, int(asked.scale.width / _PX_PER_MARK))
    dense: set[int] = set()
    total = 0
    for lane in sorted(counts, key=counts.__getitem__):
        if counts[lane] > limit or total + counts[lane] > MOST_DRAWN:
            dense.add(lane)
        else:
            total += counts[lane]
    return dense, {
        lane: _only_chosen(asked, lane) if lane in dense else asked.index.between(lane, first, last) for lane in counts
    }


def _reach(scale: Scale) -> tuple[float, float]:
    """The days in view and as far beyond as a mark may be drawn past its days."""
    beyond = FADE_PX / scale.px_per_day
    return scale.first - beyond, scale.last + beyond


def _only_chosen(asked: Asked, lane: int) -> Positions:
    chosen = [asked.chosen] if asked.chosen is not None and asked.index.lane[asked.chosen] == lane else []
    return np.array(chosen, np.int64)


def _without_throughout(asked: Asked, positions: Positions) -> tuple[Positions, int]:
    """The marks that do not simply fill the whole view, when those that do are more than fit; and how many were left out."""
    index, scale = asked.index, asked.scale
    opened = index.marks.open_start[index.row[positions]] | index.marks.open_end[index.row[positions]]
    fills = (index.start[positions] <= scale.first) & (index.end[positions] >= scale.last) & ~opened
    if int(fills.sum()) < max(2, asked.bands.mark_rows):
        return positions, 0
    if asked.chosen is not None:
        fills &= positions != asked.chosen
    return positions[~fills], int(fills.sum())


def _drawn(asked: Asked, positions: Positions, *, banded: bool = False) -> list[Drawn] | None:
    """The marks with their pixels, stacked where they would lie on each other; None when too many still do."""
    if not len(positions):
        return []
    index, scale = asked.index, asked.scale
    rows = index.row[positions]
    marks = index.marks
    precise = marks.precise[rows] & ~marks.open_start[rows] & ~marks.open_end[rows]
    left, right = _pixels(index, scale, positions, precise)
    # Far beyond the view nothing is drawn, and Qt's numbers stay small.
    left, right = np.maximum(left, -4 * FADE_PX), np.minimum(right, scale.width + 4 * FADE_PX)
    seen = (right >= -DOT_PX) & (left <= scale.width + DOT_PX)
    order = np.flatnonzero(seen)
    order = order[np.argsort(left[order], kind="stable")]
    free = max(1, asked.bands.mark_rows - banded)
    stacked = _stacked(left[order], right[order], precise[order], free)
    if stacked is None:
        return None
    picked = rows[order]
    kinds = zip(
        marks.tone[picked].tolist(),
        precise[order].tolist(),
        marks.approximate[picked].tolist(),
        marks.disagreeing[picked].tolist(),
        marks.open_start[picked].tolist(),
        marks.open_end[picked].tolist(),
        strict=True,
    )
    places = zip(
        positions[order].tolist(), left[order].tolist(), right[order].tolist(), stacked.tolist(), kinds, strict=True
    )
    return [
        Drawn(position, begin, end, row, Kind(_TONES[kind[0]], *kind[1:])) for position, begin, end, row, kind in places
    ]


_TONES = tuple(Tone)


def _stacked(left: Floats, right: Floats, precise: Bools, free: int) -> Positions | None:
    """A row for each mark: dots keep clear of dots and bars of bars, but a dot may lie on a bar. None when there is no room."""
    rows = np.zeros(len(left), np.int64)
    most = max(_LEAST_CROWDED, int(_MOST_CROWDED * len(left)))
    for alike in (np.flatnonzero(precise), np.flatnonzero(~precise)):
        spans = zip(left[alike].tolist(), right[alike].tolist(), strict=True)
        found, crowded = labels.stack(spans, free, most)
        if crowded > most:
            return None
        rows[alike] = found
        most -= crowded
    return rows


def _pixels(index: Index, scale: Scale, positions: Positions, precise: np.ndarray) -> tuple[Floats, Floats]:
    rows = index.row[positions]
    left = (index.start[positions] - scale.first) * scale.px_per_day
    right = (index.end[positions] - scale.first) * scale.px_per_day
    opens, ends = index.marks.open_start[rows], index.marks.open_end[rows]
    left, right = np.where(opens, left - FADE_PX, left), np.where(ends, right + FADE_PX, right)
    middle = (left + right) / 2
    half = np.where(precise, DOT_PX, np.maximum((right - left) / 2, LEAST_BAR_PX / 2))
    return middle - half, middle + half


def _by_want(asked: Asked, marks: Sequence[Drawn]) -> list[Drawn]:
    """Those whose words may have room, most wanted first: the chosen, the confirmed, the rest, rejected; longer ones first."""
    in_rows = int(asked.scale.width / _LABEL_PX) * asked.bands.label_rows
    room = max(in_rows, _MOST_ASKED // max(1, len(asked.bands.in_view)))
    order = {Tone.CONFIRMED: 0, Tone.FOUND: 1, Tone.REJECTED: 2}

    def wanted(mark: Drawn) -> tuple[bool, int, bool, int, int]:
        days = int(asked.index.end[mark.position] - asked.index.start[mark.position])
        return (
            mark.position != asked.chosen,
            order[mark.kind.tone],
            not mark.kind.disagreeing,
            -days,
            mark.position,
        )

    return sorted(marks, key=wanted)[:room]


def _words(
    asked: Asked,
    marks: Sequence[Drawn],
    candidates: Sequence[Drawn],
    texts: Mapping[int, tuple[str, float]],
    *,
    crowded: bool,
) -> tuple[Words, ...]:
    if crowded and not marks:
        return ()
    wanted = [
        labels.Wanted(mark.position, mark.left, mark.right, mark.row, texts[mark.position][1])
        for mark in candidates
        if mark.position in texts
    ]
    glyphs = [labels.Wanted(mark.position, mark.left, mark.right, mark.row, 0.0) for mark in marks]
    placed = labels.place(wanted, glyphs, asked.bands.label_rows, asked.scale.width)
    return tuple(Words(texts[each.key][0], each) for each in placed)
