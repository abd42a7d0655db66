"""One passage as a card of the inspector: its words, tags, note and place; what waits for review, with the difference."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from archive.model.ids import TagId
from archive.model.passage import COLOURS, Passage, State
from desktop.theme import Theme
from desktop.widgets.basics import label
from desktop.widgets.chip import Flow
from desktop.widgets.keys import in_tab_order, laid_out
from desktop.widgets.note_field import NoteField

from .bar import ColourDot
from .differences import difference
from .hover import SAVE_MS
from .tagchip import TagChip

_QUOTE_CHARS = 150
KEEP, REVIEW = "Keep as it is", "Review again"
_NOTE_CHARS = 600  # of a note on its card; a label of a megabyte would take seconds to break into lines
_NOTE_PX = 72
_BAR_PX = 3


class PassageCard(QFrame):
    """Asks by signals only; `show_passage` fills it again without losing a note that is being written.

    What few cards need (the field of the note, the colours, the answers to a review) is made when it is first shown.
    """

    opened = Signal(str)
    tag_asked = Signal(str)
    untag_asked = Signal(str, str)
    noted = Signal(str, str)
    coloured = Signal(str, str)
    removed = Signal(str)
    accepted = Signal(str)
    attached = Signal(str)
    kept = Signal(str)
    stepped = Signal(str, int)
    menu_asked = Signal(str, QPoint)  # a place on the screen
    copied = Signal(str)
    dragged = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget, *, writable: bool) -> None:
        super().__init__(parent)
        self._theme, self._writable = theme, writable
        self.uid = ""
        self._colour = "sun"
        self._chosen = False
        self._pressed: QPoint | None = None
        self._note_kept = ""
        self._held: tuple[object, ...] = ()
        self.setObjectName("passage_card")
        self.setProperty("look", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.quote = label("", "", self, wraps=True)
        self.quote.setFont(theme.font("quote"))
        self.difference = QLabel(self)
        self.difference.setWordWrap(True)
        self.difference.setTextFormat(Qt.TextFormat.RichText)
        self.difference.setObjectName("passage_difference")
        self.why = label("", "warning", self, wraps=True)
        self.chips = Flow(gap=6, row_gap=4)
        self._chips: list[TagChip] = []
        self._dots: QWidget | None = None
        self._answers: QWidget | None = None
        self._note: NoteField | None = None
        self.told = label("", "", self, wraps=True)
        self.told.setCursor(Qt.CursorShape.IBeamCursor)
        self.told.installEventFilter(self)
        self.place = label("", "small", self)
        self._timer = QTimer(self, interval=SAVE_MS, singleShot=True)
        self._timer.timeout.connect(self.save)
        self._lay_out()

    def _lay_out(self) -> None:
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(22, 10, 12, 8)
        self._rows.setSpacing(6)
        self._rows.addWidget(self.quote)
        self._rows.addWidget(self.why)
        self._rows.addWidget(self.difference)
        self._rows.addLayout(self.chips)
        self._rows.addWidget(self.told)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(0)
        self._foot.addWidget(self.place, 1)
        self._rows.addLayout(self._foot)
        if self._writable:
            add = QPushButton("Tag…", self)
            add.setObjectName("card_tag")
            add.setAccessibleName("Tag this passage")
            add.setProperty("look", "chip")
            add.clicked.connect(lambda: self.tag_asked.emit(self.uid))
            self.chips.addWidget(add)

    @property
    def stops(self) -> list[QWidget]:
        """What Tab goes through, as it stands on the card; what is made late would come last of all otherwise."""
        return [self, *laid_out(self._rows)]

    @property
    def note(self) -> NoteField:
        """The field in which the note is written."""
        if self._note is None:
            self._note = NoteField(self)
            self._note.setObjectName("card_note")
            self._note.setAccessibleName("Note on the passage")
            self._note.setPlaceholderText("A note on these words")
            self._note.setTabChangesFocus(True)
            self._note.setFixedHeight(_NOTE_PX)
            self._note.installEventFilter(self)
            self._note.textChanged.connect(self._timer.start)
            self._note.hide()
            self._rows.insertWidget(self._rows.indexOf(self.told) + 1, self._note)
            in_tab_order(self.stops)
        return self._note

    @property
    def _writing(self) -> bool:
        return self._note is not None and self._note.isVisibleTo(self)

    @property
    def answers(self) -> QWidget:
        """What can be done with a passage whose words have changed."""
        if self._answers is None:
            self._answers = QWidget(self)
            flow = Flow(gap=6, row_gap=4)
            self._answers.setLayout(flow)
            for name, words, signal in (
                ("accept", "Accept", self.accepted),
                ("attach", "Re-attach to selection", self.attached),
                ("keep", KEEP, self.kept),
            ):
                button = QPushButton(words, self._answers)
                button.setObjectName(f"passage_{name}")
                button.setAccessibleName(words)
                button.setProperty("look", "chip")
                button.clicked.connect(lambda _=False, signal=signal: signal.emit(self.uid))
                flow.addWidget(button)
            self._answers.hide()
            self._rows.insertWidget(self._rows.indexOf(self.difference) + 1, self._answers)
            in_tab_order(self.stops)
        return self._answers

    @property
    def dots(self) -> QWidget:
        """The colours to choose from."""
        if self._dots is None:
            self._dots = QWidget(self)
            line = QHBoxLayout(self._dots)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(0)
            for role in COLOURS:
                dot = ColourDot(role, self._theme, self._dots, side=20)
                dot.clicked.connect(lambda _=False, role=role: self.coloured.emit(self.uid, role))
                line.addWidget(dot)
            self._dots.hide()
            self._foot.addWidget(self._dots)
            in_tab_order(self.stops)
        return self._dots

    # Filling

    def put_by(self) -> None:
        """Shows nothing until it is filled with another passage; a note that is being written is told first."""
        if self._writing:
            self._close_note()
        self.hide()
        self._held = ()

    def show_passage(
        self, passage: Passage, colours: Mapping[TagId, str], colour: str, place: str, *, chosen: bool
    ) -> None:
        """Fills the card; `place` is "¶ 3"."""
        self.set_chosen(chosen)
        held = (passage, tuple(colours.get(use.tag, "sun") for use in passage.tags), colour, place)
        if held == self._held:
            return
        self._held, self.uid, self._colour = held, passage.uid, colour
        words = " ".join(passage.anchor.exact.split())
        cut = words if len(words) <= _QUOTE_CHARS else words[:_QUOTE_CHARS].rsplit(" ", 1)[0] + "…"
        self.quote.setText(cut)
        self.setAccessibleName(f"Passage: {cut}")
        self._fill_chips(passage, colours)
        if not self._writing:
            self._note_kept = passage.note
            self.told.setText(_told(passage.note))
            self.told.setProperty("look", "muted")
        self._fill_review(passage)
        told = {State.ANCHORED: place, State.REVIEW: "to review", State.ORPHAN: "its words are gone"}[passage.state]
        if passage.kept and passage.state is State.REVIEW:
            told = "kept as it is"
        self.place.setText(f"{told} · {passage.author}" if told else passage.author)
        self._show_chosen()
        self.update()

    def set_chosen(self, chosen: bool) -> None:
        if chosen != self._chosen:
            self._chosen = chosen
            self._show_chosen()
            self.update()

    def _show_chosen(self) -> None:
        passage = self._held[0] if self._held else None
        assert passage is None or isinstance(passage, Passage)
        coloured = self._chosen and self._writable and not (passage is not None and passage.tags)
        if coloured or self._dots is not None:
            for dot in self.dots.findChildren(ColourDot):
                dot.setChecked(dot.role == self._colour)
            self.dots.setVisible(coloured)
        open_to_answer = passage is not None and passage.state is not State.ANCHORED and (passage.waits or self._chosen)
        if (self._writable and open_to_answer) or self._answers is not None:
            self.answers.setVisible(self._writable and open_to_answer)
        if not self._writing:
            self.told.setVisible(bool(self._note_kept.strip()) or (self._chosen and self._writable))

    def _fill_chips(self, passage: Passage, colours: Mapping[TagId, str]) -> None:
        """Shows the tags on the chips that there are; only those that are missing are made."""
        made = len(self._chips) < len(passage.tags)
        for place, use in enumerate(passage.tags):
            colour = colours.get(use.tag, "sun")
            if place < len(self._chips):
                self._chips[place].show_tag(use.path, colour)
                continue
            chip = TagChip(use.path, colour, self._theme, self, removable=self._writable)
            if self._writable:
                chip.clicked.connect(lambda _=False, chip=chip: self.untag_asked.emit(self.uid, chip.path))
            self._chips.append(chip)
            self.chips.insertWidget(place, chip)
            chip.show()
        while len(self._chips) > len(passage.tags):
            self.chips.drop(self._chips.pop())
        if made:
            in_tab_order(self.stops)

    def _fill_review(self, passage: Passage) -> None:
        waits, lost = passage.waits, passage.state is not State.ANCHORED
        proposal = passage.proposal
        why = proposal.why if proposal is not None else "Its words are no longer in the text."
        self.why.setText(why)
        self.why.setVisible(waits)
        self.difference.setVisible(waits and proposal is not None)
        if proposal is not None:
            self.difference.setText(difference(passage.anchor.exact, proposal.exact))
        if self._answers is None and not lost:
            return
        for name, shown in (("accept", waits and proposal is not None), ("attach", waits), ("keep", lost)):
            self._answer(name).setVisible(shown)
        keep = self._answer("keep")
        keep.setText(KEEP if waits else REVIEW)
        keep.setAccessibleName(keep.text())

    def _answer(self, name: str) -> QPushButton:
        button = self.answers.findChild(QPushButton, f"passage_{name}")
        assert isinstance(button, QPushButton)
        return button

    # The note

    def edit_note(self) -> None:
        """Opens the note for writing."""
        if not self._writable:
            return
        self.note.show_note(self._note_kept)
        self.told.hide()
        self.note.show()
        self.note.setFocus()
        self.note.moveCursor(self.note.textCursor().MoveOperation.End)

    @property
    def unsaved(self) -> str | None:
        """What was typed and not yet told, or None."""
        return self.note.typed_note(self._note_kept) if self._writing else None

    def save(self) -> None:
        self._timer.stop()
        text = self.unsaved
        if text is not None:
            self._note_kept = text
            self.noted.emit(self.uid, text)

    def _close_note(self) -> None:
        self.save()
        self.note.hide()
        self.told.setText(_told(self._note_kept))
        self._show_chosen()

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self.told and kind == QEvent.Type.MouseButtonPress:
            self.edit_note()
            return True
        if watched is self._note and kind == QEvent.Type.FocusOut:
            self._close_note()
        escaped = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if watched is self._note and kind == QEvent.Type.KeyPress and escaped:
            self.setFocus()
            return True
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        asked = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if asked and (self._act(event.key()) or event.matches(QKeySequence.StandardKey.Copy)):  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(self.uid, event.globalPos())

    def _act(self, key: int) -> bool:
        return key in (Qt.Key.Key_N, Qt.Key.Key_T, Qt.Key.Key_Delete) and self._writable

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit(self.uid)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.uid)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(self.uid, 1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_N and self._writable:
            self.edit_note()
        elif key == Qt.Key.Key_T and self._writable:
            self.tag_asked.emit(self.uid)
        elif key == Qt.Key.Key_Delete and self._writable:
            self.removed.emit(self.uid)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = event.position().toPoint() if left else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        far = QApplication.startDragDistance()
        if self._pressed is not None and (event.position().toPoint() - self._pressed).manhattanLength() >= far:
            self._pressed = None  # what is dragged out is not opened
            self.dragged.emit(self.uid)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if (
            pressed is not None
            and event.button() == Qt.MouseButton.LeftButton
            and self.rect().contains(event.position().toPoint())
        ):
            self.opened.emit(self.uid)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(f"{self._colour}_mark"))
        painter.drawRoundedRect(10, self.quote.y() + 2, _BAR_PX, self.quote.height() - 4, 1.5, 1.5)
        if self._chosen or self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._theme.color("accent"))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 10, 10)
        painter.end()


def _told(note: str) -> str:
    words = note.strip()
    cut = words if len(words) <= _NOTE_CHARS else f"{words[:_NOTE_CHARS].rstrip()}…"
    return cut or "Add a note"
