"""Bars that lie: what is drawn, picked and said, and what becomes of a long tail."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from desktop.widgets.charts import Bar, BarChart, Noun

TAIL = [Bar(f"key {number}", f"name {number}", 100 - number) for number in range(40)]


@pytest.fixture
def bars(shown: Callable[..., Any]) -> Callable[..., BarChart]:
    return lambda held, size=(900, 420), **how: shown(BarChart, lambda chart: chart.show_bars(held, **how), size)


def test_bars_are_as_long_as_their_numbers(bars: Any) -> None:
    chart = bars([Bar(1, "a", 40), Bar(2, "b", 20), Bar(3, "c", 0)])
    lengths = [box.width() for box in chart.boxes]
    assert lengths[0] == pytest.approx(2 * lengths[1], rel=0.01)
    assert lengths[2] < 3


def test_negative_bars_reach_to_the_left_of_zero(bars: Any) -> None:
    chart = bars([Bar(1, "a", -10), Bar(2, "b", 30)])
    assert chart.boxes[0].right() == pytest.approx(chart.boxes[1].left())
    assert chart.boxes[0].width() * 3 == pytest.approx(chart.boxes[1].width(), rel=0.01)
    assert chart.boxes[0].left() > 20  # its number stands before it


def test_a_long_tail_is_one_bar(bars: Any, qtbot: QtBot) -> None:
    chart = bars(TAIL)
    assert chart.count() == 12
    assert chart.name(11) == "29 others"
    assert chart.spoken(11) == f"29 others, {sum(100 - number for number in range(11, 40)):,}"
    qtbot.keyClick(chart, Qt.Key.Key_End)
    with qtbot.assertNotEmitted(chart.picked), qtbot.waitSignal(chart.others_picked) as told:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert told.args == [tuple(f"key {number}" for number in range(11, 40))]


def test_as_many_bars_as_have_room(bars: Any) -> None:
    chart = bars(TAIL, (420, 260), limit=40)
    assert 3 <= chart.count() < 12
    assert all(chart.boxes[row].bottom() < chart.boxes[row + 1].top() for row in range(chart.count() - 1))
    assert chart.boxes[-1].bottom() <= chart.view.area().height
    chart.resize(420, 900)
    assert chart.count() > 12


def test_as_many_names_as_the_limit_have_a_bar_each(bars: Any) -> None:
    chart = bars(TAIL[:12])
    assert [chart.name(row) for row in range(chart.count())] == [bar.name for bar in TAIL[:12]]


def test_clicking_a_row_picks_its_bar_also_right_of_a_short_one(bars: Any, click: Any, qtbot: QtBot) -> None:
    chart = bars([Bar(1, "a", 400), Bar(2, "b", 1)])
    with qtbot.waitSignal(chart.picked) as told:
        click(chart, QPointF(300, chart.boxes[1].center().y()))
    assert told.args == [2]
    with qtbot.waitSignal(chart.picked) as told:
        click(chart, QPointF(-4, chart.boxes[0].center().y()))
    assert told.args == [1]
    with qtbot.assertNotEmitted(chart.picked):
        click(chart, QPointF(300, 300))


def test_a_bar_is_painted_in_the_accent(bars: Any, theme: Theme, pixel: Any) -> None:
    chart = bars([Bar(1, "a", 4)])
    assert pixel(chart, chart.boxes[0].center()) == theme.color("accent").name()


@pytest.mark.parametrize("name", ["가나다라마바사" * 40, "שלום עולם " * 30, "x" * 300, "two\nlines"])
def test_any_name_leaves_room_for_the_bars_and_is_told_whole(bars: Any, name: str) -> None:
    chart = bars([Bar(1, name, 4), Bar(2, "b", 2)], (420, 300))
    assert chart.view.side.rect().width() <= 420 * 0.36
    assert chart.boxes[0].width() > 100
    assert "\n" not in chart.side_ticks[0][1]
    assert chart.carded(0) == f"{name}: 4"


@pytest.mark.parametrize(
    ("values", "caption"),
    [
        ([3], "3 figures · 1 name · 3"),
        ([5, 5], "10 figures · 2 names · 5"),
        ([0.5, 1.25], "2 names · 0.5 to 1.25"),
        ([7, float("nan")], "7 figures · 1 name · 7 · 1 without a number to draw"),
    ],
)
def test_the_caption_states_n_and_range(bars: Any, values: list[float], caption: str) -> None:
    assert bars([Bar(number, str(number), value) for number, value in enumerate(values)]).caption() == caption


@pytest.mark.parametrize("values", [[1e308, -1e308], [1e308, 1e308, 1e307], [5e-324], [0, 0]])
def test_any_numbers_have_bars_in_view(bars: Any, values: list[float]) -> None:
    chart = bars([Bar(number, "a", value) for number, value in enumerate(values)])
    assert all(0 <= box.left() <= box.right() <= chart.view.area().width for box in chart.boxes)


def test_the_sum_of_a_long_tail_stays_within_the_floats(bars: Any) -> None:
    chart = bars([Bar(number, "a", 1e308) for number in range(9)], limit=3)
    assert all(0 <= box.left() <= box.right() <= chart.view.area().width for box in chart.boxes)


def test_ten_thousand_names(bars: Any) -> None:
    chart = bars([Bar(number, f"n {number}", number) for number in range(10_000)])
    assert chart.name(11) == "9,989 others"
    assert len(chart.table().rows) == 10_000


def test_nothing_to_show(bars: Any) -> None:
    chart = bars([], nothing="Import an article.")
    assert chart.empty.text() == "Import an article." and chart.empty.isVisible()


def test_numbers_that_cannot_be_added_have_the_largest_of_the_others_instead_of_a_sum(
    qtbot: QtBot, theme: Theme
) -> None:
    chart = BarChart(theme, "Shares", names=Noun("name", "names"), added=False)
    qtbot.addWidget(chart)
    chart.resize(600, 300)
    chart.show_bars([Bar(number, f"n {number}", 90 - number) for number in range(8)], limit=4)
    chart.show()
    assert chart.spoken(3) == "5 others, at most 87" and chart.carded(3).startswith("5 others: at most 87 (n 3, ")
    assert chart.boxes[3].width() < chart.boxes[2].width()
    assert chart.caption() == "8 names · 83 to 90"
    assert chart.key(3) == (3, 4, 5, 6, 7)


def test_a_path_that_is_cut_off_keeps_its_end(bars: Any) -> None:
    chart = bars([Bar(1, "어느 아주 긴 상위 분류의 이름입니다 정말로/다리", 4), Bar(2, "sea", 2)], (300, 260))
    assert chart.side_ticks[0][1] == "…/다리"


def test_as_high_as_it_wants_every_name_has_its_bar(bars: Any) -> None:
    chart = bars(TAIL[:16], (420, 200), limit=16)
    assert chart.count() < 16
    chart.resize(420, chart.wanted_px())
    assert chart.count() == 16


def test_names_that_begin_alike_are_told_apart_where_they_are_cut_off(bars: Any) -> None:
    names = [f"긴 제목의 첫머리가 모두 똑같은 글 {number}" for number in range(4)]
    chart = bars([Bar(name, name, 4) for name in names], (300, 260))
    shown = [words for _, words in chart.side_ticks]
    assert all("…" in words for words in shown) and len(set(shown)) == 4


def test_numbers_that_come_anew_leave_the_keyboard_on_its_bar(bars: Any, qtbot: QtBot) -> None:
    chart = bars([Bar("a", "a", 3), Bar("b", "b", 2), Bar("c", "c", 1)])
    qtbot.keyClick(chart, Qt.Key.Key_End)
    chart.show_bars([Bar("c", "c", 9), Bar("a", "a", 3)])
    assert chart.chosen == 0 and chart.accessibleDescription() == chart.spoken(0)
    chart.show_bars([Bar("a", "a", 3)])
    assert chart.chosen is None
