"""The page for coding at scale: a search over all texts, its matches to look through, and the tag that they get."""

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from archive.base.errors import WaystationError
from archive.base.progress import Progress
from archive.model.change import Change
from archive.operations import annotate
from desktop.context import Context
from desktop.jobs import Job
from desktop.models.tags import TagBook
from desktop.widgets.basics import Choices, Page, TickBox, clearable, hairline, label, push_button
from desktop.widgets.tag_box import Asking, TagBox
from desktop.wording import counted

from .rows import MatchesModel, MatchList, Preview, previews

KINDS = (("words", "Words"), ("phrase", "Phrase"), ("pattern", "Pattern"))
UNITS = (("match", "Match"), ("sentence", "Sentence"), ("paragraph", "Paragraph"))
_TYPING_MS = 200
_WIDEST = 1040


class Matching(Page):
    """Searches as one types. `open_requested(article, start, end)` shows a match in the reader."""

    open_requested = Signal(int, int, int)

    def __init__(self, context: Context, query: str = "", parent: QWidget | None = None) -> None:
        super().__init__("matching", "Tag every match", context.theme, parent)
        self._context = context
        self._kind, self._unit = "words", "match"
        self._tag = ""
        self._job: Job | None = None  # the marking under way
        self._more = False
        self.book = TagBook(context, self)
        self.box = TagBox(context.theme, self, "matching-tag-box")
        self.model = MatchesModel(self)
        self.field = QLineEdit(query, self)
        self.kind, self.unit = Choices("match-kind", KINDS, self), Choices("match-unit", UNITS, self)
        self.case = TickBox("Match case", context.theme, self)
        self.told = label("", "muted", self)
        self.trouble = label("", "warning", self, wraps=True)
        self.list = MatchList(context.theme, self.model, self)
        self.every, self.none = (
            self._button("matches-all", "Tick all", "link"),
            self._button("matches-none", "None", "link"),
        )
        self.choose = self._button("match-tag", "Choose tag…", "")
        self.apply = self._button("match-apply", "Tag", "primary")
        self.bar = QProgressBar(self)
        self.stop = self._button("match-stop", "Cancel", "")
        self._typing = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._typing.timeout.connect(self.search)
        self._build()
        self._connect()
        self.book.refresh()
        self.search()

    def _button(self, name: str, words: str, look: str) -> QPushButton:
        return push_button(words, name, self, look=look, spoken=words.rstrip("…"))

    def _build(self) -> None:
        self.field.setObjectName("match-search")
        self.field.setAccessibleName("Find in all texts")
        self.field.setPlaceholderText("Words, a phrase or a regular expression")
        clearable(self.field, self.theme)
        self.case.setObjectName("match-case")
        self.told.setObjectName("match-told")
        self.trouble.setObjectName("match-trouble")
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Marking")
        self.kind.choose(self._kind)
        self.unit.choose(self._unit)
        top, second, third, foot = (QHBoxLayout() for _ in range(4))
        top.addWidget(self.field, 1)
        top.addWidget(self.kind)
        top.addWidget(self.case)
        second.addWidget(label("Mark the whole", "muted", self))
        second.addWidget(self.unit)
        second.addStretch(1)
        third.addWidget(self.told)
        third.addStretch(1)
        third.addWidget(self.every)
        third.addWidget(self.none)
        foot.addWidget(self.choose)
        foot.addStretch(1)
        foot.addWidget(self.bar)
        foot.addWidget(self.stop)
        foot.addWidget(self.apply)
        for row in (top, second, third, foot):
            row.setSpacing(12)
        body = QWidget(self)
        body.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 16)
        column.setSpacing(10)
        for row in (top, second, third):
            column.addLayout(row)
        column.addWidget(self.trouble)
        column.addWidget(hairline(parent=self))
        column.addWidget(self.list, 1)
        column.addWidget(hairline(parent=self))
        column.addLayout(foot)
        self.fill_with(body)
        self.setFocusProxy(self.field)
        self._show_busy(False)

    def _connect(self) -> None:
        self.field.textChanged.connect(lambda: self._typing.start())
        self.field.returnPressed.connect(lambda: self.list.setFocus(Qt.FocusReason.OtherFocusReason))
        self.kind.chosen.connect(self._choose_kind)
        self.unit.chosen.connect(self._choose_unit)
        self.case.toggled.connect(lambda _: self.search())
        self.model.ticks_changed.connect(self._tell)
        self.every.clicked.connect(lambda: self.model.tick(range(len(self.model.rows)), True))
        self.none.clicked.connect(lambda: self.model.tick(range(len(self.model.rows)), False))
        self.choose.clicked.connect(self.ask_tag)
        self.box.chosen.connect(self.use_tag)
        self.box.created.connect(self.use_tag)
        self.apply.clicked.connect(self.mark)
        self.stop.clicked.connect(self._stop)
        self.list.open_asked.connect(self._open)

    # Searching

    def _choose_kind(self, kind: str) -> None:
        self._kind = kind
        self.kind.choose(kind)
        self.search()

    def _choose_unit(self, unit: str) -> None:
        self._unit = unit
        self.unit.choose(unit)
        self.search()

    def search(self) -> None:
        """Looks for the matches of what is typed; an earlier search ends."""
        query, archive = self.field.text(), self._context.archive
        kind, unit, case = self._kind, self._unit, self.case.isChecked()
        if not query.strip():
            self.trouble.hide()
            self._found(([], False))
            self.told.setText("What is found is shown here first; nothing is tagged before you say so.")
            return
        self.told.setText("Looking for matches…")
        self._context.jobs.latest(
            ("matches", id(self)),
            lambda progress: previews(archive, query, kind, unit, case, progress),
            done=self._found,
            failed=self._failed,
            owner=self,
        )

    def _found(self, answer: tuple[list[Preview], bool]) -> None:
        rows, self._more = answer
        self.trouble.hide()
        self.model.show_matches(rows)
        if rows:
            self.list.setCurrentIndex(self.model.index(0))

    def _failed(self, error: Exception) -> None:
        self.model.show_matches([])
        self.told.setText("")
        if isinstance(error, WaystationError):
            self.trouble.setText(str(error))
            self.trouble.show()

    def _tell(self) -> None:
        rows, ticked = self.model.rows, self.model.ticked
        articles = len({row.found.span.article for row in rows})
        if rows:
            one = {"match": "match", "sentence": "sentence", "paragraph": "paragraph"}[self._unit]
            many = "matches" if one == "match" else None
            first = "The first " if self._more else ""
            rest = ". There are more: narrow the search to see them" if self._more else ""
            self.told.setText(
                f"{first}{counted(len(rows), one, many)} in {counted(articles, 'article')}, {len(ticked):,} ticked{rest}"
            )
        elif self.field.text().strip():
            self.told.setText("Nothing in the texts answers to this.")
        tagged = f" as {self._tag.replace('/', ' / ')}" if self._tag else ""
        self.apply.setText(f"Tag {counted(len(ticked), 'passage')}{tagged}".replace("&", "&&"))
        self.apply.setAccessibleName(self.apply.text())
        self.apply.setEnabled(bool(ticked and self._tag) and self._job is None and not self._context.archive.read_only)
        self.every.setVisible(bool(rows))
        self.none.setVisible(bool(rows))

    def _open(self, row: int) -> None:
        self.setFocusProxy(self.list)
        span = self.model.rows[row].found.span
        self.open_requested.emit(span.article, span.start, span.end)

    # Tagging

    def ask_tag(self) -> None:
        """Opens the tag box: choose a tag that is there, or make one."""
        asking = Asking.MAKE if not self._context.archive.read_only else Asking.PICK
        corner = self.choose.mapToGlobal(QPoint(0, -420))
        self.book.ask(self.box, corner, asking=asking, prompt="Tag every match as")

    def use_tag(self, path: str) -> None:
        """The tag that the ticked matches get."""
        self._tag = path
        self.choose.setText(f"Tag: {path.replace('/', ' / ')}".replace("&", "&&"))
        self._tell()

    def mark(self) -> None:
        """Tags what is ticked, as one act; the page closes when it is done."""
        archive, path = self._context.archive, self._tag
        spans = [row.found.span for row in self.model.ticked]
        if not spans or not path or self._job is not None:
            return

        def work(progress: Progress) -> Change:
            return annotate.mark_many(archive, spans, tags=[path], progress=progress)[1]

        def done(change: Change) -> None:
            self._job = None
            history = self._context.history
            history.do(change)
            self.book.used(path)
            told = f"Tagged {counted(len(spans), 'passage')} as {path.replace('/', ' / ')}."
            self._context.alerts.toast(told, action_label="Undo", action=history.undo)
            self.closed.emit()

        self._job = self._context.jobs.run(
            work, done=done, failed=self._not_marked, progress=self._step, cancelled=lambda: self._not_marked(None), owner=self,
            label="Tagging matches",
        )  # fmt: skip
        self._show_busy(True)

    def _step(self, done: int, total: int, _label: str) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _not_marked(self, error: Exception | None) -> None:
        self._job = None
        self._show_busy(False)
        if error is not None:
            self.trouble.setText(str(error))
            self.trouble.show()

    def _show_busy(self, busy: bool) -> None:
        self.bar.setVisible(busy)
        self.stop.setVisible(busy)
        for widget in (self.field, self.kind, self.unit, self.case, self.choose, self.list):
            widget.setEnabled(not busy)
        self._tell()
