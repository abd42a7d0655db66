"""Another archive as a side of a merge: read without trusting it, and its records checked as a bundle's are."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive.archive import Archive
from archive.base.errors import Invalid, NotFound
from archive.base.progress import Progress
from archive.model.change import Change
from archive.model.exchange import KINDS, Contents, Merged, Record
from archive.operations import protecting
from archive.store import strangers
from archive.store.connection import Connections
from archive.store.journal import Facts

from . import checks, merging, opening
from .own import Own, Side
from .telling import told_of


class Foreign:
    """A `Side` over an archive that came from elsewhere."""

    def __init__(self, connections: Connections, name: str, encrypted: bool) -> None:
        facts = Facts(connections)
        self._own = Own(connections, Contents(name, "archive", "", "", "", (), {}))
        counts = {kind: len(self._own.chosen(kind)) for kind in KINDS}
        uid, made = checks.line(facts.get("uid")), checks.line(facts.get("created"))
        authors = tuple(checks.line(each) for each in self._own.tables.authors())
        self.contents = Contents(name, "archive", uid, "", made, authors, counts, None, encrypted)

    def batches(self, kind: str) -> Iterator[Sequence[Record]]:
        """The records of a kind, checked one by one. Raises Unreadable."""
        for batch in self._own.batches(kind):
            yield [checks.record(kind, told_of(self._own.as_said(record))) for record in batch]

    def edition(self, name: str) -> Mapping[str, Any]:
        """An edition's columns. Raises Unreadable."""
        return checks.edition(name, dict(self._own.edition(name)))

    def original(self, address: str) -> Iterator[bytes]:
        """The bytes of an original."""
        return self._own.original(address)


def needs_passphrase(path: Path) -> bool:
    """Whether a bundle or an archive opens with a passphrase only."""
    if path.is_file() and opening.is_bundle(path):
        return opening.is_encrypted(path)
    return path.is_file() and protecting.is_encrypted(path)


@contextmanager
def side(
    archive: Archive, path: Path, *, passphrase: str | None = None, progress: Progress | None = None
) -> Iterator[Side]:
    """What a file brings, a bundle or an archive, found whole, for `merging.merge`.

    Raises Unreadable, NotAnArchive, NewerSchema, Invalid (a passphrase is needed, or it is the archive itself), WrongPassphrase.
    """
    if not path.exists():
        raise NotFound(f"There is no file {path}.", "Check the name.")
    if path.samefile(archive.path):
        raise Invalid("That is the archive itself.", "Name a bundle, or another archive.")
    if opening.is_bundle(path):
        with opening.Bundle(path, passphrase=passphrase, known=known_keys(archive), progress=progress) as bundle:
            yield bundle
        return
    encrypted = protecting.is_encrypted(path)
    if encrypted and passphrase is None:
        raise Invalid(f"{path.name} is encrypted.", "Give its passphrase.")
    key = protecting.unlock(path, passphrase or "").raw if encrypted else None
    with strangers.reading(path, key) as connections:
        yield Foreign(connections, path.name, encrypted)


def look(archive: Archive, path: Path, *, passphrase: str | None = None, progress: Progress | None = None) -> Contents:
    """What a file brings and from whom, found whole; nothing is brought in. Raises as `side` does."""
    with side(archive, path, passphrase=passphrase, progress=progress) as found:
        return found.contents


def bring(
    archive: Archive, path: Path, *, passphrase: str | None = None, progress: Progress | None = None
) -> tuple[Merged, Change]:
    """Joins what a file brings, as `merging.merge` does. Raises as `side` does."""
    with side(archive, path, passphrase=passphrase, progress=progress) as found:
        return merging.merge(archive, found, progress=progress)


def known_keys(archive: Archive) -> dict[str, str]:
    """{key: author} of work that was merged here."""
    return {told["key"]: told["author"] for told in archive.store.exchange.merges() if told["key"]}
