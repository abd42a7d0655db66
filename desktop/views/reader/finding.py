"""Hits in the open article: those of the library's search, and those of the find bar. Washes them and steps through them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from archive.base.progress import Progress
from desktop.context import Context

from .findbar import FindBar
from .hits import Hits
from .opened import Opened
from .washes import Span
from .words import SLICE_CHARACTERS, occurrences, pattern

if TYPE_CHECKING:
    from .pane import Pane


class Finding(QObject):
    """While the find bar is open with words in it, its hits are the ones stepped through; else the search's."""

    def __init__(self, context: Context, pane: "Pane") -> None:
        super().__init__(pane)
        self._context = context
        self._pane = pane
        self._opened: Opened | None = None
        self.searched = Hits()
        self.found = Hits()
        self._from = 0  # where the search began: typing on looks again from there
        self.bar = FindBar(context.theme, pane)
        self.bar.wanted.connect(self._find)
        self.bar.stepped.connect(self.step)
        self.bar.closed.connect(self.close)

    @property
    def active(self) -> Hits:
        return self.found if self.bar.isVisibleTo(self._pane) and self.bar.words().strip() else self.searched

    def take(self, opened: Opened) -> None:
        """The article that is now open, with the hits of the search that led to it."""
        self._opened = opened
        self.searched, self.found = Hits(opened.hits), Hits()
        self._show()
        if self.bar.isVisibleTo(self._pane):
            self._find()

    def forget(self) -> None:
        self._opened = None
        self.searched, self.found = Hits(), Hits()
        self.bar.hide()
        self._show()

    def open(self) -> None:
        """Opens the find bar, with the selected words if they stand in one line."""
        words = self._pane.surface.selected_text()
        self._from = self._pane.surface.selected()[0]
        self.bar.open(words if words and "\n" not in words and len(words) <= 100 else "")
        self._find()

    def close(self) -> None:
        """Closes the find bar; the keyboard goes back to the page, at the hit that it stood on."""
        current = self.found.current if self.found.index is not None else None
        self.bar.hide()
        self.found = Hits()
        self._show()
        if current is not None:
            self._pane.select(*current)
        self._pane.surface.setFocus()

    def step(self, by: int) -> None:
        """To the next or previous hit, round and round."""
        hits = self.active
        if hits.step(by, self._pane.surface.selected()[0]) is not None:
            self._reveal(hits)

    def stand_at(self, position: int) -> None:
        """Takes the hit at or after a position as the present one, as a click on a snippet does."""
        if self.searched.stand_at(position) is not None:
            self._reveal(self.searched)

    def _reveal(self, hits: Hits) -> None:
        current = hits.current
        if current is not None:
            self._pane.go_to(current[0])
            self._show()

    def _find(self) -> None:
        opened = self._opened
        wanted = pattern(self.bar.words(), match_case=self.bar.case.isChecked(), whole_words=self.bar.whole.isChecked())
        if opened is None or wanted is None:
            self._take_found(Hits())
            return
        text = opened.edition.text
        if len(text) <= SLICE_CHARACTERS:
            self._take_found(Hits([span for spans in occurrences(text, wanted) for span in spans]))
            return

        def work(progress: Progress) -> Hits:
            found: list[Span] = []
            for spans in occurrences(text, wanted):
                progress.check()
                found += spans
            return Hits(found)

        self._context.jobs.latest(("find", id(self)), work, done=self._take_found, owner=self)

    def _take_found(self, hits: Hits) -> None:
        self.found = hits
        if self.found.stand_at(self._from) is not None:
            self._reveal(self.found)
        self._show()

    def _show(self) -> None:
        surface, active = self._pane.surface, self.active
        surface.washes.set("hit", self.searched.layer)
        surface.washes.set("found", self.found.layer)
        surface.washes.set("current", [active.current] if active.current is not None else [])
        surface.show_marks()
        self.bar.tell(self.found)
        self._pane.bar.show_hits(self.searched.told() if active is self.searched else "")
