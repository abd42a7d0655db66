"""Charts as pictures, drawings and tables."""

import csv
import io
import struct
import xml.etree.ElementTree as ElementTree
import zlib
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from desktop.theme import Theme
from desktop.widgets.charts import (
    Bar,
    BarChart,
    Cell,
    ColumnChart,
    HeatMap,
    LineChart,
    Reading,
    Ring,
    Segment,
    Table,
    TimeChart,
    TimePoint,
    taking_out,
)
from desktop.widgets.charts.chart import Chart
from desktop.widgets.timeline.days import ordinal

YEAR = {"first": ordinal(2020), "last": ordinal(2021) - 1}
FILLED: dict[str, tuple[type[Chart], Callable[[Any], object], list[str]]] = {
    "time": (
        TimeChart,
        lambda made: made.show_points(
            [TimePoint(1, 3000, **YEAR, group="등대"), TimePoint(2, 4100, **YEAR, group="Beacon")],
            [Ring(frozenset({1, 2}))],
        ),
        ["Lamps", "2 figures · 2020 · 3,000 to 4,100", "2,000", "2020", "등대 (1)", "conflict"],
    ),
    "bars": (BarChart, lambda made: made.show_bars([Bar(1, "نهر", 7)]), ["Lamps", "نهر", "7"]),
    "columns": (
        ColumnChart,
        lambda made: made.show_segments([Segment(1, 2019, "a", 12)]),
        ["Lamps", "2019", "10", "12"],
    ),
    "lines": (LineChart, lambda made: made.show_readings([Reading(1, 2019, "salt", 2)]), ["Lamps", "2019", "salt"]),
    "heat": (HeatMap, lambda made: made.show_cells([Cell(1, "sea", "salt", 8)]), ["Lamps", "sea", "salt", "8"]),
    "nothing": (BarChart, lambda made: made.show_bars([], nothing="Import one."), ["Lamps", "Import one."]),
}


@pytest.fixture(params=FILLED)
def case(request: pytest.FixtureRequest, shown: Callable[..., Any]) -> tuple[Chart, list[str]]:
    kind, fill, words = FILLED[request.param]
    return shown(kind, fill, (600, 320), "Lamps"), words


def words_of(svg: bytes) -> list[str]:
    return [
        "".join(each.itertext()).strip() for each in ElementTree.fromstring(svg).iter() if each.tag.endswith("}text")
    ]


def test_an_svg_is_well_formed_and_keeps_its_words(case: tuple[Chart, list[str]]) -> None:
    chart, words = case
    svg = taking_out.svg(chart)
    # Qt writes each script of a line as a text of its own.
    found = "".join("".join(words_of(svg)).split())
    assert [each for each in words if each.replace(" ", "") not in found] == []
    root = ElementTree.fromstring(svg)
    assert root.find("{http://www.w3.org/2000/svg}title").text == "Lamps"  # type: ignore[union-attr]
    assert b"<image" not in svg


def test_an_svg_looks_like_the_picture(case: tuple[Chart, list[str]]) -> None:
    chart, _ = case
    renderer = QSvgRenderer(taking_out.svg(chart))
    assert renderer.isValid() and renderer.viewBox().size() == QSize(600, 320)
    drawn = QImage(600, 320, QImage.Format.Format_RGB32)
    painter = QPainter(drawn)
    renderer.render(painter)
    painter.end()
    picture = taking_out.image(chart, 1)
    spots = [(x, y) for x in range(3, 600, 6) for y in range(3, 320, 6)]
    near = sum(abs(drawn.pixelColor(x, y).lightness() - picture.pixelColor(x, y).lightness()) < 40 for x, y in spots)
    assert near / len(spots) > 0.95


def test_a_picture_has_twice_the_pixels_and_shows_the_chart(case: tuple[Chart, list[str]], theme: Theme) -> None:
    chart, _ = case
    image = QImage.fromData(taking_out.png(chart))
    assert image.size() == QSize(1200, 640)
    colors = {image.pixelColor(x, y).name() for x in range(0, 1200, 2) for y in range(0, 640, 2)}
    assert theme.color("surface").name() in colors and len(colors) > 5


def test_a_png_is_read_by_its_specification_alone(case: tuple[Chart, list[str]]) -> None:
    data = taking_out.png(case[0])
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, chunks = 8, []
    while at < len(data):  # PNG, third edition, 5.3
        (long,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + long]
        assert struct.unpack_from(">I", data, at + 8 + long) == (zlib.crc32(kind + body),)
        chunks.append((kind, body))
        at += 12 + long
    wide, high, depth, color, *_ = struct.unpack(">IIBBBBB", chunks[0][1])
    assert (chunks[0][0], wide, high, chunks[-1]) == (b"IHDR", 1200, 640, (b"IEND", b""))
    samples = {2: 3, 6: 4}[color] * depth // 8
    assert len(zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT"))) == high * (
        1 + wide * samples
    )


@pytest.mark.parametrize("name", ["dark", "sepia"])
def test_a_picture_is_in_the_theme_in_force(case: tuple[Chart, list[str]], theme: Theme, name: str) -> None:
    theme.choose(name)
    assert taking_out.image(case[0]).pixelColor(2, 638).name() == theme.color("surface").name()


