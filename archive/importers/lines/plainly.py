"""Tells of a line at once that it is running text and nothing else, so that the rules for other lines need not be asked.

Most lines of an article are. What is answered here is what `roles` answers, and whatever may be anything else is left to it: a line
with a sign or a word that any of its rules looks for, a short one, one without small words, one that no full stop closes.
"""

import re
from functools import cache
from typing import Final

from archive.importers.metadata import bylines, links
from archive.importers.metadata.dates import is_date_line
from archive.importers.metadata.lexicon import Phrases, any_of, table

from . import site
from .features import ends_sentence, prose

LEAST_CHARS: Final = 80  # whatever has a length of its own is shorter: an end mark, a menu entry, a clock, a role
_LEAST_WORDS: Final = 12
_RUNNING: Final = 0.8
_DATE_LINE_CHARS, _BYLINE_CHARS = 240, 200  # as long as lines of these kinds may be
_CREDIT_CHARS: Final = 60  # in which an agency may stand at the end of a credit
# No rule looks for these inside a line, but as is asked below; for every other sign one does.
_SIGNS: Final = re.compile("[^A-Za-z0-9 .,;'\"!?‘’“”$%()–—-]")
_BRACKET_CHARS: Final = 3  # at the end, in which the bracket of a credit closes
_DASHES: Final = "-–—"
_VOLUME: Final = re.compile(r"vol(?:ume|\.)?\s?\d")  # of a journal
_OPENS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ\"'“‘")
_ASKING: Final = ("?", "!", "...", "…")
# What blanks of templates and rights are told by, beside the phrases of the lexicon.
_TOLD_BY: Final = ("%s", "%d", "undefined", "copyright")
_BEGINNING: Final = 2
_WORDS: Final = re.compile(r"\w+")
_NO_WORDS: Final = bytes(code if chr(code).isalnum() and code < 128 else 32 for code in range(256))
# What stands before a label that is no word of a sentence, as `bylines` has it; "EST" ends as many words do.
_BEFORE_LABEL: Final = re.compile(r"(?:[|•·(\[/,–—-]\s?|[\d.]\s|[ap]m\s|[a-z]{2}[tc]\s)$")
_BEFORE_CHARS: Final = 4


def running(text: str) -> float:
    """How much the line looks like running text (0.8 to 1), where it is surely nothing else; 0 where that has to be looked at."""
    if len(text) <= LEAST_CHARS or text[0] not in _OPENS or _SIGNS.search(text) or not ends_sentence(text):
        return 0.0
    if ")" in text[-_BRACKET_CHARS:]:
        return 0.0
    looks = prose(text)
    if looks < _RUNNING or (looks < 1 and text.endswith(_ASKING)):
        return 0.0
    folded = site.folded(text)
    split = folded.split()
    if len(split) < _LEAST_WORDS or _may_be_other(text, folded, split):
        return 0.0
    return looks


def _may_be_other(text: str, folded: str, split: list[str]) -> bool:
    return (
        folded.startswith(_openings().get(folded[:_BEGINNING], ()))
        or _said().stand_in(folded, split)
        or (len(split) <= site.STARTS_WORDS and site.begins_as_form(folded))
        or _tells_words(text, folded)
        or (len(text) <= _DATE_LINE_CHARS and is_date_line(text))
        or _tells_agency(text)
        or ("vol" in folded and _VOLUME.search(folded) is not None)
    )


def _tells_agency(text: str) -> bool:
    """Whether an agency stands behind a dash at the line's end."""
    tail = text[-_CREDIT_CHARS:]
    return any(dash in tail for dash in _DASHES) and _agency().search(text, len(text) - _CREDIT_CHARS) is not None


def _tells_words(text: str, folded: str) -> bool:
    """Whether whole words stand in the line that name an author or tell of a visit, the former where they may do so."""
    words = folded.encode().translate(_NO_WORDS).split()
    if not _visits().isdisjoint(words):
        return True
    if len(text) > _BYLINE_CHARS or _labels().isdisjoint(words):
        return False
    labels = _labels().intersection(words)
    return any(_may_label(folded, label.decode()) for label in labels) and bylines.labelled(text) is not None


def _may_label(folded: str, word: str) -> bool:
    at = folded.find(word)
    while at >= 0:
        if not at or _BEFORE_LABEL.search(folded[max(at - _BEFORE_CHARS, 0) : at]):
            return True
        at = folded.find(word, at + 1)
    return False


@cache
def _openings() -> dict[str, tuple[str, ...]]:
    """How lines about the article, captions and phrases of sites begin, by their first letters."""
    starts = {*site.starts(), *table("lines")["notes"]["starts"], *table("lines")["credits"]["starts"]}
    found: dict[str, list[str]] = {}
    for phrase in {site.folded(each) for each in starts}:
        found.setdefault(phrase[:_BEGINNING], []).append(phrase)
    return {letters: tuple(phrases) for letters, phrases in found.items()}


@cache
def _said() -> Phrases:
    """What lines about the article and phrases of sites say."""
    notes = map(site.folded, table("lines")["notes"]["contains"])
    return Phrases(each for each in (*site.said(), *notes, *_TOLD_BY) if not _SIGNS.search(each))


@cache
def _visits() -> frozenset[bytes]:
    return frozenset(map(str.encode, links.VISITS))


@cache
def _labels() -> frozenset[bytes]:
    """The first words of what names authors and others."""
    labels = (site.folded(label) for some in table("bylines")["labels"].values() for label in some)
    return frozenset(found[0].encode() for label in labels if (found := _WORDS.findall(label)))


@cache
def _agency() -> re.Pattern[str]:
    return re.compile(any_of(table("lines")["credits"]["agencies"]), re.IGNORECASE)
