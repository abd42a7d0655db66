"""The pictures of an article in its pane: decoded when they come to be shown, opened larger, copied, exported."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QMouseEvent
from PySide6.QtWidgets import QFileDialog

from archive.base.errors import WaystationError
from archive.base.progress import Progress
from archive.model.article import Edition
from archive.operations import illustrations
from desktop.context import Context
from desktop.pictures import Pictures

from .ornaments import Ornaments
from .picture import PictureDialog

if TYPE_CHECKING:
    from .document import SetSection
    from .pane import Pane

PICTURES = "reading.pictures"
_LARGE_PX = 2_400
_STEPS_PX = 400  # widths are asked for in such steps, so that a page that is made wider does not decode all again


class PicturesOf(QObject):
    """One for each pane; lives as long as that."""

    def __init__(self, context: Context, pane: Pane) -> None:
        super().__init__(pane)
        self._context, self._pane = context, pane
        self._images = Pictures()
        self._pressed = QPoint(-1, -1)
        self.dialog: PictureDialog | None = None
        self.destroyed.connect(partial(_close, self._images))
        context.jobs.all_cancelled.connect(self._images.close)
        pane.surface.section_shown.connect(self._load)
        pane.surface.viewport().installEventFilter(self)
        context.actions.on("reading.picture", self.open_next, owner=self, enabled=lambda: bool(self._numbers()))

    # Shown in the text

    def _section(self) -> SetSection | None:
        return self._pane.surface.section

    def _numbers(self) -> list[int]:
        section = self._section()
        if section is None or not section.edition.pictures:
            return []
        return [each.picture for each in section.pieces if each.picture is not None]

    def _load(self) -> None:
        section, numbers = self._section(), self._numbers()
        if section is None or not numbers:
            return
        edition, archive = section.edition, self._context.archive
        wanted = [edition.pictures[number] for number in numbers]
        room = self._pane.surface.viewport().width() * self._pane.devicePixelRatioF()
        width = max(_STEPS_PX, min(_LARGE_PX, -(-int(room) // _STEPS_PX) * _STEPS_PX))

        def done(_: object) -> None:
            for number, picture in zip(numbers, wanted, strict=True):
                shown = self._images.held(picture, width)
                if shown is not None:
                    section.images[number] = shown
            if self._section() is section:
                self._pane.surface.viewport().update()

        if all(self._images.held(each, width) is not None for each in wanted):
            done(None)
            return
        self._context.jobs.latest(
            ("reader-pictures", id(self)),
            lambda _: self._images.load(archive, edition, wanted, width),
            done=done,
            failed=self._failed,
            owner=self,
        )

    def _failed(self, error: Exception) -> None:
        section = self._section()
        if section is not None and isinstance(error, WaystationError):
            section.images.update(dict.fromkeys(self._numbers(), error.what))
            self._pane.surface.viewport().update()

    def at(self, point: QPoint) -> int | None:
        """Which picture is under a point of the viewport, or None."""
        surface, section, look = self._pane.surface, self._section(), self._pane.surface.look
        if section is None or look is None:
            return None
        block = surface.cursorForPosition(point).block()
        for each in (block, block.previous()):
            picture = section.piece_of(each).picture if each.isValid() else None
            if picture is not None:
                place = surface.document().documentLayout().blockBoundingRect(each).topLeft()
                origin = place - QPointF(surface.horizontalScrollBar().value(), surface.verticalScrollBar().value())
                if Ornaments(section, look, surface.column()).frame(each, origin, picture).contains(QPointF(point)):
                    return picture
        return None

    # Larger

    def open_next(self) -> None:
        """Opens the first picture that stands in view, else the first one after it, else the last."""
        section, numbers = self._section(), self._numbers()
        if section is None or not numbers:
            return
        top = self._pane.surface.top_position()
        starts = {each.picture: each.start for each in section.pieces if each.picture is not None}
        self.open(next((number for number in numbers if starts[number] >= top), numbers[-1]))

    def open(self, number: int) -> None:
        """Opens a picture in a window of its own."""
        section = self._section()
        if section is None:
            return
        if self.dialog is None:
            self.dialog = PictureDialog(self._context.theme, self._pane)
            self.dialog.destroyed.connect(self._forget)
            self.dialog.stepped.connect(self._step)
            self.dialog.copy_asked.connect(self.copy)
            self.dialog.export_asked.connect(self._ask_where)
            self.dialog.open()
        self._show(section.edition, number)

    def _forget(self) -> None:
        self.dialog = None

    def _step(self, by: int) -> None:
        section = self._section()
        if self.dialog is not None and section is not None:
            count = len(section.edition.pictures)
            self._show(section.edition, (self.dialog.number + by) % count)

    def _show(self, edition: Edition, number: int) -> None:
        dialog, picture, archive = self.dialog, edition.pictures[number], self._context.archive
        if dialog is None:
            return
        said = illustrations.caption(edition, picture)
        dialog.show_picture(number, len(edition.pictures), said, picture)

        def done(_: object) -> None:
            shown = self._images.held(picture, _LARGE_PX)
            if self.dialog is not None and self.dialog.number == number and shown is not None:
                self.dialog.show_image(shown)

        self._context.jobs.latest(
            ("reader-picture", id(self)),
            lambda _: self._images.load(archive, edition, [picture], _LARGE_PX),
            done=done,
            owner=self,
        )

    def copy(self, image: QImage) -> None:
        """Puts a picture on the clipboard."""
        QGuiApplication.clipboard().setImage(image)
        self._context.alerts.toast("Copied the picture")

    def _ask_where(self, number: int) -> None:
        section = self._section()
        if section is not None:
            name = illustrations.file_name(section.edition.pictures[number], number)
            chosen, _ = QFileDialog.getSaveFileName(self._pane, "Export picture", name)
            if chosen:
                self.export(section.edition, number, Path(chosen))

    def export(self, edition: Edition, number: int, target: Path) -> None:
        """Writes a picture's bytes as the original holds them."""
        archive = self._context.archive

        def work(_: Progress) -> Path:
            return illustrations.write(archive, edition, edition.pictures[number], target)

        self._context.jobs.run(work, done=lambda path: self._context.alerts.toast(f"Saved {path.name}"), owner=self)

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and self._numbers():
            point = event.position().toPoint()
            if event.type() == QEvent.Type.MouseButtonPress:
                self._pressed = point
            elif event.type() == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:
                self._clicked(point)
            elif event.type() == QEvent.Type.MouseMove and self.at(point) is not None:
                self._pane.surface.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
                return True
        return super().eventFilter(watched, event)

    def _clicked(self, point: QPoint) -> None:
        moved = (point - self._pressed).manhattanLength() > QGuiApplication.styleHints().startDragDistance()
        picture = None if moved else self.at(point)
        if picture is not None:
            self.open(picture)


def _close(images: Pictures) -> None:
    images.close()
