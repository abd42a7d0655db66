"""What the window shows when there is nothing to read: one sentence and the ways to begin."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.widgets.basics import label

Way = tuple[str, str, Callable[[], object]]  # name, words, what it does


class Beginning(QWidget):
    """One sentence in the middle, with a button for each way on; the first stands out, and has the focus when this is given it."""

    def __init__(self, name: str, sentence: str, ways: Sequence[Way]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(sentence)
        self.setProperty("look", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for place, (way, words, call) in enumerate(ways):
            button = QPushButton(words, self)
            button.setObjectName(f"{name}_{way}")
            button.setAccessibleName(words.rstrip("…"))
            button.clicked.connect(lambda _=False, call=call: call())
            if place == 0:
                button.setProperty("look", "primary")
                self.setFocusProxy(button)
            row.addWidget(button)
        row.addStretch(1)
        middle = label(sentence, parent=self, wraps=True)
        middle.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(16)
        column.addStretch(2)
        column.addWidget(middle)
        column.addLayout(row)
        column.addStretch(3)


def welcome(import_files: Callable[[], object], add_starter: Callable[[], object]) -> Beginning:
    """For an archive without articles."""
    return Beginning(
        "welcome",
        "This archive is empty: drop saved articles anywhere on the window, or begin here.",
        [("import", "Import files…", import_files), ("starter", "Add starter collection", add_starter)],
    )


def making() -> Beginning:
    """For the first start, while its archive is made."""
    return Beginning(
        "making",
        "Welcome to Waystation. Your archive is being made, with a few short articles to begin with. This takes some seconds, only this once.",
        [],
    )


def closed(
    open_archive: Callable[[], object], new_archive: Callable[[], object], make_missing: Callable[[], object] | None
) -> Beginning:
    """For a window whose archive could not be opened; `make_missing` makes the one that was named and is not there."""
    ways: list[Way] = [("open", "Open archive…", open_archive), ("new", "New archive…", new_archive)]
    if make_missing is not None:
        ways.insert(0, ("make", "Make this archive", make_missing))
    return Beginning("closed", "No archive is open.", ways)
