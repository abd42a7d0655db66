"""The full-text index of an archive: what is pending, batches in, ranked articles out.

Everything is written in the archive's own transaction. A chunk that cannot be trusted or read empties the index and
refills the outbox; until it has been built again, searches answer with what is there and `pending` says how much is not.
"""

from collections.abc import Callable, Iterable, Sequence
from threading import RLock

import numpy as np

from archive.base.errors import ReadOnly
from archive.base.progress import Progress
from archive.model.ids import ArticleId
from archive.model.protocols import IndexHome
from archive.model.search import Document, Ranked

from . import codec, tiers
from .codec import Segment
from .evaluate import Collection, Evaluation, Postings
from .queries import parse
from .storage import Damaged, SegmentInfo, Shelf, Signer
from .suggest import did_you_mean

BATCH = 1000
_Row = tuple[int, ArticleId, Document | None]


class Index:
    """The index of one archive. Safe for several threads; searches take turns."""

    def __init__(self, home: IndexHome, secret: bytes, archive_uid: str) -> None:
        self._home = home
        self._shelf = Shelf(home.chunks, Signer(secret, archive_uid))
        self._lock = RLock()
        self._open: dict[str, Segment] = {}
        self._postings = Postings()
        self._collection = Collection((), self._postings)
        self._generation: int | None = None

    # Reading

    def search(
        self,
        query: str,
        *,
        allowed: Callable[[ArticleId], bool] | None = None,
        limit: int | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        sort_scores: bool = True,
    ) -> Ranked:
        """All matching articles, best first (ties and unsorted: newest id first); `limit` keeps the best.

        `allowed` tells by id which articles are in scope. Raises Cancelled when `cancelled()` becomes true, and never
        on account of how the query is written.
        """
        node = parse(query)
        with self._lock:
            collection = self._current()
            found = Evaluation(collection, cancelled).matches(node)
            places = np.flatnonzero(found.mask & collection.live)
            articles, scores = collection.articles[places], found.scores[places]
            suggestion = did_you_mean(query, node, collection, len(places))
        if allowed is not None:
            kept = np.fromiter((allowed(ArticleId(int(article))) for article in articles), bool, len(articles))
            articles, scores = articles[kept], scores[kept]
        order = np.lexsort((-articles, -scores)) if sort_scores else np.argsort(-articles)
        order = order[:limit]
        ranked = tuple(ArticleId(int(article)) for article in articles[order])
        return Ranked(ranked, tuple(float(score) for score in scores[order]), suggestion)

    def pending(self) -> int:
        """How many articles are saved but not searchable yet (or not yet taken out)."""
        return self._home.outbox.pending()

    def _current(self) -> Collection:
        """The collection as it is now; segments that were open stay open with what was read of them."""
        generation = self._home.generation()
        if generation != self._generation:
            try:
                with self._home.snapshot():
                    generation = self._home.generation()
                    self._adopt(self._shelf.segments())
            # Whatever is wrong with the chunks, the articles are safe and the index can be built again.
            except Exception:
                self._give_up()
                generation = self._home.generation()
            self._generation = generation
        return self._collection

    def _adopt(self, infos: Iterable[SegmentInfo]) -> None:
        opened = {}
        for info in infos:
            held = self._open.get(info.name)
            opened[info.name] = self._load(info) if held is None else held.with_info(info)
        self._open = opened
        self._postings.keep_only(set(opened))
        self._collection = Collection(tuple(opened.values()), self._postings)

    def _load(self, info: SegmentInfo) -> Segment:
        return Segment(info, self._shelf.files(info.name))

    def _give_up(self) -> None:
        self._adopt(())
        try:
            self.drop()
        except ReadOnly:
            pass  # whoever opens the archive for writing builds it again

    # Writing

    def index_batch(self, limit: int = BATCH) -> int:
        """Takes up to `limit` rows from the outbox, writes them, deletes the rows; the number of rows done.

        The segment is made before the write transaction begins, so that nobody waits for it; when a row was replaced
        meanwhile (an article edited, trashed or purged) it is made again inside.
        """
        with self._lock:
            self._current()
            with self._home.snapshot():
                rows = self._home.outbox.take(min(limit, BATCH))
            if not rows:
                return 0
            fresh = _built(rows)
            with self._home.atomic():
                now = self._home.outbox.take(min(limit, BATCH))
                if [row for row, _, _ in now] != [row for row, _, _ in rows]:
                    rows, fresh = now, _built(now)
                self._write(rows, fresh)
            self._tidy()
            return len(rows)

    def _write(self, rows: Sequence[_Row], fresh: tuple[SegmentInfo, bytes] | None) -> None:
        self._current()
        replaced = np.array([article for _, article, _ in rows], dtype=np.int64)
        infos = [_without(segment, replaced) for segment in self._open.values()]
        infos = [info for info in infos if info.live]
        put = {}
        if fresh is not None:
            infos.append(fresh[0])
            put[fresh[0].name] = fresh[1]
        self._shelf.publish(infos, put)
        self._home.outbox.done([row for row, _, _ in rows])

    def _tidy(self) -> None:
        """Merges segments of one size into one; made before the write transaction, given up if it came too late."""
        while True:
            self._current()
            chosen = tiers.to_merge([segment.info for segment in self._open.values()])
            if not chosen or not self._replace(chosen):
                return

    def _replace(self, names: Sequence[str]) -> bool:
        """Rewrites the segments as one without their deleted documents; False when they have changed meanwhile."""
        parts = [self._open[name] for name in names]
        before = [segment.info for segment in parts]
        merged = codec.merge(parts) if any(info.live for info in before) else None
        with self._home.atomic():
            self._current()
            now = [segment.info for segment in self._open.values()]
            if any(info not in now for info in before):
                return False
            kept = [info for info in now if info not in before]
            put = {}
            if merged is not None:
                kept.append(merged[0])
                put[merged[0].name] = merged[1]
            self._shelf.publish(kept, put)
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
        with self._lock, self._home.snapshot():
            try:
                infos = self._shelf.segments()
                articles = [int(article) for info in infos for article in _articles(self._load(info))]
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
        with self._lock, self._home.atomic():
            self._home.chunks.clear()
            self._home.outbox.refill()

    def expunge(self, articles: Sequence[ArticleId]) -> None:
        """After a purge: rewrites the segments that hold them, so that no trace of these articles remains."""
        wanted = np.array([int(article) for article in articles], dtype=np.int64)
        with self._lock, self._home.atomic():
            self._current()
            held = [segment for segment in self._open.values() if np.isin(segment.articles, wanted).any()]
            infos = [segment.info for segment in self._open.values() if segment not in held]
            put = {}
            for segment in held:
                rest = segment.with_info(_without(segment, wanted))
                if rest.info.live:
                    info, data = codec.merge([rest])
                    infos.append(info)
                    put[info.name] = data
            if held:
                self._shelf.publish(infos, put)


def _built(rows: Sequence[_Row]) -> tuple[SegmentInfo, bytes] | None:
    """The segment of the rows' documents; an article that is queued twice counts once, as it is now."""
    documents = {article: document for _, article, document in rows}
    present = [document for document in documents.values() if document is not None]
    return codec.build(present) if present else None


def _without(segment: Segment, articles: "np.ndarray[tuple[int, ...], np.dtype[np.int64]]") -> SegmentInfo:
    gone = np.flatnonzero(np.isin(segment.articles, articles))
    return segment.info.without(int(number) for number in gone)


def _articles(segment: Segment) -> list[int]:
    return [int(article) for number, article in enumerate(segment.articles) if number not in segment.info.deleted]
