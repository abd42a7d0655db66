"""Lines over the years."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from desktop.widgets.charts import LineChart, Reading
from desktop.widgets.charts.groups import LOOKS

READINGS = [
    *(Reading(("ferry", year), year, "ferry", value, of=10) for year, value in ((2010, 2.0), (2011, 4.0), (2014, 4.0))),
    *(Reading(("salt", year), year, "salt", value, of=10) for year, value in ((2010, 1.0), (2011, 1.0))),
]


@pytest.fixture
def lines(shown: Callable[..., Any]) -> Callable[..., LineChart]:
    return lambda held, size=(900, 420), **how: shown(LineChart, lambda made: made.show_readings(held, **how), size)


def box_of(chart: LineChart, key: object) -> QPointF:
    return next(box.center() for mark, box in enumerate(chart.boxes) if chart.key(mark) == key)


def near(chart: LineChart, at: QPointF, pixel: Any, ground: str) -> bool:
    return any(pixel(chart, at + QPointF(0, away)) != ground for away in (-1, 0, 1))


def test_neighbouring_years_are_joined_and_a_gap_is_not(lines: Any, theme: Theme, pixel: Any) -> None:
    chart = lines(READINGS)
    ground = theme.color("surface").name()
    joined = (box_of(chart, ("ferry", 2010)) + box_of(chart, ("ferry", 2011))) / 2
    assert near(chart, joined, pixel, ground)
    apart = [
        box_of(chart, ("ferry", 2011)) * (1 - share) + box_of(chart, ("ferry", 2014)) * share for share in (0.4, 0.6)
    ]
    grid = theme.color("line").name()
    assert all(pixel(chart, at + QPointF(0, away)) in (ground, grid) for at in apart for away in (-1, 0, 1))


def test_points_have_the_colour_of_their_line(lines: Any, theme: Theme, pixel: Any) -> None:
    chart = lines(READINGS)
    assert pixel(chart, box_of(chart, ("ferry", 2014))) == theme.color("series_1").name()
    assert pixel(chart, box_of(chart, ("salt", 2010))) == theme.color("series_2").name()


def test_keys_follow_a_line_and_change_lines(lines: Any, qtbot: QtBot) -> None:
    chart = lines(READINGS)
    seen = []
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(chart, key)
        seen.append(chart.key(chart.chosen))
    assert seen == [("ferry", 2010), ("ferry", 2011), ("salt", 2011), ("salt", 2011), ("salt", 2010)]


def test_clicking_a_point_picks_it(lines: Any, click: Any, qtbot: QtBot) -> None:
    chart = lines(READINGS)
    with qtbot.waitSignal(chart.picked) as told:
        click(chart, box_of(chart, ("salt", 2011)))
    assert told.args == [("salt", 2011)]


def test_a_point_is_said_with_what_it_was_counted_in(lines: Any) -> None:
    chart = lines(READINGS, unit="per 1,000 words")
    assert chart.spoken(0) == "2010, ferry, 2 per 1,000 words, in 10 figures"


@pytest.mark.parametrize(
    ("readings", "caption"),
    [
        (READINGS, "30 figures · 2010–2014 · 1 to 4"),
        ([Reading(1, 2020, "", 3)], "3 figures · 2020 · 3"),
        ([Reading(1, 2020, "a", float("inf")), Reading(2, 2020, "a", 0.5)], "2020 · 0.5 · 1 without a number to draw"),
    ],
)
def test_the_caption_states_n_and_range(lines: Any, readings: list[Reading], caption: str) -> None:
    assert lines(readings).caption() == caption


def test_the_legend_names_the_lines(lines: Any) -> None:
    assert [entry.words for entry in lines(READINGS).legend.entries] == ["ferry", "salt"]
    many = [Reading((n, 2020), 2020, f"line {n}", n) for n in range(11)]
    assert [entry.words for entry in lines(many).legend.entries][-1] == "3 others (3)"


@pytest.mark.parametrize("values", [[5, 5, 5], [0, 0], [-3, 2], [1e308, -1e308], [5e-324, 0]])
def test_any_numbers_stay_in_view(lines: Any, values: list[float]) -> None:
    chart = lines([Reading(n, 2000 + n, "a", value) for n, value in enumerate(values)])
    height = chart.view.area().height
    assert all(0 <= box.center().y() <= height for box in chart.boxes)


def test_zooming_in_keeps_what_is_out_of_view_out(lines: Any) -> None:
    chart = lines(READINGS)
    chart.zoom(3.0, 0.0)
    assert any(box.isNull() for box in chart.boxes) and not all(box.isNull() for box in chart.boxes)


def test_nothing_to_show(lines: Any) -> None:
    assert lines([], nothing="Choose a term.").empty.text() == "Choose a term."


def test_lines_have_dashes_and_the_legend_shows_them(lines: Any) -> None:
    readings = [Reading((name, year), year, name, year - 2000) for name in ("salt", "rope") for year in (2010, 2011)]
    entries = lines(readings, lines=["rope", "salt"]).legend.entries
    assert [(each.words, each.dash) for each in entries] == [("rope", LOOKS[0].dash), ("salt", LOOKS[1].dash)]


def test_equal_numbers_of_a_year_stand_side_by_side(lines: Any) -> None:
    equal = [Reading((name, year), year, name, 3.0) for name in ("ferry", "salt", "quay") for year in (2010, 2011)]
    chart = lines([*equal, Reading(("mole", 2010), 2010, "mole", 1.0)])
    middles = [box_of(chart, (name, 2010)) for name in ("ferry", "salt", "quay")]
    assert len({point.y() for point in middles}) == 1
    first, second, third = sorted(point.x() for point in middles)
    assert second == pytest.approx(box_of(chart, ("mole", 2010)).x()), "the middle one stands on its year"
    assert second - first == pytest.approx(third - second) and second - first > 4
