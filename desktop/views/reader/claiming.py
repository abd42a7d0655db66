"""The figures of the open article: a solid line under the words of each, and a wash on the sentence of the one that a person
came from. Read in the background; nothing of it is drawn when a person has switched it off.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QMouseEvent

from archive.model.change import Change
from archive.model.figure import Figure, FigureStatus
from archive.model.ids import EditionId
from archive.operations import figures
from desktop.context import Context

from .painting import CLAIMED, CLAIMING

if TYPE_CHECKING:
    from .pane import Pane

SETTING = "reading.figures"


class Claiming(QObject):
    """Made for a pane, which owns it. `figures` are all of its article, those of an earlier text too; `changed` when others."""

    changed = Signal()

    def __init__(self, context: Context, pane: "Pane") -> None:
        super().__init__(pane)
        self._context, self._pane, self._surface = context, pane, pane.surface
        self.figures: tuple[Figure, ...] = ()
        self._edition: EditionId | None = None
        self._sought: tuple[int, int] | None = None
        pane.shown.connect(self._shown)
        pane.surface.viewport().installEventFilter(self)
        context.settings.changed.connect(self._setting_changed)
        context.history.changed.connect(self._changed)

    def point_out(self, start: int, end: int) -> None:
        """Washes the sentence of the figure whose words are exactly these, as soon as the figures are read; else, none."""
        self._sought = (start, end)
        self._draw()

    def _setting_changed(self, key: str) -> None:
        if key == SETTING:
            self._draw()

    def refresh(self) -> None:
        """Reads the figures of the open article again."""
        opened, archive = self._pane.opened, self._context.archive
        if opened is None:
            self._take((None, ()))
            return
        article, edition = opened.article.id, opened.edition.id
        self._context.jobs.latest(
            ("claiming", id(self)),
            lambda _: (edition, tuple(figures.of_article(archive, article))),
            done=self._take,
            owner=self,
        )

    def _take(self, found: tuple[EditionId | None, tuple[Figure, ...]]) -> None:
        opened = self._pane.opened
        edition, told = found
        if opened is not None and edition is not None and opened.edition.id != edition:
            return
        self._edition = edition
        self.figures = told
        self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        here = [each for each in self.figures if not each.stale and each.edition == self._edition]
        standing = [each for each in here if each.status is not FigureStatus.REJECTED]
        sought = next((each for each in here if (each.start, each.end) == self._sought), None)
        washed = [] if sought is None else [(sought.sentence_start, sought.sentence_start + len(sought.sentence))]
        shown = self._context.settings[SETTING]
        washes = self._surface.washes
        washes.set(CLAIMING, washed)  # first, so that it lies under the lines
        washes.set(CLAIMED, [(each.start, each.end) for each in standing] if shown else ())
        self._surface.show_marks()

    def _shown(self, article: int) -> None:
        opened = self._pane.opened
        if opened is None or opened.edition.id != self._edition:
            self._take((None, ()))
            self.refresh()
        else:
            self._draw()  # filling the page took all washes off it

    def _changed(self, change: Change) -> None:
        if any(map(change.touches, ("figure", "article", "edition", "archive"))):
            self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress and self._sought is not None:
            self._sought = None
            self._draw()
        return super().eventFilter(watched, event)
