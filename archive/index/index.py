"""The full-text index of an archive: what is pending, batches in, ranked articles out.

Everything is written in the archive's own transaction. A chunk that cannot be trusted or read empties the index and
refills the outbox; until it has been built again, searches answer with what is there and `pending` says how much is not.
"""

from collections.abc import Callable, Iterable, Sequence, Set
from contextlib import suppress
from threading import RLock
from typing import NamedTuple, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from archive.base.errors import ReadOnly, WaystationError
from archive.base.progress import Progress
from archive.model.ids import ArticleId
from archive.model.protocols import IndexHome
from archive.model.search import Document, Ranked

from . import codec, counting, tiers
from .arrays import Numbers
from .codec import Written
from .evaluate import Collection, Evaluation, PostingsCache
from .fields import SEARCHED
from .queries import Node, parse
from .segment import Segment
from .storage import NUMBERS, Damaged, SegmentInfo, Shelf, Signer
from .suggest import did_you_mean

BATCH = 1000
_Counted = TypeVar("_Counted")
_Row = tuple[int, ArticleId, Document | None]


class Ranking(NamedTuple):
    """Matching articles and their scores, best first, and what the query may have meant."""

    articles: Numbers
    scores: NDArray[np.float64]
    did_you_mean: str | None


class Rewritten(NamedTuple):
    """A segment as it was, and as it is without some articles; None when it held no others."""

    before: SegmentInfo
    after: Written | None


