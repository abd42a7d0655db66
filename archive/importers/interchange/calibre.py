"""Reads what calibre exports: a “calibre annotation collection” of its library, or “calibre highlights” of its viewer.

The forms are those of calibre's `Export` dialogs (version 1 of both). They name a book by a number of that library, or not at all, so that
an article is found by its words. Bookmarks are told.
"""

from typing import Any

from archive.model.article import Metadata
from archive.model.interchange import Incoming, IncomingPassage, IncomingSource

from .dates import stamp
from .gathered import Gathered, derived
from .jsons import Object, inner, objects, text, texts

_LISTS = {"calibre_annotation_collection": "annotations", "calibre_highlights": "highlights"}
# What is read, and what only counts books and files of that library.
_READ = frozenset(
    "type annotation annotation_id id book_id book_title highlighted_text notes uuid timestamp style user user_type removed format title"
    " toc_family_titles pos_type version".split()
)
_COLOURS = {"yellow": "sun", "green": "moss", "blue": "sky", "red": "rose", "purple": "iris"}


def is_one(value: Any) -> bool:
    """Whether a JSON document is a collection of calibre's."""
    return isinstance(value, dict) and text(value, "type") in _LISTS


def read(value: Object, name: str) -> Incoming:
    """What the highlights bring."""
    gathered = Gathered("calibre", name)
    for entry in objects(value, _LISTS[text(value, "type")]):
        each = entry | inner(entry, "annotation")
        if each.get("removed") is True:
            # What calibre keeps of a highlight that was taken away, to tell other devices.
            one, many = "highlight was left out, being deleted there", "highlights were left out, being deleted there"
            gathered.lose(one, many, text(each, "uuid"))
            continue
        gathered.fields.leave(each, _READ)
        kind = text(each, "type") or ("highlight" if "highlighted_text" in each else "")
        if kind == "highlight":
            _highlight(gathered, each)
        elif kind == "bookmark":
            gathered.lose("bookmark was left out", "bookmarks were left out", text(each, "title"))
        else:
            gathered.lose("place of reading was left out", "places of reading or other entries were left out", kind)
    return gathered.incoming()


def _highlight(gathered: Gathered, each: Object) -> None:
    words = text(each, "highlighted_text")
    if not words.strip():
        gathered.lose(
            "highlight was left out, having no words", "highlights were left out, having no words", text(each, "notes")
        )
        return
    title = text(each, "book_title")
    key = f"calibre book {text(each, 'book_id') or title or '?'}"
    gathered.source(IncomingSource(key, metadata=Metadata(title=title or None)))
    style = inner(each, "style")
    which = text(style, "which")
    if which and which not in _COLOURS:
        gathered.note("Styles of highlights that are none of our colours were left out.")
    created = stamp(text(each, "timestamp"))
    gathered.passage(
        IncomingPassage(
            source=key,
            exact=words,
            uid=derived("calibre", text(each, "uuid") or f"{key}\n{words}"),
            note=text(each, "notes"),
            colour=_COLOURS.get(which),
            author=text(each, "user") if text(each, "user_type") == "web" else "",
            created=created,
            modified=created,
        )
    )
    for chapter in texts(each, "toc_family_titles")[:1]:
        gathered.lose("name of a chapter was left out", "names of chapters were left out", chapter)
