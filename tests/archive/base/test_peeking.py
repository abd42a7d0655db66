"""Looking at a database file takes no lock away from SQLite."""

import sys
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base import peeking
from archive.store import files


def _locks(path: Path) -> int:
    inode = path.stat().st_ino
    return sum(f":{inode} " in line for line in Path("/proc/locks").read_text().splitlines())


@pytest.mark.skipif(sys.platform != "linux", reason="locks are told by /proc/locks")
def test_an_open_archive_keeps_its_locks_while_its_beginning_is_looked_at(archive: Archive) -> None:
    archive.uid  # noqa: B018 - a read connection too
    before = _locks(archive.path)
    assert before > 0
    files.salt(archive.path)
    files.seems_encrypted(archive.path)
    files.inspect(archive.path, encrypted=False)
    assert _locks(archive.path) == before
    with archive.path.open("rb") as file:  # that this test would notice
        file.read(1)
    assert _locks(archive.path) < before


def test_what_was_kept_open_is_closed_with_the_archive(tmp_path: Path) -> None:
    path = tmp_path / "A.waystation"
    with Archive.create(path), Archive.open(path, read_only=True):
        status = path.stat()
        inode = (status.st_dev, status.st_ino)
        peeking.beginning(path, 16)
        assert peeking._kept[inode]
    assert inode not in peeking._kept and inode not in peeking._held
