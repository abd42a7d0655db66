"""One metadata field in the details panel: its value, how it is known, and editing in place."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from archive.base.errors import Invalid
from archive.model import edtf
from archive.model.article import Article, Evidence
from desktop.theme import Theme
from desktop.widgets.basics import label

from . import facts

AUTHORS_HEIGHT_PX = 72


class FieldRow(QWidget):
    """`saved(field, text)` when a person finished editing; `evidence_asked(field)` when the words are wanted.

    Return saves, Esc gives up; what cannot be saved stays, with the reason below it.
    """

    saved = Signal(str, str)
    evidence_asked = Signal(str)

    def __init__(self, field: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._theme = theme
        self._before = ""
        name = facts.LABELS[field]
        self.setObjectName(f"field_{field}")
        self.name = label(name, "small", self)
        self.pencil = QToolButton(self)
        self.pencil.setObjectName(f"edit_{field}")
        self.pencil.setAccessibleName(f"Edit {name.lower()}")
        self.pencil.setToolTip(f"Edit {name.lower()}")
        self.pencil.setFixedSize(22, 22)
        self.value = label("", "", self, wraps=True)
        self.value.setObjectName(f"value_{field}")
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.add = self._link(f"add_{field}", "not in the text — add…", f"Add {name.lower()}")
        self.known = self._link(f"evidence_{field}", "", f"Show where the {name.lower()} was read")
        self.told = label("", "small", self, wraps=True)
        self.told.setObjectName(f"known_{field}")
        self.editor: QLineEdit | QPlainTextEdit = QPlainTextEdit(self) if field == "byline" else QLineEdit(self)
        self.editor.setObjectName(f"editor_{field}")
        self.editor.setAccessibleName(name)
        self.editor.setAccessibleDescription(facts.HELP[field])
        if isinstance(self.editor, QPlainTextEdit):
            self.editor.setFixedHeight(AUTHORS_HEIGHT_PX)
            self.editor.setTabChangesFocus(True)
        self.help = label(facts.HELP[field], "small", self, wraps=True)
        self.help.setObjectName(f"help_{field}")
        self._lay_out()
        self.pencil.clicked.connect(self.edit)
        self.add.clicked.connect(self.edit)
        self.known.clicked.connect(lambda: self.evidence_asked.emit(self.field))
        self.editor.installEventFilter(self)
        self.editor.textChanged.connect(self._typed)
        theme.changed.connect(self._tint)
        self._tint()
        self._show_editor(False)

    @property
    def editing(self) -> bool:
        return not self.editor.isHidden()

    def show_field(self, article: Article, evidence: Evidence | None) -> None:
        """Shows what is known; an edit under way is not disturbed."""
        self._before = facts.value(article, self.field)
        words = facts.shown(article, self.field)
        known = facts.known(evidence) if words else ""
        readable = evidence is not None and evidence.start is not None
        self.value.setText(words)
        self.known.setText(known)
        self.told.setText(known)
        self._has = (bool(words), bool(known) and readable, bool(known) and not readable)
        if not self.editing:
            self._show_editor(False)

    _has = (False, False, False)

    def text(self) -> str:
        plain = self.editor.toPlainText() if isinstance(self.editor, QPlainTextEdit) else self.editor.text()
        return plain.strip()

    def edit(self) -> None:
        """Opens the editor with the present value."""
        if isinstance(self.editor, QPlainTextEdit):
            self.editor.setPlainText(self._before)
        else:
            self.editor.setText(self._before)
        self._complain("")
        self._show_editor(True)
        self.editor.setFocus()
        self.editor.selectAll()

    def save(self) -> None:
        """Hands the text over unless it is as before or cannot be a date."""
        if not self.editing:
            return
        text = self.text()
        if text == self._before:
            self.give_up()
        elif not self._problem(text):
            self.saved.emit(self.field, text)

    def accepted(self) -> None:
        """The text was taken: back to showing it."""
        self._show_editor(False)

    def refused(self, words: str) -> None:
        """The text was not taken, and why; it stays to be mended."""
        self._complain(words)
        self.editor.setFocus()

    def give_up(self) -> None:
        self._show_editor(False)
        self.pencil.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key, plain = event.key(), not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if key == Qt.Key.Key_Escape:
                self.give_up()
                return True
            several = (
                isinstance(self.editor, QPlainTextEdit) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            )
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and not several:
                self.save()
                return True
        elif event.type() == QEvent.Type.FocusOut and watched is self.editor and self.editing:
            self.save()
        return super().eventFilter(watched, event)

    def _typed(self) -> None:
        if self.editing:
            self._complain(self._problem(self.text()))

    def _problem(self, text: str) -> str:
        if self.field not in facts.DATES or not text:
            return ""
        try:
            edtf.parse(text)
        except Invalid as error:
            return f"{error.what.rstrip('.')}. {error.advice}"
        return ""

    def _complain(self, words: str) -> None:
        self.help.setText(words or facts.HELP[self.field])
        self.help.setProperty("look", "warning" if words else "small")
        self.editor.setProperty("invalid", "true" if words else "false")
        for widget in (self.help, self.editor):
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def _show_editor(self, on: bool) -> None:
        has, readable, told = self._has
        self.editor.setVisible(on)
        self.help.setVisible(on)
        self.value.setVisible(not on and has)
        self.add.setVisible(not on and not has)
        self.known.setVisible(not on and readable)
        self.told.setVisible(not on and told)
        self.pencil.setVisible(not on and has)

    def _link(self, name: str, words: str, spoken: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(spoken)
        button.setProperty("look", "link")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        return button

    def _tint(self) -> None:
        self.pencil.setIcon(self._theme.icon("pencil-simple"))
        for button in (self.known, self.add):
            button.setFont(self._theme.font("small"))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.name, 1)
        head.addWidget(self.add)
        head.addWidget(self.pencil)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addLayout(head)
        for widget in (self.value, self.known, self.told, self.editor, self.help):
            rows.addWidget(widget)
