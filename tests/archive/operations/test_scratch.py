"""What a preview wrote goes with it, or with the process, or, when that was cut short, with the next preview."""

import subprocess
import sys
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.model.excerpt import Choice
from archive.operations import annotate, ingest, previewing, protecting, scratch


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "memory"
    folder.mkdir()
    monkeypatch.setattr(scratch, "_MEMORY", folder)
    return folder


def test_a_folder_is_private_and_gone_after_the_block(memory: Path) -> None:
    with scratch.folder() as folder:
        assert folder.parent == memory
        (folder / "preview.csv").write_text("ferry")
    assert list(memory.iterdir()) == []


def test_what_is_being_written_goes_when_the_process_is_about_to_end(memory: Path) -> None:
    with scratch.folder() as folder:
        (folder / "preview.csv").write_text("ferry")
        scratch.remove_own()
        assert list(memory.iterdir()) == []
        folder.mkdir()  # so that the block has something to remove


@pytest.mark.skipif(sys.platform == "win32", reason="there it is not known whether a process lives")
def test_what_a_dead_process_left_goes_and_what_a_living_one_writes_stays(memory: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as living:
        for pid in (ended.pid, living.pid):
            (memory / f"waystation-preview-{pid}-x").mkdir()
        with scratch.folder():
            pass
        assert [each.name for each in memory.iterdir()] == [f"waystation-preview-{living.pid}-x"]


def test_an_encrypted_archive_has_no_preview_that_would_be_written_to_a_disk(
    tmp_path: Path, cheap_keys: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with protecting.create(tmp_path / "A.waystation", "seven spoons", False) as archive:
        told = _preview(archive)
        assert "ferry" in told.text
        monkeypatch.setattr(scratch, "_MEMORY", tmp_path / "none")
        monkeypatch.setattr("tempfile.TemporaryDirectory", None)
        hidden = previewing.Previewer(archive).preview("markdown", Choice())
    assert (hidden.text, hidden.parts) == ("", ("1 article", "1 passage"))
    assert "without encryption" in hidden.warnings[0]


def _preview(archive: Archive) -> previewing.Preview:
    ingest.paste(archive, "The low ferry\n\nThe ferry left at dusk.", title="The low ferry")
    annotate.mark(archive, 1, 0, 9)
    return previewing.Previewer(archive).preview("markdown", Choice())
