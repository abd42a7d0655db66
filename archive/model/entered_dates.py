"""Dates as people write them by hand, read as EDTF: whatever `edtf.display` shows, in English or Korean, and the usual short forms.

Nothing is guessed: where day and month could be either, or a word is not known, the date is refused with a sentence.
"""

import re
from functools import lru_cache
from typing import Final

from archive.base.errors import Invalid

from .edtf import MONTHS, SEASONS, Edtf, Precision, parse

_MONTH_NUMBERS: Final = {
    short: f"{number:02}"
    for number, month in enumerate((month.lower() for month in MONTHS), 1)
    for short in {month, month[:3], month[:4] if month == "september" else month}
}
_SEASON_NUMBERS: Final = {name: number for names in SEASONS.values() for number, name in names.items()} | {"fall": "23"}
_MONTH: Final = rf"(?P<name>{'|'.join(sorted(_MONTH_NUMBERS, key=len, reverse=True))})\.?"
_SEASON: Final = rf"(?P<season>{'|'.join(_SEASON_NUMBERS)})"
_YEAR: Final = r"(?P<year>[12]\d{3})"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DOUBT: Final = tuple(
    (re.compile(form), mark)
    for form, mark in (
        (r"(.+) \((?:uncertain, approximate|불확실, 대략)\)", "%"),
        (r"(.+) \((?:uncertain|불확실)\)|(.+?) ?\?", "?"),
        (r"(.+) \((?:approximate|대략)\)|(?:c\.|ca\.|circa|about|around) ?(.+)", "~"),
    )
)
_POINTS: Final = tuple(
    re.compile(form, re.ASCII)
    for form in (
        _YEAR,
        r"(?:the )?(?P<decade>[12]\d\d)0(?:s|년대)",
        rf"{_DAY} (?:of )?{_MONTH},? {_YEAR}",
        rf"{_MONTH} {_DAY},? {_YEAR}",
        rf"{_MONTH},? (?:of )?{_YEAR}",
        rf"(?:the )?{_SEASON} (?:of )?{_YEAR}",
        rf"{_YEAR}년(?: ?{_SEASON}| ?(?P<month>\d{{1,2}})월(?: ?(?P<day>\d{{1,2}})일?)?)?",
        rf"{_YEAR}(?P<mark>[-/.]) ?(?P<month>\d{{1,2}})(?:(?P=mark) ?(?P<day>\d{{1,2}})\.?)?",
        rf"(?P<day>\d{{1,2}})\. ?(?P<month>\d{{1,2}})\. ?{_YEAR}",  # with dots the day is first, wherever they are written
    )
)
_SLASHES: Final = re.compile(rf"(?P<one>\d{{1,2}})(?P<mark>[-/])(?P<two>\d{{1,2}})(?P=mark){_YEAR}", re.ASCII)
_OPEN: Final = (
    (re.compile(r"(?:until|till|up to) (.+)|(.+)까지"), "../{}"),
    (re.compile(r"(?:from|since) (.+)|(.+)부터"), "{}/.."),
)
_BETWEEN: Final = re.compile(
    r"(?:from )?(?P<first>.+?) ?(?:–|—| - | to |~|(?<=\d{4})-(?=\d{4}$)) ?(?P<last>.+)", re.ASCII
)
ADVICE: Final = "Write it like 4 October 2023, 2023-10-04, October 2023, 2023, 2019? or 2006/2019."

_DAY_ADVICE: Final = "Write it like 1 March 2027 or 2027-03-01."


@lru_cache(maxsize=1024)
def read(words: str) -> Edtf:
    """Reads EDTF, or a date as people write it; raises Invalid with a sentence."""
    line = " ".join(words.split())
    try:
        return parse(line)
    except Invalid as error:
        found = _span(line.lower().rstrip(","))
        if found is None:
            raise Invalid(error.what, ADVICE) from None
        return parse(found)


def day(words: str) -> str:
    """Reads one certain day; its EDTF is ISO 8601's. Raises Invalid with a sentence."""
    try:
        found = read(words)
    except Invalid as error:
        raise Invalid(error.what.replace("is not a date", "is not a day"), _DAY_ADVICE) from None
    if found.precision is not Precision.DAY or found.text.endswith(("?", "~", "%")):
        raise Invalid(f"{words!r} is not a day.", _DAY_ADVICE)
    return found.text


def _span(line: str) -> str | None:
    """A date or an interval as EDTF; None: it is neither. Raises Invalid where it could be two things."""
    single = _doubted(line)
    if single is not None:
        return single
    for form, edtf in _OPEN:
        match = form.fullmatch(line)
        point = match and _doubted(match[match.lastindex or 0])
        if point:
            return edtf.format(point)
    match = _BETWEEN.fullmatch(line)
    if match is None:
        return None
    last = _doubted(match["last"]) or _short_last(match["first"], match["last"])
    first = _doubted(match["first"]) or (_short_first(match["first"], last) if last else None)
    return f"{first}/{last}" if first and last else None


def _doubted(line: str) -> str | None:
    point = _point(line)
    if point is not None:
        return point
    for form, mark in _DOUBT:
        match = form.fullmatch(line)
        point = match and _point(match[match.lastindex or 0])
        if point:
            return point + mark
    return None


def _point(line: str) -> str | None:
    """One date without doubt as EDTF."""
    for form in _POINTS:
        match = form.fullmatch(line)
        if match is not None:
            parts = match.groupdict()
            if parts.get("decade"):
                return f"{parts['decade']}X"
            number = parts.get("day")
            return "-".join(filter(None, (parts["year"], _month(parts), number and f"{int(number):02}")))
    match = _SLASHES.fullmatch(line)
    return match and _slashed(match)


def _month(parts: dict[str, str | None]) -> str | None:
    if parts.get("name"):
        return _MONTH_NUMBERS[str(parts["name"])]
    if parts.get("season"):
        return _SEASON_NUMBERS[str(parts["season"])]
    month = parts.get("month")
    return month and f"{int(month):02}"


def _slashed(match: re.Match[str]) -> str:
    """Day and month in either order: told only where one of them can be no month, or both are the same."""
    one, two = int(match["one"]), int(match["two"])
    if one != two and max(one, two) <= 12:
        raise Invalid(
            f"{match[0]!r} could be {one} {MONTHS[two - 1]} or {two} {MONTHS[one - 1]}.",
            f"Write the month as a word, or {match['year']}-{two:02}-{one:02} for the first.",
        )
    day, month = (one, two) if two <= 12 else (two, one)
    return f"{match['year']}-{month:02}-{day:02}"


def _short_first(first: str, last: str) -> str | None:
    """The first side of an interval with the month and the year that only its last side says ("21–31 July 2019")."""
    year, month = last[:4], last[5:7]
    if re.fullmatch(_DAY, first, re.ASCII) and len(last) == 10:
        return f"{year}-{month}-{int(first.rstrip('stndrh')):02}"
    return _doubted(f"{first} {year}") if not re.search(r"\d{4}|월|일", first) and len(last) in (7, 10) else None


def _short_last(first: str, last: str) -> str | None:
    """The last side of a Korean interval with the year and the month that only its first side says ("2019년 7월 21–31일")."""
    begun = re.match(rf"{_YEAR}년(?: ?(?P<month>\d{{1,2}})월)?", first, re.ASCII)
    if begun is None:
        return None
    if last.endswith("일") and "월" not in last:
        return _point(f"{begun['year']}년 {begun['month']}월 {last}") if begun["month"] else None
    return _point(f"{begun['year']}년 {last}")
