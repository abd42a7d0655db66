"""Sorting articles: nested collections, tags, saved searches. Each act is one transaction, and its Change undoes it exactly."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from archive.archive import Archive
from archive.base import clock
from archive.base.errors import Invalid
from archive.model.change import Act, Change
from archive.model.ids import ArticleId, CollectionId, SearchId, Uid
from archive.model.search import Scope, Sort
from archive.store.groups import scope_of

from .drafting import tag_path
from .recording import counted, on_articles, record

Told = tuple[tuple[str, Any, Any], ...]


def named(text: str, what: str) -> str:
    """A name in one line. Raises Invalid for none."""
    name = " ".join(text.split())
    if not name:
        raise Invalid(f"A {what} needs a name.", "Write one.")
    return name


# Collections


def create(archive: Archive, name: str, parent: CollectionId | None = None) -> Change:
    """Makes an empty collection, inside another when `parent` is given; the Change touches ("collection", its id)."""
    name = named(name, "collection")
    with archive.atomic():
        if parent is not None:
            archive.store.collections.get(parent)
        made = archive.store.collections.create(name, parent, created=clock.stamp())
        told = (("collection", None, name),)
        return _shelved(archive, "Make collection", [made], Act("delete_collection", {"collection": made}, told))


def create_with(archive: Archive, name: str, ids: Sequence[ArticleId]) -> Change:
    """Makes a collection and puts articles into it: one act, taken back as one. Raises Invalid, NotFound."""
    name = named(name, "collection")
    with archive.atomic():
        made = archive.store.collections.create(name, None, created=clock.stamp())
        moved = [article for article in dict.fromkeys(ids) if archive.store.collections.add(made, article)]
        touched = on_articles(moved) | {("collection", int(made))}
        inverse = Act("delete_collection", {"collection": made}, (("collection", None, name),))
        return record(archive, Change(counted("Collect {}", moved), touched, inverse))


def rename(archive: Archive, collection: CollectionId, name: str) -> Change:
    """Gives a collection another name. Raises NotFound, Invalid."""
    name = named(name, "collection")
    with archive.atomic():
        before = archive.store.collections.get(collection).name
        archive.store.collections.rename(collection, name)
        told = (("name", before, name),)
        inverse = Act("rename_collection", {"collection": collection, "name": before}, told)
        return _shelved(archive, "Rename collection", [collection], inverse)


def move(archive: Archive, collection: CollectionId, parent: CollectionId | None) -> Change:
    """Puts a collection inside another, or at the top. Raises NotFound, and Invalid when that would make a ring."""
    with archive.atomic():
        before = archive.store.collections.get(collection).parent
        if parent is not None:
            archive.store.collections.get(parent)
        archive.store.collections.move(collection, parent)
        inverse = Act("move_collection", {"collection": collection, "parent": before})
        return _shelved(archive, "Move collection", [collection], inverse)


def delete(archive: Archive, collection: CollectionId) -> Change:
    """Deletes a collection and those inside it; the articles stay. Raises NotFound."""
    shelf = archive.store.collections
    with archive.atomic():
        shelf.get(collection)
        known = {found.id: found for found in shelf.list()}
        doomed = shelf.below(collection)
        kept = [
            {
                "collection": each,
                "uid": known[each].uid,
                "name": known[each].name,
                "parent": known[each].parent,
                "created": shelf.created(each),
                "articles": list(shelf.articles(each)),
            }
            for each in doomed
        ]
        for each in reversed(doomed):
            shelf.delete(each)
        told = tuple(("collection", each["name"], None) for each in kept)
        return _shelved(archive, "Delete collection", doomed, Act("put_back_collections", {"collections": kept}, told))


def put_back(archive: Archive, collections: Sequence[dict[str, Any]]) -> Change:
    """Undoes `delete`: the collections with their ids, and what was in them as far as it still exists."""
    shelf = archive.store.collections
    with archive.atomic():
        for kept in collections:
            collection = CollectionId(kept["collection"])
            shelf.put_back(collection, Uid(kept["uid"]), kept["name"], kept["parent"], kept["created"])
            for article in kept["articles"]:
                shelf.add(collection, article)
        ids = [CollectionId(kept["collection"]) for kept in collections]
        told = tuple(("collection", None, kept["name"]) for kept in collections)
        return _shelved(archive, "Put collection back", ids, Act("delete_collection", {"collection": ids[0]}, told))


def add(archive: Archive, collection: CollectionId, ids: Sequence[ArticleId]) -> Change:
    """Puts articles into a collection; those that are in it already stay out of the Change. Raises NotFound."""
    with archive.atomic():
        archive.store.collections.get(collection)
        moved = [article for article in dict.fromkeys(ids) if archive.store.collections.add(collection, article)]
        return _moved(archive, "Collect {}", "remove_from_collection", collection, moved, there=True)


def remove(archive: Archive, collection: CollectionId, ids: Sequence[ArticleId]) -> Change:
    """Takes articles out of a collection; they stay in the archive. Raises NotFound."""
    with archive.atomic():
        archive.store.collections.get(collection)
        moved = [article for article in dict.fromkeys(ids) if archive.store.collections.remove(collection, article)]
        return _moved(archive, "Take {} out of collection", "add_to_collection", collection, moved, there=False)


def _moved(
    archive: Archive, label: str, undo: str, collection: CollectionId, ids: list[ArticleId], *, there: bool
) -> Change:
    if not ids:
        return Change(counted(label, ids))
    touched = on_articles(ids) | {("collection", int(collection))}
    told = _put("collection", archive.store.collections.get(collection).name, there=there)
    return record(
        archive, Change(counted(label, ids), touched, Act(undo, {"collection": collection, "ids": ids}, told))
    )


def _put(what: str, name: str, *, there: bool) -> Told:
    return ((what, None, name),) if there else ((what, name, None),)


def _shelved(archive: Archive, label: str, ids: Sequence[CollectionId], inverse: Act) -> Change:
    return record(archive, Change(label, frozenset(("collection", int(each)) for each in ids), inverse))


# Tags


def tag(archive: Archive, ids: Sequence[ArticleId], path: str) -> Change:
    """Tags articles; a path like "work/mining" is a tag below another. Raises Invalid, NotFound."""
    path = tag_path(path)
    with archive.atomic():
        for article in ids:
            archive.store.articles.get(article)
        tagged = [article for article in dict.fromkeys(ids) if archive.store.tags.put(article, path)]
        return _tagged(archive, "Tag {}", "untag", path, tagged, there=True)


def untag(archive: Archive, ids: Sequence[ArticleId], path: str) -> Change:
    """Takes a tag off articles; a tag that nothing carries any more goes. Raises Invalid."""
    path = tag_path(path)
    with archive.atomic():
        bared = [article for article in dict.fromkeys(ids) if archive.store.tags.take(article, path)]
        return _tagged(archive, "Untag {}", "tag", path, bared, there=False)


def _tagged(archive: Archive, label: str, undo: str, path: str, ids: list[ArticleId], *, there: bool) -> Change:
    if not ids:
        return Change(counted(label, ids))
    inverse = Act(undo, {"ids": ids, "path": path}, _put("tag", path, there=there))
    return record(archive, Change(counted(label, ids), on_articles(ids) | {("tag", 0)}, inverse))


# Saved searches


def save_search(
    archive: Archive, name: str, query: str, sort: Sort = Sort.RELEVANCE, scope: Scope | None = None
) -> Change:
    """Keeps a query under a new name; the Change touches ("search", its id). Raises Invalid when the name is taken."""
    with archive.atomic():
        name = _free_name(archive, name)
        made = archive.store.searches.add(name, query, Sort(sort), scope or Scope())
        told = _told_search(name, query, there=True)
        return _searched(archive, "Save search", made, Act("delete_search", {"search": made}, told))


def rename_search(archive: Archive, search: SearchId, name: str) -> Change:
    """Gives a saved search another name. Raises NotFound, and Invalid when the name is taken."""
    with archive.atomic():
        before = archive.store.searches.get(search).name
        name = _free_name(archive, name, search)
        archive.store.searches.rename(search, name)
        inverse = Act("rename_search", {"search": search, "name": before}, (("name", before, name),))
        return _searched(archive, "Rename search", search, inverse)


def delete_search(archive: Archive, search: SearchId) -> Change:
    """Deletes a saved search. Raises NotFound."""
    with archive.atomic():
        kept = archive.store.searches.get(search)
        archive.store.searches.delete(search)
        told = _told_search(kept.name, kept.query, there=False)
        return _searched(archive, "Delete search", search, Act("put_back_search", {"kept": asdict(kept)}, told))


def put_back_search(archive: Archive, kept: dict[str, Any]) -> Change:
    """Undoes `delete_search`: the search with its id. Raises Invalid when another one took its name."""
    with archive.atomic():
        name = _free_name(archive, kept["name"])
        search = SearchId(kept["id"])
        scope = scope_of(kept["scope"])
        archive.store.searches.add(name, kept["query"], Sort(kept["sort"]), scope, id=search, uid=Uid(kept["uid"]))
        told = _told_search(name, kept["query"], there=True)
        return _searched(archive, "Put search back", search, Act("delete_search", {"search": search}, told))


def _told_search(name: str, query: str, *, there: bool) -> Told:
    return _put("name", name, there=there) + _put("query", query, there=there)


def _free_name(archive: Archive, text: str, search: SearchId | None = None) -> str:
    name = named(text, "saved search")
    taken = archive.store.searches.named(name)
    if taken is not None and taken.id != search:
        raise Invalid(f"There is a saved search {name!r} already.", "Choose another name.")
    return name


def _searched(archive: Archive, label: str, search: SearchId, inverse: Act) -> Change:
    return record(archive, Change(label, frozenset({("search", int(search))}), inverse))
