"""The field for everything that a person writes at length: notes of passages, articles, events and figures, memos.

It opens at once however long the text is: of a line that would take seconds to lay out it holds the end.

What stands before is kept letter by letter and comes in on request, a piece at a time.
"""

import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from .basics import typed, written

PIECE_CHARS = (
    20_000  # a line of a million letters takes Qt more than a second to lay out, at every key; this some 30 ms
)
_BUTTON_PX, _MARGIN_PX = 22, 10


class NoteField(QPlainTextEdit):
    """`show_note` fills it, `typed_note` gives back the whole note that a person made of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = self._shown = ""
        self._filled: str | None = (
            ""  # what the field held before anybody wrote in it; None when a piece came in after that
        )
        self.earlier = QPushButton(self)
        self.earlier.setObjectName("note_earlier")
        self.earlier.setProperty("look", "quiet")
        self.earlier.setToolTip("Brings in more of what stands before")
        self.earlier.clicked.connect(self._bring)
        self._show_button()

    def show_note(self, note: str) -> None:
        """Shows a note, or the end of one with a very long line; tells nobody that the text changed."""
        cut = 0 if max(map(len, note.split("\n"))) <= PIECE_CHARS else _cut(note)
        self._head, self._shown = note[:cut], note
        self.blockSignals(True)
        self.setPlainText(note[cut:])
        self.blockSignals(False)
        self._filled = written(self)
        self._show_button()

    @property
    def note(self) -> str:
        """The whole note as it stands now; letter by letter what was shown, when nobody wrote in it."""
        text = written(self)
        return self._shown if text == self._filled else self._head + text

    def typed_note(self, held: str) -> str | None:
        """The whole note that a person made of `held`, or None when they left it as it was."""
        text = typed(self, held.removeprefix(self._head))
        return None if text is None else self._head + text

    def _bring(self) -> None:
        """The next piece before what is shown; where one writes stays."""
        cut = _cut(self._head)
        piece, self._head = self._head[cut:], self._head[:cut]
        changed, untouched = self.document().isModified(), written(self) == self._filled
        self.blockSignals(True)
        cursor = QTextCursor(self.document())
        cursor.insertText(piece)
        self.document().setModified(changed)
        self.blockSignals(False)
        self._filled = written(self) if untouched else None
        self._show_button()
        self.setFocus()

    def _show_button(self) -> None:
        self.earlier.setAccessibleName(f"Show more of the {len(self._head):,} characters before")
        self.earlier.setVisible(bool(self._head))
        self.setViewportMargins(0, _BUTTON_PX if self._head else 0, 0, 0)
        self._place()

    def _place(self) -> None:
        words = f"… {len(self._head):,} characters before"
        room = self.width() - 2 * _MARGIN_PX
        self.earlier.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room))
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
