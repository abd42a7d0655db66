"""What stands where a list has nothing to show: one sentence, and what to do next."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

Offer = tuple[str, str, Callable[[], object]]  # object name, words, what it does


class EmptyState(QWidget):
    """One sentence and its actions, in the upper third."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("nothing-to-show")
        self.sentence = QLabel(self)
        self.sentence.setObjectName("nothing-sentence")
        self.sentence.setProperty("look", "muted")
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._buttons: list[QPushButton] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(28, 72, 28, 24)
        self._layout.setSpacing(12)
        self._layout.addWidget(self.sentence)
        self._layout.addStretch(1)

    def show_state(self, sentence: str, offers: Sequence[Offer] = ()) -> None:
        """Says why there is nothing; the first offer is the likeliest."""
        self.sentence.setText(sentence)
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        for name, words, act in offers:
            button = QPushButton(words, self)
            button.setObjectName(name)
            button.setAccessibleName(words.rstrip("…"))
            if not self._buttons:
                button.setProperty("look", "primary")
            button.clicked.connect(lambda _checked, act=act: act())
            self._layout.insertWidget(self._layout.count() - 1, button, 0, Qt.AlignmentFlag.AlignHCenter)
            self._buttons.append(button)
            # Qt shows a child of a visible parent only when told.
            button.show()
