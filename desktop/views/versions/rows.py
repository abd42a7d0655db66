"""From two texts to the rows that are shown of them: paragraphs with their changes in UTF-16 units, what is the same left out."""

from archive.base.text import Utf16Map
from archive.model.article import BlockKind, Edition
from archive.model.duplicate import Row, Versions
from desktop.widgets.side_by_side import Beside, Side

_AROUND = 1  # paragraphs that are the same, shown on either side of a change
_LEAST_FOLD = 2


def beside(found: Versions, *, every: bool) -> list[Beside]:
    """The rows; without `every`, stretches that are the same are folded."""
    strong = _headings(found.old), _headings(found.new)
    rows: list[Beside] = []
    kept = range(len(found.rows)) if every else _kept(found.rows)
    at = 0
    for place in [*kept, len(found.rows)]:
        if place - at >= _LEAST_FOLD:
            rows.append(Beside(folded=place - at))
        else:
            rows += [_beside(found, row, strong) for row in found.rows[at:place]]
        if place < len(found.rows):
            rows.append(_beside(found, found.rows[place], strong))
        at = place + 1
    return rows


def _headings(edition: Edition) -> set[int]:
    return {block.start for block in edition.blocks if block.kind is BlockKind.HEADING}


def _kept(rows: tuple[Row, ...]) -> list[int]:
    near = {place + by for place, row in enumerate(rows) if row.changes for by in range(-_AROUND, _AROUND + 1)}
    return sorted(near & set(range(len(rows))))


def _beside(found: Versions, row: Row, strong: tuple[set[int], set[int]]) -> Beside:
    old = _side(found.old, row.old, [(number, found.changes[number].old) for number in row.changes], strong[0])
    new = _side(found.new, row.new, [(number, found.changes[number].new) for number in row.changes], strong[1])
    return Beside(old, new)


def _trimmed(words: str, first: int, last: int) -> tuple[int, int]:
    """The stretch without the spaces at its ends, unless it is nothing else."""
    told = words[first:last]
    if not told.strip():
        return first, last
    return last - len(told.lstrip()), first + len(told.rstrip())


def _side(
    edition: Edition, span: tuple[int, int] | None, changes: list[tuple[int, tuple[int, int]]], strong: set[int]
) -> Side | None:
    if span is None:
        return None
    words = edition.text[span[0] : span[1]]
    units = Utf16Map(words)
    marks = []
    for number, (start, end) in changes:
        first, last = _trimmed(words, max(start, span[0]) - span[0], min(end, span[1]) - span[0])
        if first < last:
            marks.append((units.to_utf16(first), units.to_utf16(last), number))
    return Side(words, tuple(marks), span[0] in strong)
