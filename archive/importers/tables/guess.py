"""What the columns of a table are, as its headings and contents tell, and what they leave in doubt."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from archive.importers.html.links import web_address
from archive.importers.metadata import edtf
from archive.importers.metadata.lexicon import table, words
from archive.model.tables import SINGLE, Columns, Role

from .dates import order_of
from .grid import Grid

_BLANKS = re.compile(r"[\s_\-/]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LONG_CHARS = 300  # of cells: whole articles have more, words marked in them fewer
_SHORT_CHARS = 120
_BODY_CHARS = 400
_LOOKED_AT = 200  # rows
_HEADING_CHARS = 60


@dataclass(slots=True)
class Guess:
    """`articles` is False where the table is plainly of another kind."""

    columns: Columns
    doubts: list[str] = field(default_factory=list)
    articles: bool = True


def key_of(heading: str) -> str:
    """A heading as it is compared: its words in lower case, apart by blanks."""
    plain = unicodedata.normalize("NFC", _CAMEL.sub(" ", heading))
    return _BLANKS.sub(" ", plain).strip().casefold()


@cache
def _roles() -> dict[str, tuple[Role, int]]:
    """Name → role, and how much it is to be preferred (0 most)."""
    listed = table("columns")["roles"]
    return {
        name.casefold(): (Role(role), place)
        for role, names in listed.items()
        for place, name in reversed([*enumerate(names)])
    }


def role_of(heading: str) -> tuple[Role, int] | None:
    """What a heading says by itself; a text is `(TEXT, 0)` where it can be nothing else and `(TEXT, 1)` where it may be."""
    whole = _plain(key_of(heading).replace(".", " "))
    if whole is not None or "." not in heading:
        return whole
    *_, parent, last = (key_of(part) for part in ("", *heading.split(".")))
    above = _plain(parent)
    if above is not None:
        return above if last in words("columns", "dotted", "plain") else None
    return _plain(last)


def _plain(key: str) -> tuple[Role, int] | None:
    if key in words("columns", "text", "sure"):
        return Role.TEXT, 0
    if key in words("columns", "text", "maybe"):
        return Role.TEXT, 1
    return _roles().get(key)


def is_heading(cells: Sequence[str]) -> bool:
    """Whether a first row names columns: short words, of which one is known, and nothing that is a date, an address or a number."""
    said = [cell.strip() for cell in cells if cell.strip()]
    return bool(said) and all(map(_may_name, said)) and any(role_of(cell) for cell in said)


def _may_name(cell: str) -> bool:
    plain = len(cell) <= _HEADING_CHARS and "\n" not in cell
    return plain and not (edtf(cell) or web_address(cell) or re.fullmatch(r"[\d.,\s%-]+", cell))


def may_be_headings(cells: Sequence[str]) -> bool:
    """Whether a first row could name columns, none of which is known."""
    said = [cell.strip() for cell in cells if cell.strip()]
    return len(said) == len(cells) and all(map(_may_name, said)) and len(set(said)) == len(said)


def guess(grid: Grid, header_told: bool) -> Guess:
    """The roles of the columns of a grid whose headings are settled; `header_told` when they surely are headings."""
    headings = grid.headings or ()
    found = {heading: role_of(heading) for heading in headings} if header_told else {}
    keys = {key_of(heading) for heading in headings}
    made = Guess(Columns({}, encoding=grid.encoding, delimiter=grid.delimiter, sheet=grid.sheet))
    texts = _texts(grid, found, made)
    if not texts or (
        keys & words("columns", "others", "names") and all(found.get(each) != (Role.TEXT, 0) for each in texts)
    ):
        made.articles = False
        return made
    roles = dict.fromkeys(headings, Role.NOTE)
    for heading in texts:
        roles[heading] = Role.TEXT
    for role in Role:
        named = [
            (each[1], place, heading) for place, (heading, each) in enumerate(found.items()) if each and each[0] is role
        ]
        if role is not Role.TEXT:
            for _, _, heading in sorted(named)[: 1 if role in SINGLE or role is Role.PUBLISHER else None]:
                roles[heading] = role
    if not header_told:
        _by_content(grid, roles)
    held = set(roles.values())
    if Role.TITLE not in held:
        made.doubts.append("No heading says which column holds the title.")
    dates = [heading for heading, role in roles.items() if role in (Role.PUBLISHED, Role.ACCESSED)]
    order, _ = order_of(cell for heading in dates for cell in _column(grid, headings.index(heading)))
    made.columns = Columns(roles, order, encoding=grid.encoding, delimiter=grid.delimiter, sheet=grid.sheet)
    return made


def _column(grid: Grid, place: int) -> list[str]:
    return [row.cells[place] for row in grid.rows if place < len(row.cells) and row.cells[place].strip()]


def _mean(grid: Grid, place: int) -> float:
    cells = [row.cells[place] for row in grid.rows[:_LOOKED_AT] if place < len(row.cells)]
    full = [len(cell) for cell in cells if cell.strip()]
    return sum(full) / len(full) if full else 0.0


def _texts(grid: Grid, found: dict[str, tuple[Role, int] | None], made: Guess) -> list[str]:
    """The columns that hold the text; adds what is in doubt."""
    headings = grid.headings or ()
    means = {heading: _mean(grid, place) for place, heading in enumerate(headings)}
    sure = [heading for heading, each in found.items() if each == (Role.TEXT, 0)]
    if len(sure) > 1:
        sure = [heading for heading in sure if means[heading] >= _SHORT_CHARS] or sure[:1]
    if len(sure) > 1:
        sure = sorted(sure, key=lambda heading: -means[heading])
        named = " and ".join(f"“{heading[:40]}”" for heading in sure[:2])
        made.doubts.append(f"More than one column may hold the text: {named}.")
    if sure:
        return sure[:1]
    maybe = sorted(
        (heading for heading, each in found.items() if each == (Role.TEXT, 1)), key=lambda each: -means[each]
    )
    if maybe and means[maybe[0]] >= _LONG_CHARS:
        return maybe[:1]
    if maybe and means[maybe[0]] >= _SHORT_CHARS:
        made.doubts.append(f"“{maybe[0][:40]}” may hold whole articles, or words that were marked in them.")
        return maybe[:1]
    longest = max(headings, key=lambda heading: means[heading], default=None)
    if longest is None or means[longest] < _BODY_CHARS:
        return []
    made.doubts.append(f"No heading says which column holds the text; “{longest[:40]}” has the longest cells.")
    return [longest]


def _by_content(grid: Grid, roles: dict[str, Role]) -> None:
    """Roles of columns without headings that can be told: addresses, dates, titles."""
    headings = grid.headings or ()
    for place, heading in enumerate(headings):
        cells = _column(grid, place)[:_LOOKED_AT]
        if not cells or roles[heading] is Role.TEXT:
            continue
        if Role.URL not in roles.values() and all(web_address(cell.strip()) for cell in cells):
            roles[heading] = Role.URL
        elif Role.PUBLISHED not in roles.values() and all(len(cell) < 40 and _is_date(cell) for cell in cells):
            roles[heading] = Role.PUBLISHED
        elif Role.TITLE not in roles.values() and 15 <= _mean(grid, place) <= 200:
            roles[heading] = Role.TITLE


def _is_date(cell: str) -> bool:
    return order_of([cell])[0] is not None or edtf(cell) is not None
