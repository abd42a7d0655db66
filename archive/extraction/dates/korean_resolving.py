"""What Korean times mean: dates with parts left out, weekdays, lengths and recurrences."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from archive.model.event import Basis, TimexType

from .context import Context, Reading
from .korean_lengths import ago, date_ago, every, length
from .korean_rules import korean_rules
from .moments import Moment, coarsened, of_day, shifted
from .relative import from_publication
from .resolving import dated, in_era, near, vague

DATE, TIME = TimexType.DATE, TimexType.TIME
Groups = Mapping[str, str]
_WEEKDAYS = "월화수목금토일"


def resolve(context: Context, rule: str, got: Groups, future: bool) -> Reading | None:
    """The reading of a match by its rule; None when it is no date after all."""
    match rule:
        case "ko-date" | "ko-date-time" | "ko-dotted" | "ko-stamp":
            return _with_clock(_with_edge(_date(context, got, future), got), got)
        case "ko-year-range" | "ko-month-range" | "ko-day-range":
            return _range(context, rule, got, future)
        case "ko-same-period":
            return _same_period(context, got)
        case "ko-decade" | "ko-century":
            return _with_edge(_long_ago(got), got)
        case "ko-part-of-year" | "ko-season":
            return _part_of_year(context, got, future)
        case "ko-week" | "ko-weekend" | "ko-weekday":
            return _with_clock(_week(context, rule, got, future), got)
        case "ko-day" | "ko-night":
            return _with_clock(_day(context, got), got)
        case "ko-clock" | "ko-day-part":
            return _with_clock(_day(context, {"dword": "이날"}), got) if _clock(got) else None
        case "ko-era":
            return in_era(int(got["year"]), before=got["before"] == "기원전")
        case "ko-ago":
            return ago(context, got)
        case "ko-date-ago":
            return date_ago(context, got)
        case "ko-recent-span" | "ko-duration" | "ko-length" | "ko-two-units":
            return length(got)
        case "ko-every" | "ko-every-weekday" | "ko-every-units":
            return every(rule, got)
        case "ko-reference":
            return vague(str(korean_rules().words["references"][got["reference"]]))
    return _holiday(context, got, future)


def _with_edge(reading: Reading | None, got: Groups) -> Reading | None:
    edge = got.get("edge")
    return replace(reading, modifier=str(korean_rules().words["edges"][edge])) if reading and edge else reading


def _with_clock(reading: Reading | None, got: Groups) -> Reading | None:
    if reading is None or reading.moment is None:
        return reading
    told = _clock(got)
    return replace(reading, type=TIME, value=f"{reading.value}{told}") if told else reading


def _clock(got: Groups) -> str | None:
    parts = korean_rules().words["parts"]
    if "noon" in got:
        return "T12:00" if got["noon"] == "정오" else "T24:00"
    if "hour" not in got:
        part = got.get("partonly") or got.get("part")
        return f"T{parts[part]}" if part else "TNI" if "nword" in got or "ndir" in got else None
    hour, minute = int(got["hour"]), int(got.get("minute", "30" if "half" in got else "0"))
    part = str(parts.get(got.get("part", ""), ""))
    if hour > 24 or minute > 59:
        return None
    if part in ("AF", "EV", "NI") and hour < 12 and not (part == "NI" and hour < 6):
        hour += 12
    elif part == "MO" and hour == 12:
        hour = 0
    return f"T{hour:02d}:{minute:02d}"


def _year(context: Context, got: Groups) -> tuple[int | None, Basis, Moment | None]:
    words = korean_rules().words
    if "year" in got:
        return int(got["year"]), Basis.EXPLICIT, None
    word = got.get("yword", "")
    if word in words["years_told"] and context.told is not None and context.told.year is not None:
        return context.told.year + int(words["years_told"][word]), Basis.NARRATIVE, context.told
    step = int(words["years"].get(word, words["years_told"].get(word, 0)))
    if context.published is None or context.published.year is None:
        return None, Basis.RELATIVE, None
    return context.published.year + step, Basis.RELATIVE, context.published


def _date(context: Context, got: Groups, future: bool) -> Reading | None:
    yearly = "year" in got or "yword" in got
    year, basis, anchor = _year(context, got) if yearly else (None, Basis.RELATIVE, None)
    day = int(got["day"]) if "day" in got else None
    within = _within(year, got)
    if within is not None:
        return dated(within, basis, anchor) if yearly else None
    if "mword" in got:
        return _month_word(context, got, day)
    if "month" not in got:
        return (
            dated(Moment("year", year), basis, anchor)
            if yearly and day is None
            else _day_of_month(context, got, day, future)
        )
    month = int(got["month"])
    moment = Moment("month" if day is None else "day", year, month, day)
    if yearly:
        return dated(moment, basis, anchor)
    direction = got.get("mdir") or got.get("ddir") or ""
    if direction == "올":
        return dated(
            replace(moment, year=context.published.year if context.published else None),
            Basis.RELATIVE,
            context.published,
        )
    way = {"지난": -1, "오는": 1, "다음": 1}.get(direction, 1 if future else -1)
    return near(context, moment, way, strict=direction in ("지난", "오는") and day is None)


def _same_period(context: Context, got: Groups) -> Reading | None:
    """ "지난해 같은 기간": the part of the year that was told closely before, of that year; where none was, the year."""
    year, basis, anchor = _year(context, got)
    told = context.told
    near_by = told is not None and context.told_sentence >= context.sentence - 1
    whole = told is None or not near_by or told.unit not in ("quarter", "half", "month", "season")
    return dated(Moment("year", year) if whole or told is None else replace(told, year=year), basis, anchor)


def _within(year: int | None, got: Groups) -> Moment | None:
    if "period" in got:
        return Moment("half", year, 1 if got["period"] == "상반기" else 2)
    if "quarter" in got:
        digit = got["quarter"]
        return Moment("quarter", year, int(digit) if digit.isdigit() else "일이삼사".index(digit) + 1)
    if "season" in got:
        return Moment("season", year, str(korean_rules().words["seasons"][got["season"]]))
    return None


def _month_word(context: Context, got: Groups, day: int | None) -> Reading | None:
    words = korean_rules().words
    word = got["mword"]
    told = context.told
    if word in words["months_told"] and told is not None and (month := coarsened(told, "month")):
        moved, basis, anchor = shifted(month, int(words["months_told"][word]), "month"), Basis.NARRATIVE, told
    elif context.published is not None:
        step = int(words["months"].get(word, words["months_told"].get(word, 0)))
        moved, basis, anchor = shifted(context.published, step, "month"), Basis.RELATIVE, context.published
    else:
        moved, basis, anchor = None, Basis.RELATIVE, None
    moment = moved or Moment("month")
    if day is not None:
        moment = Moment("day", moment.year, moment.part, day)
    return dated(moment, basis, anchor)


def _day_of_month(context: Context, got: Groups, day: int | None, future: bool) -> Reading | None:
    """ "5일": the nearest day of that number before publication, or after it."""
    published = context.published
    if day is None or not 1 <= day <= 31:
        return None
    told = context.told
    if (
        "ddir" not in got
        and told is not None
        and told.unit in ("day", "month")
        and told.part
        and context.told_sentence == context.sentence
    ):
        return dated(Moment("day", told.year, told.part, day), Basis.NARRATIVE, told)
    if published is None or published.unit != "day" or published.first is None:
        known = published if published is not None and published.unit == "month" and "ddir" not in got else None
        return dated(
            Moment("day", known.year if known else None, known.part if known else None, day), Basis.RELATIVE, known
        )
    ahead = got.get("ddir") == "오는" or (future and "ddir" not in got and day > published.first.day)
    for step in range(3):
        moved = shifted(published, step if ahead else -step, "month")
        if moved is None:
            return None
        reading = dated(Moment("day", moved.year, moved.part, day), Basis.RELATIVE, published)
        first = reading.moment.first if reading and reading.moment else None
        if first and (first >= published.first if ahead else first <= published.first):
            return reading
    return None


def _range(context: Context, rule: str, got: Groups, future: bool) -> Reading | None:
    first, last = int(got["first"]), int(got["last"])
    if rule == "ko-year-range":
        last = last if last > 99 else first // 100 * 100 + last
        start, end = dated(Moment("year", first)), dated(Moment("year", last))
    elif rule == "ko-month-range":
        year, basis, anchor = _year(context, got) if "year" in got else (None, Basis.RELATIVE, None)
        end = (
            dated(Moment("month", year, last), basis, anchor)
            if year
            else near(context, Moment("month", None, last), 1 if future else -1)
        )
        start = dated(Moment("month", end.moment.year, first)) if end and end.moment else None
    else:
        end = _date(context, {**got, "day": got["last"]}, future)
        start = dated(replace(end.moment, day=first)) if end and end.moment else None
    if start is None or end is None or start.moment is None or end.moment is None or first >= last:
        return None
    edtf = f"{start.moment.edtf()}/{end.moment.edtf()}"
    return Reading(DATE, f"{start.value}/{end.value}", None, edtf, None, end.basis, end.anchor)


def _long_ago(got: Groups) -> Reading | None:
    if "decade" in got:
        start = int(got["decade"])
        return dated(Moment("decade", start if start > 99 else 1900 + start if start >= 30 else 2000 + start))
    number = int(got["n"])
    return dated(Moment("century", number * 100 - 100)) if number > 1 else None


def _part_of_year(context: Context, got: Groups, future: bool) -> Reading | None:
    published = context.published
    year = published.year if published is not None else None
    moment = _within(year, got)
    if moment is None:
        return None
    if "season" in got and got.get("sdir") in ("지난", "다음", "오는"):
        return near(context, replace(moment, year=None), -1 if got["sdir"] == "지난" else 1, strict=True)
    told = context.told
    if told is not None and told.year is not None and context.told_sentence == context.sentence and "season" not in got:
        return dated(replace(moment, year=told.year), Basis.NARRATIVE, told)
    if published is None or published.unit == "year" or "season" in got or future:
        return dated(moment, Basis.RELATIVE, published)
    own = coarsened(published, moment.unit)
    if (
        own is not None
        and isinstance(own.part, int)
        and isinstance(moment.part, int)
        and moment.part > own.part
        and year
    ):
        moment = replace(moment, year=year - 1)
    return dated(moment, Basis.RELATIVE, published)


def _week(context: Context, rule: str, got: Groups, future: bool) -> Reading | None:
    words = korean_rules().words["weeks"]
    published = context.published
    word = got.get("wdir") or got.get("ddir") or ""
    step = int(words[got["wword"]]) if "wword" in got else {"지난": -1, "다음": 1}.get(word, 0)
    number = _WEEKDAYS.index(got["weekday"]) + 1 if "weekday" in got else None
    if number is None:
        if rule == "ko-weekend" and not word:
            step = _nearest_weekend(context, future)
        return from_publication(context, step, "weekend" if rule == "ko-weekend" or "wend" in got else "week")
    if published is None or published.unit != "day" or published.first is None:
        return Reading(DATE, f"XXXX-WXX-{number}", Moment("day"), None, None, Basis.RELATIVE)
    today = published.first
    back, forth = (today.isoweekday() - number) % 7, (number - today.isoweekday()) % 7
    if rule == "ko-week" or word in ("다음", "이번"):
        away = number - today.isoweekday() + 7 * step
    elif word:
        away = -(back or 7) if word == "지난" else forth or 7
    else:
        away = forth if future else -back
    try:
        return dated(of_day(today + timedelta(days=away), "day"), Basis.RELATIVE, published)
    except OverflowError:
        return None


def _nearest_weekend(context: Context, future: bool) -> int:
    """ "주말" by itself: on a weekend this one, else the one before or the one to come."""
    today = context.published.first if context.published is not None and context.published.unit == "day" else None
    return 0 if future or today is None or today.isoweekday() > 5 else -1


def _day(context: Context, got: Groups) -> Reading | None:
    words = korean_rules().words
    word = (
        got.get("dword")
        or got.get("ndir")
        or {"어젯밤": "어제", "간밤": "어제", "지난밤": "어제"}.get(got.get("nword", ""), "오늘")
    )
    if word in words["days_told"]:
        step, told = int(words["days_told"][word]), context.told
        if told is not None and told.unit == "day" and (moment := shifted(told, step, "day")):
            return dated(moment, Basis.NARRATIVE, told)
        return from_publication(context, step, "day")
    return from_publication(context, int(words["days"][word]), "day")


def _holiday(context: Context, got: Groups, future: bool) -> Reading | None:
    code = str(korean_rules().words["holidays"][got["holiday"]])
    moment = Moment("day", None, int(code[:2]), int(code[3:]))
    if "yword" in got:
        year, basis, anchor = _year(context, got)
        return dated(replace(moment, year=year), basis, anchor)
    return near(context, moment, 1 if future else -1)
