"""Parses tables (CSV, TSV) that any program or person wrote: every encoding, separator and kind of line end; no cell is a formula."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.base.errors import Unreadable
from archive.base.text import storable
from archive.importers.encodings import decode
from archive.model.article import Source

_AGAIN = "Save it again as CSV."
_MOST_ROWS = 500_000
_MOST_COLUMNS = 500
_HEAD_CHARS = 20_000
# What a spreadsheet would take for a formula gets an apostrophe in front, which is no part of the words.
_APOSTROPHE = re.compile("'+[=+\\-@\t\n＝＋－＠]")
_END = re.compile("[\r\n]")
_BLANKS = re.compile(r"[\s_\-]+")
SEPARATORS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: the names of its columns as written, and its rows by the name as it is compared."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    ragged: int  # rows with more cells than there are names

    @property
    def keys(self) -> tuple[str, ...]:
        """The names as they are compared."""
        return tuple(map(key_of, self.headings))


def key_of(heading: str) -> str:
    """A name of a column as it is compared: case, blanks, hyphens and underscores apart."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", heading).strip()).casefold()


def parse(source: Source) -> Sheet:
    """The table. Raises Unreadable with a sentence."""
    text = storable(decode(source.data, override=source.encoding).text).removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    # Excel's own line says which separator it means.
    if (said := re.fullmatch(r"sep=(.)\r?", first)) is not None:
        text, separator = rest, said[1]
    else:
        separator = separator_of(text)
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    try:
        rows = list(_rows(text, separator))
    except csv.Error as error:
        raise Unreadable("This table is damaged: a cell has no end.", _AGAIN) from error
    if not rows:
        raise Unreadable("There is nothing in this table.", _AGAIN)
    headings = tuple(cell.strip() for cell in rows[0])
    keys = [key_of(heading) for heading in headings]
    found = []
    for row in rows[1:]:
        cells: dict[str, str] = {}
        for key, cell in zip(keys, row, strict=False):
            if cell and key not in cells:
                cells[key] = _words(cell)
        if cells:
            found.append(cells)
    ragged = sum(any(cell.strip() for cell in row[len(headings) :]) for row in rows[1:])
    return Sheet(source.name, headings, tuple(found), ragged)


def separator_of(text: str) -> str:
    """The one that splits the first line into most cells."""
    head = _END.split(text[:_HEAD_CHARS].lstrip("\r\n"), maxsplit=1)[0]
    counts = {each: len(next(csv.reader([head], delimiter=each), [])) for each in SEPARATORS}
    return max(counts, key=lambda each: counts[each])


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    """Rows with a cell that says something; line ends of every kind."""
    lines = io.StringIO(text, newline="")
    for number, row in enumerate(csv.reader(lines, delimiter=separator)):
        if number > _MOST_ROWS:
            raise Unreadable(f"This table has more than {_MOST_ROWS:,} rows.", "Split it and import the parts.")
        if len(row) > _MOST_COLUMNS:
            raise Unreadable(f"This table has more than {_MOST_COLUMNS} columns.", _AGAIN)
        if any(cell.strip() for cell in row):
            yield row


def _words(cell: str) -> str:
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    return text[1:] if _APOSTROPHE.match(text) else text


def column(keys: Sequence[str], *names: str) -> str | None:
    """The first of some names that a table has."""
    return next((name for name in names if name in keys), None)
