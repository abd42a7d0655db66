"""The card beside a mark: what the sentence says, from where, how the date was come by, and what can be done."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from archive.model.event import Mention, Status
from desktop.theme import Theme
from desktop.widgets.basics import label, push_button
from desktop.wording import one_line

from .quoting import parts
from .words import PRECISIONS, Headings, resolved, source, status, when

WIDTH_PX = 320
_EDGE_PX, _GAP_PX, _AHEAD_PX = 8, 10, 40
_OVER_PX = 30  # over a mark stands its label
_SENTENCE_CHARS, _OTHER_CHARS = 420, 160
_OTHERS = 3
_LINGER_MS = 220  # time to move the pointer from the mark onto the card


class EventCard(QFrame):
    """`asked(what, uid)`: read (beside the words, with `reading`: timeline), confirm, reopen or edit."""

    asked = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget, *, reading: bool = False) -> None:
        super().__init__(parent)
        self._theme, self._over, self._reading = theme, parent, reading
        self.mention: Mention | None = None
        self.setObjectName("event_card")
        self.setAccessibleName("The time that is pointed at")
        self.setProperty("look", "popup")
        self.setFixedWidth(WIDTH_PX)
        self._head, self._sentence, self._others = QLabel(self), QLabel(self), QLabel(self)
        for rich in (self._head, self._sentence, self._others):
            rich.setTextFormat(Qt.TextFormat.RichText)
            rich.setWordWrap(True)
        self._label = label("", "", self, wraps=True)
        self._source = label("", "small", self, wraps=True)
        self._note = label("", "", self, wraps=True)
        self._why = label("", "warning", self, wraps=True)
        self.read_button = self._button("On the timeline", "timeline") if reading else self._button("Read", "read")
        self.confirm_button = self._button("Confirm", "confirm")
        self.edit_button = self._button("Correct…", "edit")
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in (self.read_button, self.confirm_button, self.edit_button):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(6)
        for each in (self._head, self._label, self._sentence, self._source, self._why, self._others, self._note):
            column.addWidget(each)
        column.addLayout(row)
        self._leaving = QTimer(self, interval=_LINGER_MS, singleShot=True)
        self._leaving.timeout.connect(self.hide)
        self.hide()

    def _button(self, words: str, what: str) -> QPushButton:
        button = push_button(words, f"event_card_{what}", self, spoken=words.rstrip("…"))
        button.clicked.connect(lambda: self._ask(what))
        return button

    def _ask(self, what: str) -> None:
        if self.mention is not None:
            judged = self.mention.status is Status.CONFIRMED
            self.asked.emit("reopen" if what == "confirm" and judged else what, self.mention.uid)

    def show_mention(
        self,
        mention: Mention,
        headings: Headings,
        near: QRect,
        *,
        writable: bool,
        others: Sequence[Mention] = (),
        why: str = "",
    ) -> None:
        """Shows the card beside a rectangle of its parent; `others` tell the same, or, with `why` in a sentence, contradict it."""
        self._leaving.stop()
        self.mention = mention
        self._head.setText(self._told(mention))
        named = bool(mention.label) and one_line(mention.label).strip("…") not in one_line(mention.sentence)
        self._label.setText(mention.label)
        self._label.setVisible(named)
        self._sentence.setText(self._quoted(mention, _SENTENCE_CHARS))
        self._sentence.setVisible(bool(mention.exact) and not self._reading)
        self._source.setText(f"{source(mention, headings)} · {resolved(mention)}")
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self._others.setText("".join(self._other(each, headings) for each in others[:_OTHERS]) + self._more(others))
        self._others.setVisible(bool(others))
        self._note.setText(mention.note.strip()[:300])
        self._note.setVisible(bool(mention.note.strip()))
        self.read_button.setVisible(mention.article is not None)
        self.confirm_button.setText("Reopen" if mention.status is Status.CONFIRMED else "Confirm")
        for button in (self.confirm_button, self.edit_button):
            button.setVisible(writable)
        # Not adjustSize: it asks how tall the words are in the narrower width that they would like.
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.resize(WIDTH_PX, layout.totalHeightForWidth(WIDTH_PX))
        self.place(near)
        self.show()
        self.raise_()

    def _told(self, mention: Mention) -> str:
        """The words, what they mean, how finely, and what was said of it."""
        words, date = one_line(mention.exact) or mention.label, when(mention)
        # Where the words are the date, an arrow would lead to the same again.
        parts = ["" if words == date else f"→ {date}"]
        if mention.edtf is not None:
            parts.append(PRECISIONS[mention.precision].lower())
        if mention.status is not Status.FOUND or mention.merged > 1:
            parts.append(status(mention))
        muted, told = self._theme.color("muted").name(), " · ".join(parts).strip()
        return f'<b>{escape(words)}</b> <span style="color: {muted}">{escape(told)}</span>'

    def _other(self, mention: Mention, headings: Headings) -> str:
        """Another that tells of it, with its sentence, its source and its date."""
        muted = self._theme.color("muted").name()
        told = escape(f"{source(mention, headings)} · {when(mention)}")
        return f'{self._quoted(mention, _OTHER_CHARS)}<div style="color: {muted}; font-size: 11px">{told}</div>'

    def _more(self, others: Sequence[Mention]) -> str:
        left = len(others) - _OTHERS
        return f"<div>and {left:,} more</div>" if left > 0 else ""

    def _quoted(self, mention: Mention, most_chars: int) -> str:
        whole = parts(mention)
        before, after = whole.before, whole.after
        if len(before) + len(after) > most_chars:
            half = most_chars // 2
            before = "…" + before[-half:].partition(" ")[2] if len(before) > half else before
            after = after[:half].rpartition(" ")[0] + "…" if len(after) > half else after
        family = self._theme.font("reading").family()
        marked = f'<span style="text-decoration: underline; color: {self._theme.color("accent").name()}">'
        return (
            f"<div style=\"font-family: '{escape(family)}'; font-size: 14px; line-height: 112%\">"
            f"“{escape(before)}{marked}{escape(whole.exact)}</span>{escape(after)}”</div>"
        )

    def place(self, near: QRect) -> None:
        """Goes under a rectangle of its parent, or over it, or beside it: never onto it where there is room elsewhere."""
        room, width, height = self._over.rect(), self.width(), self.height()
        x = min(max(_EDGE_PX, near.center().x() - _AHEAD_PX), room.width() - width - _EDGE_PX)
        below, above = near.bottom() + _GAP_PX, near.top() - height - _OVER_PX
        if below + height <= room.height() - _EDGE_PX:
            y = below
        elif above >= _EDGE_PX:
            y = above
        else:
            y = min(near.center().y() - height // 2, room.height() - height - _EDGE_PX)
            right, left = near.right() + _GAP_PX, near.left() - width - _GAP_PX
            x = right if right + width <= room.width() - _EDGE_PX else left
        self.move(QPoint(max(_EDGE_PX, x), max(_EDGE_PX, y)))

    def leave(self) -> None:
        """The pointer has gone from the mark; the card goes too unless the pointer comes onto it."""
        if self.isVisible() and not self.underMouse():
            self._leaving.start()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._leaving.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: object) -> None:
        self._leaving.start()
        super().leaveEvent(event)  # type: ignore[arg-type]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self._over.setFocus()
        else:
            super().keyPressEvent(event)
