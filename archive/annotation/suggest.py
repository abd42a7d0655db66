"""Sentences that resemble those already tagged: suggestions for a reader to take or leave, computed offline with numpy alone.

A sentence is a vector of TF-IDF weights over stems, pairs of neighbouring stems, the trigrams of its words, and the pairs of
neighbouring characters where it is Hangul, Han or Kana. A tag's score for it is the cosine to the middle of the tag's
sentences (Rocchio) mixed with that to the nearest of them, less what the other tags score; below a threshold nothing is said.
"""

import sys
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
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
) -> list[Suggestion]:
    """The sentences that resemble those tagged before, best first, at most `limit_per_tag` for each tag.

    `coded_by_tag` holds the texts tagged so far; `background` more sentences of the archive, so that common words weigh
    little. Sentences already tagged are for the caller to leave out of `sentences`.
    """
    tags = [tag for tag, texts in coded_by_tag.items() if len(texts) >= MIN_EXAMPLES]
    if not tags or not sentences:
        return []
    scores = score([sentence.text for sentence in sentences], {tag: coded_by_tag[tag] for tag in tags}, background)
    found: list[Suggestion] = []
    for column, tag in enumerate(tags):
        order = np.argsort(-scores[:, column], kind="stable")[:limit_per_tag]
        found += [
            Suggestion(tag, sentences[row].start, sentences[row].end, round(float(scores[row, column]), 4))
            for row in order
            if scores[row, column] >= threshold
        ]
    return sorted(found, key=lambda one: (-one.score, one.start, str(one.tag)))


def score(
    texts: Sequence[str], coded_by_tag: Mapping[Hashable, Sequence[str]], background: Sequence[str] = ()
) -> NDArray[np.float64]:
    """How much each text (row) resembles those of each tag (column), 0–1."""
    weights = _Weights([*texts, *(text for held in coded_by_tag.values() for text in held)], background)
    coded = [[weights.of(text) for text in held] for held in coded_by_tag.values()]
    lengths = [_length_of_middle(own) for own in coded]
    scores = np.zeros((len(texts), len(coded)))
    for first in range(0, len(texts), _AT_ONCE):
        looked_for = [weights.of(text) for text in texts[first : first + _AT_ONCE]]
        # What no text holds adds to no product: the table is as wide as the texts' own words, however much was tagged.
        numbers = {feature: number for number, feature in enumerate({name: None for row in looked_for for name in row})}
        wanted = _table(looked_for, numbers)
        for column, (own, length) in enumerate(zip(coded, lengths, strict=True)):
            known = _table(own, numbers)
            nearest = (wanted @ known.T).max(axis=1)
            centre = wanted @ (known.mean(axis=0) / length) if length else 0.0
            share = _CENTROID_SHARE * centre + (1 - _CENTROID_SHARE) * nearest
            scores[first : first + _AT_ONCE, column] = share
    if scores.shape[1] > 1:
        ordered = np.sort(scores, axis=1)
        best, second = ordered[:, -1:], ordered[:, -2:-1]
        rivals = np.where(scores == best, second, best)
        scores = scores - _RIVAL_SHARE * rivals
    return np.asarray(np.clip(scores, 0.0, 1.0), dtype=np.float64)


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


def _table(rows: Sequence[Mapping[str, float]], numbers: Mapping[str, int]) -> NDArray[np.float64]:
    """The rows over the features that have a number."""
    table = np.zeros((len(rows), max(len(numbers), 1)))
    for place, row in enumerate(rows):
        for feature, weight in row.items():
            number = numbers.get(feature)
            if number is not None:
                table[place, number] = weight
    return table
