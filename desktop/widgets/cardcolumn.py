"""A column of cards that scrolls, for pages where something is decided card by card."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget


class CardColumn(QScrollArea):
    """Cards one below the other; the page says which, and keeps them."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 4, 8, 16)
        self._column.setSpacing(12)
        self._column.addStretch(1)
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(holder)
        holder.setAutoFillBackground(False)  # setWidget turns it on, and the page's own ground would not show

    def put(self, place: int, card: QWidget) -> None:
        """Puts a card at a place, counted from the top."""
        self._column.insertWidget(place, card)

    def reveal(self, part: QWidget) -> None:
        """Scrolls to a part that a card has just got."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)  # until then it has no place
        self.ensureWidgetVisible(part)

    def drop(self, card: QWidget) -> None:
        """Takes a card away for good."""
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()


def card_page(parent: QWidget, widest: int, *parts: QWidget, last: int = 2) -> QWidget:
    """The body of such a page: its parts one below the other; the `last` ones share the room that is left."""
    body = QWidget(parent)
    body.setMaximumWidth(widest)
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    for number, part in enumerate(parts, 1):
        column.addWidget(part, int(number > len(parts) - last))
    return body
