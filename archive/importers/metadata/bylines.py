"""Bylines: who wrote, from "By A and B", "Author: A", "A 기자", a biography at the end. Photographers and agencies are nobody."""

import itertools
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from .dates import is_date_line
from .lexicon import any_of, held_by, may_hold, table, words
from .names import is_likely_person, persons, tidy

_LONGEST_LINE_CHARS = 240
ONE_WORD = "byline-one-word"
_BY_WORD = re.compile(
    r"[\s*_]{0,3}(?i:(?:posted |written )?by):?\s+(?P<name>[A-Z가-힣][\w’'-]{1,30})(?=\s*$|\s*[|·•,–—(]|\s+on\s)[\s|·•,–—(]*(?:on\s)?"
)

_BY_ELSEWHERE = re.compile(
    r"\s*(?:Von|Par|Por|Door|Di)\s+(?P<names>[A-ZÀ-Þ][^\d,|•·–—():;!?]{3,60}?(?:,\s[A-ZÀ-Þ][^\d,|•·–—():;!?]{3,40}?){0,3})"
    r"(?:\s*[,|•·–—(]\s*(?P<rest>[^!?;]{4,48}))?(?<!\.)"
)
_STATIONED = re.compile(
    r"(?P<names>.{3,60}?),? in (?:[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3})(?:,? (?:and )?[A-Z][\w’'-]+){0,3}(?: and agencies)?"
)


@dataclass(frozen=True, slots=True)
class Named:
    """Persons that a line names as authors, at `[start, end)` of it, by a rule."""

    names: tuple[str, ...]
    start: int
    end: int
    rule: str
    confidence: float


@cache
def _label() -> re.Pattern[str]:
    labels = table("bylines")["labels"]
    wrote = any_of([label for label in labels["author"] if not label.endswith(("=", ":"))])
    with_colon = any_of(labels["author_colon"])
    pictured = any_of([label.rstrip("=") for label in labels["not_author"]])
    return re.compile(
        rf"(?:^[\s*_]*|[|•·(\[/,–—-]\s?|(?<=[\d.]\s)|(?<=[ap]m\s)|(?<=[A-Z]{{2}}[TC]\s))(?:(?P<not>{pictured})|(?P<label>{wrote}|{with_colon}(?=\s?[:：])))\s*[:：=]?\s*",
        re.IGNORECASE,
    )


@cache
def _labels() -> tuple[str, ...]:
    return held_by(label for labels in table("bylines")["labels"].values() for label in labels)


@cache
def _korean() -> re.Pattern[str]:
    roles = "|".join(sorted(table("bylines")["names"]["korean_roles"], key=len, reverse=True))
    return re.compile(rf"(?P<names>[가-힣]{{2,4}}(?:\s?[·ㆍ,]\s?[가-힣]{{2,4}}){{0,4}})\s?(?P<role>{roles})(?![가-힣])")


def labelled(text: str) -> Named | None:
    """Authors that a short line names with a label: "By Jane Doe", "Author: Jane Doe", "글 홍길동 기자"."""
    return _labelled(text[:_LONGEST_LINE_CHARS])


@lru_cache(maxsize=4096)  # a line is asked for its authors by several rules, and many articles have the same
def _labelled(text: str) -> Named | None:
    pictured = False
    for match in _label().finditer(text) if may_hold(text, _labels()) else ():
        if match["not"]:
            pictured = True
            continue
        label = match["label"].casefold()
        rest = text[match.end() :]
        # "by" in the middle of a line about a picture is the photographer.
        if pictured and label == "by":
            continue
        strict = (
            label in ("by", "writer", "reporter", "words", "기자", "글") and ":" not in match[0] and "=" not in match[0]
        )
        found = persons(
            re.split(
                r"\s[|•–—]\s|\s-\s|\s*[|•(\[]|\s(?:on|for|in|at|published|posted|updated)\s|\d|[,.;]?\s*(?:editing|photo|edited)",
                rest,
                maxsplit=1,
                flags=re.IGNORECASE,
            )[0]
        )
        if not found:
            continue
        end = match.end() + found[-1][2]
        if strict and len(text[end:].split()) > 12:
            continue
        return Named(tuple(name for name, _, _ in found), match.end() + found[0][1], end, "byline", 0.95)
    return _by_role(text) or _in_another_language(text)


def _in_another_language(text: str) -> Named | None:
    """ "Von Annegret Berg, 3. Juni 2018", "Par A et B": a line that begins so, and holds nothing but names and perhaps a date."""
    match = _BY_ELSEWHERE.fullmatch(text)
    if match is None or (match["rest"] and not re.search(r"\b(?:19|20)\d\d\b", match["rest"])):
        return None
    names: list[str] = []
    for name in re.split(r"\s+(?:und|et|y|e)\s+|\s*,\s*", match["names"]):
        found = persons(name)
        if len(found) != 1 or found[0][2] < len(name.rstrip()):
            return None
        names.append(found[0][0])
    return Named(tuple(names), *match.span("names"), "byline", 0.9)


def _by_role(text: str) -> Named | None:
    """Korean "홍길동 기자", alone or with an address, a place and agency in brackets, or a date beside it."""
    match = None if text.isascii() else _korean().search(text)
    if match is None or re.search(r"(?:사진|영상|그래픽|촬영|편집|번역)\s?[=:·ㆍ/]?\s?$", text[: match.start()]):
        return None
    outside = re.sub(
        r"[\[(【][^\])】]{0,40}[\])】]|[\w.+-]+@[\w.-]+|글[·ㆍ/]?\s?(?:사진)?|[\d\s=:|/.,·ㆍ\-▲■◆]+",
        "",
        text[: match.start()] + text[match.end() :],
    )
    names = tuple(tidy(name) for name in re.split(r"\s?[·ㆍ,]\s?", match["names"]))
    leading = text[: match.start()].strip()
    if len(outside) <= 8 or (
        re.fullmatch(r"[\[(【][^\])】]{1,40}[\])】]", leading) and text[match.end() :].lstrip().startswith("=")
    ):
        return Named(names, match.start(), match.end("names"), "korean-byline", 0.9)
    return None


