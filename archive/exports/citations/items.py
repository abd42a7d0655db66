"""An article as a CSL-JSON item (CSL 1.0.2, https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html).

What is not sure is not said: a name is taken apart only where its parts are certain, a date keeps its doubt, nobody is invented
where nobody is named.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

import resources
from archive.base.errors import Invalid
from archive.model import edtf
from archive.model.excerpt import Work

UNTITLED = "Untitled"
_PARTICLES = frozenset("de del della di da dos du la le van von der den ter bin ibn al el".split())
_SUFFIXES = frozenset("jr jr. sr sr. ii iii iv".split())
_WORD = re.compile(r"[^\W\d_](?:(?:[^\W\d_]|[’'‘.-])*(?:[^\W\d_]|\.))?")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)+(?:-?[^\W\d_]\.)*|[^\W\d_]")
_HANGUL = re.compile("[\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f\u3040-\u30ff\u4e00-\u9fff]")
_SEASON_OF = {"21": 1, "22": 2, "23": 3, "24": 4}
_FIRST_YEAR, _LAST_YEAR = 1, 9999
_DATES = 16_384  # that are kept: forty years of days


def item(work: Work) -> dict[str, Any]:
    """The article's item; its `id` is the article's uid. Keys whose variable is not known are absent."""
    authors = [author(name) for name in work.byline if name.strip()]
    kind = _type(work, authors)
    made: dict[str, Any] = {"id": work.uid, "type": kind, "title": " ".join(work.title.split()) or UNTITLED}
    if authors:
        made["author"] = authors
    if work.publisher:
        made["publisher" if kind == "report" else "container-title"] = work.publisher
    if work.republisher and work.republisher != work.publisher:
        # The site that reprinted what the publisher first published: where the words were found.
        made["archive" if work.publisher else "container-title"] = work.republisher
    for key, said in (("issued", work.published), ("accessed", work.accessed)):
        if said and (date := csl_date(said)):
            made[key] = date
    if work.url:
        made["URL"] = work.url
    if work.language:
        made["language"] = work.language
    return made


def _type(work: Work, authors: list[dict[str, str]]) -> str:
    """`report` of an institution, `article-newspaper` of the press or of who signs it, else a page or a document."""
    publisher = work.publisher or ""
    if not _is_media(publisher):
        if _is_body(publisher) or (not publisher and any(_is_body(each.get("literal", "")) for each in authors)):
            return "report"
        if work.url and not authors:
            return "webpage"
    if publisher:
        return "article-newspaper"
    return "webpage" if work.url else "document"


@cache
def _words(lexicon: str, section: str, key: str) -> frozenset[str]:
    table = tomllib.loads(resources.text("lexicon", f"{lexicon}.toml"))
    return frozenset(word.casefold() for word in (table[section] if section else table)[key])


def _holds(text: str, words: frozenset[str]) -> bool:
    folded = text.casefold()
    if not words.isdisjoint(re.findall(r"\w+", folded)) or folded in words:
        return True
    # Hangul words are written together and take particles.
    return any(word in folded for word in words if not word.isascii())


def _is_media(text: str) -> bool:
    return bool(text) and _holds(text, _words("publishers", "", "media"))


def _is_body(text: str) -> bool:
    return bool(text) and _holds(text, _words("publishers", "", "bodies") | _words("citations", "names", "bodies"))


def author(name: str) -> dict[str, str]:
    """A name as CSL has it: with `family` and `given` where it is sure which is which, else `literal`, as it was printed."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    return _with_comma(name) or _latin(name) or {"literal": name}


def _with_comma(name: str) -> dict[str, str] | None:
    """ "Weir, Ann" says itself which is which."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if not comma or not family or "," in given or _unsure(name):
        return None
    if given.casefold() in _SUFFIXES:
        parted = _latin(family)
        return None if parted is None else {**parted, "suffix": given}
    names = given.split()
    if not names or len(family.split()) > 3 or len(names) > 3 or not all(map(_WORD.fullmatch, names + family.split())):
        return None
    return {"family": family, "given": given}


def _unsure(name: str) -> bool:
    return (
        bool(_HANGUL.search(name))
        or _holds(name, _words("bylines", "names", "organisation") | _words("publishers", "", "bodies"))
        or name.casefold() in _words("bylines", "names", "agencies") | _words("bylines", "names", "roles")
    )


def _latin(name: str) -> dict[str, str] | None:
    """ "Ann Weir", "Ann B. Weir", "Ann van der Weir": given names, then the family's. Three full names are not sure."""
    words = name.split()
    suffix = words.pop() if len(words) > 2 and words[-1].casefold() in _SUFFIXES else ""
    if not 2 <= len(words) <= 5 or _unsure(name) or not all(map(_WORD.fullmatch, words)):
        return None
    if {words[0].casefold(), words[-1].casefold()} & _words("citations", "names", "family_first"):
        return None
    first = next((place for place, word in enumerate(words) if place and word in _PARTICLES), len(words) - 1)
    particles = [word for word in words[first:-1] if word in _PARTICLES]
    given = words[:first]
    if len(particles) != len(words[first:-1]) or not all(word[0].isupper() for word in (*given, words[-1])):
        return None
    if len(given) > 1 and not all(map(_INITIAL.fullmatch, given[1:])) and not _INITIAL.fullmatch(given[0]):
        return None
    made = {"family": words[-1], "given": " ".join(given)}
    if particles:
        made["non-dropping-particle"] = " ".join(particles)
    return made | ({"suffix": suffix.rstrip(",")} if suffix else {})


@lru_cache(maxsize=_DATES)
def csl_date(text: str) -> Mapping[str, Any] | None:
    """An EDTF date as CSL has it: parts, spans, seasons, `circa`; what CSL has no parts for as words. None for no date. What many works
    have in common is the same record."""
    try:
        start, end = edtf.points(text)
    except Invalid:
        return {"literal": text}
    first, last = _parts(start), _parts(end)
    if first is None or last is None:
        return {"literal": edtf.display(text)}
    doubtful = any(point is not None and (point.qualifier or "X" in point.year) for point in (start, end))
    sides = [first[0], last[-1]] if first[0] != last[-1] else [first[0]]
    made: dict[str, Any] = {"date-parts": [list(side) for side in sides]}
    seasons = {point.month for point in (start, end) if point is not None and point.month in _SEASON_OF}
    if seasons:
        if len(sides) > 1 or len(seasons) > 1:
            return {"literal": edtf.display(text)}
        made["season"] = _SEASON_OF[seasons.pop()]
    if doubtful:
        made["circa"] = True
    return made


def _parts(point: edtf.Point | None) -> tuple[tuple[int, ...], ...] | None:
    """The first and last (year, month, day) that a point may be, as far as they are told; None where CSL cannot hold it."""
    if point is None or point.year.endswith("XXXX"):
        return None
    years = [int(point.year.replace("X", digit)) for digit in "09"]
    if not all(_FIRST_YEAR <= year <= _LAST_YEAR for year in years):
        return None
    if years[0] != years[1]:
        return ((years[0],), (years[1],))
    if not point.month.isdigit() or point.month in _SEASON_OF:
        return ((years[0],),)
    return ((years[0], int(point.month), *((int(point.day),) if point.day.isdigit() else ())),)
