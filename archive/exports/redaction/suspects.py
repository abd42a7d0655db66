"""What a list of rules may have missed: a capitalised name near a replaced one, a date with a place, more of a name that was replaced.

Each is a guess for a person to look at; nothing is replaced for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from archive.base.sentences import Span, sentences
from archive.extraction.figures import places

from .rules import Edit, Redactor

_WORD = r"\p{Lu}[\p{L}'’-]*"
_NAME = regex.compile(rf"\b\p{{Lu}}[\p{{L}}'’-]+(?:\s+(?:(?:van|von|der|de|al|bin)\s+)*{_WORD})*")
_TAIL = regex.compile(r"['’]\p{L}{1,2}$")  # of “Kang’s”, “I’m”, “I’ll”
_DATE = regex.compile(
    r"\b(?:\d{1,2}\s+)?(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"(?:\s+\d{1,2}(?!\d))?(?:,?\s+\d{4})?|\b(?:19|20)\d\d\b|\d{4}년(?:\s*\d{1,2}월)?",
)
_NEAR = 1  # sentences on either side


@dataclass(frozen=True, slots=True)
class Suspect:
    """Words at `[start, end)` of the text as it was, and why they may tell who was meant."""

    start: int
    end: int
    words: str
    why: str


def suspects(text: str, redactor: Redactor) -> list[Suspect]:
    """In the order of the text; each words once."""
    edits = redactor.edits(text)
    if not edits:
        return []
    spans = sentences(text)
    near = _near(spans, edits)
    found: dict[str, Suspect] = {}
    for place in near:
        for each in (*_names(text, spans[place], edits), *_dated_place(text, spans[place], edits)):
            found.setdefault(each.words.casefold(), each)
    for each in _rests(text, edits):
        found.setdefault(each.words.casefold(), each)
    return sorted(found.values(), key=lambda each: each.start)


def _near(spans: list[Span], edits: list[Edit]) -> list[int]:
    touched = set()
    number = 0
    for place, span in enumerate(spans):
        while number < len(edits) and edits[number].end <= span.start:
            number += 1
        if number < len(edits) and edits[number].start < span.end:
            touched |= set(range(max(0, place - _NEAR), min(len(spans), place + _NEAR + 1)))
    return sorted(touched)


def _free(start: int, end: int, edits: list[Edit]) -> bool:
    return all(edit.end <= start or edit.start >= end for edit in edits)


def _names(text: str, span: Span, edits: list[Edit]) -> Iterator[Suspect]:
    known = {(found.start, found.end) for found in places.find(text, span.start, span.end, {})}
    for match in _NAME.finditer(text, span.start, span.end):
        start, end = match.start(), match.end() - len(tail[0]) if (tail := _TAIL.search(match[0])) else match.end()
        words = text[start:end]
        if start == span.start and " " not in words:
            continue  # any word begins a sentence with a capital
        if start == span.start:
            first, _, rest = words.partition(" ")
            if first.lower() in _COMMON:
                start, words = end - len(rest.lstrip()), rest.lstrip()
        if words.lower() in _COMMON or (start, end) in known or not _free(start, end, edits):
            continue
        yield Suspect(start, end, words, "A name near one that is replaced.")


def _dated_place(text: str, span: Span, edits: list[Edit]) -> Iterator[Suspect]:
    dates = [match for match in _DATE.finditer(text, span.start, span.end) if _free(*match.span(), edits)]
    if not dates:
        return
    for found in places.find(text, span.start, span.end, {}):
        if _free(found.start, found.end, edits):
            start, end = min(found.start, dates[0].start()), max(found.end, dates[0].end())
            told = f"{text[dates[0].start() : dates[0].end()]} … {text[found.start : found.end]}"
            yield Suspect(start, end, told, "A date with a place, near somebody who is replaced.")
            return


def _rests(text: str, edits: list[Edit]) -> Iterator[Suspect]:
    """Single words of a replaced name of several words, elsewhere: “Kim” of “Kim Min-ji”."""
    wanted = {
        word
        for edit in edits
        for word in regex.findall(r"\p{Lu}[\p{L}'’-]+", text[edit.start : edit.end])
        if " " in text[edit.start : edit.end] and len(word) > 1
    }
    for word in sorted(wanted):
        for match in regex.finditer(rf"\b{regex.escape(word)}\b", text):
            if _free(*match.span(), edits):
                yield Suspect(*match.span(), match[0], "A part of a name that is replaced elsewhere.")
                break


_COMMON = frozenset(
    "the a an this that these those he she it they we i you his her their our my in on at by for from of to with as and but or if when"
    " after before since while there then now monday tuesday wednesday thursday friday saturday sunday january february march april may"
    " june july august september october november december mr mrs ms dr".split()
)
