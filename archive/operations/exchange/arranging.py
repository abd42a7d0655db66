"""Arranges the tags when work was joined, so that the tree follows from what all say and not from the order of merges.

A tag's place is its path, and people rename, remove and add below each other's backs. Where nobody's tag is left above one, a bare tag stands
there: its uid follows from its path, nothing is told of it to others, and it goes when nothing needs it. Inside the transaction under way.
"""

import json
from collections.abc import Iterator
from functools import cached_property

from archive.archive import Archive
from archive.base.text import tag_key
from archive.model.exchange import LIFE, Contents, Record
from archive.operations import drafting
from archive.store import exchange_tags, exchange_uses
from archive.store.connection import Connections
from archive.store.exchange_tags import Paths, bare_uid
from archive.store.ledger import Draft

from . import graph, joining
from .own import Own, path_name


class Tree:
    """The tags that are here by the paths that they have for all. `paths` are {uid: path}; `bare` are the uids of bare ones."""

    def __init__(self, archive: Archive) -> None:
        self._connections = archive.store.connections
        known = Paths(archive.store.exchange.names())
        self.names = known.names
        self.shown = {str(entry.uid): entry.path for entry in archive.store.codebook.entries()}
        self.paths = {uid: known.for_all(uid, path) for uid, path in self.shown.items()}
        self.bare = exchange_tags.bare(archive.store.connections, known)
        self._keys = {uid: tag_key(path) for uid, path in self.paths.items() if uid not in self.bare}

    def drop(self, uid: str) -> None:
        """That a tag went."""
        self._keys.pop(uid, None)
        self.paths.pop(uid, None)

    def needs(self, uid: str, path: str) -> bool:
        """Whether a tag (uid) that somebody removed is still needed at a path: something lies below, and no other one ever had that path.

        Had another one had it, that one or a bare one stands there: which of them was removed first would tell.
        """
        key = tag_key(path)
        if not any(each.startswith(f"{key}/") for each in self._keys.values()):
            return False
        name = path_name(graph.canonical(path))
        return not (self._ever.get(key, set()) - {uid}) and not any(
            name in self._gone[each] for each in self._gone.keys() - {uid}
        )

    @cached_property
    def _ever(self) -> dict[str, set[str]]:
        """{key of a path: the tags (uids) that have or had it}."""
        found: dict[str, set[str]] = {}
        for uid, record in self._records.items():
            if record.present and uid not in self.bare:
                said = {record.values["path"], *(each.value for each in record.graphs.get("path", {}).values())}
                for path in said:
                    found.setdefault(tag_key(json.loads(path)), set()).add(uid)
        return found

    @cached_property
    def _gone(self) -> dict[str, set[str]]:
        """{tag that somebody removed: the names of what was known of it then}."""
        return {
            uid: {name for each in record.graphs[LIFE].values() for name in joining.known_then(each)}
            for uid, record in self._records.items()
            if LIFE in record.graphs
        }

    @cached_property
    def _records(self) -> dict[str, Record]:
        own = Own(self._connections, Contents("", "", "", "", "", (), {}))
        return own.records("tag", [*own.tables.uids("tag"), *own.tables.gone("tag")])

    def lacking(self) -> dict[str, str]:
        """{uid: path} of all bare tags that are needed."""
        known, found = set(self._keys.values()), dict[str, str]()
        for uid in sorted(self._keys, key=lambda each: self.paths[each]):
            for above in _above(self.paths[uid]):
                if tag_key(above) not in known:
                    found.setdefault(bare_uid(above), above)
        return found


def _above(path: str) -> Iterator[str]:
    parts = path.split("/")
    for count in range(1, len(parts)):
        yield "/".join(parts[:count])


def kept(connections: Connections, own: Own, kind: str) -> set[str]:
    """The uids of records that somebody removed and nobody changed since: they are here because something needs them, or did."""
    records = own.records(kind, exchange_uses.once_removed(connections, kind))
    return {uid for uid, each in records.items() if each.present and not joining.lives(each.graphs[LIFE], each)}


def free_path(archive: Archive, draft: Draft, uid: str, wanted: str) -> str:
    """The path that a tag has here: the one that it has for all, unless another tag has it; which of them it is, is kept."""
    path = drafting.tag_path(wanted)
    for ending in ("", f" ~ {uid[:6]}", f" ~ {uid}"):
        shown = path + ending
        entry = archive.store.codebook.entry(shown)
        if entry is None or entry.uid == uid:
            break
    names = archive.store.exchange.names()
    if uid in names and (shown, wanted) != names[uid]:
        keep_history(archive, names[uid][0])
        draft.delete("exchange_names", [uid])
    if shown != wanted and names.get(uid) != (shown, wanted):
        draft.insert("exchange_names", {"uid": uid, "shown": shown, "wanted": wanted})
    return shown


def keep_history(archive: Archive, shown: str) -> None:
    """Keeps for good what tags said of their paths before, at or below a path under which one is shown instead of the one that it has for all:
    when it is shown so no more, nobody could tell which path that was.
    """
    tables = archive.store.exchange
    logged = {
        uid: [
            field for field in ("path", LIFE) if any(_at_or_below(each.value, shown) for each in fields.get(field, ()))
        ]
        for uid, fields in tables.log("tag").items()
    }
    own = Own(archive.store.connections, Contents("", "", "", "", "", (), {}))
    for uid, record in own.records("tag", [uid for uid, fields in logged.items() if fields]).items():
        for field in logged[uid]:
            if field in record.graphs:
                tables.settle("tag", uid, field, list(record.graphs[field].values()))


def _at_or_below(logged: str, shown: str) -> bool:
    said = json.loads(logged)
    path = json.loads(said["path"]) if isinstance(said, dict) else said
    return isinstance(path, str) and f"{path}/".startswith(f"{shown}/")


def settle(archive: Archive, draft: Draft) -> None:
    """Makes the bare tags that are needed, removes the others, and shows every tag under the path that it has for all where that is free."""
    tree = Tree(archive)
    lacking = tree.lacking()
    ids = {str(entry.uid): entry.id for entry in archive.store.codebook.entries()}
    for uid in sorted(tree.bare - lacking.keys()):
        draft.delete("tags", [ids[uid]])
        tree.drop(uid)
        if uid in tree.names:
            keep_history(archive, tree.names[uid][0])
            draft.delete("exchange_names", [uid])
    for uid, path in sorted(tree.paths.items(), key=lambda each: (each[1].count("/"), each)):
        if tree.shown[uid] != path:
            taken = archive.store.codebook.entry(path)
            if uid in tree.names and taken is not None and taken.uid != uid:
                continue
            shown = free_path(archive, draft, uid, path)
            if shown != tree.shown[uid]:
                draft.update("tags", [ids[uid]], {"path": shown, "key": tag_key(shown)})
    fill(archive, draft)


def fill(archive: Archive, draft: Draft) -> None:
    """Makes the bare tags that are needed."""
    tree = Tree(archive)
    for uid, path in sorted(tree.lacking().items()):
        if uid not in tree.paths:
            shown = free_path(archive, draft, uid, path)
            draft.insert("tags", {"uid": uid, "path": shown, "key": tag_key(shown), "kept": 1})
