"""The times of a text as token ranges: longest match first, no overlaps, then joined with the words that belong to them."""

from collections.abc import Mapping
from copy import copy
from functools import cache

from . import guards
from .grammar import Found, Grammar, matches
from .lexicon import before_dates, before_durations, english
from .place import Place
from .tokens import NAME, TO_12, TO_31, WORD, YEAR, Tokens

_LENGTHS = frozenset("duration duration-vague duration-range ago earlier span".split())
_DATES = frozenset(
    "month calendar year decade century quarter season today weekday relative narrative the-unit fiscal year-end part"
    " recent half span holiday".split()
)
_YEARLY = frozenset("year relative narrative the-unit fiscal".split())
_PARTIAL = frozenset("quarter half month calendar season".split())
_ROUGH = frozenset("year era calendar decade century".split())
_TO = frozenset(("and", "to", "through", "until", "-"))
_BEFORE_DAY: tuple[list[str], ...] = ([], ["on"], [","], ["of"], ["on", "the"])
_BEFORE_CLOCK: tuple[list[str], ...] = ([], ["at"], [","], [",", "at"], ["-"], ["|"])
_DAYS = frozenset("calendar today weekday iso numeric holiday narrative month day-ordinal".split())


def find(place: Place, grammar: Grammar) -> list[Found]:
    """What stands in the text, in order."""
    chosen = _with_second_days(place, _longest(place, grammar))
    chosen = [_with_prefix(place, each) for each in chosen]
    chosen = _without_overlaps(chosen)
    chosen = _joined(place.tokens, chosen)
    return _ranges(place.tokens, chosen)


def _longest(place: Place, grammar: Grammar) -> list[Found]:
    tokens = place.tokens
    taken = bytearray(len(tokens.words))
    for start, end in (*guards.idioms(tokens), *guards.titles(tokens)):
        taken[start:end] = b"\1" * (end - start)
    chosen = []
    for match in matches(tokens, grammar):
        start, end = match.start, match.start - match.shorter
        if taken.find(1, start, end) >= 0:
            continue
        found = match.found()
        if guards.passes(place, found):
            taken[start:end] = b"\1" * (end - start)
            chosen.append(found)
    return sorted(chosen, key=lambda each: each.start)


def _with_second_days(place: Place, found: list[Found]) -> list[Found]:
    """ "Jan. 15 and 16": the second number is a day of the same month, and a year after it is of both."""
    kept: list[Found] = []
    for each in found:
        second = _second_day(place, kept[-1]) if kept else None
        if second is not None and each.start >= second.start:
            kept.append(second)
            if each.start < second.end:
                continue
        kept.append(each)
    second = _second_day(place, kept[-1]) if kept else None
    return [*kept, second] if second is not None else kept


def _second_day(place: Place, first: Found) -> Found | None:
    symbols, at = place.tokens.symbols, first.end + 1
    if first.rule.id != "month-day" or not {"month", "day"} <= first.groups.keys() or place.word(first.end) != "and":
        return None
    if symbols[at] not in TO_12 + TO_31 or first.groups["day"] < first.groups["month"]:
        return None
    following = place.word(at + 1)
    if symbols[at + 1] in (WORD, NAME, "%") and following not in ("was", "were", "is", "when", "said", "who", "that"):
        return None
    second = copy(first)
    second.start, second.end, second.groups = at, at + 1, {"month": first.groups["month"], "day": (at, at + 1)}
    year = at + 2 if following == "," else at + 1
    if symbols[year] == YEAR:
        first.groups["year"] = second.groups["year"] = (year, year + 1)
        second.end = year + 1
    return second


@cache
def _prefixes(lengths: bool) -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """By their last word: the phrases that may stand before, longest first, each with its modifier."""
    by_last: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, modifier in (before_durations() if lengths else before_dates()).items():
        words = tuple(phrase.split())
        by_last.setdefault(words[-1], []).append((words, modifier))
    return {last: tuple(sorted(each, key=lambda item: -len(item[0]))) for last, each in by_last.items()}


def _with_prefix(place: Place, found: Found) -> Found:
    words = place.tokens.words
    resolver = found.rule.resolver
    for lengths, resolvers in ((True, _LENGTHS), (False, _DATES)):
        if resolver not in resolvers or (lengths and resolver == "span"):
            continue
        for phrase, modifier in _prefixes(lengths).get(words[found.start - 1] if found.start else "", ()):
            start = found.start - len(phrase)
            if start >= 0 and tuple(words[start : found.start]) == phrase and _fits(place, found, phrase):
                found.prefix, found.core, found.start = modifier, found.start, start
                return found
    if resolver in _ROUGH and found.start and _roughly(place, found.start - 1):
        # As annotators do, "about" is part of a year's words, not of a day's.
        found.prefix, found.core = "APPROX", found.start
        found.start -= resolver in ("year", "era")
    return found


