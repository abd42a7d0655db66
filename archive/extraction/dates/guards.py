"""What looks like a time and is none: names, titles, idioms, and words of time used for something else."""

from collections.abc import Callable
from functools import cache
from typing import Final

from .grammar import Found
from .guards_calendar import CALENDAR
from .lexicon import english
from .place import Place, noun_follows
from .tokens import BREAK, ORDINAL_DAY, Tokens


def passes(place: Place, found: Found) -> bool:
    """Whether every guard of the match's rule lets it through, and no idiom covers it."""
    return all(_GUARDS[name](place, found) for name in found.rule.guards)


@cache
def _idioms() -> tuple[tuple[frozenset[str], tuple[str, ...]], ...]:
    """The idioms, longest first, each with its words as a set."""
    return tuple((frozenset(idiom), idiom) for idiom in sorted(english().idioms, key=len, reverse=True))


@cache
def _idiomatic() -> frozenset[str]:
    """The longest word of each idiom: where none of these stands, no idiom does."""
    return frozenset(max(idiom, key=len) for idiom in english().idioms)


def idioms(tokens: Tokens) -> list[tuple[int, int]]:
    """The token ranges of idioms and names in which no time is read, in order."""
    found: list[tuple[int, int]] = []
    words = frozenset(tokens.words)
    if words.isdisjoint(_idiomatic()):
        return found
    known: dict[str, list[tuple[str, ...]]] = {}
    for needed, idiom in _idioms():
        if needed <= words:
            known.setdefault(idiom[0], []).append(idiom)
    for index in [index for index, word in enumerate(tokens.words) if word in known] if known else ():
        for idiom in known[tokens.words[index]]:
            if tuple(tokens.words[index : index + len(idiom)]) == idiom:
                found.append((index, index + len(idiom)))
                break
    return found


_OPENING: Final = {'"': '"', "「": "」", "『": "』", "《": "》", "〈": "〉"}
_TITLE_REACH = 8  # tokens between the marks
_SMALL: Final = frozenset("a an and at for in of on or s the to with ' - &".split())


def titles(tokens: Tokens) -> list[tuple[int, int]]:
    """The token ranges of names of works: a few capitalised words or a number between quotation marks, or East Asian marks."""
    found: list[tuple[int, int]] = []
    last = 0
    if _OPENING.keys().isdisjoint(tokens.words):
        return found
    for index in [index for index, word in enumerate(tokens.words) if word in _OPENING]:
        closing = _OPENING[tokens.words[index]]
        if index < last or (closing == '"' and tokens.apart(index + 1)):
            continue
        for end in range(index + 1, min(index + _TITLE_REACH + 2, len(tokens.words))):
            if tokens.words[end] == closing:
                if not tokens.apart(end):
                    found.append((index, end + 1))
                last = end + 1
                break
            if tokens.symbols[end] == BREAK:
                break
            if closing == '"' and not (
                tokens.words[end] in _SMALL or tokens.capital(end) or tokens.words[end][:1].isdigit()
            ):
                break
    return found


def _titled(place: Place, found: Found) -> bool:
    """A capitalised word inside a sentence is a name: "60 Minutes", "USA Today", "the Daily Mail"."""
    tokens = place.tokens
    last = found.end - 1
    while last > found.start and not tokens.words[last].isalpha():
        last -= 1
    word = tokens.text[tokens.starts[last] : tokens.ends[last]]
    if not word[:1].isupper() or not tokens.words[last].isalpha() or place.heading(last):
        return True
    lexicon = english()
    if tokens.words[last] in lexicon.months or tokens.words[last] in lexicon.weekdays or found.rule.id == "holiday":
        return found.rule.id != "holiday" or not place.name(found.end)  # Christmas Island
    if word.isupper() and len(word) > 2:
        return True
    if last == found.start or found.end - found.start == 1:
        return place.opens(found.start) and not (place.name(found.end) and found.rule.id == "recurring")
    return False


_EVENTS: Final = frozenset("the a an his her their its he she they it we".split())


