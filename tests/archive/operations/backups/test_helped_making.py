"""A large encrypted archive is copied by two other processes while its file stands still; otherwise, and where they fail, by SQLite."""

import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from archive.archive import Archive
from archive.base import children
from archive.base.errors import Cancelled, DiskFull, NotAnArchive, Unreadable
from archive.base.progress import Progress
from archive.operations import maintain, rekeying_mate
from archive.operations.backups import making, points
from archive.protection.keys import Key
from archive.store import copies, keying, rekeying
from tests.archive.operations.backups.conftest import KEY, AddArticle

Process = subprocess.Popen[str]


@pytest.fixture
def key() -> Key:
    return KEY


@pytest.fixture(autouse=True)
def helpers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Process]]:
    """Small pieces for helpers also of a small archive; those who were begun. None of them goes on afterwards."""
    monkeypatch.setattr(rekeying_mate, "MANY", 1)
    monkeypatch.setattr(rekeying_mate.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(rekeying, "_PIECE_PAGES", 4)
    begun: list[Process] = []
    started = children.started

    def remembered(start: Callable[[], Process]) -> Process:
        begun.append(started(start))
        return begun[-1]

    monkeypatch.setattr(children, "started", remembered)
    yield begun
    assert all(helper.poll() is not None for helper in begun)


@pytest.fixture
def by_sqlite(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What SQLite's backup wrote."""
    written: list[Path] = []
    write = copies._write_pages

    def writing(source: Any, draft: Path, *given: Any) -> None:
        written.append(draft)
        write(source, draft, *given)

    monkeypatch.setattr(copies, "_write_pages", writing)
    return written


def content(path: Path) -> list[tuple[object, ...]]:
    """Every row of every table, of a whole file."""
    connection = dbapi2.connect(str(path))
    keying.unlock(connection, KEY.raw)
    try:
        assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        tables = connection.execute("SELECT * FROM sqlite_schema ORDER BY rowid").fetchall()
        rows = [
            row
            for kind, name, *_ in tables
            if kind == "table"
            for row in connection.execute(f'SELECT * FROM "{name}"').fetchall()
        ]
        return [*tables, *rows]
    finally:
        connection.close()


def left(folder: Path) -> list[str]:
    """What there is of the copy."""
    return sorted(each.name for each in folder.iterdir() if "Copy" in each.name)


def test_a_copy_is_the_same_in_every_row_and_in_no_encrypted_page(
    path: Path, tmp_path: Path, helpers: list[Process], by_sqlite: list[Path]
) -> None:
    with Archive.open(path, key=KEY) as archive:
        made = making.back_up(archive, tmp_path / "Copy.waystation").path
    pages = path.read_bytes()
    assert len(helpers) == 2 and not by_sqlite
    assert KEY.raw.hex() not in f"{[helper.args for helper in helpers]}{os.environ}", "where others see it"
    copied = made.read_bytes()
    assert copied[:16] == pages[:16]
    assert len(copied) == len(pages)
    blocks = {pages[start : start + 16] for start in range(16, len(pages), 16)}
    assert not any(copied[start : start + 16] in blocks for start in range(16, len(copied), 16)), (
        "each tells what stayed"
    )
    assert content(made) == content(path)


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="the system tells no priorities")
def test_the_window_goes_before_them(path: Path, tmp_path: Path, helpers: list[Process]) -> None:
    seen: list[int] = []

    def told(done: int, total: int, label: str) -> None:
        if helpers and not seen:
            seen.append(os.getpriority(os.PRIO_PROCESS, helpers[0].pid))

    with Archive.open(path, key=KEY) as archive:
        making.back_up(archive, tmp_path / "Copy.waystation", Progress(told))
    assert seen == [min(19, os.getpriority(os.PRIO_PROCESS, 0) + 5)]


def test_a_copy_needs_no_log_beside_it_and_opens_where_nothing_can_be_written(
    path: Path, tmp_path: Path, by_sqlite: list[Path]
) -> None:
    with Archive.open(path, key=KEY) as archive:
        made = making.back_up(archive, tmp_path / "Copy.waystation").path
    assert not by_sqlite
    connection = dbapi2.connect(str(made))
    keying.unlock(connection, KEY.raw)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    connection.close()
    assert left(tmp_path) == ["Copy.waystation", "Copy.waystation.sha512"]
    with Archive.open(made, key=KEY) as copy:
        assert maintain.check(copy) == []


def test_what_is_committed_and_moved_into_the_file_meanwhile_is_not_in_the_copy_and_waits_for_nothing(
    path: Path, add_article: AddArticle, by_sqlite: list[Path]
) -> None:
    with Archive.open(path, key=KEY) as archive:
        written: list[int] = []

        def write() -> None:
            written.append(add_article(archive, f"Meanwhile, number {len(written)}. " * 300))
            archive.store.connections.checkpoint(0)

        def listen(done: int, total: int, label: str) -> None:
            if label == "Backing up" and not written:
                writer = threading.Thread(target=write)
                writer.start()
                writer.join()

        folder = points.folder_of(path, archive.uid, None)
        made = making.add_point(archive, folder, Progress(listen))
        assert written and not by_sqlite
        assert made.copy.holdings.articles == 3
        assert copies.holdings(archive.store.connections).articles == 4
        assert content(made.point.path)
        assert making.add_point(archive, folder).copy.holdings.articles == 4
    assert len(content(path)) > len(content(made.point.path))


@pytest.mark.parametrize("reading", [True, False])
def test_where_the_log_cannot_be_emptied_or_is_written_again_sqlite_copies(
    path: Path,
    tmp_path: Path,
    helpers: list[Process],
    by_sqlite: list[Path],
    reading: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Archive.open(path, key=KEY) as archive, Archive.open(path, key=KEY, read_only=True) as other:
        connections = archive.store.connections
        if reading:
            with connections.atomic():
                archive.store.facts.set("logged", "before the other began to read")
            with other.snapshot():
                made = making.back_up(archive, tmp_path / "Copy.waystation").path
        else:
            empty = connections.empty_log

            def emptied() -> None:
                empty()
                with connections.atomic():
                    archive.store.facts.set("logged", "after it was emptied")

            monkeypatch.setattr(connections, "empty_log", emptied)
            made = making.back_up(archive, tmp_path / "Copy.waystation").path
    assert len(by_sqlite) == 1 and not helpers
    assert content(made) == content(path)
    with Archive.open(made, key=KEY) as copy:
        assert copy.store.facts.get("logged")


def test_an_archive_whose_name_another_file_has_by_now_is_copied_by_sqlite(
    path: Path, tmp_path: Path, by_sqlite: list[Path]
) -> None:
    with Archive.open(path, key=KEY) as archive:
        making.back_up(archive, tmp_path / "Other.waystation")
        held = path.stat().st_ino
        (tmp_path / "Other.waystation").replace(path)
        assert path.stat().st_ino != held and not by_sqlite
        making.back_up(archive, tmp_path / "Copy.waystation")
        assert len(by_sqlite) == 1


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("which", [0, 1])
def test_where_a_helper_is_killed_sqlite_begins_anew(
    path: Path,
    tmp_path: Path,
    helpers: list[Process],
    by_sqlite: list[Path],
    which: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    both, bring = threading.Barrier(2), rekeying_mate._Mate.bring
    asked: list[rekeying_mate._Mate] = []

    def killed(mate: rekeying_mate._Mate, first: int, count: int) -> None:
        if mate not in asked:
            asked.append(mate)
            both.wait(20)  # each has something to do
        if mate._process is helpers[which]:
            mate._process.kill()
            mate._process.wait()
        bring(mate, first, count)

    monkeypatch.setattr(rekeying_mate._Mate, "bring", killed)
    with Archive.open(path, key=KEY) as archive:
        made = making.back_up(archive, tmp_path / "Copy.waystation").path
    assert len(by_sqlite) == 1
    assert content(made) == content(path)


def test_without_helpers_sqlite_copies(
    path: Path, tmp_path: Path, by_sqlite: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rekeying_mate, "command", lambda *_: [str(path.with_name("nothing"))])
    with Archive.open(path, key=KEY) as archive:
        made = making.back_up(archive, tmp_path / "Copy.waystation").path
    assert len(by_sqlite) == 1
    assert content(made) == content(path)


def test_a_small_archive_and_a_plain_one_need_none(
    path: Path, tmp_path: Path, add_article: AddArticle, monkeypatch: pytest.MonkeyPatch, helpers: list[Process]
) -> None:
    with Archive.create(tmp_path / "Plain.waystation") as plain:
        add_article(plain, "The lighthouse was painted white.")
        making.back_up(plain, tmp_path / "Plain copy.waystation")
    monkeypatch.setattr(rekeying_mate, "MANY", 16_384)
    with Archive.open(path, key=KEY) as archive:
        making.back_up(archive, tmp_path / "Copy.waystation")
    assert not helpers


@pytest.mark.parametrize("share", [0.1, 0.4, 0.7, 0.99])
def test_a_page_that_is_not_as_it_was_written_gets_into_no_backup(path: Path, tmp_path: Path, share: float) -> None:
    with Archive.open(path, key=KEY) as archive:  # pages that are in use by no table
        with archive.atomic():
            archive.store.facts.set("passing", "noise" * 20_000)
        with archive.atomic():
            archive.store.connections.change("DELETE FROM facts WHERE key = 'passing'")
    data = bytearray(path.read_bytes())
    data[int(len(data) * share)] ^= 1
    path.write_bytes(data)
    with Archive.open(path, key=KEY) as archive, pytest.raises(NotAnArchive, match="damaged"):
        making.back_up(archive, tmp_path / "Copy.waystation")
    assert left(tmp_path) == []


def test_a_copy_that_the_medium_alters_is_thrown_away(
    path: Path, tmp_path: Path, by_sqlite: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    forget, altered = copies.forget, list[Path]()

    def bad_medium(draft: Path) -> None:
        if not altered:
            altered.append(draft)
            data = bytearray(draft.read_bytes())
            data[len(data) // 2] ^= 1
            draft.write_bytes(data)
        forget(draft)

    monkeypatch.setattr(copies, "forget", bad_medium)
    with Archive.open(path, key=KEY) as archive, pytest.raises(NotAnArchive):
        making.back_up(archive, tmp_path / "Copy.waystation")
    assert not by_sqlite
    assert left(tmp_path) == []


@pytest.mark.skipif(os.name != "posix", reason="a limit on the size of files is how a full disk is made here")
def test_a_place_that_fills_up_midway_is_told_and_keeps_nothing(path: Path, tmp_path: Path) -> None:
    import resource

    with Archive.open(path, key=KEY) as archive:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
        try:
            with pytest.raises(DiskFull):
                making.back_up(archive, tmp_path / "Copy.waystation")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert left(tmp_path) == []


def test_a_disk_that_fails_is_told_and_leaves_nothing(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_sqlite: list[Path]
) -> None:
    def fsync(_: int) -> None:
        raise OSError(5, "Input/output error")

    with Archive.open(path, key=KEY) as archive, monkeypatch.context() as failing:
        failing.setattr(copies, "_SYNC_PAGES", 8)
        failing.setattr(os, "fsync", fsync)
        failing.setattr(archive.store.connections, "empty_log", lambda: None)
        with pytest.raises(Unreadable, match="cannot be reached"):
            making.back_up(archive, tmp_path / "Copy.waystation")
    assert not by_sqlite
    assert left(tmp_path) == []


def test_a_cancelled_backup_leaves_nothing_and_nobody(path: Path, tmp_path: Path, helpers: list[Process]) -> None:
    def told(done: int, total: int, label: str) -> None:
        if helpers:
            progress.cancel()

    progress = Progress(told)
    with Archive.open(path, key=KEY) as archive, pytest.raises(Cancelled):
        making.back_up(archive, tmp_path / "Copy.waystation", progress)
    assert helpers
    assert left(tmp_path) == []
