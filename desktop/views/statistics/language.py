"""How the articles speak: frequent and distinctive terms, a keyword in its context, and terms over the years."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from archive.archive import Archive
from archive.base.progress import Progress
from archive.model.ids import ArticleId
from archive.model.language import Concordance, ContextSort, Line, Term, TermOverTime, Vocabulary
from archive.model.statistics import Statistics, StatisticsFilter
from archive.operations import common_words, language, statistics, timeline
from desktop.context import Context
from desktop.widgets import charts
from desktop.widgets.basics import Choices, TickBox, clearable, label
from desktop.widgets.charts.bar_chart import BarChart
from desktop.widgets.charts.line_chart import LineChart
from desktop.widgets.charts.taking_out import csv_bytes
from desktop.wording import counted

from . import leading
from .board import BoardTab, choice_row, pending_told
from .concordance import ConcordanceTable
from .filter import Filter

MOST_TERMS = 6  # lines that can be told apart
_LISTED = common_words.LISTED
_TERMS_PX = 520  # room for a bar for each term
_TYPING_MS = 300
_SEPARATOR = re.compile(r"[,;]")
_NONE = "Import articles, and the words that they use are counted here."
_NARROW = "No article is let through: take something out of the filter."
_NARROWER = "Narrow the filter, and what is peculiar to some of them is listed too."
_WHOLE = "Narrow the filter, and what is peculiar to these articles, against all others, is listed here."
_ALIKE = "No word is surely more frequent in these articles than in the others."


@dataclass(frozen=True, slots=True)
class Found:
    """Of one filter."""

    told: Statistics
    words: Vocabulary
    behind: bool  # the words are those of before, and are being counted anew
    looked: "Looked | None"


@dataclass(frozen=True, slots=True)
class Looked:
    """Of the terms that are looked at; the first one in its context, in an order."""

    terms: Sequence[str]
    sort: ContextSort
    over: Sequence[TermOverTime]
    context: Concordance
    titles: Mapping[ArticleId, str]


def terms_of(typed: str) -> list[str]:
    """What was typed, one word or phrase between commas, each once."""
    parts = [" ".join(part.split()) for part in _SEPARATOR.split(typed)]
    return list(dict.fromkeys(part for part in parts if part))[:MOST_TERMS]


def bar(term: Term) -> charts.Bar:
    """A term with its numbers in words."""
    rest = f", {term.rest_per_thousand:.2f} in the others" if term.score is not None else ""
    surely = f", G² {term.score:,.0f}" if term.score is not None else ""
    words = f"{term.term}: {term.times:,} in {counted(term.articles, 'article')}, {term.per_thousand:.2f} per 1,000{rest}{surely}"
    return charts.Bar(term.term, term.term, term.times, words)


def _list_terms(chart: BarChart, terms: Sequence[Term], nothing: str) -> None:
    chart.show_bars([bar(term) for term in terms], limit=_LISTED, nothing=nothing)


def _tell_over(chart: LineChart, terms: Sequence[TermOverTime]) -> None:
    """A line a term, over the years."""
    chart.show_readings(
        [
            charts.Reading(
                (over.term, year),
                year,
                over.term,
                round(each.per_thousand, 3),
                each.articles,
                f"{over.term}, {year}: {each.times:,} in {each.holding:,} of {counted(each.articles, 'article')},"
                f" {each.per_thousand:.2f} per 1,000 words",
            )
            for over in terms
            for year, each in over.years.items()
        ],
        lines=[over.term for over in terms],
        unit="per 1,000 words",
        nothing="No article has a publication date: give one in the reader's details.",
    )


def _words(archive: Archive, filter: StatisticsFilter, plain: bool, progress: Progress) -> tuple[Vocabulary, bool]:
    """The words of the articles that the filter lets through, and whether they are those of before."""
    if filter != language.EVERY:
        return language.vocabulary(
            archive, filter, plain=plain, limit=common_words.LISTED, cancelled=lambda: progress.cancelled
        ), False
    known = common_words.known(archive, plain=plain)
    if known is None:
        return common_words.count(archive, plain=plain, cancelled=lambda: progress.cancelled), False
    return known.words, not known.current


def _first(words: Vocabulary) -> list[str]:
    """What is looked at where nobody said what."""
    return [term.term for term in (words.distinctive or words.frequent)[:3]]


def _looked(
    archive: Archive, terms: Sequence[str], filter: StatisticsFilter, sort: ContextSort, progress: Progress
) -> Looked:
    over = [language.over_time(archive, term, filter, cancelled=lambda: progress.cancelled) for term in terms]
    context = language.concordance(archive, terms[0], filter, sort=sort, cancelled=lambda: progress.cancelled)
    heads = timeline.articles(archive, sorted({line.article for line in context.lines}))
    return Looked(terms, sort, over, context, {article: head[0] for article, head in heads.items()})


class Language(BoardTab):
    """The tab "Language"."""

    touched_by = ("article", "edition", "archive", "tag")

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("language", "Language", context, parent)
        self._sort = ContextSort.ARTICLE
        self._grammar = False
        self._reveal = False  # the context, once it is there
        self._given = ""  # what was left in the field
        self._looked: Looked | None = None
        self._apart = False  # whether the words were taken apart for filters to come
        self._asked: tuple[Sequence[str], ContextSort] = ((), self._sort)  # of the reading that is under way
        self._typing = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._typing.timeout.connect(self.look)

    def refresh(self, filter: Filter) -> None:
        self._asked = (self.terms, self._sort)
        super().refresh(filter)

    def read(self, archive: Archive, filter: Filter, progress: Progress) -> Found:
        asked, (terms, sort) = leading.counted(filter), self._asked
        words, behind = _words(archive, asked, self._grammar, progress)
        terms = terms or _first(words)
        looked = _looked(archive, terms, asked, sort, progress) if terms else None
        return Found(statistics.statistics(archive, asked), words, behind, looked)

    def build(self) -> Iterator[None]:
        theme = self.context.theme
        words, terms = charts.Noun("occurrence", "occurrences"), charts.Noun("term", "terms")
        self.frequent = BarChart(theme, "Frequent terms", self, noun=words, names=terms)
        self.distinctive = BarChart(theme, "Distinctive terms, the surest first", self, noun=words, names=terms)
        yield
        self.over = LineChart(theme, "Terms over time", self, noun=charts.Noun("article", "articles"))
        yield
        for name, bars in (("frequent", self.frequent), ("distinctive", self.distinctive)):
            self.chart(bars, name, self.show_term)
        self.chart(self.over, "over", self._year)
        self.field = QLineEdit(self._given, self)
        self.field.setObjectName("language_term")
        self.field.setAccessibleName("Words or phrases, with commas between them")
        self.field.setPlaceholderText("A word or phrase; several with commas")
        clearable(self.field, theme)
        self.field.setMinimumWidth(240)
        self.field.textEdited.connect(lambda _: self._typing.start())
        self.field.returnPressed.connect(self.look)
        self.plain = TickBox("Words of grammar too", theme, self)
        self.plain.setObjectName("language_plain")
        self.plain.toggled.connect(self.take_grammar)
        self.context_told = label("", "muted", self)
        self.sorts = Choices(
            "language_sort",
            (
                (ContextSort.ARTICLE.value, "By article"),
                (ContextSort.BEFORE.value, "By the word before"),
                (ContextSort.AFTER.value, "By the word after"),
            ),
            self,
        )
        self.sorts.choose(self._sort.value)
        self.sorts.chosen.connect(self.sort_by)
        self.list_button = QPushButton("List the articles", self)
        self.list_button.setObjectName("language_list")
        self.list_button.clicked.connect(lambda: self._library(self.terms[0]))
        self.table = ConcordanceTable(theme, self)
        self.table.open_asked.connect(self._open)
        self._place()

    def _place(self) -> None:
        self.top.addWidget(choice_row([self.field, self.plain], self))
        self.board.add(self.frequent, height=_TERMS_PX)
        self._distinctive_card = self.board.add(self.distinctive, height=_TERMS_PX)
        self._over_card = self.board.add(self.over, wide=True)
        context = QWidget(self)
        column = QVBoxLayout(context)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(choice_row([self.context_told], context))
        column.addWidget(choice_row([self.sorts, self.list_button], context))
        column.addWidget(self.table, 1)
        self._context_card = self.board.add(context, wide=True, height=360)

    # What the view asks

    def fill(self, found: Found) -> str:
        if not found.told.articles:
            return _NARROW if self.filter.narrowed else _NONE
        self._show_words(found.told, found.words, found.behind)
        if not self.field.text() and found.words.frequent:
            self.field.setText(", ".join(_first(found.words)))
        if found.behind:
            self._count_anew(found.told)
        self._take_apart()
        looked = found.looked
        if looked is None or (list(looked.terms), looked.sort) != (self.terms, self._sort):
            self.look()
        else:
            self._make_room(looked.terms)
            self.later(lambda: self._show_looked(looked))
        return ""

    def _show_words(self, articles: Statistics, told: Vocabulary, behind: bool) -> None:
        notes = [
            f"{told.words:,} words; {told.rest:,} in the rest of the archive."
            if told.rest
            else f"{told.words:,} words.",
            leading.days_told(self.filter),
            pending_told(told.pending).replace("read", "indexed"),
        ]
        if told.sampled and told.sampled < told.articles:
            notes.append(f"Korean words are those of {told.sampled:,} articles, counted in all.")
        # Without a rest nothing is peculiar: the years stand in the place of what would be empty.
        self._distinctive_card.setVisible(bool(told.rest))
        self.board.widen(self._over_card, bool(told.rest))
        if told.words and not told.rest:
            notes.append(_NARROWER)
        if behind:
            notes.append(
                f"The words were counted before in {counted(told.articles, 'article')}; they are being counted anew."
            )
        self.say(articles.articles, articles.first, articles.last, *notes)
        nothing = (
            "These articles use no word that could be listed." if not told.pending else "The words are being indexed."
        )
        surely = nothing if not told.words else _ALIKE if told.rest else _WHOLE
        self.later(
            self.drawn(self.frequent, _list_terms, self.frequent, told.frequent, nothing),
            self.drawn(self.distinctive, _list_terms, self.distinctive, told.distinctive, surely),
        )

    def _take_apart(self) -> None:
        """Once, when words are first looked at: what it takes is memory that nobody needs who never does."""
        if not self._apart:
            self._apart, archive = True, self.context.archive
            self.context.jobs.run(
                lambda each: common_words.take_apart(archive, lambda: each.cancelled), failed=lambda _: None, owner=self
            )

    def _count_anew(self, articles: Statistics) -> None:
        """Counts the words of all articles, of which those of before are shown."""
        archive, plain, filter = self.context.archive, self._grammar, self.filter

        def work(progress: Progress) -> Vocabulary:
            return common_words.count(archive, plain=plain, cancelled=lambda: progress.cancelled)

        def done(words: Vocabulary) -> None:
            if (plain, filter) == (self._grammar, self.filter):
                self._show_words(articles, words, False)
                self.board.arrange()

        self.context.jobs.latest((self.objectName(), "anew", id(self)), work, done=done, owner=self)

    def take_focus(self) -> None:
        if self.charts and self.board.isVisible():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().take_focus()

    def panes(self) -> dict[str, QWidget]:
        if not self.charts or not self.board.isVisible():
            return super().panes()
        return {"term": self.field, **super().panes(), "concordance": self.table}

    def offer(self, menu: QMenu) -> None:
        super().offer(menu)
        if self._looked is not None and self._looked.context.lines:
            menu.addSeparator()
            menu.addAction("Save the keyword in context as CSV…").triggered.connect(
                lambda: self.saving.ask("csv", "keyword-in-context.csv", self.csv)
            )

    def state(self) -> dict[str, Any]:
        return {"terms": self.field.text() if self.charts else self._given, "sort": self._sort.value}

    def restore(self, state: dict[str, Any]) -> None:
        if isinstance(state.get("terms"), str):
            self._given = state["terms"]
        if state.get("sort") in list(ContextSort):
            self._sort = ContextSort(state["sort"])

    # Terms

    @property
    def terms(self) -> list[str]:
        """What is looked at."""
        return terms_of(self.field.text() if self.charts else self._given)

    def show_term(self, term: str) -> None:
        """Looks at a term: in its context, which is brought into view, and over the years."""
        self.field.setText(term)
        self._reveal = True
        self.look()

    def sort_by(self, order: str) -> None:
        """Orders the keyword in context."""
        self._sort = ContextSort(order)
        self.sorts.choose(order)
        self.look()

    def take_grammar(self, taken: bool) -> None:
        """Lists words of grammar too."""
        self._grammar = taken
        self.refresh(self.filter)

    def look(self) -> None:
        """Reads what stands in the field, in the articles of the filter."""
        terms, asked, sort = self.terms, leading.counted(self.filter), self._sort
        self._make_room(terms)
        if not terms:
            self._looked = None
            return
        self.latest("look", lambda archive: _looked(archive, terms, asked, sort, Progress()), self._show_looked)

    def _make_room(self, terms: Sequence[str]) -> None:
        for card in (self._context_card, self._over_card):
            card.setVisible(bool(terms))
        self.board.arrange()

    def csv(self) -> bytes:
        """The keyword in context, as it is shown."""
        assert self._looked is not None
        rows = [
            (
                line.before,
                line.words,
                line.after,
                self._looked.titles.get(line.article, ""),
                int(line.article),
                line.start,
            )
            for line in self._looked.context.lines
        ]
        return csv_bytes(charts.Table(("before", "word", "after", "title", "article", "start"), rows))

    def _show_looked(self, looked: Looked) -> None:
        self._looked = looked
        found = looked.context
        shown = f", the first {len(found.lines):,} shown" if found.more else ""
        self.context_told.setText(
            f"“{found.term}”: {found.times:,} in {counted(found.articles, 'article')}{shown}"
            if found.times
            else f"No article of these holds “{found.term}”."
        )
        self.list_button.setEnabled(found.articles > 0)
        self.table.show_lines(found.lines, looked.titles)
        if self._reveal:
            self._reveal = False
            self.board.ensureWidgetVisible(self._context_card, 0, 8)
        self.later(self.drawn(self.over, _tell_over, self.over, looked.over))

    # Where marks lead

    def _open(self, line: Line) -> None:
        self.open_requested.emit(int(line.article), line.start, line.end)

    def _year(self, key: tuple[str, int]) -> None:
        term, year = key
        self._library(term, years=(str(year),))

    def _library(self, term: str, **mark: Any) -> None:
        self.library_requested.emit(*leading.library(self.filter, language.query(term), **mark))
