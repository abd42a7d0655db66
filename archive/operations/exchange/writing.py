"""Writes what joining decided: rows, elements, graphs and names, through one draft, inside the transaction under way.

What cannot stand is held back and told, never moved: a passage whose words are not at its place, a date or figure likewise.
"""

import json
from collections.abc import Container, Mapping
from typing import Any

from archive.archive import Archive
from archive.base.text import tag_key
from archive.model.exchange import LIFE, Record, Revision
from archive.model.ids import TagId
from archive.operations import event_rows
from archive.store import exchange_uses
from archive.store.ledger import Draft
from archive.store.nonces import NONCE

from . import telling
from .arranging import Tree, free_path
from .elements import Elements
from .own import Own

_TABLES = {
    "tag": "tags",
    "collection": "collections",
    "series": "series",
    "event": "events",
    "passage": "passages",
    "mention": "mentions",
    "figure": "figures",
    "memo": "memos",
    "judgement": "judgements",
    "origin": "origin_judgements",
}
_KEPT_CHARS = 20_000_000  # of texts that were looked at
_MENTION_ONLY = ("sentence_start", "sentence_end")


class Missing(Exception):
    """What a record leans on is not here; the sentence says what."""


class Writer:
    """Rows of records, by kind. `versions` are the definitions of tags as the other side numbers them."""

    def __init__(self, archive: Archive, draft: Draft, own: Own, at: str) -> None:
        self._archive, self._draft, self._own, self._at = archive, draft, own, at
        self._tables = archive.store.exchange
        self._texts: dict[int, str] = {}
        self._kept_chars = 0
        self._held = {(kind, uid) for kind, uid, *_ in self._tables.held()}
        self._aliases = self._tables.aliases()
        self._remembered: dict[str, dict[str, str]] = {}
        self._tree: Tree | None = None
        self.elements = Elements(archive, draft, own)

    def id_of(self, kind: str, uid: str | None) -> int | None:
        """The id here of a record, by its uid here."""
        return None if uid is None else self.elements.id_of(kind, uid)

    # Records

    def insert(self, record: Record, values: Mapping[str, str]) -> None:
        """Adds a record that is not here. Raises Missing."""
        self.unremember(record.kind, record.uid)
        said = {name: json.loads(value) for name, value in values.items()}
        columns: dict[str, Any] = {}
        for name, value in said.items():
            columns |= self._columns(record, name, value)
        columns |= self._constants(record, said)
        made = self._draft.insert(_TABLES[record.kind], columns)
        if record.kind == "tag":
            self._define(made, record, said.get("definition"))
        self.elements.learn(record.kind, record.uid, made, columns)

    def update(self, record: Record, values: Mapping[str, str]) -> None:
        """Gives a record that is here other values. Raises Missing."""
        columns: dict[str, Any] = {}
        for name, value in values.items():
            if record.kind == "tag" and name == "definition":
                self._define(self._known(record.kind, record.uid), record, json.loads(value))
            else:
                columns |= self._columns(record, name, json.loads(value))
        if not columns:
            return
        if record.extras.get("modified") is not None:
            columns["modified"] = record.extras["modified"]
        self._draft.update(_TABLES[record.kind], self._key(record), columns)
        if "place" in values:
            self._archive.store.passages.forget_places(self._key(record)[0])

    def delete(self, kind: str, uid: str, going: Container[str] = ()) -> bool:
        """Removes a record that was removed elsewhere, as those that are `going` (uids) were; False where something still needs it."""
        id = self.id_of(kind, uid) if kind not in ("judgement", "origin") else 0
        if id is None or (id and self._tables.used(kind, id)):
            return False
        if id and kind == "tag":
            if self._tables.related(id, going) or self.tree.needs(uid, self.tree.paths[uid]):
                return False
            self.tree.drop(uid)
        if id:
            self.elements.strip(kind, id)
        key = self._key(Record(kind, uid))
        self._draft.delete(_TABLES[kind], key)
        self.elements.forget(kind, uid)
        return True

    def _known(self, kind: str, uid: str) -> int:
        id = self.id_of(kind, uid)
        if id is None:
            raise Missing(f"the {kind} that it belongs to is not here")
        return id

    def _key(self, record: Record) -> list[Any]:
        if record.kind == "judgement":
            return [record.uid]
        if record.kind == "origin":
            return sorted(self._known("article", uid) for uid in record.uid.split("-"))
        return [self._known(record.kind, record.uid)]

    def _constants(self, record: Record, said: Mapping[str, Any]) -> dict[str, Any]:
        """The columns of a new row that never change."""
        kind, extras = record.kind, record.extras
        if kind == "tag":
            return {"uid": record.uid, "kept": 1}
        if kind == "judgement":
            return {"finding": record.uid} | _made(extras)
        if kind == "origin":
            low, high = self._key(record)
            return {"low": low, "high": high} | _made(extras)
        made = {name: extras[name] for name in ("author", "created", "modified") if name in extras} | {
            "uid": record.uid
        }
        if kind in ("passage", "mention", "figure") and extras.get("article") is not None:
            made["article"] = self._known("article", extras["article"])
        if kind in ("mention", "figure"):
            made |= self._reading(record)
        if kind == "event":
            made.setdefault("alike", "")
        return made

    def _reading(self, record: Record) -> dict[str, Any]:
        """What was read of a date or a figure, with its place here."""
        skipped = {"article", "edition", "author", "modified"}
        columns = {name: value for name, value in record.extras.items() if name not in skipped}
        article = record.extras.get("article")
        if article is not None:
            edition = self._edition(article, record.extras.get("edition"))
            self._require_words(edition, columns["start"], columns["end"], columns)
            columns["edition"] = edition
        return columns

    # Fields

    def _columns(self, record: Record, name: str, value: Any) -> dict[str, Any]:
        """The columns that a field is made of."""
        kind = record.kind
        if kind == "passage" and name == "place":
            return self._place(record, value)
        if kind == "tag" and name == "path":
            self._tree = None
            path = free_path(self._archive, self._draft, record.uid, value)
            return {"path": path, "key": tag_key(path)}
        if kind == "tag" and name == "definition":
            return {}
        if name == "edtf":
            return event_rows.dated(value)
        if name == "own_edtf":
            return event_rows.own(value)
        if kind == "event" and name == "label":
            return event_rows.labelled(value)
        if name in ("event", "series", "parent"):
            return {name: None if value is None else self._known("collection" if name == "parent" else name, value)}
        if kind == "figure" and name == "own":
            return dict(zip(("own", "own_key"), value or (None, None), strict=True))
        if kind == "memo" and name == "about":
            return dict(zip(("kind", "target"), value or (None, None), strict=True))
        if kind == "judgement" and name == "figures":
            return {"figures": json.dumps(value)}
        if kind == "origin":
            names = ("verdict", "kind", "article", "shared", "covered", "reason")
            columns = dict(zip(names, value, strict=True))
            return columns | {"article": self._known("article", columns["article"])}
        return {name: value}

    def _place(self, record: Record, value: Any) -> dict[str, Any]:
        name, start, end, exact, prefix, suffix = value
        edition = self._edition(record.extras["article"], name)
        columns = {"start": start, "end": end, "exact": exact, "prefix": prefix, "suffix": suffix}
        self._require_words(edition, start, end, columns)
        return columns | {"edition": edition, "state": "anchored", "proposal": None, "kept": None, "said": None}

    def _edition(self, article: str, name: str | None) -> int:
        found = self._own.texts.ids.get(article, {}).get(name or "")
        if found is None:
            raise Missing("the text that it counts in is not here")
        return found

    def _require_words(self, edition: int, start: int, end: int, said: Mapping[str, Any]) -> None:
        text = self._texts.get(edition)
        if text is None:
            text = self._texts[edition] = str(self._tables.edition(edition)["text"])
            self._kept_chars += len(text)
            if self._kept_chars > _KEPT_CHARS:
                self._texts, self._kept_chars = {edition: text}, len(text)
        stands = 0 <= start < end <= len(text) and text[start:end] == said["exact"]
        around = text[:start].endswith(said["prefix"]) and text[end:].startswith(said["suffix"])
        sentence = [said[name] for name in _MENTION_ONLY if name in said]
        within = not sentence or 0 <= sentence[0] <= start < end <= sentence[1] <= len(text)
        if not (stands and around and within):
            raise Missing("its words do not stand at its place")

    # Tags

    @property
    def tree(self) -> Tree:
        """The tags that are here."""
        if self._tree is None:
            self._tree = Tree(self._archive)
        return self._tree

    def _define(self, tag: int, record: Record, wanted: Any) -> None:
        """Adds the versions of a definition that are not here, and lets the wanted one be in force."""
        mine = {
            (each.definition, each.use_when, each.not_when, each.author, each.created): each.version
            for each in self._archive.store.codebook.definitions(TagId(tag))
        }
        numbers: dict[int, int] = {}
        for number, *version in record.extras.get("versions", ()):
            if tuple(version) not in mine:
                free = number if number not in mine.values() else max(mine.values()) + 1
                row = dict(zip(("definition", "use_when", "not_when", "author", "created"), version, strict=True))
                self._draft.insert("tag_definitions", row | {"tag": tag, "version": free})
                mine[tuple(version)] = free
            numbers[number] = mine[tuple(version)]
        self.elements.versions[record.uid] = numbers
        force = [number for version, number in mine.items() if list(version[:3]) == list(wanted or ("", "", ""))]
        if force:
            self._draft.update("tags", [tag], {"version": max(force)})

    def learn_versions(self, record: Record) -> None:
        """Knows, and adds where it lacks, the versions of the definition of a tag that is here."""
        if record.extras.get("versions"):
            tag = self._known("tag", record.uid)
            mine = next((each for each in self._archive.store.codebook.entries() if each.id == tag), None)
            force = None if mine is None else [mine.definition, mine.use_when, mine.not_when]
            self._define(tag, record, force)

    # Graphs

    def keep(
        self, kind: str, uid: str, field: str, graph: Mapping[str, Revision], mine: Mapping[str, Revision]
    ) -> None:
        """Keeps the graph of a field: what was known here for good, what came so that it can be taken back."""
        self._tables.settle(kind, uid, field, list(mine.values()))
        for name, revision in graph.items():
            if name not in mine:
                row = {"kind": kind, "uid": uid, "field": field, "name": name}
                self._draft.insert(
                    "exchange_revisions",
                    row | {"parents": json.dumps(revision.parents), "value": revision.value, "came": 1},
                )

    def forget_fields(self, kind: str, uid: str) -> None:
        """Drops what was known of the fields of a record that was removed here and comes back as the other side has it: also that
        they were emptied with it. What was known of the record itself is kept before or after.
        """
        for number, field in self._tables.logged(kind, uid):
            if field != LIFE:
                self._draft.delete("exchange_log", [number])
        for field, name in self._tables.revised(kind, uid):
            if field != LIFE:
                self._draft.delete("exchange_revisions", [kind, uid, field, name])

    def hold(self, record: Record, why: str) -> bool:
        """Keeps a record that could not be placed; False when it waits already."""
        key = (record.kind, record.uid)
        if key in self._held:
            return False
        self._held.add(key)
        self.unremember(*key)
        kept = {"values": dict(record.values), "elements": {k: dict(v) for k, v in record.elements.items()}}
        row = {"kind": record.kind, "uid": record.uid, "article": record.extras.get("article") or "", "why": why}
        self._draft.insert("exchange_held", row | {"record": json.dumps(kept | {"extras": dict(record.extras)})})
        return True

    def remember(self, record: Record) -> None:
        """Keeps what others still say of a record that is not here any more, so that it is all there should it come back."""
        told = self._own.as_said(self.elements.numbered(record))
        kept = json.dumps(telling.kept(told))
        known = self._kept(record.kind).get(record.uid)
        if known is None or json.loads(known) != json.loads(kept):
            self.unremember(record.kind, record.uid)
            row = {"kind": record.kind, "uid": record.uid, "article": record.extras.get("article") or "", "why": ""}
            self._draft.insert("exchange_held", row | {"record": kept})
            self._kept(record.kind)[record.uid] = kept

    def unremember(self, kind: str, uid: str) -> None:
        """Lets go of that: it is here again."""
        if self._kept(kind).pop(uid, None) is not None:
            self._draft.delete("exchange_held", [kind, uid])

    def _kept(self, kind: str) -> dict[str, str]:
        if kind not in self._remembered:
            self._remembered[kind] = exchange_uses.remembered(self._archive.store.connections, kind)
        return self._remembered[kind]

    def release(self, record: Record) -> None:
        """It has found its place."""
        key = (record.kind, record.uid)
        if key in self._held:
            self._held.discard(key)
            self._draft.delete("exchange_held", key)

    def came(self, tag: str) -> None:
        """Keeps that a tag came from others: it may be one that is here."""
        self._call("came", tag, tag)

    def alias(self, kind: str, uid: str, here: str) -> None:
        """Keeps what others call a record that is here."""
        self._call(kind, uid, here)

    def _call(self, kind: str, uid: str, here: str) -> None:
        known = self._aliases.get((kind, uid))
        if known is None:
            self._draft.insert("exchange_aliases", {"kind": kind, "uid": uid, "here": here})
        elif known != here and (kind in ("mention", "figure") or (kind == "tag" and here < known)):
            # What it was called is not here any more; or two joined it to different ones, of which all take the same.
            self._draft.update("exchange_aliases", [kind, uid], {"here": here})
        else:
            return
        self._aliases[kind, uid] = here


def _made(extras: Mapping[str, Any]) -> dict[str, Any]:
    """By whom, when and by which act of its own something was made that two may make."""
    return {"author": extras["author"], "created": extras["created"], NONCE: extras.get(NONCE)}
