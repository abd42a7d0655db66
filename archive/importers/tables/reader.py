"""Reads a table as its rows: members that are articles, when it is sure what the columns are, and a draft to be asked about when not."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from archive.base.errors import Unreadable, WaystationError
from archive.base.text import visible
from archive.importers.binaries import binary_reason
from archive.importers.zipped import Shape
from archive.model import tables
from archive.model.article import Imported, Member, Source, Verdict
from archive.model.tables import Columns, Draft, Order, Role

from . import objects, opensheet, separated, workbook
from .dates import is_unclear, order_of
from .detect import SHEETS, Kind, detect
from .grid import MOST_ROWS, SPLIT, Grid, apart, counted
from .guess import Guess, guess, is_heading, may_be_headings
from .row import Cell, packed

IMPORTER = "table"
VERSION = 1
ASKED = "?"  # before columns: what the table looks like with them, and no rows
MEDIA_TYPES = {
    Kind.SEPARATED: "text/csv",
    Kind.OBJECTS: "application/json",
    Kind.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.OPEN: "application/vnd.oasis.opendocument.spreadsheet",
}
_SAMPLE_ROWS, _SAMPLE_CHARS = 8, 160


def read(source: Source, shape: Shape | None = None) -> Imported | None:
    """The rows, or the draft; None where the file is no table of articles, and some other reader's."""
    kind = detect(source, shape)
    if kind is None or (kind is Kind.SEPARATED and source.encoding is None and binary_reason(source.data, source.name)):
        return None
    try:
        said = (source.columns or "").removeprefix(ASKED)
        chosen = tables.loaded(said) if said else None
        if chosen is not None and not chosen.articles:
            return None
        return _read(source, kind, chosen)
    except (WaystationError, ValueError) as error:
        # Nobody said that it is a table of articles: its own reader tells what is wrong with it.
        if _is_unsaid(source) and kind not in SHEETS:
            return None
        return _refused(kind, str(error))


def _is_unsaid(source: Source) -> bool:
    """Whether nobody said that the file is a table of articles."""
    return source.columns is None or source.columns.startswith(ASKED)


def _read(source: Source, kind: Kind, chosen: Columns | None) -> Imported | None:
    grid = _grid(source, kind, chosen or Columns({}))
    sure_heading = _settle(grid, chosen.header if chosen else None)
    found = guess(grid, sure_heading)
    if len(grid.rows) > MOST_ROWS and (found.articles or not _is_unsaid(source)):
        return _refused(
            kind, f"This table has more than {MOST_ROWS:,} rows, more than are taken from one file. — {SPLIT}"
        )
    if chosen is not None and not _is_unsaid(source):
        columns = _completed(chosen, grid, found)
        tables.check(columns)
        return _rows(grid, kind, columns)
    if not found.articles:
        if kind not in SHEETS and not (chosen and chosen.delimiter):
            return None
        found.doubts.append("No column seems to hold the text of articles.")
    if not sure_heading and found.articles:
        found.doubts.insert(0, "The first row may name the columns, or be an article.")
    if source.columns is not None or found.doubts:
        return _draft(grid, kind, found, header=sure_heading)
    return _rows(grid, kind, found.columns)


def _grid(source: Source, kind: Kind, columns: Columns) -> Grid:
    encoding = source.encoding or columns.encoding or None
    match kind:
        case Kind.SEPARATED:
            return separated.read(source.data, encoding=encoding, delimiter=columns.delimiter)
        case Kind.OBJECTS:
            return objects.read(source.data, encoding=encoding)
        case Kind.WORKBOOK:
            return workbook.read(source.data, sheet=columns.sheet)
        case Kind.OPEN:
            return opensheet.read(source.data, sheet=columns.sheet)


def _settle(grid: Grid, said: bool | None) -> bool:
    """Settles what the headings are; whether the first row surely names them."""
    if grid.headings is not None:
        return True
    if not grid.rows:
        raise Unreadable("There is nothing in this table.")
    first = grid.rows[0].cells
    width = max(len(row.cells) for row in grid.rows)
    sure = is_heading(first)
    if said if said is not None else sure or may_be_headings(first):
        names = [*first, *[""] * (width - len(first))]
        grid.headings = apart(names)
        grid.rows = grid.rows[1:]
        repeated = [
            name
            for name, made in zip(names, grid.headings, strict=True)
            if name.strip() and " ".join(name.split())[:200] != made
        ]
        if repeated:
            grid.told.append(
                f"More than one column is called “{visible(repeated[0])[:60]}”; the later ones were given numbers."
            )
        over = [row.number for row in grid.rows if any(cell.strip() for cell in row.cells[len(first) :])]
        if over:
            grid.told.append(
                counted(over, "has more cells than there are headings", "have more cells than there are headings")
            )
        short = [row.number for row in grid.rows if len(row.cells) < len(first)] if grid.delimiter else []
        if short:
            grid.told.append(
                counted(short, "has fewer cells than there are headings", "have fewer cells than there are headings")
            )
    else:
        grid.headings = apart([""] * width)
    return sure or said is not None


