"""Sentences that resemble those already tagged: suggestions for a reader to take or leave, computed offline with numpy alone.

A sentence is a vector of TF-IDF weights over stems, pairs of neighbouring stems, the trigrams of its words, and the pairs of
neighbouring characters where it is Hangul, Han or Kana. A tag's score for it is the cosine to the middle of the tag's
sentences (Rocchio) mixed with that to the nearest of them, less what the other tags score; below a threshold nothing is said.
"""

import sys
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt
from typing import Final, NamedTuple

import numpy as np
import regex
import Stemmer
from numpy.typing import NDArray

from archive.base.sentences import words

# A tag learns from this many passages on.
MIN_EXAMPLES: Final = 2
THRESHOLD: Final = 0.12
_CENTROID_SHARE: Final = 0.6
_RIVAL_SHARE: Final = 0.3
_GRAM_WEIGHT: Final = 0.35
_PAIR_WEIGHT: Final = 0.7
_GRAM: Final = 4
_CJK: Final = regex.compile(r"[\p{Hangul}\p{Han}\p{Hiragana}\p{Katakana}]+")
_STEMMER: Final = Stemmer.Stemmer("english")
_STOP: Final = frozenset(
    "a an the and or but of to in on at by for from with without as is are was were be been being has have had do does did"
    " it its he she they them his her their this that these those who whom which what when where while than then there here"
    " i we you our your my me us not no so if into onto over under about after before between during up down out off again"
    " more most some any each all such only own same can could will would may might must should said says say also".split()
)


Check = Callable[[], object]


def _unhindered() -> None:
    """Nobody asks for an end."""


class Sentence(NamedTuple):
    """A sentence of the article being read."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A sentence that may deserve a tag; `score` is 0–1, higher is likelier."""

    tag: Hashable
    start: int
    end: int
    score: float


def suggestions(
    sentences: Sequence[Sentence],
    coded_by_tag: Mapping[Hashable, Sequence[str]],
    *,
    background: Sequence[str] = (),
    limit_per_tag: int = 5,
    threshold: float = THRESHOLD,
    check: Check = _unhindered,
) -> list[Suggestion]:
    """The sentences that resemble those tagged before, best first, at most `limit_per_tag` for each tag.

    `coded_by_tag` holds the texts tagged so far; `background` more sentences of the archive, so that common words weigh
    little. Sentences already tagged are for the caller to leave out of `sentences`. `check` is called every few hundred
    sentences; what it raises ends the work.
    """
    tags = [tag for tag, texts in coded_by_tag.items() if len(texts) >= MIN_EXAMPLES]
    if not tags or not sentences:
        return []
    texts, coded = [sentence.text for sentence in sentences], {tag: coded_by_tag[tag] for tag in tags}
    near: list[list[tuple[float, int]]] = [
        [] for _ in tags
    ]  # of each tag: −score and row, for a book has many thousand sentences
    for first, scores in _scored(texts, coded, background, check):
        for row, column in zip(*np.nonzero(scores >= threshold), strict=True):
            near[column].append((-float(scores[row, column]), first + int(row)))
    found = [
        Suggestion(tag, sentences[row].start, sentences[row].end, round(-negative, 4))
        for tag, held in zip(tags, near, strict=True)
        for negative, row in sorted(held)[:limit_per_tag]
    ]
    return sorted(found, key=lambda one: (-one.score, one.start, str(one.tag)))


def score(
    texts: Sequence[str], coded_by_tag: Mapping[Hashable, Sequence[str]], background: Sequence[str] = ()
) -> NDArray[np.float64]:
    """How much each text (row) resembles those of each tag (column), 0–1. Every tag has a text."""
    parts = [scores for _, scores in _scored(texts, coded_by_tag, background, _unhindered)]
    return np.concatenate(parts) if parts else np.zeros((0, len(coded_by_tag)))


