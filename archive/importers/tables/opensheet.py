"""Reads a sheet of an OpenDocument spreadsheet (ISO/IEC 26300-1, ODF 1.3) as a table, row by row; what cells hold, never a formula."""

from collections.abc import Iterator
from typing import Any

from archive.base.errors import Unreadable
from archive.base.text import storable
from archive.importers.streams import Broken, events, get, local
from archive.importers.zipped import Shape, shape
from archive.importers.zips import Box
from archive.model.tables import MOST_COLUMNS

from .grid import MOST_ROWS, Grid, Row, gathered

_TABLE = ("urn:oasis:names:tc:opendocument:xmlns:table:1.0",)
_NAMES = ("table", "table-row")
_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_MOST_BYTES = 256 * 1024**2
_MOST_SPACES = 1_000
# A number as it was typed; a sum of money or a share as a program would calculate with it.
_VALUES = {
    "float": "value",
    "currency": "value",
    "percentage": "value",
    "date": "date-value",
    "boolean": "boolean-value",
}


def is_one(data: bytes, looked: Shape | None = None) -> bool:
    """Whether a workbook is an OpenDocument one."""
    return _CONTENT in ((looked or shape(data)).names or ())


def read(data: bytes, *, sheet: str = "") -> Grid:
    """The rows of a sheet, by its name, else of the first that has any. Raises Unreadable."""
    box = Box(data, _MOST_BYTES)
    names = frozenset(box.names)
    if _MANIFEST in names and b"encryption-data" in box.read(_MANIFEST):
        raise Unreadable("This workbook is locked with a password.", "Save it without one and import that.")
    content = box.read(_CONTENT)
    broken = Broken()
    sheets = tuple(dict.fromkeys(name for name, row in _rows(content, broken) if row is None))
    grid = Grid([], sheets=sheets)
    for name in [sheet] if sheet in sheets else sheets:
        rows = (row for of, row in _rows(content, broken) if of == name and row is not None)
        grid = Grid(gathered(rows), sheet=name, sheets=sheets)
        if grid.rows:
            break
    if broken.broken:
        grid.told.append("The workbook breaks off; what stands behind is missing.")
    if not grid.rows:
        raise Unreadable(" ".join(("There is nothing in the sheets of this workbook.", *grid.told)))
    return grid


def _rows(content: bytes, broken: Broken) -> Iterator[tuple[str, Row | None]]:
    """The name of each sheet (with no row) and its rows, in order. Raises Unreadable."""
    sheet, number, count = "", 0, 0
    for begins, name, element in events(content, _TABLE, _NAMES, broken, {"table-row"}):
        if begins and name == "table":
            count += 1
            sheet, number = get(element, "name") or f"Sheet {count}", 0
            yield sheet, None
        elif not begins and name == "table-row":
            cells, times = _cells(element), _times(element, "number-rows-repeated")
            # A row is written once, however often it stands there; the empty ones below a table are a million.
            for again in range(min(times, MOST_ROWS + 2) if any(cells) else 0):
                yield sheet, Row(number + again + 1, cells)
            number += times


def _cells(row: Any) -> list[str]:
    cells: list[str] = []
    position = 0
    for cell in row:
        if local(cell) not in ("table-cell", "covered-table-cell"):
            continue
        times, value = _times(cell, "number-columns-repeated"), _value(cell)
        if value:
            if position + times > MOST_COLUMNS:
                raise Unreadable(f"A row of this sheet has more than {MOST_COLUMNS} columns.", "Save the sheet as CSV.")
            cells += [""] * (position - len(cells)) + [value] * times
        position += times
    return cells


def _times(element: Any, name: str) -> int:
    said = get(element, name) or ""
    return max(1, int(said)) if said.isdigit() and len(said) < 9 else 1


def _value(cell: Any) -> str:
    """What the cell holds, as text; paragraphs of a cell stand apart by a line break."""
    kind = get(cell, "value-type") or ""
    if kind in _VALUES and (raw := get(cell, _VALUES[kind])):
        return storable(_day(raw) if kind == "date" else raw.removesuffix(".0"))
    paragraphs = (_words(each) for each in cell if local(each) in ("p", "h"))
    return storable("\n".join(paragraphs)).strip("\n")


def _day(raw: str) -> str:
    """A day as itself, a moment to the minute."""
    day, _, time = raw.partition("T")
    return f"{day} {time[:5]}" if time.strip("0:.") else day


def _words(element: Any) -> str:
    """The words of a paragraph; comments on the cell and how words are pronounced are none of it."""
    parts = [element.text or ""]
    for child in element:
        match local(child):
            case "s":
                parts.append(" " * min(_times(child, "c"), _MOST_SPACES))
            case "tab":
                parts.append("\t")
            case "line-break":
                parts.append("\n")
            case "" | "annotation" | "ruby-text":
                pass
            case _:
                parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)
