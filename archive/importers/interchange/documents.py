"""Which of the JSON formats a document is, by what it holds, and what it brings."""

from collections import Counter
from typing import Any

from archive.base.errors import Unreadable
from archive.base.text import visible
from archive.model.article import Source
from archive.model.interchange import Incoming

from . import annotations, calibre, csl, excerpts, hypothesis, jsons, wallabag

_READ = (
    "What is read from JSON: exports of Waystation, W3C Web Annotations, Hypothesis, calibre annotations,"
    " Zotero (CSL-JSON, Better BibTeX JSON) and wallabag."
)


def read(source: Source) -> Incoming:
    """What a JSON file brings. Raises Unreadable with what it holds when that is none of these formats."""
    value = jsons.parse(source)
    name = source.name
    if excerpts.is_document(value):
        return excerpts.from_document(value, name)
    lines = [value] if isinstance(value, dict) else value  # a single line is a document too
    if excerpts.is_lines(lines):
        return excerpts.from_lines(lines, name)
    if annotations.is_one(value):
        return annotations.read(value, name)
    if calibre.is_one(value):
        return calibre.read(value, name)
    if (rows := hypothesis.rows_of(value)) is not None:
        return hypothesis.read(rows, name)
    if (entries := wallabag.entries_of(value)) is not None:
        return wallabag.read(entries, name)
    if (items := csl.items_of(value)) is not None:
        return csl.read(items, name, jsons.inner(value, "collections"))
    raise Unreadable(f"This JSON file holds {_held(value)}.", _READ)


def _held(value: Any) -> str:
    """What a value is, in words."""
    if isinstance(value, dict):
        return f"an object with {_names(value)}" if value else "an empty object"
    if isinstance(value, list) and value:
        kinds = Counter(type(each).__name__ for each in value)
        if kinds["dict"] == len(value):
            return (
                f"a list of {len(value):,} objects with {_names(value[0])}" if value[0] else "a list of empty objects"
            )
        return f"a list of {len(value):,} values"
    return "an empty list" if isinstance(value, list) else "a single value"


def _names(value: dict[str, Any]) -> str:
    shown = ", ".join(f"“{visible(name)[:30]}”" for name in list(value)[:5])
    return f"{shown} and {len(value) - 5:,} more" if len(value) > 5 else shown
