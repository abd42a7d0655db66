"""Charts are taken out into files: asked for, written in the background, never over the archive."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from archive.base.errors import Invalid
from desktop.views.statistics import Statistics

from .conftest import Bench


def test_a_file_is_written_where_the_person_says(view: Statistics, bench: Bench, tmp_path: Path) -> None:
    view.figures.saving.save(tmp_path / "arrivals.csv", b"year,n\r\n")
    bench.settle()
    assert (tmp_path / "arrivals.csv").read_bytes() == b"year,n\r\n" and bench.toasts == ["Wrote arrivals.csv."]


def test_the_archive_itself_is_spared(view: Statistics, bench: Bench) -> None:
    held = bench.archive.path.read_bytes()
    view.figures.saving.save(bench.archive.path, b"gone")
    bench.settle()
    assert bench.archive.path.read_bytes() == held
    assert [type(each) for each in bench.problems] == [Invalid]
    bench.problems.clear()


def test_the_dialog_knows_the_ending_and_a_name(view: Statistics) -> None:
    dialog: QFileDialog = view.figures.saving.dialog("svg", "arrivals.svg")
    assert dialog.defaultSuffix() == "svg" and dialog.selectedFiles()[0].endswith("arrivals.svg")
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    dialog.deleteLater()
