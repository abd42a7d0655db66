"""The dialog in which an entry of the lexicon is written; what saving it would do is told while it is typed."""

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from archive.base.errors import WaystationError
from archive.model.change import Change
from archive.model.lexicon import Entry, EntryKind
from archive.operations import lexicon
from archive.operations.lexicon import Effect
from desktop.context import Context
from desktop.views.entering import EntryDialog
from desktop.widgets.basics import label

from . import words

_WORDS_PX = 76


class LexiconEditor(EntryDialog):
    """Adds the entry that it begins with, or changes it where it has a uid; closes once that is done."""

    def __init__(self, context: Context, begun: Entry, parent: QWidget) -> None:
        super().__init__("lexicon_editor", parent)
        self._context, self._begun = context, begun
        telling = words.TELLINGS[begun.kind]
        self.setWindowTitle(f"Change: {telling.title.lower()}" if begun.uid else telling.title)
        self.setMinimumWidth(460)
        self.name = self._line("lexicon_name", telling.name, begun.name, telling.name_like)
        self.words = QPlainTextEdit(words.joined(begun), self)
        self.words.setObjectName("lexicon_words")
        self.words.setAccessibleName(f"{telling.words}, parted by commas")
        self.words.setPlaceholderText(telling.words_like)
        self.words.setTabChangesFocus(True)
        self.words.setProperty("look", "field")
        self.words.setFixedHeight(_WORDS_PX)
        self.words.textChanged.connect(lambda: self._typed())
        self.within = self._line("lexicon_within", "Lies within", begun.within, "Norway")
        self.told = label("", "small", self, wraps=True)
        self.told.setObjectName("lexicon_effect")
        # Room for two lines: what is told changes while one types, and the dialog must not jump.
        self.told.setMinimumHeight(2 * self.fontMetrics().lineSpacing() + 6)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._asking = QTimer(self, interval=200, singleShot=True)
        self._asking.timeout.connect(self._ask)
        self._lay_out(telling)
        self.entered.connect(self._save)
        self.finished.connect(self.deleteLater)
        (self.words if begun.name else self.name).setFocus()
        self._may_save(False)
        self._ask()

    def _line(self, name: str, said: str, text: str, like: str) -> QLineEdit:
        made = QLineEdit(text, self)
        made.setObjectName(name)
        made.setAccessibleName(said)
        made.setPlaceholderText(like)
        made.textChanged.connect(lambda: self._typed())
        return made

    def _lay_out(self, telling: words.Telling) -> None:
        form = QFormLayout()
        form.setSpacing(6)
        form.addRow(telling.name, self.name)
        form.addRow(telling.words, self.words)
        form.addRow("Lies within", self.within)
        form.setRowVisible(self.within, self._begun.kind is EntryKind.PLACE)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(label(f"{telling.told} Part words by commas.", "muted", self, wraps=True))
        column.addLayout(form)
        column.addWidget(self.told)
        column.addWidget(self.refusal)
        column.addWidget(self.buttons)

    @property
    def entry(self) -> Entry:
        """What is to be kept."""
        typed = words.split(self.words.toPlainText())
        return replace(self._begun, name=self.name.text(), words=typed, within=self.within.text())

    # What it would do

    def _typed(self) -> None:
        self.refusal.hide()
        self._may_save(False)
        self._asking.start()

    def _ask(self) -> None:
        archive, wanted = self._context.archive, self.entry
        before = self._begun if self._begun.uid else None
        if not wanted.name.strip() and not wanted.words:
            self._tell("Nothing is written yet.")
            return

        def work(_: object) -> Effect:
            return lexicon.effect(archive, before, wanted)

        def failed(error: Exception) -> None:
            told = f"{error.what} {error.advice}" if isinstance(error, WaystationError) else "This cannot be saved."
            self._tell(told.strip(), wrong=True)

        def done(found: Effect) -> None:
            self._tell(words.effect(found))
            self._may_save(True)

        self._context.jobs.latest(("lexicon-effect", id(self)), work, done=done, failed=failed, owner=self)

    def _tell(self, told: str, *, wrong: bool = False) -> None:
        self.told.setText(told)
        self.told.setProperty("look", "warning" if wrong else "small")
        self.told.style().polish(self.told)

    def _may_save(self, may: bool) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(may)

    def accept(self) -> None:
        # Return in a line saves only what may be saved, and not what is still being tried.
        if self.buttons.button(QDialogButtonBox.StandardButton.Save).isEnabled():
            super().accept()

    # Saving

    def _save(self, wanted: Entry) -> None:
        archive = self._context.archive

        def work() -> Change:
            return lexicon.edit(archive, wanted) if wanted.uid else lexicon.add(archive, wanted)[1]

        self.carry_out(self._context, work, toast=True)
