"""Query tree × opened segments → which articles match and how well.

Ranking is BM25F as Whoosh defines it (per field, K1 = 1.2, B = 0.75, idf = ln(N / (n + 1)) + 1; Robertson, Zaragoza and
Taylor, CIKM 2004), times the field's boost, with N, n and the average lengths over live articles only: neither the
order of imports nor merges nor deletions change a score. Prefixes and fuzzy words add a constant.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from archive.base.errors import Cancelled

from .arrays import Numbers
from .fields import FIELDS, stem_field
from .postings import Postings
from .queries import And, Days, Everything, Fuzzy, Node, Not, Or, Phrase, Prefix, Word
from .segment import Segment
from .vocabulary import Vocabulary, starting_with

K1, B = 1.2, 0.75
MAX_EXPANSIONS = 1024
CONSTANT_SCORE = 1.0
_CACHE_BYTES = 64 * 1024 * 1024
_PLACE_BITS = 32
_NO_PLACES = np.zeros(0, dtype=np.int64)

Mask = NDArray[np.bool_]
Scores = NDArray[np.float64]
Counts = tuple[Numbers, Numbers]
_Kept = TypeVar("_Kept")


class Matches(NamedTuple):
    """Over all documents of all segments: which match (deleted ones may be among them), and their scores."""

    mask: Mask
    scores: Scores


class PostingsCache:
    """Postings already read, kept for the next query; the least recently used go when they take too much memory."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[str, str, str], Postings] = OrderedDict()
        self._bytes = 0

    def of(self, segment: Segment, field: str, term: str) -> Postings:
        key = (segment.info.name, field, term)
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
            return found
        found = self._held[key] = segment.postings(field, term)
        self._bytes += _size(found)
        while self._bytes > _CACHE_BYTES:
            self._bytes -= _size(self._held.popitem(last=False)[1])
        return found

    def keep_only(self, names: set[str]) -> None:
        """Forgets the segments that are gone."""
        for key in [key for key in self._held if key[0] not in names]:
            self._bytes -= _size(self._held.pop(key))


def _size(postings: Postings) -> int:
    # 300 bytes is about what an entry takes beside its numbers.
    return 300 + sum(numbers.nbytes for numbers in postings)


