"""One memo: title, text, what it is about, and links both ways. Typing is handed on when it pauses; nothing is written here."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop.context import Context
from desktop.models.memos import KINDS, Linked, Named
from desktop.widgets.basics import hairline, label
from desktop.widgets.chip import Chip, Flow
from desktop.widgets.note_field import NoteField
from desktop.wording import day

_TYPING_MS = 700
_WIDEST = 760
_LABEL_PX = 300
_ICONS = {"article": "article", "tag": "tag", "collection": "folder-simple", "passage": "quotes", "memo": "notebook"}


class Editor(QWidget):
    """Filled by `show_memo`; `flush` hands on at once what was typed."""

    edited = Signal(str, str, str, bool)  # uid, title, text, whether it goes on with the typing before
    followed = Signal(object)  # Named
    link_asked = Signal(object)  # the widget that asked
    unlinked = Signal(str, object)  # uid, Named
    delete_asked = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("memo-editor")
        self.setAccessibleName("Memo")
        self._context = context
        self._shown: Linked | None = None
        self._joining = False
        self._title_wanted = ""
        self._typing = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._typing.timeout.connect(self.flush)
        self.title = QLineEdit(self)
        self.about = Flow(gap=6, row_gap=6)
        self.text = NoteField(self)
        self.links = Flow(gap=6, row_gap=6)
        self.backlinks = Flow(gap=6, row_gap=6)
        self._links_head = label("Leads to", "section", self)
        self._back_head = label("Linked from", "section", self)
        self.made = label("", "small", self)
        self.delete = QToolButton(self)
        self._build()

    def _build(self) -> None:
        theme, read_only = self._context.theme, self._context.archive.read_only
        self.title.setObjectName("memo-title")
        self.title.setAccessibleName("Title")
        self.title.setPlaceholderText("Title")
        self.title.setProperty("look", "bare")
        self.title.setFont(theme.font("heading"))
        self.title.setReadOnly(read_only)
        self.text.setObjectName("memo-text")
        self.text.setAccessibleName("Text")
        self.text.setPlaceholderText("Write here")
        self.text.setProperty("look", "bare")
        self.text.setFrameShape(NoteField.Shape.NoFrame)
        self.text.setFont(theme.font("quote", 16))
        self.text.setStyleSheet("padding: 0;")
        self.text.document().setDocumentMargin(0)
        self.text.setTabChangesFocus(True)
        self.text.setReadOnly(read_only)
        self.delete.setIcon(theme.icon("trash"))
        self.delete.setObjectName("memo-delete")
        self.delete.setAccessibleName("Delete memo")
        self.delete.setToolTip("Delete memo")
        self.delete.setVisible(not read_only)
        self.delete.clicked.connect(self._ask_delete)
        self.title.textEdited.connect(lambda: self._typing.start())
        self.title.returnPressed.connect(lambda: self.text.setFocus(Qt.FocusReason.OtherFocusReason))
        self.text.textChanged.connect(lambda: self._typing.start())
        self._lay_out()

    def _lay_out(self) -> None:
        inner = QWidget(self)
        inner.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.delete)
        column.addLayout(head)
        column.addWidget(self.made)
        column.addLayout(self.about)
        column.addWidget(self.text, 1)
        column.addWidget(hairline(parent=self))
        for name, flow in ((self._links_head, self.links), (self._back_head, self.backlinks)):
            column.addWidget(name)
            column.addLayout(flow)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(28, 22, 24, 18)
        whole.addWidget(inner, 1)
        whole.addStretch(0)

    # Filling

    @property
    def busy(self) -> bool:
        """Whether something that was typed is not handed on yet."""
        return self._typing.isActive()

    def expect_title(self, uid: str) -> None:
        """Puts the keyboard into the title of a memo once it is shown."""
        self._title_wanted = uid

    def show_memo(self, shown: Linked) -> None:
        """Shows a memo; what is being typed in it stays."""
        other = self._shown is None or self._shown.memo.uid != shown.memo.uid
        self._shown = shown
        memo = shown.memo
        if other:
            self._joining = False
        if other or not self.busy:
            self._fill(memo.title, memo.text)
        changed = "" if memo.modified[:10] == memo.created[:10] else f" · changed {day(memo.modified)}"
        self.made.setText(f"{memo.author} · {day(memo.created)}{changed}")
        self._show_chips(self.about, [shown.about] if shown.about is not None else [], "On ", removable=False)
        self._show_chips(self.links, shown.links, "", removable=True)
        self._show_chips(self.backlinks, shown.backlinks, "", removable=False)
        self._back_head.setVisible(bool(shown.backlinks))
        self._links_head.setVisible(bool(shown.links) or not self._context.archive.read_only)
        if not self._context.archive.read_only:
            more = Chip("Link…", parent=self)
            more.setCheckable(False)
            more.setObjectName("memo-link")
            more.clicked.connect(lambda: self.link_asked.emit(more))
            self.links.addWidget(more)
        if self._title_wanted == memo.uid:
            self._title_wanted = ""
            self.title.setFocus(Qt.FocusReason.OtherFocusReason)
            self.title.selectAll()

    def _fill(self, title: str, text: str) -> None:
        if self.title.text() != title:
            self.title.setText(title)
        if self.text.note == text:
            return
        place = self.text.textCursor().position()
        self.text.show_note(text)
        self.text.blockSignals(True)
        cursor = QTextCursor(self.text.document())
        cursor.select(QTextCursor.SelectionType.Document)
        lines = QTextBlockFormat()
        lines.setBottomMargin(4)
        cursor.mergeBlockFormat(lines)
        self.text.document().setModified(False)
        cursor.clearSelection()
        cursor.setPosition(min(place, max(0, self.text.document().characterCount() - 1)))
        self.text.setTextCursor(cursor)
        self.text.blockSignals(False)

    def _show_chips(self, flow: Flow, things: Sequence[Named], before: str, *, removable: bool) -> None:
        flow.clear()
        metrics = self.fontMetrics()
        for named in things:
            words = f"{before}{KINDS[named.kind].lower()}: {named.label}" if before else named.label
            chip = Chip(
                metrics.elidedText(words, Qt.TextElideMode.ElideRight, _LABEL_PX).replace("&", "&&"), parent=self
            )
            chip.setCheckable(False)
            chip.setEnabled(named.there)
            chip.setIcon(self._context.theme.icon(_ICONS[named.kind]))
            chip.setObjectName(f"memo-to-{named.kind}-{named.uid}")
            chip.setAccessibleName(f"{KINDS[named.kind]}: {named.label}")
            chip.setToolTip(f"{KINDS[named.kind]}: {named.label}")
            chip.clicked.connect(partial(self._follow, named))
            flow.addWidget(chip)
            if removable and not self._context.archive.read_only:
                flow.addWidget(self._remover(named))

    def _remover(self, named: Named) -> QPushButton:
        button = QPushButton("×", self)
        button.setProperty("look", "quiet")
        button.setObjectName(f"memo-unlink-{named.uid}")
        button.setAccessibleName(f"Take off the link to {named.label}")
        button.setToolTip("Take this link off")
        button.setFixedSize(22, 22)
        button.setStyleSheet("padding: 0;")
        button.clicked.connect(partial(self._unlink, named))
        return button

    # What a person does

    def flush(self) -> None:
        """Hands on at once what was typed."""
        self._typing.stop()
        shown = self._shown
        if shown is None:
            return
        title, text = self.title.text(), self.text.typed_note(shown.memo.text)
        text = shown.memo.text if text is None else text
        same = (title, text) == (shown.memo.title, shown.memo.text)
        if not same and (title.strip() or text.strip()) and not self.text.isReadOnly():
            self.edited.emit(shown.memo.uid, title, text, self._joining)
            self._joining = True

    def _follow(self, named: Named, _checked: bool = False) -> None:
        self.flush()
        self.followed.emit(named)

    def _unlink(self, named: Named, _checked: bool = False) -> None:
        if self._shown is not None:
            self.unlinked.emit(self._shown.memo.uid, named)

    def _ask_delete(self) -> None:
        if self._shown is not None:
            self._typing.stop()
            uid, self._shown = self._shown.memo.uid, None
            self.delete_asked.emit(uid)
