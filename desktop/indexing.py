"""Keeps the search index and the reading of dates up with what is saved, in a child process; says what is still pending."""

from PySide6.QtCore import QObject, Qt, Signal

from archive.base.errors import WaystationError
from archive.model.change import Change
from archive.operations import duplicates, extracting, indexing, timeline
from desktop.context import Context

TOLD_FROM = 200  # fewer pending articles are searchable before a banner could be read
# What the child's own work touches: nothing that it would have to be woken for.
_OWN = frozenset({("index", 0), *extracting.TOUCHED, *duplicates.TOUCHED})


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
        self._indexer = indexing.indexer(
            context.archive,
            batch_done=lambda _done, pending: self._batch.emit(pending),
            failed=self._trouble.emit,
            read_done=lambda _done, _pending: self._read.emit(),
            alike_done=lambda _done, _pending: self._alike.emit(),
        )
        self._started = self._closed = False
        context.history.changed.connect(self._changed)

    def start(self) -> None:
        """Looks whether anything waits to be indexed or read, and has it done; loads the index, so that the first search finds
        it loaded."""
        archive = self._context.archive

        def look(_: object) -> tuple[int, int]:
            return archive.index.pending(), timeline.pending(archive) + duplicates.pending(archive)

        if not archive.read_only:
            self._context.jobs.run(look, done=self._found, owner=self)
        self._context.jobs.run(lambda _: archive.index.load(), owner=self)

    def wake(self) -> None:
        """Something was saved: looks again."""
        if self._started and not self._closed:
            self._indexer.wake()
        else:
            self.start()

    def close(self) -> None:
        """Lets the child finish its batch, off the interface thread; drain the jobs after it."""
        self._closed = True
        if self._started:
            self._context.jobs.run(lambda _: self._indexer.close())

    def kill(self) -> None:
        """Ends the child at once: it holds the archive's key."""
        self._closed = True
        self._indexer.kill()

    def _found(self, pending: tuple[int, int]) -> None:
        self._tell(pending[0])
        if any(pending) and not self._started and not self._closed:
            self._started = True
            self._indexer.start()

    def _changed(self, change: Change) -> None:
        if change.touched - _OWN:
            self.wake()

    def _done(self, pending: int) -> None:
        if not self._closed:
            self._tell(pending)
            self._context.history.announce(Change("Index", frozenset({("index", 0)})))

    def _told(self) -> None:
        if not self._closed:
            self._context.history.announce(Change("Read dates and figures", extracting.TOUCHED))

    def _told_of_origins(self) -> None:
        if not self._closed:
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
