"""The pictures on the pages of a PDF: which there are, where they stand in the text, and each as a file of its own.

A picture is known by the bytes that the PDF holds of it; what is handed out is drawn from them by PDFium, as PNG.
"""

import ctypes
import hashlib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pypdfium2.raw as pdfium

from archive.importers.illustrations.found import MOST, MOST_BYTES
from archive.model.article import Block, BlockKind, Illustration
from archive.model.picture import MOST_PIXELS, Picture

from .glyphs import Box
from .library import opened
from .paragraphs import Group

_LEAST_PX: Final = 48
_LEAST_AREA_PX: Final = 96 * 96
_LEAST_POINTS: Final = 28.0  # on the page: smaller is a sign, not a picture
_MOST_OF_PAGE: Final = 0.85  # larger is the ground that a page is printed on
_MOST_ON_PAGE: Final = 40
_RGB: Final = {
    pdfium.FPDFBitmap_Gray: 1,
    pdfium.FPDFBitmap_BGR: 3,
    pdfium.FPDFBitmap_BGRx: 4,
    pdfium.FPDFBitmap_BGRA: 4,
}


@dataclass(frozen=True, slots=True)
class Image:
    """A picture object of a page, by its place among the page's objects; `box` is where it lies, in points."""

    number: int
    box: Box
    width: int
    height: int
    size: int
    sha512: str


def seen(drawn: Any, page: Any, number: int, box: Box, area: float, before: int) -> Image | None:
    """The picture, when it is worth keeping; `before` is how many of its page are kept already."""
    wide, tall = box.right - box.left, box.top - box.bottom
    if before >= _MOST_ON_PAGE or min(wide, tall) < _LEAST_POINTS or wide * tall > _MOST_OF_PAGE * area:
        return None
    told = pdfium.FPDF_IMAGEOBJ_METADATA()
    if not pdfium.FPDFImageObj_GetImageMetadata(drawn, page, told):
        return None
    width, height = int(told.width), int(told.height)
    if min(width, height) < _LEAST_PX or width * height < _LEAST_AREA_PX:
        return None
    size = int(pdfium.FPDFImageObj_GetImageDataRaw(drawn, None, 0))
    if not 0 < size <= MOST_BYTES:
        return None
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFImageObj_GetImageDataRaw(drawn, buffer, size)
    return Image(number, box, width, height, size, hashlib.sha512(buffer.raw).hexdigest())


def placed(
    pages: Sequence[tuple[int, Sequence[Image]]], groups: Sequence[Group], blocks: Sequence[Block]
) -> tuple[Illustration, ...]:
    """The pictures of (page, pictures), each behind the block above it on its page. `groups` are what the blocks were made of.

    Those of a page that come again (a letterhead) are shown once.
    """
    found: list[Illustration] = []
    known: set[str] = set()
    for page, images in pages:
        for image in images:
            if image.sha512 in known or len(found) == MOST:
                continue
            known.add(image.sha512)
            at = _above(page, image.box, groups)
            source = blocks[at].source[0] if at >= 0 else 0
            found.append(
                Illustration(
                    f"image {page} {image.number}",
                    "image/png",
                    image.width,
                    image.height,
                    image.size,
                    image.sha512,
                    source,
                    _caption(at, blocks),
                )
            )
    return tuple(found)


def _above(page: int, box: Box, groups: Sequence[Group]) -> int:
    """The last block that stands above the picture, in its column, else the last of the pages before; −1 for none."""
    pages = [group.lines[0].page for group in groups]
    last = bisect_left(pages, page) - 1
    for index, group in enumerate(groups):
        beside = [line for line in group.lines if line.page == page and line.left < box.right and line.right > box.left]
        if beside and min(line.base for line in beside) > (box.top + box.bottom) / 2:
            last = max(last, index)
    return last


def _caption(at: int, blocks: Sequence[Block]) -> int | None:
    """The caption right below the picture, else the one above it."""
    near = (blocks[place] for place in (at + 1, at) if 0 <= place < len(blocks))
    return next((block.source[0] for block in near if block.kind is BlockKind.CAPTION), None)


def image(data: bytes, page: int, number: int) -> bytes | None:
    """The picture object `number` of a page, both from 0, as PNG. Raises Unreadable when the PDF or the page cannot be opened."""
    with opened(data) as document, document.page(page) as handle:
        drawn = pdfium.FPDFPage_GetObject(handle, number)
        if not drawn or pdfium.FPDFPageObj_GetType(drawn) != pdfium.FPDF_PAGEOBJ_IMAGE:
            return None
        told = pdfium.FPDF_IMAGEOBJ_METADATA()
        pdfium.FPDFImageObj_GetImageMetadata(drawn, handle, told)
        if not 0 < told.width * told.height <= MOST_PIXELS:
            return None
        bitmap = pdfium.FPDFImageObj_GetBitmap(drawn)
        if not bitmap:
            return None
        try:
            return _png(bitmap)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)


def _png(bitmap: Any) -> bytes | None:
    width, height, stride = (
        call(bitmap) for call in (pdfium.FPDFBitmap_GetWidth, pdfium.FPDFBitmap_GetHeight, pdfium.FPDFBitmap_GetStride)
    )
    each = _RGB.get(pdfium.FPDFBitmap_GetFormat(bitmap))
    if each is None:
        return None
    rows = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    pixels = bytearray(3 * width * height)
    packed = b"".join(rows[line * stride : line * stride + each * width] for line in range(height))
    blue, green, red = (0, 0, 0) if each == 1 else (0, 1, 2)
    pixels[0::3], pixels[1::3], pixels[2::3] = packed[red::each], packed[green::each], packed[blue::each]
    return Picture(width, height, bytes(pixels), 1).png()