def _completed(chosen: Columns, grid: Grid, found: Guess) -> Columns:
    """A choice with what it leaves open; headings that a person named in other case, or by number, are found. Raises Unreadable."""
    headings = grid.headings or ()
    folded = {heading.casefold(): heading for heading in reversed(headings)}
    roles = dict.fromkeys(headings, Role.NOTE)
    for name, role in chosen.roles.items():
        heading = name if name in roles else folded.get(name.casefold())
        if heading is None:
            shown = ", ".join(f"“{visible(each)[:40]}”" for each in headings[:12])
            raise Unreadable(f"There is no column “{visible(name)[:60]}” in this table.", f"Its columns are {shown}.")
        roles[heading] = role
    made = replace(chosen, roles=roles)
    dates = [place for place, heading in enumerate(headings) if roles[heading] in (Role.PUBLISHED, Role.ACCESSED)]
    proved, _ = order_of(row.cells[place] for row in grid.rows for place in dates if place < len(row.cells))
    return replace(made, order=chosen.order or proved or found.columns.order)


def _unclear(grid: Grid, roles: Mapping[str, Role]) -> int:
    """How many dates can be read in two ways, were it not for the rest of their column."""
    dates = [
        place
        for place, heading in enumerate(grid.headings or ())
        if roles.get(heading) in (Role.PUBLISHED, Role.ACCESSED)
    ]
    return sum(is_unclear(row.cells[place]) for row in grid.rows for place in dates if place < len(row.cells))


def _draft(grid: Grid, kind: Kind, found: Guess, *, header: bool) -> Imported:
    draft = _look(grid, kind, found.columns, (*found.doubts, *grid.told), certain=not found.doubts)
    return replace(_refused(kind, _asks(draft)), table=draft)


def _look(grid: Grid, kind: Kind, columns: Columns, doubts: tuple[str, ...], *, certain: bool) -> Draft:
    headings = grid.headings or ()
    named = {heading: columns.roles.get(heading, Role.NOTE) for heading in headings}
    columns = replace(
        columns,
        roles=named,
        header=headings != apart([""] * len(headings)),
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        sheet=grid.sheet,
    )
    sample = tuple(
        tuple(_short(cell) for cell in _padded(row.cells, len(headings))) for row in grid.rows[:_SAMPLE_ROWS]
    )
    unclear = _unclear(grid, named) if columns.order is Order.UNKNOWN else 0
    return Draft(headings, sample, len(grid.rows), columns, certain, doubts, unclear, grid.sheets, kind.value)


def _asks(draft: Draft) -> str:
    """The sentence that says what is not certain, and how to say it."""
    shown = ", ".join(f"“{visible(each)[:30]}”" for each in draft.headings[:8]) + (
        " …" if len(draft.headings) > 8 else ""
    )
    example = tables.in_words(draft.columns, draft.headings)
    if "title=" not in example or "text=" not in example:
        example = "title=HEADING,text=HEADING,date=HEADING"
    why = draft.doubts[0] if draft.doubts else "It was asked what this table looks like."
    return (
        f"{why} Its columns are {shown}. — Import it by itself and choose them in the window, or say them:"
        f" waystation import FILE --columns '{example}' (for links and highlights: --columns {tables.HIGHLIGHTS})."
    )


def _short(cell: str) -> str:
    flat = " ".join(cell[: 4 * _SAMPLE_CHARS].split())
    return flat if len(flat) <= _SAMPLE_CHARS else f"{flat[:_SAMPLE_CHARS]}…"


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _rows(grid: Grid, kind: Kind, columns: Columns) -> Imported:
    headings = grid.headings or ()
    texts = [place for place, heading in enumerate(headings) if columns.roles[heading] is Role.TEXT]
    members, empty = [], []
    for row in grid.rows:
        if not any(place < len(row.cells) and row.cells[place].strip() for place in texts):
            empty.append(row.number)
            continue
        cells = [
            Cell(heading, columns.roles[heading], cell)
            for heading, cell in zip(headings, row.cells, strict=False)
            if cell.strip()
        ]
        members.append(Member(f"row {row.number}.json", packed(cells, columns.order), "application/json"))
    told, notes = [*grid.told], _dates_told(grid, columns)
    if empty:
        told.append(counted(empty, "has no text and was left out", "have no text and were left out"))
    others = [name for name in grid.sheets if name != grid.sheet]
    if others:
        many = "1 other sheet was" if len(others) == 1 else f"{len(others):,} other sheets were"
        told.append(
            f"{many} left out (“{visible(others[0])[:60]}”{' …' if len(others) > 1 else ''}): a table is one sheet."
        )
    if not members:
        return _refused(kind, " ".join(("No row of this table has a text.", *told)))
    verdict = Verdict.PARTIAL if told else Verdict.OK
    return Imported(
        verdict,
        IMPORTER,
        VERSION,
        MEDIA_TYPES[kind],
        grid.encoding or None,
        warnings=(*told, *notes),
        members=tuple(members),
        table=_look(grid, kind, columns, (), certain=True),
    )


def _dates_told(grid: Grid, columns: Columns) -> list[str]:
    """How dates were read that could have been read in another way."""
    unclear = _unclear(grid, columns.roles)
    if not unclear:
        return []
    many = "1 date" if unclear == 1 else f"{unclear:,} dates"
    if columns.order in (Order.DAY, Order.MONTH):
        return [f"{many} like 03/04/2020 {'is' if unclear == 1 else 'are'} read with the {columns.order} first."]
    stays = "it stays" if unclear == 1 else "they stay"
    return [f"{many} can be read as day/month or month/day: {stays} as written, and no date was set."]


def _refused(kind: Kind, error: str) -> Imported:
    return Imported(Verdict.REFUSED, IMPORTER, VERSION, MEDIA_TYPES[kind], error=error)
