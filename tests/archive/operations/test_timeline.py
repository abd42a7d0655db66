"""The timeline as it is listed, filtered, counted and held against itself; nothing in the trash is ever in it."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from archive.archive import Archive
from archive.base.errors import NotFound
from archive.model.columns import BASES, PRECISIONS, STATUSES, TYPES
from archive.model.edtf import Precision
from archive.model.event import Basis, EventFilter, Status, Telling, TimexType
from archive.model.ids import ArticleId
from archive.model.passage import Match
from archive.operations import annotate, curate, events, extracting, timeline
from archive.store import columns
from tests.archive.times import Rules, day

AddArticle = Callable[..., ArticleId]
pytestmark = pytest.mark.usefixtures("rules")


@pytest.fixture
def two(archive: Archive, add_article: AddArticle, rules: Rules) -> tuple[ArticleId, ArticleId]:
    """Two articles of two publishers; the second has no publication date."""
    one = add_article(
        archive,
        "The mill opened in 1950. It ran for three years.\nThe weir broke on 1971-03-04 after rain.",
        title="The mill",
        published="1980-06-01",
        publisher="Harbour Post",
    )
    other = add_article(archive, "The weir broke on 1971-03-06 after rain. It was mended last year.", title="The weir")
    extracting.settle(archive)
    return one, other


def told(archive: Archive, **wanted: object) -> list[str]:
    found = timeline.mentions(archive, EventFilter(**wanted))  # type: ignore[arg-type]
    chosen = timeline.matching(archive, EventFilter(**wanted))  # type: ignore[arg-type]
    assert sorted(each.id for each in found) == chosen.tolist()
    return [mention.exact for mention in found]


@pytest.mark.usefixtures("two")
def test_mentions_come_by_their_earliest_day_and_undated_last(archive: Archive) -> None:
    assert told(archive) == ["1950", "1971-03-04", "1971-03-06", "for three years", "last year"]
    assert [each.exact for each in timeline.mentions(archive, limit=2, offset=1)] == ["1971-03-04", "1971-03-06"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"text": "weir"}, ["1971-03-04", "1971-03-06"]),
        ({"text": "WEIR “after rain”"}, ["1971-03-04", "1971-03-06"]),
        ({"text": "nowhere"}, []),
        ({"publishers": ("Harbour Post",)}, ["1950", "1971-03-04", "for three years"]),
        ({"publishers": ("",)}, ["1971-03-06", "last year"]),
        ({"publishers": ("Nobody",)}, []),
        ({"precisions": (Precision.YEAR,)}, ["1950"]),
        ({"bases": (Basis.RELATIVE,)}, ["last year"]),
        ({"types": (TimexType.DURATION,)}, ["for three years"]),
        ({"since": date(1960, 1, 1)}, ["1971-03-04", "1971-03-06"]),
        ({"since": date(1950, 12, 31), "until": date(1971, 3, 4)}, ["1950", "1971-03-04"]),
        ({"statuses": (Status.CONFIRMED,)}, []),
        ({"text": "weir", "since": date(1971, 3, 5)}, ["1971-03-06"]),
    ],
)
@pytest.mark.usefixtures("two")
def test_every_condition_of_a_filter_narrows(archive: Archive, wanted: dict[str, object], found: list[str]) -> None:
    assert told(archive, **wanted) == found


def test_tags_are_events_own_and_those_of_passages_around_the_words(
    archive: Archive, two: tuple[ArticleId, ArticleId]
) -> None:
    one, other = two
    mill, weir, later, *_ = timeline.mentions(archive)
    events.tag(archive, [mill.uid], "river/mill")
    start, end = annotate.find_quote(archive, other, "The weir broke on 1971-03-06 after rain.")
    annotate.mark(archive, other, start, end, tags=["river/flood"])
    start, end = annotate.find_quote(archive, one, "1971-03")  # does not hold all of the words
    annotate.mark(archive, one, start, end, tags=["river/flood"])
    assert told(archive, tags=("river",)) == ["1950", "1971-03-06"]
    assert told(archive, tags=("river",), below=False) == []
    assert told(archive, tags=("RIVER/flood",)) == ["1971-03-06"]
    assert told(archive, tags=("river/flood", "river/mill"), match=Match.ALL) == []
    assert told(archive, tags=("river",), match=Match.NONE) == ["1971-03-04", "for three years", "last year"]
    tags = {path: ids.tolist() for path, ids in timeline.tags_of(archive).items()}
    assert tags == {"river/flood": [later.id], "river/mill": [mill.id]}
    # Now they are at hand, and the filter answers from them.
    assert told(archive, tags=("river",)) == ["1950", "1971-03-06"]
    assert told(archive, tags=("river",), below=False) == []
    assert told(archive, tags=("river/flood", "river/mill"), match=Match.ALL) == []
    assert told(archive, tags=("river",), match=Match.NONE) == ["1971-03-04", "for three years", "last year"]
    assert timeline.find(archive, mill.uid).tags == ("river/mill",)
    assert weir.tags == ()


def test_the_note_and_the_label_of_a_person_are_looked_through(
    archive: Archive, two: tuple[ArticleId, ArticleId]
) -> None:
    mill = timeline.mentions(archive)[0]
    events.set_note(archive, mill.uid, "See the Ledger of that year")
    events.relabel(archive, mill.uid, "Opening day")
    assert told(archive, text="ledger opening mill") == ["1950"]
    events.set_note(archive, mill.uid, "")
    assert told(archive, text="ledger") == []


def test_columns_tell_what_the_records_tell(archive: Archive, two: tuple[ArticleId, ArticleId]) -> None:
    one, _ = two
    listed = timeline.mentions(archive)
    events.correct(archive, listed[0].uid, "1949-05-01")
    events.merge(archive, [listed[1].uid, listed[2].uid])
    events.reject(archive, [listed[4].uid])
    events.add(archive, edtf="1985?", label="The mill is sold")
    events.add(archive, edtf="../1940", label="The river is wild")
    listed = timeline.mentions(archive)
    columns = timeline.columns(archive)
    assert columns.id.tolist() == [mention.id for mention in listed]
    for row, mention in enumerate(listed):
        days = [day.toordinal() if day else 0 for day in (mention.earliest, mention.latest)]
        assert [columns.earliest[row], columns.latest[row]] == days
        assert columns.article[row] == (mention.article or 0)
        assert columns.publishers[columns.publisher[row]] == ("Harbour Post" if mention.article == one else "")
        assert PRECISIONS[columns.precision[row]] == mention.precision
        assert BASES[columns.basis[row]] == mention.basis
        assert STATUSES[columns.status[row]] == mention.status
        assert TYPES[columns.type[row]] == mention.type
    merged = [row for row, mention in enumerate(listed) if mention.merged == 2]
    assert len(merged) == 2 and len(set(columns.event[merged])) == 1
    assert len(set(columns.event)) == len(listed) - 1
    assert [mention.edtf for mention in listed][:2] == ["../1940", "1949-05-01"]
    with pytest.raises(ValueError, match="read-only"):
        columns.earliest[0] = 1


@pytest.mark.usefixtures("two")
def test_the_columns_take_no_more_room_than_their_numbers_need(archive: Archive) -> None:
    held = timeline.columns(archive)
    assert {held.id.dtype, held.event.dtype, held.article.dtype, held.earliest.dtype} == {np.dtype(np.int32)}
    assert {held.precision.dtype, held.basis.dtype, held.status.dtype, held.type.dtype} == {np.dtype(np.int8)}
    assert timeline.ids(archive).dtype == timeline.matching(archive, EventFilter()).dtype == np.int64
    most = np.iinfo(np.int32).max
    wide = np.array([0, most + 1]), np.array([-most - 2, 5]), np.array([128, 0])
    assert [columns.narrow(numbers).tolist() for numbers in wide] == [numbers.tolist() for numbers in wide]
    assert [columns.narrow(numbers).dtype for numbers in wide] == [np.int64, np.int64, np.int32]
    assert columns.narrow(wide[2], np.int8) is wide[2]
    assert columns.narrow(np.array([-128, 127]), np.int8).dtype == np.int8
    assert columns.narrow(np.zeros(0, np.int64)).tolist() == []


@pytest.mark.usefixtures("two")
def test_a_filter_by_tags_is_answered_from_what_is_at_hand_until_something_is_written(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    mill, weir = timeline.mentions(archive)[:2]
    assert mill.article is not None
    start, end = annotate.find_quote(archive, mill.article, "The mill opened in 1950.")
    annotate.mark(archive, mill.article, start, end, tags=["river"])
    kept = archive.store.columns._kept
    assert told(archive, tags=("river",)) == ["1950"] and "places" in kept
    timeline.tags_of(archive)
    assert "places" not in kept, "they are asked for by nobody any more"
    carried = archive.store.mentions.carried
    asked: list[object] = []
    monkeypatch.setattr(archive.store.mentions, "carried", lambda tags: (asked.append(tags), carried(tags))[1])
    assert told(archive, tags=("river",)) == ["1950"] and not asked
    events.tag(archive, [weir.uid], "river")
    assert told(archive, tags=("river",)) == ["1950", "1971-03-04"] and asked
    with archive.atomic():
        assert archive.store.columns.at_hand("by_tag") is None, "what is being written is not known to it"


def test_what_is_in_the_trash_is_hidden_everywhere_and_comes_back(
    archive: Archive, two: tuple[ArticleId, ArticleId]
) -> None:
    one, other = two
    mill = timeline.mentions(archive)[0]
    events.tag(archive, [mill.uid], "river")
    before = timeline.mentions(archive)
    assert len(timeline.disagreements(archive)) == 1
    curate.trash(archive, [one])
    assert {mention.article for mention in timeline.mentions(archive)} == {other}
    assert set(timeline.columns(archive).article) == {other}
    assert told(archive, text="weir") == ["1971-03-06"]
    assert told(archive, tags=("river",)) == []
    assert timeline.tags_of(archive) == {}
    assert timeline.coverage(archive).articles == 1
    assert len(timeline.published(archive)) == 0
    assert timeline.disagreements(archive) == []
    curate.restore(archive, [one])
    assert timeline.mentions(archive) == before


def test_coverage_tells_what_the_timeline_rests_on(
    archive: Archive, add_article: AddArticle, two: tuple[ArticleId, ArticleId]
) -> None:
    add_article(archive, "Nothing is dated here.", title="Undated", published="1980")
    found = timeline.coverage(archive)
    assert (found.articles, found.published, found.telling, found.pending) == (3, 2, 2, 1)
    assert found.by_year == {1980: 2}
    published = timeline.published(archive)
    assert sorted(published.article.tolist()) == [two[0], 3]
    assert published.earliest[published.article == two[0]] == date(1980, 6, 1).toordinal()


def test_articles_are_told_by_title_publisher_and_date(archive: Archive, two: tuple[ArticleId, ArticleId]) -> None:
    everything = timeline.articles(archive)
    assert everything == {two[0]: ("The mill", "Harbour Post", "1980-06-01"), two[1]: ("The weir", None, None)}
    assert timeline.articles(archive, [two[1]]) == {two[1]: ("The weir", None, None)}


def test_a_unique_beginning_of_a_uid_finds_mention_and_event(
    archive: Archive, two: tuple[ArticleId, ArticleId]
) -> None:
    mill = timeline.mentions(archive)[0]
    assert timeline.find(archive, mill.uid[:12].upper()) == mill
    with pytest.raises(NotFound):
        timeline.event(archive, mill.uid)
    events.confirm(archive, [mill.uid])
    event = timeline.event(archive, mill.uid)
    assert event.mentions == (mill.id,)
    assert timeline.event(archive, event.uid[:12]) == event
    assert timeline.find(archive, event.uid).id == mill.id
    for wrong in ("", "abc", "zzzzzzzz", "0" * 32, "%' OR 1"):
        with pytest.raises(NotFound):
            timeline.find(archive, wrong)


def test_an_uid_is_the_same_in_every_archive_that_holds_the_article(
    archive: Archive, two: tuple[ArticleId, ArticleId], rules: Rules
) -> None:
    before = [mention.uid for mention in timeline.mentions(archive)]
    with archive.atomic():
        archive.store.connections.change("DELETE FROM mentions")
    rules.version = 2
    extracting.settle(archive)
    assert [mention.uid for mention in timeline.mentions(archive)] == before


# Disagreements


def test_the_same_words_with_other_dates_in_two_articles_disagree(
    archive: Archive, two: tuple[ArticleId, ArticleId]
) -> None:
    (found,) = timeline.disagreements(archive)
    assert found.kind is Telling.ALIKE
    assert [each.exact for each in timeline.by_ids(archive, found.mentions)] == ["1971-03-04", "1971-03-06"]
    assert found.why == "Harbour Post tells 4 March 1971, “The weir” 6 March 1971; both cannot hold."
    rejected = timeline.by_ids(archive, found.mentions)[1]
    events.reject(archive, [rejected.uid])
    assert timeline.disagreements(archive) == []
    events.reopen(archive, [rejected.uid])
    events.correct(archive, rejected.uid, "1971-03")
    assert timeline.disagreements(archive) == []  # a month that holds the day


def test_merged_events_disagree_until_a_person_says_the_date(
    archive: Archive, two: tuple[ArticleId, ArticleId]
) -> None:
    _, weir, later, *_ = timeline.mentions(archive)
    events.merge(archive, [weir.uid, later.uid])
    (found,) = timeline.disagreements(archive)
    assert (found.kind, set(found.mentions)) == (Telling.MERGED, {weir.id, later.id})
    assert "4 March 1971" in found.why and "6 March 1971" in found.why and "Harbour Post" in found.why
    events.correct(archive, weir.uid, "1971-03-05")
    assert timeline.disagreements(archive) == []


def test_aligned_events_disagree_when_their_dates_cannot_all_hold(
    archive: Archive, two: tuple[ArticleId, ArticleId]
) -> None:
    mill, weir, *_ = timeline.mentions(archive)
    events.align(archive, [mill.uid, weir.uid])
    found = next(each for each in timeline.disagreements(archive) if each.kind is Telling.ALIGNED)
    assert set(found.mentions) == {mill.id, weir.id}
    assert found.why == "Harbour Post tells 1950, and also 4 March 1971; both cannot hold."
    events.unalign(archive, weir.uid)
    assert not any(each.kind is Telling.ALIGNED for each in timeline.disagreements(archive))


def test_open_dates_contradict_nothing(archive: Archive, two: tuple[ArticleId, ArticleId]) -> None:
    mill, weir, _, _, open_one = timeline.mentions(archive)
    events.merge(archive, [mill.uid, open_one.uid])
    events.correct(archive, weir.uid, "1960/..")
    before, _ = events.add(archive, edtf="../1940", label="Wild river")
    after, _ = events.add(archive, edtf="2001", label="Tame river")
    events.align(archive, [weir.uid, after.uid])
    assert [each.kind for each in timeline.disagreements(archive)] == []
    events.align(archive, [weir.uid, before.uid])
    (found,) = timeline.disagreements(archive)
    assert found.why.startswith("What was entered here tells until 1940,")


# How questions are answered


@pytest.mark.parametrize(
    "name",
    ["columns.MENTIONS", "columns.PUBLISHED", "columns.PUBLISHERS", "columns.EVENTS", "columns.OWN", "mentions.PLACES"],
)
def test_what_is_asked_of_all_reads_one_covering_index(archive: Archive, name: str) -> None:
    from archive.store import columns, mentions

    module, _, statement = name.partition(".")
    sql = getattr({"columns": columns, "mentions": mentions}[module], statement)
    (plan,) = [row["detail"] for row in archive.store.connections.rows(f"EXPLAIN QUERY PLAN {sql}")]
    assert "USING COVERING INDEX" in plan, plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("name", ["BY_IDS", "OF_ARTICLE", "HIDDEN", "OWN_TAGS", "TAGGED_PASSAGES"])
def test_what_is_asked_of_some_looks_at_no_other_rows(archive: Archive, name: str) -> None:
    from archive.store import mentions, selecting

    sql = getattr(selecting if name == "TAGGED_PASSAGES" else mentions, name)
    rows = archive.store.connections.rows(f"EXPLAIN QUERY PLAN {sql}", ("[1]",) if "?" in sql else ())
    plans = [row["detail"] for row in rows if "VIRTUAL TABLE" not in row["detail"]]
    assert any("SEARCH" in plan for plan in plans)
    assert not any(plan.startswith(f"SCAN {table}") for plan in plans for table in ("m", "p", "e")), plans


def test_columns_are_kept_until_something_is_written(archive: Archive, two: tuple[ArticleId, ArticleId]) -> None:
    first = timeline.columns(archive)
    assert timeline.columns(archive) is first
    mill = timeline.mentions(archive)[0]
    events.correct(archive, mill.uid, "1948")
    second = timeline.columns(archive)
    assert second is not first
    assert second.earliest[second.id == mill.id] == day("1948-01-01").toordinal()
    curate.edit(archive, two[0], publisher="River Notes")
    assert "River Notes" in timeline.columns(archive).publishers
    with archive.atomic():
        events.correct(archive, mill.uid, "1947")
        inside = timeline.columns(archive)
        assert inside.earliest[inside.id == mill.id] == day("1947-01-01").toordinal()


def test_an_empty_archive_has_an_empty_timeline(archive: Archive) -> None:
    assert timeline.mentions(archive) == []
    columns = timeline.columns(archive)
    assert len(columns) == 0 and columns.publishers == ("",)
    assert timeline.matching(archive, EventFilter(text="x", tags=("y",), since=day("2000-01-01"))).tolist() == []
    assert np.array_equal(timeline.published(archive).article, np.zeros(0))
    assert timeline.disagreements(archive) == []
    assert timeline.tags_of(archive) == {}
