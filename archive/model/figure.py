"""Numbers that articles claim: figures as they were read, what a person says of them, series of the same quantity, findings.

A *figure* is one numeric claim with the words that make it; a *series* holds the figures that measure the same thing; a
*finding* says that figures of a series agree, cannot both hold, or are worth a look. Values are plain numbers in `unit`;
periods are EDTF (ISO 8601-2:2019).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Bound(StrEnum):
    """How a figure's words bound its value. `nearly` is just under, `about` approximate, `order_of_magnitude` like "hundreds"."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    AT_MOST = "at_most"
    NEARLY = "nearly"
    ABOUT = "about"
    RANGE = "range"
    ORDER_OF_MAGNITUDE = "order_of_magnitude"


class Kind(StrEnum):
    """What sort of quantity it is. `measure` is any other measured one: weight, area, temperature, speed, energy."""

    COUNT = "count"
    MONEY = "money"
    SHARE = "share"
    CHANGE = "change"
    RATIO = "ratio"
    DURATION = "duration"
    DISTANCE = "distance"
    AGE = "age"
    MEASURE = "measure"


class Level(StrEnum):
    """What of its period a number tells: that of the whole period, a total up to its end, or that of a part that had passed."""

    LEVEL = "level"
    TOTAL = "total"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True)
class NumericClaim:
    """What the rules read at `[start, end)` of an edition's text (code points): the number with its bound and unit.

    `number` is the span of the number's own words. `value` is None for ranges and orders of magnitude; `least` and `most` bound
    it as the words say (None: open; equal to `value` for exact and approximate ones). `unit` is canonical ("person", "USD",
    "percent", "km", "year", "USD/month"; "" when nothing is named).
    `counted` is the span of the words that say what is counted, None when the sentence does not; `counted_key` the same
    normalised, for grouping ("" when unknown). `direction` is "up" or "down" for changes, else None.
    `period` is EDTF, None when not told; `earliest` and `latest` its bounds, both inclusive. `place` and `source` are spans or
    None, `place_key` and `source_key` the same normalised. `hedges` are words that weaken the claim ("estimated", "reportedly").
    `derived` claims follow from others by arithmetic, said in `derivation`: their words are those that imply them.
    `sentence` is the span of the sentence. `rule` names the rule that read it.
    """

    start: int
    end: int
    number: tuple[int, int]
    sentence: tuple[int, int]
    kind: Kind
    value: float | None
    least: float | None
    most: float | None
    bound: Bound
    unit: str
    rule: str
    counted: tuple[int, int] | None = None
    counted_key: str = ""
    direction: str | None = None
    level: Level = Level.LEVEL
    period: str | None = None
    earliest: date | None = None
    latest: date | None = None
    place: tuple[int, int] | None = None
    place_key: str = ""
    source: tuple[int, int] | None = None
    source_key: str = ""
    hedges: tuple[str, ...] = ()
    derived: bool = False
    derivation: str = ""
