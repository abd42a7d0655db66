"""Query tree × opened segments → which articles match and how well.

Ranking is BM25F as Whoosh defines it (per field, K1 = 1.2, B = 0.75, idf = ln(N / (n + 1)) + 1; Robertson, Zaragoza and
Taylor, CIKM 2004), times the field's boost, with N, n and the average lengths over live articles only: neither the
order of imports nor merges nor deletions change a score. Prefixes and fuzzy words add a constant.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from archive.base.errors import Cancelled

from .arrays import Array, Numbers
from .collection import Collection
from .fields import FIELDS, SEARCHED
from .queries import And, Days, Everything, Fuzzy, Node, Not, Or, Phrase, Prefix, Word
from .segment import LENGTHS, Counts, Segment
from .weights import Mask, Scores, Weights, is_frequent, joined, summed_up

K1, B = 1.2, 0.75
MAX_EXPANSIONS = 1024
CONSTANT_SCORE = 1.0
_PLACE_BITS = 32
_FEW = 16  # times as many documents as still match: only these are scored
_SEVERAL, _TOGETHER, _AHEAD = 4, 16, 3_000_000  # words of a query that are read together, and postings of them at most
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
        self._ahead: dict[tuple[str, bytes, bool], Counts] = {}

    def matches(self, node: Node) -> Matches:
        self.poll()
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
                weights, scores = self.scored(node), np.zeros(self._all.size)
                weights.add_to(scores)
                return Matches(weights.matching(self._all.size), scores)

    def living(self, node: Node) -> tuple[Numbers, Scores]:
        """The places of the documents that match and are not deleted, ascending, and their scores."""
        live = self._all.live
        if isinstance(node, Word | Phrase | Prefix | Fuzzy):
            self.poll()
            weights = self.scored(node)
            if not weights.whole:  # a few of many: nothing is made that is as long as the collection
                places = weights.documents.astype(np.int64)
                kept = slice(None) if self._all.whole else np.flatnonzero(live[places])
                return places[kept], weights.scores[kept].astype(np.float64)
        found = self.matches(node)
        places = np.flatnonzero(found.mask if self._all.whole else found.mask & live)
        return places, found.scores[places]

    def scored(self, node: Leaf) -> Weights:
        """The documents that match (deleted ones may be among them), and their scores; kept with the collection."""
        return self._all.scored.of(_nowhere(node), lambda: self._weighed(node))

    def _scored_among(self, node: Leaf, mask: Mask) -> Weights:
        """What `scored` gives, but where few documents still match only these: of a long query most words are then soon done."""
        known = self._all.scored.get(_nowhere(node))
        if known is not None or not isinstance(node, Word) or _FEW * int(np.count_nonzero(mask)) > self._all.size:
            return self.scored(node)
        return Weights.of(*self._of_these(node, mask))

    def rarity(self, node: Leaf) -> float:
        """The inverse document frequency of a word, over live documents; that of BM25F for one that stands in one field only."""
        if _nowhere(node) not in self._all.rarities:
            self._weighed(node)
        return self._all.rarities[_nowhere(node)]

    def _weighed(self, node: Leaf) -> Weights:
        match node:
            case Word():
                weights = self._of_word(node)
            case Phrase():
                weights = Weights.of(*self._of_some(node.fields, lambda field: self._phrase(node, field)))
            case _:
                mask = self._any_of(node)
                places = np.flatnonzero(mask)
                many = is_frequent(len(places), self._all.size)
                weights = (
                    Weights.everywhere(mask * CONSTANT_SCORE)
                    if many
                    else Weights.of(places, np.full(len(places), CONSTANT_SCORE))
                )
        self._all.rarities[_nowhere(node)] = self._rarity(weights.living(self._all.live, whole=self._all.whole))
        return weights

    def _of_word(self, word: Word) -> Weights:
        found = {field: counts for field in word.fields if len((counts := self._word(word, field))[0])}
        if all(FIELDS[field].boost for field in found) and any(
            is_frequent(len(there), self._all.size) for there, _ in found.values()
        ):
            return Weights.everywhere(self._of_all(found))
        return Weights.of(*self._of_some(list(found), found.__getitem__))

    def _rarity(self, matching: int) -> float:
        return float(np.log(max(self._all.documents, 1) / (matching + 1)) + 1)

    def counts(self, phrase: Phrase, field: str) -> Counts:
        """The documents that hold the phrase in a field (deleted ones may be among them), and how often."""
        return self._phrase(phrase, field)

    def poll(self) -> None:
        """Raises Cancelled when nobody waits any more."""
        if self._cancelled():
            raise Cancelled

    def _every(self, parts: Sequence[Node]) -> Matches:
        self._read_ahead(parts, 0)
        mask, scores = self.matches(parts[0])
        for number, part in enumerate(parts[1:], 1):
            if not mask.any():
                break
            self._read_ahead(parts, number)
            if isinstance(part, Word | Phrase | Prefix | Fuzzy):
                self.poll()
                weights = self._scored_among(part, mask)
                mask &= weights.matching(self._all.size)
                weights.add_to(scores)
            else:
                more = self.matches(part)
                mask &= more.mask
                scores += more.scores
        scores *= mask
        return Matches(mask, scores)

    def _any(self, parts: Sequence[Node]) -> Matches:
        self._read_ahead(parts, 0)
        mask, scores = self.matches(parts[0])
        for number, part in enumerate(parts[1:], 1):
            self._read_ahead(parts, number)
            if isinstance(part, Word | Phrase | Prefix | Fuzzy):
                self.poll()
                weights = self.scored(part)
                weights.match_in(mask)
                weights.add_to(scores)
            else:
                more = self.matches(part)
                mask |= more.mask
                scores += more.scores  # 0 where it does not match
        return Matches(mask, scores)

    def _word(self, word: Word, field: str) -> Counts:
        key = field, *_sought(word, field)
        if (ready := self._ahead.pop(key, None)) is not None:
            return ready
        if word.root is not None and FIELDS[field].stemmed:
            return self._all.stems(field, word.root)
        return self._all.counts(field, word.term)

    def _read_ahead(self, parts: Sequence[Node], number: int) -> None:
        """Reads many words of a long query at once, when it is the turn of the first of them."""
        step = max(1, min(_TOGETHER, _AHEAD // max(self._all.size, 1)))
        if number % step:
            return
        words = [
            part
            for part in parts[number : number + step]
            if isinstance(part, Word) and self._all.scored.get(_nowhere(part)) is None
        ]
        if len(words) < _SEVERAL:
            return
        self._ahead.clear()
        for field in FIELDS:
            self.poll()
            sought = list(dict.fromkeys(_sought(word, field) for word in words if field in word.fields))
            for key, counts in zip(sought, self._all.several(field, sought), strict=True):
                self._ahead[field, *key] = counts

    def _of_all(self, found: Mapping[str, Counts]) -> Scores:
        """BM25 in each field, added up, of every document there is: 0 where it holds the word nowhere."""
        scores = np.zeros(self._all.size)
        for field, (there, often) in found.items():
            self.poll()
            if not is_frequent(len(there), self._all.size):
                places, damped = self._of_field(field, there, often)
                scores[places] += damped
                continue
            times = np.bincount(there, often, self._all.size)
            rarity = self._rarity(int(np.count_nonzero(times if self._all.whole else times[self._all.live])))
            every = times * (K1 + 1)
            every /= np.add(times, self._damping_of_all(field), out=times)
            every *= FIELDS[field].boost * rarity
            scores += every
        return scores

    def _of_field(self, field: str, there: Numbers, often: Array) -> tuple[Numbers, Scores]:
        """The same of one field's documents."""
        if not _ascending(there):
            there, often = summed_up(there, often, self._all.size)
        return there, self._damped_times(field, there, often, self._all.living(there))

    def _of_some(self, fields: Sequence[str], found: Callable[[str], Counts]) -> tuple[Numbers, Scores]:
        """The same of the documents that hold it in some field."""
        parts: list[tuple[Numbers, Scores]] = []
        for field in fields:
            self.poll()
            there, often = found(field)
            if len(there):
                parts.append(self._of_field(field, there, often))
        return joined(parts, self._all.size)

    def _of_these(self, word: Word, among: Mask) -> tuple[Numbers, Scores]:
        """The same of those of these documents that hold it in some field."""
        parts: list[tuple[Numbers, Scores]] = []
        every = np.zeros(self._all.size, dtype=bool)
        for field in word.fields:
            self.poll()
            there, often = self._word(word, field)
            if not len(there):
                continue
            held = np.zeros(self._all.size, dtype=bool)
            held[there] = True
            held &= self._all.live
            every |= held
            kept = np.flatnonzero(among[there])
            there, often = there[kept], often[kept]
            if not _ascending(there):
                there, often = summed_up(there, often, self._all.size)
            parts.append((there, self._damped_times(field, there, often, int(np.count_nonzero(held)))))
        self._all.rarities.setdefault(_nowhere(word), self._rarity(int(np.count_nonzero(every))))
        return joined(parts, self._all.size)

    def _damped_times(self, field: str, there: Numbers, often: Array, living: int) -> Scores:
        damped: Scores = often * (K1 + 1) / (often + self._damping(field)[self._all.rounded(field)[there]])
        return damped * (FIELDS[field].boost * self._rarity(living))

    def prepare(self) -> None:
        """Works out what every word of a query needs, so that the first one need not wait for it."""
        for field in SEARCHED:
            self._all.rounded(field)
            self._damping(field)

    def _damping(self, field: str) -> Scores:
        """What each length that a document's field can have does to how often a word stands in it; kept with the collection."""
        return self._all.kept(f"damping {field}", lambda: K1 * (1 - B + B * LENGTHS / self._all.mean(field)))

    def _damping_of_all(self, field: str) -> Scores:
        """The same for each document; kept with the collection, once a word is asked for that is in many."""
        return self._all.kept(f"damping of all {field}", lambda: self._damping(field).take(self._all.rounded(field)))

    def _phrase(self, phrase: Phrase, field: str) -> Counts:
        """The documents in which the terms stand at their places, and how often."""
        if len(phrase.parts) == 1:
            return self._all.counts(field, phrase.parts[0][1])
        documents, times = [], []
        for base, segment in zip(self._all.bases, self._all.segments, strict=True):
            self.poll()
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
            self.poll()
            found = segment.starting_with(field, prefix.start)
            mask[base : base + segment.info.documents][found] = True

    def _fuzzy(self, fuzzy: Fuzzy, field: str, mask: Mask) -> None:
        """Optimal string alignment: a swap of neighbours counts as one edit."""
        terms = [term.encode() for term in _fewest(self._all.near(fuzzy, field))]
        for base, segment in zip(self._all.bases, self._all.segments, strict=True):
            self.poll()
            found = [number for term in terms if (number := segment.number(field, term)) is not None]
            if (lists := segment.lists(field)) is not None and found:
                mask[base + lists.holding(np.array(found))] = True

    def _any_of(self, node: Prefix | Fuzzy) -> Mask:
        """Documents that hold any of the terms: the same score for each, however the segments lie."""
        mask = np.zeros(self._all.size, dtype=bool)
        for field in node.fields:
            self.poll()
            if isinstance(node, Prefix):
                self._prefix(node, field, mask)
            else:
                self._fuzzy(node, field, mask)
        return mask


def _nowhere(node: Leaf) -> Leaf:
    """The same wherever it stands in a query."""
    return replace(node, start=0, end=0) if isinstance(node, Word) else node


def _sought(word: Word, field: str) -> tuple[bytes, bool]:
    """What stands for the word in the field: a stem, or the term."""
    stem = word.root is not None and FIELDS[field].stemmed
    return ((word.root or word.term) if stem else word.term).encode(), stem


def _ascending(documents: Numbers) -> bool:
    """Whether each is there once."""
    return bool((documents[1:] > documents[:-1]).all())


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
