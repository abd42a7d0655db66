"""Puts things in and on others, inside the transaction under way: tags, members of collections and series, links."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from archive.archive import Archive
from archive.model.exchange import Record
from archive.model.ids import PassageId
from archive.store.ledger import Draft
from archive.store.nonces import NONCE

from . import telling
from .claims import Claims
from .own import Own

_KINDS = ("tag", "article", "collection", "series", "event", "passage", "mention", "figure", "memo")
# What the rows are that say that something is in or on a record: table and the column of the record.
_OF: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "tag": (("tag_relations", ("tag", "related")), ("tag_definitions", ("tag",))),
    "event": (("event_tags", ("event",)), ("event_links", ("event", "other"))),
    "passage": (("passage_tags", ("passage",)),),
    "memo": (("memo_links", ("memo",)),),
    "collection": (("collection_articles", ("collection",)),),
    "series": (("series_keys", ("series",)),),
    "mention": (),
}


class Elements:
    """`versions` maps, for each tag (uid), the other side's numbers of its definitions to those here."""

    def __init__(self, archive: Archive, draft: Draft, own: Own) -> None:
        self._archive, self._draft, self._tables = archive, draft, archive.store.exchange
        self._claims = Claims(archive, draft, own)
        self._ids: dict[tuple[str, str], int | None] = {}
        self._fresh: dict[int, dict[str, Any]] = {}  # passages that were made here and now
        self._left: set[str] = set()  # keys of series that went
        self.versions: dict[str, dict[int, int]] = {}

    def id_of(self, kind: str, uid: str) -> int | None:
        """The id of a record here."""
        key = (kind, uid)
        if self._ids.get(key) is None:
            self._ids[key] = self._tables.id_of(kind, uid) if kind in _KINDS else None
        return self._ids[key]

    def learn(self, kind: str, uid: str, id: int, row: Mapping[str, Any] | None = None) -> None:
        """That a record was made; `row` is what its elements take from it."""
        self._ids[kind, uid] = id
        if kind == "passage" and row is not None:
            names = ("author", "created", "article")
            self._fresh[id] = {name: row[name] for name in names} | {"position": 0}

    def forget(self, kind: str, uid: str) -> None:
        self._ids.pop((kind, uid), None)

    def strip(self, kind: str, id: int) -> None:
        """Takes off and out all that is on or in a record which goes itself."""
        for table, columns in _OF.get(kind, ()):
            for key in self._tables.keys(table, **dict.fromkeys(columns, id)):
                self._draft.delete(table, key)
                if table == "series_keys":
                    self._left.add(key[0])

    def settle(self) -> None:
        """Gives keys of series that went to those which claim them too."""
        for key in sorted(self._left):
            self._claims.settle(key)
        self._left.clear()

    def put(self, kind: str, uid: str, element: str, extras: Mapping[str, Any]) -> bool:
        """Puts something in or on a record; False where one of the two is not here, or it is there already."""
        found = self._row(kind, uid, element, extras)
        if found is None:
            return False
        table, key, more = found
        if key.get("passage") not in self._fresh and self._there(table, key):
            return False
        if table == "series_keys":
            return self._claims.put(uid, key["key"], extras.get(NONCE))
        self._draft.insert(table, key | more | {NONCE: extras.get(NONCE)})
        return True

    def take(self, kind: str, uid: str, element: str) -> bool:
        """Takes something out of or off a record; False where it was not."""
        found = self._row(kind, uid, element, {})
        if found is None or not self._there(found[0], found[1]):
            return False
        table, key, _ = found
        if table == "series_keys":
            return self._claims.take(uid, key["key"])
        self._draft.delete(table, list(key.values()))
        return True

    def numbered(self, record: Record) -> Record:
        """The record, with the definitions of its tags numbered as they are here."""
        elements = {
            name: {**more, "definition": telling.number(more, self.versions.get(name.partition(":")[2], {}))}
            if "definition" in more
            else more
            for name, more in record.elements.items()
        }
        return replace(record, elements=elements)

    def _there(self, table: str, key: Mapping[str, Any]) -> bool:
        if table == "series_keys":
            return (key["key"],) in self._tables.keys(table, series=key["series"])
        first = next(iter(key))
        return tuple(key.values()) in self._tables.keys(table, **{first: key[first]})

    def _row(
        self, kind: str, uid: str, element: str, extras: Mapping[str, Any]
    ) -> tuple[str, dict[str, Any], dict[str, Any]] | None:
        name, _, told = element.partition(":")
        owner = self.id_of(kind, uid)
        if owner is None:
            return None
        if kind == "memo":
            about, _, target = told.partition(":")
            return "memo_links", {"memo": owner, "kind": about, "target": target}, {}
        if kind == "series":
            return "series_keys", {"key": told, "series": owner}, {}
        other = self.id_of({"related": "tag", "link": "event"}.get(name, name), told)
        if other is None:
            return None
        if kind == "tag":
            return "tag_relations", {"tag": min(owner, other), "related": max(owner, other)}, {}
        if name == "link":
            return "event_links", {"event": min(owner, other), "other": max(owner, other)}, {}
        if kind == "event":
            return "event_tags", {"event": owner, "tag": other}, {}
        if kind == "article":
            return "article_tags", {"tag": other, "article": owner}, {}
        if kind == "collection":
            return "collection_articles", {"collection": owner, "article": other}, {}
        return "passage_tags", {"passage": owner, "tag": other}, self._use(owner, told, extras)

    def _use(self, passage: int, tag: str, extras: Mapping[str, Any]) -> dict[str, Any]:
        definition = telling.number(extras, self.versions.get(tag, {}))
        made = self._fresh.get(passage)
        if made is None:
            (record,) = self._archive.store.passages.by_ids([PassageId(passage)])
            made = {"author": record.author, "created": record.created, "article": record.article}
            made["position"] = len(record.tags)
        else:
            self._fresh[passage] = made | {"position": made["position"] + 1}
        told = {name: extras[name] for name in ("author", "created", "example") if name in extras}
        return {"example": 0} | made | told | {"definition": definition, "position": made["position"] + 1}
