"""What a line is by itself: a date, byline, credit, note, item, quotation, site phrase, running text, or not to be told alone."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from archive.base.records import quick
from archive.importers.metadata import bylines, links, publishers
from archive.importers.metadata.candidates import Candidate
from archive.importers.metadata.dates import find_dates, is_date_line
from archive.importers.metadata.lexicon import Phrases, any_of, table, words

from . import plainly, site
from .features import ends_sentence, prose
from .split import ITEM, Line, visible

_META_WORDS = 70
_CAPTION_CHARS = 700
_CLOCK = re.compile(
    r"\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?", re.IGNORECASE
)  # of an entry in a live report
_DATELINE = re.compile(r"(?:[A-Z][A-Z.’'-]+[\s,/]{1,2}){1,4}[–—-]{1,2}")  # "SEOUL —" on a line of its own
# Where in a journal an article stands: "Vol. 8, No. 2 (Spring 2015), pp. 41-58". No word of a sentence stands in it.
_VOLUME = re.compile(
    r"(?:(?:[A-Z][\w&’'-]*|of|and|the|in|for|on)[\s,]{1,2}){0,9}[Vv]ol(?:ume|\.)?\s?\d{1,4}[\s,:(]{0,3}(?:[Nn](?:o|r|umber)|[Ii]ss(?:ue)?|\d|\()"
    r"(?:[\s\d.,():;/–—-]|pp?(?=[.\s\d])|[A-Z][a-z]+)*$"
)
_PROSE_WEIGHT = 2.5
_SITE_WEIGHT = -1.0  # set aside in any case, so it need not drag its neighbours along


class Role(StrEnum):
    """What a line is. `UNKNOWN` is short and says nothing of itself: a title, a heading, a menu entry."""

    PROSE = "prose"
    ITEM = "item"
    QUOTE = "quote"
    CAPTION = "caption"
    META = "meta"
    SITE = "site"
    UNKNOWN = "unknown"


@quick
@dataclass(frozen=True, slots=True)
class Reading:
    """A line with its role by itself. `weight` is how much it speaks for the body (positive) or the site (negative)."""

    line: Line
    role: Role
    weight: float
    why: str = ""
    opens: str | None = None
    closes: bool = False  # a note, credit or biography such as stands at an article's end


@cache
def _credits() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """How credits are written, each with characters of which one must stand in the line ("" for none), which is soon looked at."""
    agency = any_of(table("lines")["credits"]["agencies"])
    forms = (
        ("([", rf"[(\[][^()\[\]]{{0,120}}{agency}[^()\[\]]{{0,60}}[)\]]\.?\s*$"),
        ("/|–—-", rf"[/|–—-]\s?{agency}\.?\s*$"),
        ("©", r"©(?!\s?\d{4})[^©]{2,60}(?<!\d{4})$"),
        (
            ":",
            r"(?:^|[^\w\s]\s?)(?:photo|photograph|image|picture|illustration|credit)(?:s|\s+by|\s+credit|\s+courtesy\s+of)?\s?:"
            r"\s?(?:[^.:]|(?<=\b\w)\.){2,70}$",
        ),
        ("", rf"\A(?:\w+\s?/\s?)?{agency}(?:\s?/\s?[\w .]+)?$"),
        ("(", r"\((?:photo|image|picture|credit|사진)\s?[:=]?[^()]{2,80}\)\s*$"),
        ("=:", r"(?:사진|자료|그래픽|출처)\s?[=:][^.]{2,30}$"),
        ("사제", r"(?:자료\s?사진|사진\s?제공|[가-힣]\s?=\s?[가-힣 ]{2,12}제공)\s*[.)\]]?$"),
    )
    return tuple((signs, re.compile(form, re.IGNORECASE)) for signs, form in forms)


@cache
def _starts(key: str) -> tuple[str, ...]:
    return tuple(phrase.replace("’", "'") for phrase in table("lines")[key]["starts"])


@cache
def _note_phrases() -> Phrases:
    return Phrases(phrase.replace("’", "'") for phrase in table("lines")["notes"]["contains"])


@cache
def _end_mark() -> re.Pattern[str]:
    """What agencies and press offices put below the last line: ###, -30-, (END), (끝)."""
    return re.compile(
        rf"(?:# ?){{3}}|[-–—] ?30 ?[-–—]|[-–—(\[<\s]*{any_of(table('lines')['notes']['ends'])}[-–—)\]>.\s]*",
        re.IGNORECASE,
    )


@cache
def _series() -> re.Pattern[str]:
    """The name and number of a series: "Working Paper 14", "Policy Brief No. 3, 2016"."""
    number = r"(?:(?:no\.?|nr\.?|number|#)\s?)?(?:\d{1,4}(?:[/.-]\d{1,4})?|[IVX]{1,6})"
    return re.compile(
        rf"(?:[\w&’'-]+\s){{0,4}}?{any_of(table('lines')['notes']['series'])},?\s{number}(?:[,·|(\s]+(?:{number}|\d{{4}})\)?){{0,2}}",
        re.IGNORECASE,
    )


def is_section(text: str) -> bool:
    """Whether the line is the name of a section ("Politics", "국제")."""
    return text.casefold().strip(" :·|[]<>#") in words("lines", "sections", "names")


