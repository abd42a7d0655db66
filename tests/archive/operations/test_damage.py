"""Flipped bits, cut ends, swapped pages, a lost salt: a check tells of them in sentences, and never breaks down over them."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import WaystationError
from archive.operations import annotate, maintain
from archive.protection.keys import Key

AddArticle = Callable[..., int]
KEY = Key(bytes(range(32)))
PAGE = 4096


@pytest.fixture
def made(tmp_path: Path, add_article: AddArticle) -> Callable[[Key | None], Path]:
    def make(key: Key | None) -> Path:
        path = tmp_path / "Test.waystation"
        with Archive.create(path, key) as archive:
            for number in range(4):
                article = add_article(archive, f"The mill number {number} ground flour. " * 30, title=f"Mill {number}")
                annotate.mark(archive, article, 4, 8, note="seen", tags=["mills"])
            archive.index.catch_up()
        return path

    return make


def _told(path: Path, key: Key | None) -> list[str]:
    """What a check of the file, or opening it, tells."""
    try:
        with Archive.open(path, read_only=True, key=key) as archive:
            return [finding.what for finding in maintain.check(archive)]
    except WaystationError as error:
        return [error.what]


def _flips(path: Path, key: Key | None, count: int, seed: int) -> int:
    """How many of so many flipped bits, one at a time, are told."""
    chance, whole, told = random.Random(seed), path.read_bytes(), 0
    assert _told(path, key) == []
    for _ in range(count):
        place = chance.randrange(len(whole) * 8)
        data = bytearray(whole)
        data[place // 8] ^= 1 << place % 8
        path.write_bytes(data)
        told += bool(_told(path, key))
    path.write_bytes(whole)
    return told


def test_every_flipped_bit_of_an_encrypted_archive_is_found(made: Callable[[Key | None], Path]) -> None:
    assert _flips(made(KEY), KEY, 40, 1) == 40


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_thousand_flipped_bits_of_an_encrypted_archive_are_found(made: Callable[[Key | None], Path]) -> None:
    assert _flips(made(KEY), KEY, 1000, 2) == 1000


def test_no_flipped_bit_of_a_plain_archive_breaks_the_check_down(made: Callable[[Key | None], Path]) -> None:
    assert _flips(made(None), None, 60, 3) > 0


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_a_cut_end_is_told(made: Callable[[Key | None], Path], key: Key | None) -> None:
    path = made(key)
    data, chance = path.read_bytes(), random.Random(4)
    for _ in range(12):
        path.write_bytes(data[: chance.randrange(len(data))])
        assert _told(path, key)


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_swapped_pages_are_told(made: Callable[[Key | None], Path], key: Key | None) -> None:
    path = made(key)
    data, chance = path.read_bytes(), random.Random(5)
    pages = [data[start : start + PAGE] for start in range(0, len(data), PAGE)]
    for _ in range(12):
        one, other = chance.sample(range(1, len(pages)), 2)
        mixed = list(pages)
        mixed[one], mixed[other] = mixed[other], mixed[one]
        path.write_bytes(b"".join(mixed))
        assert _told(path, key) or mixed[one] == mixed[other]


def test_a_destroyed_salt_is_told(made: Callable[[Key | None], Path]) -> None:
    path = made(KEY)
    data = bytearray(path.read_bytes())
    data[:16] = bytes(16)
    path.write_bytes(data)
    assert _told(path, KEY)


def test_a_quick_look_tells_of_what_was_written_last(made: Callable[[Key | None], Path]) -> None:
    path = made(None)
    with Archive.open(path) as archive:
        assert maintain.glance(archive).findings == ()
        assert maintain.glance(archive).texts == 4
        with archive.atomic():
            archive.store.connections.change("UPDATE original_parts SET data = x'00' WHERE id = 4")
        assert any("bytes of an original" in finding.what for finding in maintain.glance(archive).findings)
