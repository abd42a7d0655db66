"""How a key is handed to SQLCipher, and whether it fits a file."""

from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from .codes import SALT_BYTES as SALT_BYTES


def literal(key: bytes, salt: bytes | None = None) -> str:
    """A raw key as SQLCipher takes it in PRAGMA key and ATTACH, with the salt of a file that is about to be made."""
    return f"x'{key.hex()}{(salt or b'').hex()}'"


def unlock(connection: Any, key: bytes | None, salt: bytes | None = None) -> None:
    """Hands the key to a connection that was just opened, and keeps the driver quiet."""
    if key is not None:
        connection.execute(f'PRAGMA key = "{literal(key, salt)}"')
    # Otherwise the driver prints its errors on stderr.
    connection.execute("PRAGMA cipher_log_level = NONE")


def fits(path: Path, key: bytes | None) -> bool:
    """Whether the first page of a file that can be written to reads with this key. What a rollback journal beside it was for is done
    first, whether the key fits or not.
    """
    fresh = dbapi2.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)
    try:
        unlock(fresh, key)
        fresh.execute("SELECT count(*) FROM sqlite_schema").fetchall()
        return True
    except dbapi2.DatabaseError:
        return False
    finally:
        fresh.close()
