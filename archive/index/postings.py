"""Where one term stands."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .arrays import Array, Numbers


class Postings(NamedTuple):
    """`documents` ascending, how often each holds the term, and where: all its positions, document after document, or none at
    all where positions are not kept."""

    documents: Numbers
    frequencies: Numbers
    positions: Numbers

    def renumbered(self, numbers: Array) -> "Postings":
        """The same with each document under its new number, without those whose number is -1."""
        documents = numbers[self.documents]
        kept = documents >= 0
        if kept.all():
            return self._replace(documents=documents)
        positions = self.positions[np.repeat(kept, self.frequencies)] if len(self.positions) else self.positions
        return Postings(documents[kept], self.frequencies[kept], positions)


NONE = Postings(*(np.zeros(0, dtype=np.int64) for _ in range(3)))


def together(parts: Sequence[Postings]) -> Postings:
    """The documents that hold any of several terms, and how often they hold them in all."""
    if len(parts) == 1:
        return parts[0]._replace(positions=NONE.positions)
    documents = np.concatenate([NONE.documents, *(part.documents for part in parts)])
    frequencies = np.concatenate([NONE.frequencies, *(part.frequencies for part in parts)])
    found, place = np.unique(documents, return_inverse=True)
    return Postings(found, np.bincount(place, frequencies, len(found)).astype(np.int64), NONE.positions)
