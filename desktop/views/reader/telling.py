"""The dates of the open article: underlined where they stand, a card for the one that is pointed at, and a wash on the
sentence of the one that a person came from.

Read in the background; nothing of it is drawn when a person has switched it off.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QTextCursor

from archive.base.late import late
from archive.model.change import Change
from archive.model.event import Mention, Status
from archive.model.ids import EditionId
from archive.operations import timeline
from archive.operations.annotate import Span
from desktop.context import Context
from desktop.views.events.card import EventCard

from .painting import TELLING, TOLD

if TYPE_CHECKING:
    from desktop.views.events.acts import EventActs

    from .pane import Pane

SETTING = "reading.dates"


class Telling(QObject):
    """`changed` when other times are shown; `timeline_asked(uid)`: show this one on the timeline."""

    changed = Signal()
    timeline_asked = Signal(str)

    def __init__(self, context: Context, pane: "Pane") -> None:
        super().__init__(pane)
        self._context, self.pane, self._surface = context, pane, pane.surface
        self.mentions: tuple[Mention, ...] = ()
        self._edition: EditionId | None = None
        self.card = EventCard(context.theme, pane.surface.viewport(), reading=True)
        self._sought: tuple[int, int] | None = None
        self._pressed: QRect | None = None
        pane.shown.connect(self._shown)
        pane.surface.viewport().installEventFilter(self)
        pane.surface.moved.connect(self.card.hide)
        self.card.asked.connect(self._asked)
        context.settings.changed.connect(self._setting_changed)
        context.history.changed.connect(self._changed)

    @late
    def acts(self) -> "EventActs":
        from desktop.views.events.acts import EventActs

        return EventActs(self._context, lambda: (), self.pane)

    def _setting_changed(self, key: str) -> None:
        if key == SETTING:
            self._draw()

    def refresh(self) -> None:
        """Reads the times of the open article again."""
        opened, archive = self.pane.opened, self._context.archive
        if opened is None:
            self._take((None, ()))
            return
        article, edition = opened.article.id, opened.edition.id
        self._context.jobs.latest(
            ("telling", id(self)),
            lambda _: (edition, tuple(timeline.of_article(archive, article))),
            done=self._take,
            owner=self,
        )

    def _take(self, found: tuple[EditionId | None, tuple[Mention, ...]]) -> None:
        opened = self.pane.opened
        edition, mentions = found
        if opened is not None and edition is not None and opened.edition.id != edition:
            return
        self._edition, self.mentions = edition, mentions
        if self.card.mention is not None and self.card.mention.id not in {each.id for each in mentions}:
            self.card.hide()
        self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        shown = self._context.settings[SETTING]
        self._surface.washes.set(TELLING, ())  # first, so that it lies under the lines
        spans = [
            (mention.start, mention.end)
            for mention in self.mentions
            if self._standing(mention) and mention.status is not Status.REJECTED
        ]
        self._surface.washes.set(
            TOLD, [(start, end) for start, end in spans if start is not None and end is not None] if shown else ()
        )
        self._wash_sought()

    def point_out(self, start: int, end: int) -> None:
        """Washes the sentence of the time whose words are exactly these, as soon as the times are read; else, none."""
        self._sought = (start, end)
        self._wash_sought()

    def _wash_sought(self) -> None:
        told = next(
            (each for each in filter(self._standing, self.mentions) if (each.start, each.end) == self._sought), None
        )
        spans = []
        if told is not None and told.sentence_start is not None:
            spans = [(told.sentence_start, told.sentence_start + len(told.sentence))]
        self._surface.washes.set(TELLING, spans)
        self._surface.show_marks()

    def _standing(self, mention: Mention) -> bool:
        return not mention.stale and mention.start is not None and mention.edition == self._edition

    def _shown(self, article: int) -> None:
        opened = self.pane.opened
        if opened is None or opened.edition.id != self._edition:
            self.card.hide()
            self._take((None, ()))
            self.refresh()
        else:
            self._draw()  # filling the page took all washes off it

    def _changed(self, change: Change) -> None:
        if any(change.touches(kind) for kind in ("event", "article", "edition", "archive")):
            from archive.operations import extracting

            if change.touched != extracting.TOUCHED:
                self.card.hide()
            self.refresh()

    # Pointing

    def at(self, position: int) -> Mention | None:
        """The time whose words stand at a code point."""
        standing = filter(self._standing, self.mentions)
        return next((each for each in standing if (each.start or 0) <= position < (each.end or 0)), None)

    def show_card(self, mention: Mention) -> None:
        """Shows the card of a time beside its words."""
        section = self._surface.section
        if section is None or mention.start is None or mention.end is None:
            return
        first, last = section.span_to_qt(mention.start, mention.end)
        edges = []
        for place in (first, last):
            cursor = QTextCursor(self._surface.document())
            cursor.setPosition(place)
            edges.append(self._surface.cursorRect(cursor))
        near = edges[0].united(edges[1]) if edges[0].top() == edges[1].top() else edges[0]
        opened = self.pane.opened
        headings = {}
        if opened is not None:
            article = opened.article
            headings = {article.id: (article.title, article.publisher, article.published)}
        self.card.show_mention(mention, headings, near, writable=not self._context.archive.read_only)

    def show_at_caret(self) -> bool:
        """Shows the card of the time under the caret; False when there is none."""
        found = self.at(self._surface.selected()[0])
        if found is not None:
            self.show_card(found)
        return found is not None

    def show_next(self) -> None:
        """The card of the time under the caret; the words and the card of the next one when it stands in none."""
        if self.show_at_caret():
            return
        caret = self._surface.selected()[0]
        found = next((each for each in filter(self._standing, self.mentions) if (each.start or 0) >= caret), None)
        if found is None or found.start is None or found.end is None:
            self._context.alerts.toast("No date stands after the caret.")
            return
        self.pane.select(found.start, found.end)
        self.show_card(found)

    def add(self) -> None:
        """Opens the dialog for an event that the selected words tell of; without any, for one from nothing."""
        opened = self.pane.opened
        start, end = self._surface.selected()
        if opened is None or start == end:
            self.acts.add()
            return
        words = opened.edition.text[start:end]
        inside = next((each for each in self.mentions if self._inside(each, start, end)), None)
        date = (inside.edtf or "") if inside is not None else ""
        self.acts.add(Span(opened.article.id, start, end, opened.edition.id), words, date)

    def _inside(self, mention: Mention, start: int, end: int) -> bool:
        there = mention.start is not None and mention.end is not None and self._standing(mention)
        return there and mention.start >= start and mention.end <= end  # type: ignore[operator]

    def _asked(self, what: str, uid: str) -> None:
        from archive.operations import events

        mention = self.card.mention
        self.card.hide()
        if what == "timeline":
            self.timeline_asked.emit(uid)
        elif what == "edit" and mention is not None:
            self.acts.edit(mention)
        elif what == "confirm":
            self.acts.run(events.confirm, [uid])
        elif what == "reopen":
            self.acts.run(events.reopen, [uid])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.MouseButtonPress:
                self.card.hide()
                if self._sought is not None:
                    self._sought = None
                    self._wash_sought()
            elif event.type() == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:
                self._clicked(event)
        return super().eventFilter(watched, event)

    def _clicked(self, event: QMouseEvent) -> None:
        section = self._surface.section
        if section is None or self._surface.textCursor().hasSelection() or not self._context.settings[SETTING]:
            return
        cursor = self._surface.cursorForPosition(event.position().toPoint())
        rect = self._surface.cursorRect(cursor)
        if abs(rect.center().y() - event.position().y()) > rect.height():
            return
        found = self.at(section.to_archive(cursor.position()))
        if found is not None and found.status is not Status.REJECTED:
            self.show_card(found)
