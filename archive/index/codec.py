"""The codec: how documents become a segment and how a segment's postings are read back. All of Whoosh's writing is here.

Another codec replaces this module: `build` (documents → segment), `merge` (segments → segment) and `Segment` (read).
Terms are kept as they are written (folded, unstemmed) with positions, and the stems of those terms that differ from their
stem in a second field without positions: a word of a query matches both, an exact phrase only the first.
"""

# Whoosh types only some of its functions.
# mypy: disable-error-code="no-untyped-call"

import json
import sys
from array import array
from collections.abc import Generator, Sequence
from copy import copy
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import columns
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3LeafMatcher, W3Segment
from whoosh.fields import FieldType, Schema
from whoosh.formats import Existence, Positions
from whoosh.index import TOC
from whoosh.reading import SegmentReader
from whoosh.util.numeric import byte_to_length
from whoosh.writing import SegmentWriter

from archive.model.search import Document

from .analysis import occurrences
from .fields import FIELDS, stem_field
from .storage import MemoryStorage, SegmentInfo, pack

_NAME = "index"
_LEXICON = "lexicon.json"
_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], dtype=np.float64)
_COLUMNS = {"article": "q", "first": "i", "last": "i"}
Numbers = NDArray[np.int64]


# Values come analysed: Whoosh never has to.
_no_analyzer: Any = None


class _Terms(FieldType):
    """Terms with positions: u16 each while they fit, else u32, little-endian."""

    def __init__(self) -> None:
        super().__init__(Positions(), _no_analyzer, scorable=True)

    def index(self, value: dict[str, list[int]], **_: Any) -> Generator[tuple[bytes, int, float, bytes], None, None]:
        for term, places in value.items():
            packed = array("H" if places[-1] < 65_536 else "I", places)
            if sys.byteorder == "big":
                packed.byteswap()
            yield term.encode(), len(places), float(len(places)), packed.tobytes()


class _Stems(FieldType):
    """Stems with their frequency."""

    def __init__(self) -> None:
        super().__init__(Existence(), _no_analyzer)

    def index(self, value: dict[str, int], **_: Any) -> Generator[tuple[bytes, int, float, bytes], None, None]:
        for term, count in value.items():
            yield term.encode(), count, float(count), b""


class _Column(FieldType):
    """A number for each document, not searched by term."""

    indexed = False

    def __init__(self, typecode: str) -> None:
        super().__init__(Existence(), _no_analyzer)
        self.column_type = columns.NumericColumn(typecode)

    def to_column_value(self, value: int) -> Any:  # Whoosh's number columns take numbers
        return value


def _schema() -> Schema:
    schema = Schema()
    for name, typecode in _COLUMNS.items():
        schema.add(name, _Column(typecode))
    for name, field in FIELDS.items():
        schema.add(name, _Terms())
        if field.stemmed:
            schema.add(stem_field(name), _Stems())
    return schema


_SCHEMA = _schema()


class _FieldWriter(W3FieldWriter):
    """Keeps a list of the terms of the searched fields, so that readers need not walk the hash table for it."""

    def start_field(self, fieldname: str, fieldobj: FieldType) -> None:
        super().start_field(fieldname, fieldobj)
        self._listed: list[str] = []

    def start_term(self, btext: bytes) -> None:
        super().start_term(btext)
        self._listed.append(btext.decode())

    def finish_field(self) -> None:
        if self._fieldname in FIELDS:
            self._codec.lexicon[self._fieldname] = self._listed
        super().finish_field()


class _Codec(W3Codec):
    """Whoosh's own codec; one object writes one segment."""

    def __init__(self) -> None:
        super().__init__()
        self.lexicon: dict[str, list[str]] = {}

    def field_writer(self, storage: MemoryStorage, segment: W3Segment) -> _FieldWriter:
        return _FieldWriter(self, storage, segment)


class _Empty:
    """What Whoosh's writer asks of an index: a place to write to that holds nothing yet."""

    indexname = _NAME

    def __init__(self) -> None:
        self.storage = MemoryStorage()

    def _read_toc(self) -> TOC:
        return TOC(_SCHEMA, [], 0)


class _Writer(SegmentWriter):
    """Writes one segment in memory; what becomes of it is the caller's business."""

    def __init__(self) -> None:
        # Batches are bounded by their caller: a run of postings never has to be spilled.
        super().__init__(_Empty(), _lk=False, codec=_Codec(), compound=False, limitmb=4096)
        self.pool.maxsize = sys.maxsize

    def finish(self) -> tuple[SegmentInfo, bytes]:
        segment = self._finalize_segment()
        self.is_closed = True
        name = segment.segment_id()
        files = {file.removeprefix(name): data for file, data in self.storage.files.items()}
        files[_LEXICON] = json.dumps(self.codec.lexicon, ensure_ascii=False).encode()
        info = SegmentInfo(name, segment.doc_count_all(), frozenset(), dict(segment._fieldlengths))
        return info, pack(files)


