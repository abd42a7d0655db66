"""Lengths of time and recurring times as TIMEX3 writes them: P3Y, PT20M, PXM, P1D every day, XXXX-WXX-1."""

from archive.model.event import TimexType

from . import numbers
from .context import Context, Reading
from .grammar import Found
from .lexicon import english
from .resolving import vague

DURATION, SET = TimexType.DURATION, TimexType.SET
_BY_LENGTH = ("S", "TM", "H", "D", "W", "M", "Y")  # an hour is none of a night, and a night none of a day


def written(count: float | None, word: str) -> str:
    """The length of so many of the unit that the word names; X for a vague amount."""
    letter = english().units[word]
    amount = "X" if count is None else numbers.written(count)
    if letter == "FN":
        return "PXW" if count is None else f"P{numbers.written(count * 2)}W"
    if letter == "NI":
        return f"P{amount}NI" if count is None or count > 1 else "P1NI"
    if letter in ("S", "H", "TM"):
        return f"PT{amount}{letter[-1]}"
    return f"P{amount}{letter}"


def _unit_word(context: Context, found: Found) -> str:
    units = english().units
    if "u" in found.groups:
        return context.word(found, "u")
    return next(word for word in reversed(context.words(found)) if word in units)


def duration(context: Context, found: Found) -> Reading | None:
    """ "three years", "a decade and a half", "an hour and 20 minutes"."""
    words = context.words(found)
    said = context.words(found, "n")
    if found.rule.id == "one-unit" and len(words) == 2 and words[0] in ("a", "an") and _a_rate(context, found.start):
        return Reading(SET, written(1, words[1]))
    if said[-1:] == ["quarter"] or words[:2] == ["a", "quarter"]:
        return Reading(DURATION, "P25Y")
    count: float | None
    if not said:
        count = 0.5 if "half" in words and "and" not in words else 1.0
        if "part" in words:
            count = None
    else:
        count = numbers.read(said)
    if count is not None and words[-3:] == ["and", "a", "half"] and "and" not in said:
        count += 0.5
    if "half" in words and "half" not in said and count == 1 and "and" not in words:
        count = 0.5
    if count is not None and words[:3] == ["one", "and", "a"]:
        count = 1.5
    word = _unit_word(context, found)
    if "n2" in found.groups:
        return _two_parts(context, found, count, word)
    if word in ("quarter", "quarters") and count is not None:
        return Reading(DURATION, f"P{numbers.written(count)}Q")
    return Reading(DURATION, written(count, word))


def _a_rate(context: Context, index: int) -> bool:
    """ "500,000 barrels a day", "8% a year": a number is told of each."""
    before = context.tokens.words[max(index - 4, 0) : index]
    if not before or before[-1] in ("for", "in", "than", "within", "about", "over", "was", "is", "after", "as"):
        return False
    return any(word[:1].isdigit() or word in english().numbers for word in before) and (
        before[-1].endswith("s")
        or before[-1] in ("%", "percent", "people", "million", "billion")
        or before[-1][:1].isdigit()
    )


def _two_parts(context: Context, found: Found, count: float | None, word: str) -> Reading | None:
    second = written(numbers.read(context.words(found, "n2")), context.word(found, "u2"))
    first = written(count, word)
    if not _descends(word, context.word(found, "u2")):
        return Reading(DURATION, second)  # "between two weeks and six months": the longer one
    if first.startswith("PT") == second.startswith("PT"):
        return Reading(DURATION, first + second.removeprefix("PT" if second.startswith("PT") else "P"))
    return Reading(DURATION, first + second.removeprefix("P"))


def _descends(word: str, following: str) -> bool:
    """Whether the second unit is a part of the first: "six months and nine days"."""
    units = english().units
    first, second = units[word], units[following]
    return first not in _BY_LENGTH or second not in _BY_LENGTH or _BY_LENGTH.index(second) < _BY_LENGTH.index(first)


def some(context: Context, found: Found) -> Reading | None:
    """ "years", "many months", "day-long"."""
    words = context.words(found)
    word = _unit_word(context, found)
    one = words[-1] == "long" and not word.endswith("s")
    return Reading(DURATION, written(1 if one else None, word))


