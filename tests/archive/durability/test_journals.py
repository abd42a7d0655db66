"""A rollback journal that a power cut left: the archive unlocks and opens in every way, with what was committed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from archive.archive import Archive
from archive.base.errors import Unreadable, WrongPassphrase
from archive.model.ids import ArticleId
from archive.operations import protecting
from archive.protection.keys import Key
from archive.store import files, keying
from tests.archive.durability.states import state

pytestmark = pytest.mark.usefixtures("cheap_keys")


@pytest.fixture(params=[None, "words"], ids=["plain", "encrypted"])
def word(request: pytest.FixtureRequest) -> str | None:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def cut(tmp_path: Path, word: str | None, add_article: Callable[..., ArticleId]) -> tuple[Path, Key | None, str]:
    """An archive as it lies there when the power goes while its form is changed: pages written over, what they were in the journal, and
    the beginning of a log; its key, and what was committed.
    """
    path = tmp_path / "held" / "a.waystation"
    path.parent.mkdir()
    with protecting.create(path, word, starter=False) if word else Archive.create(path) as archive:
        add_article(archive, "Some words. " * 5000)
        key, committed = archive.key, state(archive.store.connections)
    connection = dbapi2.connect(str(path), isolation_level=None)
    keying.unlock(connection, None if key is None else key.raw)
    connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    connection.execute("PRAGMA cache_size = 2")  # so that pages are written before the end
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE original_parts SET data = zeroblob(60000)")
    connection.execute("UPDATE facts SET value = 'other'")
    left = tmp_path / "left" / path.name
    left.parent.mkdir()
    for suffix in ("", "-journal"):
        shutil.copy(f"{path}{suffix}", f"{left}{suffix}")
    connection.close()
    left.with_name(f"{left.name}-wal").write_bytes(b"\x37\x7f\x06\x82" + bytes(28))
    return left, key, committed


def test_it_unlocks_and_opens_with_what_was_committed(cut: tuple[Path, Key | None, str], word: str | None) -> None:
    path, key, committed = cut
    if word is not None:
        with pytest.raises(WrongPassphrase):
            protecting.unlock(path, "other words")
        assert protecting.unlock(path, word) == key
    with Archive.open(path, key=key) as archive:
        assert state(archive.store.connections) == committed
        assert archive.store.integrity() == []


def test_it_opens_for_reading_with_what_was_committed(cut: tuple[Path, Key | None, str]) -> None:
    path, key, committed = cut
    with Archive.open(path, key=key, read_only=True) as archive:
        assert state(archive.store.connections) == committed


def test_where_nothing_can_be_written_it_says_so_and_is_never_read_half_written(
    cut: tuple[Path, Key | None, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, key, _ = cut
    path.with_name(f"{path.name}-wal").unlink()
    monkeypatch.setattr(files, "fits", lambda path, key: False)
    with pytest.raises(Unreadable, match="not closed properly"):
        Archive.open(path, key=key, read_only=True)
