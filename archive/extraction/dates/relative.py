"""Times counted from the day of publication or from a date told before: "last week", "two years earlier", "the next day"."""

from dataclasses import replace
from datetime import timedelta

from archive.model.event import Basis, TimexType

from . import numbers, tense
from .context import Context, Reading
from .grammar import Found
from .lexicon import english
from .moments import UNITS, Moment, coarsened, of_day, possible, same_later, shifted
from .resolving import calendar, dated, near, resolve, vague

DATE, TIME, DURATION, SET = TimexType.DATE, TimexType.TIME, TimexType.DURATION, TimexType.SET
_MONTHS = {"year": 12, "quarter": 3, "half": 6, "month": 1, "decade": 120}


def _open(unit: str) -> Reading | None:
    """The unit with nothing known of it: no publication date is at hand."""
    if unit in ("century", "millennium", "time"):
        return vague("PAST_REF")
    return dated(Moment(unit), Basis.RELATIVE)


def _unit(context: Context, found: Found) -> str:
    return UNITS[english().units[context.word(found, "u")]]


def from_publication(context: Context, count: float, unit: str) -> Reading | None:
    """So many units from the day of publication; open where it is not known finely enough."""
    published = context.published
    if published is None:
        return _open(unit)
    moment = shifted(published, count, unit)
    if moment is None:
        # Of a month or a year alone the day stays unknown; a day beyond the calendar is none of the same month.
        coarse = unit == "day" and published.unit != "day"
        return dated(Moment("day", published.year, published.part), Basis.RELATIVE) if coarse else _open(unit)
    return dated(moment, Basis.RELATIVE, published)


def today(context: Context, found: Found) -> Reading | None:
    """ "today", "yesterday", "tomorrow", and parts of these days."""
    words = context.words(found)
    count = 0
    if "yesterday" in words:
        count = -2 if "before" in words else -1
    elif "tomorrow" in words:
        count = 2 if "after" in words else 1
    if context.published is None and count == 0 and "tonight" not in words:
        return vague("PRESENT_REF")
    reading = from_publication(context, count, "day")
    part = "tonight" if "tonight" in words else context.word(found, "part")
    modifier = "START" if words[0] == "early" else "END" if words[0] == "late" else None
    reading = reading and replace(reading, modifier=modifier)
    return _at(reading, english().parts[part]) if part and reading else reading


def _at(reading: Reading, part: str) -> Reading:
    return replace(reading, type=TIME, value=f"{reading.value}T{part}")


def weekday(context: Context, found: Found) -> Reading | None:
    """A weekday: that before publication, or the day itself; after it where the tense is future."""
    number = english().weekdays[context.word(found, "weekday")]
    said = context.words(found, "dir")
    part = english().parts.get(context.word(found, "part"), "")
    reading = _weekday(context, found, number, said)
    return _at(reading, part) if part and reading else reading


def _weekday(context: Context, found: Found, number: int, said: list[str]) -> Reading | None:
    anchor, basis = context.published, Basis.RELATIVE
    if found.of is not None:
        return _following(context, found.of, number)
    narrative_words = said == ["the", "next"] or said[-1:] in (["following"], ["previous"], ["that"])
    if narrative_words and context.told is not None and context.told.unit == "day":
        anchor, basis = context.told, Basis.NARRATIVE
    if anchor is None or anchor.unit != "day":
        return Reading(DATE, f"XXXX-WXX-{number}", Moment("day"), None, None, Basis.RELATIVE)
    day = anchor.first
    assert day is not None
    back, forth = (day.isoweekday() - number) % 7, (number - day.isoweekday()) % 7
    direction = said[-1] if said else ""
    week = context.word(found, "dir2")
    if context.tokens.words[found.start] == "a":
        away = forth + 7
    elif week:
        away = number - day.isoweekday() + {"last": -7, "next": 7}.get(week, 0)
    elif direction in ("last", "past", "previous"):
        away = -(back or 7)
    elif direction in ("next", "coming", "following"):
        away = forth or 7
    elif direction == "this":
        away = number - day.isoweekday()
    else:
        way = tense.around(context.tokens, found.start, found.end)
        before = context.tokens.words[found.start - 1] if found.start else ""
        ahead = way > 0 or (way == 0 and before in ("until", "till", "by"))
        away = forth if ahead else -back
    try:
        moment = of_day(day + timedelta(days=away), "day")
    except OverflowError:
        return None
    return dated(moment, basis, anchor)


