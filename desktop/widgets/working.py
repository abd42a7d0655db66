"""What a page shows of something under way: how far it is, in words too, and a way to stop it."""

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from .basics import label, push_button

_BAR_PX = 200


class Working(QWidget):
    """A bar, words and *Cancel* in a row, hidden until something begins; `name` is the button's."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR_PX)
        self.bar.setAccessibleName("Progress")
        self.words = label("", "small", self)
        self.cancel = push_button("Cancel", name, self, look="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.bar)
        row.addWidget(self.words, 1)
        row.addWidget(self.cancel)
        self.hide()

    def tell(self, words: str, done: int, total: int) -> None:
        """`total` is 0 while nobody knows it."""
        self.words.setText(words)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
