"""What looks like a time and is none: names, titles, awards, idioms, sport, counts, and months that are ordinary words."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from .grammar import Found
from .lexicon import english
from .tokens import NAME, WORD, Tokens

_REACH = 14  # tokens to either side that are looked at for what a sentence is about


@dataclass(frozen=True, slots=True)
class Place:
    """The tokens and which stretches of the text are headings (their words are capitalised without being names)."""

    tokens: Tokens
    heading_starts: Sequence[int]
    heading_ends: Sequence[int]

    def heading(self, index: int) -> bool:
        """Whether the token stands in a heading."""
        at = bisect_right(self.heading_starts, self.tokens.starts[index]) - 1
        return at >= 0 and self.tokens.starts[index] < self.heading_ends[at]

    def word(self, index: int) -> str:
        """The token's word in lower case; a break beyond the edges."""
        return self.tokens.words[index] if 0 <= index < len(self.tokens.words) else "\n"

    def opens(self, index: int) -> bool:
        """Whether the token begins a sentence, a quotation or a block."""
        return index == 0 or self.tokens.symbols[index - 1] in '\n.?!:"(_-*•;'

    def name(self, index: int) -> bool:
        """Whether the token is a capitalised word that no rule knows."""
        return 0 <= index < len(self.tokens.symbols) and self.tokens.symbols[index] == NAME

    def among(self, start: int, end: int, guard: str) -> bool:
        """Whether a word of the guard's list stands near."""
        words = english().guards[guard]
        return any(word in words for word in self.tokens.words[max(start - _REACH, 0) : end + _REACH])


def passes(place: Place, found: Found) -> bool:
    """Whether every guard of the match's rule lets it through, and no idiom covers it."""
    return all(_GUARDS[name](place, found) for name in found.rule.guards)


@cache
def _idioms() -> dict[str, tuple[tuple[str, ...], ...]]:
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for idiom in english().idioms:
        by_first.setdefault(idiom[0], []).append(idiom)
    return {first: tuple(sorted(idioms, key=len, reverse=True)) for first, idioms in by_first.items()}


def idioms(tokens: Tokens) -> list[tuple[int, int]]:
    """The token ranges of idioms and names in which no time is read, in order."""
    found: list[tuple[int, int]] = []
    known = _idioms()
    for index, word in enumerate(tokens.words):
        for idiom in known.get(word, ()):
            if tuple(tokens.words[index : index + len(idiom)]) == idiom:
                found.append((index, index + len(idiom)))
                break
    return found


def _titled(place: Place, found: Found) -> bool:
    """A capitalised word inside a sentence is a name: "60 Minutes", "USA Today", "the Daily Mail"."""
    tokens = place.tokens
    last = found.end - 1
    while last > found.start and not tokens.words[last].isalpha():
        last -= 1
    word = tokens.text[tokens.starts[last] : tokens.ends[last]]
    if not word[:1].isupper() or place.heading(last):
        return True
    lexicon = english()
    if tokens.words[last] in lexicon.months or tokens.words[last] in lexicon.weekdays or found.rule.id == "holiday":
        return True
    if word.isupper() and len(word) > 2:
        return True
    if last == found.start or found.end - found.start == 1:
        return place.opens(found.start) and not (place.name(found.end) and found.rule.id == "recurring")
    return False


def _month(place: Place, found: Found) -> bool:
    guards = english().guards
    start, end = found.groups["month"]
    word = place.word(start)
    if found.end - found.start > end - start:
        return True
    before = place.word(found.start - 1)
    if (
        word in ("mar", "sep", "jan", "dec", "jun", "jul", "apr", "oct", "nov", "feb", "aug")
        and place.word(start + 1) != "."
    ):
        return before in ("in", "since", "until", "of", "last", "next")
    if word in guards["doubtful"]:
        return before in guards["before"] and not (word == "march" and before in ("to", "on"))
    if word in guards["names"] and (place.name(found.end) or place.name(found.start - 1)):
        return before in guards["before"] and not place.name(found.end)
    return True


def _month_day(place: Place, found: Found) -> bool:
    """ "May 20 people" and "March 10 miles" count; "5 May" after a number does not."""
    following = place.word(found.end)
    if place.tokens.symbols[found.end - 1] in "de" and following in english().guards["counted"]:
        return False
    if following in ("%", "percent") or (
        following == "-" and place.word(found.end + 1).isalpha() and not place.tokens.apart(found.end)
    ):
        return following == "-" and place.word(found.end + 1) in ("to", "through")
    month = found.groups.get("month")
    if month and "day" in found.groups and found.groups["day"] < month and found.start == found.groups["day"][0]:
        before = place.word(found.start - 1)
        return before not in ("$", "no", "#") and (
            place.word(month[0]) not in english().guards["doubtful"] or place.tokens.symbols[found.start] in "deo"
        )
    return True


def _month_range(place: Place, found: Found) -> bool:
    return (
        place.word(found.groups["month"][0]) not in english().guards["doubtful"]
        or place.word(found.start - 1) in english().guards["before"]
    )


