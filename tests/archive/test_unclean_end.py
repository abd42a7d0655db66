"""An archive knows whether whoever wrote to it before ended without closing it."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import pytest

from archive.archive import Archive
from archive.base import peeking
from archive.base.errors import Unreadable
from archive.store import files

AddArticle = Callable[..., int]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "Test.waystation"
    Archive.create(made).close()
    return made


def test_a_closed_archive_was_closed(path: Path, add_article: AddArticle) -> None:
    with Archive.open(path) as archive:
        add_article(archive)
        assert not archive.ended_uncleanly
    with Archive.open(path) as archive:
        assert not archive.ended_uncleanly


def test_a_killed_program_leaves_its_name_in_the_lock(path: Path) -> None:
    code = (
        "import sys, os; from pathlib import Path; from archive.archive import Archive\n"
        "archive = Archive.open(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    child = subprocess.Popen(
        [sys.executable, "-P", "-c", code, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdin is not None
    assert child.stdout is not None
    with child.stdin, child.stdout:
        assert child.stdout.readline() == b"open\n"
        child.send_signal(signal.SIGKILL)
        child.wait()
    with Archive.open(path) as archive:
        assert archive.ended_uncleanly
    with Archive.open(path) as archive:
        assert not archive.ended_uncleanly


def test_a_log_that_was_left_tells_of_it_too(path: Path, tmp_path: Path, add_article: AddArticle) -> None:
    copy = tmp_path / "Copy.waystation"
    with Archive.open(path) as archive:
        add_article(archive)
        for suffix in ("", "-wal"):
            shutil.copyfile(path.with_name(path.name + suffix), copy.with_name(copy.name + suffix))
    with Archive.open(copy) as archive:
        assert archive.ended_uncleanly


def test_reading_only_says_nothing_of_it(path: Path) -> None:
    with Archive.open(path, read_only=True) as archive:
        assert not archive.ended_uncleanly


def test_who_still_reads_does_not_make_leaving_look_like_a_crash(path: Path, add_article: AddArticle) -> None:
    archive = Archive.open(path)
    status = path.stat()
    inode = (status.st_dev, status.st_ino)
    reading, left, seen = Event(), Event(), []

    def read() -> None:
        with suppress(Exception), archive.snapshot():
            seen.append(len(archive.store.articles.headings()))
            reading.set()
            left.wait()
            seen.append(len(archive.store.articles.headings()))

    thread = Thread(target=read)
    thread.start()
    reading.wait()
    add_article(archive)
    assert archive.leave(1.0)
    assert not files.wal_holds_something(path)
    with Archive.open(path) as again:
        assert (again.ended_uncleanly, len(again.store.articles.headings())) == (False, 1)
    left.set()
    thread.join()
    assert seen == [0]
    with pytest.raises(Unreadable), archive.atomic():
        pass
    assert peeking._held[inode]
    archive.close()
    assert not peeking._held[inode]


def test_an_archive_that_is_being_written_to_is_not_left(path: Path, add_article: AddArticle) -> None:
    archive = Archive.open(path)
    writing, left = Event(), Event()

    def write() -> None:
        with archive.atomic():
            writing.set()
            left.wait()
            archive.store.facts.set("note", "kept")

    thread = Thread(target=write)
    thread.start()
    writing.wait()
    assert not archive.leave(0.0)
    left.set()
    thread.join()
    add_article(archive)
    archive.close()
    with Archive.open(path) as again:
        assert (again.store.facts.get("note"), len(again.store.articles.headings())) == ("kept", 1)


def test_a_log_that_somebody_else_still_reads_is_left_by_no_crash(path: Path, add_article: AddArticle) -> None:
    with Archive.open(path, read_only=True) as other, other.snapshot():
        with Archive.open(path) as archive:
            add_article(archive)
        assert files.wal_holds_something(path)
        with Archive.open(path) as again:
            assert (again.ended_uncleanly, len(again.store.articles.headings())) == (False, 1)
