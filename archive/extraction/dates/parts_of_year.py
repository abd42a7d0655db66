"""Parts of a year and days that have a name: quarters, halves, seasons, holidays, "the first week of January"."""

import re
from dataclasses import replace
from datetime import date, timedelta

from archive.model.event import Basis, TimexType

from . import numbers, stories, tense
from .context import Context, Reading
from .grammar import Found
from .lexicon import english
from .moments import Moment, coarsened, of_day, shifted
from .resolving import calendar, cost, dated, in_era, inside, month, near, resolve, year_of

DATE = TimexType.DATE


def nth_of(context: Context, found: Found) -> Reading | None:
    """ "the first week of January", "the last Friday in May", "the final quarter of 2012"."""
    nth = context.word(found, "nth")
    if "month" not in found.groups:
        unit, stated = context.word(found, "u"), int(context.word(found, "year"))
        part = {"quarter": 4, "month": 12}.get(unit, 31) if nth != "first" else 1
        return dated(
            Moment(
                unit, stated, part if unit != "day" else 12 if nth != "first" else 1, part if unit == "day" else None
            )
        )
    whole = month(context, found) if "year" not in found.groups else calendar(context, found)
    if whole is None or whole.moment is None or whole.moment.first is None or whole.moment.last is None:
        return whole
    first, last = whole.moment.first, whole.moment.last
    count = 0 if nth in ("last", "final") else numbers.ordinal([nth]) or 1
    unit = context.word(found, "u") or "day"
    if "weekday" in found.groups:
        code = f"{first.month:02d}/{english().weekdays[context.word(found, 'weekday')]}/{count or -1}"
        day: date | None = _holiday(code, first.year)
    else:
        day = first + timedelta(days=(count - 1) * (1 if unit == "day" else 7)) if count else last
    return (
        dated(of_day(day, unit), whole.basis, context.published if whole.basis is Basis.RELATIVE else None)
        if day
        else None
    )


def quarter(context: Context, found: Found) -> Reading | None:
    """ "the third quarter": the last one begun at publication; in the future tense the next."""
    word = context.word(found, "n")
    number = numbers.ordinal([word]) if word else None
    if number is None:
        code = next(each for each in context.words(found) if re.fullmatch(r"[qh][1-4]|[1-4]q", each))
        number = int(re.sub(r"\D", "", code))
        if code.startswith("h"):
            return _part_of_year(context, found, "half", number) if number < 3 else None
    return _part_of_year(context, found, "quarter", number)


def half(context: Context, found: Found) -> Reading | None:
    """ "the first half" of a year."""
    return _part_of_year(context, found, "half", numbers.ordinal(context.words(found, "n")) or 1)


def _part_of_year(context: Context, found: Found, unit: str, number: int) -> Reading | None:
    stated = year_of(context, found)
    if stated is not None:
        reading = dated(Moment(unit, stated, number))
        return reading and (
            replace(reading, value=f"FY{reading.value}") if "fiscal" in context.words(found) else reading
        )
    if found.of is not None:
        return inside(context, found, lambda outer: Moment(unit, outer, number))
    told = context.told
    if told is not None and context.stated and context.told_sentence == context.sentence and told.unit == "year":
        return dated(Moment(unit, told.year, number), Basis.NARRATIVE, told)
    published = context.published
    if published is None or published.year is None or published.unit == "year":
        return dated(Moment(unit, None, number), Basis.RELATIVE)
    own = coarsened(published, unit)
    assert own is not None and isinstance(own.part, int)
    direction = tense.around(context.tokens, found.start, found.end)
    step = -1 if number > own.part and direction <= 0 else 1 if number < own.part and direction > 0 else 0
    if number == own.part + 1 and unit == "quarter" and direction == 0:
        step = 0
    return dated(Moment(unit, published.year + step, number), Basis.RELATIVE, published)


def season(context: Context, found: Found) -> Reading | None:
    """ "last summer", "the summer of 1988", "this fall"."""
    letters = english().seasons[context.word(found, "season")]
    stated = year_of(context, found)
    if stated is not None:
        return dated(Moment("season", stated, letters))
    if found.of is not None:
        return inside(context, found, lambda year: Moment("season", year, letters))
    direction = context.words(found, "dir")
    published = context.published
    if (told := _season_beside(context, found, letters)) is not None:
        return told
    if published is None or published.year is None or published.unit == "year":
        return dated(Moment("season", None, letters), Basis.RELATIVE)
    if direction and direction[0] == "this":
        return dated(Moment("season", published.year, letters), Basis.RELATIVE, published)
    way = tense.around(context.tokens, found.start, found.end)
    if direction:
        way = 1 if direction[0] in ("next", "coming", "following") else -1
    return near(
        context, Moment("season", None, letters), way, strict=bool(direction) and direction[0] in ("last", "next")
    )


