"""BagIt folders (RFC 8493) that are met on the way: one whose lists name a place outside of it is not to be trusted with anything."""

from pathlib import Path

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
