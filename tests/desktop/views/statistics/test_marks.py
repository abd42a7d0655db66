"""Every mark of every chart is a query: the list behind it holds just what the mark counts, and the mark's number is right.

What is right is told by the plain records at the top, from which the archive is made, never by what the program counts.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from archive.model.ids import ArticleId
from archive.model.passage import PassageFilter, PassageSort
from archive.model.search import Scope
from archive.operations import annotate, browse, curate
from desktop.views.statistics import Statistics, coding, collection
from desktop.views.statistics.filter import Filter

from .conftest import Bench

Show = Callable[..., Statistics]
Listed = frozenset[Any]
SENTENCES = 12


@dataclass(frozen=True)
class Truth:
    """An article: what it holds, and what was marked in it, as {(sentence, author): tags}."""

    number: int
    publisher: str
    year: int
    language: str
    read: bool
    marks: dict[tuple[int, str], tuple[str, ...]]

    @property
    def title(self) -> str:
        return f"Ledger {self.number}"

    @property
    def sentences(self) -> list[str]:
        extra = {0: "lantern", 1: "lantern lantern", 2: "anchor"}.get(self.number % 4, "")
        return [f"Rope {self.number:02}{n:02} {extra} hangs quietly." for n in range(SENTENCES)]

    @property
    def text(self) -> str:
        return f"{self.title}\n{' '.join(self.sentences)}"

    @property
    def words(self) -> int:
        return len(self.text.split())


def _marks(number: int) -> dict[tuple[int, str], tuple[str, ...]]:
    if number % 5 == 4:
        return {}
    held: dict[tuple[int, str], tuple[str, ...]] = {}
    for sentence in range(1 + number % 4):
        tag = f"topic {(number + sentence) % 9}"
        held[sentence, "Ada"] = (tag, "common") if sentence % 2 else (tag,)
        if number % 3 == 0:
            held[sentence, "Ben"] = (tag,) if sentence != 2 else ("common",)
    return held


# Nine publishers and one unknown, undated articles, three languages and one unknown.
TRUTH = tuple(
    Truth(
        number,
        "" if number == 7 else f"Press {number % 9}",
        0 if number in (3, 12) else 2015 + number % 4,
        {5: "ko", 6: "fr", 11: ""}.get(number, "en"),
        number % 2 == 0,
        _marks(number),
    )
    for number in range(14)
)
FILTERS = {
    "everything": Filter(),
    "publishers": Filter(publishers=("Press 0", "Press 1", "Press 3", "")),
    "tags": Filter(tags=("topic 2", "common")),
    "days": Filter(since=date(2015, 6, 1), until=date(2017, 12, 31)),
}


def kept(filter: Filter) -> list[Truth]:
    """The articles that a filter lets through."""

    def passes(each: Truth) -> bool:
        if filter.publishers and each.publisher not in filter.publishers:
            return False
        if filter.tags and not any(set(tags) & set(filter.tags) for tags in each.marks.values()):
            return False
        # An article of which only the year is known may have come out on any of its days.
        return not (filter.since and filter.until) or filter.since.year <= each.year <= filter.until.year

    return [each for each in TRUTH if passes(each)]


@pytest.fixture
def held(empty_bench: Bench) -> Bench:
    bench, archive = empty_bench, empty_bench.archive
    bench.add(
        [
            (each.title, each.publisher or None, str(each.year or "") or None, each.text.partition("\n")[2])
            for each in TRUTH
        ]
    )
    with archive.atomic():
        for article, each in zip(bench.ids, TRUTH, strict=True):
            archive.store.articles.update(article, words=each.words, language=each.language or None)
    curate.read(archive, [bench.ids[each.number] for each in TRUTH if each.read], True)
    for each in TRUTH:
        for (sentence, author), tags in each.marks.items():
            start, end = annotate.find_quote(archive, bench.ids[each.number], each.sentences[sentence])
            annotate.mark(archive, bench.ids[each.number], start, end, tags=tags, author=author)
    archive.index.catch_up()
    return bench


class Asker:
    """Picks marks, and resolves what they lead to as the library and the passages do."""

    def __init__(self, view: Statistics, bench: Bench) -> None:
        self.bench, self.found = bench, [(frozenset(), "")]
        view.library_requested.connect(self._articles)
        view.passages_requested.connect(self._passages)

    def _articles(self, scope: Scope, query: str) -> None:
        page = browse.listing(self.bench.archive, query, scope=scope, limit=1000)
        self.found.append((frozenset(self.bench.ids.index(hit.article.id) for hit in page.hits), "articles"))

    def _passages(self, wanted: PassageFilter) -> None:
        ids = self.bench.archive.store.passages.ids(wanted, PassageSort.PLACE)
        listed = annotate.by_ids(self.bench.archive, ids)
        self.found.append((frozenset((each.anchor.exact, each.author) for each in listed), "passages"))

    def pick(self, chart: Any, mark: int) -> Listed:
        self.found.clear()
        chart.pick(mark)
        self.bench.settle()
        ((listed, _),) = self.found
        return listed

    def lists(self, chart: Any) -> Iterator[tuple[Any, float, Listed]]:
        """Key, number and list of each mark; the key of the bar of all others is a tuple of theirs."""
        assert chart.filled(), chart.title
        numbers = (
            chart._values
            if hasattr(chart, "_rest")
            else [each.value for each in (chart._segments if hasattr(chart, "_segments") else chart._cells)]
        )
        for mark in range(chart.count()):
            yield chart.key(mark), numbers[mark], self.pick(chart, mark)


def numbers_of(articles: list[Truth]) -> Listed:
    return frozenset(each.number for each in articles)


def keys_of(chart: Any, key: Any) -> tuple[Any, ...]:
    """The names that a bar stands for."""
    known = {bar.key for bar in chart._bars}
    return (key,) if key in known else tuple(key)


@pytest.mark.parametrize("what", ["articles", "words"])
@pytest.mark.parametrize("name", FILTERS)
def test_marks_of_the_collection(held: Bench, show: Show, name: str, what: str) -> None:
    view = show(held)
    view.narrow(FILTERS[name])
    view.show_tab("collection")
    held.settle()
    tab, asker, there = view.collection, Asker(view, held), kept(FILTERS[name])
    words = what == "words"
    tab.count(what)

    def amount(articles: list[Truth]) -> int:
        return sum(each.words for each in articles) if words else len(articles)

    def check(chart: Any, wanted: Callable[[Any], list[Truth]], number: Callable[[list[Truth]], int] = amount) -> None:
        summed = 0
        for key, value, listed in asker.lists(chart):
            assert listed == numbers_of(wanted(key)), (chart.title, key)
            assert value == number(wanted(key)), (chart.title, key)
            summed += int(value)
        assert chart is tab.missing or summed == number([each for each in there if chart not in dated or each.year])

    years = tab.counting("words").years if words else tab.counting("articles").years
    dated = (tab.counting("words").years, tab.counting("articles").years)
    groups = {key[1] for key in (years.key(mark) for mark in range(years.count()))}

    def of_year(key: tuple[int, str]) -> list[Truth]:
        return [each for each in there if each.year == key[0] and _group(each.publisher, groups) == key[1]]

    check(years, of_year)
    publishers = tab.counting("words").publishers if words else tab.counting("articles").publishers
    for limit in (12, 3):  # with a bar for all others too
        publishers.show_bars(publishers._bars, limit=limit)
        assert bool(publishers._rest) == (limit < len(publishers._bars))
        check(publishers, lambda key: [each for each in there if each.publisher in keys_of(publishers, key)])
    languages = tab.counting("words").languages if words else tab.counting("articles").languages
    check(languages, lambda key: [each for each in there if each.language in keys_of(languages, key)])
    check(
        tab.counting("words").reading if words else tab.counting("articles").reading,
        lambda key: [each for each in there if each.read == (key == "read")],
    )
    lacks = {
        "years": lambda each: not each.year,
        "publishers": lambda each: not each.publisher,
        "languages": lambda each: not each.language,
        "byline": lambda each: True,
        "reading": lambda each: each.language != "en",  # another language has an article read again
    }
    check(tab.missing, lambda key: [each for each in there if lacks[key](each)], len)
    assert f"{amount([each for each in there if not each.year]):,} undated" in years.told_words() or all(
        each.year for each in there
    )


def _group(publisher: str, groups: set[str]) -> str:
    name = publisher or collection.NO_PUBLISHER
    return name if name in groups else collection.OTHERS


def passages_of(articles: list[Truth], wanted: Callable[[Truth, str, tuple[str, ...]], bool]) -> Listed:
    return frozenset(
        (each.sentences[sentence], author)
        for each in articles
        for (sentence, author), tags in each.marks.items()
        if wanted(each, author, tags)
    )


@pytest.mark.parametrize("over", ["published", "marked"])
@pytest.mark.parametrize("name", FILTERS)
def test_marks_of_the_coding(held: Bench, show: Show, name: str, over: str) -> None:
    view = show(held)
    view.narrow(FILTERS[name])
    view.show_tab("coding")
    held.settle()
    tab, asker, there = view.coding, Asker(view, held), kept(FILTERS[name])
    tab.count_by(over)
    numbers = {article: number for number, article in enumerate(held.ids)}

    def check(chart: Any, wanted: Callable[[Any], Callable[[Truth, str, tuple[str, ...]], bool]]) -> None:
        for key, value, listed in asker.lists(chart):
            right = passages_of(there, wanted(key))
            assert listed == right and value == len(right), (chart.title, key)

    check(tab.tags, lambda key: lambda _, __, tags: bool(set(keys_of(tab.tags, key)) & set(tags)))
    check(tab.together, lambda key: lambda _, __, tags: set(key) <= set(tags))
    check(tab.articles, lambda key: lambda each, _, tags: each.number == numbers[key[0]] and key[1] in tags)
    check(tab.authors, lambda key: lambda _, author, __: author in keys_of(tab.authors, key))
    groups = {tab.years.key(mark)[1] for mark in range(tab.years.count())}

    def of_year(key: tuple[int, str]) -> tuple[Listed, int]:
        uses = [
            ((each.sentences[sentence], author), tag)
            for each in there
            for (sentence, author), tags in each.marks.items()
            for tag in tags
            if (over == "marked" or each.year == key[0]) and (tag if tag in groups else coding.OTHERS) == key[1]
        ]
        return frozenset(passage for passage, _ in uses), len(uses)

    for key, value, listed in asker.lists(tab.years):
        assert (listed, value) == of_year(key), key
    for limit in (16, 2):
        tab.marked.show_bars(tab.marked._bars, limit=limit)
        for key, value, listed in asker.lists(tab.marked):
            behind = [TRUTH[numbers[article]] for article in keys_of(tab.marked, key)]
            assert listed == passages_of(behind, lambda *_: True)
            assert value == max(map(_marked, behind))  # shares are never added


def _marked(each: Truth) -> float:
    """How much of an article is marked, in percent."""
    characters = sum(len(each.sentences[sentence]) for sentence in {sentence for sentence, _ in each.marks})
    return round(100 * characters / len(each.text), 1)


@pytest.mark.parametrize("name", FILTERS)
def test_marks_of_two_authors(held: Bench, show: Show, name: str) -> None:
    view = show(held)
    view.narrow(FILTERS[name])
    view.show_tab("coding")
    held.settle()
    tab, asker = view.coding, Asker(view, held)
    both = [each for each in kept(FILTERS[name]) if {author for _, author in each.marks} == {"Ada", "Ben"}]
    ((_, value, listed),) = asker.lists(tab.pairs)
    assert listed == numbers_of(both) and value == len(both)
    for tag, kappa, listed in asker.lists(tab.agreed):
        assert listed == passages_of(both, lambda _, __, tags, tag=tag: tag in tags), tag
        assert kappa == pytest.approx(_kappa(both, tag), abs=0.006), tag


def _kappa(articles: list[Truth], tag: str) -> float:
    """Cohen 1960: of two authors who say of every sentence, titles too, whether it has the tag."""
    units = [(each, sentence) for each in articles for sentence in range(-1, SENTENCES)]
    ada, ben = (
        [tag in each.marks.get((sentence, author), ()) for each, sentence in units] for author in ("Ada", "Ben")
    )
    agreed = sum(one == other for one, other in zip(ada, ben, strict=True)) / len(units)
    first, second = sum(ada) / len(units), sum(ben) / len(units)
    chance = first * second + (1 - first) * (1 - second)
    return (agreed - chance) / (1 - chance)


@pytest.mark.parametrize("name", FILTERS)
def test_marks_of_the_language(held: Bench, show: Show, name: str) -> None:
    view = show(held)
    view.narrow(FILTERS[name])
    view.show_tab("language")
    held.settle()
    tab, asker, there = view.language, Asker(view, held), kept(FILTERS[name])

    def times(term: str, articles: list[Truth]) -> int:
        return sum(len(re.findall(rf"\b{term}\b", each.text, re.IGNORECASE)) for each in articles)

    for chart in (tab.frequent, tab.distinctive):
        for mark in range(chart.count()):
            term, value = chart.key(mark), chart._values[mark]
            chart.pick(mark)
            held.settle()
            assert value == times(term, there) == len(tab.table.rows.lines), (chart.title, term)
            for line in tab.table.rows.lines:
                text = held.archive.store.editions.text(ArticleId(line.article))
                assert text[line.start : line.end].casefold() == term
    assert tab.frequent.count() and (name == "everything") == (
        not tab.distinctive.filled() and tab.distinctive.nothing.startswith("Narrow")
    )
    tab.field.setText("lantern, anchor")
    tab.look()
    held.settle()
    for mark in range(tab.over.count()):
        (term, year), value = tab.over.key(mark), tab.over._readings[mark].value
        of_year = [each for each in there if each.year == year]
        assert value == pytest.approx(
            1000 * times(term, of_year) / sum(len(re.findall(r"\w+", each.text)) for each in of_year), abs=0.001
        )
        assert asker.pick(tab.over, mark) == numbers_of([each for each in of_year if times(term, [each])])
    assert {tab.over.key(mark)[1] for mark in range(tab.over.count())} == {each.year for each in there if each.year}


@pytest.mark.parametrize(
    ("filter", "wanted"),
    [
        (Filter(), {(2012, 2706), (2019, 1047), (2015, 3000), (2019, 1900)}),
        (Filter(publishers=("Coast weekly",)), {(2015, 3000), (2019, 1900)}),
        (Filter(since=date(2015, 1, 1)), {(2019, 1047), (2015, 3000), (2019, 1900)}),
    ],
)
def test_marks_of_the_figures(bench: Bench, show: Show, filter: Filter, wanted: set[tuple[int, int]]) -> None:
    view = show(bench)
    view.narrow(filter)
    bench.settle()
    tab, asked = view.figures, []
    assert tab.chart is not None
    view.open_requested.connect(lambda *place: asked.append(place))
    drawn = [each.point for each in tab.chart._points]
    assert {(date.fromordinal(each.first).year, each.value) for each in drawn} == wanted
    assert tab.chart.told_words().startswith(f"{len(wanted)} figures · ")
    for mark in range(tab.chart.count()):
        asked.clear()
        tab.chart.pick(mark)
        ((article, start, end),) = asked
        words = bench.archive.store.editions.text(ArticleId(article))[start:end]
        assert f"{tab.chart._points[mark].value:,.0f}" in words
