"""What a person does with originals, from the reader, the details panel and the palette: look, check, export, hand on."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from archive.base.errors import WaystationError
from archive.base.progress import Progress
from archive.base.text import visible
from archive.model.ids import ArticleId
from archive.operations import originals
from archive.operations.originals import Held
from desktop import wording
from desktop.context import Context
from desktop.handing import Handing, Opener, system_opener
from desktop.views.library.choosers import confirm
from desktop.views.reader.pagemarks import PageJumps
from desktop.widgets.basics import Page

from .page import OriginalPage
from .recognising import Recognising

if TYPE_CHECKING:
    from desktop.views.library import Library

_ACTIVE = frozenset({"text/html", "application/xhtml+xml", "multipart/related", "message/rfc822", "image/svg+xml"})
_RISKS = {
    True: "The other program runs what is in the file: scripts may run, and pictures and counters may be loaded from the network, so "
    "that others see that and when it was opened.",
    False: "The other program reads the file with none of Waystation's protection: it may connect to the network, run what is in the "
    "file, and remember that it was opened.",
}
_PLAIN = " This archive is encrypted; the copy is not, and what the other program keeps of it stays."
_COPY = " It gets a copy that it cannot change, in a private folder that is removed when this archive is closed."


class OriginalActs(QObject):
    """`show(page)` brings a page to the front. `opener` starts the other program; tests give their own."""

    def __init__(self, context: Context, library: "Library", show: Callable[[Page], object], parent: QObject) -> None:
        super().__init__(parent)
        self.opener: Opener = system_opener
        self.handing = Handing()
        self._context, self._library, self._show = context, library, show
        self._over: QWidget = library
        self.destroyed.connect(partial(_close, self.handing))
        library.inspector.provenance.open_asked.connect(self.open)
        library.inspector.provenance.check_asked.connect(self.check)
        self.recognising = Recognising(context, self._article, library, self)
        PageJumps(context, library.reader, self)
        library.inspector.provenance.recognise_asked.connect(self.recognising.ask)
        on = context.actions.on
        for command, act in (
            ("article.open_original", self.open),
            ("article.open_elsewhere", self.ask_elsewhere),
            ("article.original", self.ask_where),
            ("article.check_original", self.check),
        ):
            on(command, act, owner=self, enabled=lambda: self._where() is not None)

    def _where(self) -> tuple[ArticleId, int] | None:
        """The article that is read, and the code point at the top of the page."""
        pane = self._library.reader.active
        return None if pane.opened is None else (pane.opened.article.id, pane.position())

    def _article(self) -> ArticleId | None:
        here = self._where()
        return None if here is None else here[0]

    def open(self) -> OriginalPage | None:
        """Shows the original of the chosen article, where the reader stands."""
        here = self._where()
        if here is None:
            return None
        page = OriginalPage(self._context, self._library.parentWidget())
        page.export_asked.connect(self._ask_where)
        page.elsewhere_asked.connect(self._ask_elsewhere)
        self._show(page)
        page.show_original(*here)
        return page

    def check(self) -> None:
        """Says in a toast whether the original is unchanged."""
        archive, alerts = self._context.archive, self._context.alerts

        def check(held: Held) -> None:
            def done(whole: bool) -> None:
                if whole:
                    alerts.toast(f"The original is unchanged since {wording.day(held.imported)}.")
                else:
                    words = "The bytes of this original are not those that were imported: restore the archive from a backup."
                    alerts.tell("original", words, warning=True)

            address = held.original.sha512
            self._context.jobs.run(
                lambda progress: originals.unchanged(archive, address, progress),
                done=done,
                owner=self,
                label="Checking the original",
            )

        self._with_held(check)

    # Written out

    def ask_where(self) -> None:
        """Asks where the original of the chosen article is to be written."""
        self._with_held(self._ask_where)

    def _ask_where(self, held: Held) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self._over, "Export original", originals.file_name(held.original))
        if chosen:
            self.export(held, Path(chosen))

    def export(self, held: Held, target: Path) -> None:
        """Writes the bytes as they were imported."""
        archive, address = self._context.archive, held.original.sha512
        self._context.jobs.run(
            lambda _: originals.write(archive, address, target),
            done=lambda path: self._context.alerts.toast(f"Saved {visible(path.name)}"),
        )

    # Handed on

    def ask_elsewhere(self) -> None:
        """Warns, and then opens a copy of the chosen article's original with the system's program."""
        self._with_held(self._ask_elsewhere)

    def _ask_elsewhere(self, held: Held) -> None:
        plain = _PLAIN if self._context.archive.key is not None else ""
        confirm(
            self._over,
            f"Open “{visible(held.original.name)[:80]}” with another program?",
            _RISKS[held.original.media_type in _ACTIVE] + _COPY + plain,
            "Open it there",
            partial(self.hand_over, held),
        )

    def hand_over(self, held: Held) -> None:
        """Makes the copy, and hands it to the system's program."""
        archive, address, handing = self._context.archive, held.original.sha512, self.handing

        def copy(_: Progress) -> Path:
            return originals.private_copy(archive, address, handing.folder())

        def done(path: Path) -> None:
            if not self.opener(path):
                self._context.alerts.show(
                    WaystationError("The system has no program for this kind of file.", "Export the original instead.")
                )

        self._context.jobs.run(copy, done=done, owner=self)

    def _with_held(self, act: Callable[[Held], None]) -> None:
        here, archive = self._where(), self._context.archive
        if here is not None:
            self._context.jobs.run(lambda _: originals.chosen(archive, here[0]), done=act, owner=self)


def _close(handing: Handing) -> None:
    """The archive closes: what was handed on goes."""
    handing.close()
