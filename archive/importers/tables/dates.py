"""Dates in a column: which are plain, and which can be read as day and month in either order until the column itself tells."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from archive.importers.metadata import edtf, find_dates
from archive.model.tables import Order

_NUMERIC = re.compile(r"\s*(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_STAMP = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")


def order_of(cells: Iterable[str]) -> tuple[Order | None, str]:
    """The order that the dates themselves prove, with the one that does. None when none needs it; unknown when none proves it, or two
    prove the opposite."""
    proofs: dict[Order, str] = {}
    needed = False
    for cell in cells:
        found = _NUMERIC.match(cell)
        if found is None:
            continue
        first, second = int(found[1]), int(found[3])
        if 12 < first <= 31 and 1 <= second <= 12:
            proofs.setdefault(Order.DAY, cell.strip())
        elif 12 < second <= 31 and 1 <= first <= 12:
            proofs.setdefault(Order.MONTH, cell.strip())
        elif first != second:
            needed = True
    if len(proofs) == 1:
        return next(iter(proofs.items()))
    return (Order.UNKNOWN if needed else None), ""


def is_unclear(cell: str) -> bool:
    """Whether day and month of the date can be told apart by nothing in it."""
    found = _NUMERIC.match(cell)
    return found is not None and edtf(cell) is None and any(each.ambiguous for each in find_dates(cell))


def day_of(cell: str, order: Order | None) -> str | None:
    """The date as EDTF; None for what is none, and for one whose day and month cannot be told apart."""
    plain = cell.strip()
    if found := _NUMERIC.match(plain):
        first, second, year = int(found[1]), int(found[3]), found[4]
        if order in (Order.DAY, Order.MONTH):
            day, month = (first, second) if order is Order.DAY else (second, first)
            return edtf(f"{year}-{month:02d}-{day:02d}") or edtf(plain)
        return edtf(plain)
    if _STAMP.fullmatch(plain):
        seconds = float(plain[:10])
        return datetime.fromtimestamp(seconds, UTC).date().isoformat() if 0 < seconds < 7e9 else None
    return edtf(plain)
