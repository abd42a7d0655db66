"""Fills the list in the background: one listing at a time, the newest wins, pages as they are looked at.

The interface thread never waits: a newer request cancels the older one, and what an older one still answers is dropped.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from archive.archive import Archive
from archive.base.progress import Progress
from archive.model.article import Article
from archive.model.change import Change
from archive.model.ids import ArticleId
from archive.model.search import Hit, Results, Scope, Sort
from archive.operations import browse
from desktop.context import Context
from desktop.models.articles import PAGE_ROWS, ArticlesModel
from desktop.wording import spoken

_IN_SIGHT = 20  # rows at most, however large the window
_SHOWN = ("publisher", "year", "language")  # facets
_PAUSE_MS = 250  # longer than between two keys
_PAINTED_MS = 20  # after a listing: Qt waits 5 ms before it paints, a compositor up to 16


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is asked to show: a query inside a place, narrowed by facets, in an order (None: the usual one)."""

    query: str = ""
    place: Scope = field(default_factory=Scope)
    facets: Scope = field(default_factory=Scope)
    sort: Sort | None = None

    @property
    def searching(self) -> bool:
        return bool(self.query.strip())

    @property
    def order(self) -> Sort:
        """Relevance while searching, newest additions otherwise, unless a person chose."""
        if self.sort is None or (self.sort is Sort.RELEVANCE and not self.searching):
            return Sort.RELEVANCE if self.searching else Sort.ADDED
        return self.sort

    @property
    def scope(self) -> Scope:
        """Place and facets together; the place's own value of a field stands."""
        return replace(
            self.place,
            publishers=self.place.publishers or self.facets.publishers,
            years=self.place.years or self.facets.years,
            languages=self.place.languages or self.facets.languages,
            told=self.place.told or self.facets.told,
        )

    @property
    def narrowed(self) -> bool:
        """Whether the place or a facet leaves articles out."""
        return self.scope != Scope()


