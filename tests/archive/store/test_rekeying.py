"""Pages brought from under one key under another: what SQLCipher itself reads as the same, and nothing made of a page that was altered."""

import os
import random
from collections.abc import Callable
from io import FileIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import ciphers
from sqlcipher3 import dbapi2

from archive.archive import Archive
from archive.protection.keys import Key
from archive.store import codes, keying, rekeying
from archive.store.rekeying import Altered, Gone, Misread, Rekeying, bring_all

KEY, NEW = bytes(range(32)), bytes(range(100, 132))
PAGE = codes.PAGE_BYTES


@pytest.fixture
def path(tmp_path: Path, add_article: Callable[..., int]) -> Path:
    """A closed archive, with pages that are not in use."""
    path = tmp_path / "Sealed.waystation"
    with Archive.create(path, Key(KEY)) as archive:
        for number in range(20):
            add_article(archive, f"Number {number} of the mills was built of timber. " * 60, title=f"Mill {number}")
        with archive.atomic():
            archive.store.facts.set("passing", "noise" * 20_000)
        with archive.atomic():
            archive.store.connections.change("DELETE FROM facts WHERE key = 'passing'")
    return path


def _bring(path: Path, target: Path, keys: tuple[bytes, bytes] = (KEY, NEW), pages: int | None = None) -> list[int]:
    """All of the file under another key; how far it was after each piece."""
    told: list[int] = []
    target.touch()
    with FileIO(path) as here, FileIO(target, "r+") as there:
        own = Rekeying(here, there, keys)
        bring_all(pages or path.stat().st_size // PAGE, own.bring, (), lambda done, _: told.append(done))
    return told


def _asked(path: Path, key: bytes, *statements: str) -> list[list[tuple[object, ...]]]:
    connection = dbapi2.connect(str(path))
    try:
        keying.unlock(connection, key)
        return [connection.execute(statement).fetchall() for statement in statements]
    finally:
        connection.close()


@pytest.mark.parametrize("piece", [1, 7, 256])
def test_sqlcipher_finds_every_page_whole_and_every_word(
    path: Path, tmp_path: Path, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rekeying, "_PIECE_PAGES", piece)
    other = tmp_path / "other"
    pages = path.stat().st_size // PAGE
    assert _bring(path, other) == [min(done, pages) for done in range(piece, pages + piece, piece)]
    asked = (
        "PRAGMA cipher_integrity_check",
        "PRAGMA integrity_check",
        "SELECT * FROM articles",
        "SELECT * FROM facts",
    )
    found = _asked(other, NEW, *asked)
    assert found[:2] == [[], [("ok",)]] and found == _asked(path, KEY, *asked)
    assert codes.all_answer(other, NEW) and not codes.all_answer(other, KEY)
    assert other.read_bytes()[: codes.SALT_BYTES] == path.read_bytes()[: codes.SALT_BYTES]


def test_what_sqlcipher_writes_into_it_afterwards_lies_beside_what_was_brought(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    _bring(path, other)
    with Archive.open(other, key=Key(NEW)) as archive:
        with archive.atomic():
            archive.store.facts.set("written-after", "yes" * 5_000)
        assert archive.store.integrity() == []
    assert codes.all_answer(other, NEW)


def test_back_again_every_page_is_what_it_was_under_vectors_of_its_own(path: Path, tmp_path: Path) -> None:
    other, back = tmp_path / "other", tmp_path / "back"
    _bring(path, other)
    _bring(other, back, (NEW, KEY))
    assert _asked(back, KEY, "SELECT * FROM articles") == _asked(path, KEY, "SELECT * FROM articles")
    vectors: set[bytes] = set()
    files = [each.read_bytes() for each in (path, other, back)]
    for data in files:
        vectors |= {data[end - 80 : end - 64] for end in range(PAGE, len(data) + PAGE, PAGE)}
    assert len(vectors) == 3 * len(files[0]) // PAGE


def test_a_bit_anywhere_in_any_page_ends_it(path: Path, tmp_path: Path) -> None:
    chance, whole = random.Random(8), path.read_bytes()
    for page in range(len(whole) // PAGE):
        data = bytearray(whole)
        data[page * PAGE + chance.randrange(PAGE)] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        with pytest.raises(Altered):
            _bring(path, tmp_path / "other")


def test_pages_that_changed_places_or_are_missing_end_it(path: Path, tmp_path: Path) -> None:
    whole = path.read_bytes()
    pages = [whole[start : start + PAGE] for start in range(0, len(whole), PAGE)]
    for wrong in (
        [*pages[:3], pages[9], *pages[4:9], pages[3], *pages[10:]],
        pages[:-1],
        [*pages[:-1], pages[-1][:-1]],
    ):
        path.write_bytes(b"".join(wrong))
        with pytest.raises(Altered):
            _bring(path, tmp_path / "other", pages=len(pages))


def test_nothing_of_a_piece_with_an_altered_page_is_written(path: Path, tmp_path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[5 * PAGE + 9] ^= 1
    path.write_bytes(data)
    with pytest.raises(Altered):
        _bring(path, tmp_path / "other")
    assert (tmp_path / "other").stat().st_size == 0


def test_what_does_not_decrypt_to_the_same_is_not_written(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing:
        """A processor that fails once, in the middle."""

        def __init__(self, encryptor: object) -> None:
            self._encryptor = encryptor

        def update_into(self, data: memoryview, into: memoryview) -> None:
            self._encryptor.update_into(data, into)  # type: ignore[attr-defined]
            into[len(data) // 2] ^= 1

    real = ciphers.Cipher

    class Failed:
        def __init__(self, *given: object) -> None:
            self._cipher = real(*given)  # type: ignore[arg-type]
            self.decryptor = self._cipher.decryptor

        def encryptor(self) -> Failing:
            return Failing(self._cipher.encryptor())

    monkeypatch.setattr(ciphers, "Cipher", Failed)
    with pytest.raises(Misread):
        _bring(path, tmp_path / "other")
    assert (tmp_path / "other").stat().st_size == 0


@pytest.mark.parametrize("lock", [7, 14, 15])
def test_the_page_that_sqlite_locks_by_is_neither_read_nor_written(
    path: Path, tmp_path: Path, lock: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rekeying, "_PIECE_PAGES", 7)
    monkeypatch.setattr(rekeying, "LOCK_PAGE", lock)
    monkeypatch.setattr(codes, "LOCK_PAGE", lock)
    data, other = bytearray(path.read_bytes()), tmp_path / "other"
    data[lock * PAGE : (lock + 1) * PAGE] = os.urandom(PAGE)
    path.write_bytes(data)
    assert _bring(path, other)[-1] == len(data) // PAGE - 1
    brought = other.read_bytes()
    assert len(brought) == len(data) and not brought[lock * PAGE : (lock + 1) * PAGE].strip(b"\0")
    assert codes.all_answer(other, NEW)


def test_others_take_pieces_and_what_one_that_is_gone_had_taken_is_brought_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rekeying, "_PIECE_PAGES", 10)
    brought: list[tuple[int, int]] = []
    taken: list[tuple[int, int]] = []

    def gone(*piece: int) -> None:
        taken.append(piece)  # type: ignore[arg-type]
        raise Gone

    told: list[int] = []
    bring_all(95, lambda *piece: brought.append(piece), (gone,), lambda done, _: told.append(done))
    assert sorted(brought) == [(first, min(10, 95 - first)) for first in range(0, 95, 10)]
    assert len(taken) == 1 and told == sorted(told) and told[-1] == 95


def test_what_another_meets_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rekeying, "_PIECE_PAGES", 10)

    def altered(*_: int) -> None:
        raise Altered

    with pytest.raises(Altered):
        bring_all(95, lambda *_: None, (altered,), lambda *_: None)
