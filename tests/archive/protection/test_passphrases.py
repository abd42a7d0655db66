"""From passphrases to keys: deterministic, salted, the same for the same letters, and as dear as promised."""

import unicodedata

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from archive.base.errors import Invalid, WaystationError
from archive.protection import passphrases
from archive.protection.passphrases import Cost, derive, new_salt, newest_first

SALT = bytes(range(16))


def test_the_first_parameters_are_what_the_design_says_and_give_this_very_key() -> None:
    # Never to be changed: archives exist that open by it. The other implementation of Argon2id that we have agrees.
    assert passphrases.PARAMETERS[1] == Cost(passes=3, memory_kib=262_144, lanes=4)
    expected = "d2a4ecfb51b965ea963895c01b7a6a24b52360651f82d514879a9a83c011e675"
    assert derive("three words here", SALT, 1).raw.hex() == expected
    other = Argon2id(salt=SALT, length=32, iterations=3, lanes=4, memory_cost=262_144)
    assert other.derive(b"three words here").hex() == expected


@pytest.mark.usefixtures("cheap_keys")
def test_the_passphrase_and_the_salt_both_make_the_key() -> None:
    assert derive("one", SALT) == derive("one", SALT)
    assert derive("one", SALT) != derive("two", SALT)
    assert derive("one", SALT) != derive("one", new_salt())
    assert derive("one ", SALT) != derive("one", SALT)


@pytest.mark.usefixtures("cheap_keys")
@pytest.mark.parametrize("words", ["암호는 길게", "café naïve", "ﾃｽﾄ", "Å"])
def test_letters_give_the_same_key_however_they_were_composed(words: str) -> None:
    assert derive(unicodedata.normalize("NFD", words), SALT) == derive(unicodedata.normalize("NFC", words), SALT)


@pytest.mark.parametrize("unfit", ["", "half a letter \udc80"])
def test_what_is_no_passphrase_is_refused_with_advice(unfit: str) -> None:
    with pytest.raises(Invalid, match="—"):
        derive(unfit, SALT)


def test_missing_memory_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    # More than any machine has.
    monkeypatch.setattr(passphrases, "PARAMETERS", {1: Cost(passes=1, memory_kib=2**32 - 1, lanes=1)})
    with pytest.raises(WaystationError, match="memory"):
        derive("words", SALT, 1)


def test_opening_tries_the_newest_parameters_first(monkeypatch: pytest.MonkeyPatch) -> None:
    cheap = Cost(passes=1, memory_kib=64, lanes=1)
    monkeypatch.setattr(passphrases, "PARAMETERS", {1: cheap, 3: cheap, 2: cheap})
    assert newest_first() == (3, 2, 1)
