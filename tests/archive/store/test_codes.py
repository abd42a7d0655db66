"""The codes of an encrypted file's pages: what answers to them, and what does not, as SQLCipher itself says."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from archive.archive import Archive
from archive.base.errors import Cancelled
from archive.protection.keys import Key
from archive.store import codes, keying
from archive.store.connection import Connections
from archive.store.integrity import Integrity

KEY = Key(bytes(range(32)))
PAGE = codes.PAGE_BYTES


@pytest.fixture
def path(tmp_path: Path, add_article: Callable[..., int]) -> Path:
    """A closed archive, with pages that are not in use."""
    path = tmp_path / "Sealed.waystation"
    with Archive.create(path, KEY) as archive:
        for number in range(20):
            add_article(archive, f"Number {number} of the bridges was built of stone. " * 60, title=f"Bridge {number}")
        with archive.atomic():
            archive.store.facts.set("passing", "noise" * 20_000)
        with archive.atomic():
            archive.store.connections.change("DELETE FROM facts WHERE key = 'passing'")
    return path


def _said(path: Path) -> list[str]:
    """What SQLCipher says of each page."""
    connection = dbapi2.connect(str(path))
    try:
        keying.unlock(connection, KEY.raw)
        return [row[0] for row in connection.execute("PRAGMA cipher_integrity_check")]
    finally:
        connection.close()


def test_what_sqlcipher_wrote_answers_and_every_page_is_told(path: Path) -> None:
    told: list[tuple[int, int]] = []
    assert codes.all_answer(path, KEY.raw, lambda *step: told.append(step))
    pages = path.stat().st_size // PAGE
    assert told == [(min(done, pages), pages) for done in range(256, pages + 256, 256)]


def test_no_page_answers_to_another_key(path: Path) -> None:
    assert not codes.all_answer(path, bytes(32))


def test_a_bit_anywhere_in_any_page_is_found_as_sqlcipher_finds_it(path: Path) -> None:
    chance, whole = random.Random(5), path.read_bytes()
    assert _said(path) == []
    for page in range(len(whole) // PAGE):
        for place in (0, chance.randrange(PAGE), PAGE - 70, PAGE - 1):
            data = bytearray(whole)
            data[page * PAGE + place] ^= 1 << chance.randrange(8)
            path.write_bytes(data)
            assert not codes.all_answer(path, KEY.raw), (page, place)
        assert page == 0 or _said(path) == [f"HMAC verification failed for page {page + 1}"]


@pytest.mark.parametrize("cut", [1, PAGE - 1, PAGE + 1])
def test_an_end_within_a_page_is_found(path: Path, cut: int) -> None:
    path.write_bytes(path.read_bytes()[:-cut])
    assert not codes.all_answer(path, KEY.raw)


def test_an_empty_file_does_not_answer(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.write_bytes(b"")
    assert not codes.all_answer(empty, KEY.raw)


def test_pages_that_changed_places_are_found(path: Path) -> None:
    data = path.read_bytes()
    pages = [data[start : start + PAGE] for start in range(0, len(data), PAGE)]
    pages[3], pages[9] = pages[9], pages[3]
    path.write_bytes(b"".join(pages))
    assert not codes.all_answer(path, KEY.raw)


def test_the_page_of_locks_has_no_code(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(path.read_bytes())
    data[7 * PAGE : 8 * PAGE] = bytes(PAGE)
    path.write_bytes(data)
    assert not codes.all_answer(path, KEY.raw)
    monkeypatch.setattr(codes, "LOCK_PAGE", 7)
    assert codes.all_answer(path, KEY.raw)


def test_a_check_tells_how_far_it_is_names_the_page_and_can_be_ended(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "_PIECE_PAGES", 10)
    data = bytearray(path.read_bytes())
    last = len(data) // PAGE
    told: list[tuple[int, int, str]] = []

    def end(*_: object) -> None:
        raise Cancelled

    with Archive.open(path, key=KEY, read_only=True) as archive:
        assert list(Integrity(archive.store.connections, report=lambda *step: told.append(step)).pages()) == []
        steps = [(done, of) for done, of, what in told if what == "Checking the file: encryption"]
        assert steps == [(min(done, last), last) for done in range(10, last + 10, 10)]
        with pytest.raises(Cancelled):
            list(Integrity(archive.store.connections, report=end).pages())
    data[-1000] ^= 1
    path.write_bytes(data)
    with Archive.open(path, key=KEY, read_only=True) as archive:
        found = [fault.what for fault in Integrity(archive.store.connections).pages()]
        assert f"The cipher reports: HMAC verification failed for page {last}." in found


def test_a_log_beside_a_copy_that_nothing_changes_hides_no_page(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1000] ^= 1
    path.write_bytes(data)
    path.with_name(path.name + "-wal").write_bytes(b"of something else")
    connections = Connections(path, key=KEY.raw, immutable=True)
    try:
        assert len(connections.pages_altered()) == 1
    finally:
        connections.close()
