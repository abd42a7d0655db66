"""Readers stand back where a window waits, and nowhere else."""

import os
from pathlib import Path
from typing import Any

import pytest

from archive.base import courtesy
from archive.confinement.pool import Pool
from archive.model.article import Source
from archive.operations import ingest, reading
from tests.archive.made import new_archive

TEXT = b"The ferry\n\nThe ferry to the island left the pier in the morning and came back when it was dark."


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="this system knows of no priorities of this kind")
@pytest.mark.parametrize("behind", [True, False])
def test_a_reader_stands_back_when_that_is_asked(behind: bool) -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    with reading.readers(1, behind=behind) as pool:
        _, imported = next(pool.read(iter([Source(TEXT, "ferry.txt")])))
        reader = pool._idle[0]._child.pid
        assert os.getpriority(os.PRIO_PROCESS, reader) == (max(own, courtesy.BEHIND) if behind else own)
    assert imported.text is not None


def test_an_import_stands_back_when_that_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def readers(count: int | None = None, *, behind: bool = False) -> Pool:
        asked.append(behind)
        return reading.readers(1)

    monkeypatch.setattr(ingest, "readers", readers)
    archive = new_archive(tmp_path / "a.waystation")
    (tmp_path / "ferry.txt").write_bytes(TEXT)
    ingest.run(archive, [tmp_path / "ferry.txt"], behind=True)
    ingest.run(archive, [tmp_path / "ferry.txt"])
    archive.close()
    assert asked == [True, False]
