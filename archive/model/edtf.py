"""Dates as archives write them: EDTF (ISO 8601-2:2019, levels 0 and 1), read, bounded by days, and shown to people.

Beyond level 1 it takes a date whose year is not known (`XXXX-01/XXXX-09`). Specification: https://www.loc.gov/standards/datetime/
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from archive.base.errors import Invalid


class Precision(StrEnum):
    """How finely a date is told. A `decade` and coarser have unspecified digits (199X); `none` has no known year."""

    NONE = "none"
    MILLENNIUM = "millennium"
    CENTURY = "century"
    DECADE = "decade"
    YEAR = "year"
    SEASON = "season"
    MONTH = "month"
    DAY = "day"
    TIME = "time"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date: as written, and the first and last day that it may be (None: open, unknown, or outside of years 1 to 9999)."""

    text: str
    earliest: date | None
    latest: date | None
    precision: Precision
    uncertain: bool = False
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """One side of an interval, or a date by itself, in its parts: `year` may hold X, month 21–24 is a season."""

    year: str
    month: str = ""
    day: str = ""
    time: str = ""
    qualifier: str = ""


_ADVICE = "Write it like 2023-10-04, 2023-10, 2023, 2019? or 2006/2019."
_TIME = r"T(?P<time>(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?)"
_POINT = re.compile(
    rf"(?P<year>-?(?:\d{{4}}|\d{{3}}X|\d\dXX|\dXXX|XXXX))(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX)(?:{_TIME})?)?)?(?P<qualifier>[?~%]?)",
    re.ASCII,
)
# No year of anything needs more than 18 digits, and Python refuses to read numbers of 4,300.
_LONG_YEAR = re.compile(r"Y(?P<year>-?[1-9]\d{4,17})(?P<qualifier>[?~%]?)", re.ASCII)
_SEASONS = ("21", "22", "23", "24")  # spring, summer, autumn, winter, as on the northern half of the earth
_BY_DIGITS_UNKNOWN = (Precision.YEAR, Precision.DECADE, Precision.CENTURY, Precision.MILLENNIUM, Precision.NONE)


@lru_cache(maxsize=16384)
def parse(text: str) -> Edtf:
    """Reads an EDTF string; raises Invalid with a sentence."""
    start_text, slash, end_text = text.partition("/")
    if not slash:
        point = _point(text, text)
        earliest, latest = _bounds(point, text)
        precision, marks = _precision(point), point.qualifier
    else:
        start, end = _side(start_text, text), _side(end_text, text)
        if start is None and end is None:
            raise _invalid(text)
        earliest = None if start is None else _bounds(start, text)[0]
        latest = None if end is None else _bounds(end, text)[1]
        if earliest and latest and latest < earliest:
            raise Invalid(f"{text!r} ends before it begins.", "Write the earlier date first.")
        precision = Precision.INTERVAL
        marks = (start.qualifier if start else "") + (end.qualifier if end else "")
    uncertain, approximate = ("?" in marks or "%" in marks), ("~" in marks or "%" in marks)
    return Edtf(text, earliest, latest, precision, uncertain, approximate)


def points(text: str) -> tuple[Point | None, Point | None]:
    """The two sides of an interval (None: open or unknown); of a single date the same one twice. Raises Invalid."""
    parse(text)
    start, slash, end = text.partition("/")
    first = _side(start, text)
    return first, (_side(end, text) if slash else first)


def _invalid(text: str) -> Invalid:
    return Invalid(f"{text!r} is not a date.", _ADVICE)


def _side(side: str, text: str) -> Point | None:
    return None if side in ("", "..") else _point(side, text)


def _point(side: str, text: str) -> Point:
    match = _POINT.fullmatch(side)
    if match is not None:
        point = Point(*match.groups(""))
    elif (match := _LONG_YEAR.fullmatch(side)) is not None:
        point = Point(match["year"], qualifier=match["qualifier"])
    if match is None or point.year == "-0000":
        raise _invalid(text)
    month, day = point.month, point.day
    if month.isdigit() and not (1 <= int(month) <= 12 or (month in _SEASONS and not day)):
        raise Invalid(f"{text!r} is not a date: there is no month {month}.", _ADVICE)
    if day.isdigit() and (month == "XX" or not 1 <= int(day) <= _longest(point)):
        raise Invalid(f"{text!r} is not a date: that month has no day {day}.", _ADVICE)
    if "X" in point.time or (point.time and not (point.year.lstrip("-") + month + day).isdigit()):
        raise _invalid(text)
    return point


