"""Finds a picture again in the file that holds it, by the place that its importer gave it. Runs where files are read: in a confined reader.

Places: `data S E` (characters of a page where its `data:` address stands), `part N` (of a MIME message), `member NAME` (of a ZIP file),
`image P N` (the N-th picture object of page P of a PDF, both from 0), `whole` (all of the file: it is a picture that lay beside a page).
"""

import json

from archive.base.errors import Unreadable
from archive.importers.containers import mime
from archive.importers.encodings import decode
from archive.importers.html.declared import declared
from archive.importers.html.tree import Node
from archive.importers.zips import Box
from archive.model.article import Imported, Member, Source, Verdict

from .headers import header
from .webpages import data_address

IMPORTER = "pictures"
_GONE = "The picture is not where it was in the file."


def fetch(source: Source, place: str) -> bytes:
    """The bytes of a picture. Raises Unreadable."""
    kind, _, rest = place.partition(" ")
    match kind:
        case "data":
            start, end = map(int, rest.split())
            text = decode(source.data, declared=declared(source.data), override=source.encoding).text
            data = data_address(Node("img", text, 0, 0, {"src": (start, end)}).get("src"))
        case "part":
            data = _part(source.data, int(rest))
        case "member":
            data = _member(source.data, rest)
        case "whole":
            data = source.data
        case "image":
            from archive.importers.pdf.images import image  # here: it loads PDFium

            page, number = map(int, rest.split())
            data = image(source.data, page, number)
        case _:
            data = None
    if not data:
        raise Unreadable(_GONE, "Import the file again.")
    return data


def _part(data: bytes, number: int) -> bytes | None:
    part = next((each for at, each in enumerate(mime.walk(mime.parse(data))) if at == number), None)
    return None if part is None else mime.body_of(part)


def _member(data: bytes, name: str) -> bytes | None:
    box = Box(data)
    return box.read(name) if name in box.names else None


def read(source: Source) -> Imported:
    """A reader of pictures: `source.member` is a JSON list of places; the answer's members are the bytes, in the same order.

    A picture that is not found is an empty member. Whatever else is raised goes through to the caller.
    """
    members = []
    for place in json.loads(source.member or "[]"):
        try:
            data = fetch(source, place)
        except Unreadable:
            data = b""
        seen = header(data)
        members.append(Member(place, data, seen.media_type if seen else None))
    return Imported(Verdict.OK, IMPORTER, 1, "application/octet-stream", members=tuple(members))
