"""What persons say of figures: each act is one transaction and one Change that undoes it exactly."""

from collections.abc import Callable
from typing import Any

import pytest

from archive.archive import Archive
from archive.base.errors import Invalid, NotFound
from archive.model.change import Change
from archive.model.figure import Bound, Figure, FigureFilter, FigureStatus, Kind
from archive.model.ids import ArticleId
from archive.operations import annotate, extracting, figures, grouping, history, judging
from tests.archive.operations.figure_desk import tables, undo
from tests.archive.times import day

AddArticle = Callable[..., ArticleId]
pytestmark = pytest.mark.usefixtures("rules")


@pytest.fixture
def pier(archive: Archive, add_article: AddArticle, rules: object) -> ArticleId:
    article = add_article(archive, "There were some 30 boats at Arkby in 2019, the warden said. And 4 nets hung there.")
    extracting.settle(archive)
    return article


@pytest.fixture
def boats(archive: Archive, pier: ArticleId) -> Figure:
    return figures.of_article(archive, pier)[0]


def acts_on(archive: Archive, pier: ArticleId) -> dict[str, Callable[[], Change]]:
    boats, nets = (each.uid for each in figures.of_article(archive, pier))
    series = figures.find(archive, boats).series
    span = annotate.Span(pier, *annotate.find_quote(archive, pier, "hung there"))
    return {
        "confirm": lambda: judging.confirm(archive, [boats, nets]),
        "doubt": lambda: judging.doubt(archive, [boats], note="Ask the warden."),
        "reject": lambda: judging.reject(archive, [boats]),
        "correct": lambda: judging.correct(archive, boats, value=33, bound="more_than", period="2018", place="Norby"),
        "correct and note": lambda: judging.correct(archive, boats, value=33, note="Not the wrecks."),
        "note": lambda: judging.set_note(archive, boats, "Which boats?"),
        "add": lambda: judging.add(archive, span, value=2, counted="hooks", note="n")[1],
        "name": lambda: grouping.name_series(archive, series, "Fleet"),
        "meaning": lambda: grouping.write_meaning(archive, series, "What floats."),
        "merge": lambda: grouping.merge_series(archive, [series, figures.find(archive, nets).series]),
        "move": lambda: grouping.move_figure(archive, [nets], series),
    }


@pytest.mark.parametrize(
    "name",
    ["confirm", "doubt", "reject", "correct", "correct and note", "note", "add", "name", "meaning", "merge", "move"],
)
def test_every_act_is_undone_exactly_and_done_again(archive: Archive, pier: ArticleId, name: str) -> None:
    before = tables(archive)
    entries = len(history.page(archive))
    change = acts_on(archive, pier)[name]()
    after = tables(archive)
    assert after != before
    assert change.touches("figure") and ("article", pier) in change.touched
    assert len(history.page(archive)) == entries + 1
    undone = undo(archive, change)
    assert tables(archive) == before
    undo(archive, undone)
    assert tables(archive) == after
    assert archive.store.integrity() == []


def test_judgements_are_told_and_taken_back(archive: Archive, boats: Figure) -> None:
    judging.doubt(archive, [boats.uid[:8]], note="Ask")
    told = figures.find(archive, boats.uid)
    assert (told.status, told.note, told.author) == (FigureStatus.DOUBTFUL, "Ask", "Tester")
    change = judging.confirm(archive, [boats.uid, boats.uid])
    assert change.label == "Confirm figure"
    assert judging.confirm(archive, [boats.uid]).inverse is None
    judging.reopen(archive, [boats.uid])
    judging.set_note(archive, boats.uid, "")
    assert figures.find(archive, boats.uid) == boats


def test_a_correction_goes_before_what_was_read_and_takes_what_follows_along(archive: Archive, boats: Figure) -> None:
    judging.correct(archive, boats.uid, value=33, bound="more_than", counted="Fishing boats", period="2018-05")
    told = figures.find(archive, boats.uid)
    assert (told.value, told.least, told.most, told.bound) == (33.0, 33.0, None, Bound.MORE_THAN)
    assert (told.counted, told.counted_key, told.key) == (
        "Fishing boats",
        "fishing boats",
        "count||fishing boats|arkby",
    )
    assert (told.period, told.earliest, told.latest) == ("2018-05", day("2018-05-01"), day("2018-05-31"))
    assert told.status is FigureStatus.CONFIRMED
    assert set(told.corrected) == {"value", "least", "most", "bound", "counted", "period"}
    assert (told.exact, told.sentence, told.source) == (boats.exact, boats.sentence, "warden")
    # Saying what was read is no correction.
    judging.correct(archive, boats.uid, value=30, bound="about", counted="boats", period="2019")
    assert figures.find(archive, boats.uid).corrected == ()
    judging.correct(archive, boats.uid, kind="money", unit="USD")
    judging.correct(archive, boats.uid)
    judging.reopen(archive, [boats.uid])
    assert figures.find(archive, boats.uid) == boats


