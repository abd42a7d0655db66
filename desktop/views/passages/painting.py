"""Paints passages: as cells of a table, as cards, with chips for tags in their colours and headings between groups."""

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen, QTextCursor, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from archive.model.passage import State, TagUse
from desktop.models.passages import ARTICLE, AUTHOR, MADE, NOTE, ROW_ROLE, TAGS, WORDS, Row, Section
from desktop.theme import Theme
from desktop.views.library.delegate import set_lines
from desktop.widgets.note_field import NoteField
from desktop.widgets.tables import ring
from desktop.wording import day

from .words import STATES, cell, tag_words, title

Index = QModelIndex | QPersistentModelIndex
ROW_PX, CARD_PX, HEADING_PX = 60, 128, 44
OPEN_PX = 24
_EDITOR_PX = (280, 104)  # the least room for a note while it is written
_PAD, _TOP, _EDGE = 8, 9, 3
_CHIP_PX, _CHIP_PAD, _CHIP_GAP = 18, 7, 4
_CARD_WIDEST = 760
_USUAL = "sun"
_KEPT_LAYOUTS = 600  # of some screens full of rows


class Painter(QStyledItemDelegate):
    """What cells and cards share: fonts, grounds, headings, chips and lines of text."""

    def __init__(self, theme: Theme, view: QTableView) -> None:
        super().__init__(view)
        self.theme, self.view = theme, view
        # Breaking lines takes most of a frame, and scrolling draws the same ones again and again.
        self._layouts: OrderedDict[tuple[str, str, float, int], QTextLayout] = OrderedDict()

    def ground(self, painter: QPainter, option: QStyleOptionViewItem, box: QRect) -> None:
        """The row's ground: chosen, under the pointer, or plain."""
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, self.theme.color("accent_wash"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, self.theme.color("hover"))

    def heading(self, painter: QPainter, option: QStyleOptionViewItem, section: Section, folded: bool) -> None:
        """A group's heading runs over all columns; each cell paints its part of it."""
        painter.save()
        painter.setClipRect(option.rect)
        left = self.view.columnViewportPosition(0)
        box = QRect(left, option.rect.y(), self.view.viewport().width(), option.rect.height())
        self.ground(painter, option, option.rect)
        painter.fillRect(option.rect.x(), box.bottom(), option.rect.width(), 1, self.theme.color("line"))
        line = QRect(box.x() + _PAD, box.bottom() - 30, box.width() - 2 * _PAD, 24)
        sign = self.theme.icon("caret-right" if folded else "caret-down")
        sign.paint(painter, line.x(), line.y() + 5, 14, 14)
        font = self.theme.font("strong")
        painter.setFont(font)
        painter.setPen(self.theme.color("text"))
        words = QFontMetricsF(font).elidedText(section.label, Qt.TextElideMode.ElideMiddle, line.width() - 120)
        painter.drawText(line.adjusted(20, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
        across = 20 + QFontMetricsF(font).horizontalAdvance(words) + 10
        painter.setFont(self.theme.font("small_numbers"))
        painter.setPen(self.theme.color("muted"))
        painter.drawText(line.adjusted(round(across), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, f"{section.count:,}")
        painter.restore()

    def lines(self, painter: QPainter, box: QRectF, text: str, font: str, role: str, count: int) -> float:
        """At most `count` lines of text in a box, in a role's font and a role's colour; gives their height in pixels."""
        layout = self._laid_out(text, font, max(20.0, box.width()), count)
        painter.setPen(self.theme.color(role))
        layout.draw(painter, box.topLeft())
        return layout.boundingRect().height()

    def _laid_out(self, text: str, font: str, width: float, count: int) -> QTextLayout:
        key = (text, font, width, count)
        layout = self._layouts.get(key)
        if layout is None:
            layout = self._layouts[key] = QTextLayout()
            set_lines(layout, text, self.theme.font(font), width, count)
            if len(self._layouts) > _KEPT_LAYOUTS:
                self._layouts.popitem(last=False)
        else:
            self._layouts.move_to_end(key)
        return layout

    def chips(self, painter: QPainter, box: QRectF, row: Row, uses: Sequence[TagUse], rows: int) -> None:
        """Tags in their colours, in at most `rows` rows; what has no room is counted."""
        font = self.theme.font("small")
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        x, y, line = box.left(), box.top(), 1
        for number, use in enumerate(uses):
            words = tag_words(use.path)
            if metrics.horizontalAdvance(words) + 2 * _CHIP_PAD > box.width():
                words = f"… / {use.path.rpartition('/')[2]}"
            more = len(uses) - number
            room = box.width() if line < rows or more == 1 else box.width() - 28
            width = min(metrics.horizontalAdvance(words) + 2 * _CHIP_PAD, room)
            if x > box.left() and x + width > box.left() + room:
                if line == rows:
                    painter.setPen(self.theme.color("muted"))
                    painter.drawText(QRectF(x, y, 40, _CHIP_PX), Qt.AlignmentFlag.AlignVCenter, f"+{more}")
                    return
                x, y, line = box.left(), y + _CHIP_PX + _CHIP_GAP, line + 1
            place = QRectF(x, y, width, _CHIP_PX)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.color(row.tag_colours.get(use.tag, _USUAL)))
            painter.drawRoundedRect(place, _CHIP_PX / 2, _CHIP_PX / 2)
            painter.setPen(self.theme.color("text"))
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width - 2 * _CHIP_PAD + 1)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)
            x += width + _CHIP_GAP

    def stripe(self, painter: QPainter, row: Row, x: float, y: float, height: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color(f"{row.colour or _USUAL}_mark"))
        painter.drawRoundedRect(QRectF(x, y, 3, height), 1.5, 1.5)

    def open_place(self, box: QRect) -> QRect:
        """Where a row shows the sign that leads to its sentence; `box` is the cell of the words."""
        return QRect(box.right() - OPEN_PX - 6, box.y() + 5, OPEN_PX, OPEN_PX)

    def open_sign(self, painter: QPainter, option: QStyleOptionViewItem, ground: str) -> None:
        """The sign, over whatever words stand there, on the row under the pointer."""
        if option.state & QStyle.StateFlag.State_MouseOver:
            place = self.open_place(option.rect)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.color(ground))
            painter.drawRoundedRect(QRectF(place), 6, 6)
            self.theme.icon("book-open", "accent").paint(painter, place.adjusted(4, 4, -4, -4))

    def waiting(self, painter: QPainter, box: QRect) -> None:
        """A quiet bar where words will be."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("line"))
        painter.drawRoundedRect(QRectF(box.x() + _PAD, box.y() + _TOP + 6, box.width() * 0.6, 8), 4, 4)

    def _folded(self, index: Index, section: Section) -> bool:
        model = index.model()
        return bool(model.folded(section.key))  # type: ignore[attr-defined]


class Cells(Painter):
    """A row of the table."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        held, box = index.data(ROW_ROLE), option.rect
        if isinstance(held, Section):
            self.heading(painter, option, held, self._folded(index, held))
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(box)
        self.ground(painter, option, box)
        painter.fillRect(box.x(), box.bottom(), box.width(), 1, self.theme.color("line"))
        column = index.column()
        if column == WORDS and option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box.x(), box.y(), _EDGE, box.height(), self.theme.color("accent"))
        if isinstance(held, Row):
            self._cell(painter, QRectF(box), held, column)
            if column == WORDS:
                self.open_sign(painter, option, "raised")
        elif column == WORDS:
            self.waiting(painter, box)
        if option.state & QStyle.StateFlag.State_HasFocus:
            ring(painter, self.theme, box)
        painter.restore()

    def _cell(self, painter: QPainter, box: QRectF, row: Row, column: int) -> None:
        inner = box.adjusted(_PAD, _TOP, -_PAD, -_TOP)
        if column == WORDS:
            self.stripe(painter, row, inner.left() + 2, inner.top() + 1, inner.height() - 4)
            left = inner.left() + 14
            if row.passage.state is not State.ANCHORED:
                self.theme.icon("warning", "warning").paint(painter, round(left), round(inner.top()) + 2, 14, 14)
                left += 20
            words = QRectF(left, inner.top() - 1, inner.right() - left, inner.height())
            self.lines(painter, words, cell(row, WORDS), "quote", "text", 2)
        elif column == TAGS:
            self.chips(painter, inner, row, row.passage.tags, 2)
        else:
            font = "small_numbers" if column == MADE else "interface"
            count = 1 if column == MADE else 2
            role = "text" if column == NOTE else "muted"
            self.lines(painter, inner, cell(row, column), font, role, count)

    # The note is edited in its cell.

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = NoteField(parent)
        editor.setObjectName("note-editor")
        editor.setProperty("look", "field")  # without a ground of its own the cell would shine through
        editor.setAccessibleName("Note")
        editor.setTabChangesFocus(True)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, NoteField) and not editor.document().isModified():
            editor.show_note(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            if editor.earlier.isHidden():
                editor.selectAll()
            else:  # what is typed never takes the place of a part of the note
                editor.moveCursor(QTextCursor.MoveOperation.End)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        cell, room = option.rect.adjusted(2, 2, -2, -3), self.view.viewport()
        width, height = max(cell.width(), _EDITOR_PX[0]), max(cell.height(), _EDITOR_PX[1])
        x, y = min(cell.x(), room.width() - width - 4), min(cell.y(), room.height() - height - 4)
        editor.setGeometry(max(0, x), max(0, y), width, height)

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        text = editor.typed_note(str(index.data(Qt.ItemDataRole.EditRole))) if isinstance(editor, NoteField) else None
        if text is not None:
            model.setData(index, text)  # type: ignore[attr-defined]

    def eventFilter(self, watched: QObject, event: object) -> bool:
        """Return keeps the note, Shift+Return begins a new line in it."""
        if isinstance(event, QKeyEvent) and isinstance(watched, NoteField):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.type() == QKeyEvent.Type.KeyPress:
                if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                    return False
                self.commitData.emit(watched)
                self.closeEditor.emit(watched)
                return True
        return bool(super().eventFilter(watched, event))  # type: ignore[arg-type]


class Cards(Painter):
    """A passage as a card over the whole width."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), CARD_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        held = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(option.rect, self.theme.color("surface"))  # over the wash that the view gives a chosen row
        if isinstance(held, Section):
            plain = QStyleOptionViewItem(option)
            plain.state &= ~QStyle.StateFlag.State_MouseOver
            self.heading(painter, plain, held, self._folded(index, held))
            painter.restore()
            return
        box = QRectF(option.rect).adjusted(10.5, 5.5, -10.5, -5.5)
        box.setWidth(min(box.width(), _CARD_WIDEST))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.setPen(QPen(self.theme.color("accent" if chosen else "line"), 1))
        painter.setBrush(self.theme.color("accent_wash" if chosen else "hover" if hovered else "surface"))
        painter.drawRoundedRect(box, 10, 10)
        if isinstance(held, Row):
            self._card(painter, box.adjusted(14, 11, -14, -10), held)
            self.open_sign(painter, option, "raised")
        else:
            self.waiting(painter, box.toRect())
        painter.restore()

    def open_place(self, box: QRect) -> QRect:
        across = min(box.width() - 21, _CARD_WIDEST)
        return QRect(box.x() + 10 + across - OPEN_PX - 8, box.y() + 13, OPEN_PX, OPEN_PX)

    def _card(self, painter: QPainter, box: QRectF, row: Row) -> None:
        passage = row.passage
        words = box.adjusted(14, -1, 0, 0)
        height = self.lines(painter, words, cell(row, WORDS), "quote", "text", 3 - bool(passage.note))
        self.stripe(painter, row, box.left(), box.top() + 1, height - 2)
        y = box.top() + height + 5
        if passage.note:
            place = QRectF(box.left() + 14, y, box.width() - 14, 20)
            y += self.lines(painter, place, cell(row, NOTE), "interface", "muted", 1) + 5
        foot = QRectF(box.left() + 14, box.bottom() - 16, box.width() - 14, 18)
        self.chips(painter, QRectF(foot.left(), min(y, foot.top() - 24), foot.width(), 20), row, passage.tags, 1)
        font = self.theme.font("small")
        state = [] if passage.state is State.ANCHORED else [STATES[passage.state].lower()]
        rest = " · ".join([*state, passage.author, day(passage.created)])
        metrics = QFontMetricsF(font)
        room = foot.width() - metrics.horizontalAdvance(f" · {rest}")
        painter.setFont(font)
        painter.setPen(self.theme.color("warning" if state else "muted"))
        name = metrics.elidedText(title(row.article), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(foot.left(), foot.bottom() - 4), f"{name} · {rest}")


COLUMN_PX = {TAGS: 164, NOTE: 136, ARTICLE: 136, AUTHOR: 68, MADE: 88}  # px; the words take the rest
