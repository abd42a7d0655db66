"""Which words of a lexicon have which stem. The postings of a stem are those of its words: nothing is kept twice."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Array, Numbers
from .packed import Packed, summed

NO_NUMBERS = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Stems:
    """`names`, in order, are the stems of those words that differ from theirs; `members` the numbers of each one's words."""

    names: list[bytes]
    starts: Numbers
    members: Array

    @classmethod
    def numbered(cls, stems: Array, names: Sequence[bytes]) -> "Stems | None":
        """Of the words of a lexicon, in order: the number of each one's stem, -1 where it is its own. None where each is."""
        words = np.flatnonzero(stems >= 0)
        if not len(words):
            return None
        found, place = np.unique(stems[words], return_inverse=True)
        used = found.tolist()
        ordered = sorted(range(len(used)), key=lambda number: names[used[number]])
        rank = np.empty(len(used), np.int64)
        rank[ordered] = np.arange(len(used))
        of = rank[place]
        starts = np.concatenate([[0], np.cumsum(np.bincount(of))])
        members = words[np.argsort(of, kind="stable")].astype(np.uint32)
        return cls([names[used[number]] for number in ordered], starts, members)

    @classmethod
    def joined(cls, parts: Sequence["tuple[Stems, Numbers]"]) -> "Stems | None":
        """Of several lexicons that became one: the stems of each, and its words' numbers there (-1: the word is gone)."""
        number_of: dict[bytes, int] = {}
        of: list[Numbers] = []
        words: list[Numbers] = []
        for stems, numbers in parts:
            numbered = np.fromiter((number_of.setdefault(name, len(number_of)) for name in stems.names), np.int64)
            of.append(np.repeat(numbered, np.diff(stems.starts)))
            words.append(numbers[stems.members])
        every = np.concatenate([NO_NUMBERS, *words])
        held = np.full(int(every.max(initial=-1)) + 1, -1, np.int64)
        kept = every >= 0
        held[every[kept]] = np.concatenate([NO_NUMBERS, *of])[kept]
        return cls.numbered(held, list(number_of))

    @classmethod
    def read(cls, arrays: Mapping[str, Array], field: str) -> "Stems | None":
        """From the arrays of a segment."""
        if f"{field}.stems" not in arrays:
            return None
        names = arrays[f"{field}.stems"].tobytes().split(b"\n")
        starts = summed(Packed.read(arrays, f"{field}.stems.counts", len(names)).part(0, len(names)))
        size = int(starts[-1])
        members = Packed.read(arrays, f"{field}.stems.words", size).part(0, size)
        return cls(names, starts, members.astype(np.uint32))

    def arrays(self, field: str) -> dict[str, Array | bytes]:
        """What is kept of it."""
        return {
            f"{field}.stems": b"\n".join(self.names),
            **Packed.of(np.diff(self.starts)).arrays(f"{field}.stems.counts"),
            **Packed.of(self.members).arrays(f"{field}.stems.words"),
        }

    def words(self, stem: bytes) -> Sequence[int]:
        """The numbers of the words that have this stem and are not it."""
        place = bisect_left(self.names, stem)
        if place == len(self.names) or self.names[place] != stem:
            return ()
        found: list[int] = self.members[self.starts[place] : self.starts[place + 1]].tolist()
        return found