def _longest(point: Point) -> int:
    """Days in the month; of an unknown year, in its longest."""
    year = int(point.year) if "X" not in point.year else 2000
    # The calendar repeats every 400 years, also before year 1 (proleptic Gregorian, ISO 8601).
    return _length(year % 400 + 2000, int(point.month))


@lru_cache(maxsize=16384)
def _length(year: int, month: int) -> int:
    """Days in the month."""
    return calendar.monthrange(year, month)[1]


def _precision(point: Point) -> Precision:
    if "X" in point.year:
        return _BY_DIGITS_UNKNOWN[point.year.count("X")]
    if point.time:
        return Precision.TIME
    if point.day.isdigit():
        return Precision.DAY
    if point.month in _SEASONS:
        return Precision.SEASON
    return Precision.MONTH if point.month.isdigit() else Precision.YEAR


def _bounds(point: Point, text: str) -> tuple[date | None, date | None]:
    if point.year.endswith("XXXX"):
        return None, None
    years = int(point.year.replace("X", "0")), int(point.year.replace("X", "9"))
    first_year, last_year = min(years), max(years)
    if not 1 <= last_year <= 9999:
        return None, None
    first_year = max(first_year, 1)
    if point.month in _SEASONS:
        return _season(first_year, last_year, point.month)
    first_month, last_month = (int(point.month), int(point.month)) if point.month.isdigit() else (1, 12)
    if point.day.isdigit():
        return _same_day(first_year, last_year, first_month, int(point.day), text)
    last_day = _length(last_year, last_month)
    return date(first_year, first_month, 1), date(last_year, last_month, last_day)


def _season(first_year: int, last_year: int, season: str) -> tuple[date, date]:
    """Three whole months; winter begins in December and ends in February of the next year."""
    month = 3 * (int(season) - 20)
    if month == 12:
        last = date.max if last_year == 9999 else date(last_year + 1, 3, 1) - timedelta(days=1)
        return date(first_year, 12, 1), last
    return date(first_year, month, 1), date(last_year, month + 2, calendar.monthrange(last_year, month + 2)[1])


def _same_day(first_year: int, last_year: int, month: int, day: int, text: str) -> tuple[date, date]:
    """The day in the first and last year that has it (29 February)."""
    years = [year for year in range(first_year, last_year + 1) if day <= _length(year, month)]
    if not years:
        raise Invalid(f"{text!r} is not a date: that month has no day {day}.", _ADVICE)
    return date(years[0], month, day), date(years[-1], month, day)


MONTHS = tuple("January February March April May June July August September October November December".split())
SEASONS = {
    "en": dict(zip(_SEASONS, ("spring", "summer", "autumn", "winter"), strict=True)),
    "ko": dict(zip(_SEASONS, ("봄", "여름", "가을", "겨울"), strict=True)),
}
_DOUBTS = {
    "en": {"?": " (uncertain)", "~": " (approximate)", "%": " (uncertain, approximate)", "": ""},
    "ko": {"?": " (불확실)", "~": " (대략)", "%": " (불확실, 대략)", "": ""},
}


def display(text: str, language: str = "en") -> str:
    """The date for a person, in Korean when `language` is `ko…`, else in English; what is no EDTF comes back as it is."""
    korean = language.lower().split("-")[0] == "ko"
    one = _korean if korean else _english
    try:
        start, end = points(text)
    except Invalid:
        return text
    if "/" not in text:
        assert start is not None  # a single date has one point
        return one(start)
    left, right = text.split("/")
    if left == ".." and end is not None:
        return f"{one(end)}까지" if korean else f"until {one(end)}"
    if right == ".." and start is not None:
        return f"{one(start)}부터" if korean else f"from {one(start)}"
    joined = _joined(start, end, korean=korean) if start is not None and end is not None else None
    if joined is not None:
        return joined
    unknown = "알 수 없음" if korean else "unknown"
    sides = [unknown if side is None else one(side) for side in (start, end)]
    return (" – " if any(" " in side for side in sides) else "–").join(sides)


