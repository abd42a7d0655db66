"""What is taken out of the timeline's view: pictures that others can open, data that the filter lets through."""

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from archive.archive import Archive
from archive.model.ids import MentionId
from archive.operations import events, timeline
from desktop.alerts import Notice
from desktop.program import Program
from desktop.views.timeline.saving import SaveMenu
from desktop.views.timeline.timeline import Timeline
from desktop.widgets.timeline.picture import seen
from desktop.wording import one_line

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def view(program: Callable[[Path], Program], small_archive: Path) -> Timeline:
    """The timeline of two articles, with three events that were entered by hand."""
    with Archive.open(small_archive) as archive:
        for written, label in (("2014-05-06", "the weir opens"), ("2015/2017", "the dry years"), ("2016?", "a fair")):
            events.add(archive, edtf=written, label=label)
    made = program(small_archive)
    made.window.resize(1100, 700)
    shown = made.desk().show_timeline()
    made.settle()
    return shown


@pytest.fixture
def said(view: Timeline) -> list[str]:
    """Every toast and banner from here on."""
    told: list[str] = []

    def hear(notice: Notice) -> None:
        told.append(notice.text)

    view._context.alerts.toasted.connect(hear)
    view._context.alerts.banner.connect(hear)
    return told


def menu(view: Timeline) -> SaveMenu:
    return view.save_menu


def drain(view: Timeline) -> None:
    assert view._context.jobs.drain()


def test_a_png_is_a_picture_of_the_canvas_in_twice_its_pixels(view: Timeline, said: list[str], tmp_path: Path) -> None:
    size = view.canvas.size()
    menu(view).save_picture(tmp_path / "t.png", "png")
    drain(view)
    image = QImage(str(tmp_path / "t.png"))
    assert image.size() == size * 2
    assert (tmp_path / "t.png").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    assert len(_colours(image)) > 3
    assert said == ["Wrote t.png."]


def test_an_svg_is_xml_that_a_renderer_draws_as_the_canvas_is_drawn(view: Timeline, tmp_path: Path) -> None:
    size = view.canvas.size()
    menu(view).save_picture(tmp_path / "t.svg", "svg")
    drain(view)
    data = (tmp_path / "t.svg").read_bytes()
    words = {"".join(each.itertext()).strip() for each in ElementTree.fromstring(data).iter(f"{SVG}text")}
    assert {"the weir opens", "the dry years"} <= words
    renderer = QSvgRenderer(data)
    assert renderer.isValid()
    assert renderer.viewBox().size() == size
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(view._context.theme.color("surface"))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    assert len(_colours(image)) > 3


def test_a_picture_tells_the_sentence_and_the_source_of_each_mark(view: Timeline, tmp_path: Path) -> None:
    _, change = events.add(view._context.archive, edtf="2012", label="mills & <weirs> \x07 “open”")
    view._context.history.do(change)
    drain(view)
    for kind in ("svg", "png"):
        menu(view).save_picture(tmp_path / f"t.{kind}", kind)
        drain(view)
    tree = ElementTree.fromstring((tmp_path / "t.svg").read_bytes())
    of_svg = "".join(next(tree.iter(f"{SVG}desc")).itertext())
    of_png = QImage(str(tmp_path / "t.png")).text("Description")
    shown = timeline.by_ids(view._context.archive, [MentionId(each) for each in seen(view.canvas.stage)])
    assert shown
    for mention in shown:
        told = f"“{one_line(mention.sentence or mention.label)}” ("
        assert told in of_svg and told.replace("  ", " ") in of_png.replace("  ", " ")


def _colours(image: QImage) -> set[int]:
    small = image.scaled(QSize(300, 200))
    return {small.pixel(x, y) for x in range(300) for y in range(200)}


@pytest.mark.parametrize(
    ("kind", "begins"), [("csv", b"\xef\xbb\xbfwhen,"), ("json", b"["), ("ics", b"BEGIN:VCAL"), ("timelinejs", b"{")]
)
def test_data_is_written_in_the_format_that_was_chosen(
    view: Timeline, said: list[str], tmp_path: Path, kind: str, begins: bytes
) -> None:
    menu(view).save_data(tmp_path / "out", kind)
    drain(view)
    assert (tmp_path / "out").read_bytes().startswith(begins)
    assert said[0].startswith("Wrote 1 time to out." if kind == "ics" else "Wrote 3 times to out.")