class Index:
    """The index of one archive. Safe for several threads; searches take turns."""

    def __init__(self, home: IndexHome, secret: bytes, archive_uid: str) -> None:
        self._home = home
        self._shelf = Shelf(home.chunks, Signer(secret, archive_uid))
        self._lock = RLock()
        self._open: dict[str, Segment] = {}
        self._postings = PostingsCache()
        self._words = counting.Words()
        self._collection = Collection((), self._postings)
        self._generation: int | None = None
        self._given_up = False

    # Reading

    def search(
        self,
        query: str,
        *,
        allowed: Set[ArticleId] | None = None,
        limit: int | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        sort_scores: bool = True,
    ) -> Ranked:
        """All matching articles, best first (ties and unsorted: newest id first); `limit` keeps the best.

        `allowed` are the articles in scope. Raises Cancelled when `cancelled()` becomes true, and never
        on account of how the query is written.
        """
        inside = None if allowed is None else np.fromiter(allowed, np.int64, len(allowed))
        found = self.ranking(query, allowed=inside, cancelled=cancelled, sort_scores=sort_scores)
        # Whole arrays at once: a frequent word is in every other article.
        articles = cast(list[ArticleId], found.articles[:limit].tolist())
        return Ranked(tuple(articles), tuple(found.scores[:limit].tolist()), found.did_you_mean)

    def ranking(
        self,
        query: str,
        *,
        allowed: Numbers | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        sort_scores: bool = True,
    ) -> Ranking:
        """What `search` gives, as arrays."""
        node = parse(query)
        try:
            articles, scores, suggestion = self._found(query, node, cancelled)
        except Damaged:
            self._give_up()
            articles, scores, suggestion = self._found(query, node, cancelled)
        if allowed is not None:
            kept = np.isin(articles, allowed)
            articles, scores = articles[kept], scores[kept]
        order = np.lexsort((-articles, -scores)) if sort_scores else np.argsort(-articles)
        return Ranking(articles[order], scores[order], suggestion)

    def _found(
        self, query: str, node: Node, cancelled: Callable[[], bool]
    ) -> tuple[Numbers, NDArray[np.float64], str | None]:
        with self._lock:
            collection = self._current(whole=True)
            found = Evaluation(collection, cancelled).matches(node)
            places = np.flatnonzero(found.mask & collection.live)
            suggestion = did_you_mean(query, node, collection, len(places))
        return collection.articles[places], found.scores[places], suggestion

    def frequencies(self, chosen: Numbers, cancelled: Callable[[], bool] = lambda: False) -> counting.Frequencies:
        """Every term of these articles' texts: how often there, and in all articles. Raises Cancelled."""
        collection = self._counted(lambda collection: collection)
        # Segments never change, and adding up whole stretches of them needs no place in a file: nobody has to wait.
        return counting.frequencies(collection, self._words, chosen, cancelled)

    def occurrences(self, words: str, cancelled: Callable[[], bool] = lambda: False) -> counting.Occurrences:
        """How often each article's text holds these words as they are written, next to each other. Raises Cancelled."""
        return self._counted(lambda collection: counting.occurrences(collection, words, cancelled))

    def _counted(self, count: Callable[[Collection], _Counted]) -> _Counted:
        try:
            with self._lock:
                return count(self._current(whole=True))
        except Damaged:
            self._give_up()
            with self._lock:
                return count(self._current(whole=True))

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

    def load(self) -> None:
        """Reads the index and its words now, so that the first search need not; a damaged one is left for that search."""
        with suppress(Damaged), self._lock:
            collection = self._current(whole=True)
            for field in SEARCHED:
                collection.vocabulary(field)

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
        self._open = opened
        self._postings.keep_only(set(opened))
        self._collection = Collection(tuple(opened.values()), self._postings)

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

    # Writing

    def index_batch(self, limit: int = BATCH) -> int:
        """Takes up to `limit` rows from the outbox, writes them, deletes the rows; the number of rows done.

        The segment is made before the write transaction begins, so that nobody waits for it; when a row was replaced
        meanwhile (an article edited, trashed or purged) it is made again inside.
        """
        rows = self._home.outbox.take(min(limit, BATCH))
        if not rows:
            return 0
        fresh = _built(rows)
        try:
            with self._home.atomic():
                now = self._home.outbox.take(len(rows))
                if [row for row, _, _ in now] != [row for row, _, _ in rows]:
                    rows, fresh = now, _built(now)
                self._write(rows, fresh)
            self._tidy()
        except Damaged:
            self._give_up()
            return self.index_batch(limit)
        return len(rows)

    def _write(self, rows: Sequence[_Row], fresh: Written | None) -> None:
        replaced = np.array([article for _, article, _ in rows], dtype=np.int64)
        infos = [_without(segment, replaced) for segment in self._in_transaction()]
        infos = [info for info in infos if info.live]
        self._shelf.publish(infos + ([fresh.info] if fresh else []), fresh.chunks if fresh else {})
        self._home.outbox.done([row for row, _, _ in rows])

    def _tidy(self) -> None:
        """Merges segments of one size into one; made before the write transaction, given up if it came too late."""
        while True:
            with self._lock, self._home.snapshot():
                self._current()
                chosen = [self._open[name] for name in tiers.to_merge([part.info for part in self._open.values()])]
                self._load(chosen)
            if not chosen or not self._replace(chosen):
                return

    def _replace(self, parts: Sequence[Segment]) -> bool:
        """Rewrites the segments as one without their deleted documents; False when they have changed meanwhile."""
        before = [segment.info for segment in parts]
        merged = codec.merge(parts)
        with self._home.atomic():
            now = [segment.info for segment in self._in_transaction()]
            if any(info not in now for info in before):
                return False
            kept = [info for info in now if info not in before]
            self._shelf.publish([*kept, merged.info], merged.chunks)
        return True

    def catch_up(self, progress: Progress | None = None) -> int:
        """Batches in this process until nothing is pending; the number of rows done."""
        progress = progress or Progress()
        done, total = 0, self.pending()
        progress.report(0, total, "Indexing")
        while count := self.index_batch():
            done += count
            progress.report(done, max(total, done + self.pending()), "Indexing")
        return done

    def verify(self) -> list[str]:
        """What is wrong, as sentences: unreadable or forged files, and articles that are neither indexed nor pending."""
        with self._home.snapshot():
            try:
                infos = self._shelf.segments()
                articles = [int(article) for info in infos for article in _articles(self._opened(info))]
                for info in infos:
                    self._shelf.arrays(info.name)
            except Damaged as damaged:
                return [f"The search index is damaged: {damaged}."]
            # A check reports whatever it meets; the index can always be built again.
            except Exception as error:
                return [f"The search index cannot be read: {error}."]
            findings = []
            if len(articles) != len(set(articles)):
                findings.append("The search index holds an article twice.")
            if not self.pending() and len(set(articles)) != self._home.outbox.indexable():
                findings.append(
                    f"The search index holds {len(set(articles))} articles, the archive {self._home.outbox.indexable()}."
                )
            return findings

    def drop(self) -> None:
        """Empties the index and queues every article, in one transaction."""
        with self._home.atomic():
            self._home.chunks.clear()
            self._home.outbox.refill()
        with self._lock:
            self._generation = None

    def without(self, articles: Sequence[ArticleId]) -> tuple[Rewritten, ...]:
        """The segments that hold these articles, made again without them, for `expunge`.

        It can take seconds: call it before the transaction that purges, so that no other writer waits.
        """
        wanted = np.array(articles, np.int64)
        try:
            with self._home.snapshot(), self._lock:
                held = _holding(self._in_transaction(), wanted)
                self._load(held)
            return tuple(_rewritten(segment, wanted) for segment in held)
        except Damaged:
            return ()  # `expunge` drops it

    def expunge(self, articles: Sequence[ArticleId], ready: Sequence[Rewritten] = ()) -> None:
        """After a purge: puts segments in which no trace of these articles remains, in place of those that hold them.

        `ready` are those of `without`; a segment that has changed since is made again here.
        """
        wanted = np.array(articles, np.int64)
        with self._home.atomic():
            try:
                self._put_without(wanted, ready)
            except Damaged:
                self.drop()

    def _put_without(self, articles: Numbers, ready: Sequence[Rewritten]) -> None:
        opened = self._in_transaction()
        held = _holding(opened, articles)
        if not held:
            return
        infos = [segment.info for segment in opened if segment not in held]
        chunks: dict[str, bytes] = {}
        for segment in held:
            found = next((each for each in ready if each.before == segment.info), None)
            if found is None:
                with self._lock:
                    self._load([segment])
                found = _rewritten(segment, articles)
            if found.after is not None:
                infos.append(found.after.info)
                chunks |= found.after.chunks
        self._shelf.publish(infos, chunks)
        self._shelf.forget()


def _holding(segments: Iterable[Segment], articles: Numbers) -> list[Segment]:
    """Those with any of the articles, be it as a deleted one."""
    return [segment for segment in segments if np.isin(segment.articles, articles).any()]


def _rewritten(segment: Segment, articles: Numbers) -> Rewritten:
    rest = segment.with_info(_without(segment, articles))
    return Rewritten(segment.info, codec.merge([rest]) if rest.info.live else None)


def _built(rows: Sequence[_Row]) -> Written | None:
    """The segment of the rows' documents; an article that is queued twice counts once, as it is now."""
    documents = {article: document for _, article, document in rows}
    present = [document for document in documents.values() if document is not None]
    return codec.build(present) if present else None


def _without(segment: Segment, articles: Numbers) -> SegmentInfo:
    gone = np.flatnonzero(np.isin(segment.articles, articles))
    return segment.info.without(int(number) for number in gone)


def _articles(segment: Segment) -> list[int]:
    return [int(article) for number, article in enumerate(segment.articles) if number not in segment.info.deleted]
