"""The page that holds two texts side by side: step from change to change, and go to the passages, events and figures that each touches."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from archive.base.errors import WaystationError
from archive.model import edtf
from archive.model.article import Article, Edition
from archive.model.duplicate import Act, TextChange, Touched, Versions
from archive.model.ids import ArticleId, EditionId
from archive.operations import versions
from desktop.context import Context
from desktop.views.reader import facts
from desktop.widgets.basics import Choices, Page, hairline, label
from desktop.widgets.chip import Chip, Flow
from desktop.widgets.dropdown import Dropdown
from desktop.widgets.side_by_side import SideBySide
from desktop.wording import counted, one_line

from .rows import beside

_MOST_TOUCHED = 12
_WORDS = 44  # code points of a chip
_SHOWN = (("changed", "What changed"), ("all", "Everything"))
_ACTS = {Act.ADDED: "Added", Act.REMOVED: "Gone", Act.CHANGED: "Changed"}
_ONE_EDITION = "This article has one edition. When it is imported again with another text, what changed shows here."


class VersionsPage(Page):
    """`open_requested(article, start, end)` goes to a sentence in the reader."""

    open_requested = Signal(int, int, int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("versions", "Compare editions", context.theme, parent)
        self._context = context
        self._found: Versions | None = None
        self._shown = "changed"
        self._number = -1
        self.sides = [Dropdown(self), Dropdown(self)]
        self._names = [label("", "small", self), label("", "small", self)]
        self.told = label("", "muted", self)
        self.told.setObjectName("versions-told")
        self.trouble = label("", "muted", self, wraps=True)
        self.trouble.setObjectName("versions-trouble")
        self.what = Choices("versions-what", _SHOWN, self)
        self.texts = SideBySide(context.theme, self)
        self.touched = QWidget(self)
        self.touched.setObjectName("versions-touched")
        self._flow = Flow(self.touched, 6, 6)
        self._act = label("", "small", self)
        self._steps = [self._step("previous", "caret-up"), self._step("next", "caret-down")]
        self._build()
        self._connect()

    # Building

    def _step(self, name: str, icon: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"versions-{name}")
        button.setIcon(self.theme.icon(icon))
        action = self._context.actions.action(f"versions.{name}")
        button.setAccessibleName(action.text())
        button.setToolTip(f"{action.text()} ({self._context.actions.shortcut_text(f'versions.{name}')})")
        return button

    def _build(self) -> None:
        self.what.choose(self._shown)
        top, heads = QHBoxLayout(), QHBoxLayout()
        for widget in (self.told, *self._steps):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self.what)
        heads.setSpacing(24)
        for side, name, words in zip(self.sides, self._names, ("before", "after"), strict=True):
            side.setObjectName(f"versions-{words}")
            side.setAccessibleName(f"The text {words}")
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addWidget(name)
            column.addWidget(side)
            heads.addLayout(column, 1)
        foot = QVBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self._act)
        foot.addWidget(self.touched)
        self._body = QWidget(self)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 8, 12)
        column.setSpacing(10)
        column.addLayout(heads)
        column.addLayout(top)
        column.addWidget(hairline(parent=self))
        column.addWidget(self.texts, 1)
        column.addWidget(hairline(parent=self))
        column.addLayout(foot)
        whole = QWidget(self)
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.trouble)
        rows.addWidget(self._body, 1)
        rows.addStretch(0)
        self.fill_with(whole)
        self.setFocusProxy(self.texts)
        self._body.hide()
        self.trouble.hide()

    def _connect(self) -> None:
        self.texts.chosen.connect(self.choose)
        self.texts.unfold_asked.connect(partial(self.show_what, "all"))
        self.what.chosen.connect(self.show_what)
        self._steps[0].clicked.connect(lambda: self.step(-1))
        self._steps[1].clicked.connect(lambda: self.step(1))
        for side in self.sides:
            side.activated.connect(lambda _: self._choose_editions())
        on = self._context.actions.on
        on("versions.next", lambda: self.step(1), owner=self, enabled=lambda: self.isVisible())
        on("versions.previous", lambda: self.step(-1), owner=self, enabled=lambda: self.isVisible())

    # Filling

    def show_article(self, article: ArticleId) -> None:
        """The last two editions of an article."""
        archive = self._context.archive

        def work(_: object) -> tuple[Versions, list[Edition]] | None:
            pair = versions.editions(archive, article)
            if pair is None:
                return None
            return versions.compare(archive, *pair), archive.store.editions.summaries(article)

        self._run(work)

    def show_editions(self, old: EditionId, new: EditionId) -> None:
        """Two editions of one article."""
        archive = self._context.archive

        def work(_: object) -> tuple[Versions, list[Edition]]:
            found = versions.compare(archive, old, new)
            return found, archive.store.editions.summaries(found.new.article)

        self._run(work)

    def show_articles(self, old: ArticleId, new: ArticleId) -> None:
        """The present texts of two articles."""
        archive = self._context.archive

        def work(_: object) -> tuple[Versions, list[Edition]]:
            return versions.compare(archive, *versions.current(archive, old, new)), []

        self._run(work)

    def _run(self, work: object) -> None:
        self._context.jobs.latest(("versions", id(self)), work, done=self._fill, failed=self._failed, owner=self)  # type: ignore[arg-type]

    def _failed(self, error: Exception) -> None:
        if isinstance(error, WaystationError):
            self._say(str(error))

    def _say(self, words: str) -> None:
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))
        self._body.setVisible(not words)

    def _fill(self, told: tuple[Versions, list[Edition]] | None) -> None:
        if told is None:
            self._say(_ONE_EDITION)
            return
        self._found, known = told
        found = self._found
        two = found.old_article.id != found.new_article.id
        self.heading.setText("Compare articles" if two else "Compare editions")
        for side, name, edition, article in zip(
            self.sides, self._names, (found.old, found.new), (found.old_article, found.new_article), strict=True
        ):
            name.setText(one_line(article.title) if two else ("Before", "After")[side is self.sides[1]])
            side.clear()
            for each in [edition] if two else known:
                side.addItem(_about(article) if two else _named(each), int(each.id))
            side.setCurrentIndex(side.findData(int(edition.id)))
            side.setEnabled(not two and len(known) > 1)
            side.setVisible(True)
        self._say("")
        self._number = -1
        self._set_rows()
        self.step(1)
        self.texts.setFocus()

    def _choose_editions(self) -> None:
        old, new = (EditionId(side.currentData()) for side in self.sides)
        if old == new:
            self._context.alerts.toast("Choose two different editions.")
        elif self._found is not None and (old, new) != (self._found.old.id, self._found.new.id):
            self.show_editions(old, new)

    def show_what(self, what: str) -> None:
        """Shows what changed with a little around it, or everything."""
        self._shown = what
        self.what.choose(what)
        self._set_rows()
        if self._number >= 0:
            self.texts.choose(self._number)

    def _set_rows(self) -> None:
        if self._found is not None:
            self.texts.show_rows(beside(self._found, every=self._shown == "all"))

    # Steps

    @property
    def number(self) -> int:
        """The change that is chosen, from 0; -1 for none."""
        return self._number

    def step(self, by: int) -> None:
        """Goes to the next change or the one before, round at the ends."""
        count = len(self._found.changes) if self._found is not None else 0
        self.choose((max(self._number, -1 if by > 0 else 0) + by) % count if count else -1)

    def choose(self, number: int) -> None:
        """Goes to a change and says what it touches."""
        self._number = number
        found = self._found
        if found is None:
            return
        count = len(found.changes)
        self.told.setText(f"Change {number + 1:,} of {count:,}" if number >= 0 else "The two texts are the same.")
        self.told.setAccessibleName(self.told.text())
        for button in self._steps:
            button.setEnabled(count > 0)
        self.texts.choose(number)
        self._flow.clear()
        if number >= 0:
            self._show_touched(found, found.changes[number])
        else:
            self._act.setText("")

    def _show_touched(self, found: Versions, change: TextChange) -> None:
        marks = change.touched
        what = _ACTS[change.act]
        self._act.setText(
            f"{what}. It touches {_counts(marks)}:" if marks else f"{what}. It touches no passage, event or figure."
        )
        for mark in marks[:_MOST_TOUCHED]:
            chip = Chip(f"{mark.kind.capitalize()}: {_short(mark.words)}".replace("&", "&&"), parent=self.touched)
            chip.setCheckable(False)
            chip.setObjectName(f"touched_{mark.uid}")
            chip.setAccessibleName(f"{mark.kind.capitalize()}: {mark.words}")
            chip.setToolTip(mark.words)
            chip.clicked.connect(partial(self._open, found, mark))
            self._flow.addWidget(chip)
            chip.show()
        if len(marks) > _MOST_TOUCHED:
            more = label(f"and {len(marks) - _MOST_TOUCHED:,} more", "muted", self.touched)
            self._flow.addWidget(more)
            more.show()

    def _open(self, found: Versions, mark: Touched) -> None:
        """Goes to the words; those of an earlier edition have no place in the present text, so that the article is shown from its top."""
        article = found.old_article if mark.article == found.old_article.id else found.new_article
        if article.edition == mark.edition:
            self.open_requested.emit(int(mark.article), mark.start, mark.end)
        else:
            self.open_requested.emit(int(mark.article), 0, 0)


def _named(edition: Edition) -> str:
    return f"Edition {edition.number} · {edition.created[:10]} · {facts.reason(edition)}"


def _about(article: Article) -> str:
    day = edtf.display(article.published) if article.published else "undated"
    return " · ".join(part for part in (article.publisher or "no publisher", day) if part)


def _counts(marks: tuple[Touched, ...]) -> str:
    told = [
        counted(sum(mark.kind == kind for mark in marks), kind)
        for kind in ("passage", "event", "figure")
        if any(mark.kind == kind for mark in marks)
    ]
    return " and ".join(filter(None, (", ".join(told[:-1]), told[-1])))


def _short(words: str) -> str:
    line = one_line(words)
    return line if len(line) <= _WORDS else line[: _WORDS - 1] + "…"