def _season_beside(context: Context, found: Found, letters: str) -> Reading | None:
    """ "the following spring", "that winter": counted from the date told; None where none is, or the words mean none."""
    told, words = context.told, context.words(found)
    step = {"following": 1, "previous": -1, "that": 0, "same": 0}.get(words[-2] if len(words) > 1 else "")
    step = 1 if words[:2] == ["the", "next"] else step
    if step is None or told is None or told.year is None or told.first is None or told.last is None:
        return None
    if step == 0 and told.unit in ("year", "fiscal"):
        return dated(Moment("season", told.year, letters), Basis.NARRATIVE, told)
    around = [Moment("season", told.year + away, letters) for away in (-1, 0, 1) if 1 <= told.year + away <= 9999]
    spans = [(each.first, each.last, each) for each in around]
    if step < 0:
        fitting = [each for _, last, each in spans if last and last < told.first][-1:]
    else:
        # "that winter" is the one that it lies in, or the next.
        fitting = [
            each
            for first, last, each in spans
            if first and last and (first > told.last if step else last >= told.first)
        ]
    return dated(fitting[0], Basis.NARRATIVE, told) if fitting else None


def holiday(context: Context, found: Found) -> Reading | None:
    """A holiday of a year that is told or nearest."""
    name = " ".join(context.words(found, "name"))
    years = [year_of(context, found)]
    way = tense.around(context.tokens, found.start, found.end)
    last = context.tokens.words[found.start] in ("last", "past")
    if last:
        way = -1
    if found.of is not None:
        outer = resolve(context, found.of)
        years = [outer.moment.year if outer and outer.moment else None]
    story = stories.told(context) if way <= 0 and years[0] is None and found.of is None and not last else None
    if story is not None and (day := _next_holiday(name, story)) is not None:
        return dated(of_day(day, "day"), Basis.NARRATIVE, story)
    if (
        years[0] is None
        and context.published is not None
        and context.published.year is not None
        and context.published.unit != "year"
    ):
        base = context.published.year
        years = [base - 1, base, base + 1]
    days = [
        day
        for year in years
        if year is not None and 1 <= year <= 9999
        for day in [_holiday(english().holidays[name], year)]
        if day
    ]
    if not days:
        code = english().holidays[name]
        fixed = re.fullmatch(r"(\d\d)-(\d\d)", code)
        return dated(Moment("day", None, int(fixed[1]), int(fixed[2])) if fixed else Moment("day"), Basis.RELATIVE)
    if len(days) == 1:
        return dated(of_day(days[0], "day"))
    assert context.published is not None
    today = context.published.first
    assert today is not None
    best = min(days, key=lambda day: cost((day - today).days, way, False, "day"))
    return dated(of_day(best, "day"), Basis.RELATIVE, context.published)


def _next_holiday(name: str, story: Moment) -> date | None:
    """The holiday of what is told, on or after the day or month that was told last; in the year alone that was told."""
    assert story.year is not None
    code, begins = english().holidays[name], story.first
    days = [_holiday(code, year) for year in (story.year, story.year + 1) if year <= 9999]
    return next((day for day in days if day is not None and (begins is None or day >= begins)), None)


def _holiday(code: str, year: int) -> date | None:
    if code.startswith("easter"):
        try:
            return _easter(year) + timedelta(days=int(code[6:]))
        except (ValueError, OverflowError):
            return None
    if "/" not in code:
        return date(year, int(code[:2]), int(code[3:]))
    month_number, weekday, which = (int(part) for part in code.split("/"))
    if which > 0:
        first = date(year, month_number, 1)
        return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (which - 1))
    last = date(year + month_number // 12, month_number % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.isoweekday() - weekday) % 7)


def _easter(year: int) -> date:
    """Gregorian Easter Sunday (Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    month_number, day = divmod(h + j - 7 * m + 114, 31)
    return date(year, month_number, day + 1)


def era(context: Context, found: Found) -> Reading | None:
    """ "300 B.C.", "AD 752", "the 13th century B.C."."""
    before = context.word(found, "era") in ("b", "bc", "bce")
    if "n" in found.groups:
        number = numbers.ordinal(context.words(found, "n"))
        size = 1000 if "millennium" in context.words(found) else 100
        if number is None or not 1 <= number <= 9999 // size:
            return None
        if not before:
            return dated(Moment("century" if size == 100 else "millennium", (number - 1) * size))
        edtf = f"{1 - number * size:05d}/{-(number - 1) * size:05d}" if number > 1 else f"{1 - size:05d}/0000"
        return Reading(DATE, f"BC{number - 1:0{2 if size == 100 else 1}d}", None, edtf)
    digits = context.word(found, "year").replace(",", "")
    if not digits.isdigit() or not 0 < int(digits) < 1_000_000 or (not before and int(digits) > 9999):
        return None
    return in_era(int(digits), before=before)


def day_ordinal(context: Context, found: Found) -> Reading | None:
    """ "on the 7th": of the month told just before, else the nearest before or after publication."""
    day = int(context.word(found, "day")[:-2])
    told, published = context.told, context.published
    if told is not None and told.unit in ("day", "month") and context.told_sentence >= context.sentence - 2:
        return dated(Moment("day", told.year, told.part, day), Basis.NARRATIVE, told)
    today = published.first if published is not None and published.unit == "day" else None
    if published is None or today is None:
        return dated(Moment("day", None, None, day), Basis.RELATIVE)
    way = tense.around(context.tokens, found.start, found.end)
    for step in (0, 1) if way > 0 else (0, -1):
        month = shifted(published, step, "month")
        reading = dated(Moment("day", month.year, month.part, day), Basis.RELATIVE, published) if month else None
        first = reading.moment.first if reading and reading.moment else None
        if first is not None and (first >= today if way > 0 else first <= today):
            return reading
    return None
