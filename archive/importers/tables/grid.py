"""The cells of a table, whichever way it is written, with a sentence for whatever was not as it should be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from archive.base.errors import Unreadable
from archive.model.tables import MOST_COLUMNS

MOST_ROWS = 20_000
SPLIT = "Split it and import the parts."
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Row:
    """`number` is what a spreadsheet calls the row; in JSON the first object is 1."""

    number: int
    cells: Sequence[str]


@dataclass(slots=True)
class Grid:
    """`headings` is None while it is not settled whether the first row names the columns. `sheets` are those of a workbook."""

    rows: list[Row]
    headings: tuple[str, ...] | None = None
    told: list[str] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()


def gathered(rows: Iterable[Row]) -> list[Row]:
    """The rows with anything in them, two more than are taken at the most. Raises Unreadable for more columns than are taken."""
    found: list[Row] = []
    for row in rows:
        if not any(cell.strip() for cell in row.cells):
            continue
        if len(row.cells) > MOST_COLUMNS:
            raise Unreadable(f"Row {row.number:,} has more than {MOST_COLUMNS} columns.", "Save the table again.")
        found.append(row)
        if len(found) > MOST_ROWS + 1:  # the first may name the columns
            break
    return found


def numbers(rows: Sequence[int]) -> str:
    """`row 7`, `rows 7, 9 and 12`, `rows 7, 9, 12 and 40 more`."""
    if len(rows) == 1:
        return f"row {rows[0]:,}"
    shown = [f"{number:,}" for number in rows[:_NAMED]]
    if len(rows) > _NAMED:
        return f"rows {', '.join(shown)} and {len(rows) - _NAMED:,} more"
    return f"rows {', '.join(shown[:-1])} and {shown[-1]}"


def counted(rows: Sequence[int], one: str, many: str) -> str:
    """`1 row has no text (row 7)`; `one` and `many` follow the count."""
    return f"1 row {one} ({numbers(rows)})." if len(rows) == 1 else f"{len(rows):,} rows {many} ({numbers(rows)})."


def apart(headings: Iterable[str]) -> tuple[str, ...]:
    """Headings that differ: one that stands there again, or that is empty, gets a number."""
    taken: dict[str, None] = {}
    for position, heading in enumerate(headings, 1):
        plain = " ".join(heading.split())[:200] or f"Column {position}"
        name, again = plain, 2
        while name in taken:
            name, again = f"{plain} ({again})", again + 1
        taken[name] = None
    return tuple(taken)
