"""How rows are dragged in every view: as a small label beside the pointer, so that the place under it can be seen."""

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QAbstractItemView

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
