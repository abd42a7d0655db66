"""The tables of the timeline: what may go, what is queued, and that rows keep their promises."""

from collections.abc import Callable

import pytest

from archive.archive import Archive
from archive.base.errors import Invalid, NotFound
from archive.model.ids import ArticleId, EventId
from archive.operations import curate, events, extracting, timeline

AddArticle = Callable[..., ArticleId]
pytestmark = pytest.mark.usefixtures("rules")


@pytest.fixture
def article(archive: Archive, add_article: AddArticle, rules: object) -> ArticleId:
    made = add_article(archive, "Built in 1987, sold in 1990.")
    extracting.settle(archive)
    return made


def test_an_article_waits_when_it_comes_in_and_when_what_dates_depend_on_changes(
    archive: Archive, article: ArticleId
) -> None:
    due = archive.store.extraction
    for column, value, waits in (
        ("title", "Other", False),
        ("starred", 1, False),
        ("published", "2001", True),
        ("published", "2001", False),
        ("language", "en", True),
        ("language", None, True),
    ):
        with archive.atomic():
            due.done([article])
            archive.store.articles.update(article, **{column: value})
        assert bool(due.pending()) is waits, column


def test_an_article_that_was_purged_waits_for_nothing(archive: Archive, add_article: AddArticle) -> None:
    made = add_article(archive, "In 1987.")
    assert archive.store.extraction.due(5) == [made]
    curate.purge(archive, [made])
    assert archive.store.extraction.due(5) == []
    with archive.atomic():
        archive.store.extraction.put([made, ArticleId(99)])
    assert archive.store.extraction.due(5) == []


def test_a_reading_never_deletes_what_a_person_holds(archive: Archive, article: ArticleId) -> None:
    built, sold = timeline.of_article(archive, article)
    events.confirm(archive, [built.uid])
    with archive.atomic():
        archive.store.extraction.mentions.delete([built.id, sold.id])
    assert [each.id for each in timeline.of_article(archive, article)] == [built.id]


def test_a_tag_that_events_carry_is_not_dropped_with_those_that_nothing_carries(
    archive: Archive, article: ArticleId
) -> None:
    built, _ = timeline.of_article(archive, article)
    events.tag(archive, [built.uid], "works/old")
    with archive.atomic():
        archive.store.connections.change("UPDATE tags SET kept = 0")
        archive.store.tags.prune()
    assert archive.store.tags.list() == ["works", "works/old"]


def test_an_undone_act_leaves_a_tag_that_another_event_carries(archive: Archive, article: ArticleId) -> None:
    built, sold = timeline.of_article(archive, article)
    first = events.tag(archive, [built.uid], "works")
    events.tag(archive, [sold.uid], "works")
    from archive.operations import acts

    assert first.inverse is not None
    with pytest.raises(Invalid, match="used since"):
        acts.perform(archive, first.inverse)
    assert timeline.find(archive, built.uid).tags == ("works",)


def test_there_is_no_event_without_a_mention(archive: Archive, article: ArticleId) -> None:
    built, sold = timeline.of_article(archive, article)
    events.merge(archive, [built.uid, sold.uid])
    count = "SELECT count(*) FROM events WHERE id NOT IN (SELECT event FROM mentions WHERE event IS NOT NULL)"
    assert archive.store.connections.value(count) == 0
    curate.purge(archive, [article])
    assert archive.store.connections.value("SELECT count(*) FROM events") == 0
    with pytest.raises(NotFound):
        archive.store.events.get(EventId(1))


def test_every_mention_can_be_looked_through(archive: Archive, article: ArticleId) -> None:
    events.add(archive, edtf="1950", label="Kauf der GROẞEN Mühle")
    assert archive.store.connections.value("SELECT count(*) FROM mention_words") == 3
    assert [each.label for each in timeline.mentions(archive, timeline.EventFilter(text="grossen mühle"))] == [
        "Kauf der GROẞEN Mühle"
    ]
