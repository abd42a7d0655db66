"""Archives from elsewhere: one that this machine does not know opens for reading only, says where it comes from, and is worked in once
a person said that they trust it. Nothing that lies in it is run before, and one with tables or triggers that are not ours never opens.
"""

from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from archive.archive import Archive
from archive.base import places
from archive.base.errors import OlderSchema
from archive.base.text import visible
from archive.protection import homes
from archive.protection.keys import Key
from archive.store import files, strangers
from archive.store.connection import Connections
from archive.store.journal import Facts

_NAMED = 3
_NAME_CHARS = 40


class FromElsewhere(OlderSchema):
    """An archive of an older version, of which this machine knows nothing: to be read it must be written to. `key` opens it."""

    def __init__(self, what: str, advice: str, key: Key | None) -> None:
        super().__init__(what, advice)
        self.key = key


def known(path: Path, key: Key | None = None) -> bool:
    """Whether an archive was made on this machine, or trusted here. Opens it for reading only. Raises as `Archive.open`."""
    files.inspect(path, encrypted=key is not None)
    with closing(files.connect(path, key=_raw(key), read_only=True)) as connections:
        if not connections.value("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'facts'"):
            return False
        facts = Facts(connections)
        uid, held = facts.get("uid") or "", facts.get(homes.FACT)
        if homes.is_marked(held, uid):
            return True
        return _indexed_here(connections, uid)


def _indexed_here(connections: Connections, uid: str) -> bool:
    """Archives that are older than the mark are known by their index, which a machine makes for every archive that it works in."""
    # Imported here: most archives bear the mark, and no command is to wait for the index's libraries.
    from archive.index.storage import Shelf, Signer
    from archive.store.chunks import Chunks

    return Shelf(Chunks(connections), Signer(places.machine_secret(), uid)).made_here()


def opened(path: Path, key: Key | None = None, *, trusted: bool = False) -> Archive:
    """Opens an archive for writing where this machine knows it, or somebody says that it is `trusted`; else for reading only, with
    `from_elsewhere` set, and the reason says whence. Raises FromElsewhere, and as `Archive.open`.
    """
    if known(path, key):
        archive = Archive.open(path, fall_back_to_read_only=True, key=key)
        if not archive.read_only and not archive.known_here:
            archive.trust()
        return archive
    strangers.require_ours(path, _raw(key))
    if trusted:
        archive = Archive.open(path, fall_back_to_read_only=True, key=key)
        if not archive.read_only:
            archive.trust()
        return archive
    try:
        archive = Archive.open(path, read_only=True, key=key)
    except OlderSchema as older:
        raise FromElsewhere(
            f"{path.name} comes from elsewhere. {older.what}",
            "A copy of how it is stays beside it. Do so only if you trust whoever gave it to you.",
            key,
        ) from older
    archive.from_elsewhere = True
    archive.read_only_reason = told(archive)
    return archive


def told(archive: Archive) -> str:
    """Where an archive comes from, in a sentence: what it says of itself, which nobody vouches for."""
    store = archive.store
    began = ""
    with suppress(ValueError):
        began = f", begun on {datetime.fromisoformat(store.facts.get('created') or ''):%d %B %Y}".replace("on 0", "on ")
    names = [visible(each)[:_NAME_CHARS] for each in store.exchange.authors() if each.strip()]
    more = len(names) - _NAMED
    by = ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
    return f"{archive.path.name} comes from elsewhere{began}{f', with work by {by}' if by else ''}."


def admit(path: Path, key: Key | None = None) -> bool:
    """For a command that is to write: whether the archive comes from elsewhere. Raises NotAnArchive where it holds what is not ours."""
    if known(path, key):
        return False
    strangers.require_ours(path, _raw(key))
    return True


def _raw(key: Key | None) -> bytes | None:
    return None if key is None else key.raw
