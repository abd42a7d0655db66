"""What a finding says: plain sentences that name each figure by its words, its period and who says so."""

from datetime import date
from typing import Final

from archive.extraction import comparable
from archive.model import edtf
from archive.model.figure import ARTICLE_MARK, Figure

from .points import Point
from .quantities import Span

_LONGEST_CHARS: Final = 80


def said(point: Point) -> str:
    """The figure as a sentence names it: “over 550 homes” (2019, according to the ministry, in The Paper)."""
    figure = point.figure
    words = " ".join(figure.exact.split())
    if len(words) > _LONGEST_CHARS:
        words = words[: _LONGEST_CHARS - 1].rsplit(" ", 1)[0] + "…"
    notes = [_period(point), _who(figure)]
    if figure.derived:
        derivation = " ".join(figure.derivation.split()).rstrip(".")
        value = number(figure.value) if figure.value is not None else bounds(point.span)
        notes.append(
            f"derived: {derivation}" if value in derivation else f"derived: {value} from {derivation or 'others'}"
        )
    return f"“{words}” ({', '.join(note for note in notes if note)})"


def _period(point: Point) -> str:
    figure = point.figure
    if figure.period:
        return edtf.display(figure.period)
    if figure.earliest and figure.latest:
        return f"{figure.earliest.isoformat()} to {figure.latest.isoformat()}"
    if point.days is not None and not point.days.told and figure.published:
        return f"no period told, published {edtf.display(figure.published)}"
    return "no period told"


def _who(figure: Figure) -> str:
    where = f"in {figure.publisher or f'{ARTICLE_MARK}{figure.article}{ARTICLE_MARK}'}"
    return f"according to {figure.source}, {where}" if comparable.names_somebody(figure.source) else where


def number(value: float) -> str:
    """A number for people: 1,682 and 62.1, without a tail of noughts."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.6g}" if abs(value) < 1e6 or abs(value) >= 1e15 else f"{value:,.2f}"


def bounds(span: Span) -> str:
    """What a figure allows, in words: "1,682", "4,750 to 4,850", "more than 760"."""
    if span.low == span.high:
        return number(span.low)
    if span.high == float("inf"):
        return f"{'more than' if span.low_open else 'at least'} {number(span.low)}"
    if span.low in (0.0, float("-inf")):
        return f"{'less than' if span.high_open else 'at most'} {number(span.high)}"
    return f"{number(span.low)} to {number(span.high)}"


def listed(items: list[str]) -> str:
    """Items as a sentence lists them: a, b and c."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def day(ordinal: int) -> str:
    """A day for people."""
    return edtf.display(date.fromordinal(ordinal).isoformat())
