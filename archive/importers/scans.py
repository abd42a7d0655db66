"""How scanned pages are spoken of: read by those who need no PDF opened for it."""

from collections.abc import Iterable
from typing import Final

# What stands in every sentence about scanned pages, and in no other.
SCANNED: Final = "of text, as a scanner makes them"
READ_THEM: Final = "Have them read: Article, Read the scanned pages (with Tesseract)."


def counted(pages: int) -> str:
    """ "1 page", "14 pages"."""
    return "1 page" if pages == 1 else f"{pages:,} pages"


def places(numbers: Iterable[int]) -> str:
    """ "Page 3", "Pages 3–5 and 9": numbers count from 1."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    told = [str(first) if first == last else f"{first}–{last}" for first, last in spans]
    if len(told) > 12:
        told = [*told[:12], "others"]
    listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    return f"Page {listed}" if len(spans) == 1 and spans[0][0] == spans[0][1] else f"Pages {listed}"
