"""Reads a page that a browser saved as one file (MHTML, RFC 2557): its HTML part; pictures and the rest are left alone."""

import re
from dataclasses import replace
from email.message import Message
from urllib.parse import urljoin

from archive.base.errors import Unreadable
from archive.importers import html
from archive.importers.html.links import web_address
from archive.importers.metadata import edtf
from archive.model.article import Evidence, Imported, Metadata, Source, Verdict

from . import MEDIA_TYPES, VERSION, Kind, mime

_SURE = 0.97
_OPENS = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_CLOSES = re.compile(r"</(?:html|body)\b", re.IGNORECASE)
_PAGES = ("text/html", "application/xhtml+xml")


def read(source: Source) -> Imported:
    """The saved page, with where it was and when it was saved. Raises Unreadable when there is no page in it."""
    message = mime.parse(source.data)
    parts = [part for part in mime.walk(message) if part.get_content_type() in _PAGES]
    root = _root(message, parts)
    if root is None:
        raise Unreadable("There is no page in this file.", "Save the page again in a browser.")
    page = mime.page_of(mime.body_of(root), mime.charset_of(root), source.name)
    read = html.read(page if source.encoding is None else replace(page, encoding=source.encoding), Parts(message, root))
    defects = [*mime.defects(message), *_without_end(read.decoded or "")]
    warnings = [*read.warnings, *defects]
    verdict = Verdict.PARTIAL if read.text is not None and defects else read.verdict
    framed = len(parts) - 1
    if framed and read.text is not None:
        pages = "1 page that it frames was" if framed == 1 else f"{framed:,} pages that it frames were"
        warnings.append(f"{pages} left out.")
    return replace(
        read,
        verdict=verdict,
        importer="mhtml",
        importer_version=VERSION,
        media_type=MEDIA_TYPES[Kind.MHTML],
        metadata=_metadata(read.metadata, message, root),
        warnings=tuple(warnings),
    )


class Parts:
    """Finds the parts of the file that a page names: by their Content-ID (RFC 2392) or their Content-Location."""

    def __init__(self, message: Message, root: Message) -> None:
        self._base = mime.field(root, "Content-Location") or mime.field(message, "Snapshot-Content-Location") or ""
        self._parts: dict[str, tuple[Message, int]] = {}
        for number, part in enumerate(mime.walk(message)):
            for name in ("Content-ID", "Content-Location"):
                if value := mime.field(part, name):
                    key = f"cid:{value.strip('<>')}" if name == "Content-ID" else value
                    self._parts.setdefault(key, (part, number))

    def __call__(self, address: str) -> tuple[bytes, str] | None:
        address = address.strip()
        found = self._parts.get(address) or self._parts.get(_joined(self._base, address))
        return None if found is None else (mime.body_of(found[0]), f"part {found[1]}")


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _root(message: Message, parts: list[Message]) -> Message | None:
    """The part that the others belong to: the one that the file names, else the first page."""
    start = message.get_param("start")
    if isinstance(start, str):
        for part in parts:
            if (mime.field(part, "Content-ID") or "").strip("<>") == start.strip("<>"):
                return part
    return parts[0] if parts else None


def _without_end(page: str) -> list[str]:
    """A sentence where the page begins and does not end: whatever saves pages so writes both, and what stood between may be lost."""
    cut = _OPENS.search(page) is not None and _CLOSES.search(page) is None
    return ["The page in this file has no end: part of it may be missing."] if cut else []


def _metadata(read: Metadata, message: Message, root: Message) -> Metadata:
    place = mime.field(root, "Content-Location") or mime.field(message, "Snapshot-Content-Location")
    address = web_address(place) if place else None
    proofs = dict(read.evidence)
    if address:
        proofs["url"] = Evidence(address, None, None, "mhtml-location", _SURE)
    saved = mime.day_of(mime.field(message, "Date") or "")
    if saved and (value := edtf(saved)):
        proofs["accessed"] = Evidence(value, None, None, "mhtml-date", _SURE)
    url, accessed = (proofs[name].value if name in proofs else None for name in ("url", "accessed"))
    return replace(read, evidence=proofs, url=url, accessed=accessed)
