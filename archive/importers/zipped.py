"""Says which document a ZIP file is, by what it holds: its `mimetype` member, its list of content types, the names of its parts.

Only the list of members and these two small members are looked at. A file that is cut short is told by its beginning.
"""

import io
import zipfile
from dataclasses import dataclass
from enum import StrEnum

from .zips import DAMAGED, MOST_MEMBERS, listed

_HEAD = 8192
_LIST = 1024**2  # bytes of a list of content types that are looked at
_MIMETYPE, _TYPES = "mimetype", "[Content_Types].xml"


class Kind(StrEnum):
    """The documents that programs keep in ZIP files."""

    WORD = "word"
    TEXT = "text"
    BOOK = "book"
    WORKBOOK = "workbook"
    SLIDES = "slides"
    DRAWING = "drawing"


_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_OPEN_KINDS = {b"text": Kind.TEXT, b"spreadsheet": Kind.WORKBOOK, b"presentation": Kind.SLIDES}
# The main part of Office Open XML, by the words of its content type and by the place where it usually lies.
_OFFICE = (
    (b"wordprocessingml.document.main+xml", b"word/", Kind.WORD),
    (b"wordprocessingml.template.main+xml", b"word/", Kind.WORD),
    (b"ms-word.document.macroEnabled.main+xml", b"word/", Kind.WORD),
    (b"ms-word.template.macroEnabledTemplate.main+xml", b"word/", Kind.WORD),
    (b"spreadsheetml.", b"xl/", Kind.WORKBOOK),
    (b"ms-excel.", b"xl/", Kind.WORKBOOK),
    (b"presentationml.", b"ppt/", Kind.SLIDES),
    (b"ms-powerpoint.", b"ppt/", Kind.SLIDES),
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What is told of a ZIP file by one look: the document that it is, and what its members are called (None: its list is damaged or
    too long)."""

    kind: Kind | None = None
    names: frozenset[str] | None = None


def shape(data: bytes) -> Shape:
    """Looks into a ZIP file once; an empty shape for what is none."""
    if data[:4] != b"PK\3\4":
        return Shape()
    if listed(data) > MOST_MEMBERS:
        return Shape(_by_beginning(data))
    names = None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            names = frozenset(file.namelist())
            return Shape(_by_members(file, names), names)
    except (*DAMAGED, KeyError):
        return Shape(_by_beginning(data), names)


def kind(data: bytes) -> Kind | None:
    """The document in a ZIP file, None for all others and for what is no ZIP file."""
    return shape(data).kind


def _by_members(file: zipfile.ZipFile, names: frozenset[str]) -> Kind | None:
    if _MIMETYPE in names and (found := _by_type(_begin(file, _MIMETYPE, 200).strip())) is not None:
        return found
    if _TYPES in names:
        types = _begin(file, _TYPES, _LIST)
        for sign, place, office in _OFFICE:
            if sign in types and any(name.encode("utf-8", "replace").startswith(place) for name in names):
                return office
        return next((office for sign, _, office in _OFFICE if sign in types), _by_place(names))
    if "META-INF/container.xml" in names:
        return Kind.BOOK
    return Kind.TEXT if {"content.xml", "META-INF/manifest.xml", "styles.xml"} <= names else None


def _begin(file: zipfile.ZipFile, name: str, size: int) -> bytes:
    with file.open(name) as member:
        return member.read(size)


def _by_place(names: frozenset[str]) -> Kind | None:
    usual = {"word/document.xml": Kind.WORD, "xl/workbook.xml": Kind.WORKBOOK, "ppt/presentation.xml": Kind.SLIDES}
    return next((kind for name, kind in usual.items() if name in names), None)


def _by_type(media_type: bytes) -> Kind | None:
    if media_type.startswith(b"application/epub+zip"):
        return Kind.BOOK
    if not media_type.startswith(_OPEN_DOCUMENT):
        return None
    return _OPEN_KINDS.get(media_type.removeprefix(_OPEN_DOCUMENT).partition(b"-")[0], Kind.DRAWING)


def _by_beginning(data: bytes) -> Kind | None:
    """What the first members tell, of a file that has no list of them."""
    head = data[:_HEAD]
    at = head.find(_MIMETYPE.encode() + b"application/")
    if at >= 0 and (found := _by_type(head[at + len(_MIMETYPE) :].partition(b"PK")[0])) is not None:
        return found
    if _TYPES.encode() in head or b"_rels/.rels" in head:
        return next((office for _, place, office in _OFFICE if place in head), None)
    return None