def _overnight(place: Place, found: Found) -> bool:
    following = place.word(found.end)
    if place.word(found.end - 1) == "before" and following in _EVENTS:
        return False  # "the night before the theaters closed": of a day that is not told
    if place.word(found.end - 1) == "night" and place.word(found.start) == "the":
        return following not in english().guards["night_nouns"] and not (
            following == "before" and place.word(found.end + 1) in _EVENTS
        )
    return following not in ("bag", "bags", "success", "sensation")


def _twilight(place: Place, found: Found) -> bool:
    """ "at dawn", not "the dawn of an era"."""
    return (
        place.word(found.start - 1) in ("at", "by", "until", "till", "since", "from", "around", "to")
        and place.word(found.end) != "of"
        and not place.tokens.capital(found.start)
    )


def _early_hours(place: Place, found: Found) -> bool:
    """ "the early hours of Sunday", not "of the war"."""
    lexicon, day = english(), place.word(found.end + 1)
    return place.word(found.end) == "of" and (
        day in lexicon.weekdays or day in lexicon.months or day in ("today", "yesterday") or day[:1].isdigit()
    )


def _habit(place: Place, found: Found) -> bool:
    """ "open Tuesday through Sunday" is every week."""
    near = place.tokens.words[max(found.start - 8, 0) : found.end + 8]
    return any(word in english().guards["habit"] for word in near) and "was" not in near


def _narrative(place: Place, found: Found) -> bool:
    following = place.word(found.end)
    if "rel" in found.groups and place.word(found.groups["rel"][0]) in ("before", "after"):
        return not noun_follows(place, found.end)
    return not (place.word(found.start) == "that" and following in ("the", "he", "she", "they", "we", "it"))


def _begins_time(place: Place, index: int) -> bool:
    word = place.word(index)
    return word[:1].isdigit() or (word[:1].isalpha() and place.tokens.capital(index))


def _before_noun(place: Place, found: Found) -> bool:
    rel = place.word(found.groups["rel"][0]) if "rel" in found.groups else ""
    if rel in ("before", "after", "prior") and _begins_time(place, found.end):
        return False  # "two weeks before Christmas"
    if place.word(found.end) == "that" and not place.word(found.end + 1).isalpha():
        return place.word(found.start - 1) != "for"  # "565 a year before that"
    return rel not in ("before", "after", "prior") or (
        not noun_follows(place, found.end) and place.word(found.end) not in ("to", "in")
    )


def _the_unit(place: Place, found: Found) -> bool:
    following, before, earlier = place.word(found.end), place.word(found.start - 1), place.word(found.start - 2)
    if following in ("that", "when", "which", "-", "he", "she", "they", "i", "we", "it") or (
        following == "of" and place.word(found.start + 1) != "end"
    ):
        return False
    if following[:1].isdigit():
        return False  # "the year 9999"
    if before == "of" and place.tokens.symbols[found.start - 2] == ORDINAL_DAY:
        return False  # "the 15th of the month" is of any
    if before == "of" and (earlier in english().guards["awards"] or place.name(found.start - 2)):
        return False
    return not (place.word(found.start) == "all" and following == "of")


def _last_minute(place: Place, found: Found) -> bool:
    if place.word(found.end - 1) in ("hours", "days") and place.word(found.end - 2) in ("early", "late", "later"):
        return False
    last = place.word(found.end - 1)
    ordinal = "n" not in found.groups and place.word(found.start + 1) in ("last", "final", "first")
    if ordinal and not last.endswith("s") and place.word(found.end) == "of":
        return False  # "the last day of a lease"
    return last not in ("minute", "second") or "n" in found.groups


def _duration(place: Place, found: Found) -> bool:
    words = place.tokens.words[found.start : found.end]
    if words[-1] in ("second", "min", "sec") or (words[-1] == "." and words[-2] in ("second", "min", "sec")):
        return words[0][:1].isdigit() or "-" in words
    if words[0] == "some" and len(words) == 2 and not words[-1].endswith("s"):
        return False
    if place.word(found.start - 1) in ("$", "£", "€", "'"):
        return False
    if words[-1] == "quarter" or words[-1] == "quarters":
        return words[0] not in ("a",) and place.word(found.end) != "of"
    return not (words[0] == "one" and words[-1] == "day")


