"""What the archive holds: articles and words by year, publisher and language, how far it is read, and what is missing."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from archive.archive import Archive
from archive.base.progress import Progress
from archive.model.statistics import Holding, Missing
from archive.operations import holdings, statistics
from desktop.context import Context
from desktop.widgets import charts
from desktop.widgets.basics import Choices
from desktop.widgets.charts.bar_chart import BarChart
from desktop.widgets.charts.column_chart import ColumnChart
from desktop.wording import counted, language_name

from . import leading
from .board import BoardTab, choice_row, pending_told
from .filter import Filter

_LOW_PX = 240  # charts of a few bars
_READ = {"articles": "read", "words": "words_read"}  # what was read of it
_STACKED = 6  # publishers with a colour of their own
OTHERS, NO_PUBLISHER, NO_LANGUAGE = "Other publishers", "No publisher", "No language"
_NONE = "Import articles, and what there is of them is counted here."
_NARROW = "No article is let through: take something out of the filter."


@dataclass(frozen=True, slots=True)
class Found:
    """What is shown of one filter."""

    held: tuple[Holding, ...]
    missing: Missing
    first: date | None
    last: date | None
    pending: int


def read(archive: Archive, filter: Filter) -> Found:
    """To be called off the interface thread."""
    asked = leading.counted(filter)
    with archive.snapshot():
        told = statistics.statistics(archive, asked)
        return Found(
            holdings.holdings(archive, asked),
            holdings.missing(archive, asked),
            told.first,
            told.last,
            told.extraction.pending,
        )


def by_publisher(held: Iterable[Holding], what: str) -> Counter[str]:
    """`what` ("articles" or "words") by publisher, the most first."""
    return _added(held, "publisher", what)


def segments(held: Iterable[Holding], what: str) -> tuple[list[charts.Segment], list[str]]:
    """Years with a publisher's part each, and the publishers in the order of stacking; the undated are left out."""
    rows = [each for each in held if each.year != leading.NO_DATE]
    largest = [name for name, _ in by_publisher(rows, what).most_common()]
    own = set(largest if len(largest) <= _STACKED + 1 else largest[:_STACKED])
    parts: dict[tuple[int, str], int] = {}
    for each in rows:
        key = (int(each.year), (each.publisher or NO_PUBLISHER) if each.publisher in own else OTHERS)
        parts[key] = parts.get(key, 0) + getattr(each, what)
    groups = [name or NO_PUBLISHER for name in largest if name in own] + [OTHERS]
    made = [
        charts.Segment((year, group), year, group, value, f"{group}, {year}: {counted(value, what[:-1])}")
        for (year, group), value in parts.items()
    ]
    return made, groups


def _added(held: Iterable[Holding], by: str, what: str) -> Counter[str]:
    added: Counter[str] = Counter()
    for each in held:
        added[getattr(each, by)] += getattr(each, what)
    return Counter(dict(sorted(added.items(), key=lambda item: (-item[1], item[0]))))


