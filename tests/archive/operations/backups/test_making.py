"""Backups are whole, as encrypted as the archive, and a place that does not take them leaves the old ones as they are."""

import errno
import os
import shutil
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base import clock
from archive.base.errors import ArchiveInUse, Cancelled, DiskFull, Invalid, NotAnArchive, ReadOnly, Unreadable
from archive.base.progress import Progress
from archive.base.text import sha512
from archive.operations import annotate, maintain
from archive.operations.backups import comparing, making, points
from archive.protection.keys import Key
from archive.store import copies

AddArticle = Callable[..., int]


def folder_of(archive: Archive) -> Path:
    return points.folder_of(archive.path, archive.uid, None)


def test_a_copy_holds_everything_opens_with_the_same_key_and_begins_with_the_same_salt(
    path: Path, key: Key | None, tmp_path: Path
) -> None:
    with Archive.open(path, key=key) as archive:
        made = making.back_up(archive, tmp_path / "Copy.waystation")
        salt, uid, holds = archive.salt, archive.uid, copies.holdings(archive.store.connections)
    assert made.holdings == holds
    assert made.holdings.articles == made.holdings.passages == 3
    assert made.checked == made.originals == 3
    assert sha512(made.path.read_bytes()) == made.sha512
    if salt is not None:
        assert made.path.read_bytes()[:16] == salt
        with pytest.raises(NotAnArchive):
            Archive.open(made.path, read_only=True)
    with Archive.open(made.path, key=key) as copy:
        assert copy.uid == uid
        assert maintain.check(copy) == []


def test_a_copy_is_taken_of_what_was_committed_when_it_began_and_a_writer_does_not_wait(
    path: Path, key: Key | None, add_article: AddArticle
) -> None:
    with Archive.open(path, key=key) as archive:
        written: list[int] = []

        def listen(done: int, total: int, label: str) -> None:
            # Another thread writes, and is done before the copying goes on.
            if label == "Backing up" and not written:
                writer = threading.Thread(target=lambda: written.append(add_article(archive, "Meanwhile.")))
                writer.start()
                writer.join(20)
                assert written

        made = making.add_point(archive, folder_of(archive), Progress(listen))
        assert made.copy.holdings.articles == 3
        assert copies.holdings(archive.store.connections).articles == 4
        assert comparing.faults(made.point.path, key) == []


