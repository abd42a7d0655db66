"""From the archive's figures to the sidebar's places, and from a place to the scope that it stands for. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from archive.model.article import Collection, Sidebar
from archive.model.search import SavedSearch, Scope
from desktop.models.places import Place, PlaceKind


def places(
    figures: Sidebar,
    searches: Sequence[SavedSearch],
    found: Mapping[int, int],
    publishers_shown: int | None,
    *,
    writable: bool = True,
    tags: Sequence[Place] | None = None,
) -> list[Place]:
    """The sidebar's tree. `found` maps a saved search's id to its number of hits; sections with nothing in them are left out,
    but for collections, which a person begins there where the archive is writable. `tags` are the `tag_places` of these figures, where they
    are known already."""
    names = [name for name in figures.publishers if name][:publishers_shown]
    sections = [
        ("publishers", "Publishers", [Place(PlaceKind.PUBLISHER, n, n, figures.publishers[n]) for n in names]),
        ("tags", "Tags", tag_places(figures) if tags is None else tags),
        ("collections", "Collections", _nested(figures.collections)),
        (
            "searches",
            "Saved searches",
            [Place(PlaceKind.SEARCH, each.name, str(each.id), found.get(each.id)) for each in searches],
        ),
    ]
    return [
        Place(PlaceKind.ALL, "All articles", count=figures.all),
        Place(PlaceKind.UNREAD, "Unread", count=figures.unread),
        Place(PlaceKind.STARRED, "Starred", count=figures.starred),
        Place(PlaceKind.TRASH, "Trash", count=figures.trashed),
        *(
            Place(PlaceKind.SECTION, name, key, children=tuple(inside))
            for key, name, inside in sections
            if inside or (writable and key == "collections")
        ),
    ]


def _nested(collections: Sequence[Collection], parent: int | None = None) -> list[Place]:
    return [
        Place(PlaceKind.COLLECTION, each.name, str(each.id), each.articles, tuple(_nested(collections, each.id)))
        for each in collections
        if each.parent == parent
    ]


def tag_places(figures: Sidebar) -> list[Place]:
    """The tags that articles carry, as a tree; the codebook shows the others too."""
    below: dict[str, list[str]] = {}
    for path, count in figures.tags.items():
        if count:
            below.setdefault(path.rpartition("/")[0], []).append(path)

    def tree(above: str) -> tuple[Place, ...]:
        return tuple(
            Place(
                PlaceKind.TAG,
                path.rpartition("/")[2],
                path,
                figures.tags[path],
                tree(path),
                figures.tag_colours.get(path, ""),
            )
            for path in below.get(above, ())
        )

    return list(tree(""))


def first_tags(places: Sequence[Place], most: int) -> list[Place]:
    """The sidebar's tree with no more tags than these, the first from the top."""
    section = f"{PlaceKind.SECTION}:tags"
    return [replace(each, children=_first(each.children, most)[0]) if each.key == section else each for each in places]


def _first(places: Sequence[Place], most: int) -> tuple[tuple[Place, ...], int]:
    """The first of these and of what is below them, each before those that it holds; and how many more there may be."""
    kept: list[Place] = []
    for place in places:
        if most <= 0:
            break
        most -= 1
        if place.children:
            inside, most = _first(place.children, most)
            place = place if len(inside) == len(place.children) and most > 0 else replace(place, children=inside)
        kept.append(place)
    return tuple(kept), most


def scope_of(place: Place) -> Scope:
    """The articles that a place stands for; a saved search has a scope of its own."""
    match place.kind:
        case PlaceKind.UNREAD:
            return Scope(unread=True)
        case PlaceKind.STARRED:
            return Scope(starred=True)
        case PlaceKind.TRASH:
            return Scope(trashed=True)
        case PlaceKind.PUBLISHER:
            return Scope(publishers=(place.value,))
        case PlaceKind.TAG:
            return Scope(tags=(place.value,))
        case PlaceKind.COLLECTION:
            return Scope(collection=int(place.value))
        case _:
            return Scope()
