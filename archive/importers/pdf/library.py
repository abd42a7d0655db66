"""PDFium behind a few calls: opens a document in memory, hands out its pages, tells its properties. Runs nothing in it.

Positions are points (1/72 inch). What PDFium offers: https://pdfium.googlesource.com/pdfium, public/*.h.
"""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

import pypdfium2.raw as pdfium

from archive.base.errors import Unreadable

_SENTENCES: Final = {
    pdfium.FPDF_ERR_PASSWORD: (
        "This PDF is locked with a password.",
        "Open it with its password in a PDF viewer, print or save it as a new PDF without one, and import that.",
    ),
    pdfium.FPDF_ERR_SECURITY: (
        "This PDF is locked in a way that cannot be opened here.",
        "Save an unlocked copy and import that.",
    ),
}
_DAMAGED: Final = (
    "This PDF is damaged: its pages could not be found.",
    "Fetch or save it again; if a PDF viewer opens it, print it to a new PDF and import that.",
)
_LONGEST: Final = 100_000  # bytes of a property or a comment


@cache
def _started() -> bool:
    pdfium.FPDF_InitLibrary()
    return True


class Document:
    """An open PDF. `handle` is what PDFium's calls take; it lives as long as the `opened` block."""

    def __init__(self, handle: Any, data: bytes) -> None:
        self.handle, self.data = handle, data
        self.pages: int = pdfium.FPDF_GetPageCount(handle)

    def told(self, name: str) -> str:
        """An entry of the document information, or an empty text."""
        return wide(lambda buffer, size: pdfium.FPDF_GetMetaText(self.handle, name.encode(), buffer, size))

    @property
    def language(self) -> str:
        return wide(lambda buffer, size: pdfium.FPDFCatalog_GetLanguage(self.handle, buffer, size))

    def label(self, index: int) -> str:
        """What the document calls its page at `index` ("iv", "A-3"): its number from 1 where it does not say."""
        told = wide(lambda buffer, size: pdfium.FPDF_GetPageLabel(self.handle, index, buffer, size))
        return " ".join(told.split())[:40] or str(index + 1)

    @contextmanager
    def page(self, index: int) -> Iterator[Any]:
        """A page's handle. Raises Unreadable where there is no such page in truth."""
        handle = pdfium.FPDF_LoadPage(self.handle, index)
        if not handle:
            raise Unreadable(f"Page {index + 1} could not be opened.")
        try:
            yield handle
        finally:
            pdfium.FPDF_ClosePage(handle)


@contextmanager
def opened(data: bytes) -> Iterator[Document]:
    """Opens the PDF in `data`. Raises Unreadable with a sentence when it is locked or damaged."""
    _started()
    handle = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not handle:
        raise Unreadable(*_SENTENCES.get(pdfium.FPDF_GetLastError(), _DAMAGED))
    try:
        yield Document(handle, data)
    finally:
        pdfium.FPDF_CloseDocument(handle)


def wide(call: Callable[[Any, int], int]) -> str:
    """The text of a call that fills a buffer with UTF-16 and answers how many bytes it needs."""
    size = min(int(call(None, 0)), _LONGEST)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    call(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0").replace("\0", "\N{REPLACEMENT CHARACTER}")


def narrow(call: Callable[[Any, int], int]) -> str:
    """The text of a call that fills a buffer with bytes and answers how many it needs."""
    size = min(int(call(None, 0)), _LONGEST)
    if size <= 1:
        return ""
    buffer = ctypes.create_string_buffer(size)
    call(buffer, size)
    return buffer.raw[:size].rstrip(b"\0").decode("utf-8", "replace")
