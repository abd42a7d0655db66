"""What people sort articles into: nested collections, tags as a tree of paths, searches under a name."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from archive.base.errors import Invalid, NotFound
from archive.base.text import tag_key
from archive.model.article import Collection
from archive.model.ids import ArticleId, CollectionId, SearchId, TagId, Uid, new_uid
from archive.model.search import SavedSearch, Scope, Sort

from . import nonces
from .connection import Connections
from .outbox import OutboxTable
from .subtrees import distinct_below

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A collection (one parameter) and everything inside it, as the table `below(id)`.
CLOSURE = (
    "WITH RECURSIVE below(id) AS (SELECT ? UNION SELECT c.id FROM collections c JOIN below ON c.parent = below.id)"
)


def id_set(concatenated: str) -> set[int]:
    """The ids of SQLite's `group_concat`."""
    return set(map(int, concatenated.split(",")))


def _without_rings(found: Sequence[Collection]) -> Sequence[Collection]:
    """Two people may each put the other's collection into theirs: of those in such a ring the first by uid is shown at the top."""
    above = {each.id: each.parent for each in found}
    uids = {each.id: each.uid for each in found}
    first: set[CollectionId] = set()
    for each in found:
        way = [each.id]
        while (up := above.get(way[-1])) is not None and up not in way:
            way.append(up)
        if up == each.id:
            first.add(min(way, key=lambda id: uids[id]))
    return [replace(each, parent=None) if each.id in first else each for each in found] if first else found


