"""Every match of words, of a phrase or of a regular expression in a text, widened to the unit that is to be tagged.

A regular expression comes from a person and may never end: the `regex` library stops it when the time is up, in this very
process (its own clock, no child).
"""

import time
from collections.abc import Iterator, Sequence
from enum import StrEnum
from math import prod
from typing import Final, NamedTuple

import regex

from archive.base.errors import Invalid
from archive.base.sentences import Span, grapheme_end, grapheme_start
from archive.model.article import Block

from .units import Unit, snap, units

TIME_LIMIT_SECONDS: Final = 1.5
MAX_PATTERN_CHARS: Final = 1000
MAX_MATCHES: Final = 10_000
_MAX_WRITTEN_OUT: Final = 1_000_000
_COUNTS: Final = regex.compile(r"\{(\d{1,6})")
_APOSTROPHES: Final = "['’ʼ]"
_HYPHENS: Final = r"[\-‐‑]"
_CJK: Final = regex.compile(r"[\p{Hangul}\p{Han}\p{Hiragana}\p{Katakana}]")


class Kind(StrEnum):
    """How a query is read: any of its words, all of it as a phrase, or as a regular expression."""

    WORDS = "words"
    PHRASE = "phrase"
    PATTERN = "pattern"


class Place(NamedTuple):
    """A stretch to be tagged, and the match or matches inside it that gave it."""

    start: int
    end: int
    found: tuple[Span, ...]


class Matcher:
    """A query made ready once for any number of texts; all of them together may take `seconds` of searching.

    Words and phrases match whole words, case, typography and white space aside; words of Hangul, Han and Kana match inside
    longer ones too (particles and endings are written on). Raises Invalid when the query cannot be read.
    """

    def __init__(self, query: str, kind: str, *, match_case: bool = False, seconds: float = TIME_LIMIT_SECONDS) -> None:
        self._left_seconds = seconds
        self.cut = False  # whether a text held more matches than are told
        flags = regex.VERSION0 | regex.MULTILINE | (0 if match_case else regex.IGNORECASE)
        self._pattern = _compiled(_expression(query, kind), flags)

    def matches(self, text: str) -> list[Span]:
        """Every match that is not empty, in whole graphemes, in order. Raises Invalid when the time is up."""
        found: list[Span] = []
        began = time.monotonic()
        try:
            for match in self._pattern.finditer(text, timeout=max(self._left_seconds, 0.001), concurrent=True):
                if match.end() == match.start():
                    continue
                if len(found) == MAX_MATCHES:
                    self.cut = True
                    break
                found.append(Span(grapheme_start(text, match.start()), grapheme_end(text, match.end())))
        except TimeoutError:
            raise Invalid(
                "The search took too long and was stopped.",
                "Make the pattern simpler: avoid one repetition inside another, as in (a+)+.",
            ) from None
        self._left_seconds -= time.monotonic() - began
        return found

    def places(self, text: str, blocks: Sequence[Block] = (), unit: str = "match") -> list[Place]:
        """The matches themselves, or the words, sentences or paragraphs that hold them, each once and in order."""
        found = self.matches(text)
        if unit == "match":
            return [Place(*span, (span,)) for span in found]
        return list(_widened(text, blocks, found, Unit(unit)))


def _widened(text: str, blocks: Sequence[Block], found: list[Span], unit: Unit) -> Iterator[Place]:
    whole = units(text, unit, blocks)
    held: Place | None = None
    number = 0
    for span in found:
        while number < len(whole) and whole[number].end <= span.start:
            number += 1
        last = number
        while last + 1 < len(whole) and whole[last + 1].start < span.end:
            last += 1
        if number >= len(whole) or whole[number].start >= span.end:
            start, end = snap(text, span.start, span.end, unit, blocks)
        else:
            start, end = whole[number].start, whole[last].end
        if held is not None and start < held.end:
            held = Place(held.start, max(held.end, end), (*held.found, span))
            continue
        if held is not None:
            yield held
        held = Place(start, end, (span,))
    if held is not None:
        yield held


def _compiled(expression: str, flags: int) -> "regex.Pattern[str]":
    # Fixed repetitions are written out while the pattern is made ready, which no time limit stops: ((a{999}){999}){999}.
    if prod(max(int(count), 1) for count in _COUNTS.findall(expression)) > _MAX_WRITTEN_OUT:
        raise Invalid("The pattern repeats too much.", "Use smaller numbers in braces, or + instead.")
    try:
        return regex.compile(expression, flags)
    except (regex.error, RecursionError, OverflowError) as error:
        raise Invalid(
            f"The pattern cannot be read: {error}.", "Check brackets and repetitions, or search for a phrase instead."
        ) from None


def _expression(query: str, kind: str) -> str:
    if len(query) > MAX_PATTERN_CHARS:
        raise Invalid("The search is too long.", f"Use at most {MAX_PATTERN_CHARS:,} characters.")
    if not query.strip():
        raise Invalid("There is nothing to search for.", "Enter a word, a phrase or a pattern.")
    if kind == Kind.PATTERN:
        return query
    words = query.split()
    if kind == Kind.PHRASE:
        return _bounded(words[0], words[-1], r"\s+".join(map(_literal, words)))
    return "|".join(
        _bounded(word, word, _literal(word)) for word in sorted(set(words), key=lambda word: (-len(word), word))
    )


def _literal(word: str) -> str:
    return "".join(
        _APOSTROPHES if char in "'’ʼ" else _HYPHENS if char in "-‐‑" else regex.escape(char) for char in word
    )


def _bounded(first: str, last: str, expression: str) -> str:
    before = r"(?<!\w)" if first[0].isalnum() and not _CJK.match(first[0]) else ""
    after = r"(?!\w)" if last[-1].isalnum() and not _CJK.match(last[-1]) else ""
    return f"{before}(?:{expression}){after}"
