"""Reads an archive as records with their graphs: this one, or one that came; writes nothing."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol

from archive.model.exchange import LIFE, Contents, Graph, How, Record, Revision
from archive.store import exchange_uses
from archive.store.connection import Connections
from archive.store.exchange import ExchangeTables, Logged
from archive.store.exchange_tags import BARE, Paths
from archive.store.exchange_tags import bare as bare_tags
from archive.store.nonces import NONCE
from archive.store.originals import Originals

from . import graph, telling, translating
from .graph import NULL, TRUE, canonical

BATCH = 500
# What people edit together is joined line by line; everything else is picked.
_TEXTS = frozenset(
    {
        ("article", "note"),
        ("passage", "note"),
        ("memo", "text"),
        ("event", "note"),
        ("figure", "note"),
        ("series", "meaning"),
    }
    | {("judgement", "note")}
)


def how(kind: str, field: str) -> How:
    """What becomes of a field that both sides changed."""
    if ":" in field:
        return How.ELEMENT
    return How.TEXT if (kind, field) in _TEXTS else How.PICK


def digest(text: str, original: str) -> str:
    """What an edition is called in every archive: the SHA-256 of its original's address and its text."""
    return hashlib.sha256(f"{original}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()


def words(text: str) -> str:
    """What a text is called that may stand in several originals; "" for one without words."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if text.strip() else ""


def path_name(path: str) -> str:
    """The name under which a removed tag tells its path (JSON): that of a tag which never had another one."""
    return graph.named("path", (), path).name


class Side(Protocol):
    """Records that come from somewhere, a batch at a time; `edition` and `original` give what they lean on."""

    contents: Contents

    def batches(self, kind: str) -> Iterator[Sequence[Record]]: ...
    def edition(self, name: str) -> Mapping[str, Any]: ...
    def original(self, address: str) -> Iterator[bytes]: ...


class Texts:
    """The editions of an archive by what they are called everywhere."""

    def __init__(self, tables: ExchangeTables) -> None:
        self.names: dict[int, str] = {}
        self.ids: dict[str, dict[str, int]] = {}  # {article: {name: edition}}
        self.by_name: dict[str, int] = {}
        self.by_words: dict[str, set[str]] = {}
        self.by_original: dict[str, set[str]] = {}
        for row in tables.editions():
            self.add(row.article, row.id, row.text, row.original)

    def add(self, article: str, edition: int, text: str, original: str) -> str:
        name = digest(text, original)
        self.names[edition] = name
        self.by_name[name] = edition  # the last one has the pictures of all
        self.ids.setdefault(article, {}).setdefault(name, edition)
        self.by_original.setdefault(original, set()).add(article)
        if told := words(text):
            self.by_words.setdefault(told, set()).add(article)
        return name


class Own:
    """The records of one archive. `articles` (uids) narrows what `batches` gives; None: all outside the trash."""

    def __init__(self, connections: Connections, contents: Contents, articles: Sequence[str] | None = None) -> None:
        self.contents = contents
        self.tables = ExchangeTables(connections)
        self._connections = connections
        self._called: dict[int, str] = {}
        self._originals = Originals(connections)
        self._paths = Paths(self.tables.names())
        self._definitions: dict[str, list[list[Any]]] | None = None
        self._aliases: dict[tuple[str, str], list[str]] = {}
        for (kind, uid), here in self.tables.aliases().items():
            self._aliases.setdefault((kind, here), []).append(uid)
        self._articles = articles

    @cached_property
    def texts(self) -> Texts:
        """All editions; read when they are first asked for."""
        return Texts(self.tables)

    def name_of(self, edition: int | None) -> str | None:
        """What an edition is called everywhere."""
        if edition is None:
            return None
        if "texts" in self.__dict__:
            return self.texts.names.get(edition)
        if edition not in self._called:
            told = self.tables.edition(edition)
            self._called[edition] = digest(told["text"], told["sha512"])
        return self._called[edition]

    def editions_of(self, article: str) -> dict[str, int]:
        """{name: edition} of an article."""
        if "texts" in self.__dict__:
            return self.texts.ids.get(article, {})
        found: dict[str, int] = {}
        for edition in self.tables.editions_of(article):
            found[self.name_of(edition) or ""] = edition
        return found

    def edition(self, name: str) -> Mapping[str, Any]:
        """An edition's columns by the name that it has everywhere; raises KeyError."""
        return self.tables.edition(self.texts.by_name[name])

    def original(self, address: str) -> Iterator[bytes]:
        """The bytes of an original, a part at a time."""
        return self._originals.pieces(address)

    def batches(self, kind: str) -> Iterator[Sequence[Record]]:
        uids = self.chosen(kind)
        for start in range(0, len(uids), BATCH):
            yield list(self.records(kind, uids[start : start + BATCH]).values())

    def chosen(self, kind: str) -> list[str]:
        """The uids of the records of a kind that are given: of what is outside the trash; removed ones too."""
        trashed = self.tables.trashed()
        if kind == "article":
            return [uid for uid in self.tables.uids(kind) if uid not in trashed]
        uids = self.tables.uids(kind)
        if kind == "tag":
            return self.not_bare([*uids, *self.tables.gone(kind)])
        if kind in ("passage", "mention", "figure"):
            told = {uid: row.extras["article"] for uid, row in self.tables.rows(kind, uids).items()} if trashed else {}
            uids = [uid for uid in uids if told.get(uid) not in trashed or told.get(uid) is None]
        if kind == "origin":
            uids = [uid for uid in uids if not trashed.intersection(uid.split("-"))]
        touched = self._once_judged(kind, set(uids)) if kind in ("mention", "figure") else []
        return [*uids, *touched, *(self.tables.gone(kind) if kind != "article" else ())]

    def not_bare(self, tags: Sequence[str]) -> list[str]:
        """Of tags (uids) those that are told of: not what follows from the others, be it here or gone."""
        bare = bare_tags(self._connections, self._paths)
        here = set(self.tables.uids("tag"))
        return [uid for uid in tags if uid not in bare and (uid in here or not uid.startswith(BARE))]

    def _once_judged(self, kind: str, known: set[str]) -> list[str]:
        """Dates and figures of which a person said something that was taken back since."""
        logged = {*self.tables.log(kind), *self.tables.graphs(kind)} - known
        return list(self.tables.rows(kind, sorted(logged)))

    def records(self, kind: str, uids: Sequence[str]) -> dict[str, Record]:
        """Those that are there, or of which it is known that they were removed (with what others still said of them, if work was joined)."""
        rows, elements = self.tables.rows(kind, uids), self.tables.elements(kind, uids)
        log, stored = self.tables.log(kind, uids), self.tables.graphs(kind, uids)
        more = self._more(kind, list(rows))
        gone = [uid for uid in uids if uid not in rows]
        kept = exchange_uses.remembered(self._connections, kind, gone) if gone else {}
        found: dict[str, Record] = {}
        for uid in uids:
            logged, graphs = log.get(uid, {}), stored.get(uid, {})
            row = rows.get(uid)
            if row is None:
                if LIFE in logged or LIFE in graphs:
                    life = self._life(kind, uid, logged, graphs)
                    silent = Record(kind, uid, graphs={LIFE: life}, present=False)
                    found[uid] = telling.recalled(kind, uid, kept[uid], life) if uid in kept else silent
                continue
            values = {name: self._value(kind, uid, name, raw) for name, raw in row.values.items()}
            found[uid] = self._record(
                kind, uid, values, elements.get(uid, {}), logged, graphs, row.extras | more.get(uid, {})
            )
        return found

    def as_said(self, record: Record) -> Record:
        """A record of this archive as it is told to others: with every revision as its author said it."""
        return translating.as_said(record, lambda kind, uid: (uid, *self._aliases.get((kind, uid), ())))

    def _record(
        self,
        kind: str,
        uid: str,
        values: dict[str, str],
        elements: dict[str, dict[str, Any]],
        logged: Mapping[str, list[Logged]],
        stored: Mapping[str, Graph],
        extras: dict[str, Any],
    ) -> Record:
        graphs: dict[str, Graph] = {}
        elements = dict(elements)
        for field in {*logged, *stored} - {LIFE}:
            if ":" in field and field not in logged and graph.shown(How.ELEMENT, stored[field]).value == TRUE:
                elements.setdefault(field, {})  # what it is of is not here
            present = values.get(field, graph.on(elements[field].get(NONCE)) if field in elements else NULL)
            said = [self._value(kind, uid, field, each.value) for each in logged.get(field, ())]
            graphs[field] = graph.of(field, stored.get(field, {}), said, present)
        if LIFE in logged or LIFE in stored:
            graphs[LIFE] = self._life(kind, uid, logged, stored, extras.get(NONCE))
        if "edition" in extras and kind != "article":
            extras["edition"] = self.name_of(extras["edition"])
        return Record(kind, uid, values, elements, graphs, extras)

    def _life(
        self,
        kind: str,
        uid: str,
        logged: Mapping[str, list[Logged]],
        stored: Mapping[str, Graph],
        nonce: int | None = None,
    ) -> dict[str, Revision]:
        """The graph of the record itself, which has a `nonce` now. What removed it names every revision that was known by then."""
        log = [(number, None if value == NULL else json.loads(value)) for number, value in logged.get(LIFE, ())]
        # A row tells what was there before it: with which nonce it came back is told by the next one, or by what is there now.
        nonces = [*(None if last is None else last.pop(NONCE, None) for _, last in log), nonce]
        life = dict(stored.get(LIFE) or graph.root(LIFE, graph.on(nonces[0])))
        tips = graph.heads(life)
        for (number, last), then in zip(log, nonces[1:], strict=True):
            told = graph.on(then)
            if last is not None:
                told = canonical({"gone": self._known(kind, uid, last, number, logged, stored)})
            made = graph.made_by(LIFE, [tip.name for tip in tips], told)
            life[made.name] = made
            tips = (made,)
        return life

    def _known(
        self,
        kind: str,
        uid: str,
        last: Mapping[str, Any],
        before: int,
        logged: Mapping[str, list[Logged]],
        stored: Mapping[str, Graph],
    ) -> list[str]:
        values = {name: self._value(kind, uid, name, raw) for name, raw in last.items()}
        known: set[str] = set()
        for field in {*values, *logged, *stored} - {LIFE}:
            said = [self._value(kind, uid, field, each.value) for each in logged.get(field, ()) if each.id < before]
            if field in values or said or field in stored:
                known.update(graph.of(field, stored.get(field, {}), said, values.get(field, NULL)))
        if kind == "tag":
            known.add(path_name(values["path"]))
        return sorted(known)

    def _value(self, kind: str, uid: str, field: str, raw: str) -> str:
        """A field as it is for all: editions by their names, tags by their true path."""
        if raw in (NULL, TRUE):
            return raw
        value = json.loads(raw)
        if field == "edition" and kind == "article":
            value = self.name_of(value)
        elif field == "place" and kind == "passage":
            value = [self.name_of(value[0]), *value[1:]]
        elif field == "path":
            value = self._paths.for_all(uid, value)
        return canonical(value)

    def _more(self, kind: str, uids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """What goes along with articles and tags."""
        found: dict[str, dict[str, Any]]
        if kind == "tag":
            if self._definitions is None:
                self._definitions = self.tables.definitions()
            found = {uid: {"versions": self._definitions.get(uid, [])} for uid in uids}
        elif kind == "article":
            proofs, lain = self.tables.evidence(uids), self.tables.pictures(uids)
            found = {uid: {"evidence": proofs.get(uid, {}), "editions": list(self.editions_of(uid))} for uid in uids}
            for uid, pictures in lain.items():
                found[uid]["pictures"] = pictures
        else:
            return {}
        for uid, told in found.items():
            told["aliases"] = sorted(self._aliases.get((kind, uid), []))
        return found


def revisions(graphs: Iterable[Graph]) -> set[str]:
    """The names of all revisions of several fields."""
    return {name for each in graphs for name in each}
