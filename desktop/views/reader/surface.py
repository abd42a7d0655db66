"""The page: a read-only text with a caret, set as a good book is, with washes behind words and numbers in the margin.

Shows one `SetSection` at a time. Everything drawn beyond the text is drawn for the blocks in view only. Copies and drags
carry the archive's own words, never what was added for display. Follows no link and loads nothing.
"""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QApplication, QTextEdit, QToolTip, QWidget

from archive.base.text import Utf16Map
from archive.model.article import RunKind

from .document import PUT_BACK, SetSection
from .outline import Role
from .painting import Behind, Marked, in_a_turn_of_its_own, inked
from .scrollmarks import MarkedScrollBar
from .typography import Typography
from .washes import Washes
from .words import sentence_around


class Surface(QTextEdit):
    """`moved` tells that other words are in view; `put_back_requested(index)` that a set-aside text was clicked.

    `next_turn(act)` calls an act in a later turn of the interface, before the results that wait.
    """

    moved = Signal()
    put_back_requested = Signal(int)
    turn_requested = Signal(int)
    section_shown = Signal()

    def __init__(self, next_turn: Callable[[Callable[[], object]], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._next_turn = next_turn
        self.setObjectName("reader_text")
        self.setAccessibleName("Article text")
        self.setProperty("look", "page")
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCursorWidth(2)
        self.viewport().setMouseTracking(True)
        self.washes = Washes()
        # The words of a set-aside text that a metadata field came from: its index and a range of its UTF-16 units.
        self.aside_span: tuple[int, int, int] | None = None
        self.marked: Marked | None = None
        self._blank = QTextDocument(self)
        self.section: SetSection | None = None
        self.numbers = False
        self.pages = False
        self._type: Typography | None = None
        self._clicks = 0
        self._clicked_at = QPoint()
        self.marks = MarkedScrollBar(self)
        self.setVerticalScrollBar(self.marks)
        self.marks.valueChanged.connect(lambda _: self.moved.emit())

    # Filling

    def show_section(self, section: SetSection | None, typography: Typography) -> None:
        """Sets a section; None empties the page. Washes stay, for they count in the edition's positions."""
        self._type = typography
        in_a_turn_of_its_own(self.viewport(), self._next_turn)
        before, self.section = self.section, section
        if section is None:
            self.setDocument(self._blank)
        else:
            section.document.rootFrame().setFrameFormat(typography.frame(self.viewport().width()))
            section.document.setParent(self)
            self.setDocument(section.document)
        if before is not None:
            before.document.deleteLater()
        self.show_marks()
        self.section_shown.emit()

    def clear_washes(self) -> None:
        """Takes every wash off the page."""
        self.washes.clear()
        self.aside_span = None

    def show_marks(self) -> None:
        """Draws washes and scroll bar marks again after `washes` changed."""
        section = self.section
        if section is None or section.end <= section.start:
            self.marks.show_marks((), self._mark_color())
        else:
            length = section.end - section.start
            places = [
                (start - section.start) / length
                for role, (start, _) in self.washes.between(section.start, section.end)
                if role in ("hit", "found")
            ]
            self.marks.show_marks(places, self._mark_color())
        self.setExtraSelections(list(inked(self, section, self._type)) if section and self._type else [])
        self.viewport().update()

    def _mark_color(self) -> QColor:
        return self._type.color("sun_mark") if self._type is not None else self.palette().mid().color()

    # Places

    def go_to(self, position: int, *, top: bool = False) -> None:
        """Puts the caret at a code point and brings it into view, a third down the page or at its very top."""
        if self.section is None:
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(self.section.to_qt(position))
        self.setTextCursor(cursor)
        self._reveal(cursor, top=top)

    def scroll_to(self, position: int) -> None:
        """Brings a code point to the top of the page; caret and selection stay."""
        if self.section is not None:
            cursor = QTextCursor(self.document())
            cursor.setPosition(self.section.to_qt(position))
            self._reveal(cursor, top=True)

    def select_span(self, start: int, end: int) -> None:
        """Selects `[start, end)` and brings it into view."""
        if self.section is None:
            return
        first, last = self.section.span_to_qt(start, end)
        self.select_qt(first, last)

    def show_set_aside(self, index: int, words: str = "") -> None:
        """Brings a set-aside text into view, selects the words in it (all of it without them) and washes them."""
        block = self.section.block_of_set_aside(index) if self.section is not None else None
        if self.section is None or block is None:
            return
        shown = self.section.piece_of(block).shown or ""
        at = max(0, shown.find(words))
        last = at + len(words) if words and words in shown else len(shown)
        utf16 = Utf16Map(shown)
        self.washes.set("evidence", ())
        self.aside_span = index, utf16.to_utf16(at), utf16.to_utf16(last)
        for span in self.aside_range():
            self.select_qt(*span)
        self.show_marks()

    def aside_range(self) -> list[tuple[int, int]]:
        """The Qt range of `aside_span`, if its set-aside text is on the page."""
        found = self.aside_span
        block = self.section.block_of_set_aside(found[0]) if self.section is not None and found is not None else None
        return [] if block is None or found is None else [(block.position() + found[1], block.position() + found[2])]

    def select_qt(self, first: int, last: int) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(first)
        self._reveal(cursor)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(self._wanted)

    def _reveal(self, cursor: QTextCursor, *, top: bool = False) -> None:
        self._laid_out()
        rect = self.cursorRect(cursor)
        offset = 4 if top else self.viewport().height() // 3
        self._wanted = max(0, self.verticalScrollBar().value() + rect.top() - offset)
        self.verticalScrollBar().setValue(self._wanted)

    _wanted = 0

    def top_position(self) -> int:
        """The code point of the first line that is in view whole."""
        if self.section is None:
            return 0
        self._laid_out()
        inside = QPoint(self.column_left() + 2, 6)
        cursor = self.cursorForPosition(inside)
        if self.cursorRect(cursor).top() < -2:
            cursor.movePosition(QTextCursor.MoveOperation.Down)
        return self.section.to_archive(cursor.position())

    def _laid_out(self) -> None:
        """Has the page know its places before it is painted. Asking for the size lays all of it out (a section is 32 kB at most)."""
        self.document().size()

    def end_in_view(self) -> bool:
        """Whether the last line of the section can be seen."""
        if self.section is None:
            return False
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        return self.cursorRect(cursor).top() < self.viewport().height()

    def selected(self) -> tuple[int, int]:
        """The selected span in code points; empty at the caret without a selection."""
        if self.section is None:
            return 0, 0
        cursor = self.textCursor()
        return self.section.to_archive(cursor.selectionStart()), self.section.to_archive(cursor.selectionEnd())

    def selected_text(self) -> str:
        """The selected words as the archive has them; of set-aside text alone, what is shown."""
        if self.section is None or not self.textCursor().hasSelection():
            return ""
        start, end = self.selected()
        if start == end:
            return self.textCursor().selectedText().replace("\u2029", "\n")
        return self.section.edition.text[start:end]

    def link_at(self, point: QPoint) -> str | None:
        """The target of the link under a point of the viewport, or None."""
        position = self._under(point)
        return None if position is None else self.link_around(position)

    def link_around(self, position: int) -> str | None:
        """The target of the link at a code point, or None."""
        return self._target(position, RunKind.LINK)

    def doubt_at(self, point: QPoint) -> str | None:
        """How sure, in hundredths, the recognised word under a point is, where it may be wrong."""
        position = self._under(point)
        return None if position is None else self._target(position, RunKind.UNCERTAIN)

    def _under(self, point: QPoint) -> int | None:
        """The code point under a point of the viewport, where there are words."""
        if self.section is None:
            return None
        cursor = self.cursorForPosition(point)
        rect = self.cursorRect(cursor)
        if abs(rect.center().y() - point.y()) > rect.height() or abs(rect.x() - point.x()) > rect.height():
            return None
        return self.section.to_archive(cursor.position())

    def _target(self, position: int, kind: RunKind) -> str | None:
        section = self.section
        if section is None:
            return None
        piece = section.piece_of(self.document().findBlock(section.to_qt(position)))
        runs = section.edition.blocks[piece.block].runs if piece.block is not None else ()
        return next((run.target for run in runs if run.kind is kind and run.start <= position < run.end), None)

    def set_aside_at_caret(self) -> int | None:
        """Which set-aside text the caret stands in, or None."""
        if self.section is None:
            return None
        return self.section.piece_of(self.textCursor().block()).set_aside

    def set_aside_at(self, point: QPoint) -> int | None:
        """Which set-aside text is under a point of the viewport, or None."""
        if self.section is None:
            return None
        return self.section.piece_of(self.cursorForPosition(point).block()).set_aside

    def select_paragraph(self) -> None:
        """Selects the whole paragraph that the caret stands in."""
        cursor = self.textCursor()
        first = cursor.document().findBlock(cursor.selectionStart())
        cursor.setPosition(first.position())
        cursor.setPosition(first.position() + first.length() - 1, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    # Qt

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(self.selected_text())
        return data

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return False

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        return None  # a page never makes us read anything

    def resizeEvent(self, event: QResizeEvent) -> None:
        keep = self.top_position() if event.oldSize().width() != event.size().width() else None
        if self.section is not None and self._type is not None and keep is not None:
            frame = self._type.frame(self.viewport().width())
            if frame.leftMargin() != self.document().rootFrame().frameFormat().leftMargin():
                self.document().rootFrame().setFrameFormat(frame)
        super().resizeEvent(event)
        if keep is not None and self.section is not None and keep > self.section.start:
            self.scroll_to(keep)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.section is not None and self._type is not None:
            Behind(self, self.section, self._type).paint(event.rect())
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        key, plain = (
            event.key(),
            event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier),
        )
        index = self.set_aside_at_caret()
        if plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index is not None:
            self.put_back_requested.emit(index)
        elif plain and key == Qt.Key.Key_Space:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            edge = bar.minimum() if back else bar.maximum()
            if bar.value() == edge:
                self.turn_requested.emit(-1 if back else 1)
            else:
                # A line is kept in view, as a reader's eye wants it.
                step = bar.pageStep() - round(self._line_px())
                bar.setValue(bar.value() + (-step if back else step))
        elif key == Qt.Key.Key_PageDown and plain and bar.value() == bar.maximum():
            self.turn_requested.emit(1)
        elif key == Qt.Key.Key_PageUp and plain and bar.value() == bar.minimum():
            self.turn_requested.emit(-1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        near = (event.position().toPoint() - self._clicked_at).manhattanLength() < QApplication.startDragDistance()
        # Qt counts two clicks; the third, in the same place and in time, selects the sentence, a fourth the paragraph.
        if self._clicks >= 2 and near and event.timestamp() - self._click_ms < QApplication.doubleClickInterval():
            self._clicks += 1
            self._click_ms = event.timestamp()
            self._select_around(self._clicks)
            event.accept()
            return
        self._clicks = 1
        self._clicked_at = event.position().toPoint()
        super().mousePressEvent(event)

    _click_ms = 0

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._clicks = 2
        self._click_ms = event.timestamp()
        self._clicked_at = event.position().toPoint()
        super().mouseDoubleClickEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        href = self.anchorAt(event.position().toPoint())
        clicked = event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection()
        if clicked and href.startswith(PUT_BACK):
            self.put_back_requested.emit(int(href.removeprefix(PUT_BACK)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = self.anchorAt(event.position().toPoint()).startswith(PUT_BACK)
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            target, doubt = self.link_at(event.pos()), self.doubt_at(event.pos())
            if doubt and not target:
                target = f"Recognised in a picture, {doubt} % sure: compare it with the original."
            # Escaped: a tool tip would read HTML otherwise.
            QToolTip.showText(event.globalPos(), escape(target) if target else "", self)
            return True
        return super().viewportEvent(event)

    @property
    def look(self) -> Typography | None:
        """How the page is set."""
        return self._type

    def column_left(self) -> int:
        return round(self.document().rootFrame().frameFormat().leftMargin())

    def column(self) -> tuple[float, float]:
        """The left and right edge of the column in the viewport."""
        margins = self.document().rootFrame().frameFormat()
        return margins.leftMargin(), self.viewport().width() - margins.rightMargin()

    def _line_px(self) -> float:
        return self._type.line_px(Role.PARAGRAPH) if self._type is not None else 28.0

    def _select_around(self, clicks: int) -> None:
        """The sentence (three clicks) or the paragraph (four) around the caret."""
        section, cursor = self.section, self.textCursor()
        if section is None:
            return
        piece = section.piece_of(cursor.document().findBlock(cursor.selectionStart()))
        if piece.shown is not None or clicks > 3:
            self.select_paragraph()
            return
        position = section.to_archive(cursor.selectionStart())
        start, end = sentence_around(section.edition.text, piece.start, piece.end, position)
        first, last = section.span_to_qt(start, end)
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
