"""The pages of a document as pictures, one below the other; asks for a page when it comes into sight, and for one at a time.

It draws pixels that it is given and decodes nothing. Pages that are far away are forgotten, so that a long document takes no
more memory than a short one.
"""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from desktop.theme import Theme

_GAP_PX: Final = 28  # below a page, where its number stands
_EDGE_PX: Final = 12
_KEPT: Final = 8
_TALL: Final = 1.414  # how tall a page is for its width, until one was seen (ISO 216)
_NEAREST, _FARTHEST, _STEP = 4.0, 0.25, 1.25
_SETTLES_MS: Final = 120  # a window that is being pulled asks for no pictures
_LINE_PX: Final = 48


class PagePictures(QAbstractScrollArea):
    """`wanted(number, width)`: draw that page, that many pixels wide, and answer with `show_page` or `show_failed`.

    The next is asked for when the last was answered. `turned(number)`: another page is the first in sight.
    """

    wanted = Signal(int, int)
    turned = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page_pictures")
        self.setAccessibleName("Pages of the original")
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Always there: a page that is just too tall would else change the width that it is drawn for.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._theme = theme
        self._ratios: list[float] = []
        self._tops = [0]
        self._images: OrderedDict[int, tuple[int, QImage]] = OrderedDict()  # number → width that was asked for, picture
        self._failed: dict[int, str] = {}
        self._asked: tuple[int, int] | None = None
        self._zoom = 1.0
        self._first = 0
        self._laying = False
        self._settling = QTimer(self, interval=_SETTLES_MS, singleShot=True)
        self._settling.timeout.connect(self._ask)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme.changed.connect(self.viewport().update)

    def show_document(self, pages: int) -> None:
        """Another document, of as many pages (at least one), from its beginning. What was asked of the last one is forgotten:
        its answers must not be shown any more."""
        self._ratios = [_TALL] * max(1, pages)
        self._images.clear()
        self._failed.clear()
        self._asked, self._first = None, 0
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self._scrolled()

    def clear(self) -> None:
        """Shows nothing and asks for nothing."""
        self._ratios, self._tops, self._asked, self._first = [], [0], None, 0
        self._images.clear()
        self._failed.clear()
        self._settling.stop()
        self._lay_out()

    @property
    def pages(self) -> int:
        return len(self._ratios)

    @property
    def page(self) -> int:
        """The first page in sight, from 1; 0 where there is none."""
        return self._first

    def show_page(self, number: int, size: tuple[int, int], pixels: bytes, pages: int) -> None:
        """The picture of a page: its width and height, its rows of red, green and blue; and how many pages there are."""
        if not self._ratios:
            return
        width, height = size
        image = QImage(pixels, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
        asked = self._asked[1] if self._asked is not None and self._asked[0] == number else width
        self._images[number] = (asked, image)
        self._images.move_to_end(number)
        self._failed.pop(number, None)
        self._drop()
        self._ratios += [height / width] * (pages - len(self._ratios))
        del self._ratios[pages:]
        self._shape(number, height / width)
        self._answered()

    def show_failed(self, number: int, sentence: str) -> None:
        """There is no picture of the page, and why."""
        if self._ratios:
            self._failed[number] = sentence
            self._answered()

    def turn_to(self, number: int) -> None:
        """Goes to the top of a page, from 1."""
        if 1 <= number <= len(self._ratios):
            self.verticalScrollBar().setValue(self._tops[number - 1])

    def magnify(self, factor: float) -> None:
        """Shows pages as much larger; 1 is as wide as there is room."""
        bar = self.verticalScrollBar()
        middle = (bar.value() + self.viewport().height() / 2) / max(1.0, self._tops[-1])
        self._zoom = min(_NEAREST, max(_FARTHEST, factor))
        self._lay_out()
        bar.setValue(round(middle * self._tops[-1] - self.viewport().height() / 2))
        self._scrolled()

    # Where pages stand

    @property
    def _page_width(self) -> int:
        return max(40, round((self.viewport().width() - 2 * _EDGE_PX) * self._zoom))

    def _lay_out(self) -> None:
        wide = self._page_width
        self._tops = list(accumulate((round(wide * ratio) + _GAP_PX for ratio in self._ratios), initial=_EDGE_PX))
        view = self.viewport().size()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        self._laying = True  # a bar that has less room moves: nobody scrolled
        down.setRange(0, max(0, self._tops[-1] - view.height()) if self._ratios else 0)
        down.setPageStep(view.height())
        down.setSingleStep(_LINE_PX)
        across.setRange(0, max(0, wide + 2 * _EDGE_PX - view.width()) if self._ratios else 0)
        across.setPageStep(view.width())
        across.setSingleStep(_LINE_PX)
        self._laying = False
        self.viewport().update()

    def _shape(self, number: int, ratio: float) -> None:
        """Gives a page its shape, and those the same that none was seen of yet; what is in sight stays where it is."""
        within = self._within()
        for index in range(len(self._ratios)):
            if index == number - 1 or self._ratios[index] == _TALL:
                self._ratios[index] = ratio
        self._lay_out()
        self._stay(within)

    def _within(self) -> int:
        """How far below the top of the first page in sight that begins."""
        return self.verticalScrollBar().value() - self._tops[self._first - 1] if self._first else 0

    def _stay(self, within: int) -> None:
        if 0 < self._first <= len(self._ratios):
            self.verticalScrollBar().setValue(self._tops[self._first - 1] + within)

    def _rectangle(self, number: int) -> QRect:
        wide, bar = self._page_width, self.verticalScrollBar().value()
        free = self.viewport().width() - wide
        left = free // 2 if free >= 2 * _EDGE_PX else _EDGE_PX - self.horizontalScrollBar().value()
        return QRect(left, self._tops[number - 1] - bar, wide, round(wide * self._ratios[number - 1]))

    def _in_sight(self) -> Iterator[int]:
        if not self._ratios:
            return
        top = self.verticalScrollBar().value()
        number = max(1, bisect_right(self._tops, top))
        while number <= len(self._ratios) and self._tops[number - 1] < top + self.viewport().height():
            yield number
            number += 1

    # What is asked

    def _scrolled(self) -> None:
        if self._laying:
            return
        self.viewport().update()
        first = next(self._in_sight(), 0)
        if first != self._first:
            self._first = first
            self.setAccessibleDescription(f"Page {first:,} of {len(self._ratios):,}" if first else "")
            self.turned.emit(first)
        if self._asked is None:
            self._settling.start()

    def _width_wanted(self) -> int:
        return round(self._page_width * self.devicePixelRatioF())

    def _ask(self) -> None:
        """Asks for the first page in sight that is not there as it should be, then for the one after them."""
        if self._asked is not None or not self.isVisible():
            return
        width = self._width_wanted()
        seen = list(self._in_sight())
        for number in [*seen, *(last + 1 for last in seen[-1:] if last < len(self._ratios))]:
            if number not in self._failed and self._images.get(number, (0,))[0] != width:
                self._asked = (number, width)
                self.wanted.emit(number, width)
                return

    def _answered(self) -> None:
        self._asked = None
        self.viewport().update()
        self._ask()

    def _drop(self) -> None:
        seen = set(self._in_sight())
        for number in [each for each in self._images if each not in seen][: max(0, len(self._images) - _KEPT)]:
            del self._images[number]

    # What is seen

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.color("background"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(self._theme.font("small_numbers"))
        for number in self._in_sight():
            self._paint_page(painter, number)
        painter.end()

    def _paint_page(self, painter: QPainter, number: int) -> None:
        place = self._rectangle(number)
        held = self._images.get(number)
        if held is not None:
            self._images.move_to_end(number)
            painter.drawImage(place, held[1])
        else:
            painter.fillRect(place, self._theme.color("surface"))
            told = self._failed.get(number, "")
            painter.setPen(self._theme.color("warning" if told else "muted"))
            inner = place.adjusted(16, 16, -16, -16)
            words = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(inner, int(words), told or "This page is being drawn…")
        painter.setPen(self._theme.color("line"))
        painter.drawRect(place.adjusted(0, 0, -1, -1))
        below = QRect(place.left(), place.bottom() + 1, place.width(), _GAP_PX - 4)
        painter.setPen(self._theme.color("muted"))
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), f"{number:,} of {len(self._ratios):,}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        within, before = self._within(), self._page_width + event.oldSize().width() - event.size().width()
        self._lay_out()
        self._stay(round(within * self._page_width / max(1, before)))
        self._scrolled()

    def showEvent(self, event: object) -> None:
        self._scrolled()

    def sizeHint(self) -> QSize:
        return QSize(420, 560)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.magnify(self._zoom * _STEP)
        elif control and event.key() == Qt.Key.Key_Minus:
            self.magnify(self._zoom / _STEP)
        elif control and event.key() == Qt.Key.Key_0:
            self.magnify(1.0)
        elif event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned: QPoint = event.angleDelta()
            self.magnify(self._zoom * (_STEP if turned.y() > 0 else 1 / _STEP))
            event.accept()
            return
        super().wheelEvent(event)
