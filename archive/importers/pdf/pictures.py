"""A page of a PDF as a picture, to be looked at beside what was read of it. Links, forms and scripts in it do nothing."""

import ctypes
from math import sqrt
from typing import Final

import pypdfium2.raw as pdfium

from archive.base.errors import Unreadable
from archive.model.picture import MOST_PIXELS, Picture

from .library import opened

WIDEST_PX: Final = 4_000
_SLIMMEST: Final = 50  # times as tall as wide, or as wide as tall: no page is
_WHITE: Final = 0xFFFFFFFF


def page_picture(data: bytes, number: int, width: int) -> Picture:
    """The page `number` (from 1), `width` pixels wide, or less where that would be too many pixels.

    Raises Unreadable when there is no such page, it has no size, or the PDF cannot be opened.
    """
    with opened(data) as document:
        if not 1 <= number <= document.pages:
            raise Unreadable(f"There is no page {number}: the file has {document.pages:,}.")
        with document.page(number - 1) as page:
            across, up = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
            if not (across > 0 and up > 0 and 1 / _SLIMMEST < up / across < _SLIMMEST):
                raise Unreadable(f"Page {number} has a shape that no page has, so it cannot be shown as a picture.")
            most = int(sqrt(MOST_PIXELS * across / up))
            width = max(1, min(width, WIDEST_PX, most))
            height = max(1, round(width * up / across))
            return Picture(width, height, _drawn(page, width, height), document.pages)


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
    if stride == 3 * width:
        return pixels
    return b"".join(pixels[line * stride : line * stride + 3 * width] for line in range(height))
