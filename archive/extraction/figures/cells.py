"""The figures of tables: a row's numbers are told by the heading of their column and by the row's first cell, never by the text around.

Importers give each row of a table as a paragraph, its cells parted by " | ". A table is two such rows or more, one right below the other, of
which the first may hold headings. Where columns stand for years or months, the row's first cell says what is counted, and the heading when.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from archive.base.sentences import Span
from archive.extraction.told import Told
from archive.model.article import BETWEEN_CELLS, Block, BlockKind
from archive.model.event import TimeExpression
from archive.model.figure import Kind, Level, NumericClaim

_LEAST_ROWS: Final = 2
_MOST_CELLS: Final = 4_000  # of a text
_PROSE_WORDS: Final = 7  # a cell with as many is read as a sentence
_BESIDE_A_TIME: Final = 2  # letters of a cell that is a time
_NUMBER: Final = re.compile(r"[-+−]?\d[\d.,]*(?:\s\d{3})*")
_BRACKET: Final = re.compile(r"[(\[（]\s*([^()\[\]（）]{1,24}?)\s*[)\]）]\s*$")
_NOTE: Final = re.compile(r"\s*(?:[*†‡]+|[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\[\d+\])$")
_PERCENT: Final = re.compile(r"\bper ?cent(?:age)?\b|%|퍼센트", re.IGNORECASE)
_MEASURED: Final = frozenset({Kind.MONEY, Kind.SHARE, Kind.DISTANCE, Kind.MEASURE, Kind.DURATION, Kind.AGE})

# Reads a text that is one sentence.
Read = Callable[[str], list[NumericClaim]]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's block with its cells."""

    block: Block
    cells: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Its headings, one for each column that has one, and the rows below them."""

    headings: dict[int, Span]
    columns: int
    rows: tuple[_Row, ...]


def parted(text: str, told: Sequence[Told]) -> tuple[list[Table], list[Told]]:
    """The tables of a text, and the sentences that stand in none."""
    if BETWEEN_CELLS not in text:
        return [], list(told)
    groups = list(_groups(text, told))
    taken = {row.block.start for group in groups for row in group}
    return [_table(text, group) for group in groups], [each for each in told if each.block.start not in taken]


def claims_of(
    text: str, tables: Iterable[Table], times: Sequence[TimeExpression], read: Callable[[str], Read]
) -> Iterator[NumericClaim]:
    """Every figure of the tables' cells. `read(words)` gives what reads the language of these words."""
    left, dated = _MOST_CELLS, _Dated(text, times)
    for table in tables:
        for row in table.rows:
            left -= len(row.cells)
            if left >= 0:
                yield from _Cells(text, table, row, dated, read(text[row.block.start : row.block.end])).claims()


def _groups(text: str, told: Sequence[Told]) -> Iterator[list[_Row]]:
    group: list[_Row] = []
    for block in {each.block.start: each.block for each in told}.values():
        row = _row(text, block)
        if row is None or (group and block.start != group[-1].block.end + 1):
            if len(group) >= _LEAST_ROWS:
                yield group
            group = []
        if row is not None:
            group.append(row)
    if len(group) >= _LEAST_ROWS:
        yield group


def _row(text: str, block: Block) -> _Row | None:
    words = text[block.start : block.end]
    if BETWEEN_CELLS not in words or block.kind is BlockKind.HEADING:
        return None
    cells, at = [], block.start
    for cell in words.split(BETWEEN_CELLS):
        cells.append(Span(at, at + len(cell)))
        at += len(cell) + len(BETWEEN_CELLS)
    return _Row(block, tuple(cells))


def _table(text: str, group: Sequence[_Row]) -> Table:
    first, *rest = group
    columns = Counter(len(row.cells) for row in rest).most_common(1)[0][0]
    # The corner above the rows' first cells is often empty, and then no cell.
    missing = columns - len(first.cells)
    heads = missing in (0, 1) and not any(_counts(text, cell) for cell in first.cells[1 - missing :])
    if not heads or not any(_counts(text, cell) for row in rest for cell in row.cells[1:]):
        return Table({}, columns, tuple(group))
    return Table({place + missing: cell for place, cell in enumerate(first.cells)}, columns, tuple(rest))


def _counts(text: str, cell: Span) -> bool:
    """Whether a cell holds a number that is no year."""
    return any(not _is_year(match[0]) for match in _NUMBER.finditer(text, cell.start, cell.end))


def _is_year(number: str) -> bool:
    return re.fullmatch(r"(?:1[89]|20)\d\d", number.rstrip(".,")) is not None


