"""What is done with passages, by the pointer and by the keyboard alone, in the table and on cards."""

from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from archive.base import clock
from archive.model.article import Text
from archive.model.passage import PassageFilter, PassageSort, State
from archive.operations import anchoring, annotate
from desktop.models.passages import AUTHOR, TAGS, Section
from desktop.views.passages import Passages
from desktop.views.passages.pane import PassagesPane

Bench = Any  # of conftest.py, which test modules do not import
SHAPES = pytest.mark.parametrize("cards", [False, True], ids=["table", "cards"])


@pytest.fixture
def pane(view: Passages) -> PassagesPane:
    return view.pane


def listed(pane: PassagesPane) -> list[str]:
    model, found = pane.lister.model, []
    for row in range(model.rowCount()):
        place, held = model.place(row), model.row(row)
        found.append(f"[{place.label}]" if isinstance(place, Section) else held.passage.anchor.exact if held else "")
    return found


def choose(pane: PassagesPane, words: str) -> int:
    row = listed(pane).index(words)
    pane.table.choose(row)
    return row


def passage(bench: Bench, words: str) -> Any:
    return next(each for each in annotate.passages(bench.archive, limit=None) if each.anchor.exact == words)


def mark_in_march(bench: Bench, day: int, words: str, article: int) -> None:
    """Marks words as somebody did in March 2024."""
    start, end = annotate.find_quote(bench.archive, bench.ids[article], words)
    with clock.frozen(datetime(2024, 3, day, 12, tzinfo=UTC)):
        _, change = annotate.mark(bench.archive, bench.ids[article], start, end, author="Jun")
    bench.context.history.do(change)
    bench.settle()


def change_text(bench: Bench, article: int, old: str, new: str) -> None:
    """An edition in which some words are others of the same length, as an import of a changed file makes it."""
    archive, ident = bench.archive, bench.ids[article]
    held = archive.store.editions.current(ident)
    with archive.atomic():
        archive.store.editions.add(
            ident,
            Text(held.text.replace(old, new), held.blocks, ()),
            original=held.original.sha512,
            encoding="utf-8",
            importer="plain",
            importer_version=1,
            reason="import",
            path="again.txt",
            created="2026-02-02T03:04:05.000Z",
        )
        anchoring.follow(archive, ident)


# Filtering


def test_days_narrow_and_what_is_no_day_is_marked_and_changes_nothing(bench: Bench, pane: PassagesPane) -> None:
    mark_in_march(bench, 5, "The ferry waits", 0)
    mark_in_march(bench, 9, "dunes walk inland", 2)
    since, until = pane.filters.since, pane.filters.until
    for field, typed, found in (
        (until, "2024-03-05", ["The ferry waits"]),
        (until, "2024-03", ["dunes walk inland", "The ferry waits"]),
        (since, "2024-03-06", ["dunes walk inland"]),
    ):
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, typed)
        QTest.keyClick(field, Qt.Key.Key_Return)
        bench.settle()
        assert listed(pane) == found
    since.selectAll()
    QTest.keyClicks(since, "2024-13")
    assert since.property("invalid") == "true"
    QTest.keyClick(since, Qt.Key.Key_Return)
    bench.settle()
    assert listed(pane) == ["dunes walk inland"] and pane.wanted.filter.since == "2024-03-06"


