"""A home for an index in memory: chunks, outbox and transactions that roll back, without a database."""

import copy
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest

from archive.index.index import Index
from archive.model.ids import ArticleId
from archive.model.search import Document


class Chunks:
    def __init__(self, home: "MemoryHome") -> None:
        self._home = home
        self.files: dict[str, tuple[bytes, bytes]] = {}
        self.used: set[str] = set()
        self.parts: dict[str, int] = {}

    def names(self) -> Sequence[str]:
        return list(self.files)

    def get(self, name: str) -> tuple[bytes, bytes]:
        return self.files[name]

    def part(self, name: str, number: int) -> bytes:
        data, each = self.files[name][0], self.parts[name]
        if number * each >= len(data):
            raise KeyError(name)
        return data[number * each : (number + 1) * each]

    def put(self, name: str, data: bytes, mac: bytes, part_bytes: int | None = None) -> None:
        assert self._home.depth and name not in self.used
        self.parts[name] = part_bytes or len(data)
        self.used.add(name)
        self.files[name] = (data, mac)
        self._home.number += 1

    def put_beside(self, name: str, data: bytes, mac: bytes) -> None:
        assert self._home.depth
        self.files[name] = (data, mac)

    def delete(self, name: str) -> None:
        assert self._home.depth
        self.files.pop(name, None)
        self._home.number += 1

    def clear(self) -> None:
        assert self._home.depth
        self.files.clear()
        self._home.number += 1


class Outbox:
    def __init__(self, home: "MemoryHome") -> None:
        self._home = home
        self.rows: dict[int, ArticleId] = {}
        self.last = 0
        self.taken: Callable[[], None] = lambda: None

    def put(self, article: int) -> None:
        self.rows = {row: waiting for row, waiting in self.rows.items() if waiting != article}
        self.last += 1
        self.rows[self.last] = ArticleId(article)

    def pending(self) -> int:
        return len(self.rows)

    def waiting_among(self, articles: Sequence[ArticleId]) -> set[ArticleId]:
        return set(articles) & set(self.rows.values())

    def take(self, limit: int, characters: int | None = None) -> Sequence[tuple[int, ArticleId, Document | None]]:
        documents = self._home.documents
        found = [(row, article, documents.get(article)) for row, article in sorted(self.rows.items())[:limit]]
        self.taken()
        return found

    def waiting(self, limit: int) -> Sequence[int]:
        return sorted(self.rows)[:limit]

    def done(self, rows: Sequence[int]) -> None:
        assert self._home.depth
        for row in rows:
            self.rows.pop(row, None)

    def refill(self) -> None:
        self.rows = {}
        for article in sorted(self._home.documents):
            self.put(article)

    def settled(self) -> list[ArticleId]:
        return sorted(set(self._home.documents) - set(self.rows.values()))

    def documents(self, articles: Sequence[ArticleId]) -> list[Document]:
        return [self._home.documents[article] for article in articles if article in self._home.documents]

    def indexable(self) -> int:
        return len(self._home.documents)


class MemoryHome:
    """`IndexHome` with the articles of a test."""

    def __init__(self) -> None:
        self.documents: dict[ArticleId, Document] = {}
        self.chunks = Chunks(self)
        self.outbox = Outbox(self)
        self.number = 0
        self.depth = 0

    @contextmanager
    def atomic(self) -> Iterator[None]:
        before = (dict(self.chunks.files), dict(self.outbox.rows), copy.copy(self.documents), self.number)
        self.depth += 1
        try:
            yield
        except BaseException:
            self.chunks.files, self.outbox.rows, self.documents, self.number = before
            raise
        finally:
            self.depth -= 1

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        yield

    def generation(self) -> int:
        return self.number

    def save(self, *documents: Document) -> None:
        for document in documents:
            self.documents[document.article] = document
            self.outbox.put(document.article)

    def remove(self, *articles: int) -> None:
        for article in articles:
            del self.documents[ArticleId(article)]
            self.outbox.put(article)


@pytest.fixture
def memory() -> MemoryHome:
    return MemoryHome()


@pytest.fixture
def open_index(memory: MemoryHome) -> Callable[[], Index]:
    """Opens the index of `memory` afresh, as another process would."""
    return lambda: Index(memory, b"machine secret of 32 bytes......", "0" * 32)


@pytest.fixture
def index(open_index: Callable[[], Index]) -> Index:
    return open_index()


@pytest.fixture
def filled(memory: MemoryHome, index: Index) -> Callable[..., Index]:
    """Indexes bodies as articles 1, 2, …"""

    def fill(*bodies: str, **fields: object) -> Index:
        for number, body in enumerate(bodies, len(memory.documents) + 1):
            memory.save(Document(ArticleId(number), "", body, **fields))  # type: ignore[arg-type]
        index.catch_up()
        return index

    return fill
