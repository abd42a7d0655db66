"""Whether a file may be a table with one article a row, by what it holds; cheap, so that every file can be asked."""

import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import PurePath

from archive.importers import zipped
from archive.importers.charsets import decodes, east_asian_set
from archive.importers.interchange.registry import is_marked
from archive.importers.interchange.tables import is_table as is_marks
from archive.importers.metadata.lexicon import words
from archive.importers.wide import utf16_without_bom
from archive.model.article import Source
from archive.model.tables import Role, may_be_one

from .guess import is_heading, role_of
from .opensheet import is_one as is_open
from .separated import SEPARATORS, separator_of


class Kind(StrEnum):
    """How a table is written."""

    SEPARATED = "csv"
    OBJECTS = "json"
    WORKBOOK = "workbook"
    OPEN = "opensheet"


SHEETS = frozenset({Kind.WORKBOOK, Kind.OPEN})
_HEAD = 65_536
_NAMES = re.compile(r'"([^"\\\r\n]{1,60})"\s*:')
_MARKUP = ("<", "{\\rtf", "%PDF", "---")


def detect(source: Source, shape: zipped.Shape | None = None) -> Kind | None:
    """How the table is written that the file may be. A person who chose columns says that it is one."""
    data = source.data
    if data[:2] == b"PK":
        shape = shape or zipped.shape(data)
        if shape.kind is not zipped.Kind.WORKBOOK:
            return None
        return Kind.OPEN if is_open(data, shape) else Kind.WORKBOOK
    head = _head(data)
    is_named = may_be_one(PurePath(source.name))
    if source.columns is None or source.columns.startswith("?"):
        others = is_marked(data[:_HEAD].replace(b"\0", b"")) or is_marks(head)
        return None if others else _kind(head, is_named)
    return Kind.OBJECTS if head[:1] in ("{", "[") else Kind.SEPARATED if is_named else _kind(head, True)


def _kind(head: str, is_named: bool) -> Kind | None:
    """What a file may be that begins so. Prose has commas too: where the name says nothing, the first line must be headings."""
    if head[:1] in ("{", "["):
        return Kind.OBJECTS if _has_text(head) else None
    if not head or head.startswith(_MARKUP):
        return None
    first = head.split("\n", 1)[0]
    if not any(first.count(each) for each in SEPARATORS):
        return None
    return Kind.SEPARATED if is_named or _is_text_among(_cells(first)) else None


def _cells(line: str) -> list[str]:
    line = line.rstrip("\r")
    cells = [cell.strip().strip('"') for cell in line.split(separator_of(line))]
    return cells if is_heading(cells) else []


def _is_text_among(names: Iterable[str]) -> bool:
    """Whether one of some names is one that a text may have."""
    return any(said is not None and said[0] is Role.TEXT for said in map(role_of, names))


def _head(data: bytes) -> str:
    """The beginning as text, as far as it tells of names; UTF-16 shows them too."""
    head = data[:_HEAD]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = head.decode("utf-16", "replace")
    elif wide := utf16_without_bom(head):
        text = head.decode(wide, "replace")
    else:
        text = head.decode(_narrow(head), "replace")
    return text.lstrip("\ufeff \t\r\n")


def _narrow(head: bytes) -> str:
    """The encoding of the beginning, which may end within a letter: spreadsheets in Korea and its neighbours save tables in theirs."""
    whole = head[: head.rfind(b"\n") + 1] or head
    return "utf-8" if decodes(whole, "utf-8") else east_asian_set(whole) or "utf-8"


def _has_text(head: str) -> bool:
    """Whether objects have a name that a text may have."""
    return _is_text_among(set(_NAMES.findall(head)))


def is_likely(head: bytes, name: str) -> bool:
    """Whether a file that begins so, and that nobody named, is surely such a table: a heading for the text, and one for title or address."""
    text = _head(head)
    if text[:1] in ("{", "["):
        named = set(_NAMES.findall(text))
    else:
        named = set(_cells(text.split("\n", 1)[0]))
    roles = {said for said in map(role_of, named) if said is not None}
    texts = any(role is Role.TEXT and not doubt for role, doubt in roles)
    others = {each.casefold() for each in named} & words("columns", "others", "names")
    return texts and not others and any(role in (Role.TITLE, Role.URL) for role, _ in roles)
