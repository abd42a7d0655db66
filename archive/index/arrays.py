"""Named arrays of numbers as one run of bytes that says what it is.

The layout (docs/INDEX-FORMAT.md): 8 bytes `WSINDEX` and the format's number, a checksum (BLAKE2b of 16 bytes, RFC 7693) of all
that follows, the length of the directory (u32), the directory as JSON, and the arrays, each from a multiple of 8 bytes on.
Whatever is not exactly so is refused before an array is looked at. No pickle.
"""

import hmac
import json
import struct
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Array = NDArray[Any]

# Raised whenever analysis, fields or the layout of arrays change: an older index is then dropped and built again.
FORMAT = 8
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
