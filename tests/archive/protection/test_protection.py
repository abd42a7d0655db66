"""Keys that do not show themselves, and the writer lock within one process."""

from pathlib import Path

import pytest

from archive.base.errors import ArchiveInUse, Invalid
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
