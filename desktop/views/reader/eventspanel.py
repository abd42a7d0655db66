"""The inspector's Events: every time that the open article tells, in reading order; a click leads to its words."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from archive.base.late import late
from archive.model.event import Mention, Status
from archive.model.ids import MentionId
from desktop.context import Context
from desktop.views.events.words import known, status, when
from desktop.widgets.basics import label
from desktop.wording import one_line

from .rowslist import MARGIN_PX, Lines, RowsList

if TYPE_CHECKING:
    from desktop.views.events.acts import EventActs

    from .reader import Reader
    from .telling import Telling

_EMPTY = "This article tells no dates. Select words and press Ctrl+Shift+E to enter an event."


def _lines(mention: Mention) -> Lines:
    """When, and what was said of it; the words that carry it; how it is known."""
    rejected, judged = mention.status is Status.REJECTED, mention.status is not Status.FOUND
    return Lines(
        first=when(mention),
        second=mention.label or one_line(mention.exact),
        third=f"{known(mention)} · {status(mention)}" if judged else known(mention),
        shown=f"{when(mention)}: {mention.label}",
        spoken=", ".join((when(mention), one_line(mention.exact), mention.label, known(mention), status(mention))),
        bold=mention.status is Status.CONFIRMED,
        struck=rejected,
        faint=rejected or mention.edtf is None,
    )


class EventsPanel(QWidget):
    """`counted(number)` when another number of times is shown."""

    counted = Signal(int)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("events_panel")
        self.setAccessibleName("Times that this article tells")
        self._context = context
        self._reader: Reader | None = None
        self.list = RowsList("events_list", "Times that this article tells", _lines, context.theme, self)
        self.empty = label(_EMPTY, "small", self, wraps=True)
        self.empty.setObjectName("events_empty")
        self.empty.setContentsMargins(MARGIN_PX, 12, 12, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        self.list.taken.connect(self._go)
        self.list.customContextMenuRequested.connect(self._menu)

    @late
    def acts(self) -> "EventActs":
        from desktop.views.events.acts import EventActs

        return EventActs(self._context, self._chosen, self)

    def follow(self, reader: "Reader") -> None:
        """Shows the times of the pane that commands go to."""
        self._reader = reader
        reader.told_changed.connect(self.refresh)

    @property
    def _telling(self) -> "Telling | None":
        return self._reader.telling if self._reader is not None else None

    def refresh(self) -> None:
        """Shows what the page has now."""
        telling = self._telling
        mentions = telling.mentions if telling is not None else ()
        self.list.show_rows(mentions)
        self.empty.setVisible(not mentions)
        self.list.setVisible(bool(mentions))
        self.counted.emit(len(mentions))

    def _chosen(self) -> list[MentionId]:
        return [mention.id for mention in self.list.chosen()]

    @property
    def current(self) -> Mention | None:
        """The time of the current row."""
        found: Mention | None = self.list.current()
        return found

    def _go(self) -> None:
        mention, reader = self.current, self._reader
        if mention is None or reader is None or mention.start is None or mention.end is None:
            return
        if mention.stale:
            self._context.alerts.toast("These words stand in an earlier text of the article.")
        else:
            reader.highlight(mention.start, mention.end)

    def _menu(self, point: QPoint) -> None:
        mention, telling = self.current, self._telling
        if mention is not None and telling is not None:
            first = [("Show on the timeline", lambda: telling.timeline_asked.emit(mention.uid))]
            place = self.list.viewport().mapToGlobal(point)
            self.acts.menu(mention, place, first).popup(place)
