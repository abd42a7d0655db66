"""The postings of one term as bytes: u8 flags, u32 count, then documents, frequencies and positions, little-endian.

Documents and frequencies take two bytes each, or four where one does not fit; so do positions, of which there are as many as
the frequencies add up to, or none. No pickle, and nothing that grows when it is read.
"""

import struct
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

_HEAD = struct.Struct("<BI")
_WIDE_COUNTS, _POSITIONS, _WIDE_POSITIONS = 1, 2, 4
_FEW = 256  # documents: more are read term by term
_AT_ONCE = 1 << 20  # postings read together, 8 bytes each several times over
Numbers = NDArray[np.int64]
_NARROW, _WIDE = np.dtype("<u2"), np.dtype("<u4")


class Postings(NamedTuple):
    """`documents` ascending, how often each holds the term, and where: all its positions, document after document."""

    documents: Numbers
    frequencies: Numbers
    positions: Numbers

    def renumbered(self, numbers: Numbers) -> "Postings":
        """The same with each document under its new number, without those whose number is -1."""
        documents = numbers[self.documents]
        kept = documents >= 0
        if kept.all():
            return self._replace(documents=documents)
        positions = self.positions[np.repeat(kept, self.frequencies)] if len(self.positions) else self.positions
        return Postings(documents[kept], self.frequencies[kept], positions)


NONE = Postings(*(np.zeros(0, dtype=np.int64) for _ in range(3)))


def _type(wide: bool) -> np.dtype[Any]:
    return _WIDE if wide else _NARROW


def join(parts: Sequence[Postings]) -> Postings:
    """One after the other; the documents of each come after those of the part before."""
    if len(parts) == 1:
        return parts[0]
    return Postings(*(np.concatenate(numbers) for numbers in zip(*parts, strict=True)))


def pack(postings: Postings) -> bytes:
    """The bytes of a posting list."""
    documents, frequencies, positions = postings
    wide = bool(documents[-1] > 0xFFFF or np.max(frequencies) > 0xFFFF)
    flags = _WIDE_COUNTS if wide else 0
    parts: list[NDArray[Any]] = [documents.astype(_type(wide)), frequencies.astype(_type(wide))]
    if len(positions):
        far = bool(np.max(positions) > 0xFFFF)
        flags |= _POSITIONS | (_WIDE_POSITIONS if far else 0)
        parts.append(positions.astype(_type(far)))
    return b"".join([_HEAD.pack(flags, len(documents)), *(part.tobytes() for part in parts)])


def pack_one(document: int, frequency: int, position: int) -> bytes:
    """The same for a term that stands at one place alone, as most do: without arrays, in a tenth of the time."""
    counts, far = max(document, frequency) > 0xFFFF, position > 0xFFFF
    flags = (_WIDE_COUNTS if counts else 0) | _POSITIONS | (_WIDE_POSITIONS if far else 0)
    return struct.pack(f"<BI{'II' if counts else 'HH'}{'I' if far else 'H'}", flags, 1, document, frequency, position)


def unpack(data: bytes | memoryview, *, positions: bool = True) -> Postings:
    """The inverse of `pack`; without `positions`, more may follow in `data`."""
    flags, count = _HEAD.unpack_from(data)
    counts_type = _type(bool(flags & _WIDE_COUNTS))
    documents = np.frombuffer(data, counts_type, count, _HEAD.size)
    frequencies = np.frombuffer(data, counts_type, count, _HEAD.size + documents.nbytes)
    places = NONE.positions
    if positions and flags & _POSITIONS:
        start = _HEAD.size + documents.nbytes + frequencies.nbytes
        places = np.frombuffer(data, _type(bool(flags & _WIDE_POSITIONS)), -1, start).astype(np.int64)
    return Postings(documents.astype(np.int64), frequencies.astype(np.int64), places)


def sums(data: bytes, places: Numbers, chosen: NDArray[np.bool_]) -> Numbers:
    """How often the chosen documents hold each of the terms whose packed postings lie at these places.

    Most terms are in few documents: those are read together, because a call for each would take several times as long.
    """
    buffer, view = np.frombuffer(data, np.uint8), memoryview(data)
    flags, counts = buffer[places], _little(buffer, places + 1, 4)
    found = np.zeros(len(places), np.int64)
    few = (counts < _FEW) & (flags & _WIDE_COUNTS == 0)
    rows = np.flatnonzero(few)
    edges = np.searchsorted(np.cumsum(counts[rows]), np.arange(0, int(counts[rows].sum()) + _AT_ONCE, _AT_ONCE))
    for first, last in pairwise(np.unique([*edges, len(rows)]).tolist()):
        part = rows[first:last]
        starts = np.cumsum(counts[part]) - counts[part]
        sizes = np.repeat(2 * counts[part], counts[part])
        at = np.repeat(places[part] + _HEAD.size - 2 * starts, counts[part]) + 2 * np.arange(len(sizes))
        inside = chosen[_little(buffer, at, 2)]
        found[part] = np.add.reduceat(_little(buffer, at + sizes, 2) * inside, starts)
    for row in np.flatnonzero(~few).tolist():
        held = unpack(view[int(places[row]) :], positions=False)
        found[row] = held.frequencies[chosen[held.documents]].sum()
    return found


def totals(data: bytes, places: Numbers) -> Numbers:
    """How often all documents together hold each of the terms whose packed postings lie at these places, one behind the other.

    There are as many positions as the frequencies add up to, so that what a list measures says it and none is read.
    """
    buffer = np.frombuffer(data, np.uint8)
    flags, counts = buffer[places], _little(buffer, places + 1, 4)
    sizes = np.diff([*places.tolist(), len(data)]) - _HEAD.size
    rest = sizes - 2 * counts * np.where(flags & _WIDE_COUNTS, 4, 2)
    found: Numbers = rest // np.where(flags & _WIDE_POSITIONS, 4, 2)
    plain = np.flatnonzero(flags & _POSITIONS == 0)
    if len(plain):
        view = memoryview(data)
        for row in plain.tolist():
            found[row] = unpack(view[int(places[row]) :], positions=False).frequencies.sum()
    return found


def _little(buffer: NDArray[np.uint8], places: Numbers, size: int) -> Numbers:
    """Little-endian numbers of so many bytes."""
    found = buffer[places].astype(np.int64)
    for byte in range(1, size):
        found |= buffer[places + byte].astype(np.int64) << (8 * byte)
    return found


def documents(data: bytes, place: int) -> NDArray[Any]:
    """The documents of the packed postings at this place, alone."""
    flags, count = _HEAD.unpack_from(data, place)
    return np.frombuffer(data, _type(bool(flags & _WIDE_COUNTS)), count, place + _HEAD.size)