def test_a_growing_copy_comes_to_the_disk_some_at_a_time_so_that_no_commit_waits_for_all_of_it(
    path: Path, key: Key | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    sync = os.fsync

    def fsync(descriptor: int) -> None:
        synced.append(os.fstat(descriptor).st_ino)
        sync(descriptor)

    monkeypatch.setattr(copies, "_PIECE_PAGES", 8)
    monkeypatch.setattr(copies, "_SYNC_PAGES", 32)
    monkeypatch.setattr(os, "fsync", fsync)
    with Archive.open(path, key=key) as archive:
        made = making.add_point(archive, folder_of(archive))
    whole = made.point.path.stat()
    assert synced.count(whole.st_ino) == whole.st_size // 4096 // 32 + 1


def test_a_disk_that_fails_while_the_copy_grows_is_told_and_leaves_nothing(
    path: Path, key: Key | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fsync(descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with Archive.open(path, key=key) as archive:
        before = making.add_point(archive, folder_of(archive)).point
        with monkeypatch.context() as failing, pytest.raises(Unreadable, match="cannot be reached"):
            failing.setattr(copies, "_SYNC_PAGES", 32)
            failing.setattr(os, "fsync", fsync)
            making.add_point(archive, folder_of(archive))
        assert points.points(folder_of(archive)) == [before]
        assert not list(folder_of(archive).glob("*.part*"))


def test_names_count_up_and_sort_in_the_order_in_which_backups_were_made(path: Path, key: Key | None) -> None:
    with Archive.open(path, key=key) as archive:
        made = []
        for moment in (
            datetime(2026, 5, 1, tzinfo=UTC),
            datetime(2099, 1, 1, tzinfo=UTC),
            datetime(2001, 1, 1, tzinfo=UTC),
        ):
            with clock.frozen(moment):
                made.append(making.add_point(archive, folder_of(archive)).point)
        names = [point.path.name for point in made]
        assert names == sorted(names)
        assert [point.number for point in points.points(folder_of(archive))] == [3, 2, 1]
        assert all(point.sha512 == sha512(point.path.read_bytes()) for point in points.points(folder_of(archive)))


def test_older_ones_go_only_once_the_new_one_is_there(path: Path, key: Key | None) -> None:
    with Archive.open(path, key=key) as archive:
        start = datetime(2026, 5, 1, tzinfo=UTC)
        for minute in range(6):
            with clock.frozen(start + timedelta(minutes=minute)):
                last = making.add_point(archive, folder_of(archive))
        kept = points.points(folder_of(archive))
        assert [point.number for point in kept] == [6, 5, 4]
        assert [point.number for point in last.removed] == [3]
        left = {each.name for each in folder_of(archive).iterdir() if not each.name.startswith(".")}
        assert left == {name for point in kept for name in (point.path.name, point.path.name + ".sha512")}


def test_whether_anything_changed_since_is_told(path: Path, key: Key | None) -> None:
    with Archive.open(path, key=key) as archive:
        point = making.add_point(archive, folder_of(archive)).point
        assert not making.changed_since(archive, point)
        uid = annotate.passages(archive)[0].uid
        annotate.set_note(archive, uid, "Another note.")
        assert making.changed_since(archive, point)


def test_a_cancelled_backup_leaves_nothing(path: Path, key: Key | None) -> None:
    with Archive.open(path, key=key) as archive:
        progress = Progress(lambda *_: progress.cancel())
        with pytest.raises(Cancelled):
            making.add_point(archive, folder_of(archive), progress)
        assert points.points(folder_of(archive)) == []
        assert [each.name for each in folder_of(archive).iterdir()] == [".making.lock"]


def test_a_chosen_place_that_is_gone_is_told_and_not_made(path: Path, key: Key | None, tmp_path: Path) -> None:
    with Archive.open(path, key=key) as archive:
        stick = tmp_path / "stick"
        folder = points.folder_of(path, archive.uid, stick)
        with pytest.raises(Unreadable) as told:
            making.add_point(archive, folder)
        assert "cannot be reached" in told.value.what
        assert not stick.exists()
        stick.mkdir()
        assert making.add_point(archive, folder).point.path.parent == folder


def test_a_renamed_archive_finds_its_backups_at_a_chosen_place(path: Path, key: Key | None, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with Archive.open(path, key=key) as archive:
        uid = archive.uid
        making.add_point(archive, points.folder_of(path, uid, stick))
    assert points.points(points.folder_of(path.with_name("Other.waystation"), uid, stick))


def test_a_full_place_is_told_before_anything_is_written(
    path: Path, key: Key | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive.open(path, key=key) as archive:
        before = making.add_point(archive, folder_of(archive)).point
        monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9 - 1000, 1000))  # type: ignore[attr-defined]
        with pytest.raises(DiskFull, match="needs"):
            making.add_point(archive, folder_of(archive))
        assert points.points(folder_of(archive)) == [before]


@pytest.mark.skipif(os.name != "posix", reason="a limit on the size of files is how a full disk is made here")
def test_a_place_that_fills_up_midway_keeps_the_old_backups(path: Path, key: Key | None) -> None:
    import resource

    with Archive.open(path, key=key) as archive:
        before = making.add_point(archive, folder_of(archive)).point
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
        try:
            with pytest.raises(DiskFull):
                making.add_point(archive, folder_of(archive))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert points.points(folder_of(archive)) == [before]
        assert comparing.faults(before.path, key) == []
        assert not list(folder_of(archive).glob("*.part*"))


def test_fat32_is_told_by_its_limit(path: Path, key: Key | None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object, size: int) -> None:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))

    monkeypatch.setattr(making, "_FAT32_BYTES", 1000)
    monkeypatch.setattr("os.truncate", refuse)
    with Archive.open(path, key=key) as archive:
        with pytest.raises(DiskFull, match="FAT32"):
            making.add_point(archive, folder_of(archive))
        assert points.points(folder_of(archive)) == []


def test_a_write_protected_place_is_told(path: Path, key: Key | None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    with Archive.open(path, key=key) as archive:
        making.add_point(archive, folder_of(archive))
        monkeypatch.setattr(copies, "copy", refuse)
        with pytest.raises(ReadOnly, match="write-protected"):
            making.add_point(archive, folder_of(archive))
        assert len(points.points(folder_of(archive))) == 1


def test_a_stick_that_is_pulled_out_midway_is_told(path: Path, key: Key | None, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with Archive.open(path, key=key) as archive:
        folder = points.folder_of(path, archive.uid, stick)

        def pull(done: int, total: int, label: str) -> None:
            if label == "Reading the backup back" and stick.exists():
                shutil.rmtree(stick)

        with pytest.raises(Unreadable, match="cannot be reached"):
            making.add_point(archive, folder, Progress(pull))


def test_two_processes_do_not_back_up_into_one_folder_at_once(path: Path, key: Key | None) -> None:
    with Archive.open(path, key=key) as archive:
        seen: list[str] = []

        def listen(done: int, total: int, label: str) -> None:
            if not seen:
                seen.append(label)
                with pytest.raises(ArchiveInUse):
                    making.add_point(archive, folder_of(archive))

        making.add_point(archive, folder_of(archive), Progress(listen))
        assert seen


def test_what_a_cut_off_backup_left_goes_with_the_next(path: Path, key: Key | None) -> None:
    with Archive.open(path, key=key) as archive:
        folder = folder_of(archive)
        folder.mkdir()
        (folder / ".Test-00001-2026-01-01T00-00-00Z.waystation-0a0b.part").write_bytes(b"half")
        (folder / "Test-00001-2026-01-01T00-00-00Z.waystation.sha512").write_text("0  x\n")
        (folder / "Mine.txt").write_text("kept")
        made = making.add_point(archive, folder).point
        left = {each.name for each in folder.iterdir()} - {".making.lock"}
        assert left == {"Mine.txt", made.path.name, made.path.name + ".sha512"}


def test_a_copy_that_does_not_read_back_is_thrown_away(
    path: Path, key: Key | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = copies.copy

    def bad_medium(source: object, draft: Path, *given: object) -> None:
        whole(source, draft, *given)  # type: ignore[arg-type]
        data = bytearray(draft.read_bytes())
        middle = len(data) // 2 // 4096 * 4096
        data[middle : middle + 4096 * 8] = bytes(4096 * 8)
        draft.write_bytes(data)

    with Archive.open(path, key=key) as archive:
        before = making.add_point(archive, folder_of(archive)).point
        monkeypatch.setattr(copies, "copy", bad_medium)
        with pytest.raises(NotAnArchive):
            making.add_point(archive, folder_of(archive))
        assert points.points(folder_of(archive)) == [before]


def test_a_damaged_archive_is_copied_as_it_is_under_a_name_that_says_so(path: Path, key: Key | None) -> None:
    with Archive.open(path, key=key) as archive:
        good = making.add_point(archive, folder_of(archive)).point
        with archive.atomic():
            archive.store.connections.change("UPDATE original_parts SET data = x'00' WHERE id = 1")
        with pytest.raises(NotAnArchive, match="damaged"):
            making.back_up(archive, path.with_name("Copy.waystation"))
        assert not path.with_name("Copy.waystation").exists()
        made = making.add_point(archive, folder_of(archive))
        assert points.damaged(made.point)
        assert made.removed == ()
        assert good in points.points(folder_of(archive))


def test_a_file_that_is_there_is_not_written_over(path: Path, key: Key | None) -> None:
    with Archive.open(path, key=key) as archive, pytest.raises(Invalid):
        making.back_up(archive, path)


def test_large_originals_are_sampled_newest_first_and_across_all() -> None:
    sizes = [(id, 10) for id in range(100, 0, -1)]
    chosen = copies._sampled(sizes, 200)
    assert chosen == sorted(chosen)
    assert set(range(91, 101)) <= set(chosen)
    assert min(chosen) < 20
    assert len(chosen) <= 21
    assert copies._sampled(sizes, 1000) == list(range(1, 101))


def _leave_pages_unused(archive: Archive, words: int) -> None:
    with archive.atomic():
        archive.store.facts.set("passing", "noise" * words)
    with archive.atomic():
        archive.store.connections.change("DELETE FROM facts WHERE key = 'passing'")


def _use_all_pages(archive: Archive) -> None:
    """What a new archive's schema has left over is written to."""
    while unused := archive.store.connections.value("PRAGMA freelist_count"):
        with archive.atomic():
            archive.store.facts.set(f"lasting {unused}", "noise" * 1_000)


@pytest.mark.parametrize("share", [0.4, 0.99])
def test_a_page_that_is_not_as_it_was_written_gets_into_no_backup(
    path: Path, key: Key | None, tmp_path: Path, share: float
) -> None:
    """SQLite's backup is handed zeros for it, under a code that fits."""
    if key is None:
        pytest.skip("without encryption no page tells")
    with Archive.open(path, key=key) as archive:
        _leave_pages_unused(archive, 20_000)
        unused = archive.store.connections.value("PRAGMA freelist_count")
    data = bytearray(path.read_bytes())
    assert unused * 4096 > 0.02 * len(data), "the last of them are not in use, and no look at the tables finds them"
    data[int(len(data) * share)] ^= 1
    path.write_bytes(data)
    with Archive.open(path, key=key) as archive, pytest.raises(NotAnArchive, match="damaged"):
        making.back_up(archive, tmp_path / "Copy.waystation")
    assert not (tmp_path / "Copy.waystation").exists()


def _faults(copy: Path, key: Key) -> tuple[str, ...]:
    """What reading a copy back tells of it."""
    try:
        there = copies.look(copy, key.raw)
    except NotAnArchive as error:
        return (error.what,)
    try:
        return copies.read_back_at_once(there, 1 << 30, lambda: None)[1].faults
    except NotAnArchive as error:
        return (error.what,)
    finally:
        there.close()


@pytest.mark.parametrize("unused", [False, True])
def test_an_altered_byte_of_any_page_of_a_copy_is_found(
    path: Path, key: Key | None, tmp_path: Path, unused: bool
) -> None:
    if key is None:
        pytest.skip("without encryption no page tells")
    with Archive.open(path, key=key) as archive:
        _use_all_pages(archive)
        if unused:
            _leave_pages_unused(archive, 5_000)
        assert bool(archive.store.connections.value("PRAGMA freelist_count")) == unused
        made = making.back_up(archive, tmp_path / "Copy.waystation").path
    whole = made.read_bytes()
    assert _faults(made, key) == ()
    for page in range(len(whole) // 4096):
        altered = bytearray(whole)
        altered[page * 4096 + 40 + 97 * page % 4000] ^= 1
        made.write_bytes(altered)
        assert _faults(made, key), page


def test_a_copy_is_read_back_from_the_disk(
    path: Path, key: Key | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    for name in ("copy", "forget", "look"):
        real = getattr(copies, name)

        def called(*given: object, name: str = name, real: Callable[..., object] = real) -> object:
            done.append(name)
            return real(*given)

        monkeypatch.setattr(copies, name, called)
    with Archive.open(path, key=key) as archive:
        making.back_up(archive, tmp_path / "Copy.waystation")
    assert done[:3] == ["copy", "forget", "look"], "what memory still held would vouch for the medium"
