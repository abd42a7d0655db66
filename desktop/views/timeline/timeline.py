"""The view on the rail: heading, filters, the canvas, the shelf of what has no day, and the list under it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QWidget

from archive.model.change import Change
from archive.model.columns import Ints
from archive.model.event import Mention, Status
from archive.model.ids import MentionId
from archive.operations import extracting, timeline
from desktop.context import Context
from desktop.models.events import EventsModel
from desktop.views.events.acts import EventActs
from desktop.views.events.words import cell, spoken
from desktop.views.library.empty import EmptyState
from desktop.widgets.keys import is_own
from desktop.widgets.timeline import TimelineCanvas

from .arranging import Arranged, Loaded
from .beside import Beside
from .brushed import BrushBar
from .filterbar import FilterBar
from .layout import lay_out, lay_out_body, lay_out_head
from .loading import TimelineLoader
from .saving import SaveMenu
from .saying import Offers, nothing_told, summary
from .shelf import Shelf
from .table import EventTable
from .wanted import Wanted, restored, state
from .wordings import Wordings

_SHELF_SHOWN = 8
_COMBINED = ("Ctrl+F", "Ctrl+A", "Ctrl+Left", "Ctrl+Right")


class Timeline(QWidget):
    """Built empty; `refresh` fills it."""

    open_requested = Signal(int, int, int)  # article, start, end: code points of its current edition
    told_requested = Signal(str, str)  # show the articles that tell of these days (ISO dates, inclusive) in the library

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        self.setAccessibleName("Timeline")
        self._context = context
        self._arranged: Arranged | None = None
        self._shown: Loaded | None = None
        self._shelved: Ints = np.zeros(0, np.int64)  # the undated that the shelf was filled from
        self._goal: tuple[str, bool] | None = None
        self._behind = False  # something has changed while another view was in front
        self.loader = TimelineLoader(context, self)
        self.filters = FilterBar(context.theme, self)
        self.canvas = TimelineCanvas(context.theme, self)
        self.beside = Beside(context, self.canvas, lambda: self.loader.loaded, self)
        self.card = self.beside.card
        self.model = EventsModel(lambda row: spoken(row, self._headings), cell, self)
        self.table = EventTable(context.theme, self.model, self)
        self.shelf = Shelf(self)
        self.brush = BrushBar(self)
        self.empty = EmptyState(self)
        self.acts = EventActs(context, self._chosen, self)
        self.save_menu = SaveMenu(context, self.canvas, lambda: self.loader.wanted.filter, self)
        self._words = Wordings(context, self.model, lambda: self.loader.loaded, self)
        self._words.labelled.connect(self.canvas.refresh_texts)
        self._again = QTimer(self, interval=0, singleShot=True)
        self._again.timeout.connect(lambda: self.loader.show(self.loader.wanted))
        self.summary, self.add_button, self.save_button = lay_out_head(self)
        self.splitter, self.stack = lay_out_body(self)
        lay_out(self)
        self._connect()

    def _connect(self) -> None:
        self.add_button.clicked.connect(lambda: self.acts.add())
        self.add_button.setEnabled(self.acts.writable)
        self.filters.changed.connect(self._narrow)
        self.loader.shown.connect(self._show)
        canvas = self.canvas
        canvas.chosen.connect(lambda ident, _: self._picked_on_canvas(ident))
        canvas.activated.connect(self._open_id)
        canvas.brushed.connect(self._brushed)
        canvas.brush_cleared.connect(self.brush.hide)
        self.brush.zoom_asked.connect(lambda first, last: canvas.show_span(first, last))
        self.brush.list_asked.connect(self._list_span)
        self.brush.library_asked.connect(self.told_requested)
        self.brush.cleared.connect(canvas.clear_brush)
        self.card.asked.connect(self._asked_on_card)
        self.shelf.picked.connect(self._choose_in_list)
        self.shelf.all_asked.connect(lambda: self.filters.undated.click())
        table = self.table
        table.open_asked.connect(self._open_row)
        table.asked.connect(self._asked)
        table.menu_asked.connect(self._menu)
        table.up_asked.connect(canvas.setFocus)
        table.selectionModel().currentRowChanged.connect(lambda *_: self._follow_list())
        self._context.history.changed.connect(self._changed)

    # What is asked for

    @property
    def _key(self) -> str:
        # Articles are named by numbers that mean something in their own archive only.
        return f"timeline:{self._context.archive.uid}"

    @property
    def _headings(self) -> Any:
        return self.loader.loaded.headings if self.loader.loaded is not None else {}

    def refresh(self) -> None:
        """Fills the view the first time, where it was left, and moves the keyboard into it."""
        if self.loader.loaded is None:
            wanted = restored(self._context.settings.state(self._key))
            self.filters.show_wanted(wanted, None)
            self.loader.show(wanted, then=lambda: self.canvas.show_all(moving=False))
        self.take_focus()

    def take_focus(self) -> None:
        """Gives the keyboard to the canvas, or to the way on where there is nothing to draw."""
        way_on = self.stack.currentWidget() is self.empty
        # Not a reason that draws the ring around all of it: it shows once keys are used.
        (self.empty if way_on else self.canvas).setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def closing(self) -> None:
        """Keeps what was shown; nothing else waits to be saved."""
        if self.loader.loaded is not None:
            self._context.settings.keep_state(self._key, state(self.loader.wanted))

    def panes(self) -> dict[str, QWidget]:
        """The panes in reading order, for the keyboard."""
        return {"filters": self.filters, "canvas": self.canvas, "list": self.table}

    def show_event(self, uid: str) -> None:
        """Shows one event, chosen; filters that hide it are taken away."""
        self._goal = (uid, False)
        if self.loader.loaded is not None:
            self._reach_goal()

    def _narrow(self, wanted: Wanted) -> None:
        self.loader.show(wanted)

    # What was found

    def _show(self, loaded: Loaded, arranged: Arranged) -> None:
        wanted = self.loader.wanted
        self._arranged = arranged
        # Columns are the same object as long as nothing was written: then no words have changed either.
        before, self._shown = self._shown, loaded
        written = before is None or before.columns is not loaded.columns
        if written:
            self._words.forget()
        contradicted = before is not None and list(before.disagreements) != list(loaded.disagreements)
        self.summary.setText(summary(loaded, arranged))
        self.filters.show_wanted(wanted, loaded)
        self.filters.show_counts(len(arranged.undated), len(loaded.disagreements))
        self.canvas.show_bands(told=wanted.told, published=wanted.published)
        self.canvas.show_marks(arranged.index, arranged.lanes, arranged.calendar, self._words.text_of)
        current = self.model.id_at(self.table.row)
        scroll = self.table.verticalScrollBar().value()
        self.model.show_ids(arranged.listed, written=written or contradicted)
        row = self.model.row_of(current) if current is not None else None
        if row is not None:
            self.table.choose(row)
        self.table.verticalScrollBar().setValue(scroll)
        if written or not np.array_equal(arranged.undated, self._shelved):
            self._fill_shelf(loaded, arranged)
        if self.card.mention is not None and self.card.mention.id not in loaded.columns.id:
            self.card.hide()
        nothing = not len(arranged.listed)
        self.stack.setCurrentWidget(self.empty if nothing else self.splitter)
        if nothing:
            self.empty.show_state(*nothing_told(loaded, wanted, self._offers()))
        if self._goal is not None:
            self._reach_goal()

    def _offers(self) -> Offers:
        actions = self._context.actions
        return Offers(self.filters.clear_button.click, self.add_button.click, lambda: actions.trigger("import.files"))

    def _fill_shelf(self, loaded: Loaded, arranged: Arranged) -> None:
        self._shelved = arranged.undated
        archive, ids = self._context.archive, [MentionId(each) for each in arranged.undated[:200].tolist()]

        def done(found: list[Mention]) -> None:
            # What has at least a month or a season is worth a place on the shelf; "recently" only counts.
            telling = [mention for mention in found if mention.edtf is not None] or found
            self.shelf.show_mentions(telling[:_SHELF_SHOWN], len(arranged.undated), loaded.headings)

        if not ids:
            self.shelf.show_mentions((), 0, loaded.headings)
        else:
            self._context.jobs.run(lambda _: timeline.by_ids(archive, ids), done=done, owner=self)

    # Pointing and choosing

    def _chosen(self) -> Sequence[MentionId]:
        if self.table.hasFocus() or self.canvas.stage.chosen_id is None:
            return self.table.chosen()
        chosen = self.table.chosen()
        on_canvas = MentionId(int(self.canvas.stage.chosen_id))
        return chosen if on_canvas in chosen else [on_canvas]

    def _picked_on_canvas(self, ident: object) -> None:
        # A time that several others contradict has several rows.
        row = self.model.row_of(ident) if isinstance(ident, int) else None
        if row is not None and self.model.id_at(self.table.row) != ident:
            self.table.choose(row)

    def _follow_list(self) -> None:
        ident = self.model.id_at(self.table.row)
        if ident is not None and self.table.hasFocus():
            self.canvas.choose(int(ident), reveal=True)

    def _choose_in_list(self, ident: object) -> None:
        row = self.model.row_of(ident) if isinstance(ident, int) else None
        if row is not None:
            self.table.choose(row)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reach_goal(self) -> None:
        """Finds the event that was asked for; when filters hide it, they go, once."""
        assert self._goal is not None
        (uid, widened), archive = self._goal, self._context.archive

        def done(mention: Mention) -> None:
            row = self.model.row_of(mention.id)
            if row is None and not widened:
                self._goal = (uid, True)
                self.loader.show(self.loader.wanted.everything(rejected=mention.status is Status.REJECTED))
                return
            self._goal = None
            if row is not None:
                self.table.choose(row)
                self.canvas.choose(int(mention.id), reveal=True)

        self._context.jobs.run(lambda _: timeline.find(archive, uid), done=done, owner=self)

    # The brush

    def _brushed(self, first: int, last: int) -> None:
        arranged = self._arranged
        if arranged is None:
            return
        inside = (arranged.marks.open_end | (arranged.marks.latest >= first)) & (
            arranged.marks.open_start | (arranged.marks.earliest <= last)
        )
        self.brush.show_span(first, last, len(set(arranged.marks.ids[inside].tolist())))

    def _list_span(self, since: date, until: date) -> None:
        wanted = self.loader.wanted
        self.filters.changed.emit(replace(wanted, filter=replace(wanted.filter, since=since, until=until)))

    # What is asked of events

    def _open_row(self, row: int) -> None:
        ident = self.model.id_at(row)
        if ident is not None:
            self._open_id(int(ident))

    def _open_id(self, ident: object) -> None:
        if isinstance(ident, int):
            self.beside.fetch(ident, self._open)

    def _open(self, mention: Mention) -> None:
        if mention.article is None or mention.start is None or mention.end is None:
            self.acts.edit(mention)
            return
        if mention.stale:
            self._context.alerts.toast("The article opens where these words used to stand.")
        self.card.hide()
        self.open_requested.emit(mention.article, mention.start, mention.end)

    def _asked_on_card(self, what: str, uid: str) -> None:
        mention = self.card.mention
        self.card.hide()
        if what == "read" and mention is not None:
            self._open(mention)
        elif what == "edit" and mention is not None:
            self.acts.edit(mention)
        elif what == "confirm":
            self.acts.confirm([uid])
        elif what == "reopen":
            self.acts.reopen([uid])

    def _current(self) -> MentionId | None:
        """What keys act on where only one will do: the current row, or the mark chosen on the canvas (filters may unlist it)."""
        if self.table.hasFocus() or self.canvas.stage.chosen_id is None:
            return self.model.id_at(self.table.row)
        return MentionId(int(self.canvas.stage.chosen_id))

    def _asked(self, what: str) -> None:
        ident = self._current()
        if ident is None:
            return
        if what == "edit":
            self.beside.fetch(int(ident), self.acts.edit)
        elif what == "locate":
            self.canvas.choose(int(ident), reveal=True)
            self.canvas.setFocus()
        elif what == "tag":
            rect = self.table.visualRect(self.table.currentIndex())
            self.acts.ask_tags(self.table.viewport().mapToGlobal(rect.bottomLeft() + QPoint(24, 2)))
        else:
            {
                "confirm": self.acts.confirm,
                "reject": self.acts.reject,
                "merge": self.acts.merge,
                "align": self.acts.align,
            }[what]()

    def _menu(self, point: QPoint) -> None:
        ident = self.model.id_at(self.table.row)
        if ident is None:
            return

        def show(mention: Mention) -> None:
            first: list[tuple[str, Callable[[], object]]] = [
                ("Read the sentence\tReturn", lambda: self._open(mention)),
                ("Show on the timeline\tG", lambda: self._asked("locate")),
            ]
            if mention.article is not None:
                first.append(("Only this article", lambda: self._only(mention)))
            self.acts.menu(mention, point, first).popup(point)

        self.beside.fetch(int(ident), show)

    def _only(self, mention: Mention) -> None:
        assert mention.article is not None
        self.filters.changed.emit(
            replace(self.loader.wanted, filter=replace(self.loader.wanted.filter, articles=(mention.article,)))
        )

    # Changes

    def _changed(self, change: Change) -> None:
        kinds = ("event", "article", "edition", "tag", "passage", "archive")
        if self.loader.loaded is None or not any(change.touches(kind) for kind in kinds):
            return
        if change.touched != extracting.TOUCHED:
            self.card.hide()
        if self.isVisible():
            self._again.start()
        else:
            self._behind = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._behind:
            self._behind = False
            self._again.start()

    # Keys

    def event(self, event: QEvent) -> bool:
        # The window's single keys (S stars the library's article) mean nothing here, and these have a meaning of their own.
        if is_own(event, _COMBINED):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys, plain = QKeySequence(event.keyCombination()), not event.modifiers()
        if keys == QKeySequence("Ctrl+F") or event.key() == Qt.Key.Key_Slash:
            self.filters.focus_search()
        elif plain and event.key() == Qt.Key.Key_A:
            self.acts.add()
        elif plain and self.canvas.hasFocus() and event.key() in (Qt.Key.Key_C, Qt.Key.Key_X, Qt.Key.Key_E):
            self._asked({Qt.Key.Key_C: "confirm", Qt.Key.Key_X: "reject"}.get(Qt.Key(event.key()), "edit"))
        elif event.key() == Qt.Key.Key_Escape and self.filters.field.hasFocus():
            self.canvas.setFocus()
        else:
            super().keyPressEvent(event)
