"""The page that says how far two authors agree, tag by tag, and leads to every stretch on which they do not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from archive.annotation.agreement import Agreement
from archive.archive import Archive
from archive.base.errors import WaystationError
from archive.model.ids import ArticleId
from archive.operations import annotate, coding
from desktop.context import Context
from desktop.turns import Turns
from desktop.views.library.empty import EmptyState, Offer
from desktop.widgets.basics import Choices, Page, TickBox, hairline, label
from desktop.widgets.dropdown import Dropdown
from desktop.widgets.keys import FirstRow
from desktop.wording import counted, one_line

from .listing import article_titles
from .words import tag_words

SHOWN = 1000
_AT_ONCE = 40  # rows: more than can be seen
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_BESIDE_FROM_PX = 1160
_WORDS_CHARS = 220
_ALONE = "Agreement needs two authors. Let a second one, with another name in the preferences, tag the same articles."
_FIGURES = ("Tag", "κ", "α", "Agreed", "Both")
_HELP = (
    "",
    "Cohen's kappa: 1 is perfect, 0 what chance gives",
    "Krippendorff's alpha for nominal data: 1 is perfect, 0 what chance gives",
    "The share of the text on which both say the same",
    "Tagged by both",
    "Tagged by the first author only",
    "Tagged by the second author only",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch that only one of two authors tagged so, in words."""

    article: ArticleId
    tag: str
    start: int
    end: int
    words: str
    title: str
    author: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A report with what is shown of it; at most `SHOWN` differences are put in words."""

    report: coding.Report
    titles: dict[str, str]
    differences: list[Difference]


def compared(
    archive: Archive, first: str, second: str, by: str, coded_only: bool, articles: Sequence[ArticleId] | None
) -> Compared:
    """Raises Invalid when there is nothing to compare."""
    with archive.snapshot():
        report = coding.agreement(archive, first, second, by=by, coded_only=coded_only, articles=articles)
        titles = article_titles(archive, list(report.articles))
        texts = {article: archive.store.editions.text(article) for article in report.articles}
        differences = []
        for each in report.disagreements[:SHOWN]:
            article = ArticleId(int(str(each.article)))
            words = one_line(texts[article][each.start : each.end])
            words = words if len(words) <= _WORDS_CHARS else f"{words[:_WORDS_CHARS]}…"
            author = (first, second)[each.by]
            title = titles.get(str(article), "")
            differences.append(Difference(article, each.tag, each.start, each.end, words, title, author))
        return Compared(report, titles, differences)


class AgreementPage(Page):
    """`open_requested(article, start, end)`: read the stretch on which they differ."""

    open_requested = Signal(int, int, int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("agreement", "Agreement between two authors", context.theme, parent)
        self._context = context
        self._by = "character"
        self._left_out: set[ArticleId] = set()
        self._offered: tuple[ArticleId, ...] = ()
        self._titles: dict[str, str] = {}
        self._differences: list[Difference] = []
        self._shown: list[Difference] = []
        self._rows: list[str] = []  # the tag of each row of figures
        self.first, self.second = (
            self._authors("first-author", "First author"),
            self._authors("second-author", "Second author"),
        )
        self.by = Choices("agreement-by", (("character", "By character"), ("sentence", "By sentence")), self)
        self.coded = TickBox("Leave out what neither tagged", context.theme, self)
        self.articles = QPushButton("All articles", self)
        self.told = label("", "muted", self)
        self.trouble = EmptyState(self)
        self.trouble.hide()
        self.tags = self._table("agreement-tags", "Agreement by tag", _HELP)
        self.places = self._table("disagreements", "Disagreements", ("Words", "Tag", "Only by", "Article"))
        self._turns = {table: Turns(table) for table in (self.tags, self.places)}
        self._build()
        self._connect()
        archive = context.archive
        context.jobs.run(lambda _: annotate.authors(archive), done=self._show_authors, owner=self)

    def _authors(self, name: str, words: str) -> QComboBox:
        box = Dropdown(self)
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.setMinimumWidth(140)
        return box

    def _table(self, name: str, words: str, columns: Sequence[str]) -> QTableWidget:
        table = QTableWidget(0, len(columns), self)
        table.setObjectName(name)
        table.setAccessibleName(words)
        table.setHorizontalHeaderLabels(list(columns))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(34)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        FirstRow(table, chooses=False)
        table.setWordWrap(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.horizontalHeader().setProperty("look", "tight")  # as far from the edge as the words of cells
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        return table

    def _build(self) -> None:
        self.by.choose(self._by)
        self.coded.setObjectName("agreement-coded-only")
        self.articles.setObjectName("agreement-articles")
        self.articles.setAccessibleName("Articles")
        self.articles.setMenu(QMenu(self.articles))
        self._name_columns("First", "Second")
        for column in range(1, len(_HELP)):
            self.tags.setColumnWidth(column, 62 if column < 5 else 84)
        self.places.setColumnWidth(2, 76)
        between = label("and", "muted", self)
        line = hairline(parent=self)
        self._asking = (self.first, between, self.second, self.articles, self.by, self.coded, line)
        top, second = QHBoxLayout(), QHBoxLayout()
        for row in (top, second):
            row.setSpacing(12)
        for widget in (self.first, between, self.second, self.articles):
            top.addWidget(widget)
        top.addStretch(1)
        second.addWidget(self.by)
        second.addWidget(self.coded)
        second.addStretch(1)
        second.addWidget(self.told)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        for table in (self.tags, self.places):
            holder = QWidget(self)
            inside = QVBoxLayout(holder)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(table)
            splitter.addWidget(holder)
        splitter.setSizes([620, 660])
        body = QWidget(self)
        down = QVBoxLayout(body)
        down.setContentsMargins(0, 0, 8, 16)
        down.setSpacing(12)
        down.addLayout(top)
        down.addLayout(second)
        down.addWidget(line)
        down.addWidget(self.trouble, 1)
        down.addWidget(splitter, 1)
        self._tables = splitter
        self.fill_with(body)
        self.setFocusProxy(self.first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= _BESIDE_FROM_PX
        self._tables.setOrientation(Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical)
        wide = (event.size().width() - 76) // (2 if beside else 1)
        self.places.setColumnWidth(1, max(150, (wide - 76) // 4))
        self.places.setColumnWidth(3, max(130, (wide - 400) // 2))
        # Air on both sides of the line between the tables.
        for holder, margins in (
            (self._tables.widget(0), (0, 0, 14, 0) if beside else (0, 0, 0, 8)),
            (self._tables.widget(1), (14, 0, 0, 0) if beside else (0, 8, 0, 0)),
        ):
            if holder is not None:
                holder.setContentsMargins(*margins)

    def _connect(self) -> None:
        self.first.activated.connect(lambda _: self._everywhere())
        self.second.activated.connect(lambda _: self._everywhere())
        self.by.chosen.connect(self._count_by)
        self.coded.toggled.connect(lambda _: self.compare())
        self.articles.menu().aboutToShow.connect(self._offer)
        self.tags.itemSelectionChanged.connect(self._narrow)
        self.places.itemActivated.connect(lambda item: self._open(item.row()))
        self.places.itemClicked.connect(lambda item: self._open(item.row()))

    # Asking

    def _show_authors(self, names: list[str]) -> None:
        for box in (self.first, self.second):
            box.addItems(names)
        if len(names) < 2:
            self._say(_ALONE, [("agreement-preferences", "Open preferences", self._name_another)])
            self.setFocusProxy(self.trouble)
            self.trouble.setFocus(Qt.FocusReason.OtherFocusReason)
            for widget in self._asking:
                widget.hide()
            return
        self.second.setCurrentIndex(1)
        self.compare()

    def _everywhere(self) -> None:
        self._left_out.clear()
        self.compare()

    def _count_by(self, by: str) -> None:
        self._by = by
        self.by.choose(by)
        self.compare()

    def compare(self) -> None:
        """Counts again what is chosen."""
        archive, first, second = self._context.archive, self.first.currentText(), self.second.currentText()
        by, coded = self._by, self.coded.isChecked()
        kept = [each for each in self._offered if each not in self._left_out] if self._left_out else None
        self._context.jobs.latest(
            ("agreement", id(self)),
            lambda _: compared(archive, first, second, by, coded, kept),
            done=self._show,
            failed=self._failed,
            owner=self,
        )

    def _failed(self, error: Exception) -> None:
        if isinstance(error, WaystationError):
            self._say(f"{error.what} {error.advice}")

    def _name_another(self) -> None:
        self._context.actions.trigger("app.preferences")

    def _say(self, words: str, offers: Sequence[Offer] = ()) -> None:
        self.trouble.show_state(words, offers)
        self.trouble.setVisible(bool(words))
        self._tables.setVisible(not words)
        if words:
            self.told.setText("")

    # Showing

    def _show(self, found: Compared) -> None:
        self._say("")
        report, tag, place = found.report, self._tag, self.places.currentRow()
        self._differences = found.differences
        if not self._left_out and self._offered != report.articles:
            self._offered, self._titles = report.articles, found.titles
            self.articles.menu().clear()
            self.articles.setText(f"{counted(len(self._offered), 'article')} ▾")
        self._name_columns(report.first, report.second)
        self._rows = [each.tag for each in report.tags]
        self.tags.blockSignals(True)
        self._write(self.tags, [partial(_cells_of, each) for each in report.tags])
        self.tags.clearSelection()
        if tag in self._rows:
            self.tags.selectRow(self._rows.index(tag))
        self.tags.blockSignals(False)
        total = len(report.disagreements)
        shown = f", the first {SHOWN:,} shown" if total > SHOWN else ""
        unit = "characters" if self._by == "character" else "sentences"
        where = counted(len(report.articles), "article")
        self.told.setText(f"{where}, counted in {unit} · {counted(total, 'disagreement')}{shown}")
        self._narrow()
        if self._shown and place >= 0:  # the next one, when that at hand was settled
            self.places.setCurrentCell(min(place, len(self._shown) - 1), 0)

    @property
    def _tag(self) -> str:
        """The tag whose disagreements are listed; "" for all."""
        rows = self.tags.selectionModel().selectedRows()
        return self._rows[rows[0].row()] if rows else ""

    def _name_columns(self, first: str, second: str) -> None:
        for column, words in enumerate((*_FIGURES, f"Only {first}", f"Only {second}")):
            item = QTableWidgetItem(words)
            item.setToolTip(_HELP[column])
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self.tags.setHorizontalHeaderItem(column, item)

    def _write(self, table: QTableWidget, rows: Sequence[Callable[[], Sequence[str]]]) -> None:
        """Fills a table: what is seen first at once, and the rest some rows a turn."""
        font = self._context.theme.font("numbers") if table is self.tags else None

        def some(first: int) -> None:
            for row, cells in enumerate(rows[first : first + _AT_ONCE], first):
                for column, words in enumerate(cells()):
                    item = QTableWidgetItem(words)
                    item.setToolTip(words)
                    if font is not None and column:
                        item.setTextAlignment(_NUMBER)
                        item.setFont(font)
                    table.setItem(row, column, item)

        table.setRowCount(min(len(rows), _AT_ONCE))  # nothing of before stands there meanwhile
        some(0)
        table.setRowCount(len(rows))
        self._turns[table].anew(partial(some, first) for first in range(_AT_ONCE, len(rows), _AT_ONCE))

    def _narrow(self) -> None:
        """Lists the disagreements on the chosen tag, or all of them."""
        tag = self._tag
        self._shown = [each for each in self._differences if not tag or each.tag == tag]
        self._write(self.places, [partial(_words_of, each) for each in self._shown])

    def _offer(self) -> None:
        """Lists the articles once somebody looks: there may be as many as in the archive."""
        menu = self.articles.menu()
        if not menu.isEmpty():
            return
        for article in self._offered:
            action = QAction(self._titles.get(str(article), "Untitled"), menu)
            action.setCheckable(True)
            action.setChecked(article not in self._left_out)
            action.toggled.connect(lambda on, article=article: self._leave_out(article, not on))
            menu.addAction(action)

    def _leave_out(self, article: ArticleId, out: bool) -> None:
        if out:
            self._left_out.add(article)
        else:
            self._left_out.discard(article)
        left = len(self._offered) - len(self._left_out)
        self.articles.setText(f"{left:,} of {counted(len(self._offered), 'article')} ▾")
        if left:
            self.compare()
        else:
            self._say("No article is chosen. Choose at least one.")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._rows:  # it was left for a sentence, and what was changed there may make others agree
            self.compare()

    def _open(self, row: int) -> None:
        self.setFocusProxy(self.places)
        each = self._shown[row]
        self.open_requested.emit(each.article, each.start, each.end)


def _cells_of(each: Agreement) -> tuple[str, ...]:
    percent = "–" if each.percent is None else f"{_short_of(each.percent, 100, 1):.1f} %"
    counts = (f"{each.both:,}", f"{each.first:,}", f"{each.second:,}")
    return tag_words(each.tag), _figure(each.kappa), _figure(each.alpha), percent, *counts


def _words_of(each: Difference) -> tuple[str, ...]:
    return each.words, tag_words(each.tag), each.author, each.title


def _figure(value: float | None) -> str:
    """Two decimals; a dash where chance alone explains everything."""
    return "–" if value is None else f"{_short_of(value, 1, 2) + 0.0:.2f}".replace("-", "−")


def _short_of(value: float, whole: float, places: int) -> float:
    """The value rounded; what is not the whole is never rounded up to it, for then it would hide a disagreement."""
    return round(value, places) if value >= whole else min(round(value, places), whole - 10**-places)
