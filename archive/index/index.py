"""The full-text index of an archive: what is pending, batches in, ranked articles out.

Everything is written in the archive's own transaction. A chunk that cannot be trusted or read empties the index and
refills the outbox; until it has been built again, searches answer with what is there and `pending` says how much is not.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import NamedTuple, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from archive.base import collector
from archive.base.progress import Progress
from archive.model.ids import ArticleId
from archive.model.protocols import IndexHome
from archive.model.search import Document, Ranked

from . import codec, counting, tiers
from .anchors import Reading
from .arrays import Numbers
from .codec import Written
from .collection import Collection
from .evaluate import Evaluation
from .located import readings
from .opened import Opened
from .order import best
from .queries import Fuzzy, Node, Word, parse, wanted
from .segment import Segment
from .storage import Damaged, SegmentInfo
from .suggest import FEW_HITS, did_you_mean

# As much as is read into memory together: articles, and characters of their texts.
BATCH, CHARACTERS = 5_000, 4_000_000
_Counted = TypeVar("_Counted")
_Row = tuple[int, ArticleId, Document | None]


class Ranking(NamedTuple):
    """Matching articles and their scores, best first as far as was asked for, and what the query may have meant."""

    articles: Numbers
    scores: NDArray[np.float64]
    did_you_mean: str | None


class Rewritten(NamedTuple):
    """A segment as it was, and as it is without some articles; None when it held no others."""

    before: SegmentInfo
    after: Written | None


class Index(Opened):
    """The index of one archive. Safe for several threads; searches take turns."""

    def __init__(self, home: IndexHome, secret: bytes, archive_uid: str) -> None:
        super().__init__(home, secret, archive_uid)
        self._words = counting.Words()

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
        first: int | None = None,
        suggest: bool = True,
    ) -> Ranking:
        """What `search` gives, as arrays; only the `first` are sure to be in order then, and the others come behind them. What the query may
        have meant takes longer than its answer, and is left out unless it is to be looked for (`suggest`).
        """
        node = parse(query)
        meant = query if suggest else None
        try:
            articles, scores, suggestion = self._found(meant, node, allowed, cancelled)
        except Damaged:
            self._give_up()
            articles, scores, suggestion = self._found(meant, node, allowed, cancelled)
        order = best(articles, scores if sort_scores else np.zeros(len(scores)), first)
        return Ranking(articles[order], scores[order], suggestion)

    def _found(
        self, meant: str | None, node: Node, allowed: Numbers | None, cancelled: Callable[[], bool]
    ) -> tuple[Numbers, NDArray[np.float64], str | None]:
        # In one transaction: what lies afar of a segment is read as it is asked for, and stays there meanwhile.
        with self._home.snapshot(), self._lock:
            collection = self._current(whole=True)
            evaluation = Evaluation(collection, cancelled)
            places, scores = evaluation.living(node)
            suggestion = None
            if meant is not None and len(places) < FEW_HITS:
                suggestion = did_you_mean(meant, node, collection, evaluation.poll)
            if allowed is not None:
                kept = np.flatnonzero(collection.within(allowed)[places])
                places, scores = places[kept], scores[kept]
        return collection.articles[places], scores, suggestion

    def rarities(self, query: str) -> Mapping[Node, float]:
        """What meeting each of the query's words is worth where it stands in a text: the rarer it is, the more."""
        with self._lock:
            collection = self._collection  # as of the last search
            evaluation = Evaluation(collection, lambda: False)
            return {part: evaluation.rarity(part) for part in wanted(parse(query))}

    def forms(self, query: str) -> Mapping[Node, Sequence[str]]:
        """The terms of texts that the query's stemmed and misspelt words stand for."""
        with self._lock:
            collection = self._collection  # as of the last search
            return {
                part: collection.forms(part, "body") for part in wanted(parse(query)) if isinstance(part, Word | Fuzzy)
            }

    def readings(
        self, query: str, articles: Sequence[ArticleId], forms: Mapping[Node, Sequence[str]]
    ) -> Mapping[ArticleId, Reading]:
        """For those of these hits of the last search that have a long text of which the query's words (with their `forms`) need less than all:
        what of it. None of an article that has changed since it was indexed. Inside the snapshot in which the texts are read.
        """
        with self._home.snapshot(), self._lock:
            collection, seen = self._collection, self._generation
            if not any(segment.anchors is not None for segment in collection.segments):
                return {}
            if seen is None or seen != self._home.generation():
                return {}
            try:
                found = readings(collection, wanted(parse(query)), forms, articles)
            except Damaged:
                return {}  # all of each text is read; whoever looks for a phrase gives the index up
        if not found:
            return {}
        changed = self._home.outbox.waiting_among(articles)
        return {ArticleId(article): told for article, told in found.items() if article not in changed}

    def frequencies(self, chosen: Numbers, cancelled: Callable[[], bool] = lambda: False) -> counting.Frequencies:
        """Every term of these articles' texts: how often there, and in all articles. Raises Cancelled."""
        collection = self._counted(lambda collection: collection)
        # Segments never change, and adding up whole stretches of them needs no place in a file: nobody has to wait.
        return counting.frequencies(collection, self._words, chosen, cancelled)

    def let_words_go(self) -> None:
        """Frees what `frequencies` keeps; the next one takes the words apart again."""
        with self._lock:
            self._collection.let_go("words")
        self._words.let_go()

    def occurrences(self, words: str, cancelled: Callable[[], bool] = lambda: False) -> counting.Occurrences:
        """How often each article's text holds these words as they are written, next to each other. Raises Cancelled."""
        return self._counted(lambda collection: counting.occurrences(collection, words, cancelled))

    def _counted(self, count: Callable[[Collection], _Counted]) -> _Counted:
        try:
            return self._count(count)
        except Damaged:
            self._give_up()
            return self._count(count)

    def _count(self, count: Callable[[Collection], _Counted]) -> _Counted:
        with self._home.snapshot(), self._lock:
            return count(self._current(whole=True))

    # Writing

    def index_batch(self, limit: int = BATCH, *, joins: tiers.Joins = tiers.ALL) -> int:
        """Takes up to `limit` rows from the outbox, writes them, deletes the rows; the number of rows done.

        The segment is made before the write transaction begins, so that nobody waits for it; when rows were replaced
        meanwhile (articles edited, trashed or purged) it is made again without them. Then segments are joined, no others than `joins` says.
        """
        with collector.rarely():  # thousands of records, none of which holds another
            return self._batch(limit, joins)

    def _batch(self, limit: int, joins: tiers.Joins) -> int:
        taken = rows = self._home.outbox.take(min(limit, BATCH), CHARACTERS)
        try:
            while rows:
                fresh = _built(rows)
                with self._home.atomic():
                    waiting = set(self._home.outbox.waiting(len(taken)))
                    if waiting.issuperset(row for row, _, _ in rows):
                        self._write(rows, fresh)
                        break
                rows = [row for row in rows if row[0] in waiting]
            self.tidy(joins)
        except Damaged:
            self._give_up()
            return self._batch(limit, joins)
        return len(rows) if rows or not taken else self._batch(limit, joins)

    def _write(self, rows: Sequence[_Row], fresh: Written | None) -> None:
        replaced = np.array([article for _, article, _ in rows], dtype=np.int64)
        infos = [_without(segment, replaced) for segment in self._in_transaction()]
        infos = [info for info in infos if info.live]
        self._shelf.publish(infos + ([fresh.info] if fresh else []), fresh.chunks if fresh else {})
        self._home.outbox.done([row for row, _, _ in rows])

    def tidy(self, joins: tiers.Joins = tiers.ALL) -> None:
        """Merges segments of one size into one; made before the write transaction, given up if it came too late."""
        while True:
            with self._home.snapshot():
                with self._lock:
                    self._current()
                    infos = [part.info for part in self._open.values()]
                    chosen = [self._open[name] for name in tiers.to_merge(infos, joins)]
                    self._load(chosen)
                merged = codec.merge(chosen) if chosen else None
            if merged is None or not self._replace([segment.info for segment in chosen], merged):
                return

    def _replace(self, before: Sequence[SegmentInfo], merged: Written) -> bool:
        """Puts the segment in the place of those that it was made of; False when they have changed meanwhile."""
        with self._home.atomic():
            now = [segment.info for segment in self._in_transaction()]
            if any(info not in now for info in before):
                return False
            kept = [info for info in now if info not in before]
            self._shelf.publish([*kept, merged.info], merged.chunks)
        return True

    def catch_up(self, progress: Progress | None = None, *, joins: tiers.Joins = tiers.ALL) -> int:
        """Batches in this process until nothing is pending, with no other joins than these; the number of rows done."""
        progress = progress or Progress()
        done, total = 0, self.pending()
        progress.report(0, total, "Indexing")
        while count := self.index_batch(joins=joins):
            done += count
            progress.report(done, max(total, done + self.pending()), "Indexing")
        return done

    def without(self, articles: Sequence[ArticleId]) -> tuple[Rewritten, ...]:
        """The segments that hold these articles, made again without them, for `expunge`.

        It can take seconds: call it before the transaction that purges, so that no other writer waits.
        """
        wanted = np.array(articles, np.int64)
        try:
            with self._home.snapshot():
                with self._lock:
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
    # What is saved for the first time is newer than all that a segment holds.
    if not len(articles) or not len(segment.articles) or int(articles.min()) > int(segment.articles.max()):
        return segment.info
    gone = np.flatnonzero(np.isin(segment.articles, articles))
    return segment.info.without(int(number) for number in gone)
