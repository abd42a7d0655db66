"""What the archive holds is counted as a person would count it, under every filter, and again when something was written."""

from collections.abc import Callable

import pytest

from archive.archive import Archive
from archive.model.ids import ArticleId
from archive.model.statistics import CodingCoverage, Group, Pair, Reading, StatisticsFilter
from archive.operations import annotate, collect, curate, extracting, statistics
from tests.archive.operations.test_extracting import edit_text
from tests.archive.times import day

AddArticle = Callable[..., ArticleId]
pytestmark = pytest.mark.usefixtures("rules")
FIRST = "The old pier burnt down in 1987 with 30 boats. Then 4 nets hung there."
SECOND = "A quay was built in 1990 for 35 boats."


@pytest.fixture
def three(archive: Archive, add_article: AddArticle, rules: object) -> tuple[ArticleId, ...]:
    made = (
        add_article(archive, FIRST, title="Pier", publisher="Harbour Post", published="2019-05", language="en"),
        add_article(archive, SECOND, title="Quay", publisher="Harbour Post", published="2021", language="en"),
        add_article(archive, "강 위의 배.", title="Mill", publisher="River Notes", language="ko"),
    )
    with archive.atomic():
        for article, words in zip(made, (15, 8, 3), strict=True):
            archive.store.articles.update(article, words=words)
    extracting.settle(archive)
    return made


def mark(archive: Archive, article: ArticleId, words: str, *tags: str, author: str | None = None) -> str:
    start, end = annotate.find_quote(archive, article, words)
    return annotate.mark(archive, article, start, end, tags=tags, author=author)[0].uid


def test_articles_words_and_bytes_are_counted_by_publisher_year_and_language(
    archive: Archive, three: tuple[ArticleId, ...]
) -> None:
    told = statistics.statistics(archive)
    texts = [archive.store.editions.text(article) for article in three]
    assert (told.articles, told.words) == (3, 26)
    assert told.originals_bytes == sum(len(text.encode()) for text in texts)
    assert list(told.by_publisher.items()) == [("Harbour Post", Group(2, 23)), ("River Notes", Group(1, 3))]
    assert told.by_year == {"2019": Group(1, 15), "2021": Group(1, 8), "undated": Group(1, 3)}
    assert told.by_language == {"en": Group(2, 23), "ko": Group(1, 3)}
    assert (told.first, told.last) == (day("2019-05-01"), day("2021-12-31"))
    assert (told.extraction.dates, told.extraction.figures, told.extraction.series) == (2, 3, 2)
    assert told.extraction.pending == 0


def test_every_condition_narrows_all_counts(archive: Archive, three: tuple[ArticleId, ...]) -> None:
    mark(archive, three[0], "old pier", "place/pier")
    collect.tag(archive, [three[2]], "place")

    def counted(**wanted: object) -> list[ArticleId]:
        filter = StatisticsFilter(**wanted)  # type: ignore[arg-type]
        found = statistics.articles(archive, filter)
        told = statistics.statistics(archive, filter)
        assert told.articles == len(found) == sum(group.articles for group in told.by_year.values())
        assert told.passages == (three[0] in found)
        assert told.extraction.figures == 2 * (three[0] in found) + (three[1] in found)
        return found

    one, two, third = three
    assert counted() == [one, two, third]
    assert counted(articles=(two, third)) == [two, third]
    assert counted(publishers=("Harbour Post",)) == [one, two]
    assert counted(tags=("place",)) == [one, third]
    assert counted(tags=("place/pier", "nothing")) == [one]
    assert counted(tags=("nothing",)) == []
    assert counted(since=day("2019-05-31")) == [one, two]
    assert counted(since=day("2019-06-01")) == [two]
    assert counted(until=day("2019-12-31")) == [one]
    assert counted(since=day("2020-01-01"), until=day("2020-12-31")) == []
    assert counted(publishers=("Harbour Post",), tags=("place",)) == [one]


def test_tags_authors_and_pairs_of_tags_are_counted_in_passages(archive: Archive, three: tuple[ArticleId, ...]) -> None:
    mark(archive, three[0], "old pier", "place/pier", "age")
    mark(archive, three[0], "burnt down", "age", "place/pier", "fire")
    mark(archive, three[1], "quay", "place", author="Ada")
    told = statistics.statistics(archive)
    assert told.passages == 3
    assert told.tags == {"age": 2, "fire": 1, "place": 3, "place/pier": 2}
    assert told.by_author == {"Tester": 2, "Ada": 1}
    assert told.cooccurrence == (Pair("age", "place/pier", 2), Pair("age", "fire", 1), Pair("fire", "place/pier", 1))
    narrow = statistics.statistics(archive, StatisticsFilter(articles=(three[1],)))
    assert (narrow.tags, narrow.cooccurrence) == ({"age": 0, "fire": 0, "place": 1, "place/pier": 0}, ())