def _scored(
    texts: Sequence[str], coded_by_tag: Mapping[Hashable, Sequence[str]], background: Sequence[str], check: Check
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Some hundred texts at a time: the number of the first, and their scores."""
    weights = _Weights([*texts, *(text for held in coded_by_tag.values() for text in held)], background)
    coded = [[weights.of(text) for text in held] for held in coded_by_tag.values()]
    counts = np.array([len(own) for own in coded])
    lengths = np.array([_length_of_middle(own) for own in coded])
    shares = np.divide(1.0, counts * lengths, out=np.zeros(len(coded)), where=lengths > 0)[:, None]
    begins = np.concatenate([[0], np.cumsum(counts)[:-1]])
    numbers: dict[str, int] = {}
    known = _Entries.of(
        [row for own in coded for row in own], lambda feature: numbers.setdefault(feature, len(numbers))
    )
    for first in range(0, len(texts), _AT_ONCE):
        check()
        rows = [weights.of(text) for text in texts[first : first + _AT_ONCE]]
        alike = _products(known, _Entries.of(rows, numbers.get), len(numbers), int(counts.sum()), len(rows))
        nearest = np.maximum.reduceat(alike, begins, axis=0)
        centre = np.add.reduceat(alike, begins, axis=0) * shares
        scores = (_CENTROID_SHARE * centre + (1 - _CENTROID_SHARE) * nearest).T
        if len(coded) > 1:
            second, best = np.partition(scores, -2, axis=1)[:, -2:].T[:, :, None]
            scores = scores - _RIVAL_SHARE * np.where(scores == best, second, best)
        yield first, np.clip(scores, 0.0, 1.0)


class _Entries(NamedTuple):
    """Rows of features, one entry for each feature of each: its row, its number, its weight."""

    rows: NDArray[np.int64]
    features: NDArray[np.int64]
    weights: NDArray[np.float64]

    @staticmethod
    def of(rows: Sequence[Mapping[str, float]], number: Callable[[str], int | None]) -> "_Entries":
        """Features that have no number are left out."""
        found = [
            (place, numbered, weight)
            for place, row in enumerate(rows)
            for feature, weight in row.items()
            if (numbered := number(feature)) is not None
        ]
        places, features, weights = zip(*found, strict=True) if found else ((), (), ())
        return _Entries(np.array(places, np.int64), np.array(features, np.int64), np.array(weights, np.float64))


def _products(known: _Entries, looked_for: _Entries, features: int, high: int, wide: int) -> NDArray[np.float64]:
    """The product of each known row (`high` of them) with each that is looked for (`wide`), over the features that both hold.

    Nearly all pairs share next to nothing: a table of all words would be thousands of columns of zeros.
    """
    order = np.argsort(looked_for.features, kind="stable")
    rows, weights = looked_for.rows[order], looked_for.weights[order]
    ends = np.cumsum(np.bincount(looked_for.features, minlength=features))
    many = np.bincount(looked_for.features, minlength=features)[known.features]  # rows that hold an entry's feature
    begin = ends[known.features] - many
    whole = np.zeros(high * wide)
    behind = np.cumsum(many)
    at = 0
    while at < len(many):
        done = int(behind[at - 1]) if at else 0
        to = max(at + 1, int(np.searchsorted(behind, done + _PAIRS_AT_ONCE, side="right")))
        repeated = np.repeat(np.arange(at, to), many[at:to])
        place = np.arange(len(repeated)) - (behind[repeated] - many[repeated] - done) + begin[repeated]
        product = known.weights[repeated] * weights[place]
        whole += np.bincount(known.rows[repeated] * wide + rows[place], product, minlength=high * wide)
        at = to
    return whole.reshape(high, wide)


def _length_of_middle(rows: Sequence[Mapping[str, float]]) -> float:
    whole: dict[str, float] = {}
    for row in rows:
        for feature, weight in row.items():
            whole[feature] = whole.get(feature, 0.0) + weight
    return sqrt(sum(each * each for each in whole.values())) / max(len(rows), 1)


class _Features(NamedTuple):
    """The features of a text, each once, and how often it holds each: small, since thousands are kept, and each name once for all."""

    names: tuple[str, ...]
    times: tuple[int, ...]


@lru_cache(maxsize=20_000)
def _features(text: str) -> _Features:
    found: Counter[str] = Counter()
    stems: list[str] = []
    for span in words(text):
        word = text[span.start : span.end].casefold().replace("’", "'").removesuffix("'s")
        found.update(f"c{a}{b}" for run in _CJK.findall(word) for a, b in pairwise(run))
        if word in _STOP or _CJK.search(word):
            continue
        stem = "#" if word[0].isdigit() else str(_STEMMER.stemWord(word))
        stems.append(stem)
        found.update(f"g{word[place : place + _GRAM]}" for place in range(len(word) - _GRAM + 1))
    found.update(f"w{stem}" for stem in stems)
    found.update(f"p{one} {two}" for one, two in pairwise(stems))
    return _Features(tuple(map(sys.intern, found)), tuple(found.values()))


_AT_ONCE: Final = 300  # sentences: a book's worth at once would take a table of hundreds of megabytes
_PAIRS_AT_ONCE: Final = 1_000_000  # of entries whose products are added up: a few dozen megabytes
_KIND_WEIGHT: Final = {"w": 1.0, "c": 1.0, "p": _PAIR_WEIGHT, "g": _GRAM_WEIGHT}


class _Weights:
    """What each feature of a text weighs among all of them; the background only counts features."""

    def __init__(self, texts: Sequence[str], background: Sequence[str]) -> None:
        self._holding: Counter[str] = Counter()
        for text in (*texts, *background):
            self._holding.update(_features(text).names)
        self._total = len(texts) + len(background)

    def of(self, text: str) -> dict[str, float]:
        """A text as a vector of unit length; empty where it shares no feature with another."""
        row = {}
        for feature, times in zip(*_features(text), strict=True):
            holding = self._holding[feature]
            if holding > 1:
                idf = log((1 + self._total) / (1 + holding)) + 1
                row[feature] = (1 + log(times)) * idf * _KIND_WEIGHT[feature[0]]
        length = sqrt(sum(each * each for each in row.values()))
        return {feature: each / length for feature, each in row.items()}
