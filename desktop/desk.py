"""All that belongs to one open archive: its views, its palette, its banners and the commands that act on it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

import resources
from archive.base.errors import ReadOnly
from archive.base.progress import Progress
from archive.model.change import Change
from archive.operations import browse, maintain
from archive.operations.maintain import Finding
from desktop.context import Context, MainView
from desktop.finder import Finder
from desktop.folding import Folding
from desktop.indexing import Indexing
from desktop.views.library import Library
from desktop.views.welcome import welcome

if TYPE_CHECKING:
    from desktop.window import Window

_CLOSE_WAIT_S = 20.0  # a batch of the indexer is let finish
_FINDINGS_TOLD = 3


class Desk(QObject):
    """Made by the window for an archive that was just opened; `leave` takes all of it down again."""

    ready = Signal()

    def __init__(self, context: Context, window: Window) -> None:
        super().__init__(window)
        self.context = context
        self._window = window
        self.library = Library(context)
        self.main = cast(MainView, self.library)
        window.stack.addWidget(self.library)
        self.welcome = welcome(window.intake.choose_files, self.add_starter)
        window.stack.addWidget(self.welcome)
        self.folding = Folding(self.library, self.main.panes(), context.settings, context.theme)
        self.library.reader.panes_changed.connect(self.folding.make_room)
        self.finder = Finder(context, window.session, window.palette_box)
        self.finder.article_picked.connect(self._open_article)
        self.indexing = Indexing(context, self)
        self._filled = False
        # A search may have met an index that it could not use, and emptied it.
        self.library.list.lister.listed.connect(lambda results: self.indexing.wake() if results.pending else None)
        context.history.changed.connect(self._changed)
        self._register()

    def start(self) -> None:
        """Fills the first view, where it was left, and starts indexing what waits."""
        archive = self.context.archive
        if archive.read_only_reason is not None:
            self.context.alerts.tell("read_only", archive.read_only_reason, warning=True)
        self._choose_main(first=True)

    def leave(self) -> None:
        """Keeps where the person is, ends jobs within a bound, and closes the archive."""
        self.main.closing()
        self._window.session.keep_view(self.context.archive.path, self.main.state())
        self.context.jobs.cancel_all()
        self.indexing.close()
        self.context.jobs.drain(_CLOSE_WAIT_S)
        for view in (self.library, self.welcome):
            self._window.stack.removeWidget(view)
            view.hide()
            view.deleteLater()
        self.context.archive.close()
        self.deleteLater()

    def show_main(self) -> None:
        """Brings the library to the front, or the welcome when there is nothing in the archive."""
        view: QWidget = self.library if self._filled else self.welcome
        self._window.show_view(view, "library")

    def import_paths(self, paths: list[Path]) -> None:
        """Hands files and folders to the library's import; says so when the archive cannot be written to."""
        if self._writable():
            self._enter()
            self.main.import_paths(paths)

    def import_text(self, text: str, html: bool) -> None:
        if self._writable():
            self._enter()
            self.main.import_text(text, html)

    def add_starter(self) -> None:
        """Adds the starter collection as if its files had been dropped here."""
        self.import_paths([starter_folder()])

    def preview_starter(self) -> None:
        """Shows what adding the starter collection would bring; nothing is written."""
        self._enter()
        self.library.imports.preview_paths([starter_folder()])

    def _enter(self) -> None:
        """Brings the library to the front, also of an archive that was empty: what comes shows there."""
        if not self._filled:
            self._filled = True
            self.main.refresh()
        self._window.close_page()
        self.show_main()

    def _writable(self) -> bool:
        archive = self.context.archive
        if archive.read_only:
            self.context.alerts.show(
                ReadOnly(
                    "This archive is open for reading only.",
                    "Close the other window that has it open, then open it again.",
                )
            )
        return not archive.read_only

    def _open_article(self, article_id: int) -> None:
        self._enter()
        self.main.open(article_id)

    def _changed(self, change: Change) -> None:
        self.context.actions.refresh("edit.undo", "edit.redo")
        if not self._filled and change.touches("article"):
            self._choose_main(first=False)

    def _choose_main(self, *, first: bool) -> None:
        archive = self.context.archive

        def holds_any(_: object) -> bool:
            figures, _searches = browse.sidebar(archive)
            return figures.all + figures.trashed > 0

        def done(filled: bool) -> None:
            self._filled = filled
            if filled:
                self.main.refresh()
                state = self._window.session.view(archive.path) if first else {}
                if state and self.context.settings["archive.reopen"]:
                    # Widths squeezed by a narrow window are nobody's choice.
                    kept = state if self.folding.sized else {**state, "sizes": []}
                    self.main.restore(kept)
            if self._window.page() is None:
                self.show_main()
                if first and filled:
                    self.folding.focus("list")
            self.context.actions.refresh()
            if first:
                self.indexing.start()
                self.ready.emit()

        self.context.jobs.run(holds_any, done=done, owner=self)

    def _register(self) -> None:
        actions, history, window, folding = self.context.actions, self.context.history, self._window, self.folding

        def worded(verb: str, label: str | None) -> str:
            return f"{verb} {label}" if label else verb

        def writable() -> bool:
            return not self.context.archive.read_only

        actions.on(
            "edit.undo",
            history.undo,
            owner=self,
            enabled=lambda: history.undo_label is not None,
            label=lambda: worded("Undo", history.undo_label),
        )
        actions.on(
            "edit.redo",
            history.redo,
            owner=self,
            enabled=lambda: history.redo_label is not None,
            label=lambda: worded("Redo", history.redo_label),
        )
        actions.on("import.files", window.intake.choose_files, owner=self, enabled=writable)
        actions.on("import.folder", window.intake.choose_folder, owner=self, enabled=writable)
        actions.on("import.paste", window.intake.paste, owner=self, enabled=writable)
        actions.on("import.starter", self.add_starter, owner=self, enabled=writable)
        actions.on("archive.check", self._check, owner=self)
        actions.on("archive.rebuild_index", self._rebuild_index, owner=self, enabled=writable)
        actions.on("go.library", self._go_library, owner=self)
        actions.on("go.next_pane", lambda: folding.next_pane(1), owner=self, enabled=lambda: self._filled)
        actions.on("go.previous_pane", lambda: folding.next_pane(-1), owner=self, enabled=lambda: self._filled)
        actions.on("help.palette", self.finder.open, owner=self)
        for name in ("sidebar", "list", "inspector"):
            actions.on(
                f"view.{name}",
                partial(folding.toggle, name),
                owner=self,
                enabled=lambda: self._filled,
                checked=partial(folding.shown, name),
            )
        history.steps_changed.connect(lambda: actions.refresh("edit.undo", "edit.redo"))

    def _go_library(self) -> None:
        self._window.close_page()
        self.show_main()

    def _check(self, repair: bool = False) -> None:
        archive, alerts = self.context.archive, self.context.alerts

        def done(findings: list[Finding]) -> None:
            alerts.clear("check")
            open_ones = [finding for finding in findings if not finding.repaired]
            if not open_ones:
                words = "Everything was checked and is whole."
                alerts.toast(f"Repaired. {words}" if findings else words)
                return
            told = " ".join(f"{finding.what.rstrip('.')} ({finding.where})." for finding in open_ones[:_FINDINGS_TOLD])
            more = len(open_ones) - _FINDINGS_TOLD
            again = None if repair or archive.read_only else lambda: self._check(repair=True)
            alerts.tell(
                "check",
                f"{told} And {more:,} more." if more > 0 else told,
                warning=True,
                action_label="Repair",
                action=again,
            )

        def work(progress: Progress) -> list[Finding]:
            return maintain.check(archive, repair=repair, progress=progress)

        self.context.jobs.run(work, done=done, owner=self, label="Repairing" if repair else "Checking the archive")

    def _rebuild_index(self) -> None:
        archive = self.context.archive
        self.context.jobs.run(lambda _: archive.index.drop(), done=lambda _: self.indexing.wake(), owner=self)


def starter_folder() -> Path:
    """Where the articles lie that come with the program."""
    return resources.path("starter")
