"""Looks through a finished file for what must not be in it: its bytes, the members of ZIP files, their texts with the markup taken off,
the tables of databases, the pages and properties of PDFs."""

import html
import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from .rules import Redactor

_MARKUP = re.compile(r"<[^<>]*>")
_DEEP = 4  # ZIP files inside ZIP files


def leftovers(path: Path, redactor: Redactor) -> list[str]:
    """A sentence for each place of a file, or of the files of a folder, where a rule still finds something."""
    found: dict[str, str] = {}
    for where, text in _texts(path):
        words = redactor.left_in(text)
        if words is not None:
            found.setdefault(where, words)
    return [f"“{words}” is still there, in {where}." for where, words in found.items()]


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    if path.is_dir():
        for each in sorted(path.rglob("*")):
            yield "a file's name", each.name
            if each.is_file():
                yield from _of_file(each, str(each.relative_to(path)))
    else:
        yield from _of_file(path, "the file")


def _of_file(path: Path, where: str) -> Iterator[tuple[str, str]]:
    with path.open("rb") as file:
        head = file.read(16)
    if head.startswith(b"SQLite format 3\0"):
        yield from _of_database(path, where)
    elif head.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(path) as zipped:
            yield from _of_zip(zipped, where, 0)
    elif head.startswith(b"%PDF"):
        yield from _of_pdf(path, where)
    else:
        yield from _of_bytes(path.read_bytes(), where)


def _of_zip(zipped: zipfile.ZipFile, where: str, depth: int) -> Iterator[tuple[str, str]]:
    if zipped.comment:
        yield where, zipped.comment.decode("utf-8", "replace")
    for member in zipped.infolist():
        inside = f"{member.filename} of {where}"
        yield f"a name in {where}", member.filename
        data = zipped.read(member)
        if data.startswith(b"PK\x03\x04") and depth < _DEEP:
            with zipfile.ZipFile(io.BytesIO(data)) as inner:
                yield from _of_zip(inner, inside, depth + 1)
        else:
            yield from _of_bytes(data, inside)


def _of_bytes(data: bytes, where: str) -> Iterator[tuple[str, str]]:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        if encoding != "utf-8" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        text = data.decode(encoding, "replace")
        if "\x00" in text[:512]:
            continue  # no text: a picture or a font
        yield where, text
        if "<" in text:
            # Words may be split over elements, and letters written as references.
            yield where, html.unescape(_MARKUP.sub("", text))
            yield where, html.unescape(_MARKUP.sub(" ", text))
        if "\\u" in text:
            yield where, re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)


def _of_database(path: Path, where: str) -> Iterator[tuple[str, str]]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in tables:
            quoted = table.replace('"', '""')
            for row in database.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608 - the name is the file's own
                for value in row:
                    if isinstance(value, str):
                        yield f"the table {table} of {where}", value
                        if "<" in value:
                            yield f"the table {table} of {where}", html.unescape(_MARKUP.sub("", value))


def _of_pdf(path: Path, where: str) -> Iterator[tuple[str, str]]:
    from pypdf import PdfReader

    reader = PdfReader(path)
    yield f"the properties of {where}", " ".join(str(value) for value in (reader.metadata or {}).values())
    for number, page in enumerate(reader.pages, 1):
        yield f"page {number} of {where}", page.extract_text()
    yield f"the outline of {where}", " ".join(_titles(reader.outline))


def _titles(outline: Sequence[object]) -> Iterator[str]:
    for each in outline:
        if isinstance(each, list):
            yield from _titles(each)
        else:
            yield str(getattr(each, "title", ""))
