"""Suggestions while reading: sentences that resemble those already tagged, as dotted underlines. Nothing is applied unasked.

Computed off the interface thread after the page stood still; switched off by a preference, and gone with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from archive.base.progress import Progress
from desktop.context import Context

from .page import PageMarks

if TYPE_CHECKING:
    from archive.model.ids import ArticleId
    from archive.operations.coding import Suggested

_AFTER_MS = 400
_SHOWN = 12  # in one article; more underlines would be noise


class Suggesting(QObject):
    """`taken(path, (start, end))` when a person wants the tag that is suggested for a sentence."""

    taken = Signal(str, object)

    def __init__(self, context: Context, page: PageMarks) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self.found: tuple[Suggested, ...] = ()
        self._left: set[tuple[int, int]] = set()
        self._article = 0
        self._offered: Suggested | None = None
        self._due = QTimer(self, interval=_AFTER_MS, singleShot=True)
        self._due.timeout.connect(self.refresh)
        page.changed.connect(self._page_changed)
        context.settings.changed.connect(self._setting_changed)

    def refresh(self) -> None:
        """Asks again, in the background."""
        opened, archive = self._page.pane.opened, self._context.archive
        if opened is None or archive.read_only or not self._context.settings["marking.suggest"]:
            self._show(())
            return
        article = opened.article.id

        def look(progress: Progress) -> tuple[ArticleId, tuple[Suggested, ...]]:
            from archive.operations import coding

            return article, tuple(coding.suggestions(archive, article, progress=progress))

        self._context.jobs.latest(("suggest", id(self)), look, done=self._take, failed=_untold, owner=self)

    def take(self, sure: bool) -> bool:
        """Offers the tag suggested at the caret; with `sure`, and offered already, takes it. False: there is none."""
        position = self._page.surface.selected()[0]
        here = next((each for each in self.found if each.start <= position < each.end), None)
        if here is None or self._page.surface.textCursor().hasSelection():
            self._offered = None
            return False
        if sure and self._offered == here and self._page.bar.isVisible():
            self._offered = None
            self._left.add((here.start, here.end))
            self._show(tuple(each for each in self.found if each != here))
            self.taken.emit(here.path, (here.start, here.end))
            return True
        self._offered = here
        self._page.bar.show_offer(self._page.rect_of(here.start, here.end), here.path)
        return True

    def _take(self, found: tuple[int, tuple[Suggested, ...]]) -> None:
        article, suggested = found
        opened = self._page.pane.opened
        if opened is None or opened.article.id != article:
            return
        best: dict[tuple[int, int], Suggested] = {}
        for each in suggested:  # best first
            span = (each.start, each.end)
            if span not in self._left and not any(self._page.marks.between(*span)):
                best.setdefault(span, each)
        self._show(tuple(list(best.values())[:_SHOWN]))

    def _show(self, found: tuple[Suggested, ...]) -> None:
        if found != self.found:
            self.found = found
            self._page.canvas.suggested = tuple((each.start, each.end) for each in found)
            self._page.redraw()

    def _page_changed(self) -> None:
        article = self._page.marks.article or 0
        if article != self._article:
            self._article, self._left = article, set()
            self._show(())
        if article:
            self._due.start()

    def _setting_changed(self, key: str) -> None:
        if key == "marking.suggest":
            self.refresh()


def _untold(error: Exception) -> None:
    """Nobody asked for suggestions: an article that is gone needs no word about them."""
