"""A field for a note that opens at once however long the note is: of a line that would take seconds to lay out it holds the end.

What stands before is kept letter by letter and comes in on request, a piece at a time.
"""

import unicodedata

from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from .basics import typed

PIECE_CHARS = (
    20_000  # a line of a million letters takes Qt more than a second to lay out, at every key; this some 30 ms
)
_BUTTON_PX = 22


class NoteField(QPlainTextEdit):
    """`show_note` fills it, `typed_note` gives back the whole note that a person made of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = ""
        self.earlier = QPushButton(self)
        self.earlier.setObjectName("note_earlier")
        self.earlier.setProperty("look", "quiet")
        self.earlier.setToolTip("Brings in more of what stands before")
        self.earlier.clicked.connect(self._bring)
        self._show_button()

    def show_note(self, note: str) -> None:
        """Shows a note, or the end of one with a very long line; tells nobody that the text changed."""
        cut = 0 if max(map(len, note.split("\n"))) <= PIECE_CHARS else _cut(note)
        self._head = note[:cut]
        self.blockSignals(True)
        self.setPlainText(note[cut:])
        self.blockSignals(False)
        self._show_button()

    @property
    def note(self) -> str:
        """The whole note as it stands now."""
        return self._head + self.toPlainText()

    def typed_note(self, held: str) -> str | None:
        """The whole note that a person made of `held`, or None when they left it as it was."""
        text = typed(self, held.removeprefix(self._head))
        return None if text is None else self._head + text

    def _bring(self) -> None:
        """The next piece before what is shown; where one writes stays."""
        cut = _cut(self._head)
        piece, self._head = self._head[cut:], self._head[:cut]
        changed = self.document().isModified()
        self.blockSignals(True)
        cursor = QTextCursor(self.document())
        cursor.insertText(piece)
        self.document().setModified(changed)
        self.blockSignals(False)
        self._show_button()
        self.setFocus()

    def _show_button(self) -> None:
        words = f"… {len(self._head):,} characters before"
        self.earlier.setText(words)
        self.earlier.setAccessibleName(f"Show more of the {len(self._head):,} characters before")
        self.earlier.setVisible(bool(self._head))
        self.setViewportMargins(0, _BUTTON_PX if self._head else 0, 0, 0)
        self._place()

    def _place(self) -> None:
        self.earlier.setGeometry(1, 1, self.width() - 2, _BUTTON_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()


def _cut(text: str) -> int:
    """Where the last piece of a text begins: behind a space if one is near, never inside a letter with its marks."""
    start = max(0, len(text) - PIECE_CHARS)
    if start == 0:
        return 0
    space = text.find(" ", start, start + 100)
    if space >= 0:
        return space + 1
    while start < len(text) and (
        unicodedata.category(text[start]).startswith("M") or "\u200d" in text[start - 1 : start + 1]
    ):
        start += 1
    return start
