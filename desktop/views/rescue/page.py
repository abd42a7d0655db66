"""The page: what is wrong with an archive, and the ways on: back to a backup, what can be read saved in a new archive, how much that is.

It does nothing itself. The passphrase of an encrypted archive is asked for each time, and not kept.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from archive.base.errors import WaystationError
from archive.base.text import visible
from archive.model.keeping import Point
from desktop.theme import Theme
from desktop.views.backups.rows import PointDelegate, PointsModel
from desktop.widgets.basics import Page, label, push_button
from desktop.widgets.passphrase import PassphraseField
from desktop.widgets.rowlist import set_up_rows
from desktop.widgets.working import Working

_FIELD_PX, _ROW_PX, _ROWS_SHOWN = 400, 50, 4
_KEPT = "Nothing was changed. Whatever you choose here, the damaged file stays."
_GONE = "The file is gone. Was it moved, or is the disk that it lies on not connected?"
_BACK = "The archive is then as it was when the backup was made. The damaged file is kept beside it under another name."
_BACK_ONCE_GONE = "The archive is made again as it was when the backup was made."
_NONE = "None was found, neither beside the archive nor at the place that was chosen for them. If you have one elsewhere, choose its file."
_SAVE = "Row by row around what is lost, into a new archive that you name. What is missing is told at the end."
_CHECK = "Reads it to its end, says how much of it can be read, and changes nothing."
_KEY = "It is asked for each time, and not kept. The recovery code does as well."


class RescuePage(Page):
    """Asks by its signals; `passphrase` is what was typed. Answer with `show_backups`, `show_progress`, `refuse` and `show_result`."""

    restore_asked = Signal(object)  # the backup
    file_asked = Signal()
    save_asked = Signal()
    check_asked = Signal()
    folder_asked = Signal()
    other_asked = Signal()
    as_it_is_asked = Signal()
    cancel_asked = Signal()

    def __init__(
        self,
        archive: Path,
        what: str,
        theme: Theme,
        *,
        missing: bool = False,
        encrypted: bool = False,
        opens: bool = False,
        unsure: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`what` is wrong, in a sentence. `missing`: there is no such file; `opens`: it can be opened, and is damaged further in; `unsure`: it may be whole."""
        name = f"“{visible(archive.stem)}”"
        heading = f"{name} is not there" if missing else f"If {name} is damaged" if unsure else f"{name} is damaged"
        super().__init__("rescue", heading, theme, parent)
        self.archive, self.encrypted, self.missing, self.opens = archive, encrypted, missing, opens
        self.busy = False
        self.model = PointsModel(self)
        self._acts: list[QWidget] = []  # what cannot be asked while something is under way
        self.content.setSpacing(8)
        self.content.addWidget(label(_GONE if missing else what, "", self, wraps=True))
        place = label(visible(str(archive)), "small", self, wraps=True)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.content.addWidget(place)
        if not missing:
            self.content.addWidget(label(_KEPT, "muted", self, wraps=True))
        self._add_state()
        self._add_passphrase()
        self._add_backups()
        if not missing:
            self._add_reading()
        self._add_elsewhere()
        self.content.addStretch(1)
        self.show_backups(())

    # Building

    def _section(self, words: str, about: str) -> None:
        heading = label(words, "section", self)
        heading.setContentsMargins(0, 16, 0, 0)
        self.content.addWidget(heading)
        if about:
            self.content.addWidget(label(about, "muted", self, wraps=True))

    def _button(self, words: str, name: str, act: Callable[[], object], look: str = "") -> QPushButton:
        button = push_button(words, f"rescue_{name}", self, look=look)
        button.clicked.connect(lambda: act())
        self._acts.append(button)
        return button

    def _row(self, *buttons: QPushButton) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.content.addLayout(row)

    def _add_state(self) -> None:
        """What is under way, and what came of it: above the ways on, where it is seen."""
        self.refusal = label("", "warning", self, wraps=True)
        self.refusal.setObjectName("rescue_refusal")
        self.working = Working("rescue_cancel", self)
        self.cancel = self.working.cancel
        self.cancel.clicked.connect(self.cancel_asked)
        self.result = QFrame(self)
        self.result.setObjectName("rescue_result")
        self.result.setProperty("look", "card")
        self._told = QVBoxLayout(self.result)
        self._told.setContentsMargins(16, 12, 16, 12)
        self._told.setSpacing(6)
        for widget in (self.refusal, self.working, self.result):
            widget.hide()
            self.content.addWidget(widget)

    def _add_passphrase(self) -> None:
        self.field = PassphraseField("rescue_passphrase", "Passphrase", self.theme, self)
        self.field.setMaximumWidth(_FIELD_PX)
        self.field.changed.connect(self._refresh)
        self._acts.append(self.field)
        self.field.setVisible(self.encrypted)
        if self.encrypted:
            self._section("Its passphrase", _KEY)
            self.content.addWidget(self.field)

    def _add_backups(self) -> None:
        self._section("Go back to a backup", _BACK_ONCE_GONE if self.missing else _BACK)
        self.nothing = label(_NONE, "muted", self, wraps=True)
        self.list = QListView(self)
        set_up_rows(self.list, "rescue_backups", "Backups, the newest first", theme=self.theme, even=True, tracked=True)
        self.list.setModel(self.model)
        self.list.setItemDelegate(PointDelegate(self.theme, self.list))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._refresh())
        self._acts.append(self.list)
        self.restore = self._button("Go back to this", "restore", self._restore, "primary")
        self.file = self._button("Choose a file…", "file", self.file_asked.emit)
        self.content.addWidget(self.nothing)
        self.content.addWidget(self.list)
        self._row(self.restore, self.file)

    def _add_reading(self) -> None:
        self._section("Save what can be read", _SAVE)
        self.save = self._button("Save what can be read…", "save", self.save_asked.emit)
        self._row(self.save)
        self._section("Check it", _CHECK)
        self.check = self._button("Check it", "check", self.check_asked.emit)
        self._row(self.check)

    def _add_elsewhere(self) -> None:
        self._section("Or", "")
        self.folder = self._button("Show the folder", "folder", self.folder_asked.emit, "quiet")
        self.other = self._button("Open another archive…", "other", self.other_asked.emit, "quiet")
        rest = [self._button("Open it as it is", "as_it_is", self.as_it_is_asked.emit, "quiet")] if self.opens else []
        self._row(self.folder, self.other, *rest)

    # What is typed and chosen

    @property
    def passphrase(self) -> str:
        """What was typed; "" where none is needed."""
        return self.field.text

    def _chosen(self) -> Point | None:
        return self.model.point(self.list.currentIndex())

    def _restore(self) -> None:
        point = self._chosen()
        if point is not None:
            self.restore_asked.emit(point)

    def _refresh(self) -> None:
        """What can be asked now."""
        for widget in self._acts:
            widget.setEnabled(not self.busy)
        self.restore.setEnabled(not self.busy and self._chosen() is not None)
        if self.encrypted and not self.missing:
            for button in (self.save, self.check):
                button.setEnabled(not self.busy and bool(self.passphrase))

    # What is told

    def show_backups(self, found: Sequence[Point]) -> None:
        """Shows the backups that there are, the first chosen."""
        self.model.show(found)
        for widget in (self.list, self.restore):
            widget.setVisible(bool(found))
        self.nothing.setVisible(not found)
        self.list.setFixedHeight(min(len(found), _ROWS_SHOWN) * _ROW_PX + 2)
        if found:
            self.list.setCurrentIndex(self.model.index(0))
        before, other = self._start, self.file if self.missing or self.encrypted else self.save
        self.setFocusProxy(self.field if self.encrypted else self.list if found else other)
        self._refresh()
        if before is not None and before.hasFocus():
            self.setFocus()  # nobody took the keyboard elsewhere meanwhile

    def add_backup(self, point: Point) -> None:
        """Puts a file that was chosen before the others."""
        self.show_backups((point, *(each for each in self.model.points if each.path != point.path)))
        self.restore.setFocus()

    def ask_passphrase(self) -> None:
        """A backup is encrypted, or opens by another passphrase."""
        self.field.show()
        self.field.setFocus()

    def show_progress(self, done: int, total: int, words: str) -> None:
        """While something is done nothing else can be asked, and the page stays."""
        if not self.busy:
            self.busy = True
            self.close_button.hide()
            self.refusal.hide()
            self.result.hide()
            self._refresh()
            self.working.show()
            self.cancel.setFocus()
            self._scroll.ensureWidgetVisible(self.working)
        self.working.tell(f"{words} · {done:,} of {total:,}" if total else words, done, total)

    def rest(self) -> None:
        """Nothing is under way any more; a passphrase is not kept."""
        self.busy = False
        self.field.clear()
        self.working.hide()
        self.close_button.show()
        self._refresh()
        self.setFocus()

    def refuse(self, error: WaystationError) -> None:
        """Says why it was not done."""
        self.rest()
        self.refusal.setText(f"{error.what.rstrip('.')}. {error.advice}".strip())
        self.refusal.show()
        self._scroll.ensureWidgetVisible(self.refusal)

    def show_result(self, sentences: Sequence[str], ways: Sequence[tuple[str, str, Callable[[], object]]]) -> None:
        """Tells what was found or saved, with a button for each way on: its name, its words, what it does."""
        self.rest()
        while (item := self._told.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for place, sentence in enumerate(sentences):
            self._told.addWidget(label(sentence, "" if place else "strong", self.result, wraps=True))
        buttons = QWidget(self.result)
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 6, 0, 0)
        row.setSpacing(8)
        for place, (name, words, act) in enumerate(ways):
            button = push_button(words, f"rescue_{name}", buttons, look="quiet" if place else "primary")
            button.clicked.connect(lambda _=False, act=act: act())
            row.addWidget(button)
            if not place:
                button.setFocus()
        row.addStretch(1)
        self._told.addWidget(buttons)
        buttons.setVisible(bool(ways))
        self.result.setAccessibleName(" ".join(sentences))
        self.result.show()
        self._scroll.ensureWidgetVisible(self.result)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (self.busy and event.key() == Qt.Key.Key_Escape):
            super().keyPressEvent(event)
