"""An archive under a passphrase: it opens by that and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import (
    Invalid,
    NotAnArchive,
    TooSoon,
    Unreadable,
    WaystationError,
    WrongPassphrase,
)
from archive.operations import protecting
from archive.protection import keyrings, passphrases
from archive.protection.keys import Key
from archive.protection.tries import Tries

pytestmark = pytest.mark.usefixtures("cheap_keys")
AddArticle = Callable[..., int]


@pytest.fixture
def path(tmp_path: Path, add_article: AddArticle) -> Path:
    """A closed archive under the passphrase "first words", with some pages in it."""
    path = tmp_path / "Secret.waystation"
    with protecting.create(path, "first words", starter=False) as archive:
        for number in range(20):
            add_article(archive, f"Unmistakable words of number {number}. " * 40, title=f"Title {number}")
    return path


def _open(path: Path, passphrase: str) -> Archive:
    return Archive.open(path, key=protecting.unlock(path, passphrase))


def test_an_encrypted_archive_opens_by_its_passphrase_only(path: Path) -> None:
    assert protecting.is_encrypted(path) and b"Unmistakable" not in path.read_bytes()
    with _open(path, "first words") as archive:
        assert archive.store.integrity() == []
    with pytest.raises(WrongPassphrase) as wrong:
        protecting.unlock(path, "first word")
    assert wrong.value.what == "This passphrase does not open Secret.waystation."


def test_nothing_is_made_where_there_is_a_file_already(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(Invalid, match="exists already"):
        protecting.create(path, "other", starter=False)
    assert path.read_bytes() == before


def test_opening_finds_older_parameters_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newer = passphrases.Cost(passes=2, memory_kib=64, lanes=1)
    monkeypatch.setattr(passphrases, "PARAMETERS", passphrases.PARAMETERS | {2: newer})
    protecting.unlock(path, "first words")


def test_the_salt_is_in_every_copy_so_that_the_same_passphrase_opens_it(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "Copy.waystation"
    with _open(path, "first words") as archive:
        assert archive.store.connections.backup(copy) == []
        assert archive.salt == protecting.salt_of(path) == protecting.salt_of(copy)
    _open(copy, "first words").close()


def test_a_second_wrong_passphrase_waits(path: Path) -> None:
    with pytest.raises(WrongPassphrase):
        protecting.unlock(path, "no", tries=Tries())
    with pytest.raises(TooSoon):
        protecting.unlock(path, "first words", tries=Tries())


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (None, Unreadable),
        (b"", NotAnArchive),
        (b"some text " * 900, NotAnArchive),
        (b"PK\x03\x04" + bytes(9000), NotAnArchive),
    ],
)
def test_what_is_no_encrypted_archive_says_so_before_any_key_is_made(
    tmp_path: Path, content: bytes | None, error: type[WaystationError]
) -> None:
    path = tmp_path / "Odd.waystation"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error):
        protecting.unlock(path, "words")


def test_a_plain_archive_needs_no_passphrase_and_says_so(archive: Archive) -> None:
    assert not protecting.is_encrypted(archive.path)
    with pytest.raises(Invalid, match="not encrypted"):
        protecting.unlock(archive.path, "words")
    with pytest.raises(Invalid, match="not encrypted"):
        protecting.recovery_code(archive)
    with pytest.raises(NotAnArchive, match="not encrypted"):
        protecting.change(archive.path, Key(bytes(32)), "words")
    with pytest.raises(NotAnArchive, match="not encrypted"):
        Archive.open(archive.path, read_only=True, key=Key(bytes(32)))


def test_the_recovery_code_opens_it_also_in_place_of_the_passphrase(path: Path) -> None:
    with _open(path, "first words") as archive:
        code, key = protecting.recovery_code(archive), archive.key
    assert protecting.open_with_code(path, code) == key == protecting.unlock(path, code.lower())
    with pytest.raises(Invalid, match="Group 1 of"):
        protecting.open_with_code(path, ("1" if code[0] != "1" else "2") + code[1:])


def test_the_code_of_another_archive_does_not_open_it(path: Path, tmp_path: Path) -> None:
    with protecting.create(tmp_path / "Other.waystation", "words", starter=False) as other:
        code = protecting.recovery_code(other)
    with pytest.raises(WrongPassphrase, match="recovery code does not open"):
        protecting.open_with_code(path, code)


class Vault:
    """A keyring in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def set_password(self, service: str, name: str, value: str) -> None:
        self.kept[service, name] = value

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def delete_password(self, service: str, name: str) -> None:
        self.kept.pop((service, name), None)


def test_the_keyring_keeps_the_key_only_where_asked_and_follows_a_change(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = Vault()
    monkeypatch.setattr(keyrings, "_keyring", lambda: vault)
    assert protecting.remembered(path) is None and not vault.kept
    with _open(path, "first words") as archive:
        protecting.remember(archive)
        key = archive.key
    assert "first words" not in str(vault.kept) and key is not None
    changed = protecting.change(path, key, "second words")
    assert protecting.remembered(path) == changed.key
    protecting.forget(path)
    assert protecting.remembered(path) is None and not vault.kept


def test_no_keyring_is_looked_for_until_a_person_asks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def looked() -> None:
        raise AssertionError

    monkeypatch.setattr(keyrings, "_keyring", looked)
    assert protecting.remembered(path) is None
    protecting.forget(path)


def test_a_keyring_that_keeps_secrets_in_plain_text_is_not_used(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = pytest.importorskip("keyring")
    plain = type("PlaintextKeyring", (), {"__module__": "keyrings.alt.file"})
    monkeypatch.setattr(keyring, "get_keyring", plain)
    with _open(path, "first words") as archive, pytest.raises(WaystationError, match="no system keyring"):
        protecting.remember(archive)
