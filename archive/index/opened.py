"""The segments of an archive's index as they are now: opened once, kept while they are there, given up when they are damaged."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from threading import RLock

from archive.base.errors import Cancelled, ReadOnly, WaystationError
from archive.model.ids import ArticleId
from archive.model.protocols import IndexHome
from archive.model.search import Document

from . import verifying
from .collection import READ_BYTES, Collection
from .evaluate import Evaluation
from .fields import SEARCHED
from .recent import Recent
from .segment import Counts, Segment
from .storage import FAR, NUMBERS, Damaged, SegmentInfo, Shelf, Signer


class Opened:
    """What is indexed, for whoever searches or writes. Safe for several threads."""

    def __init__(self, home: IndexHome, secret: bytes, archive_uid: str) -> None:
        self._home = home
        self._shelf = Shelf(home.chunks, Signer(secret, archive_uid))
        self._lock = RLock()
        self._open: dict[str, Segment] = {}
        self._read = Recent[Counts](READ_BYTES)  # of words and segments
        self._collection = Collection((), self._read)
        self._generation: int | None = None
        self._given_up = False

    def pending(self) -> int:
        """How many articles are saved but not searchable yet (or not yet taken out)."""
        return self._home.outbox.indexable() if self._given_up else self._home.outbox.pending()

    @property
    def generation(self) -> int:
        """A number that changes with what is indexed."""
        return self._home.generation()

    def keep(self, name: str, data: bytes) -> None:
        """Keeps in the archive what was worked out from the index, until an article is purged; inside a transaction."""
        self._shelf.keep(name, data)

    def kept(self, name: str) -> bytes | None:
        """What was kept, of whatever generation; None where there is nothing that can be trusted."""
        return self._shelf.kept(name)

    def sizes(self) -> list[int]:
        """How many articles each segment holds."""
        with self._home.snapshot():
            return [info.live for info in self._shelf.segments()]

    def load(self) -> None:
        """Reads the index and its words now, so that the first search need not; a damaged one is left for that search."""
        with suppress(Damaged), self._lock:
            collection = self._current(whole=True)
            Evaluation(collection, lambda: False).prepare()
            for segment in collection.segments:
                for field in SEARCHED:
                    segment.vocabulary(field)

    def examine(self) -> int:
        """What is pending, once it is sure that what is indexed can be read and was written on this machine.

        An index of which that is not true (an archive copied from elsewhere) is emptied, and all of it is pending.
        """
        try:
            with self._home.snapshot(), self._lock:
                self._current()
        except Damaged:
            self._give_up()
        return self.pending()

    # The lock is only ever taken inside a transaction, never the other way round: two threads cannot block each other.

    def _current(self, *, whole: bool = False) -> Collection:
        """The collection as it is now, for searching (`whole`) or only its columns. The caller holds the lock.

        Segments that were open stay open with what was read of them.
        """
        generation = self._home.generation()
        missing = whole and not all(segment.loaded for segment in self._open.values())
        if generation != self._generation or missing:
            try:
                with self._home.snapshot():
                    generation = self._home.generation()
                    self._adopt(self._shelf.segments())
                    if whole:
                        self._load(self._open.values())
            except (Damaged, WaystationError):
                raise  # an archive that is closed, locked or unreadable is no reason to drop its index
            # Whatever else is wrong with the chunks, the articles are safe and the index can be built again.
            except Exception as error:
                raise Damaged(str(error)) from error
            self._generation = generation
            self._given_up = False
        return self._collection

    def _adopt(self, infos: Iterable[SegmentInfo]) -> None:
        opened = {}
        for info in infos:
            held = self._open.get(info.name)
            opened[info.name] = self._opened(info) if held is None else held.with_info(info)
        gone = self._open.keys() - opened.keys()
        self._open = opened
        if gone:  # what is read of the others stays, and after most saves nothing went
            self._read.keep_only(lambda key: key[0] in opened)
            self._shelf.blocks.keep_only(lambda chunk: chunk.removesuffix(FAR) in opened)
        self._collection = Collection(tuple(opened.values()), self._read)

    def _opened(self, info: SegmentInfo) -> Segment:
        return Segment(info, self._shelf.arrays(info.name + NUMBERS))

    def _load(self, segments: Iterable[Segment]) -> None:
        for segment in segments:
            if not segment.loaded:
                segment.load(self._shelf.arrays(segment.info.name))

    def _give_up(self) -> None:
        """Empties a damaged index, so that it is built again; read-only, it is not used, and everything counts as pending."""
        seen, given_up = self._home.generation(), False  # in a snapshot it stays so, and nothing of it is used
        try:
            self.drop()
        except ReadOnly:
            given_up = True
        with self._lock:
            self._adopt(())
            self._generation, self._given_up = seen, given_up

    def _in_transaction(self) -> list[Segment]:
        """The open segments as the transaction under way sees them. What it changes may yet be rolled back, so the next
        search looks again."""
        with self._lock:
            self._generation = None
            self._current()
            self._generation = None
            return list(self._open.values())

    def verify(self, cancelled: Callable[[], object] = lambda: None) -> list[str]:
        """What is wrong, as sentences: unreadable or forged files, articles that are neither indexed nor pending or should not be indexed, and
        those of which the index says something else than they do (of very many, some at random). `cancelled` may raise to end it.
        """
        with self._home.snapshot():
            try:
                infos = self._shelf.segments()
                indexed: list[dict[int, int]] = []
                for info in infos:
                    cancelled()
                    self._shelf.examine(info.name)
                    segment = self._opened(info)
                    segment.load(self._shelf.arrays(info.name))
                    indexed.append(verifying.of_segment(segment))
            except Damaged as damaged:
                return [f"The search index is damaged: {damaged}."]
            except Cancelled:
                raise
            # A check reports whatever it meets; the index can always be built again.
            except Exception as error:
                return [f"The search index cannot be read: {error}."]
            together = {article: told for each in indexed for article, told in each.items()}
            twice = ["The search index holds an article twice."] if len(together) < sum(map(len, indexed)) else []
            return twice + self._against_texts(together, cancelled)

    def _against_texts(self, indexed: dict[int, int], cancelled: Callable[[], object]) -> list[str]:
        outbox = self._home.outbox

        def texts() -> Iterator[Sequence[Document]]:
            for documents in verifying.chosen(outbox.settled(), outbox.documents):
                cancelled()
                yield documents

        for waiting in outbox.waiting_among([ArticleId(article) for article in indexed]):
            del indexed[waiting]
        return verifying.sentences(indexed, set(outbox.settled()), texts())

    def drop(self) -> None:
        """Empties the index and queues every article, in one transaction."""
        with self._home.atomic():
            self._home.chunks.clear()
            self._home.outbox.refill()
        with self._lock:
            self._generation = None
