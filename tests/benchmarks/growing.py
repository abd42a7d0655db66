"""Collections whose vocabulary grows without end, as that of real ones does: short news articles, the same on every machine.

A word's rank is drawn by Zipf's law with a flat top (Mandelbrot 1953) over so many ranks that the number of different words grows as a
power of the number of all (Heaps 1978): about 120,000 in 19,000 articles and 340,000 in 100,000. The words are made of syllables.
`article(n)` depends on nothing but `n`.
"""

import datetime
from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from tests.benchmarks.generator import CODAS, FIRST_DAY, ONSETS, PUBLISHERS, VOWELS, Made

_EXPONENT, _FLAT, _RANKS = 1.4, 14, 2_000_000
_ODDS = np.cumsum(1.0 / (np.arange(1, _RANKS + 1) + _FLAT) ** _EXPONENT)
_ODDS /= _ODDS[-1]
_MEDIAN_WORDS, _SPREAD = 140, 0.45  # of a text: about 900 bytes
_SYLLABLES = [onset + vowel + coda for onset in ONSETS for vowel in VOWELS for coda in CODAS]
_PLACES = "Norhaven Tessaly Birkmouth Odenvale Quillport Saltmere Varnholm Estermark Lindow Karsby".split()


@lru_cache(maxsize=1 << 20)
def word(rank: int) -> str:
    """The word of a rank, from 0: short ones are frequent, as in languages (Zipf 1949)."""
    number, said = rank * 5 + 3, ""
    while True:
        number, syllable = divmod(number, len(_SYLLABLES))
        said += _SYLLABLES[(syllable * 499 + 7) % len(_SYLLABLES)]
        if not number:
            return said


def _words(chance: np.random.Generator, count: int) -> list[str]:
    return [word(rank) for rank in np.searchsorted(_ODDS, chance.random(count)).tolist()]


def article(number: int) -> Made:
    """The article with this number: a headline, three to a dozen sentences, now and then a figure, a name, a day, a quotation."""
    chance = np.random.default_rng(number)
    count = max(40, min(2000, int(chance.lognormal(np.log(_MEDIAN_WORDS), _SPREAD))))
    words = _words(chance, count + 10)
    head, rest = words[:8], words[10:]
    sentences, at = [], 0
    while at < len(rest):
        size = int(chance.integers(8, 28))
        sentences.append(_sentence(chance, rest[at : at + size]))
        at += size
    day = datetime.date.fromordinal(FIRST_DAY + int(chance.integers(0, 10_000)))
    place = _PLACES[int(chance.integers(0, len(_PLACES)))]
    sentences[0] = f"{place.upper()}, {day:%b} {day.day} - {sentences[0]}"
    paragraphs = [" ".join(sentences[start : start + 2]) for start in range(0, len(sentences), 2)]
    return Made(
        number,
        " ".join(head).capitalize(),
        f"{words[8].title()} {words[9].title()}",
        PUBLISHERS[int(chance.integers(0, len(PUBLISHERS)))],
        None if number % 15 == 0 else day,
        "en",
        tuple(paragraphs),
    )


def _sentence(chance: np.random.Generator, words: list[str]) -> str:
    kind = int(chance.integers(0, 8))
    middle = len(words) // 2
    if kind == 0:
        words[middle] = f"{int(chance.integers(1, 90_000)):,}"
    elif kind == 1:
        words[middle] = words[middle].title()
        words[-1] += " percent"
    elif kind == 2:
        words[0], words[middle] = f'"{words[0].capitalize()}', words[middle] + ',"'
        return " ".join(words) + " said."
    elif kind == 3:
        words[middle] += "'s"
        words[middle - 1] += ","
    return " ".join(words)[:1].upper() + " ".join(words)[1:] + "."


def collection(count: int, start: int = 0) -> Iterator[Made]:
    """`count` articles from number `start`."""
    return (article(number) for number in range(start, start + count))