def test_nothing_in_an_svg_lies_outside_of_it_when_zoomed_in(shown: Any) -> None:
    points = [TimePoint(n, n, ordinal(1990 + n), ordinal(1990 + n), group="ferry") for n in range(30)]
    chart = shown(TimeChart, lambda made: made.show_points(points), (600, 320))
    whole = taking_out.svg(chart).count(b"<path")
    chart.zoom(6.0)
    assert taking_out.svg(chart).count(b"<path") < whole / 2


def test_copying_puts_the_picture_on_the_clipboard(case: tuple[Chart, list[str]]) -> None:
    chart, _ = case
    chart.menu.actions()[0].trigger()
    assert QGuiApplication.clipboard().image().size() == QSize(1200, 640)


class Cells(HTMLParser):
    """Reads a table of HTML as a word processor does."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag == "td":
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        self.rows[-1][-1] += data


def test_copying_the_data_puts_a_table_on_the_clipboard(case: tuple[Chart, list[str]]) -> None:
    chart, _ = case
    next(action for action in chart.menu.actions() if action.text() == "Copy the data").trigger()
    data = QGuiApplication.clipboard().mimeData()
    wanted = list(csv.reader(io.StringIO(taking_out.csv_bytes(chart.table()).decode("utf-8-sig"))))
    assert list(csv.reader(io.StringIO(data.text()), delimiter="\t")) == wanted
    cells = Cells()
    cells.feed(data.html())
    assert cells.rows == wanted


def test_what_is_copied_keeps_its_rows_whatever_is_in_its_cells(shown: Any) -> None:
    chart = shown(BarChart, lambda made: made.show_bars([Bar(1, "a\tb\nc", 7, "<b>&")]))
    taking_out.copy_table(chart.table())
    data = QGuiApplication.clipboard().mimeData()
    assert data.text().split("\n") == ["name\tvalue\tlabel", "a b c\t7\t<b>&"]
    assert "&lt;b&gt;&amp;" in data.html()


def test_a_chart_whose_title_stands_elsewhere_takes_it_along(qtbot: QtBot, theme: Theme) -> None:
    chart = TimeChart(theme, "")
    qtbot.addWidget(chart)
    chart.resize(600, 320)
    chart.title = "Lamps 등대"
    chart.show_points([TimePoint(1, 3000, **YEAR)])
    chart.show()
    svg, picture = taking_out.svg(chart), taking_out.image(chart, 1)
    assert "Lamps등대" in "".join("".join(words_of(svg)).split())
    assert QSvgRenderer(svg).viewBox().size() == picture.size()
    assert picture.height() > 320 and picture.width() == 600
    titled = QImage(picture.copy(0, 0, 600, picture.height() - 320))
    ground = theme.color("surface").name()
    assert {titled.pixelColor(x, y).name() for x in range(80) for y in range(titled.height())} > {ground}


def test_the_table_can_be_read_back() -> None:
    table = Table(("name", "value"), [("salt, sea", 1), ('a "b"\nc', -2.5), ("등대", None)])
    rows = list(csv.reader(io.StringIO(taking_out.csv_bytes(table).decode("utf-8-sig"))))
    assert rows == [["name", "value"], ["salt, sea", "1"], ['a "b"\nc', "-2.5"], ["등대", ""]]


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_cell_of_words_is_a_formula(words: str) -> None:
    rows = list(csv.reader(io.StringIO(taking_out.csv_bytes(Table(("a",), [(words,)])).decode("utf-8-sig"))))
    assert rows[1] == [f"'{words}"]


def test_a_broken_letter_does_not_keep_the_table_from_being_written() -> None:
    assert b"?" in taking_out.csv_bytes(Table(("a",), [("\ud800",)]))


def test_every_chart_is_saved_through_its_caller(shown: Any) -> None:
    asked: list[tuple[str, str, bytes]] = []
    chart = shown(BarChart, lambda made: made.show_bars([Bar(1, "sea", 7)]), title="Lamps, by year: 3/4")
    chart.let_save(lambda ending, name, make: asked.append((ending, name, make())))
    for action in chart.menu.actions():
        if action.text().startswith("Save"):
            action.trigger()
    assert [(ending, name) for ending, name, _ in asked] == [
        (ending, f"lamps-by-year-3-4.{ending}") for ending in ("png", "svg", "csv")
    ]
    assert asked[0][2].startswith(b"\x89PNG") and b"<svg" in asked[1][2] and b"sea,7" in asked[2][2]


def test_without_a_caller_nothing_can_be_saved(shown: Any) -> None:
    chart = shown(BarChart, lambda made: made.show_bars([Bar(1, "sea", 7)]))
    chart.menu.aboutToShow.emit()
    enabled = {action.text(): action.isEnabled() for action in chart.menu.actions() if action.text()}
    assert enabled == {
        "Copy picture": True,
        "Copy the data": True,
        "Save as PNG…": False,
        "Save as SVG…": False,
        "Save the data as CSV…": False,
    }


@pytest.mark.parametrize(
    ("title", "name"), [("", "chart"), ("강변 / 신문", "강변-신문"), ("x" * 300, "x" * 60), ("…", "chart")]
)
def test_a_file_is_named_after_the_title(title: str, name: str) -> None:
    assert taking_out.file_name(title) == name
