"""The posting lists of one field, term after term, in arrays: made from occurrences, joined, kept, and read back.

Terms stand in the order of their UTF-8. A term's documents ascend; beside each stands how often it holds the term, and, where
positions are kept, all positions of all documents follow each other in the same order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .arrays import Array, Numbers
from .beginnings import united
from .packed import Packed, summed
from .postings import Postings

_AT_ONCE = 1 << 21  # positions and postings that are joined, or added up, together
_SEVERAL = 4  # so many terms are sooner read one by one
_MANY = 4  # one of so many of a term's documents
_FEW = 16  # documents whose positions are sooner read stretch by stretch
_NO_NUMBERS = np.zeros(0, np.int32)
_NOWHERE = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """`lexicon` are the terms, each between line ends (empty without terms); `starts` where each one's postings begin (and the
    last ones end), `places` the same of its positions. `gaps` are how far each document is behind the term's document before
    (the first one's: its number), `repeats` how often a document holds a term beyond once.
    """

    lexicon: bytes
    starts: Array
    gaps: Packed
    repeats: Packed
    places: Array
    positions: Packed

    @classmethod
    def of(cls, lexicon: bytes, counts: Numbers, documents: Array, frequencies: Array, positions: Array) -> "Lists":
        """From the postings of a lexicon's terms in order; `counts` says how many each has."""
        starts = summed(counts)
        firsts = starts[:-1]
        gaps = documents.astype(np.int32)
        gaps[1:] -= documents[:-1]
        gaps[firsts] = documents[firsts]
        return cls(
            lexicon,
            short(starts),
            Packed.of(gaps),
            Packed.of(frequencies - 1),
            short(summed(frequencies)[starts]),
            Packed.of(positions),
        )

    @classmethod
    def read(cls, arrays: Mapping[str, Array], field: str) -> "Lists | None":
        """From the arrays of a segment; None for a field without terms."""
        if f"{field}.lexicon" not in arrays:
            return None
        lexicon = arrays[f"{field}.lexicon"].tobytes()
        terms = lexicon.count(b"\n") - 1
        starts = summed(Packed.read(arrays, f"{field}.counts", terms).part(0, terms))
        size = int(starts[-1])
        repeats = Packed.read(arrays, f"{field}.repeats", size)
        places = starts + repeats.sums(starts)
        return cls(
            lexicon,
            short(starts),
            Packed.read(arrays, f"{field}.gaps", size),
            repeats,
            short(places),
            Packed.read(arrays, f"{field}.positions", int(places[-1])),
        )

    def arrays(self, field: str) -> dict[str, Array | bytes]:
        """What is kept of it."""
        return {
            f"{field}.lexicon": self.lexicon,
            **Packed.of(np.diff(self.starts)).arrays(f"{field}.counts"),
            **self.gaps.arrays(f"{field}.gaps"),
            **self.repeats.arrays(f"{field}.repeats"),
            **self.positions.arrays(f"{field}.positions"),
        }

    def terms(self) -> list[bytes]:
        """All terms, in order."""
        return self.lexicon[1:-1].split(b"\n") if self.lexicon else []

    def postings(self, number: int) -> Postings:
        """Of the term with this number, from 0."""
        return self.between(number, number + 1)

    def between(self, first: int, last: int, kind: type[np.integer[Any]] = np.int64) -> Postings:
        """Of the terms from one number to another, one after the other; in a narrower kind if asked."""
        start, end = int(self.places[first]), int(self.places[last])
        often = self.repeats.part(int(self.starts[first]), int(self.starts[last]), kind)
        often += 1
        return Postings(self.run(first, last, kind), often, self.positions.part(start, end, kind))

    def counts(self, number: int) -> tuple[Numbers, Numbers]:
        """The documents that hold the term with this number, and how often."""
        return self.run(number, number + 1), self._frequencies(number, number + 1)

    def together(self, numbers: Numbers) -> tuple[Array, Array]:
        """The documents that hold any of these terms, term after term, and how often."""
        if 0 < len(numbers) <= _SEVERAL:
            parts = [self._narrow(number) for number in numbers.tolist()]
            if len(parts) == 1:
                return parts[0]
            return np.concatenate([each for each, _ in parts]), np.concatenate([each for _, each in parts])
        starts, ends = self.starts[numbers].astype(np.int64), self.starts[numbers + 1].astype(np.int64)
        gaps = self.gaps.runs(starts, ends, np.int32)
        often = self.repeats.runs(starts, ends, np.int32)
        often += 1
        return _behind(gaps, summed(ends - starts)[1:-1]), often

    def _narrow(self, number: int) -> tuple[Array, Array]:
        """As `counts`, in four bytes each."""
        start, end = int(self.starts[number]), int(self.starts[number + 1])
        documents = np.cumsum(self.gaps.part(start, end, np.int32), dtype=np.int32)
        often = self.repeats.part(start, end, np.int32)
        often += 1
        return documents, often

    def each(self, groups: Sequence[Sequence[int]]) -> Iterator[tuple[Array, Array]]:
        """The same for each of several groups of terms, all of them read together."""
        sizes = [len(group) for group in groups]
        numbers = np.array([number for group in groups for number in group], np.int64)
        documents, often = self.together(numbers) if len(numbers) else (_NO_NUMBERS, _NO_NUMBERS)
        ends = summed(self.starts[numbers + 1] - self.starts[numbers])[summed(np.array(sizes, np.int64))].tolist()
        for start, end in pairwise(ends):
            yield documents[start:end], often[start:end]

    def among(self, number: int, wanted: Numbers) -> Postings:
        """Of a term, but only in these documents (ascending, each perhaps several times)."""
        documents, often = self._narrow(number)
        at = documents.searchsorted(wanted[np.flatnonzero(np.diff(wanted, prepend=-1))].astype(np.int32))
        at = at[at < len(documents)]
        if len(at) * _MANY > len(documents):
            # All of them are sooner read one after the other than these place by place.
            chosen = np.zeros(len(documents), np.bool_)
            chosen[at] = True
            held = self.positions.part(int(self.places[number]), int(self.places[number + 1]), np.int32)
            return Postings(documents[chosen].astype(np.int64), often[chosen], held[np.repeat(chosen, often)])
        begins = int(self.places[number]) + summed(often)[at]
        often = often[at]
        return Postings(documents[at].astype(np.int64), often, self.positions.take(_runs(begins, often)))

    def standing(self, numbers: Numbers, wanted: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
        """Where these terms stand in the wanted documents: the document and the position of each occurrence, term after term."""
        if not len(numbers):
            return _NOWHERE, _NOWHERE
        documents, often = self.together(numbers)
        chosen = np.flatnonzero(wanted[documents])
        counts = self.starts[numbers + 1] - self.starts[numbers]
        before = summed(often)
        shifts = self.places[numbers] - before[summed(counts)[:-1]]
        often = often[chosen]
        begins = (before[:-1] + np.repeat(shifts, counts))[chosen]
        # Of a long document they are many, one after the other.
        positions = (
            self.positions.runs(begins, begins + often)
            if len(begins) <= _FEW
            else self.positions.take(_runs(begins, often))
        )
        return np.repeat(documents[chosen].astype(np.int64), often), positions

    def run(self, first: int, last: int, kind: type[np.integer[Any]] = np.int64) -> Array:
        """The documents that hold the terms from one number to another, term after term; in a narrower kind if asked."""
        start, end = int(self.starts[first]), int(self.starts[last])
        return _behind(self.gaps.part(start, end, kind), self.starts[first + 1 : last] - start)

    def holding(self, numbers: Numbers) -> Numbers:
        """The documents that hold any of these terms, term after term."""
        counts = self.starts[numbers + 1] - self.starts[numbers]
        return _behind(self.gaps.take(_runs(self.starts[numbers], counts)), summed(counts)[1:-1])

    def _frequencies(self, first: int, last: int) -> Numbers:
        return self.repeats.part(int(self.starts[first]), int(self.starts[last])) + 1

    def sums(self, chosen: NDArray[np.bool_]) -> Numbers:
        """How often the chosen documents hold each term."""
        if chosen.all():
            return np.diff(self.places).astype(np.int64)
        found = np.zeros(len(self.starts) - 1, np.int64)
        for first, last in _stretches(self.starts):
            held = self._frequencies(first, last) * chosen[self.run(first, last)]
            found[first:last] = np.add.reduceat(held, self.starts[first:last] - self.starts[first])
        return found


def _runs(starts: Array, counts: Array) -> Numbers:
    """So many places from each start on."""
    begins = summed(counts)
    return np.repeat(starts - begins[:-1], counts) + np.arange(int(begins[-1]))


def _behind(gaps: Array, firsts: Array) -> Array:
    """The documents that so many gaps lead to; `firsts` is where a further term begins, each of which has one at least."""
    # The sums may go round, and come back round with what is taken off.
    documents: Array = np.cumsum(gaps, dtype=gaps.dtype)
    if len(firsts):
        before = documents[firsts - 1]
        before[1:] -= before[:-1].copy()
        gaps[firsts] -= before
        np.cumsum(gaps, out=documents, dtype=gaps.dtype)
    return documents


def short(numbers: Numbers) -> Array:
    """Ascending numbers in four bytes each, if they fit."""
    return numbers.astype(np.int32) if not len(numbers) or numbers[-1] <= np.iinfo(np.int32).max else numbers


def joined(parts: Sequence[tuple[Lists, Numbers]]) -> tuple[Lists | None, list[Numbers]]:
    """The lists of several segments in one, and for each of them the new numbers of its terms (-1: gone).

    Each comes with the new numbers of its documents (-1: left out), which ascend from part to part. Terms that no document holds any
    more are gone; None where nothing is left.
    """
    every, places = united([lists.lexicon for lists, _ in parts])
    # Four bytes are enough for the documents of a segment.
    sources = [
        _Source(lists, numbers.astype(np.int32), terms) for (lists, numbers), terms in zip(parts, places, strict=True)
    ]
    weights = np.zeros(len(every.starts), np.int64)
    for source in sources:
        weights[source.terms] += np.diff(source.lists.places) + np.diff(source.lists.starts)
    done = [_join(sources, first, last) for first, last in _stretches(summed(weights))]
    counts, documents, frequencies, positions = (np.concatenate(each) for each in zip(*done, strict=True))
    held = np.flatnonzero(counts)
    number = np.full(len(every.starts), -1, np.int64)
    number[held] = np.arange(len(held))
    maps = [number[source.terms] for source in sources]
    if not len(held):
        return None, maps
    return Lists.of(every.lexicon(held), counts[held], documents, frequencies, positions), maps


@dataclass(frozen=True, slots=True, eq=False)
class _Source:
    """One of the lists that are joined, with the numbers of its terms among all, ascending."""

    lists: Lists
    numbers: Array
    terms: Numbers

    def part(self, first: int, last: int) -> tuple[Numbers, Postings]:
        """The terms from one number to another: that of each posting, from `first` on, and their live postings."""
        low, high = self.terms.searchsorted((first, last)).tolist()
        held = self.lists.between(low, high, np.int32)
        terms = np.repeat(self.terms[low:high] - first, np.diff(self.lists.starts[low : high + 1]))
        moved = held.renumbered(self.numbers)
        if len(moved.documents) < len(terms):
            terms = terms[self.numbers[held.documents] >= 0]
        return terms, moved


def _join(sources: Sequence[_Source], first: int, last: int) -> tuple[Numbers, Array, Array, Array]:
    """How many postings each term from one number to another has, and these postings in order."""
    found = [source.part(first, last) for source in sources]
    terms = np.concatenate([each for each, _ in found])
    documents, frequencies, positions = (
        np.concatenate(each) for each in zip(*(postings for _, postings in found), strict=True)
    )
    counts = np.bincount(terms, minlength=last - first)
    if len(sources) == 1:
        return counts, documents, frequencies, positions
    # What comes later has the higher documents: a stable order by term keeps them ascending.
    order = np.argsort(terms, kind="stable")
    moved = frequencies[order]
    if len(positions):
        shifts = summed(frequencies)[:-1][order] - summed(moved)[:-1]
        places = np.repeat(shifts, moved)
        places += np.arange(len(positions))
        positions = positions.take(places)
    return counts, documents[order], moved, positions


def _stretches(starts: Numbers) -> Iterator[tuple[int, int]]:
    """Runs of terms of not much more than `_AT_ONCE` postings, one term at least."""
    edges = np.searchsorted(starts, np.arange(_AT_ONCE, int(starts[-1]), _AT_ONCE))
    yield from pairwise(np.unique([0, *edges.tolist(), len(starts) - 1]).tolist())
