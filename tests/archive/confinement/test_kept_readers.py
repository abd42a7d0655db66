"""Readers that the tests keep: the same one serves again, none that died or that sees another environment."""

from pathlib import Path

import pytest

from archive.model.article import Source
from archive.operations.reading import read_one, readers
from tests import kept_readers
from tests.kept_readers import KeptPool

LETTER = Source(b"The letter\n\nThe ferry waited an hour for the fog to lift, and nobody minded.\n", "letter.txt")


def kept() -> set[int]:
    """The processes that are laid by."""
    return {process._child.pid for kind in kept_readers._laid_by.values() for process in kind}


def served(pool: KeptPool) -> int:
    """The process that read the letter."""
    assert read_one(LETTER, pool).error is None
    (process,) = pool._idle
    return process._child.pid


def test_a_reader_serves_the_next_pool_until_it_dies() -> None:
    pids = []
    for _ in range(3):
        with readers(1) as pool:
            assert isinstance(pool, KeptPool)
            pids.append(served(pool))
        assert pids[-1] in kept()
    assert len(set(pids)) == 1
    (process,) = [each for kind in kept_readers._laid_by.values() for each in kind if each._child.pid == pids[0]]
    process.kill()
    process._child.wait()
    with readers(1) as pool:
        assert served(pool) != pids[0]


def test_another_environment_has_another_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with readers(1) as pool:
        before = served(pool)
    monkeypatch.setenv("HOME", str(tmp_path))
    with readers(1) as pool:
        assert served(pool) != before
    monkeypatch.undo()
    with readers(1) as pool:
        assert served(pool) == before


def test_a_reader_that_is_busy_ends_with_its_pool() -> None:
    with readers(1) as pool:
        process = pool._take()
    assert process._child.returncode is not None and process._child.pid not in kept()