def between(context: Context, found: Found) -> Reading | None:
    """ "two to three years": a range of lengths is written by its longer one."""
    first, second = numbers.read(context.words(found, "n")), numbers.read(context.words(found, "n2"))
    if first is None or second is None:
        return None
    return Reading(DURATION, written(second, context.word(found, "u")))


def span(context: Context, found: Found) -> Reading | None:
    """ "the past three years", "the next few months", "the past year"."""
    word = _unit_word(context, found)
    words = context.words(found)
    if "half" in words and "n" not in found.groups:
        return Reading(DURATION, written(0.5, word))
    plural = word.endswith("s")
    count = numbers.read(context.words(found, "n")) if "n" in found.groups else None if plural else 1.0
    return Reading(DURATION, written(count, word))


def recent(context: Context, found: Found) -> Reading | None:
    """ "recent years", "the coming months"."""
    words = context.words(found)
    if any(word in ("coming", "next", "future", "ahead", "come", "following", "upcoming") for word in words):
        return vague("FUTURE_REF")
    if any(word in ("current", "present") for word in words):
        return vague("PRESENT_REF")
    return vague("PAST_REF")


def every(context: Context, found: Found) -> Reading | None:
    """ "every year", "twice a week", "every other day", "per month"."""
    words = context.words(found)
    if words == ["around", "the", "clock"]:
        return Reading(SET, "PT24H")
    lexicon = english()
    word = context.word(found, "u") or next(word for word in reversed(words) if word in lexicon.units)
    if word in lexicon.parts and word not in lexicon.units:
        return Reading(SET, f"XXXX-XX-XXT{lexicon.parts[word]}")
    if word in lexicon.seasons:
        return Reading(SET, f"XXXX-{lexicon.seasons[word]}")
    if word in ("second",):
        return Reading(SET, "PT1S")
    count: float | None = 1.0
    if "other" in words:
        count = 2.0
    elif words[0] in ("every", "once", "twice") and "n" in found.groups and "times" not in words:
        said = context.words(found, "n")
        count = numbers.read(said) or float(numbers.ordinal(said) or 0) or None
    return Reading(SET, written(count, word))


def every_month(context: Context, found: Found) -> Reading | None:
    """ "every May", "each summer"."""
    lexicon = english()
    if "month" in found.groups:
        return Reading(SET, f"XXXX-{lexicon.months[context.word(found, 'month')]:02d}")
    season = context.word(found, "season") or context.word(found, "seasons")
    return Reading(SET, f"XXXX-{lexicon.seasons[season]}")


def recurring(context: Context, found: Found) -> Reading | None:
    """ "daily", "annual", "weekends"."""
    words = context.words(found)
    simple = {"weekends": "XXXX-WXX-WE", "weekdays": "XXXX-WXX", "weeknights": "XXXX-WXXTNI", "year": "P1Y"}
    if words[0] in simple:
        return Reading(SET, simple[words[0]])
    value = english().sets[context.words(found, "set")[0]]
    if words[0] in ("semi", "bi"):
        halved = (
            {"P1Y": "P6M", "P1M": "P15D", "P1W": "P3D"}
            if words[0] == "semi"
            else {"P1Y": "P6M", "P1M": "P2M", "P1W": "P2W"}
        )
        value = halved[value]
    return Reading(SET, value)


def weekdays(context: Context, found: Found) -> Reading | None:
    """ "every Monday", "Sundays", "Friday nights"."""
    lexicon = english()
    value = f"XXXX-WXX-{lexicon.weekdays[context.word(found, 'weekday')]}"
    if "weekday2" in found.groups:
        return Reading(SET, f"{value}/XXXX-WXX-{lexicon.weekdays[context.word(found, 'weekday2')]}")
    part = context.word(found, "part") or context.word(found, "parts")
    return Reading(SET, value + (f"T{lexicon.parts[part]}" if part else ""))


def parts(context: Context, found: Found) -> Reading | None:
    """ "mornings"."""
    return Reading(SET, f"XXXX-XX-XXT{english().parts[context.word(found, 'parts')]}")
