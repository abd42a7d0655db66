"""The same part of an earlier year: "the same period last year", "the same month a year earlier", and the middle of a century."""

from archive.model.event import Basis

from . import numbers, tense
from .context import Context, Reading
from .grammar import Found
from .lexicon import english
from .moments import UNITS, Moment, coarsened, same_later
from .resolving import dated, vague

_NEAR_SENTENCES = 2  # so far back what was told is still meant
_PARTS = ("quarter", "half", "month", "season")


def same_period(context: Context, found: Found) -> Reading | None:
    """The part of the year that was told, so many years before. A "period" that nothing tells is the whole year."""
    years = numbers.read(context.words(found, "n")) or 1.0
    named = english().units.get(context.word(found, "u"))
    unit = UNITS[named] if named else None
    base, basis = _told(context, unit), Basis.NARRATIVE
    if base is None:
        published = context.published
        base, basis = coarsened(published, unit or "year") if published else None, Basis.RELATIVE
    if base is None or base.year is None:
        return dated(Moment(unit or "year"), Basis.RELATIVE)
    stated = int(context.word(found, "year")) if "year" in found.groups else None
    back = base.year - stated if stated is not None else int(years)
    moment = same_later(base, -12 * back)
    anchor = context.published if basis is Basis.RELATIVE else base
    return dated(moment, basis, anchor) if moment else vague("PAST_REF")


def _told(context: Context, unit: str | None) -> Moment | None:
    if context.told is None or context.told_sentence < context.sentence - _NEAR_SENTENCES:
        return None
    if unit is None:
        return context.told if context.told.unit in _PARTS else None
    return coarsened(context.told, unit) if context.told.unit == unit else context.recent.get(unit)


def mid_century(context: Context, found: Found) -> Reading | None:
    """ "by mid-century": of the century that was told, else that of publication, or the one whose middle the tense means."""
    told = context.told
    if told is not None and context.stated and context.told_sentence >= context.sentence - _NEAR_SENTENCES:
        moment = coarsened(told, "century")
        if moment is not None:
            return dated(moment, Basis.NARRATIVE, told, modifier="MID")
    published = context.published
    if published is None or published.year is None:
        return vague("PAST_REF")
    start, way = published.year // 100 * 100, tense.around(context.tokens, found.start, found.end)
    if way == 0 and context.tokens.words[found.start - 1 : found.start] in (["by"], ["until"]):
        way = 1
    before_middle = published.year % 100 < 50
    step = -100 if way <= 0 and before_middle else 100 if way > 0 and not before_middle else 0
    return dated(Moment("century", start + step), Basis.RELATIVE, published, modifier="MID")
