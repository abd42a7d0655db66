"""Sets of texts that come in become collections; those that are here, by uid or by name, stay as they are."""

from collections.abc import Mapping, Sequence
from typing import Any

from archive.archive import Archive
from archive.base.errors import NotFound
from archive.base.text import folded
from archive.model.ids import ArticleId, CollectionId, new_uid
from archive.model.interchange import Incoming, IncomingSet

from .bringing_plan import Home, Told

# A collection that was made: its id, uid, name, when, and its articles; JSON, for taking it back and making it again.
Made = list[Any]


class Sets:
    """Which sets are collections already."""

    def __init__(self, archive: Archive, homes: Mapping[str, Home], told: Told) -> None:
        self._archive, self._homes, self._told = archive, homes, told
        self.same = self.changed = 0

    def new(self, incoming: Incoming) -> list[IncomingSet]:
        """The sets that no collection is of."""
        known = self._archive.store.collections.list()
        by_uid = {each.uid: each.id for each in known}
        by_name = {folded(each.name): each.id for each in known if each.parent is None}
        found, differing = [], []
        for each in incoming.sets:
            here = by_uid.get(each.uid) if each.uid else None
            here = here if here is not None else by_name.get(folded(_name(each)))
            if here is None:
                found.append(each)
            elif self._articles(each) <= set(self._archive.store.collections.articles(here)):
                self.same += 1
            else:
                self.changed += 1
                differing.append(f"{_name(each)}: articles")
        self._told.differ("collection", differing)
        return found

    def _articles(self, each: IncomingSet) -> set[ArticleId | None]:
        return {self._homes[key].article for key in each.sources if key in self._homes}


def _name(each: IncomingSet) -> str:
    return " ".join(each.name.split()) or "Unnamed"


def make(archive: Archive, each: IncomingSet, articles: Mapping[str, ArticleId], at: str) -> Made:
    """Makes a collection, inside the transaction under way."""
    uid, name = each.uid or new_uid(), _name(each)
    made = archive.store.collections.create(name, None, created=at, uid=uid)
    held = [articles[key] for key in each.sources if key in articles]
    for article in held:
        archive.store.collections.add(made, article)
    return [int(made), uid, name, at, list(map(int, held))]


def send(archive: Archive, made: Sequence[Made], *, back: bool) -> None:
    """Takes collections away again, or puts them back; one that a person deleted meanwhile is gone already."""
    collections = archive.store.collections
    for id, uid, name, at, articles in made:
        if not back:
            collections.put_back(CollectionId(id), uid, name, None, at)
            for article in articles:
                collections.add(CollectionId(id), ArticleId(article))
            continue
        try:
            collections.get(CollectionId(id))
        except NotFound:
            continue
        collections.delete(CollectionId(id))
