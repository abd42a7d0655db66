"""Keys that mean something to the window and something else, or nothing, to the view in front; where Tab and the keyboard go."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QLayout, QLineEdit, QToolButton, QWidget

_HARMLESS = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier


def is_single(event: QEvent) -> bool:
    """Whether it asks if a shortcut may take a key pressed without Ctrl or Alt (function keys apart).

    A view that accepts it keeps letters and Del from the library's list, which stands behind it unseen.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    return event.modifiers() & ~_HARMLESS == Qt.KeyboardModifier.NoModifier and event.key() < Qt.Key.Key_F1


def is_own(event: QEvent, combined: Iterable[str] = ()) -> bool:
    """The same for a view with keys of its own: single ones, F2, and the combinations that are named ("Ctrl+C")."""
    if is_single(event):
        return True
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    pressed = event.keyCombination()
    renaming = event.key() == Qt.Key.Key_F2 and event.modifiers() & ~_HARMLESS == Qt.KeyboardModifier.NoModifier
    return renaming or QKeySequence(pressed) in map(QKeySequence, combined)


def press(held: QWidget | None) -> None:
    """Return on a tool button does what Space does. (Push buttons take it by themselves: see `autoDefault` in the stylesheet.)"""
    if isinstance(held, QToolButton) and held.isEnabled():
        if held.menu() is not None and held.popupMode() == QToolButton.ToolButtonPopupMode.InstantPopup:
            held.showMenu()
        else:
            held.click()


class LeadsTo(QObject):
    """Keys of a filter over a list: Esc empties it, Down and Return go to what it has found."""

    def __init__(self, filter: QLineEdit, found: QWidget) -> None:
        super().__init__(filter)
        self._filter, self._found = filter, found
        filter.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape and self._filter.text():
                self._filter.clear()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return):
                self._found.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False


class FirstRow(QObject):
    """Lets the keyboard, when it comes to a list where no row is current yet, stand on the first: there it can be seen.

    Without `chooses` the row is not selected; for lists whose choice narrows what stands beside them.
    """

    def __init__(self, view: QAbstractItemView, *, chooses: bool = True) -> None:
        super().__init__(view)
        self._view, self._chooses = view, chooses
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.gotFocus() and event.reason() != Qt.FocusReason.MouseFocusReason:
            model = self._view.model()
            if model is not None and model.rowCount() and not self._view.currentIndex().isValid():
                how = QItemSelectionModel.SelectionFlag
                flags = how.ClearAndSelect | how.Rows if self._chooses else how.NoUpdate
                self._view.selectionModel().setCurrentIndex(model.index(0, 0), flags)
        return False


def laid_out(layout: QLayout | None) -> list[QWidget]:
    """The widgets that Tab may stop at, in the order of their layouts, not in that in which they were made."""
    found: list[QWidget] = []
    for place in range(layout.count()) if layout is not None else ():
        item = layout.itemAt(place) if layout is not None else None
        widget = item.widget() if item is not None else None
        if widget is not None and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(widget)
        found += laid_out(widget.layout() if widget is not None else item.layout() if item is not None else None)
    return found


def in_tab_order(stops: Sequence[QWidget]) -> None:
    """Lets Tab go from each to the next."""
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


@contextmanager
def keyboard_kept(view: QWidget) -> Iterator[None]:
    """Gives the keyboard, whose widget is replaced meanwhile, to the one of its name that stands in its place then."""
    held = view.window().focusWidget()
    name = held.objectName() if held is not None and view.isAncestorOf(held) else ""
    place = _named(view, name).index(held) if name and held is not None and held.isVisibleTo(view) else -1
    yield
    found = _named(view, name) if place >= 0 else []
    if found and held not in found:
        found[min(place, len(found) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)


def _named(view: QWidget, name: str) -> list[QWidget]:
    """The widgets of this name that are shown, from the top."""
    return [widget for widget in view.findChildren(QWidget, name) if widget.isVisibleTo(view)]
