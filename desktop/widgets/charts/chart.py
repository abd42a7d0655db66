"""What every chart is: a title, a caption that states n and range, the plot, a legend, a "…" menu; by pointer and by keys alone.

Records in, signals out: a chart knows no archive. Left and Right walk the marks, Home and End go to the first and the last,
Enter picks, Esc lets go. Where a chart zooms: plus and minus, 0 for everything, a drag to pan; the wheel zooms once the chart
has the focus, or with Ctrl, so that a page of charts can be scrolled. What is drawn on the screen and
into pictures is in `drawing.py`.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.theme import Theme
from desktop.widgets.basics import label

from . import drawing, keys, legend, library
from .area import Area
from .card import Card, Line
from .hitting import Hits
from .legend import Entry, Legend
from .pointer import Pointer
from .records import Key, Table
from .taking_out import MoreMenu, SaveAs

Whole = tuple[float, float, float, float]
_MOMENT_MS = 300  # as long as other content is waited for before the present one is laid out anew
_LEGEND_SHARE = 0.4  # of the height, for the legend at most


class Chart(QWidget):
    """A subclass lays out its marks in pixels, draws them and says what they are; all the rest is here."""

    picked = Signal(object)  # the key of a mark
    zooms = (False, False)  # whether the pointer and keys may zoom across and upwards
    foot_marked = True  # whether the axis below has ticks, not only words
    foot_px = 24

    def __init__(self, theme: Theme, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme, self.ground = theme, "surface"
        self.title, self.nothing, self.basis = title, "", ""
        self.chosen: int | None = None
        # The key of the mark chosen last: numbers that come anew leave the keyboard on it.
        self._stood: Key | None = None
        self.hovered: int | None = None
        self.boxes: list[QRectF] = []
        self._hits = Hits()
        self.side_ticks: list[tuple[float, str]] = []
        self.foot_ticks: list[tuple[float, str]] = []
        self.whole_shown = True
        self.by_keys = False
        self._laying = False
        self._laid: Area | None = None  # for which the marks were placed last
        self._expecting = QTimer(self, interval=_MOMENT_MS, singleShot=True)
        self._expecting.timeout.connect(self._fit_size)
        self.setAccessibleName(title or "Chart")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(260, 200)
        self.view = library.plot().PlotView(
            partial(drawing.marks, self),
            partial(drawing.over, self),
            (partial(drawing.side, self), self.draw_foot),
            self,
        )
        self._build()
        self._wire()

    def _build(self) -> None:
        self.head = Line(self.theme, "strong", "text", self.title, self)
        self.told = Line(self.theme, "small", "muted", "", self)
        self.legend = Legend(self.theme, lambda: self.ground, self)
        self.empty = label("", "muted", self, wraps=True)
        self.empty.setContentsMargins(24, 0, 24, 0)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.hide()
        self.card = Card(self)
        self.more = QToolButton(self)
        self.more.setObjectName("chart_more")
        self.more.setIcon(self.theme.icon("dots-three"))
        self.more.setAccessibleName("Take the chart out")
        self.more.setToolTip("Copy or save the chart")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = MoreMenu(self)
        self.more.setMenu(self.menu)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.head)
        words.addWidget(self.told)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addLayout(words, 1)
        top.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        whole = self._parts = QVBoxLayout(self)
        whole.setContentsMargins(8, 4, 8, 4)
        whole.setSpacing(8)
        whole.addLayout(top)
        whole.addWidget(self.view, 1)
        whole.addWidget(self.empty, 1)
        whole.addWidget(self.legend)
        self.head.setVisible(bool(self.title))

    def _wire(self) -> None:
        self._pointer = Pointer(self)
        self.view.ranged.connect(self.lay_out)
        self.view.sized.connect(self._fit_size)
        self.theme.changed.connect(self._restyle)
        self.view.box.setMouseEnabled(*self.zooms)

    # What a subclass says

    def whole(self, area: Area) -> Whole:
        """The positions x0, x1, y0, y1 that show everything in a box of this size."""
        raise NotImplementedError

    def tick(self, area: Area) -> None:
        """Sets the words of the axes."""
        raise NotImplementedError

    def lay(self, area: Area) -> list[QRectF]:
        """Where the marks are drawn, in walking order. A null rectangle is out of view."""
        raise NotImplementedError

    def draw(self, painter: QPainter, area: Area) -> None:
        """Draws all marks, within the area."""
        raise NotImplementedError

    def filled(self) -> bool:
        """Whether there is anything to show."""
        return self.count() > 0

    def draw_foot(self, painter: QPainter, rect: QRectF) -> None:
        """Draws the axis below."""
        drawing.foot(self, painter, rect)

    def beside(self, mark: int, across: int, down: int) -> int:
        """The mark that lies a step to the right or further down; itself at the edge."""
        return min(max(0, mark + across + down), self.count() - 1)

    def count(self) -> int:
        """How many marks there are."""
        raise NotImplementedError

    def key(self, mark: int) -> Key:
        raise NotImplementedError

    def spoken(self, mark: int) -> str:
        """A mark in words, for a screen reader."""
        raise NotImplementedError

    def carded(self, mark: int) -> str:
        """What is shown of a mark that is pointed at."""
        raise NotImplementedError

    def caption(self) -> str:
        raise NotImplementedError

    def entries(self) -> Sequence[Entry]:
        """What the legend holds."""
        return ()

    def table(self) -> Table:
        """The data that the chart shows."""
        raise NotImplementedError

    def pick(self, mark: int) -> None:
        """Tells that a mark was picked."""
        self.picked.emit(self.key(mark))

    def pick_around(self) -> bool:
        """Told of Shift+Enter: what surrounds the chosen mark; whether there was something."""
        return False

    def pick_beside(self, at: QPointF) -> bool:
        """Told of a click that met no mark, in pixels of the box; whether it meant something."""
        return False

    def carded_beside(self, at: QPointF) -> str:
        """What is shown where the pointer meets no mark."""
        return ""

    # Content

    def let_save(self, save_as: SaveAs) -> None:
        """Hands in who asks where to and writes; without one, the chart can only be copied."""
        self.menu.save_as = save_as

    def expect(self) -> None:
        """Tells that other content is on its way: a change of size is laid out with it, or alone where it does not come soon."""
        if self.filled():
            self._expecting.start()

    def changed(self, nothing: str = "") -> None:
        """To be called with new content: shows it whole, the mark that was chosen still chosen if it is there.

        With nothing to show, `nothing` says what is needed.
        """
        self.chosen = self.hovered = self._laid = None
        self._expecting.stop()
        self.whole_shown = True
        self.card.hide()
        self.nothing = nothing or "There is nothing to show here yet."
        self._make_room(empty=not self.filled())
        self.show_whole()
        if self._stood is not None:
            self.chosen = next((mark for mark in range(self.count()) if self.key(mark) == self._stood), None)
        self.speak()

    def _make_room(self, *, empty: bool) -> None:
        """Has all parts take their room now, so that the marks are placed once and not again in a turn of their own."""
        laying, self._laying = self._laying, True
        self.empty.setText(self.nothing)
        self.empty.setVisible(empty)
        self.view.setVisible(not empty)
        self.more.setEnabled(not empty)
        self.legend.show_entries([] if empty else list(self.entries()))
        self.told.say("" if empty else self.told_words())
        self._parts.activate()
        self._laying = laying

    def show_whole(self) -> None:
        """Shows everything there is."""
        self.whole_shown = True
        self.lay_out()

    def zoom(self, factor: float, at: float | None = None, *, upwards: bool = False) -> None:
        """Closer (above 1) or farther about a pixel of the box, or its middle."""
        if not self.zooms[1 if upwards else 0] or not self.filled():
            return
        area, self.whole_shown = self.view.area(), False
        if upwards:
            share = 0.5 if at is None else 1 - at / area.height
            middle = area.y0 + share * (area.y1 - area.y0)
            low, high = (middle + (edge - middle) / factor for edge in (area.y0, area.y1))
            self.view.box.setYRange(low, high, padding=0)
        else:
            middle = area.position(area.width / 2 if at is None else at)
            low, high = (middle + (edge - middle) / factor for edge in (area.x0, area.x1))
            self.view.box.setXRange(low, high, padding=0)

    # Standing on a mark

    def choose(self, mark: int | None) -> None:
        """Has keys act on a mark, or on none; it is brought into view where the chart zooms."""
        self.chosen = mark
        self._stood = None if mark is None else self.key(mark)
        if mark is not None:
            self.reveal(mark)
        self.view.over.redraw()
        self.show_card(mark)
        self.speak()

    def reveal(self, mark: int) -> None:
        """Brings a mark into view; one that is out of view has everything shown."""
        if self.boxes[mark].isNull() and not self.whole_shown:
            self.show_whole()

    def told_words(self) -> str:
        """The caption, with what it rests on where that was told (`basis`, set before the content)."""
        return " · ".join(part for part in (self.caption(), self.basis) if part)

    def words(self) -> str:
        """What the chart holds, or the mark that keys act on, in words."""
        if not self.filled():
            return self.nothing
        return self.told_words() if self.chosen is None else self.spoken(self.chosen)

    def speak(self) -> None:
        """Has a screen reader read what is chosen."""
        self.setAccessibleDescription(self.words())
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def at(self, point: QPointF, reach: float = 3.0) -> int | None:
        """The mark at a point of the box; of several the one whose middle is nearest."""
        return self._hits.at(point, reach)

    def show_card(self, mark: int | None, words: str = "", near: QRectF | None = None) -> None:
        """Shows the words of a mark beside it, or other words near a place of the box."""
        if mark is not None and not self.boxes[mark].isNull():
            words, near = self.carded(mark), self.boxes[mark]
        if not words or near is None:
            self.card.hide()
            return
        origin = self.view.geometry().topLeft() + self.view.box.pos().toPoint()
        self.card.show_beside(words, near.translated(QPointF(origin)), self.rect())

    # Drawing

    def lay_out(self) -> None:
        """Places the marks and the words of the axes for what is in view, and draws anew."""
        if self._laying or not self.filled():
            return
        self._laying = True
        try:
            self.view.settle()
            if self.whole_shown:
                self._fit()
            for _ in range(4):  # the axis's words decide its width, and the width what is in view
                self.tick(self.view.area())
                wide = self.side_width()
                if self.view.side.minimumWidth() == wide and self.view.foot.minimumHeight() == self.foot_px:
                    break
                self.view.side.setWidth(wide)
                self.view.foot.setHeight(self.foot_px)
                self.view.settle()
                if self.whole_shown:
                    self._fit()
            self._laid = self.view.area()
            self.tick(self._laid)
            self.boxes = self.lay(self._laid)
            self._hits = Hits(self.boxes)
        finally:
            self._laying = False
        self.told.say(self.told_words())
        self.view.redraw()

    def side_width(self) -> float:
        """How wide the words on the left are."""
        metrics = QFontMetricsF(self.theme.font("small_numbers"))
        widest = max((int(metrics.horizontalAdvance(words)) + 1 for _, words in self.side_ticks), default=0)
        return float(widest + drawing.SIDE_GAP_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        drawing.ground(self, painter)
        painter.end()

    def sizeHint(self) -> QSize:
        return QSize(640, 360)

    def grid(self, painter: QPainter, area: Area, ticks: Sequence[tuple[float, str]], zero: float | None) -> None:
        """Hairlines at the heights of ticks, and a stronger one at zero."""
        drawing.grid(self, painter, area, ticks, zero)

    def _fit(self) -> None:
        x0, x1, y0, y1 = self.whole(self.view.area())
        self.view.box.setLimits(xMin=x0, xMax=x1, yMin=y0, yMax=y1)
        self.view.box.setRange(xRange=(x0, x1), yRange=(y0, y1), padding=0)

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.by_keys = True
        if not keys.press(self, event):
            super().keyPressEvent(event)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.by_keys = event.reason() not in (
            Qt.FocusReason.MouseFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        )
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.card.hide()
        rows = max(legend.MOST_ROWS, int(self.height() * _LEGEND_SHARE / legend.ROW_PX))
        if rows != self.legend.most_rows:
            self.legend.most_rows = rows
            self.legend.arrange()
        self._fit_size()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_size()

    def _fit_size(self) -> None:
        """Places the marks where the box has another size than they were placed for."""
        if not self._expecting.isActive() and self._laid != self.view.area():
            self.lay_out()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.more.isEnabled():
            self.menu.popup(event.globalPos())

    def _restyle(self) -> None:
        self.legend.arrange()
        self.lay_out()
        self.update()
