"""Reads items of Zotero: CSL-JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html) and Better BibTeX's JSON, which has notes and annotations too.

An item is about a text that lies elsewhere: notes become memos about the article that has its address or title, annotations are found by their
words, and what an item says of its text is compared with what is here.
"""

from typing import Any

from archive.model.interchange import Incoming

from .gathered import Gathered
from .items import Annotated, Item, gather
from .jsons import Object, inner, objects, text, texts

_NAMES = ("author", "editor")


def items_of(value: Any) -> list[Object] | None:
    """The items of a document, None when it holds none."""
    listed = value.get("items") if isinstance(value, dict) else value
    found = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    named = found and all("itemType" in each or ("type" in each and "id" in each) for each in found[:20])
    told = {"title", "URL", "DOI", "author", "issued", "itemType", "note", "container-title"}
    return found if named and all(told & set(each) for each in found[:20]) else None


def read(items: list[Object], name: str) -> Incoming:
    """What items bring."""
    gathered = Gathered("Zotero", name)
    for each in items:
        if text(each, "itemType") in ("attachment", "note", "annotation"):
            gathered.lose(
                "note or file without an item was left out",
                "notes or files without an item were left out",
                text(each, "title"),
            )
        elif "itemType" in each:
            gather(gathered, _zotero(each))
        else:
            gather(gathered, _csl(each))
    return gathered.incoming()


def _csl(each: Object) -> Item:
    parts = inner(each, "issued").get("date-parts")
    notes = [(text(each, "note"), ""), (text(each, "annote"), "")]
    return Item(
        id=text(each, "id"),
        title=text(each, "title"),
        url=text(each, "URL"),
        byline=tuple(filter(None, (_name(name) for kind in _NAMES[:1] for name in objects(each, kind)))),
        publisher=text(each, "container-title") or text(each, "publisher"),
        published=_date(parts) or text(inner(each, "issued"), "raw"),
        abstract=text(each, "abstract"),
        tags=tuple(filter(None, map(str.strip, text(each, "keyword").replace(";", ",").split(",")))),
        notes=tuple(note for note in notes if note[0]),
    )


def _name(name: Object) -> str:
    given, family = text(name, "given") or text(name, "firstName"), text(name, "family") or text(name, "lastName")
    whole = text(name, "literal") or text(name, "name")
    return whole or " ".join(filter(None, (given, text(name, "non-dropping-particle"), family)))


def _date(parts: Any) -> str:
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = []
    for part in first[:3]:
        digits = str(part).strip()
        if isinstance(part, bool) or not (digits.isascii() and digits.isdigit()) or len(digits) > 4:
            break
        numbers.append(int(digits))
    widths = (4, 2, 2)
    return "-".join(f"{number:0{width}d}" for number, width in zip(numbers, widths, strict=False))


def _zotero(each: Object) -> Item:
    held = objects(each, "attachments")
    return Item(
        id=text(each, "key") or text(each, "itemKey") or text(each, "uri"),
        title=text(each, "title"),
        url=text(each, "url"),
        byline=tuple(_name(one) for one in objects(each, "creators") if text(one, "creatorType") in ("author", "")),
        publisher=text(each, "publicationTitle") or text(each, "websiteTitle") or text(each, "publisher"),
        published=text(each, "date"),
        abstract=text(each, "abstractNote"),
        tags=(*texts(each, "tags"), *(text(tag, "tag") for tag in objects(each, "tags"))),
        notes=tuple((text(note, "note"), text(note, "key")) for note in objects(each, "notes")),
        annotations=tuple(_annotation(note) for file in held for note in objects(file, "annotations")),
        files=len(held),
    )


def _annotation(each: Object) -> Annotated:
    return Annotated(
        exact=text(each, "annotationText"),
        note=text(each, "annotationComment"),
        colour=text(each, "annotationColor"),
        key=text(each, "key"),
        author=text(each, "annotationAuthorName"),
        created=text(each, "dateAdded"),
        tags=(*texts(each, "tags"), *(text(tag, "tag") for tag in objects(each, "tags"))),
    )
