"""The postings of one term as bytes: u8 flags, u32 count, then documents, frequencies and positions, little-endian.

Documents and frequencies take two bytes each, or four where one does not fit; so do positions, of which there are as many as
the frequencies add up to, or none. No pickle, and nothing that grows when it is read.
"""

import struct
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

_HEAD = struct.Struct("<BI")
_WIDE_COUNTS, _POSITIONS, _WIDE_POSITIONS = 1, 2, 4
Numbers = NDArray[np.int64]


class Postings(NamedTuple):
    """`documents` ascending, how often each holds the term, and where: all its positions, document after document."""

    documents: Numbers
    frequencies: Numbers
    positions: Numbers

    def values(self) -> list[bytes]:
        """The positions of each document, as `pack` takes them."""
        if not len(self.positions):
            return [b""] * len(self.documents)
        ends = np.cumsum(self.frequencies)
        return [part.astype("<u4").tobytes() for part in np.split(self.positions, ends[:-1])]


NONE = Postings(*(np.zeros(0, dtype=np.int64) for _ in range(3)))


def _type(wide: bool) -> str:
    return "<u4" if wide else "<u2"


def pack(documents: Sequence[int], frequencies: Sequence[int], values: Sequence[bytes]) -> bytes:
    """The bytes of a posting list; each value holds a document's positions as u32, or nothing."""
    joined = b"".join(values)
    wide = max(documents) > 0xFFFF or max(frequencies) > 0xFFFF
    flags = _WIDE_COUNTS if wide else 0
    parts: list[Any] = [np.array(documents, _type(wide)), np.array(frequencies, _type(wide))]
    if joined:
        places = np.frombuffer(joined, "<u4")
        far = bool(places.max() > 0xFFFF)
        flags |= _POSITIONS | (_WIDE_POSITIONS if far else 0)
        parts.append(places.astype(_type(far)))
    return b"".join([_HEAD.pack(flags, len(documents)), *(part.tobytes() for part in parts)])


def unpack(data: bytes) -> Postings:
    """The inverse of `pack`."""
    flags, count = _HEAD.unpack_from(data)
    counts_type = np.dtype(_type(bool(flags & _WIDE_COUNTS)))
    documents = np.frombuffer(data, counts_type, count, _HEAD.size)
    frequencies = np.frombuffer(data, counts_type, count, _HEAD.size + documents.nbytes)
    positions = NONE.positions
    if flags & _POSITIONS:
        start = _HEAD.size + documents.nbytes + frequencies.nbytes
        positions = np.frombuffer(data, _type(bool(flags & _WIDE_POSITIONS)), -1, start).astype(np.int64)
    return Postings(documents.astype(np.int64), frequencies.astype(np.int64), positions)
