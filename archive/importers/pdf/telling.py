"""What is said of a PDF beside its text: pages that were not read, pictures of pages, and what in it would run or open elsewhere."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pypdfium2.raw as pdfium

from archive.importers.scans import READ_THEM, SCANNED, counted, places

from .library import Document
from .pages import Taken

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
        found.append(
            f"{places(place + 1 for place in losses.broken)} could not be opened; what stands there is missing."
        )
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
    scanned = [page.index + 1 for page in taken if page.scanned]
    if not scanned:
        return []
    count = f"{len(scanned):,} of {counted(losses.pages)} {'is a picture' if len(scanned) == 1 else 'are pictures'} {SCANNED}"
    where = "" if len(scanned) == losses.pages else f" ({places(scanned).lower()})"
    return [f"{count}{where}, and could not be read. {READ_THEM}"]


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
