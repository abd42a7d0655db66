"""BagIt folders (RFC 8493) that are met on the way: one whose lists name a place outside of it is not to be trusted with anything;
any other is read as the ZIP file that it would be, so that its lists and what made it count there too."""

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

from archive.base.errors import Unreadable
from archive.importers.containers.bags import fault_in

_MOST_BYTES = 16 * 1024**2  # of one list
_MOST_LISTS = 100


def is_bag(folder: Path) -> bool:
    """Whether a folder says that it is a bag."""
    return (folder / "bagit.txt").is_file()


def fault(folder: Path) -> str | None:
    """A sentence when a list of the bag names a path that leads out of it, else None."""
    lists = [*sorted(folder.glob("*manifest-*.txt"))[:_MOST_LISTS], folder / "fetch.txt"]
    for each in lists:
        try:
            with each.open("rb") as file:
                text = file.read(_MOST_BYTES).decode("utf-8", "replace")
        except OSError:
            continue
        if (found := fault_in(each.name, text)) is not None:
            return found
    return None


def zipped(folder: Path, most_bytes: int) -> bytes:
    """The bag as a ZIP file; links are left out. Raises Unreadable where its files have more bytes than `most_bytes`, OSError."""
    held, size = io.BytesIO(), 0
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as box:
        for path in _files(folder):
            size += path.stat().st_size
            if size > most_bytes:
                raise Unreadable(
                    f"This bag has more than {most_bytes / 1e6:,.0f} MB.",
                    "Import the folders in its “data” one by one.",
                )
            box.writestr(zipfile.ZipInfo(path.relative_to(folder).as_posix()), path.read_bytes())
    return held.getvalue()


def _files(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        folders.sort()
        yield from (path for name in sorted(files) if (path := Path(here) / name).is_file() and not path.is_symlink())
