"""The codebook on paper: the tree laid out with definitions, when to use each tag and when not, and the examples chosen for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPainter,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtPrintSupport import QPrinter

from archive.archive import Archive
from archive.base.text import visible
from archive.model.article import Article
from archive.model.ids import ArticleId
from archive.model.passage import Passage, Tag
from archive.operations import browse, codebook, examples
from desktop.theme import Theme, roles
from desktop.views.reader.printing import POINTS_PER_INCH
from desktop.wording import counted, one_line

_PAPER = "light"  # paper is white, whatever the screen is
_INDENT_PT, _DEEPEST = 18, 8
_EXAMPLE_CHARS = 600
_SIZES_PT = {"title": 22, "name": 13, "text": 11, "small": 9}
_FOOT_PT, _MARGIN_PT = 28, 40


@dataclass(frozen=True, slots=True)
class Printed:
    """A whole codebook, parents before children, with the examples of each tag."""

    name: str
    tags: Sequence[Tag]
    examples: Mapping[str, Sequence[Passage]]
    articles: Mapping[ArticleId, Article]


def read(archive: Archive) -> Printed:
    """Reads all of it of one moment."""
    with archive.snapshot():
        tags = codebook.tree(archive)
        chosen = {tag.path: examples.of_tag(archive, tag.path) for tag in tags if tag.passages}
        articles = browse.articles(archive, sorted({each.article for found in chosen.values() for each in found}))
    return Printed(archive.path.stem, tags, chosen, articles)


class CodebookDocument:
    """Lays a codebook out; `print_to` writes its pages, each with its number."""

    def __init__(self, book: Printed, theme: Theme) -> None:
        self.document = QTextDocument()
        self._theme, self._colours = theme, roles(_PAPER)
        self._cursor = QTextCursor(self.document)
        self.document.setDefaultFont(self._font("text"))
        self.document.setDocumentMargin(_MARGIN_PT)
        self._begun = False
        self._line(f"Codebook of {visible(book.name)}", "title", below=2)
        self._line(counted(len(book.tags), "tag"), "small", role="muted", below=14)
        for tag in book.tags:
            self._tag(tag, book)

    def print_to(self, printer: QPrinter) -> None:
        """Writes the pages to a printer or a PDF file."""
        printer.setDocName("Codebook")
        area = printer.pageLayout().paintRectPoints()
        page = QRectF(0, 0, area.width(), area.height() - _FOOT_PT)
        # Layout counts points, and letters keep their true widths whatever the printer's resolution is.
        self.document.setUseDesignMetrics(True)
        self.document.setPageSize(page.size())
        painter = QPainter(printer)
        painter.scale(printer.resolution() / POINTS_PER_INCH, printer.resolution() / POINTS_PER_INCH)
        for number in range(self.document.pageCount()):
            if number:
                printer.newPage()
            painter.save()
            painter.translate(0, -number * page.height())
            self._draw(painter, page.translated(0, number * page.height()))
            painter.restore()
            painter.setFont(self._font("small"))
            painter.setPen(QColor(self._colours["muted"]))
            foot = QRectF(0, page.height() - _FOOT_PT, page.width() - _MARGIN_PT, _FOOT_PT)
            painter.drawText(foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, f"{number + 1}")
        painter.end()

    def _draw(self, painter: QPainter, view: QRectF) -> None:
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = view
        context.palette.setColor(QPalette.ColorRole.Text, QColor(self._colours["text"]))
        painter.setClipRect(view)
        self.document.documentLayout().draw(painter, context)

    def _tag(self, tag: Tag, book: Printed) -> None:
        depth = min(tag.path.count("/"), _DEEPEST)
        self._line(visible(tag.name), "name", depth, above=10, below=1)
        self._cursor.insertText(f"  {counted(tag.passages, 'passage')}", self._look("small", "muted"))
        parts = ("", tag.definition), ("Use when: ", tag.use_when), ("Not when: ", tag.not_when)
        for lead, said in parts:
            if said.strip():
                self._line(lead, "text", depth, role="muted", below=2)
                self._cursor.insertText(visible(said).replace("\n", "\u2028"), self._look("text"))
        for passage in book.examples.get(tag.path, ()):
            words = one_line(visible(passage.anchor.exact))
            cut = words if len(words) <= _EXAMPLE_CHARS else f"{words[:_EXAMPLE_CHARS]}…"
            self._line("Example: ", "text", depth, role="muted", below=2)
            self._cursor.insertText(f"“{cut}”", self._look("text", italic=True))
            article = book.articles.get(passage.article)
            if article is not None:
                self._cursor.insertText(f"  {one_line(visible(article.title))}", self._look("small", "muted"))

    def _line(
        self, words: str, size: str, depth: int = 0, *, role: str = "text", above: float = 0, below: float = 0
    ) -> None:
        block = QTextBlockFormat()
        block.setLeftMargin(depth * _INDENT_PT)
        block.setTopMargin(above)
        block.setBottomMargin(below)
        if self._begun:
            self._cursor.insertBlock(block)
        else:
            self._cursor.setBlockFormat(block)
        self._begun = True
        self._cursor.insertText(words, self._look(size, role))

    def _look(self, size: str, role: str = "text", *, italic: bool = False) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setFont(self._font(size))
        look.setFontItalic(italic)
        look.setForeground(QColor(self._colours[role]))
        return look

    def _font(self, size: str) -> QFont:
        font = self._theme.font({"title": "title", "name": "heading", "small": "small"}.get(size, "reading"))
        font.setPixelSize(_SIZES_PT[size])  # a pixel of the layout is a point on paper
        return font
