"""The timeline as CSV (RFC 4180): a row a time, with its sentence and its source.

UTF-8 with a byte order mark, for spreadsheets. Cells that a spreadsheet would take for a formula get an apostrophe in front
(OWASP, CSV injection), and so do those that look like such a cell already: who takes one off has the text again.
"""

import csv
import io
from collections.abc import Sequence
from typing import Any

from archive.exports.shared.cells import cell

from .told import Exported, Told, known, row, when

_FOR_PEOPLE = ("when", "label", "sentence", "title", "publisher", "published", "known", "note", "tags")
_KEYS = "uid event article start end exact type value mod edtf earliest latest precision basis anchor_value rule status stale"
COLUMNS = (*_FOR_PEOPLE, *_KEYS.split())


def write(told: Sequence[Told]) -> Exported:
    """A row a time under a row of COLUMNS: for people first, then every other key of the command line's JSON."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for each in told:
        cells = _cells(each)
        writer.writerow([cell(cells[column]) for column in COLUMNS])
    return Exported(out.getvalue().encode("utf-8-sig"), tuple(told))


def _cells(told: Told) -> dict[str, Any]:
    mention = told.mention
    return row(mention) | {
        "when": when(mention),
        "title": told.title,
        "publisher": told.publisher,
        "published": told.published,
        "known": known(mention),
        "note": mention.note,
        "tags": "; ".join(mention.tags),
        "stale": "stale" if mention.stale else "",
    }
