"""The page on which what was copied is looked at, with what is known of it; Enter adds it, and that can be undone."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from archive.base.errors import WaystationError
from archive.base.text import visible
from archive.model.change import Change
from archive.operations import clipping
from archive.operations.clipping import Clipped
from archive.operations.ingest import FileReport
from desktop.context import Context
from desktop.views.reader import facts
from desktop.widgets.basics import Page, label

from .text import TextView

_FIELDS = (
    ("title", "Title", ""),
    ("byline", "Byline", "Names, apart by semicolons"),
    ("publisher", "Publisher", ""),
    ("published", "Date published", "2023-10-04, 2023-10 or 2023"),
    ("url", "Address", "https://…"),
)
_SIDE_PX, _PAPER_PX = 340, 760
_SURE = 0.75  # less is marked
_NOTHING_FETCHED = "This is only an address: it is kept as it is, with what you write here. Nothing is fetched."


class QuickAdd(Page):
    """`article_asked(id)`: open this one."""

    article_asked = Signal(int)

    def __init__(self, context: Context, clipped: Clipped, parent: QWidget | None = None) -> None:
        super().__init__("quickadd", "Quick add", context.theme, parent)
        self._context, self._clipped = context, clipped
        self.fields: dict[str, QLineEdit] = {}
        self.notes: dict[str, QLabel] = {}
        self.text = TextView(context.theme, self)
        self.text.setProperty("look", "bare")
        self.same = self._same()
        self.alone = label(_NOTHING_FETCHED, "muted", self, wraps=True)
        self.alone.setObjectName("quickadd_alone")
        self.told = label("", "warning", self, wraps=True)
        self.told.setObjectName("quickadd_told")
        self.refusal = label("", "warning", self, wraps=True)
        self.refusal.setObjectName("quickadd_refusal")
        self.refusal.hide()
        self.add = QPushButton("Add article", self)
        self.add.setProperty("look", "primary")
        self.add.setObjectName("quickadd_add")
        self.leave = QPushButton("Cancel", self)
        self.leave.setProperty("look", "quiet")
        self.leave.setObjectName("quickadd_cancel")
        self.fill_with(self._laid_out())
        self._show()
        self.add.clicked.connect(self.accept)
        self.leave.clicked.connect(self.closed)
        self.setFocusProxy(self.fields["title"])

    # Building

    def _laid_out(self) -> QWidget:
        body = QWidget(self)
        paper = QFrame(body)
        paper.setProperty("look", "card")
        paper.setMaximumWidth(_PAPER_PX)
        inner = QVBoxLayout(paper)
        inner.setContentsMargins(28, 18, 8, 12)
        inner.addWidget(self.text)
        side = QVBoxLayout()
        side.setSpacing(4)
        side.addWidget(self.same)
        for name, words, hint in _FIELDS:
            self._field(side, name, words, hint)
        side.addWidget(self.alone)
        side.addWidget(self.told)
        side.addStretch(1)
        side.addWidget(self.refusal)
        end = QHBoxLayout()
        end.setSpacing(8)
        end.addStretch(1)
        end.addWidget(self.leave)
        end.addWidget(self.add)
        side.addLayout(end)
        held = QWidget(body)
        held.setFixedWidth(_SIDE_PX)
        held.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 8, 20)
        row.setSpacing(24)
        row.addWidget(paper, 100)
        row.addWidget(held)
        row.addStretch(0)
        return body

    def _field(self, side: QVBoxLayout, name: str, words: str, hint: str) -> None:
        field = QLineEdit(self)
        field.setObjectName(f"quickadd_{name}")
        field.setAccessibleName(words)
        field.setPlaceholderText(hint)
        note = label("", "small", self, wraps=True)
        note.setObjectName(f"quickadd_{name}_known")
        named = label(words, "small", self)
        named.setBuddy(field)
        for part in (named, field, note):
            side.addWidget(part)
        side.addSpacing(6)
        field.textEdited.connect(lambda _: self._note(name))
        field.returnPressed.connect(self.accept)
        self.fields[name], self.notes[name] = field, note

    def _same(self) -> QFrame:
        card = QFrame(self)
        card.setObjectName("quickadd_same")
        card.setProperty("look", "card")
        self.same_words = label("", "", card, wraps=True)
        self.open_same = QPushButton("Open it", card)
        self.open_same.setProperty("look", "link")
        self.open_same.setObjectName("quickadd_open")
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 10, 12, 8)
        column.setSpacing(4)
        column.addWidget(self.same_words)
        column.addWidget(self.open_same, 0, Qt.AlignmentFlag.AlignLeft)
        card.hide()
        return card

    # Filling

    def _show(self) -> None:
        clipped = self._clipped
        assert clipped.imported.text is not None
        self.text.show_text(clipped.imported.text)
        for name, field in self.fields.items():
            field.setText(clipping.value(clipped.imported.metadata, name))
            field.setCursorPosition(0)
            self._note(name)
        told = clipped.imported.warnings
        self.alone.setVisible(clipped.is_address and not clipped.is_here)
        self.told.setText("\n".join(visible(each) for each in told))
        self.told.setVisible(bool(told))
        if clipped.same is not None:
            self._show_same(clipped.same)

    def _show_same(self, same: FileReport) -> None:
        title = visible(same.title or "Untitled")[:120]
        if self._clipped.is_here:
            self.same_words.setText(f"The article at this address is here already: “{title}”.")
            self.add.setEnabled(False)
        elif same.status == "updated":
            self.same_words.setText(f"“{title}” is here with another text. Adding makes this its new edition.")
            self.add.setText("Add edition")
        else:
            told = " ".join((f"“{title}” is in the archive already, with this text.", *same.warnings))
            self.same_words.setText(told)
            self.add.setText("Add anyway")
        article = same.id
        self.open_same.setVisible(article is not None)
        if article is not None:
            self.open_same.clicked.connect(lambda: self.article_asked.emit(article))
        self.same.show()

    def _note(self, name: str) -> None:
        """How the value is known, marked where that is not sure; a field that was changed is the person's."""
        proof = self._clipped.imported.metadata.evidence.get(name)
        note = self.notes[name]
        if self.fields[name].text() != clipping.value(self._clipped.imported.metadata, name):
            words, doubtful = "Entered by you", False
        elif proof is None or not self.fields[name].text():
            words, doubtful = "Not told by the text", False
        else:
            words, doubtful = facts.known(proof), proof.confidence < _SURE
        note.setText(words)
        note.setProperty("look", "warning" if doubtful else "small")
        note.style().polish(note)

    # Acts

    def accept(self) -> None:
        """Adds the article as it stands; refused, it stays as it was typed."""
        if not self.add.isEnabled():
            return
        self.refusal.hide()
        self.add.setEnabled(False)
        said = {name: field.text() for name, field in self.fields.items()}
        archive, clipped = self._context.archive, self._clipped
        self._context.jobs.run(
            lambda _: clipping.add(archive, clipped, said),
            done=self._added,
            failed=self._refused,
            owner=self,
            keep=True,
        )

    def _added(self, came: tuple[FileReport, Change | None]) -> None:
        report, change = came
        if change is not None:
            self._context.history.do(change)
        verb = {"added": "Added", "updated": "Added an edition of"}.get(str(report.status), "Already here:")
        undo = self._context.history.undo if change is not None and change.inverse is not None else None
        told = f"{verb} “{visible(report.title or 'Untitled')[:80]}”"
        self._context.alerts.toast(told, action_label="Undo" if undo else "", action=undo)
        if report.id is not None:
            self.article_asked.emit(report.id)

    def _refused(self, error: Exception) -> None:
        told = f"{error.what} {error.advice}" if isinstance(error, WaystationError) else "This could not be added."
        self.refusal.setText(told.strip())
        self.refusal.show()
        self.add.setEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        else:
            super().keyPressEvent(event)
