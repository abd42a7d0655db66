"""Keeps the search index and the reading of dates up with what is saved, in a child process; says what is still pending."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from archive.base.errors import WaystationError
from archive.model.change import Change
from desktop.context import Context

# All that reads texts comes with it: imported by the job that looks for work, once the window stands.
if TYPE_CHECKING:
    from archive.operations.indexing import Indexer

TOLD_FROM = 200  # fewer pending articles are searchable before a banner could be read


@cache
def _own() -> frozenset[tuple[str, int]]:
    """What the child's own work touches: nothing that it would have to be woken for."""
    from archive.operations import duplicates, extracting

    return frozenset({("index", 0), *extracting.TOUCHED, *duplicates.TOUCHED})


class Indexing(QObject):
    """Belongs to one open archive. The child starts when something is pending, and sleeps when nothing is."""

    _batch = Signal(int)
    _read = Signal()
    _alike = Signal()
    _trouble = Signal(str)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        # The callbacks come on the indexer's thread.
        self._batch.connect(self._done, Qt.ConnectionType.QueuedConnection)
        self._read.connect(self._told, Qt.ConnectionType.QueuedConnection)
        self._alike.connect(self._told_of_origins, Qt.ConnectionType.QueuedConnection)
        self._trouble.connect(self._failed, Qt.ConnectionType.QueuedConnection)
        self._indexer: Indexer | None = None
        self._closed = False
        context.history.changed.connect(self._changed)

    def start(self) -> None:
        """Looks whether anything waits to be indexed or read, and has it done; loads the index, so that the first search finds
        it loaded."""
        archive = self._context.archive

        def look(_: object) -> tuple[int, int]:
            from archive.operations import duplicates, indexing, timeline  # noqa: F401 (the first for `_found`)

            return archive.index.pending(), timeline.pending(archive) + duplicates.pending(archive)

        if not archive.read_only:
            self._context.jobs.run(look, done=self._found, owner=self)
        self._context.jobs.run(lambda _: archive.index.load(), owner=self)

    def wake(self) -> None:
        """Something was saved: looks again."""
        if self._indexer is not None and not self._closed:
            self._indexer.wake()
        else:
            self.start()

    def close(self) -> None:
        """Lets the child finish its batch, off the interface thread; drain the jobs after it."""
        self._closed = True
        if (indexer := self._indexer) is not None:
            self._context.jobs.run(lambda _: indexer.close())

    def kill(self) -> None:
        """Ends the child at once: it holds the archive's key."""
        self._closed = True
        if self._indexer is not None:
            self._indexer.kill()

    def _found(self, pending: tuple[int, int]) -> None:
        self._tell(pending[0])
        if any(pending) and self._indexer is None and not self._closed:
            self.beside().start()

    def beside(self) -> Indexer:
        """The child, made when it is first asked for."""
        if self._indexer is None:
            from archive.operations import indexing

            self._indexer = indexing.indexer(
                self._context.archive,
                batch_done=lambda _done, pending: self._batch.emit(pending),
                failed=self._trouble.emit,
                read_done=lambda _done, _pending: self._read.emit(),
                alike_done=lambda _done, _pending: self._alike.emit(),
            )
        return self._indexer

    def _changed(self, change: Change) -> None:
        if change.touched - _own():
            self.wake()

    def _done(self, pending: int) -> None:
        if not self._closed:
            self._tell(pending)
            self._context.history.announce(Change("Index", frozenset({("index", 0)})))

    def _told(self) -> None:
        if not self._closed:
            from archive.operations import extracting

            self._context.history.announce(Change("Read dates and figures", extracting.TOUCHED))

    def _told_of_origins(self) -> None:
        if not self._closed:
            from archive.operations import duplicates

            self._context.history.announce(Change("Look for duplicates", duplicates.TOUCHED))

    def _failed(self, sentence: str) -> None:
        if not self._closed:
            self._context.alerts.show(WaystationError(sentence))

    def _tell(self, pending: int) -> None:
        if pending >= TOLD_FROM:
            self._context.alerts.tell(
                "pending", f"The search index is being built: {pending:,} articles are saved but not searchable yet."
            )
        else:
            self._context.alerts.clear("pending")
