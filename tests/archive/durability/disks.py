"""A simulated disk: what is certainly on it, what may be, and one of the states that a power cut may leave behind.

A file holds everything up to its last sync before the cut; of what was written after that, any part may have reached the disk, in
any order, down to single sectors of a write. Names are kept apart from content, as file systems do. A new name is certain once its
file or its folder was synced, and other changes of names once the folder was; before that, new names and removals may or may
not have reached the disk, each for itself, and renames and second names in the order in which they were made.
"""

import os
import random
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_HEAD = struct.Struct("<cIQQ")
_SECTOR = 512  # bytes that a disk writes whole
_SOURCE = Path(__file__).with_name("record_writes.c")
# The lock holds no data; shared memory is made anew by the first to open the archive.
_IGNORED = (".lock", "-shm", " (deleted)")


@dataclass(frozen=True)
class Operation:
    """One logged change: W write, T truncate, S sync, D folder synced, U unlink, R rename, L second name (`data`: the new name)."""

    kind: str
    path: str
    offset: int
    data: bytes


def operations(log: Path) -> list[Operation]:
    """What the recorder wrote down, without what holds no data."""
    return [each for each in _logged(log) if not each.path.endswith(_IGNORED)]


def _logged(log: Path) -> Iterator[Operation]:
    data = log.read_bytes()
    place = 0
    while place < len(data):
        kind, path_length, offset, length = _HEAD.unpack_from(data, place)
        place += _HEAD.size
        path = data[place : place + path_length].decode()
        place += path_length
        yield Operation(kind.decode(), path, offset, data[place : place + length])
        place += length


@dataclass(eq=False)
class _File:
    """What was synced of a file, and what was done to it since."""

    synced: bytearray = field(default_factory=bytearray)
    pending: list[Operation] = field(default_factory=list)

    def sync(self) -> None:
        for operation in self.pending:
            _apply(self.synced, operation)
        self.pending.clear()


@dataclass(frozen=True, eq=False)
class _Naming:
    """A change of names that may not have reached the disk: `path` leads to `file` from then on (None: to nothing)."""

    path: str
    file: _File | None
    source: str | None = None  # of a rename
    ordered: bool = False


class Disk:
    """Takes the operations one after the other; at any moment it can say what a cut may leave."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._now = {path: _File(bytearray(content)) for path, content in files.items()}
        self._certain = dict(self._now)
        self._namings: list[_Naming] = []

    def take(self, operation: Operation) -> None:
        path = operation.path
        match operation.kind:
            case "W" | "T":
                self._opened(path).pending.append(operation)
            case "S":
                file = self._opened(path)
                file.sync()
                self._settle(lambda naming: naming.file is file and not naming.ordered)
            case "D":
                self._settle(lambda naming: Path(naming.path).parent == Path(path))
            case "U":
                if self._now.pop(path, None) is not None:
                    self._namings.append(_Naming(path, None))
            case "R" | "L":
                target = operation.data.decode()
                file = self._now[target] = self._opened(path)
                if operation.kind == "R":
                    del self._now[path]
                self._namings.append(_Naming(target, file, path if operation.kind == "R" else None, ordered=True))

    def _opened(self, path: str) -> _File:
        if path not in self._now:
            self._now[path] = _File()
            self._namings.append(_Naming(path, self._now[path]))
        return self._now[path]

    def _settle(self, certain: Callable[[_Naming], bool]) -> None:
        left: list[_Naming] = []
        for naming in self._namings:
            if certain(naming):
                _name(self._certain, naming)
                left = [earlier for earlier in left if earlier.path != naming.path]
            else:
                left.append(naming)
        self._namings = left

    def after_a_cut(self, chance: random.Random) -> dict[str, bytes]:
        """One of the states that the cut may have left behind."""
        names = dict(self._certain)
        ordered = sum(naming.ordered for naming in self._namings)
        done = chance.randint(0, ordered)
        for naming in self._namings:
            if naming.ordered:
                done -= 1
            if done >= 0 if naming.ordered else chance.random() < 0.5:
                _name(names, naming)
        content: dict[int, bytes] = {}
        for file in names.values():
            content.setdefault(id(file), self._survived(file, chance))
        return {path: content[id(file)] for path, file in names.items()}

    def _survived(self, file: _File, chance: random.Random) -> bytes:
        content = bytearray(file.synced)
        luck = chance.choice((0.0, 0.2, 0.5, 0.8, 1.0))  # from nothing after the sync to all of it
        for operation in file.pending:
            for part in _torn(operation, luck, chance):
                _apply(content, part)
        return bytes(content)


class ForgetfulDisk(Disk):
    """A disk that says that it has written what it has not."""

    def take(self, operation: Operation) -> None:
        if operation.kind != "S":
            super().take(operation)


def _name(names: dict[str, _File], naming: _Naming) -> None:
    if naming.source is not None:
        names.pop(naming.source, None)
    if naming.file is None:
        names.pop(naming.path, None)
    else:
        names[naming.path] = naming.file


def _apply(content: bytearray, operation: Operation) -> None:
    end = operation.offset + len(operation.data)
    if operation.kind == "T":
        del content[operation.offset :]
        end = operation.offset
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    if operation.kind == "W":
        content[operation.offset : end] = operation.data


def _torn(operation: Operation, luck: float, chance: random.Random) -> Iterator[Operation]:
    """The sectors of an operation that reached the disk; a truncation reached it or did not."""
    if operation.kind == "T" or chance.random() < 0.7:
        if chance.random() < luck:
            yield operation
        return
    start, data = operation.offset, operation.data
    while data:
        size = _SECTOR - start % _SECTOR
        if chance.random() < luck:
            yield Operation("W", operation.path, start, data[:size])
        start, data = start + size, data[size:]


def built(folder: Path) -> Path | None:
    """The library that writes down what a program does to files, for LD_PRELOAD; None where it cannot be made."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if sys.platform != "linux" or compiler is None:
        return None
    library = folder / "record_writes.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", library, _SOURCE, "-ldl", "-lpthread"], check=True)
    return library


def lay_out(content: dict[str, bytes], folder: Path, place: Path) -> None:
    """Puts files of `folder` as they survived below `place`, which is emptied first. Two names of one file, whose content is one object, are that
    again.
    """
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    laid: dict[int, Path] = {}
    for name, data in content.items():
        target = place / os.path.relpath(name, folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        if id(data) in laid:
            target.hardlink_to(laid[id(data)])
            continue
        target.write_bytes(data)
        if len(data) > 1:  # shorter ones are the same object whosever they are
            laid[id(data)] = target
