"""How the log of a change of key, and then the file, come to the disk while they are written."""

import os
import sys
from pathlib import Path

import pytest

from archive.base import peeking
from archive.store import keying

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the log is not written out beside the work")


class _Turns:
    """In the place of the event that says that the work is over: at each look the log has grown by so many bytes, and perhaps the file
    was written to.
    """

    def __init__(self, path: Path, turns: list[int | None]) -> None:
        self._path, self._turns = path, iter([*turns, "over"])

    def wait(self, _timeout: float) -> bool:
        turn = next(self._turns)
        if turn is None:
            moment = self._path.stat().st_mtime_ns + 10**9
            os.utime(self._path, ns=(moment, moment))
        elif isinstance(turn, int):
            with _log_of(self._path).open("ab") as file:
                file.write(bytes(turn))
        return turn == "over"


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "a"
    path.write_bytes(b"a file")
    _log_of(path).write_bytes(b"")
    return path


def _synced(
    monkeypatch: pytest.MonkeyPatch, path: Path, turns: list[int | None], *, failing: bool = False
) -> list[int | str]:
    """How large the log was each time that it was synced, and where the file was."""
    synced: list[int | str] = []

    def sync(descriptor: int) -> None:
        status = os.fstat(descriptor)
        synced.append("file" if status.st_ino == path.stat().st_ino else status.st_size)
        if failing:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(keying, "_SYNC_BYTES", 100)
    monkeypatch.setattr(os, "fdatasync", sync)
    keying._write_out(path, _Turns(path, turns))  # type: ignore[arg-type]
    return synced


def test_a_growing_log_is_synced_each_time_that_enough_has_come(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _synced(monkeypatch, archive, [60, 60, 10, 200, 0]) == [120, 330]


def test_the_file_is_synced_each_time_that_it_was_written_to(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _synced(monkeypatch, archive, [120, None, 0, None, None, 0]) == [120, "file", "file", "file"]


def test_a_disk_that_fails_is_left_to_sqlite_to_tell_of(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _synced(monkeypatch, archive, [None, None], failing=True) == ["file"]
    assert _synced(monkeypatch, archive, [150, 150], failing=True) == [150]


def test_a_file_that_is_open_keeps_its_locks(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inode = peeking.hold(archive)
    try:
        kept = len(peeking._kept.get(inode, []))
        _synced(monkeypatch, archive, [None])
        assert len(peeking._kept[inode]) == kept + 1
    finally:
        peeking.let_go(inode)


def test_no_log_is_no_obstacle_and_none_is_made(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"a file")
    with keying._writing_out(path):
        pass
    assert not _log_of(path).exists()
