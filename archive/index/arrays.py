"""Named arrays of numbers as one run of bytes that says what it is, and the narrowest way to keep numbers.

The layout (docs/INDEX-FORMAT.md): 8 bytes `WSINDEX` and the format's number, a checksum (BLAKE2b of 16 bytes, RFC 7693) of all
that follows, the length of the directory (u32), the directory as JSON, and the arrays, each from a multiple of 8 bytes on.
Whatever is not exactly so is refused before an array is looked at. No pickle.
"""

import hmac
import json
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Array = NDArray[Any]

# Raised whenever analysis, fields or the layout of arrays change: an older index is then dropped and built again.
FORMAT = 5
_MAGIC = b"WSINDEX" + bytes([FORMAT])
_SUM_BYTES = 16
_LENGTH = struct.Struct("<I")
_HEAD_BYTES = len(_MAGIC) + _SUM_BYTES
_ALIGN = 8
_TYPES = {name: np.dtype(name) for name in ("|u1", "<u2", "<u4", "<u8", "<i4", "<i8")}


class Malformed(Exception):
    """Bytes that are not what `pack` makes of arrays: cut, changed, of another format, or with lengths that lie."""


def pack(arrays: Mapping[str, Array | bytes]) -> bytes:
    """The bytes of the arrays, which are one-dimensional and of the types u1, u2, u4, u8, i4 or i8; bytes count as u1."""
    rows: list[tuple[str, str, int, int]] = []
    parts: list[bytes] = []
    place = 0
    for name, held in arrays.items():
        array = np.frombuffer(held, np.uint8) if isinstance(held, bytes) else held
        little = array.astype(array.dtype.newbyteorder("<"), copy=False)
        kind = little.dtype.str
        if kind not in _TYPES or little.ndim != 1:
            raise ValueError(f"an array of {kind} in {little.ndim} dimensions cannot be kept")
        data = little.tobytes()
        rows.append((name, kind, place, len(little)))
        parts += [data, bytes(-len(data) % _ALIGN)]
        place += len(data) + -len(data) % _ALIGN
    directory = json.dumps(rows, separators=(",", ":")).encode()
    directory += b" " * (-(_HEAD_BYTES + _LENGTH.size + len(directory)) % _ALIGN)
    body = b"".join([_LENGTH.pack(len(directory)), directory, *parts])
    return _MAGIC + blake2b(body, digest_size=_SUM_BYTES).digest() + body


def unpack(data: bytes) -> dict[str, Array]:
    """The arrays as they lie in the bytes, which they hold on to; raises Malformed."""
    if data[: len(_MAGIC)] != _MAGIC:
        kind = "another format" if data.startswith(_MAGIC[:-1]) else "no file of an index"
        raise Malformed(f"it is {kind}")
    body = memoryview(data)[_HEAD_BYTES:]
    if not hmac.compare_digest(blake2b(body, digest_size=_SUM_BYTES).digest(), data[len(_MAGIC) : _HEAD_BYTES]):
        raise Malformed("its checksum does not agree")
    try:
        return dict(_arrays(body))
    except (ValueError, KeyError, TypeError, struct.error) as error:
        raise Malformed("its directory does not agree with it") from error


def _arrays(body: memoryview) -> Iterable[tuple[str, Array]]:
    (length,) = _LENGTH.unpack_from(body)
    start = _LENGTH.size + length
    if start > len(body):
        raise ValueError("the directory is cut off")
    for name, kind, place, count in json.loads(bytes(body[_LENGTH.size : start])):
        if not isinstance(name, str) or min(place, count) < 0:
            raise ValueError(f"{name} lies nowhere")
        yield name, np.frombuffer(body, _TYPES[kind], count, start + place)


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """Numbers from 0 to 2^32 − 1 in one or two bytes each where nearly all of them fit, and the others beside them.

    `low` holds each number's lowest bytes; those that do not fit are at the places `at` (ascending), in full in `high`.
    """

    low: Array
    at: NDArray[np.uint32]
    high: NDArray[np.uint32]

    @classmethod
    def of(cls, numbers: Array) -> "Packed":
        """In the way that takes least room."""
        most = int(numbers.max(initial=0))
        ways = []
        for kind in (np.uint8, np.uint16, np.uint32):
            limit = int(np.iinfo(kind).max)
            beyond = np.flatnonzero(numbers > limit) if most > limit else _NONE
            ways.append((len(numbers) * np.dtype(kind).itemsize + 8 * len(beyond), kind, beyond))
            if not len(beyond):
                break
        _, kind, beyond = min(ways, key=lambda way: way[0])
        return cls(numbers.astype(kind), beyond.astype(np.uint32), numbers[beyond].astype(np.uint32))

    @classmethod
    def read(cls, arrays: Mapping[str, Array], name: str) -> "Packed":
        """From what `pack` was given."""
        none = _NONE.astype(np.uint32)
        return cls(arrays[name], arrays.get(f"{name}.at", none), arrays.get(f"{name}.high", none))

    def arrays(self, name: str) -> dict[str, Array]:
        """What `pack` is given."""
        beyond = {f"{name}.at": self.at, f"{name}.high": self.high} if len(self.at) else {}
        return {name: self.low} | beyond

    def part(self, start: int, end: int) -> Numbers:
        """The numbers from one place to another."""
        found = self.low[start:end].astype(np.int64)
        if len(self.at):
            first, last = self.at.searchsorted((start, end)).tolist()
            found[self.at[first:last].astype(np.int64) - start] = self.high[first:last]
        return found

    def __len__(self) -> int:
        return len(self.low)


_NONE = np.zeros(0, np.int64)
