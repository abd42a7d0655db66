"""The author's key: made once for this user on this machine, never leaves it, and signs bundles (Ed25519, RFC 8032).

A fingerprint is the beginning of the SHA-256 of the public key, in eight groups of four, to be read to somebody over a telephone.
"""

import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path

from archive.base import places
from archive.base.errors import Unreadable

_KEY_BYTES = 32
_GROUP, _GROUPS = 4, 8


@dataclass(frozen=True, slots=True)
class Signature:
    """A public key and what it signed with, in hexadecimal digits."""

    key: str
    signature: str


def sign(message: bytes) -> Signature:
    """Signs with the author's key, which is made when there is none. Raises Unreadable when it is damaged."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.from_private_bytes(_private())
    return Signature(private.public_key().public_bytes_raw().hex(), private.sign(message).hex())


def own_key() -> str:
    """The author's public key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(_private()).public_key().public_bytes_raw().hex()


def is_own(key: str) -> bool:
    """Whether a public key is the author's; none is made for the asking, and one that cannot be read is nobody's."""
    if not (places.data_folder() / "author-key").exists():
        return False
    try:
        return key == own_key()
    except Unreadable:
        return False


def holds(signature: Signature, message: bytes) -> bool:
    """Whether the key signed this very message."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature.key))
        public.verify(bytes.fromhex(signature.signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(key: str) -> str:
    """What a public key is called among people: "3f2a 90c1 …"; "" for what is none."""
    try:
        digest = hashlib.sha256(bytes.fromhex(key)).hexdigest()
    except ValueError:
        return ""
    return " ".join(digest[place * _GROUP : (place + 1) * _GROUP] for place in range(_GROUPS))


def _private() -> bytes:
    path = places.data_folder() / "author-key"
    key = _kept(path)
    if key is None:
        from filelock import FileLock

        with FileLock(path.with_name("author-key.lock")):
            key = _kept(path) or _make(path)
    return key


def _kept(path: Path) -> bytes | None:
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unreadable(
            f"Your key {path} cannot be read ({error.strerror}).", "Check that you may read it."
        ) from error
    if len(key) != _KEY_BYTES:
        # Another one in its place would be another author.
        raise Unreadable(
            f"Your key {path} is damaged.", "Restore it from a backup, or remove it to become a new author."
        )
    return key


def _make(path: Path) -> bytes:
    key = secrets.token_bytes(_KEY_BYTES)
    places.keep_secret(path, key)
    return key
