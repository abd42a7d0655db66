"""Knows the phrases and forms of what sites put around an article: menus, sharing links, appeals, forms, notices, footers."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from archive.importers.metadata.lexicon import Phrases, any_part, may_hold, table, words

from .features import ends_sentence, prose

_LONGEST_CHARS = 700
_BEGINNING = 2  # letters
STARTS_WORDS = 30  # a longer line is no phrase for how it begins
_CONTAINS_WORDS = 60
_LEAST_ENTRIES, _MOST_ENTRIES, _ENTRY_WORDS = 3, 16, 3  # words of a menu in one line, and of one of its entries
_MENU_ONLY = frozenset(
    ("home", "about us", "contact us", "log in", "login", "sign in", "subscribe", "sitemap", "site map")
)
_TRIMMED = " \t.:!?,;*|·•»›>«<-–—[]()+▼▲▶◀→←↑↓…✕×"

# A line that an interface left its blanks in, or that failed to become text.
_TEMPLATE = re.compile(r"%[sd](?!\w)|\{\{|\}\}|<%|%>|\[object |\bundefined\b|\$\{")
_TEMPLATE_SIGNS = ("%s", "%d", "{{", "}}", "<%", "%>", "[object ", "undefined", "${")
_COUNTER = re.compile(
    r"[(\[]?\d[\d,.]*\s?[KkMm]?[)\]]?\s+(?:views?|shares?|likes?|reads|reactions?|followers|retweets|votes?|min(?:ute)?s?\.?\s(?:read|to read))\b|"
    r"(?:views?|shares?|likes?|조회수?|추천|좋아요|공감|reading time|estimated reading time|time to read)\s?[:：]?\s?\d[\d,.]*\s?[Kk]?(?:\s?min(?:ute)?s?)?$|\d+\s?분 읽기",
    re.IGNORECASE,
)
_COMMENT_COUNT = re.compile(
    r"(?:\d[\d,]*\s+(?:comments?|responses?|replies)(?:\s+(?:on|to)\b.{0,200})?|comments?\s?[(:]\s?\d+\s?\)?|댓글\s?\(?\d+\)?개?)$",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|ⓒ|copyright\b)\s*(?:©|\(c\))?\s*(?:by\s)?.{0,80}?(?:\d{4}|rights reserved)|\d{4}\s?©|.{2,60}\s©\s?\d{4}",
    re.IGNORECASE,
)
_BREADCRUMB = re.compile(r"[^>»›|]{1,40}(?:\s*[>»›]\s*[^>»›|]{1,90}){1,6}$")
# A trail whose signs were lost: "Home 2020 November 25 The boats are back".
_TRAIL = re.compile(r"Home\s+(?:(?:19|20)\d\d\s+[A-Z][a-z]+\s+\d{1,2}\s+\S|(?:[A-Z][\w&’']+\s){0,3}(?:[>»›/]\s))")
_PIPED = re.compile(r"[^|•·/]{1,28}(?:\s[|•·/]\s?[^|•·/]{1,28}){2,20}$|[^|]{1,24}(?:\|[^|]{1,24}){3,20}$")
# Words by which a line points at the page or at other articles.
_POINTS = re.compile(
    r"(?i)[:：|]|\b(?:this|these|below|above|more|articles?|stor(?:y|ies)|posts?|pages?|news|facebook|twitter|comments?)\b|(?:기사|뉴스|공유|보기|구독)"
)
# How appeals begin, where they neither say "you" nor "us".
_ASKS = re.compile(
    r"(?i)(?:please\s+)?(?:support|become|join|subscribe|sign up|donate|give|download|follow|click|register|enter|try|start|share)\b|"
    r".{2,60}\bis (?:funded|supported|paid for) by (?:its )?(?:readers|members|listeners|subscribers)\b"
)
_HASHTAGS = re.compile(r"(?:#[\w-]+[\s,]*){1,30}$")
_PICTURE_WORDS = re.compile(r"[^.!?]+$")


@dataclass(frozen=True, slots=True)
class SitePhrase:
    """Why a line belongs to the site; `sure` alone sets it aside, else the lines around it decide. `opens` names a block.

    `firm`: no article says this, not even in a whole sentence (a rights notice, a comment form, a notice about cookies).
    """

    why: str
    sure: bool
    opens: str | None = None
    firm: bool = False


class _Kind(NamedTuple):
    """One kind of phrases of the lexicon."""

    why: str
    opens: str | None
    starts: tuple[str, ...]
    contains: tuple[str, ...]
    weak: tuple[str, ...]
    pattern: re.Pattern[str]
    firm: bool


@cache
def _kinds() -> tuple[_Kind, ...]:
    return tuple(
        _Kind(
            kind["why"],
            kind.get("opens"),
            tuple(kind.get("starts", ())),
            tuple(kind.get("contains", ())),
            tuple(kind.get("weak", ())),
            re.compile("|".join(f"(?:{pattern})" for pattern in kind.get("patterns", ["(?!)"]))),
            kind.get("firm", False),
        )
        for kind in table("site").values()
    )


@cache
def _whole() -> dict[str, SitePhrase]:
    return {
        phrase: SitePhrase(kind["why"], True, kind.get("opens"))
        for kind in table("site").values()
        for phrase in kind.get("whole", ())
    }


@cache
def starts() -> tuple[str, ...]:
    """How some kind of phrase begins: most lines begin otherwise, and are not asked kind by kind."""
    return tuple(sorted({words for kind in _kinds() for words in kind.starts}))


@lru_cache(maxsize=2048)
def _starting(letters: str) -> tuple[str, ...]:
    """Those that a line may begin with whose first letters these are."""
    return tuple(words for words in starts() if words.startswith(letters) or letters.startswith(words))


@cache
def _forms() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{kind.pattern.pattern})" for kind in _kinds()))


def begins_as_form(bare: str) -> bool:
    """Whether a line, folded and without signs around it, begins as a form of some kind does."""
    return _forms().match(bare) is not None


def said() -> tuple[str, ...]:
    """What some kind of phrase contains, hints among them."""
    return tuple(sorted({words for kind in _kinds() for words in (*kind.contains, *kind.weak)}))


@cache
def _contained() -> Phrases:
    """What some kind of phrase contains: most lines hold none of it, and are not asked kind by kind."""
    return Phrases(words for kind in _kinds() for words in kind.contains)


@cache
def _weak() -> Phrases:
    return Phrases(words for kind in _kinds() for words in kind.weak)


@cache
def _footer() -> re.Pattern[str]:
    return re.compile(any_part(table("site")["footer"]["contains"]))


def folded(text: str) -> str:
    """The line as the phrases are written: in lower case, with straight apostrophes."""
    return text.casefold().replace("’", "'").replace("‘", "'")


def whole(text: str) -> SitePhrase | None:
    """What the line is when all of it is a site's phrase ("Share", "관련기사", "Leave a Reply (3)")."""
    if len(text) > 80:
        return None
    lower = folded(text)
    bare = re.sub(r"[(\[]?\d[\d,]*[)\]]?$", "", lower.strip(_TRIMMED)).strip(_TRIMMED)
    found = _whole().get(lower) or _whole().get(bare)
    if found:
        return found
    if _COMMENT_COUNT.fullmatch(text):
        return SitePhrase("comment form or comments", True, "comments")
    return SitePhrase("counter", True) if _COUNTER.match(text) and len(text) < 50 else None


