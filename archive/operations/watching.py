"""Watches folders for files that are complete, and remembers which were taken. Changes nothing in them, and reads no file itself.

A file is complete when two looks in a row find it with the same size and time, and its name is none that browsers and office programs
give to what they are still writing. Whoever watches decides when to look: after a sign of the system, and again as long as `Look.waiting`.
What was taken is kept in the archive by path, size and time, so that a start does not take all of a folder again.
"""

import json
import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from archive.archive import Archive
from archive.base.errors import Invalid
from archive.base.text import storable

MOST_FILES = 20_000
MOST_FOLDERS = 2_000
MOST_DEEP = 12
_FACT = "watched "
# What programs call files that are not whole: downloads, office documents that are open, copies and synchronisations under way.
_TEMPORARY = re.compile(
    r"(?i)^(?:[.~].*|~\$.*|\$.*|.*~|.*\.(?:part|partial|crdownload|download|opdownload|!ut|!qb|tmp|temp|swp|swx|lock|filepart|aria2|unconfirmed))$"
    r"|^unconfirmed .*|^\.~lock\..*#$"
)
_MARKS = frozenset({".waystation", ".waystation-wal", ".waystation-shm", ".waystation-journal", ".lock"})

_State = tuple[int, int]  # size in bytes, time of the last change in nanoseconds


def is_temporary(name: str) -> bool:
    """Whether a file is called as one that is still being written, or that no person put there."""
    return _TEMPORARY.match(name) is not None


def require_watchable(archive: Archive, folder: Path) -> None:
    """Raises Invalid, with a sentence, for what is no folder, and for one that holds the archive itself."""
    if not folder.is_dir():
        raise Invalid(f"{folder} is no folder.", "Choose a folder that is there.")
    place, own = folder.resolve(), archive.path.resolve()
    if place == own.parent or place in own.parents:
        raise Invalid(
            f"{folder} holds this archive, which changes with every import.", "Choose a folder beside it, or one below."
        )


@dataclass(frozen=True, slots=True)
class Look:
    """What one look found. `ready` are complete files that were not taken; `waiting` tells that some are still being written.

    `there` is False while the folder cannot be reached. `told` are sentences on what is beyond the limits.
    """

    ready: tuple[Path, ...] = ()
    waiting: bool = False
    there: bool = True
    folders: tuple[Path, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(slots=True)
class Watch:
    """One watched folder between looks. `taken` is what was handed on before, by its path below the folder."""

    folder: Path
    taken: dict[str, _State] = field(default_factory=dict)
    _before: dict[str, _State] = field(default_factory=dict)

    def look(self) -> Look:
        """Looks through the folder and those below it."""
        if not _is_folder(self.folder):
            self._before = {}
            return Look(there=False)
        found, folders, told = _walk(self.folder)
        from . import gathering  # with it comes what reads files: for a folder in which something lies

        ready, waiting = [], False
        for name, state in found.items():
            if self.taken.get(name) == state:
                continue
            if self._before.get(name) != state:
                waiting = True
            elif gathering.is_wanted(self.folder / name):
                ready.append(self.folder / name)
            else:
                self.taken[name] = state  # a picture, say: nothing that would be read in a folder
        self._before = found
        return Look(tuple(ready), waiting, True, tuple(folders), tuple(told))

    def take(self, paths: Iterable[Path]) -> None:
        """Says of files of the last look that they were handed on."""
        for path in paths:
            name = str(path.relative_to(self.folder))
            if name in self._before:
                self.taken[name] = self._before[name]

    def take_all(self) -> None:
        """Says of everything that is there now that it is not to be taken."""
        if _is_folder(self.folder):
            self._before = _walk(self.folder)[0]
            self.taken |= self._before

    def forget_gone(self) -> None:
        """Lets go of what is no longer there, where the folder is."""
        if self._before:
            self.taken = {name: state for name, state in self.taken.items() if name in self._before}


def load(archive: Archive, folder: Path) -> Watch:
    """The watch on a folder, with what was taken from it into this archive."""
    try:
        held = json.loads(archive.store.facts.get(_key(folder)) or "{}")
        taken = {str(name): (int(state[0]), int(state[1])) for name, state in held.items()}
    except (ValueError, TypeError, AttributeError, IndexError):
        taken = {}
    return Watch(folder, taken)


def is_new(archive: Archive, folder: Path) -> bool:
    """Whether nothing was ever taken from the folder into this archive, or passed over in it."""
    return archive.store.facts.get(_key(folder)) is None


def save(archive: Archive, watch: Watch) -> None:
    """Keeps what was taken."""
    watch.forget_gone()
    with archive.atomic():
        archive.store.facts.set(_key(watch.folder), json.dumps(watch.taken, ensure_ascii=False, separators=(",", ":")))


def _key(folder: Path) -> str:
    return _FACT + storable(os.path.abspath(folder))  # noqa: PTH100 - resolving would follow a link that changes


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError:
        return False


def _walk(folder: Path) -> tuple[dict[str, _State], list[Path], list[str]]:
    """(files with their states, folders to be watched, sentences on limits). Links to folders are not followed."""
    found: dict[str, _State] = {}
    folders: list[Path] = []
    told: list[str] = []
    waiting = [(folder, 0)]
    while waiting:
        here, depth = waiting.pop()
        if len(folders) >= MOST_FOLDERS or len(found) >= MOST_FILES:
            told = [
                f"More than {MOST_FOLDERS:,} folders or {MOST_FILES:,} files are below {folder.name}: not all are watched."
            ]
            break
        folders.append(here)
        below, too_deep = _entries(here, folder, found, depth)
        waiting += below
        if too_deep:
            told = [f"Folders more than {MOST_DEEP} deep below {folder.name} are not watched."]
    return found, folders, told


def _entries(here: Path, folder: Path, found: dict[str, _State], depth: int) -> tuple[list[tuple[Path, int]], bool]:
    """The folders to go into; adds files to those found. True where some are too deep."""
    below: list[tuple[Path, int]] = []
    too_deep = False
    try:
        entries = sorted(os.scandir(here), key=lambda each: each.name)
    except OSError:
        return [], False
    from . import gathering

    own = gathering.companions(entry.name for entry in entries)
    for entry in entries:
        if is_temporary(entry.name) or Path(entry.name).suffix.lower() in _MARKS or entry.name in own:
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                too_deep = too_deep or depth >= MOST_DEEP
                below += [(Path(entry.path), depth + 1)] if depth < MOST_DEEP else []
            elif entry.is_file() and (status := entry.stat()).st_size and len(found) < MOST_FILES:
                found[str(Path(entry.path).relative_to(folder))] = (status.st_size, status.st_mtime_ns)
        except OSError:
            continue
    return list(reversed(below)), too_deep
