"""Which function resolves which kind of match (the name that a rule's `resolve` gives)."""

from collections.abc import Mapping
from typing import Final

from . import clocks, lengths, parts_of_year, relative, year_on_year
from . import resolving as calendar
from .resolving import Resolver

TABLE: Final[Mapping[str, Resolver]] = {
    "calendar": calendar.calendar,
    "day-range": calendar.day_range,
    "month": calendar.month,
    "month-range": calendar.month_range,
    "iso": calendar.iso,
    "numeric": calendar.numeric,
    "nth-of": parts_of_year.nth_of,
    "year": calendar.year,
    "year-range": calendar.year_range,
    "fiscal": calendar.fiscal,
    "decade": calendar.decade,
    "century": calendar.century,
    "era": parts_of_year.era,
    "day-ordinal": parts_of_year.day_ordinal,
    "quarter": parts_of_year.quarter,
    "half": parts_of_year.half,
    "season": parts_of_year.season,
    "holiday": parts_of_year.holiday,
    "present": calendar.present,
    "past": calendar.past,
    "future": calendar.future,
    "today": relative.today,
    "weekday": relative.weekday,
    "relative": relative.unit,
    "week-of": relative.week_of,
    "narrative": relative.narrative,
    "the-unit": relative.the_unit,
    "year-end": relative.year_end,
    "ago": relative.ago,
    "year-ago": relative.year_ago,
    "earlier": relative.earlier,
    "same-period": year_on_year.same_period,
    "mid-century": year_on_year.mid_century,
    "clock": clocks.clock,
    "part": clocks.part,
    "duration": lengths.duration,
    "duration-vague": lengths.some,
    "duration-range": lengths.between,
    "span": lengths.span,
    "recent": lengths.recent,
    "every": lengths.every,
    "every-month": lengths.every_month,
    "set": lengths.recurring,
    "weekday-set": lengths.weekdays,
    "set-part": lengths.parts,
}
