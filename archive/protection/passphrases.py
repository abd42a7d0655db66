"""From a passphrase to the key of an archive, by Argon2id; a passphrase is never kept, logged or shown.

What a key costs is a numbered set of parameters. A new set is appended, never edited: archives that were made with an older one
open by it, because opening tries the newest set first and then the others. Nothing in the file says which set it was.
"""

import secrets
import unicodedata
from dataclasses import dataclass

from archive.base.errors import Invalid, WaystationError

from . import argon
from .keys import KEY_BYTES, Key

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Cost:
    """Parameters of Argon2id, version 1.3 (RFC 9106): passes over the memory, its size, lanes side by side."""

    passes: int
    memory_kib: int
    lanes: int


PARAMETERS = {1: Cost(passes=3, memory_kib=256 * 1024, lanes=4)}
LATEST = max(PARAMETERS)


def new_salt() -> bytes:
    """Random bytes for an archive that is about to be made; SQLCipher keeps them as the file's first ones."""
    return secrets.token_bytes(SALT_BYTES)


def newest_first() -> tuple[int, ...]:
    """The numbers of all parameter sets, in the order in which opening tries them."""
    return tuple(sorted(PARAMETERS, reverse=True))


def make_ready() -> None:
    """Has the memory found that the next key is made in, and holds it; `let_go` gives it back."""
    argon.make_ready(PARAMETERS[LATEST].memory_kib)


def let_go() -> None:
    """Gives back what `make_ready` holds, if no key was made meanwhile."""
    argon.let_go()


def derive(passphrase: str, salt: bytes, parameters: int = LATEST) -> Key:
    """The key that this passphrase gives with this salt; the same letters give the same key however they were composed (NFC).

    Raises Invalid for an empty passphrase or one that is no text, and WaystationError where the memory for it is missing.
    """
    # Imported here: most archives need no key. By the package, as everywhere: two threads that begin with two of its modules wait for each other.
    from argon2 import exceptions

    cost = PARAMETERS[parameters]
    sizes = {"passes": cost.passes, "memory_kib": cost.memory_kib, "lanes": cost.lanes, "size": KEY_BYTES}
    try:
        raw = argon.raw(_bytes(passphrase), salt, **sizes)
    except exceptions.HashingError as error:
        raise WaystationError(
            f"The key could not be made from the passphrase ({error}).",
            f"It takes {cost.memory_kib // 1024} MB of memory: close other programs and try again.",
        ) from error
    return Key(raw)


def _bytes(passphrase: str) -> bytes:
    if not passphrase:
        raise Invalid("The passphrase is empty.", "Type at least one character; several words are better.")
    try:
        return unicodedata.normalize("NFC", passphrase).encode("utf-8")
    except UnicodeEncodeError as error:
        raise Invalid("The passphrase is not UTF-8 text.", "Check the encoding of the terminal or the file.") from error
