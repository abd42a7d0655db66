"""Articles as RIS (Research Information Systems, tagged lines): UTF-8, CRLF, a line a value."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from archive.base.errors import Invalid
from archive.base.progress import Progress
from archive.exports.shared.cells import plain
from archive.model import edtf
from archive.model.excerpt import Packet

from .marks import Reference, references

_TYPES = {"article-newspaper": "NEWS", "report": "RPRT", "webpage": "ELEC"}


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """One file with a record for each article."""
    with path.open("x", encoding="utf-8", newline="") as out:
        for reference in progress.over(references(packet, progress), "Writing articles"):
            out.writelines(f"{tag}  - {said}\r\n" for tag, value in _lines(reference) if (said := _line(value)))
            out.write("ER  - \r\n\r\n")
    return ()


def _lines(reference: Reference) -> Iterator[tuple[str, str]]:
    work, item = reference.work, reference.item
    yield "TY", _TYPES.get(item["type"], "GEN")
    yield "ID", reference.key
    yield "TI", item["title"]
    for name in item.get("author", ()):
        yield "AU", _name(name)
    yield ("PB" if item["type"] == "report" else "T2"), work.publisher or ""
    if work.republisher and work.republisher != work.publisher:
        yield "DB", work.republisher
    if work.published:
        yield from _dated(work.published)
    yield "Y2", _date(work.accessed) if work.accessed else ""
    yield "UR", work.url or ""
    yield "LA", work.language or ""
    for tag in reference.tags:
        yield "KW", tag
    for note in reference.notes:
        yield "N1", note


def _dated(published: str) -> Iterator[tuple[str, str]]:
    date = _date(published)
    year = date.partition("/")[0]
    yield "PY", year
    yield "DA", date


def _date(text: str) -> str:
    """`YYYY/MM/DD/more`: what the three parts cannot say, in words behind the last stroke."""
    try:
        start, end = edtf.points(text)
    except Invalid:
        return f"///{text}"
    plainly = start is not None and start == end and "X" not in start.year and not start.qualifier
    point = start or end
    if point is None or not point.year.isdigit():
        return f"///{edtf.display(text)}"
    month = point.month if point.month.isdigit() and int(point.month) <= 12 else ""
    day = point.day if month and point.day.isdigit() else ""
    seasonal = point.month.isdigit() and not month
    more = "" if plainly and not seasonal else edtf.display(text)
    return f"{point.year}/{month}/{day}/{more}"


def _name(name: Mapping[str, Any]) -> str:
    if "literal" in name:
        return str(name["literal"])
    family = " ".join(filter(None, (name.get("non-dropping-particle"), name["family"])))
    return ", ".join(filter(None, (family, name.get("given"), name.get("suffix"))))


def _line(value: str) -> str:
    """A value on one line; the format has no other."""
    return " ".join(plain(value).split())
