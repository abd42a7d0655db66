"""What is said of a PDF beside its text: pages that were not read, pictures of pages, and what in it would run or open elsewhere."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pypdfium2.raw as pdfium

from .library import Document
from .pages import Taken

# What stands in every sentence about scanned pages, and in no other.
SCANNED: Final = "of text, as a scanner makes them"
READ_THEM: Final = "Have them read: Article, Read the scanned pages (with Tesseract)."
_MANY_UNKNOWN: Final = 0.02  # of a document's letters
_NAMES: Final = {
    "a script (JavaScript)": re.compile(rb"/(?:JavaScript|JS)\b"),
    "a command that starts a program or opens another file": re.compile(rb"/(?:Launch|GoToR|GoToE)\b"),
    "attached files": re.compile(rb"/EmbeddedFiles?\b"),
    "films, sounds or three-dimensional scenes": re.compile(rb"/(?:RichMedia|Movie|3D|Screen)\b\s*(?:/|>>|\d)"),
}


@dataclass(frozen=True, slots=True)
class Losses:
    """Of `pages` the first `reached` were looked at; those in `broken` (from 0) could not be opened."""

    pages: int
    reached: int
    broken: tuple[int, ...]

    def missing(self, taken: Sequence[Taken]) -> bool:
        """Whether the text is not all that the file holds."""
        return self.reached < self.pages or bool(self.broken) or any(page.scanned for page in taken) or _garbled(taken)


def _garbled(taken: Sequence[Taken]) -> bool:
    letters = sum(page.letters for page in taken)
    return sum(page.unknown for page in taken) > _MANY_UNKNOWN * letters


def warnings(taken: Sequence[Taken], losses: Losses) -> list[str]:
    """Sentences on what is missing from the text."""
    found = []
    if losses.reached < losses.pages:
        found.append(
            f"Only the first {losses.reached:,} of {losses.pages:,} pages were read: the file is too long to be read at once. "
            "Split it and import the other parts."
        )
    if losses.broken:
        found.append(f"{_pages(losses.broken)} could not be opened; what stands there is missing.")
    found += _scans(taken, losses)
    if _garbled(taken):
        found.append(
            "The file does not tell which letters some of its signs are: parts of the text may be garbled. Compare it with the original."
        )
    pictures = sum(page.pictures - len(page.images) for page in taken if not page.scanned)
    if pictures:
        found.append(
            f"{pictures:,} {'picture was' if pictures == 1 else 'pictures were'} left out; the original has them."
        )
    return found


def _scans(taken: Sequence[Taken], losses: Losses) -> list[str]:
    scanned = [page.index for page in taken if page.scanned]
    if not scanned:
        return []
    count = f"{len(scanned):,} of {counted(losses.pages)} {'is a picture' if len(scanned) == 1 else 'are pictures'} {SCANNED}"
    where = "" if len(scanned) == losses.pages else f" ({_pages(scanned).lower()})"
    return [f"{count}{where}, and could not be read. {READ_THEM}"]


def counted(pages: int) -> str:
    """ "1 page", "14 pages"."""
    return "1 page" if pages == 1 else f"{pages:,} pages"


def dangers(document: Document, taken: Sequence[Taken]) -> list[str]:
    """Sentences on what the file would do in a program that let it. Nothing of it is ever run or opened here."""
    held = {what for what, sign in _NAMES.items() if sign.search(document.data)}
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document.handle) > 0:
        held.add("a script (JavaScript)")
    if pdfium.FPDFDoc_GetAttachmentCount(document.handle) > 0:
        held.add("attached files")
    if any(page.launches for page in taken):
        held.add("a command that starts a program or opens another file")
    found = [f"The PDF holds {what}: left alone, never run or opened." for what in sorted(held)]
    if pdfium.FPDF_GetFormType(document.handle) in (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND):
        found.append("The PDF is a form of Adobe's own kind (XFA): what its fields hold could not be read.")
    return found


def places(numbers: Iterable[int]) -> str:
    """ "Page 3", "Pages 3–5 and 9": numbers count from 1."""
    return _pages(number - 1 for number in numbers)


def _pages(places: Iterable[int]) -> str:
    """As `places`, of numbers that count from 0."""
    spans: list[list[int]] = []
    for number in sorted(place + 1 for place in places):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    told = [str(first) if first == last else f"{first}–{last}" for first, last in spans]
    if len(told) > 12:
        told = [*told[:12], "others"]
    listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    return f"Page {listed}" if len(spans) == 1 and spans[0][0] == spans[0][1] else f"Pages {listed}"
