"""Streams that unpack to far more than any page needs are told from their bytes, before PDFium would unpack them."""

import zlib
from typing import Final

LARGEST: Final = 256 * 1024**2  # bytes of one unpacked stream: a page of 600 dots an inch in colour is 100 MB
_SAMPLE: Final = 64 * 1024  # bytes of a packed stream by which it is judged
_STEEP: Final = 100  # times that a sample of text or pictures never grows; deflate reaches 1,032
_STEP: Final = 16 * 1024**2


def holds_bomb(data: bytes) -> bool:
    """Whether a deflated stream of the file unpacks to more than `LARGEST` bytes. Takes little time where none grows steeply."""
    place = data.find(b"stream")
    while place >= 0:
        start = place + len(b"stream")
        start += 2 if data[start : start + 2] == b"\r\n" else 1
        # A zlib header (RFC 1950): deflate, and a check sum of two bytes.
        if (
            data[start : start + 1] == b"\x78"
            and int.from_bytes(data[start : start + 2], "big") % 31 == 0
            and _grows(data, start)
        ):
            return True
        place = data.find(b"stream", start)
    return False


def _grows(data: bytes, start: int) -> bool:
    packed: bytes | memoryview = memoryview(data)[start : start + _SAMPLE]
    unpacking = zlib.decompressobj()
    try:
        size = len(unpacking.decompress(packed, _SAMPLE * _STEEP))
        if size < len(packed) * _STEEP:
            return False
        while size <= LARGEST:
            if unpacking.eof:
                return False
            rest: bytes | memoryview = unpacking.unconsumed_tail
            if not rest:
                start += len(packed)
                packed = memoryview(data)[start : start + _SAMPLE]
                rest = packed
                if not packed:
                    return False
            size += len(unpacking.decompress(rest, _STEP))
    except zlib.error:
        return False
    return True