class Collection(BoardTab):
    """The tab "Collection"."""

    touched_by = ("article", "edition", "archive", "tag")

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("collection", "Collection", context, parent)
        self._what = "articles"
        self._found: Found | None = None

    def read(self, archive: Archive, filter: Filter, progress: Progress) -> Found:
        return read(archive, filter)

    def build(self) -> Iterator[None]:
        theme = self.context.theme
        noun, words = charts.Noun("article", "articles"), charts.Noun("word", "words")
        self.years = ColumnChart(theme, "By year of publication", self, noun=noun)
        yield
        self.word_years = ColumnChart(theme, "By year of publication", self, noun=words)
        yield
        self.publishers = BarChart(theme, "By publisher", self, noun=noun, names=charts.Noun("publisher", "publishers"))
        self.word_publishers = BarChart(
            theme, "By publisher", self, noun=words, names=charts.Noun("publisher", "publishers")
        )
        yield
        languages, states = charts.Noun("language", "languages"), charts.Noun("state", "states")
        self.languages = BarChart(theme, "By language", self, noun=noun, names=languages)
        self.word_languages = BarChart(theme, "By language", self, noun=words, names=languages)
        yield
        self.reading = BarChart(theme, "Reading", self, noun=noun, names=states)
        self.word_reading = BarChart(theme, "Reading", self, noun=words, names=states)
        yield
        self.missing = BarChart(
            theme, "What is missing", self, noun=charts.Noun("gap", "gaps"), names=charts.Noun("kind", "kinds")
        )
        yield
        for name, columns in (("years", self.years), ("word_years", self.word_years)):
            self.chart(columns, name, self._year)
        for name, bars in (("publishers", self.publishers), ("word_publishers", self.word_publishers)):
            self.chart(bars, name, lambda key: self._publishers((key,)))
            bars.others_picked.connect(self._publishers)
        for name, bars in (("languages", self.languages), ("word_languages", self.word_languages)):
            self.chart(bars, name, lambda key: self._lead(languages=(key,)))
            bars.others_picked.connect(lambda keys: self._lead(languages=keys))
        for name, bars in (("reading", self.reading), ("word_reading", self.word_reading)):
            self.chart(bars, name, lambda key: self._lead(**{key: True}))
        self.chart(self.missing, "missing", lambda key: self._lead(**key_of(key)))
        self.choice = Choices("collection_what", (("articles", "Articles"), ("words", "Words")), self)
        self.choice.choose(self._what)
        self.choice.chosen.connect(self.count)
        self.top.addWidget(choice_row([self.choice], self))
        self._switched = [
            (self.board.add(self.years, wide=True), self.board.add(self.word_years, wide=True)),
            (self.board.add(self.publishers), self.board.add(self.word_publishers)),
            (self.board.add(self.languages), self.board.add(self.word_languages)),
            (self.board.add(self.reading, height=_LOW_PX), self.board.add(self.word_reading, height=_LOW_PX)),
        ]
        self.board.add(self.missing, height=_LOW_PX)
        self.count(self._what)

    def count(self, what: str) -> None:
        """Counts "articles" or "words"."""
        self._what = what
        if self.charts:
            self.choice.choose(what)
            for articles, words in self._switched:
                articles.setVisible(what == "articles")
                words.setVisible(what == "words")
            self.board.arrange()

    def state(self) -> dict[str, Any]:
        return {"what": self._what}

    def restore(self, state: dict[str, Any]) -> None:
        if state.get("what") in ("articles", "words"):
            self.count(str(state["what"]))

    def fill(self, found: Found) -> str:
        self._found = found
        articles = sum(each.articles for each in found.held)
        if not articles:
            return _NARROW if self.filter.narrowed else _NONE
        undated = f"{counted(found.missing.dates, 'article')} without a date." if found.missing.dates else ""
        days = leading.days_told(self.filter)
        self.say(articles, found.first, found.last, undated, days, pending_told(found.pending))
        self.later(
            lambda: self._fill_years(self.years, found, "articles"),
            lambda: self._fill_publishers(self.publishers, found, "articles"),
            lambda: self._fill_years(self.word_years, found, "words"),
            lambda: self._fill_publishers(self.word_publishers, found, "words"),
            lambda: self._fill_rest(self.languages, self.reading, found, "articles"),
            lambda: self._fill_rest(self.word_languages, self.word_reading, found, "words"),
            lambda: self._fill_missing(found.missing),
        )
        return ""

    def _fill_years(self, years: ColumnChart, found: Found, what: str) -> None:
        made, groups = segments(found.held, what)
        nothing = "No article has a publication date: give one in the reader's details."
        undated = sum(getattr(each, what) for each in found.held if each.year == leading.NO_DATE)
        years.show_segments(made, groups=groups, undated=undated, nothing=nothing)

    def _fill_publishers(self, publishers: BarChart, found: Found, what: str) -> None:
        publishers.show_bars(
            [charts.Bar(name, name or NO_PUBLISHER, value) for name, value in by_publisher(found.held, what).items()]
        )

    def _fill_rest(self, languages: BarChart, reading: BarChart, found: Found, what: str) -> None:
        languages.show_bars(
            [
                charts.Bar(name, language_name(name) if name else NO_LANGUAGE, value)
                for name, value in _added(found.held, "language", what).items()
            ]
        )
        whole, done = (sum(getattr(each, name) for each in found.held) for name in (what, _READ[what]))
        reading.show_bars([charts.Bar("read", "Read", done), charts.Bar("unread", "Unread", whole - done)])

    def _fill_missing(self, gaps: Missing) -> None:
        rows = (
            ("years", "No date", gaps.dates),
            ("publishers", "No publisher", gaps.publishers),
            ("byline", "No byline", gaps.bylines),
            ("languages", "No language", gaps.languages),
            ("reading", "Not read for dates and figures yet", gaps.unread),
        )
        self.missing.show_bars(
            [charts.Bar(key, name, value) for key, name, value in rows if value],
            nothing="Nothing is missing: every article has its date, publisher, byline and language.",
        )

    # Where marks lead

    def _lead(self, **mark: Any) -> None:
        self.library_requested.emit(*leading.library(self.filter, **mark))

    def _publishers(self, names: tuple[str, ...]) -> None:
        self._lead(publishers=names)

    def _year(self, key: tuple[int, str]) -> None:
        year, group = key
        self._lead(years=(str(year),), publishers=self._named(group))

    def _named(self, group: str) -> tuple[str, ...]:
        """The publishers that a part of a column stands for."""
        assert self._found is not None
        names = list(by_publisher((each for each in self._found.held if each.year != leading.NO_DATE), self._what))
        if group != OTHERS:
            return ("" if group == NO_PUBLISHER else group,)
        return tuple(names[_STACKED:])


def key_of(gap: str) -> dict[str, tuple[str, ...]]:
    """What lists the articles that lack something."""
    found: dict[str, dict[str, tuple[str, ...]]] = {
        "years": {"years": (leading.NO_DATE,)},
        "publishers": {"publishers": ("",)},
        "languages": {"languages": ("",)},
    }
    return found.get(gap, {"lacking": (gap,)})
