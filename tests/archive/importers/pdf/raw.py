"""PDFs written by hand, object by object: what no program would write (ISO 32000-1 for the forms)."""

from collections.abc import Sequence

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def pdf(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A file of objects numbered from 1, of which the first is the catalogue; `trailer` adds entries."""
    made = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(made)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def shown(text: str, *, size: int = 12, top: int = 700, left: int = 72) -> bytes:
    """What draws the lines of a text."""
    lines = [
        line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        for line in text.split("\n")
    ]
    drawn = b" T* ".join(b"(%s) Tj" % line for line in lines)
    return b"BT /F1 %d Tf %d TL %d %d Td %s ET\n" % (size, size * 14 // 12, left, top, drawn)


def paged(
    contents: Sequence[bytes],
    *,
    catalogue: bytes = b"",
    resources: bytes = b"",
    more: Sequence[bytes] = (),
    page: bytes = b"",
    trailer: bytes = b"",
) -> bytes:
    """A file with a page for each content stream. Object 1 is the catalogue, 2 the pages, 3 the font, then `more` from 4 on."""
    first = 4 + len(more)
    kids = b" ".join(b"%d 0 R" % (first + 2 * index) for index in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
        b"<< /Type /Pages /Count %d /Kids [%s] /MediaBox [0 0 612 792] >>" % (len(contents), kids),
        FONT,
        *more,
    ]
    for index, content in enumerate(contents):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> %s >> %s >>"
            % (first + 2 * index + 1, resources, page)
        )
        objects.append(stream(content))
    return pdf(objects, trailer)


SENTENCE = (
    "The ferry that crosses the lake at noon was late again, and those who waited\n"
    "for it on the landing stage had begun to sing before it came into sight."
)
