"""Chips and menus that narrow: what they offer, what they ask for, and that they show what is in force."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from archive.model.edtf import Precision
from archive.model.event import Basis, EventFilter, Status, TimexType
from archive.operations import events
from desktop.views.timeline.filterbar import PickMenu
from desktop.views.timeline.wanted import STANDING, Wanted


def menu(view, name: str) -> PickMenu:
    made = view.filters.findChild(PickMenu, f"timeline_{name}_menu")
    assert made is not None
    return made


def pick(bench, view, name: str, words: str) -> None:
    action = next(each for each in menu(view, name).actions() if each.text() == words)
    action.trigger()
    bench.settle()


def offered(view, name: str) -> list[str]:
    return [action.text() for action in menu(view, name).actions()]


@pytest.mark.parametrize(
    ("name", "words", "narrowed"),
    [
        ("publishers", "Hill post", {"publishers": ("Hill post",)}),
        ("precisions", "Day", {"precisions": (Precision.DAY,)}),
        ("bases", "Counted from the publication date", {"bases": (Basis.RELATIVE,)}),
        ("types", "Recurring times", {"types": (TimexType.SET,)}),
        ("statuses", "Rejected", {"statuses": (Status.FOUND, Status.CONFIRMED, Status.REJECTED)}),
    ],
)
def test_a_value_is_ticked_and_unticked(bench, view, name: str, words: str, narrowed: dict) -> None:
    pick(bench, view, name, words)
    assert view.loader.wanted.filter == replace(Wanted().filter, **narrowed)
    chip = view.filters._menus[name][0]
    assert chip.isChecked() and view.filters.clear_button.isVisible()
    pick(bench, view, name, words)
    assert view.loader.wanted == Wanted() and not chip.isChecked() and not view.filters.clear_button.isVisible()


def test_an_article_and_a_tag_are_offered_by_name(bench, view) -> None:
    assert not view.filters._menus["tags"][0].isVisible(), "there is none yet"
    bench.context.history.do(events.tag(bench.archive, [bench.mention("1987").uid], "works/R&D"))
    bench.settle()
    assert offered(view, "tags") == ["works / R&&D"], "an ampersand is no mnemonic"
    pick(bench, view, "tags", "works / R&&D")
    assert view.loader.wanted.filter.tags == ("works/R&D",)
    assert offered(view, "articles") == [
        "Keepers of the lock", "Roads over the hills", "Silence", "Walks without a date",
    ]  # fmt: skip
    pick(bench, view, "articles", "Roads over the hills")
    assert view.loader.wanted.filter.articles == (bench.ids[1],)


def test_a_chip_says_what_is_ticked(bench, view) -> None:
    pick(bench, view, "precisions", "Day")
    chip = view.filters._menus["precisions"][0]
    assert chip.text() == "Precision: Day ▾"
    pick(bench, view, "precisions", "Month")
    assert chip.text() == "Precision: Month +1 ▾" and chip.accessibleName() == "Precision: Month, Day"


def test_no_status_at_all_means_the_usual_ones(bench, view) -> None:
    for words in ("Found", "Confirmed"):
        pick(bench, view, "statuses", words)
    assert view.loader.wanted.filter.statuses == STANDING


@pytest.mark.parametrize(
    ("words", "lanes"),
    [("By publisher", "publisher"), ("By tag", "tag"), ("One lane", "none"), ("By article", "article")],
)
def test_lanes_are_chosen(bench, view, words: str, lanes: str) -> None:
    next(each for each in view.filters.lanes_menu.actions() if each.text() == words).trigger()
    bench.settle()
    assert view.loader.wanted.lanes == lanes and not view.loader.wanted.narrowed
    assert view.filters.lanes.accessibleName() == f"Lanes: {words}"
    assert [each.text() for each in view.filters.lanes_menu.actions() if each.isChecked()] == [words]


def test_lanes_are_chosen_one_at_a_time(bench, view, qtbot: QtBot) -> None:
    made = view.filters.lanes_menu
    view.filters.lanes.click()
    action = made.actions()[2]
    place = made.actionGeometry(action).center()
    qtbot.mouseMove(made, place)
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton, pos=place)
    bench.settle()
    assert not made.isVisible() and view.loader.wanted.lanes == "tag"
    assert [each.text() for each in made.actions() if each.isChecked()] == ["By tag"]


def test_a_chip_opens_its_menu_which_stays_while_one_ticks(bench, view, qtbot: QtBot) -> None:
    chip, made = view.filters._menus["precisions"]
    chip.click()
    assert made.isVisible()
    action = made.actions()[1]
    place = made.actionGeometry(action).center()
    qtbot.mouseMove(made, place)
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton, pos=place)
    bench.settle()
    assert made.isVisible() and action.isChecked()
    assert view.loader.wanted.filter.precisions == (action.data(),)
    made.hide()
    assert chip.isChecked(), "it shows what is in force, not that it was pressed"


def test_by_keys_a_menu_stays_open_too_while_one_ticks_with_space(bench, view, qtbot: QtBot) -> None:
    chip, made = view.filters._menus["precisions"]
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert made.isVisible()
    qtbot.keyClick(made, Qt.Key.Key_Down)
    qtbot.keyClick(made, Qt.Key.Key_Space)
    bench.settle()
    assert made.isVisible()
    qtbot.keyClick(made, Qt.Key.Key_Down)
    qtbot.keyClick(made, Qt.Key.Key_Space)
    bench.settle()
    assert len(view.loader.wanted.filter.precisions) == 2
    qtbot.keyClick(made, Qt.Key.Key_Escape)
    assert not made.isVisible() and chip.hasFocus()


def test_words_are_searched_a_moment_after_the_last_letter(bench, view, qtbot: QtBot) -> None:
    asked: list[Wanted] = []
    view.filters.changed.connect(asked.append)
    qtbot.keyClicks(view.filters.field, "lock ")
    bench.settle()
    assert [each.filter.text for each in asked] == ["lock"]
    assert view.filters.field.text() == "lock ", "what is being typed is left alone"


def test_show_everything_takes_words_chips_and_days_away(bench, view, qtbot: QtBot) -> None:
    view.filters.field.setText("lock")
    bench.settle()
    narrowed = replace(view.loader.wanted.filter, since=date(1980, 1, 1), publishers=("River letter",))
    view.filters.changed.emit(replace(view.loader.wanted, filter=narrowed, lanes="tag"))
    bench.settle()
    view.filters.clear_button.click()
    bench.settle()
    assert view.filters.field.text() == "" and view.loader.wanted == Wanted(lanes="tag")


def test_days_that_were_brushed_show_as_a_chip_that_takes_them_away(bench, view) -> None:
    assert not view.filters.days.isVisible()
    narrowed = EventFilter(statuses=STANDING, since=date(2012, 1, 1), until=date(2019, 12, 31))
    view.filters.changed.emit(replace(view.loader.wanted, filter=narrowed))
    bench.settle()
    assert view.filters.days.isVisible() and "2012–2019" in view.filters.days.text()
    view.filters.days.click()
    bench.settle()
    assert view.loader.wanted == Wanted() and not view.filters.days.isVisible()


def test_it_wraps_where_it_is_narrow_and_nothing_is_cut_off(bench, view) -> None:
    view.resize(700, 700)
    bench.settle()
    shown = [view.filters.told, view.filters.lanes, view.filters.field, view.filters.undated]
    assert len({each.y() for each in shown}) > 1
    for each in shown:
        assert view.filters.rect().contains(each.geometry())
        assert each is view.filters.field or each.width() >= each.sizeHint().width()
    assert view.filters.mapTo(view, QPoint(0, view.filters.height())).y() <= view.stack.y() + 1
