"""The sentences behind a finding side by side, each one click from the reader and open to judgement."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from archive.model.figure import Figure, FigureStatus, Finding
from archive.model.ids import Uid
from desktop.theme import Theme
from desktop.views.figures.acts import FigureActs
from desktop.views.figures.words import Headings, period_of, said, teller, value
from desktop.views.figures.words import finding as heading
from desktop.widgets.basics import hairline, label, push_button

from .loading import Shown
from .table import quoted

_LEAST_PX = 230


class Sentence(QWidget):
    """A sentence as it is read, in as many lines as it takes, the figure's words underlined."""

    def __init__(self, figure: Figure, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("reading_sentence")
        words = quoted(figure)
        text = f"“{words.before}{words.exact}{words.after}”"
        self.setAccessibleName(text)
        # Qt counts UTF-16 units; words of the planes beyond the first take two.
        at, long = (len(part.encode("utf-16-le")) // 2 for part in (f"“{words.before}", words.exact))
        self._layout = QTextLayout(text, theme.font("quote"))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._span = (at, long)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.update)

    def heightForWidth(self, width: int) -> int:
        self._layout.beginLayout()
        down = 0.0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(40, width))
            line.setPosition(QPointF(0, down))
            down += line.height() + 3
        self._layout.endLayout()
        return int(down) + 2

    def sizeHint(self) -> QSize:
        return QSize(_LEAST_PX, self.heightForWidth(max(_LEAST_PX, self.width())))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 20)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        self.heightForWidth(self.width())  # it may have been asked for another width since
        painter = QPainter(self)
        painter.setPen(self._theme.color("text"))
        marked = QTextLayout.FormatRange()
        marked.start, marked.length = self._span
        look = QTextCharFormat()
        look.setFontUnderline(True)
        look.setUnderlineColor(self._theme.color("accent"))
        marked.format = look
        self._layout.draw(painter, QPointF(0, 0), [marked])
        painter.end()


class Reading(QWidget):
    """One figure: what it says, its sentence, who says so, what was made of it, and what can be done."""

    open_asked = Signal(object)  # the Figure

    def __init__(self, figure: Figure, headings: Headings, theme: Theme, acts: FigureActs, parent: QWidget) -> None:
        super().__init__(parent)
        self.figure, self._acts = figure, acts
        self.setObjectName(f"reading_{figure.uid}")
        self.setMinimumWidth(_LEAST_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label(f"{value(figure)}  ·  {period_of(figure)}", "strong", self, wraps=True))
        column.addWidget(Sentence(figure, theme, self))
        source = f" · {figure.source}" if figure.source else ""
        column.addWidget(label(teller(figure, headings) + source, "small", self, wraps=True))
        if figure.derivation:
            column.addWidget(label(f"Derived: {figure.derivation}", "small", self, wraps=True))
        self.judged = label(said(figure), "warning", self, wraps=True)
        self.judged.setObjectName("reading_judged")
        self.judged.setVisible(figure.status is not FigureStatus.FOUND or bool(figure.note))
        column.addWidget(self.judged)
        column.addLayout(self._buttons())
        column.addStretch(1)

    def _buttons(self) -> QHBoxLayout:
        figure = self.figure
        self.open = self._button("open", "Open in the reader")
        self.open.clicked.connect(lambda: self.open_asked.emit(figure))
        doubtful = figure.status is FigureStatus.DOUBTFUL
        self.doubt = self._button("doubt", "No longer doubtful" if doubtful else "Doubtful…")
        self.doubt.setEnabled(self._acts.writable)
        if doubtful:
            self.doubt.clicked.connect(lambda: self._acts.reopen([figure.uid]))
        else:
            self.doubt.clicked.connect(lambda: self._acts.doubt([figure]))
        more = QToolButton(self)
        more.setObjectName("reading_more")
        more.setText("…")
        more.setAccessibleName("More to do with this figure")
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setEnabled(self._acts.writable)
        menu = QMenu(more)
        self._acts.fill(menu, [figure], keys=False)
        more.setMenu(menu)
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in (self.open, self.doubt, more):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _button(self, name: str, words: str) -> QPushButton:
        spoken = f"{words.rstrip('…')}: {value(self.figure)}"
        return push_button(words, f"reading_{name}", self, spoken=spoken)


class Readings(QFrame):
    """Shown in the place of the table until it is closed."""

    open_asked = Signal(object)  # a Figure
    closed = Signal()

    def __init__(self, theme: Theme, acts: FigureActs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("readings")
        self.setAccessibleName("The sentences side by side")
        self._theme, self._acts = theme, acts
        self.finding: Finding | None = None
        self.readings: list[Reading] = []
        self._head = label("", "strong", self)
        self._head.setObjectName("readings_head")
        close = QToolButton(self)
        close.setObjectName("readings_close")
        close.setIcon(theme.icon("x"))
        close.setAccessibleName("Back to the figures")
        close.setToolTip("Back to the figures (Esc)")
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self._head, 1)
        head.addWidget(close)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)

    def show_finding(self, finding: Finding, shown: Shown) -> None:
        """Sets the sentences of a finding beside each other; the keyboard stays where it was among them."""
        self.finding = finding
        self._head.setText(heading(finding))
        self._fill([shown.told[uid] for uid in finding.figures if uid in shown.told], shown.headings)

    def take_focus(self) -> None:
        """Gives the keyboard to the first sentence."""
        if self.readings:
            self.readings[0].open.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_same(self, figures: Sequence[Figure], headings: Headings) -> None:
        """The same sentences as they are judged now, when the finding itself is no more."""
        self.finding = None
        self._head.setText("No longer in conflict")
        self._fill(figures, headings)

    def _fill(self, figures: Sequence[Figure], headings: Headings) -> None:
        held = self._held()
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 10, 0)  # clear of the scroll bar
        row.setSpacing(16)
        self.readings = []
        for figure in figures:
            if self.readings:
                row.addWidget(hairline(upright=True, parent=holder))
            reading = Reading(figure, headings, self._theme, self._acts, holder)
            reading.open_asked.connect(self.open_asked)
            self.readings.append(reading)
            row.addWidget(reading, 1)
        self._scroll.setWidget(holder)
        holder.setAutoFillBackground(False)
        if held is not None:
            again = next((each for each in self.readings if each.figure.uid == held[0]), None)
            button = again.findChild(QWidget, held[1]) if again is not None else None
            if button is not None:
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _held(self) -> tuple[str, str] | None:
        """The figure and the button of it that have the keyboard."""
        focus = self.window().focusWidget()
        reading = next((each for each in self.readings if focus is not None and each.isAncestorOf(focus)), None)
        return None if reading is None or focus is None else (reading.figure.uid, focus.objectName())

    @property
    def uids(self) -> list[Uid]:
        """The figures that are shown."""
        return [each.figure.uid for each in self.readings]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
