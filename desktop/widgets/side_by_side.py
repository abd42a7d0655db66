"""Two texts in two columns, paragraph beside paragraph, with what changed marked in the words; set a little at a time, as far as it is
looked at, so that long ones hold nothing up.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractScrollArea, QAbstractSlider, QFrame, QWidget

from desktop.theme import Theme

LETTER_PX: Final = 15.0
_LEADING: Final = 1.22
_GUTTER_PX, _GAP_PX, _ROW_PX, _FOLD_PX = 14, 36, 14, 36
_MEASURE_PX: Final = 620  # a column at most
_SLICE_MS: Final = 15
_REVEAL_SHARE: Final = 0.25  # of the height: where a change comes to stand
_KEYS = {
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
}


@dataclass(frozen=True, slots=True)
class Side:
    """A paragraph of one of the two; `marks` are (start, end, number of the change) in UTF-16 units of its words."""

    words: str
    marks: tuple[tuple[int, int, int], ...] = ()
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """Paragraphs beside each other; None where there is none. `folded` counts paragraphs that are left out here instead."""

    old: Side | None = None
    new: Side | None = None
    folded: int = 0

    @property
    def changes(self) -> tuple[int, ...]:
        return tuple(sorted({mark[2] for side in (self.old, self.new) if side for mark in side.marks}))


@dataclass(slots=True)
class _Set:
    """A row as it is set: its height, and the layouts of both sides."""

    height: float
    sides: tuple[QTextLayout | None, QTextLayout | None] = (None, None)
    done: bool = False


@dataclass(slots=True)
class _Page:
    rows: Sequence[Beside] = ()
    rows_set: list[_Set] = field(default_factory=list)
    laid: int = 0  # rows that are set, from the top


class SideBySide(QAbstractScrollArea):
    """`chosen(number)`: a change was clicked. `unfold_asked`: what is left out is to be shown."""

    chosen = Signal(int)
    unfold_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side-by-side")
        self.setAccessibleName("The two texts side by side")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._theme = theme
        self._page = _Page()
        self._current = -1
        self._later = QTimer(self, interval=0, singleShot=True)
        self._later.timeout.connect(lambda: self._lay_out())
        theme.changed.connect(self._again)

    # What is shown

    def show_rows(self, rows: Sequence[Beside]) -> None:
        """Shows other rows, from the top; no change is chosen."""
        self._page = _Page(rows)
        self._current = -1
        self.verticalScrollBar().setValue(0)
        self._again()

    @property
    def rows(self) -> Sequence[Beside]:
        return self._page.rows

    @property
    def current(self) -> int:
        """The number of the change that is chosen; -1 for none."""
        return self._current

    def choose(self, number: int) -> None:
        """Marks a change as the one that is meant, and brings it into view."""
        self._current = number
        for place, row in enumerate(self._page.rows):
            if number in row.changes:
                self._reveal(place)
                break
        told = f"Change {number + 1}" if number >= 0 else ""
        self.setAccessibleDescription(told)
        self.viewport().update()

    def _reveal(self, place: int) -> None:
        while self._page.laid <= place:
            self._lay_out()
        top = sum(each.height for each in self._page.rows_set[:place])
        height = self.viewport().height()
        inside = self._first_of(place)
        bar = self.verticalScrollBar()
        if not bar.value() <= top + inside <= bar.value() + height * 0.75:
            bar.setValue(int(top + inside - height * _REVEAL_SHARE))

    def _first_of(self, place: int) -> float:
        """How far below the top of a row the current change begins."""
        tops = [rect.top() for rects in self._rects_of(place) for rect in rects]
        return min(tops, default=0.0)

    # Setting

    def _column(self) -> float:
        room = self.viewport().width() - 2 * _GUTTER_PX - _GAP_PX
        return max(80.0, min(_MEASURE_PX, room / 2))

    def _left(self, side: int) -> float:
        column = self._column()
        spare = max(0.0, self.viewport().width() - 2 * column - _GAP_PX - 2 * _GUTTER_PX)
        return _GUTTER_PX + spare / 2 + side * (column + _GAP_PX)

    def _again(self) -> None:
        """Sets everything anew: the width, the rows or the theme are others."""
        line = QFontMetricsF(self._theme.font("reading", LETTER_PX)).height() * _LEADING
        letters = max(1.0, self._column() / (LETTER_PX * 0.45))
        self._page.rows_set = [_Set(self._guess(row, line, letters)) for row in self._page.rows]
        self._page.laid = 0
        self._lay_out()

    @staticmethod
    def _guess(row: Beside, line: float, letters: float) -> float:
        if row.folded:
            return _FOLD_PX
        longest = max(len(side.words) for side in (row.old, row.new) if side is not None)
        return line * (1 + longest // letters) + _ROW_PX

    def _lay_out(self) -> None:
        """Sets rows from the top for a few milliseconds; the rest when nothing else is to be done."""
        clock, page = QElapsedTimer(), self._page
        clock.start()
        while page.laid < len(page.rows):
            self._set(page.laid)
            page.laid += 1
            if clock.elapsed() >= _SLICE_MS:
                self._later.start()
                break
        height = int(sum(each.height for each in page.rows_set)) + _ROW_PX
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, height - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(int(LETTER_PX * _LEADING * 2))
        self.viewport().update()

    def _set(self, place: int) -> None:
        row, made = self._page.rows[place], self._page.rows_set[place]
        if not row.folded:
            made.sides = (self._laid(row.old, 0), self._laid(row.new, 1))
            made.height = max(each.boundingRect().height() for each in made.sides if each is not None) + _ROW_PX
        made.done = True

    def _laid(self, side: Side | None, which: int) -> QTextLayout | None:
        if side is None:
            return None
        font = self._theme.font("title" if side.strong else "reading", LETTER_PX)
        layout = QTextLayout(side.words, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats([self._format(start, end, which) for start, end, _ in side.marks])
        height, column = 0.0, self._column()
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(column)
            line.setPosition(QPointF(0, height))
            height += line.height() * _LEADING
        layout.endLayout()
        return layout

    def _format(self, start: int, end: int, which: int) -> QTextLayout.FormatRange:
        """Gone words are struck out, new ones underlined: colour is not the only sign."""
        look, role = QTextCharFormat(), "accent" if which else "warning"
        look.setBackground(self._theme.color(f"{role}_wash"))
        look.setForeground(self._theme.color(role))
        if which:
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        else:
            look.setFontStrikeOut(True)
        made = QTextLayout.FormatRange()
        made.start, made.length, made.format = start, end - start, look
        return made

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, top in self._in_sight():
            row, made = self._page.rows[place], self._page.rows_set[place]
            if row.folded:
                self._paint_fold(painter, row, top)
            elif made.done:
                self._paint_row(painter, place, top)
        painter.end()

    def _in_sight(self) -> Iterator[tuple[int, float]]:
        """The rows that can be seen, each with where it begins in the window."""
        top = float(_ROW_PX / 2 - self.verticalScrollBar().value())
        for place, made in enumerate(self._page.rows_set):
            if top > self.viewport().height():
                return
            if top + made.height > 0:
                yield place, top
            top += made.height

    def _paint_row(self, painter: QPainter, place: int, top: float) -> None:
        made = self._page.rows_set[place]
        painter.setPen(self._theme.color("text"))
        for which, layout in enumerate(made.sides):
            if layout is not None:
                layout.draw(painter, QPointF(self._left(which), top))
        if self._current in self._page.rows[place].changes:
            painter.fillRect(
                QRectF(self._left(0) - _GUTTER_PX, top, 3, made.height - _ROW_PX), self._theme.color("accent")
            )
            for which, rects in enumerate(self._rects_of(place)):
                painter.setPen(QPen(self._theme.color("accent" if which else "warning"), 1.4))
                for rect in rects:
                    painter.drawRoundedRect(rect.translated(self._left(which), top).adjusted(-1.5, -1, 1.5, 1), 3, 3)

    def _rects_of(self, place: int) -> list[list[QRectF]]:
        """Of both sides, where the words of the current change stand, a rectangle a line."""
        found = []
        row, made = self._page.rows[place], self._page.rows_set[place]
        for side, layout in zip((row.old, row.new), made.sides, strict=True):
            marks = side.marks if side is not None and layout is not None else ()
            found.append(
                [rect for start, end, number in marks if number == self._current for rect in _rects(layout, start, end)]
            )
        return found

    def _paint_fold(self, painter: QPainter, row: Beside, top: float) -> None:
        left, right = self._left(0), self._left(1) + self._column()
        middle = top + (_FOLD_PX - _ROW_PX) / 2
        painter.setFont(self._theme.font("small"))
        words = f"{row.folded:,} {'paragraph' if row.folded == 1 else 'paragraphs'} the same – show"
        wide = painter.fontMetrics().horizontalAdvance(words) + 24
        painter.setPen(self._theme.color("line"))
        centre = (left + right) / 2
        painter.drawLine(QPointF(left, middle), QPointF(centre - wide / 2, middle))
        painter.drawLine(QPointF(centre + wide / 2, middle), QPointF(right, middle))
        painter.setPen(self._theme.color("muted"))
        painter.drawText(
            QRectF(QPointF(left, top), QSizeF(right - left, _FOLD_PX - _ROW_PX)),
            Qt.AlignmentFlag.AlignCenter,
            words,
        )

    # Hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for place, top in self._in_sight():
            if top <= event.position().y() < top + self._page.rows_set[place].height:
                if self._page.rows[place].folded:
                    self.unfold_asked.emit()
                else:
                    self._hit(place, event.position().x(), event.position().y() - top)
                return

    def _hit(self, place: int, x: float, y: float) -> None:
        row, made = self._page.rows[place], self._page.rows_set[place]
        for which, (side, layout) in enumerate(zip((row.old, row.new), made.sides, strict=True)):
            for start, end, number in side.marks if side is not None and layout is not None else ():
                if any(rect.translated(self._left(which), 0).contains(x, y) for rect in _rects(layout, start, end)):
                    self.chosen.emit(number)
                    return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = _KEYS.get(Qt.Key(event.key()))
        if action is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            self.verticalScrollBar().triggerAction(action)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._again()
        else:
            self._lay_out()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().update()


def _rects(layout: QTextLayout | None, start: int, end: int) -> Iterator[QRectF]:
    """Where some words stand in a layout, a rectangle a line."""
    for number in range(layout.lineCount() if layout is not None else 0):
        line = layout.lineAt(number)  # type: ignore[union-attr]
        first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
        if first < last:
            # Qt answers with the place and the position that it was asked for.
            xs = [float(line.cursorToX(each)[0]) for each in (first, last)]  # type: ignore[index]
            yield QRectF(QPointF(min(xs), line.y()), QPointF(max(xs), line.y() + line.height()))
