"""What legends hold and how they use their room."""

from typing import Any

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from desktop.widgets.charts import TimeChart, TimePoint, glyphs
from desktop.widgets.charts.groups import Groups, Shape
from desktop.widgets.charts.legend import MOST_ROWS, ROW_PX, WIDEST_PX, Entry, Legend, of_groups
from desktop.widgets.timeline.days import ordinal


@pytest.fixture
def legend(qtbot: QtBot, theme: Theme) -> Legend:
    made = Legend(theme, lambda: "surface")
    qtbot.addWidget(made)
    made.resize(400, 20)
    return made


def test_a_legend_is_as_high_as_it_needs_and_no_higher_than_it_may_be(legend: Legend) -> None:
    heights = []
    for count in (1, 5, 60):
        legend.show_entries([Entry(f"name {number} (3)", "series_1", Shape.CIRCLE) for number in range(count)])
        heights.append(legend.height())
    assert heights[0] == ROW_PX < heights[1] < heights[2] == MOST_ROWS * ROW_PX
    legend.show_entries([])
    assert legend.height() == 0 and not legend.isVisible()


@pytest.mark.parametrize("rows", [1, 3, 9])
def test_what_has_no_room_is_counted_and_named_never_dropped_in_silence(legend: Legend, rows: int) -> None:
    legend.most_rows = rows
    entries = [Entry(f"name {number}", "series_1", Shape.CIRCLE) for number in range(60)]
    legend.show_entries(entries)
    *shown, (more, box) = legend._placed
    assert more.words == f"and {60 - len(shown)} more" and box.bottom() == legend.height() == rows * ROW_PX
    assert [entry for entry, _ in shown] == entries[: len(shown)]
    assert legend.told_at(box.center()) == ", ".join(entry.words for entry in entries[len(shown) :])
    assert all(each.right() <= legend.width() for _, each in legend._placed)


def test_a_chart_gives_its_legend_a_share_of_its_height(shown: Any) -> None:
    years = [TimePoint(n, n + 1, ordinal(2000), ordinal(2001) - 1, group=f"출판사 이름이 긴 {n}") for n in range(8)]
    high = shown(TimeChart, lambda made: made.show_points(years), (420, 640))
    assert len(high.legend._placed) == 8
    low = shown(TimeChart, lambda made: made.show_points(years), (260, 200))
    assert low.legend._placed[-1][0].words.startswith("and ") and low.legend.height() <= 80
    assert low.view.height() >= 60


def test_a_long_name_takes_no_more_than_its_share(legend: Legend) -> None:
    legend.show_entries([Entry("강변" * 150, "series_1", Shape.CIRCLE), Entry("b (1)", "series_2", Shape.SQUARE)])
    first, second = (box for _, box in legend._placed)
    assert first.width() <= WIDEST_PX + 20
    assert second.left() > first.right() and second.top() == first.top()


def test_a_legend_is_said_whole(legend: Legend) -> None:
    legend.show_entries([Entry("a (2)", "series_1", Shape.CIRCLE), Entry("conflict", "warning", glyphs.Sign.CONFLICT)])
    assert legend.accessibleName() == "Legend: a (2), conflict"


def test_groups_without_names_need_no_legend() -> None:
    assert of_groups(Groups(["", ""]), "unnamed") == []
    assert [entry.words for entry in of_groups(Groups(["", "a", "a"]), "unnamed")] == ["a (2)", "unnamed (1)"]


@pytest.mark.parametrize("kind", [*Shape, *glyphs.Sign], ids=lambda kind: kind.name)
def test_every_shape_and_sign_is_drawn_within_its_place(theme: Theme, kind: Any) -> None:
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    ground = theme.color("surface")
    image.fill(ground)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw = glyphs.point if isinstance(kind, Shape) else glyphs.sign
    draw(painter, kind, QPointF(20, 20), theme.color("text"), ground)
    painter.end()
    dark = [(x, y) for x in range(40) for y in range(40) if image.pixelColor(x, y).lightness() < 200]
    assert len(dark) > 8
    assert all(9 <= x <= 30 and 9 <= y <= 30 for x, y in dark)


def test_shapes_differ_from_each_other_without_any_colour() -> None:
    outlines = {shape: glyphs.path(shape, 0, 0) for shape in list(Shape)[:8]}
    grid = [QPointF(x / 2, y / 2) for x in range(-14, 15) for y in range(-14, 15)]
    seen = {shape: tuple(outline.contains(at) for at in grid) for shape, outline in outlines.items()}
    differing = [
        sum(a != b for a, b in zip(seen[one], seen[other], strict=True))
        for one in seen
        for other in seen
        if one is not other
    ]
    assert min(differing) > 30
