"""The original beside the table: what was read of it with what was set aside in grey, or its pages as pictures.

Words are selected here to correct a field, or to teach where all articles of a site say it.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPlainTextEdit, QPushButton, QTextEdit, QVBoxLayout, QWidget

from archive.base.text import Utf16Map
from archive.model.article import SetAside
from archive.model.review import Reviewed
from archive.model.taught import TAUGHT_FIELDS
from archive.operations.sources import Shown
from desktop.theme import Theme
from desktop.widgets.basics import Choices, label
from desktop.widgets.pagepictures import PagePictures

from . import words

_NAMES: Final = {"publisher": "publisher", "title": "title", "byline": "byline", "published": "date"}
_LINES_SHOWN: Final = 80


class OriginalPane(QWidget):
    """`taken(field, start, end, words)`: the selection, in the decoded original, is the field of this article; `taught(field,
    start, end)`: of all articles from the site. `put_back(SetAside)`: let these lines be part of the text."""

    taken = Signal(str, int, int, str)
    taught = Signal(str, int, int)
    put_back = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.shown: Shown | None = None
        self.site = ""
        self._map = Utf16Map("")
        self._aside: list[tuple[SetAside, list[tuple[int, int]]]] = []
        self._marked: list[tuple[int, int]] = []
        self.writable = True
        self.title = label("", "strong", self)
        self.title.setObjectName("review_original_title")
        self.note = label("", "small", self, wraps=True)
        self.ways = Choices("review_way", (("text", "Words"), ("pages", "Pages")), self)
        self.text = _Words(self._menu, self)
        self.pages = PagePictures(theme, self)
        self.use = QPushButton("Selected words are…", self)
        self.back = QPushButton("Put back", self)
        self._build()
        self._connect()

    def _build(self) -> None:
        for widget, name, spoken in (
            (self.use, "review_use", "Say what the selected words are"),
            (self.back, "review_put_back", "Put the line at the caret back into the text"),
        ):
            widget.setObjectName(name)
            widget.setAccessibleName(spoken)
            widget.setToolTip(spoken)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.ways)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.use)
        foot.addWidget(self.back)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.note)
        column.addWidget(self.text, 1)
        column.addWidget(self.pages, 1)
        column.addLayout(foot)
        column.addStretch(0)
        self.pages.hide()

    def _connect(self) -> None:
        self.ways.chosen.connect(self.show_way)
        self.use.clicked.connect(self._ask)
        self.back.clicked.connect(self._put_back)
        self.text.selectionChanged.connect(self._follow)
        self.text.cursorPositionChanged.connect(self._follow)
        self._theme.changed.connect(self._paint)

    # What is shown

    def show_nothing(self, said: str = "") -> None:
        """No article: a word why."""
        self.shown, self._aside, self._marked = None, [], []
        self.title.setText("")
        self.note.setText(said)
        self.note.setVisible(bool(said))
        self.text.clear()
        self.text.hide()
        self.pages.clear()
        self.pages.hide()
        self.ways.hide()
        self._follow()

    def show_original(self, held: Reviewed, shown: Shown, site: str, *, paged: bool) -> None:
        """The original of an article; `paged` when its pages can be drawn."""
        same = self.shown is not None and self.shown.edition.id == shown.edition.id
        self.shown, self.site, self._aside = shown, site, shown.set_aside()
        self.title.setText(words.cell(held, 0))
        self.ways.setVisible(paged)
        if not same:
            self._map = Utf16Map(shown.text)
            self.text.setPlainText(shown.text)
            self.pages.clear()
            self.show_way("pages" if paged else "text")
            self.note.show()
        self._paint()
        self._follow()

    def _told(self, shown: Shown) -> str:
        if self.pages.isVisibleTo(self):
            return "As it looks. Select words under “Words”, to correct a value or to teach a rule."
        parts = []
        if shown.page:
            parts.append("The words of the page, its head first.")
        if self._aside:
            parts.append("Struck through: set aside.")
        if shown.cut:
            parts.append("Only the beginning is shown here.")
        return " ".join(parts) or "The original as it was read."

    def show_way(self, way: str) -> None:
        """Words or pages."""
        paged = way == "pages"
        self.ways.choose(way)
        self.pages.setVisible(paged)
        self.text.setVisible(not paged)
        if paged and not self.pages.pages:
            self.pages.show_document(1)
        if self.shown is not None:
            self.note.setText(self._told(self.shown))
        self._follow()

    def point_out(self, start: int | None, end: int | None) -> None:
        """Marks the words that a value came from (in the decoded original), and brings them into view."""
        self._marked = []
        if self.shown is not None and start is not None and end is not None and end > start:
            self._marked = self.shown.shown_of(start, end)
        self._paint()
        if self._marked:
            cursor = QTextCursor(self.text.document())
            cursor.setPosition(self._map.to_utf16(self._marked[0][0]))
            self.text.setTextCursor(cursor)
            self.text.centerCursor()

    def _paint(self) -> None:
        """Lays the marks over the words: set aside first, the evidence on top of it."""
        aside, proof = QTextCharFormat(), QTextCharFormat()
        aside.setForeground(self._theme.color("muted"))
        aside.setFontStrikeOut(True)
        proof.setBackground(self._theme.color("sun"))
        proof.setForeground(self._theme.color("text"))
        proof.setFontUnderline(True)
        spans = [(span, aside) for _, held in self._aside for span in held] + [(span, proof) for span in self._marked]
        self.text.setExtraSelections([self._selection(*span, how) for span, how in spans])

    def _selection(self, start: int, end: int, how: QTextCharFormat) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(self._map.to_utf16(start))
        cursor.setPosition(self._map.to_utf16(end), QTextCursor.MoveMode.KeepAnchor)
        made.cursor, made.format = cursor, how  # type: ignore[attr-defined, unused-ignore]  # PySide sets them as attributes
        return made

    # What is selected

    def selected(self) -> tuple[int, int, str] | None:
        """The place of the selection in the decoded original, and its words; None without one."""
        cursor = self.text.textCursor()
        if self.shown is None or not cursor.hasSelection() or not self.text.isVisible():
            return None
        start, end = (self._map.to_code_points(at) for at in (cursor.selectionStart(), cursor.selectionEnd()))
        said = self.shown.text[start:end]
        start += len(said) - len(said.lstrip())
        end -= len(said) - len(said.rstrip())
        place = self.shown.source_of(start, end) if start < end else None
        return (*place, " ".join(said.split())) if place is not None else None

    def aside_here(self) -> SetAside | None:
        """What is set aside at the caret."""
        at = self._map.to_code_points(self.text.textCursor().position())
        for each, spans in self._aside if self.text.isVisible() else ():
            if any(start <= at <= end for start, end in spans):
                return each
        return None

    def _follow(self) -> None:
        self.use.setEnabled(self.writable and self.selected() is not None)
        self.back.setEnabled(self.writable and self.aside_here() is not None)
        for button in (self.use, self.back):
            button.setVisible(self.shown is not None and not self.pages.isVisibleTo(self))

    def _ask(self) -> None:
        self.menu().popup(self.use.mapToGlobal(self.use.rect().bottomLeft()))

    def _menu(self, at: QPoint) -> None:
        self.menu().popup(at)

    def menu(self) -> QMenu:
        """What the selected words can be: of this article, and of all from its site."""
        made = QMenu(self)
        made.setObjectName("review_words_menu")
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        place = self.selected()
        able = self.writable and place is not None
        for field, name in _NAMES.items():
            action = made.addAction(f"This article's {name}")
            action.setEnabled(able)
            if place is not None:
                action.triggered.connect(lambda _=False, field=field, at=place: self.taken.emit(field, *at))
        made.addSeparator()
        of = f"from {self.site}" if self.site else "of this site"
        for field in TAUGHT_FIELDS:
            action = made.addAction(self._theme.icon("graduation-cap"), f"The {_NAMES[field]} of articles {of}…")
            action.setEnabled(able)
            if place is not None:
                action.triggered.connect(lambda _=False, field=field, at=place: self.taught.emit(field, *at[:2]))
        made.addSeparator()
        action = made.addAction(self._theme.icon("arrow-u-up-left"), "Put these lines back into the text")
        action.setEnabled(self.back.isEnabled())
        action.triggered.connect(self._put_back)
        return made

    def _put_back(self) -> None:
        aside = self.aside_here()
        if aside is not None:
            self.put_back.emit(aside)


class _Words(QPlainTextEdit):
    """The words, read only, with a caret to select them by keyboard."""

    def __init__(self, menu: Callable[[QPoint], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._menu = menu
        self.setObjectName("review_original")
        self.setAccessibleName("The original")
        self.setProperty("look", "field")
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place: QRect = self.cursorRect()
        at = event.globalPos() if event.reason() == QContextMenuEvent.Reason.Mouse else None
        self._menu(at or self.viewport().mapToGlobal(place.bottomLeft()))
