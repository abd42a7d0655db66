"""Finding plain words in a text, and the word, sentence and paragraph around a place. Pure; positions are code points."""

import re
import unicodedata
from collections.abc import Iterator

# Enough words between two looks at whether a person still waits: a slice takes about a millisecond.
SLICE_CHARACTERS = 200_000

# What a keyboard types stands for what a typesetter sets.
_ALIKE = {"'": "['‘’ʼ]", '"': '["“”„]', "-": "[-‐‑–—]", " ": r"\s"}
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*\s+")


def pattern(words: str, *, match_case: bool = False, whole_words: bool = False) -> re.Pattern[str] | None:
    """A pattern for the words as typed (quotes, dashes and spaces match their kin; Hangul in either normal form), or None."""
    words = " ".join(words.split())
    if not words:
        return None
    forms = dict.fromkeys(unicodedata.normalize(form, words) for form in ("NFC", "NFD"))
    body = "|".join("".join(_ALIKE.get(letter, re.escape(letter)) for letter in form) for form in (words, *forms))
    if whole_words:
        body = rf"(?<!\w)(?:{body})(?!\w)"
    return re.compile(body, 0 if match_case else re.IGNORECASE)


def occurrences(text: str, wanted: re.Pattern[str]) -> Iterator[tuple[tuple[int, int], ...]]:
    """Every occurrence, without overlaps, a slice of the text at a time so that a caller can stop in between."""
    # A pattern here matches at most as many characters as it has itself; one more lets it look past the end of a word.
    margin = len(wanted.pattern) + 1
    at = 0
    for start in range(0, max(1, len(text)), SLICE_CHARACTERS):
        stop = start + SLICE_CHARACTERS
        found = []
        for match in wanted.finditer(text, max(at, start), min(len(text), stop + margin)):
            if match.start() >= stop:
                break
            found.append(match.span())
            at = match.end()
        yield tuple(found)


def sentence_around(text: str, start: int, end: int, position: int) -> tuple[int, int]:
    """The sentence that holds `position` within the paragraph `[start, end)`."""
    left = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if match.end() > position:
            return left, left + len(text[left : match.end()].rstrip())
        left = match.end()
    return left, end
