"""A text as it will be read, in a small view: built from blocks, never from foreign HTML."""

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from archive.base.text import visible
from archive.model.article import BlockKind, Text
from desktop.theme import Theme

MOST_BLOCKS, MOST_CHARS = 400, 60_000  # a look, not the reader
_INDENT_PX, _GAP_PX = 18, 9
_LEADING = 135  # per cent
_TEXT_PX = 15.5
_FONTS = {BlockKind.HEADING: "heading", BlockKind.META: "small", BlockKind.CAPTION: "small"}
_MARKS = {BlockKind.ITEM: "•\u2002"}


class TextView(QTextEdit):
    """`show_text` fills it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text: Text | None = None
        self.setObjectName("quickadd_text")
        self.setAccessibleName("The text as it will be read")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        theme.changed.connect(self._fill)

    def show_text(self, text: Text) -> None:
        """Shows the blocks; of a very long text the beginning, and says so."""
        self._text = text
        self._fill()

    def _fill(self) -> None:
        text = self._text
        if text is None:
            return
        self.clear()
        cursor = QTextCursor(self.document())
        held = 0
        for number, block in enumerate(text.blocks):
            if number >= MOST_BLOCKS or held > MOST_CHARS:
                self._put(cursor, "… The rest comes in too.", BlockKind.META, number)
                break
            words = text.text[block.start : min(block.end, block.start + MOST_CHARS)]
            held += len(words)
            self._put(cursor, _MARKS.get(block.kind, "") + visible(words), block.kind, number)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _put(self, cursor: QTextCursor, words: str, kind: BlockKind, number: int) -> None:
        shape, letters = QTextBlockFormat(), QTextCharFormat()
        shape.setBottomMargin(_GAP_PX)
        shape.setLineHeight(_LEADING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if kind in (BlockKind.QUOTE, BlockKind.ITEM):
            shape.setLeftMargin(_INDENT_PX)
        letters.setFont(self._theme.font(_FONTS.get(kind, "reading"), None if kind in _FONTS else _TEXT_PX))
        letters.setForeground(self._theme.color("muted" if kind in (BlockKind.META, BlockKind.CAPTION) else "text"))
        if kind is BlockKind.ITEM:
            shape.setBottomMargin(_GAP_PX / 3)
        if number:
            cursor.insertBlock(shape, letters)
        else:
            cursor.setBlockFormat(shape)
        cursor.insertText(words, letters)
