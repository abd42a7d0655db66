"""Which panes of a view are shown: as the person chose, and less where the window is narrow.

Below 1280 px the inspector folds away and opens as a drawer over the reader; below 1040 px the sidebar folds too; with two
articles side by side both fold earlier. What was chosen by hand comes back with the room.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from desktop.settings import Settings
from desktop.theme import Theme
from desktop.widgets.shadow import Shadow

# Window widths in px below which a pane folds, and the width of its drawer.
FOLDS = {"inspector": (1280, 300), "sidebar": (1040, 220)}
BESIDE_PX = 420  # what a second article beside the first takes of the window
USUAL_PX = {"sidebar": 190, "list": 312, "inspector": 262}  # the reader takes the rest
_AT_LEFT = ("sidebar",)


class Drawer(QFrame):
    """Holds one folded pane over the view's edge; Esc closes it."""

    def __init__(self, name: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = name
        self._over = parent
        self.setObjectName(f"drawer_{name}")
        self.setProperty("look", "popup")
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        self._shadow = Shadow(theme, self)
        self.hide()

    def place(self) -> None:
        """Stands at its edge over the whole height."""
        room = self._over.size()
        width = min(FOLDS[self.name][1], room.width() - 80)
        x = 0 if self.name in _AT_LEFT else room.width() - width
        self.setGeometry(x, 0, width, room.height())


class Folding(QObject):
    """Shows, hides and folds the panes of one view. The panes stand in splitters that the view made."""

    def __init__(self, view: QWidget, panes: dict[str, QWidget], settings: Settings, theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self._panes = panes
        self._settings = settings
        self._theme = theme
        self._homes: dict[str, tuple[QSplitter, int]] = {}
        self._drawers: dict[str, Drawer] = {}
        self._taken_px = 0
        for name, pane in panes.items():
            splitter = pane.parentWidget()
            if isinstance(splitter, QSplitter):
                self._homes[name] = (splitter, splitter.indexOf(pane))
        for splitter in {splitter for splitter, _ in self._homes.values()}:
            splitter.splitterMoved.connect(self.keep_sizes)
        view.installEventFilter(self)
        self._arrange()

    def keep_sizes(self) -> None:
        """From now on the panes are as wide as a person made them."""
        self._settings.keep_state("pane.sized", True)

    @property
    def sized(self) -> bool:
        """Whether a person moved the borders between panes, now or in an earlier session."""
        return self._settings.state("pane.sized") is True

    def shown(self, name: str) -> bool:
        """Whether the pane can be seen now, in its place or as a drawer."""
        pane = self._panes.get(name)
        return pane is not None and not pane.isHidden()

    def folded(self, name: str) -> bool:
        """Whether the window is too narrow for the pane to stand beside the others."""
        return name in FOLDS and self._view.window().width() - self._taken_px < FOLDS[name][0]

    def make_room(self, articles: int) -> None:
        """Folds earlier while more than one article is open, so that each keeps a readable measure."""
        self._taken_px = BESIDE_PX * (articles - 1)
        self._arrange()

    def toggle(self, name: str) -> None:
        """Shows or hides a pane; a folded one opens as a drawer, or closes."""
        if name not in self._panes:
            return
        if self.folded(name):
            if name in self._drawers:
                self._close_drawer(name)
            else:
                self._open_drawer(name)
        else:
            held = self._holds_keyboard(name)
            self._settings.keep_state(f"pane.{name}", not self._wanted(name))
            self._arrange()
            if held and not self.shown(name):
                self._view.setFocus(
                    Qt.FocusReason.OtherFocusReason
                )  # Qt would go on to whatever comes next in the window

    def _holds_keyboard(self, name: str) -> bool:
        focus = self._view.window().focusWidget()
        return focus is not None and self._panes[name].isAncestorOf(focus)

    def focus(self, name: str) -> None:
        """Gives the keyboard to a pane; where it is hidden, to the view, which knows what is next."""
        if not focus_first(self._panes[name]):
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_focus(self) -> None:
        """Gives the keyboard back to where it was in the view; to the list where it was nowhere."""
        held = self._view.focusWidget()
        if held is not None and held.isVisible():
            held.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus("list")

    def next_pane(self, step: int) -> None:
        """Moves the keyboard to the next (1) or previous (-1) pane that is shown."""
        focus_next([pane for name, pane in self._panes.items() if self.shown(name)], step)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Resize and watched is self._view:
            self._arrange()
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            for name, drawer in list(self._drawers.items()):
                if watched is drawer:
                    self._close_drawer(name)
                    return True
        return False

    def _wanted(self, name: str) -> bool:
        return self._settings.state(f"pane.{name}", True) is not False

    def _arrange(self) -> None:
        for name, pane in self._panes.items():
            if self.folded(name):
                if name in self._drawers:
                    self._drawers[name].place()
                else:
                    pane.hide()
            else:
                if name in self._drawers:
                    self._close_drawer(name)
                pane.setVisible(self._wanted(name))
        if not self.sized:
            self._set_usual_widths()

    def _set_usual_widths(self) -> None:
        for splitter in {splitter for splitter, _ in self._homes.values()}:
            names: dict[QWidget | None, str] = {pane: name for name, pane in self._panes.items()}
            widths = [USUAL_PX.get(names.get(splitter.widget(place), ""), 0) for place in range(splitter.count())]
            rest = max(splitter.width() - sum(widths), 1)
            splitter.setSizes([width or rest for width in widths])

    def _open_drawer(self, name: str) -> None:
        for other in list(self._drawers):
            self._close_drawer(other)
        if name not in self._homes:
            return
        drawer, pane = Drawer(name, self._theme, self._view), self._panes[name]
        layout = drawer.layout()
        if layout is not None:
            layout.addWidget(pane)
        drawer.installEventFilter(self)
        self._drawers[name] = drawer
        drawer.place()
        pane.show()
        drawer.show()
        drawer.raise_()
        focus_first(pane)

    def _close_drawer(self, name: str) -> None:
        drawer, pane = self._drawers.pop(name), self._panes[name]
        splitter, index = self._homes[name]
        pane.hide()
        splitter.insertWidget(index, pane)
        pane.hide()
        drawer.hide()
        drawer.deleteLater()


def focus_next(panes: Sequence[QWidget], step: int) -> None:
    """Moves the keyboard to the next (1) or previous (-1) of the panes that can take it."""
    if not panes:
        return
    focus = panes[0].window().focusWidget()
    held = (place for place, pane in enumerate(panes) if focus and (pane is focus or pane.isAncestorOf(focus)))
    here = next(held, -step)
    for offset in range(1, len(panes) + 1):
        if focus_first(panes[(here + step * offset) % len(panes)]):
            return


def focus_first(pane: QWidget) -> bool:
    """Gives the keyboard to the pane or to the first widget in it that takes it by Tab; False when there is none."""
    for widget in [pane, *pane.findChildren(QWidget)]:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled() and widget.isVisible():
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            return True
    return False
