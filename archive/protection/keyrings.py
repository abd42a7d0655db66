"""The system's keyring, where a person asks for it: it keeps an archive's key, so that opening asks no passphrase on this machine.

Only keyrings that encrypt what they keep are used (those of GNOME, KDE, macOS and Windows). The entry is named by the archive's salt,
which says nothing; the passphrase itself is never handed over. Until a person asks, no keyring is even looked for.
"""

from typing import Any

from archive.base import places
from archive.base.errors import WaystationError

from .keys import Key

_SERVICE = "Waystation"
_TRUSTED = ("SecretService", "libsecret", "kwallet", "macOS", "Windows")


def remember(salt: bytes, key: Key) -> None:
    """Keeps the key; raises WaystationError where there is no keyring that can be trusted."""
    from keyring.errors import KeyringError

    try:
        _keyring().set_password(_SERVICE, salt.hex(), key.raw.hex())
    except (KeyringError, OSError) as error:
        raise _refused(error) from error
    _asked().touch(mode=0o600)


def forget(salt: bytes) -> None:
    """Takes the key out of the keyring; no error when it holds none."""
    if not _asked().exists():
        return
    from keyring.errors import KeyringError, PasswordDeleteError

    try:
        _keyring().delete_password(_SERVICE, salt.hex())
    except PasswordDeleteError:
        return
    except (KeyringError, OSError) as error:
        raise _refused(error) from error


def remembered(salt: bytes) -> Key | None:
    """The key that the keyring holds for this archive, or None: also where the keyring is locked or missing."""
    if not _asked().exists():
        return None
    try:
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        held = _keyring().get_password(_SERVICE, salt.hex())
        return None if held is None else Key(bytes.fromhex(held))
    except (KeyringError, OSError, ValueError, WaystationError):
        return None


def _asked() -> Any:
    """A file that says that a keyring was asked to keep something on this machine, and nothing more."""
    return places.data_folder() / "keyring-in-use"


def _keyring() -> Any:
    try:
        import keyring
    except ImportError as error:
        raise WaystationError(
            "The part of Waystation that speaks to the system's keyring is not installed.",
            "Keep the passphrase in your head or on paper.",
        ) from error
    backend = keyring.get_keyring()
    inner = getattr(backend, "backends", [backend])  # a chain of several
    trusted = [each for each in inner if type(each).__module__.rpartition(".")[2] in _TRUSTED]
    if not trusted:
        raise WaystationError(
            "There is no system keyring here that encrypts what it keeps.",
            "Keep the passphrase in your head or on paper.",
        )
    return trusted[0]


def _refused(error: Exception) -> WaystationError:
    return WaystationError(
        f"The system's keyring did not do it ({str(error).rstrip('.! ')}).", "Unlock the keyring and try again."
    )
