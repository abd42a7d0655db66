"""Coding by publication year, by article and by pairs of authors, counted as a person would."""

from collections.abc import Callable

import pytest

from archive.archive import Archive
from archive.model.ids import ArticleId
from archive.model.statistics import Coders, Marked, StatisticsFilter
from archive.operations import annotate, coded, curate, statistics

AddArticle = Callable[..., ArticleId]
pytestmark = pytest.mark.usefixtures("rules")
TEXT = "The ferry left at dawn and the crew sang."


@pytest.fixture
def three(archive: Archive, add_article: AddArticle) -> tuple[ArticleId, ...]:
    return (
        add_article(archive, TEXT, title="One", published="2019-05"),
        add_article(archive, TEXT, title="Two", published="2019"),
        add_article(archive, TEXT, title="Six"),
    )


def mark(archive: Archive, article: ArticleId, words: str, *tags: str, author: str | None = None) -> None:
    start, end = annotate.find_quote(archive, article, words)
    annotate.mark(archive, article, start, end, tags=tags, author=author)


def test_tags_are_counted_by_the_year_in_which_the_article_was_published(
    archive: Archive, three: tuple[ArticleId, ...]
) -> None:
    mark(archive, three[0], "ferry", "ship", "ship/ferry")
    mark(archive, three[1], "ferry", "ship/ferry")
    mark(archive, three[2], "crew", "people")
    assert coded.by_year(archive) == {
        "people": {"undated": 1},
        "ship": {"2019": 1},
        "ship/ferry": {"2019": 2},
    }
    assert coded.by_year(archive, StatisticsFilter(articles=(three[2],))) == {"people": {"undated": 1}}
    curate.trash(archive, [three[2]])
    assert "people" not in coded.by_year(archive)


def test_overlapping_passages_mark_a_text_once(archive: Archive, three: tuple[ArticleId, ...]) -> None:
    mark(archive, three[0], "The ferry left", "ship")
    mark(archive, three[0], "ferry left at dawn", "time")
    mark(archive, three[1], "crew", "people")
    length = len(archive.store.editions.text(three[0]))
    found = coded.by_article(archive)
    assert found == [
        Marked(three[0], 2, len("The ferry left at dawn"), length),
        Marked(three[1], 1, len("crew"), length),
    ]
    assert found[0].share == pytest.approx(22 / length)
    whole = statistics.statistics(archive).coverage
    assert whole.characters == sum(each.characters for each in found)
    assert coded.by_article(archive, limit=1) == found[:1]


def test_authors_who_coded_the_same_articles_make_pairs(archive: Archive, three: tuple[ArticleId, ...]) -> None:
    for article in three[:2]:
        mark(archive, article, "ferry", "ship", author="Ada")
        mark(archive, article, "ferry left", "ship", author="Ben")
    mark(archive, three[2], "crew", "people", author="Ada")
    mark(archive, three[2], "crew", "people", author="Cleo")
    mark(archive, three[0], "dawn", author="Dan")
    assert coded.coders(archive) == [Coders("Ada", "Ben", 2), Coders("Ada", "Cleo", 1)]
    assert coded.coders(archive, StatisticsFilter(articles=(three[2],))) == [Coders("Ada", "Cleo", 1)]


def test_an_archive_without_passages_has_no_coding(archive: Archive, three: tuple[ArticleId, ...]) -> None:
    assert (coded.by_year(archive), coded.by_article(archive), coded.coders(archive)) == ({}, [], [])
