"""Reads a codebook from a table: a tag a row, by its path or by its name and that of its parent."""

from collections.abc import Sequence
from itertools import chain

from archive.model import refi
from archive.model.interchange import Incoming, IncomingTag
from archive.model.passage import COLOURS

from .gathered import Gathered
from .sheets import Sheet, column

_PATH = ("path", "code path", "tag path", "full path")
_NAME = ("name", "code", "tag", "code name", "tag name", "codename", "label", "코드", "태그", "이름")
_PARENT = ("parent", "parent code", "parent tag", "category", "상위", "상위 코드")
_DEFINITION = ("definition", "description", "meaning", "memo", "code memo", "정의", "설명")
_USE = ("use when", "when to use", "inclusion", "inclusion criteria", "include")
_NOT = ("not when", "when not to use", "exclusion", "exclusion criteria", "exclude")
_COLOUR = ("colour", "color", "색")
_UID = ("uid", "guid")
_TELLING = frozenset(chain(_PATH, _PARENT, _DEFINITION, _COLOUR, _USE))
KNOWN = frozenset(chain(_PATH, _NAME, _PARENT, _DEFINITION, _USE, _NOT, _COLOUR, _UID))
_NAMED_COLOURS = {
    "yellow": "sun",
    "green": "moss",
    "blue": "sky",
    "red": "rose",
    "pink": "rose",
    "purple": "iris",
    "violet": "iris",
}
_PLAIN = frozenset({*_PATH, *_NAME, "definition", "정의"}) - {"path", "name", "label", "이름"}
_MOST_DEEP = 100


def is_one(keys: Sequence[str]) -> bool:
    """Whether columns with these names are a codebook's."""
    return column(keys, *_PATH) is not None or (column(keys, *_NAME) is not None and bool(_TELLING & set(keys)))


def is_plain(keys: Sequence[str]) -> bool:
    """Whether columns can be nothing else: a name and a description may be of anything, a code and a definition may not."""
    return is_one(keys) and bool(_PLAIN & set(keys))


def read(sheet: Sheet) -> Incoming:
    """The tags of a table."""
    gathered = Gathered("Table", sheet.name)
    keys = sheet.keys
    path, name, parent = (column(keys, *names) for names in (_PATH, _NAME, _PARENT))
    rows = [dict(row) for row in sheet.rows]
    named = [
        tuple(_split(row.get(path or "", ""))) or ((row.get(name or "", "").strip(),) if name else ()) for row in rows
    ]
    above = {names[-1]: _split(row.get(parent or "", "")) for names, row in zip(named, rows, strict=True) if names}
    seen: set[tuple[str, ...]] = set()
    for names, row in zip(named, rows, strict=True):
        if not names or not all(names):
            gathered.lose(
                "row was left out, having no name", "rows were left out, having no name", " ".join(row.values())
            )
            continue
        whole = names if path or not parent else _whole(names[-1], above, gathered)
        if whole in seen:
            gathered.lose(
                "row was left out, its tag being there already",
                "rows were left out, their tags being there already",
                names[-1],
            )
            continue
        seen.add(whole)
        _tag(gathered, whole, row, keys)
    _leave(gathered, sheet)
    return gathered.incoming()


def _split(path: str) -> list[str]:
    """The names of a path; programs join them by one of these."""
    mark = next((mark for mark in (" > ", " :: ", "\\", "/") if mark in path), None)
    names = [name.strip() for name in (path.split(mark) if mark else [path])]
    return [name for name in names if name]


def _whole(name: str, above: dict[str, list[str]], gathered: Gathered) -> tuple[str, ...]:
    """The path of a tag, by the parents that rows name; a circle is cut."""
    found = [name]
    while (over := above.get(found[0])) and len(found) < _MOST_DEEP:
        if over[-1] in found:
            gathered.lose(
                "parent was left out, being below its own child",
                "parents were left out, being below their own children",
                name,
            )
            break
        found = [*over, *found] if len(over) > 1 else [over[0], *found]
    return tuple(found)


def _tag(gathered: Gathered, names: tuple[str, ...], row: dict[str, str], keys: Sequence[str]) -> None:
    said = {part: row.get(column(keys, *options) or "", "").strip() for part, options in _PARTS.items()}
    colour = said["colour"].casefold()
    role, exact = refi.role_of(said["colour"])
    role = colour if colour in COLOURS else _NAMED_COLOURS.get(colour, role)
    if role is None and colour:
        gathered.lose("colour was left out", "colours were left out", said["colour"])
    elif role is not None and not exact and colour not in COLOURS:
        gathered.note("Colours were brought to the nearest of the five that highlights have.")
    gathered.describe(IncomingTag("", names, None, said["definition"], said["use"], said["not"], role))


_PARTS = {"definition": _DEFINITION, "use": _USE, "not": _NOT, "colour": _COLOUR}


def _leave(gathered: Gathered, sheet: Sheet) -> None:
    """Tells the columns that are not read."""
    used = {column(sheet.keys, *options) for options in (_PATH, _NAME, _PARENT, *_PARTS.values())}
    for heading, key in zip(sheet.headings, sheet.keys, strict=True):
        if key not in used and any(row.get(key, "").strip() for row in sheet.rows):
            gathered.lose("column was left out", "columns were left out", heading)
    for _ in range(sheet.ragged):
        gathered.lose("row has more cells than there are columns", "rows have more cells than there are columns")
