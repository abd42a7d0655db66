"""The timeline as CSV (RFC 4180): a row a time, with its sentence and its source.

UTF-8 with a byte order mark, for spreadsheets; cells that a spreadsheet would take for a formula get an apostrophe in front
(OWASP, CSV injection).
"""

import csv
import io
from collections.abc import Sequence
from typing import Any

from .told import Exported, Told, known, row, when

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("when", "label", "sentence", "title", "publisher", "published", "known", "note", "tags")


def write(told: Sequence[Told]) -> Exported:
    """A row a time: for people first, then every key of the command line's JSON."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    keys: list[str] | None = None
    for each in told:
        cells = _cells(each)
        if keys is None:
            keys = list(cells)
            writer.writerow(keys)
        writer.writerow([_safe(cells[key]) for key in keys])
    if keys is None:
        writer.writerow(COLUMNS)
    return Exported(out.getvalue().encode("utf-8-sig"), len(told))


def _cells(told: Told) -> dict[str, Any]:
    mention = told.mention
    people = {
        "when": when(mention),
        "label": mention.label,
        "sentence": mention.sentence,
        "title": told.title,
        "publisher": told.publisher,
        "published": told.published,
        "known": known(mention),
        "note": mention.note,
        "tags": "; ".join(mention.tags),
    }
    return people | {key: value for key, value in row(mention).items() if key not in people}


def _safe(value: Any) -> str:
    text = "" if value is None else str(value)
    # A lone CR, or LF, inside a cell is read as a new row by some spreadsheets even in quotes; a NUL ends the file for others.
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return f"'{text}" if text.startswith(_FORMULA) and not _number(text) else text


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
