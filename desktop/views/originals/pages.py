"""The pages of an original as pictures: asks the confined reader for each as it comes into sight, and ends it with the page."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from archive.base.errors import WaystationError
from archive.model.picture import Picture
from archive.operations.pictures import Pages
from desktop.context import Context
from desktop.widgets.pagepictures import PagePictures

_COUNTING_PX = 16  # of a picture that is drawn only to learn how many pages there are


class PagesOf(QObject):
    """`view` shows them; `show` fills it."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._pages = Pages()
        self._address = ""
        self.view = PagePictures(context.theme, parent)
        self.view.wanted.connect(self._draw)
        self.destroyed.connect(partial(_close, self._pages))

    def count(self, address: str) -> int:
        """How many pages the original has; asks the reader, so that it belongs into a job. Raises Unreadable."""
        return self._pages.page(self._context.archive, address, 1, _COUNTING_PX).pages

    def show(self, address: str, count: int, page: int) -> None:
        """Shows an original with so many pages from one of them on."""
        self._address = address
        self.view.show_document(count)
        self.view.turn_to(page)
        self.view.setFocus()

    def _draw(self, number: int, width: int) -> None:
        archive, address, pages = self._context.archive, self._address, self._pages

        def done(picture: Picture) -> None:
            if address == self._address:
                self.view.show_page(number, (picture.width, picture.height), picture.pixels, picture.pages)

        def failed(error: Exception) -> None:
            if address == self._address:
                told = error.what if isinstance(error, WaystationError) else "This page cannot be drawn."
                self.view.show_failed(number, told)

        self._context.jobs.run(
            lambda _: pages.page(archive, address, number, width), done=done, failed=failed, owner=self
        )


def _close(pages: Pages) -> None:
    pages.close()