def _roughly(place: Place, index: int) -> bool:
    """ "about 6 May 2014", not "a book about May 2014"."""
    word = place.word(index)
    return word in ("around", "circa", "approximately") or (
        word == "about" and place.word(index - 1) not in english().guards["spoken"]
    )


def _compares(before: str) -> bool:
    """Whether a number was told right before "more than", so that this holds two numbers against each other."""
    return before[:1].isdigit() or before in (
        "%",
        "percent",
        "points",
        "times",
        "million",
        "billion",
        "people",
        *english().numbers,
    )


def _fits(place: Place, found: Found, phrase: tuple[str, ...]) -> bool:
    if found.rule.resolver == "year" and phrase[-1] in ("in", "on") and phrase[0] in ("earlier", "later"):
        return True
    if phrase == ("over",) or phrase == ("under",):
        # "over the past two years" spans them, "over two years" is more.
        # "12 percent over five years" spreads over them.
        spread = place.word(found.start - 2)
        counted = spread[:1].isdigit() or spread in (
            "%",
            "percent",
            "million",
            "billion",
            "dollars",
            "spread",
            "phased",
            *english().units,
        )
        return not counted and place.word(found.start) not in ("the", "a", "an") and "n" in found.groups
    if phrase[0] == "as" and found.rule.resolver in ("ago", "earlier"):
        return False  # "half as many as three years earlier"
    if (
        phrase[-1] == "than"
        and found.rule.resolver in ("ago", "earlier")
        and _compares(place.word(found.start - len(phrase) - 1))
    ):
        return False  # "four points more than two years earlier"
    if phrase == ("mid",) or phrase == ("the", "mid"):
        return True
    if found.rule.resolver == "ago" and "n" not in found.groups and place.word(found.start) not in ("a", "an"):
        return False
    if phrase == ("some",):
        return place.word(found.start)[:1].isdigit() or (
            "n" in found.groups and found.rule.resolver != "duration-vague"
        )
    if phrase[-1] == "of" and phrase[0] in ("beginning", "end"):
        return place.word(found.start - len(phrase) - 1) in ("by", "at", "until", "since", "the", "before", "year")
    return not (found.rule.id == "month" and phrase == ("the", "late"))


