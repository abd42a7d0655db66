"""Pairs of names: squares, numbers, names that are cut off."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from desktop.theme import THEMES, Theme
from desktop.widgets.charts import Cell, HeatMap
from desktop.widgets.charts.drawing import contrast

CELLS = [
    Cell("ab", "a", "b", 9),
    Cell("ba", "b", "a", 9),
    Cell("ac", "a", "c", 1),
    Cell("ca", "c", "a", 1),
    Cell("none", "b", "c", 0),
]


@pytest.fixture
def heat(shown: Callable[..., Any]) -> Callable[..., HeatMap]:
    return lambda held, size=(900, 420), **how: shown(HeatMap, lambda made: made.show_cells(held, **how), size)


def test_names_that_go_together_are_in_one_order_on_both_sides(heat: Any) -> None:
    chart = heat(CELLS)
    assert [words for _, words in chart.side_ticks] == ["a", "b", "c"]
    assert [words for _, words in chart.foot_ticks] == ["a", "b", "c"]
    assert [chart.key(mark) for mark in range(chart.count())] == ["ab", "ac", "ba", "ca"]


def test_a_pair_lies_in_its_row_and_column(heat: Any) -> None:
    chart = heat(CELLS)
    ab, ac, ba, _ = chart.boxes
    assert ab.center().y() == ac.center().y() < ba.center().y()
    assert ba.center().x() < ab.center().x() < ac.center().x()


def test_more_is_stronger(heat: Any, theme: Theme, pixel: Any) -> None:
    chart = heat(CELLS)
    assert pixel(chart, chart.boxes[0].topLeft() + QPointF(4, 4)) == theme.color("accent").name()
    weak = pixel(chart, chart.boxes[1].topLeft() + QPointF(4, 4))
    assert weak == chart.shade(1 / 9).name() != theme.color("surface").name()


@pytest.mark.parametrize("name", THEMES)
def test_numbers_can_be_read_on_every_shade(heat: Any, theme: Theme, name: str) -> None:
    chart = heat(CELLS)
    theme.choose(name)
    for step in range(101):
        shade = chart.shade(step / 100)
        assert contrast(chart.ink(shade), shade) >= 4.5


def test_clicking_a_square_picks_the_pair_and_an_empty_one_nothing(heat: Any, click: Any, qtbot: QtBot) -> None:
    chart = heat(CELLS)
    with qtbot.waitSignal(chart.picked) as told:
        click(chart, chart.boxes[2].center())
    assert told.args == ["ba"]
    with qtbot.assertNotEmitted(chart.picked):
        click(chart, QPointF(chart.boxes[2].center().x(), chart.boxes[0].center().y()))


def test_keys_go_along_rows_and_columns(heat: Any, qtbot: QtBot) -> None:
    chart = heat(CELLS)
    seen = []
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Up, Qt.Key.Key_Left):
        qtbot.keyClick(chart, key)
        seen.append(chart.key(chart.chosen))
    assert seen == ["ab", "ac", "ac", "ca", "ba", "ba"]
    assert chart.accessibleDescription() == "b and a, 9"


@pytest.mark.parametrize("size", [(900, 420), (420, 300), (260, 200)])
def test_more_names_than_have_room_are_counted(heat: Any, size: tuple[int, int]) -> None:
    names = [f"tag {number}" for number in range(60)]
    chart = heat([Cell((a, b), a, b, 1) for a in names for b in names if a != b], size)
    shown = len(chart.side_ticks)
    assert 1 < shown < 60 and len(chart.foot_ticks) == shown
    assert f"the first {shown} by {shown} have room" in chart.caption()
    area = chart.view.area()
    assert all(box.right() <= area.width + 1 and box.bottom() <= area.height + 1 for box in chart.boxes)
    assert len(chart.table().rows) == 60 * 59


def test_a_name_that_is_cut_off_is_told_whole_when_pointed_at(heat: Any) -> None:
    name = "긴 이름 " * 60
    chart = heat([Cell(1, name, "b", 3)], (420, 300))
    assert chart.side_ticks[0][1].endswith("…")
    assert chart.carded_beside(QPointF(-10, chart.boxes[0].center().y())) == name
    assert chart.carded_beside(QPointF(chart.boxes[0].center().x(), chart.view.area().height + 5)) == "b"


def test_an_order_that_is_handed_in_is_kept(heat: Any) -> None:
    chart = heat(CELLS, rows=["c", "b", "a"], columns=["b", "a"])
    assert [words for _, words in chart.side_ticks] == ["c", "b", "a"]
    assert [chart.key(mark) for mark in range(chart.count())] == ["ca", "ba", "ab"]


@pytest.mark.parametrize(
    ("cells", "caption"),
    [
        (CELLS, "4 pairs · 3 names · 1 to 9"),
        ([Cell(1, "a", "b", 2)], "1 pair · 2 names · 2"),
        ([Cell(1, "a", "b", 2), Cell(2, "b", "a", float("nan"))], "1 pair · 2 names · 2 · 1 without a number to draw"),
    ],
)
def test_the_caption_states_n_and_range(heat: Any, cells: list[Cell], caption: str) -> None:
    assert heat(cells).caption() == caption


def test_without_any_pair_a_sentence_says_what_is_needed(heat: Any) -> None:
    chart = heat([Cell(1, "a", "b", 0)], nothing="Give a passage two tags.")
    assert chart.empty.text() == "Give a passage two tags." and chart.empty.isVisible()


@pytest.mark.parametrize("size", [(900, 420), (600, 320), (500, 340), (420, 300), (300, 700)])
def test_every_name_has_its_room_whoever_else_has(heat: Any, theme: Theme, size: tuple[int, int]) -> None:
    names = [
        "border",
        "ferry",
        "weather",
        "harbour",
        "다리",
        "trade",
        "family",
        "صيد",
        "letters",
        "a name of many words in a row",
    ]
    chart = heat([Cell((a, b), a, b, 5) for a in names for b in names if a != b], size, rows=names, columns=names)
    metrics = QFontMetricsF(theme.font("small_numbers"))
    assert max(metrics.horizontalAdvance(words) for _, words in chart.side_ticks) <= chart.view.side.rect().width()
    chart.lay_out()
    before = list(chart.boxes)
    chart.lay_out()
    assert chart.boxes == before


def test_names_below_lie_only_where_all_of_them_fit(heat: Any) -> None:
    assert heat([Cell(1, "a", "sea", 3), Cell(2, "a", "salt", 3)]).foot_px == 24
    upright = heat([Cell(1, "a", "the sea by night", 3), Cell(2, "a", "the sea by day", 3)])
    assert upright.foot_px > 24


def test_as_high_as_it_wants_every_row_has_its_room(heat: Any) -> None:
    names = [f"topic {number}/part of it" for number in range(24)]
    chart = heat([Cell((a, b), a, b, 1) for a in names for b in names if a < b], (1200, 300), rows=names, columns=names)
    assert len(chart.side_ticks) < 24
    chart.resize(1200, chart.wanted_px())
    assert len(chart.side_ticks) == len(chart.foot_ticks) == 24


def test_names_below_take_the_room_that_few_rows_leave(heat: Any) -> None:
    columns = [f"subject/{each} and more" for each in ("harbours", "weather", "mornings")]
    held = [Cell((row, name), row, name, 3) for row in ("one", "two") for name in columns]
    chart = heat(held, (900, 260), rows=["one", "two"], columns=columns)
    needed = chart._widest(1) + 10
    assert chart.height() * 0.34 < needed, "more than names below have where rows are many"
    assert chart.foot_px == int(needed)
    many = [Cell((row, name), str(row), name, 3) for row in range(30) for name in columns]
    crowded = heat(many, (900, 260), rows=[str(row) for row in range(30)], columns=columns)
    assert crowded.foot_px == int(crowded.height() * 0.34)
