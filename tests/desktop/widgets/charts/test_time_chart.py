"""The ledger of figures: what is painted, picked, walked and said."""

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from desktop.widgets.charts import Bound, Ring, RingKind, TimeChart, TimePoint, glyphs
from desktop.widgets.charts.area import Area
from desktop.widgets.timeline.days import ordinal


def year(number: int) -> dict[str, int]:
    return {"first": ordinal(number), "last": ordinal(number + 1) - 1}


POINTS = [
    TimePoint("late", 400, **year(2015), group="Lantern"),
    TimePoint("early", 1000, **year(2010), group="Lantern", label="One thousand lamps were lit."),
    TimePoint("other", 1300, **year(2010), group="Beacon", spoken="thirteen hundred lamps in 2010"),
    TimePoint("undated", 700, group="Beacon", doubtful=True),
]
RINGS = [Ring(frozenset({"early", "other"}), RingKind.CONFLICT, "Both cannot hold.")]


@pytest.fixture
def ledger(shown: Callable[..., Any]) -> TimeChart:
    chart: TimeChart = shown(TimeChart, lambda made: made.show_points(POINTS, RINGS), title="Lamps")
    return chart


def middle(chart: TimeChart, key: str) -> QPointF:
    return chart.boxes[chart._positions[key]].center()


def test_a_point_is_painted_in_the_colour_of_its_group(ledger: TimeChart, theme: Theme, pixel: Any) -> None:
    assert pixel(ledger, middle(ledger, "late")) == theme.color("series_2").name()
    assert pixel(ledger, middle(ledger, "early")) == theme.color("series_2").name()
    assert pixel(ledger, middle(ledger, "other")) == theme.color("series_1").name()


def test_a_doubtful_point_is_faded(ledger: TimeChart, theme: Theme, pixel: Any) -> None:
    seen = pixel(ledger, middle(ledger, "undated"))
    assert seen not in (theme.color("series_1").name(), theme.color("surface").name())


def test_higher_values_lie_higher_and_later_years_further_right(ledger: TimeChart) -> None:
    assert middle(ledger, "other").y() < middle(ledger, "early").y() < middle(ledger, "late").y()
    assert middle(ledger, "early").x() < middle(ledger, "late").x() < middle(ledger, "undated").x()


def test_clicking_a_point_picks_it(ledger: TimeChart, click: Any, qtbot: QtBot) -> None:
    with qtbot.waitSignal(ledger.picked) as told:
        click(ledger, middle(ledger, "late"))
    assert told.args == ["late"]


def test_clicking_within_a_ring_picks_the_ring_and_a_point_in_it_the_point(
    ledger: TimeChart, click: Any, qtbot: QtBot
) -> None:
    between = (middle(ledger, "early") + middle(ledger, "other")) / 2
    with qtbot.waitSignal(ledger.ring_picked) as told:
        click(ledger, between)
    assert told.args == [0]
    with qtbot.assertNotEmitted(ledger.ring_picked), qtbot.waitSignal(ledger.picked) as picked:
        click(ledger, middle(ledger, "early"))
    assert picked.args == ["early"]


