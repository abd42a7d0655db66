"""How documents become a segment, through Whoosh's own extension points: a schema, a codec, and a writer of segments.

`build` makes a segment of documents, `merge` one of several segments; `reader` opens one as Whoosh's own reader, so that every
query of Whoosh's runs on it. Terms are kept as they are written (folded, unstemmed) with positions, and beside them which
words have which stem: a word of a query matches both, an exact phrase only what is written.
"""

# Whoosh types only some of its functions.
# mypy: disable-error-code="no-untyped-call"

import threading
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from whoosh import columns
from whoosh.codec.base import Codec
from whoosh.codec.whoosh3 import W3Segment
from whoosh.fields import FieldType, Schema
from whoosh.index import TOC
from whoosh.reading import SegmentReader
from whoosh.util.numeric import byte_to_length
from whoosh.writing import SegmentWriter

from archive.model.search import Document

from . import afar, anchors, arrays
from .anchors import Anchors
from .arrays import Array, Numbers
from .fields import EXACT, FIELDS, MARKED, stem_field, tag_terms
from .gathering import Field, Gathered, exact
from .kinds import Kinds
from .lists import Lists, joined
from .matcher import Documents, Occurrences, Terms
from .segment import COLUMNS, LENGTH, Segment
from .stems import Stems
from .storage import FAR, NUMBERS, MemoryStorage, SegmentInfo

_NAME = "index"
_TEXTS = tuple(name for name in FIELDS if name not in EXACT)
_BYTES = np.array([byte_to_length(byte) for byte in range(256)], np.int64)
_held = threading.local()


class Written(NamedTuple):
    """A segment as it was written, and its chunks by name: `NAME` (terms, postings), `NAME.numbers` (columns) and, of a large one, `NAME.far`."""

    info: SegmentInfo
    chunks: dict[str, bytes]


class _Searched(FieldType):
    """Terms with how often they stand in a document and, where they are kept, their positions. Values come as they are."""

    def __init__(self) -> None:
        no_analyzer: Any = None
        super().__init__(Occurrences(), no_analyzer, scorable=True)


class _Column(FieldType):
    """A number for each document, not searched by term."""

    indexed = False

    def __init__(self, typecode: str) -> None:
        no_analyzer: Any = None
        super().__init__(Occurrences(), no_analyzer)
        self.column_type = columns.NumericColumn(typecode)


def _schema() -> Schema:
    schema = Schema()
    for name, dtype in COLUMNS.items():
        schema.add(name, _Column("q" if dtype.itemsize == 8 else "i"))
    for name, field in FIELDS.items():
        schema.add(name, _Searched())
        if field.stemmed:
            schema.add(stem_field(name), _Searched())
    return schema


_SCHEMA = _schema()


class _Part:
    """What Whoosh's writer closes when it is done; a segment is written at once, by `_Writer._flush_segment`."""

    is_closed = False

    def close(self) -> None:
        self.is_closed = True


class Columnar(Codec):
    """Reads the arrays of a segment for Whoosh."""

    length_stats = False

    def __init__(self, segment: Segment | None = None) -> None:
        self._segment = segment

    def new_segment(self, storage: MemoryStorage, indexname: str) -> W3Segment:
        return W3Segment(self, indexname)

    def per_document_writer(self, storage: MemoryStorage, segment: W3Segment) -> _Part:
        return _Part()

    def field_writer(self, storage: MemoryStorage, segment: W3Segment) -> _Part:
        return _Part()

    def postings_writer(self, dbfile: object, byteids: bool = False) -> object:
        # Whoosh asks for this, and for the next, only for vectors, which no field here has.
        raise NotImplementedError("no field has vectors")

    def postings_reader(
        self, dbfile: object, terminfo: object, format_: object, term: Any = None, scorer: Any = None
    ) -> object:
        raise NotImplementedError("no field has vectors")

    def terms_reader(self, storage: MemoryStorage, segment: W3Segment) -> Terms:
        assert self._segment is not None
        return Terms(self._segment)

    def per_document_reader(self, storage: MemoryStorage, segment: W3Segment) -> Documents:
        assert self._segment is not None
        return Documents(self._segment)


