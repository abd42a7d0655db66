"""The source of an original as plain text, a part at a time: nothing in it is interpreted, loaded, run or followed."""

import re
from itertools import pairwise

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from archive.base.text import Utf16Map, visible
from desktop.theme import Theme
from desktop.views.reader.parts import PartsBar

# Qt takes seconds to set a line of a million letters, and a document of many: parts of so many characters, lines cut at so many.
PART_CHARS = 200_000
LINE_CHARS = 1_000
# Pictures and fonts that a page carries in itself: nobody reads them, and they bury the text.
_DATA = re.compile(r"(?<=base64,)[A-Za-z0-9+/=%]{400,}")
_DATA_CHARS = 40
_PROSE_PX, _ANY_PX = 720, 16_777_215  # longer lines of prose are hard to read; Qt's own limit
_LONG = re.compile(rf"[^\n]{{{LINE_CHARS}}}(?=[^\n])")


def cut(text: str) -> list[int]:
    """Where parts begin and end: at line ends where there are any near, so that no line is torn without need."""
    edges = [0]
    while len(text) - edges[-1] > PART_CHARS:
        wanted = edges[-1] + PART_CHARS
        line = text.rfind("\n", edges[-1] + PART_CHARS // 2, wanted)
        edges.append(wanted if line < 0 else line + 1)
    return [*edges, len(text)] if text else [0, 0]


def shown(text: str) -> str:
    """Text for the eye: controls and marks that turn lines around are written out, lines without end are broken, data between
    the words is shortened and says so."""
    text = _DATA.sub(
        lambda data: f"{data[0][:_DATA_CHARS]}… ({len(data[0]) - _DATA_CHARS:,} more letters of data)", text
    )
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    clean = "\n".join(visible(line.replace("\t", "    ")) for line in lines)
    return _LONG.sub(lambda line: line[0] + "\n", clean)


class SourceView(QWidget):
    """`show_text` fills it; `show_place` brings a stretch of the text into view and washes it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text, self._edges, self._part = "", [0, 0], 0
        self._span: tuple[int, int] | None = None
        self.field = QPlainTextEdit(self)
        self.field.setObjectName("original_text")
        self.field.setAccessibleName("The original as text")
        self.field.setProperty("look", "page")
        self.field.setReadOnly(True)
        self.field.setUndoRedoEnabled(False)
        self.field.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.parts = PartsBar(theme, self)
        self.parts.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.field, 1)
        rows.addWidget(self.parts)
        self.parts.turned.connect(lambda by: self._show(self._part + by))
        theme.changed.connect(self._wash)

    def show_text(self, text: str, *, prose: bool) -> None:
        """Fills the view from the beginning; `prose` is set in the reading's letters, source in those of one width."""
        self.field.setFont(self._theme.font("reading", 15) if prose else self._theme.font("mono", 13))
        self.field.setMaximumWidth(_PROSE_PX if prose else _ANY_PX)
        self._text, self._edges, self._span = text, cut(text), None
        self._show(0)

    def show_place(self, start: int, end: int) -> None:
        """Turns to `[start, end)` of the text and washes it."""
        start = max(0, min(start, len(self._text)))
        self._span = (start, max(start, min(end, len(self._text))))
        at = next((at for at, (low, high) in enumerate(pairwise(self._edges)) if low <= start < high), 0)
        self._show(at)
        cursor = self.field.textCursor()
        cursor.setPosition(self._units(start))
        self.field.setTextCursor(cursor)
        self.field.centerCursor()

    def _show(self, part: int) -> None:
        count = len(self._edges) - 1
        self._part = max(0, min(part, count - 1))
        self.field.setPlainText(shown(self._text[self._edges[self._part] : self._edges[self._part + 1]]))
        self.parts.show_part(self._part, count)
        self._wash()

    def _units(self, position: int) -> int:
        """The Qt position of a character of the part in view: what stands before it, as it is shown."""
        before = shown(self._text[self._edges[self._part] : position])
        return Utf16Map(before).to_utf16(len(before))

    def _wash(self) -> None:
        washed: list[QTextEdit.ExtraSelection] = []
        low, high = self._edges[self._part], self._edges[self._part + 1]
        if self._span is not None and self._span[0] < high and self._span[1] > low:
            wash, ink = QTextEdit.ExtraSelection(), QTextCharFormat()
            ink.setBackground(self._theme.color("accent_wash"))
            cursor = QTextCursor(self.field.document())
            cursor.setPosition(self._units(max(low, self._span[0])))
            cursor.setPosition(self._units(min(high, self._span[1])), QTextCursor.MoveMode.KeepAnchor)
            wash.cursor, wash.format = cursor, ink
            washed.append(wash)
        self.field.setExtraSelections(washed)
