"""Moments: calendar times of one granularity, counted forward and back, and written as TIMEX3 values and EDTF.

A part that is not known is None: `Moment("day", None, 5, None)` is some day of a May. Values follow TIMEX3 (TimeML 1.2.1,
section 2.2), weeks ISO 8601. Nothing here raises for years outside of 1 to 9999: counting past them gives None.
"""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from archive.base.errors import Invalid
from archive.base.records import quick
from archive.model import edtf as edtfs

SEASON_MONTHS: Final = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
_MONTHS_OF: Final = {
    "month": 1,
    "quarter": 3,
    "half": 6,
    "year": 12,
    "fiscal": 12,
    "decade": 120,
    "century": 1200,
    "millennium": 12000,
}
UNITS: Final = {
    "S": "time", "TM": "time", "H": "time", "D": "day", "NI": "day", "W": "week", "FN": "week", "WE": "weekend",
    "M": "month", "Q": "quarter", "Y": "year", "DE": "decade", "CE": "century", "ML": "millennium",
}  # fmt: skip


@quick
@dataclass(frozen=True, slots=True)
class Moment:
    """A calendar time. `year` is the year (of a decade, century or millennium its first); `part` the month, week, quarter,
    half (numbers) or season (TIMEX3's letters) in it; `day` the day of the month, of a week the weekday (1 Monday)."""

    unit: str
    year: int | None = None
    part: int | str | None = None
    day: int | None = None

    @property
    def first(self) -> date | None:
        """Its first day; None where its year is not known."""
        return self._days()[0] if self.year is not None else None

    @property
    def last(self) -> date | None:
        """Its last day; None where its year is not known."""
        return self._days()[1] if self.year is not None else None

    def _days(self) -> tuple[date | None, date | None]:
        days = _days(self.unit, self.year, self.part, self.day)
        if days is None:
            raise Invalid(f"{self.edtf()!r} is not a date.", "Count from one that the calendar has.")
        return days

    def value(self) -> str:
        """As TIMEX3 writes it, X for what is not known."""
        year = "XXXX" if self.year is None else f"{self.year:04d}"
        match self.unit:
            case "millennium":
                return year[:1]
            case "century":
                return year[:2]
            case "decade":
                return year[:3]
            case "year":
                return year
            case "fiscal":
                return f"FY{year}"
            case "quarter":
                return f"{year}-Q{self.part or 'X'}"
            case "half":
                return f"{year}-H{self.part or 'X'}"
            case "season":
                return f"{year}-{self.part}"
            case "week" | "weekend":
                week = f"{year}-W{_two(self.part)}"
                return f"{week}-WE" if self.unit == "weekend" else f"{week}-{self.day}" if self.day else week
            case "month":
                return f"{year}-{_two(self.part)}"
        return f"{year}-{_two(self.part)}-{_two(self.day)}"

    def edtf(self) -> str:
        """As EDTF writes it; quarters, halves and weeks are intervals."""
        return _edtf(self.unit, self.year, self.part, self.day)


@lru_cache(maxsize=16384)
def _days(
    unit: str, year: int | None, part: int | str | None, day: int | None
) -> tuple[date | None, date | None] | None:
    """The first and the last day; None for what no calendar has."""
    try:
        told = edtfs.parse(_edtf(unit, year, part, day))
    except Invalid:
        return None
    return told.earliest, told.latest


@lru_cache(maxsize=16384)
def _edtf(unit: str, year: int | None, part: int | str | None, day: int | None) -> str:
    written = "XXXX" if year is None else f"{year:04d}"
    if unit in ("millennium", "century", "decade"):
        digits = {"millennium": 1, "century": 2, "decade": 3}[unit]
        return written[:digits] + "X" * (4 - digits)
    if unit in ("year", "fiscal"):
        return written
    if unit == "season":
        return f"{written}-{SEASON_MONTHS[str(part)]}"
    if unit in ("quarter", "half"):
        if not isinstance(part, int):
            return written
        months = 3 if unit == "quarter" else 6
        return f"{written}-{part * months - months + 1:02d}/{written}-{part * months:02d}"
    if unit in ("week", "weekend"):
        return _week_edtf(unit, year, part, day)
    if unit == "month":
        return f"{written}-{_two(part)}"
    return f"{written}-{_two(part)}-{_two(day if part else None)}"


def _week_edtf(unit: str, year: int | None, part: int | str | None, day: int | None) -> str:
    if year is None or not isinstance(part, int):
        return "XXXX-XX-XX" if year is None else f"{year:04d}-XX-XX"
    try:
        first = date.fromisocalendar(year, part, 6 if unit == "weekend" else day or 1)
        last = date.fromisocalendar(year, part, day or 7)
    except ValueError:
        return f"{year:04d}"
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def _two(part: int | str | None) -> str:
    return f"{part:02d}" if isinstance(part, int) else "XX"


