"""Which words of a lexicon have which stem. The postings of a stem are those of its words: nothing is kept twice."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Array, Numbers, Packed


@dataclass(frozen=True, slots=True, eq=False)
class Stems:
    """`names`, in order, are the stems of those words that differ from theirs; `members` the numbers of each one's words."""

    names: list[bytes]
    starts: Numbers
    members: Array

    @classmethod
    def of(cls, terms: Sequence[bytes], stem_of: Mapping[bytes, bytes]) -> "Stems | None":
        """Of a lexicon's terms; `stem_of` tells the stems of those that differ from theirs. None where each is its own stem."""
        found: dict[bytes, list[int]] = {}
        for number, term in enumerate(terms):
            if (stem := stem_of.get(term)) is not None:
                found.setdefault(stem, []).append(number)
        if not found:
            return None
        held = sorted(found.items())
        starts = np.cumsum([0, *(len(numbers) for _, numbers in held)])
        members = np.array([number for _, numbers in held for number in numbers], np.uint32)
        return cls([stem for stem, _ in held], starts, members)

    @classmethod
    def read(cls, arrays: Mapping[str, Array], field: str) -> "Stems | None":
        """From the arrays of a segment."""
        if f"{field}.stems" not in arrays:
            return None
        counts = Packed.read(arrays, f"{field}.stems.counts")
        starts = np.cumsum([0, *counts.part(0, len(counts)).tolist()])
        return cls(arrays[f"{field}.stems"].tobytes().split(b"\n"), starts, arrays[f"{field}.stems.words"])

    def arrays(self, field: str) -> dict[str, Array | bytes]:
        """What is kept of it."""
        return {
            f"{field}.stems": b"\n".join(self.names),
            **Packed.of(np.diff(self.starts)).arrays(f"{field}.stems.counts"),
            f"{field}.stems.words": self.members,
        }

    def of_words(self, terms: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """Each word of the lexicon that has a stem here, with its stem."""
        for name, count, start in zip(self.names, np.diff(self.starts).tolist(), self.starts.tolist(), strict=False):
            yield from ((terms[number], name) for number in self.members[start : start + count].tolist())

    def words(self, stem: bytes) -> Sequence[int]:
        """The numbers of the words that have this stem and are not it."""
        place = bisect_left(self.names, stem)
        if place == len(self.names) or self.names[place] != stem:
            return ()
        found: list[int] = self.members[self.starts[place] : self.starts[place + 1]].tolist()
        return found
