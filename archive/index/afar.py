"""Arrays that stay in the archive file: of them only the blocks that somebody asks for are read, and a few of these are kept.

A chunk of its own holds them, each from the beginning of a block on; the chunk beside it (whose signature covers this) says where each one lies,
`NAME.far`, and has the sum of each of its blocks, `NAME.sums` (BLAKE2b of 16 bytes, RFC 7693). A block is looked at once its sum agrees.
"""

from collections.abc import Callable, Mapping
from hashlib import blake2b
from itertools import pairwise
from threading import Lock
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from .arrays import Array, Malformed, Numbers
from .recent import Recent

BLOCK_BYTES: Final = 32 << 10
_MOST_BYTES = 16 << 20  # that are kept of all that was read
_LEAST_BYTES = 2 * BLOCK_BYTES  # of an array that is put afar
_SUM_BYTES = 16
_TYPES = {width: np.dtype(f"<u{width}") for width in (1, 2, 4)}
Read = Callable[[int, bytes], bytes]


def sum_of(block: bytes) -> bytes:
    """What is kept of a block to know it by."""
    return blake2b(block, digest_size=_SUM_BYTES).digest()


class Blocks:
    """The blocks that were read last. Safe for several threads."""

    def __init__(self, most: int = _MOST_BYTES) -> None:
        self._lock = Lock()
        self._held = Recent[tuple[NDArray[np.uint8]]](most)

    def of(self, chunk: str, number: int, make: Callable[[], NDArray[np.uint8]]) -> NDArray[np.uint8]:
        """A block of a chunk, which is read unless it is kept."""
        with self._lock:
            return self._held.of((chunk, number), lambda: (make(),))[0]

    def keep_only(self, wanted: Callable[[str], bool]) -> None:
        """Forgets the blocks of other chunks."""
        with self._lock:
            self._held.keep_only(lambda key: wanted(key[0]))


class Far:
    """So many numbers of a type, from a block of a chunk on; `read` gives a block by its number, and raises unless it has the sum."""

    __slots__ = ("_chunk", "_each", "_first", "_held", "_read", "_size", "_sums", "dtype")

    def __init__(self, place: Array, sums: Array, chunk: str, read: Read, held: Blocks) -> None:
        """Raises Malformed where place and sums do not agree."""
        first, size, width = place.tolist() if len(place) == 3 else (0, 0, 0)
        if width not in _TYPES or len(sums) != -(-size * width // BLOCK_BYTES) * _SUM_BYTES:
            raise Malformed("what lies in its other part does not agree with it")
        self._first, self._size, self.dtype = first, size, _TYPES[width]
        self._each = BLOCK_BYTES // width
        self._sums, self._chunk, self._read, self._held = sums.tobytes(), chunk, read, held

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, places: slice) -> Array:
        start, end, _ = places.indices(self._size)
        if start >= end:
            return np.zeros(0, self.dtype)
        first, last = start // self._each, (end - 1) // self._each
        blocks = [self._block(number) for number in range(first, last + 1)]
        held = blocks[0] if len(blocks) == 1 else np.concatenate(blocks)
        return held[start - first * self._each : end - first * self._each]

    def take(self, places: Numbers) -> Array:
        """The numbers at these places; quickest where they ascend."""
        found: Array = np.empty(len(places), self.dtype)
        numbers, within = np.divmod(places, self._each)
        edges = np.flatnonzero(np.diff(numbers, prepend=-1)).tolist()
        for start, end in pairwise([*edges, len(places)]):
            found[start:end] = self._block(int(numbers[start])).take(within[start:end])
        return found

    def check(self) -> None:
        """Reads every block, and keeps none."""
        for number in range(len(self._sums) // _SUM_BYTES):
            self._verified(number)

    def _block(self, number: int) -> Array:
        return self._held.of(self._chunk, self._first + number, lambda: self._verified(number)).view(self.dtype)

    def _verified(self, number: int) -> NDArray[np.uint8]:
        told = self._sums[number * _SUM_BYTES : (number + 1) * _SUM_BYTES]
        return np.frombuffer(self._read(self._first + number, told), np.uint8)


def apart(arrays: Mapping[str, Array | bytes], wanted: Callable[[str], bool]) -> tuple[dict[str, Array | bytes], bytes]:
    """The arrays without those that are put afar, of which it is told where they lie; and the bytes of these. `wanted` are names."""
    near: dict[str, Array | bytes] = {}
    parts: list[bytes] = []
    blocks = 0
    for name, held in arrays.items():
        if isinstance(held, bytes) or not wanted(name) or held.nbytes < _LEAST_BYTES:
            near[name] = held
            continue
        data = held.astype(held.dtype.newbyteorder("<"), copy=False).tobytes()
        data += bytes(-len(data) % BLOCK_BYTES)
        sums = [sum_of(data[start : start + BLOCK_BYTES]) for start in range(0, len(data), BLOCK_BYTES)]
        near[f"{name}.far"] = np.array([blocks, len(held), held.dtype.itemsize], np.uint64)
        near[f"{name}.sums"] = b"".join(sums)
        parts.append(data)
        blocks += len(sums)
    return near, b"".join(parts)


def together(arrays: dict[str, Array], chunk: str, read: Read, held: Blocks) -> dict[str, Array]:
    """The arrays, with those that lie afar under their names; raises Malformed."""
    for name in [name.removesuffix(".far") for name in arrays if name.endswith(".far")]:
        far: Any = Far(arrays.pop(f"{name}.far"), arrays.pop(f"{name}.sums"), chunk, read, held)
        # It answers to what is asked of packed numbers (`packed`): a slice, `take`, how many, and of which type.
        arrays[name] = cast(Array, far)
    return arrays
