"""The section of the preferences on watched folders: which they are, how each stands; adding, pausing and removing one."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from archive.base.errors import Invalid
from archive.base.text import visible
from desktop.theme import Theme
from desktop.watching import Watched, Watching
from desktop.widgets.basics import label, push_button

_ICON_PX, _STANDS_PX, _BUTTON_PX = 18, 120, 72


class WatchedFolders(QWidget):
    """Follows `Watching`."""

    def __init__(self, watched: Watching, archive: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("watched")
        self.setAccessibleName("Watched folders")
        self._watching, self._theme = watched, theme
        self._asking: Path | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(8)
        column.addWidget(label("Watched folders", "section", self))
        told = f"New files in these folders, and in those below, come into “{archive}” by themselves once they are complete. Nothing in them is changed."
        column.addWidget(label(told, "small", self, wraps=True))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        column.addLayout(self._rows)
        self.refusal = label("", "warning", self, wraps=True)
        self.refusal.setObjectName("watched_refusal")
        self.refusal.hide()
        column.addWidget(self.refusal)
        column.addWidget(self._question())
        self.add_button = QPushButton("Add a folder…", self)
        self.add_button.setObjectName("watched_add")
        self.add_button.clicked.connect(self._choose)
        end = QHBoxLayout()
        end.addWidget(self.add_button)
        end.addStretch(1)
        column.addLayout(end)
        watched.changed.connect(self.show_folders)
        theme.changed.connect(self.show_folders)
        self.show_folders()

    def _question(self) -> QFrame:
        self.question = QFrame(self)
        self.question.setProperty("look", "card")
        self.question.setObjectName("watched_question")
        self.asked = label("", "", self.question, wraps=True)
        self.present = QPushButton("Bring them in too", self.question)
        self.present.setProperty("look", "primary")
        self.present.setObjectName("watched_present")
        self.new_only = QPushButton("New files only", self.question)
        self.new_only.setObjectName("watched_new")
        self.never = QPushButton("Cancel", self.question)
        self.never.setProperty("look", "quiet")
        self.never.setObjectName("watched_cancel")
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.present, self.new_only, self.never):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self.question)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addWidget(self.asked)
        column.addLayout(row)
        self.present.clicked.connect(lambda: self._answer(True))
        self.new_only.clicked.connect(lambda: self._answer(False))
        self.never.clicked.connect(self._close)
        self.question.hide()
        return self.question

    def show_folders(self) -> None:
        """Fills the list."""
        while (item := self._rows.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        for number, each in enumerate(self._watching.folders, 1):
            self._rows.addWidget(self._row(number, each))
        for sentence in self._watching.told:
            self._rows.addWidget(label(sentence, "warning", self, wraps=True))

    def _row(self, number: int, each: Watched) -> QWidget:
        row = QFrame(self)
        row.setProperty("look", "card")
        row.setObjectName(f"watched_{number}")
        row.setAccessibleName(str(each.folder))
        icon = QLabel(row)
        role = "muted" if each.paused or each.there else "warning"
        icon.setPixmap(self._theme.icon("folder-simple", role).pixmap(_ICON_PX, _ICON_PX))
        name = label(visible(each.folder.name or str(each.folder)), "strong", row)
        place = label("", "small", row)
        place.setText(place.fontMetrics().elidedText(visible(str(each.folder)), Qt.TextElideMode.ElideMiddle, 420))
        place.setToolTip(str(each.folder))
        stands = label(_stands(each), "small" if role == "muted" else "warning", row)
        stands.setObjectName(f"watched_{number}_stands")
        stands.setMinimumWidth(_STANDS_PX)
        stands.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        pause = self._button("Go on" if each.paused else "Pause", f"watched_{number}_pause", row)
        pause.clicked.connect(lambda: self._watching.pause(each.folder, not each.paused))
        remove = self._button("Remove", f"watched_{number}_remove", row)
        remove.clicked.connect(lambda: self._watching.remove(each.folder))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(name)
        words.addWidget(place)
        line = QHBoxLayout(row)
        line.setContentsMargins(14, 8, 8, 8)
        line.setSpacing(10)
        line.addWidget(icon)
        line.addLayout(words, 1)
        for part in (stands, pause, remove):
            line.addWidget(part)
        return row

    def _button(self, words: str, name: str, parent: QWidget) -> QPushButton:
        spoken = f"{words}: {parent.accessibleName()}"
        button = push_button(words, name, parent, look="quiet", spoken=spoken)
        button.setMinimumWidth(_BUTTON_PX)
        return button

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Watch a folder", str(Path.home()))
        if name:
            self.ask(Path(name))

    def ask(self, folder: Path) -> None:
        """Asks what to do with the files that are in a folder already."""
        self.refusal.hide()
        self._asking = folder
        self.asked.setText(f"What is in “{visible(folder.name or str(folder))}” already: is it to come in too?")
        self.question.show()
        self.add_button.hide()
        self.present.setFocus()

    def _answer(self, take_present: bool) -> None:
        folder = self._asking
        self._close()
        if folder is None:
            return
        try:
            self._watching.add(folder, take_present=take_present)
        except Invalid as error:
            self.refusal.setText(f"{error.what} {error.advice}")
            self.refusal.show()

    def _close(self) -> None:
        self._asking = None
        self.question.hide()
        self.add_button.show()


def _stands(each: Watched) -> str:
    if each.paused:
        return "Paused"
    return "Watched" if each.there else "Cannot be reached"
