"""Keys that do not show themselves, and the writer lock within one process."""

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import ArchiveInUse, Invalid, NotAnArchive
from archive.model.search import Scope
from archive.protection.keys import Key
from archive.protection.lock import WriterLock


def test_a_key_has_32_bytes_and_never_shows_them() -> None:
    key = Key(b"0123456789abcdef" * 2)
    assert "0123" not in repr(key) and "0123" not in str(key)
    with pytest.raises(Invalid):
        Key(b"short")


def test_a_lock_is_held_once_even_within_a_process(tmp_path: Path) -> None:
    path = tmp_path / "Library.waystation"
    first, second = WriterLock(path), WriterLock(path)
    first.acquire()
    with pytest.raises(ArchiveInUse, match="process"):
        second.acquire()
    first.release()
    first.release()
    second.acquire()
    second.release()


def test_a_lock_file_that_says_nothing_useful_still_gives_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "Library.waystation"
    holder = WriterLock(path)
    holder.acquire()
    path.with_name(path.name + ".lock").write_text("not json")
    with pytest.raises(ArchiveInUse, match="another program"):
        WriterLock(path).acquire()
    holder.release()


def test_an_encrypted_archive_opens_with_its_key_only(tmp_path: Path, add_article: Callable[..., int]) -> None:
    path, key = tmp_path / "Secret.waystation", Key(bytes(range(32)))
    with Archive.create(path, key) as archive:
        add_article(archive, "Unmistakable words.")
    assert b"Unmistakable" not in path.read_bytes()
    for wrong in (None, Key(bytes(32))):
        with pytest.raises(NotAnArchive, match="encrypted"):
            Archive.open(path, key=wrong)
    with Archive.open(path, key=key) as archive:
        assert archive.store.articles.count(Scope()) == 1
