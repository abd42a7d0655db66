"""What an archive holds, as one value: two archives that hold the same to the last byte of every row have the same."""

import hashlib

from archive.store.connection import Connections


def state(connections: Connections) -> str:
    """A digest over every row of every table, as this thread sees them: inside a transaction with what it wrote."""
    found = hashlib.blake2b(digest_size=16)
    found.update(str(connections.value("PRAGMA user_version")).encode())
    names = connections.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    for (name,) in names:
        found.update(f"\0{name}".encode())
        for row in connections.rows(f'SELECT * FROM "{name}"'):
            for value in row:
                found.update(b"\1" + value if isinstance(value, bytes) else repr(value).encode() + b"\2")
    return found.hexdigest()
