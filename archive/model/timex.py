"""TIMEX3 values (TimeML 1.2.1, section 2.3) of dates that people write as EDTF."""

from . import edtf

# ISO 8601-2 numbers the seasons as months.
_SEASONS = {"21": "SP", "22": "SU", "23": "FA", "24": "WI"}


def of_edtf(text: str) -> tuple[str, str | None]:
    """(value, modifier): `2023-10`, `199` for 199X, `2019-SU`, `2006/2019`; APPROX when it is approximate.

    An uncertain date (`2019?`) has the value of the date. Raises Invalid.
    """
    date = edtf.parse(text)
    start, end = edtf.points(text)
    if "/" not in text:
        assert start is not None  # a single date has one point
        value = _value(start)
    else:
        # An open or unknown side is left empty, as ISO 8601 leaves it.
        value = f"{'' if start is None else _value(start)}/{'' if end is None else _value(end)}"
    return value, "APPROX" if date.approximate else None


def _value(point: edtf.Point) -> str:
    if point.month in _SEASONS:
        return f"{point.year}-{_SEASONS[point.month]}"
    if not point.month and "X" in point.year and point.year != "XXXX":
        return point.year.rstrip("X")
    value = "-".join(part for part in (point.year, point.month, point.day) if part)
    return f"{value}T{point.time}" if point.time else value
