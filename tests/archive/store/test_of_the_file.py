"""A snapshot is told to be the file byte for byte only where it is, and the file then stays so whatever others do."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from archive.base import peeking
from archive.protection.keys import Key
from archive.store.connection import Connections

KEY = Key(bytes(range(32)))


@pytest.fixture
def path(tmp_path: Path, add_article: Callable[..., int]) -> Path:
    place = tmp_path / "Test.waystation"
    with Archive.create(place, KEY) as archive:
        add_article(archive, "The lighthouse was painted white. " * 200)
    return place


@pytest.fixture
def connections(path: Path) -> Iterator[Connections]:
    opened = Connections(path, key=KEY.raw)
    yield opened
    opened.close()


def write(connections: Connections, number: int, words: int = 2000) -> None:
    with connections.atomic():
        connections.change("INSERT OR REPLACE INTO facts(key, value) VALUES (?, ?)", (f"n{number}", "noise " * words))


def bytes_of(path: Path) -> bytes:
    with peeking.looking(path) as file:
        return os.pread(file, path.stat().st_size + 1, 0)


def test_outside_of_a_snapshot_nothing_is_told(connections: Connections) -> None:
    assert connections.of_the_file() is None
    with connections.atomic(), connections.snapshot():
        assert connections.of_the_file() is None


def test_where_the_log_holds_something_nothing_is_told(connections: Connections, path: Path) -> None:
    write(connections, 1)
    with connections.snapshot():
        assert connections.of_the_file() is None
    connections.empty_log()
    with connections.snapshot():
        assert connections.of_the_file() == path.stat().st_size // 4096


def test_a_log_that_a_reader_needs_is_not_emptied(connections: Connections, path: Path) -> None:
    other = Connections(path, key=KEY.raw, read_only=True)
    write(connections, 1)
    with other.snapshot():
        connections.empty_log()
        with connections.snapshot():
            assert connections.of_the_file() is None
    other.close()


def test_who_only_reads_is_told_nothing(path: Path) -> None:
    reading = Connections(path, key=KEY.raw, read_only=True)
    with reading.snapshot():
        assert reading.of_the_file() is None
    reading.close()


acts = st.lists(st.sampled_from(["write", "empty", "checkpoint", "shrink", "other", "snapshot", "end"]), max_size=25)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=acts)
def test_the_file_stays_as_it_is_while_such_a_snapshot_lasts(path: Path, acts: list[str]) -> None:
    """Whatever is written, moved and asked for by this process and by another connection."""
    ours, reading, other = (Connections(path, key=KEY.raw) for _ in range(3))
    held = None
    expected: tuple[bytes, object] | None = None
    try:
        for number, act in enumerate([*acts, "snapshot", "write", "empty", "other", "checkpoint"]):
            if act == "snapshot" and held is None:
                held = reading.snapshot()
                held.__enter__()
                pages = reading.of_the_file()
                expected = None if pages is None else (bytes_of(path), reading.value("SELECT count(*) FROM facts"))
            elif act == "end" and held is not None:
                held.__exit__(None, None, None)
                held = None
            elif act in {"write", "other"}:
                write(ours if act == "write" else other, number)
            elif act == "shrink":
                with ours.atomic():
                    ours.change("DELETE FROM facts WHERE key LIKE 'n%'")
            elif act == "empty":
                ours.empty_log()
            elif act == "checkpoint":
                other.checkpoint(0)
            if held is not None and expected is not None:
                assert (bytes_of(path), reading.value("SELECT count(*) FROM facts")) == expected
    finally:
        if held is not None:
            held.__exit__(None, None, None)
        for each in (ours, reading, other):
            each.close()
