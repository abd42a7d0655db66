"""One article open for reading: its page, its hits, its find bar, and the reading state that it keeps.

Fills by `show_article` from a job; nothing here waits for the archive on the interface thread but `flush`, which saves the
reading position when the window closes.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from archive.base.errors import WaystationError
from archive.model.ids import ArticleId
from archive.operations import curate
from desktop.context import Context
from desktop.widgets.basics import hairline

from . import opened as reading
from .aboutline import about_line
from .appearance import AppearanceCard
from .document import SetSection
from .empty import EmptyPage
from .finding import Finding
from .opened import Opened
from .pagemarks import PAGES
from .parts import PartsBar
from .pictures import PICTURES
from .surface import Surface
from .topbar import TopBar
from .typography import Typography

# A place is worth keeping once the page has stood still; an end has been seen once it was in view for a breath.
REMEMBER_MS = 700
SEEN_MS = 1500


class Pane(QWidget):
    """`activated` when the keyboard or pointer comes in; `shown(article_id or 0)` after the page was filled."""

    activated = Signal()
    shown = Signal(int)
    close_requested = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reader_pane")
        self.setProperty("look", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self._opened: Opened | None = None
        self._wanted: ArticleId | None = None
        self._index = 0
        self._kept = 0
        self._type = Typography.of(context.theme, context.settings, self.width())
        self.bar = TopBar(context.theme, context.actions, self)
        self.surface = Surface(context.jobs.next_turn, self)
        self.surface.setProperty("look", "bare")
        self.parts = PartsBar(context.theme, self)
        self.finding = Finding(context, self)
        self._card: AppearanceCard | None = None
        self.empty = EmptyPage(context.actions, self)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.surface)
        self._remember = self._timer(REMEMBER_MS, self.remember)
        self._seen = self._timer(SEEN_MS, self.end_seen)
        self._lay_out()
        self._connect()
        self.show_nothing()

    # What is open

    @property
    def opened(self) -> Opened | None:
        return self._opened

    @property
    def article_id(self) -> ArticleId | None:
        """The article that is open or about to be."""
        return self._wanted

    def show_article(
        self, article_id: ArticleId, *, query: str = "", position: int | None = None, resume: bool = False
    ) -> None:
        """Opens an article at a position, else at the first hit of the query (unless it resumes), else where it was left."""
        if article_id != self._wanted:
            self.remember()
        self._wanted = article_id
        self._context.jobs.latest(
            ("reader", id(self)),
            lambda _: reading.load(self._context.archive, article_id, query),
            done=lambda found: self._fill(found, position, resume=resume),
            failed=self._failed,
            owner=self,
        )

    def show_nothing(self) -> None:
        """The empty page."""
        self.remember()
        self._opened = self._wanted = None
        self._seen.stop()
        self.surface.clear_washes()
        self.surface.show_section(None, self._type)
        self.finding.forget()
        self.parts.hide()
        self.bar.enable(False)
        self.bar.show_star(False)
        self._pages.setCurrentWidget(self.empty)
        self.shown.emit(0)

    def refresh(self) -> None:
        """Reads the article again after it changed; the place stays."""
        before = self._opened
        if before is None:
            return
        self._context.jobs.latest(
            ("reader-refresh", id(self)),
            lambda _: reading.reload(self._context.archive, before),
            done=self._refill,
            failed=self._failed,
            owner=self,
        )

    # Places

    def go_to(self, position: int, *, top: bool = False) -> None:
        """Brings a code point of the edition into view, turning to its part."""
        if self._opened is None:
            return
        self._turn_to(self._opened.outline.section_at(position))
        self.surface.go_to(position, top=top)

    def select(self, start: int, end: int) -> None:
        """Selects `[start, end)` and brings it into view."""
        if self._opened is None:
            return
        self._turn_to(self._opened.outline.section_at(start))
        self.surface.select_span(start, end)

    def show_evidence(self, start: int, end: int) -> None:
        """Selects the words a metadata field came from, and leaves a wash on them."""
        self.surface.aside_span = None
        self.surface.washes.set("evidence", [(start, end)])
        self.select(start, end)
        self.surface.show_marks()

    def show_set_aside(self, index: int, words: str = "") -> None:
        """Shows what was set aside, and brings that stretch, or the words in it, into view and leaves a wash on them."""
        if self._opened is None or not 0 <= index < len(self._opened.edition.set_aside):
            return
        self._context.settings.set("reading.set_aside", True)
        outline = self._opened.outline
        for number in range(len(outline.sections)):
            if any(piece.set_aside == index for piece in outline.pieces(number, set_aside=True)):
                self._turn_to(number)
                break
        self.surface.show_set_aside(index, words)

    def position(self) -> int:
        return self.surface.top_position()

    def turn(self, by: int) -> None:
        """Turns to the next or previous part of a long article."""
        if self._opened is None:
            return
        index = self._index + by
        if 0 <= index < len(self._opened.outline.sections):
            self._turn_to(index)
            bar = self.surface.verticalScrollBar()
            bar.setValue(bar.maximum() if by < 0 else 0)

    # Reading state

    def remember(self) -> None:
        """Keeps the reading position, in the background."""
        self._remember.stop()
        place = self._place_to_keep()
        if place is not None:
            article_id, position = place
            archive = self._context.archive
            self._context.jobs.run(lambda _: curate.remember_position(archive, article_id, position), failed=_not_kept)

    def flush(self) -> None:
        """Keeps the reading position now: the window is about to close."""
        self._remember.stop()
        place = self._place_to_keep()
        if place is not None:
            try:
                curate.remember_position(self._context.archive, *place)
            except WaystationError:
                return

    def end_seen(self) -> None:
        """Marks the article as read: its end stood in view."""
        found = self._opened
        if found is None or found.article.read or self._context.archive.read_only or not self.at_end():
            return
        if self._context.settings["reading.mark_read"]:
            archive = self._context.archive
            self._context.run_change(lambda: curate.read(archive, [found.article.id], True), by_itself=True)

    def at_end(self) -> bool:
        found = self._opened
        return found is not None and self._index == len(found.outline.sections) - 1 and self.surface.end_in_view()

    def toggle_star(self) -> None:
        found = self._opened
        if found is not None:
            archive, wanted = self._context.archive, not found.article.starred
            self._context.run_change(lambda: curate.star(archive, [found.article.id], wanted))

    # Inside

    def _fill(self, found: Opened, position: int | None, *, resume: bool = False) -> None:
        self._opened = found
        self._kept = found.article.position
        self.surface.clear_washes()
        self._pages.setCurrentWidget(self.surface)
        self.bar.enable(True)
        self.finding.take(found)
        start = found.article.position if position is None else position
        at_hit = bool(found.hits) and position is None and not resume
        first = found.hits[0][0] if at_hit else start
        self._set(found.outline.section_at(first))
        if not at_hit:
            self.surface.go_to(start, top=position is None or resume)
            if start == 0:
                self.surface.verticalScrollBar().setValue(0)
        if not resume:
            self.finding.stand_at(first)
        self._show_state()
        self.shown.emit(found.article.id)
        self._moved()

    def _refill(self, found: Opened) -> None:
        before = self._opened
        if before is None or before.article.id != found.article.id:
            return
        self._opened = found
        if found.outline is not before.outline:
            keep = min(self.position(), len(found.edition.text))
            self.surface.clear_washes()
            self.finding.take(found)
            self._set(found.outline.section_at(keep))
            if keep:
                self.surface.go_to(keep, top=True)
        self._show_state()
        self.shown.emit(found.article.id)

    def _turn_to(self, index: int) -> None:
        if index != self._index:
            self._set(index)

    def _set(self, index: int) -> None:
        """Sets one part of what is open."""
        found = self._opened
        if found is None:
            return
        self._index = index
        aside, pictures = map(self._context.settings.__getitem__, ("reading.set_aside", PICTURES))
        pieces = found.outline.pieces(index, set_aside=aside, pictures=pictures)
        section = SetSection(found.edition, pieces, self._type)
        section.say_about(self.about(), self._type)
        self.surface.numbers, self.surface.pages = map(self._context.settings.__getitem__, ("reading.numbers", PAGES))
        self.surface.show_section(section, self._type)
        self.surface.setAccessibleName(f"Text of {found.article.title}")
        self.parts.show_part(index, len(found.outline.sections))

    def restyle(self) -> None:
        """Sets the page again in the present theme and settings; the place and the caret stay."""
        self._type = Typography.of(self._context.theme, self._context.settings, self.width())
        if self._opened is None:
            return
        keep, bar = self.position(), self.surface.verticalScrollBar()
        at_top, selected = bar.value() == 0, self.surface.selected()
        self._set(self._index)
        if selected[0] < selected[1]:
            self.surface.select_span(*selected)
        if at_top:
            bar.setValue(0)
        else:
            self.surface.scroll_to(keep)

    def about(self, *, reading: bool = True) -> str:
        """The line under the title: publisher, date, byline, minutes and, with `reading`, how much of it is read."""
        found = self._opened
        return "" if found is None else about_line(found.article, len(found.edition.text), self._kept, reading=reading)

    def _show_state(self) -> None:
        if self._opened is None:
            return
        self.bar.show_star(self._opened.article.starred)
        self.bar.numbers.setChecked(self._context.settings["reading.numbers"])
        if self.surface.section is not None:
            self.surface.section.say_about(self.about(), self._type)

    def _moved(self) -> None:
        if self._opened is None:
            return
        self._remember.start()
        if self._opened.article.read or not (self.surface.isVisible() and self.at_end()):
            self._seen.stop()
        elif not self._seen.isActive():
            self._seen.start()

    def _place_to_keep(self) -> tuple[ArticleId, int] | None:
        """The open article and where it stands, when that differs from what is kept and can be kept."""
        found = self._opened
        if found is None or self._context.archive.read_only or self.surface.section is None:
            return None
        position = 0 if self._index == 0 and self.surface.verticalScrollBar().value() == 0 else self.position()
        if position == self._kept:
            return None
        self._kept = position
        self.surface.section.say_about(self.about(), self._type)
        return found.article.id, position

    def _failed(self, error: Exception) -> None:
        if isinstance(error, WaystationError):
            self.show_nothing()
            self._context.alerts.show(error)

    def _settings_changed(self, key: str) -> None:
        if key == "reading.numbers":
            self.surface.numbers = self._context.settings[key]
            self.bar.numbers.setChecked(self.surface.numbers)
            self.surface.viewport().update()
        elif key.startswith("reading.") and key != "reading.mark_read":
            self.restyle()

    def _show_letters(self) -> None:
        if self._card is None:
            self._card = AppearanceCard(self._context.settings, self)
        self._card.adjustSize()
        corner = self.bar.letters.mapToGlobal(QPoint(self.bar.letters.width(), self.bar.letters.height() + 4))
        self._card.move(corner - QPoint(self._card.width(), 0))
        self._card.show()
        self._card.setFocus()

    def _timer(self, interval_ms: int, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=interval_ms)
        timer.timeout.connect(call)
        return timer

    def _lay_out(self) -> None:
        line = hairline(parent=self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for widget in (self.bar, line, self.finding.bar):
            rows.addWidget(widget)
        rows.addWidget(self._pages, 1)
        rows.addWidget(self.parts)

    def _connect(self) -> None:
        self.surface.moved.connect(self._moved)
        self.surface.turn_requested.connect(self.turn)
        self.parts.turned.connect(self.turn)
        self.bar.letters_asked.connect(self._show_letters)
        self.bar.star_asked.connect(self.toggle_star)
        self.bar.close_asked.connect(self.close_requested)
        self.bar.more_asked.connect(
            lambda: self.menu_requested.emit(self.bar.more.mapToGlobal(QPoint(0, self.bar.more.height())))
        )
        self._context.theme.changed.connect(self.restyle)
        self._context.settings.changed.connect(self._settings_changed)
        for widget in (self.surface, self.surface.viewport(), self.finding.bar.field, *self.bar.findChildren(QWidget)):
            widget.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._type.is_narrow(self.width()) != self._type.narrow:
            self.restyle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.MouseButtonPress):
            self.activated.emit()
        elif watched is self.surface and event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._moved()  # nobody sees the end of what is behind another view
        return super().eventFilter(watched, event)


def _not_kept(error: Exception) -> None:
    """A place that could not be kept (a full disk, an article just purged) is no reason to disturb a reader."""
