"""Lays the lines of a previewed page out as a document; made of our records, never of HTML."""

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from archive.model.passage import COLOURS
from archive.operations.previewing import Line
from desktop.theme import Theme

_USUAL = "sun"
_INDENT_PX = 18
# Kind of line → (font, size in px, role of the colour, space above in px, indented?).
_LOOKS: dict[str, tuple[str, float, str, int, bool]] = {
    "title": ("title", 22, "text", 0, False),
    "heading": ("heading", 17, "text", 18, False),
    "definition": ("interface", 13, "muted", 2, False),
    "quote": ("reading", 15, "text", 12, True),
    "cited": ("small", 12, "muted", 4, True),
    "place": ("small", 12, "muted", 4, True),
    "tags": ("small_strong", 12, "muted", 2, True),
    "note": ("interface", 13, "text", 4, True),
    "footnote": ("small", 12, "muted", 3, False),
    "works": ("small", 12, "text", 4, False),
}


def fill(document: QTextDocument, lines: tuple[Line, ...], theme: Theme) -> None:
    """Writes the lines into an empty document; footnotes and works stand apart at its end."""
    document.clear()
    document.setDocumentMargin(22)
    cursor = QTextCursor(document)
    before = ""
    for line in lines:
        font, size, role, above, indented = _LOOKS[line.kind]
        block = QTextBlockFormat()
        block.setTopMargin(above + (16 if line.kind in ("footnote", "works") and before != line.kind else 0))
        block.setLeftMargin(_INDENT_PX if indented else 0)
        block.setLineHeight(136, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if before:
            cursor.insertBlock(block)
        else:
            cursor.setBlockFormat(block)
        before = line.kind
        for run in line.runs:
            look = QTextCharFormat()
            look.setFont(theme.font(font, size))
            look.setForeground(theme.color(role))
            look.setFontItalic(run.italic)
            if line.kind == "quote" and run.bold:
                colour = line.colour if line.colour in COLOURS else _USUAL
                look.setBackground(theme.color(colour))
            elif line.kind == "quote" and not run.superscript:
                look.setForeground(theme.color("muted"))
            elif run.bold:
                look.setFontWeight(700)
            if run.superscript:
                look.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
            # Line breaks inside of a quote stay inside of its block.
            cursor.insertText(run.text.replace("\n", "\u2028"), look)
