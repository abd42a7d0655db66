"""Which words of texts say what they are about, and how much more one lot of texts uses a word than another does. Pure."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

import resources
from archive.base.text import folded

LEAST_SYLLABLES: Final = 2
MOST_SYLLABLES: Final = 12
_HANGUL: Final = re.compile("[\uac00-\ud7a3]+")
_LETTER: Final = re.compile(r"[^\W\d_]")
Shares = NDArray[np.float64]


class Lexicon(NamedTuple):
    """Words of grammar, folded, and the particles that Korean words may carry, the longest first."""

    plain: frozenset[str]
    particles: tuple[str, ...]


@cache
def lexicon() -> Lexicon:
    """As the files of the lexicon have it."""
    shared = tomllib.loads(resources.text("lexicon", "alike.toml"))
    own = tomllib.loads(resources.text("lexicon", "terms.toml"))
    particles = {*shared["korean"].split(), *own["particles"].split()}
    words = " ".join([shared["english"], own["english"], own["korean"]]).split()
    return Lexicon(frozenset(map(folded, words)), tuple(sorted(particles, key=lambda each: (-len(each), each))))


def says_something(term: str, *, plain: bool = False) -> bool:
    """Whether a folded term is worth listing: two characters, one of them a letter; words of grammar only with `plain`."""
    return len(term) > 1 and _LETTER.search(term) is not None and (plain or term not in lexicon().plain)


def korean(texts: Iterable[str], *, plain: bool = False) -> Counter[str]:
    """Korean words without their particles, with how many words were so written; words of grammar only with `plain`.

    Endings of verbs stay on. Words of one syllable and runs that no word fills (more than 12 syllables) are left out.
    """
    raw: Counter[str] = Counter()
    for text in texts:
        raw.update(_HANGUL.findall(folded(text)))
    held = lexicon()
    found: Counter[str] = Counter()
    for word, times in raw.items():
        if plain:
            kept = word
        else:
            kept = "" if word in held.plain else _without_particle(word, held.particles)
        if LEAST_SYLLABLES <= len(kept) <= MOST_SYLLABLES and (plain or kept not in held.plain):
            found[kept] += times
    return found


def _without_particle(word: str, particles: tuple[str, ...]) -> str:
    for particle in particles:
        if word.endswith(particle) and len(word) - len(particle) >= LEAST_SYLLABLES:
            return word[: -len(particle)]
    return word


def log_likelihood(times: NDArray[Any], elsewhere: NDArray[Any], size: float, rest: float) -> Shares:
    """G², with a minus where the word is rarer here than elsewhere: how surely its share differs between two lots of texts.

    `times` of `size` words here, `elsewhere` of `rest` words there. The likelihood ratio of two binomial shares against one:
    Dunning, "Accurate methods for the statistics of surprise and coincidence", Computational Linguistics 19 (1993) 61–74,
    section 5. χ² with one degree of freedom: 3.84 is p = 0.05, 10.83 is p = 0.001.
    """
    if size <= 0 or rest <= 0:
        return np.zeros(len(times))
    shared = (times + elsewhere) / (size + rest)
    cells = ((times, size), (elsewhere, rest))
    total = np.zeros(len(times))
    for observed, of in cells:
        total += _part(observed, of * shared) + _part(np.maximum(of - observed, 0), of * (1 - shared))
    signed: Shares = np.where(times / size >= elsewhere / rest, 1.0, -1.0) * np.maximum(2 * total, 0)
    return signed


def _part(observed: NDArray[Any], expected: Shares) -> Shares:
    """Observed × ln(observed / expected), 0 where nothing was observed."""
    there = (observed > 0) & (expected > 0)
    found = np.zeros(len(observed))
    found[there] = observed[there] * np.log(observed[there] / expected[there])
    return found
