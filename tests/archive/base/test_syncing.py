"""What is written comes to the disk a part at a time, beside the work."""

import os
from pathlib import Path

import pytest

from archive.base import syncing


def test_each_part_is_begun_once_as_soon_as_it_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[tuple[int, int, int]] = []
    monkeypatch.setattr(syncing, "_PART_BYTES", 100)
    monkeypatch.setattr(syncing, "begin", lambda *what: begun.append(what))
    behind = syncing.Behind(7)
    for written in (60, 120, 130, 219, 220, 500, 560):
        behind.at(written)
    assert begun == [(7, 0, 120), (7, 120, 100), (7, 220, 280)]


def test_a_file_that_cannot_be_asked_for_is_no_obstacle(tmp_path: Path) -> None:
    ends = os.pipe()
    try:
        syncing.begin(ends[1], 0, 100)
    finally:
        for end in ends:
            os.close(end)
    with (tmp_path / "file").open("w+b") as file:
        file.write(b"words")
        file.flush()
        syncing.begin(file.fileno(), 0, 5)
        file.seek(0)
        assert file.read() == b"words"
