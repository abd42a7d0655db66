"""The codec: how documents become a segment and how a segment's postings are read back. All of Whoosh's writing is here.

Another codec replaces this module: `build` (documents → segment), `merge` (segments → segment) and `Segment` (read).
Terms are kept as they are written (folded, unstemmed) with positions, and the stems of those terms that differ from their
stem in a second field without positions: a word of a query matches both, an exact phrase only the first.
"""

# Whoosh types only some of its functions.
# mypy: disable-error-code="no-untyped-call"

import struct
import sys
from array import array
from collections.abc import Generator, Mapping, Sequence
from copy import copy
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh import columns
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3Segment, W3TermsReader
from whoosh.fields import FieldType, Schema
from whoosh.formats import Existence, Positions
from whoosh.index import TOC
from whoosh.reading import SegmentReader
from whoosh.util.numeric import byte_to_length
from whoosh.writing import SegmentWriter

from archive.model.search import Document

from . import postings
from .analysis import occurrences
from .fields import FIELDS, stem_field, tag_terms
from .postings import Numbers
from .storage import NUMBERS, MemoryStorage, SegmentInfo, pack

_NAME = "index"
# Followed by the field: its terms as UTF-8, sorted, each on a line of its own; and where the postings of each of them begin
# (and the last ones end), as u32, little-endian.
_LEXICON, _STARTS = "lexicon.", "starts."
_PLACE = struct.Struct("<QI")  # where a term's postings lie in their file, and their size in bytes
_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], dtype=np.float64)
_STORED = "._stored.col"  # empty: nothing of an article is stored here but its terms
_COLUMNS = {"article": "q", "first": "i", "last": "i"}


class Written(NamedTuple):
    """A segment as it was written, and its chunks by name: `NAME` (terms, postings) and `NAME.numbers` (columns)."""

    info: SegmentInfo
    chunks: dict[str, bytes]


# Values come analysed: Whoosh never has to.
_no_analyzer: Any = None


class _Terms(FieldType):
    """Terms with their positions."""

    def __init__(self) -> None:
        super().__init__(Positions(), _no_analyzer, scorable=True)

    def index(self, value: dict[str, list[int]], **_: Any) -> Generator[tuple[bytes, int, float, bytes], None, None]:
        for term, places in value.items():
            packed = array("I", places)
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
    """Whoosh's table of terms over posting lists of our own, and a list of the terms of each searched field."""

    def start_field(self, fieldname: str, fieldobj: FieldType) -> None:
        super().start_field(fieldname, fieldobj)
        self._listed: list[bytes] = []
        self._starts: list[int] = []

    def start_term(self, btext: bytes) -> None:
        self._term = btext
        self._documents: list[int] = []
        self._frequencies: list[int] = []
        self._values: list[bytes] = []

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:
        self._documents.append(docnum)
        self._frequencies.append(int(weight))
        self._values.append(vbytes)

    def finish_term(self) -> None:
        if len(self._documents) == 1 and len(self._values[0]) == 4:
            place = int.from_bytes(self._values[0], "little")
            self._write(self._term, postings.pack_one(self._documents[0], self._frequencies[0], place))
            return
        positions = np.frombuffer(b"".join(self._values), "<u4")
        self.write_term(
            self._term, postings.Postings(np.array(self._documents), np.array(self._frequencies), positions)
        )

    def write_term(self, term: bytes, found: postings.Postings) -> None:
        """Writes a term with all its postings."""
        self._write(term, postings.pack(found))

    def _write(self, term: bytes, data: bytes) -> None:
        key = struct.pack("!H", self._fieldid) + term
        place = self._postfile.tell()
        self._tindex.add(key, _PLACE.pack(place, len(data)))
        self._postfile.write(data)
        self._listed.append(term)
        self._starts.append(place)

    def finish_field(self) -> None:
        if self._fieldname in FIELDS:
            starts = np.array([*self._starts, self._postfile.tell()], "<u4")
            self._codec.lists[_LEXICON + self._fieldname] = b"\n".join([b"", *self._listed, b""])
            self._codec.lists[_STARTS + self._fieldname] = starts.tobytes()
        super().finish_field()


