"""The recovery code of an archive, to be written down or printed: it is the key itself, and is kept nowhere."""

import html

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from archive.base.text import visible
from desktop.theme import Theme
from desktop.widgets.basics import Page, label, push_button
from desktop.widgets.print_dialogs import ask_printer

_WHAT = (
    "Whoever has this code and the file opens the archive without the passphrase. Keep it on paper, away from the computer: "
    "if the passphrase is forgotten it is the only way in. Nobody else has it, and it is kept nowhere."
)
_CHANGES = "A changed passphrase has another code; the one before then opens only older copies and backups."
_USE = "To use it: open the archive, choose “Use the recovery code”, and type all groups, line after line; capitals and spaces do not matter."
_NUMBERED = 7  # groups in a line
_PRINTED_PT = 11


class Recovery(Page):
    """Shows the code until the page is closed; `code` is what `recovery.code` gave."""

    def __init__(self, archive: str, code: str, theme: Theme) -> None:
        super().__init__("recovery", "Recovery code", theme, width=640)
        self._archive, self._code = visible(archive), code
        self.content.addWidget(label(f"For “{self._archive}”", "muted", self))
        self.content.addWidget(label(_WHAT, parent=self, wraps=True))
        card = QFrame(self)
        card.setProperty("look", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(20, 16, 20, 16)
        self.shown = label("\n".join(line.replace("-", "  ") for line in code.splitlines()), parent=card)
        self.shown.setFont(theme.font("mono", 15))
        self.shown.setObjectName("recovery_code")
        self.shown.setAccessibleName("Recovery code")
        self.shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        inside.addWidget(self.shown)
        self.content.addWidget(card)
        self.content.addWidget(label(_CHANGES, "small", self, wraps=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        self.done = self._button("I have written it down", "recovery_done", "primary")
        self.done.clicked.connect(self.closed)
        self.print_button = self._button("Print…", "recovery_print")
        self.print_button.clicked.connect(self._print)
        self.copy_button = self._button("Copy", "recovery_copy")
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._code))
        for button in (self.done, self.print_button, self.copy_button):
            row.addWidget(button)
        row.addStretch(1)
        self.content.addLayout(row)
        self.content.addStretch(1)
        self.setFocusProxy(self.print_button)

    def _button(self, words: str, name: str, look: str = "") -> QPushButton:
        return push_button(words, name, self, look=look)

    def document(self) -> QTextDocument:
        """What is printed, in points, as paper has no pixels: the archive's name, the code with the number of each group, what it is for."""
        mono = html.escape(self.theme.font("mono").family())
        groups = [group for line in self._code.splitlines() for group in line.split("-")]
        cells = "".join(
            f"<td><span style='font-size:8pt'>{number}</span><br>"
            f"<span style='font-family:\"{mono}\"; font-size:15pt'>{group}</span></td>"
            for number, group in enumerate(groups, 1)
        )
        rows = cells.split("</td>")[:-1]
        table = "".join(
            f"<tr>{''.join(cell + '</td>' for cell in rows[at : at + _NUMBERED])}</tr>"
            for at in range(0, len(rows), _NUMBERED)
        )
        document = QTextDocument(self)
        font = self.theme.font("interface")
        font.setPointSizeF(_PRINTED_PT)
        document.setDefaultFont(font)
        document.setHtml(
            f"<h2>Recovery code</h2><p>{html.escape(self._archive)}</p><table cellpadding='6'>{table}</table>"
            f"<p>{_WHAT}</p><p>{_USE}</p><p>{_CHANGES}</p>"
        )
        return document

    def _print(self) -> None:
        ask_printer(self, "Print the recovery code", self._write)

    def _write(self, printer: QPrinter) -> None:
        printer.setDocName("Waystation")  # the system writes down what was printed
        self.document().print_(printer)
