"""A contradiction as a card: what each side says, side by side, and what to do; and an offer to make one tag of two."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from archive.model import edtf
from archive.model.exchange import DATES, LIFE, Conflict, Held, Offer
from desktop.theme import Theme
from desktop.views.reader.links import LinkButton
from desktop.widgets.basics import hairline, label, push_button, written
from desktop.wording import counted

from . import words

_TEXTS = frozenset({"note", "text", "meaning"})
_NOT_WRITTEN = frozenset(
    {LIFE, "place", "edition", "own", "verdict", "event", "series", "parent", "about", "figures", "status"}
)
_SHOWN_CHARS = 4_000  # of a value; the rest is seen in the article
_FIELD_PX = 96


class _Card(QFrame):
    def __init__(self, name: str, said: str, parent: QWidget, *, writable: bool) -> None:
        super().__init__(parent)
        self.writable = writable
        self.buttons: dict[str, QPushButton] = {}
        self.setProperty("look", "card")
        self.setObjectName(name)
        self.setAccessibleName(said)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 12, 16, 12)
        self.column.setSpacing(8)

    def button(self, name: str, said: str, spoken: str) -> QPushButton:
        made = self.buttons[name] = push_button(said, name, self, spoken=spoken)
        made.setEnabled(self.writable)
        return made


class ConflictCard(_Card):
    """`decided(conflict, choice, text)`: a number, "both", or "own" with the text. `open_asked(article)` reads it; `grown(part)`: it got more."""

    decided = Signal(object, object, object)
    open_asked = Signal(int)
    grown = Signal(object)

    def __init__(self, conflict: Conflict, theme: Theme, parent: QWidget, *, writable: bool) -> None:
        self.conflict = conflict
        self.key = f"{conflict.kind}_{conflict.uid[:12]}_{conflict.field or 'life'}"
        super().__init__(f"conflict_{self.key}", words.heading(conflict), parent, writable=writable)
        self._theme = theme
        self._add_head()
        self.column.addWidget(hairline(parent=self))
        self._sides = QHBoxLayout()
        self._sides.setSpacing(16)
        mine_first = sorted(range(len(conflict.values)), key=lambda each: not conflict.mine[each])
        for place in mine_first if conflict.field else (0, 1):  # what keeps it has the keyboard first, whoever did that
            self._add_side(place)
        self.column.addLayout(self._sides)
        self._field: QPlainTextEdit | None = None
        if conflict.field:
            self._add_more()

    def _add_head(self) -> None:
        head = label(words.heading(self.conflict), "strong", self, wraps=True)
        self.column.addWidget(head)
        if self.conflict.article is not None and self.conflict.where:
            link = LinkButton(words.link(self.conflict), self)
            link.setObjectName(f"read_{self.key}")
            link.setAccessibleName(f"Read {self.conflict.where}")
            link.set_colors(self._theme.color("muted"), self._theme.color("accent"))
            link.clicked.connect(partial(self.open_asked.emit, int(self.conflict.article)))
            self.column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        if self.conflict.base:
            self.column.addWidget(label(f"Before: {self._said(self.conflict.base)}", "muted", self, wraps=True))

    def _add_side(self, place: int) -> None:
        conflict = self.conflict
        value = conflict.values[place]
        column = QVBoxLayout()
        column.setSpacing(6)
        if conflict.field == LIFE:
            said = words.removal(conflict.mine[1])[place]
            choose = self.button(
                f"take_{self.key}_{place}", ("Keep it", "Remove it")[place], f"{said}: {conflict.title}"
            )
            text = label(said, "", self, wraps=True)
        else:
            by = conflict.by[place] if conflict.by else ""
            who = words.side(conflict.mine[place], len(conflict.values) > 2, by)
            column.addWidget(label(who if place else f"{who} · shows now", "small", self))
            text = label(self._said(value) or "(nothing)", "" if value else "muted", self, wraps=True)
            choose = self.button(
                f"take_{self.key}_{place}", "Take this", f"Take this, {who}: {self._said(value) or 'nothing'}"
            )
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        column.addWidget(text, 1)
        choose.clicked.connect(lambda: self.decided.emit(conflict, place, None))
        column.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)
        self._sides.addLayout(column, 1)

    def _said(self, value: str) -> str:
        return edtf.display(value) if self.conflict.field in DATES else _short(value)

    def _add_more(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        if self.conflict.field in _TEXTS:
            both = self.button(f"both_{self.key}", "Keep both", f"Keep both: {self.accessibleName()}")
            both.clicked.connect(lambda: self.decided.emit(self.conflict, "both", None))
            row.addWidget(both)
        if self.conflict.field not in _NOT_WRITTEN and not self.conflict.field.startswith("key:"):
            own = self.button(f"own_{self.key}", "Write another…", f"Write another: {self.accessibleName()}")
            own.clicked.connect(self.write_own)
            row.addWidget(own)
        row.addStretch(1)
        if row.count() > 1:
            self.column.addLayout(row)

    def write_own(self) -> None:
        """Opens a field with what shows now, to be written over."""
        if self._field is None:
            self._field = QPlainTextEdit(self.conflict.values[0], self)
            self._field.setObjectName(f"write_{self.key}")
            self._field.setAccessibleName(f"What it is to say: {self.accessibleName()}")
            self._field.setTabChangesFocus(True)
            self._field.setFixedHeight(_FIELD_PX)
            save = self.button(f"save_{self.key}", "Save", f"Save: {self.accessibleName()}")
            save.setProperty("look", "primary")
            save.clicked.connect(self._save)
            self.column.addWidget(self._field)
            self.column.addWidget(save, 0, Qt.AlignmentFlag.AlignLeft)
            for widget in (self._field, save):
                widget.show()  # Qt would do so later
            self.grown.emit(save)
        self._field.setFocus()

    def _save(self) -> None:
        if self._field is not None:
            self.decided.emit(self.conflict, "own", written(self._field))


class OfferCard(_Card):
    """`answered(offer, join)`."""

    answered = Signal(object, bool)

    def __init__(self, offer: Offer, parent: QWidget, *, writable: bool) -> None:
        said = f"Tag “{offer.came}” came; “{offer.here}” is here: {offer.why}"
        self.key = f"{offer.came_uid[:8]}_{offer.here_uid[:8]}"
        super().__init__(f"offer_{self.key}", said, parent, writable=writable)
        self.column.addWidget(label(f"Tags “{offer.came}” and “{offer.here}”: one?", "strong", self, wraps=True))
        uses = counted(offer.uses, "passage carries", "passages carry") if offer.uses else "no passage carries"
        self.column.addWidget(
            label(f"The first came from others ({uses} it). They have {offer.why}.", "muted", self, wraps=True)
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, words_, join in (("join", f"Make it “{offer.here}”", True), ("apart", "They are two", False)):
            button = self.button(f"{name}_{self.key}", words_, f"{words_}: {said}")
            button.clicked.connect(lambda _=False, join=join: self.answered.emit(offer, join))
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)


class HeldCard(_Card):
    """`dropped(held)`."""

    dropped = Signal(object)

    def __init__(self, held: Held, parent: QWidget, *, writable: bool) -> None:
        self.key = f"{held.kind}_{held.uid[:12]}"
        said = f"A {held.kind} could not be placed: {held.why}"
        super().__init__(f"held_{self.key}", said, parent, writable=writable)
        self.column.addWidget(label(f"{said}.", "strong", self, wraps=True))
        text: QLabel = label(_short(held.words) or "(no words)", "muted", self, wraps=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(text)
        drop = self.button(f"drop_{self.key}", "Let it go", f"Let it go: {said}")
        drop.clicked.connect(lambda: self.dropped.emit(held))
        self.column.addWidget(drop, 0, Qt.AlignmentFlag.AlignLeft)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARS else text[:_SHOWN_CHARS] + "…"
