"""Keyboard and pointer on a page with marks: selecting by units, choosing a passage, moving its edges, asking what it is.

Letters that mean something else elsewhere (N, T, Del) belong to the passage while words are selected or the caret is in one.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QTextCursor

from archive.annotation.units import Unit

from . import selecting
from .canvas import HANDLE_PX, pending
from .marks import Mark
from .page import PageMarks

_GRIP_PX = HANDLE_PX + 5
_REMOVERS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HINT = "← → move the {} by letter, with Ctrl by word · Tab: other edge · Enter keeps, Esc leaves"


@dataclass(slots=True)
class _Edges:
    """Edges that are being moved: those of `mark`, now at `start` and `end`; `last` tells which one moves."""

    mark: Mark
    start: int
    end: int
    last: bool = True
    dragged: bool = False

    def move_to(self, position: int) -> None:
        if self.last:
            self.end = max(position, self.start + 1)
        else:
            self.start = min(position, self.end - 1)


class Hands(QObject):
    """Watches the surface of a page. `tag_asked` opens the tag box, `suggestion` gives the one at the caret."""

    def __init__(self, page: PageMarks, tag_asked: Callable[[], None], take_suggestion: Callable[[bool], bool]) -> None:
        super().__init__(page)
        self._page, self._surface = page, page.surface
        self._tag_asked, self._take_suggestion = tag_asked, take_suggestion
        self._edges: _Edges | None = None
        self._unit = Unit.WORD
        self._reached = (0, 0)  # what was selected last by widening or narrowing
        self._inner: list[tuple[selecting.Span, Unit]] = []  # what it was before, and by which unit, outermost last
        self._surface.installEventFilter(self)
        self._surface.viewport().installEventFilter(self)
        self._surface.moved.connect(page.hover.hide)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._surface:
            if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._mine(event):
                event.accept()
                return True
            if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                self._page.hover.hide()
                return self._key(event)
            if kind == QEvent.Type.FocusOut and self._edges is not None:
                self.leave_edges(keep=True)
            return False
        if isinstance(event, QMouseEvent):
            return self._mouse(kind, event)
        if kind == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            return self._ask(event.pos())
        if kind == QEvent.Type.Leave:
            self._page.hover.hide()
        return False

    # Keys

    def _mine(self, event: QKeyEvent) -> bool:
        """Whether the page takes the key before any command of the window."""
        if self._edges is not None:
            return True
        key = event.key()
        if not self._page.writable or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        there = self._page.target() is not None
        return key == Qt.Key.Key_T or (there and (key == Qt.Key.Key_N or key in _REMOVERS))

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if self._edges is not None:
            return self._edge_key(event, self._edges)
        if key == Qt.Key.Key_Escape and self._page.bar.isVisible():
            self._page.bar.hide()
            return True
        if key == Qt.Key.Key_Escape and self._surface.textCursor().hasSelection():
            self._select_nothing(self._surface.selected()[0])
            return True
        if key in _ENTERS and not event.modifiers() and self._take_suggestion(True):
            return True
        if not self._mine(event):
            return False
        if key == Qt.Key.Key_T:
            self._tag_asked()
        elif key == Qt.Key.Key_N:
            self._page.note()
        elif self._page.chosen is not None:
            self._page.remove()
        else:
            self._page.context.alerts.toast("No passage stands here to remove.")
        return True

    # Selecting by units

    def extend(self) -> None:
        """One unit more at the end of the selection; without one, the unit at the caret."""
        self._reselect(selecting.grown)

    def shrink(self) -> None:
        """One unit less."""
        self._reselect(selecting.shrunk)

    def widen(self) -> None:
        """From the word to the sentence to the paragraph."""
        found, before = self._page.pane.opened, self._surface.selected()
        if found is None:
            return
        if before != self._reached:
            self._inner.clear()
        span, unit = selecting.widened(found.edition.text, *before)
        if span != before:
            self._inner.append((before, self._unit))
            self._select(*span)
        self._unit, self._reached = unit, span

    def narrow(self) -> None:
        """Back from the paragraph to the sentence and the word; from what was selected otherwise, to what stands at its start."""
        found, now = self._page.pane.opened, self._surface.selected()
        if found is None:
            return
        if now != self._reached or not self._inner:
            self._inner = [selecting.narrowed(found.edition.text, *now)]
        self._reached, self._unit = self._inner.pop()
        if self._reached[0] < self._reached[1]:
            self._select(*self._reached)
        else:
            self._select_nothing(self._reached[0])

    def _reselect(self, change: Callable[[str, int, int, str], tuple[int, int]]) -> None:
        found = self._page.pane.opened
        if found is None:
            return
        start, end = self._surface.selected()
        if start == end:
            self._unit = Unit.WORD
            span = selecting.around(found.edition.text, start, self._unit)
        else:
            span = change(found.edition.text, start, end, self._unit)
        self._select(*span)

    def _select_nothing(self, position: int) -> None:
        """Puts the caret there, and nothing is selected."""
        if self._surface.section is not None:
            cursor = self._surface.textCursor()
            cursor.setPosition(self._surface.section.to_qt(position))
            self._surface.setTextCursor(cursor)

    def _select(self, start: int, end: int) -> None:
        """Selects without scrolling further than to the end of the selection."""
        section = self._surface.section
        if section is None or start >= end:
            return
        first, last = section.span_to_qt(start, end)
        cursor = QTextCursor(self._surface.document())
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        self._surface.setTextCursor(cursor)
        self._surface.ensureCursorVisible()

    def step(self, by: int) -> None:
        """Chooses the next passage on the page (`by` 1) or the one before (-1), in reading order, and brings it into view."""
        marks, position = self._page.marks.marks, self._surface.selected()[0]
        at = next((index for index, mark in enumerate(marks) if mark.uid == self._page.chosen), None)
        if at is not None:
            at += by
        else:
            after = sum(mark.start <= position for mark in marks)
            at = after if by > 0 else after - 1
        if 0 <= at < len(marks):
            self._page.choose(marks[at].uid, reveal=True)
        elif marks:
            self._page.context.alerts.toast("This is the last passage." if by > 0 else "This is the first passage.")

    # Edges

    def edit_edges(self) -> None:
        """The arrow keys move the edges of the chosen passage until Enter or Esc."""
        mark = self._page.marks.mark(self._page.chosen)
        if mark is not None and self._page.writable:
            self._surface.setFocus()
            self._edges = _Edges(mark, mark.start, mark.end)
            self._show_edges()

    def _edge_key(self, event: QKeyEvent, edges: _Edges) -> bool:
        key = event.key()
        text = self._text()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            word = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            by = 1 if key == Qt.Key.Key_Right else -1
            at = edges.end if edges.last else edges.start
            edges.move_to(selecting.stepped(text, at, by, word=word, last=edges.last))
            self._show_edges()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            edges.last = not edges.last
            self._show_edges()
        elif key in _ENTERS or key == Qt.Key.Key_E:
            self.leave_edges(keep=True)
        elif key == Qt.Key.Key_Escape:
            self.leave_edges(keep=False)
        return True

    def leave_edges(self, *, keep: bool) -> None:
        """Ends the moving of edges, and keeps where they are or not."""
        edges, self._edges = self._edges, None
        self._page.bar.hide()
        if edges is None:
            return
        start, end = selecting.trimmed(self._text(), edges.start, edges.end)
        if keep and start < end:
            self._page.move_edges(edges.mark, start, end)
        else:
            self._page.preview(None)

    def _show_edges(self) -> None:
        edges = self._edges
        if edges is None:
            return
        self._page.preview(pending(edges.start, edges.end, edges.mark.colour, like=edges.mark))
        if not edges.dragged:
            told = _HINT.format("end" if edges.last else "beginning")
            self._page.bar.show_hint(self._page.rect_of(edges.start, edges.end), told)

    def _text(self) -> str:
        found = self._page.pane.opened
        return found.edition.text if found is not None else ""

    # Pointer

    def _mouse(self, kind: QEvent.Type, event: QMouseEvent) -> bool:
        point, left = event.position().toPoint(), event.button() == Qt.MouseButton.LeftButton
        if kind == QEvent.Type.MouseButtonPress and left:
            self._page.hover.hide()
            self._page.pressed = True
            return self._grip(point) or self._take_margin(point)
        if kind == QEvent.Type.MouseMove:
            return self._drag(point)
        if kind == QEvent.Type.MouseButtonRelease and left:
            self._page.pressed = False
            if self._edges is not None and self._edges.dragged:
                self.leave_edges(keep=True)
                return True
            # After Qt has done its part of the click.
            QTimer.singleShot(0, self, lambda: self._released(point))
        return False

    def _grip(self, point: QPoint) -> bool:
        """Takes the edge of the chosen passage that is under the pointer."""
        mark = self._page.marks.mark(self._page.chosen)
        last = self._handle_at(point)
        if mark is None or last is None or not self._page.writable:
            return False
        self._edges = _Edges(mark, mark.start, mark.end, last=last, dragged=True)
        return True

    def _handle_at(self, point: QPoint) -> bool | None:
        """Whether the pointer is on the handle of the end (True) or the beginning (False); None: on neither."""
        mark, section = self._page.marks.mark(self._page.chosen), self._surface.section
        if mark is None or section is None:
            return None
        first, last = section.span_to_qt(mark.start, mark.end)
        for at, closing in ((last, True), (first, False)):
            cursor = QTextCursor(self._surface.document())
            cursor.setPosition(at)
            rect = self._surface.cursorRect(cursor)
            near = abs(point.x() - rect.center().x()) <= _GRIP_PX
            if near and rect.top() - _GRIP_PX / 2 <= point.y() <= rect.bottom() + _GRIP_PX / 2:
                return closing
        return None

    def _drag(self, point: QPoint) -> bool:
        edges, section = self._edges, self._surface.section
        if edges is None or not edges.dragged or section is None:
            if self._page.pressed:
                return False
            if self._handle_at(point) is not None:
                self._surface.viewport().setCursor(Qt.CursorShape.SizeHorCursor)
                return True
            if self._page.margin.under(point):
                self._surface.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
                return True
            return False
        text = self._text()
        position = section.to_archive(self._surface.cursorForPosition(point).position())
        unit = self._page.context.settings["marking.snap"]
        first, last = sorted((position, edges.start if edges.last else edges.end))
        start, end = selecting.snapped(text, first, last, unit)
        edges.move_to(end if edges.last else start)
        self._show_edges()
        return True

    def _take_margin(self, point: QPoint) -> bool:
        """A click on a stripe or a note chooses its passage; on a note, opens it."""
        found = self._page.margin.under(point)
        if not found:
            return False
        self._page.pressed = False
        hot = found[-1]
        self._surface.setFocus()
        mark = self._page.marks.mark(hot.uid)
        section = self._surface.section
        if mark is not None and section is not None:
            cursor = self._surface.textCursor()
            cursor.setPosition(section.to_qt(max(mark.start, section.start)))
            self._surface.setTextCursor(cursor)
        self._page.choose(hot.uid)
        if hot.note:
            self._page.note()
        return True

    def _released(self, point: QPoint) -> None:
        start, end = self._page.selection
        if start < end:
            if (start, end) != self._surface.selected():
                self._select(start, end)
            self._page.show_bar()
        elif not self._take_suggestion(False):
            self._choose_at(point)

    def _choose_at(self, point: QPoint) -> None:
        position = self._position_at(point)
        marks = self._page.marks.at(position) if position is not None else []
        if marks and self._page.chosen not in [mark.uid for mark in marks]:
            self._page.choose(marks[0].uid)

    def _position_at(self, point: QPoint) -> int | None:
        """The code point under the pointer, or None beside the words."""
        cursor, section = self._surface.cursorForPosition(point), self._surface.section
        rect = self._surface.cursorRect(cursor)
        if section is None or abs(rect.center().y() - point.y()) > rect.height():
            return None
        return section.to_archive(cursor.position()) if abs(rect.x() - point.x()) <= rect.height() else None

    def _ask(self, point: QPoint) -> bool:
        """Shows what the passages under the pointer are."""
        hot = [hot.uid for hot in self._page.margin.under(point)]
        position = None if hot else self._position_at(point)
        uids = hot or ([mark.uid for mark in self._page.marks.at(position)] if position is not None else [])
        passages = [passage for passage in map(self._page.marks.passage, uids) if passage is not None]
        if not passages or self._page.noting.card.isVisible():
            self._page.hover.hide()
            return False
        self._page.hover.show_passages(passages, self._page.marks.colours, point)
        return True
