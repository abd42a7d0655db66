"""Cuts CSV and TSV (RFC 4180, and what programs make of it) into cells, in linear time; a quote that never closes costs its row alone."""

import csv
import re
from collections.abc import Iterator

from archive.base.text import storable
from archive.importers.encodings import decode

from .grid import Grid, Row, counted, gathered

_END = re.compile("\r\n|\r|\n")
_SAID = re.compile(r"sep=(.)[\r\n]")
_HEAD_CHARS = 20_000
SEPARATORS = ",;\t|"


def read(data: bytes, *, encoding: str | None = None, delimiter: str = "") -> Grid:
    """The rows of a table as text. `encoding` and `delimiter` are a person's choice. Raises Unreadable."""
    decoded = decode(data, override=encoding or None)
    text = storable(decoded.text).removeprefix("\ufeff")
    start = 0
    # Excel's own line says which separator it means.
    if said := _SAID.match(text):
        delimiter, start = delimiter or said[1], said.end()
    separator = delimiter or separator_of(text[start : start + _HEAD_CHARS])
    cutter = _Cutter(text, separator)
    grid = Grid(gathered(cutter.rows(start)), encoding=decoded.encoding, delimiter=separator)
    if decoded.note:
        grid.told.append(decoded.note)
    if cutter.open:
        grid.told.append(
            counted(
                cutter.open, "has a quotation mark that is never closed", "have a quotation mark that is never closed"
            )
            + " There the cell was taken to end with its line; look at what came of it."
        )
    return grid


def separator_of(head: str) -> str:
    """The one that splits the first line into most cells; of two, the one that no blank follows, as it does in running words."""
    line = _END.split(head.lstrip("\r\n"), maxsplit=1)[0]
    counts: dict[str, tuple[int, int]] = {}
    for each in SEPARATORS:
        try:
            cells = next(csv.reader([line], delimiter=each), [])
        except csv.Error:
            cells = line.split(each)
        counts[each] = len(cells), -sum(cell.startswith(" ") for cell in cells)
    return max(counts, key=lambda each: counts[each])


class _Cutter:
    """`open` has the rows in which a quotation mark is never closed."""

    def __init__(self, text: str, separator: str) -> None:
        self._text = text
        self._separator = separator
        self._stop = re.compile(f"{re.escape(separator)}|[\r\n]")
        self.open: list[int] = []
        self._number = 0

    def rows(self, position: int = 0) -> Iterator[Row]:
        text, size = self._text, len(self._text)
        while position < size:
            self._number += 1
            found = _END.search(text, position)
            end, after = found.span() if found else (size, size)
            if '"' not in text[position:end]:
                yield Row(self._number, text[position:end].split(self._separator))
                position = after
            else:
                cells, position = self._quoted(position)
                yield Row(self._number, cells)

    def _quoted(self, position: int) -> tuple[list[str], int]:
        """The cells of a row that has quotation marks, and where the next row begins."""
        text, cells = self._text, []
        while True:
            cell, position = self._cell(position)
            cells.append(cell)
            if text.startswith(self._separator, position):
                position += 1
                continue
            end = _END.match(text, position)
            return cells, end.end() if end else len(text)

    def _cell(self, position: int) -> tuple[str, int]:
        """A cell, and the place of the separator or line end behind it."""
        if self._text.startswith('"', position):
            closed = self._closing(position)
            if closed is not None:
                inner = self._text[position + 1 : closed[0]]
                # Some programs write a backslash before a quotation mark instead of doubling it.
                return inner.replace('""', '"') if '""' in inner else inner.replace('\\"', '"'), closed[1]
            if not self.open or self.open[-1] != self._number:
                self.open.append(self._number)
            end = _END.search(self._text, position)
            stop = end.start() if end else len(self._text)
            return self._text[position + 1 : stop], stop
        found = self._stop.search(self._text, position)
        stop = found.start() if found else len(self._text)
        return self._text[position:stop], stop

    def _closing(self, position: int) -> tuple[int, int] | None:
        """(where the cell's closing mark stands, what follows it) for the one that opens at `position`; None when there is none.

        A single mark before a separator or a line's end closes; doubled ones are words. A single one where another cell begins tells that
        this one was never closed, and any other stands in words whose marks were not doubled.
        """
        text = self._text
        at = position + 1
        while (first := text.find('"', at)) >= 0:
            at = first + 1
            while text.startswith('"', at):
                at += 1
            if (at - first) % 2 == 0:
                continue
            if self._ends(at):
                return at - 1, self._after(at)
            if text[first - 1] != "\\" and self._opens(first, position):
                return None
        return None

    def _ends(self, position: int) -> bool:
        """Whether nothing but blanks stands before the next separator or line end."""
        text, position = self._text, self._after(position)
        return position == len(text) or text[position] in "\r\n" or text.startswith(self._separator, position)

    def _after(self, position: int) -> int:
        while position < len(self._text) and self._text[position] == " ":
            position += 1
        return position

    def _opens(self, position: int, first: int) -> bool:
        """Whether a quotation mark stands where a cell begins, other than the cell that is looked at."""
        return position > first + 1 and (
            self._text[position - 1] in "\r\n" or self._text[position - 1] == self._separator
        )