def test_clicking_beside_everything_picks_nothing(ledger: TimeChart, click: Any, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(ledger.ring_picked), qtbot.assertNotEmitted(ledger.picked):
        click(ledger, (middle(ledger, "early") + middle(ledger, "late")) / 2 + QPointF(0, -90))


def test_a_conflict_is_ringed_by_dashes_in_the_warning_colour(ledger: TimeChart, painted: Any) -> None:
    found = ledger._ellipses[0]
    assert found is not None
    x, y, wide, high = found
    image = painted(ledger)
    origin = ledger.view.pos() + ledger.view.box.pos().toPoint()
    warned = 0
    for step in range(720):
        angle = math.radians(step / 2)
        spot = QPointF(x + wide * math.cos(angle), y + high * math.sin(angle)).toPoint() + origin
        color = image.pixelColor(spot)
        warned += color.redF() - color.blueF() > 0.25
    assert 0.25 < warned / 720 < 0.9  # neither nothing nor a line drawn through


def test_a_ring_of_points_that_are_not_there_is_not_drawn(shown: Any) -> None:
    chart = shown(TimeChart, lambda made: made.show_points(POINTS, [Ring(frozenset({"nowhere"}))]))
    assert chart._ellipses == [None]


def test_keys_walk_the_points_in_time_order_and_pick(ledger: TimeChart, qtbot: QtBot) -> None:
    seen = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(ledger, key)
        seen.append(ledger.key(ledger.chosen or 0))
    assert seen == ["early", "other", "late", "undated", "undated"]
    qtbot.keyClick(ledger, Qt.Key.Key_Home)
    with qtbot.waitSignal(ledger.picked) as told:
        qtbot.keyClick(ledger, Qt.Key.Key_Return)
    assert told.args == ["early"]
    qtbot.keyClick(ledger, Qt.Key.Key_End)
    assert ledger.key(ledger.chosen or 0) == "undated"
    qtbot.keyClick(ledger, Qt.Key.Key_Escape)
    assert ledger.chosen is None


def test_shift_enter_picks_the_ring_around_the_chosen_point(ledger: TimeChart, qtbot: QtBot) -> None:
    qtbot.keyClick(ledger, Qt.Key.Key_Home)
    with qtbot.waitSignal(ledger.ring_picked):
        qtbot.keyClick(ledger, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(ledger, Qt.Key.Key_End)
    with qtbot.assertNotEmitted(ledger.ring_picked):
        qtbot.keyClick(ledger, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)


def test_what_is_chosen_is_said(ledger: TimeChart, qtbot: QtBot) -> None:
    assert ledger.accessibleName() == "Lamps"
    qtbot.keyClick(ledger, Qt.Key.Key_Home)
    assert ledger.accessibleDescription() == "1,000, 2010, Lantern, One thousand lamps were lit., conflict"
    qtbot.keyClick(ledger, Qt.Key.Key_Right)
    assert ledger.accessibleDescription() == "thirteen hundred lamps in 2010, conflict"


def test_pointing_at_a_point_shows_its_words(ledger: TimeChart, qtbot: QtBot) -> None:
    spot = (middle(ledger, "early") + ledger.view.box.pos()).toPoint()
    qtbot.mouseMove(ledger.view.viewport(), spot)
    ledger.view.pointed.emit(QPointF(spot))
    assert ledger.card.isVisible()
    assert ledger.card.words == "One thousand lamps were lit."
    assert ledger.rect().contains(ledger.card.geometry())
    ledger.view.left.emit()
    assert not ledger.card.isVisible()


def test_pointing_into_a_ring_shows_the_reason(ledger: TimeChart) -> None:
    between = (middle(ledger, "early") + middle(ledger, "other")) / 2
    ledger.view.pointed.emit(between + ledger.view.box.pos())
    assert ledger.card.words == "Both cannot hold."


def test_the_caption_states_n_range_and_values(ledger: TimeChart) -> None:
    assert ledger.caption() == "4 figures · 2010–2015 · 1 undated · 400 to 1,300"


@pytest.mark.parametrize(
    ("points", "caption"),
    [
        ([TimePoint(1, 5, **year(2020))], "1 figure · 2020 · 5"),
        ([TimePoint(1, -7)], "1 figure · 1 undated · −7"),
        ([TimePoint(1, 5), TimePoint(2, 10**400)], "1 figure · 1 undated · 5 · 1 without a number to draw"),
        ([TimePoint(1, 5, ordinal(2020, 3), ordinal(2020, 3, 31))], "1 figure · March 2020 · 5"),
        ([TimePoint(1, 5, **year(-43)), TimePoint(2, 5, **year(10))], "2 figures · 44 BC–10 · 5"),
    ],
)
def test_captions_of_few(shown: Any, points: list[TimePoint], caption: str) -> None:
    assert shown(TimeChart, lambda made: made.show_points(points)).caption() == caption


def test_without_figures_a_sentence_says_what_is_needed(shown: Any) -> None:
    chart = shown(TimeChart, lambda made: made.show_points([], nothing="Import an article that tells figures."))
    assert chart.empty.isVisible() and chart.empty.text() == "Import an article that tells figures."
    assert not chart.view.isVisible() and not chart.more.isEnabled()
    assert chart.words() == "Import an article that tells figures."


def test_after_nothing_there_can_be_something(shown: Any) -> None:
    chart = shown(TimeChart, lambda made: made.show_points([]))
    chart.show_points(POINTS)
    assert chart.view.isVisible() and not chart.empty.isVisible()
    assert not any(box.isNull() for box in chart.boxes)


@pytest.mark.parametrize(
    "values", [[5.0] * 30, [0.0], [-3.0, 4.0], [1e308, -1e308], [5e-324], [1e-300, 2e-300], [10**15, 10**15 + 1]]
)
def test_any_values_are_all_in_view(shown: Any, values: list[float]) -> None:
    points = [TimePoint(number, value, **year(2020)) for number, value in enumerate(values)]
    chart = shown(TimeChart, lambda made: made.show_points(points), (420, 300))
    assert len(chart.boxes) == len(values)
    assert not any(box.isNull() for box in chart.boxes)
    assert chart.side_ticks


def test_the_legend_counts_groups_and_explains_the_signs_in_use(shown: Any) -> None:
    points = [
        TimePoint(1, 5, **year(2020), group="Lantern", bound=Bound.AT_LEAST, low=5),
        TimePoint(2, 5, **year(2020), group="Lantern", derived=True, partial=True),
        TimePoint(3, None, **year(2021), group="", low=2, high=9, bound=Bound.RANGE),
    ]
    chart = shown(TimeChart, lambda made: made.show_points(points, [Ring(frozenset({1, 2}), RingKind.TENSION)]))
    assert [entry.words for entry in chart.legend.entries] == [
        "Lantern (2)",
        "unnamed (1)",
        "tension",
        "at least",
        "a range",
        "part of the period only",
        "derived",
    ]


def test_a_derived_point_is_hollow(shown: Any, theme: Theme, pixel: Any) -> None:
    chart = shown(TimeChart, lambda made: made.show_points([TimePoint(1, 5, **year(2020), derived=True)]))
    assert pixel(chart, chart.boxes[0].center()) == theme.color("surface").name()
    assert pixel(chart, chart.boxes[0].center() + QPointF(glyphs.RADIUS_PX - 1, 0)) != theme.color("surface").name()


def test_an_open_bound_has_an_arrow_above_its_point(shown: Any, theme: Theme, pixel: Any) -> None:
    point = TimePoint(1, 5, **year(2020), bound=Bound.AT_LEAST, low=5)
    chart = shown(TimeChart, lambda made: made.show_points([point, TimePoint(2, 9, **year(2015))]))
    above = chart.boxes[1].center() - QPointF(0, 18)
    below = chart.boxes[1].center() + QPointF(0, 18)
    ground = theme.color("surface").name()
    assert any(pixel(chart, above + QPointF(x, 0)) != ground for x in (-1, 0, 1))
    assert all(pixel(chart, below + QPointF(x, 0)) == ground for x in (-1, 0, 1))


def test_powers_of_ten_are_offered_only_where_they_help(shown: Any) -> None:
    chart = shown(TimeChart, lambda made: made.show_points(POINTS))
    assert not chart.log_action.isEnabled()
    chart.show_log(True)
    assert not chart._measure.log
    wide = [TimePoint(number, 10.0**number, **year(2010 + number)) for number in range(7)]
    chart.show_points(wide)
    assert chart.log_action.isEnabled()
    chart.log_action.trigger()
    heights = [box.center().y() for box in chart.boxes]
    steps = {round(a - b) for a, b in pairwise(heights)}
    assert max(steps) - min(steps) <= 1
    assert "powers of ten" in chart.caption()
    chart.show_points(POINTS)
    assert not chart._measure.log


def test_zooming_keeps_what_is_under_the_pointer_and_0_shows_everything(ledger: TimeChart, qtbot: QtBot) -> None:
    before = middle(ledger, "late")
    ledger.zoom(2.0, before.x())
    assert middle(ledger, "late").x() == pytest.approx(before.x(), abs=1.5)
    assert ledger.boxes[ledger._positions["early"]].isNull()
    qtbot.keyClick(ledger, Qt.Key.Key_0)
    assert middle(ledger, "late").x() == pytest.approx(before.x(), abs=0.5)


def test_walking_to_a_point_out_of_view_brings_it_into_view(ledger: TimeChart, qtbot: QtBot) -> None:
    ledger.zoom(4.0, middle(ledger, "late").x())
    assert ledger.boxes[0].isNull()
    qtbot.keyClick(ledger, Qt.Key.Key_Home)
    assert not ledger.boxes[0].isNull()


def test_the_data_are_rows_in_time_order(ledger: TimeChart) -> None:
    table = ledger.table()
    assert [row[0] for row in table.rows] == ["2010", "2010", "2015", "undated"]
    first = dict(zip(table.columns, table.rows[0], strict=True))
    assert first["value"] == 1000 and first["group"] == "Lantern" and first["findings"] == "conflict"
    assert dict(zip(table.columns, table.rows[3], strict=True))["doubtful"] == "yes"


@pytest.mark.parametrize("name", ["dark", "sepia"])
def test_a_new_theme_is_drawn_at_once(ledger: TimeChart, theme: Theme, pixel: Any, name: str) -> None:
    theme.choose(name)
    assert pixel(ledger, middle(ledger, "late")) == theme.color("series_2").name()
    assert pixel(ledger, QPointF(ledger.view.box.rect().width() * 0.35, 40)) == theme.color("surface").name()


def test_a_change_of_size_waits_for_content_that_is_on_its_way(
    ledger: TimeChart, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid: list[Area] = []
    lay = ledger.lay
    monkeypatch.setattr(ledger, "lay", lambda area: (laid.append(area), lay(area))[1])
    ledger.resize(700, 400)
    assert len(laid) == 1, "a change of size alone is laid out at once, and once"
    ledger.expect()
    ledger.resize(700, 300)
    assert len(laid) == 1
    ledger.show_points([TimePoint("a", 5, **year(2019))])
    assert len(laid) == 2 and laid[1] == ledger.view.area()
    ledger.expect()
    with qtbot.waitSignal(ledger._expecting.timeout):
        ledger.resize(700, 400)
    assert len(laid) == 3 and laid[2] == ledger.view.area(), "what does not come is not waited for"


def test_ten_thousand_points_are_shown_and_can_be_picked(shown: Any) -> None:
    points = [TimePoint(n, n % 977, ordinal(2000) + n, ordinal(2000) + n, group=f"g{n % 12}") for n in range(10_000)]
    chart = shown(TimeChart, lambda made: made.show_points(points))
    assert len(chart.boxes) == 10_000 and not any(box.isNull() for box in chart.boxes)
    found = chart.at(chart.boxes[5000].center())
    assert found is not None and abs(chart.key(found) - 5000) < 20  # type: ignore[operator]
    assert chart.legend.entries[-1].words == "4 others (3,332)"
