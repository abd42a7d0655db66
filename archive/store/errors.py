"""The one place where the driver's errors become sentences for a person; anything else is our bug and passes through."""

from pathlib import Path
from types import TracebackType

from sqlcipher3 import dbapi2

from archive.base.errors import ArchiveInUse, Damaged, DiskFull, ReadOnly, Sealed, Unreadable, WaystationError


def sentence(error: Exception, path: Path) -> WaystationError | None:
    """What a driver error says to a person about the archive at `path`; None when it is no failure of the world."""
    # Primary result codes, https://www.sqlite.org/rescode.html; extended codes carry them in their low byte.
    code = getattr(error, "sqlite_errorcode", None)
    match code & 0xFF if isinstance(code, int) else None:
        case 13:  # FULL
            return DiskFull(f"There is no room left for {path.name}.", "Free some space on the disk and try again.")
        case 10:  # IOERR
            return DiskFull(
                f"The disk that holds {path.name} did not do what was asked of it.",
                "Nothing was half written. Check the disk and its free space, then try again.",
            )
        case 8 | 3:  # READONLY, PERM
            return ReadOnly(f"{path.name} cannot be written to.", "Copy it to a folder that you may write to.")
        case 5 | 6:  # BUSY, LOCKED
            return ArchiveInUse(f"{path.name} is busy: another program is writing to it.", "Try again in a moment.")
        case 11:  # CORRUPT
            return damaged(path)
        case 26:  # NOTADB
            return Sealed(
                f"{path.name} is not a Waystation archive, or it is encrypted.",
                "Choose a file that ends in .waystation.",
            )
        case 14:  # CANTOPEN
            return Unreadable(f"{path.name} could not be opened.", "Check that you may read the file and its folder.")
    if isinstance(error, dbapi2.OperationalError) and str(error).startswith("Could not decode to UTF-8"):
        return damaged(path)  # the driver's own error, without a code
    return None


def damaged(path: Path) -> Damaged:
    """What is said of an archive that is not as it was written."""
    return Damaged(f"{path.name} is damaged.", "Restore it from a backup, or run `check` to see the damage.")


class sentences:  # noqa: N801 - it is used like a function
    """Turns the driver's errors inside the block into sentences.

    A class, because it stands around every statement: entering a generator takes as long as a short one.
    """

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, dbapi2.Error):
            told = sentence(error, self._path)
            if told is not None:
                raise told from error
