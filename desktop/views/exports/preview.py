"""What will be written, seen beforehand: a page, a text, a table or what goes in; or why there is nothing, or what was written."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from archive.operations.previewing import Preview, Shape
from archive.operations.publish import Exported
from desktop.theme import Theme
from desktop.widgets.basics import hairline, label
from desktop.widgets.keys import FirstRow

from . import words
from .pagelines import fill

_CELL_CHARS, _COLUMN_PX, _WIDE_PX = 200, 110, 240
_WIDE = ("exact", "before", "after", "note", "title")


class PreviewPane(QWidget):
    """Shows one of: a preview, a sentence instead of it, the result of an export."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("export_preview")
        self._theme = theme
        self._lines: Preview | None = None
        self.count = label("", "strong", self)
        self.count.setObjectName("export_count")
        self.told = label("", "small", self)
        self.page, self.text = QTextEdit(self), QPlainTextEdit(self)
        self.table, self.parts = QTableWidget(self), QListWidget(self)
        FirstRow(self.table)
        FirstRow(self.parts)
        self.empty = label("", "muted", self, wraps=True)
        self.result = Result(self)
        self._stack = QStackedWidget(self)
        self._build()
        theme.changed.connect(self._repaint)

    def _build(self) -> None:
        said = (
            (self.page, "export_page", "Preview: the first excerpts as they will be laid out"),
            (self.text, "export_text", "Preview: the file's beginning"),
            (self.table, "export_table", "Preview: the first rows"),
            (self.parts, "export_parts", "Preview: what goes in"),
            (self.empty, "export_empty", "Nothing to export"),
        )
        for widget, name, accessible in said:
            widget.setObjectName(name)
            widget.setAccessibleName(accessible)
        for field in (self.page, self.text):
            field.setReadOnly(True)
            field.setProperty("look", "bare")
            field.setFrameShape(QFrame.Shape.NoFrame)
            field.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            field.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.text.document().setDocumentMargin(16)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setProperty("look", "plain")
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.parts.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setContentsMargins(40, 20, 40, 60)
        card = QFrame(self)
        card.setProperty("look", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self._stack)
        for shown in (self.page, self.text, self.table, self.parts, self.empty, self.result):
            self._stack.addWidget(shown)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.count)
        head.addWidget(self.told, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(card, 1)

    # Filling

    def show_preview(self, seen: Preview, *, about_articles: bool) -> None:
        """Shows what will be written, or says why nothing will be."""
        if seen.empty:
            self.count.setText("Nothing to export")
            self.say(words.nothing(about_articles, seen.held_back))
            return
        self.count.setText("The codebook" if seen.about_tags else words.counts(seen.passages, seen.articles))
        self.told.setText("· the beginning" if seen.more else "")
        self._lines = seen if seen.shape is Shape.PAGE else None
        if seen.shape is Shape.PAGE:
            self._show(self.page)
            self._repaint()
        elif seen.shape is Shape.TEXT:
            self.text.setFont(self._theme.font("mono"))
            self.text.setPlainText(seen.text)
            self._show(self.text)
        elif seen.shape is Shape.TABLE:
            self._fill_table(seen.table)
            self._show(self.table)
        else:
            self._fill_parts(seen)
            self._show(self.parts)

    def say(self, sentence: str, *, wrong: bool = False) -> None:
        """A sentence instead of a preview."""
        self.told.setText("")
        if wrong:
            self.count.setText("No preview")
        self.empty.setText(sentence)
        self.empty.setProperty("look", "warning" if wrong else "muted")
        self.empty.style().polish(self.empty)
        self._show(self.empty)

    def show_result(self, done: Exported) -> None:
        """What was written where, and what could not be carried."""
        self.count.setText("Exported")
        self.told.setText("")
        self.result.show_done(done)
        self._show(self.result)

    @property
    def stops(self) -> list[QWidget]:
        """What Tab may stop at; one of them is in front."""
        return [self.page, self.text, self.table, self.parts, self.result.path, self.result.copy, self.result.warnings]

    @property
    def shown(self) -> QWidget | None:
        """The widget in front."""
        return self._stack.currentWidget()

    def _show(self, widget: QWidget) -> None:
        self._stack.setCurrentWidget(widget)

    def _repaint(self) -> None:
        if self._lines is not None:
            bar = self.page.verticalScrollBar()
            at = bar.value()
            fill(self.page.document(), self._lines.lines, self._theme)
            bar.setValue(at)

    def _fill_table(self, rows: Sequence[Sequence[str]]) -> None:
        head, body = rows[0], rows[1:]
        self.table.clear()
        self.table.setColumnCount(len(head))
        self.table.setRowCount(len(body))
        self.table.setHorizontalHeaderLabels(list(head))
        for column, name in enumerate(head):
            self.table.setColumnWidth(column, _WIDE_PX if name in _WIDE else _COLUMN_PX)
        for row, cells in enumerate(body):
            for column, cell in enumerate(cells):
                shown = " ".join(cell[:_CELL_CHARS].split())
                self.table.setItem(row, column, QTableWidgetItem(shown))

    def _fill_parts(self, seen: Preview) -> None:
        self.parts.clear()
        for each in seen.parts:
            item = QListWidgetItem(each, self.parts)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren)


class Result(QWidget):
    """What was written: the counts, the path to be copied, and a line for each warning."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("export_result")
        self.headline = label("", "heading", self, wraps=True)
        self.path = QLineEdit(self)
        self.path.setObjectName("export_written")
        self.path.setAccessibleName("Where it was written")
        self.path.setReadOnly(True)
        self.copy = QPushButton("Copy path", self)
        self.copy.setObjectName("export_copy_path")
        self.copy.setAccessibleName("Copy path")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.path.text()))
        self.warned = label("What this format could not carry, or what was left out", "section", self)
        self.warnings = QListWidget(self)
        self.warnings.setObjectName("export_warnings")
        FirstRow(self.warnings)
        self.warnings.setAccessibleName("Warnings")
        self.warnings.setWordWrap(True)
        self.warnings.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.headline)
        column.addLayout(row)
        column.addWidget(hairline(parent=self))
        column.addWidget(self.warned)
        column.addWidget(self.warnings, 1)
        column.addStretch(0)

    def show_done(self, done: Exported) -> None:
        self.headline.setText(f"{words.counts(done.passages, done.articles, done.tags)} written.")
        self.path.setText(done.path)
        self.path.setCursorPosition(0)
        self.warnings.clear()
        self.warnings.addItems(list(done.warnings))
        for widget in (self.warned, self.warnings):
            widget.setVisible(bool(done.warnings))
        self.setAccessibleName(f"{self.headline.text()} {done.path}")
