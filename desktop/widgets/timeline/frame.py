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

MOST_DRAWN = 240  # marks in all, what paints in half a frame; beyond, the fullest lanes become histograms
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
    spots = _spots(asked, found)
    throughout = dict(zip(found, spots.throughout, strict=True))
    drawn: dict[int, list[Drawn]] = {}
    for number, lane in enumerate(found):
        marks = _drawn(spots, number, asked.bands.mark_rows)
        if marks is None:
            dense.add(lane)
            throughout[lane] = 0
            marks = _drawn(_spots(asked, {lane: _only_chosen(asked, lane)}), 0, asked.bands.mark_rows) or []
        drawn[lane] = marks
    candidates = {lane: _by_want(asked, marks) for lane, marks in drawn.items()}
    texts = asked.texts([mark.position for marks in candidates.values() for mark in marks])
    histograms = columns(asked.index, [lane for lane in asked.bands.in_view if lane in dense], asked.scale)
    frames = []
    most = dict(asked.most)
    for lane in asked.bands.in_view:
        histogram = histograms.get(lane)
        if histogram is not None:
            most[lane] = max(most.get(lane, 0.0), histogram.most)
        marks = drawn[lane]
        frames.append(
            LaneFrame(
                lane,
                asked.index.count(lane, asked.scale.first, asked.scale.last),
                tuple(marks),
                _words(asked, marks, candidates[lane], texts),
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


@dataclass(frozen=True, slots=True, eq=False)
class _Spots:
    """The marks of all lanes, worked out at once: by lane (`bounds` says where each begins), then by their left edges.

    `throughout` counts those of each lane that were left out, for they simply fill the whole view and are more than fit.
    """

    bounds: list[int]
    throughout: list[int]
    positions: list[int]
    left: list[float]
    right: list[float]
    precise: list[bool]
    kinds: list[Kind]


def _spots(asked: Asked, found: Mapping[int, Positions]) -> _Spots:
    index, scale, marks = asked.index, asked.scale, asked.index.marks
    positions = np.concatenate(list(found.values()) or [np.zeros(0, np.int64)])
    lane = np.repeat(np.arange(len(found)), [len(each) for each in found.values()])
    rows = index.row[positions]
    start, end, opens, ends = index.start[positions], index.end[positions], marks.open_start[rows], marks.open_end[rows]
    precise = marks.precise[rows] & ~opens & ~ends
    fills = (start <= scale.first) & (end >= scale.last) & ~opens & ~ends
    many = np.bincount(lane[fills], minlength=len(found)) >= max(2, asked.bands.mark_rows)
    fills &= many[lane]
    if asked.chosen is not None:
        fills &= positions != asked.chosen
    left, right = _pixels(scale, (start, end), (opens, ends), precise)
    seen = np.flatnonzero((right >= -DOT_PX) & (left <= scale.width + DOT_PX) & ~fills)
    order = seen[np.lexsort((left[seen], lane[seen]))]
    picked = rows[order]
    looks = (marks.tone, marks.approximate, marks.disagreeing, marks.open_start, marks.open_end)
    sharp = precise[order].tolist()
    tones, *others = [column[picked].tolist() for column in looks]
    return _Spots(
        np.searchsorted(lane[order], np.arange(len(found) + 1)).tolist(),
        np.bincount(lane[fills], minlength=len(found)).tolist(),
        positions[order].tolist(),
        left[order].tolist(),
        right[order].tolist(),
        sharp,
        list(map(Kind, [_TONES[tone] for tone in tones], sharp, *others)),
    )


def _drawn(spots: _Spots, number: int, mark_rows: int) -> list[Drawn] | None:
    """The marks of a lane, stacked where they would lie on each other; None when too many still do."""
    lane = slice(spots.bounds[number], spots.bounds[number + 1])
    if lane.start == lane.stop:
        return []
    left, right = spots.left[lane], spots.right[lane]
    stacked = _stacked(left, right, spots.precise[lane], max(1, mark_rows - (spots.throughout[number] > 0)))
    if stacked is None:
        return None
    return list(map(Drawn, spots.positions[lane], left, right, stacked, spots.kinds[lane]))


_TONES = tuple(Tone)


def _stacked(left: list[float], right: list[float], precise: list[bool], free: int) -> list[int] | None:
    """A row for each mark: dots keep clear of dots and bars of bars, but a dot may lie on a bar. None when there is no room."""
    rows = [0] * len(left)
    most = max(_LEAST_CROWDED, int(_MOST_CROWDED * len(left)))
    for kind in (True, False):
        alike = [place for place, sharp in enumerate(precise) if sharp is kind]
        found, crowded = labels.stack([(left[place], right[place]) for place in alike], free, most)
        if crowded > most:
            return None
        for place, row in zip(alike, found, strict=True):
            rows[place] = row
        most -= crowded
    return rows


def _pixels(
    scale: Scale, days: tuple[Positions, Positions], opened: tuple[Bools, Bools], precise: Bools
) -> tuple[Floats, Floats]:
    """Left and right edges: a dot about the middle of its day, a bar at least so long that it does not look like a dot."""
    left, right = (days[0] - scale.first) * scale.px_per_day, (days[1] - scale.first) * scale.px_per_day
    left, right = np.where(opened[0], left - FADE_PX, left), np.where(opened[1], right + FADE_PX, right)
    middle = (left + right) / 2
    half = np.where(precise, DOT_PX, np.maximum((right - left) / 2, LEAST_BAR_PX / 2))
    # Far beyond the view nothing is drawn, and Qt's numbers stay small.
    return np.maximum(middle - half, -4 * FADE_PX), np.minimum(middle + half, scale.width + 4 * FADE_PX)


def _by_want(asked: Asked, marks: Sequence[Drawn]) -> list[Drawn]:
    """Those whose words may have room, most wanted first: the chosen, the confirmed, the rest, rejected; longer ones first."""
    if not marks:
        return []
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
) -> tuple[Words, ...]:
    if not marks:
        return ()
    wanted = [
        labels.Wanted(mark.position, mark.left, mark.right, mark.row, texts[mark.position][1])
        for mark in candidates
        if mark.position in texts
    ]
    glyphs = [labels.Wanted(mark.position, mark.left, mark.right, mark.row, 0.0) for mark in marks]
    placed = labels.place(wanted, glyphs, asked.bands.label_rows, asked.scale.width)
    return tuple(Words(texts[each.key][0], each) for each in placed)
