"""Terms are counted as a person would count them, under every filter; every number is the search that stands behind it."""

import re
from collections import Counter
from collections.abc import Callable

import pytest

from archive.archive import Archive
from archive.base.errors import Cancelled
from archive.model.ids import ArticleId
from archive.model.language import ContextSort
from archive.model.statistics import StatisticsFilter
from archive.operations import curate, find, language

AddArticle = Callable[..., ArticleId]
HARBOUR = "The harbour froze. Harbour pilots left the harbour for the warm south."
MILL = "A mill by the river grinds. The old mill grinds, and the mill wheel turns."
KOREAN = "항구에서 배가 떠났다. 항구는 얼었고 항구의 등대만 남았다."


@pytest.fixture
def three(archive: Archive, add_article: AddArticle) -> tuple[ArticleId, ...]:
    made = (
        add_article(archive, HARBOUR, title="Ice", publisher="Harbour Post", published="2019-05", language="en"),
        add_article(archive, MILL, title="Grain", publisher="River Notes", published="2021-03-02", language="en"),
        add_article(archive, KOREAN, title="등대", publisher="River Notes", language="ko"),
    )
    with archive.atomic():
        for article, words in zip(made, (13, 17, 9), strict=True):
            archive.store.articles.update(article, words=words)
    archive.index.catch_up()
    return made


def by_hand(archive: Archive, *articles: ArticleId) -> Counter[str]:
    total: Counter[str] = Counter()
    for article in articles:
        total.update(re.findall("[a-z]+", archive.store.editions.text(article).lower()))
    return total


def test_frequent_terms_are_counted_in_the_articles_and_in_the_rest(
    archive: Archive, three: tuple[ArticleId, ...]
) -> None:
    here, rest = by_hand(archive, three[0]), by_hand(archive, three[1])
    told = language.vocabulary(archive, StatisticsFilter(articles=three[:1]))
    assert (told.articles, told.words) == (1, here.total())
    korean = len(re.findall("[가-힣]", archive.store.editions.text(three[2])))
    assert told.rest == rest.total() + korean
    first = told.frequent[0]
    assert (first.term, first.times, first.articles, first.elsewhere) == ("harbour", 3, 1, 0)
    assert first.per_thousand == pytest.approx(1000 * 3 / here.total())
    assert {term.term: term.times for term in told.frequent} == {
        term: here[term] for term in ("harbour", "froze", "pilots", "warm", "south", "ice")
    }
    with_grammar = language.vocabulary(archive, StatisticsFilter(articles=three[:1]), plain=True)
    the = next(term for term in with_grammar.frequent if term.term == "the")
    assert (the.times, the.elsewhere) == (here["the"], rest["the"])


def test_distinctive_terms_are_those_that_the_rest_has_hardly(archive: Archive, add_article: AddArticle) -> None:
    ours = [add_article(archive, "Boats carry salt. Boats carry salt and boats sink.", title="One") for _ in range(4)]
    for _ in range(6):
        add_article(archive, "Carts carry salt along roads of salt and of dust.", title="Two")
    archive.index.catch_up()
    told = language.vocabulary(archive, StatisticsFilter(articles=tuple(ours)))
    assert told.distinctive[0].term == "boats"
    assert [told.distinctive[0].times, told.distinctive[0].elsewhere] == [12, 0]
    assert all(term.score is not None and term.score >= language.SURE for term in told.distinctive)
    assert not {"salt", "carts"} & {term.term for term in told.distinctive}
    assert language.vocabulary(archive).distinctive == ()
    assert language.vocabulary(archive).frequent[0].score is None


def test_korean_words_are_counted_wherever_their_syllables_stand(
    archive: Archive, three: tuple[ArticleId, ...]
) -> None:
    told = language.vocabulary(archive, StatisticsFilter(articles=(three[2],)))
    text = archive.store.editions.text(three[2])
    terms = {term.term: term for term in told.frequent}
    assert (terms["항구"].times, terms["항구"].articles) == (text.count("항구"), 1) == (3, 1)
    assert terms["등대"].times == text.count("등대") == 2
    assert terms["항구"].per_thousand == pytest.approx(1000 * 3 / len(re.findall("[가-힣]", text)))
    assert told.sampled == 1
    assert language.over_time(archive, "항구").times == 3


