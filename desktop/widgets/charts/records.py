"""What charts are handed: frozen records of numbers and words; they know neither archive nor Qt.

Days are `date.toordinal`, both ends inclusive. A key travels back in a signal as it came. A number that is not finite, or too
long for a float, is not drawn; captions count it.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .numbers import plain

_READABLE = 10**15
_LARGEST = 1.7e308

Key = object
Number = int | float


class Bound(StrEnum):
    """How a value is meant; the spellings of the ledger."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    AT_MOST = "at_most"
    NEARLY = "nearly"
    ABOUT = "about"
    RANGE = "range"
    ORDER_OF_MAGNITUDE = "order_of_magnitude"


OPEN_ABOVE = frozenset({Bound.AT_LEAST, Bound.MORE_THAN})
OPEN_BELOW = frozenset({Bound.AT_MOST, Bound.LESS_THAN})


class RingKind(StrEnum):
    """What a ring says of the points in it."""

    CONFLICT = "conflict"
    TENSION = "tension"
    AGREEMENT = "agreement"


# Words, or what makes them once they are asked for: of a thousand points few are.
Words = str | Callable[[], str]


def said(words: Words) -> str:
    """The words themselves."""
    return words if isinstance(words, str) else words()


@dataclass(frozen=True, slots=True)
class TimePoint:
    """A figure on a time axis. `first` and `last` are None when it is undated; `label` is what hovering shows.

    `low` or `high` of None is open where `bound` says so ("at least"), and the value itself elsewhere.
    """

    key: Key
    value: Number | None
    first: int | None = None
    last: int | None = None
    low: Number | None = None
    high: Number | None = None
    bound: Bound = Bound.EXACT
    group: str = ""
    partial: bool = False
    derived: bool = False
    doubtful: bool = False
    label: Words = ""
    spoken: Words = ""


@dataclass(frozen=True, slots=True)
class Ring:
    """Points that are told of together; `label` is what hovering shows."""

    keys: frozenset[Key]
    kind: RingKind = RingKind.CONFLICT
    label: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A name and its number."""

    key: Key
    name: str
    value: Number
    label: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A group's number in a year: one part of a stack."""

    key: Key
    year: int
    group: str
    value: Number
    label: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """How often two names go together."""

    key: Key
    row: str
    column: str
    value: Number
    label: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A line's number in a year; `of` is how many things it was counted in."""

    key: Key
    year: int
    line: str
    value: Number
    of: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Noun:
    """What is counted, in the singular and the plural."""

    one: str = "figure"
    many: str = "figures"

    def counted(self, number: int) -> str:
        """`1 figure`, `12,000 figures`."""
        return (f"{number:,}" if number < _READABLE else plain(number)) + f" {self.one if number == 1 else self.many}"


@dataclass(frozen=True, slots=True)
class Table:
    """The data of a chart as rows, for taking it out."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[object, ...]]


def finite(number: Number | None) -> float | None:
    """The number as a float, or None when there is none that can be drawn."""
    if number is None:
        return None
    try:
        value = float(number)
    except OverflowError:
        return None
    return value if math.isfinite(value) else None


def total(numbers: Iterable[Number]) -> float:
    """The sum of finite numbers, kept within the floats."""
    summed = 0.0
    for number in numbers:
        summed = max(-_LARGEST, min(_LARGEST, summed + float(number)))
    return summed
