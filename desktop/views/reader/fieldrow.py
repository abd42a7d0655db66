"""One metadata field in the details panel: its value, how it is known, and editing in place.

Calm: what is not known is muted, and offers to be added under the pointer or the keyboard only. Nothing is cut off
however narrow the panel is: values break over lines, the line about their source ends in "…".
"""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from archive.base.errors import Invalid
from archive.model.article import Article, Evidence
from desktop.theme import Theme
from desktop.widgets.basics import label

from . import facts
from .links import LinkButton

AUTHORS_HEIGHT_PX = 72
HEAD_HEIGHT_PX = 22
NAME_WIDTH_PX = 72
UNKNOWN = "not in the text"  # unless the field has words of its own


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
        self._before = self._shown = ""
        name = facts.LABELS[field]
        self.setObjectName(f"field_{field}")
        self.name = label(name, "small", self)
        self.pencil = QToolButton(self)
        self.pencil.setObjectName(f"edit_{field}")
        self.pencil.setAccessibleName(f"Edit {name.lower()}")
        self.pencil.setToolTip(f"Edit {name.lower()}")
        self.pencil.setFixedSize(HEAD_HEIGHT_PX, HEAD_HEIGHT_PX)
        self.value = label("", "", self, wraps=True)
        self.value.setObjectName(f"value_{field}")
        self.value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        copy = QAction("Copy", self.value)
        copy.triggered.connect(lambda: QApplication.clipboard().setText(self._before))
        self.value.addAction(copy)
        self.value.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.add = LinkButton(facts.UNKNOWN.get(field, UNKNOWN), self, asked="add…")
        self.add.setObjectName(f"add_{field}")
        self.add.setAccessibleName(f"{name}: {self.add.text()}. Add")
        self.known = LinkButton("", self)
        self.known.setObjectName(f"evidence_{field}")
        self.told = label("", "small", self, wraps=True)
        self.told.setObjectName(f"known_{field}")
        self.editor: QLineEdit | QPlainTextEdit = QPlainTextEdit(self) if field == "byline" else QLineEdit(self)
        self.editor.setObjectName(f"editor_{field}")
        self.editor.setAccessibleName(name)
        self.name.setBuddy(self.editor)
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
        words = facts.shown(article, self.field)
        self.show_value(facts.value(article, self.field), words, evidence)

    def show_value(self, value: str, words: str, evidence: Evidence | None = None) -> None:
        """Shows a value, in `words` as a person reads it."""
        self._before = value
        known = facts.known(evidence) if words else ""
        readable = evidence is not None and evidence.start is not None
        self._shown = facts.breakable(words)
        self.value.setText(self._shown)
        self.value.setAccessibleName(f"{self.name.text()}: {words}")
        # What was broken for display would be copied with its breaks: the menu copies it whole.
        whole = self._shown == words
        chosen = Qt.TextInteractionFlag.TextSelectableByMouse if whole else Qt.TextInteractionFlag.NoTextInteraction
        self.value.setTextInteractionFlags(chosen)
        self.known.setText(known)
        self.known.setAccessibleName(f"{self.name.text()}: {known}. Show the words")
        self.known.setToolTip(f"{known}. Shows the words.")
        self.told.setText(known)
        self._has = (bool(words), bool(known) and readable, bool(known) and not readable)
        if not self.editing:
            self._show_editor(False)

    def allow(self, edits: bool) -> None:
        """Whether a person may change the value."""
        self.pencil.setEnabled(edits)
        self.add.setEnabled(edits)

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
        if not text or self.field not in (*facts.DATES, "embargo"):
            return ""
        try:
            from archive.model import entered_dates

            (entered_dates.day if self.field == "embargo" else entered_dates.read)(text)
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

    def _tint(self) -> None:
        self.pencil.setIcon(self._theme.icon("pencil-simple"))
        for button in (self.known, self.add):
            button.setFont(self._theme.font("small"))
            button.set_colors(
                self._theme.color("accent" if button is self.known else "muted"), self._theme.color("accent")
            )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self.name)
        head.addWidget(self.add, 1)
        head.addStretch(0)
        head.addWidget(self.pencil)
        self.name.setMinimumSize(NAME_WIDTH_PX, HEAD_HEIGHT_PX)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addLayout(head)
        for widget in (self.value, self.known, self.told, self.editor, self.help):
            rows.addWidget(widget)
