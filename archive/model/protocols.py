"""Seams: what one layer needs of another without importing it."""

from collections.abc import Iterator, Sequence, Set
from contextlib import AbstractContextManager
from typing import Protocol

from .article import Imported, Source
from .ids import ArticleId
from .search import Document


class ChunkStore(Protocol):
    """Where the index keeps its segment files: in the archive file, written in the archive's own transaction.

    Files are immutable once put; a name is never used twice. Each file carries a MAC that the index computes and checks.
    """

    def names(self) -> Sequence[str]:
        """The names of all files."""

    def get(self, name: str) -> tuple[bytes, bytes]:
        """The content and MAC of a file; raises KeyError when there is none."""

    def part(self, name: str, number: int) -> bytes:
        """One of the parts that a file was put in, from 0; raises KeyError when there is none."""

    def put(self, name: str, data: bytes, mac: bytes, part_bytes: int | None = None) -> None:
        """Adds a file, inside the transaction under way; in parts of so many bytes, if they are to be read one by one."""

    def put_beside(self, name: str, data: bytes, mac: bytes) -> None:
        """Puts a file, in the place of one of that name, that tells nothing which the others do not: the generation stays."""

    def delete(self, name: str) -> None:
        """Drops a file, inside the transaction under way; no error when there is none."""

    def clear(self) -> None:
        """Drops every file, inside the transaction under way."""


class Outbox(Protocol):
    """Articles that are saved but not indexed yet (or to be taken out of the index)."""

    def pending(self) -> int:
        """How many articles wait."""

    def waiting_among(self, articles: Sequence[ArticleId]) -> Set[ArticleId]:
        """Those of the articles that wait."""

    def take(self, limit: int, characters: int | None = None) -> Sequence[tuple[int, ArticleId, Document | None]]:
        """Up to `limit` rows, oldest first: (row id, article, its document, or None when it is to be removed); fewer where the texts
        have so many characters."""

    def waiting(self, limit: int) -> Sequence[int]:
        """The ids of the first `limit` rows."""

    def done(self, rows: Sequence[int]) -> None:
        """Drops the rows, inside the transaction under way. A row queued again meanwhile has a new row id and stays."""

    def refill(self) -> None:
        """Queues every indexable article, inside the transaction under way (the index was dropped)."""

    def settled(self) -> Sequence[ArticleId]:
        """The articles that the index should hold as they are now, ascending: none that waits."""

    def documents(self, articles: Sequence[ArticleId]) -> Sequence[Document]:
        """What the index should say of these, as far as they are there and not in the trash."""

    def indexable(self) -> int:
        """How many articles the index should hold once nothing is pending."""


class IndexHome(Protocol):
    """What an index needs of the archive that it lives in."""

    @property
    def chunks(self) -> ChunkStore: ...

    @property
    def outbox(self) -> Outbox: ...

    def atomic(self) -> AbstractContextManager[None]:
        """One write transaction (BEGIN IMMEDIATE … COMMIT), rolled back when the body raises; nests by joining."""

    def snapshot(self) -> AbstractContextManager[None]:
        """One read transaction: everything read inside sees the same state."""

    def generation(self) -> int:
        """A number that changes whenever any index file was put or deleted, by whichever process."""


class Reader(Protocol):
    """An importer's one function."""

    def __call__(self, source: Source) -> Imported: ...


class ReaderPool(Protocol):
    """Reads sources in confined child processes."""

    def read(self, sources: Iterator[Source]) -> Iterator[tuple[Source, Imported]]:
        """Reads each source; a worker that dies, hangs or grows too large gives a refused result for that file only."""

    def close(self) -> None: ...
