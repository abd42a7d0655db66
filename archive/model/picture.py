"""A page of a document as a picture: bare pixels, so that nothing that a stranger made has to be decoded by the program."""

import struct
import zlib
from dataclasses import dataclass
from typing import Final

MOST_PIXELS: Final = 16_000_000


@dataclass(frozen=True, slots=True)
class Picture:
    """`pixels` are rows from the top, three bytes (red, green, blue) a pixel and nothing between rows; `pages` is how many pages
    the document has."""

    width: int
    height: int
    pixels: bytes
    pages: int

    def png(self) -> bytes:
        """The picture as a file: PNG (ISO/IEC 15948), eight bits a colour, no filter."""
        row = 3 * self.width
        rows = b"".join(b"\0" + self.pixels[line * row : (line + 1) * row] for line in range(self.height))
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
