"""What a picture is, and how large, by its first bytes and never by its name.

PNG: ISO/IEC 15948, 11.2.2. JPEG: ISO/IEC 10918-1, B.2.2. GIF: GIF89a, 18. WebP: RFC 9649, 2.4 to 2.7.
"""

import re
from dataclasses import dataclass
from typing import Final

SVG: Final = "image/svg+xml"
_SVG_HEAD = 4_096
_SVG = re.compile(rb"<(?:\w+:)?svg[\s>]", re.IGNORECASE)
_TAG = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<")
# Frames of JPEG: all that begin one, without those that mean tables and arithmetic conditioning (C4, C8, CC).
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_MOST_SEGMENTS = 2_000


@dataclass(frozen=True, slots=True)
class Header:
    """The media type, and the size in pixels; of a drawing (SVG) that is 0."""

    media_type: str
    width: int
    height: int


def header(data: bytes) -> Header | None:
    """What the bytes say that they are; None for what is no picture, or one that is not shown (TIFF, EMF, …)."""
    for read in (_png, _gif, _webp, _jpeg):
        found = read(data)
        if found is not None:
            return found if found.width > 0 and found.height > 0 else None
    return Header(SVG, 0, 0) if _TAG.match(data[:64]) and _SVG.search(data[:_SVG_HEAD]) else None


def _png(data: bytes) -> Header | None:
    if not data.startswith(b"\x89PNG\r\n\x1a\n") or data[12:16] != b"IHDR" or len(data) < 24:
        return None
    return Header("image/png", int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big"))


def _gif(data: bytes) -> Header | None:
    if not data.startswith((b"GIF87a", b"GIF89a")) or len(data) < 10:
        return None
    return Header("image/gif", int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little"))


def _webp(data: bytes) -> Header | None:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    kind, body = data[12:16], data[20:30]
    if kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        return Header(
            "image/webp", int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
        )
    if kind == b"VP8L" and body[0] == 0x2F:
        packed = int.from_bytes(body[1:5], "little")
        return Header("image/webp", (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1)
    if kind == b"VP8X":
        return Header("image/webp", int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1)
    return None


def _jpeg(data: bytes) -> Header | None:
    if not data.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    for _ in range(_MOST_SEGMENTS):
        while data[at : at + 1] == b"\xff" and data[at + 1 : at + 2] == b"\xff":
            at += 1
        if at + 4 > len(data) or data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker in _ALONE:
            at += 2
            continue
        if marker in _FRAMES:
            if at + 9 > len(data):
                return None
            return Header(
                "image/jpeg", int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
            )
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