def test_what_waits_for_a_person_is_narrowed_by_its_state_and_shown_with_what_it_may_be(
    bench: Bench, pane: PassagesPane
) -> None:
    change_text(bench, 2, "Sand moves", "Sand moved")
    pane._relist()
    bench.settle()
    rows = pane.filters.facets.rows
    at = next(number for number, row in enumerate(rows) if row.kind == "state" and row.value == State.REVIEW)
    facets = pane.filters.facets
    facets.scrollTo(facets.model().index(at, 0))
    box = facets.visualRect(facets.model().index(at, 0))
    QTest.mouseClick(facets.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    bench.settle()
    assert listed(pane) == ["Sand moves in winter"]
    choose(pane, "Sand moves in winter")
    assert "To review" in pane.detail.state.text() and "Sand moved in winter" in pane.detail.state.text()
    QTest.mouseClick(pane.detail.accept, Qt.MouseButton.LeftButton)
    bench.settle()
    assert passage(bench, "Sand moved in winter").state is State.ANCHORED


# Groups and orders


@pytest.mark.parametrize(
    ("group", "sort", "rows"),
    [
        (
            "author",
            PassageSort.CREATED,
            ["[Jun]", "crosses the river", "Nobody crosses", "dunes walk inland", "[Mina]", "Sand moves in winter"],
        ),
        (
            "article",
            PassageSort.CREATED,
            ["[Dunes]", "Sand moves in winter", "dunes walk inland", "[Bridges and tolls]"],
        ),
        (
            "article",
            PassageSort.AUTHOR,
            ["[Dunes]", "dunes walk inland", "Sand moves in winter", "[Bridges and tolls]"],
        ),
        ("state", PassageSort.MODIFIED, ["[In place]", "Sand moves in winter", "crosses the river", "takes a toll"]),
    ],
)
def test_an_order_holds_inside_of_each_group(
    bench: Bench, pane: PassagesPane, group: str, sort: PassageSort, rows: list[str]
) -> None:
    mark_in_march(bench, 9, "dunes walk inland", 2)
    for menu, wanted in ((pane.group.menu(), group), (pane.sort.menu(), sort)):
        next(action for action in menu.actions() if action.data() == wanted).trigger()
        bench.settle()
    assert listed(pane)[: len(rows)] == rows
    ticked = [action.data() for action in pane.sort.menu().actions() if action.isChecked()]
    assert ticked == [sort] and pane.wanted.group == group


def test_days_and_states_are_groups_too(bench: Bench, pane: PassagesPane) -> None:
    mark_in_march(bench, 9, "dunes walk inland", 2)
    pane.group_by("day")
    bench.settle()
    headings = [row for row in listed(pane) if row.startswith("[")]
    assert len(headings) == 2 and headings[-1] == "[9 Mar 2024]" and listed(pane)[-1] == "dunes walk inland"
    change_text(bench, 2, "Sand moves", "Sand moved")
    pane.group_by("state")
    bench.settle()
    assert listed(pane)[:3] == ["[To review]", "Sand moves in winter", "[In place]"]


def test_a_click_on_the_head_of_a_column_orders_and_keeps_the_groups(bench: Bench, pane: PassagesPane) -> None:
    pane.group_by("article")
    bench.settle()
    header = pane.table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(AUTHOR) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    bench.settle()
    assert pane.wanted.sort is PassageSort.AUTHOR and pane.wanted.group == "article"


# Editing


@SHAPES
def test_a_note_is_written_where_the_passage_stands_by_key(bench: Bench, pane: PassagesPane, cards: bool) -> None:
    pane.show_as(cards=cards)
    choose(pane, "Nobody crosses")
    QTest.keyClick(pane.table, Qt.Key.Key_N)
    field = QApplication.focusWidget()
    assert field is not None and field.accessibleName() == "Note"
    QTest.keyClicks(field, "since when?")
    if cards:
        pane.detail.flush()
    else:
        QTest.keyClick(field, Qt.Key.Key_Return)
    bench.settle()
    assert passage(bench, "Nobody crosses").note == "since when?"


def test_a_double_click_on_tags_asks_for_them(bench: Bench, pane: PassagesPane) -> None:
    row = choose(pane, "Nobody crosses")
    box = pane.table.visualRect(pane.lister.model.index(row, TAGS))
    QTest.mouseDClick(pane.table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    bench.settle()
    assert pane.acts.box.isVisible()
    QTest.keyClicks(pane.acts.box.field, "bridge")
    QTest.keyClick(pane.acts.box.field, Qt.Key.Key_Return)
    bench.settle()
    assert [use.path for use in passage(bench, "Nobody crosses").tags] == ["route", "route/bridge"]


@SHAPES
def test_a_tag_that_some_of_the_chosen_carry_is_taken_off_all_of_them_as_one_act(
    bench: Bench, pane: PassagesPane, cards: bool
) -> None:
    pane.show_as(cards=cards)
    pane.table.choose(0)
    for _ in range(2):
        QTest.keyClick(pane.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(pane.table.chosen()) == 3
    QTest.keyClick(pane.table, Qt.Key.Key_Menu)
    bench.settle()
    menu = pane.findChild(QMenu, "passage-menu")
    assert menu is not None
    entries = {action.text(): action for action in menu.findChild(QMenu, "untag-menu").actions()}
    assert list(entries) == ["cost", "route / bridge", "route / river"]
    entries["route / river"].trigger()
    menu.close()
    bench.settle()
    assert annotate.count(bench.archive, PassageFilter(tags=("route/river",))) == 1, "that of the row not chosen"
    bench.undo()
    assert annotate.count(bench.archive, PassageFilter(tags=("route/river",))) == 2


def test_nothing_chosen_carries_a_tag_and_nothing_is_offered_to_be_taken_off(bench: Bench, pane: PassagesPane) -> None:
    choose(pane, "Sand moves in winter")
    QTest.keyClick(pane.table, Qt.Key.Key_Menu)
    bench.settle()
    menu = pane.findChild(QMenu, "passage-menu")
    assert menu is not None and menu.findChild(QMenu, "untag-menu") is None
    menu.close()


# Much of it


def test_a_passage_of_a_whole_long_article_is_shown_as_far_as_anybody_reads(bench: Bench, pane: PassagesPane) -> None:
    long = bench.add("Tides", "high water and low water, again and again " * 9_000 + "\n" + "ebb " * 50_000)
    text = bench.archive.store.editions.current(long).text
    end = text.index("\nebb")
    _, change = annotate.mark(bench.archive, long, len("Tides") + 1, end)
    bench.context.history.do(change)
    bench.settle()
    pane.table.choose(0)
    words = pane.detail.words.toPlainText()
    assert 10_000 < len(words) < 15_000 and words.endswith("…")
    QTest.keyClick(pane.table, Qt.Key.Key_Space)
    bench.settle()
    assert len(pane.detail.words.toPlainText()) < 40_000
    assert annotate.passages(bench.archive, limit=1)[0].anchor.end == end, "what is marked stays what it is"


# To the sentence


@SHAPES
def test_one_click_leads_to_the_sentence(bench: Bench, pane: PassagesPane, cards: bool) -> None:
    pane.show_as(cards=cards)
    asked: list[tuple[int, int, int]] = []
    pane.open_requested.connect(lambda *place: asked.append(place))
    row = listed(pane).index("takes a toll")
    QTest.mouseMove(pane.table.viewport(), pane.table.open_place(row).center())
    pane.table.grab()  # the sign is painted
    QTest.mouseClick(pane.table.viewport(), Qt.MouseButton.LeftButton, pos=pane.table.open_place(row).center())
    found = passage(bench, "takes a toll")
    assert asked == [(found.article, found.anchor.start, found.anchor.end)]
    words = pane.table.visualRect(pane.lister.model.index(row, 0))
    QTest.mouseClick(pane.table.viewport(), Qt.MouseButton.LeftButton, pos=words.topLeft() + QPoint(60, 20))
    assert len(asked) == 1, "a click elsewhere only chooses"
    QTest.mouseClick(pane.detail.source, Qt.MouseButton.LeftButton)
    assert len(asked) == 2


# The keyboard alone


def test_tab_goes_through_everything_that_can_be_asked_of_the_list(pane: PassagesPane, qtbot: QtBot) -> None:
    pane.field.setFocus()
    reached: list[str] = []
    for _ in range(40):
        widget = QApplication.focusWidget()
        assert widget is not None
        if widget.objectName() in reached:
            break
        reached.append(widget.objectName())
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    for name in ("passage-group", "passage-sort", "passage-more", "passages-table", "passage-facets", "made-since"):
        assert name in reached, (name, reached)


def test_f6_goes_round_the_panes(view: Passages) -> None:
    view.pane.table.choose(0)
    names = list(view.panes())
    assert names == ["filters", "list", "passage"]
    view.pane.toggle_filters()
    assert list(view.panes()) == ["list", "passage"]
    view.show_memos()
    assert list(view.panes()) == ["search", "list", "memo"]
