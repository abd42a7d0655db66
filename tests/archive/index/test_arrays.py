"""Numbers come back as they were, and bytes that are not what was written are refused, whatever was done to them."""

import json
import struct
from hashlib import blake2b

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.index import arrays
from archive.index.arrays import Malformed, pack, unpack


def test_arrays_of_all_kinds_come_back_as_they_were() -> None:
    held = {
        "bytes": b"ab\ncd",
        "none": np.zeros(0, np.uint32),
        **{f"{kind}": np.arange(5).astype(kind) for kind in ("u1", ">u2", "u4", "u8", "i4", ">i8")},
    }
    found = unpack(pack(held))
    assert found["bytes"].tobytes() == b"ab\ncd"
    assert {name: array.tolist() for name, array in found.items() if name not in ("bytes", "none")} == {
        name: [0, 1, 2, 3, 4] for name in ("u1", ">u2", "u4", "u8", "i4", ">i8")
    }
    with pytest.raises(ValueError, match="cannot be kept"):
        pack({"floats": np.zeros(2)})


@given(st.data())
def test_every_changed_bit_and_every_cut_is_found_out(data: st.DataObject) -> None:
    whole = pack({"a": np.arange(20, dtype=np.uint16), "b": b"words"})
    place, bit = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(0, 7))
    changed = bytearray(whole)
    changed[place] ^= 1 << bit
    for broken in (bytes(changed), whole[:place], whole + b"\0", b""):
        with pytest.raises(Malformed):
            unpack(broken)


def test_another_format_says_that_it_is_one() -> None:
    whole = bytearray(pack({"a": b"x"}))
    whole[7] += 1
    with pytest.raises(Malformed, match="another format"):
        unpack(bytes(whole))


@pytest.mark.parametrize(
    "rows",
    [
        [["a", "|u1", 0, 1 << 40]],
        [["a", "<u8", 0, 3]],
        [["a", "|u1", -8, 1]],
        [["a", "|O", 0, 1]],
        [["a", "|u1", 0]],
        [[1, "|u1", 0, 1]],
        {"a": 1},
        7,
    ],
)
def test_lengths_that_lie_are_refused_even_with_the_right_checksum(rows: object) -> None:
    directory = json.dumps(rows).encode()
    body = struct.pack("<I", len(directory)) + directory + bytes(16)
    with pytest.raises(Malformed):
        unpack(arrays._MAGIC + blake2b(body, digest_size=16).digest() + body)
    cut = struct.pack("<I", 1 << 30) + directory
    with pytest.raises(Malformed):
        unpack(arrays._MAGIC + blake2b(cut, digest_size=16).digest() + cut)
