"""Reads a sheet of an Excel workbook (ISO/IEC 29500-1, SpreadsheetML) as a table, row by row; what cells show, never a formula."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from archive.base.errors import Unreadable
from archive.base.text import storable
from archive.importers.interchange import trees
from archive.importers.streams import Broken, events, get, local
from archive.importers.zips import Box
from archive.model.tables import MOST_COLUMNS

from .grid import Grid, Row, gathered

_MAIN = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
_MOST_BYTES = 256 * 1024**2
_LETTERS = re.compile("[A-Z]{1,3}")
# What a number format shows as a date: its letters outside of quotation marks, brackets and escaped ones (ISO/IEC 29500-1, 18.8.31).
_NOT_CODES = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})


def read(data: bytes, *, sheet: str = "") -> Grid:
    """The rows of a sheet, by its name, else of the first that has any. Raises Unreadable."""
    book = _Book(data)
    wanted = [sheet] if sheet in book.sheets else list(book.sheets)
    grid = Grid([], sheets=tuple(book.sheets))
    for name in wanted:
        grid = Grid(gathered(book.rows(name, grid.told)), told=grid.told, sheet=name, sheets=tuple(book.sheets))
        if grid.rows:
            return grid
    raise Unreadable("There is nothing in the sheets of this workbook.")


class _Book:
    """The sheets of a workbook by name, in order."""

    def __init__(self, data: bytes) -> None:
        self._box = Box(data, _MOST_BYTES)
        self._names = frozenset(self._box.names)
        main = self._main()
        root = self._tree(main)
        self._epoch = datetime(1904, 1, 1) if self._counts_from_1904(root) else datetime(1899, 12, 30)  # noqa: DTZ001 - days, not moments
        targets = self._targets(main)
        self.sheets = {
            (get(each, "name") or f"Sheet {number}"): targets.get(get(each, "id") or "", "")
            for number, each in enumerate(trees.children(trees.child(root, "sheets"), "sheet"), 1)
        }
        folder = posixpath.dirname(main)
        self._shared = self._strings(posixpath.join(folder, "sharedStrings.xml"))
        self._dates = self._styles(posixpath.join(folder, "styles.xml"))

    def _main(self) -> str:
        for each in trees.children(self._tree("_rels/.rels"), "Relationship"):
            target = posixpath.normpath((get(each, "Target") or "").lstrip("/"))
            if (get(each, "Type") or "").endswith("/officeDocument") and target in self._names:
                return target
        if "xl/workbook.xml" in self._names:
            return "xl/workbook.xml"
        raise Unreadable(
            "This is a workbook of a kind that is not read (.xlsx is).",
            "Save the sheet as CSV and import that.",
        )

    def _tree(self, name: str) -> Any:
        return trees.parse(self._box.read(name)) if name in self._names else None

    def _counts_from_1904(self, root: Any) -> bool:
        properties = trees.child(root, "workbookPr")
        return properties is not None and get(properties, "date1904") in ("1", "true")

    def _targets(self, main: str) -> dict[str, str]:
        folder, name = posixpath.split(main)
        root = self._tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {
            get(each, "Id") or "": posixpath.normpath(posixpath.join("/", folder, get(each, "Target") or "")).lstrip(
                "/"
            )
            for each in trees.children(root, "Relationship")
        }

    def _strings(self, name: str) -> list[str]:
        """The words that cells share, in order."""
        if name not in self._names:
            return []
        broken, found = Broken(), []
        for begins, _, element in events(self._box.read(name), _MAIN, ["si"], broken, {"si"}):
            if not begins:
                found.append(_words(element))
        return found

    def _styles(self, name: str) -> Sequence[bool]:
        """Of each style whether it shows a number as a date."""
        root = self._tree(name)
        own = {
            get(each, "numFmtId"): _is_date(get(each, "formatCode") or "")
            for each in trees.children(trees.child(root, "numFmts"), "numFmt")
        }
        ids = [get(each, "numFmtId") or "0" for each in trees.children(trees.child(root, "cellXfs"), "xf")]
        return [own.get(each, each.isdigit() and int(each[:6]) in _DATE_FORMATS) for each in ids]

    def rows(self, sheet: str, told: list[str]) -> Iterator[Row]:
        """The rows of a sheet; empty cells between others are there."""
        name = self.sheets[sheet]
        if name not in self._names:
            told.append(f"The sheet “{sheet[:60]}” is missing in the file.")
            return
        broken, number = Broken(), 0
        for begins, _, element in events(self._box.read(name), _MAIN, ["row"], broken, {"row"}):
            if begins:
                continue
            said = get(element, "r") or ""
            number = int(said) if said.isdigit() and len(said) < 8 else number + 1
            yield Row(number, self._cells(element))
        if broken.broken:
            told.append(f"The sheet breaks off behind row {number:,}; what stands there is missing.")

    def _cells(self, row: Any) -> list[str]:
        cells: list[str] = []
        for cell in row:
            if local(cell) != "c":
                continue
            place = _column(get(cell, "r") or "")
            value = self._value(cell)
            if not value:
                continue
            position = len(cells) if place is None else place
            if position > MOST_COLUMNS:
                raise Unreadable(f"A row of this sheet has more than {MOST_COLUMNS} columns.", "Save the sheet as CSV.")
            cells += [""] * (position + 1 - len(cells))
            cells[position] = value
        return cells

    def _value(self, cell: Any) -> str:
        """What the cell shows, as text; an error shows nothing."""
        kind = get(cell, "t") or "n"
        if kind == "inlineStr":
            return next((_words(each) for each in cell if local(each) == "is"), "")
        raw = next(("".join(each.itertext()) for each in cell if local(each) == "v"), "")
        if kind == "s":
            place = int(raw) if raw.isdigit() and len(raw) < 10 else len(self._shared)
            return self._shared[place] if place < len(self._shared) else ""
        if kind == "b":
            return "true" if raw.strip() == "1" else "false"
        if kind == "e":
            return ""
        if kind == "n":
            return self._number(raw.strip(), get(cell, "s") or "0")
        return storable(_unescaped(raw))

    def _number(self, raw: str, style: str) -> str:
        is_date = style.isdigit() and len(style) < 7 and int(style) < len(self._dates) and self._dates[int(style)]
        if not is_date:
            return raw.removesuffix(".0")
        try:
            moment = self._epoch + timedelta(days=float(raw))
        except (ValueError, OverflowError):
            return raw
        return moment.date().isoformat() if moment.time() == datetime.min.time() else moment.isoformat(" ", "minutes")


def _column(place: str) -> int | None:
    """The number of the column in a cell's place (`AB12` is 27)."""
    letters = _LETTERS.match(place)
    if letters is None:
        return None
    number = 0
    for letter in letters[0]:
        number = 26 * number + ord(letter) - 64
    return number - 1


def _words(element: Any) -> str:
    """The text of a string; what tells how to pronounce it is none of it."""
    parts = []
    for each in element.iter():
        if local(each) == "t" and local(each.getparent()) != "rPh":
            parts.append(each.text or "")
    return storable(_unescaped("".join(parts)))


def _unescaped(text: str) -> str:
    """Controls that XML forbids are written `_x000D_` (ISO/IEC 29500-1, 22.9.2.19)."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _is_date(code: str) -> bool:
    letters = _NOT_CODES.sub("", code.split(";")[0]).lower()
    return bool(set(letters) & set("ydm")) and "0" not in letters.replace("00.0", "").replace(".0", "")