def is_heading_too(text: str) -> bool:
    """Whether a menu entry's words serve articles as a heading as well ("Resources", "Events")."""
    return text.casefold().strip(" :") in words("lines", "sections", "headings")


def is_caption(text: str) -> bool:
    """Whether the line tells what a picture shows and who made it."""
    if len(text) > _CAPTION_CHARS:
        return False
    start = text.casefold().replace("’", "'").lstrip("*_")
    if start.startswith(_starts("credits")) and len(text.split()) <= 60:
        return True
    return any(
        (form.search(text) if signs else form.match(text)) is not None
        for signs, form in _credits()
        if not signs or any(sign in text for sign in signs)
    )


def is_note(text: str) -> bool:
    """Whether the line speaks of the article itself: republished, updated, views expressed, contact, category."""
    if len(text.split()) > _META_WORDS:
        return False
    folded = text.casefold().replace("’", "'").lstrip("*_[( ")
    return folded.startswith(_starts("notes")) or _note_phrases().stand_in(folded, folded.split())


class _Told(NamedTuple):
    """What a line's words say of it: a `Reading` without the line."""

    role: Role
    weight: float
    why: str = ""
    opens: str | None = None
    closes: bool = False


def read(line: Line) -> Reading:
    """The line's role by itself."""
    text = line.text
    if len(text) <= plainly.LEAST_CHARS:
        return Reading(line, *_short(text))
    if running := plainly.running(text):
        return Reading(line, Role.PROSE, _PROSE_WEIGHT * running)
    return Reading(line, *_told(text))


# What stands around articles of one site or author is the same in each: bylines, dates, menus.
@lru_cache(maxsize=4096)
def _short(text: str) -> _Told:
    return _told(text)


def _told(text: str) -> _Told:
    if _end_mark().fullmatch(text):
        return _Told(Role.META, 0.0, "end mark", closes=True)
    if not visible(text) or not any(map(str.isalnum, text[:2_000])):
        return _Told(Role.SITE, 0.0, "separator")
    if found := site.whole(text):
        return _Told(Role.SITE, _SITE_WEIGHT, found.why, found.opens)
    if (role := _about(text)) is not None:
        return role
    if found := site.phrase(text):
        if found.sure and (found.firm or not site.tells(text)):
            return _Told(Role.SITE, _SITE_WEIGHT, found.why, found.opens)
        return _Told(Role.PROSE, -2.5 if site.addresses(text) else 0.0, found.why)
    return _content(text)


def _about(text: str) -> _Told | None:
    """Lines about the article: kept, as meta or caption."""
    if len(text) <= 240 and is_date_line(text):
        return _Told(Role.META, 0.0, "date")
    if is_caption(text) and not site.is_footer(text):
        return _Told(Role.CAPTION, 0.0, "caption", closes=True)
    if len(text) <= 200 and bylines.labelled(text) and not _is_sentence(text):
        return _Told(Role.META, 0.0, "byline")
    if _CLOCK.fullmatch(text):
        return _Told(Role.META, 0.0, "time")
    if _DATELINE.fullmatch(text):
        return _Told(Role.META, 0.0, "dateline")
    if _VOLUME.match(text) or _series().fullmatch(text):
        return _Told(Role.META, 0.0, "series")
    if bylines.is_role_line(text):
        return _Told(Role.META, 0.0, "byline")
    if is_note(text):
        return _Told(Role.META, 0.0, "note", closes=True)
    candidate = Candidate(text, 0, len(text))
    if (links.address(candidate) or links.visited(candidate)) and len(text) <= 2_400:
        return _Told(Role.META, 0.0, "address")
    if "@" in text and re.fullmatch(r"(?:e-?mail\s?:?\s*)?[\w.+-]{1,64}@[\w.-]{3,80}|@\w{2,30}", text, re.IGNORECASE):
        return _Told(Role.META, 0.0, "contact", closes=True)
    return None


def _is_sentence(text: str) -> bool:
    return prose(text) >= 0.8 and ends_sentence(text) and not find_dates(text)


def _content(text: str) -> _Told:
    if text.startswith(">"):
        return _Told(Role.QUOTE, 1.5)
    running = prose(text)
    if ITEM.match(text):
        return _Told(Role.ITEM, 1.0 if running >= 0.4 else 0.2)
    if site.picture_words(text) and running < 0.8:
        return _Told(Role.UNKNOWN, -0.5, "picture key words")
    if running < 1 and _is_question(text):
        return _Told(Role.UNKNOWN, 0.3)
    if running > 0:
        hinted = site.weak(text) and not site.tells(text)
        return _Told(Role.PROSE, (-0.5 if hinted else _PROSE_WEIGHT) * running)
    return _Told(Role.UNKNOWN, -0.8 if site.weak(text) or _promotes(text) else -0.3)


def _is_question(text: str) -> bool:
    """A short question, exclamation or trailing-off without quotation marks: as likely a title or heading as a sentence."""
    return (
        text.endswith(("?", "!", "...", "…"))
        and len(text.split()) <= 16
        and not re.search('[“”"]|^(?:Q|A|문|답)[:.]', text)
    )


def _promotes(text: str) -> bool:
    return len(text.split()) <= 10 and any(found.rule == "promotion" for found in publishers.publications(text))
