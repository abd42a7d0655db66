"""What the command line did stands in the window's history, and one act of it is taken back there while later ones stay."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from archive.cli import main
from archive.operations import annotate, codebook, ingest
from desktop.models.history import ENTRY_ROLE
from desktop.program import Program
from desktop.views.history import HistoryPage
from tests.archive.made import new_archive

Make = Callable[..., Program]
_STORY = "The last lamp\n\nThe keeper lit the lamp at dusk. Two boats came over before the ice closed.\n" * 6


@pytest.fixture
def coded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Path:
    """Marked, tagged and renamed on the command line by two persons."""
    path = tmp_path / "Story.waystation"
    monkeypatch.setenv("WAYSTATION_ARCHIVE", str(path))
    with new_archive(path) as archive:
        ingest.paste(archive, _STORY, title="The last lamp")
    monkeypatch.setenv("WAYSTATION_AUTHOR", "Mina")
    assert main(["tag", "add", "light"]) == 0
    assert main(["mark", "1", "--quote", "lit the lamp at dusk", "--note", "who paid?", "--tag", "light"]) == 0
    assert main(["mark", "1", "--quote", "Two boats came over", "--tag", "boats"]) == 0
    monkeypatch.setenv("WAYSTATION_AUTHOR", "Jun")
    assert main(["tag", "rename", "light", "lamps"]) == 0
    capfd.readouterr()
    return path


def acts(page: HistoryPage) -> dict[str, int]:
    """The acts listed, each with the last row at which it stands."""
    entries = [page.model.index(row).data(ENTRY_ROLE) for row in range(page.model.rowCount())]
    return {f"{entry.label} ({entry.author})": row for row, entry in enumerate(entries) if hasattr(entry, "label")}


def told(page: HistoryPage) -> list[str]:
    return [each.text() for each in page.findChildren(QLabel) if each.isVisible() and each.text()]


def test_what_the_command_line_did_is_told_and_taken_back_in_the_window(
    program: Make, coded: Path, qtbot: QtBot
) -> None:
    one = program(coded)
    archive = one.desk().context.archive
    one.actions.trigger("go.history")
    one.settle()
    page = one.window.page()
    assert isinstance(page, HistoryPage)
    found = acts(page)
    assert {"Mark passage (Mina)", "Rename tag light (Jun)"} <= found.keys()
    page.list.setCurrentIndex(page.model.index(found["Rename tag light (Jun)"]))
    assert "Before: light" in told(page) and "After: lamps" in told(page)
    assert any(line.endswith(" by Jun") for line in told(page))
    page.list.setCurrentIndex(page.model.index(found["Mark passage (Mina)"]))
    assert "After: who paid?" in told(page)
    qtbot.mouseClick(page.revert, Qt.MouseButton.LeftButton)
    one.settle()
    # The passage carries a tag that was renamed since: what was done later is left as it is.
    assert [each.anchor.exact for each in annotate.passages(archive)] == ["Two boats came over"]
    assert "lamps" in codebook.paths(archive)
    assert one.actions.label("edit.undo") == "Undo Revert “Mark passage”"
    assert "Undo: Mark passage (Jun)" in acts(page)
    one.actions.trigger("edit.undo")
    one.settle()
    (back,) = [each for each in annotate.passages(archive) if each.note]
    assert (back.note, [use.path for use in back.tags], back.author) == ("who paid?", ["lamps"], "Mina")
    assert one.actions.label("edit.redo") == "Redo Revert “Mark passage”"
