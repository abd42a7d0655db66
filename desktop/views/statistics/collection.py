"""What the archive holds: articles and words by year, publisher and language, how far it is read, and what is missing."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtWidgets import QFrame, QWidget

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
_NAMED = {"articles": "", "words": "word_"}  # how the names of charts begin
_STEPS = 4  # turns in which the charts of one kind are made
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


@dataclass(frozen=True, slots=True)
class _Charts:
    """The charts that count articles, or words, and their cards."""

    years: ColumnChart
    publishers: BarChart
    languages: BarChart
    reading: BarChart
    cards: tuple[QFrame, ...]


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
        self._sets: dict[str, _Charts] = {}
        self._steps: dict[str, Iterator[None]] = {}
        self._shown: dict[str, Found] = {}  # by what is counted, what its charts show

    def read(self, archive: Archive, filter: Filter, progress: Progress) -> Found:
        return read(archive, filter)

    def build(self) -> Iterator[None]:
        gaps, kinds = charts.Noun("gap", "gaps"), charts.Noun("kind", "kinds")
        self.missing = BarChart(self.context.theme, "What is missing", self, noun=gaps, names=kinds)
        self.chart(self.missing, "missing", lambda key: self._lead(**key_of(key)))
        self._missing_card = self.board.add(self.missing, height=_LOW_PX)
        self.choice = Choices("collection_what", (("articles", "Articles"), ("words", "Words")), self)
        self.choice.choose(self._what)
        self.choice.chosen.connect(self.count)
        self.top.addWidget(choice_row([self.choice], self))
        yield
        for _ in self._making(self._what):
            yield

    def _making(self, what: str) -> Iterator[None]:
        """Makes the charts that count "articles" or "words", one a turn: nobody looks at both at once."""
        if what not in self._steps:
            self._steps[what] = self._make(what)
        return self._steps[what]

    def _make(self, what: str) -> Iterator[None]:
        theme, noun, named = self.context.theme, charts.Noun(what[:-1], what), _NAMED[what]
        years = ColumnChart(theme, "By year of publication", self, noun=noun)
        self.chart(years, f"{named}years", self._year)
        yield
        publishers = BarChart(theme, "By publisher", self, noun=noun, names=charts.Noun("publisher", "publishers"))
        self.chart(publishers, f"{named}publishers", lambda key: self._publishers((key,)))
        publishers.others_picked.connect(self._publishers)
        yield
        languages = BarChart(theme, "By language", self, noun=noun, names=charts.Noun("language", "languages"))
        self.chart(languages, f"{named}languages", lambda key: self._lead(languages=(key,)))
        languages.others_picked.connect(lambda keys: self._lead(languages=keys))
        yield
        reading = BarChart(theme, "Reading", self, noun=noun, names=charts.Noun("state", "states"))
        self.chart(reading, f"{named}reading", lambda key: self._lead(**{key: True}))
        # The keyboard comes to what is missing last.
        self.charts.remove(self.missing)
        self.charts.append(self.missing)
        before = self._missing_card
        cards = (
            self.board.add(years, wide=True, before=before),
            self.board.add(publishers, before=before),
            self.board.add(languages, before=before),
            self.board.add(reading, height=_LOW_PX, before=before),
        )
        self._sets[what] = _Charts(years, publishers, languages, reading, cards)
        self._show_counted()

    def counting(self, what: str) -> _Charts:
        """The charts that count "articles" or "words", as they stand once all are made and filled."""
        for _ in self._making(what):
            pass
        for fill in self._behind(what):
            fill()
        return self._sets[what]

    def count(self, what: str) -> None:
        """Counts "articles" or "words"."""
        self._what = what
        if self._built:
            self.choice.choose(what)
            self._bring_up()

    def _bring_up(self) -> None:
        """Shows the charts of what is counted; makes and fills them, a piece a turn, where that was not done."""
        what = self._what
        if what in self._sets:
            self._show_counted()
        else:
            self.later(*[lambda: next(self._making(what), None)] * _STEPS)
        self.later(lambda: self.later(*self._behind(what)))

    def _show_counted(self) -> None:
        for what, made in self._sets.items():
            for card in made.cards:
                card.setVisible(what == self._what)
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
        self._bring_up()
        self.later(lambda: self._fill_missing(found.missing))
        return ""

    def _behind(self, what: str) -> list[Callable[[], None]]:
        """What fills the charts of articles or of words, a chart or two at a time; nothing where they show the newest answer."""
        made, found = self._sets.get(what), self._found
        if made is None or found is None or self._shown.get(what) is found:
            return []
        self._shown[what] = found
        return [
            lambda: self._fill_years(made.years, found, what),
            lambda: self._fill_publishers(made.publishers, found, what),
            lambda: self._fill_rest(made.languages, made.reading, found, what),
        ]

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