class Lister(QObject):
    """Owns the model. `listed(Results)` follows every new listing, `filled` comes as soon as its rows are in the model, `settled` once they were
    painted and no other listing is on its way; failures become banners.
    """

    filled = Signal(object)  # Results of what was typed: to be painted before anything else is done
    listed = Signal(object)
    settled = Signal()  # for what would hold the painting up
    rows_changed = Signal()  # articles in the list changed in place

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.model = ArticlesModel(spoken, self)
        self.wanted = Wanted()
        self.results: Results | None = None
        self.busy = False
        self.typing = False  # a listing of what is typed is on its way, or not all of it is told yet
        self.rows_in_sight: Callable[[], int] = lambda: _IN_SIGHT
        self.model.page_wanted.connect(self._fetch)
        self._rest = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._rest.timeout.connect(self.model.want_rest)
        self._painting = QTimer(self, interval=_PAINTED_MS, singleShot=True)
        self._painting.timeout.connect(self.settled)

    @property
    def settling(self) -> bool:
        """Whether `settled` is still to come."""
        return self.busy or self._painting.isActive()

    def show(
        self, wanted: Wanted, row: int = 0, then: Callable[[], object] | None = None, *, typed: bool = False
    ) -> None:
        """Lists what is wanted, with the page of `row` first; `then` is called once it is shown.

        While somebody types (`typed`) the rows are `filled` first, and facets and all else follow; of a listing that is typed over until then
        they are left out.
        """
        self.wanted = wanted
        self.busy = True
        self._rest.stop()
        self._painting.stop()
        self.typing = typed = typed and wanted.searching
        page = max(0, row) // PAGE_ROWS
        archive = self._context.archive
        # While somebody types no more is looked for than can be seen; the rest of the page follows.
        seen = min(self.rows_in_sight(), _IN_SIGHT)
        rows = seen if wanted.searching and row < seen else PAGE_ROWS

        def done(answer: tuple[int, Results]) -> None:
            shown, results = answer
            self.busy = False
            self.results = results
            self.model.show_listing(results.total, shown, results.hits)
            if len(results.hits) == rows < PAGE_ROWS:
                self._rest.start()
            if typed:
                self.filled.emit(results)
                self._complete(wanted)
            else:
                self._tell()
            if then is not None:
                then()

        self._look(
            lambda progress: _page_or_last(archive, wanted, page, rows, lambda: progress.cancelled, whole=not typed),
            done,
        )

    def _look(self, work: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
        def failed(error: Exception) -> None:
            self.busy = self.typing = False
            self._context.alerts.show(error)

        self._context.jobs.latest(("listing", id(self)), work, done=done, failed=failed, owner=self)

    def _complete(self, wanted: Wanted) -> None:
        """Has counted and suggested what was left out of a listing until its rows were painted."""
        archive = self._context.archive

        def done(found: Results) -> None:
            if self.results is not None:
                self.results = replace(self.results, facets=found.facets, did_you_mean=found.did_you_mean)
            self._tell()

        def work(progress: Progress) -> Results:
            asked = {**_asked(wanted, 0), "limit": 0}
            return browse.listing(
                archive, wanted.query, **asked, facets=_facets(wanted), cancelled=lambda: progress.cancelled
            )

        self._look(work, done)

    def _tell(self) -> None:
        self.typing = False
        self.listed.emit(self.results)
        if not self.busy:
            self._painting.start()

    def again(self, row: int = 0, then: Callable[[], object] | None = None) -> None:
        """Lists the same again because the archive changed."""
        self.show(self.wanted, row, then)

    def _fetch(self, page: int) -> None:
        generation, wanted, archive = self.model.generation, self.wanted, self._context.archive

        def done(hits: Sequence[Hit]) -> None:
            self.model.fill(generation, page, hits)
            self.rows_changed.emit()

        def failed(error: Exception) -> None:
            self.model.give_up(generation, page)
            self._context.alerts.show(error)

        self._context.jobs.run(
            lambda progress: browse.page(
                archive, wanted.query, **_asked(wanted, page), cancelled=lambda: progress.cancelled
            ),
            done=done,
            failed=failed,
            owner=self,
        )

    # Changes

    def take_change(self, change: Change, again: Callable[[], object]) -> None:
        """Shows what a Change did: in place where that is enough, else by `again` (which lists anew)."""
        ids = {ArticleId(number) for kind, number in change.touched if kind == "article"}
        loaded = self.model.loaded_articles()
        told = change.touches("event") and bool(self.wanted.scope.told)
        told = told or (change.touches("origin") and self.wanted.scope.one_of_each)
        if 0 in ids or ids - loaded or told or (change.touches("index") and (self.wanted.searching or self._pending)):
            again()
        elif ids:
            self._update(sorted(ids), again)
        elif change.touches("archive") or (change.touches("collection") and self.wanted.place.collection is not None):
            again()

    @property
    def _pending(self) -> int:
        return self.results.pending if self.results is not None else 0

    def _update(self, ids: Sequence[ArticleId], again: Callable[[], object]) -> None:
        archive, scope = self._context.archive, self.wanted.scope

        def done(articles: dict[ArticleId, Article]) -> None:
            left = [each for each in ids if each not in articles]
            moved = [each for each in articles.values() if (each.trashed_at is not None) != scope.trashed]
            self.model.replace_articles(articles)
            self.rows_changed.emit()
            # Read and unread, starred or not: the row stays under the reader's eyes until the list is next asked for.
            if left or moved or scope.collection is not None or scope.tags:
                again()

        self._context.jobs.run(lambda _: browse.articles(archive, ids), done=done, owner=self)

    # What is chosen

    def ids_in(self, ranges: Sequence[tuple[int, int]]) -> Callable[[], list[ArticleId]]:
        """A function, to be called off the interface thread, that gives the articles in these half-open ranges of rows."""
        wanted, archive = self.wanted, self._context.archive
        known = {row: hit.article.id for row in _rows(ranges, PAGE_ROWS) if (hit := self.model.hit(row))}

        def ids() -> list[ArticleId]:
            found: list[ArticleId] = []
            for start, end in ranges:
                if all(row in known for row in range(start, end)):
                    found += [known[row] for row in range(start, end)]
                    continue
                hits = browse.page(
                    archive, wanted.query, scope=wanted.scope, sort=wanted.order, limit=end - start, offset=start
                )
                found += [hit.article.id for hit in hits]
            return found

        return ids


def _rows(ranges: Sequence[tuple[int, int]], most: int) -> list[int]:
    """The rows of ranges that are at most `most` long each."""
    return [row for start, end in ranges if end - start <= most for row in range(start, end)]


def _asked(wanted: Wanted, page: int, rows: int = PAGE_ROWS) -> dict[str, Any]:
    """The arguments of `browse.listing` and `browse.page` for a page of the list, or its first rows."""
    return {"scope": wanted.scope, "sort": wanted.order, "limit": rows, "offset": page * PAGE_ROWS}


def _facets(wanted: Wanted) -> tuple[str, ...]:
    """Those that are shown: beside a search, or once one was chosen."""
    return _SHOWN if wanted.searching or wanted.facets != Scope() else ()


def _page_or_last(
    archive: Archive, wanted: Wanted, page: int, rows: int, cancelled: Callable[[], bool], *, whole: bool
) -> tuple[int, Results]:
    """The first rows of the page, or the last page when the list has become shorter than that; the `whole` of what is told, or only the rows
    and their number."""
    more: dict[str, Any] = {"facets": _facets(wanted) if whole else (), "suggest": whole, "cancelled": cancelled}
    results = browse.listing(archive, wanted.query, **_asked(wanted, page, rows), **more)
    last = max(0, (results.total - 1) // PAGE_ROWS)
    if page <= last:
        return page, results
    return last, browse.listing(archive, wanted.query, **_asked(wanted, last), **more)
