"""Reads a list of objects from JSON, and JSON lines, as a table: nested values by dotted names. What is cut keeps its beginning."""

import json
import re
from collections.abc import Iterator
from typing import Any

from archive.base.errors import Unreadable
from archive.base.text import storable
from archive.importers.encodings import decode

from .grid import Grid, Row, counted, gathered

_AGAIN = "Write it again with the program that it comes from."
_MOST_DEEP = 12
_MOST_NAMES = 500
_BLANKS = re.compile(r"[\s,]*")
_LISTS = (
    "articles",
    "items",
    "results",
    "data",
    "documents",
    "docs",
    "posts",
    "stories",
    "entries",
    "rows",
    "records",
    "news",
)
Object = dict[str, Any]


def _object(pairs: list[tuple[str, Any]]) -> Object:
    """An object in which no name stands for another's value: one that comes again gets a number."""
    found: Object = {}
    for name, value in pairs:
        key, again = name, 2
        while key in found:
            key, again = f"{name} ({again})", again + 1
        found[key] = value
    return found


# Numbers stay as they are written: some are identifiers of three hundred digits.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=lambda _: None, object_pairs_hook=_object)


def read(data: bytes, *, encoding: str | None = None) -> Grid:
    """The objects as rows. Raises Unreadable when there is no list of them."""
    decoded = decode(data, override=encoding or None)
    text = storable(decoded.text).removeprefix("\ufeff")
    told = [decoded.note] if decoded.note else []
    try:
        found = _objects(text, told)
    except RecursionError as error:
        raise Unreadable("This file is nested too deeply to be read.", _AGAIN) from error
    if not found:
        raise Unreadable("There is no list of objects in this JSON file.", "A table in JSON is a list of objects.")
    flat = [(number, dict(_flat("", each, 0))) for number, each in found]
    headings = list(dict.fromkeys(name for _, each in flat for name in each))
    if len(headings) > _MOST_NAMES:
        raise Unreadable(
            f"The objects in this file have more than {_MOST_NAMES} names.", "Leave out what is no article's."
        )
    rows = gathered(Row(number, [each.get(name, "") for name in headings]) for number, each in flat)
    return Grid(rows, tuple(headings), told, decoded.encoding)


def _objects(text: str, told: list[str]) -> list[tuple[int, Object]]:
    """The objects with their numbers, from 1."""
    try:
        value, end = _DECODER.raw_decode(text, len(text) - len(text.lstrip()))
    except ValueError:
        return list(enumerate(_until_cut(text, told), 1))
    if text[end:].strip():
        return _lines(text, told)
    listed = value if isinstance(value, list) else _list_in(value)
    if listed is None:
        return [(1, value)] if isinstance(value, dict) else []
    others = [number for number, each in enumerate(listed, 1) if not isinstance(each, dict)]
    if others and len(others) < len(listed):
        told.append(counted(others, "was left out, being no object", "were left out, being no objects"))
    return [(number, each) for number, each in enumerate(listed, 1) if isinstance(each, dict)]


def _list_in(value: Any) -> list[Any] | None:
    """The list of objects that an object holds, by its usual names first, not more than three names deep."""
    level = [value]
    for _ in range(3):
        inner: list[Any] = []
        for each in level:
            if not isinstance(each, dict):
                continue
            names = [*(name for name in _LISTS if name in each), *each]
            for name in names:
                held = each[name]
                if (
                    isinstance(held, list)
                    and len(held) > 0
                    and all(isinstance(one, dict) for one in held[:20])
                    and _wide(held)
                ):
                    return held
                inner.append(held)
        level = inner
    return None


def _wide(held: list[Any]) -> bool:
    """Whether objects may be articles: an author or a tag has fewer names."""
    return max(len(each) for each in held[:20]) >= 2


def _lines(text: str, told: list[str]) -> list[tuple[int, Object]]:
    """JSON lines: an object a line; a line that is none is told by its number."""
    found, broken = [], []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = _DECODER.decode(line.strip())
        except ValueError:
            value = None
        if isinstance(value, dict):
            found.append((number, value))
        else:
            broken.append(number)
    if broken and found:
        told.append(counted(broken, "was left out, being no whole JSON", "were left out, being no whole JSON"))
    return found


def _until_cut(text: str, told: list[str]) -> Iterator[Object]:
    """The objects of a list that breaks off, or is damaged from somewhere on; lines of JSON of which the first is damaged too."""
    start = _first_object(text)
    lines = _lines(text, told) if start is not None and "\n{" in text and text.lstrip()[:1] == "{" else []
    if lines:
        yield from (each for _, each in lines)
        return
    count = 0
    while start is not None and text.startswith("{", start):
        try:
            value, end = _DECODER.raw_decode(text, start)
        except ValueError:
            break
        count += 1
        yield value
        blanks = _BLANKS.match(text, end)
        start = end if blanks is None else blanks.end()
    if count:
        told.append(f"This file breaks off or is damaged behind object {count:,}; what stands there is missing.")
        return
    raise Unreadable("This file is cut short or damaged: it is no whole JSON.", _AGAIN)


def _first_object(text: str) -> int | None:
    """Where the first object of a list stands, the list being the whole or held by an object."""
    whole = text.lstrip()
    if whole.startswith("["):
        found = text.find("{")
        return found if found >= 0 else None
    names = re.search(r'"(?:' + "|".join(_LISTS) + r')"\s*:\s*\[\s*(\{)', text)
    return names.start(1) if names else (text.find("{") if whole.startswith("{") else None)


def _flat(name: str, value: Any, depth: int) -> Iterator[tuple[str, str]]:
    """Dotted names with what they hold as text; lists of plain values joined by semicolons."""
    if isinstance(value, dict) and depth < _MOST_DEEP:
        for key, inner in value.items():
            yield from _flat(f"{name}.{key}" if name else key, inner, depth + 1)
    elif isinstance(value, list) and value and all(isinstance(each, dict) for each in value) and depth < _MOST_DEEP:
        joined: dict[str, list[str]] = {}
        for each in value:
            for key, inner in _flat(name, each, depth + 1):
                joined.setdefault(key, []).append(inner)
        yield from ((key, "; ".join(filter(None, held))) for key, held in joined.items())
    elif name:
        yield name, _told(value)


def _told(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(each, dict | list) for each in value):
        return "; ".join(filter(None, map(_told, value)))
    return json.dumps(value, ensure_ascii=False)
