"""The segments of one generation of the index, seen as one run of documents; and what of them is kept between queries."""

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from .arrays import Numbers
from .queries import Fuzzy, Word
from .recent import Recent
from .segment import NOWHERE, Counts, Segment
from .weights import Mask, Weights

READ_BYTES = 16 * 1024 * 1024
_CACHE_BYTES = 32 * 1024 * 1024
_NEAR = 64  # words whose forms, and misspelt ones whose likes, are kept
_SCOPES = 4  # of which it is kept where they are in the index: each thread that searches has its own census of a scope

_Kept = TypeVar("_Kept")


class Collection:
    """The segments of one generation of the index, seen as one run of documents."""

    def __init__(self, segments: Sequence[Segment], read: "Recent[Counts] | None" = None) -> None:
        """`read` is what was read of segments for an earlier generation: they never change."""
        self._read = read if read is not None else Recent[Counts](READ_BYTES)
        self.segments = tuple(segments)
        counts = [segment.info.documents for segment in self.segments]
        self.bases = [sum(counts[:index]) for index in range(len(counts))]
        self.size = sum(counts)
        self.live: Mask = np.ones(self.size, dtype=bool)
        for base, segment in zip(self.bases, self.segments, strict=True):
            if segment.info.deleted:
                self.live[[base + number for number in segment.info.deleted]] = False
        self.documents = int(self.live.sum())
        self.whole = self.documents == self.size  # nothing is deleted
        self.articles = self._joined([segment.articles for segment in self.segments], np.int64)
        self.first = self._joined([segment.first for segment in self.segments], np.int64)
        self.last = self._joined([segment.last for segment in self.segments], np.int64)
        self._kept: dict[str, Any] = {}
        self.scored: Recent[Weights] = Recent(_CACHE_BYTES)
        self.rarities: dict[Hashable, float] = {}  # of what was scored
        self._inside: list[tuple[Numbers, Mask]] = []  # the latest last
        self._near: dict[tuple[str, int, str], Sequence[str]] = {}

    @staticmethod
    def _joined(parts: Sequence[NDArray[Any]], dtype: Any) -> NDArray[Any]:
        return np.concatenate(parts).astype(dtype, copy=False) if parts else np.zeros(0, dtype=dtype)

    def rounded(self, field: str) -> NDArray[np.uint8]:
        """How long each document's field is, as a byte (`segment.LENGTHS`); kept with the collection."""
        return self.kept(
            f"lengths {field}", lambda: self._joined([part.rounded(field) for part in self.segments], np.uint8)
        )

    def mean(self, field: str) -> float:
        """The average length of the field over live documents, 1 where there is nothing."""
        # Whole numbers, which add up to the same in whatever order.
        total = sum(segment.total(field) for segment in self.segments)
        return total / self.documents if total else 1.0

    def kept(self, name: str, make: Callable[[], _Kept]) -> _Kept:
        """What was made of these segments before, or is made now and kept as long as they are."""
        if name not in self._kept:
            self._kept[name] = make()
        found: _Kept = self._kept[name]
        return found

    def let_go(self, name: str) -> None:
        """Keeps it no longer."""
        self._kept.pop(name, None)

    def within(self, allowed: Numbers | None) -> Mask:
        """The live documents, of these articles only if any are given; worked out once for the same array, one of the latest."""
        if allowed is None:
            return self.live
        for scope, mask in self._inside:
            if scope is allowed:
                return mask
        mask = self.live & np.isin(self.articles, allowed)
        self._inside = [*self._inside[1 - _SCOPES :], (allowed, mask)]
        return mask

    def living(self, documents: Numbers) -> int:
        """How many of these documents are not deleted."""
        return len(documents) if self.whole else int(self.live[documents].sum())

    def counts(self, field: str, term: str) -> Counts:
        """The documents that hold the term, ascending, and how often they hold it."""
        return self._counted(field, term.encode(), False)

    def stems(self, field: str, root: str) -> Counts:
        """The same for the words of a stem together, those that equal it and those that only have it; a document comes once for each
        of them, in no order."""
        return self._counted(field, root.encode(), True)

    def several(self, field: str, words: Sequence[tuple[bytes, bool]]) -> list[Counts]:
        """What `counts` or, where that is said, `stems` gives for each word, with all that a segment has of them read at once."""
        parts: list[list[tuple[int, Counts]]] = [[] for _ in words]
        for base, segment in zip(self.bases, self.segments, strict=True):
            for part, found in zip(parts, segment.each(field, words), strict=True):
                part.append((base, found))
        return [self._together(part) for part in parts]

    def forms(self, word: Word | Fuzzy, field: str) -> Sequence[str]:
        """The terms of a field that a word of a query stands for."""
        if isinstance(word, Fuzzy):
            return self.near(word, field)
        key = (word.root or word.term, -1, field)
        if (held := self._near.get(key)) is None:
            root = key[0].encode()
            held = tuple({form for segment in self.segments for form in segment.stemmed(field, root)})
            self._hold_near(key, held)
        return held

    def near(self, word: Fuzzy, field: str) -> Sequence[str]:
        """The terms of a field that a misspelt word may be; looked for once."""
        key = (word.term, word.edits, field)
        if (held := self._near.get(key)) is None:
            held = tuple(self.nearby(field, word.term, word.edits))
            self._hold_near(key, held)
        return held

    def _hold_near(self, key: tuple[str, int, str], forms: Sequence[str]) -> None:
        if len(self._near) >= _NEAR:
            self._near.clear()
        self._near[key] = forms

    def nearby(self, field: str, term: str, edits: int, poll: Callable[[], None] = lambda: None) -> dict[str, int]:
        """The words of a field that are within so many edits of a term, with how many; calls `poll` for each segment."""
        found: dict[str, int] = {}
        for segment in self.segments:
            poll()
            found.update(segment.vocabulary(field).within(term, edits))
        return found

    def holding(self, field: str, term: str) -> int:
        """How many documents hold the term, deleted ones included."""
        return sum(segment.holding(field, term.encode()) for segment in self.segments)

    def _counted(self, field: str, term: bytes, stem: bool) -> Counts:
        parts: list[tuple[int, Counts]] = []
        for base, segment in zip(self.bases, self.segments, strict=True):
            if segment.lists(field) is not None:
                key = (segment.info.name, field, term, stem)
                parts.append((base, self._read.of(key, partial(_held, segment, field, (term, stem)))))
        return self._together(parts)

    def _together(self, parts: Sequence[tuple[int, Counts]]) -> Counts:
        documents = np.empty(sum(len(found) for _, (found, _) in parts), np.int64)
        end = 0
        for base, (found, _) in parts:
            start, end = end, end + len(found)
            np.add(found, base, out=documents[start:end])
        return documents, self._joined([often for _, (_, often) in parts], np.int32)


def _held(segment: Segment, field: str, word: tuple[bytes, bool]) -> Counts:
    lists, numbers = segment.lists(field), segment.numbers_of(field, *word)
    return lists.together(np.array(numbers, np.int64)) if lists is not None and numbers else NOWHERE