def _texts(document: Document) -> dict[str, str]:
    return {
        "title": document.title,
        "body": document.body,
        "byline": document.byline,
        "publisher": document.publisher,
        "notes": document.notes,
        "tags": "\n".join(document.tags),
        "language": document.language,
    }


def build(documents: Sequence[Document]) -> tuple[SegmentInfo, bytes]:
    """The segment that holds the documents, in memory."""
    writer = _Writer()
    for document in documents:
        values: dict[str, Any] = {"article": int(document.article)}
        if document.days is not None:
            values["first"], values["last"] = document.days
        for name, text in _texts(document).items():
            places, stems, _ = occurrences(text)
            values[name] = places
            if FIELDS[name].stemmed:
                values[stem_field(name)] = stems
        writer.add_document(**{name: value for name, value in values.items() if value})
    return writer.finish()


def merge(segments: Sequence["Segment"]) -> tuple[SegmentInfo, bytes]:
    """One segment with the live documents of several, in memory; nothing of the deleted ones remains in it."""
    writer = _Writer()
    for segment in segments:
        writer.add_reader(segment.reader())
    return writer.finish()


class Segment:
    """A segment opened for reading. Not safe for several threads at once: Whoosh's files have a place."""

    def __init__(self, info: SegmentInfo, files: dict[str, memoryview]) -> None:
        self.info = info
        self._storage = MemoryStorage(
            {(file if file == _LEXICON else info.name + file): data for file, data in files.items()}
        )
        self._reader = self.reader(deletions=False)
        self._terms = self._reader._terms
        self._lexicon: dict[str, list[str]] | None = None
        self.articles: Numbers = self._column("article", ">i8").astype(np.int64)
        self.first = self._column("first", ">i4")
        self.last = self._column("last", ">i4")

    def with_info(self, info: SegmentInfo) -> "Segment":
        """The same files with other deletions; what was read stays read."""
        if info == self.info:
            return self
        again = copy(self)
        again.info = info
        return again

    def reader(self, deletions: bool = True) -> SegmentReader:
        """Whoosh's own reader of the segment, for merging and for comparison."""
        deleted = set(self.info.deleted) if deletions else set()
        segment: Any = W3Segment(
            W3Codec(), _NAME, self.info.documents, self.info.name.removeprefix(f"{_NAME}_"), deleted
        )
        segment._fieldlengths = dict(self.info.lengths)
        return SegmentReader(self._storage, _SCHEMA, segment)

    def _column(self, name: str, dtype: str) -> NDArray[Any]:
        """A column as it lies in its file; Whoosh leaves out the documents after the last that has a value."""
        data = self._storage.files.get(f"{self.info.name}.{name}.col", b"")
        column = np.zeros(self.info.documents, dtype=dtype)
        held = np.frombuffer(data, dtype=dtype)
        column[: len(held)] = held
        return column

    def lengths(self, field: str) -> NDArray[np.float64]:
        """The length in positions of a field in each document (as Whoosh keeps it: rounded to one byte)."""
        lengths: NDArray[np.float64] = _LENGTHS[self._column(f"_{field}_len", "u1")]
        return lengths

    def lexicon(self, field: str) -> list[str]:
        """Every term of a searched field, sorted as UTF-8 sorts."""
        if self._lexicon is None:
            self._lexicon = json.loads(bytes(self._storage.files[_LEXICON]))
        return self._lexicon.get(field, [])

    def _matcher(self, field: str, term: str) -> Any:
        encoded = term.encode()
        if (field, encoded) not in self._terms:
            return None
        return self._terms.matcher(field, encoded, _SCHEMA[field].format)

    def postings(self, field: str, term: str) -> tuple[Numbers, NDArray[np.float64]]:
        """The documents that hold the term, ascending, and how often each does (deleted documents included)."""
        matcher = self._matcher(field, term)
        blocks: Any = matcher if isinstance(matcher, W3LeafMatcher) else None
        numbers: list[int] = []
        weights: list[float] = []
        if blocks is not None:  # a block at a time, without a call for each posting
            while blocks.is_active():
                blocks._read_ids()
                blocks._read_weights()
                numbers.extend(blocks._ids)
                weights.extend(blocks._weights)
                blocks._next_block()
        elif matcher is not None:
            while matcher.is_active():
                numbers.append(matcher.id())
                weights.append(matcher.weight())
                matcher.next()
        return np.array(numbers, dtype=np.int64), np.array(weights, dtype=np.float64)

    def positions(self, field: str, term: str, documents: Sequence[int]) -> dict[int, Numbers]:
        """Where the term stands in each of the documents (ascending numbers) that hold it."""
        matcher = self._matcher(field, term)
        found: dict[int, Numbers] = {}
        if matcher is None:
            return found
        for number in documents:
            if not matcher.is_active():
                break
            matcher.skip_to(number)
            if matcher.is_active() and matcher.id() == number:
                value = matcher.value()
                wide = len(value) == 4 * int(matcher.weight())
                found[number] = np.frombuffer(value, dtype="<u4" if wide else "<u2").astype(np.int64)
        return found
