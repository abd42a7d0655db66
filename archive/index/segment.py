"""A segment as it is searched: its columns at once, its terms once they are loaded. It never changes, and any thread may read it."""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length

from . import postings
from .afar import Far
from .anchors import Anchors
from .arrays import Array, Numbers
from .fields import FIELDS, stem_field
from .lists import Lists
from .lookup import Lookup
from .stems import Stems
from .storage import SegmentInfo
from .vocabulary import Vocabulary

COLUMNS: dict[str, np.dtype[Any]] = {
    "article": np.dtype("<i8"),
    "first": np.dtype("<i4"),
    "last": np.dtype("<i4"),
}
LENGTH = "length."  # followed by the field: how long it is in each document, rounded to one byte as Whoosh does it
Counts = tuple[Array, Array]  # documents, and how often each holds something
NOWHERE: Counts = (np.zeros(0, np.int32), np.zeros(0, np.int32))
LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], dtype=np.float64)  # what each such byte says


class Segment:
    """`articles`, `first` and `last` hold a number for each document, the days of publication 0 where they are not known."""

    def __init__(self, info: SegmentInfo, numbers: Mapping[str, Array]) -> None:
        self.info = info
        self._numbers = dict(numbers)
        self._lists: dict[str, Lists] = {}
        self._stems: dict[str, Stems] = {}
        self._lookups: dict[str, Lookup] = {}
        self._vocabularies: dict[str, Vocabulary] = {}
        self._totals: dict[str, float] = {}
        self.anchors: Anchors | None = None  # of the long texts, once it is loaded
        self._marked: dict[int, int] | None = None
        self.loaded = False
        self.articles, self.first, self.last = (self.column(name) for name in COLUMNS)

    def load(self, arrays: Mapping[str, Array]) -> None:
        """Takes the terms and postings in."""
        # What `Lists` and `Stems` take as bytes is let go with the chunk that all lies in, not held twice.
        arrays = {
            name: array if isinstance(array, Far) or name.endswith((".lexicon", ".stems")) else array.copy()
            for name, array in arrays.items()
        }
        for field in FIELDS:
            if (lists := Lists.read(arrays, field)) is not None:
                self._lists[field] = lists
                self._lookups[field] = Lookup(lists.lexicon)
            if (stems := Stems.read(arrays, field)) is not None:
                self._stems[field] = stems
        self.anchors, self._marked = Anchors.read(arrays), None
        self.loaded = True

    def with_info(self, info: SegmentInfo) -> "Segment":
        """The same arrays with other deletions; what was read stays read."""
        if info == self.info:
            return self
        again = copy(self)
        again.info, again._totals = info, {}
        return again

    @property
    def marked(self) -> dict[int, int]:
        """The articles of the long texts, deleted ones too, each with its place among those of `anchors`."""
        if self._marked is None:
            documents = self.anchors.documents if self.anchors is not None else np.zeros(0, np.int64)
            self._marked = dict(zip(self.articles[documents].tolist(), range(len(documents)), strict=True))
        return self._marked

    def column(self, name: str) -> Array:
        """A number for each document."""
        return self._numbers.get(name, np.zeros(self.info.documents, np.int64))

    def lengths(self, field: str) -> NDArray[np.float64]:
        """The length of a field in each document, in occurrences (as Whoosh keeps it: rounded to one byte)."""
        return LENGTHS[self.rounded(field)]

    def rounded(self, field: str) -> NDArray[np.uint8]:
        """The bytes that these lengths are kept as; `LENGTHS` says what each stands for."""
        held = self._numbers.get(LENGTH + field)
        return held if held is not None else np.zeros(self.info.documents, np.uint8)

    def total(self, field: str) -> float:
        """The lengths of all documents that are not deleted together; worked out once."""
        if field not in self._totals:
            every = self.lengths(field)
            self._totals[field] = float(every.sum() - every[sorted(self.info.deleted)].sum())
        return self._totals[field]

    def lists(self, field: str) -> Lists | None:
        """All that is known of a field's terms; None where it has none."""
        return self._lists.get(field)

    def stems(self, field: str) -> Stems | None:
        """Which of the field's terms have which stem; None where each is its own."""
        return self._stems.get(field)

    def lexicon(self, field: str) -> bytes:
        """Every term of a searched field, sorted, each between line ends; empty when there is none."""
        lists = self._lists.get(field)
        return lists.lexicon if lists is not None else b""

    def vocabulary(self, field: str) -> Vocabulary:
        """The words of a field; taken from its lexicon once."""
        held = self._vocabularies.get(field)
        if held is None:
            held = self._vocabularies[field] = Vocabulary(self.lexicon(field))
        return held

    def stemmed(self, field: str, root: bytes) -> list[str]:
        """The terms of a field that have this stem and are not it."""
        stems, lookup = self._stems.get(field), self._lookups.get(field)
        if stems is None or lookup is None:
            return []
        return [lookup.term(row).decode() for row in stems.words(root)]

    def number(self, field: str, term: bytes) -> int | None:
        """The number of a term in the field's lexicon, from 0."""
        lookup = self._lookups.get(field)
        return None if lookup is None else lookup.number(term)

    def numbers_of(self, field: str, term: bytes, stem: bool) -> list[int]:
        """The numbers of a term, or of the terms that have it as their stem: the one that equals it, and those that only have it."""
        number, stems = self.number(field, term), self._stems.get(field)
        others = stems.words(term) if stem and stems is not None else ()
        return [*others] if number is None else [number, *others]

    def each(self, field: str, words: Sequence[tuple[bytes, bool]]) -> Iterator[Counts]:
        """Of each word (a term, or a stem where that is said): the documents that hold it, term after term, and how often; read together."""
        lists = self._lists.get(field)
        if lists is None:
            return iter([NOWHERE] * len(words))
        return lists.each([self.numbers_of(field, *word) for word in words])

    def holding(self, field: str, term: bytes) -> int:
        """How many documents hold the term, deleted ones included."""
        lists, number = self._lists.get(field), self.number(field, term)
        return 0 if lists is None or number is None else int(lists.starts[number + 1] - lists.starts[number])

    def starting_with(self, field: str, start: str) -> Array:
        """The documents that hold a term which begins so, term after term, deleted ones included."""
        lists = self._lists.get(field)
        if lists is None:
            return np.zeros(0, np.int64)
        rows = self.beginning(field, start)
        return lists.run(rows.start, rows.stop, np.int32)

    def beginning(self, field: str, start: str) -> range:
        """The numbers of the terms that begin so."""
        lookup, low = self._lookups.get(field), start.encode()
        # 0xFF never occurs in UTF-8, so it sorts after every continuation.
        return range(lookup.row(low), lookup.row(low + b"\xff")) if lookup is not None else range(0)

    def sums(self, field: str, chosen: NDArray[np.bool_]) -> Numbers:
        """How often chosen documents hold each term of the field's lexicon."""
        lists = self._lists.get(field)
        return lists.sums(chosen) if lists is not None else np.zeros(0, np.int64)

    def postings(self, field: str, term: str) -> postings.Postings:
        """Where a term stands, or, in the field of stems, the words that have the stem but are not it; deleted documents included."""
        of = _STEMMED.get(field)
        if of is None:
            number = self.number(field, term.encode())
            return self._lists[field].postings(number) if number is not None else postings.NONE
        members = self._stems[of].words(term.encode()) if of in self._stems else ()
        if not len(members):
            return postings.NONE
        return postings.together([self._lists[of].postings(number) for number in members])


_STEMMED = {stem_field(name): name for name, field in FIELDS.items() if field.stemmed}
