"""Joins the work of another archive or of a bundle with what is here: one transaction, one act, which one Change takes back.

Nothing of either side is lost: what both changed is joined where that is certain and kept side by side where it is not; what
cannot be placed is held back and told. Joining the same again changes nothing. How: docs/EXCHANGE.md.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from archive.archive import Archive
from archive.base import clock
from archive.base.errors import Cancelled
from archive.base.progress import Progress
from archive.model.change import Act, Change
from archive.model.exchange import KINDS, LIFE, Merged, Record
from archive.model.ids import ArticleId
from archive.operations import anchoring, extracting, recording
from archive.store import exchange_uses

from . import arranging, claims, graph, joining, telling
from .graph import canonical
from .own import Own, Side
from .placing import Placing
from .translating import Translator
from .uniting import Articles
from .writing import Missing, Writer

# Kinds of which something may stay although it was removed, for the sake of what needs it.
_NEEDED = frozenset({"tag", "collection", "series", "event"})
_LABELS = {
    "tag": "Joining tags",
    "article": "Joining articles",
    "collection": "Joining collections",
    "passage": "Joining passages",
}


def _without(record: Record, field: str) -> Record:
    """The record as if nothing was said of a field."""
    values = {name: told for name, told in record.values.items() if name != field}
    graphs = {name: told for name, told in record.graphs.items() if name != field}
    return replace(record, values=values, graphs=graphs)


class _Preview(Exception):
    """Ends a dry run: everything that it wrote is undone."""


def merge(
    archive: Archive, side: Side, *, progress: Progress | None = None, dry_run: bool = False
) -> tuple[Merged, Change]:
    """Joins a side; with `dry_run` tells what would become of it and writes nothing. Raises ReadOnly, and Cancelled: then nothing came."""
    merging = _Merging(archive, side, progress or Progress())
    change = Change(merging.label)
    try:
        with archive.atomic():
            change = merging.run()
            if dry_run:
                raise _Preview
    except _Preview:
        change = Change(merging.label)
    return merging.told(), change


class _Merging:
    def __init__(self, archive: Archive, side: Side, progress: Progress) -> None:
        self._archive, self._side, self._progress = archive, side, progress
        self._tables = archive.store.exchange
        self.label = f"Merge {side.contents.name}"[:120]
        self.added, self.changed, self.removed = Counter[str](), Counter[str](), Counter[str]()
        self._conflicts = self._held = 0
        self._notes: list[str] = []
        self._elements: list[tuple[str, str, str, Mapping[str, Any] | None]] = []
        self._skipped: dict[tuple[str, str], Record] = {}
        self._dying: dict[str, list[str]] = {}
        self._fresh: set[str] = set()
        self._later: list[tuple[Record, str]] = []

    def run(self) -> Change:
        self._own = Own(self._archive.store.connections, self._side.contents)
        self._draft = self._archive.store.draft()
        self._at = clock.stamp()
        self._writer = Writer(self._archive, self._draft, self._own, self._at)
        self._articles = Articles(self._archive, self._own, self._side, self._writer)
        self._translator = Translator(self._tables)
        self._placing = Placing(self._archive, self._own)
        # What is decided now rests on what is said here now: a change that comes after it must not be taken for the same one. Else a passage that
        # is back at an earlier place with another text would look as if nobody had changed it, and be removed by the next who knew it so.
        self._tables.seal()
        before, contested = self._tables.last_log(), claims.contested(self._own).keys()
        with self._tables.paused():
            for kind in _NEEDED:
                known = self._mine(kind, list(exchange_uses.remembered(self._archive.store.connections, kind)))
                self._skipped.update({(kind, uid): each for uid, each in known.items() if not each.present})
            for kind in KINDS:
                self._kind(kind)
            self._nest()
            self._bury()
            self._writer.elements.settle()
            self._hold_empty_events()
        self._conflicts += len(claims.contested(self._own).keys() - contested)
        # Another text may show of those that were changed, and be it one with more pictures.
        behind = {ArticleId(state["id"]) for state in self._articles.states}
        for article in sorted({*self._draft.articles(), *behind}):
            anchoring.follow(self._archive, article, self._draft)
        extracting.freshen(self._archive, self._draft.articles())
        return self._change(before)

    # Kinds and records

    def _kind(self, kind: str) -> None:
        total, done = self._side.contents.counts.get(kind, 0), 0
        batches: Iterable[Sequence[Record]] = self._side.batches(kind)
        if kind == "tag":
            # Those above others first: they are all needed by then.
            everything = [record for batch in batches for record in batch]
            batches = [sorted(everything, key=lambda record: record.values.get("path", ""))]
        elif kind == "collection":
            batches = [self._placed([record for batch in batches for record in batch])]
        for batch in batches:
            self._progress.report(done, total, _LABELS.get(kind, "Joining"))
            self._batch(kind, batch)
            done += len(batch)
        elements, self._elements = self._elements, []
        for owner, uid, element, extras in elements:
            if extras is None:
                changed = self._writer.elements.take(owner, uid, element)
            else:
                self._need_of(owner, element)
                changed = self._writer.elements.put(owner, uid, element, extras)
            if changed and uid not in self._fresh:
                self.changed[owner] += 1

    def _placed(self, collections: Sequence[Record]) -> list[Record]:
        """The collections; nothing is told of where one lies of which only older bundles did not tell: it may come with another one."""
        told = {canonical(each.uid) for each in collections if each.present}

        def known(value: str) -> bool:
            return (
                value in told or value == graph.NULL or self._tables.id_of("collection", json.loads(value)) is not None
            )

        return [
            each if known(each.values.get("parent", graph.NULL)) else _without(each, "parent") for each in collections
        ]

    def _batch(self, kind: str, batch: Sequence[Record]) -> None:
        theirs = [self._here(kind, record) for record in batch]
        mine = self._mine(kind, [record.uid for record in theirs])
        for record in theirs:
            self._progress.check()
            try:
                self._record(kind, mine.get(record.uid), record)
            except Missing as missing:
                self._held += self._writer.hold(record, str(missing))

    def _mine(self, kind: str, uids: Sequence[str]) -> dict[str, Record]:
        """The records of this archive; those of which only is remembered what others said, with every uid as it is here by now."""
        found = self._own.records(kind, uids)
        for uid, each in found.items():
            if joining.says(each) and not each.present:
                found[uid] = replace(telling.ours(self._translator.record(each)), uid=uid)
        return found

    def _here(self, kind: str, record: Record) -> Record:
        """The record under the uids that things have here."""
        if kind == "article":
            here = self._articles.here(record, self._translator.aliases)
            for uid in (record.uid, *record.extras.get("aliases", ())):
                if uid != here:
                    self._translator.learn(kind, uid, here)
                    self._writer.alias(kind, uid, here)
        elif kind in ("mention", "figure"):
            self._place_reading(kind, record)
        elif kind == "tag":
            for uid in record.extras.get("aliases", ()):
                self._writer.alias(kind, uid, record.uid)
        return self._translator.record(record)

    def _place_reading(self, kind: str, record: Record) -> None:
        """The rules may have read the same date here under another uid."""
        article = record.extras.get("article")
        if article is None or self._tables.id_of(kind, self._translator.uid(kind, record.uid)) is not None:
            return
        same = self._placing.same(record, self._translator.uid("article", article))
        if same is not None and same != record.uid:
            self._translator.learn(kind, record.uid, same)
            self._writer.alias(kind, record.uid, same)

    def _record(self, kind: str, mine: Record | None, theirs: Record) -> None:
        if kind == "origin" and len(set(theirs.uid.split("-"))) < 2:
            return
        joined = joining.taken(theirs) if mine is None else joining.join(mine, theirs)
        if mine is None or not mine.present:
            together = theirs if mine is None else joining.united(mine, theirs)
            if joined.alive:
                if mine is not None:
                    self._writer.forget_fields(kind, theirs.uid)
                    self._conflicts += 1
                self._insert(kind, together, joined)
            elif joining.says(together):
                self._skipped[kind, theirs.uid] = together
                self._writer.remember(together)
        else:
            self._writer.unremember(kind, theirs.uid)
            if not joined.alive:
                self._dying.setdefault(kind, []).append(theirs.uid)
            elif LIFE in joined.graphs and joining.removed_elsewhere(joined.graphs[LIFE]):
                self._conflicts += 1
            if joining.says(theirs):
                self._update(kind, theirs, joined)
        self._conflicts += len(joined.conflicts) if joined.alive else 0
        self._keep(kind, mine, theirs.uid, joined)

    def _insert(self, kind: str, theirs: Record, joined: joining.Joined) -> None:
        if kind == "article":
            self._articles.add(theirs, joined, self._at)
        else:
            for name in ("event", "series"):
                self._need(name, joined.values.get(name))
            self._writer.insert(theirs, self._unnested(theirs, joined.values))
        if kind == "tag":
            self._writer.came(theirs.uid)
        self._writer.release(theirs)
        self._skipped.pop((kind, theirs.uid), None)
        self._fresh.add(theirs.uid)
        self.added[kind] += 1
        self._elements += [(kind, theirs.uid, name, told) for name, told in joined.elements.items()]

    def _update(self, kind: str, theirs: Record, joined: joining.Joined) -> None:
        if kind == "article":
            self._articles.bring_back(theirs.uid)
            self._articles.change(theirs, joined)
        elif joined.values:
            for name in ("event", "series"):
                self._need(name, joined.values.get(name))
            self._writer.update(theirs, self._unnested(theirs, joined.values))
        if kind == "tag":
            self._writer.learn_versions(theirs)
        self.changed[kind] += bool(joined.values)
        self._elements += [(kind, theirs.uid, name, told) for name, told in joined.elements.items()]

    def _keep(self, kind: str, mine: Record | None, uid: str, joined: joining.Joined) -> None:
        life = {} if mine is None else mine.graphs.get(LIFE, {})
        if life and LIFE not in joined.graphs and (joined.graphs or joined.alive):
            # What was known when it was removed must not be told by what is known from now on.
            self._tables.settle(kind, uid, LIFE, list(life.values()))
        for name, together in joined.graphs.items():
            known: Mapping[str, Any] = {}
            if mine is not None and (mine.present or name == LIFE):
                was = ":" in name and name not in mine.elements
                known = mine.graphs.get(name) or ({} if was else graph.unchanged(mine, name))
            self._writer.keep(kind, uid, name, together, known)

    # What was removed

    def _need_of(self, owner: str, element: str) -> None:
        name, _, told = element.partition(":")
        kind = {"related": "tag", "link": "event", "tag": "tag"}.get(name)
        if kind is not None and owner != "memo":
            self._need(kind, canonical(told))

    def _need(self, kind: str, value: str | None) -> None:
        """Brings back what was removed here and is still used by what comes."""
        if value is None or value == graph.NULL or not self._skipped:
            return
        record = self._skipped.pop((kind, value.strip('"')), None)
        if record is not None:
            joined = joining.Joined()
            joining.take(joined, record)
            self._keep(kind, self._own.records(kind, [record.uid]).get(record.uid), record.uid, joining.Joined())
            self._writer.forget_fields(kind, record.uid)
            self._writer.insert(record, self._unnested(record, joined.values))
            self._keep(kind, None, record.uid, joined)
            self.added[kind] += 1
            self._conflicts += 1
            for name, more in joined.elements.items():
                self._writer.elements.put(kind, record.uid, name, more or {})

    def _unnested(self, record: Record, values: Mapping[str, str]) -> Mapping[str, str]:
        """The values without the collection that it lies in, which may come later, and is put right by `_nest`."""
        if values.get("parent", graph.NULL) == graph.NULL:
            return values
        self._later.append((record, values["parent"]))
        return {name: value for name, value in values.items() if name != "parent"}

    def _nest(self) -> None:
        """Puts collections into others, of which all are here now; one that was removed here and is still needed comes back."""
        while self._later:
            record, parent = self._later.pop()
            self._need("collection", parent)
            self._writer.update(record, {"parent": parent})

    def _bury(self) -> None:
        """Removes what was removed elsewhere and is not used here, or not any more: what lies in others goes first."""
        own = Own(self._archive.store.connections, self._side.contents)
        for kind in reversed(KINDS):
            dying = set(self._dying.get(kind, ()))
            going = set(dying)
            if kind in _NEEDED:
                going |= arranging.kept(self._archive.store.connections, own, kind)
            told = own.records(kind, sorted(going))
            if kind == "tag":
                self._raise()
            waiting = sorted(going, key=self._depth, reverse=True) if kind == "tag" else sorted(going)
            while left := [uid for uid in waiting if not self._remove(told[uid], going)]:
                if len(left) == len(waiting):
                    break
                waiting = left
            self.removed[kind] += len(going) - len(left)
            self._conflicts += len(dying.intersection(left))
        arranging.settle(self._archive, self._draft)

    def _remove(self, record: Record, going: set[str]) -> bool:
        """Removes what was removed elsewhere, and remembers what was said of it; False where something still needs it."""
        gone = self._writer.delete(record.kind, record.uid, going)
        if gone:
            self._writer.remember(telling.ours(record))
        return gone

    def _depth(self, tag: str) -> tuple[int, str]:
        return self._writer.tree.paths[tag].count("/"), tag

    def _raise(self) -> None:
        """Brings back the tags that were removed here and are needed above what came."""
        skipped = [(json.loads(each.values["path"]), each.uid) for each in self._skipped.values() if each.kind == "tag"]
        for path, uid in sorted(skipped, key=lambda each: (-each[0].count("/"), each)):
            if self._writer.tree.needs(uid, path):
                self._need("tag", canonical(uid))

    def _hold_empty_events(self) -> None:
        """An event of which no date could be placed here waits with them; one that contradicts another about a date stays."""
        connections = self._archive.store.connections
        for uid in sorted(self._fresh):
            event = self._tables.id_of("event", uid)
            if (
                event is not None
                and not self._tables.used("event", event)
                and not exchange_uses.is_wanted(connections, uid)
            ):
                (record,) = self._own.records("event", [uid]).values()
                self._writer.delete("event", uid)
                self._held += self._writer.hold(record, "none of its dates could be placed")
                self.added["event"] -= 1

    # The act

    def _change(self, before: int) -> Change:
        made, states = self._articles.made, self._articles.states
        if not self._draft.rows and not made and not states:
            return Change(self.label)
        self._draft.queue()
        touched = self._draft.touched() | recording.on_articles(made)
        touched |= {("article", state["id"]) for state in states} | {("event", 0), ("figure", 0), ("collection", 0)}
        arguments: dict[str, Any] = {"label": self.label, "rows": self._draft.rows, "articles": list(map(int, made))}
        arguments |= {"states": states, "log": [before, self._tables.last_log()]}
        change = recording.record(self._archive, Change(self.label, touched, Act("unmerge", arguments)))
        self._note_origin(change.entry)
        return change

    def _note_origin(self, entry: int) -> None:
        """Keeps where it came from and who signed."""
        contents, signer = self._side.contents, self._side.contents.signer
        author = signer.author if signer is not None else ", ".join(contents.authors)[:500]
        key, fingerprint = ("", "") if signer is None else (signer.key, signer.fingerprint)
        told: dict[str, Any] = {"name": contents.name, "archive": contents.archive, "author": author, "key": key}
        told |= {"fingerprint": fingerprint, "made": contents.made, "at": self._at, "entry": entry}
        self._tables.note_merge(told)

    def told(self) -> Merged:
        added, changed, removed = (
            {kind: each[kind] for kind in KINDS if each[kind] > 0} for each in (self.added, self.changed, self.removed)
        )
        return Merged(
            contents=self._side.contents,
            added=added,
            changed=changed,
            removed=removed,
            united=self._articles.united,
            conflicts=self._conflicts,
            held=self._held,
            notes=tuple(self._notes),
        )


__all__ = ["Cancelled", "merge"]
