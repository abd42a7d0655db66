"""Reads what Zotero exports as RDF: items with their notes. Each item is about a text that lies elsewhere (see `csl`).

The names are those of Zotero's own translator (`Zotero RDF`): elements by their class, notes by reference.
"""

from collections.abc import Mapping, Sequence

from lxml import etree

from archive.base.errors import Unreadable
from archive.model.article import Source
from archive.model.interchange import Incoming

from . import trees
from .gathered import Gathered
from .items import Item, gather, note_alone, paths_of

_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
# What is read of an item; other elements are told by their names.
_READ = frozenset(
    "isPartOf authors isReferencedBy link subject title abstract date identifier itemType publisher".split()
)
_NO_ITEMS = ("Memo", "Attachment", "Collection")
_WHOLES = ("Journal", "Newspaper", "Magazine", "Periodical", "Website", "Series")  # what an item is part of


def read(source: Source) -> Incoming:
    """What the items bring. Raises Unreadable."""
    root = trees.parse(source.data)
    if root.tag != "RDF":
        raise Unreadable("This XML file is no export of Zotero.", "Export the items as Zotero RDF again.")
    gathered = Gathered("Zotero", source.name)
    journals = {each.get(_ABOUT) or "": each for each in root.iterchildren() if each.tag in _WHOLES}
    notes = {each.get(_ABOUT) or "": trees.text(each, "value") for each in trees.children(root, "Memo")}
    taken: set[str] = set()
    held = _held(root)
    for each in root.iterchildren():
        if (
            isinstance(each.tag, str)
            and each.tag not in (*_NO_ITEMS, *_WHOLES)
            and trees.text(each, "itemType") != "attachment"
        ):
            own = [ref.get(_RESOURCE) or "" for ref in trees.children(each, "isReferencedBy")]
            taken.update(own)
            paths = tuple(held.get(each.get(_ABOUT) or "", ()))
            own_notes = [(notes[key], "") for key in own if notes.get(key)]
            gather(gathered, _item(each, journals, own_notes, paths))
            _leave(gathered, each)
    for key, note in notes.items():
        if key not in taken:
            note_alone(gathered, note, "")
            _collected(gathered, held.get(key, ()))
    for memo in trees.children(root, "Memo"):
        for tag in trees.children(memo, "subject"):
            gathered.lose("tag of a note was left out", "tags of notes were left out: memos have none", trees.text(tag))
    return gathered.incoming()


def _held(root: etree._Element) -> dict[str, list[tuple[str, ...]]]:
    """{item: paths of the collections that it lies in}."""
    shelves = {each.get(_ABOUT) or "": each for each in trees.children(root, "Collection")}
    names = {key: " ".join(trees.text(each, "title").split()) for key, each in shelves.items()}
    parts = {
        key: [ref.get(_RESOURCE) or "" for ref in trees.children(each, "hasPart")] for key, each in shelves.items()
    }
    parents = {inner: key for key, inside in parts.items() for inner in inside if inner in shelves}
    found: dict[str, list[tuple[str, ...]]] = {}
    for key, path in paths_of(names, parents).items():
        for item in parts[key]:
            found.setdefault(item, []).append(path)
    return found


def _collected(gathered: Gathered, paths: Sequence[tuple[str, ...]]) -> None:
    for path in paths:
        one, many = "note in a collection came in as a memo", "notes in collections came in as memos, which lie in none"
        gathered.lose(one, many, path[-1])


def _leave(gathered: Gathered, each: etree._Element) -> None:
    """Tells what an item says besides."""
    for inner in each.iterchildren():
        if isinstance(inner.tag, str) and inner.tag not in _READ and "".join(inner.itertext()).strip():
            gathered.fields.count(inner.tag)
        elif inner.tag == "identifier" and not trees.text(inner, "URI", "value").strip() and trees.text(inner).strip():
            gathered.fields.count(f"identifier ({trees.text(inner).strip()})")


def _item(
    each: etree._Element,
    journals: Mapping[str, etree._Element],
    notes: list[tuple[str, str]],
    collections: tuple[tuple[str, ...], ...],
) -> Item:
    held = trees.child(each, "isPartOf")
    named = None if held is None else journals.get(held.get(_RESOURCE) or "")
    journal = named if held is None or named is not None else next(held.iterchildren(), None)
    about = each.get(_ABOUT) or ""
    url = trees.text(each, "identifier", "URI", "value")
    tags = [trees.text(tag, "AutomaticTag", "value") or trees.text(tag) for tag in trees.children(each, "subject")]
    return Item(
        id=about,
        title=trees.text(each, "title").strip(),
        url=url.strip() or (about if about.startswith(("http:", "https:")) else ""),
        byline=tuple(_people(each)),
        publisher=trees.text(journal, "title").strip() or trees.text(each, "publisher", "Organization", "name").strip(),
        published=trees.text(each, "date").strip(),
        abstract=trees.text(each, "abstract").strip(),
        tags=tuple(tag.strip() for tag in tags if tag.strip()),
        notes=tuple(notes),
        files=len(trees.children(each, "link")),
        collections=collections,
    )


def _people(each: etree._Element) -> list[str]:
    found = []
    for entry in trees.children(trees.child(each, "authors", "Seq"), "li"):
        person = trees.child(entry, "Person")
        names = (trees.text(person, "givenName").strip(), trees.text(person, "surname").strip())
        found.append(" ".join(filter(None, names)) or trees.text(person, "name").strip())
    return [name for name in found if name]
