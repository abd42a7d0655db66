"""The dialog in which an event is entered or changed: date, label, tags, note, each with what it was read as."""

from dataclasses import dataclass

from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from archive.base.errors import Invalid
from archive.model import edtf, entered_dates
from archive.model.event import Mention
from desktop.views.entering import EntryDialog
from desktop.widgets.basics import label
from desktop.widgets.note_field import NoteField
from desktop.wording import one_line

from .words import when

_FORMS = "For example 4 October 2023, 2023-10, 2019?, 1994~, 1990s, 2006/2019, since 2019."
_NOTE_PX = 84


@dataclass(frozen=True, slots=True)
class Entered:
    """What stands in the dialog; `date` is EDTF, "" for what was read."""

    date: str
    label: str
    tags: tuple[str, ...]
    note: str


class EventEditor(EntryDialog):
    """`entered(Entered)` when it is to be saved: answer with `finish` or `refuse`. Dates are checked as they are typed."""

    def __init__(self, parent: QWidget, *, mention: Mention | None = None, words: str = "", date: str = "") -> None:
        super().__init__("event_editor", parent)
        self._mention = mention
        self.setWindowTitle("Correct event" if mention else "Add event")
        self.setMinimumWidth(440)
        self.date = self._field("event_date", "Date", date or ((mention.edtf or "") if mention else ""))
        self.label = self._field("event_label", "What happened", one_line(words) or (mention.label if mention else ""))
        self.tags = self._field("event_tags", "Tags", ", ".join(mention.tags) if mention else "")
        self.tags.setPlaceholderText("route/river, testimony")
        self.note = NoteField(self)
        self.note.setObjectName("event_note")
        self.note.setAccessibleName("Note")
        self.note.setTabChangesFocus(True)
        self.note.setProperty("look", "field")
        self.note.setFixedHeight(_NOTE_PX)
        self.note.show_note(mention.note if mention else "")
        self.reading = QLabel(self)
        self.reading.setObjectName("event_reading")
        self.reading.setWordWrap(True)
        self._lay_out()
        self.date.textChanged.connect(self._check)
        self.label.textChanged.connect(self._check)
        self._check()
        self.date.setFocus()
        self.date.selectAll()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow("Date", self.date)
        form.addRow("", self.reading)
        form.addRow("What happened", self.label)
        form.addRow("Tags", self.tags)
        form.addRow("Note", self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        if self._mention is not None and self._mention.exact:
            column.addWidget(
                label(f"“{one_line(self._mention.exact)}” was read as {self._read()}.", "muted", self, wraps=True)
            )
        column.addLayout(form)
        column.addWidget(self.refusal)
        column.addWidget(self.buttons)

    def _field(self, name: str, words: str, text: str) -> QLineEdit:
        field = QLineEdit(text, self)
        field.setObjectName(name)
        field.setAccessibleName(words)
        return field

    def _read(self) -> str:
        assert self._mention is not None
        return edtf.display(self._mention.read_edtf) if self._mention.read_edtf else when(self._mention)

    @property
    def entry(self) -> Entered:
        tags = tuple(part.strip() for part in self.tags.text().split(",") if part.strip())
        return Entered(" ".join(self.date.text().split()), one_line(self.label.text()), tags, self.note.note)

    def _check(self) -> None:
        """Says how the date is understood, or what is wrong with it; nothing wrong can be saved."""
        value, wrong = self.entry, ""
        if not value.date:
            wrong = "" if self._mention is not None else "An event needs a date."
            shown = f"Empty: what was read stands. {_FORMS}" if self._mention is not None else _FORMS
        else:
            try:
                shown = edtf.display(entered_dates.read(value.date).text)
            except Invalid as error:
                wrong = shown = f"{error.what} {_FORMS}"
        self.reading.setText(shown)
        self.reading.setProperty("look", "warning" if wrong and value.date else "small")
        self.reading.style().polish(self.reading)
        named = bool(value.label) or self._mention is not None
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(not wrong and named)