def _year(place: Place, found: Found) -> bool:
    guards = english().guards
    if "year2d" in found.groups:
        return (
            place.word(found.start - 1) in guards["year_before"]
            and place.word(found.end) not in ("'", "s")
            and not place.tokens.apart(found.end - 1)
        )
    if "year" not in found.groups or place.word(found.start) in ("the", "year"):
        return True
    index = found.groups["year"][0]
    number = int(place.word(index))
    before, following = place.word(index - 1), place.word(index + 1)
    if before in ("$", "£", "€", "#", "¥", "+", "=", ".", "@") and not (before == "." and place.tokens.apart(index)):
        return False
    if not place.tokens.apart(index) and before in ("-", "/", ",", ":") and place.word(index - 2)[:1].isdigit():
        return False
    if following in ("%", "$", "°", "+", "=", "/", "x") or (
        following == "-" and not place.tokens.apart(index + 1) and not _dash_joins(place, index)
    ):
        return False
    sure = 1900 <= number <= 2049 and before in ("in", "since", "during", "until", "by", "of", "after", "before")
    if before in guards["numbered"] or before in guards["counting"] or (following in guards["counted"] and not sure):
        return False
    if (
        (following == "," or following == ".")
        and not place.tokens.apart(index + 2)
        and place.word(index + 2)[:1].isdigit()
    ):
        return False
    if any(place.word(index + ahead) in guards["streets"] and place.name(index + 1) for ahead in (2, 3)):
        return False
    if 1900 <= number <= 2049:
        return True
    return (
        before in guards["year_before"]
        and before not in ("than", "for", "or", "and", "to", ",", ".", ":", ";")
        and _no_count(place, index + 1)
    )


def _dash_joins(place: Place, index: int) -> bool:
    """A hyphen after a year: "1990-" before another number is a range or a code, before a word it is fine ("the 2019-built")."""
    return place.word(index + 2).isalpha()


def _no_count(place: Place, index: int) -> bool:
    word = place.word(index)
    return not (word.isalpha() and len(word) > 3 and word.endswith("s") and word not in ("was", "has", "this", "does"))


def _year_range(place: Place, found: Found) -> bool:
    before, following = place.word(found.start - 1), place.word(found.end)
    first = int(place.word(found.groups["year"][0]))
    apart = place.tokens.apart
    if (before in "-/" and not apart(found.start)) or (following in ("-", "/") and not apart(found.end)):
        return False
    last = place.word(found.groups["to"][0])
    if len(last) == 2 and (int(last) <= first % 100 and not (first % 100 == 99 and last == "00")):
        return False
    if len(last) == 4 and not first < int(last) <= first + 300:
        return False
    return (
        len(last) in (2, 4)
        and 1000 <= first <= 2100
        and not any(apart(index) for index in range(found.start + 1, found.end) if place.word(found.start + 1) == "/")
    )


def _range(place: Place, found: Found) -> bool:
    first, second = (int("".join(filter(str.isdigit, place.word(found.groups[name][0])))) for name in ("day", "day2"))
    joined = place.word(found.groups["day"][1])
    if joined == "and" and place.word(found.end) in english().guards["counted"]:
        return False
    return "month2" in found.groups or first < second


def _decade(place: Place, found: Found) -> bool:
    """ "his late 20s" is an age, "the 80s" beside "degrees" the weather."""
    if "full" in found.groups:
        return True
    if place.among(found.start, found.end, "temperature"):
        return False
    if "short" in found.groups:
        return place.word(found.groups["short"][0])[:2] in ("20", "30", "40", "50", "60", "70", "80", "90")
    return place.word(found.start - 1) != "in" or not place.name(found.end)


def _century(place: Place, found: Found) -> bool:
    return not place.name(found.end) or not place.tokens.capital(found.end - 1)


def _sport(place: Place, found: Found) -> bool:
    return "of" in found.groups or not place.among(found.start, found.end, "sports")


def _half(place: Place, found: Found) -> bool:
    """ "the first half" needs "the", a year or a hyphen, and no thing that it is half of."""
    following = place.word(found.end)
    return following not in ("dozen", "hour", "brother", "sister") and (
        following != "of" or _time_follows(place, found.end + 1)
    )


def _time_follows(place: Place, index: int) -> bool:
    lexicon = english()
    return any(
        place.word(at)[:4].isdigit()
        or place.word(at) in lexicon.units
        or place.word(at) in lexicon.months
        or place.word(at) == "fiscal"
        for at in range(index, index + 3)
    )


def _season(place: Place, found: Found) -> bool:
    start, _ = found.groups["season"]
    word = place.word(start)
    if found.end - found.start > 1:
        following = place.word(found.end)
        return not (
            word == "fall"
            and (
                following in ("of", "in", "from", "to")
                and "year" not in found.groups
                and not _time_follows(place, found.end + 1)
            )
        )
    if word in ("fall", "spring") or (place.tokens.capital(start) and not place.opens(start)):
        return place.word(found.start - 1) in (
            "in",
            "since",
            "until",
            "by",
            "last",
            "late",
            "early",
            "-",
        ) and place.word(found.end) not in ("to", "from", "in", "of")
    return place.word(found.end) not in ("olympics", "games", "camp", "school", "s")