def test_coding_is_told_by_month_and_article(
    archive: Archive, three: tuple[ArticleId, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    stamps = iter(["2024-05-01T00:00:00.000Z", "2024-07-02T00:00:00.000Z"])
    for article, words in ((three[0], "old pier"), (three[1], "quay")):
        uid = mark(archive, article, words, "place")
        with archive.atomic():
            sql = "UPDATE passages SET created = ? WHERE uid = ?"
            archive.store.connections.change(sql, (next(stamps), uid))
    mark(archive, three[0], "burnt down", "fire")
    with archive.atomic():
        sql = "UPDATE passages SET created = '2024-07-09T00:00:00.000Z' WHERE exact = 'burnt down'"
        archive.store.connections.change(sql)
    told = statistics.coding(archive)
    assert told.months == ("2024-05", "2024-07")
    assert told.by_month == {"fire": (0, 1), "place": (1, 1)}
    assert told.by_article == {"fire": {three[0]: 1}, "place": {three[0]: 1, three[1]: 1}}
    assert statistics.coding(archive, StatisticsFilter(articles=(three[1],))).by_month == {"place": (1,)}
    assert statistics.coding(archive, StatisticsFilter(articles=(three[2],))).months == ()


def test_what_passages_cover_counts_once_where_they_overlap(archive: Archive, three: tuple[ArticleId, ...]) -> None:
    assert statistics.statistics(archive).coverage == CodingCoverage(0, 0, 0, 0.0)
    mark(archive, three[0], "old pier burnt")
    mark(archive, three[0], "pier burnt down")
    mark(archive, three[0], "pier")
    mark(archive, three[1], "quay")
    text = sum(len(archive.store.editions.text(article)) for article in three[:2])
    covered = len("old pier burnt down") + len("quay")
    assert statistics.statistics(archive).coverage == CodingCoverage(2, covered, text, covered / text)
    mark(archive, three[0], "nets hung")
    edit_text(
        archive, three[0], FIRST.replace("Then 4 nets hung there.", "All else is told anew in these words."), "Pier"
    )
    after = statistics.statistics(archive)
    assert after.passages == 5  # one of them waits, and covers nothing
    now = sum(len(archive.store.editions.text(article)) for article in three[:2])
    assert (after.coverage.characters, after.coverage.text) == (covered, now)


def test_reading_and_the_trash_are_seen_at_once(archive: Archive, three: tuple[ArticleId, ...]) -> None:
    mark(archive, three[0], "old pier", "place")
    assert statistics.statistics(archive).reading == Reading(0, 3, 0)
    curate.star(archive, [three[0], three[1]], True)
    curate.read(archive, [three[0]], True)
    assert statistics.statistics(archive).reading == Reading(1, 2, 2)
    curate.trash(archive, [three[0]])
    told = statistics.statistics(archive)
    assert (told.articles, told.passages, told.tags, told.extraction.figures) == (2, 0, {"place": 0}, 1)
    assert told.reading == Reading(0, 2, 1)
    assert told.coverage.articles == 0


def test_the_same_original_of_two_articles_counts_once(archive: Archive, add_article: AddArticle) -> None:
    one = add_article(archive, "Same words.", title="Same")
    before = statistics.statistics(archive).originals_bytes
    add_article(archive, "Same words.", title="Same")
    told = statistics.statistics(archive)
    assert (told.articles, told.originals_bytes) == (2, before)
    assert statistics.statistics(archive, StatisticsFilter(articles=(one,))).originals_bytes == before


def test_arrays_are_kept_until_something_is_written(archive: Archive, three: tuple[ArticleId, ...]) -> None:
    held = archive.store.counting.everything()
    statistics.statistics(archive, StatisticsFilter(articles=(three[0],)))
    assert archive.store.counting.everything() is held
    mark(archive, three[0], "old pier")
    assert archive.store.counting.everything() is not held
    with archive.atomic():
        mark(archive, three[0], "burnt")
        assert statistics.statistics(archive).passages == 2


def test_an_empty_archive_counts_nothing(archive: Archive) -> None:
    told = statistics.statistics(archive, StatisticsFilter(tags=("x",), since=day("2000-01-01")))
    assert (told.articles, told.words, told.originals_bytes, told.passages) == (0, 0, 0, 0)
    assert told.by_publisher == told.by_year == told.by_language == told.tags == {}
    assert (told.cooccurrence, told.first, told.coverage.share) == ((), None, 0.0)
    assert statistics.coding(archive).months == ()
    assert statistics.articles(archive) == []


def test_what_is_asked_of_all_reads_along_indexes(archive: Archive) -> None:
    from archive.store import statistics as stored

    for sql, along in ((stored.ARTICLES, "USING COVERING INDEX"), (stored.USES, "USING INDEX passage_tags_tag")):
        plan = [row["detail"] for row in archive.store.connections.rows(f"EXPLAIN QUERY PLAN {sql}")]
        assert along in plan[0], plan
