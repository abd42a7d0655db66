"""Reads what Zotero exports as RDF: items with their notes. Each item is about a text that lies elsewhere (see `csl`).

The names are those of Zotero's own translator (`Zotero RDF`): elements by their class, notes by reference.
"""

from collections.abc import Mapping

from lxml import etree

from archive.base.errors import Unreadable
from archive.model.article import Source
from archive.model.interchange import Incoming

from . import trees
from .gathered import Gathered
from .items import Item, gather

_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
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
    for each in root.iterchildren():
        if (
            isinstance(each.tag, str)
            and each.tag not in (*_NO_ITEMS, *_WHOLES)
            and trees.text(each, "itemType") != "attachment"
        ):
            own = [ref.get(_RESOURCE) or "" for ref in trees.children(each, "isReferencedBy")]
            taken.update(own)
            gather(gathered, _item(each, journals, [(notes[key], "") for key in own if notes.get(key)]))
    for key, note in notes.items():
        if key not in taken:
            gathered.lose("note without an item was left out", "notes without an item were left out", note)
    for each in trees.children(root, "Collection"):
        gathered.lose("collection was left out", "collections were left out", trees.text(each, "title"))
    return gathered.incoming()


def _item(each: etree._Element, journals: Mapping[str, etree._Element], notes: list[tuple[str, str]]) -> Item:
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
    )


def _people(each: etree._Element) -> list[str]:
    found = []
    for entry in trees.children(trees.child(each, "authors", "Seq"), "li"):
        person = trees.child(entry, "Person")
        names = (trees.text(person, "givenName").strip(), trees.text(person, "surname").strip())
        found.append(" ".join(filter(None, names)) or trees.text(person, "name").strip())
    return [name for name in found if name]
