"""The pages that open over an archive's views: its history, its lexicon, what matches everywhere, how far two authors agree."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.context import Context

if TYPE_CHECKING:
    from desktop.views.lexicon import LexiconPage
    from desktop.window import Window


class Pages(QObject):
    """Opens them in the window; `open_passage(article, start, end)` goes from a page to a sentence, `query()` gives the words
    that were searched for where the person is."""

    def __init__(
        self,
        context: Context,
        window: Window,
        open_passage: Callable[[int, int, int], None],
        query: Callable[[], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context, self._window, self._open_passage, self._query = context, window, open_passage, query
        on = context.actions.on
        on("go.history", self.history, owner=self)
        on("go.lexicon", self.lexicon, owner=self)
        on("passages.match", self.matches, owner=self, enabled=lambda: not context.archive.read_only)
        on("passages.compare", self.agreement, owner=self)

    def history(self) -> None:
        """What was changed, when and by whom."""
        from desktop.views.history import HistoryPage

        self._window.show_page(HistoryPage(self._context))

    def lexicon(self) -> LexiconPage:
        """The words by which figures are read and grouped."""
        from desktop.views.lexicon import LexiconPage

        page = LexiconPage(self._context)
        self._window.show_page(page)
        return page

    def matches(self, query: str | None = None) -> None:
        """Finds and tags every match; without words, of those that were searched for."""
        from desktop.views.matching import Matching

        page = Matching(self._context, self._query() if query is None else query)
        page.open_requested.connect(self._open_passage)
        self._window.show_page(page)

    def agreement(self) -> None:
        """How far two authors agree."""
        from desktop.views.passages.agreement import AgreementPage

        page = AgreementPage(self._context)
        page.open_requested.connect(self._open_passage)
        self._window.show_page(page)
