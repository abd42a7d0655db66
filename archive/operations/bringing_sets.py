"""Sets of texts that come in become collections, inside of those that the file names above them.

One that is here by its uid stays as it is. One that is here by its name, of a file that gives no ids, takes in what it lacks: a
table of links is brought in again when more of its articles are here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from archive.archive import Archive
from archive.base.text import folded, visible
from archive.model.ids import ArticleId, CollectionId, Uid, new_uid
from archive.model.interchange import Incoming, IncomingSet

from .bringing_plan import Home, Told

# A collection that was made: its id, uid, name, when, its articles, and the one that it lies in; JSON, for taking it back and
# making it again. One that was here has "" for its uid, and the articles that were put into it.
Made = list[Any]
_Path = tuple[str, ...]
_MOST_DEEP = 100
_NAME_CHARS = 500
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Planned:
    """A collection as it will be: `here` is None for one that is made. `sources` are the keys of what is put into it."""

    path: _Path
    sources: tuple[str, ...]
    uid: Uid | None = None
    here: CollectionId | None = None


class Sets:
    """Which sets are collections already."""

    def __init__(self, archive: Archive, homes: Mapping[str, Home], told: Told) -> None:
        self._archive, self._homes, self._told = archive, homes, told
        self.same = self.changed = self.made = self.put = 0

    def new(self, incoming: Incoming) -> list[Planned]:
        """The collections that are to be made, and those that take something in; outer ones before those inside of them."""
        known = {each.id: each for each in self._archive.store.collections.list()} if incoming.sets else {}
        by_uid = {each.uid: each.id for each in known.values()}
        by_path: dict[_Path, CollectionId] = {}
        for each in known.values():
            by_path.setdefault(_key(_path_of(each.id, known)), each.id)
        planned: dict[_Path, Planned] = {}
        found: list[Planned] = []
        differing, empty = [], []
        for one in incoming.sets:
            path = _path(one)
            sources = tuple(dict.fromkeys(key for key in one.sources if key in self._homes))
            here = by_uid.get(one.uid) if one.uid else None
            here = here if here is not None else by_path.get(_key(path))
            twin = planned.get(_key(path))
            if here is None and not sources:
                empty.append(path[-1])
            elif here is None and twin is not None and None in (one.uid, twin.uid):
                both = tuple(dict.fromkeys((*twin.sources, *sources)))
                planned[_key(path)] = replace(twin, sources=both, uid=one.uid or twin.uid)
            elif here is None:
                self._outer(path, by_path, planned)
                shelf = Planned(path, sources, one.uid)
                if planned.setdefault(_key(path), shelf) is not shelf:
                    found.append(shelf)  # another one of that name
            elif not (lacking := self._lacking(sources, here)):
                self.same += 1
            elif one.uid is None:
                found.append(Planned(path, lacking, None, here))
            else:
                self.changed += 1
                differing.append(f"{visible(path[-1])[:60]}: articles")
        self._told.differ("collection", differing)
        found = [*planned.values(), *found]
        self._tell(found, empty)
        return found

    def _outer(self, path: _Path, by_path: Mapping[_Path, CollectionId], planned: dict[_Path, Planned]) -> None:
        """Plans the collections around one, as far as they are neither here nor planned."""
        for depth in range(1, len(path)):
            key = _key(path[:depth])
            if key not in by_path:
                planned.setdefault(key, Planned(path[:depth], ()))

    def _lacking(self, sources: Sequence[str], here: CollectionId) -> tuple[str, ...]:
        held = set(self._archive.store.collections.articles(here))
        return tuple(key for key in sources if self._homes[key].article not in held)

    def _tell(self, found: Sequence[Planned], empty: Sequence[str]) -> None:
        self.made = sum(each.here is None for each in found)
        filled = [each for each in found if each.here is not None]
        self.put = sum(len(each.sources) for each in filled)
        if filled:
            what = "1 article was" if self.put == 1 else f"{self.put:,} articles were"
            where = "a collection that is here" if len(filled) == 1 else f"{len(filled):,} collections that are here"
            self._told.notes.append(f"{what} put into {where} ({_named([each.path[-1] for each in filled])}).")
        if empty:
            what = "1 collection was" if len(empty) == 1 else f"{len(empty):,} collections were"
            none = "none of what it holds is here" if len(empty) == 1 else "none of what they hold is here"
            self._told.lost.append(f"{what} left out ({_named(empty)}): {none}.")


def _named(names: Sequence[str]) -> str:
    listed = [f"“{visible(name[:60])}”" for name in dict.fromkeys(names)]
    return ", ".join(listed[:_SHOWN]) + (f" and {len(listed) - _SHOWN:,} more" if len(listed) > _SHOWN else "")


def _name(name: str) -> str:
    return " ".join(name.split())[:_NAME_CHARS].strip() or "Unnamed"


def _path(each: IncomingSet) -> _Path:
    return tuple(map(_name, (*each.above, each.name)))[-_MOST_DEEP:]


def _key(path: _Path) -> _Path:
    return tuple(map(folded, path))


def _path_of(id: CollectionId, known: Mapping[CollectionId, Any]) -> _Path:
    names: list[str] = []
    at: CollectionId | None = id
    while at is not None and len(names) < _MOST_DEEP:
        names.append(_name(known[at].name))
        at = known[at].parent
    return tuple(reversed(names))


class Shelving:
    """Makes and fills collections, inside the transaction under way."""

    def __init__(self, archive: Archive, articles: Mapping[str, ArticleId], at: str) -> None:
        self._shelf, self._articles, self._at = archive.store.collections, articles, at
        known = {each.id: each for each in self._shelf.list()}
        self._ids: dict[_Path, CollectionId] = {}
        for id in known:
            self._ids.setdefault(_key(_path_of(id, known)), id)

    def put(self, each: Planned) -> Made:
        """What was made or filled."""
        if each.here is not None:
            moved = [article for article in self._held(each) if self._shelf.add(each.here, article)]
            return [int(each.here), "", "", "", list(map(int, moved)), None]
        uid, name, parent = each.uid or new_uid(), each.path[-1], self._ids.get(_key(each.path[:-1]))
        made = self._shelf.create(name, parent, created=self._at, uid=uid)
        self._ids.setdefault(_key(each.path), made)
        moved = [article for article in self._held(each) if self._shelf.add(made, article)]
        return [int(made), uid, name, self._at, list(map(int, moved)), parent and int(parent)]

    def _held(self, each: Planned) -> list[ArticleId]:
        return [self._articles[key] for key in each.sources if key in self._articles]


def send(archive: Archive, made: Sequence[Made], *, back: bool) -> None:
    """Takes collections away again, or puts them back; one that a person deleted meanwhile is gone already."""
    shelf = archive.store.collections
    here = {int(each.id) for each in shelf.list()} if made else set()
    parents = {int(each.id): each.parent for each in shelf.list()} if made else {}
    for id, uid, name, at, articles, *parent in reversed(made) if back else made:
        collection = CollectionId(id)
        if back and uid and id in here:
            # What a person put inside of it meanwhile moves out of it.
            for inner in [inner for inner, outer in parents.items() if outer == id and inner in here]:
                shelf.move(CollectionId(inner), parents[id])
                parents[inner] = parents[id]
            shelf.delete(collection)
            here.discard(id)
        elif back and id in here:
            for article in articles:
                shelf.remove(collection, ArticleId(article))
        elif not back:
            if uid and id not in here:
                outer = parent[0] if parent and parent[0] in here else None
                shelf.put_back(collection, uid, name, outer and CollectionId(outer), at)
                here.add(id)
            for article in articles if id in here else ():
                shelf.add(collection, ArticleId(article))