def test_the_toast_tells_all_that_was_left_out(view: Timeline, said: list[str], tmp_path: Path) -> None:
    menu(view).save_data(tmp_path / "out.ics", "ics")
    drain(view)
    assert said == [
        "Wrote 1 time to out.ics. 2 times were left out, because a calendar needs the very day: "
        "2015–2017; 2016 (uncertain)."
    ]


def test_only_what_the_filter_lets_through_is_written(view: Timeline, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(view.filters.changed):  # it waits for the person to stop typing
        view.filters.field.setText("fair")
    drain(view)
    menu(view).save_data(tmp_path / "out.json", "json")
    drain(view)
    assert [each["label"] for each in json.loads((tmp_path / "out.json").read_bytes())] == ["a fair"]


@pytest.mark.parametrize("kind", ["png", "svg", "csv"])
def test_a_place_where_nothing_can_be_written_is_told_in_a_banner(
    view: Timeline, said: list[str], tmp_path: Path, kind: str
) -> None:
    out = tmp_path / "nowhere" / "out"
    (menu(view).save_data if kind == "csv" else menu(view).save_picture)(out, kind)
    drain(view)
    assert len(said) == 1 and "could not be written" in said[0] and "Choose a folder" in said[0]


@pytest.mark.parametrize("kind", ["png", "csv"])
def test_the_archive_is_never_written_over(view: Timeline, said: list[str], kind: str) -> None:
    own = view._context.archive.path
    (menu(view).save_data if kind == "csv" else menu(view).save_picture)(own, kind)
    drain(view)
    assert said == ["That is the archive itself. Name another file."]
    assert own.read_bytes().startswith(b"SQLite format 3")


def test_a_picture_that_fails_leaves_the_one_that_was_there(
    view: Timeline, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "t.png").write_bytes(b"before")
    monkeypatch.setattr(Path, "replace", _fails)
    menu(view).save_picture(tmp_path / "t.png", "png")
    drain(view)
    assert (tmp_path / "t.png").read_bytes() == b"before"
    assert len(said) == 1 and "could not be written" in said[0]


def _fails(self: Path, target: Path) -> None:
    raise PermissionError(13, "Permission denied")


@pytest.mark.parametrize(
    ("index", "ending"),
    [(0, "png"), (1, "svg"), (2, "csv"), (3, "json"), (4, "ics"), (5, "timeline.json")],
)
def test_every_entry_asks_for_a_file_with_its_ending_and_writes_it(
    view: Timeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, index: int, ending: str
) -> None:
    asked: list[QFileDialog] = []

    def answers(dialog: QFileDialog) -> int:
        asked.append(dialog)
        dialog.setDirectory(str(tmp_path))
        dialog.selectFile("mine")  # a name without an ending
        return 1

    monkeypatch.setattr(QFileDialog, "exec", answers)
    entries = [action for action in menu(view).actions() if not action.isSeparator()]
    assert len(entries) == 6
    entries[index].trigger()
    drain(view)
    assert (tmp_path / f"mine.{ending}").stat().st_size > 100
    assert len(asked) == 1


def test_a_file_that_is_there_is_asked_for_by_its_whole_name(view: Timeline, qtbot: QtBot) -> None:
    dialog = menu(view).dialog("Table (*.csv)", "csv")
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    assert dialog.defaultSuffix() == "csv"
    assert not dialog.testOption(QFileDialog.Option.DontConfirmOverwrite)
    assert Path(dialog.selectedFiles()[0]).name == "Timeline.csv"
    dialog.deleteLater()


def test_nothing_is_written_when_the_person_thinks_again(
    view: Timeline, said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "exec", lambda dialog: 0)
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    for action in menu(view).actions():
        action.trigger()
    drain(view)
    assert (said, sorted(tmp_path.iterdir())) == ([], before)
