"""The details panel: every metadata field with its evidence, tags, collections, note and provenance of one article.

Fills by `show_article` from a job. Every edit is one act that can be undone; an edit under way survives a refill.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QTabBar, QVBoxLayout, QWidget

from archive.base.errors import WaystationError
from archive.model.article import FIELDS
from archive.model.change import Change
from archive.model.ids import ArticleId
from archive.operations import curate
from desktop.context import Context
from desktop.views.aboutmemos import AboutMemos
from desktop.widgets.basics import hairline, label
from desktop.widgets.keys import in_tab_order, laid_out
from desktop.widgets.note_field import NoteField

from . import facts
from .eventspanel import EventsPanel
from .facts import Facts
from .fieldrow import FieldRow
from .figurespanel import FiguresPanel
from .filling import Filling
from .marking.panel import PassagesPanel
from .provenance import Provenance
from .reader import Reader
from .rights import RightsRows
from .shelves import Shelves

if TYPE_CHECKING:
    from archive.operations.evidence import Place

WIDTH_PX = 262
NOTE_HEIGHT_PX = 84
_TABS = ("Passages", "Details", "Events", "Figures")
PASSAGES, DETAILS, EVENTS, FIGURES = range(4)  # the tabs
_TAB = "inspector.tab"
TABS_ABOVE_PX = 12  # so that the line below the tabs runs on from the reader's


class Inspector(QWidget):
    """`evidence_found(start, end)`: code points of the edition; `set_aside_found(index, words)`: they were set aside."""

    evidence_found = Signal(int, int)
    set_aside_found = Signal(int, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName("Details")
        self.setProperty("look", "raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(200)
        self._context = context
        self._wanted: ArticleId | None = None
        self._facts: Facts | None = None
        self._stands = False  # whether the details of an article stand in the panel
        self._numbers: dict[int, int] = {}
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("inspector_tabs")
        self.tabs.setAccessibleName("Panels")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setProperty("look", "tight")
        for words in _TABS:
            self.tabs.addTab(words)
        self.passages = PassagesPanel(context, self)
        self.events = EventsPanel(context, self)
        self.figures = FiguresPanel(context, self)
        # All that scrolls is made where it stays: what is moved is styled again.
        self._scroll = QScrollArea(self)
        self._content = QWidget(self._scroll.viewport())
        self.rows = {field: FieldRow(field, context.theme, self._content) for field in FIELDS}
        self.told = label("", "small", self._content, wraps=True)
        self.told.setObjectName("evidence_told")
        self.note = NoteField(self._content)
        self.note.setObjectName("article_note")
        self.note.setAccessibleName("Note on the article")
        self.note.setPlaceholderText("A note on the article as a whole")
        self.note.setFixedHeight(NOTE_HEIGHT_PX)
        self.note.setProperty("look", "field")
        self.note.setTabChangesFocus(True)
        self.rights = RightsRows(context, self._content)
        self.provenance = Provenance(context.theme, self._content)
        self.memos = AboutMemos(context, self._content)
        self.shelves = Shelves(context, self._content)
        self._lay_out()
        self._filling = Filling(self._content, context.jobs.next_turn, self._filled)
        self._connect()
        tab = context.settings.state(_TAB, DETAILS)
        self.show_tab(tab if tab in range(self.tabs.count()) else DETAILS)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH_PX, 600)

    def follow(self, reader: Reader) -> None:
        """Shows what the reader shows, and takes the reader to the words behind a field."""
        reader.article_shown.connect(lambda article_id: self.show_article(ArticleId(article_id)))
        self.evidence_found.connect(reader.show_evidence)
        self.set_aside_found.connect(reader.show_set_aside)
        reader.flushing.connect(self.flush)
        self.passages.follow(reader.markings)
        self.events.follow(reader)
        self.figures.follow(reader)
        reader.markings.review_asked.connect(lambda: self.show_tab(PASSAGES))

    @property
    def article_id(self) -> ArticleId | None:
        return self._wanted

    def show_article(self, article_id: ArticleId | int) -> None:
        """Fills the panel with an article; 0 empties it."""
        if not article_id:
            self.show_nothing()
            return
        if article_id != self._wanted:
            self.finish_edits()
            self._filling.give_up()
            self._facts = None
            self.told.hide()
            self._wanted = ArticleId(article_id)
        self._load()

    def show_nothing(self) -> None:
        """An empty panel."""
        self.finish_edits()
        self._wanted = self._facts = None
        self._filling.end()

    def show_tab(self, index: int) -> None:
        """Shows `PASSAGES` or `DETAILS`, without taking it for a person's choice."""
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(index)
        self.tabs.blockSignals(False)
        self._show_tab()

    def _show_tab(self) -> None:
        there, tab = self._wanted is not None, self.tabs.currentIndex()
        self._name_tabs()
        self.passages.setVisible(there and tab == PASSAGES)
        self.events.setVisible(there and tab == EVENTS)
        self.figures.setVisible(there and tab == FIGURES)
        self._scroll.setVisible(self._stands and tab == DETAILS)
        self._empty.setVisible(not there)

    def _count(self, passages: int) -> None:
        """Until a person chose a tab, an article with passages shows these."""
        self._number(PASSAGES, passages)
        if self._context.settings.state(_TAB) is None:
            self.show_tab(PASSAGES if passages else DETAILS)

    def _number(self, tab: int, number: int) -> None:
        """What the panel of a tab holds; shown beside the name of the tab in front, for all there is no room."""
        self._numbers[tab] = number
        self._name_tabs()

    def _name_tabs(self) -> None:
        for tab, words in enumerate(_TABS):
            number = self._numbers.get(tab, 0)
            whole = f"{words} {number:,}" if number else words
            shown = whole if tab == self.tabs.currentIndex() else words
            # The whole bar is laid out and painted for each name, also for the one that it has.
            if (self.tabs.tabText(tab), self.tabs.tabToolTip(tab)) != (shown, whole):
                self.tabs.setTabText(tab, shown)
                self.tabs.setTabToolTip(tab, whole)
                self.tabs.setAccessibleTabName(tab, whole)

    def _tab_chosen(self, index: int) -> None:
        self._context.settings.keep_state(_TAB, index)
        self._show_tab()

    def edit(self, field: str = "title") -> None:
        """Opens the editor of a field."""
        if self._facts is not None and not self._context.archive.read_only:
            self.show_tab(DETAILS)
            self._scroll.ensureWidgetVisible(self.rows[field])
            self.rows[field].edit()

    def edit_note(self) -> None:
        """Gives the keyboard to the note."""
        self.show_tab(DETAILS)
        self._scroll.ensureWidgetVisible(self.note)
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def finish_edits(self) -> None:
        """Saves what is being edited: another article comes, or the window closes."""
        for row in (*self.rows.values(), *self.rights.rows.values()):
            row.save()
        self._save_note()

    def flush(self) -> None:
        """Saves the note at once, and hands on a field that is being edited: the archive closes next."""
        self.passages.flush()
        for row in (*self.rows.values(), *self.rights.rows.values()):
            row.save()
        found = self._facts
        text = self.note.typed_note(found.article.note) if found is not None else None
        if found is not None and text is not None:
            self._facts = None
            curate.note(self._context.archive, found.article.id, text)

    # Filling

    def _load(self) -> None:
        archive, article_id = self._context.archive, self._wanted
        if article_id is not None:
            key, done, failed = ("inspector", id(self)), self._fill, self._failed
            self._context.jobs.latest(
                key, lambda _: facts.load(archive, article_id), done=done, failed=failed, owner=self
            )

    def _fill(self, found: Facts) -> None:
        if found.article.id == self._wanted:
            pieces = self._fill_fields, self._fill_below, self._fill_note
            self._filling.begin(partial(piece, found) for piece in pieces)

    def _fill_fields(self, found: Facts) -> None:
        read_only = self._context.archive.read_only
        for field, row in self.rows.items():
            row.show_field(found.article, found.evidence.get(field))
            row.allow(not read_only)

    def _fill_below(self, found: Facts) -> None:
        for part in (self.rights, self.shelves, self.provenance):
            part.show_facts(found, read_only=self._context.archive.read_only)

    def _fill_note(self, found: Facts) -> None:
        """Comes last: with the note the panel has the facts, and what is typed into it is theirs."""
        self.memos.show_thing(("article", str(found.article.uid)))
        if self._facts is None or not self.note.hasFocus() or self._facts.article.note != found.article.note:
            self.note.show_note(found.article.note)
        self.note.setReadOnly(self._context.archive.read_only)
        self._facts = found

    def _filled(self) -> None:
        self._stands = self._facts is not None
        self._show_tab()

    def _order(self) -> None:
        """Tab goes through the details as they stand, whenever something in them was made anew."""
        in_tab_order([self.tabs, *laid_out(self._content.layout())])

    def _failed(self, error: Exception) -> None:
        if isinstance(error, WaystationError) or self._filling.held:
            self.show_nothing()

    # Acts

    def _save_field(self, field: str, text: str) -> None:
        article_id, row, archive = self._wanted, self.rows[field], self._context.archive
        if article_id is None:
            return
        if field == "byline":
            given: Any = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
        else:
            given = " ".join(text.split()) or None

        def done(change: Change) -> None:
            if article_id == self._wanted:
                row.accepted()
            self._context.history.do(change)

        def failed(error: Exception) -> None:
            if isinstance(error, WaystationError):
                row.refused(f"{error.what.rstrip('.')}. {error.advice}".strip())

        self._context.jobs.run(
            lambda _: curate.edit(archive, article_id, **{field: given}), done=done, failed=failed, owner=row, keep=True
        )

    def _save_note(self) -> None:
        found = self._facts
        text = self.note.typed_note(found.article.note) if found is not None else None
        if found is not None and text is not None:
            self._context.run_change(lambda: curate.note(self._context.archive, found.article.id, text))

    def _show_evidence(self, field: str) -> None:
        archive, article_id = self._context.archive, self._wanted
        if article_id is not None:

            def look(_: object) -> Place | None:
                from archive.operations import evidence

                return evidence.place(archive, article_id, field)

            self._context.jobs.run(look, done=self._found, owner=self, failed=self._failed)

    def _found(self, place: Place | None) -> None:
        self.told.hide()
        if place is None:
            return
        if place.start is not None and place.end is not None:
            self.evidence_found.emit(place.start, place.end)
        elif place.set_aside is not None:
            self.set_aside_found.emit(place.set_aside, place.words)
        else:
            self.told.setText(f"Read where the text does not show it, in the page's head: “{place.words}”")
            self.told.show()
            self._scroll.ensureWidgetVisible(self.told)

    def _reread(self, encoding: str) -> None:
        archive, article_id = self._context.archive, self._wanted
        if article_id is not None:

            def act() -> Change:
                from archive.operations import editions

                return editions.reread(archive, article_id, encoding)

            self._context.run_change(act, toast=True)

    def _changed(self, change: Change) -> None:
        if self._wanted is not None and any(map(change.touches, ("article", "edition", "collection", "tag"))):
            self._load()

    # Building

    def _connect(self) -> None:
        for row in self.rows.values():
            row.saved.connect(self._save_field)
            row.evidence_asked.connect(self._show_evidence)
        self.provenance.encoding_chosen.connect(self._reread)
        for part in (self.memos, self.shelves):
            part.listed.connect(self._order)
        self._context.history.changed.connect(self._changed)
        self.passages.counted.connect(self._count)
        self.events.counted.connect(partial(self._number, EVENTS))
        self.figures.counted.connect(partial(self._number, FIGURES))
        self.tabs.currentChanged.connect(self._tab_chosen)
        self.note.installEventFilter(self)

        def there() -> bool:
            return self._facts is not None and not self._context.archive.read_only

        on = self._context.actions.on
        on("article.edit", self.edit, owner=self, enabled=there)
        on("article.note", self.edit_note, owner=self, enabled=there)
        on("article.memo", self.memos.write, owner=self, enabled=there)
        choosable = lambda: there() and not self.provenance.encoding.isHidden()  # noqa: E731
        on("article.encoding", self._choose_encoding, owner=self, enabled=choosable)

    def _choose_encoding(self) -> None:
        self._scroll.ensureWidgetVisible(self.provenance.encoding)
        self.provenance.encoding.click()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.note and event.type() == QEvent.Type.FocusOut:
            self._save_note()
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self._empty = label("No article is chosen.", "small", self)
        self._empty.setObjectName("inspector_empty")
        self._empty.setContentsMargins(16, 12, 16, 0)
        self._content.setObjectName("inspector_content")
        self._content.setProperty("look", "raised")
        self._content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rows = QVBoxLayout(self._content)
        rows.setContentsMargins(16, 14, 14, 20)
        rows.setSpacing(12)
        for row in (*self.rows.values(), self.told, self.rights, self.shelves):
            rows.addWidget(row)
        self.told.hide()
        rows.addWidget(label("Note", "section", self._content))
        rows.addWidget(self.note)
        rows.addWidget(self.memos)
        rows.addWidget(label("Where it came from", "section", self._content))
        rows.addWidget(self.provenance)
        rows.addStretch(1)
        self._fill_scroll()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(14, TABS_ABOVE_PX, 8, 0)
        head.addWidget(self.tabs)
        column.addLayout(head)
        column.addWidget(hairline(parent=self))
        column.addWidget(self._empty)
        for part in (self._scroll, self.passages, self.events, self.figures):
            column.addWidget(part, 1)
        column.addStretch(0)

    def _fill_scroll(self) -> None:
        area = self._scroll
        area.setObjectName("inspector_scroll")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._content)
        # `setWidget` turns it on, and what fills itself is painted twice by Qt when all that stands on it is new.
        self._content.setAutoFillBackground(False)