def phrase(text: str) -> SitePhrase | None:
    """What the line is by how it begins, what it contains, or its form (a trail of links, hash tags, a template)."""
    if len(text) > _LONGEST_CHARS:
        return None
    lower = folded(text)
    split = lower.split()
    count = len(split)
    bare = lower.lstrip(_TRIMMED)
    contained = count <= _CONTAINS_WORDS and _contained().stand_in(lower, split)
    begins = count <= STARTS_WORDS and (bare.startswith(_starting(bare[:_BEGINNING])) or begins_as_form(bare))
    for kind in _kinds() if begins or contained else ():
        if begins and (bare.startswith(kind.starts) or kind.pattern.match(bare)):
            return SitePhrase(kind.why, True, kind.opens if count <= 8 else None)
        if contained and any(words in lower for words in kind.contains):
            return SitePhrase(kind.why, count <= STARTS_WORDS, kind.opens if count <= STARTS_WORDS else None, kind.firm)
    return _form(text, count)


def tells(text: str) -> bool:
    """Whether the line is a sentence that tells something, and neither speaks to its reader nor for its site.

    Such a sentence is the article's, whatever phrase it begins with: "Back to the top of the hill went the old man."
    """
    running = prose(text)
    sentence = running >= 0.8 or (running >= 0.6 and re.search("[가-힣]", text) is not None)
    return sentence and ends_sentence(text) and not addresses(text) and not _ASKS.match(text)


