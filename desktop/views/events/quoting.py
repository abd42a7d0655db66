"""A time's words in as much of their sentence as there is room for, cut where the words are kept. Pure but for measuring."""

from dataclasses import dataclass
from typing import Protocol

from archive.model.event import Mention
from desktop.wording import one_line

_DOTS = "…"


class Measure(Protocol):
    """What can tell how wide words are drawn."""

    def horizontalAdvance(self, text: str, length: int = -1) -> float: ...


@dataclass(frozen=True, slots=True)
class Quoted:
    """The words with what stands before and after them; "…" where the sentence was cut."""

    before: str
    exact: str
    after: str


def parts(mention: Mention) -> Quoted:
    """The whole sentence in three."""
    if mention.start is None or mention.end is None or mention.sentence_start is None:
        return Quoted("", one_line(mention.label), "")
    at, end = mention.start - mention.sentence_start, mention.end - mention.sentence_start
    return in_sentence(mention.sentence, at, end, mention.exact)


def in_sentence(sentence: str, at: int, end: int, exact: str) -> Quoted:
    """A sentence in three, cut at `[at, end)` of it; only the words `exact` where they do not stand in it."""
    if at < 0 or end > len(sentence) or not sentence:
        return Quoted("", one_line(exact), "")
    before, after = sentence[:at], sentence[end:]
    return Quoted(
        one_line(before) + (" " if before[-1:].isspace() else ""),
        one_line(sentence[at:end]),
        (" " if after[:1].isspace() else "") + one_line(after),
    )


def around(mention: Mention, measure: Measure, width: float) -> Quoted:
    """The words with as much before them as a third of the room, and after them what is left."""
    return fitted(parts(mention), measure, width)


def fitted(whole: Quoted, measure: Measure, width: float) -> Quoted:
    """As `around`, of a sentence in three."""
    room = width - measure.horizontalAdvance(whole.exact)
    if measure.horizontalAdvance(whole.before) + measure.horizontalAdvance(whole.after) <= room:
        return whole
    after_px = measure.horizontalAdvance(whole.after)
    before = _cut(whole.before, measure, max(room / 3, room - after_px), from_left=True)
    after = _cut(whole.after, measure, room - measure.horizontalAdvance(before), from_left=False)
    return Quoted(before, whole.exact, after)


def _cut(words: str, measure: Measure, room: float, *, from_left: bool) -> str:
    """As many whole words as fit, from the end that touches the date."""
    if measure.horizontalAdvance(words) <= room:
        return words
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        piece = words[-middle:] if from_left else words[:middle]
        if measure.horizontalAdvance(_DOTS + piece) <= room:
            low = middle
        else:
            high = middle - 1
    piece = words[len(words) - low :] if from_left else words[:low]
    blank = piece.find(" ") if from_left else piece.rfind(" ")
    if blank < 0:
        return _DOTS if room > measure.horizontalAdvance(_DOTS) else ""
    return _DOTS + piece[blank + 1 :] if from_left else piece[:blank] + _DOTS
