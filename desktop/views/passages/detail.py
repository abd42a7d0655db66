"""The passage that is chosen, whole: its words with the paragraphs around them on demand, tags, note, and what it waits for."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from archive.archive import Archive
from archive.model.passage import Passage, State
from desktop.context import Context
from desktop.models.passages import Row
from desktop.widgets.basics import hairline, label, push_button
from desktop.widgets.chip import Chip, Flow
from desktop.widgets.keys import in_tab_order, laid_out
from desktop.widgets.note_field import NoteField
from desktop.wording import day

from .words import STATES, tag_words, title

_TYPING_MS = 700
_NOTE_PX = 96
_SHOWN_CHARS = 12_000  # of the words, and of what stands before and after them
_BESIDE_PX = 46  # the margins of the pane, and a scroll bar


class Detail(QWidget):
    """Filled by `show_row`. Signals ask; nothing is written here."""

    open_asked = Signal()
    tags_asked = Signal()
    untag_asked = Signal(str)  # path
    note_typed = Signal(str, str, bool)  # uid, text, whether it goes on with the typing before
    accept_asked = Signal(str)  # uid
    memo_asked = Signal(str)  # uid: write a memo on this passage

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("passage-detail")
        self.setAccessibleName("Passage")
        self.setProperty("look", "raised")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._context = context
        self._row: Row | None = None
        self._joining = False
        self.around = False  # whether the paragraphs before and after are shown
        self._scroll = QScrollArea(self)
        self._inner = QWidget(self._scroll.viewport())  # where all of it stays
        self.source = self._button("passage-open", "", "link")
        self.words = QTextEdit(self._inner)
        self.context_button = self._button("passage-context", "Show context", "link")
        self.state = label("", "warning", self._inner, wraps=True)
        self.accept = self._button("passage-accept", "Accept this place", "primary")
        self.chips = Flow(gap=6, row_gap=6)
        self.note = NoteField(self._inner)
        self.made = label("", "small", self._inner, wraps=True)
        self.memo = self._button("passage-memo", "Write a memo on it", "link")
        self._typing = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._typing.timeout.connect(self.flush)
        self._build()
        self._connect()
        self.show_row(None)

    def _button(self, name: str, words: str, look: str) -> QPushButton:
        return push_button(words, name, self._inner, look=look, spoken=words)

    def _build(self) -> None:
        self.words.setObjectName("passage-words")
        self.words.setAccessibleName("Words")
        self.words.setReadOnly(True)
        self.words.setProperty("look", "bare")
        self.words.setFrameShape(QFrame.Shape.NoFrame)
        self.words.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.words.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.words.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # words are selected in it, nothing is asked of it
        self.words.document().setDocumentMargin(0)
        self.words.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.note.setObjectName("passage-note")
        self.note.setAccessibleName("Note")
        self.note.setPlaceholderText("A note on this passage")
        self.note.setProperty("look", "field")
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(_NOTE_PX)
        self.note.setReadOnly(self._context.archive.read_only)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(16, 18, 14, 16)
        column.setSpacing(10)
        for part in (
            self.source,
            self.words,
            self.context_button,
            self.state,
            self.accept,
            hairline(parent=self._inner),
        ):
            column.addWidget(part)
        column.addWidget(label("Tags", "section", self._inner))
        column.addLayout(self.chips)
        column.addWidget(label("Note", "section", self._inner))
        column.addWidget(self.note)
        column.addWidget(self.made)
        row = QHBoxLayout()
        row.addWidget(self.memo)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        scroll = self._scroll
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._inner)
        self._inner.setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _connect(self) -> None:
        self.source.clicked.connect(self.open_asked)
        self.context_button.clicked.connect(self.toggle_context)
        self.note.textChanged.connect(self._typed)
        self.accept.clicked.connect(lambda: self._with(lambda passage: self.accept_asked.emit(passage.uid)))
        self.memo.clicked.connect(lambda: self._with(lambda passage: self.memo_asked.emit(passage.uid)))
        self._context.theme.changed.connect(self._set_words)

    def _with(self, act: Callable[[Passage], object]) -> None:
        if self._row is not None:
            act(self._row.passage)

    # Filling

    def show_row(self, row: Row | None) -> None:
        """Shows a passage, or nothing; a note that is being typed stays as it is."""
        other = row is None or self._row is None or row.passage.uid != self._row.passage.uid
        if other:
            self.flush()
            self._joining = False
        self._row = row
        self._inner.setVisible(row is not None)
        if row is None:
            return
        passage = row.passage
        self._fit_source()
        self.source.setToolTip(f"Open in the reader: {title(row.article)}")
        self.source.setAccessibleName(f"Open in the reader: {title(row.article)}")
        self._set_words()
        self._show_state(passage)
        self._show_tags(row)
        if (other or not self._typing.isActive()) and self.note.note != passage.note:
            self.note.show_note(passage.note)
        changed = f" · changed {day(passage.modified)}" if day(passage.modified) != day(passage.created) else ""
        self.made.setText(f"Marked by {passage.author} on {day(passage.created)}{changed}")

    def _fit_source(self) -> None:
        """The title as far as there is room for it: it never makes the pane wider than it is."""
        if self._row is not None:
            room = self.width() - _BESIDE_PX
            words = self.source.fontMetrics().elidedText(
                title(self._row.article), Qt.TextElideMode.ElideRight, max(60, room)
            )
            self.source.setText(words.replace("&", "&&"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_source()
        if self._row is not None:
            self._show_tags(self._row)

    def _show_state(self, passage: Passage) -> None:
        told = "" if passage.state is State.ANCHORED else f"{STATES[passage.state]}. "
        if passage.proposal is not None:
            told += f"{passage.proposal.why} It may now read: “{passage.proposal.exact}”"
        elif passage.state is State.ORPHAN:
            told += "Its words do not stand in the article's present text."
        self.state.setText(told)
        self.state.setVisible(bool(told))
        self.accept.setVisible(passage.proposal is not None and not self._context.archive.read_only)

    def _show_tags(self, row: Row) -> None:
        self.chips.clear()
        writable = not self._context.archive.read_only
        for use in row.passage.tags:
            words = self.fontMetrics().elidedText(
                tag_words(use.path), Qt.TextElideMode.ElideMiddle, max(60, self.width() - _BESIDE_PX - 40)
            )
            chip = Chip(words.replace("&", "&&"), parent=self._inner)
            chip.setAccessibleName(tag_words(use.path))
            chip.setCheckable(False)
            chip.setIcon(self._context.theme.icon("circle-fill", f"{row.tag_colours.get(use.tag, 'sun')}_mark"))
            chip.setObjectName(f"passage-tag-{use.path}")
            chip.setToolTip(
                f"{use.path}, by {use.author}. Click to take it off." if writable else f"{use.path}, by {use.author}."
            )
            if writable:
                chip.clicked.connect(partial(self._untag, use.path))
            self.chips.addWidget(chip)
        if writable:
            more = Chip("Tag…", parent=self._inner)
            more.setCheckable(False)
            more.setObjectName("passage-tag-more")
            more.clicked.connect(lambda: self.tags_asked.emit())
            self.chips.addWidget(more)
        in_tab_order([self.accept, *laid_out(self.chips), self.note])

    def _untag(self, path: str, _checked: bool = False) -> None:
        self.untag_asked.emit(path)

    # Words and their context

    def toggle_context(self) -> None:
        """Shows the paragraphs before and after, or hides them."""
        self.around = not self.around
        self._set_words()

    def _set_words(self) -> None:
        row = self._row
        if row is None:
            return
        self.context_button.setText("Hide context" if self.around else "Show context")
        if not self.around:
            self._write(["", row.passage.anchor.exact, ""], row)
            return
        archive, passage = self._context.archive, row.passage

        def done(parts: list[str]) -> None:
            if self.around and self._row is not None and self._row.passage.uid == passage.uid:
                self._write(parts, row)

        self._context.jobs.latest(
            ("context", id(self)), lambda _: surroundings(archive, passage), done=done, owner=self
        )

    def _write(self, parts: list[str], row: Row) -> None:
        theme = self._context.theme
        self.words.clear()
        cursor = QTextCursor(self.words.document())
        lines = QTextBlockFormat()
        lines.setLineHeight(116, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.setBlockFormat(lines)
        before, words, after = parts
        # Laying out a megabyte takes seconds, and nobody reads it beside a list.
        before = before if len(before) <= _SHOWN_CHARS else f"…{before[-_SHOWN_CHARS:]}"
        words, after = (text if len(text) <= _SHOWN_CHARS else f"{text[:_SHOWN_CHARS]}…" for text in (words, after))
        plain, wash = QTextCharFormat(), QTextCharFormat()
        for look in (plain, wash):
            look.setFont(theme.font("quote", 15))
        plain.setForeground(theme.color("muted"))
        wash.setForeground(theme.color("text"))
        wash.setBackground(theme.color(row.colour or "sun"))
        for text, look in ((before, plain), (words, wash), (after, plain)):
            cursor.insertText(text, look)

    def _fit(self) -> None:
        self.words.setFixedHeight(max(24, round(self.words.document().size().height()) + 6))

    # The note

    def edit_note(self) -> None:
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)
        self.note.moveCursor(QTextCursor.MoveOperation.End)

    def _typed(self) -> None:
        self._typing.start()

    def flush(self) -> None:
        """Hands on at once what was typed into the note."""
        self._typing.stop()
        row = self._row
        text = self.note.typed_note(row.passage.note) if row is not None else None
        if row is not None and text is not None and not self.note.isReadOnly():
            self.note_typed.emit(row.passage.uid, text, self._joining)
            self._joining = True
            self._row = replace(row, passage=replace(row.passage, note=text))


def surroundings(archive: Archive, passage: Passage) -> list[str]:
    """The text before, in and after a passage: its paragraphs whole, with the one before and the one after."""
    with archive.snapshot():
        edition = archive.store.editions.get(passage.edition)
    anchor, blocks = passage.anchor, edition.blocks
    inside = [number for number, block in enumerate(blocks) if block.start < anchor.end and block.end > anchor.start]
    if not inside:
        return ["", anchor.exact, ""]
    start = blocks[max(0, inside[0] - 1)].start
    end = blocks[min(len(blocks) - 1, inside[-1] + 1)].end
    text = edition.text
    return [text[start : anchor.start], text[anchor.start : anchor.end], text[anchor.end : end]]
