"""How things are dragged and dropped in every view: rows as a small label beside the pointer, so that the place under it can be seen."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QDrag, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from .basics import label

_WIDEST_PX = 220


def drag_as_label(view: QAbstractItemView, mime: QMimeData, words: str, action: Qt.DropAction) -> None:
    """Drags until it is dropped; `words` are cut where they are too long."""
    sign = label(view.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, _WIDEST_PX), "key")
    drag = QDrag(view)
    drag.setMimeData(mime)
    drag.setPixmap(sign.grab())
    drag.setHotSpot(QPoint(-12, -8))
    drag.exec(action)


def local_paths(data: QMimeData) -> list[Path]:
    """The files and folders of this machine in what is dropped or pasted."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


class DropTree(QTreeView):
    """A tree that takes drops: `aimed_at` is the row that what is dragged would go to, for the delegate to ring."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.aimed_at = QPersistentModelIndex()
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)  # Qt's is a black box in every theme
        self.setDragDropOverwriteMode(True)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        self._aim(self.indexAt(event.position().toPoint()) if event.isAccepted() else QModelIndex())

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._aim(QModelIndex())

    def dropEvent(self, event: QDropEvent) -> None:
        super().dropEvent(event)
        self._aim(QModelIndex())

    def _aim(self, index: QModelIndex) -> None:
        self.aimed_at = QPersistentModelIndex(index)
        self.viewport().update()
