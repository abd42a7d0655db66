"""What is printed gets where it is going, or the exit code says so."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


def start(folder: Path, *command: str, **streams: Any) -> "subprocess.CompletedProcess[bytes]":
    """The program in a process of its own, on the archive of the test."""
    env = {**os.environ, "WAYSTATION_ARCHIVE": str(folder / "Test.waystation")}
    return subprocess.run([sys.executable, "-m", "archive", *command], env=env, check=False, **streams)


def test_a_reader_that_goes_away_is_no_error(ferry: Any, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = start(tmp_path, "article", "1", "--json", stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_finds_no_room_is_one_sentence(ferry: Any, tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = start(tmp_path, "articles", "--json", stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1 and b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="needs a shell that can close streams")
@pytest.mark.parametrize("command", ["articles --json", "search ferry", "import ferry.txt", "check"])
def test_closed_streams_change_nothing(ferry: Any, tmp_path: Path, command: str) -> None:
    before = (tmp_path / "ferry.txt").read_bytes()
    program = f'"{sys.executable}" -m archive {command} >&- 2>&-'
    env = {**os.environ, "WAYSTATION_ARCHIVE": str(tmp_path / "Test.waystation")}
    assert subprocess.run(["/bin/sh", "-c", program], env=env, check=False).returncode == 0
    assert (tmp_path / "ferry.txt").read_bytes() == before
    assert ferry("check", "--json").json["ok"]


def test_the_original_goes_to_standard_output_byte_for_byte(ferry: Any, tmp_path: Path) -> None:
    done = start(tmp_path, "article", "1", "--original", "-", stdout=subprocess.PIPE)
    assert done.stdout == (tmp_path / "ferry.txt").read_bytes()