class _TermsReader(W3TermsReader):
    """Reads what `_FieldWriter` wrote."""

    def postings_at(self, place: bytes) -> postings.Postings:
        """The postings at a place of `places`."""
        return postings.unpack(self.data(*_PLACE.unpack(place)))

    def data(self, start: int, size: int) -> bytes:
        """A stretch of the file of postings."""
        found: bytes = self._postfile.get(start, size)
        return found

    def postings(self, field: str, term: bytes) -> postings.Postings:
        place = self._tindex.get(self._keycoder(field, term))
        return self.postings_at(place) if place else postings.NONE

    def places(self, field: str) -> dict[bytes, bytes]:
        """The field's terms, in order, with where their postings lie: all at once, because a merge asks for each."""
        start = self._keycoder(field, b"")
        found = {}
        for key, place in self._tindex.items_from(start):
            if key[:2] != start:
                break
            found[key[2:]] = place
        return found


class _Codec(W3Codec):
    """Whoosh's own codec but for the posting lists; one object writes one segment."""

    def __init__(self) -> None:
        super().__init__()
        self.lists: dict[str, bytes] = {}

    def field_writer(self, storage: MemoryStorage, segment: W3Segment) -> _FieldWriter:
        return _FieldWriter(self, storage, segment)

    def terms_reader(self, storage: MemoryStorage, segment: W3Segment) -> _TermsReader:
        terms = storage.open_file(segment.make_filename(self.TERMS_EXT))
        length = storage.file_length(segment.make_filename(self.TERMS_EXT))
        return _TermsReader(self, terms, length, segment.open_file(storage, self.POSTS_EXT))


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
        self._taken: list[tuple[_TermsReader, Numbers]] = []

    def take(self, segment: "Segment") -> None:
        """Takes the live documents of a segment: their columns now, their postings in `finish`."""
        reader = segment.reader()
        numbers = np.full(segment.info.documents, -1, dtype=np.int64)
        base = self.docnum
        mapped = self.write_per_doc(set(_SCHEMA.names()), reader)
        kept = np.array(sorted(mapped), dtype=np.int64) if mapped is not None else np.arange(len(numbers))
        numbers[kept] = np.arange(base, base + len(kept))
        self._taken.append((reader._terms, numbers))
        self._added = True

    def _flush_segment(self) -> None:
        """Whoosh's own for added documents; what was taken is put together term by term, which is several times faster."""
        if not self._taken:
            super()._flush_segment()
            return
        self.perdocwriter.close()
        for name, field in sorted(_SCHEMA.items()):
            sources = [
                (source, numbers, source.places(name))
                for source, numbers in self._taken
                if name in source.indexed_field_names()
            ]
            terms = sorted(set().union(*(places for _, _, places in sources)))
            if not terms:
                continue
            self.fieldwriter.start_field(name, field)
            for term in terms:
                merged = postings.join(
                    [
                        source.postings_at(places[term]).renumbered(numbers)
                        for source, numbers, places in sources
                        if term in places
                    ]
                )
                if len(merged.documents):
                    self.fieldwriter.write_term(term, merged)
            self.fieldwriter.finish_field()
        self.fieldwriter.close()

    def finish(self) -> Written:
        segment = self._finalize_segment()
        self.is_closed = True
        name = segment.segment_id()
        files = {file.removeprefix(name): data for file, data in self.storage.files.items()}
        files |= self.codec.lists
        numbers = {file: files.pop(file) for file in list(files) if file.endswith(".col") and file != _STORED}
        info = SegmentInfo(name, segment.doc_count_all(), frozenset(), dict(segment._fieldlengths))
        return Written(info, {name: pack(files), name + NUMBERS: pack(numbers)})


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


def _exact(document: Document) -> dict[str, dict[str, list[int]]]:
    """The terms of the fields that are not taken apart into words; their places say nothing."""
    paths = {term: [0] for path in document.tags for term in tag_terms(path)}
    held = {"note": bool(document.notes.strip()), "tag": bool(document.tags)}
    return {"paths": paths, "has": {term: [0] for term, holds in held.items() if holds}}


def build(documents: Sequence[Document]) -> Written:
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
        values |= _exact(document)
        writer.add_document(**{name: value for name, value in values.items() if value})
    return writer.finish()