def _one_unit(place: Place, found: Found) -> bool:
    word, following = place.word(found.end - 1), place.word(found.end)
    if word in ("quarter", "second", "minute"):
        return word == "minute" and following not in ("of", ",")
    if following == "-" or (word in ("day", "night", "week") and following == "of"):
        return False
    return not (word == "night" and following in ("club", "owl"))


def _units(place: Place, found: Found) -> bool:
    word, before, following = place.word(found.end - 1), place.word(found.start - 1), place.word(found.end)
    if word == "minutes" and following == "of":
        return False
    if word in ("seconds", "quarters", "nights") and found.end - found.start == 1:
        return False
    if before in ("-", "'") or place.name(found.start - 1) or following in ("inn",):
        return False
    return not (
        before in ("the", "his", "her", "their", "early", "my", "our")
        and word in ("days", "hours", "nights", "minutes")
    )


def _per(place: Place, found: Found) -> bool:
    following = place.word(found.end)
    if place.word(found.end - 1) == "second":
        return not following.isalpha() or following in (
            "of",
            "that",
            "counts",
            "counted",
        )  # "every second woman" is half of them
    return not (place.word(found.start) == "each" and following == "other")


def _set_name(place: Place, found: Found) -> bool:
    """ "The Daily Mail" is a newspaper."""
    index = found.groups["set"][0] if "set" in found.groups else found.start
    if not place.tokens.capital(index) or place.heading(index):
        return True
    return place.opens(index) and not place.name(index + 1)


def _present(place: Place, found: Found) -> bool:
    word, before, following = place.word(found.end - 1), place.word(found.start - 1), place.word(found.end)
    if word == "present":
        return before in ("at", "until", "to") or place.word(found.start) == "at" or not noun_follows(place, found.end)
    if word == "current":
        return (
            before not in ("electric", "ocean", "gulf", "alternating", "direct", "strong")
            and place.tokens.symbols[min(found.end, len(place.tokens.symbols) - 1)] not in ".,;\n"
        )
    if word == "now" and following == "-":
        return False
    if (word == "time" and place.word(found.start) == "this") or (
        word == "moment" and place.word(found.start) == "the"
    ):
        return before == "at" and following not in ("last", "next")  # "at this time last year"
    return True


def _past(place: Place, found: Found) -> bool:
    words = place.tokens.words[found.start : found.end]
    following = place.word(found.end)
    if words[-1] == "past" and len(words) == 2:
        return (
            not noun_follows(place, found.end)
            and place.tokens.symbols[min(found.end, len(place.tokens.symbols) - 1)] not in "denyzm"
            and following not in english().numbers
        )
    if words == ["the", "time"]:
        return place.word(found.start - 1) == "at" and (
            following in ("and", "but", "as", "because", "was", "were", "had") or not following.isalnum()
        )
    return not (words == ["that", "time"] and following in ("the", "he", "she", "they", "we", "is"))


def _future(place: Place, found: Found) -> bool:
    before, following = place.word(found.start - 1), place.word(found.end)
    if place.word(found.start) == "soon":
        return before not in ("as", "too", "so", "how", "very") and following not in (
            "after",
            "as",
            "thereafter",
            "enough",
        )
    if found.end - found.start == 1 and place.word(found.start) == "future":
        return before not in ("a", "no", "'") and following not in ("of",)
    return following != "of" or len(place.tokens.words[found.start : found.end]) > 2


_GUARDS: Final[dict[str, Callable[[Place, Found], bool]]] = {
    **CALENDAR,
    "titled": _titled,
    "overnight": _overnight,
    "twilight": _twilight,
    "early-hours": _early_hours,
    "habit": _habit,
    "narrative": _narrative,
    "before-noun": _before_noun,
    "the-unit": _the_unit,
    "last-minute": _last_minute,
    "duration": _duration,
    "one-unit": _one_unit,
    "units": _units,
    "per": _per,
    "set-name": _set_name,
    "present": _present,
    "past": _past,
    "future": _future,
}
