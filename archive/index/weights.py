"""The documents that match a word, with what it is worth in each, kept in the way that takes less room and is sooner added up."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .arrays import Array, Numbers

Mask = NDArray[np.bool_]
Scores = NDArray[np.float64]

_FREQUENT = 4  # of so many documents one: their scores lie in one array of all
_FEW = 16  # of so many documents fewer than one: sorting these is sooner done than going through all
_NO_DOCUMENTS = np.zeros(0, np.int32)


class Weights(NamedTuple):
    """The scores of `documents`, ascending; or, where these are left out, of every document there is, 0 where it does not match.

    Four bytes each: the words of a long query would not fit otherwise, and seven digits order as well.
    """

    documents: Array
    scores: Array

    @classmethod
    def of(cls, documents: Numbers, scores: Scores) -> "Weights":
        """Of some documents."""
        return cls(documents.astype(np.int32), scores.astype(np.float32))

    @classmethod
    def everywhere(cls, scores: Array) -> "Weights":
        """Of all documents; 0 where it does not match."""
        return cls(_NO_DOCUMENTS, scores.astype(np.float32))

    @property
    def whole(self) -> bool:
        """Whether there is a score for every document."""
        return len(self.scores) > len(self.documents)

    def matching(self, size: int) -> Mask:
        """Which of so many documents match."""
        if self.whole:
            return self.scores > 0
        mask = np.zeros(size, dtype=bool)
        mask[self.documents] = True
        return mask

    def match_in(self, mask: Mask) -> None:
        """Sets those that match in a mask of all documents."""
        if self.whole:
            mask |= self.scores > 0
        else:
            mask[self.documents] = True

    def living(self, live: Mask, *, whole: bool) -> int:
        """How many matching documents are live; all of them where none is deleted."""
        if self.whole:
            return int(np.count_nonzero(self.scores if whole else self.scores[live]))
        return len(self.documents) if whole else int(np.count_nonzero(live[self.documents]))

    def add_to(self, scores: Scores) -> None:
        """Adds what each document has."""
        if self.whole:
            scores += self.scores
        else:
            scores[self.documents] += self.scores


def is_frequent(postings: int, size: int) -> bool:
    """Whether so many of all documents are better kept as a score for each there is."""
    return postings * _FREQUENT > size


def summed_up(documents: Numbers, values: Array, size: int) -> tuple[Numbers, Array]:
    """The documents, of `size` there are, each once and ascending, with the sum of its values, none of which is 0."""
    if len(documents) * _FEW > size:
        sums = np.bincount(documents, values, size)
        places = np.flatnonzero(sums)
        return places, sums[places]
    order = np.argsort(documents, kind="stable")
    documents = documents[order]
    begins = np.flatnonzero(np.diff(documents, prepend=-1))
    return documents[begins], np.add.reduceat(values[order], begins) if len(begins) else values


def joined(parts: Sequence[tuple[Numbers, Scores]], size: int) -> tuple[Numbers, Scores]:
    """Documents and their values, none of which is 0, of several fields."""
    if len(parts) == 1:
        return parts[0]
    return summed_up(
        np.concatenate([np.zeros(0, np.int64), *(documents for documents, _ in parts)]),
        np.concatenate([np.zeros(0), *(values for _, values in parts)]),
        size,
    )