def _following(context: Context, first: Found, number: int) -> Reading | None:
    """ "Monday through Friday": the first such day after that one."""
    reading = weekday(context, first)
    day = reading.moment.first if reading is not None and reading.moment is not None else None
    if reading is None or day is None:
        return Reading(DATE, f"XXXX-WXX-{number}", Moment("day"), None, None, Basis.RELATIVE)
    try:
        moment = of_day(day + timedelta(days=(number - day.isoweekday()) % 7), "day")
    except OverflowError:
        return None
    return dated(moment, reading.basis, context.published)


def unit(context: Context, found: Found) -> Reading | None:
    """ "this week", "last year", "the current quarter"."""
    name = _unit(context, found)
    said = context.words(found, "dir")
    step = {"last": -1, "past": -1, "next": 1, "coming": 1, "upcoming": 1}.get(said[-1] if said else "", 0)
    if name == "day" and context.word(found, "u") == "night":
        reading = from_publication(context, step, "day")
        return reading and _at(reading, "NI")
    if name == "time":
        return None
    if name == "quarter" and said[-1:] in (["latest"], ["recent"]):
        return the_unit(context, found)
    return from_publication(context, step, name)


def week_of(context: Context, found: Found) -> Reading | None:
    """ "the week of Oct. 23"."""
    reading = calendar(context, found)
    if reading is None or reading.moment is None:
        return None
    moment = coarsened(reading.moment, "week") if reading.moment.year else Moment("week")
    return dated(moment, reading.basis, None) if moment else None


def narrative(context: Context, found: Found) -> Reading | None:
    """ "that year", "the previous month", "the following day", "the day before"."""
    name = _unit(context, found)
    said = context.words(found, "dir")
    direction = said[-1] if said else context.word(found, "rel")
    step = {"following": 1, "next": 1, "ensuing": 1, "subsequent": 1, "after": 1}.get(direction, 0)
    step = step or {"previous": -1, "preceding": -1, "prior": -1, "before": -1, "earlier": -1}.get(direction, 0)
    if name == "time":
        return None
    if found.of is not None:
        return _beside(context, found.of, step, name)
    if (
        said[-1:] == ["next"]
        and context.tokens.words[found.start - 1 : found.start]
        and context.tokens.words[found.start - 1] in ("over", "in", "within", "during", "for")
    ):
        return Reading(DURATION, "P1" + english().units[context.word(found, "u")])
    told, basis = context.told, Basis.NARRATIVE
    if step == 0:
        told = context.recent.get(name) if told is None or coarsened(told, name) is None else told
    if told is None or told.year is None or (step and shifted(told, step, name) is None):
        if step:
            return vague("PAST_REF") if context.published is None else from_publication(context, step, name)
        told, basis = context.published, Basis.RELATIVE
    if told is None:
        return vague("PAST_REF")
    moment = shifted(told, step, name) if step else coarsened(told, name)
    if moment is None:
        return vague("PAST_REF")
    reading = dated(moment, basis, told)
    return _at(reading, "NI") if reading and context.word(found, "u") == "night" else reading


def _beside(context: Context, day: Found, step: int, name: str) -> Reading | None:
    """ "the day after Christmas": counted from that very day."""
    whole = resolve(context, day)
    moment = shifted(whole.moment, step, name) if whole and whole.moment else None
    if whole is None or moment is None:
        return vague("PAST_REF")
    return dated(moment, whole.basis, context.published if whole.basis is Basis.RELATIVE else None)


