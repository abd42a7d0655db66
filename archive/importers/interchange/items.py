"""Items of a reference manager as what they are here: something said of a text, with notes on it and words marked in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.importers.metadata.dates import edtf
from archive.model import refi
from archive.model.interchange import IncomingPassage, IncomingUse

from .dates import stamp
from .gathered import Gathered, derived
from .telling import shown
from .zotero_notes import read_note

_RULE = "Zotero"
_MOST_DEEP = 100


@dataclass(frozen=True, slots=True)
class Annotated:
    """Words marked in an item's file, with what was noted there. `colour` is #RRGGBB, `created` as it was written."""

    exact: str
    note: str = ""
    colour: str = ""
    key: str = ""
    author: str = ""
    created: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """An item. `notes` are pairs of HTML or text and a key ("" for none); `files` are attachments that are not carried over."""

    id: str
    title: str = ""
    url: str = ""
    byline: tuple[str, ...] = ()
    publisher: str = ""
    published: str = ""
    abstract: str = ""
    tags: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    annotations: tuple[Annotated, ...] = ()
    files: int = 0
    collections: tuple[tuple[str, ...], ...] = ()  # by their paths


def gather(gathered: Gathered, item: Item) -> None:
    """Keeps what an item brings."""
    if not (item.url or item.title):
        gathered.lose(
            "item was left out, having no title and no address",
            "items were left out, having no title and no address",
            item.id,
        )
        return
    about = {
        "title": item.title,
        "url": item.url,
        "byline": "; ".join(name.replace(";", ",") for name in item.byline),
        "publisher": item.publisher,
        "published": edtf(item.published),
    }
    source = gathered.link(about, rule=_RULE)
    named = f"{item.id or item.url or item.title}"
    for number, (note, key) in enumerate(item.notes):
        plain, marked = read_note(note)
        title = f"Note on {shown(item.title or item.url)}"
        uid = derived("zotero", key or f"{named}\n{number}")
        gathered.memo(title, plain, uid=uid, about=("article", source))
        for quote in marked:
            annotate(gathered, source, named, Annotated(quote.exact, quote.comment, quote.colour, quote.key))
    if item.abstract.strip():
        uid = derived("zotero", f"{named}\nabstract")
        gathered.memo(f"Abstract of {shown(item.title or item.url)}", item.abstract, uid=uid, about=("article", source))
    for each in item.annotations:
        annotate(gathered, source, named, each)
    for tag in item.tags:
        gathered.lose(
            "tag of an item was left out",
            "tags of items were left out: articles keep the tags that they have here",
            tag,
        )
    for _ in range(item.files):
        gathered.lose("file of an item was left out", "files of items were left out")
    for path in item.collections:
        gathered.collect(path, source)


def note_alone(gathered: Gathered, note: str, key: str) -> None:
    """Keeps a note that belongs to no item; what it quotes belongs to no text, and stays words of the note."""
    plain, _ = read_note(note)
    gathered.memo("", plain, uid=derived("zotero", key or plain))


def paths_of(names: Mapping[str, str], parents: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """{key: path} of collections, from their names and what each lies in; a ring is cut."""
    found: dict[str, tuple[str, ...]] = {}
    for key, name in names.items():
        path, met, above = [name], {key}, parents.get(key, "")
        while above in names and above not in met:
            met.add(above)
            path.insert(0, names[above])
            above = parents.get(above, "")
        found[key] = tuple(path[-_MOST_DEEP:])
    return found


def annotate(gathered: Gathered, source: str, item: str, each: Annotated) -> None:
    """Keeps words that were marked."""
    if not each.exact.strip():
        gathered.lose("mark was left out, having no words", "marks were left out, having no words", each.note)
        return
    colour, exact = refi.role_of(each.colour)
    if colour is not None and not exact:
        gathered.note("Colours were brought to the nearest of the five that highlights have.")
    created = stamp(each.created)
    tags = tuple(IncomingUse(key) for tag in each.tags if (key := gathered.tag(tag)))
    gathered.passage(
        IncomingPassage(
            source=source,
            exact=each.exact,
            uid=derived("zotero", each.key or f"{item}\n{each.exact}"),
            note=each.note,
            tags=tags,
            colour=None if tags else colour,
            author=each.author,
            created=created,
            modified=created,
        )
    )