def addresses(text: str) -> bool:
    """Whether the line speaks to its reader or for its site, as appeals and notices do and reports seldom."""
    return re.search(r"(?i)(?<!\w)(?:you|your|our|we|us)(?!\w)|여러분|저희", text) is not None and not re.search(
        '[“”"]', text
    )


@cache
def _firm() -> frozenset[str]:
    return frozenset(kind.why for kind in _kinds() if kind.firm)


def is_open(text: str) -> bool:
    """Whether only the line's first words are a site's phrase, so that it may as well be an article's title."""
    found = None if whole(text) else phrase(text)
    return found is not None and found.why not in _firm() and _form(text, len(text.split())) is None


def can_head(text: str) -> bool:
    """Whether a line that only begins like a link of the page can stand over a section: "Back to the river at night".

    Appeals and advertising cannot, nor what points at the page itself ("Share this article").
    """
    found = None if whole(text) or not is_open(text) else phrase(text)
    asks = {table("site")[kind]["why"] for kind in ("newsletter", "donation", "advertising", "tags")}
    return (
        found is not None
        and found.why not in asks
        and 3 <= len(text.split()) <= 12
        and not addresses(text)
        and _POINTS.search(text) is None
        and not any(kind.pattern.fullmatch(folded(text)) for kind in _kinds())
    )


def is_footer(text: str) -> bool:
    """Whether the line claims rights, as pages do at their foot and pictures do not."""
    return _footer().search(folded(text[:_LONGEST_CHARS])) is not None


def weak(text: str) -> bool:
    """Whether the line holds a hint that counts only beside others."""
    lower = folded(text[:_LONGEST_CHARS])
    return _weak().stand_in(lower, lower.split())


def _form(text: str, count: int) -> SitePhrase | None:
    if count <= STARTS_WORDS and any(sign in text for sign in _TEMPLATE_SIGNS) and _TEMPLATE.search(text):
        return SitePhrase("unfilled template", True, firm=True)
    if count <= STARTS_WORDS and may_hold(text, ("(c)", "copyright")) and _COPYRIGHT.match(text) and not tells(text):
        return SitePhrase("footer", True, firm=True)
    if _HASHTAGS.match(text):
        return SitePhrase("tags and filing", True)
    if count <= 16 and (text.startswith("← ") or text.endswith(" →")):
        return SitePhrase("navigation", True)
    if _LEAST_ENTRIES <= count <= _MOST_ENTRIES and _is_menu(text):
        return SitePhrase("navigation", True)
    if count <= 24 and _TRAIL.match(text):
        return SitePhrase("navigation", True)
    if count <= 24 and any(sign in text for sign in ">»›") and _BREADCRUMB.match(text):
        return SitePhrase("navigation", True)
    if count <= 40 and any(sign in text for sign in "|•·/") and _PIPED.match(text):
        return SitePhrase("navigation", True)
    return None


def _is_menu(text: str) -> bool:
    """Whether a line is menu entries side by side, one of them such as only menus have: "Home About Contact"."""
    split, at, only = folded(text).split(), 0, False
    sections = words("lines", "sections", "names")
    while at < len(split):
        for size in range(min(_ENTRY_WORDS, len(split) - at), 0, -1):
            entry = " ".join(split[at : at + size])
            if entry in _whole() or entry in sections:
                only = only or entry in _MENU_ONLY
                at += size
                break
        else:
            return False
    return only


def picture_words(text: str) -> bool:
    """Whether the line is a list of key words as pictures carry them: four commas or more, short parts, no sentence."""
    parts = text.split(", ")
    return len(parts) >= 5 and _PICTURE_WORDS.match(text) is not None and max(len(part.split()) for part in parts) <= 7
