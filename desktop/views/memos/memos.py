"""The research journal: memos at the left, found by words and by what they are about; the chosen one, edited in place, at the right."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from archive.model.change import Change
from archive.model.passage import Memo
from archive.operations import annotate, memos
from desktop.context import Context
from desktop.models.memos import (
    KINDS,
    MEMO_ROLE,
    PAGE,
    Linked,
    MemosModel,
    Named,
    collection_id,
    linked,
    named,
    tag_path,
)
from desktop.views.library.empty import EmptyState
from desktop.widgets.basics import Choices, clearable, hairline
from desktop.widgets.chip import Chip
from desktop.widgets.rowlist import set_up_rows

from .editor import Editor
from .picker import Picker
from .rows import MemoRows

Thing = tuple[str, str]
ALL = "all"
_FILTERS = (
    (ALL, "All"),
    ("", "Journal"),
    ("article", "Articles"),
    ("tag", "Tags"),
    ("passage", "Passages"),
    ("collection", "Collections"),
)
_TYPING_MS, _ONLY_PX = 120, 260
NEW_TITLE = "New memo"


class Memos(QWidget):
    """`open_requested(article, start, end)` when a link leads into an article, `tag_requested(path)` and
    `collection_requested(id)` when it leads to one of those. `refresh` fills the list."""

    open_requested = Signal(int, int, int)
    tag_requested = Signal(str)
    collection_requested = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("memos")
        self.setAccessibleName("Memos")
        self._context = context
        self._wanted: str | None = None  # the uid of the memo to be shown
        self.model = MemosModel(self)
        self.field = QLineEdit(self)
        self.kinds = Choices("memo-kinds", _FILTERS, self, wraps=True)
        self.only = Chip("", parent=self)
        self.new = QPushButton("New memo", self)
        self.list = QListView(self)
        self.editor = Editor(context, self)
        self.empty = EmptyState(self)
        self._stack = QStackedWidget(self)
        self._typing = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._typing.timeout.connect(self.refresh)
        self._kind = ALL
        self._listing = False  # before it is first looked at
        self._about: Thing | None = None  # the one thing that the memos listed are about
        self._build()
        self._connect()

    def _build(self) -> None:
        self.field.setObjectName("memo-search")
        self.field.setAccessibleName("Search memos")
        self.field.setPlaceholderText("Search memos")
        clearable(self.field, self._context.theme)
        self.kinds.choose(ALL)
        self.only.setObjectName("memo-only")
        self.only.setCheckable(False)
        self.only.setToolTip("Show the memos about other things too")
        self.new.setObjectName("memo-new")
        self.new.setAccessibleName("New memo")
        self.new.setEnabled(not self._context.archive.read_only)
        view = self.list
        set_up_rows(view, "memo-list", "Memos", even=True, tracked=True)
        view.setModel(self.model)
        view.setItemDelegate(MemoRows(self._context.theme, view))
        self._lay_out()

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(12, 12, 12, 10)
        head.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        row.addWidget(self.new)
        head.addLayout(row)
        head.addWidget(self.kinds)
        head.addWidget(self.only)
        self.only.hide()
        left = QWidget(self)
        left.setProperty("look", "raised")
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(hairline(parent=self))
        column.addWidget(self.list, 1)
        self._stack.addWidget(self.editor)
        self._stack.addWidget(self.empty)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        left.setMinimumWidth(260)
        for number, widget in enumerate((left, self._stack)):
            splitter.addWidget(widget)
            splitter.setStretchFactor(number, number)
        splitter.setSizes([404, 776])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)

    def _connect(self) -> None:
        self.field.textChanged.connect(lambda: self._typing.start())
        self.field.returnPressed.connect(lambda: self.list.setFocus(Qt.FocusReason.OtherFocusReason))
        self.kinds.chosen.connect(self._choose_kind)
        self.only.clicked.connect(lambda: self._choose_kind(ALL))
        self.new.clicked.connect(lambda: self.write(None))
        self.model.more_wanted.connect(self._more)
        self.list.selectionModel().currentChanged.connect(lambda index, _: self._choose(index.data(MEMO_ROLE)))
        editor = self.editor
        editor.edited.connect(self._edit)
        editor.followed.connect(self._follow)
        editor.link_asked.connect(self._ask_link)
        editor.unlinked.connect(self._unlink)
        editor.delete_asked.connect(self._delete)
        self._context.history.changed.connect(self._changed)

    def closing(self) -> None:
        """Hands on at once what was typed; the archive closes next."""
        self.editor.flush()

    # Listing

    def refresh(self) -> None:
        """Lists the memos that are looked for; the shown one stays."""
        self._listing = True
        self._context.jobs.latest(("memos", id(self)), self._reading(0), done=self._listed, owner=self)

    def _reading(self, offset: int) -> Callable[[object], list[Memo]]:
        """Reads a page of what is looked for now, and one more."""
        archive, words, about = self._context.archive, self.field.text(), self._about
        kind = None if self._kind == ALL else self._kind
        return lambda _: memos.memos(archive, words, about=about, kind=kind, limit=PAGE + 1, offset=offset)

    def show_about(self, thing: Thing, uid: str = "") -> None:
        """Lists the memos about one thing only, and shows one of them."""
        archive = self._context.archive
        self.editor.flush()
        self._wanted = uid or None
        self.field.clear()
        self._choose_kind(ALL, thing)
        self._context.jobs.run(lambda _: named(archive, thing), done=self._show_only, owner=self)

    def _show_only(self, about: Named) -> None:
        if about.thing == self._about:
            words = f"{KINDS[about.kind]}: {about.label}"
            room = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, _ONLY_PX)
            self.only.setText(f"{room.replace('&', '&&')}  ×")
            self.only.setAccessibleName(f"Only memos about {words}. Show all")
            self.only.show()

    def _listed(self, found: list[Memo]) -> None:
        self.list.selectionModel().blockSignals(True)
        self.model.show_memos(found[:PAGE], len(found) > PAGE)
        row = self.model.row_of(self._wanted or "")
        self.list.setCurrentIndex(self.model.index(max(row, 0)))
        self.list.selectionModel().blockSignals(False)
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus if found else Qt.FocusPolicy.NoFocus)
        if not found:
            self._stack.setCurrentWidget(self.empty)
            self._say_nothing()
            if self.list.hasFocus():  # there is nothing in it to stand on
                self.empty.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if row < 0 and not (self._wanted and self.editor.busy):
            self._wanted = found[0].uid
        self._show()

    def _say_nothing(self) -> None:
        if self.field.text().strip() or self._kind != ALL or self._about is not None:
            self.empty.show_state("No memo answers to this.", [("memos-all", "Show all memos", self._widen)])
        elif self._context.archive.read_only:
            self.empty.show_state("There are no memos in this archive.")
        else:
            self.empty.show_state(
                "No memos yet. Write down what you notice, question or plan.",
                [("memos-first", "Write a memo", lambda: self.write(None))],
            )

    def _widen(self) -> None:
        self._choose_kind(ALL)
        self.field.clear()

    def _choose_kind(self, kind: str, about: Thing | None = None) -> None:
        self._kind, self._about = kind, about
        self.only.hide()
        self.kinds.choose(kind)
        self.refresh()

    def _more(self, offset: int) -> None:
        self._context.jobs.latest(
            ("memos-more", id(self)),
            self._reading(offset),
            done=lambda found: self.model.add(found[:PAGE], len(found) > PAGE),
            owner=self,
        )

    def _choose(self, memo: Memo | None) -> None:
        if isinstance(memo, Memo) and memo.uid != self._wanted:
            self.editor.flush()
            self._wanted = memo.uid
            self._show()

    def show_memo(self, uid: str) -> None:
        """Shows a memo, wherever it stands in the list."""
        self.editor.flush()
        self._wanted = uid
        row = self.model.row_of(uid)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))
        self._show()

    def _show(self) -> None:
        archive, uid = self._context.archive, self._wanted
        if uid is None:
            return

        def done(found: Linked) -> None:
            if found.memo.uid == self._wanted:
                self._stack.setCurrentWidget(self.editor)
                self.editor.show_memo(found)

        self._context.jobs.latest(("memo", id(self)), lambda _: linked(archive, uid), done=done, owner=self)

    # Writing

    def write(self, about: Thing | None) -> None:
        """Begins a memo, free or on a thing, and puts the keyboard into its title."""
        archive = self._context.archive

        def done(made: tuple[Memo, Change]) -> None:
            memo, change = made
            self.editor.flush()
            self._wanted = memo.uid
            self._choose_kind(ALL)
            self.field.clear()
            self._context.history.do(change)
            self.editor.expect_title(memo.uid)

        self._context.jobs.run(
            lambda _: memos.create(archive, NEW_TITLE, about=about), done=done, owner=self, keep=True
        )

    def _edit(self, uid: str, title: str, text: str, joining: bool) -> None:
        archive = self._context.archive
        self._context.run_change(lambda: memos.edit(archive, uid, title=title, text=text, joining=joining))

    def _delete(self, uid: str) -> None:
        archive = self._context.archive
        self._wanted = None
        self._context.run_change(lambda: memos.delete(archive, uid), toast=True)

    # Links

    def _ask_link(self, below: QWidget) -> None:
        uid = self._wanted
        if uid is None:
            return
        picker = Picker(self._context, "Link to an article, tag, passage or memo", tuple(KINDS), self)
        picker.picked.connect(lambda named: self._link(uid, named))
        picker.open_below(below)

    def _link(self, uid: str, named: Named) -> None:
        archive = self._context.archive
        self.editor.flush()
        self._context.run_change(lambda: memos.link(archive, uid, named.thing))

    def _unlink(self, uid: str, named: Named) -> None:
        archive = self._context.archive
        self._context.run_change(lambda: memos.unlink(archive, uid, named.thing))

    def _follow(self, named: Named) -> None:
        archive = self._context.archive
        if not named.there:
            return
        if named.kind == "memo":
            self.show_memo(named.uid)
        elif named.kind == "passage":
            passage = annotate.find(archive, named.uid)
            self.open_requested.emit(passage.article, passage.anchor.start, passage.anchor.end)
        elif named.kind == "article":
            self.open_requested.emit(archive.store.articles.find(named.uid).id, 0, 0)
        elif named.kind == "tag":
            self.tag_requested.emit(tag_path(archive, named.uid))
        else:
            self.collection_requested.emit(collection_id(archive, named.uid))

    def panes(self) -> dict[str, QWidget]:
        """The panes in reading order."""
        shown = self.editor if self._stack.currentWidget() is self.editor else self.empty
        return {"search": self.field, "list": self.list, "memo": shown}

    # Changes

    def _changed(self, change: Change) -> None:
        if self._listing and (change.touches("memo") or change.touches("archive")):
            self.refresh()

    def focus_search(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
