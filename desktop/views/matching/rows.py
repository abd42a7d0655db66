"""The matches as rows to tick: their words with what was found in them, the words around them, and the article."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from archive.archive import Archive
from archive.base.progress import Progress
from archive.base.text import Utf16Map
from archive.operations import browse, coding
from desktop.theme import Theme
from desktop.views.library.delegate import set_lines
from desktop.widgets.keys import FirstRow
from desktop.widgets.rowlist import set_up_rows
from desktop.widgets.tables import ring
from desktop.wording import one_line

Index = QModelIndex | QPersistentModelIndex
MATCH_ROLE = Qt.ItemDataRole.UserRole
ROW_PX = 76
SECONDS = 6.0  # of searching; a person waits for it
_AROUND, _MOST_WORDS = 110, 400  # code points
_LEFT, _TOP, _BOX = 44, 10, 16


@dataclass(frozen=True, slots=True)
class Preview:
    """A match with some words of its paragraph on either side, and its article's title."""

    found: coding.Found
    before: str
    after: str
    title: str


def previews(
    archive: Archive, query: str, kind: str, unit: str, match_case: bool, progress: Progress
) -> tuple[list[Preview], bool]:
    """Every match, with what stands around it, and whether there are more than are shown.

    Raises Invalid when the query cannot be read or does not end, Cancelled.
    """
    matches = coding.matches(
        archive, query, kind=kind, unit=unit, match_case=match_case, seconds=SECONDS, progress=progress
    )
    found = matches.found
    made: list[Preview] = []
    with archive.snapshot():
        titles = browse.articles(archive, sorted({each.span.article for each in found}))
        held, text = None, ""
        for each in found:
            span = each.span
            if span.edition is not None and span.edition != held:
                progress.check()
                held, text = span.edition, archive.store.editions.get(span.edition).text
            before, after = _around(text, span.start, span.end)
            article = titles.get(span.article)
            made.append(Preview(each, before, after, one_line(article.title) if article else ""))
    return made, matches.more


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """The words of the paragraph before and after a stretch, with dots where they are cut."""
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    if "\n" in before or start <= _AROUND:
        before = before.rpartition("\n")[2]
    else:
        before = "…" + before.partition(" ")[2]
    if "\n" in after or end + _AROUND >= len(text):
        after = after.partition("\n")[0]
    else:
        after = after.rpartition(" ")[0] + "…"
    return before, after


class MatchesModel(QAbstractListModel):
    """Rows are previews; each is ticked or not. `ticks_changed` follows any ticking."""

    ticks_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: Sequence[Preview] = ()
        self._ticked: set[int] = set()

    def show_matches(self, rows: Sequence[Preview]) -> None:
        """New matches, all of them ticked."""
        self.beginResetModel()
        self._rows = rows
        self._ticked = set(range(len(rows)))
        self.endResetModel()
        self.ticks_changed.emit()

    @property
    def rows(self) -> Sequence[Preview]:
        return self._rows

    @property
    def ticked(self) -> list[Preview]:
        """The ticked ones, from the top."""
        return [self._rows[row] for row in sorted(self._ticked)]

    def tick(self, rows: Iterable[int], on: bool | None = None) -> None:
        """Ticks rows or takes the tick off; without `on`, the other way round."""
        changed = set(rows)
        if on is None:
            self._ticked ^= changed
        elif on:
            self._ticked |= changed
        else:
            self._ticked -= changed
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
        self.ticks_changed.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == MATCH_ROLE:
            return row
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if index.row() in self._ticked else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            state = "ticked" if index.row() in self._ticked else "not ticked"
            return f"{one_line(row.found.exact[:_MOST_WORDS])}, {row.title}, {state}"
        return None


class MatchRows(QStyledItemDelegate):
    """Paints a row."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tick = theme.icon("check-bold", "on_accent")

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Preview = index.data(MATCH_ROLE)
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        theme, box = self._theme, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("accent_wash"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.color("hover"))
        painter.fillRect(box.x(), box.bottom(), box.width(), 1, theme.color("line"))
        sign = QRectF(box.x() + 14.5, box.y() + _TOP + 2.5, _BOX, _BOX)
        painter.setPen(QPen(theme.color("accent" if ticked else "muted"), 1))
        painter.setBrush(theme.color("accent" if ticked else "surface"))
        painter.drawRoundedRect(sign, 4, 4)
        if ticked:
            self._tick.paint(painter, sign.toRect().adjusted(3, 3, -2, -2))
        width = box.width() - _LEFT - 16
        corner = QPointF(box.x() + _LEFT, box.y() + _TOP)
        lower = self._words(painter, row, corner, width)
        font = theme.font("small")
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        told = f"{row.title} · marked already" if row.found.marked else row.title
        told = metrics.elidedText(told, Qt.TextElideMode.ElideMiddle, width)
        painter.drawText(QPointF(corner.x(), lower + metrics.ascent() + 4), told)
        if option.state & QStyle.StateFlag.State_HasFocus:
            ring(painter, theme, box)
        painter.restore()

    def _words(self, painter: QPainter, row: Preview, corner: QPointF, width: float) -> float:
        """Two lines: what would be marked in ink on a wash, what was found in it stronger, the rest muted; gives where they end."""
        exact = row.found.exact[:_MOST_WORDS]
        before = row.before
        text = f"{before}{exact}{row.after}".replace("\n", " ")
        layout, units = QTextLayout(), Utf16Map(text)
        kept = set_lines(layout, text, self._theme.font("interface"), width, 2)
        first, last = units.to_utf16(len(before)), min(units.to_utf16(len(before) + len(exact)), kept)
        formats = [self._format(first, last, "text", wash="accent_wash")] if first < last else []
        for start, end in row.found.hits:
            one = units.to_utf16(len(before) + start)
            two = min(units.to_utf16(len(before) + min(end, len(exact))), kept)
            if one < two:
                formats.append(self._format(one, two, "text", wash="sun"))
        painter.setPen(self._theme.color("muted"))
        layout.draw(painter, corner, formats)
        return corner.y() + layout.boundingRect().height()

    def _format(self, start: int, end: int, role: str, wash: str) -> QTextLayout.FormatRange:
        made = QTextLayout.FormatRange()
        made.start, made.length = start, end - start
        look = QTextCharFormat()
        look.setForeground(self._theme.color(role))
        look.setBackground(self._theme.color(wash))
        made.format = look
        return made


class MatchList(QListView):
    """Space or a click on its box ticks a row; Return opens it in the reader (`open_asked(row)`)."""

    open_asked = Signal(int)

    def __init__(self, theme: Theme, model: MatchesModel, parent: QWidget) -> None:
        super().__init__(parent)
        set_up_rows(self, "matches", "Matches", even=True, tracked=True)
        self._matches = model
        self.setModel(model)
        self.setItemDelegate(MatchRows(theme, self))
        FirstRow(self)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.doubleClicked.connect(lambda index: self.open_asked.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            rows = [index.row() for index in self.selectedIndexes()]
            self._matches.tick(rows, None if len(rows) == 1 else not self._all_ticked(rows))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.open_asked.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _all_ticked(self, rows: Sequence[int]) -> bool:
        checked = Qt.CheckState.Checked
        return all(self._matches.index(row).data(Qt.ItemDataRole.CheckStateRole) == checked for row in rows)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.position().x() < _LEFT:
            self._matches.tick([index.row()])
