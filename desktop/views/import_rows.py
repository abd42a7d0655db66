"""The rows below an import's summary: a sentence for each file or thing that a person should know of; all of it can be copied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from archive.base.text import visible
from desktop.theme import Theme
from desktop.turns import Turns

if TYPE_CHECKING:
    from archive.operations.ingest import FileReport

_ROWS_SHOWN, _ROW_HEIGHT = 5, 44  # a row of two lines, in pixels
_AT_ONCE = 100  # rows that are made in one turn: all 19,000 files of a folder may have been refused
_LOST, _KEPT, _CHANGED = ("warning", "warning"), ("lock-simple", "muted"), ("pencil-simple", "muted")


class Told(NamedTuple):
    """One sentence: about a file (None: about the folders), with the icon that says what kind it is, and its role."""

    file: FileReport | None
    sentence: str
    icon: tuple[str, str] = _LOST


def troubles(files: Sequence[FileReport], warnings: Sequence[str] = ()) -> list[Told]:
    """What a person should know of: a sentence a file that was refused or read in part, and of one of another program all that it
    did not bring, that is here otherwise, and that was changed on the way; of a page that was known which pictures it
    brought; then `warnings` about folders.
    """
    return [*(told for file in files for told in _of(file)), *(Told(None, warning, _CHANGED) for warning in warnings)]


def place(file: FileReport) -> str:
    """What a file is called, and in which container it lay: `archive.zip › letter.html`."""
    name = Path(file.path).name
    return f"{name} › {file.member}" if file.member else name


def _of(file: FileReport) -> Iterator[Told]:
    if file.status == "refused":
        yield Told(file, file.error or "This file could not be read.")
    elif file.brought is not None:
        for sentences, icon in (
            (file.brought.lost, _LOST),
            (file.brought.differing, _KEPT),
            (file.brought.notes, _CHANGED),
        ):
            yield from (Told(file, sentence, icon) for sentence in sentences)
    elif file.members is not None:
        yield from (Told(file, sentence) for sentence in file.warnings)
    elif file.pictures:
        yield Told(file, file.warnings[-1], _CHANGED)
    elif file.verdict == "partial":
        yield Told(file, file.warnings[0] if file.warnings else "Only a part of this file could be read.")


class Troubles(QListWidget):
    """The list of them; Ctrl+C copies the rows that are chosen, or all of them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("import-troubles")
        self.setAccessibleName("Files to know of")
        self.setWordWrap(True)
        self.setIconSize(QSize(16, 16))
        self.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._told: Sequence[Told] = ()
        self._one = False
        self._rest = Turns(self)

    def show_told(self, told: Sequence[Told]) -> None:
        """Fills the list, the first rows now and others some a turn; where all of it is about one file, its name is not told again."""
        self.clear()
        self._told = told
        self._one = len({each.file.path for each in told if each.file is not None}) == 1
        self._add(told[:_AT_ONCE])
        self._rest.anew(
            partial(self._add, told[start : start + _AT_ONCE]) for start in range(_AT_ONCE, len(told), _AT_ONCE)
        )
        self.setVisible(bool(told))
        self.setFixedHeight(min(len(told), _ROWS_SHOWN) * _ROW_HEIGHT + 4)

    def _text(self, told: Told) -> str:
        alone = told.file is None or (told.file.brought is not None and self._one)
        return told.sentence if told.file is None or alone else f"{visible(place(told.file))} — {told.sentence}"

    def _add(self, some: Sequence[Told]) -> None:
        for each in some:
            file = each.file
            item = QListWidgetItem(self._text(each), self)
            item.setIcon(self._theme.icon(*each.icon))
            item.setData(Qt.ItemDataRole.UserRole, None if file is None else file.id)
            item.setToolTip(each.sentence if file is None else f"{each.sentence}\n{visible(str(file.path))}")
            if file is None or file.id is None:
                item.setFlags(
                    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
                )

    def words(self, *, chosen: bool = False) -> str:
        """The sentences, one a line; of the rows that are chosen, where there are any and only they are asked for."""
        rows = sorted(self.row(item) for item in self.selectedItems()) if chosen else []
        return "\n".join(self._text(self._told[row]) for row in rows or range(len(self._told)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.words(chosen=True))
            event.accept()
            return
        super().keyPressEvent(event)
