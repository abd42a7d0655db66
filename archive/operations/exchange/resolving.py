"""What waits for a person after a merge: contradictions side by side, and records that found no place. (Tags that may be one: `offering`.)"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from archive.archive import Archive
from archive.base import clock, places
from archive.base.errors import Invalid, NotFound
from archive.base.text import visible
from archive.model.change import Act, Change
from archive.model.exchange import LIFE, Conflict, Contents, Graph, Held, How, Record, Revision
from archive.operations import anchoring, recording
from archive.store.bringers import bringers
from archive.store.ledger import Draft

from . import arranging, claims, graph, joining, referring, written
from .graph import TRUE, canonical
from .own import Own, how, path_name
from .uniting import COLUMNS
from .writing import Missing, Writer

_NOBODY = Contents("", "", "", "", "", (), {})
_SHOWN_CHARS = 80
_DECIDED = "Nothing waits to be decided there."
_TITLES = {"tag": "path", "collection": "name", "series": "name", "memo": "title", "article": "title", "event": "label"}


def _own(archive: Archive) -> Own:
    return Own(archive.store.connections, _NOBODY)


# Contradictions


def conflicts(archive: Archive) -> list[Conflict]:
    """Everything of which people said different things, and nobody has decided."""
    with archive.snapshot():
        own = _own(archive)
        by_kind: dict[str, dict[str, list[str]]] = {}
        for kind, uid, field in archive.store.exchange.contradicted():
            by_kind.setdefault(kind, {}).setdefault(uid, []).append(field)
        found = [
            conflict
            for kind, fields in by_kind.items()
            for record in own.records(kind, list(fields)).values()
            for conflict in _of(archive, own, record, fields[record.uid])
        ]
        return _with_bringers(archive, [*found, *referring.keys(archive, own)])


def _with_bringers(archive: Archive, found: Sequence[Conflict]) -> list[Conflict]:
    """The same with who brought each value that came from others."""
    came = {name for each in found for name, mine in zip(each.names, each.mine, strict=True) if name and not mine}
    by = bringers(archive.store.connections, came) if came else {}
    return [
        replace(
            each, by=tuple("" if mine else by.get(name, "") for name, mine in zip(each.names, each.mine, strict=True))
        )
        for each in found
    ]


def count(archive: Archive) -> int:
    """How many there are."""
    return len(conflicts(archive))


def _of(archive: Archive, own: Own, record: Record, fields: Sequence[str]) -> Iterator[Conflict]:
    if not record.present or _in_trash(archive, record):
        return
    for field in sorted(fields):
        together = record.graphs.get(field, {})
        if field == LIFE:
            if joining.removed_elsewhere(together):
                yield _removal(archive, own, record, together)
            continue
        shown = graph.shown(how(record.kind, field), together) if together else None
        if shown is not None and shown.conflict:
            came = archive.store.exchange.came(record.kind, record.uid, field)
            base = graph.common(together, graph.heads(together))
            ordered = sorted(shown.conflict, key=lambda each: each.value != shown.value)
            yield _conflict(
                archive,
                own,
                record,
                field,
                None if base is None else base.value,
                tuple(each.value for each in ordered),
                tuple(each.name for each in ordered),
                tuple(each.name not in came for each in ordered),
            )


def _removal(archive: Archive, own: Own, record: Record, life: Graph) -> Conflict:
    """Somebody removed what somebody else changed; which of the two was here is known by the revision that removed it."""
    came = archive.store.exchange.came(record.kind, record.uid, LIFE)
    gone = [tip.name for tip in graph.heads(life) if tip.value != TRUE]
    removed_here = not came.issuperset(gone)
    names, mine = ("", gone[0]), (not removed_here, removed_here)
    return _conflict(archive, own, record, LIFE, None, ("kept", "removed"), names, mine)


def _in_trash(archive: Archive, record: Record) -> bool:
    uid = record.uid if record.kind == "article" else record.extras.get("article")
    article = archive.store.articles.with_uid(uid) if uid else None
    return article is not None and archive.store.articles.get(article).trashed_at is not None


def _conflict(
    archive: Archive,
    own: Own,
    record: Record,
    field: str,
    base: str | None,
    values: tuple[str, ...],
    names: tuple[str, ...],
    mine: tuple[bool, ...],
) -> Conflict:
    uid = record.uid if record.kind == "article" else record.extras.get("article")
    article = archive.store.articles.with_uid(uid) if uid else None
    where = "" if article is None else archive.store.articles.get(article).title

    def words(value: str) -> str:
        called = referring.called(archive, own, record.kind, field, value)
        return told(record.kind, field, value) if called is None else called

    said = None if base is None else words(base)
    shown = tuple(words(each) if names[0] else each for each in values)
    return Conflict(record.kind, record.uid, field, _title(record), where, article, said, shown, names, mine)


def _title(record: Record) -> str:
    if record.kind == "passage":
        words = str(json.loads(record.values["place"])[3])
    elif record.kind in ("mention", "figure"):
        words = str(record.extras.get("exact") or "")
    else:
        field = _TITLES.get(record.kind)
        words = str(json.loads(record.values[field]) or "") if field else ""
    line = visible(" ".join(words.split()))
    return line if len(line) <= _SHOWN_CHARS else line[:_SHOWN_CHARS] + "…"


def told(kind: str, field: str, value: str) -> str:
    """A value as a person reads it; "" for nothing."""
    said = json.loads(value)
    if said is None:
        return ""
    if kind == "passage" and field == "place":
        return f"“{said[3]}”"
    if kind == "figure" and field == "own":
        return written.correction(json.loads(said[0]))
    if kind == "origin":
        return f"{said[0]}: {said[1]}"
    if field == "definition":
        return written.definition(said)
    if isinstance(said, list):
        return "; ".join(str(each) for each in said if each)
    return str(said)


def resolve(archive: Archive, kind: str, uid: str, field: str, choice: int | str, text: str | None = None) -> Change:
    """Decides a contradiction: by the number of one of its values (from 0), "both" (of a text), or "own" with the words `text`,
    as `written` reads them.

    Of a record that one removed and another changed 0 keeps it and 1 removes it. Raises NotFound, Invalid.
    """
    with archive.atomic():
        own = _own(archive)
        key = referring.key_of(field) if kind == "series" else None
        if key is not None:
            return _give(archive, own, key, choice)
        record = own.records(kind, [uid]).get(uid)
        found = [] if record is None else [each for each in _of(archive, own, record, [field]) if each.field == field]
        if record is None or not found:
            raise NotFound(_DECIDED, "Look at the list of conflicts again.")
        deciding = _Deciding(archive, own, record, field)
        if field == LIFE:
            if choice in ("both", "own"):
                raise Invalid("It stays or it goes: nothing else can be said of it.", "Choose one of the two.")
            deciding.life(_place(found[0], choice) == 0)
        else:
            deciding.value(_chosen(archive, record, found[0], choice, text))
        return deciding.done(_label(found[0]))


def _give(archive: Archive, own: Own, key: str, choice: int | str) -> Change:
    """Lets one of the series that claim a key have it."""
    found = next((each for each in referring.keys(archive, own) if referring.key_of(each.field) == key), None)
    if found is None:
        raise NotFound(_DECIDED, "Look at the list of conflicts again.")
    draft, first = archive.store.draft(), archive.store.exchange.last_log()
    with archive.store.exchange.paused():
        claims.decide(archive, own, draft, key, found.names[_place(found, choice)])
    return _done(archive, _label(found), draft, first, [])


def _label(decided: Conflict) -> str:
    return f"Decide about “{decided.title}”" if decided.title else "Decide what both changed"


def _place(conflict: Conflict, choice: int | str) -> int:
    if not isinstance(choice, int) or not 0 <= choice < len(conflict.names):
        said = choice + 1 if isinstance(choice, int) else choice
        raise Invalid(f"There is no value {said}.", "Choose one of those that are listed.")
    return choice


def _chosen(archive: Archive, record: Record, conflict: Conflict, choice: int | str, text: str | None) -> str:
    together = record.graphs[conflict.field]
    if choice == "own":
        return canonical(written.value(archive, record, conflict.field, text or ""))
    if choice == "both":
        if how(record.kind, conflict.field) is not How.TEXT:
            raise Invalid("Both cannot stand there.", "Choose one of them, or write another.")
        return canonical("\n\n".join(json.loads(together[name].value) for name in conflict.names))
    return together[conflict.names[_place(conflict, choice)]].value


class _Deciding:
    """One decision: a revision over all heads, and what follows from it here."""

    def __init__(self, archive: Archive, own: Own, record: Record, field: str) -> None:
        self._archive, self._own, self._record, self._field = archive, own, record, field
        self._draft = archive.store.draft()
        self._writer = Writer(archive, self._draft, own, clock.stamp())
        self._tables = archive.store.exchange
        self._first = self._tables.last_log()
        self._states: list[recording.State] = []

    def value(self, value: str) -> None:
        record, field = self._record, self._field
        self._follow(value)
        if value == record.values.get(field):
            return
        with self._tables.paused():
            try:
                if record.kind == "article":
                    self._article(value)
                else:
                    self._writer.update(self._with_version(value), {field: value})
                    arranging.settle(self._archive, self._draft)
            except Missing as missing:
                raise Invalid(f"This cannot be: {missing}.", "Choose another value.") from missing

    def _with_version(self, value: str) -> Record:
        """The record; of a definition that nobody wrote before with the version that it becomes."""
        record, said = self._record, json.loads(value)
        if self._field != "definition" or not said:
            return record
        versions = list(record.extras.get("versions", ()))
        if not any(list(each[1:4]) == said for each in versions):
            number = max((each[0] for each in versions), default=0) + 1
            versions.append([number, *said, places.author(), clock.stamp()])
        return replace(record, extras={**record.extras, "versions": versions})

    def life(self, keep: bool) -> None:
        record = self._record
        known = joining.told(record) | ({path_name(record.values["path"])} if record.kind == "tag" else set())
        self._follow(TRUE if keep else canonical({"gone": sorted(known)}))
        if not keep:
            with self._tables.paused():
                if not self._writer.delete(record.kind, record.uid):
                    raise Invalid("It is still used here.", "Take it off what uses it first, or keep it.")
                arranging.settle(self._archive, self._draft)

    def _follow(self, value: str) -> None:
        record, field = self._record, self._field
        together = record.graphs[field]
        made: Revision = graph.named(field, [tip.name for tip in graph.heads(together)], value)
        self._tables.settle(record.kind, record.uid, field, list(together.values()))
        row = {"kind": record.kind, "uid": record.uid, "field": field, "name": made.name, "came": 0}
        self._draft.insert("exchange_revisions", row | {"parents": json.dumps(made.parents), "value": made.value})

    def _article(self, value: str) -> None:
        article = self._archive.store.articles.with_uid(self._record.uid)
        assert article is not None
        columns = (*COLUMNS, "edition", "words", "excerpt")
        self._states.append(recording.capture(self._archive, article, columns, ()))
        said = json.loads(value)
        if self._field == "edition":
            self._archive.store.editions.use(article, self._own.editions_of(self._record.uid)[said])  # type: ignore[arg-type]
        else:
            self._archive.store.articles.update(article, **{self._field: said})

    def done(self, label: str) -> Change:
        return _done(self._archive, label, self._draft, self._first, self._states)


def _done(archive: Archive, label: str, draft: Draft, first: int, states: list[recording.State]) -> Change:
    for article in draft.articles():
        anchoring.follow(archive, article, draft)
    draft.queue()
    arguments: dict[str, Any] = {"label": label, "rows": draft.rows, "articles": [], "states": states}
    arguments["log"] = [first, archive.store.exchange.last_log()]
    touched = draft.touched() | {("article", state["id"]) for state in states} | {("exchange", 0)}
    return recording.record(archive, Change(label, frozenset(touched), Act("unmerge", arguments)))


# What found no place


def held(archive: Archive) -> list[Held]:
    """Records that could not be placed."""
    found = []
    for kind, uid, article, why, record in archive.store.exchange.held():
        told = json.loads(record)
        place = json.loads(told["values"].get("place", "null"))
        words = place[3] if place else str(told["extras"].get("exact") or "")
        found.append(Held(kind, uid, article, why, words))
    return found


def drop_held(archive: Archive, kind: str, uid: str) -> Change:
    """Lets go of a record that found no place. Raises NotFound."""
    with archive.atomic():
        if not any((each.kind, each.uid) == (kind, uid) for each in held(archive)):
            raise NotFound("Nothing waits for a place there.", "Look at the list again.")
        draft = archive.store.draft()
        draft.delete("exchange_held", [kind, uid])
        return recording.drafted(archive, f"Let go of a {kind} without a place", draft)
