"""The table of imported files: sorted by its header, edited by F2 or Enter where a value stands, marked where one is unsure."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from archive.model.review import Order, Reviewed
from desktop.models.review import (
    ASIDE,
    BYLINE,
    COLUMNS,
    DATE,
    FILE,
    LANGUAGE,
    NUMBERS,
    PUBLISHER,
    ROW_ROLE,
    TITLE,
    VERDICT,
    WORDS,
    ReviewModel,
    field_of,
)
from desktop.theme import Theme
from desktop.widgets.keys import FirstRow, is_own
from desktop.widgets.tables import as_rows, in_columns, ring

from . import words

_Index = QModelIndex | QPersistentModelIndex
_ROW_PX, _PAD_PX, _ICON_PX = 36, 8, 16
_WIDTHS_PX: Final = {FILE: 112, VERDICT: 86, BYLINE: 122, PUBLISHER: 116, DATE: 104, LANGUAGE: 74, WORDS: 58, ASIDE: 72}
_LEAST_TITLE_PX: Final = 130
_KEYS: Final[dict[int, str]] = {Qt.Key.Key_A: "accept", Qt.Key.Key_O: "open", Qt.Key.Key_Delete: "trash"}
_GIVE_WAY: Final = (ASIDE, WORDS, LANGUAGE)  # hidden one after the other where there is no room


class Cells(QStyledItemDelegate):
    """Draws a cell with its sign, and edits it. `refused(sentence)`: what was typed cannot be; "" when it can."""

    refused = Signal(str)

    def __init__(self, theme: Theme, check: Callable[[str, str], str], parent: "ReviewTable") -> None:
        super().__init__(parent)
        self._theme, self._check, self._table = theme, check, parent

    # Drawing

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, box = self._theme, option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("accent_wash"))
            if index.column() == FILE:
                painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), theme.color("accent"))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), theme.color("line"))
        held = index.data(ROW_ROLE)
        if isinstance(held, Reviewed):
            self._cell(painter, box.adjusted(_PAD_PX, 0, -_PAD_PX, -1), held, index)
        # The reason of a refusal runs over cells that hold nothing: the row alone is marked.
        told = isinstance(held, Reviewed) and held.article is None and index.column() > VERDICT
        if option.state & QStyle.StateFlag.State_HasFocus and not told:
            ring(painter, theme, box)
        painter.restore()

    def _cell(self, painter: QPainter, box: QRect, held: Reviewed, index: _Index) -> None:
        theme, column = self._theme, index.column()
        sign = words.sign(held, column)
        if column == VERDICT and sign is not None:
            self._icon(painter, box.left(), box, sign)
            self._line(painter, box.adjusted(_ICON_PX + 6, 0, 0, 0), sign.word, "small", sign.role)
            return
        said = str(index.data() or "")
        if held.article is None and column > VERDICT:
            self._why(painter, box, held, index)
            return
        if sign is not None:
            taken = self._signed(painter, box, sign, said, in_words=sign is words.UNSURE and column != DATE)
            box = box.adjusted(0, 0, -taken, 0)
        muted = column in (FILE, LANGUAGE, *NUMBERS) or held.accepted
        if not said and field_of(column) and held.article is not None:
            if sign is None:
                self._line(painter, box, "not known", "small", "muted")
            return
        how = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
        font = "numbers" if column in NUMBERS else "small" if column == FILE else "interface"
        role = "muted" if muted else "text"
        elided = Qt.TextElideMode.ElideMiddle if column == FILE else Qt.TextElideMode.ElideRight
        painter.setFont(theme.font(font))
        painter.setPen(theme.color(role))
        shown = QFontMetrics(painter.font()).elidedText(said, elided, box.width())
        painter.drawText(box, int(how | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)

    def _why(self, painter: QPainter, box: QRect, held: Reviewed, index: _Index) -> None:
        """Lets the reason why a file was refused run on over the cells that it has nothing for."""
        left = self._table.columnViewportPosition(TITLE) + _PAD_PX
        right = self._table.viewport().width() - _PAD_PX
        whole = QRect(left, box.top(), right - left, box.height())
        painter.save()
        painter.setClipRect(box.adjusted(-_PAD_PX, 0, _PAD_PX, 0))
        painter.setFont(self._theme.font())
        shown = QFontMetrics(painter.font()).elidedText(
            words.cell(held, TITLE), Qt.TextElideMode.ElideRight, whole.width()
        )
        self._line(painter, whole, shown, "interface", "warning")
        painter.restore()

    def _signed(self, painter: QPainter, box: QRect, sign: words.Sign, said: str, *, in_words: bool) -> int:
        """Draws a sign at the right of a cell: its word, too, where there is room for it or it is wanted. Half a date says nothing: of a
        doubtful one there is the sign alone, which the tip tells in words.
        """
        metrics = QFontMetrics(self._theme.font("small"))
        word = metrics.horizontalAdvance(sign.word) + 4
        free = box.width() - QFontMetrics(self._theme.font()).horizontalAdvance(said) - _ICON_PX - 6
        taken = _ICON_PX + (word if in_words or free >= word else 0)
        left = box.right() - taken
        self._icon(painter, left, box, sign)
        if taken > _ICON_PX:
            inside = QRect(left + _ICON_PX + 4, box.top(), word, box.height())
            self._line(painter, inside, sign.word, "small", sign.role)
        return taken + 6

    def _icon(self, painter: QPainter, left: int, box: QRect, sign: words.Sign) -> None:
        top = box.center().y() - _ICON_PX // 2 + 1
        self._theme.icon(sign.icon, sign.role).paint(painter, QRect(left, top, _ICON_PX, _ICON_PX))

    def _line(self, painter: QPainter, box: QRect, said: str, font: str, role: str) -> None:
        painter.setFont(self._theme.font(font))
        painter.setPen(self._theme.color(role))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), said)

    # Editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        field = QLineEdit(parent)
        field.setObjectName("review_cell")
        count = self._table.editable_rows()
        name = words.FIELDS[field_of(index.column())]
        field.setAccessibleName(f"The {name} of {count} files" if count > 1 else f"The {name}")
        hint = {"byline": "Names; parted by semicolons", "published": "2020-03-14, 2020-03, 1998~, 2001/2004"}
        field.setPlaceholderText(hint.get(field_of(index.column()), ""))
        self.refused.emit("")
        return field

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(QModelIndex(index) if isinstance(index, QModelIndex) else model.index(index.row(), index.column()), editor.text())  # fmt: skip

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        width = max(option.rect.width(), 180)
        left = min(option.rect.left(), max(0, self._table.viewport().width() - width))
        editor.setGeometry(left, option.rect.top() + 2, width, option.rect.height() - 4)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(editor, QLineEdit) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.FocusOut):
            leaving = isinstance(event, QKeyEvent) and event.key() in (
                Qt.Key.Key_Return,
                Qt.Key.Key_Enter,
                Qt.Key.Key_Tab,
                Qt.Key.Key_Backtab,
            )
            sentence = self._wrong(editor) if leaving or event.type() == QEvent.Type.FocusOut else ""
            if leaving:
                editor.setProperty("invalid", "true" if sentence else "false")
                editor.style().polish(editor)
                self.refused.emit(sentence)
            if sentence and leaving:
                return True
            if sentence:
                # Who clicks elsewhere leaves it as it was, and is told why.
                self.refused.emit(sentence)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                return False
        return super().eventFilter(editor, event)

    def _wrong(self, editor: QLineEdit) -> str:
        return self._check(field_of(self._table.currentIndex().column()), editor.text()) if editor.isModified() else ""


class ReviewTable(QTableView):
    """`asked(what)`: accept, open, or the menu's acts; `sorted_by(order, descending)`."""

    asked = Signal(str)
    sorted_by = Signal(object, bool)
    menu_asked = Signal(object)

    def __init__(self, model: ReviewModel, theme: Theme, check: Callable[[str, str], str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("review_table")
        self.setAccessibleName("Imported files")
        self.setAccessibleDescription("F2 or Enter edits a value, for all chosen rows at once; A accepts them.")
        self.rows = model
        self.setModel(model)
        self.cells = Cells(theme, check, self)
        self.setItemDelegate(self.cells)
        as_rows(self)
        in_columns(self, row_px=_ROW_PX, stretched=TITLE, widths_px=_WIDTHS_PX)
        self.setEditTriggers(QTableView.EditTrigger.DoubleClicked | QTableView.EditTrigger.EditKeyPressed)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(False)
        header.setAccessibleName("Columns")
        header.sectionClicked.connect(self._sort)
        self._order, self._descending = Order.CAME, False
        FirstRow(self)
        theme.changed.connect(self.viewport().update)

    def chosen(self) -> list[int]:
        """The rows that are chosen, in order."""
        # By ranges: a thousand times faster than row by row where all of many thousands are chosen.
        ranges = self.selectionModel().selection().toList()
        return sorted({row for each in ranges for row in range(each.top(), each.bottom() + 1)})

    def editable_rows(self) -> int:
        """How many rows an edit is for."""
        chosen = self.chosen()
        return len(chosen) if self.currentIndex().row() in chosen else 1

    def _sort(self, column: int) -> None:
        order = COLUMNS[column][1]
        if order is not self._order:
            self._order, self._descending = order, False
        elif not self._descending:
            self._descending = True
        else:
            self._order, self._descending = Order.CAME, False
        header = self.horizontalHeader()
        header.setSortIndicatorShown(self._order is not Order.CAME)
        way = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(column, way)
        self.sorted_by.emit(self._order, self._descending)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = event.key()
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            index = self.currentIndex()
            if self.state() != QTableView.State.EditingState:
                if index.flags() & Qt.ItemFlag.ItemIsEditable:
                    self.edit(index)
                else:
                    self.asked.emit("open")
                return
        if plain and key in _KEYS:
            self.asked.emit(_KEYS[key])
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if is_own(event):
            event.accept()
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.viewport().width() - _LEAST_TITLE_PX - sum(_WIDTHS_PX.values())
        for column in _GIVE_WAY:
            hidden = room < 0
            self.setColumnHidden(column, hidden)
            room += _WIDTHS_PX[column] if hidden else 0
