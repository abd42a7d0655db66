"""A page of a PDF as a picture, to be looked at beside what was read of it. Links, forms and scripts in it do nothing."""

import ctypes
import struct
import zlib
from typing import Final

import pypdfium2.raw as pdfium

from archive.base.errors import Unreadable

from .library import opened

WIDEST_PX: Final = 4_000
_TALLEST_PX: Final = 12_000
_WHITE: Final = 0xFFFFFFFF


def page_picture(data: bytes, number: int, width: int) -> bytes:
    """The page `number` (from 1) as a PNG, `width` pixels wide. Raises Unreadable when there is no such page or it is too tall."""
    width = max(1, min(width, WIDEST_PX))
    with opened(data) as document:
        if not 1 <= number <= document.pages:
            raise Unreadable(f"There is no page {number}: the file has {document.pages:,}.")
        with document.page(number - 1) as page:
            across, up = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
            height = round(width * up / across) if across > 0 else 0
            if not 0 < height <= _TALLEST_PX:
                raise Unreadable(f"Page {number} is far too tall or has no size, so it cannot be shown as a picture.")
            return _drawn(page, width, height)


def _drawn(page: object, width: int, height: int) -> bytes:
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        raise Unreadable("There is not memory enough to show this page.")
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return _png(pixels, width, height, stride)


def _png(pixels: bytes, width: int, height: int, stride: int) -> bytes:
    """RGB rows as a PNG (ISO/IEC 15948), eight bits a colour, no filter."""
    rows = b"".join(b"\0" + pixels[line * stride : line * stride + 3 * width] for line in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