def test_a_range_has_two_ends_and_no_value(archive: Archive, boats: Figure) -> None:
    judging.correct(archive, boats.uid, bound="range", least=30, most=40)
    told = figures.find(archive, boats.uid)
    assert (told.value, told.least, told.most, told.bound) == (None, 30.0, 40.0, Bound.RANGE)
    judging.correct(archive, boats.uid, value=35)
    assert figures.find(archive, boats.uid).bound is Bound.EXACT
    judging.correct(archive, boats.uid, bound="nearly", value=40)
    told = figures.find(archive, boats.uid)
    assert (told.value, told.least, told.most) == (40.0, None, 40.0)


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "weight"},
        {"bound": "roughly"},
        {"level": "x"},
        {"direction": "sideways"},
        {"period": "2019-13"},
        {"period": "yesterday"},
        {"value": float("nan")},
        {"value": float("inf")},
        {"value": 10**400},
        {"value": "30"},
        {"value": True},
        {"value": None},
        {"bound": "range"},
        {"bound": "range", "least": 5, "most": 4},
        {"bound": "range", "least": 5, "most": None},
        {"counted": "x" * 301},
        {"unit": "x" * 61},
        {"colour": "red"},
        {"key": "x"},
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    archive: Archive, pier: ArticleId, boats: Figure, said: dict[str, Any]
) -> None:
    before = tables(archive)
    with pytest.raises(Invalid) as refused:
        judging.correct(archive, boats.uid, **said)
    assert refused.value.advice
    span = annotate.Span(pier, *annotate.find_quote(archive, pier, "hung there"))
    with pytest.raises(Invalid):
        judging.add(archive, span, **said)
    assert tables(archive) == before


def test_a_figure_is_entered_from_a_selection_and_counts_as_confirmed(archive: Archive, pier: ArticleId) -> None:
    span = annotate.Span(pier, *annotate.find_quote(archive, pier, "And 4 nets hung"))
    made, change = judging.add(
        archive, span, value=4, unit="net", counted="nets", place="Arkby", source="Ada Quist", kind="count", note="new"
    )
    assert (made.exact, made.sentence) == ("And 4 nets hung", "And 4 nets hung there.")
    assert (made.value, made.least, made.most, made.bound, made.kind) == (4.0, 4.0, 4.0, Bound.EXACT, Kind.COUNT)
    assert (made.place, made.place_key, made.origin, made.rule) == ("Arkby", "arkby", "ada quist", "entered")
    assert (made.status, made.note, made.series) == (FigureStatus.CONFIRMED, "new", "count|net|nets|arkby")
    assert made in figures.figures(archive, FigureFilter(text="hung there nets"))
    judging.correct(archive, made.uid, value=5)
    assert figures.find(archive, made.uid).value == 5.0
    judging.reopen(archive, [made.uid])
    assert figures.find(archive, made.uid).value == 5.0
    undo(archive, judging.remove(archive, made.uid))
    assert figures.find(archive, made.uid).value == 5.0
    assert change.label == "Add figure"


def test_only_what_was_entered_can_be_removed(archive: Archive, boats: Figure) -> None:
    with pytest.raises(Invalid, match="read in an article"):
        judging.remove(archive, boats.uid)


def test_acts_on_what_is_not_there_are_refused(archive: Archive, pier: ArticleId, boats: Figure) -> None:
    before = tables(archive)
    for act in (
        lambda: judging.confirm(archive, [boats.uid, "0" * 32]),
        lambda: judging.correct(archive, "0" * 32, value=1),
        lambda: judging.set_note(archive, "", "x"),
        lambda: judging.add(archive, annotate.Span(ArticleId(99), 0, 3), value=1),
        lambda: judging.add(archive, annotate.Span(pier, 0, 3, edition=2), value=1),  # type: ignore[arg-type]
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(Invalid):
        judging.add(archive, annotate.Span(pier, 5, 5), value=1)
    assert tables(archive) == before


def test_typing_in_a_note_is_one_act(archive: Archive, boats: Figure) -> None:
    before = tables(archive)
    changes = [judging.set_note(archive, boats.uid, "Ask"[:count], joining=True) for count in (1, 2, 3)]
    assert len({change.entry for change in changes}) == 1
    assert figures.find(archive, boats.uid).note == "Ask"
    undo(archive, changes[-1])
    assert tables(archive) == before


def test_of_two_corrections_the_earlier_cannot_be_undone_before_the_later(archive: Archive, boats: Figure) -> None:
    first = judging.correct(archive, boats.uid, value=31)
    second = judging.correct(archive, boats.uid, value=32)
    with pytest.raises(Invalid, match="changed again later"):
        undo(archive, first)
    assert figures.find(archive, boats.uid).value == 32.0
    undo(archive, second)
    undo(archive, first)
    assert figures.find(archive, boats.uid) == boats


def test_the_history_tells_what_was_changed_in_plain_words(archive: Archive, boats: Figure) -> None:
    judging.correct(archive, boats.uid, value=33, place="Norby", note="By his list")
    judging.doubt(archive, [boats.uid], note="Ask")
    grouping.name_series(archive, figures.find(archive, boats.uid).series, "Fleet")
    named, doubted, corrected = history.page(archive, limit=3)
    assert [row.label for row in (named, doubted, corrected)] == ["Name series", "Doubt figure", "Correct figure"]
    assert {(each.what, each.before, each.after) for each in corrected.details} >= {
        ("value", "30.0", "33.0"),
        ("place", "Arkby", "Norby"),
        ("status", "found", "confirmed"),
        ("note", "", "By his list"),
    }
    assert {(each.what, each.before, each.after) for each in doubted.details} == {
        ("status", "confirmed", "doubtful"),
        ("note", "By his list", "Ask"),
    }
    assert ("name", "", "Fleet") in {(each.what, each.before, each.after) for each in named.details}
    history.revert(archive, doubted.id)
    assert figures.find(archive, boats.uid).note == "By his list"
