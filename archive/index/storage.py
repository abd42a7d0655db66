"""Segment files in the archive's own chunks: packed, two or three chunks a segment, signed, and read once into memory, but for what lies afar.

Nothing read from a chunk is looked at, let alone unpickled, before its MAC has been verified: keyed BLAKE2b (RFC 7693)
over archive uid, chunk name and content, with the machine's secret as the key. The list of segments is JSON, never a
pickle. Nothing is ever written to a file of its own: the spills of Whoosh's posting pool stay in memory too.
"""

# Whoosh types only some of its functions.
# mypy: disable-error-code="no-untyped-call"

import hmac
import json
import secrets
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from typing import Any

from whoosh.filedb.filestore import RamStorage
from whoosh.filedb.structfile import BufferFile

from archive.model.protocols import ChunkStore

from . import afar, arrays
from .arrays import FORMAT, Array

_LIST = "segments-"
# What the chunk of a segment's columns is called after the segment's name.
NUMBERS = ".numbers"
# And that of its arrays of which only what is asked for is read (`afar`); a small segment has none.
FAR = ".far"
# What the chunks begin with that follow from the others, so that any of them may be missing.
KEPT = "kept-"
_MAC_BYTES = 32


class Damaged(Exception):
    """A chunk is missing, unreadable, forged, or written by another version: the index has to be built again."""


@dataclass(frozen=True)
class SegmentInfo:
    """One segment as the list of segments keeps it. `deleted` are document numbers within the segment."""

    name: str
    documents: int
    deleted: frozenset[int]
    lengths: Mapping[str, int]

    @property
    def live(self) -> int:
        return self.documents - len(self.deleted)

    def without(self, numbers: Iterable[int]) -> "SegmentInfo":
        """The same segment with more documents deleted."""
        return replace(self, deleted=self.deleted | frozenset(numbers))


class Signer:
    """Makes and checks the MACs of one archive's chunks on this machine."""

    def __init__(self, secret: bytes, archive_uid: str) -> None:
        self._key = blake2b(secret, digest_size=_MAC_BYTES, person=b"waystation-index").digest()
        self._archive = archive_uid.encode()

    def mac(self, name: str, data: bytes) -> bytes:
        state = blake2b(key=self._key, digest_size=_MAC_BYTES)
        for label in (self._archive, name.encode()):
            state.update(struct.pack("<Q", len(label)))
            state.update(label)
        state.update(data)
        return state.digest()


class Shelf:
    """The index's chunks: signed when put, verified when got."""

    def __init__(self, chunks: ChunkStore, signer: Signer) -> None:
        self._chunks = chunks
        self._signer = signer
        self.blocks = afar.Blocks()

    def _get(self, name: str) -> bytes:
        try:
            data, mac = self._chunks.get(name)
        except KeyError:
            raise Damaged(f"the index file {name} is missing") from None
        if not hmac.compare_digest(bytes(mac), self._signer.mac(name, data)):
            raise Damaged(f"the index file {name} was not written by this program on this machine, or was changed")
        return bytes(data)

    def _put(self, name: str, data: bytes) -> None:
        part_bytes = afar.BLOCK_BYTES if name.endswith(FAR) else None
        self._chunks.put(name, data, self._signer.mac(name, data), part_bytes)

    def segments(self) -> list[SegmentInfo]:
        """The segments that make up the index now; empty for an index that holds nothing yet."""
        lists = [name for name in self._chunks.names() if name.startswith(_LIST)]
        if not lists:
            if self._chunks.names():
                raise Damaged("the list of the index's segments is missing")
            return []
        if len(lists) > 1:
            raise Damaged("there is more than one list of the index's segments")
        record = json.loads(self._get(lists[0]))
        if record["format"] != FORMAT:
            raise Damaged("the index was written by another version of the program")
        return [
            SegmentInfo(row["name"], row["documents"], frozenset(row["deleted"]), row["lengths"])
            for row in record["segments"]
        ]

    def made_here(self) -> bool:
        """Whether this machine wrote the list of segments, in whichever format."""
        lists = [name for name in self._chunks.names() if name.startswith(_LIST)]
        try:
            return bool(lists) and all(self._get(name) for name in lists)
        except Damaged:
            return False

    def arrays(self, name: str) -> dict[str, Array]:
        """The verified arrays of a chunk, and with them those that lie afar; these raise Damaged where they are read."""
        try:
            return afar.together(
                arrays.unpack(self._get(name)), name + FAR, partial(self._block, name + FAR), self.blocks
            )
        except arrays.Malformed as error:
            raise Damaged(f"the index file {name} cannot be read: {error}") from error

    def examine(self, name: str) -> None:
        """Reads a chunk and all that lies afar of it, and keeps none; raises Damaged."""
        for array in self.arrays(name).values():
            if isinstance(array, afar.Far):
                array.check()

    def _block(self, name: str, number: int, told: bytes) -> bytes:
        try:
            data = self._chunks.part(name, number)
        except KeyError:
            raise Damaged(f"a part of the index file {name} is missing") from None
        if not hmac.compare_digest(afar.sum_of(data), told):
            raise Damaged(f"a part of the index file {name} was changed")
        return data

    def publish(self, segments: list[SegmentInfo], fresh: Mapping[str, bytes]) -> None:
        """Puts the fresh segments, replaces the list, deletes what the list no longer names. Inside a transaction."""
        for name, data in fresh.items():
            self._put(name, data)
        rows = [
            {
                "name": item.name,
                "documents": item.documents,
                "deleted": sorted(item.deleted),
                "lengths": dict(item.lengths),
            }
            for item in segments
        ]
        listed = f"{_LIST}{secrets.token_hex(8)}"
        self._put(listed, json.dumps({"format": FORMAT, "segments": rows}).encode())
        kept = {listed}.union(*((item.name, item.name + NUMBERS, item.name + FAR) for item in segments))
        for name in self._chunks.names():
            if name not in kept and not name.startswith(KEPT):
                self._chunks.delete(name)

    def keep(self, name: str, data: bytes) -> None:
        """Keeps what follows from the segments, in the place of what was kept under the name. Inside a transaction."""
        self._chunks.put_beside(KEPT + name, data, self._signer.mac(KEPT + name, data))

    def kept(self, name: str) -> bytes | None:
        """What was kept, if this program wrote it on this machine."""
        try:
            return self._get(KEPT + name)
        except Damaged:
            return None

    def forget(self) -> None:
        """Drops all that follows from the segments. Inside a transaction."""
        for name in self._chunks.names():
            if name.startswith(KEPT):
                self._chunks.delete(name)


class MemoryStorage(RamStorage):
    """Whoosh's storage over files in memory; those of a finished segment are read where they lie."""

    def __init__(self, files: Mapping[str, bytes] | None = None) -> None:
        super().__init__()
        self.files = dict(files or {})

    def open_file(self, name: str, **options: Any) -> BufferFile:
        # Bytes, not a view of them: of a view Whoosh would make a copy.
        return BufferFile(self.files[name], name=name)

    def temp_storage(self, name: str | None = None) -> "MemoryStorage":
        return MemoryStorage()
