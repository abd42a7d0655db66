"""The list of articles as Qt sees it: knows how many there are, holds the pages that were looked at, never a text.

The model asks for a page (`page_wanted`) when one of its rows is painted or read; whoever listens answers with `fill`. Pages
that were scrolled past within two frames are not asked for, and old pages are let go.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from archive.model.article import Article
from archive.model.ids import ArticleId
from archive.model.search import Hit

Index = QModelIndex | QPersistentModelIndex

HIT_ROLE = Qt.ItemDataRole.UserRole
RESTRICTED_ROLE = Qt.ItemDataRole.UserRole + 1  # why it may not leave unasked, or None
PAGE_ROWS = 50
KEPT_PAGES = 40
_GATHER_MS = 30  # about two frames: a flick past a hundred pages asks for few of them
MIME_ARTICLES = "application/x-waystation-articles"
# Put together once: a view asks for them of each row under the pointer and of each that is chosen.
_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemNeverHasChildren
    | Qt.ItemFlag.ItemIsDragEnabled
)


def articles_in(mime: QMimeData) -> list[ArticleId]:
    """The articles that a drag carries, in list order; empty when it carries none."""
    if not mime.hasFormat(MIME_ARTICLES):
        return []
    raw = bytes(mime.data(MIME_ARTICLES).data()).decode("ascii", "replace")
    return [ArticleId(int(part)) for part in raw.split(",") if part.isdigit()]


class ArticlesModel(QAbstractListModel):
    """Rows are hits (`HIT_ROLE`: a Hit, or None while its page is on the way)."""

    page_wanted = Signal(int)  # page number; answer with fill(generation, page, hits)

    def __init__(self, describe: Callable[[Hit], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._describe = describe
        self.restricted: Mapping[ArticleId, str] = {}  # those that may not leave unasked, and why
        self._total = 0
        self._generation = 0
        self._pages: OrderedDict[int, list[Hit]] = OrderedDict()
        self._asked: set[int] = set()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._flush = QTimer(self, interval=_GATHER_MS, singleShot=True)
        self._flush.timeout.connect(self._ask)

    # What it holds

    @property
    def generation(self) -> int:
        """Changes with every new listing; a page of an older one is not taken."""
        return self._generation

    @property
    def loaded_rows(self) -> int:
        return sum(len(page) for page in self._pages.values())

    def show_listing(self, total: int, first_page: int, hits: Sequence[Hit]) -> None:
        """A new listing of `total` rows, of which page `first_page` is known already, or its first rows."""
        self.beginResetModel()
        self._generation += 1
        self._total = total
        self._pages = OrderedDict({first_page: list(hits)}) if hits else OrderedDict()
        self._asked.clear()
        self._wanted.clear()
        self.endResetModel()

    def fill(self, generation: int, page: int, hits: Sequence[Hit]) -> None:
        """A page that was asked for; ignored when the listing has changed since."""
        if generation != self._generation:
            return
        self._asked.discard(page)
        self._pages[page] = list(hits)
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        first = page * PAGE_ROWS
        last = min(first + PAGE_ROWS, self._total) - 1
        self.dataChanged.emit(self.index(first), self.index(last))

    def give_up(self, generation: int, page: int) -> None:
        """A page could not be fetched; it is asked for again when it is next looked at."""
        if generation == self._generation:
            self._asked.discard(page)

    def replace_articles(self, articles: Mapping[ArticleId, Article]) -> None:
        """Shows the new state of articles that are loaded, in place."""
        for page, hits in self._pages.items():
            for offset, hit in enumerate(hits):
                fresh = articles.get(hit.article.id)
                if fresh is not None:
                    hits[offset] = replace(hit, article=fresh)
                    index = self.index(page * PAGE_ROWS + offset)
                    self.dataChanged.emit(index, index)

    def hit(self, row: int) -> Hit | None:
        """The hit at a row, without asking for it."""
        page, offset = divmod(row, PAGE_ROWS)
        hits = self._pages.get(page)
        return hits[offset] if hits is not None and 0 <= offset < len(hits) else None

    def row_of(self, article: ArticleId) -> int | None:
        """The row of an article among those loaded."""
        return next((row for row, hit in self._loaded() if hit.article.id == article), None)

    def loaded_articles(self) -> set[ArticleId]:
        return {hit.article.id for _, hit in self._loaded()}

    def _loaded(self) -> Iterator[tuple[int, Hit]]:
        for page, hits in self._pages.items():
            for offset, hit in enumerate(hits):
                yield page * PAGE_ROWS + offset, hit

    # What Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else self._total

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (HIT_ROLE, RESTRICTED_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        hit = self.hit(index.row())
        if role == RESTRICTED_ROLE:
            return self.restricted.get(hit.article.id) if hit is not None else None
        if hit is None:
            self._want(index.row() // PAGE_ROWS)
            return None if role == HIT_ROLE else ""
        if role == HIT_ROLE:
            return hit
        if role == Qt.ItemDataRole.AccessibleTextRole:
            why = self.restricted.get(hit.article.id)
            return f"{self._describe(hit)}, {why}" if why else self._describe(hit)
        return hit.article.title

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _FLAGS

    def mimeTypes(self) -> list[str]:
        return [MIME_ARTICLES]

    def mimeData(self, indexes: Iterable[QModelIndex]) -> QMimeData:
        hits = [hit for index in sorted(indexes, key=lambda each: each.row()) if (hit := self.hit(index.row()))]
        mime = QMimeData()
        mime.setData(MIME_ARTICLES, ",".join(str(hit.article.id) for hit in hits).encode("ascii"))
        mime.setText("\n".join(hit.article.title for hit in hits))
        return mime

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    # Asking for pages

    def want_rest(self) -> None:
        """Asks for the pages of which only the first rows are known."""
        for page, hits in self._pages.items():
            if len(hits) < min(PAGE_ROWS, self._total - page * PAGE_ROWS):
                self._want(page)

    def _want(self, page: int) -> None:
        if page in self._asked:
            return
        self._wanted[page] = None
        self._wanted.move_to_end(page)
        if not self._flush.isActive():
            self._flush.start()

    def _ask(self) -> None:
        # Two pages cover any window of rows: those wanted last are those in sight.
        wanted = list(self._wanted)[-2:]
        self._wanted.clear()
        for page in wanted:
            self._asked.add(page)
            self.page_wanted.emit(page)