def _joined(start: Point, end: Point, *, korean: bool) -> str | None:
    """An interval inside one year with what both sides share said once ("21–31 July 2019"); None where they share nothing."""
    plain = not (start.qualifier or end.qualifier or start.time or end.time)
    months = start.month.isdigit() and end.month.isdigit() and not {start.month, end.month} & set(_SEASONS)
    if not plain or not months or start.year != end.year or start.day.isdigit() != end.day.isdigit():
        return None
    year = _year_in_korean(start.year) if korean else _year_in_english(start.year)
    if not start.day.isdigit():
        first, last = (_part(side, korean=korean) for side in (start, end))
        return f"{year} {first}–{last}" if korean else f"{first} – {last} {year}"
    if start.month != end.month:
        first, last = (_part(side, korean=korean) for side in (start, end))
        return f"{year} {first} – {last}" if korean else f"{first} – {last} {year}"
    days = f"{int(start.day)}–{int(end.day)}"
    return f"{year} {int(start.month)}월 {days}일" if korean else f"{days} {MONTHS[int(start.month) - 1]} {year}"


def _part(point: Point, *, korean: bool) -> str:
    """Month, or day and month, without the year."""
    if korean:
        return f"{int(point.month)}월" + (f" {int(point.day)}일" if point.day.isdigit() else "")
    return (f"{int(point.day)} " if point.day.isdigit() else "") + MONTHS[int(point.month) - 1]


def _english(point: Point) -> str:
    year = _year_in_english(point.year)
    if point.month in _SEASONS:
        shown = f"{SEASONS['en'][point.month]} {year}"
    elif point.month.isdigit():
        shown = f"{MONTHS[int(point.month) - 1]} {year}"
        if point.day.isdigit():
            shown = f"{int(point.day)} {shown}"
        elif point.day:
            shown += " (day unknown)"
    else:
        shown = year + (" (month unknown)" if point.month else "")
    return shown + _clock(point) + _DOUBTS["en"][point.qualifier]


def _year_in_english(year: str) -> str:
    if year.endswith("XXXX"):
        return "(year unknown)"
    sign, digits = _era(year, " BC")
    if sign and digits.isdigit():
        return f"{int(digits) + 1}{sign}"
    if digits.endswith("X") and digits.count("X") == 1:
        return f"{digits[:-1]}0s{sign}"
    if "X" in digits:
        return f"{digits.replace('X', '0')}–{digits.replace('X', '9')}{sign}"
    return str(int(digits))


def _era(year: str, before_christ: str) -> tuple[str, str]:
    # ISO 8601 counts a year 0: 0000 is 1 BC, -0001 is 2 BC.
    return (before_christ, year.lstrip("-")) if year.startswith("-") or year == "0000" else ("", year)


def _korean(point: Point) -> str:
    shown = _year_in_korean(point.year)
    if point.month in _SEASONS:
        shown += f" {SEASONS['ko'][point.month]}"
    elif point.month.isdigit():
        shown += f" {int(point.month)}월"
        if point.day.isdigit():
            shown += f" {int(point.day)}일"
        elif point.day:
            shown += " (날짜 미상)"
    elif point.month:
        shown += " (월 미상)"
    return shown + _clock(point) + _DOUBTS["ko"][point.qualifier]


def _year_in_korean(year: str) -> str:
    if year.endswith("XXXX"):
        return "연도 미상"
    era, digits = _era(year, "기원전 ")
    if era and digits.isdigit():
        return f"{era}{int(digits) + 1}년"
    if digits.count("X") == 1:
        return f"{era}{digits[:-1]}0년대"
    if "X" in digits:
        return f"{era}{digits.replace('X', '0')}–{digits.replace('X', '9')}년"
    return f"{era}{int(digits)}년"


def _clock(point: Point) -> str:
    return f", {point.time[:5]}" if point.time else ""
