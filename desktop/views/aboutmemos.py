"""The memos about one thing (an article, a tag), as chips below what else is told of it, and the way to write another."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from archive.model.change import Change
from archive.model.passage import Memo
from archive.operations import memos
from desktop.context import Context
from desktop.widgets.basics import label
from desktop.widgets.chip import Chip, Flow
from desktop.wording import day, one_line

Thing = tuple[str, str]  # kind and uid, as a memo names what it is about
_SHOWN, _COUNTED = 5, 100
_TITLE_PX = 180


class AboutMemos(QWidget):
    """`show_thing` fills it from a job; it follows every change of a memo by itself."""

    write_asked = Signal(object)  # Thing
    listed = Signal()  # its chips were made anew
    memos_asked = Signal(object, str)  # Thing, uid of the memo that is meant or "" for all of them

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about-memos")
        self._context = context
        self._thing: Thing | None = None
        self._shown: tuple[list[Memo], bool] | None = None  # the memos, and whether there was no way to write one
        self.heading = label("Memos", "section", self)
        self.chips = Flow(gap=6, row_gap=6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.heading)
        column.addLayout(self.chips)
        context.history.changed.connect(self._changed)

    def show_thing(self, thing: Thing | None) -> None:
        """Lists the memos about another thing; None for nothing."""
        if thing != self._thing:
            self._thing = thing
            self._show([])
            self._load()

    def write(self) -> None:
        """Asks for a new memo on the thing."""
        if self._thing is not None:
            self.write_asked.emit(self._thing)

    def _changed(self, change: Change) -> None:
        if change.touches("memo") or change.touches("archive"):
            self._load()

    def _load(self) -> None:
        archive, thing = self._context.archive, self._thing
        if thing is not None:
            self._context.jobs.latest(
                ("about-memos", id(self)),
                lambda _: memos.memos(archive, about=thing, limit=_COUNTED + 1),
                done=self._show,
                owner=self,
            )

    def _show(self, found: list[Memo]) -> None:
        shown = (found, self._context.archive.read_only)
        if shown == self._shown:
            return  # most articles have none, as the one before
        self._shown = shown
        count = f"{_COUNTED}+" if len(found) > _COUNTED else str(len(found))
        self.heading.setText(f"Memos {count}" if found else "Memos")
        self.chips.clear()
        metrics = self.fontMetrics()
        for memo in found[:_SHOWN]:
            title = one_line(memo.title)
            chip = Chip(
                metrics.elidedText(title, Qt.TextElideMode.ElideRight, _TITLE_PX).replace("&", "&&"), parent=self
            )
            chip.setCheckable(False)
            chip.setIcon(self._context.theme.icon("notebook"))
            chip.setObjectName("about-memo")
            chip.setAccessibleName(f"Memo: {title}")
            chip.setToolTip(f"{title}\n{memo.author} · {day(memo.modified)}")
            chip.clicked.connect(partial(self._open, memo.uid))
            self.chips.addWidget(chip)
            chip.show()
        if len(found) > _SHOWN:
            self._add("about-memos-all", f"All {count}", partial(self._open, ""))
        self.heading.setVisible(bool(found) or not self._context.archive.read_only)
        if not self._context.archive.read_only:
            self._add("about-memo-write", "Write a memo", self.write)
        self.listed.emit()

    def _add(self, name: str, words: str, act: Callable[[], object]) -> None:
        button = QPushButton(words, self)
        button.setProperty("look", "chip")
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.clicked.connect(lambda: act())
        self.chips.addWidget(button)
        button.show()

    def _open(self, uid: str, _checked: bool = False) -> None:
        self.memos_asked.emit(self._thing, uid)
