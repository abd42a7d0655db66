"""The small bar at a selection: highlight in a colour, tag, note, copy as quotation. It never takes the keyboard."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from archive.model.passage import COLOURS
from desktop.actions import Actions
from desktop.theme import Theme
from desktop.widgets.basics import label

_GAP_PX = 8
_ACTS = (("tag", "Tag", "tag", "passage.tag"), ("note", "Note", "note-pencil", "passage.note"))


class ColourDot(QToolButton):
    """A highlight colour to choose; its name is told, for colour is never the only sign."""

    def __init__(self, role: str, theme: Theme, parent: QWidget | None = None, *, side: int = 24) -> None:
        super().__init__(parent)
        self.role, self._theme = role, theme
        self.setObjectName(f"colour_{role}")
        self.setAccessibleName(f"Highlight: {role}")
        self.setToolTip(role.capitalize())
        self.setFixedSize(side, side)
        self.setCheckable(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.isChecked() or self.underMouse() or self.hasFocus()
        painter.setPen(QPen(self._theme.color("accent") if lit else self._edge(), 1.5 if lit else 1))
        painter.setBrush(self._theme.color(self.role))
        inset = 4
        painter.drawEllipse(self.rect().adjusted(inset, inset, -inset - 1, -inset - 1))
        painter.end()

    def _edge(self) -> QColor:
        return self._theme.color(f"{self.role}_mark")


class MarkBar(QFrame):
    """`coloured(role)`, `asked(command)`; over the page, near the words; `offered(path)` when a suggestion is taken."""

    coloured = Signal(str)
    asked = Signal(str)
    offered = Signal(str)

    def __init__(self, theme: Theme, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._actions, self._over = theme, actions, parent
        self._offer = ""
        self.setObjectName("mark_bar")
        self.setAccessibleName("Mark the selected words")
        self.setProperty("look", "popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 4, 6, 4)
        row.setSpacing(2)
        self.offer = QPushButton(self)
        self.offer.setObjectName("mark_offer")
        self.offer.setAccessibleName("Take the suggested tag")
        self.offer.setProperty("look", "quiet")
        self.offer.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.offer.clicked.connect(lambda: self.offered.emit(self._offer))
        row.addWidget(self.offer)
        self.hint = label("", "small", self)
        row.addWidget(self.hint)
        self._tools: list[QWidget] = []
        for role in COLOURS:
            dot = ColourDot(role, theme, self)
            dot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            dot.clicked.connect(lambda _=False, role=role: self.coloured.emit(role))
            self._add(row, dot)
        self._icons: dict[QToolButton, str] = {}
        for name, words, icon, command in (*_ACTS, ("quote", "Copy as quotation", "quotes", "edit.copy_cited")):
            self._add(row, self._button(name, words, icon, command))
        theme.changed.connect(self._tint)
        self._tint()
        self.hide()

    def _add(self, row: QHBoxLayout, tool: QWidget) -> None:
        self._tools.append(tool)
        row.addWidget(tool)

    def _button(self, name: str, words: str, icon: str, command: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"mark_{name}")
        button.setAccessibleName(words)
        keys = {"tag": "T", "note": "N"}.get(name) or self._actions.shortcut_text(command)
        button.setToolTip(f"{words} ({keys})" if keys else words)
        button.setIconSize(QSize(16, 16))
        button.setFixedSize(30, 28)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.asked.emit(command))
        self._icons[button] = icon
        return button

    def show_tools(self, words: QRect, colour: str) -> None:
        """Shows the tools at the words (a rectangle of the parent); `colour` is the one that H takes."""
        self.offer.hide()
        self.hint.hide()
        for tool in self._tools:
            tool.show()
            if isinstance(tool, ColourDot):
                tool.setChecked(tool.role == colour)
        self._place(words)

    def show_offer(self, words: QRect, path: str) -> None:
        """Offers the tag that is suggested for the words."""
        self._offer = path
        self._say(f"Tag as “{path}”", "Enter takes it, Esc leaves it")
        self._place(words)

    def show_hint(self, words: QRect, told: str) -> None:
        """Only says what the keys do now."""
        self._say("", told)
        self._place(words)

    def _say(self, offer: str, hint: str) -> None:
        for tool in self._tools:
            tool.hide()
        self.offer.setText(offer)
        self.offer.setAccessibleName(offer or "Take the suggested tag")
        self.offer.setVisible(bool(offer))
        self.hint.setText(hint)
        self.hint.show()

    def _place(self, words: QRect) -> None:
        self.adjustSize()
        room = self._over.rect()
        x = min(max(room.left() + 4, words.center().x() - self.width() // 2), room.right() - self.width() - 4)
        y = words.top() - self.height() - _GAP_PX
        if y < room.top() + 4:
            y = min(words.bottom() + _GAP_PX, room.bottom() - self.height() - 4)
        self.move(x, max(y, room.top() + 4))
        self.show()
        self.raise_()

    def _tint(self) -> None:
        for button, icon in self._icons.items():
            button.setIcon(self._theme.icon(icon, "text"))
