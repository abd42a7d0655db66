"""Watched folders: which files are complete, which are taken once and never again, what comes back, and what is never touched."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import Invalid
from archive.operations import watching
from archive.operations.watching import Watch
from tests.archive.made import new_archive


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    return made


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    (tmp_path / "own").mkdir()
    with new_archive(tmp_path / "own" / "A.waystation") as made:
        yield made


def put(folder: Path, name: str, words: str = "The lock is open.") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words)
    return path


def test_a_file_is_ready_when_two_looks_find_it_the_same(folder: Path) -> None:
    watch, path = Watch(folder), put(folder, "a.txt", "The lock")
    first = watch.look()
    assert (first.ready, first.waiting) == ((), True)
    path.write_text("The lock is open.")
    assert watch.look().waiting, "it was written to between the looks"
    last = watch.look()
    assert (last.ready, last.waiting) == ((path,), False)


def test_what_was_taken_is_not_ready_again_until_it_changes(folder: Path) -> None:
    watch, path = Watch(folder), put(folder, "a.txt")
    watch.look()
    watch.take(watch.look().ready)
    assert watch.look().ready == ()
    path.write_text("The lock is shut, and the keeper asleep.")
    watch.look()
    assert watch.look().ready == (path,)


@pytest.mark.parametrize(
    "name",
    ["a.txt.crdownload", "a.part", "~$letter.docx", "a.tmp", ".hidden.txt", "a.txt~", ".~lock.a.odt#", "Unconfirmed 1.crdownload", "B.waystation", "B.waystation-wal"],
)  # fmt: skip
def test_what_is_still_being_written_is_waited_for(folder: Path, name: str) -> None:
    watch = Watch(folder)
    put(folder, name)
    watch.look()
    assert watch.look().ready == ()


def test_a_download_is_taken_under_the_name_that_it_gets(folder: Path) -> None:
    watch, path = Watch(folder), put(folder, "a.txt.part")
    watch.look()
    done = path.rename(folder / "a.txt")
    watch.look()
    assert watch.look().ready == (done,)


def test_folders_below_are_watched_and_a_saved_pages_own_is_not(folder: Path) -> None:
    watch = Watch(folder)
    deep = put(folder, "north/weir/a.txt")
    page = put(folder, "page.html", "<p>The lock</p>")
    put(folder, "page_files/frame.html", "<p>Advertisement</p>")
    put(folder, "picture.png")
    look = watch.look()
    assert set(look.folders) == {folder, folder / "north", folder / "north/weir"}
    assert set(watch.look().ready) == {deep, page}


def test_a_folder_that_is_gone_is_told_and_taken_up_again(folder: Path) -> None:
    watch, path = Watch(folder), put(folder, "a.txt")
    watch.look()
    watch.take(watch.look().ready)
    away = folder.rename(folder.with_name("away"))
    assert not watch.look().there
    away.rename(folder)
    watch.look()
    again = watch.look()
    assert again.there and again.ready == () and path.exists()


def test_what_is_there_already_can_be_passed_over(folder: Path) -> None:
    watch = Watch(folder)
    put(folder, "old.txt")
    watch.take_all()
    new = put(folder, "new.txt")
    watch.look()
    assert watch.look().ready == (new,)


def test_what_was_taken_is_kept_in_the_archive(folder: Path, archive: Archive) -> None:
    assert watching.is_new(archive, folder)
    watch = watching.load(archive, folder)
    put(folder, "a.txt")
    watch.look()
    watch.take(watch.look().ready)
    watching.save(archive, watch)
    again = watching.load(archive, folder)
    again.look()
    assert again.look().ready == () and not watching.is_new(archive, folder)


def test_a_link_to_a_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    put(tmp_path / "elsewhere", "a.txt")
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    (folder / "loop").symlink_to(folder)
    watch = Watch(folder)
    watch.look()
    assert watch.look().ready == ()


def test_the_folder_of_the_archive_is_never_watched(folder: Path, archive: Archive) -> None:
    for place in (archive.path.parent, archive.path.parent.parent):
        with pytest.raises(Invalid, match="holds this archive"):
            watching.require_watchable(archive, place)
    with pytest.raises(Invalid, match="no folder"):
        watching.require_watchable(archive, folder / "missing")
    watching.require_watchable(archive, folder)


def test_beyond_the_limits_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "MOST_FOLDERS", 2)
    for name in "abc":
        put(folder, f"{name}/a.txt")
    assert "not all are watched" in Watch(folder).look().told[0]


def test_looking_changes_nothing(folder: Path) -> None:
    path = put(folder, "a.txt")
    before = (sorted(folder.iterdir()), path.stat().st_mtime_ns, path.read_text(), folder.stat().st_mtime_ns)
    watch = Watch(folder)
    watch.look()
    watch.look()
    assert (sorted(folder.iterdir()), path.stat().st_mtime_ns, path.read_text(), folder.stat().st_mtime_ns) == before
