"""Groups of articles and what is missing of them, counted as a person would."""

from collections.abc import Callable

import pytest

from archive.archive import Archive
from archive.model.ids import ArticleId
from archive.model.search import Scope
from archive.model.statistics import Holding, Missing, StatisticsFilter
from archive.operations import browse, collect, curate, extracting, holdings

AddArticle = Callable[..., ArticleId]
pytestmark = pytest.mark.usefixtures("rules")


@pytest.fixture
def four(archive: Archive, add_article: AddArticle) -> tuple[ArticleId, ...]:
    made = (
        add_article(archive, "Ice.", publisher="Post", published="2019-05", language="en", byline=("Ada Reed",)),
        add_article(archive, "Snow.", publisher="Post", published="2019", language="en"),
        add_article(archive, "Rain.", publisher="Post", published="2021", language="ko"),
        add_article(archive, "Hail."),
    )
    with archive.atomic():
        for article, words in zip(made, (10, 20, 40, 80), strict=True):
            archive.store.articles.update(article, words=words)
    return made


def test_articles_are_grouped_by_publisher_year_and_language_together(
    archive: Archive, four: tuple[ArticleId, ...]
) -> None:
    curate.read(archive, [four[1]], True)
    assert set(holdings.holdings(archive)) == {
        Holding("Post", "2019", "en", 2, 30, 1, 20),
        Holding("Post", "2021", "ko", 1, 40, 0, 0),
        Holding("", "undated", "", 1, 80, 0, 0),
    }
    assert holdings.holdings(archive, StatisticsFilter(articles=(four[2],))) == (
        Holding("Post", "2021", "ko", 1, 40, 0, 0),
    )


def test_what_is_missing_is_counted_within_the_filter_and_without_the_trash(
    archive: Archive, four: tuple[ArticleId, ...]
) -> None:
    assert holdings.missing(archive) == Missing(dates=1, publishers=1, bylines=3, languages=1, unread=4)
    assert holdings.missing(archive, StatisticsFilter(publishers=("Post",))) == Missing(0, 0, 2, 0, 3)
    extracting.settle(archive)
    curate.trash(archive, [four[3]])
    assert holdings.missing(archive) == Missing(0, 0, 2, 0, 0)


def test_what_lacks_something_can_be_listed(archive: Archive, four: tuple[ArticleId, ...]) -> None:
    def listed(scope: Scope) -> set[ArticleId]:
        return {hit.article.id for hit in browse.listing(archive, scope=scope).hits}

    assert listed(Scope(lacking=("byline",))) == set(four[1:])
    assert listed(Scope(lacking=("byline",), publishers=("Post",))) == set(four[1:3])
    assert listed(Scope(articles=(four[0], four[3]))) == {four[0], four[3]}
    assert listed(Scope(lacking=("byline", "reading"), articles=four[:2])) == {four[1]}
    extracting.settle(archive)
    assert listed(Scope(lacking=("reading",))) == set()
    collect.save_search(archive, "Unsigned", "", scope=Scope(lacking=("byline",), articles=four[:2]))
    assert archive.store.searches.list()[0].scope == Scope(lacking=("byline",), articles=four[:2])


def test_an_empty_archive_lacks_nothing(archive: Archive) -> None:
    assert holdings.holdings(archive) == ()
    assert holdings.missing(archive) == Missing(0, 0, 0, 0, 0)