class _Empty:
    """What Whoosh's writer asks of an index: a place to write to that holds nothing yet."""

    indexname = _NAME

    def __init__(self) -> None:
        self.storage = MemoryStorage()

    def _read_toc(self) -> TOC:
        return TOC(_SCHEMA, [], 0)


class _Writer(SegmentWriter):
    """Writes one segment in memory, of documents or of other segments; what becomes of it is the caller's business."""

    def __init__(self) -> None:
        super().__init__(_Empty(), _lk=False, codec=Columnar(), compound=False)
        self._kinds = _kinds()
        self._texts = {name: Gathered(self._kinds, marks=name == MARKED) for name in _TEXTS}
        self._begins: list[int] = []  # of each document, where its text goes on behind its headline
        self._exact: dict[str, list[Sequence[str]]] = {name: [] for name in EXACT}
        self._columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
        self._taken: list[tuple[Segment, Numbers]] = []
        self._arrays: dict[str, Array | bytes] = {}
        self._numbers: dict[str, Array] = {}
        self._lengths: dict[str, int] = {}

    def add_document(self, **fields: Any) -> None:
        """The texts of the searched fields by name, terms for the exact ones, and the columns."""
        self.add_columns(1, {name: [value] for name, value in fields.items()})

    def add_columns(self, count: int, fields: Mapping[str, Sequence[Any]]) -> None:
        """So many documents, each field of all of them together."""
        for name, gathered in self._texts.items():
            gathered.extend(fields.get(name) or [""] * count)
        for name, terms in self._exact.items():
            terms += fields.get(name) or [()] * count
        for name, column in self._columns.items():
            column += fields.get(name) or [0] * count
        self._begins += fields.get("begin") or [0] * count
        self.docnum += count
        self._added = True

    def add_reader(self, reader: SegmentReader) -> None:
        """Takes the live documents of one of our segments."""
        documents = reader._perdoc
        assert isinstance(documents, Documents)
        segment = documents.segment
        live = np.ones(segment.info.documents, np.bool_)
        live[sorted(segment.info.deleted)] = False
        numbers = np.full(segment.info.documents, -1, np.int64)
        numbers[live] = self.docnum + np.arange(int(live.sum()))
        self._taken.append((segment, numbers))
        self.docnum += int(live.sum())
        self._added = True

    def _flush_segment(self) -> None:
        if self._taken:
            self._join()
        else:
            self._gather()

    def _gather(self) -> None:
        for name, gathered in self._texts.items():
            self._put(name, gathered.field(stemmed=FIELDS[name].stemmed))
        marks = self._texts[MARKED].marks()
        self._put_anchors(Anchors.of(list(marks), [self._begins[number] for number in marks], list(marks.values())))
        for name, terms in self._exact.items():
            lists, lengths = exact(terms)
            self._put(name, Field(lists, None, lengths))
        for name, column in self._columns.items():
            self._numbers[name] = np.array(column, COLUMNS[name])

    def _join(self) -> None:
        for name in FIELDS:
            lengths = np.concatenate([segment.column(LENGTH + name)[numbers >= 0] for segment, numbers in self._taken])
            self._numbers[LENGTH + name] = lengths.astype(np.uint8)
            self._put_lists(name, *self._joined(name))
        marked = [(part.anchors, numbers) for part, numbers in self._taken if part.anchors is not None]
        self._put_anchors(anchors.joined(marked))
        for name, dtype in COLUMNS.items():
            held = [segment.column(name)[numbers >= 0] for segment, numbers in self._taken]
            self._numbers[name] = np.concatenate(held).astype(dtype)

    def _joined(self, name: str) -> tuple[Lists | None, Stems | None]:
        holding = [(segment, numbers) for segment, numbers in self._taken if segment.lists(name) is not None]
        if not holding:
            return None, None
        parts = [(lists, numbers) for segment, numbers in holding if (lists := segment.lists(name)) is not None]
        lists, maps = joined(parts)
        stems = [
            (held, places)
            for (segment, _), places in zip(holding, maps, strict=True)
            if (held := segment.stems(name)) is not None
        ]
        return lists, Stems.joined(stems) if stems else None

    def _put(self, name: str, field: Field) -> None:
        self._numbers[LENGTH + name] = np.minimum(np.searchsorted(_BYTES, field.lengths), 255).astype(np.uint8)
        self._put_lists(name, field.lists, field.stems)

    def _put_lists(self, name: str, lists: Lists | None, stems: Stems | None) -> None:
        if lists is None:
            return
        self._arrays |= lists.arrays(name)
        self._lengths[name] = int(lists.places[-1])
        if stems is not None:
            self._arrays |= stems.arrays(name)

    def _put_anchors(self, found: Anchors | None) -> None:
        if found is not None:
            self._arrays |= found.arrays()

    def finish(self) -> Written:
        """The segment, of all that was added."""
        segment = self._finalize_segment()
        self._finish()
        name = segment.segment_id()
        info = SegmentInfo(name, segment.doc_count_all(), frozenset(), self._lengths)
        near, far = afar.apart(self._arrays, _afar)
        chunks = {name: arrays.pack(near), name + NUMBERS: arrays.pack(_told(self._numbers))}
        return Written(info, chunks | ({name + FAR: far} if far else {}))


