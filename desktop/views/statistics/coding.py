"""What the coding says: passages by tag, over time, by article, tags together, how much is marked, by whom, and how they agree."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from archive.archive import Archive
from archive.base.progress import Progress
from archive.model.ids import ArticleId
from archive.model.passage import Match, PassageFilter
from archive.model.search import Scope
from archive.model.statistics import Coders, CodingOverTime, Marked, Statistics
from archive.operations import coded, coding, statistics, timeline
from desktop.context import Context
from desktop.views.library.empty import Offer
from desktop.widgets import charts
from desktop.widgets.basics import Choices
from desktop.widgets.charts.bar_chart import BarChart
from desktop.widgets.charts.column_chart import ColumnChart
from desktop.widgets.charts.heat_map import HeatMap
from desktop.wording import counted, one_line

from . import leading
from .board import BoardTab, choice_row
from .coded_years import OTHERS, Years, by_coding_year, by_year
from .filter import Filter

_LOW_PX = 240  # charts of a few bars
_TOGETHER = 24  # names in a heat map
_ARTICLES = 40
_BARS = 16  # before the others share one
_COMPARED = 50  # articles over which agreement is computed for a glance; the page compares all
_NONE_OF_THEM = np.zeros(0, np.int64)
_NONE = "Mark words in the reader and give them a tag; what the coding says is counted here."
_NO_ARTICLES = "Import articles, and what you mark in them is counted here."
_NARROW = "No passage is let through: take something out of the filter."
_NO_TAGS = "Give passages a tag, and they are counted here."


@dataclass(frozen=True, slots=True)
class Agreed:
    """Two authors' κ by tag, the highest first, over these articles of those that both coded."""

    pair: Coders
    articles: tuple[ArticleId, ...]
    by_tag: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What is shown of one filter; years are those of publication."""

    told: Statistics
    over: CodingOverTime
    years: Mapping[str, Years]  # "published" or "marked" → what is counted by these
    marked: Sequence[Marked]
    pairs: Sequence[Coders]
    agreed: Agreed | None
    titles: Mapping[ArticleId, str]
    uses: Sequence[tuple[str, int]]  # of each tag, the most first
    together: tuple[Sequence[charts.Cell], Sequence[str]]  # tags on one passage, and which tags
    most: Sequence[ArticleId]  # with the most uses of tags
    foremost: Sequence[str]  # tags with the most uses


def read(archive: Archive, filter: Filter) -> Found:
    """To be called off the interface thread."""
    asked = leading.counted(filter)
    with archive.snapshot():
        told = statistics.statistics(archive, asked)
        over = statistics.coding(archive, asked)
        marked = coded.by_article(archive, asked)
        pairs = coded.coders(archive, asked)
        agreed = _agreed(archive, pairs[0], coded.shared(archive, pairs[0], asked)[:_COMPARED]) if pairs else None
        most = most_coded(over)
        wanted = {each.article for each in marked} | set(most)
        titles = {each: one_line(head[0]) for each, head in timeline.articles(archive, sorted(wanted)).items()}
        years = {"published": by_year(coded.by_year(archive, asked)), "marked": by_year(by_coding_year(over))}
    uses = {path: sum(held.values()) for path, held in over.by_article.items()}
    return Found(
        *(told, over, years, marked, pairs, agreed, titles),
        uses=sorted(uses.items(), key=lambda item: (-item[1], item[0])),
        together=_together(told),
        most=most,
        foremost=sorted(uses, key=lambda path: -uses[path])[:_TOGETHER],
    )


def _together(told: Statistics) -> tuple[list[charts.Cell], list[str]]:
    """How often two of the tags that stand together most do so."""
    names = list(dict.fromkeys(name for pair in told.cooccurrence for name in (pair.one, pair.other)))[:_TOGETHER]
    place = {name: number for number, name in enumerate(names)}
    cells = []
    for pair in told.cooccurrence:
        if pair.one in place and pair.other in place:
            words = f"{pair.one} with {pair.other}: {counted(pair.passages, 'passage')}"
            one, other = sorted((pair.one, pair.other), key=place.__getitem__)
            cells.append(charts.Cell((one, other), one, other, pair.passages, words))
    return cells, names


def _agreed(archive: Archive, pair: Coders, articles: Sequence[ArticleId]) -> Agreed:
    report = coding.agreement(archive, pair.first, pair.second, by="sentence", articles=articles)
    known = [(each.tag, each.kappa) for each in report.tags if each.kappa is not None]
    by_tag = tuple(sorted(known, key=lambda each: (-each[1], each[0])))
    return Agreed(pair, report.articles, by_tag)


def most_coded(over: CodingOverTime) -> list[ArticleId]:
    """The articles with the most uses of tags, the most first."""
    articles = np.concatenate([np.fromiter(held, np.int64) for held in over.by_article.values()] or [_NONE_OF_THEM])
    uses = np.concatenate(
        [np.fromiter(held.values(), np.int64) for held in over.by_article.values()] or [_NONE_OF_THEM]
    )
    known, place = np.unique(articles, return_inverse=True)
    sums = np.bincount(place, uses, minlength=len(known))
    return [ArticleId(each) for each in known[np.lexsort((known, -sums))[:_ARTICLES]].tolist()]


class Coding(BoardTab):
    """The tab "Coding"."""

    touched_by = ("passage", "tag", "article", "edition", "archive")

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("coding", "Coding", context, parent)
        self._over = "published"
        self._found: Found | None = None

    def read(self, archive: Archive, filter: Filter, progress: Progress) -> Found:
        return read(archive, filter)

    def build(self) -> Iterator[None]:
        theme = self.context.theme
        passages, tags = charts.Noun("passage", "passages"), charts.Noun("tag", "tags")
        uses = charts.Noun("use of a tag", "uses of tags")
        articles = charts.Noun("article", "articles")
        self.tags = BarChart(theme, "Passages by tag", self, noun=uses, names=tags)
        self.years = ColumnChart(theme, "Tags by year", self, noun=uses)
        yield
        self.together = HeatMap(theme, "Tags on the same passage", self, noun=charts.Noun("pair", "pairs"), names=tags)
        yield
        self.articles = HeatMap(
            theme,
            "Tags by article",
            self,
            noun=charts.Noun("pair", "pairs"),
            names=charts.Noun("article or tag", "articles and tags"),
        )
        yield
        self.marked = BarChart(theme, "How much of each article is marked, %", self, names=articles, added=False)
        yield
        self.authors = BarChart(theme, "By author", self, noun=passages, names=charts.Noun("author", "authors"))
        yield
        self.pairs = BarChart(theme, "Coded by two", self, noun=articles, names=charts.Noun("pair", "pairs"))
        self.agreed = BarChart(theme, "Agreement", self, names=tags, added=False)
        yield
        self.chart(self.tags, "tags", lambda path: self._lead(tags=(path,), below=False))
        self.tags.others_picked.connect(lambda paths: self._lead(tags=tuple(paths), below=False))
        self.chart(self.years, "years", self._year)
        self.chart(self.together, "together", lambda pair: self._lead(tags=pair, match=Match.ALL, below=False))
        self.chart(self.articles, "articles", lambda key: self._lead(tags=(key[1],), below=False, articles=(key[0],)))
        self.chart(self.marked, "marked", lambda article: self._lead(articles=(article,)))
        self.marked.others_picked.connect(lambda keys: self._lead(articles=tuple(keys)))
        self.chart(self.authors, "authors", lambda author: self._lead(authors=(author,)))
        self.authors.others_picked.connect(lambda authors: self._lead(authors=tuple(authors)))
        self.chart(self.pairs, "pairs", lambda pair: self._shared((pair,)))
        self.pairs.others_picked.connect(self._shared)
        self.chart(self.agreed, "agreed", lambda tag: self._uses((tag,)))
        self.agreed.others_picked.connect(self._uses)
        self._place()

    def _place(self) -> None:
        self.choice = Choices(
            "coding_years_of", (("published", "Year of publication"), ("marked", "Year of coding")), self
        )
        self.choice.choose(self._over)
        self.choice.chosen.connect(self.count_by)
        self.comparing = QPushButton("Compare two authors…", self)
        self.comparing.setObjectName("coding_compare")
        self.comparing.clicked.connect(self.compare)
        tags, marked = self.board.add(self.tags), self.board.add(self.marked)
        self.board.add(self.years, head=choice_row([self.choice], self), wide=True, height=340)
        together, articles = (self.board.add(each, wide=True) for each in (self.together, self.articles))
        self.board.add(self.authors, height=_LOW_PX)
        self._two = [
            self.board.add(self.pairs, head=choice_row([self.comparing], self), height=_LOW_PX),
            self.board.add(self.agreed, wide=True),
        ]
        self._fitted: tuple[tuple[QFrame, BarChart | HeatMap], ...] = (
            (tags, self.tags),
            (marked, self.marked),
            (together, self.together),
            (articles, self.articles),
            (self._two[1], self.agreed),
        )

    def way_on(self) -> Offer:
        if self._found is None or not self._found.told.articles:
            return super().way_on()
        return "go_library", "Open the library", lambda: self.context.actions.trigger("go.library")

    def count_by(self, over: str) -> None:
        """Counts by the year of an article's publication ("published") or of the marking ("marked")."""
        self._over = over
        if self._found is not None:
            self.choice.choose(over)
            self._fill_years(self._found)

    def state(self) -> dict[str, Any]:
        return {"over": self._over}

    def restore(self, state: dict[str, Any]) -> None:
        if state.get("over") in ("published", "marked"):
            self._over = str(state["over"])

    def fill(self, found: Found) -> str:
        self._found = found
        told = found.told
        if not told.passages:
            return _NARROW if self.filter.narrowed else _NONE if told.articles else _NO_ARTICLES
        share = (
            f"{100 * told.coverage.share:.1f} % of the text of {counted(told.coverage.articles, 'article')} is marked."
        )
        self.say(told.articles, told.first, told.last, share, leading.days_told(self.filter))
        self.later(
            self.drawn(self.tags, self._fill_tags, found),
            self.drawn(self.years, self._fill_years, found),
            self.drawn(self.together, self._fill_together, found),
            self.drawn(self.articles, self._fill_articles, found),
            self.drawn(self.marked, self._fill_marked, found),
            lambda: self.authors.show_bars([charts.Bar(name, name, number) for name, number in told.by_author.items()]),
            lambda: self._fill_pairs(found),
            *self.fitted(self._fitted),
        )
        return ""

    def _fill_tags(self, found: Found) -> None:
        bars = [charts.Bar(path, path, number) for path, number in found.uses]
        self.tags.show_bars(bars, limit=_BARS, nothing=_NO_TAGS)

    def _fill_marked(self, found: Found) -> None:
        self.marked.show_bars(
            [
                charts.Bar(
                    each.article,
                    found.titles.get(each.article, ""),
                    round(100 * each.share, 1),
                    f"{found.titles.get(each.article, '')}: {100 * each.share:.1f} %, {counted(each.passages, 'passage')}",
                )
                for each in sorted(found.marked, key=lambda each: -each.share)
            ],
            limit=_BARS,
            nothing="No passage stands in its text: look at those that wait in Passages.",
        )

    def _fill_years(self, found: Found) -> None:
        shown = found.years[self._over]
        self.years.show_segments(
            shown.segments,
            groups=shown.order,
            undated=shown.undated,
            nothing=_NO_TAGS
            if not shown.counts
            else "No tagged article has a publication date: give one in its details.",
        )

    def _fill_together(self, found: Found) -> None:
        cells, order = found.together
        self.together.show_cells(
            cells, rows=order, columns=order, nothing="No passage carries two tags: give one a second tag."
        )

    def _fill_articles(self, found: Found) -> None:
        most, tags = found.most, found.foremost
        names_of = {article: f"{found.titles.get(article, '')}" or f"Article {article}" for article in most}
        told_apart = _apart(names_of)
        self.articles.show_cells(
            [
                charts.Cell(
                    (article, path),
                    told_apart[article],
                    path,
                    found.over.by_article[path][article],
                    f"{path} in “{names_of[article]}”: {counted(found.over.by_article[path][article], 'passage')}",
                )
                for path in tags
                for article in most
                if article in found.over.by_article[path]
            ],
            rows=[told_apart[article] for article in most],
            columns=tags,
            nothing=_NO_TAGS,
        )

    def _fill_pairs(self, found: Found) -> None:
        two = len(found.told.by_author) > 1
        for card in self._two:
            card.setVisible(two)
        self.pairs.show_bars(
            [charts.Bar(each, f"{each.first} and {each.second}", each.articles) for each in found.pairs],
            nothing="No two authors have tagged passages of the same article.",
        )
        agreed = found.agreed
        if agreed is not None:
            both = counted(agreed.pair.articles, "article")
            compared = len(agreed.articles)
            over = both if compared == agreed.pair.articles else f"{compared:,} of {both}"
            self.retitle(
                self.agreed, f"{agreed.pair.first} and {agreed.pair.second}: Cohen's κ by tag, by sentence, over {over}"
            )
        self.agreed.show_bars(
            [charts.Bar(tag, tag, round(kappa, 2)) for tag, kappa in (agreed.by_tag if agreed else ())],
            limit=_BARS,
            nothing="There is nothing yet on which two authors could agree.",
        )

    # Where marks lead

    def compare(self, *_: object) -> None:
        """Opens the page that holds two authors against each other."""
        self.context.actions.trigger("passages.compare")

    def _shared(self, pairs: tuple[Coders, ...]) -> None:
        """Lists the articles that both of a pair coded."""
        asked = leading.counted(self.filter)
        self.latest(
            "lead",
            lambda archive: sorted({each for pair in pairs for each in coded.shared(archive, pair, asked)}),
            lambda articles: self.library_requested.emit(Scope(articles=tuple(articles)), ""),
        )

    def _uses(self, tags: tuple[str, ...]) -> None:
        """Lists the passages of the two on which their agreement about these tags rests."""
        agreed = self._found.agreed if self._found is not None else None
        if agreed is not None:
            self.latest(
                "lead",
                lambda archive: coded.uses(archive, agreed.pair, tags, agreed.articles),
                lambda uids: self.passages_requested.emit(PassageFilter(uids=tuple(uids))),
            )

    def _year(self, key: tuple[int, str]) -> None:
        year, group = key
        shown = by_year({}) if self._found is None else self._found.years[self._over]
        named = shown.order[:-1]
        tags = (group,) if group != OTHERS else tuple(path for path in shown.counts if path not in named)
        if self._over == "marked":
            self._lead(tags=tags, below=False, since=f"{year}-01-01", until=f"{year}-12-31")
        else:
            self._lead(tags=tags, below=False, year=str(year))

    def _lead(self, *, year: str = "", **mark: Any) -> None:
        """Lists the passages behind a mark. A filter, or a year, is said as the articles that it lets through."""
        if "articles" in mark or not (year or self.filter.narrowed):
            self.passages_requested.emit(PassageFilter(**mark))
            return
        asked = leading.counted(self.filter)
        self.latest(
            "lead",
            lambda archive: coded.articles_of(archive, asked, year),
            lambda articles: self.passages_requested.emit(PassageFilter(articles=tuple(articles), **mark)),
        )


def _apart(names: Mapping[ArticleId, str]) -> dict[ArticleId, str]:
    """Names of which no two are the same: a chart tells its rows by name."""
    taken: set[str] = set()
    told = {}
    for article, name in names.items():
        told[article] = name if name not in taken else f"{name} ({article})"
        taken.add(told[article])
    return told
