"""Times of day: "9 p.m. EST", "noon", "this morning", "Friday night", joined to the day that they belong to."""

import re
from dataclasses import replace

from archive.model.event import Basis, TimexType

from .context import Context, Reading
from .grammar import Found
from .lexicon import english
from .moments import Moment, shifted
from .numbers import hour_of, read
from .relative import from_publication
from .resolving import dated, resolve, vague

TIME = TimexType.TIME
_BESIDE = 3  # words between a recurring time and a clock time that belongs to it
_SENTENCES = 2  # so far back a month or a year was told that "that night" lies in


def clock(context: Context, found: Found) -> Reading | None:
    """A time of the clock, of the day told in this sentence or of publication."""
    told = time_of(context, found)
    if told is None:
        return None
    if 0 <= found.start - context.recurring_end <= _BESIDE:
        # "Every Monday at 9 a.m." is no day of its own.
        return Reading(TIME, f"XXXX-XX-XX{told}", Moment("day"))
    reading = _day(context) if found.of is None else _range_day(context, found.of, told)
    return reading and replace(reading, type=TIME, value=f"{reading.value}{told}")


def _range_day(context: Context, last: Found, told: str) -> Reading | None:
    """The day of a range's first end, by that of its last one: "from 6 p.m. until noon Saturday" begins the day before."""
    reading = resolve(context, last)
    ends = time_of(context, last.part) if last.part is not None else None
    if reading is None or reading.moment is None or ends is None or told < ends:
        return reading
    moment = shifted(reading.moment, -1, "day")
    if moment is None:
        return Reading(TIME, "XXXX-XX-XX", Moment("day"))
    return dated(moment, reading.basis, context.published)


def _day(context: Context) -> Reading | None:
    if context.told is not None and context.told.unit == "day" and context.told_sentence == context.sentence:
        told = context.told
        return Reading(TIME, told.value(), told, None, None, Basis.NARRATIVE, told.value())
    if context.published is None:
        return Reading(TIME, "XXXX-XX-XX", Moment("day"))
    return from_publication(context, 0, "day")


def time_of(context: Context, found: Found) -> str | None:
    """ "T21:00", or None where the clock has no such time. A zone stays in the words: annotators leave it out of values."""
    words = context.words(found)
    lexicon = english()
    if words[0] in ("noon", "midday"):
        return "T12:00"
    if words[0] == "midnight":
        return "T24:00"
    if found.rule.resolver == "part":
        part = context.word(found, "part") or words[0]
        return f"T{lexicon.parts[part]}" if part in lexicon.parts else None
    digits = re.fullmatch(r"(\d{1,2})(?:[:.](\d\d))?(?:[:.](\d\d))?", words[0])
    if digits is None and re.fullmatch(r"\d{4}", words[0]):
        hours, minutes = int(words[0][:2]), words[0][2:]
        return f"T{hours:02d}:{minutes}" if hours < 24 and int(minutes) < 60 else None
    hours = int(digits[1]) if digits else int(read(words[:1]) or 0)
    minutes = (digits[2] if digits else None) or "00"
    half = next(
        (word for word in words[1:4] if word[:1] in "ap" and word.replace(".", "").replace(" ", "") in ("am", "pm")), ""
    )
    if not half and found.rule.id == "clock-range":
        half = _half_shared(context, found)
    if half or (digits and len(words) == 1 and hours > 23):
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half.startswith("p") else 0)
    elif any(word in ("afternoon", "evening", "night") for word in words) and hours < 12:
        hours += 12
    if hours > 24 or int(minutes) > 59:
        return None
    return f"T{hours:02d}:{minutes}"


def _half_shared(context: Context, found: Found) -> str:
    """ "From 9 to 5 p.m." begins in the other half of the day, "from 2 to 5 p.m." in the same; "" where none is told."""
    following = context.tokens.words[found.end + 1 : found.end + 3]
    first, second = (hour_of(word) for word in (context.word(found, "clock"), (following or [""])[0]))
    if first is None or second is None or len(following) < 2 or following[1][0] not in "ap":
        return ""
    before = (first[0] % 12, first[1]) < (second[0] % 12, second[1])
    return f"{following[1][0] if before else 'ap'['pa'.index(following[1][0])]}m"


def afternoon(told: str) -> str:
    """The time twelve hours later where the clock may show it: "4:30" of an afternoon or evening."""
    hours = int(told[1:3])
    return f"T{hours + 12:02d}{told[3:]}" if 0 < hours < 12 else told


def part(context: Context, found: Found) -> Reading | None:
    """ "this morning", "last night", "overnight", "the evening"."""
    words = context.words(found)
    said = context.words(found, "dir")
    name = context.word(found, "part") or "overnight"
    value = english().parts[name]
    told = context.told if context.told is not None and context.told.unit == "day" else None
    if said == ["one"]:
        return Reading(TIME, f"XXXX-XX-XXT{value}", Moment("day"))
    step = {"last": -1, "yesterday": -1, "tomorrow": 1, "next": 1, "following": 1, "previous": -1}.get(
        said[-1] if said else "", 0
    )
    if words[-1] == "before":
        step = -1
    beside = said[-1:] in (["that"], ["following"], ["previous"], ["same"]) or words[:2] == ["the", "next"]
    if told is not None and (beside or words[-1] == "before"):
        moment = shifted(told, step, "day") if told else None
        if moment is None:
            return vague("PAST_REF")
        return Reading(
            TIME, f"{moment.value()}T{value}", moment, None, None, Basis.NARRATIVE, told.value() if told else None
        )
    if beside and told is None and context.told is not None and context.told_sentence >= context.sentence - _SENTENCES:
        return Reading(TIME, f"XXXX-XX-XXT{value}", Moment("day"))  # "In June she crossed. That night it rained."
    if words[0] == "the" and not said and context.tokens.words[found.end : found.end + 1] == ["of"]:
        return Reading(TIME, f"XXXX-XX-XXT{value}", Moment("day"))  # "the night of the fire"
    reading = _day(context) if words[0] == "the" and not said else from_publication(context, step, "day")
    return reading and replace(reading, type=TIME, value=f"{reading.value}T{value}")
