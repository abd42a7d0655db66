"""How the log of a change of key comes to the disk while it grows."""

import os
import sys
from pathlib import Path

import pytest

from archive.store import keying

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the log is not written out beside the work")


class _Turns:
    """In the place of the event that says that the work is over: at each look the log has grown by so many bytes."""

    def __init__(self, log: Path, grown: list[int]) -> None:
        self._log, self._grown = log, iter(grown)

    def wait(self, _timeout: float) -> bool:
        more = next(self._grown, None)
        if more is None:
            return True
        with self._log.open("ab") as file:
            file.write(bytes(more))
        return False


def _synced(monkeypatch: pytest.MonkeyPatch, log: Path, grown: list[int], *, failing: bool = False) -> list[int]:
    """How large the log was each time that it was synced."""
    sizes: list[int] = []

    def sync(descriptor: int) -> None:
        sizes.append(os.fstat(descriptor).st_size)
        if failing:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(keying, "_SYNC_BYTES", 100)
    monkeypatch.setattr(os, "fdatasync", sync)
    keying._write_out(log, _Turns(log, grown))  # type: ignore[arg-type]
    return sizes


def test_a_growing_log_is_synced_each_time_that_enough_has_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "a-wal"
    log.write_bytes(b"")
    assert _synced(monkeypatch, log, [60, 60, 10, 200, 0]) == [120, 330]


def test_a_disk_that_fails_is_left_to_sqlite_to_tell_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "a-wal"
    log.write_bytes(b"")
    assert _synced(monkeypatch, log, [150, 150], failing=True) == [150]


def test_no_log_is_no_obstacle_and_none_is_made(tmp_path: Path) -> None:
    log = tmp_path / "a-wal"
    with keying._writing_out(log):
        pass
    assert not log.exists()