def the_unit(context: Context, found: Found) -> Reading | None:
    """ "the year", "the quarter": the one told, else that of publication; a quarter just ended."""
    name = _unit(context, found)
    words = context.words(found)
    if words[0] == "all" and name in ("week", "month", "day"):
        return Reading(DURATION, "P1" + english().units[words[-1]])
    if (ended := _ended(context, found, name)) is not None:
        return ended
    following, last = (*context.tokens.words[found.end : found.end + 2], "", "")[:2]
    if following == "to" and (last in english().months or (last.isdigit() and len(last) == 4)):
        return Reading(DURATION, "P1" + english().units[words[-1]])  # "the decade to 2019"
    if name == "weekend":
        return from_publication(context, _weekend(context, found), name)
    told = context.recent.get(name)
    near_by = context.told_sentence >= context.sentence - 2
    if told is None and context.told is not None and near_by and name in ("year", "quarter"):
        told = coarsened(context.told, name)
    if told is not None and near_by:
        return dated(told, Basis.NARRATIVE, told)
    if name == "quarter" and context.published is not None and context.published.unit in ("month", "day"):
        first = context.published.first
        assert first is not None
        early = (first.month - 1) % 3 < 2
        return from_publication(context, -1 if early else 0, "quarter")
    return from_publication(context, 0, name)


def _ended(context: Context, found: Found, name: str) -> Reading | None:
    """ "the quarter ended March 31": the one that this day lies in."""
    words, at = context.tokens.words, found.end
    if words[at : at + 1] not in (["ended"], ["ending"]) or name not in ("quarter", "year", "month", "week"):
        return None
    number = english().months.get(next(iter(words[at + 1 : at + 2]), ""))
    rest = [word for word in words[at + 2 : at + 6] if word not in (".", ",")]
    if number is None or not rest or not rest[0].isdigit() or len(rest[0]) > 2:
        return None
    day = Moment("day", None, number, int(rest[0]))
    if len(rest) > 1 and rest[1].isdigit() and len(rest[1]) == 4:
        reading = dated(replace(day, year=int(rest[1])))
    else:
        reading = near(context, day, -1 if words[at] == "ended" else 1, strict=True) if possible(day) else None
    if reading is None or reading.moment is None or reading.moment.year is None:
        return None
    moment = coarsened(reading.moment, name)
    return dated(moment, reading.basis, context.published) if moment else None


def _weekend(context: Context, found: Found) -> int:
    """Which weekend "the weekend" is: of what was, on a working day the one before; else this week's."""
    published = context.published
    if published is None or published.unit != "day" or published.first is None or published.first.isoweekday() > 5:
        return 0
    if context.tokens.words[found.start - 1 : found.start] in (["by"], ["until"]):
        return 0
    way = tense.around(context.tokens, found.start, found.end)
    return -1 if way < 0 or (way == 0 and published.first.isoweekday() < 4) else 0


def year_end(context: Context, found: Found) -> Reading | None:
    """ "year-end", "the end of the month", "midyear"."""
    words = context.words(found)
    name = _unit(context, found) if "u" in found.groups else "year"
    edge = context.words(found, "edge")
    first = edge[0] if edge else "mid" if words[0] in ("mid", "midyear") else "end"
    modifier = {"beginning": "START", "start": "START", "early": "START", "earlier": "START", "turn": "START"}.get(
        first
    )
    modifier = modifier or {"middle": "MID", "mid": "MID", "later": "END", "late": "END"}.get(first, "END")
    told = context.told
    if (
        told is not None
        and context.stated
        and context.told_sentence == context.sentence
        and (moment := coarsened(told, name))
    ):
        reading = dated(moment, Basis.NARRATIVE, told)
    else:
        reading = from_publication(context, 0, name)
    return reading and replace(reading, modifier=modifier)


def _count(context: Context, found: Found) -> float | None:
    words = context.words(found)
    number = (
        numbers.read(context.words(found, "n"))
        if "n" in found.groups
        else 1.0
        if words[0] in ("a", "an", "one")
        else None
    )
    if "half" in words and "and" in words and number is not None and "and" not in context.words(found, "n"):
        number += 0.5
    return number


def ago(context: Context, found: Found) -> Reading | None:
    """ "two years ago": as fine as its unit; "years ago" is only some time past."""
    if "u" not in found.groups:
        return vague("PAST_REF")
    count, name = _count(context, found), _unit(context, found)
    if context.word(found, "weekday") and count is not None and context.published is not None:
        return _weekday_ago(context, found, count)
    if "part" in found.groups and count is not None and context.published is not None:
        return _to_the_day(context, found, count, name)
    if count is None or context.published is None:
        return vague("PAST_REF")
    if name == "time":
        return (
            from_publication(context, 0, "day")
            if count * (60 if context.word(found, "u").startswith("h") else 1) < 720
            else from_publication(context, -count / 24, "day")
        )
    if english().units[context.word(found, "u")] == "FN":
        count *= 2
    if name == "year" and count != int(count):
        return from_publication(context, -count * 12, "month")
    if name in ("decade", "century") and count != int(count):
        return from_publication(context, -count * (10 if name == "decade" else 100), "year")
    return from_publication(context, -count, name)


