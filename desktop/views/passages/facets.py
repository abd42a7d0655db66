"""What narrows the passages, with counts: state, tags, authors, articles. One list; a row is ticked by click, Space or Return."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from archive.archive import Archive
from archive.base.progress import Progress
from archive.base.text import tag_key
from archive.model.ids import ArticleId
from archive.model.passage import Match, PassageFilter, State, Tag
from archive.operations import annotate, codebook
from desktop.theme import Theme
from desktop.widgets.rowlist import set_up_rows

from .listing import article_titles
from .words import STATES

Index = QModelIndex | QPersistentModelIndex
ARTICLES_SHOWN = 40
_PARENTS_COUNTED = 80
ROW_PX, HEAD_PX, _INDENT = 28, 36, 14


@dataclass(frozen=True, slots=True)
class Facet:
    """A row: a value of `kind` that can be ticked; with no kind it is the heading of those that follow."""

    kind: str
    value: str
    label: str
    count: int | None = None
    on: bool = False
    depth: int = 0
    colour: str | None = None


def facets(archive: Archive, wanted: PassageFilter, progress: Progress) -> list[Facet]:
    """The rows for a filter; each kind is counted as if it did not narrow anything itself."""
    with archive.snapshot():
        rows = _states(archive, wanted)
        progress.check()
        rows += _tags(archive, wanted, progress)
        authors = annotate.groups(archive, replace(wanted, authors=()), "author")
        if len(authors) > 1 or wanted.authors:
            rows.append(Facet("", "", "Authors"))
            rows += [
                Facet("author", name, name, authors.get(name, 0), name in wanted.authors)
                for name in _all(authors, wanted.authors)
            ]
        progress.check()
        rows += _articles(archive, wanted)
    return rows


def _all(counts: Mapping[str, int], chosen: Sequence[str]) -> list[str]:
    return list(dict.fromkeys([*counts, *chosen]))


def _states(archive: Archive, wanted: PassageFilter) -> list[Facet]:
    counts = annotate.groups(archive, replace(wanted, states=()), "state")
    if set(counts) <= {State.ANCHORED} and not wanted.states:
        return []
    rows = [Facet("", "", "State")]
    for state, words in STATES.items():
        if counts.get(state) or state in wanted.states:
            rows.append(Facet("state", state, words, counts.get(state, 0), state in wanted.states))
    return rows


def _tags(archive: Archive, wanted: PassageFilter, progress: Progress) -> list[Facet]:
    free = replace(wanted, tags=(), untagged=False)
    counts = annotate.groups(archive, free, "tag")
    tree = codebook.tree(archive)
    chosen = {tag_key(path) for path in wanted.tags}
    above = _above(tree, counts, chosen)
    rows, counted = [], 0
    for tag in tree:
        number = counts.get(tag.path, 0)
        if not number and tag.path not in above and tag_key(tag.path) not in chosen:
            continue
        if wanted.below and tag.path in above and counted < _PARENTS_COUNTED:
            counted += 1
            progress.check()
            number = annotate.count(archive, replace(free, tags=(tag.path,), match=Match.ANY, below=True))
        on = tag_key(tag.path) in chosen
        rows.append(Facet("tag", tag.path, tag.name, number or None, on, tag.path.count("/"), tag.colour))
    if "" in counts or wanted.untagged:
        rows.append(Facet("untagged", "", "No tag", counts.get("", 0), wanted.untagged))
    return [Facet("", "tags", "Tags"), *rows] if rows else []


def _above(tree: Sequence[Tag], counts: Mapping[str, int], chosen: set[str]) -> set[str]:
    """The tags that have a shown one below them."""
    found: set[str] = set()
    for tag in tree:
        if counts.get(tag.path) or tag_key(tag.path) in chosen:
            parts = tag.path.split("/")
            found.update("/".join(parts[:number]) for number in range(1, len(parts)))
    return found


def _articles(archive: Archive, wanted: PassageFilter) -> list[Facet]:
    counts = annotate.groups(archive, replace(wanted, articles=()), "article")
    if len(counts) < 2 and not wanted.articles:
        return []
    shown = list(dict.fromkeys([*map(str, wanted.articles), *list(counts)[:ARTICLES_SHOWN]]))
    titles = article_titles(archive, [ArticleId(int(each)) for each in shown])
    rows = [
        Facet("article", each, titles.get(each, "Untitled"), counts.get(each, 0), int(each) in wanted.articles)
        for each in shown
    ]
    return [Facet("", "", "Articles"), *rows]


def ticked(wanted: PassageFilter, facet: Facet) -> PassageFilter:
    """The filter with a facet's value put in or taken out."""
    if facet.kind == "untagged":
        return replace(wanted, untagged=not wanted.untagged, tags=())
    field = {"state": "states", "tag": "tags", "author": "authors", "article": "articles"}[facet.kind]
    value = {"state": State, "article": int}.get(facet.kind, str)(facet.value)
    held: tuple[object, ...] = getattr(wanted, field)
    changed = tuple(each for each in held if each != value) if value in held else (*held, value)
    kept = replace(wanted, untagged=False) if facet.kind == "tag" else wanted
    return replace(kept, **{field: changed})  # type: ignore[arg-type]


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Facet] = []

    def fill(self, rows: list[Facet]) -> None:
        same = [(row.kind, row.value) for row in rows] == [(row.kind, row.value) for row in self.rows]
        if same:
            # The keyboard keeps its row.
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        return usual | Qt.ItemFlag.ItemIsSelectable if self.rows[index.row()].kind else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.CheckStateRole and row.kind:
            return Qt.CheckState.Checked if row.on else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.value if row.kind == "tag" else row.label if row.kind == "article" else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.label if row.count is None else f"{row.label}, {row.count:,}"
        return None


