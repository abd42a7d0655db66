"""What a passage says under the pointer: its tags, its note and who made it. And the card that a note is written in."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from archive.model.ids import TagId
from archive.model.passage import Passage
from desktop.theme import Theme
from desktop.widgets.basics import hairline, label
from desktop.widgets.chip import Flow
from desktop.widgets.note_field import NoteField
from desktop.wording import day

from .tagchip import TagChip

_WIDTH_PX = 280
_SHOWN = 4  # passages on one place of which the card tells
_NOTE_SHOWN = 300
SAVE_MS = 500


class _Told(QWidget):
    """One passage on the card; made once and filled again, for the pointer moves on sooner than widgets are made."""

    def __init__(self, theme: Theme, parent: QWidget, *, apart: bool) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips: list[TagChip] = []
        self._tags = QWidget(self)
        self._flow = Flow(self._tags, gap=6, row_gap=4)
        self._note, self._made = label("", "", self, wraps=True), label("", "small", self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        if apart:
            rows.addWidget(hairline(parent=self))
        for widget in (self._tags, self._note, self._made):
            rows.addWidget(widget)

    def show_passage(self, passage: Passage, colours: Mapping[TagId, str]) -> None:
        for place, use in enumerate(passage.tags):
            colour = colours.get(use.tag, "sun")
            if place == len(self._chips):
                self._chips.append(TagChip(use.path, colour, self._theme, self._tags))
                self._flow.addWidget(self._chips[place])
            else:
                self._chips[place].show_tag(use.path, colour)
        for place, chip in enumerate(self._chips):
            chip.setVisible(place < len(passage.tags))
        self._tags.setVisible(bool(passage.tags))
        words = passage.note.strip()
        self._note.setText(words if len(words) <= _NOTE_SHOWN else f"{words[:_NOTE_SHOWN].rstrip()}…")
        self._note.setVisible(bool(words))
        made = f"{passage.author} · {day(passage.created)}"
        self._made.setText(made if passage.tags or words else f"No tag yet · {made}")


class HoverCard(QFrame):
    """Over the page; takes neither keyboard nor pointer."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._over = theme, parent
        self.setObjectName("passage_hover")
        self.setProperty("look", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._told: list[_Told] = []
        self._shown: tuple[Sequence[Passage], Mapping[TagId, str]] = ((), {})
        self._more = label("", "small", self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 10, 12, 10)
        self._column.setSpacing(6)
        self._column.addWidget(self._more)
        self.setFixedWidth(_WIDTH_PX)
        self.hide()

    def show_passages(self, passages: Sequence[Passage], colours: Mapping[TagId, str], point: QPoint) -> None:
        """Tells of the passages under a point of the parent."""
        if self._shown != (passages, colours):
            self._shown = (passages, colours)
            self._fill(passages, colours)
            self.adjustSize()
        room = self._over.rect()
        x = min(max(4, point.x() - 24), room.width() - self.width() - 4)
        y = point.y() + 22
        if y + self.height() > room.height() - 4:
            y = max(4, point.y() - self.height() - 14)
        self.move(x, y)
        self.show()
        self.raise_()

    def _fill(self, passages: Sequence[Passage], colours: Mapping[TagId, str]) -> None:
        for place, passage in enumerate(passages[:_SHOWN]):
            if place == len(self._told):
                self._told.append(_Told(self._theme, self, apart=place > 0))
                self._column.insertWidget(place, self._told[place])
            self._told[place].show_passage(passage, colours)
        for place, told in enumerate(self._told):
            told.setVisible(place < len(passages))
        self._more.setText(f"and {len(passages) - _SHOWN:,} more here")
        self._more.setVisible(len(passages) > _SHOWN)


class NoteCard(QFrame):
    """A note being written beside its passage. `typed(text)` after a pause and when it closes, `left()` when it closes."""

    typed = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("note_card")
        self.setAccessibleName("Note on the passage")
        self.setProperty("look", "popup")
        self._kept, self._over = "", parent
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_MS)
        self._timer.timeout.connect(self.save)
        self.field = NoteField(self)
        self.field.setObjectName("passage_note")
        self.field.setAccessibleName("Note on the passage")
        self.field.setPlaceholderText("A note on these words")
        self.field.setTabChangesFocus(True)
        self.field.setFixedSize(_WIDTH_PX, 96)
        self.field.textChanged.connect(self._timer.start)
        self.field.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 6)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(label("Saved as you type · Esc closes", "small", self))
        self.hide()

    def open_at(self, words: QRect, text: str) -> None:
        """Shows the card under the words (a rectangle of the parent) with the note so far."""
        self._kept = text
        self.field.show_note(text)
        self.field.moveCursor(self.field.textCursor().MoveOperation.End)
        self.adjustSize()
        room = self._over.rect()
        x = min(max(4, words.left()), room.width() - self.width() - 4)
        y = words.bottom() + 8
        if y + self.height() > room.height() - 4:
            y = max(4, words.top() - self.height() - 8)
        self.move(x, y)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    @property
    def unsaved(self) -> str | None:
        """What was typed since the last `typed`, or None."""
        # Not `isVisible`: a window that closes is hidden first, and the card with it.
        return self.field.typed_note(self._kept) if not self.isHidden() else None

    def save(self) -> None:
        self._timer.stop()
        text = self.unsaved
        if text is not None:
            self._kept = text
            self.typed.emit(text)

    def leave(self) -> None:
        """Saves and closes."""
        if not self.isVisible():
            return
        self.save()
        self.hide()
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            strong = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.key() == Qt.Key.Key_Escape or (enter and strong):
                self.leave()
                return True
        if watched is self.field and event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.save()
        return super().eventFilter(watched, event)
