"""What the reader shows when no article is chosen: one sentence, and the way to the list where that is hidden."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.actions import Actions

_LIST = "view.list"


class EmptyPage(QWidget):
    """Centred, muted, no picture. Takes the keyboard for its button."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reader_empty")
        self._actions = actions
        label = QLabel("Choose an article to read it here.", self)
        label.setObjectName("reader_empty_sentence")
        label.setProperty("look", "muted")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        self.opener = QPushButton("Show the list of articles", self)
        self.opener.setObjectName("reader_empty_list")
        self.opener.setAccessibleName("Show the list of articles")
        self.opener.setProperty("look", "primary")
        self.opener.clicked.connect(lambda: actions.trigger(_LIST))
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(label)
        column.addWidget(self.opener, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        actions.action(_LIST).toggled.connect(self._offer)
        self._offer()

    def _offer(self) -> None:
        hidden = self._actions.handles(_LIST) and not self._actions.action(_LIST).isChecked()
        self.opener.setVisible(hidden)
        if hidden and self.hasFocus():
            self.opener.setFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._offer()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._offer()