def _afar(name: str) -> bool:
    """Whether a query asks for stretches of it alone: documents and positions, but for what tells which of them have more."""
    return name.removesuffix(".high").removesuffix(".high").endswith((".gaps", ".positions"))


def _told(columns: Mapping[str, Array]) -> dict[str, Array | bytes]:
    """The columns that say something, ids in four bytes where all of them fit."""
    return {
        name: column.astype(np.uint32)
        if column.dtype == np.int64 and 0 <= column.min() <= column.max() < 1 << 32
        else column
        for name, column in columns.items()
        if column.any()
    }


def _kinds() -> Kinds:
    """The kinds of tokens that this thread remembers."""
    held: Kinds | None = getattr(_held, "kinds", None)
    if held is None or held.full:
        held = _held.kinds = Kinds()
    return held


def build(documents: Sequence[Document]) -> Written:
    """The segment that holds the documents, in memory."""
    days = [document.days or (0, 0) for document in documents]
    writer = _Writer()
    writer.add_columns(
        len(documents),
        {
            "article": [document.article for document in documents],
            "first": [first for first, _ in days],
            "last": [last for _, last in days],
            "begin": [document.begin for document in documents],
            "title": [document.title for document in documents],
            "body": [document.body for document in documents],
            "byline": [document.byline for document in documents],
            "publisher": [document.publisher for document in documents],
            "notes": [document.notes for document in documents],
            "tags": ["\n".join(document.tags) for document in documents],
            "language": [document.language for document in documents],
            "paths": [
                [term for path in document.tags for term in tag_terms(path)] if document.tags else ()
                for document in documents
            ],
            "has": [_had(document) for document in documents],
        },
    )
    return writer.finish()


def _had(document: Document) -> tuple[str, ...]:
    if not document.tags and not document.notes:
        return ()
    return (*(["note"] if document.notes.strip() else ()), *(["tag"] if document.tags else ()))


def merge(segments: Sequence[Segment]) -> Written:
    """One segment with the live documents of several, in memory; nothing of the deleted ones remains in it."""
    writer = _Writer()
    for segment in segments:
        writer.add_reader(reader(segment))
    return writer.finish()


def reader(segment: Segment) -> SegmentReader:
    """Whoosh's own reader of a loaded segment."""
    codec = Columnar(segment)
    named: Any = W3Segment(codec, _NAME, segment.info.documents, segment.info.name, set(segment.info.deleted))
    return SegmentReader(MemoryStorage(), _SCHEMA, named, codec=codec)