class _Rows(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        facet: Facet = index.data(Qt.ItemDataRole.UserRole)
        return QSize(0, ROW_PX if facet.kind else HEAD_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        facet: Facet = index.data(Qt.ItemDataRole.UserRole)
        theme, box = self._theme, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not facet.kind:
            painter.setFont(theme.font("small_strong"))
            painter.setPen(theme.color("muted"))
            painter.drawText(box.adjusted(10, 12, 0, 0), Qt.AlignmentFlag.AlignVCenter, facet.label)
            painter.restore()
            return
        ground = box.adjusted(0, 1, 0, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if facet.on or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.color("accent_wash" if facet.on else "hover"))
            painter.drawRoundedRect(QRectF(ground), 8, 8)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.color("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(ground).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        self._words(painter, facet, ground.adjusted(10 + _INDENT * facet.depth, 0, -10, 0))
        painter.restore()

    def _words(self, painter: QPainter, facet: Facet, box: QRect) -> None:
        theme = self._theme
        painter.setPen(Qt.PenStyle.NoPen)
        if facet.colour is not None:
            painter.setBrush(theme.color(f"{facet.colour}_mark"))
            painter.drawRoundedRect(QRectF(box.left(), box.center().y() - 4, 10, 10), 3, 3)
            box.adjust(18, 0, 0, 0)
        number = "" if facet.count is None else f"{facet.count:,}"
        font = theme.font("small_numbers")
        width = QFontMetrics(font).horizontalAdvance(number)
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, number)
        font = theme.font("interface")
        painter.setFont(font)
        warn = facet.kind == "state" and facet.value != State.ANCHORED
        painter.setPen(theme.color("accent" if facet.on else "warning" if warn else "text"))
        words = QFontMetrics(font).elidedText(facet.label, Qt.TextElideMode.ElideRight, box.width() - width - 10)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)


class FacetList(QListView):
    """`ticked(Facet)` when a person ticks a row."""

    ticked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        set_up_rows(self, "passage-facets", "Narrow by", tracked=True)
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegate(_Rows(theme, self))
        self.clicked.connect(self._tick)

    @property
    def rows(self) -> list[Facet]:
        return list(self._model.rows)

    def show_facets(self, rows: list[Facet]) -> None:
        scroll = self.verticalScrollBar().value()
        self._model.fill(rows)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if rows else Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().setValue(scroll)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._tick(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            # Qt would go to a heading, which takes no cursor, and so stay where it is.
            values = [row for row, facet in enumerate(self._model.rows) if facet.kind]
            if values:
                self.setCurrentIndex(self._model.index(values[0 if event.key() == Qt.Key.Key_Home else -1]))
        else:
            super().keyPressEvent(event)

    def _tick(self, index: QModelIndex) -> None:
        facet = self._model.rows[index.row()]
        if facet.kind:
            self.ticked.emit(facet)
