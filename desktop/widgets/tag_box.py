"""One box for everything that asks for a tag: a field over a list, found by a few letters, made where it is missing.

It knows no archive: it shows the choices that it is given, finds with the function that it is given, and tells what was chosen.
"""

import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import (
    QEvent,
    QMargins,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from desktop.theme import Theme
from desktop.widgets.basics import label
from desktop.widgets.rowlist import set_up_rows
from desktop.widgets.shadow import FRAME_PX, Shadow
from desktop.widgets.tag_rows import ROW_PX, TagRow, TagRowModel, TagRows

_WIDTH_PX, _ROWS = 380 - 2 * FRAME_PX, 8
_INSET_PX = 9 - FRAME_PX
_AWAY_PX = 8 + FRAME_PX  # from the window's edges
_STEPS: dict[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS, Qt.Key.Key_PageUp: -_ROWS}


@dataclass(frozen=True, slots=True)
class TagChoice:
    """A tag that can be chosen. `colour` is a highlight role, `count` its passages, `shortcut` its digit as a favourite."""

    path: str
    definition: str = ""
    count: int = 0
    colour: str = "sun"
    shortcut: str | None = None


class Asking(Enum):
    """What the box is for."""

    APPLY = "apply"  # put tags on and take them off, one after the other
    PICK = "pick"  # choose one that is there; then the box closes
    MAKE = "make"  # name a new one, or choose one that is there; then the box closes


Find = Callable[[str], Sequence[TagChoice]]
Near = Callable[[str], Sequence[str]]
Problem = Callable[[str], str]

_HINTS = {
    Asking.APPLY: "Enter puts on or takes off · Ctrl+Enter makes new · Esc closes",
    Asking.PICK: "Enter chooses · Esc closes",
    Asking.MAKE: "Enter makes the tag · a / puts it below another · Esc closes",
}


class TagBox(QFrame):
    """Made once over a window and used again: `show_choices`, then `open_at`.

    `chosen(path)` and `removed(path)` for a tag that is there, `created(path)` for one that is not, `left()` when it closes.
    """

    chosen = Signal(str)
    created = Signal(str)
    removed = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget, name: str = "tag-box") -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName("Tags")
        self._theme, self._over = theme, parent
        self._asking = Asking.APPLY
        self._choices: Sequence[TagChoice] = ()
        self._find: Find = lambda text: [each for each in self._choices if text.casefold() in each.path.casefold()]
        self._near: Near = lambda text: ()
        self._problem: Problem = lambda path: ""
        self._named: set[str] = set()  # every path, as it is compared
        self._applied: set[str] = set()
        self._recent: Sequence[str] = ()
        self._warned_of = ""
        self._before: QWidget | None = None
        self.field = QLineEdit(self)
        self.field.setObjectName(f"{name}-field")
        self.warning = label("", "warning", self, wraps=True)
        self.warning.setObjectName(f"{name}-warning")
        self.nothing = label("No tag is called that.", "muted", self)
        self.hint = label("", "small", self)
        self.view = QListView(self)
        self.view.setObjectName(f"{name}-list")
        self._model = TagRowModel(self)
        self._build()

    def _build(self) -> None:
        self.field.setProperty("look", "search")
        self.field.addAction(self._theme.icon("tag"), QLineEdit.ActionPosition.LeadingPosition)
        view = self.view
        set_up_rows(view, view.objectName(), "Tags that fit", even=True, tracked=True)
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setModel(self._model)
        view.setItemDelegate(TagRows(self._theme, self))
        view.clicked.connect(lambda index: self._take(index.row()))
        for words in (self.warning, self.nothing, self.hint):
            words.setContentsMargins(8, 0, 8, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(_INSET_PX, _INSET_PX, _INSET_PX, _INSET_PX)
        column.setSpacing(6)
        for widget in (self.field, self.warning, self.nothing, view, self.hint):
            column.addWidget(widget)
        # The frame with its round corners is drawn with the shadow: what it surrounds hides all below, which is not drawn then.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._shadow = Shadow(self._theme, self, framed=True)
        self.setFixedWidth(_WIDTH_PX)
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.hide()

    # Filling

    def show_choices(
        self,
        choices: Sequence[TagChoice],
        *,
        applied: Collection[str] = (),
        recent: Sequence[str] = (),
        find: Find | None = None,
        near: Near | None = None,
        problem: Problem | None = None,
        asking: Asking = Asking.APPLY,
        prompt: str = "Tag",
        typed: str = "",
    ) -> None:
        """Takes the tags to choose from, in the order of the codebook; `find` ranks them for what was typed, `near` names the
        tags that a new one may only repeat, `problem` says why a path cannot be made a tag ("" when it can).
        `applied` are ticked; `recent` and favourites come first while nothing is typed.
        """
        self._choices, self._applied, self._recent = choices, set(applied), recent
        self._named = {each.path.casefold() for each in choices}
        self._find = find or (lambda text: [each for each in choices if text.casefold() in each.path.casefold()])
        self._near = near or (lambda text: ())
        self._problem = problem or (lambda path: "")
        self._asking = asking
        self.field.setPlaceholderText(prompt)
        self.field.setAccessibleName(prompt)
        self.hint.setText(_HINTS[asking])
        self.field.setText(typed)
        self._typed(typed)

    def open_at(self, point: QPoint) -> None:
        """Shows the box near a global position, inside the window, with the keyboard in its field."""
        if not self.isVisible():
            self._before = self._over.window().focusWidget()
        self.adjustSize()
        corner, room = self._over.mapFromGlobal(point), self._over.size()
        tallest = self.height()
        x = max(_AWAY_PX, min(corner.x() + FRAME_PX, room.width() - self.width() - _AWAY_PX))
        y = max(_AWAY_PX, min(corner.y() + FRAME_PX, room.height() - tallest - _AWAY_PX))
        self.move(x, y)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def keep_off(self, words: QRect) -> None:
        """Moves off the words (a global rectangle) that are to be tagged, as far as the window has room above or beside them."""
        words = QRect(self._over.mapFromGlobal(words.topLeft()), words.size())
        room, place = self._over.size(), self.geometry()
        places = (
            QPoint(place.x(), words.top() - place.height() - 8),
            QPoint(words.right() + 8, place.y()),
            QPoint(words.left() - place.width() - 8, place.y()),
        )
        for corner in places if place.intersects(words) else ():
            if QRect(QPoint(8, 8), room.shrunkBy(QMargins(8, 8, 8, 8))).contains(QRect(corner, place.size())):
                self.move(corner)
                return

    def leave(self) -> None:
        """Closes the box and gives the keyboard back."""
        if not self.isVisible():
            return
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None
        self.left.emit()

    def shown(self) -> list[TagRow]:
        """The rows in the list, from the top."""
        return list(self._model.rows)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.color("surface"))
        painter.end()

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        enters = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.type() == QEvent.Type.ShortcutOverride and enters:
            event.accept()  # Ctrl+Enter means something to the window too
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            focus = self.window().focusWidget()
            if focus is not None and focus is not self.field and not self.isAncestorOf(focus):
                self._before = None
                self.leave()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        """Whether a key of the field was meant for the list."""
        key, row = event.key(), self.view.currentIndex().row()
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._asking is not Asking.PICK:
                self._make(self.field.text())
            elif row >= 0:
                self._take(row)
            elif not self.field.text().strip():
                self.leave()
        elif key in _STEPS:
            self._choose(min(max(row + _STEPS[key], 0), self._model.rowCount() - 1))
        else:
            return False
        return True

    def _take(self, row: int) -> None:
        taken = self._model.rows[row]
        if taken.makes:
            self._make(taken.path)
            return
        if self._asking is not Asking.APPLY:
            self.leave()
            self.chosen.emit(taken.path)
            return
        if taken.path in self._applied:
            self._applied.discard(taken.path)
            self._next()
            self.removed.emit(taken.path)
        else:
            self._applied.add(taken.path)
            self._next()
            self.chosen.emit(taken.path)

    def _make(self, typed: str) -> None:
        path = _path(typed)
        same = next((each.path for each in self._choices if each.path.casefold() == path.casefold()), None)
        if not path:
            return
        if same is not None:
            self._take_existing(same)
            return
        problem = self._problem(path)
        if problem:
            # What was typed stays, to be mended.
            self._say(problem)
            return
        near = [] if self._warned_of == path else list(self._near(path))
        if near:
            # Said once; the same keys again mean it.
            self._warned_of = path
            self._warn(near[0], again=True)
            self._choose(next((i for i, row in enumerate(self._model.rows) if row.path == near[0]), -1))
            return
        if self._asking is Asking.APPLY:
            self._applied.add(path)
            self._next()
        else:
            self.leave()
        self.created.emit(path)

    def _take_existing(self, path: str) -> None:
        row = next((i for i, row in enumerate(self._model.rows) if row.path == path and not row.makes), None)
        if row is not None and (self._asking is not Asking.APPLY or path not in self._applied):
            self._take(row)

    def _next(self) -> None:
        """Ready for another tag: nothing typed, nothing marked, so that Enter now closes the box."""
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        self._typed("")
        self.view.setCurrentIndex(QModelIndex())

    # Showing

    def _typed(self, text: str) -> None:
        self._warned_of = ""
        self._fill(text)

    def _fill(self, text: str) -> None:
        path = _path(text)
        problem = self._problem(path) if path else ""
        found = [] if problem else list(self._find(path)) if path else self._usual()
        rows = [self._row(choice) for choice in found]
        exact = path.casefold() in self._named
        near: Sequence[str] = ()
        if path and not exact and not problem and self._asking is not Asking.PICK:
            near = self._near(path)
            making = TagRow(path, makes=True)
            if self._asking is Asking.MAKE:
                rows.insert(0, making)
            else:
                rows.append(making)
        self._model.fill(rows)
        self._warn(near[0] if near else "")
        if problem:
            self._say(problem)
        self.nothing.setVisible(not rows and not problem)
        self.view.setVisible(bool(rows))
        self.view.setFixedHeight(ROW_PX * min(max(len(rows), 1), self._room()))
        self._choose(self._first())
        self.adjustSize()
        if self.isVisible():  # a warning makes it taller than it was when it was opened
            self.move(self.x(), max(_AWAY_PX, min(self.y(), self._over.height() - self.height() - _AWAY_PX)))

    def _usual(self) -> list[TagChoice]:
        """What is shown before anything is typed: those applied, recent ones, favourites, then the codebook."""
        by_path = {each.path: each for each in self._choices}
        first = [each.path for each in self._choices if each.path in self._applied]
        favourites = sorted((each.shortcut, each.path) for each in self._choices if each.shortcut)
        order = dict.fromkeys([*first, *self._recent, *(path for _, path in favourites), *by_path])
        return [by_path[path] for path in order if path in by_path]

    def _first(self) -> int:
        """The row that Enter takes: the first that would put a tag on."""
        if self.field.text().strip():
            return 0
        return next((i for i, row in enumerate(self._model.rows) if not row.applied), -1)

    def _row(self, choice: TagChoice) -> TagRow:
        return TagRow(
            choice.path,
            choice.definition,
            choice.count,
            choice.colour,
            choice.shortcut,
            applied=choice.path in self._applied,
        )

    def _warn(self, path: str, *, again: bool = False) -> None:
        told = " Enter uses it; Ctrl+Enter makes the new one all the same." if again else ": use it?"
        words = f"“{path.replace('/', ' / ')}” exists{'.' if again else ''}{told}"
        self._say(words if path else "")

    def _say(self, words: str) -> None:
        self.warning.setText(words)
        self.warning.setVisible(bool(words))

    def _choose(self, row: int) -> None:
        self.view.setCurrentIndex(self._model.index(row) if row >= 0 else QModelIndex())

    def _room(self) -> int:
        return max(3, min(_ROWS, (self._over.height() - 160) // ROW_PX))


def _path(text: str) -> str:
    """What was typed as a path: parts trimmed, empty ones left out, in one Unicode form."""
    parts = (" ".join(part.split()) for part in unicodedata.normalize("NFC", text).split("/"))
    return "/".join(part for part in parts if part)
