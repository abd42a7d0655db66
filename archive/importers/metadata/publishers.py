"""Who published: republication notes, copyright lines, policy disclaimers, what a site says of itself; a guess is no answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .lexicon import any_of, holds, lowered, table, words

_LONGEST_LINE_CHARS = 600
# A name of a publication: capitalised words, joined by small ones; or a run of Hangul.
_CAPITAL = r"(?:(?:[A-Z]\.){2,}|[A-ZÀ-Þ][\w’'&-]*(?:\.\w+)*|\d{1,3}(?!\d)|&)"
_NAME = rf"(?:[Tt]he\s+)?{_CAPITAL}(?:\s+(?:(?:of|for|and|the|on|in|de|du|la)\s+){{0,2}}{_CAPITAL}){{0,7}}"
# What stands between an article's title and its site's name in a page's title.
BEFORE_SITE = (" - ", " | ", " – ", " — ", " : ", " · ", " :: ", " « ")
_HANGUL = r"[가-힣A-Za-z0-9]{2,20}"


@dataclass(frozen=True, slots=True)
class Publishing:
    """A publication named at `[start, end)` of a line. `original` when the line says that it was published there first."""

    name: str
    start: int
    end: int
    rule: str
    confidence: float
    original: bool = False


@cache
def _rules() -> tuple[tuple[str, float, bool, tuple[str, ...], re.Pattern[str]], ...]:
    """(rule, confidence, says who published first, words of which it needs one, pattern with the group `name`)."""
    lexicon = table("publishers")
    parts = {
        "«name»": _NAME,
        "«hangul»": _HANGUL,
        "«channels»": any_of(lexicon["channels"]),
        "«selves»": any_of(lexicon["selves"]),
    }

    def pattern(template: str) -> re.Pattern[str]:
        for mark, part in parts.items():
            template = template.replace(mark, part)
        return re.compile(template)

    return tuple(
        (rule["rule"], rule["confidence"], rule.get("original", False), tuple(rule["holds"]), pattern(rule["pattern"]))
        for rule in lexicon["rules"]
    )


@cache
def _dateline() -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(rf"^[A-Z][A-Za-z\d.,’' -]{{2,60}}\((?P<name>{_NAME})\)\s*[–—-]{{1,2}}\s"),
        re.compile(rf"^[\[(【][가-힣]{{1,12}}\s?=\s?(?P<name>{_HANGUL})[\])】]"),
        re.compile(
            r"^[\[(【](?P<name>[가-힣]{2,10}(?:뉴스|일보|신문|통신|방송|닷컴|저널|투데이))\s?=?[^\])】]{0,12}[\])】]"
        ),
    )


@cache
def words_of(key: str) -> frozenset[str]:
    """The entries of a list among the publishers' words, in lower case."""
    return frozenset(word.casefold() for word in table("publishers")[key])


def publications(text: str) -> Iterator[Publishing]:
    """Every publication that a line (at most 600 characters of it) names by one of the rules."""
    text = text[:_LONGEST_LINE_CHARS]
    lower = lowered(text)
    for rule, confidence, original, held, pattern in _rules():
        for match in pattern.finditer(text) if holds(lower, held) else ():
            start, end = match.span("name")
            name = _trim(match["name"])
            if name and usable(name):
                yield Publishing(
                    name,
                    start,
                    start + len(match["name"].rstrip()) if name == match["name"] else end,
                    rule,
                    confidence,
                    original,
                )


def dateline_agency(text: str) -> Publishing | None:
    """The agency in the dateline of a wire copy: "SEOUL, March 3 (Agency) –", "(서울=연합뉴스) …"."""
    for pattern in _dateline():
        if match := pattern.match(text[:200]):
            return Publishing(_trim(match["name"]), *match.span("name"), "dateline-agency", 0.6)
    return None


def banner(text: str) -> bool:
    """Whether a short line above the title is a publication's own name: it begins or ends with a word such as Times or 신문, or
    is a journal's ("Journal of Harbours")."""
    media = words_of("media")
    tokens = text.split()
    if not 1 <= len(tokens) <= 5 or not re.fullmatch(rf"{_NAME}|{_HANGUL}", text):
        return False
    last = tokens[-1].casefold()
    if journal(text):
        return True
    return (len(tokens) > 1 and last in media) or any(
        last.endswith(word) and len(last) > len(word) for word in media if re.match("[가-힣]", word)
    )


def journal(text: str) -> bool:
    """Whether the line is written as a journal's name: "Journal of Harbours"."""
    return text.casefold().startswith(("journal of ", "review of ")) and re.fullmatch(_NAME, text) is not None


def body_name(text: str) -> bool:
    """Whether the line is an institution's name, or that of a part of it and its own ("Department of Law, University of Low
    Marsh"): all capitals but small words."""
    bodies = words_of("bodies")
    named = any(token.casefold().strip(",") in bodies for token in text.split())
    return named and all(re.fullmatch(_NAME, part) is not None for part in text.split(", ", 3))


def is_name(text: str) -> bool:
    """Whether a line of up to six words is written as a publication's name and can be one."""
    return len(text.split()) <= 6 and re.fullmatch(f"{_NAME}|{_HANGUL}", text) is not None and usable(text)


def usable(name: str) -> bool:
    """Whether the words can be a publication's name: not a pronoun, a section, a word such as "newsletter", a number."""
    bare = re.sub(r"^the\s+", "", name.casefold())
    dated = all(token.strip(".,").isdigit() or token.strip(".,") in _of_dates() for token in bare.split())
    return len(bare) > 1 and not dated and bare not in _general()


@cache
def _general() -> frozenset[str]:
    general = words("bylines", "names", "organisation") | words("lines", "sections", "names")
    return general | words_of("not_names")


@cache
def _of_dates() -> frozenset[str]:
    return words("dates", "words", "weekdays").union(*table("dates")["months"].values())


def _trim(name: str) -> str:
    name = re.sub(r"\s+", " ", name).strip(" .,;:|-–—’'\"“”")
    name = re.sub(
        r"(?i)[,.]?\s+(?:all rights reserved|inc|ltd|llc|on (?:mon|tues|wednes|thurs|fri|satur|sun)day.*)\.?$", "", name
    )
    name = re.sub(r"[’']s$|^the\s+", "", name)
    return re.sub(r"\s+(?:and|of|for|on|in|the|under)$", "", name).strip()


def same(first: str, second: str) -> bool:
    """Whether two names mean the same publication: equal but for "the", one inside the other, or one the other's initials."""
    left, right = (re.sub(r"^the\s+", "", name.casefold()) for name in (first, second))
    return left == right or left in right or right in left or _initials(first, second) or _initials(second, first)


def _initials(short: str, long: str) -> bool:
    letters = "".join(token[0] for token in long.split() if token[0].isupper())
    return short.isupper() and 2 <= len(short) <= len(letters) and letters.startswith(short)