def _weekday(place: Place, found: Found) -> bool:
    start, _ = found.groups["weekday"]
    if found.end - found.start == 1 and not place.tokens.capital(start):
        return place.word(start) in english().weekdays and len(place.word(start)) > 5
    if len(place.word(start)) < 6:
        return (
            place.word(start + 1) == "."
            and place.tokens.capital(start)
            and place.word(start) not in ("sun", "sat", "mon", "wed")
        )
    return not (
        place.name(start + 1)
        and place.name(start - 1)
        and place.word(start - 1) in ("bloody", "super", "black", "ruby", "my")
    )


def _overnight(place: Place, found: Found) -> bool:
    return place.word(found.end) not in ("bag", "bags", "success", "sensation")


def _clock(place: Place, found: Found) -> bool:
    word, before = place.word(found.start), place.word(found.start - 1)
    if found.end - found.start == 1 and word[:1].isdigit():
        # A bare 9:30 may be a score, a verse or a ratio.
        return (
            len(word.split(":")) == 2
            and ":" in word
            and before not in ("$", "-")
            and (len(word) == 5 or before in ("at", "until", "by", "from", "around", "about", "before", "after"))
        )
    return before not in ("$", "£", "€")


def _narrative(place: Place, found: Found) -> bool:
    following = place.word(found.end)
    if "rel" in found.groups and place.word(found.groups["rel"][0]) in ("before", "after"):
        return not _noun_follows(place, found.end)
    return not (place.word(found.start) == "that" and following in ("the", "he", "she", "they", "we", "it"))


def _noun_follows(place: Place, index: int) -> bool:
    word = place.word(index)
    return word in (
        "the",
        "a",
        "an",
        "his",
        "her",
        "its",
        "their",
        "he",
        "she",
        "it",
        "they",
        "i",
        "we",
        "being",
        "that",
        "this",
    ) or (
        place.tokens.symbols[min(index, len(place.tokens.symbols) - 1)] in (NAME, WORD)
        and word not in ("and", "when", "but", "in", "at", "with", "said", "was", "on")
    )


def _before_noun(place: Place, found: Found) -> bool:
    rel = place.word(found.groups["rel"][0]) if "rel" in found.groups else ""
    return rel not in ("before", "after", "prior") or (
        not _noun_follows(place, found.end) and place.word(found.end) not in ("to", "in")
    )


def _the_unit(place: Place, found: Found) -> bool:
    following, before, earlier = place.word(found.end), place.word(found.start - 1), place.word(found.start - 2)
    if following in ("that", "when", "which", "-", "he", "she", "they", "i", "we", "it") or (
        following == "of" and place.word(found.start + 1) != "end"
    ):
        return False
    if before == "of" and (earlier in english().guards["awards"] or place.name(found.start - 2)):
        return False
    return not (place.word(found.start) == "all" and following == "of")


def _last_minute(place: Place, found: Found) -> bool:
    if place.word(found.end - 1) in ("hours", "days") and place.word(found.end - 2) in ("early", "late", "later"):
        return False
    return place.word(found.end - 1) not in ("minute", "second") or "n" in found.groups


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
    if word in ("seconds", "quarters", "nights") and found.end - found.start == 1:
        return False
    if before in ("-", "'") or place.name(found.start - 1) or following in ("inn",):
        return False
    return not (before in ("the", "his", "her", "their", "early", "my", "our") and word in ("days", "hours", "nights"))


def _per(place: Place, found: Found) -> bool:
    return not (place.word(found.start) == "each" and place.word(found.end) == "other")


def _set_name(place: Place, found: Found) -> bool:
    """ "The Daily Mail" is a newspaper."""
    index = found.groups["set"][0] if "set" in found.groups else found.start
    if not place.tokens.capital(index) or place.heading(index):
        return True
    return place.opens(index) and not place.name(index + 1)


def _present(place: Place, found: Found) -> bool:
    word, before, following = place.word(found.end - 1), place.word(found.start - 1), place.word(found.end)
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
        return before == "at"
    return True


def _past(place: Place, found: Found) -> bool:
    words = place.tokens.words[found.start : found.end]
    following = place.word(found.end)
    if words[-1] == "past" and len(words) == 2:
        return (
            not _noun_follows(place, found.end)
            and place.tokens.symbols[min(found.end, len(place.tokens.symbols) - 1)] not in "denyzm"
            and following not in english().numbers
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


_GUARDS: dict[str, Callable[[Place, Found], bool]] = {
    "titled": _titled, "month": _month, "month-day": _month_day, "month-range": _month_range, "year": _year,
    "year-range": _year_range, "range": _range, "decade": _decade, "century": _century, "sport": _sport, "half": _half,
    "season": _season, "weekday": _weekday, "overnight": _overnight, "clock": _clock, "narrative": _narrative,
    "before-noun": _before_noun, "the-unit": _the_unit, "last-minute": _last_minute, "duration": _duration,
    "one-unit": _one_unit, "units": _units, "per": _per, "set-name": _set_name, "present": _present, "past": _past,
    "future": _future,
}  # fmt: skip
