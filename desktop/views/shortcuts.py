"""Every command with its keys, by group; the list that the menus and the palette read, on one page that can be printed."""

import html
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.actions import Actions
from desktop.commands import GROUPS, Command
from desktop.theme import Theme
from desktop.turns import Turns
from desktop.widgets.basics import Page, label
from desktop.widgets.print_dialogs import ask_printer

_COLUMNS = 2
_ROW_PX = 24
_AT_ONCE = 10  # rows


class Shortcuts(Page):
    """Shows the commands that the open window answers to."""

    def __init__(self, actions: Actions, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("shortcuts", "Keyboard shortcuts", theme, parent, width=1000)
        self._actions = actions
        self._turns = Turns(self)
        printing = QPushButton("Print…", self)
        printing.setObjectName("shortcuts_print")
        printing.setAccessibleName("Print this list")
        printing.clicked.connect(self._print)
        self.head.insertWidget(2, printing)
        columns = QHBoxLayout()
        columns.setSpacing(64)
        stacks = [QVBoxLayout() for _ in range(_COLUMNS)]
        heights = [0] * _COLUMNS
        for group, commands in self._groups():
            shortest = heights.index(min(heights))
            stacks[shortest].addLayout(self._table(group, commands))
            heights[shortest] += len(commands) + 2
        for stack in stacks:
            stack.setSpacing(16)
            stack.addStretch(1)
            columns.addLayout(stack, 1)
        self.content.addLayout(columns)

    def document(self) -> QTextDocument:
        """The list as a document for the printer, black on white."""
        parts = ["<h2>Waystation: keyboard shortcuts</h2>"]
        for group, commands in self._groups():
            rows = "".join(
                f"<tr><td width='200'>{html.escape(command.label)}</td>"
                f"<td>{html.escape(self._actions.shortcut_text(command.id, every=True))}</td></tr>"
                for command in commands
            )
            parts.append(f"<h3>{html.escape(group)}</h3><table cellpadding='2'>{rows}</table>")
        document = QTextDocument(self)
        document.setDefaultFont(self.theme.font("interface"))
        document.setHtml("".join(parts))
        return document

    def _groups(self) -> list[tuple[str, list[Command]]]:
        handled = self._actions.handled()
        groups = [(group, [command for command in handled if command.group == group]) for group in GROUPS]
        return [(group, commands) for group, commands in groups if commands]

    def _table(self, group: str, commands: list[Command]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(label(group, "section", self))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for first in range(0, len(commands), _AT_ONCE):
            self._turns.more([partial(self._add, grid, first, commands[first : first + _AT_ONCE])])
        column.addLayout(grid)
        return column

    def _add(self, grid: QGridLayout, first: int, commands: Sequence[Command]) -> None:
        for row, command in enumerate(commands, first):
            words = label(command.label, parent=self)
            words.setToolTip(command.help)
            grid.addWidget(words, row, 0)
            keys = QHBoxLayout()
            keys.setSpacing(4)
            keys.addStretch(1)
            for text in self._actions.shortcut_text(command.id, every=True).split("  "):
                if text:
                    keys.addWidget(label(text, "key", self), 0, Qt.AlignmentFlag.AlignRight)
            grid.addLayout(keys, row, 1)
            grid.setRowMinimumHeight(row, _ROW_PX)

    def _print(self) -> None:
        ask_printer(self, "Print keyboard shortcuts", lambda printer: self.document().print_(printer))
