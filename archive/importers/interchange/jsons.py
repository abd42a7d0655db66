"""Parses JSON that may be hostile, and takes values out of it whatever their types are."""

import json
from collections.abc import Iterator
from typing import Any

from archive.base.errors import Unreadable
from archive.base.text import storable
from archive.importers.encodings import decode
from archive.model.article import Source

MOST_BYTES = 128 * 1024**2
_MOST_DEEP = 200
_AGAIN = "Write it again with the program that it comes from."
Object = dict[str, Any]


def _constant(name: str) -> None:
    # JSON has no such numbers; programs that write them write them for what is none.
    return None


def parse(source: Source) -> Any:
    """The value of a JSON document, or the list of the values of JSON lines. Raises Unreadable with a sentence."""
    if len(source.data) > MOST_BYTES:
        size, most = len(source.data) // 1024**2, MOST_BYTES // 1024**2
        raise Unreadable(
            f"This JSON file has {size:,} MB, more than the {most} MB that are read.", "Export fewer at once."
        )
    text = decode(source.data, override=source.encoding).text
    try:
        return _checked(json.loads(text, parse_constant=_constant))
    except RecursionError as error:
        raise Unreadable(_deep(), _AGAIN) from error
    except ValueError as error:
        lines = list(_lines(text))
        if lines:
            return lines
        raise Unreadable("This file is cut short or damaged: it is no whole JSON.", _AGAIN) from error


def _lines(text: str) -> Iterator[Any]:
    """The objects of JSON lines, one a line; nothing when the first line is none. Raises Unreadable for one that is cut."""
    for number, line in enumerate(filter(str.strip, text.split("\n")), 1):
        try:
            value = _checked(json.loads(line, parse_constant=_constant))
        except RecursionError as error:
            raise Unreadable(_deep(), _AGAIN) from error
        except ValueError as error:
            if number == 1:
                return
            raise Unreadable(f"Line {number:,} of this file is cut short or damaged: it is no JSON.", _AGAIN) from error
        if not isinstance(value, dict):
            return
        yield value


def _deep() -> str:
    return f"This file is nested more than {_MOST_DEEP} deep."


def _checked(value: Any) -> Any:
    """The value; raises Unreadable when it is nested deeper than any program's."""
    level = [value]
    for _ in range(_MOST_DEEP):
        inner: list[Any] = []
        for each in level:
            if isinstance(each, dict):
                inner += [item for item in each.values() if isinstance(item, dict | list)]
            elif isinstance(each, list):
                inner += [item for item in each if isinstance(item, dict | list)]
        if not inner:
            return value
        level = inner
    raise Unreadable(_deep(), _AGAIN)


def text(each: Any, *path: str) -> str:
    """The words at a path of names: a string, or the first of a list of strings; a number as it is written; else ""."""
    for name in path:
        each = each.get(name) if isinstance(each, dict) else None
    if isinstance(each, list):
        each = next((item for item in each if isinstance(item, str)), None)
    if isinstance(each, int | float) and not isinstance(each, bool):
        each = str(each)
    return storable(each) if isinstance(each, str) else ""


def texts(each: Any, name: str) -> tuple[str, ...]:
    """The strings of a list, or the one string, under a name."""
    found = each.get(name) if isinstance(each, dict) else None
    listed = found if isinstance(found, list) else [found]
    return tuple(storable(item) for item in listed if isinstance(item, str) and item.strip())


def objects(each: Any, *path: str) -> list[Object]:
    """The objects of a list, or the one object, at a path of names."""
    for name in path:
        each = each.get(name) if isinstance(each, dict) else None
    listed = each if isinstance(each, list) else [each]
    return [item for item in listed if isinstance(item, dict)]


def inner(each: Any, name: str) -> Object:
    """The object under a name, an empty one where there is none."""
    found = each.get(name) if isinstance(each, dict) else None
    return found if isinstance(found, dict) else {}


def place(each: Any, name: str) -> int | None:
    """A position: a whole number that a text can have."""
    found = each.get(name) if isinstance(each, dict) else None
    good = isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 2**31
    return found if good else None
