"""The pages that open over an archive's views: its history, its lexicon, what matches everywhere, how far two authors agree,
what leaves it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt

from archive.model.ids import ArticleId
from desktop.context import Context
from desktop.turns import Turns
from desktop.widgets.basics import Page

if TYPE_CHECKING:
    from pathlib import Path

    from archive.base.progress import Progress
    from archive.model.excerpt import Choice
    from archive.model.keeping import Point
    from archive.operations.protecting import Key
    from desktop.keeping import Keeping
    from desktop.offers import Offer
    from desktop.views.backups import BackupsPage
    from desktop.views.duplicates import DuplicatesPage
    from desktop.views.exchange.bundling import BundlePage
    from desktop.views.exchange.conflicts import ConflictsPage
    from desktop.views.exchange.merging import MergePage
    from desktop.views.exports.export import ExportPage
    from desktop.views.exports.redactions import RedactionsPage
    from desktop.views.exports.verifying import VerifyPage
    from desktop.views.lexicon import LexiconPage
    from desktop.views.review import ReviewPage, RulesPage
    from desktop.views.versions import VersionsPage
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
        keeping: Keeping,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context, self._window, self._open_passage, self._query = context, window, open_passage, query
        self._keeping = keeping
        self._turns = Turns(self)
        self._aside: dict[str, Page] = {}  # pages from which a person went to a sentence, as they were left
        self.destroyed.connect(partial(_forget, self._aside))
        on = context.actions.on
        on("go.history", self.history, owner=self)
        on("go.lexicon", self.lexicon, owner=self)
        on("go.redactions", self.redactions, owner=self)
        on("go.rules", self.rules, owner=self)
        on("import.review", self.review, owner=self)
        on("archive.verify", self.verify, owner=self)
        on("archive.merge", self.merge, owner=self, enabled=lambda: not context.archive.read_only)
        on("go.conflicts", self.conflicts, owner=self)
        on("archive.backups", self.backups, owner=self)
        on("archive.back_up", keeping.back_up, owner=self, enabled=lambda: not keeping.busy)
        keeping.show_page = self.backups
        on("passages.match", self.matches, owner=self, enabled=lambda: not context.archive.read_only)
        on("passages.compare", self.agreement, owner=self)
        on("go.duplicates", self.duplicates, owner=self)
        on(
            "article.duplicates",
            lambda: self.duplicates(self._article()),
            owner=self,
            enabled=lambda: bool(self._article()),
        )
        on(
            "article.versions",
            lambda: self.versions(self._article()),
            owner=self,
            enabled=lambda: bool(self._article()),
        )

    def history(self) -> None:
        """What was changed, when and by whom."""
        from desktop.views.history import HistoryPage

        self._window.show_page(HistoryPage(self._context, self._window.stack))

    def lexicon(self) -> LexiconPage:
        """The words by which figures are read and grouped."""
        from desktop.views.lexicon import LexiconPage

        page = LexiconPage(self._context, self._window.stack)
        self._window.show_page(page)
        return page

    def review(self) -> ReviewPage | None:
        """What imports brought; the page that was left for an article comes back as it was."""
        from desktop.views.review import ReviewPage

        if self._back("review"):
            return None
        page = ReviewPage(self._context, self._window.stack)
        page.article_asked.connect(lambda article: self._read(page, article, 0, 0))
        page.rules_asked.connect(partial(self._rules_of, page))
        self._window.show_page(page)
        return page

    def rules(self) -> RulesPage:
        """The rules that were taught."""
        from desktop.views.review import RulesPage

        page = RulesPage(self._context, self._window.stack)
        self._window.show_page(page)
        return page

    def _rules_of(self, review: Page) -> None:
        """Goes from the review to the rules; the review comes back when they are closed."""
        self._window.set_aside(review)
        self._put_aside(review)
        self.rules().closed.connect(lambda: self._back("review"), Qt.ConnectionType.QueuedConnection)

    def matches(self, query: str | None = None) -> None:
        """Finds and tags every match; without words, of those that were searched for, or what was looked through last."""
        from desktop.views.matching import Matching

        words = self._query() if query is None else query
        if words or not self._back("matching"):
            page = Matching(self._context, words, self._window.stack)
            page.open_requested.connect(partial(self._read, page))
            self._window.show_page(page)

    def agreement(self) -> None:
        """How far two authors agree; the page that was left for a sentence comes back as it was."""
        from desktop.views.passages.agreement import AgreementPage

        if not self._back("agreement"):
            page = AgreementPage(self._context, self._window.stack)
            page.open_requested.connect(partial(self._read, page))
            self._window.show_page(page)

    def duplicates(self, article: ArticleId | None = None) -> DuplicatesPage | None:
        """Articles of one origin, or those of one article; the page that was left for an article comes back as it was."""
        from desktop.views.duplicates import DuplicatesPage

        if article is None and self._back("duplicates"):
            return None
        page = DuplicatesPage(self._context, article, self._window.stack)
        page.open_requested.connect(partial(self._read, page))
        page.compare_requested.connect(partial(self._compare_from, page))
        self._window.show_page(page)
        return page

    def versions(self, article: ArticleId | None = None) -> VersionsPage:
        """The last two editions of an article side by side."""
        from desktop.views.versions import VersionsPage

        page = VersionsPage(self._context, self._window.stack)
        page.open_requested.connect(partial(self._read, page))
        self._window.show_page(page)
        if article is not None:
            page.show_article(article)
        return page

    def _compare_from(self, duplicates: Page, old: int, new: int) -> None:
        """Holds two articles side by side; the page of duplicates comes back as it was when that is closed."""
        self._window.set_aside(duplicates)
        self._put_aside(duplicates)
        page = self.versions()
        page.show_articles(ArticleId(old), ArticleId(new))
        page.closed.connect(lambda: self._back("duplicates"), Qt.ConnectionType.QueuedConnection)

    def _article(self) -> ArticleId | None:
        """The article that is read."""
        desk = self._window.desk
        return desk.library.inspector.article_id if desk is not None else None

    def export(self, offers: Sequence[Offer]) -> ExportPage:
        """What can be taken out, the first of the offers chosen; shown in the turn after this."""
        from desktop.views.exports.export import ExportPage

        page = ExportPage(self._context, offers, self._window.stack)
        page.redactions_asked.connect(partial(self._redactions_of, page))
        # To make it takes a turn of its own, and to lay it out and draw it another.
        self._turns.more([partial(self._window.show_page, page)])
        return page

    def redactions(self, choice: Choice | None = None) -> RedactionsPage:
        """The redaction list, and what it would change in what is chosen."""
        from desktop.views.exports.redactions import RedactionsPage

        page = RedactionsPage(self._context, choice, self._window.stack)
        page.open_requested.connect(partial(self._read, page))
        self._window.show_page(page)
        return page

    def verify(self) -> VerifyPage | None:
        """Looks the quotes of a packet up; the page that was left for a sentence comes back as it was."""
        from desktop.views.exports.verifying import VerifyPage

        if self._back("verify"):
            return None
        page = VerifyPage(self._context, self._window.stack)
        page.open_requested.connect(partial(self._read, page))
        self._window.show_page(page)
        return page

    def bundle(self, offers: Sequence[Offer]) -> BundlePage:
        """What leaves for somebody to merge: one of the offers, or what is said on the page."""
        from desktop.views.exchange.bundling import BundlePage

        page = BundlePage(self._context, offers, self._window.stack)
        self._window.show_page(page)
        return page

    def merge(self) -> MergePage:
        """Joins a file with the archive; what is left to decide is a page of its own."""
        from desktop.views.exchange.merging import MergePage

        page = MergePage(self._context, self._window.stack)
        page.conflicts_asked.connect(self.conflicts, Qt.ConnectionType.QueuedConnection)
        self._window.show_page(page)
        return page

    def conflicts(self) -> ConflictsPage | None:
        """What a merge left to be decided; the page that was left for an article comes back as it was."""
        from desktop.views.exchange.conflicts import ConflictsPage

        if self._back("conflicts"):
            return None
        page = ConflictsPage(self._context, self._window.stack)
        page.open_requested.connect(partial(self._read, page))
        self._window.show_page(page)
        return page

    def backups(self) -> BackupsPage:
        """The backups of the archive; going back to one closes it and opens it again."""
        from desktop.views.backups import BackupsPage

        page = BackupsPage(self._context, self._keeping, self._window.stack)
        page.restore_asked.connect(self._restore)
        self._window.show_page(page)
        return page

    def _restore(self, point: Point) -> None:
        from archive.operations.backups import restoring
        from desktop.replacing import while_closed

        folder, window = point.path.parent, self._window

        def act(path: Path, key: Key | None, progress: Progress) -> restoring.Restored:
            return restoring.restore(path, point.path, key=key, folder=folder, progress=progress)

        def then(restored: restoring.Restored) -> None:
            kept = "" if restored.kept is None else " What was here before is kept as a backup."
            window.alerts.toast(f"The archive is as it was then.{kept}")

        while_closed(window, "Going back to a backup", act, then)

    def _redactions_of(self, export: Page, choice: Choice, changes: bool) -> None:
        """Goes from an export to the list; the export comes back as it was when that is closed."""
        self._window.set_aside(export)
        self._put_aside(export)
        page = self.redactions(choice)
        page.closed.connect(lambda: self._back("export"), Qt.ConnectionType.QueuedConnection)
        if changes:
            page.show_tab("changes")

    def _put_aside(self, page: Page) -> None:
        name = page.objectName()
        before, self._aside[name] = self._aside.get(name), page
        if before is not None and before is not page:
            before.deleteLater()

    def _read(self, page: Page, article: int, start: int, end: int) -> None:
        """Goes to a sentence, and offers the way back to the page with everything that was chosen there."""
        name = page.objectName()
        if self._window.page() is page:
            self._window.set_aside(page)
            self._put_aside(page)
        self._open_passage(article, start, end)
        self._context.alerts.toast("Read on here, or go back.", action_label="Back", action=lambda: self._back(name))

    def _back(self, name: str) -> bool:
        """Shows the page that was left; False when none was."""
        page = self._aside.pop(name, None)
        if page is not None:
            self._window.show_page(page)
        return page is not None


def _forget(aside: dict[str, Page]) -> None:
    """The archive closes: what was left of it goes too."""
    for page in aside.values():
        if shiboken6.isValid(page):
            page.deleteLater()
