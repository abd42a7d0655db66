"""All the ways in for an open archive: files and folders, tables once their columns are chosen, what was copied, watched folders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from archive.base.errors import Invalid, ReadOnly
from desktop.context import Context
from desktop.tabling import Tabling
from desktop.watching import Watching, words

if TYPE_CHECKING:  # reading comes with every format: a window that has just opened takes nothing in
    from archive.operations.clipping import Clip, Clipped
    from desktop.views.library import Library
    from desktop.views.quickadd import QuickAdd
    from desktop.window import Window


class TakingIn(QObject):
    """Belongs to one open archive."""

    def __init__(
        self, context: Context, window: Window, library: Library, show_library: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._window, self._library, self._show_library = context, window, library, show_library
        self.tabling = Tabling(context, window, library.import_paths, self)
        self.tabling.looking.connect(self._looking)
        library.imports.panel.cancel_asked.connect(self.tabling.cancel)
        self.watching = Watching(context, library.imports.finished, self)
        self.watching.found.connect(library.import_paths)
        self.watching.changed.connect(self._show_watching)
        window.watch_line.pause_asked.connect(self._pause)
        window.watch_line.folders_asked.connect(self._show_watched)
        on, intake = context.actions.on, window.intake
        for command, act in (("files", intake.choose_files), ("folder", intake.choose_folder), ("paste", intake.paste)):
            on(f"import.{command}", act, owner=self, enabled=lambda: not context.archive.read_only)

    def start(self) -> None:
        """Takes the watched folders up."""
        self._show_watching()
        self.watching.start()

    def paths(self, paths: list[Path]) -> None:
        """Imports files and folders, tables once their columns are chosen; says so when the archive cannot be written to."""
        if self._writable():
            self._show_library()
            self.tabling.take(paths)

    def _looking(self, looking: bool) -> None:
        imports = self._library.imports
        if not imports.running:
            imports.panel.show_progress(0, 0, "") if looking else imports.panel.hide()

    def clip(self, clip: Clip) -> None:
        """Shows what was copied as it is read, with what is known of it; nothing is kept before it is added."""
        if not self._writable():
            return
        archive = self._context.archive

        def read(_: object) -> Clipped:
            from archive.operations import clipping

            return clipping.read(archive, clip)

        def done(clipped: Clipped) -> None:
            if clipped.is_article:
                self.show(clipped)
            elif clipped.imported.error:
                self._context.alerts.show(Invalid(clipped.imported.error, "Copy the text of an article."))
            else:  # marks of another program
                self._show_library()
                self._library.import_text(clip.data.decode("utf-8", "replace"), clip.is_page)

        self._context.jobs.run(read, done=done, owner=self, label="Reading the clipboard")

    def show(self, clipped: Clipped) -> QuickAdd:
        """Opens the page that adds what was copied."""
        from desktop.views.quickadd import QuickAdd

        page = QuickAdd(self._context, clipped, self._window.stack)
        page.article_asked.connect(self._open)
        self._window.show_page(page)
        return page

    def _open(self, article: int) -> None:
        self._window.close_page()
        self._show_library()
        self._library.open(article)

    def _writable(self) -> bool:
        archive = self._context.archive
        if archive.read_only:
            self._context.alerts.show(
                ReadOnly(
                    "This archive is open for reading only.",
                    "Close the other window that has it open, then open it again.",
                )
            )
        return not archive.read_only

    def _show_watching(self) -> None:
        folders = self.watching.folders if not self._context.archive.read_only else ()
        active = [each for each in folders if not each.paused]
        trouble = any(not each.there for each in active)
        self._window.watch_line.show_words(words(folders), paused=not active, trouble=trouble)

    def _pause(self, paused: bool) -> None:
        self.watching.pause(None, paused)

    def _show_watched(self) -> None:
        self._context.actions.trigger("app.watched")
