"""Numbers in digits and words, as rules capture them: "2 1/2", "four-and-a-half", "a couple of"."""

import re
from collections.abc import Sequence

from .lexicon import english

_HOUR = re.compile(r"(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))?", re.ASCII)
_HALF = {"and a half": 0.5}
_FRACTIONS = {"1/2": 0.5, "1/4": 0.25, "3/4": 0.75, "1/8": 0.125, "3/8": 0.375, "5/8": 0.625, "7/8": 0.875}


def read(words: Sequence[str]) -> float | None:
    """The number, or None for a vague amount ("several", "a few", "some", "dozens of")."""
    meanings = english().numbers
    total, current, known = 0.0, 0.0, False
    words = [word for word in words if word not in ("-", "of")]
    if words[-3:] == ["and", "a", "half"]:
        whole = read(words[:-3])
        return None if whole is None else whole + 0.5
    if any(
        word in ("few", "several", "many", "some", "couple", "number", "handful", "numerous", "countless", "multiple")
        for word in words
    ):
        return None
    for word in words:
        if word[:1].isdigit():
            current += _FRACTIONS.get(word) or _digits(word)
        elif word in ("hundred", "thousand", "million", "billion", "dozen"):
            current = (current or 1) * meanings[word]
            if word != "hundred":
                total, current = total + current, 0.0
        elif word == "half":
            current = 0.5
        elif word in ("a", "an"):
            current = current or 1.0
        elif word in meanings:
            current += meanings[word]
        elif word != "and":
            return None
        known = True
    return total + current if known else None


def _digits(word: str) -> float:
    return float(word.replace(",", "")) if word.replace(",", "").replace(".", "", 1).isdigit() else 0.0


def written(number: float) -> str:
    """As a TIMEX3 value writes it: no point where it is whole."""
    return str(int(number)) if number == int(number) else f"{number:.3f}".rstrip("0")


def ordinal(words: Sequence[str]) -> int | None:
    """What an ordinal counts: "third" 3, "21st" 21, "twenty - first" 21."""
    meanings, numbers = english().ordinals, english().numbers
    total = 0
    for word in words:
        if word[:1].isdigit():
            total += int("".join(char for char in word if char.isdigit()))
        elif word in meanings:
            total += meanings[word]
        elif word in numbers:
            total += int(numbers[word])
    return total or None


def hour_of(word: str) -> tuple[int, int] | None:
    """Hour and minutes of a time on a clock of twelve hours ("9", "7:30"), without its half of the day; None for none."""
    match = _HOUR.fullmatch(word)
    return (int(match[1]), int(match[2] or 0)) if match else None
