"""The page of the review: which files wait, what was read of each, the original beside it; everything is corrected here.

What is accepted leaves the list. The state is the archive's, so that a review can go on another day.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSplitter, QVBoxLayout, QWidget

from archive.base.errors import WaystationError
from archive.model.article import SetAside
from archive.model.change import Change
from archive.model.picture import Picture
from archive.model.review import Order, Reviewed, Which
from archive.operations import review, sources, taught
from archive.operations.pictures import PAGED, Pages
from desktop.context import Context
from desktop.models.review import ReviewModel, field_of
from desktop.widgets.basics import Choices, Page, label, push_button
from desktop.widgets.keys import is_single

from . import words
from .acts import ReviewActs
from .original import OriginalPane
from .table import ReviewTable

_WHICH = (
    (Which.OPEN, "To be reviewed"),
    (Which.UNCERTAIN, "Uncertain"),
    (Which.REFUSED, "Refused"),
    (Which.ALL, "All"),
)
_BESIDE_PX = 1180  # from this width on the original stands beside the table, else below it
_EMPTY = {
    Which.OPEN: "Nothing waits to be reviewed. Drop files on the window, or press Ctrl+I; what comes in is listed here.",
    Which.UNCERTAIN: "Nothing that waits is uncertain.",
    Which.REFUSED: "No file was refused.",
    Which.ALL: "Nothing was imported yet. Drop files on the window, or press Ctrl+I.",
}
_Listing = tuple[dict[Which, int], list[int]]
_Original = tuple[sources.Shown, str]


class ReviewPage(Page):
    """`article_asked(id)`: open it in the reader. `rules_asked`: show the rules."""

    article_asked = Signal(int)
    rules_asked = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("review", "Import review", context.theme, parent)
        self._context = context
        self.which, self._order, self._descending = Which.OPEN, Order.CAME, False
        self._drawer: Pages | None = None
        self._next_row = 0
        self.acts = ReviewActs(context, self._refuse, self)
        self.model = ReviewModel(words.cell, words.spoken, words.typed, self)
        self.model.writable = self.writable
        # Each part is made where it stays: moved, all of it would be styled again.
        self._body = QWidget(self)
        self.split = QSplitter(Qt.Orientation.Horizontal, self._body)
        self.chips = Choices("review_which", [(str(which), said) for which, said in _WHICH], self._body)
        self.chips.choose(str(self.which))
        self.refusal = label("", "warning", self._body, wraps=True)
        self.refusal.setObjectName("review_refusal")
        self.empty = label("", "muted", self._body, wraps=True)
        self.empty.setObjectName("review_empty")
        self.table = ReviewTable(self.model, context.theme, self.acts.check, self.split)
        self.original = OriginalPane(context.theme, self.split)
        self.original.writable = self.writable
        self.hint = label("", "small", self._body)
        self.hint.setObjectName("review_hint")
        self.rules = self._button("review_rules", "Rules…", "Rules that you taught for sites")
        self.accept_all = self._button("review_accept_all", "Accept all", "Takes every file listed out of the review")
        self.accept = self._button("review_accept", "Accept", "Takes the chosen files out of the review (A)")
        self.accept.setProperty("look", "primary")
        self._build()
        self._connect()
        self.setFocusProxy(self.table)
        self.original.show_nothing()
        self.refresh()

    def _button(self, name: str, said: str, tip: str) -> QPushButton:
        return push_button(said, name, self._body, spoken=tip.partition(" (")[0], tip=tip)

    def _build(self) -> None:
        self.refusal.hide()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.chips, 1)
        row.addWidget(self.hint)
        for button in (self.rules, self.accept_all, self.accept):
            row.addWidget(button)
        column.addLayout(row)
        column.addWidget(self.refusal)
        column.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignTop)
        self.split.setObjectName("review_split")
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.table)
        self.split.addWidget(self.original)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        column.addWidget(self.split, 1)
        self.fill_with(self._body)

    def _connect(self) -> None:
        self.chips.chosen.connect(self.show_which)
        self.table.sorted_by.connect(self._sort)
        self.table.asked.connect(self._asked)
        self.table.menu_asked.connect(lambda at: self.menu().popup(at))
        self.table.cells.refused.connect(self._say)
        self.table.selectionModel().currentChanged.connect(self._current_changed)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._follow())
        self.model.wanted.connect(self._fetch)
        self.model.dataChanged.connect(lambda *_: self._show_current())
        self.model.edited.connect(self._edit)
        self.rules.clicked.connect(self.rules_asked)
        self.accept.clicked.connect(lambda: self._asked("accept"))
        self.accept_all.clicked.connect(lambda: self._asked("accept all"))
        self.original.pages.wanted.connect(self._draw)
        self.original.taken.connect(self._take)
        self.original.taught.connect(self._teach)
        self.original.put_back.connect(self._put_back)
        self._context.history.changed.connect(self._changed)

    @property
    def writable(self) -> bool:
        return not self._context.archive.read_only

    # What is listed

    def refresh(self) -> None:
        """Reads the list again."""
        archive, which, order, descending = self._context.archive, self.which, self._order, self._descending

        def work(_: object) -> _Listing:
            return review.counts(archive), review.ids(archive, which, order, descending=descending)

        self._context.jobs.latest(("review", id(self)), work, done=self._show, owner=self)

    def show_which(self, which: str) -> None:
        """Lists files of another kind."""
        self.which = Which(which)
        self.chips.choose(which)
        self._next_row = 0
        self.refresh()

    def _sort(self, order: Order, descending: bool) -> None:
        self._order, self._descending = order, descending
        self.refresh()

    def _show(self, listing: _Listing) -> None:
        counts, ids = listing
        for which, said in _WHICH:
            self.chips.name(str(which), f"{said} {counts[which]:,}")
        self.heading.setText("Import review")
        row = max(0, self.table.currentIndex().row()) if self.model.ids else self._next_row
        column = max(0, self.table.currentIndex().column())
        current = self.model.ids[row] if row < len(self.model.ids) else None
        same = ids == self.model.ids
        self.model.show_ids(ids)
        self.empty.setText(_EMPTY[self.which])
        self.empty.setVisible(not ids)
        inside = self.hasFocus() or self.split.isAncestorOf(self.focusWidget())
        self.split.setVisible(bool(ids))
        if inside:
            (self.table if ids else self).setFocus()  # and no button that happens to be near
        if ids and not same:
            # The file that was current, or the one that came into its place.
            place = ids.index(current) if current in ids else min(row, len(ids) - 1)
            how = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().setCurrentIndex(self.model.index(place, column), how.ClearAndSelect | how.Rows)
        if not ids:
            self._next_row = 0
            self.original.show_nothing()
        self._follow()

    def _fetch(self, ids: list[int]) -> None:
        archive, generation = self._context.archive, self.model.generation

        def done(rows: Sequence[Reviewed]) -> None:
            self.model.fill(generation, ids, rows)

        self._context.jobs.run(lambda _: review.page(archive, ids), done=done, owner=self)

    @property
    def current(self) -> Reviewed | None:
        """The file of the current row, where it is known."""
        return self.model.row(self.table.currentIndex().row())

    def _chosen(self) -> list[int]:
        return [self.model.ids[row] for row in self.table.chosen()]

    def _follow(self) -> None:
        chosen = self._chosen()
        self.accept.setEnabled(self.writable and bool(chosen))
        self.accept.setText(f"Accept {len(chosen):,}" if len(chosen) > 1 else "Accept")
        many = len(chosen) > 1 and self.writable
        self.hint.setText(f"{len(chosen):,} chosen: F2 edits all" if many else "")
        count = len(self.model.ids)
        self.accept_all.setText(f"Accept all {count:,}" if count else "Accept all")
        self.accept_all.setEnabled(self.writable and count > 0 and self.which is not Which.ALL)

    def _changed(self, change: Change) -> None:
        if any(change.touches(kind) for kind in ("review", "article", "edition", "archive", "taught")):
            self.refresh()

    # The original

    def _current_changed(self, now: QModelIndex, before: QModelIndex) -> None:
        self._say("")
        self._show_current()

    def _show_current(self) -> None:
        held = self.current
        if held is None:
            return
        if held.article is None:
            self.original.show_nothing(
                f"{held.name} was refused, and nothing of it is kept. {held.error or ''}".strip()
            )
            return
        shown = self.original.shown
        if shown is not None and shown.article == held.article.id and shown.edition.id == held.article.edition:
            self._point_out()
            return
        archive, article = self._context.archive, held.article.id

        def work(_: object) -> _Original:
            return sources.shown(archive, article), taught.site_of(archive, article)

        def done(found: _Original) -> None:
            now = self.current
            if now is not None and now.article is not None and now.article.id == found[0].article:
                paged = found[0].edition.original.media_type in PAGED
                self.original.show_original(now, *found, paged=paged)
                self._point_out()

        self._context.jobs.latest(("review-original", id(self)), work, done=done, owner=self)

    def _point_out(self) -> None:
        held, field = self.current, field_of(max(0, self.table.currentIndex().column()))
        proof = held.evidence.get(field) if held is not None and field else None
        self.original.point_out(*((proof.start, proof.end) if proof is not None else (None, None)))

    def _draw(self, number: int, width: int) -> None:
        shown, pages, archive = self.original.shown, self.original.pages, self._context.archive
        if shown is None:
            return
        drawer = self._drawer = self._drawer or Pages()
        address = shown.edition.original.sha512

        def current() -> bool:
            return self.original.shown is not None and self.original.shown.edition.id == shown.edition.id

        def failed(error: Exception) -> None:
            if current():
                said = error.what if isinstance(error, WaystationError) else "This page could not be drawn."
                pages.show_failed(number, said)

        def done(made: Picture) -> None:
            if current():
                pages.show_page(number, (made.width, made.height), made.pixels, made.pages)

        self._context.jobs.run(
            lambda _: drawer.page(archive, address, number, width),
            done=done,
            failed=failed,
            owner=self,
        )

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        drawer, self._drawer = self._drawer, None
        if drawer is not None:
            self._context.jobs.run(lambda _: drawer.close(), keep=True)

    # Acts

    def _asked(self, what: str) -> None:
        held = self.current
        if what == "open" and held is not None and held.article is not None:
            self.article_asked.emit(held.article.id)
        elif self.writable and what == "accept":
            self.acts.accept(self._chosen())
        elif self.writable and what == "accept all":
            self.acts.accept(list(self.model.ids))
        elif self.writable and what == "trash":
            self.acts.trash(self._chosen())

    def _edit(self, row: int, field: str, said: str) -> None:
        chosen = self.table.chosen()
        rows = chosen if row in chosen else [row]
        self.acts.edit([self.model.ids[each] for each in rows], field, said)

    def _take(self, field: str, start: int, end: int, said: str) -> None:
        held = self.current
        if held is not None and held.article is not None:
            self._say("")
            self.acts.take(held.article.id, field, said)

    def _teach(self, field: str, start: int, end: int) -> None:
        held, selected = self.current, self.original.selected()
        if held is not None and held.article is not None:
            self._say("")
            self.acts.teach(held.article, field, start, end, selected[2] if selected is not None else "")

    def _put_back(self, aside: object) -> None:
        held = self.current
        if held is not None and held.article is not None and isinstance(aside, SetAside):
            self.acts.put_back(held.article.id, aside)

    def _refuse(self, error: Exception) -> None:
        self._say(f"{error.what} {error.advice}".strip() if isinstance(error, WaystationError) else str(error))

    def _say(self, sentence: str) -> None:
        self.refusal.setText(sentence)
        self.refusal.setVisible(bool(sentence))

    def menu(self) -> QMenu:
        """What can be done with the chosen files."""
        made = QMenu(self)
        made.setObjectName("review_menu")
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        held = self.current
        article = held is not None and held.article is not None
        entries = (
            ("Accept\tA", "accept", self.accept.isEnabled()),
            ("Edit this value…\tF2", "edit", bool(self.table.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable)),
            ("Open in the reader\tO", "open", article),
            ("Move to trash\tDel", "trash", self.writable and article),
        )
        for said, what, able in entries:
            action = made.addAction(said)
            action.setEnabled(able)
            if what == "edit":
                action.triggered.connect(lambda: self.table.edit(self.table.currentIndex()))
            else:
                action.triggered.connect(lambda _=False, what=what: self._asked(what))
        return made

    # Qt

    def event(self, event: QEvent) -> bool:
        # Single keys are the page's own, not commands of the window.
        if is_single(event):
            event.accept()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= _BESIDE_PX
        way = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self.split.orientation() != way:
            self.split.setOrientation(way)
        if self.split.property("beside") != beside:
            self.split.setProperty("beside", beside)
            whole = self.width() if beside else self.height()
            self.split.setSizes([round(whole * (0.69 if beside else 0.5)), round(whole * (0.31 if beside else 0.5))])
