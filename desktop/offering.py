"""What can be exported from where the person is, most fitting first; answers the command “Export…” from everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from archive.model.ids import ArticleId, Uid
from archive.model.passage import PassageFilter
from archive.model.search import Scope
from archive.operations import annotate
from desktop.context import Context
from desktop.wording import counted

if TYPE_CHECKING:
    from desktop.offers import Offer
    from desktop.views.codebook import Codebook
    from desktop.views.library import Library
    from desktop.views.passages import Passages

Answer = Callable[["Sequence[Offer]"], object]


class Answers(Protocol):
    """What shows the pages that things are offered on."""

    def export(self, offers: Sequence[Offer]) -> object: ...
    def bundle(self, offers: Sequence[Offer]) -> object: ...


class Offering(QObject):
    """`front()` is the view of the rail that is in front, None for the library; `pages` shows the pages with the offers."""

    def __init__(
        self,
        context: Context,
        library: Library,
        front: Callable[[], QWidget | None],
        pages: Answers,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context, self._library, self._front, self._pages = context, library, front, pages
        self._open = pages.export
        context.actions.on("archive.export", self.export, owner=self)
        context.actions.on("archive.bundle", self.bundle, owner=self)
        library.inspector.passages.export_asked.connect(self.export_passage)

    def export(self) -> None:
        """Offers what is chosen where the person is, then what stands around it."""
        from desktop.offers import of_filter

        view = self._front()
        name = view.objectName() if view is not None else ""
        if name == "passages":
            self._of_passages(cast("Passages", view), rows_first=False)
        elif name == "codebook":
            tag = cast("Codebook", view).tag
            of_tag = [of_filter(f"Passages tagged “{tag.path}”", PassageFilter(tags=(tag.path,)))] if tag else []
            self._open(of_tag)
        elif name:
            self._open([])
        else:
            self._of_library()

    def bundle(self) -> None:
        """Offers whole articles, for somebody to merge: those that are chosen in the library, the one that is read, the list."""
        self._of_library(then=self._pages.bundle)

    def export_rows(self) -> None:
        """Offers the chosen rows of the passages first."""
        view = self._front()
        if view is not None and view.objectName() == "passages":
            self._of_passages(cast("Passages", view), rows_first=True)

    def export_passage(self, uid: str) -> None:
        """Offers one passage of the open article first."""
        from desktop.offers import of_passages

        self._of_library(of_passages("This passage", [Uid(uid)]))

    # Where they come from

    def _of_passages(self, view: Passages, *, rows_first: bool) -> None:
        from desktop.offers import of_filter, of_passages

        archive, rows, wanted = self._context.archive, view.pane.table.chosen(), view.pane.wanted.filter

        def read(_: object) -> list[Uid]:
            return [each.uid for each in annotate.by_ids(archive, rows)]

        def done(uids: list[Uid]) -> None:
            said = "The chosen passage" if len(uids) == 1 else f"The {counted(len(uids), 'chosen passage')}"
            chosen = [of_passages(said, uids)] if uids else []
            narrowed = wanted != PassageFilter()
            filtered = [of_filter("What the filter shows", wanted)] if narrowed else []
            first = rows_first or len(uids) > 1
            self._open([*chosen, *filtered] if first else [*filtered, *_whole(narrowed), *chosen])

        self._context.jobs.run(read, done=done, owner=self)

    def _of_library(self, first: Offer | None = None, then: Answer | None = None) -> None:
        """With `then` only offers of articles are handed to it."""
        from desktop.offers import of_articles, of_passages, shortened

        library = self._library
        acts, listed = library.acts, library.list
        total, wanted = listed.lister.model.rowCount(), listed.wanted
        opened = library.reader.active.opened
        passage = library.reader.markings.page.chosen
        narrowed = bool(wanted.query.strip()) or wanted.scope != Scope()
        several = acts.rows > 1
        chosen = acts.ids if several else None
        every = listed.lister.ids_in([(0, total)]) if narrowed and total and not wanted.place.trashed else None

        def read(_: object) -> tuple[list[ArticleId], list[ArticleId]]:
            return list(chosen()) if chosen is not None else [], every() if every is not None else []

        def done(found: tuple[list[ArticleId], list[ArticleId]]) -> None:
            some, listing = found
            offers = [first] if first is not None else []
            if some:
                offers.append(of_articles(f"The {counted(len(some), 'chosen article')}", some))
            if opened is not None:
                offers.append(of_articles(f"“{shortened(opened.article.title)}”", [opened.article.id]))
            if passage and first is None and then is None:
                offers.append(of_passages("The passage at the caret", [Uid(passage)]))
            if listing:
                offers.append(of_articles(f"The {counted(len(listing), 'article')} of the list", listing))
            (then or self._open)(offers)

        self._context.jobs.run(read, done=done, owner=self)


def _whole(narrowed: bool) -> list[Offer]:
    """Everything comes before the one row that merely is the current one."""
    from desktop.offers import EVERYTHING

    return [] if narrowed else [EVERYTHING]
