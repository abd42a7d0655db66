"""The fields that are searched, what each weighs in the ranking, and the names people call them by in a query."""

from typing import NamedTuple


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
}
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
    "tag": "tags",
    "tags": "tags",
    "lang": "language",
    "language": "language",
    "published": "published",
    "date": "published",
}


def stem_field(name: str) -> str:
    """The field that holds the stems of a stemmed field's terms."""
    return f"{name}_stem"
