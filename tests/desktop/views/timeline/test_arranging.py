"""Lanes, tones and gaps: what is drawn of what the articles tell."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from archive.base.progress import Progress
from archive.model.event import EventFilter, Status
from archive.operations import annotate, events
from desktop.theme import Theme
from desktop.views.timeline import arranging
from desktop.views.timeline.arranging import Arranged
from desktop.views.timeline.loading import answer
from desktop.views.timeline.wanted import Wanted
from desktop.widgets.timeline import Tone
from desktop.widgets.timeline.stage import Stage

Arrange = Callable[..., Arranged]


@pytest.fixture
def arranged(bench) -> Arrange:
    def make(**wanted) -> Arranged:
        asked = Wanted(**wanted)
        return answer(bench.archive, asked, None, None, Progress())[1]

    return make


def lanes(arranged: Arranged) -> dict[str, tuple[str, int]]:
    """Name of a lane → its note and how many marks stand in it."""
    counts = arranged.marks.lane.tolist()
    return {lane.name: (lane.note, counts.count(number)) for number, lane in enumerate(arranged.lanes)}


def test_a_lane_an_article_and_one_that_tells_nothing_stands_as_a_gap(arranged: Arrange) -> None:
    assert lanes(arranged(lanes="article")) == {
        "Keepers of the lock": ("3 told", 3),
        "Roads over the hills": ("2 told", 2),
        "Walks without a date": ("1 told", 1),
        "Silence": ("tells no date", 0),
    }


def test_what_narrows_takes_the_silent_ones_away(arranged: Arrange) -> None:
    assert list(lanes(arranged(lanes="article", filter=EventFilter(text="lock")))) == ["Keepers of the lock"]


def test_a_lane_a_publisher_says_how_many_of_its_articles_tell(arranged: Arrange, bench) -> None:
    assert lanes(arranged(lanes="publisher")) == {
        "Hill post": ("1 of 2 articles", 2),
        "River letter": ("2 of 2 articles", 4),
    }
    events.add(bench.archive, edtf="1990", label="from nothing")
    assert lanes(arranged(lanes="publisher"))["Not from an article"] == ("", 1)


def test_a_time_under_several_tags_stands_in_the_lane_of_each(arranged: Arrange, bench) -> None:
    flood, rebuilt = bench.mention("3 March 2012"), bench.mention("1987")
    events.tag(bench.archive, [flood.uid], "water/flood")
    events.tag(bench.archive, [flood.uid, rebuilt.uid], "works")
    assert lanes(arranged(lanes="tag")) == {
        "water / flood": ("1 told", 1),
        "works": ("2 told", 2),
        "No tag": ("4 told", 4),
    }


def test_the_tag_of_a_passage_counts_for_the_times_in_it(arranged: Arrange, bench) -> None:
    start, end = annotate.find_quote(bench.archive, bench.ids[0], "A flood broke the upper gate on 3 March 2012.")
    annotate.mark(bench.archive, bench.ids[0], start, end, tags=["water"])
    assert lanes(arranged(lanes="tag"))["water"] == ("1 told", 1)


def test_one_lane_for_all_tells_how_many_articles_it_rests_on(arranged: Arrange) -> None:
    assert lanes(arranged(lanes="none")) == {"All times": ("3 of 4 articles", 6)}


@pytest.mark.parametrize("kind", ["article", "publisher", "tag", "none"])
def test_nothing_told_makes_no_marks(arranged: Arrange, kind: str) -> None:
    made = arranged(lanes=kind, filter=EventFilter(text="nowhere to be found"))
    assert (len(made.marks.ids), made.drawn, made.articles) == (0, 0, 0)


def test_lengths_and_recurring_times_are_listed_but_never_drawn(arranged: Arrange, bench) -> None:
    made = arranged()
    listed = {bench.mention(words).id for words in ("Every Monday", "three weeks")}
    assert listed <= set(made.listed.tolist())
    assert not listed & set(made.marks.ids.tolist()) and not listed & set(made.undated.tolist())


def test_what_has_no_day_waits_on_the_shelf_and_can_be_listed_alone(arranged: Arrange, bench) -> None:
    year = [each.id for each in bench.told() if each.edtf and each.edtf.startswith("XXXX")]
    assert sorted(arranged().undated.tolist()) == sorted(year)
    assert sorted(arranged(undated=True).listed.tolist()) == sorted(year)


def test_marks_tell_what_is_sure(arranged: Arrange, bench) -> None:
    flood, rebuilt, tunnel = (bench.mention(words) for words in ("3 March 2012", "1987", "around 1994"))
    events.confirm(bench.archive, [flood.uid])
    events.correct(bench.archive, rebuilt.uid, "1987/..")
    marks = arranged().marks
    at = {ident: place for place, ident in enumerate(marks.ids.tolist())}
    assert marks.tone[at[flood.id]] == Tone.CONFIRMED and marks.tone[at[tunnel.id]] == Tone.FOUND
    assert marks.precise[at[flood.id]] and not marks.precise[at[tunnel.id]]
    assert marks.approximate[at[tunnel.id]] and not marks.approximate[at[flood.id]]
    assert marks.open_end[at[rebuilt.id]] and not marks.open_start[at[rebuilt.id]]
    assert not marks.open_end[at[flood.id]]


def test_disagreeing_ones_are_ringed_and_can_be_listed_alone(arranged: Arrange, bench) -> None:
    one, other = bench.mention("3 March 2012"), bench.mention("2006")
    events.align(bench.archive, [one.uid, other.uid])
    marks = arranged().marks
    assert {ident for ident, ring in zip(marks.ids.tolist(), marks.disagreeing.tolist(), strict=True) if ring} == {
        one.id,
        other.id,
    }
    assert sorted(arranged(disagreeing=True).listed.tolist()) == sorted([one.id, other.id])


def test_publications_follow_publisher_and_article_but_not_words(arranged: Arrange, bench) -> None:
    def written(**wanted) -> int:
        return len(arranged(**wanted).publications.earliest)

    assert arranged().publications.note == "3 of 4 articles"
    assert written() == written(filter=EventFilter(text="lock")) == 3
    assert written(filter=EventFilter(publishers=("Hill post",))) == 2
    assert written(filter=EventFilter(articles=(bench.ids[0],))) == 1


def test_what_is_rejected_is_shown_only_where_asked_for(arranged: Arrange, bench) -> None:
    rebuilt = bench.mention("1987")
    events.reject(bench.archive, [rebuilt.uid])
    assert rebuilt.id not in arranged().marks.ids
    made = arranged(filter=replace(Wanted().filter, statuses=(Status.REJECTED,)))
    assert made.marks.ids.tolist() == [rebuilt.id] and made.marks.tone.tolist() == [Tone.REJECTED]


def test_lanes_of_articles_are_made_as_they_are_looked_at(arranged: Arrange, bench, monkeypatch) -> None:
    made: list[object] = []
    monkeypatch.setattr(arranging, "lane_name", lambda heading: made.append(heading) or "A title")
    lanes = arranged(lanes="article").lanes
    assert len(lanes) == 4 and made == []
    assert lanes[-1].note == "tells no date" and len(made) == 1
    assert [each.name for each in lanes[:2]] == ["A title", "A title"] and len(made) == 3
    assert len(list(lanes)) == 4


@pytest.mark.usefixtures("qapp")
def test_the_calendar_is_worked_out_with_all_else(arranged: Arrange) -> None:
    found = arranged()
    stage = Stage(Theme("light"))
    stage.show(found.index, found.lanes, found.calendar, lambda ids: {})
    assert stage.calendar is found.calendar and stage.index is found.index and stage.lanes is found.lanes
    assert stage.published_note == found.publications.note
