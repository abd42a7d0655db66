"""BagIt folders (RFC 8493) that are met on the way: one whose lists name a place outside of it is not to be trusted with anything."""

import re
from pathlib import Path
from urllib.parse import unquote

from archive.base.text import visible

_MOST_BYTES = 16 * 1024**2  # of one list
_MOST_LISTS = 100
_DRIVE = re.compile(r"[A-Za-z]:")


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
        fields = 2 if each.name == "fetch.txt" else 1  # before the path
        for line in text.splitlines():
            path = line.split(maxsplit=fields)[-1] if len(line.split(maxsplit=fields)) > fields else ""
            if path and not _is_safe(unquote(path.strip())):
                named = visible(path.strip())[:80]
                return f"This bag was left out: its {each.name} names a place outside of it ({named})."
    return None


def _is_safe(path: str) -> bool:
    parts = path.replace("\\", "/").split("/")
    return not (path.startswith(("/", "\\", "~")) or _DRIVE.match(path) or ".." in parts or "\0" in path)
