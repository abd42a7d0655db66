"""The window's state in the archive counts on the machine that kept it alone."""

from pathlib import Path

import pytest

from archive.archive import Archive
from archive.operations import window_state
from tests.archive.made import new_archive


def test_what_was_kept_is_given_back_and_replaced(tmp_path: Path) -> None:
    with new_archive(tmp_path / "A.waystation") as archive:
        assert window_state.kept(archive) == {}
        window_state.keep(archive, {"views": {"query": "ferry"}})
        window_state.keep(archive, {"views": {"query": "나루"}})
        assert window_state.kept(archive) == {"views": {"query": "나루"}}


def test_what_another_machine_kept_counts_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "A.waystation"
    with new_archive(path) as archive:
        window_state.keep(archive, {"watched": {"here": [["/home/somebody", False]]}})
    monkeypatch.setenv("WAYSTATION_HOME", str(tmp_path / "elsewhere"))
    with Archive.open(path) as archive:
        assert window_state.kept(archive) == {}


def test_what_was_altered_counts_for_nothing(tmp_path: Path) -> None:
    with new_archive(tmp_path / "A.waystation") as archive:
        window_state.keep(archive, {"front": "codebook"})
        held = archive.store.facts.get("window-state")
        assert held is not None
        with archive.atomic():
            archive.store.facts.set("window-state", held.replace("codebook", "timeline"))
        assert window_state.kept(archive) == {}
