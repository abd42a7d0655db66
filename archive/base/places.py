"""Where things lie on this machine: the default archive, settings, the machine's secret, the author's name."""

import getpass
import json
import os
import secrets
from pathlib import Path

import platformdirs

from .syncing import sync

_APP = "Waystation"
_SECRET_BYTES = 32
_preferred: dict[str, str] = {}


def data_folder() -> Path:
    """The user's data folder for Waystation; made when missing. `WAYSTATION_HOME` overrides it (portable use, tests)."""
    home = os.environ.get("WAYSTATION_HOME")
    folder = Path(home) if home else Path(platformdirs.user_data_dir(_APP, appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def settings_file() -> Path:
    """Where the window keeps preferences and its last state."""
    return data_folder() / "settings.json"


def default_archive() -> Path:
    """The archive that opens when none is named: `WAYSTATION_ARCHIVE`, else `Library.waystation` in the data folder."""
    named = os.environ.get("WAYSTATION_ARCHIVE")
    return Path(named) if named else data_folder() / "Library.waystation"


def machine_secret() -> bytes:
    """32 random bytes made once for this user on this machine; they key the index's MAC and never leave it.

    Two processes that ask for the first time at once get the same ones. A damaged secret is replaced.
    """
    path = data_folder() / "machine-secret"
    secret = _whole_secret(path)
    if secret is not None:
        return secret
    # Imported here: it is needed once in the life of a machine.
    from filelock import FileLock

    with FileLock(path.with_name("machine-secret.lock")):
        return _whole_secret(path) or _make_secret(path)


def _whole_secret(path: Path) -> bytes | None:
    try:
        secret = path.read_bytes()
    except FileNotFoundError:
        return None
    return secret if len(secret) == _SECRET_BYTES else None


def _make_secret(path: Path) -> bytes:
    secret = secrets.token_bytes(_SECRET_BYTES)
    keep_secret(path, secret)
    return secret


def keep_secret(path: Path, data: bytes) -> None:
    """Writes a file that only its owner can read, whole or not at all, and on the disk when this returns."""
    fresh = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync(path.parent)


def author() -> str:
    """Who makes marks and changes here: `WAYSTATION_AUTHOR`, else the name chosen in the preferences, else the account's name.

    A window tells its preferences by `set_author`; a process without one reads them from the file that the window keeps.
    """
    preferred = _preferred["author"] if "author" in _preferred else _kept_author()
    try:
        return os.environ.get("WAYSTATION_AUTHOR") or preferred or getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def author_given() -> bool:
    """Whether anybody said who makes marks here, in the preferences or from outside."""
    preferred = _preferred["author"] if "author" in _preferred else _kept_author()
    return bool(os.environ.get("WAYSTATION_AUTHOR") or preferred)


def _kept_author() -> str:
    return " ".join(_kept("author").split())


def backup_place() -> Path | None:
    """Where a person wants backups, as the window's settings have it; None: beside the archive. It may be gone by now."""
    chosen = _kept("backups.place").strip()
    return Path(chosen).expanduser() if chosen else None


def _kept(setting: str) -> str:
    """A text in the window's settings; "" when there is none, or the file cannot be read."""
    try:
        value = json.loads(settings_file().read_text("utf-8"))["settings"][setting]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return value if isinstance(value, str) else ""


def set_author(name: str | None) -> None:
    """Tells, for this process, the name that was chosen in the preferences; an empty one goes back to the account's."""
    _preferred["author"] = " ".join((name or "").split())
