"""Prints the open article: its pictures are decoded first, then its pages are shown and printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from archive.model.article import Edition, Illustration
from desktop.context import Context
from desktop.pictures import Pictures, Shown

from .opened import Opened
from .pictures import PICTURES
from .picturing import picture_size
from .typography import Typography

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from .pane import Pane

# A preview needs every page at once; beyond this many parts the article goes to the printer part by part instead.
PREVIEWED_PARTS = 8
_WIDTH_PX = 1_200  # of a picture as wide as the column: some 170 to an inch
_MOST_PIXELS = 40_000_000  # of all pictures of a print, decoded
_TOO_MANY = "This picture was left out: there are more than fit into one print."


class Paper(QObject):
    """`ask` shows the pages of the article in the active pane, or of a very long one asks for a printer alone; `print_to` writes them with the pictures that were decoded for them."""

    def __init__(self, context: Context, active: Callable[[], Pane], parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._active, self._parent = context, active, parent
        self._images = Pictures()
        self._shown: tuple[Edition, Mapping[int, Shown]] | None = None
        self.destroyed.connect(partial(_close, self._images))
        context.jobs.all_cancelled.connect(self._images.close)

    def ask(self) -> None:
        """Shows the pages once their pictures are there, and prints them."""
        found = self._active().opened
        if found is not None:
            self.prepare(found, lambda: self._open(found))

    def prepare(self, found: Opened, then: Callable[[], None]) -> None:
        """Decodes the pictures of an article for paper; `then` is called in any case."""
        wanted = _within(found.edition.pictures) if self._context.settings[PICTURES] else {}
        if not wanted:
            self._shown = None
            then()
            return
        archive, pictures = self._context.archive, found.edition.pictures

        def done(_: object) -> None:
            held = {number: self._images.held(pictures[number], _WIDTH_PX) or "" for number in wanted}
            left = {number: _TOO_MANY for number in range(len(pictures)) if number not in wanted}
            self._shown = (found.edition, {**left, **held})
            then()

        self._context.jobs.latest(
            ("print-pictures", id(self)),
            lambda _: self._images.load(archive, found.edition, list(wanted.values()), _WIDTH_PX),
            done=done,
            failed=lambda _: then(),
            owner=self,
            label="Reading the pictures",
        )

    def _open(self, found: Opened) -> None:
        # Here: the first paint does not wait for what prints.
        from desktop.widgets.print_dialogs import ask_printer, show_preview

        ask = show_preview if _is_previewed(found) else ask_printer
        ask(self._parent, f"Print “{found.article.title}”", self.print_to)

    def print_to(self, printer: QPrinter) -> None:
        """Writes the open article's pages to a printer (or a PDF file)."""
        found = self._active().opened
        if found is None:
            return
        if self._context.archive.key is not None:
            printer.setDocName("Waystation")  # the system writes down what was printed
        look = Typography.on_paper(self._context.theme, self._context.settings)
        images = self._shown[1] if self._shown is not None and self._shown[0].id == found.edition.id else {}
        from .printing import Printing

        printing = Printing(printer, found, look, self._active().about(reading=False), self._parent, images)
        printing.failed.connect(lambda words: self._context.alerts.tell("print", words, warning=True))
        for over in (printing.failed, printing.finished):
            over.connect(lambda _: printing.deleteLater())
        if _is_previewed(found):
            printing.run()
        else:
            printing.start()


def _is_previewed(found: Opened) -> bool:
    return len(found.outline.sections) <= PREVIEWED_PARTS


def _within(pictures: tuple[Illustration, ...]) -> dict[int, Illustration]:
    """The pictures, by their numbers, as far as there is room for them."""
    room, found = float(_MOST_PIXELS), {}
    for number, each in enumerate(pictures):
        wide, tall = picture_size(each, _WIDTH_PX)
        if wide * tall <= room:
            room -= wide * tall
            found[number] = each
    return found


def _close(images: Pictures) -> None:
    images.close()
