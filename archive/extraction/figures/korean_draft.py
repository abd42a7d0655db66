"""A Korean figure while it is being read."""

from dataclasses import dataclass

from archive.model.figure import Bound, Kind

from .korean_numbers import KoreanNumber


@dataclass(frozen=True, slots=True)
class KoreanDraft:
    """A figure over `[start, end)`; `number` is its number alone, `noun` the words that say what it counts."""

    start: int
    end: int
    number: tuple[int, int]
    kind: Kind
    unit: str
    rule: str
    value: float | None
    least: float | None
    most: float | None
    bound: Bound
    noun: tuple[int, int] | None = None
    rate: str = ""
    direction: str | None = None
    counter: str = ""


def draft_of(number: KoreanNumber, end: int, kind: Kind, unit: str, rule: str, value: float | None) -> KoreanDraft:
    """A figure over the number and what follows it up to `end`."""
    return KoreanDraft(
        number.start, end, (number.start, number.end), kind, unit, rule, value, number.least, number.most, Bound.EXACT
    )
