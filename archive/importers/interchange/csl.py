"""Reads items of Zotero: CSL-JSON (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html) and Better BibTeX's JSON, which has notes and annotations too.

An item is about a text that lies elsewhere: notes become memos about the article that has its address or title, annotations are found by their
words, and what an item says of its text is compared with what is here.
"""

from typing import Any

from archive.model.interchange import Incoming

from .gathered import Gathered
from .items import Annotated, Item, gather, note_alone, paths_of
from .jsons import Object, inner, objects, text, texts

# What is read of items, and what only names them and says when they were written down.
_CSL = frozenset(
    "id type title URL author container-title publisher issued abstract keyword note annote citation-key".split()
)
_ZOTERO = frozenset(
    "key itemKey itemID itemType uri title url creators publicationTitle websiteTitle publisher date abstractNote tags notes attachments"
    " collections version libraryID citationKey dateAdded dateModified select".split()
)
_NOTE = frozenset(
    "key itemType note uri itemID version libraryID dateAdded dateModified parentItem select relations".split()
)
_MARK = frozenset(
    "key itemType annotationType annotationText annotationComment annotationColor annotationAuthorName dateAdded dateModified tags"
    " annotationSortIndex parentItem version libraryID uri itemID select relations".split()
)


def items_of(value: Any) -> list[Object] | None:
    """The items of a document, None when it holds none."""
    listed = value.get("items") if isinstance(value, dict) else value
    found = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    named = found and all("itemType" in each or ("type" in each and "id" in each) for each in found[:20])
    told = {"title", "URL", "DOI", "author", "issued", "itemType", "note", "container-title"}
    return found if named and all(told & set(each) for each in found[:20]) else None


def read(items: list[Object], name: str, collections: Object | None = None) -> Incoming:
    """What items bring; `collections` are those of Better BibTeX's JSON."""
    gathered = Gathered("Zotero", name)
    held = _held(collections or {})
    for each in items:
        if text(each, "itemType") == "note":
            note_alone(gathered, text(each, "note"), text(each, "key"))
            gathered.fields.leave(each, _NOTE, "note")
        elif text(each, "itemType") in ("attachment", "annotation"):
            one, many = "file or mark without an item was left out", "files or marks without an item were left out"
            gathered.lose(one, many, text(each, "title") or text(each, "annotationText"))
        elif "itemType" in each:
            _leave(gathered, each)
            paths = held.get(text(each, "itemID")) or held.get(text(each, "key")) or ()
            gather(gathered, _zotero(each, tuple(paths)))
        else:
            gathered.fields.leave(each, _CSL)
            gather(gathered, _csl(each))
    return gathered.incoming()


def _held(collections: Object) -> dict[str, list[tuple[str, ...]]]:
    """{number or key of an item: paths of the collections that it lies in}."""
    told = {key: each for key, each in collections.items() if isinstance(each, dict)}
    names = {key: text(each, "name") for key, each in told.items()}
    parents = {key: text(each, "parent") or text(each, "parentCollection") for key, each in told.items()}
    found: dict[str, list[tuple[str, ...]]] = {}
    for key, path in paths_of(names, parents).items():
        listed = told[key].get("items")
        for item in listed if isinstance(listed, list) else ():
            found.setdefault(str(item), []).append(path)
    return found


def _leave(gathered: Gathered, each: Object) -> None:
    """Tells what an item says besides."""
    fields = gathered.fields
    fields.leave(each, _ZOTERO)
    for person in objects(each, "creators"):
        kind = text(person, "creatorType")
        if kind not in ("author", ""):
            fields.count(f"creators ({kind})")
    for note in objects(each, "notes"):
        fields.leave(note, _NOTE, "notes")
    for file in objects(each, "attachments"):
        for mark in objects(file, "annotations"):
            fields.leave(mark, _MARK, "annotations")


def _csl(each: Object) -> Item:
    parts = inner(each, "issued").get("date-parts")
    notes = [(text(each, "note"), ""), (text(each, "annote"), "")]
    return Item(
        id=text(each, "id"),
        title=text(each, "title"),
        url=text(each, "URL"),
        byline=tuple(filter(None, map(_name, objects(each, "author")))),
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


def _zotero(each: Object, collections: tuple[tuple[str, ...], ...]) -> Item:
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
        collections=collections,
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