def test_every_number_is_the_search_behind_it(archive: Archive, three: tuple[ArticleId, ...]) -> None:
    for term in language.vocabulary(archive).frequent:
        assert find.search(archive, language.query(term.term), snippets=False).total == term.articles
        told = language.concordance(archive, term.term)
        assert (told.times, told.articles, len(told.lines)) == (term.times, term.articles, term.times)


def test_a_term_over_time_is_told_by_publication_year_with_the_years_that_lack_it(
    archive: Archive, three: tuple[ArticleId, ...]
) -> None:
    told = language.over_time(archive, "mill")
    assert (told.times, told.articles) == (3, 1)
    assert {year: (each.times, each.holding, each.articles, each.words) for year, each in told.years.items()} == {
        2019: (0, 0, 1, 13),
        2021: (3, 1, 1, 17),
    }
    assert told.years[2021].per_thousand == pytest.approx(1000 * 3 / 17)
    assert (told.undated.articles, told.undated.times) == (1, 0)
    assert language.over_time(archive, "mill", StatisticsFilter(publishers=("Harbour Post",))).times == 0
    assert language.over_time(archive, "the mill").times == 1
    assert language.over_time(archive, "…").times == 0


def test_a_keyword_stands_in_its_context_and_can_be_sorted_by_it(
    archive: Archive, three: tuple[ArticleId, ...]
) -> None:
    told = language.concordance(archive, "mill")
    text = archive.store.editions.text(three[1])
    assert [(line.start, line.end) for line in told.lines] == [match.span() for match in re.finditer(r"\bmill\b", text)]
    for line in told.lines:
        assert text[line.start : line.end] == line.words == "mill"
        assert text[: line.start].replace("\n", " ").endswith(line.before)
        assert text[line.end :].startswith(line.after)
    before = language.concordance(archive, "mill", sort=ContextSort.BEFORE)
    assert [line.before.split()[-1] for line in before.lines] == ["A", "old", "the"]
    after = language.concordance(archive, "mill", sort=ContextSort.AFTER)
    assert [line.after.split()[0] for line in after.lines] == ["by", "grinds,", "wheel"]


def test_a_long_concordance_says_that_there_is_more(archive: Archive, three: tuple[ArticleId, ...]) -> None:
    told = language.concordance(archive, "mill", limit=2)
    assert (len(told.lines), told.more, told.times) == (2, True, 3)
    assert not language.concordance(archive, "mill", limit=3).more


def test_what_is_trashed_or_not_indexed_yet_counts_nowhere(
    archive: Archive, add_article: AddArticle, three: tuple[ArticleId, ...]
) -> None:
    curate.trash(archive, [three[1]])
    add_article(archive, "A mill of 1990.", title="Late")
    assert language.over_time(archive, "mill").times == 0
    told = language.vocabulary(archive)
    assert told.pending == 2
    assert "mill" not in {term.term for term in told.frequent}
    archive.index.catch_up()
    assert language.over_time(archive, "mill").times == 1


def test_an_empty_archive_has_no_language(archive: Archive) -> None:
    told = language.vocabulary(archive)
    assert (told.articles, told.words, told.frequent, told.distinctive) == (0, 0, (), ())
    assert language.over_time(archive, "mill").years == {}
    assert language.concordance(archive, "mill").lines == ()


def test_reading_is_given_up_when_it_is_cancelled(archive: Archive, three: tuple[ArticleId, ...]) -> None:
    for ask in (language.vocabulary, lambda *_, **given: language.concordance(archive, "mill", **given)):
        with pytest.raises(Cancelled):
            ask(archive, cancelled=lambda: True)
