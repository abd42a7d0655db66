"""Small building blocks: labels by look, hairlines, a row of choices, a page with a heading that Esc closes."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QStyle,
    QStyleOptionButton,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.theme import Theme
from desktop.widgets.chip import Flow

_SCROLLS = {
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
}


def label(text: str, look: str = "", parent: QWidget | None = None, *, wraps: bool = False) -> QLabel:
    """Plain text in one of the stylesheet's looks; never interpreted as HTML."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(wraps)
    if look:
        made.setProperty("look", look)
    return made


def splitter(parent: QWidget | None, orientation: Qt.Orientation = Qt.Orientation.Horizontal) -> QSplitter:
    """Panes with a hairline between them, none of which can be dragged away. Set before there are any: afterwards each would be styled and
    measured again.
    """
    made = QSplitter(orientation, parent)
    made.setHandleWidth(1)
    made.setChildrenCollapsible(False)
    return made


def push_button(
    words: str, name: str, parent: QWidget | None = None, *, look: str = "", spoken: str = "", tip: str = ""
) -> QPushButton:
    """A button with words; `look` is as the style sheet names it, `spoken` what a screen reader says where that is not the words."""
    made = QPushButton(words, parent)
    made.setObjectName(name)
    if look:
        made.setProperty("look", look)
    if spoken:
        made.setAccessibleName(spoken)
    if tip:
        made.setToolTip(tip)
    return made


def clearable(field: QLineEdit, theme: Theme) -> None:
    """Gives a field the sign that empties it, from the one set of icons: Qt's own is a black disc in every theme."""
    field.setClearButtonEnabled(True)
    own = field.findChild(QAction, "_q_qlineeditclearaction")  # so named by Qt since 5.2
    if own is not None:
        own.setIcon(theme.icon("x"))


def typed(field: QPlainTextEdit | QTextEdit, held: str) -> str | None:
    """What a person made of the text `held` that the field was filled with, or None when they left it as it was.

    Qt changes line ends and hard spaces by itself: what nobody touched must never count as typed.
    """
    if field.isReadOnly() or not field.document().isModified():
        return None
    text = written(field)
    return text if text != held else None


def written(field: QPlainTextEdit | QTextEdit) -> str:
    """What stands in a field, hard spaces and all: `toPlainText` makes plain ones of them."""
    return field.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")


def hairline(upright: bool = False, parent: QWidget | None = None) -> QFrame:
    """A line of one pixel, across or upright."""
    line = QFrame(parent)
    line.setProperty("look", "hairline")
    line.setProperty("upright", "true" if upright else "false")
    return line


class TickBox(QCheckBox):
    """A check box whose tick is drawn in the colours of the theme in force."""

    def __init__(self, words: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._tick = theme.icon("check-bold", "on_accent")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            option = QStyleOptionButton()
            self.initStyleOption(option)
            box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
            painter = QPainter(self)
            self._tick.paint(painter, box.adjusted(3, 3, -3, -3))
            painter.end()


class Choices(QWidget):
    """A row of chips of which one is chosen; arrow keys move between them."""

    chosen = Signal(str)

    def __init__(
        self, name: str, choices: Sequence[tuple[str, str]], parent: QWidget | None = None, *, wraps: bool = False
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QPushButton] = {}
        row: QLayout = Flow(gap=8, row_gap=6) if wraps else QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.setLayout(row)
        for value, words in choices:
            button = QPushButton(words, self)
            button.setProperty("look", "chip")
            button.setCheckable(True)
            button.setObjectName(f"{name}_{value}")
            button.setAccessibleName(words)
            button.clicked.connect(lambda _=False, value=value: self.chosen.emit(value))
            self._group.addButton(button)
            self._buttons[value] = button
            row.addWidget(button)
        if isinstance(row, QHBoxLayout):
            row.addStretch(1)
        self._group.buttonToggled.connect(self._lead)

    def _lead(self) -> None:
        """Has Tab come to the choice that is made, from either side; Qt would stop at the one that it met last."""
        for button in self._buttons.values():
            reached = button.isChecked() or self._group.checkedButton() is None
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if reached else Qt.FocusPolicy.ClickFocus)

    def name(self, value: str, words: str) -> None:
        """Gives a choice other words."""
        self._buttons[value].setText(words)
        self._buttons[value].setAccessibleName(words)

    def choose(self, value: str) -> None:
        """Shows a choice as chosen, without a signal."""
        if value in self._buttons:
            self._buttons[value].setChecked(True)


class Page(QWidget):
    """A page of its own in the window: a heading, a column of content that scrolls, closed by Esc or its button."""

    closed = Signal()

    def __init__(self, name: str, heading: str, theme: Theme, parent: QWidget | None = None, width: int = 720) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(heading)
        self.setProperty("look", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.theme = theme
        self._start: QWidget | None = None
        self.head = QHBoxLayout()
        self.head.setContentsMargins(0, 0, 0, 0)
        self.head.setSpacing(12)
        self.heading = label(heading, "heading", self)
        self.head.addWidget(self.heading)
        self.head.addStretch(1)
        self.close_button = QToolButton(self)
        self.close_button.setIcon(theme.icon("x"))
        self.close_button.setObjectName(f"{name}_close")
        self.close_button.setAccessibleName("Close")
        self.close_button.setToolTip("Close (Esc)")
        self.close_button.clicked.connect(self.closed)
        self.content = QVBoxLayout()
        self.content.setContentsMargins(0, 0, 0, 24)
        self.content.setSpacing(12)
        self._scroll = QScrollArea(self)
        holder = QWidget(self._scroll.viewport())
        column = QWidget(holder)
        column.setMaximumWidth(width)
        column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column.setLayout(self.content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        around = QHBoxLayout(holder)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(column, 1)
        around.addStretch(0)
        self._scroll.setWidget(holder)
        holder.setAutoFillBackground(False)  # setWidget turns it on, and the page's own ground would not show
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 20, 20, 0)
        whole.setSpacing(16)
        self.head.addWidget(self.close_button)
        whole.addLayout(self.head)
        whole.addWidget(self._scroll, 1)

    def fill_with(self, body: QWidget) -> None:
        """Gives the whole page to a body that scrolls by itself, instead of the column of content."""
        self._scroll.hide()
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.addWidget(body, 1)

    def setFocusProxy(self, widget: QWidget | None) -> None:
        """Where the keyboard goes when it is given to the page.

        Qt's own proxy would make Tab pass over whatever stands before it: the close button, a filter.
        """
        self._start = widget

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._start is not None and self._start.isVisibleTo(self):
            self._start.setFocus(event.reason())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in _SCROLLS and self._scroll.isVisibleTo(self):
            self._scroll.verticalScrollBar().triggerAction(_SCROLLS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


def dismiss(part: QObject) -> None:
    """Takes a view, or what serves one, away for good: nothing in it that waits for its time begins any more."""
    for timer in part.findChildren(QTimer):
        timer.stop()
    if isinstance(part, QWidget):
        part.hide()
    part.deleteLater()
