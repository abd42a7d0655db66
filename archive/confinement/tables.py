"""What a table looks like, on its way through the reader's pipe: checked field by field like all of an answer."""

from collections.abc import Mapping
from typing import Any

from archive.model import tables
from archive.model.tables import MOST_COLUMNS, Draft

from .checked import BadAnswer, number, required, strings

_MOST_ROWS = 1_000_000
_SAMPLE_ROWS = 50
_CELL_CHARS = 2_000


def fields_of(draft: Draft) -> dict[str, Any]:
    """A draft as JSON, for `draft_of`."""
    return {
        "headings": list(draft.headings),
        "sample": [list(row) for row in draft.sample],
        "rows": draft.rows,
        "columns": tables.dumped(draft.columns),
        "certain": draft.certain,
        "doubts": list(draft.doubts),
        "unclear_dates": draft.unclear_dates,
        "sheets": list(draft.sheets),
        "kind": draft.kind,
    }


def draft_of(fields: Mapping[str, Any]) -> Draft:
    """The draft in an answer. Raises BadAnswer."""
    headings = strings(fields["headings"])
    sample = tuple(strings(row) for row in fields["sample"])
    if len(headings) > MOST_COLUMNS or len(set(headings)) != len(headings) or len(sample) > _SAMPLE_ROWS:
        raise BadAnswer("a table with too many columns, or with two of one name")
    if any(len(row) != len(headings) or any(len(cell) > _CELL_CHARS for cell in row) for row in sample):
        raise BadAnswer("rows that are not those of the table")
    try:
        columns = tables.loaded(required(fields["columns"]))
    except ValueError as error:
        raise BadAnswer("no choice of columns") from error
    if not set(columns.roles) <= set(headings) or fields["certain"] not in (True, False):
        raise BadAnswer("a choice of columns that the table has not")
    return Draft(
        headings,
        sample,
        number(fields["rows"], 0, _MOST_ROWS),
        columns,
        fields["certain"],
        strings(fields["doubts"]),
        number(fields["unclear_dates"], 0, _MOST_ROWS * MOST_COLUMNS),
        strings(fields["sheets"]),
        required(fields["kind"], 20),
    )