class Collections:
    """The tables `collections` and `collection_articles`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def create(self, name: str, parent: CollectionId | None, *, created: str, uid: Uid | None = None) -> CollectionId:
        """Adds an empty collection, inside another when `parent` is given."""
        row = {"uid": uid or new_uid(), "name": name, "parent": parent, "created": created}
        return CollectionId(self._connections.insert("collections", row))

    def put_back(
        self, collection: CollectionId, uid: Uid, name: str, parent: CollectionId | None, created: str
    ) -> None:
        """Adds a deleted collection again, under its old id."""
        row = {"id": collection, "uid": uid, "name": name, "parent": parent, "created": created}
        self._connections.insert("collections", row)

    def list(self) -> Sequence[Collection]:
        """All collections by name, each with the number of articles in it and below it that are not in the trash."""
        rows = self._connections.rows(
            "WITH RECURSIVE inside(top, id) AS (SELECT id, id FROM collections"
            " UNION SELECT inside.top, c.id FROM collections c JOIN inside ON c.parent = inside.id)"
            " SELECT c.id, c.uid, c.name, c.parent, (SELECT count(DISTINCT x.article) FROM inside"
            " JOIN collection_articles x ON x.collection = inside.id JOIN articles a ON a.id = x.article"
            " WHERE inside.top = c.id AND a.trashed_at IS NULL)"
            " FROM collections c ORDER BY c.name COLLATE NOCASE, c.id"
        )
        return _without_rings([Collection(*row) for row in rows])

    def get(self, collection: CollectionId) -> Collection:
        """The collection; raises NotFound."""
        for found in self.list():
            if found.id == collection:
                return found
        raise NotFound(f"There is no collection {collection}.", "It may have been deleted.")

    def created(self, collection: CollectionId) -> str:
        """When it was made."""
        return str(self._connections.value("SELECT created FROM collections WHERE id = ?", (collection,)))

    def rename(self, collection: CollectionId, name: str) -> None:
        """Gives a collection another name."""
        self._connections.change("UPDATE collections SET name = ? WHERE id = ?", (name, collection))

    def move(self, collection: CollectionId, parent: CollectionId | None) -> None:
        """Puts a collection inside another, or at the top; raises Invalid when that would make a ring."""
        if parent is not None and parent in self.below(collection):
            raise Invalid("A collection cannot be moved into itself.", "Choose another place for it.")
        self._connections.change("UPDATE collections SET parent = ? WHERE id = ?", (parent, collection))

    def below(self, collection: CollectionId) -> Sequence[CollectionId]:
        """The collection itself and everything inside it, outermost first."""
        rows = self._connections.rows(f"{CLOSURE} SELECT id FROM below", (collection,))
        return [CollectionId(row[0]) for row in rows]

    def delete(self, collection: CollectionId) -> None:
        """Removes one empty shelf and what stood on it; the articles themselves stay. Inner collections go first."""
        # First what stood on it: a trigger that keeps what was said there could not name the shelf any more.
        self._connections.change("DELETE FROM collection_articles WHERE collection = ?", (collection,))
        self._connections.change("DELETE FROM collections WHERE id = ?", (collection,))

    def articles(self, collection: CollectionId) -> Sequence[ArticleId]:
        """What is in the collection itself, trashed articles too."""
        sql = "SELECT article FROM collection_articles WHERE collection = ? ORDER BY article"
        return [ArticleId(row[0]) for row in self._connections.rows(sql, (collection,))]

    def of(self, article: ArticleId) -> Sequence[CollectionId]:
        """The collections that an article is in."""
        sql = "SELECT collection FROM collection_articles WHERE article = ? ORDER BY collection"
        return [CollectionId(row[0]) for row in self._connections.rows(sql, (article,))]

    def add(self, collection: CollectionId, article: ArticleId) -> bool:
        """Puts an article in; False when it was there."""
        # An article that is gone is passed over: undoing may ask for one that was purged meanwhile.
        sql = (
            f"INSERT OR IGNORE INTO collection_articles(collection, article, {nonces.NONCE})"
            f" SELECT ?, id, {nonces.IN_SQL} FROM articles WHERE id = ?"
        )
        return self._connections.change(sql, (collection, article)) > 0

    def remove(self, collection: CollectionId, article: ArticleId) -> bool:
        """Takes an article out; False when it was not there."""
        sql = "DELETE FROM collection_articles WHERE collection = ? AND article = ?"
        return self._connections.change(sql, (collection, article)) > 0


class Tags:
    """The tables `tags` and `article_tags`. A tag is its path ("work/mining"); a tag above another exists by itself."""

    def __init__(self, connections: Connections, outbox: OutboxTable) -> None:
        self._connections = connections
        self._outbox = outbox

    def list(self) -> Sequence[str]:
        """All paths in order."""
        return [row[0] for row in self._connections.rows("SELECT path FROM tags ORDER BY path")]

    def counts(self) -> dict[str, int]:
        """For each path the number of articles outside the trash that carry it or a tag below it."""
        with self._connections.snapshot():
            carried = self._carried("article NOT IN (SELECT id FROM articles WHERE trashed_at IS NOT NULL)")
            paths = self.list()
        counts = distinct_below(paths, carried)
        return {path: counts[path] for path in paths}

    def articles(self) -> tuple[dict[int, str], Sequence[tuple[str, str]]]:
        """The paths of all tags by id; and which articles carry which tags, or have a passage that does, trashed ones too: pairs of
        tags' and of articles' ids by commas, some perhaps several times."""
        with self._connections.snapshot():
            paths = dict(self._connections.rows("SELECT id, path FROM tags", named=False))
            # Along an index and in one piece: groups, or rows, take several times as long.
            carried = [
                self._connections.row(f"SELECT group_concat(tag), group_concat(article) FROM {table}")
                for table in ("article_tags", "passage_tags")
            ]
            return paths, [(tags, articles) for tags, articles in carried if tags is not None]

    def counts_among(self, articles: "NDArray[np.int64]") -> dict[str, int]:
        """{path: how many of these few articles carry it, or have a passage that does}, most frequent first, without those that none does."""
        sql = (
            "SELECT t.path, count(*) FROM (SELECT tag, article FROM article_tags WHERE article IN (SELECT value FROM json_each(?1))"
            " UNION SELECT tag, article FROM passage_tags WHERE article IN (SELECT value FROM json_each(?1))) x"
            " JOIN tags t ON t.id = x.tag GROUP BY t.id"
        )
        rows = self._connections.rows(sql, (json.dumps(articles.tolist()),), named=False)
        return dict(sorted(rows, key=lambda row: (-row[1], row[0])))

    def _carried(self, condition: str) -> dict[str, str]:
        """For each path the articles that carry it, or have a passage that does, by commas; some perhaps several times."""
        carried: dict[str, str] = {}
        # Each side comes in the order of an index; together they would have to be sorted.
        for table in ("article_tags", "passage_tags"):
            rows = self._connections.rows(
                f"SELECT t.path, x.articles FROM (SELECT tag, group_concat(article) AS articles FROM {table}"
                f" WHERE {condition} GROUP BY tag) x JOIN tags t ON t.id = x.tag",
                named=False,
            )
            for path, articles in rows:
                carried[path] = f"{carried[path]},{articles}" if path in carried else articles
        return carried

    def of(self, article: ArticleId) -> Sequence[str]:
        """The paths that an article carries, in order."""
        sql = "SELECT t.path FROM article_tags x JOIN tags t ON t.id = x.tag WHERE x.article = ? ORDER BY t.path"
        return [row[0] for row in self._connections.rows(sql, (article,))]

    def id(self, path: str) -> TagId | None:
        """The tag's id, or None when there is none. Case and Unicode form make no other tag."""
        sql = "SELECT id FROM tags WHERE key = ? ORDER BY path = ? DESC, id LIMIT 1"
        found = self._connections.value(sql, (tag_key(path), path))
        return None if found is None else TagId(found)

    def create(self, path: str) -> TagId:
        """The tag with this path, made with everything above it where missing."""
        parts = path.split("/")
        for depth in range(1, len(parts) + 1):
            above = "/".join(parts[:depth])
            if self.id(above) is None:
                self._connections.insert("tags", {"uid": new_uid(), "path": above, "key": tag_key(above)})
        made = self.id(path)
        assert made is not None
        return made

    def put(self, article: ArticleId, path: str) -> bool:
        """Tags an article and queues it for the index; False when it carried the tag."""
        sql = f"INSERT OR IGNORE INTO article_tags(tag, article, {nonces.NONCE}) VALUES (?, ?, {nonces.IN_SQL})"
        if not self._connections.change(sql, (self.create(path), article)):
            return False
        self._outbox.put(article)
        return True

    def take(self, article: ArticleId, path: str) -> bool:
        """Takes a tag off an article and queues it; False when it did not carry it. Tags that nothing carries go."""
        sql = "DELETE FROM article_tags WHERE article = ? AND tag = ?"
        if not self._connections.change(sql, (article, self.id(path))):
            return False
        self._outbox.put(article)
        self.prune()
        return True

    def prune(self) -> None:
        """Drops the tags that no article carries, that are not in the codebook, and that stand above none that is."""
        self._connections.change(
            "DELETE FROM tags WHERE NOT EXISTS (SELECT 1 FROM tags u JOIN article_tags x ON x.tag = u.id"
            " WHERE u.path = tags.path OR (u.path > tags.path || '/' AND u.path < tags.path || '0'))"
            " AND NOT EXISTS (SELECT 1 FROM tags u JOIN event_tags x ON x.tag = u.id"
            " WHERE u.path = tags.path OR (u.path > tags.path || '/' AND u.path < tags.path || '0'))"
            " AND NOT EXISTS (SELECT 1 FROM tags u WHERE u.kept = 1"
            " AND (u.path = tags.path OR (u.path > tags.path || '/' AND u.path < tags.path || '0')))"
        )


