"""Query tree × opened segments → which articles match and how well.

Ranking is BM25F as Whoosh defines it (per field, K1 = 1.2, B = 0.75, idf = ln(N / (n + 1)) + 1; Robertson, Zaragoza and
Taylor, CIKM 2004), times the field's boost, with N, n and the average lengths over live articles only: neither the
order of imports nor merges nor deletions change a score. Prefixes and fuzzy words add a constant.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from archive.base.errors import Cancelled

from .arrays import Array, Numbers
from .collection import Collection, Counts, Mask, Scores
from .fields import FIELDS, SEARCHED
from .queries import And, Days, Everything, Fuzzy, Node, Not, Or, Phrase, Prefix, Word
from .segment import Segment

K1, B = 1.2, 0.75
MAX_EXPANSIONS = 1024
CONSTANT_SCORE = 1.0
_PLACE_BITS = 32
_FEW = 16  # times as many documents as still match: only these are scored
Leaf = Word | Phrase | Prefix | Fuzzy
_NO_PLACES = np.zeros(0, dtype=np.int64)


class Matches(NamedTuple):
    """Over all documents of all segments: which match (deleted ones may be among them), and their scores."""

    mask: Mask
    scores: Scores


class Evaluation:
    """One query over one collection; polls `cancelled` as it goes and raises Cancelled."""

    def __init__(self, collection: Collection, cancelled: Callable[[], bool]) -> None:
        self._all = collection
        self._cancelled = cancelled

    def matches(self, node: Node) -> Matches:
        self._poll()
        match node:
            case And(parts):
                return self._every(parts)
            case Or(parts):
                return self._any(parts)
            case Not(part):
                return Matches(~self.matches(part).mask, np.zeros(self._all.size))
            case Everything():
                return Matches(np.ones(self._all.size, dtype=bool), np.zeros(self._all.size))
            case Days(first, last):
                dated = self._all.last > 0
                mask = dated & (self._all.first <= last) & (self._all.last >= first)
                return Matches(mask, np.zeros(self._all.size))
            case Word() | Phrase() | Prefix() | Fuzzy():
                return self._spread(*self.scored(node))

    def scored(self, node: Leaf) -> tuple[Array, Array]:
        """The documents that match, ascending (deleted ones may be among them), and their scores; kept with the collection."""
        return self._all.scored.of(_nowhere(node), lambda: self._weighed(node))

    def _scored_among(self, node: Leaf, mask: Mask) -> tuple[Array, Array]:
        """What `scored` gives, but where few documents still match only these: of a long query most words are then soon done."""
        known = self._all.scored.get(_nowhere(node))
        if known is not None or not isinstance(node, Word) or _FEW * int(np.count_nonzero(mask)) > self._all.size:
            return self.scored(node)
        found = {field: self._word(node, field) for field in node.fields}
        if _nowhere(node) not in self._all.rarities:
            every = np.zeros(self._all.size, dtype=bool)
            for there, _ in found.values():
                every[there] = True
            self._all.rarities[_nowhere(node)] = self._rarity(int((every & self._all.live).sum()))
        places, scores = self._scored(node.fields, found.__getitem__, mask)
        return places, scores.astype(np.float32)

    def rarity(self, node: Leaf) -> float:
        """The inverse document frequency of a word, over live documents; that of BM25F for one that stands in one field only."""
        if _nowhere(node) not in self._all.rarities:
            self._weighed(node)
        return self._all.rarities[_nowhere(node)]

    def _weighed(self, node: Leaf) -> tuple[Array, Array]:
        places, scores = self._found(node)
        # Four bytes each: the words of a long query would not fit otherwise, and seven digits order as well.
        places, scores = places.astype(np.int32), scores.astype(np.float32)
        self._all.rarities[_nowhere(node)] = self._rarity(self._all.living(places))
        return places, scores

    def _rarity(self, matching: int) -> float:
        return float(np.log(max(self._all.documents, 1) / (matching + 1)) + 1)

    def _found(self, node: Leaf) -> tuple[Numbers, Scores]:
        match node:
            case Word():
                return self._scored(node.fields, lambda field: self._word(node, field))
            case Phrase():
                return self._scored(node.fields, lambda field: self._phrase(node, field))
            case _:
                places = np.flatnonzero(self._any_of(node))
                return places, np.full(len(places), CONSTANT_SCORE)

    def _spread(self, places: Array, values: Array) -> Matches:
        mask, scores = np.zeros(self._all.size, dtype=bool), np.zeros(self._all.size)
        mask[places] = True
        scores[places] = values
        return Matches(mask, scores)

    def counts(self, phrase: Phrase, field: str) -> Counts:
        """The documents that hold the phrase in a field (deleted ones may be among them), and how often."""
        return self._phrase(phrase, field)

    def _poll(self) -> None:
        if self._cancelled():
            raise Cancelled

    def _every(self, parts: Sequence[Node]) -> Matches:
        mask, scores = self.matches(parts[0])
        for part in parts[1:]:
            if not mask.any():
                break
            if isinstance(part, Word | Phrase | Prefix | Fuzzy):
                self._poll()
                places, values = self._scored_among(part, mask)
                held = np.zeros(self._all.size, dtype=bool)
                held[places] = True
                mask &= held
                scores[places] += values
            else:
                more = self.matches(part)
                mask &= more.mask
                scores += more.scores
        scores *= mask
        return Matches(mask, scores)

    def _any(self, parts: Sequence[Node]) -> Matches:
        mask, scores = self.matches(parts[0])
        for part in parts[1:]:
            if isinstance(part, Word | Phrase | Prefix | Fuzzy):
                self._poll()
                places, values = self.scored(part)
                mask[places] = True
                scores[places] += values
            else:
                more = self.matches(part)
                mask |= more.mask
                scores += more.scores  # 0 where it does not match
        return Matches(mask, scores)

    def _word(self, word: Word, field: str) -> Counts:
        if word.root is not None and FIELDS[field].stemmed:
            return self._all.stems(field, word.root)
        return self._all.counts(field, word.term)

    def _scored(
        self, fields: Sequence[str], found: Callable[[str], Counts], among: Mask | None = None
    ) -> tuple[Numbers, Scores]:
        """BM25 in each field, added up; of these documents only, if any are given."""
        parts: list[tuple[Numbers, Scores]] = []
        for field in fields:
            self._poll()
            there, often = found(field)
            if len(there):
                rarity = self._rarity(self._all.living(there))
                if among is not None:
                    kept = among[there]
                    there, often = there[kept], often[kept]
                damped = often * (K1 + 1) / (often + self._damping(field)[there])
                parts.append((there, damped * (FIELDS[field].boost * rarity)))
        if len(parts) == 1:
            return parts[0]
        documents = np.concatenate([_NO_PLACES, *(there for there, _ in parts)])
        values = np.concatenate([[], *(each for _, each in parts)])
        scores: Any = np.bincount(documents, values, self._all.size)
        # Each has some, however frequent the word.
        places = np.flatnonzero(scores)
        return places, scores[places]

    def prepare(self) -> None:
        """Works out what every word of a query needs, so that the first one need not wait for it."""
        for field in SEARCHED:
            self._damping(field)

    def _damping(self, field: str) -> Scores:
        """What the length of each document's field does to how often a word stands in it; kept with the collection."""
        return self._all.kept(f"damping {field}", partial(self._damped, field))

    def _damped(self, field: str) -> Scores:
        lengths, mean = self._all.lengths(field)
        damping: Scores = K1 * (1 - B + B * lengths / mean)
        return damping

    def _phrase(self, phrase: Phrase, field: str) -> Counts:
        """The documents in which the terms stand at their places, and how often."""
        if len(phrase.parts) == 1:
            return self._all.counts(field, phrase.parts[0][1])
        documents, times = [], []
        for base, segment in zip(self._all.bases, self._all.segments, strict=True):
            self._poll()
            found = self._phrase_in(segment, phrase, field) >> _PLACE_BITS
            if not len(found):
                continue
            begins = np.flatnonzero(np.diff(found, prepend=-1))
            documents.append(found[begins] + base)
            times.append(np.diff(begins, append=len(found)))
        return np.concatenate([_NO_PLACES, *documents]), np.concatenate([_NO_PLACES, *times])

    def _phrase_in(self, segment: Segment, phrase: Phrase, field: str) -> Numbers:
        """Where the phrase begins: document << 32 | position, ascending."""
        lists = segment.lists(field)
        numbers = [(offset, segment.number(field, term.encode())) for offset, term in phrase.parts]
        parts = [(offset, number) for offset, number in numbers if number is not None]
        if lists is None or len(parts) < len(numbers):
            return _NO_PLACES
        parts.sort(key=lambda part: int(lists.places[part[1] + 1] - lists.places[part[1]]))
        starts: Numbers | None = None
        for offset, number in parts:
            postings = lists.postings(number) if starts is None else lists.among(number, starts >> _PLACE_BITS)
            documents = np.repeat(postings.documents, postings.frequencies)
            places = (documents << _PLACE_BITS) + postings.positions + phrase.parts[-1][0] - offset
            starts = places if starts is None else starts[_among(starts, places)]
            if not len(starts):
                return _NO_PLACES
        assert starts is not None
        return starts

    def _prefix(self, prefix: Prefix, field: str, mask: Mask) -> None:
        for base, segment in zip(self._all.bases, self._all.segments, strict=True):
            self._poll()
            found = segment.starting_with(field, prefix.start)
            mask[base : base + segment.info.documents][found] = True

    def _fuzzy(self, fuzzy: Fuzzy, field: str, mask: Mask) -> None:
        """Optimal string alignment: a swap of neighbours counts as one edit."""
        terms = [term.encode() for term in _fewest(self._all.near(fuzzy, field))]
        for base, segment in zip(self._all.bases, self._all.segments, strict=True):
            self._poll()
            found = [number for term in terms if (number := segment.number(field, term)) is not None]
            if (lists := segment.lists(field)) is not None and found:
                mask[base + lists.holding(np.array(found))] = True

    def _any_of(self, node: Prefix | Fuzzy) -> Mask:
        """Documents that hold any of the terms: the same score for each, however the segments lie."""
        mask = np.zeros(self._all.size, dtype=bool)
        for field in node.fields:
            self._poll()
            if isinstance(node, Prefix):
                self._prefix(node, field, mask)
            else:
                self._fuzzy(node, field, mask)
        return mask


def _nowhere(node: Leaf) -> Leaf:
    """The same wherever it stands in a query."""
    return replace(node, start=0, end=0) if isinstance(node, Word) else node


def _among(wanted: Numbers, ascending: Numbers) -> Mask:
    """Which of the wanted numbers are among the others."""
    if not len(ascending):
        return np.zeros(len(wanted), dtype=bool)
    at = np.minimum(np.searchsorted(ascending, wanted), len(ascending) - 1)
    found: Mask = ascending[at] == wanted
    return found


def _fewest(terms: Iterable[str]) -> set[str]:
    """As many as are looked up: the shortest, which are the likeliest to be meant; the segments have no say in it."""
    return set(sorted(terms, key=lambda term: (len(term), term))[:MAX_EXPANSIONS])
