"""The fields that are searched, what each weighs in the ranking, and the names people call them by in a query."""

from collections.abc import Iterator
from typing import NamedTuple

from .analysis import fold


class Field(NamedTuple):
    """`boost` multiplies the field's BM25 score; `stemmed` fields also match by English stem."""

    boost: float
    stemmed: bool


FIELDS: dict[str, Field] = {
    "title": Field(3.0, True),
    "body": Field(1.0, True),
    "byline": Field(2.0, False),
    "publisher": Field(1.5, False),
    "notes": Field(1.0, True),
    "tags": Field(2.0, True),
    "language": Field(0.0, False),
    # Whole tags by path, and what an article has (a note, a tag): terms as they are, never taken apart into words.
    "paths": Field(2.0, False),
    "has": Field(0.0, False),
}
EXACT: tuple[str, ...] = ("paths", "has")
MARKED = "body"  # the field of whose long texts it is kept where their words stand (`anchors`)
SEARCHED: tuple[str, ...] = ("title", "body", "byline", "publisher", "notes", "tags")

NAMES: dict[str, str] = {
    "title": "title",
    "body": "body",
    "text": "body",
    "byline": "byline",
    "by": "byline",
    "author": "byline",
    "publisher": "publisher",
    "site": "publisher",
    "note": "notes",
    "notes": "notes",
    "tag": "paths",
    "tags": "paths",
    "has": "has",
    "lang": "language",
    "language": "language",
    "published": "published",
    "date": "published",
}


def tag_terms(path: str) -> Iterator[str]:
    """The terms of one tag: every run of names in its path ("a/b/c": a, b, c, a/b, b/c, a/b/c), so that a tag is found by
    the name of any tag above it; with a slash at the end when there is more below ("a/": `tag:a/*`)."""
    parts = fold(path).split("/")
    for start in range(len(parts)):
        for end in range(start + 1, len(parts) + 1):
            run = "/".join(parts[start:end])
            yield run
            if end < len(parts):
                yield f"{run}/"


def stem_field(name: str) -> str:
    """The field that holds the stems of a stemmed field's terms."""
    return f"{name}_stem"