def _to_the_day(context: Context, found: Found, count: float, name: str) -> Reading | None:
    """ "two years ago today", "nine years ago this week"."""
    published = context.published
    assert published is not None
    word = context.words(found, "part")[-1]
    step = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    base = shifted(published, step, "day") if word not in ("week", "month") else coarsened(published, word)
    if base is None or base.year is None:
        return vague("PAST_REF")
    moment = (
        shifted(base, -count, name)
        if name in ("day", "week")
        else same_later(base, -round(count * _MONTHS.get(name, 12)))
    )
    if name == "week" and base.unit == "day":
        moment = shifted(base, -count * 7, "day")
    return dated(moment, Basis.RELATIVE, published) if moment else vague("PAST_REF")


def _weekday_ago(context: Context, found: Found, count: float) -> Reading | None:
    published = context.published
    if published is None or published.first is None or published.unit != "day" or _unit(context, found) != "week":
        return vague("PAST_REF")
    number = english().weekdays[context.word(found, "weekday")]
    back = (published.first.isoweekday() - number) % 7
    return from_publication(context, -(back + 7 * count - (7 if back else 0)), "day")


def year_ago(context: Context, found: Found) -> Reading | None:
    """ "year-ago", "the year-earlier quarter": the same part of the year before as the one that is told of."""
    quarter = context.recent.get("quarter")
    if "quarter" in context.words(found) and context.word(found, "u") == "year":
        if quarter is None and context.published is not None and context.published.unit != "year":
            before = shifted(context.published, -1, "quarter")
            moment = same_later(before, -12) if before else None
            return dated(moment, Basis.RELATIVE, context.published) if moment else None
        moment = same_later(quarter, -12) if quarter else None
        return dated(moment, Basis.NARRATIVE, quarter) if moment else vague("PAST_REF")
    return _same_before(context, _unit(context, found), 1)


def _same_before(context: Context, name: str, count: float) -> Reading | None:
    """Counted from the date told: of a quarter or a half the same one, of a month in the same sentence too."""
    told = context.told
    if told is None or told.year is None:
        if context.published is None:
            return vague("PAST_REF")
        return from_publication(context, -count, name)
    same = told.unit in ("quarter", "half") or (told.unit == "month" and context.told_sentence == context.sentence)
    if name == "year" and same and count == int(count):
        moment = same_later(told, -12 * int(count))
    else:
        moment = shifted(told, -count, name)
    return dated(moment, Basis.NARRATIVE, told) if moment else vague("PAST_REF")


def earlier(context: Context, found: Found) -> Reading | None:
    """ "two years earlier", "six months later", "a week before"."""
    count = _count(context, found)
    name = _unit(context, found)
    words = context.words(found)
    if words[-2:] == ["from", "now"] or words[-1] == "hence":
        return (
            vague("FUTURE_REF")
            if count is None or context.published is None or name == "time"
            else from_publication(context, count, name)
        )
    later = context.word(found, "rel") in ("later", "after", "afterward", "afterwards", "thereafter")
    if name == "time":
        return Reading(DURATION, _short_length(context, found, count)) if count is not None else vague("PAST_REF")
    if count is None:
        return vague("PAST_REF")
    if not later:
        return _same_before(context, name, count)
    told = context.told or (context.published if name == "day" and count == 1 else None)
    if told is None:
        # Hardly from the day of publication: what is told came before it.
        return vague("PAST_REF")
    moment = shifted(told, count, name)
    if moment is None and told.unit not in ("quarter", "half"):
        return Reading(DURATION, f"P{numbers.written(count)}{english().units[context.word(found, 'u')]}")
    if moment is None:
        return vague("PAST_REF")
    return dated(moment, Basis.NARRATIVE if context.told else Basis.RELATIVE, told)


def _short_length(context: Context, found: Found, count: float) -> str:
    letter = english().units[context.word(found, "u")][-1]
    return f"PT{numbers.written(count)}{letter}"