def merge(segments: Sequence["Segment"]) -> Written:
    """One segment with the live documents of several, in memory; nothing of the deleted ones remains in it."""
    writer = _Writer()
    for segment in segments:
        writer.take(segment)
    return writer.finish()


class Segment:
    """A segment opened for reading: its columns at once, its terms after `load`. For one thread at a time: Whoosh's files
    have a place."""

    def __init__(self, info: SegmentInfo, numbers: Mapping[str, bytes]) -> None:
        self.info = info
        self._numbers = dict(numbers)
        self._storage: MemoryStorage | None = None
        self._terms: _TermsReader | None = None
        self._lexicons: dict[str, bytes] = {}
        self._starts: dict[str, NDArray[np.uint32]] = {}
        self.articles: Numbers = self._column("article", ">i8").astype(np.int64)
        self.first = self._column("first", ">i4")
        self.last = self._column("last", ">i4")

    @property
    def loaded(self) -> bool:
        return self._terms is not None

    def load(self, files: Mapping[str, bytes]) -> None:
        """Takes the terms and postings in."""
        held = dict(files)
        self._lexicons = {name: held.pop(_LEXICON + name, b"") for name in FIELDS}
        self._starts = {name: np.frombuffer(held.pop(_STARTS + name, b""), "<u4") for name in FIELDS}
        self._storage = MemoryStorage({self.info.name + file: data for file, data in (held | self._numbers).items()})
        self._terms = self.reader(deletions=False)._terms

    def with_info(self, info: SegmentInfo) -> "Segment":
        """The same files with other deletions; what was read stays read."""
        if info == self.info:
            return self
        again = copy(self)
        again.info = info
        return again

    def reader(self, deletions: bool = True) -> SegmentReader:
        """Whoosh's own reader of the loaded segment, for merging."""
        assert self._storage is not None
        deleted = set(self.info.deleted) if deletions else set()
        segid = self.info.name.removeprefix(f"{_NAME}_")
        segment: Any = W3Segment(_Codec(), _NAME, self.info.documents, segid, deleted)
        segment._fieldlengths = dict(self.info.lengths)
        return SegmentReader(self._storage, _SCHEMA, segment)

    def _column(self, name: str, dtype: str) -> NDArray[Any]:
        """A column as it lies in its file; Whoosh leaves out the documents after the last that has a value."""
        column = np.zeros(self.info.documents, dtype=dtype)
        held = np.frombuffer(self._numbers.get(f".{name}.col", b""), dtype=dtype)
        column[: len(held)] = held
        return column

    def lengths(self, field: str) -> NDArray[np.float64]:
        """The length in positions of a field in each document (as Whoosh keeps it: rounded to one byte)."""
        lengths: NDArray[np.float64] = _LENGTHS[self._column(f"_{field}_len", "u1")]
        return lengths

    def lexicon(self, field: str) -> bytes:
        """Every term of a searched field, sorted, each between line ends; empty when there is none."""
        return self._lexicons.get(field, b"")

    def documents(self, field: str, numbers: Sequence[int]) -> NDArray[Any]:
        """The documents that hold a term of these numbers (from 0, ascending) in the field's lexicon, deleted ones included."""
        assert self._terms is not None
        starts = self._starts[field]
        first, end = int(starts[numbers[0]]), int(starts[numbers[-1] + 1])
        # Terms of one beginning stand side by side: one stretch of the file.
        data = self._terms.data(first, end - first)
        return np.concatenate([postings.documents(data, place - first) for place in starts[list(numbers)].tolist()])

    def sums(self, field: str, chosen: NDArray[np.bool_]) -> Numbers:
        """How often chosen documents hold each term of the field's lexicon."""
        assert self._terms is not None
        starts = self._starts[field].astype(np.int64)
        if len(starts) < 2:
            return np.zeros(0, np.int64)
        data = self._terms.data(int(starts[0]), int(starts[-1] - starts[0]))
        places = starts[:-1] - starts[0]
        return postings.totals(data, places) if chosen.all() else postings.sums(data, places, chosen)

    def postings(self, field: str, term: str) -> postings.Postings:
        """Where the term stands (deleted documents included)."""
        assert self._terms is not None
        return self._terms.postings(field, term.encode())
