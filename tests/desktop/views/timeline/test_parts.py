"""The smaller parts of the view: brushed days, the shelf, the table's columns, what is said of it all."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from archive.model.event import EventFilter
from desktop.models.events import ARTICLE, KNOWN, STATUS, WHEN, WORDS
from desktop.views.timeline.brushed import BrushBar
from desktop.views.timeline.saying import Offers, nothing_told
from desktop.views.timeline.shelf import Shelf
from desktop.views.timeline.wanted import Wanted

NOTHING = Offers(lambda: None, lambda: None, lambda: None)


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1000, 80)
    return made


def test_brushed_days_are_told_and_handed_on(over: QWidget, qtbot: QtBot) -> None:
    bar = BrushBar(over)
    bar.show_span(date(2012, 1, 1).toordinal(), date(2019, 12, 31).toordinal(), 1)
    assert bar._words.text() == "2012–2019 · 1 time"
    with qtbot.waitSignal(bar.list_asked) as asked:
        bar.findChild(QPushButton, "timeline_brush_list").click()
    assert asked.args == [date(2012, 1, 1), date(2019, 12, 31)]
    with qtbot.waitSignal(bar.zoom_asked) as asked:
        bar.findChild(QPushButton, "timeline_brush_zoom").click()
    assert asked.args == [date(2012, 1, 1).toordinal(), date(2019, 12, 31).toordinal()]


def test_days_outside_of_the_calendar_are_cut_to_it(over: QWidget, qtbot: QtBot) -> None:
    bar = BrushBar(over)
    bar.show_span(-40_000, 9_999_999, 0)
    with qtbot.waitSignal(bar.library_asked) as asked:
        bar.findChild(QPushButton, "timeline_brush_library").click()
    assert asked.args == ["0001-01-01", "9999-12-31"]


def test_the_shelf_shows_as_many_as_there_is_room_for(bench, over: QWidget, qtbot: QtBot) -> None:
    shelf = Shelf(over)
    with qtbot.waitExposed(over):
        over.show()
    mentions = [each for each in bench.told() if each.exact == "March"] * 8
    shelf.show()

    def shown() -> int:
        return sum(each.isVisible() for each in shelf.findChildren(QPushButton) if each is not shelf.more)

    shelf.resize(1000, 40)
    shelf.show_mentions(mentions, 12, {})
    wide = shown()
    shelf.resize(420, 40)
    assert 1 <= shown() < wide <= 8
    assert shelf.more.text() == "All 12"
    for each in shelf.findChildren(QPushButton):
        if each.isVisible():
            assert each.geometry().right() <= shelf.width()
    shelf.show_mentions(mentions[:1], 1, {})
    assert shelf.more.text() == "List it" and shown() == 1
    shelf.show_mentions((), 0, {})
    assert not shelf.isVisible()


def test_few_on_the_shelf_are_told_in_full_where_there_is_room(bench, over: QWidget, qtbot: QtBot) -> None:
    shelf = Shelf(over)
    with qtbot.waitExposed(over):
        over.show()
    one = next(each for each in bench.told() if each.exact == "March")
    long = replace(one, exact="between the first and the very last days of some month of March")
    shelf.show()
    shelf.resize(1000, 40)
    shelf.show_mentions([long], 1, {})
    button = shelf.findChild(QPushButton, f"shelf_{long.uid[:8]}")
    assert button.text() == button.accessibleName() and "…" not in button.text()
    shelf.show_mentions([long] * 8, 8, {})
    assert "…" in button.text()


@pytest.mark.parametrize(
    ("width", "shown"),
    [(1300, {WHEN, WORDS, ARTICLE, KNOWN, STATUS}), (700, {WHEN, WORDS, ARTICLE}), (430, {WHEN, WORDS})],
)
def test_where_it_is_narrow_columns_give_way_to_the_words(bench, view, width: int, shown: set[int]) -> None:
    view.table.resize(width, 200)
    assert {each for each in range(5) if not view.table.isColumnHidden(each)} == shown
    assert view.table.columnWidth(WORDS) >= 260


def test_up_from_the_first_row_and_escape_lead_to_the_canvas(bench, view, qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Escape):
        view.table.setFocus()
        view.table.choose(0)
        qtbot.keyClick(view.table, key)
        assert view.canvas.hasFocus()


def test_why_there_is_nothing_is_said_with_a_way_on(bench, view, empty_bench) -> None:
    loaded = view.loader.loaded
    narrowed, offers = nothing_told(loaded, Wanted(EventFilter(text="x")), NOTHING)
    assert narrowed == "Nothing told has all of these." and [each[1] for each in offers] == ["Show everything"]
    told, offers = nothing_told(loaded, Wanted(), NOTHING)
    assert "tell no dates" in told and [each[1] for each in offers] == ["Add event…"]


def test_what_still_has_to_be_read_is_said(empty_bench, show) -> None:
    empty_bench.fill()
    with empty_bench.archive.atomic():
        empty_bench.archive.store.extraction.put_all()
    view = show(empty_bench)
    assert view.summary.text().endswith("4 articles still to be read")
    while_read, offers = nothing_told(view.loader.loaded, Wanted(), NOTHING)
    assert "being read" in while_read and offers == []