def possible(moment: Moment) -> bool:
    """Whether there is such a date in the calendar (no 30 February, no month 13)."""
    if _days(moment.unit, moment.year, moment.part, moment.day) is None:
        return False
    return moment.year is None or 1 <= moment.year <= 9999


def of_day(day: date, unit: str) -> Moment:
    """The moment of this granularity that the day lies in."""
    if unit in ("week", "weekend"):
        year, week, _ = day.isocalendar()
        return Moment(unit, year, week)
    if unit == "season":
        letters = ("WI", "SP", "SU", "FA")[day.month % 12 // 3]
        return Moment(unit, day.year - (day.month < 3), letters)
    if unit in ("quarter", "half"):
        return Moment(unit, day.year, (day.month - 1) // (3 if unit == "quarter" else 6) + 1)
    if unit in ("decade", "century", "millennium"):
        size = {"decade": 10, "century": 100, "millennium": 1000}[unit]
        return Moment(unit, day.year // size * size)
    return Moment(unit, day.year, day.month if unit in ("month", "day") else None, day.day if unit == "day" else None)


_FINENESS: Final = (
    "day",
    "week",
    "weekend",
    "month",
    "quarter",
    "season",
    "half",
    "year",
    "fiscal",
    "decade",
    "century",
    "millennium",
)


def finer(one: str, other: str) -> bool:
    """Whether the first granularity is finer than the second."""
    return _FINENESS.index(one) < _FINENESS.index(other)


def coarsened(moment: Moment, unit: str) -> Moment | None:
    """The moment of `unit` that it lies in; None when it is itself coarser, or open."""
    if finer(unit, moment.unit) and moment.unit != unit:
        return None
    if (
        moment.year is not None
        and unit in ("year", "decade", "century", "millennium")
        and moment.unit not in ("week", "weekend")
    ):
        size = {"year": 1, "decade": 10, "century": 100, "millennium": 1000}[unit]
        return Moment(unit, moment.year // size * size)
    first = moment.first
    return of_day(first, unit) if first else None


def shifted(moment: Moment, count: float, unit: str) -> Moment | None:
    """The moment `count` units later (earlier when negative), of the granularity `unit`; None where that cannot be told."""
    if moment.year is None or abs(count) > 10_000_000:
        return None
    if finer(unit, moment.unit):
        return None
    first = moment.first
    if first is None:
        return None
    if unit in ("day", "week", "weekend"):
        days = count if unit == "day" else count * 7
        try:
            return of_day(first + timedelta(days=round(days)), unit)
        except OverflowError:
            return None
    months = round(count * _MONTHS_OF[unit]) if unit in _MONTHS_OF else round(count * 12)
    moved = _months_later(first, months)
    return of_day(moved, unit) if moved else None


def same_later(moment: Moment, months: int) -> Moment | None:
    """The moment itself so many months on, its own granularity kept (the same quarter a year before)."""
    first = moment.first
    moved = _months_later(first, months) if first else None
    if moved is None:
        return None
    return replace(of_day(moved, moment.unit), day=moved.day if moment.unit == "day" else None)


def _months_later(day: date, months: int) -> date | None:
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def narrowed(moment: Moment, modifier: str | None, text: str) -> str:
    """EDTF of the moment's early, middle or late third (START, MID, END); of its very first or last part when the words
    say beginning or end; the whole where it has no such parts."""
    whole = moment.edtf()
    if modifier == "APPROX":
        return whole + "~" if "/" not in whole else whole
    if moment.year is None or modifier not in ("START", "MID", "END"):
        return whole
    very = any(word in text for word in ("end", "beginning", "start", "close"))
    index = ("START", "MID", "END").index(modifier)
    year = moment.year
    if moment.unit == "decade":
        first, last = ((0, 3), (4, 6), (7, 9))[index]
        return f"{year + first:04d}/{year + last:04d}"
    if moment.unit in ("century", "millennium"):
        size = 100 if moment.unit == "century" else 1000
        begin, finish = ((0, size // 3), (size // 3, size - size // 3), (size - size // 3, size - 1))[index]
        return f"{max(year + begin, 1):04d}/{year + finish:04d}"
    if moment.unit in ("year", "fiscal"):
        if very and index != 1:
            return f"{year:04d}-{(1, 0, 12)[index]:02d}"
        return ("{0}-01/{0}-04", "{0}-05/{0}-08", "{0}-09/{0}-12")[index].format(f"{year:04d}")
    if moment.unit == "month" and isinstance(moment.part, int):
        last_day = calendar.monthrange(year, moment.part)[1]
        start, end = ((1, 10), (11, 20), (21, last_day))[index]
        return f"{year:04d}-{moment.part:02d}-{start:02d}/{year:04d}-{moment.part:02d}-{end:02d}"
    return whole
