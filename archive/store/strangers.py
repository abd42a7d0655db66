"""Reads an archive that came from elsewhere: nothing in it is run, and it is what its version says that it is, or it is refused."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlcipher3 import dbapi2

from archive.base.errors import NewerSchema, NotAnArchive

from . import files, migrations
from .connection import APPLICATION_ID, Connections

_ADVICE = "Do not trust this file; ask for a bundle instead."


@contextmanager
def reading(path: Path, key: bytes | None = None) -> Iterator[Connections]:
    """Connections that only read, closed at the end. One of an older version, or with work in its WAL, is read in a copy that is
    brought up to date, and removed. Raises NotAnArchive, NewerSchema, Unreadable.
    """
    files.inspect(path, encrypted=key is not None)
    if not files.wal_holds_something(path):
        connections = Connections(path, key=key, immutable=True)
        try:
            version = _require_known(connections)
            if version == migrations.VERSION:
                yield connections
                return
        finally:
            connections.close()
    with tempfile.TemporaryDirectory(prefix="waystation-") as folder:
        copy = Path(folder) / "Copy.waystation"
        for ending in ("", "-wal"):
            with suppress(FileNotFoundError):
                shutil.copyfile(path.with_name(path.name + ending), copy.with_name(copy.name + ending))
        _bring_up_to_date(copy, key)
        connections = Connections(copy, key=key, immutable=True)
        try:
            yield connections
        finally:
            connections.close()


def require_ours(path: Path, key: bytes | None = None) -> None:
    """Raises NotAnArchive or NewerSchema where an archive's schema is not, statement by statement, the one of its version."""
    connections = files.connect(path, key=key, read_only=True)
    try:
        _require_known(connections)
    finally:
        connections.close()


def _bring_up_to_date(copy: Path, key: bytes | None) -> None:
    connections = Connections(copy, key=key, read_only=True)
    try:
        _require_known(connections)
    finally:
        connections.close()
    writing = files.connect(copy, key=key, read_only=False)
    try:
        files.upgrade(writing)
        writing.checkpoint()
    finally:
        writing.close()


def _require_known(connections: Connections) -> int:
    """The version of the schema, each statement of which is ours. Raises NotAnArchive, NewerSchema."""
    name = connections.path.name
    if connections.value("PRAGMA application_id") != APPLICATION_ID:
        raise NotAnArchive(f"{name} is not a Waystation archive.", "Choose another file.")
    version = files.version(connections)
    if version > migrations.VERSION:
        raise NewerSchema(f"{name} was written by a newer version of Waystation.", "Install the newest version.")
    rows = connections.rows(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    found = {tuple(row) for row in rows}
    if version < 1 or found != _schema(version):
        raise NotAnArchive(f"{name} holds tables or triggers that Waystation did not make.", _ADVICE)
    return version


def _schema(version: int) -> set[tuple[object, ...]]:
    """(type, name, table, SQL) of everything that a version of the schema holds."""
    from sqlite_utils import Database

    with closing(dbapi2.connect(":memory:", isolation_level=None)) as connection:
        migrations.migrate(Database(connection, execute_plugins=False), version)
        rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall()
    return {tuple(row) for row in rows if not str(row[1]).startswith("sqlite_")}