class Collection:
    """The segments of one generation of the index, seen as one run of documents."""

    def __init__(self, segments: Sequence[Segment], postings: PostingsCache) -> None:
        self.segments = tuple(segments)
        self.postings = postings
        counts = [segment.info.documents for segment in self.segments]
        self.bases = [sum(counts[:index]) for index in range(len(counts))]
        self.size = sum(counts)
        self.live: Mask = np.ones(self.size, dtype=bool)
        for base, segment in zip(self.bases, self.segments, strict=True):
            if segment.info.deleted:
                self.live[[base + number for number in segment.info.deleted]] = False
        self.documents = int(self.live.sum())
        self.articles = self._joined([segment.articles for segment in self.segments], np.int64)
        self.first = self._joined([segment.first for segment in self.segments], np.int64)
        self.last = self._joined([segment.last for segment in self.segments], np.int64)
        self._lengths: dict[str, tuple[Scores, float]] = {}
        self._vocabularies: dict[str, Vocabulary] = {}
        self._kept: dict[str, Any] = {}

    @staticmethod
    def _joined(parts: Sequence[NDArray[Any]], dtype: Any) -> NDArray[Any]:
        return np.concatenate(parts).astype(dtype) if parts else np.zeros(0, dtype=dtype)

    def lengths(self, field: str) -> tuple[Scores, float]:
        """Each document's length in the field, and the average over live documents."""
        held = self._lengths.get(field)
        if held is None:
            lengths = self._joined([segment.lengths(field) for segment in self.segments], np.float64)
            mean = float(lengths[self.live].mean()) if self.documents else 0.0
            held = self._lengths[field] = (lengths, mean or 1.0)
        return held

    def vocabulary(self, field: str) -> Vocabulary:
        """The words of a field, over all segments."""
        held = self._vocabularies.get(field)
        if held is None:
            held = self._vocabularies[field] = Vocabulary(segment.lexicon(field) for segment in self.segments)
        return held

    def kept(self, name: str, make: Callable[[], _Kept]) -> _Kept:
        """What was made of these segments before, or is made now and kept as long as they are."""
        if name not in self._kept:
            self._kept[name] = make()
        found: _Kept = self._kept[name]
        return found

    def counts(self, field: str, terms: Iterable[str]) -> Counts:
        """The documents that hold any of the terms, ascending, and how often they hold them."""
        wanted = tuple(terms)
        numbers, weights = [], []
        for base, segment in zip(self.bases, self.segments, strict=True):
            for term in wanted:
                found = self.postings.of(segment, field, term)
                if len(found.documents):
                    numbers.append(found.documents + base)
                    weights.append(found.frequencies)
        return self._joined(numbers, np.int64), self._joined(weights, np.int64)

    def stems(self, field: str, root: str) -> Counts:
        """The same for every word of a stem: those that equal it, and those that only have it."""
        equal, counted = self.counts(field, (root,))
        others, more = self.counts(stem_field(field), (root,))
        return np.concatenate([equal, others]), np.concatenate([counted, more])


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
            case Word():
                return self._scored(node.fields, lambda field: self._word(node, field))
            case Phrase():
                return self._scored(node.fields, lambda field: self._phrase(node, field))
            case Prefix() | Fuzzy():
                return self._constant(node)

    def counts(self, phrase: Phrase, field: str) -> Counts:
        """The documents that hold the phrase in a field (deleted ones may be among them), and how often."""
        return self._phrase(phrase, field)

    def _poll(self) -> None:
        if self._cancelled():
            raise Cancelled

    def _every(self, parts: Sequence[Node]) -> Matches:
        mask, scores = self.matches(parts[0])
        for part in parts[1:]:
            more = self.matches(part)
            mask, scores = mask & more.mask, scores + more.scores
        return Matches(mask, scores)

    def _any(self, parts: Sequence[Node]) -> Matches:
        mask, scores = self.matches(parts[0])
        for part in parts[1:]:
            more = self.matches(part)
            mask = mask | more.mask
            scores = np.where(more.mask, scores + more.scores, scores)
        return Matches(mask, scores)

    def _word(self, word: Word, field: str) -> Counts:
        if word.root is not None and FIELDS[field].stemmed:
            return self._all.stems(field, word.root)
        return self._all.counts(field, (word.term,))

    def _scored(self, fields: Sequence[str], found: Callable[[str], Counts]) -> Matches:
        """BM25 in each field, added up."""
        mask = np.zeros(self._all.size, dtype=bool)
        scores = np.zeros(self._all.size)
        for field in fields:
            self._poll()
            numbers, counted = found(field)
            if not len(numbers):
                continue
            frequency = np.bincount(numbers, counted, minlength=self._all.size)
            held = frequency > 0
            lengths, mean = self._all.lengths(field)
            matching = int((held & self._all.live).sum())
            rarity = np.log(max(self._all.documents, 1) / (matching + 1)) + 1
            there = np.flatnonzero(held)
            often = frequency[there]
            damped = often * (K1 + 1) / (often + K1 * (1 - B + B * lengths[there] / mean))
            scores[there] += FIELDS[field].boost * rarity * damped
            mask |= held
        return Matches(mask, scores)

    def _phrase(self, phrase: Phrase, field: str) -> Counts:
        """The documents in which the terms stand at their places, and how often."""
        if len(phrase.parts) == 1:
            return self._all.counts(field, (phrase.parts[0][1],))
        documents, times = [], []
        for base, segment in zip(self._all.bases, self._all.segments, strict=True):
            self._poll()
            found, counted = np.unique(self._phrase_in(segment, phrase, field) >> _PLACE_BITS, return_counts=True)
            documents.append(found + base)
            times.append(counted)
        return np.concatenate([_NO_PLACES, *documents]), np.concatenate([_NO_PLACES, *times])

    def _phrase_in(self, segment: Segment, phrase: Phrase, field: str) -> Numbers:
        """Where the phrase begins: document << 32 | position, ascending."""
        parts = [(offset, self._all.postings.of(segment, field, term)) for offset, term in phrase.parts]
        parts.sort(key=lambda part: len(part[1].positions))
        starts: Numbers | None = None
        for offset, postings in parts:
            documents = np.repeat(postings.documents, postings.frequencies)
            places = (documents << _PLACE_BITS) + postings.positions + phrase.parts[-1][0] - offset
            starts = places if starts is None else starts[_among(starts, places)]
            if not len(starts):
                return _NO_PLACES
        assert starts is not None
        return starts

    def _prefix(self, prefix: Prefix, field: str, mask: Mask) -> None:
        runs = [starting_with(segment.lexicon(field), prefix.start) for segment in self._all.segments]
        chosen = _fewest(set().union(*runs))
        for base, segment, run in zip(self._all.bases, self._all.segments, runs, strict=True):
            self._poll()
            inside = mask[base : base + segment.info.documents]
            numbers = sorted(run[term] for term in chosen & run.keys())
            if numbers:
                inside[segment.documents(field, numbers)] = True

    def _fuzzy(self, fuzzy: Fuzzy, field: str, mask: Mask) -> None:
        """Optimal string alignment: a swap of neighbours counts as one edit."""
        near = self._all.vocabulary(field).within(fuzzy.term, fuzzy.edits)
        for term in _fewest({term for term, _ in near}):
            self._poll()
            mask[self._all.counts(field, (term,))[0]] = True

    def _constant(self, node: Prefix | Fuzzy) -> Matches:
        """Documents that hold any of the terms; the same score for each, however the segments lie."""
        mask = np.zeros(self._all.size, dtype=bool)
        for field in node.fields:
            self._poll()
            if isinstance(node, Prefix):
                self._prefix(node, field, mask)
            else:
                self._fuzzy(node, field, mask)
        return Matches(mask, np.where(mask, CONSTANT_SCORE, 0.0))


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
