"""Prints an article as it is set: title, text, and on every page where it comes from and which page it is.

Prints one part at a time from the event loop, so that a very long article neither blocks nor fills the memory; pages are
numbered through.
"""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import QObject, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QImage,
    QPainter,
    QPalette,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtPrintSupport import QPrinter

from archive.base.text import visible

from .document import SetSection
from .opened import Opened
from .ornaments import Ornaments
from .outline import Piece, Role
from .typography import Typography

POINTS_PER_INCH = 72.0
FOOTER_PT = 28.0
LEAST_LEFT_PT = 48.0  # with less left than three lines the next part begins on a new page


class Printing(QObject):
    """`finished(pages)` once the last page was written, or `failed(sentence)`. `cancel` stops after the page under way."""

    finished = Signal(int)
    failed = Signal(str)

    def __init__(
        self,
        printer: QPrinter,
        opened: Opened,
        typography: Typography,
        about: str,
        parent: QObject | None = None,
        images: Mapping[int, QImage | str] = MappingProxyType({}),
    ) -> None:
        """`images` are the pictures that were decoded for it, by their numbers; without any the places of pictures are left out."""
        super().__init__(parent)
        self._printer, self._opened, self._type, self._about = printer, opened, typography, about
        self._images = images
        self._painter = QPainter()
        self._parts = iter(range(len(opened.outline.sections)))
        self._pages = 0
        self._used_pt = 0.0  # how far down the last page is printed: the next part goes on there
        self._cancelled = False
        # Where the view goes while it prints: the painter ends before its printer goes, which this connection holds until then.
        self.destroyed.connect(partial(_end, self._painter, printer))

    def start(self) -> None:
        """Prints in the background of the event loop."""
        if self._begin():
            QTimer.singleShot(0, self, self._step)

    def run(self) -> None:
        """Prints at once, as a print preview needs it."""
        if self._begin():
            while self._part():
                pass
            self._finish()

    def cancel(self) -> None:
        self._cancelled = True

    def _begin(self) -> bool:
        # Lengths are points here: no picture is wider than the paper.
        self._type.room_px = min(self._type.room_px, self._page().width())
        if not self._printer.docName():
            self._printer.setDocName(visible(self._opened.article.title))
        if not self._painter.begin(self._printer):
            self.failed.emit("The printer did not take the article. Choose another printer, or print to a file.")
            return False
        return True

    def _step(self) -> None:
        if self._part():
            QTimer.singleShot(0, self, self._step)
        else:
            self._finish()

    def _finish(self) -> None:
        self._painter.end()
        self.finished.emit(self._pages)

    def _part(self) -> bool:
        """Prints the next part; False when there is none left."""
        index = next(self._parts, None)
        if index is None or self._cancelled:
            return False
        pieces = self._opened.outline.pieces(index, pictures=bool(self._images))
        if self._used_pt:
            pieces.insert(0, Piece(Role.PARAGRAPH, pieces[0].start, pieces[0].start, shown=""))
        section = SetSection(self._opened.edition, pieces, self._type)
        section.images.update(self._images)
        section.say_about(self._about, self._type)
        document = section.document
        # Layout counts points, and letters keep their true widths whatever the printer's resolution is.
        document.setUseDesignMetrics(True)
        page = self._page()
        height = page.height() - FOOTER_PT
        document.setPageSize(QSizeF(page.width(), height))
        if self._used_pt:
            self._begin_below(document)
        for number in range(document.pageCount()):
            goes_on = number == 0 and self._used_pt > 0
            if self._pages and not goes_on:
                self._printer.newPage()
            self._pages += not goes_on
            self._draw(section, number, page, footer=not goes_on)
        last = document.lastBlock()
        bottom = document.documentLayout().blockBoundingRect(last).bottom() + last.blockFormat().bottomMargin()
        used = bottom - (document.pageCount() - 1) * height
        self._used_pt = used if used < height - LEAST_LEFT_PT else 0.0
        return True

    def _begin_below(self, document: QTextDocument) -> None:
        """Has a part begin where the one before it ended on the page: its empty first line is as high as what is used."""
        layout = QTextBlockFormat()
        layout.setLineHeight(self._used_pt, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        QTextCursor(document).setBlockFormat(layout)

    def _page(self) -> QRectF:
        points = self._printer.pageLayout().paintRectPoints()
        return QRectF(0, 0, points.width(), points.height())

    def _draw(self, section: SetSection, number: int, page: QRectF, *, footer: bool) -> None:
        document = section.document
        painter, scale = self._painter, self._printer.resolution() / POINTS_PER_INCH
        body_height = page.height() - FOOTER_PT
        painter.save()
        painter.scale(scale, scale)
        painter.save()
        view = QRectF(0, number * body_height, page.width(), body_height)
        painter.translate(0, -view.top())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = view
        context.palette.setColor(QPalette.ColorRole.Text, self._type.color("text"))
        painter.setClipRect(view)
        document.documentLayout().draw(painter, context)
        self._draw_ornaments(painter, section, view)
        painter.restore()
        if footer:
            self._draw_footer(painter, page)
        painter.restore()

    def _draw_ornaments(self, painter: QPainter, section: SetSection, view: QRectF) -> None:
        layout = section.document.documentLayout()
        ornaments = Ornaments(section, self._type, (0, view.width()))
        first = layout.hitTest(QPointF(1, view.top() + 1), Qt.HitTestAccuracy.FuzzyHit)
        block = section.document.findBlock(max(0, first))
        while block.isValid():
            place = layout.blockBoundingRect(block)
            if place.top() >= view.bottom():
                return
            if block.layout().lineCount():
                ornaments.paint(painter, block, place.topLeft())
            block = block.next()

    def _draw_footer(self, painter: QPainter, page: QRectF) -> None:
        painter.setFont(self._type.number_font)
        painter.setPen(self._type.color("muted"))
        line = QRectF(0, page.height() - FOOTER_PT + 8, page.width(), FOOTER_PT - 8)
        number = f"{self._pages}"
        room = page.width() - 40
        words = painter.fontMetrics().elidedText(provenance(self._opened), Qt.TextElideMode.ElideMiddle, round(room))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, words)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, number)


def _end(painter: QPainter, _: QPrinter) -> None:
    if painter.isActive():
        painter.end()


def provenance(opened: Opened) -> str:
    """The footer: the original's name, the beginning of its SHA-512, the edition, and when that was made."""
    edition = opened.edition
    name = visible(edition.original.name)
    return f"{name} · SHA-512 {edition.original.sha512[:16]}… · edition {edition.number} · {edition.created[:10]}"