class Searches:
    """The table `searches`."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def list(self) -> Sequence[SavedSearch]:
        """All saved searches by name."""
        rows = self._connections.rows("SELECT * FROM searches ORDER BY name COLLATE NOCASE")
        return [_search(row) for row in rows]

    def get(self, search: SearchId) -> SavedSearch:
        """The search; raises NotFound."""
        row = self._connections.row("SELECT * FROM searches WHERE id = ?", (search,))
        if row is None:
            raise NotFound(f"There is no saved search {search}.", "It may have been deleted.")
        return _search(row)

    def named(self, name: str) -> SavedSearch | None:
        """The search with this name, or None."""
        row = self._connections.row("SELECT * FROM searches WHERE name = ?", (name,))
        return None if row is None else _search(row)

    def add(
        self, name: str, query: str, sort: Sort, scope: Scope, *, id: SearchId | None = None, uid: Uid | None = None
    ) -> SearchId:
        """Adds a search; with `id` and `uid` a deleted one again."""
        row: dict[str, Any] = {
            "uid": uid or new_uid(),
            "name": name,
            "query": query,
            "sort": str(sort),
            "scope": json.dumps(asdict(scope), ensure_ascii=False),
        }
        if id is not None:
            row["id"] = id
        return SearchId(self._connections.insert("searches", row))

    def rename(self, search: SearchId, name: str) -> None:
        """Gives a search another name, which must be free."""
        self._connections.change("UPDATE searches SET name = ? WHERE id = ?", (name, search))

    def delete(self, search: SearchId) -> None:
        """Removes a search."""
        self._connections.change("DELETE FROM searches WHERE id = ?", (search,))


def scope_of(stored: dict[str, Any]) -> Scope:
    """The scope of its JSON form (`dataclasses.asdict`)."""
    plain: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()}
    return Scope(**plain)


def _search(row: Any) -> SavedSearch:
    scope = scope_of(json.loads(row["scope"]))
    return SavedSearch(SearchId(row["id"]), Uid(row["uid"]), row["name"], row["query"], Sort(row["sort"]), scope)
