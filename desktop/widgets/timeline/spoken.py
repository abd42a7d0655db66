"""A mark in words, for screen readers: its label, its time, its lane, what is held of it. No Qt."""

from collections.abc import Callable, Sequence

from .days import day_words, span_words
from .index import Index
from .marks import Lane, Tone

_TONES = {Tone.FOUND: "found", Tone.CONFIRMED: "confirmed", Tone.REJECTED: "rejected"}


def when(index: Index, position: int) -> str:
    """The time of a mark: `about 2019`, `from 2006 on`, `14 March 2019`."""
    marks, row = index.marks, index.row[position]
    earliest, latest = int(marks.earliest[row]), int(marks.latest[row])
    if marks.open_start[row]:
        words = f"until {day_words(latest)}"
    elif marks.open_end[row]:
        words = f"from {day_words(earliest)} on"
    else:
        words = span_words(earliest, max(earliest, latest))
    return f"about {words}" if marks.approximate[row] else words


def mark(index: Index, position: int, label: str, lane: str) -> str:
    """All about a mark in one line, ending with its place in its lane."""
    row = index.row[position]
    first, after = index.of_lane(int(index.lane[position]))
    parts = [label, when(index, position), _TONES[Tone(int(index.marks.tone[row]))]]
    if index.marks.disagreeing[row]:
        parts.append("another time disagrees")
    parts += [lane, f"{position - first + 1} of {after - first}"]
    return ", ".join(part for part in parts if part)


def lane(name: str, note: str, number: int) -> str:
    """A lane that keys have come to, when it has no mark to stand on."""
    return ", ".join(part for part in (name, note, "nothing here" if not number else "") if part)


def standing(
    index: Index,
    lanes: Sequence[Lane],
    at_lane: int | None,
    chosen: int | None,
    brush: tuple[int, int] | None,
    text: Callable[[int], str],
) -> str:
    """Where the keyboard stands: the chosen mark or the lane, and the brushed days. Empty when nowhere."""
    words = []
    if chosen is not None:
        words.append(mark(index, chosen, text(chosen), lanes[int(index.lane[chosen])].name))
    elif at_lane is not None and at_lane < len(lanes):
        first, after = index.of_lane(at_lane)
        words.append(lane(lanes[at_lane].name, lanes[at_lane].note, after - first))
    if brush is not None:
        words.append(f"brushed: {span_words(*brush)}")
    return "; ".join(words)
