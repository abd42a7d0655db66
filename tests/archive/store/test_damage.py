"""An encrypted archive that was altered: every flipped bit, every cut and every page out of its place is noticed, and said in a sentence."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import NotAnArchive, WrongPassphrase
from archive.operations import protecting
from archive.protection.keys import Key
from archive.store import files
from archive.store.files import PAGE_BYTES

pytestmark = pytest.mark.usefixtures("cheap_keys")
AddArticle = Callable[..., int]


@pytest.fixture
def path(tmp_path: Path, add_article: AddArticle) -> Path:
    """A closed encrypted archive of some dozens of pages, unused ones among them."""
    path = tmp_path / "Secret.waystation"
    with protecting.create(path, "words", starter=False) as archive:
        for number in range(30):
            noise = random.Random(number).randbytes(8_000).hex()
            add_article(archive, f"Words and {noise}.", title=f"Title {number}")
        archive.index.catch_up()
        with archive.atomic():
            archive.store.facts.set("passing", "noise" * 4 * PAGE_BYTES)
        with archive.atomic():
            archive.store.connections.change("DELETE FROM facts WHERE key = 'passing'")
        assert archive.store.connections.value("PRAGMA freelist_count") > 0
    return path


def _noticed(path: Path, key: Key) -> str | None:
    """How opening or checking the file tells that it is not whole; None when neither does."""
    try:
        with Archive.open(path, read_only=True, key=key) as archive:
            found = archive.store.integrity()
            return found[0] if found else None
    except NotAnArchive as error:
        return error.what


def _flips(path: Path, count: int, seed: int) -> int:
    """How many of `count` flipped bits were noticed, each in a file that is otherwise whole."""
    chance, key = random.Random(seed), protecting.unlock(path, "words")
    whole = path.read_bytes()
    assert _noticed(path, key) is None
    pages, noticed = len(whole) // PAGE_BYTES, 0
    for number in range(count):
        # Every page in turn, page 1 (which holds the salt) with as many flips as the others.
        place = (number % pages) * PAGE_BYTES + chance.randrange(PAGE_BYTES)
        _put(path, place, bytes([whole[place] ^ (1 << chance.randrange(8))]))
        found = _noticed(path, key)
        assert found is not None, f"byte {place} of seed {seed}"
        noticed += 1
        _put(path, place, whole[place : place + 1])
    assert _noticed(path, key) is None
    print(f"{noticed} of {count} flipped bits noticed, in {pages} pages")
    return noticed


def _put(path: Path, place: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(place)
        file.write(content)


def test_sixty_flipped_bits_are_noticed(path: Path) -> None:
    assert _flips(path, 60, seed=20261126) == 60


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_a_thousand_flipped_bits_are_noticed(path: Path) -> None:
    assert _flips(path, 1000, seed=int(os.environ.get("WAYSTATION_SEED", "1"))) == 1000


@pytest.mark.parametrize("kept", [0, 1, 15, 16, 100, 511, 512, 4095, 4096, 4097, -4097, -4096, -4095, -1])
def test_a_file_that_is_cut_short_is_noticed(path: Path, kept: int) -> None:
    key = protecting.unlock(path, "words")
    with path.open("r+b") as file:
        file.truncate(kept if kept >= 0 else path.stat().st_size + kept)
    assert _noticed(path, key) is not None


@pytest.mark.parametrize("kept", [513, 4097, 20_000, -1])
def test_a_cut_within_a_page_says_what_it_is_before_the_passphrase_is_doubted(path: Path, kept: int) -> None:
    with path.open("r+b") as file:
        file.truncate(kept if kept >= 0 else path.stat().st_size + kept)
    with pytest.raises(NotAnArchive, match="cut short"):
        protecting.unlock(path, "words")


def test_a_cut_between_pages_is_damage_and_no_wrong_passphrase(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(5 * PAGE_BYTES)
    with pytest.raises(NotAnArchive, match="damaged"):
        protecting.unlock(path, "words")


def test_pages_that_changed_places_are_noticed(path: Path) -> None:
    chance, key, whole = random.Random(3), protecting.unlock(path, "words"), path.read_bytes()
    for _ in range(10):
        one, other = (page * PAGE_BYTES for page in chance.sample(range(1, len(whole) // PAGE_BYTES), 2))
        _put(path, one, whole[other : other + PAGE_BYTES])
        _put(path, other, whole[one : one + PAGE_BYTES])
        assert _noticed(path, key) is not None
        _put(path, one, whole[one : one + PAGE_BYTES])
        _put(path, other, whole[other : other + PAGE_BYTES])
    assert _noticed(path, key) is None


def test_a_page_of_another_archive_with_the_same_passphrase_is_noticed(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "Other.waystation"
    protecting.create(other, "words", starter=False).close()
    _put(path, 3 * PAGE_BYTES, other.read_bytes()[3 * PAGE_BYTES : 4 * PAGE_BYTES])
    assert _noticed(path, protecting.unlock(path, "words")) is not None


def test_something_appended_is_noticed(path: Path) -> None:
    key = protecting.unlock(path, "words")
    with path.open("ab") as file:
        file.write(bytes(100))
    assert "cut short" in (_noticed(path, key) or "")


@pytest.mark.parametrize("salt", [bytes(16), bytes(range(16)), b"SQLite format 2\0"])
def test_a_destroyed_salt_is_told_like_a_wrong_passphrase_with_what_to_do(path: Path, salt: bytes) -> None:
    # Nothing can tell the two apart: both give a key that does not fit.
    code = _code(path)
    _put(path, 0, salt)
    for given in ("words", code):
        with pytest.raises(WrongPassphrase) as wrong:
            protecting.unlock(path, given)
        assert "beginning of the file may be damaged: restore a backup" in wrong.value.advice


def test_the_salt_of_any_backup_brings_a_destroyed_one_back(path: Path, tmp_path: Path) -> None:
    backup = tmp_path / "Backup.waystation"
    shutil.copy(path, backup)
    protecting.change(path, protecting.unlock(path, "words"), "other words")
    _put(path, 0, bytes(16))
    _put(path, 0, files.salt(backup))
    with Archive.open(path, key=protecting.unlock(path, "other words")) as archive:
        assert archive.store.integrity() == []


def test_a_destroyed_first_page_is_no_archive_to_anybody(path: Path) -> None:
    _put(path, 0, bytes(PAGE_BYTES))
    with pytest.raises(NotAnArchive, match="not a Waystation archive, or it is encrypted"):
        protecting.unlock(path, "words")


def _code(path: Path) -> str:
    with Archive.open(path, key=protecting.unlock(path, "words"), read_only=True) as archive:
        return protecting.recovery_code(archive)