class _Cells:
    """One row as it is read."""

    def __init__(self, text: str, table: Table, row: _Row, dated: "_Dated", read: Read) -> None:
        self._text, self._row, self._read = text, row, read
        self._headings = table.headings if len(row.cells) == table.columns else {}
        self._dated = dated
        self._by_time = any(dated.time(heading) is not None for place, heading in self._headings.items() if place)
        self._label = row.cells[0]
        self._when = dated.time(self._label)

    def claims(self) -> Iterator[NumericClaim]:
        for place, cell in enumerate(self._row.cells):
            words = self._text[cell.start : cell.end]
            if not any(map(str.isdigit, words)):
                continue
            if place == 0 or len(words.split()) >= _PROSE_WORDS:
                yield from (self._placed(each, cell) for each in self._read(words) if self._when is None or place)
            elif self._dated.time(cell) is None:
                yield from self._value(cell, words, self._headings.get(place))

    def _value(self, cell: Span, words: str, heading: Span | None) -> Iterator[NumericClaim]:
        """The number of a cell, told by its heading and by the row's first cell."""
        when = self._when
        if heading is not None and self._by_time:
            # Of columns that stand for times, one whose heading was not understood ("May") stands for one too.
            when, heading = self._both(self._dated.time(heading)), None
        label = None if self._when is not None else self._label
        named = heading or label
        naming = "" if named is None else _NOTE.sub("", self._text[named.start : named.end]).strip()
        words = _NOTE.sub("", words)
        cell = Span(cell.start, cell.start + len(words))
        found = self._number(words, naming)
        if found is None:
            return
        rows = "" if label is None or named is label else f" {self._text[label.start : label.end]}"
        placed = self._placed(found, cell)
        # What the cell itself says is counted stands; else it is the heading, of this row and no other.
        told_here = found.counted is not None and found.counted[1] <= len(words)
        key = f"{found.counted_key or _BRACKET.sub('', naming).strip().casefold()}{rows.casefold()}"
        yield replace(
            placed,
            counted=placed.counted if told_here or named is None else (named.start, named.end),
            counted_key=" ".join(key.split())[:120],
            level=Level.LEVEL,
            period=None if when is None else when.edtf,
            earliest=None if when is None else when.earliest,
            latest=None if when is None else when.latest,
        )

    def _both(self, told: TimeExpression | None) -> TimeExpression | None:
        """The time of a column, in a row that may have its own: "April" below 2019 is none of another year."""
        row = self._when
        if row is None or told is None or told.earliest is None or row.earliest is None or row.latest is None:
            return told if row is None else None
        return told if row.earliest <= told.earliest <= row.latest else None

    def _number(self, words: str, naming: str) -> NumericClaim | None:
        """What a cell's words claim, by themselves or with what their heading says that they measure."""
        alone = self._first(words, "")
        if alone is not None and (alone.unit or alone.counted is not None):
            return alone
        unit, name = _BRACKET.search(naming), _BRACKET.sub("", naming)
        measured = None if unit is None else self._first(words, f" {unit[1]}")
        if measured is not None and measured.kind in _MEASURED:
            return measured
        if _PERCENT.search(naming):
            return self._first(words, "%")
        counted = self._first(words, f" {name}")
        if counted is not None and counted.kind is Kind.COUNT:
            return replace(counted, counted=None) if counted.counted_key else self._bare(counted)
        plain = self._first(words, " people")
        return None if plain is None else self._bare(plain)

    def _first(self, words: str, more: str) -> NumericClaim | None:
        """The first figure of a cell's words, with more words behind them."""
        return next((each for each in self._read(f"{words}{more}") if each.number[1] <= len(words)), None)

    @staticmethod
    def _bare(claim: NumericClaim) -> NumericClaim:
        return replace(claim, unit="", counted=None, counted_key="", kind=Kind.COUNT)

    def _placed(self, claim: NumericClaim, cell: Span) -> NumericClaim:
        """A claim of a cell's own words where these stand in the text; the row is its sentence."""
        length = cell.end - cell.start

        def moved(span: tuple[int, int] | None) -> tuple[int, int] | None:
            inside = span is not None and span[1] <= length
            return (cell.start + span[0], cell.start + span[1]) if span is not None and inside else None

        number = claim.number
        return replace(
            claim,
            start=cell.start + claim.start, end=cell.start + min(claim.end, length),
            number=(cell.start + number[0], cell.start + min(number[1], length)),
            sentence=(self._row.block.start, self._row.block.end),
            counted=moved(claim.counted), place=moved(claim.place), source=moved(claim.source), rule="cell",
        )  # fmt: skip


class _Dated:
    """The times of a text, by where they stand."""

    def __init__(self, text: str, times: Sequence[TimeExpression]) -> None:
        self._text = text
        self._times = [time for time in times if time.edtf is not None]
        self._starts = [time.start for time in self._times]

    def time(self, cell: Span) -> TimeExpression | None:
        """The day, month or year that a cell is, if it is nothing else."""
        for time in self._times[bisect_left(self._starts, cell.start) : bisect_left(self._starts, cell.end)]:
            if time.end <= cell.end:
                rest = self._text[cell.start : time.start] + self._text[time.end : cell.end]
                return time if len(rest.strip(" .:년도")) <= _BESIDE_A_TIME else None
        return None
