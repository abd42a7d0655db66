"""Opens a ZIP file that may be hostile: nothing is unpacked to a disk, and what it declares is checked before a byte of it is inflated.

Refused as a whole: too many members, members that lie over each other, more bytes than any project has, a cut or damaged file.
A member with an unsafe name, a link, or one behind a password is left out and told.
"""

import io
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Container, Sequence
from itertools import chain, count

from archive.base.errors import Unreadable
from archive.base.text import visible
from archive.importers.encodings import decode

from .interchange.telling import Tally

MOST_MEMBERS = 20_000
MOST_BYTES = 128 * 1024**2  # of one member, and of all that are read
_DIRECTORY = b"PK\1\2"
_END = b"PK\5\6"
_MOST_COMMENT = 65_536 + 22  # bytes from the beginning of the end to that of the file
_UTF8 = 0x800  # the flag that says so of a member's name
_LOCAL_HEADER = 30  # bytes before a member's name
_DRIVE = re.compile(r"[A-Za-z]:")
# What `zipfile` raises for a file that is not whole, has a password or is packed in a way that it does not know.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    EOFError,
    RuntimeError,
    ValueError,
    OSError,
)
_AGAIN = "Write it again with the program that it comes from."


class Box:
    """The members of a ZIP file by name. `told` has a sentence for each kind of member that is left out."""

    def __init__(self, data: bytes, most_bytes: int | None = None, *, apart: bool = False) -> None:
        """`apart`: of several members of one name each is kept, under a name of its own."""
        self._most_bytes = most_bytes or MOST_BYTES
        self._apart = apart
        if listed(data) > MOST_MEMBERS:
            raise Unreadable(f"This file holds more than {MOST_MEMBERS:,} members, more than are read.", _AGAIN)
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGED as error:
            raise Unreadable("This file is cut short or damaged: it has no list of what it holds.", _AGAIN) from error
        self._inflated = 0
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._taken: set[str] = set()
        self._tally = Tally()
        members = self._file.infolist()
        _require_apart(members)
        for member in members:
            self._take(member)
        self._keys = {_key(name): name for name in reversed(self._members)}

    def _take(self, member: zipfile.ZipInfo) -> None:
        if member.is_dir():
            return
        name = member.orig_filename
        if not _is_safe(name) or stat.S_ISLNK(member.external_attr >> 16):
            self._leave(name, "a name or a link that leads out of the file")
        elif member.flag_bits & 1:
            self._leave(name, "a password")
        else:
            if member.filename in self._members and not self._apart:
                self._leave(name, "a later one has its name")
            self._members[_other(member.filename, self._members) if self._apart else member.filename] = member

    def _leave(self, name: str, why: str) -> None:
        self._tally.add("member was left out", "members were left out", name, why=f": {why}")

    @property
    def names(self) -> Sequence[str]:
        """Every member that may be read, in the order of the file."""
        return list(self._members)

    def find(self, path: str) -> str | None:
        """The member of that very name, else one whose name differs in case or Unicode form only."""
        return path if path in self._members else self._keys.get(_key(path))

    @property
    def unread(self) -> Sequence[str]:
        """The members with anything in them that nobody has asked for; those hidden by their name apart."""
        return [
            name
            for name, member in self._members.items()
            if name not in self._taken and member.file_size and not name.rpartition("/")[2].startswith(".")
        ]

    def shown(self, name: str) -> str:
        """The member's name as its writer meant it: where it does not say UTF-8, it has bytes of a code page of its time."""
        if self._members[name].flag_bits & _UTF8 or name.isascii():
            return name
        return decode(name.encode("cp437", "replace")).text

    def size(self, name: str) -> int:
        """How many bytes the member says that it has."""
        return self._members[name].file_size

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises Unreadable for a damaged one, and when there are more than any project has."""
        member = self._members[name]
        room = self._most_bytes - self._inflated
        if member.file_size > room:
            raise Unreadable(f"This file unpacks to more than {self._most_bytes // 1024**2} MB.", "Split it.")
        try:
            with self._file.open(member) as stream:
                data = stream.read(room + 1)
        except DAMAGED as error:
            raise Unreadable(f"This file is damaged: {visible(name)} cannot be unpacked.", _AGAIN) from error
        self._inflated += len(data)
        self._taken.add(name)
        if self._inflated > self._most_bytes:
            raise Unreadable(f"This file unpacks to more than {self._most_bytes // 1024**2} MB.", "Split it.")
        return data

    @property
    def told(self) -> tuple[str, ...]:
        """What was left out, and why."""
        return tuple(self._tally.sentences())


def listed(data: bytes) -> int:
    """How many members the list at the end may have: counted before anything of it is taken in."""
    end = data.rfind(_END, max(0, len(data) - _MOST_COMMENT))
    if end < 0 or end + 16 > len(data):
        return 0  # no list at all
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    # The list of a very large file (ZIP64) stands somewhere before; members that are ZIP files themselves have lists of their own.
    return data.count(_DIRECTORY, 0 if size == 0xFFFFFFFF else max(0, end - size), end)


def _other(name: str, taken: Container[str]) -> str:
    """The name, or one like it that no other member has."""
    stem, dot, ending = name.rpartition(".") if "." in name.rpartition("/")[2] else (name, "", "")
    return next(each for each in chain([name], (f"{stem} ({n}){dot}{ending}" for n in count(2))) if each not in taken)


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _is_safe(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return not (name.startswith(("/", "\\")) or _DRIVE.match(name) or ".." in parts or "\\" in name or "\0" in name)


def _require_apart(members: Sequence[zipfile.ZipInfo]) -> None:
    """Raises Unreadable when one member's bytes lie in another's, by which a small file declares endless content."""
    end = 0
    for member in sorted(members, key=lambda each: each.header_offset):
        if member.header_offset < end:
            raise Unreadable("The members of this file lie over each other, which no program writes.", _AGAIN)
        end = member.header_offset + _LOCAL_HEADER + member.compress_size