def _without_overlaps(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for each in found:
        if kept and each.start < kept[-1].end:
            each.start, each.prefix = each.core, ""
        kept.append(each)
    return kept


def _joined(tokens: Tokens, found: list[Found]) -> list[Found]:
    """Times that are one: "the third quarter of last year", "last year's third quarter", "9 p.m. Friday"."""
    kept: list[Found] = []
    for each in found:
        last = kept[-1] if kept else None
        if last is not None:
            between = tokens.words[last.end : each.start] if each.start - last.end <= 2 else None
            if between is not None and _join(tokens, last, each, between):
                continue
        kept.append(each)
    return kept


def _join(tokens: Tokens, last: Found, each: Found, between: list[str]) -> bool:
    """Makes `each` a part of `last` where the two are one time, with these words between them; False where they are two."""
    return (
        _of_year(tokens, last, each, between)
        or _year_s(tokens, last, each, between)
        or _timed(tokens, last, each, between)
        or _beside_day(tokens, last, each, between)
    )


def _of_year(tokens: Tokens, last: Found, each: Found, between: list[str]) -> bool:
    """ "the third quarter of last year", "in June last year", "first quarter, 1990"."""
    kind, outer = last.rule.resolver, each.rule.resolver
    dated = "year" in last.groups or last.of is not None
    if kind not in _PARTIAL or dated or outer not in _YEARLY or each.prefix or not _is_year(tokens, each):
        return False
    near = not between or (between == [","] and outer == "year" and kind != "month")
    if between != ["of"] and not (near and outer in ("relative", "narrative", "year", "fiscal")):
        return False
    last.of, last.end = each, each.end
    return True


def _year_s(tokens: Tokens, last: Found, each: Found, between: list[str]) -> bool:
    """ "last year's third quarter"."""
    if between != ["'", "s"] or last.rule.resolver not in _YEARLY or not _is_year(tokens, last):
        return False
    if each.rule.resolver not in ("quarter", "half", "season", "month") or "year" in each.groups:
        return False
    last.of = copy(last)
    last.rule, last.groups, last.end, last.prefix = each.rule, each.groups, each.end, ""
    return True


def _timed(tokens: Tokens, last: Found, each: Found, between: list[str]) -> bool:
    """ "9 p.m. on Friday", "the night of April 19", "Friday at 9 p.m."."""
    kind, other = last.rule.resolver, each.rule.resolver
    if last.part is not None:
        return False
    if kind == "part" and other == "day-range" and between == ["of"] and not each.part:
        # "the night of 14-15 February": of both days
        last.rule, last.groups, last.prefix, last.of, last.end = each.rule, each.groups, each.prefix, each.of, each.end
        return True
    if (
        kind in ("clock", "part")
        and (
            (other in _DAYS and _is_day(tokens, each)) or (kind == "clock" and other == "part" and "dir" in each.groups)
        )
        and ("part" not in each.groups or kind == "clock")
        and not each.part
    ):
        if between not in (_BEFORE_DAY if kind == "clock" else (["of"], ["on"])):
            return False
        last.part = copy(last)
        last.rule, last.groups, last.prefix, last.of, last.end = each.rule, each.groups, each.prefix, each.of, each.end
        return True
    if kind in _DAYS and other == "clock" and between in _BEFORE_CLOCK and _is_day(tokens, last):
        last.part, last.end = each, each.end
        return True
    return False


def _beside_day(tokens: Tokens, last: Found, each: Found, between: list[str]) -> bool:
    """ "the day after Christmas", "the week before June 5"."""
    if between or last.rule.resolver != "narrative" or not _is_day(tokens, each) or each.part or each.prefix:
        return False
    if tokens.words[last.end - 1] not in ("after", "before") or "rel" not in last.groups:
        return False
    last.of, last.end = each, each.end
    return True


def _is_year(tokens: Tokens, found: Found) -> bool:
    if found.rule.resolver in ("year", "fiscal"):
        return found.rule.id != "year" or "year" in found.groups
    group = found.groups.get("u")
    return group is not None and tokens.words[group[0]] == "year"


def _is_day(tokens: Tokens, found: Found) -> bool:
    resolver = found.rule.resolver
    if resolver == "calendar":
        return "day" in found.groups
    if resolver == "narrative":
        return tokens.words[found.groups["u"][0]] == "day" if "u" in found.groups else False
    return resolver in ("today", "weekday", "iso", "numeric", "holiday", "day-ordinal")


def _ranges(tokens: Tokens, found: list[Found]) -> list[Found]:
    """ "between January and September of last year": the year belongs to both, and the two are one. "From 9 a.m. to 5 p.m.
    on Friday": the day belongs to both, and they are two."""
    kept: list[Found] = []
    for each in found:
        last = kept[-1] if kept else None
        if last is not None and (_same_day(tokens, last, each) or _same_year(tokens, last, each)):
            last.of = each
        if last is not None and _same_week(tokens, last, each):
            each.of = last
        if (
            last is not None
            and last.rule.id == "month"
            and each.rule.id == "month"
            and last.of is None
            and each.of is not None
            and each.start - last.end == 1
            and tokens.words[last.end] in _TO
            and last.start
            and tokens.words[last.start - 1] in ("between", "from")
        ):
            last.part, last.end, last.start = each, each.end, last.start - 1
            continue
        kept.append(each)
    return kept


def _same_day(tokens: Tokens, first: Found, second: Found) -> bool:
    timed = second.part is not None and second.part.rule.resolver == "clock" and _is_day(tokens, second)
    if first.rule.resolver != "clock" or first.part is not None or not timed or second.start - first.end != 1:
        return False
    joined, before = tokens.words[first.end], tokens.words[first.start - 1] if first.start else ""
    return joined == "-" or (joined in _TO and before in ("from", "between"))


def _same_year(tokens: Tokens, first: Found, second: Found) -> bool:
    """ "from May to July 1941", "22 June and 5 July 1941": the year stands once and is of both."""
    if first.rule.resolver not in ("month", "calendar") or {"year", "year2d", "dir", "last"} & first.groups.keys():
        return False
    if first.of is not None or first.part is not None or second.start - first.end != 1 or "month" not in first.groups:
        return False
    joined = tokens.words[first.end] in _TO or tokens.words[first.end] == "or"
    return joined and second.rule.resolver == "calendar" and {"month", "year"} <= second.groups.keys()


def _same_week(tokens: Tokens, first: Found, second: Found) -> bool:
    """ "Monday through Friday": the second day follows the first."""
    if first.rule.id != "weekday" or second.rule.id != "weekday" or second.start - first.end != 1:
        return False
    joined, before = tokens.words[first.end], tokens.words[first.start - 1] if first.start else ""
    plain = first.part is None and "dir" not in second.groups and "dir2" not in second.groups
    return plain and (joined in ("through", "-") or (joined in ("to", "until") and before == "from"))