def bare(text: str) -> Named | None:
    """A line that holds a known kind of name, perhaps with a role, and nothing else; to be believed beside a date line only."""
    if len(text) > 90:
        return None
    named = posted(text)
    if named is not None:
        return named
    found = persons(text)
    if (
        not found
        or not all(is_likely_person(name) for name, _, _ in found)
        or (found[-1][2] < len(text.rstrip()) and not _is_role(text[found[-1][2] :]))
    ):
        return None
    return Named(tuple(name for name, _, _ in found), found[0][1], found[-1][2], "name-beside-date", 0.6)


def posted(text: str) -> Named | None:
    """ "Ingrid Dahl, Seoul correspondent": a known kind of name with what its bearer is called; beside a title or a date only."""
    for space in itertools.islice(re.finditer(r",?\s+", text.strip()), 1, 4) if len(text) <= 90 else ():
        name = text.strip()[: space.start()]
        if is_likely_person(name) and is_role_line(text.strip()[space.end() :]):
            start = len(text) - len(text.lstrip())
            return Named((tidy(name),), start, start + len(name), "name-and-role", 0.65)
    return None


def stationed(text: str) -> Named | None:
    """ "Ingrid Dahl in Chiang Mai": a known kind of name, and where its bearer is; to be believed beside a title or a date only."""
    match = _STATIONED.fullmatch(text.strip()) if len(text) <= 90 else None
    named = bare(match["names"]) if match is not None else None
    if match is None or named is None or named.end < len(match["names"].rstrip()):
        return None
    offset = len(text) - len(text.lstrip())
    return Named(named.names, offset + named.start, offset + named.end, "name-and-place", 0.65)


def only_names(text: str) -> Named | None:
    """A line that holds persons' names and nothing else, known or not; to be believed above an institution only."""
    text = re.sub(r"\([^()]{1,24}\)", lambda match: " " * len(match[0]), text[:_LONGEST_LINE_CHARS])
    found = persons(text) if len(text) <= 160 else []
    if not found or found[-1][2] < len(text.rstrip()):
        return None
    return Named(tuple(name for name, _, _ in found), found[0][1], found[-1][2], "name-above-institution", 0.7)


def several(text: str) -> Named | None:
    """A line of several persons' names, one of them of a known kind, and nothing else; to be believed beside a date line only."""
    named = only_names(text)
    return named if named is not None and len(named.names) > 1 and any(map(is_likely_person, named.names)) else None


def one_word(text: str) -> Named | None:
    """A line "By Word", perhaps with a date, and nothing else; to be believed below a title or beside a date only."""
    match = _BY_WORD.match(text[:_LONGEST_LINE_CHARS])
    if match is None or match["name"].casefold() in _not_words():
        return None
    rest = text[match.end() :]
    if rest.strip() and not is_date_line(rest):
        return None
    return Named((match["name"],), *match.span("name"), ONE_WORD, 0.8)


@cache
def _not_words() -> frozenset[str]:
    names = [words("bylines", "names", key) for key in ("agencies", "roles", "organisation", "titles")]
    months = {name for spellings in table("dates")["months"].values() for name in spellings}
    return words("lines", "sections", "names").union(*names, months, words("lines", "stop", "words"))


def _is_role(text: str) -> bool:
    return text.strip(" ,|–—-()").casefold() in words("bylines", "names", "roles")


def is_role_line(text: str) -> bool:
    """Whether the line is a writer's role and nothing else ("Staff writer", "Seoul correspondent", "World affairs editor")."""
    return len(text) < 60 and bool(text.strip()) and (_is_role(text.rstrip(".")) or _beat().fullmatch(text) is not None)


@cache
def _beat() -> re.Pattern[str]:
    beats = "|".join(table("bylines")["names"]["beats"])
    return re.compile(
        rf"(?!The\b)[A-Z][\w’'.-]*(?:[ &]{{1,3}}(?:[A-Z][\w’'.-]*|{beats})){{0,3}}\s(?i:{any_of(table('bylines')['names']['posts'])})"
        r"(?:(?:,| at| of| for) [A-Z][\w .&’'-]{2,40})?"
    )


@cache
def _introduces() -> re.Pattern[str]:
    return re.compile(
        r"(?:About the authors?:?\s+)?(?P<names>.{4,90}?),?\s+(?P<verb>is|was|are|were|works|writes|reports|teaches|covers)\s"
    )


@cache
def _trade() -> re.Pattern[str]:
    trades = table("bylines")["names"]["bio"]
    return re.compile(any_of([*trades, *(f"{trade}s" for trade in trades)]), re.IGNORECASE)


def biography(text: str) -> Named | None:
    """The person whom a closing line introduces as a writer by trade: "Jane Doe is a journalist based in …"."""
    bare_text = text.lstrip("*_[( ")
    match = _introduces().match(bare_text)
    if match is None:
        return None
    if match["verb"] in ("is", "was", "are", "were") and not _trade().search(
        bare_text[match.end() : match.end() + 160]
    ):
        return None
    found = persons(match["names"].split(",")[0])
    if not found or found[-1][2] < len(match["names"].split(",")[0].rstrip()):
        return None
    offset = len(text) - len(bare_text) + match.start("names")
    return Named(
        tuple(name for name, _, _ in found), offset + found[0][1], offset + found[-1][2], "author-biography", 0.7
    )
