"""What each match means, by the resolver that its rule names: calendar dates, parts of years, and vague references."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache

from archive.model.event import Basis, TimexType

from . import numbers, stories, tense
from .context import Context, Reading
from .grammar import Found
from .lexicon import english
from .moments import Moment, finer, possible

Resolver = Callable[[Context, Found], Reading | None]
DATE, TIME, DURATION, SET = TimexType.DATE, TimexType.TIME, TimexType.DURATION, TimexType.SET


def dated(
    moment: Moment, basis: Basis = Basis.EXPLICIT, anchor: Moment | None = None, **more: str | None
) -> Reading | None:
    """A reading of a calendar date; None for one that no calendar has."""
    if not possible(moment):
        return None
    modifier = more.get("modifier")
    return Reading(DATE, moment.value(), moment, None, modifier, basis, anchor.value() if anchor else None)


def vague(value: str) -> Reading:
    """PAST_REF, PRESENT_REF or FUTURE_REF."""
    return Reading(DATE, value, basis=Basis.RELATIVE)


def in_era(number: int, *, before: bool) -> Reading | None:
    """A year of the common era, or before it: TIMEX3 writes BC0300, EDTF -0299 (the year 0 is 1 BC)."""
    if not before:
        return dated(Moment("year", number))
    year = 1 - number
    return Reading(DATE, f"BC{number:04d}", None, f"Y{year}" if year < -9999 else f"{year:05d}" if year else "0000")


def full_year(word: str) -> int:
    """ "89" is 1989, "13" 2013: two digits lie between 1930 and 2029."""
    number = int("".join(filter(str.isdigit, word)) or 0)
    return number if number > 99 else 2000 + number if number < 30 else 1900 + number


def year_of(context: Context, found: Found) -> int | None:
    """The year that the match itself states."""
    if "year" in found.groups:
        return int(context.word(found, "year"))
    if "year2d" in found.groups:
        return full_year(context.words(found, "year2d")[-1])
    return None


def _number_of(word: str) -> int:
    return int("".join(filter(str.isdigit, word)) or 0)


def calendar(context: Context, found: Found) -> Reading | None:
    """Month, day and year in any order, with a weekday or without."""
    lexicon = english()
    month = lexicon.months.get(context.word(found, "month"))
    day = _number_of(context.word(found, "day")) if "day" in found.groups else None
    year = year_of(context, found)
    if year is not None:
        return dated(Moment("day" if day else "month", year, month, day))
    if month is None:
        return _day_alone(context, day)
    if not possible(Moment("day", None, month, day)):
        return None
    if found.of is not None:
        return inside(context, found, lambda outer: Moment("day", outer, month, day))
    direction = (
        -1
        if "last" in found.groups and context.word(found, "last") in ("last", "past")
        else tense.around(context.tokens, found.start, found.end)
    )
    ended = found.start > 0 and context.tokens.words[found.start - 1] == "ended"
    return near(
        context, Moment("day", None, month, day), -1 if ended else direction, strict=ended or "last" in found.groups
    )


def _day_alone(context: Context, day: int | None) -> Reading | None:
    """ "Monday the 5th": in the month of publication."""
    published = context.published
    if published is None or published.unit == "year" or day is None:
        return dated(Moment("day", None, None, day))
    return dated(Moment("day", published.year, published.part, day), Basis.RELATIVE, published)


def inside(context: Context, found: Found, make: Callable[[int | None], Moment]) -> Reading | None:
    """A part of a year that another time names: "the third quarter of last year"."""
    assert found.of is not None
    outer = resolve(context, found.of)
    if outer is None:
        return None
    if outer.moment is None or outer.moment.year is None:
        return dated(make(None), outer.basis)
    moment = make(outer.moment.year)
    if outer.moment.unit in ("month", "day") and _later_in_year(moment, outer.moment):
        moment = make(outer.moment.year - 1)  # "from December to March 1945"
    reading = dated(moment, outer.basis)
    if reading is None:
        return None
    value = reading.value if outer.moment.unit != "fiscal" else f"FY{reading.value}"
    return replace(reading, value=value, anchor=outer.anchor)


def _later_in_year(one: Moment, other: Moment) -> bool:
    if not isinstance(one.part, int) or not isinstance(other.part, int):
        return False
    return (one.part, one.day or 1) > (other.part, other.day or 31)


def near(context: Context, open_moment: Moment, direction: int, *, strict: bool = False) -> Reading | None:
    """A month or a day of a month without its year: that of the sentence or the story, else the one before or after publication that
    the tense means."""
    stated = context.told
    if (
        stated is not None
        and context.stated
        and context.told_sentence == context.sentence
        and stated.unit in ("month", "day")
        and not strict
    ):
        return _after(stated, open_moment, context.published)
    if direction <= 0 and not strict and (story := stories.told(context)):
        return _after(story, open_moment, context.published)
    published = context.published
    if published is None or published.year is None:
        return dated(open_moment, Basis.RELATIVE)
    if finer(open_moment.unit, published.unit) and published.unit == "year":
        return dated(open_moment, Basis.RELATIVE)
    today = published.first
    assert today is not None
    if published.unit == "month":
        today = today + timedelta(days=14)
    best: tuple[int, Moment] | None = None
    for year in (published.year - 1, published.year, published.year + 1):
        moment = Moment(open_moment.unit, year, open_moment.part, open_moment.day)
        first, last = (moment.first, moment.last) if possible(moment) else (None, None)
        if first is None or last is None:
            continue
        away = 0 if first <= today <= last else (first - today).days if first > today else (last - today).days
        if strict and away == 0:
            continue
        dear = cost(away, direction, strict, open_moment.unit)
        if best is None or dear < best[0]:
            best = (dear, moment)
    return dated(best[1], Basis.RELATIVE, published) if best else None


def cost(away: int, direction: int, strict: bool, unit: str) -> int:
    """Days away, dearer on the side that the tense does not mean. A day of a month in the past tense may still lie soon ahead
    ("was set for Dec. 15"); "last" and "next" leave no doubt."""
    if direction == 0:
        return abs(away) if unit == "day" else abs(away) + (90 if away > 0 else 0)
    wrong = away * direction < 0
    return abs(away) + ((10_000 if strict else 210 if unit == "day" else 300) if wrong else 0)


def _after(stated: Moment, open_moment: Moment, published: Moment | None) -> Reading | None:
    """Beside a date with its year: the same year, or the next one when that lies before it and is no longer to come."""
    assert stated.year is not None
    moment = replace(open_moment, year=stated.year)
    reading = dated(moment, Basis.NARRATIVE, stated)
    first, told = (moment.first if reading else None), stated.first
    if first and told and (told - first).days > 60:
        later = dated(replace(open_moment, year=stated.year + 1), Basis.NARRATIVE, stated)
        today = published.last if published else None
        if later and later.moment and later.moment.first and (today is None or later.moment.first <= today):
            return later
    return reading


def month(context: Context, found: Found) -> Reading | None:
    """A month without its year."""
    number = english().months[context.word(found, "month")]
    open_moment = Moment("month", None, number)
    if found.part is not None:
        return _month_span(context, found, number)
    if found.of is not None:
        return inside(context, found, lambda year: Moment("month", year, number))
    direction = context.word(found, "dir")
    said = " ".join(context.words(found, "dir"))
    if direction in ("last", "next", "past"):
        return near(context, open_moment, 1 if direction == "next" else -1, strict=True)
    if said in ("the following", "the previous", "that", "the same") and context.told is not None and context.told.year:
        forward = {"the following": 1, "the previous": -1}.get(said, 0)
        return _beside(context.told, open_moment, forward)
    return near(context, open_moment, tense.around(context.tokens, found.start, found.end))


def _beside(told: Moment, open_moment: Moment, forward: int) -> Reading | None:
    assert told.year is not None and isinstance(open_moment.part, int)
    own = told.part if told.unit in ("month", "day") and isinstance(told.part, int) else 0
    year = told.year + (
        1 if forward > 0 and open_moment.part <= own else -1 if forward < 0 and open_moment.part >= own else 0
    )
    return dated(replace(open_moment, year=year), Basis.NARRATIVE, told)


def _month_span(context: Context, found: Found, number: int) -> Reading | None:
    assert found.part is not None and found.part.of is not None
    last = resolve(context, found.part)
    if last is None or last.moment is None:
        return None
    return _between(Moment("month", last.moment.year, number), last.moment, last.basis, last.anchor)


def _between(first: Moment, last: Moment, basis: Basis, anchor: str | None = None) -> Reading | None:
    if not (possible(first) and possible(last)):
        return None
    starts, ends = first.first, last.last
    if starts and ends and ends < starts:
        return None
    edtf = f"{first.edtf()}/{last.edtf()}"
    return Reading(DATE, f"{first.value()}/{last.value()}", None, edtf, None, basis, anchor, last)


def month_range(context: Context, found: Found) -> Reading | None:
    """ "January-September 2024"."""
    months = english().months
    first, last = months[context.word(found, "month")], months[context.word(found, "month2")]
    year = year_of(context, found)
    if year is not None:
        return _between(Moment("month", year - (last < first), first), Moment("month", year, last), Basis.EXPLICIT)
    end = near(context, Moment("month", None, last), tense.around(context.tokens, found.start, found.end))
    if end is None or end.moment is None:
        return None
    moment = end.moment
    before = moment.year - (last < first) if moment.year else None
    return _between(Moment("month", before, first), moment, end.basis, end.anchor)


def day_range(context: Context, found: Found) -> Reading | None:
    """ "Oct. 16-19"."""
    months = english().months
    month1 = months[context.word(found, "month")]
    month2 = months[context.word(found, "month2")] if "month2" in found.groups else month1
    day1, day2 = _number_of(context.word(found, "day")), _number_of(context.word(found, "day2"))
    year = year_of(context, found)
    if year is not None:
        return _between(
            Moment("day", year - (month2 < month1), month1, day1), Moment("day", year, month2, day2), Basis.EXPLICIT
        )
    if not possible(Moment("day", None, month1, day1)) or not possible(Moment("day", None, month2, day2)):
        return None
    end = near(context, Moment("day", None, month2, day2), tense.around(context.tokens, found.start, found.end))
    if end is None or end.moment is None:
        return None
    before = end.moment.year - (month2 < month1) if end.moment.year else None
    return _between(Moment("day", before, month1, day1), end.moment, end.basis, end.anchor)


def year(context: Context, found: Found) -> Reading | None:
    """A year by itself."""
    number = year_of(context, found)
    return dated(Moment("year", number)) if number else None


def year_range(context: Context, found: Found) -> Reading | None:
    """ "1990-91", "1914-1918"."""
    first, last = int(context.word(found, "year")), context.word(found, "to")
    end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    end += 100 if end < first else 0
    return _between(Moment("year", first), Moment("year", end), Basis.EXPLICIT)


def decade(context: Context, found: Found) -> Reading | None:
    """ "the 1980s", "the '90s", "the nineties"."""
    if "full" in found.groups:
        start = int(context.word(found, "full")[:4])
        if start % 100 == 0 and start < 2000:
            return dated(Moment("century", start))
        return dated(Moment("decade", start))
    word = context.word(found, "short") if "short" in found.groups else context.word(found, "word")
    tens = int(word[:2]) if word[:1].isdigit() else 10 * (english().classes["DECADEWORD"].index(word) + 2)
    published = context.published
    base = 1900 if tens >= 30 or published is None or (published.year or 0) < 2000 + tens else 2000
    words = context.words(found)
    modifier = {"early": "START", "mid": "MID", "middle": "MID", "late": "END"}.get(words[1] if len(words) > 1 else "")
    return dated(Moment("decade", base + tens), modifier=modifier)


def century(context: Context, found: Found) -> Reading | None:
    """ "the 19th century"."""
    number = numbers.ordinal(context.words(found, "n")) if "n" in found.groups else None
    if number is None:
        start = 2000 if context.published is None or (context.published.year or 2000) > 1950 else 1900
        return dated(Moment("year", start), modifier="APPROX")
    return dated(Moment("century", number * 100 - 100)) if 1 < number < 60 else None


_ISO = re.compile(r"(\d{4})\D(\d\d?)\D(\d\d?)(?:[T ](\d\d:\d\d(?::\d\d)?))?", re.IGNORECASE)
_NUMERIC = re.compile(r"(\d+)[-/.](\d+)[-/.](\d+)")


def _written(context: Context, found: Found, form: "re.Pattern[str]") -> "re.Match[str] | None":
    """The date in figures among the words: a time of day may stand before it."""
    return next((match for match in map(form.match, context.words(found)) if match is not None), None)


def iso(context: Context, found: Found) -> Reading | None:
    """ "2013-03-22", "2013-03-22T10:15"."""
    match = _written(context, found, _ISO)
    if match is None:
        return None
    reading = dated(Moment("day", int(match[1]), int(match[2]), int(match[3])))
    if reading and match[4] and int(match[4][:2]) < 24:
        return replace(reading, type=TIME, value=f"{reading.value}T{match[4]}")
    return reading


def numeric(context: Context, found: Found) -> Reading | None:
    """ "11/02/89": month first, as American news writes, unless only the other order is a date; with full stops day first."""
    match = _written(context, found, _NUMERIC)
    if match is None:
        return None
    first, second, last = int(match[1]), int(match[2]), int(match[3])
    if "." in match[0] or first > 12:
        first, second = second, first
    return dated(Moment("day", full_year(f"{last:02d}"), first, second))


def fiscal(context: Context, found: Found) -> Reading | None:
    """ "fiscal 1990", "the current fiscal year"."""
    number = year_of(context, found)
    words = context.words(found)
    if number is None and words[0].startswith("fy"):
        number = full_year(words[0])
    if number is not None:
        return dated(Moment("fiscal", number))
    published = context.published
    if published is None or published.year is None:
        return dated(Moment("fiscal"), Basis.RELATIVE)
    step = {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(context.word(found, "dir"), 0)
    moment = Moment("fiscal", published.year + step)
    return dated(moment, Basis.RELATIVE, published)


def present(context: Context, found: Found) -> Reading | None:
    """ "now", "currently"."""
    return vague("PRESENT_REF")


def past(context: Context, found: Found) -> Reading | None:
    """ "recently", "the past"."""
    return vague("PAST_REF")


def future(context: Context, found: Found) -> Reading | None:
    """ "soon", "the future"."""
    return vague("FUTURE_REF")


def resolve(context: Context, found: Found) -> Reading | None:
    """What the match means; None when it is no date after all (30 February)."""
    return _resolvers()[found.rule.resolver](context, found)


@cache
def _resolvers() -> Mapping[str, Resolver]:
    from . import resolvers  # the table names functions of this module

    return resolvers.TABLE
