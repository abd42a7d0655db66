"""Guards of calendar dates: months and seasons that are ordinary words, years that are counts, scores and addresses."""

from collections.abc import Callable
from typing import Final

from .grammar import Found
from .lexicon import english
from .numbers import hour_of, ordinal
from .place import Place
from .tokens import HALF_DAY, NAME, WORD, YEAR

_STREETS: Final = frozenset("square street avenue road boulevard revolution brigade movement".split())


def _month(place: Place, found: Found) -> bool:
    guards = english().guards
    start, end = found.groups["month"]
    word = place.word(start)
    if found.end - found.start > end - start:
        return True
    before = place.word(found.start - 1)
    if (place.name(found.end) and place.word(found.end) in _STREETS) or (
        before == "black" and place.tokens.capital(found.start - 1)
    ):
        return False
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
    if _spans(place, index):
        return True
    if _begins_a_count(place, index):
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


def _begins_a_count(place: Place, index: int) -> bool:
    """ "2000~3000명": so many, and not since a year."""
    counter = place.word(index + 3)[:1]
    return (
        place.word(index + 1) in ("~", "-") and place.word(index + 2).isdigit() and counter >= "가" and counter != "년"
    )


def _spans(place: Place, index: int) -> bool:
    """ "between 1870 and 1890": what stands after one year is another."""
    joined = {"and": "between", "to": "from", "through": "from"}.get(place.word(index - 1))
    return (
        joined is not None
        and index > 2
        and place.word(index - 3) == joined
        and place.tokens.symbols[index - 2] == YEAR
        and int(place.word(index - 2)) < int(place.word(index))
    )


def _year_early(place: Place, found: Found) -> bool:
    """A year of three digits, "drawn up in 843.": after a word that says so, and nothing that it counts."""
    word, before, following = place.word(found.start), place.word(found.start - 1), place.word(found.end)
    return (
        len(word) == 3
        and before in ("in", "since", "until")
        and not following[:1].isalnum()
        and following not in ("%", "-", "/", "$")
        and any(
            each in english().guards["long_ago"] for each in place.tokens.words[max(found.start - 6, 0) : found.start]
        )
    )


def _era(place: Place, found: Found) -> bool:
    tokens, (start, _) = place.tokens, found.groups["era"]
    return tokens.text[tokens.starts[start] : tokens.ends[start]].isupper()


def _day_ordinal(place: Place, found: Found) -> bool:
    """ "on the 7th he left", not "on the 7th floor"."""
    following = place.word(found.end)
    return (
        (
            place.word(found.start - 1) in ("on", "until", "by", "since", "from", "through", "before", "to")
            or (place.word(found.start - 1) == "of" and place.word(found.start - 2) in english().parts)
        )
        and following not in ("-", "'", "of", "century", "day", "anniversary")
        and (place.tokens.symbols[found.end] not in (WORD, NAME) or following in _AFTER_DAY)
    )


_AFTER_DAY: Final = frozenset(
    "a an he she it they we i when after before until in at with to and but was were is are will".split()
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
    if joined == "and" and place.word(found.start - 1) != "between":
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
    if "next" in found.groups and not _next_year(place, found):
        return False
    if "year" not in found.groups and place.word(found.end) in ("that", "which"):
        return False
    if found.end - found.start == 1 and place.word(found.end) != "of" and ordinal([place.word(found.start - 1)]):
        return False  # "the first winter": which one is not told
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


def _next_year(place: Place, found: Found) -> bool:
    first, last = place.word(found.groups["year"][0]), place.word(found.groups["next"][0])
    return str(int(first) + 1).endswith(last)


def _numbered(place: Place, found: Found) -> bool:
    """ "Version 2.10.16" is no date."""
    return place.word(found.start - 1) not in english().guards["numbered"]


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
    if place.name(start + 1) and place.word(start - 1) == "the" and not place.heading(start):
        return False  # the Sunday Mirror
    return not (
        place.name(start + 1)
        and place.name(start - 1)
        and place.word(start - 1) in ("bloody", "super", "black", "ruby", "my")
    )


def _clock(place: Place, found: Found) -> bool:
    word, before = place.word(found.start), place.word(found.start - 1)
    if found.end - found.start == 1 and word[:1].isdigit():
        if place.word(found.end) in ("tonight", "today", "tomorrow", "yesterday") and ":" in word:
            return True
        # A bare 9:30 may be a score, a verse or a ratio.
        return (
            len(word.split(":")) == 2
            and ":" in word
            and before not in ("$", "-")
            and (len(word) == 5 or before in ("at", "until", "by", "from", "around", "about", "before", "after"))
        )
    if place.word(found.end - 1) == "hours" and not _clock_like(place, found.start):
        return False  # "100 hours", "72 hours" are lengths, "0930 hours" is none
    return before not in ("$", "£", "€")


def _clock_range(place: Place, found: Found) -> bool:
    """ "between 0900 and 1100", "9:00-17:00": both ends are times of the clock, in order, and one has a nought in front or
    minutes; "between 1900 and 1945" are years."""
    here = found.start
    if _half_shared(place, here):
        return True
    if place.word(here + 1) in ("and", "to", "until", "-", "through") and _clock_like(place, here + 2):
        first, last = here, here + 2
    elif place.word(here - 1) in ("and", "to", "until", "-", "through") and _clock_like(place, here - 2):
        first, last = here - 2, here
    else:
        return False
    joined = place.word(first + 1)
    if joined != "-" and place.word(first - 1) not in ("between", "from"):
        return False
    if (joined == "and") != (place.word(first - 1) == "between") and joined != "-":
        return False
    words = place.word(first), place.word(last)
    if (":" in words[0]) != (":" in words[1]) or not _clock_like(place, here):
        return False
    hours = [int(word.replace(":", "")) for word in words]
    return hours[0] < hours[1] and (words[0].startswith("0") or (":" in words[0] and hours[1] > 1259))


def _half_shared(place: Place, here: int) -> bool:
    """ "from 9 to 5 p.m.", "6-9 p.m.": an hour whose half of the day is that of the other end, or the one before it."""
    joined, before = place.word(here + 1), place.word(here - 1)
    if not (
        joined == "-" or (joined in ("to", "until") and before == "from") or (joined, before) == ("and", "between")
    ):
        return False
    symbols = place.tokens.symbols
    return (
        here + 3 < len(symbols)
        and symbols[here + 3] == HALF_DAY
        and all(hour_of(place.word(at)) for at in (here, here + 2))
    )


def _clock_like(place: Place, index: int) -> bool:
    word = place.word(index)
    hours, minutes = (word[:-3], word[-2:]) if ":" in word else (word[:-2], word[-2:])
    if not (hours.isdigit() and minutes.isdigit() and word.isascii()) or (":" not in word and len(word) != 4):
        return False
    return int(hours) < 25 and int(minutes) < 60 and len(hours) < 3


CALENDAR: Final[dict[str, Callable[[Place, Found], bool]]] = {
    "month": _month,
    "month-day": _month_day,
    "month-range": _month_range,
    "year": _year,
    "year-range": _year_range,
    "range": _range,
    "decade": _decade,
    "century": _century,
    "sport": _sport,
    "half": _half,
    "season": _season,
    "weekday": _weekday,
    "clock": _clock,
    "clock-range": _clock_range,
    "year-early": _year_early,
    "era": _era,
    "day-ordinal": _day_ordinal,
    "numbered": _numbered,
}
