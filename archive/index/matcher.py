"""A segment for Whoosh's own queries: its terms, its documents, and a matcher over the postings of a term."""

# Whoosh types only some of its functions.
# mypy: disable-error-code="no-untyped-call"

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from whoosh.codec.base import FieldCursor, PerDocumentReader, TermsReader
from whoosh.formats import Format
from whoosh.matching.mcore import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo

from .arrays import Array
from .fields import FIELDS
from .postings import Postings
from .segment import Segment


class Occurrences(Format):
    """How often a term stands in a document, and where: what `Matcher.value` gives are the positions themselves."""

    def __init__(self) -> None:
        super().__init__()

    def supports(self, name: str) -> bool:
        return name in ("frequency", "positions", "weight")

    def decoder(self, name: str) -> Any:
        return {"frequency": len, "weight": lambda value: float(len(value)), "positions": list}[name]


class Matcher(LeafMatcher):
    """Goes through the documents of one term."""

    def __init__(self, postings: Postings, format_: Format, term: tuple[str, bytes], scorer: Any = None) -> None:
        self.format, self._term, self.scorer = format_, term, scorer
        self._postings = postings
        self._documents: list[int] = postings.documents.tolist()
        self._begins = np.concatenate([[0], np.cumsum(postings.frequencies)])
        self._at = 0

    def is_active(self) -> bool:
        return self._at < len(self._documents)

    def id(self) -> int:
        if not self.is_active():
            raise ReadTooFar
        return self._documents[self._at]

    def next(self) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._at += 1

    def skip_to(self, id: int) -> None:
        if not self.is_active():
            raise ReadTooFar
        self._at = bisect_left(self._documents, id, self._at)

    def reset(self) -> None:
        self._at = 0

    def skip_to_quality(self, minquality: float) -> int:
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._at += 1
            skipped += 1
        return skipped

    def all_ids(self) -> Iterator[int]:
        return iter(self._documents)

    def weight(self) -> float:
        return float(self._postings.frequencies[self._at])

    def value(self) -> Array:
        return self._postings.positions[self._begins[self._at] : self._begins[self._at + 1]]

    def copy(self) -> "Matcher":
        again = Matcher(self._postings, self.format, self._term, self.scorer)
        again._at = self._at
        return again

    def block_min_length(self) -> int:
        return 1

    def block_max_length(self) -> int:
        return 1 << 30

    def block_max_weight(self) -> float:
        return float(self._postings.frequencies.max(initial=0))


class Cursor(FieldCursor):
    """Walks along the terms of a field."""

    def __init__(self, terms: Sequence[bytes]) -> None:
        self._terms = terms
        self._at = 0

    def first(self) -> str | None:
        self._at = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        self._at = bisect_left(self._terms, string if isinstance(string, bytes) else string.encode())
        return self.text()

    def next(self) -> str | None:
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        """The term where it stands; None behind the last."""
        return self._terms[self._at].decode() if self.is_valid() else None

    term = text

    def is_valid(self) -> bool:
        return self._at < len(self._terms)


class Terms(TermsReader):
    """The terms of a segment."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return bool(len(self._segment.postings(term[0], term[1].decode()).documents))

    def indexed_field_names(self) -> list[str]:
        return [name for name in FIELDS if self._segment.lists(name) is not None]

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for field in self.indexed_field_names():
            yield from self.terms_from(field, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        lists = self._segment.lists(fieldname)
        if lists is not None:
            found = lists.terms()
            yield from ((fieldname, term) for term in found[bisect_left(found, prefix) :])

    def cursor(self, fieldname: str, fieldobj: object) -> Cursor:
        lists = self._segment.lists(fieldname)
        return Cursor(lists.terms() if lists is not None else [])

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        found = self._found(fieldname, text)
        lengths = self._segment.lengths(fieldname)[found.documents]
        return TermInfo(
            weight=float(found.frequencies.sum()),
            df=len(found.documents),
            minlength=int(lengths.min(initial=1)),
            maxlength=int(lengths.max(initial=0)),
            maxweight=float(found.frequencies.max()),
            minid=int(found.documents[0]),
            maxid=int(found.documents[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(self._found(fieldname, text).frequencies.sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        return len(self._found(fieldname, text).documents)

    def matcher(self, fieldname: str, text: bytes, format_: Format, scorer: Any = None) -> Matcher:
        return Matcher(self._segment.postings(fieldname, text.decode()), format_, (fieldname, text), scorer)

    def _found(self, fieldname: str, text: bytes) -> Postings:
        found = self._segment.postings(fieldname, text.decode())
        if not len(found.documents):
            raise KeyError(text)
        return found


class Documents(PerDocumentReader):
    """The documents of a segment: which are deleted, and how long their fields are. Nothing of a text is stored."""

    def __init__(self, segment: Segment) -> None:
        self.segment = segment

    def doc_count(self) -> int:
        return self.segment.info.live

    def doc_count_all(self) -> int:
        return self.segment.info.documents

    def has_deletions(self) -> bool:
        return bool(self.segment.info.deleted)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self.segment.info.deleted

    def deleted_docs(self) -> frozenset[int]:
        return self.segment.info.deleted

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return int(self.segment.lengths(fieldname)[docnum])

    def field_length(self, fieldname: str) -> int:
        return self.segment.info.lengths.get(fieldname, 0)

    def min_field_length(self, fieldname: str) -> int:
        return int(self.segment.lengths(fieldname).min(initial=0))

    def max_field_length(self, fieldname: str) -> int:
        return int(self.segment.lengths(fieldname).max(initial=0))

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        return False

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return {"article": int(self.segment.articles[docnum])}
