"""Whether what is kept for joining work fits together: revisions and their names, what shows and what was said, who signed. Reads only."""

from collections.abc import Iterator

from archive.archive import Archive
from archive.base.progress import Progress
from archive.model.exchange import KINDS, LIFE, Contents, Record
from archive.model.keeping import Finding
from archive.protection import signatures

from . import graph, translating
from .own import BATCH, Own, how

_NOBODY = Contents("", "", "", "", "", (), {})
_RENAMED = "A revision of what was exchanged is not the one that its name stands for."
_OTHERWISE = "What shows is not what was said of it last."
_SIGNED = "The fingerprint of who signed merged work is not that of the key."


def faults(archive: Archive, progress: Progress) -> Iterator[Finding]:
    """Breaches, as sentences: what a rule over the tables alone cannot see."""
    own = Own(archive.store.connections, _NOBODY)
    for kind in KINDS:
        uids = sorted(own.tables.graphs(kind))
        for start in range(0, len(uids), BATCH):
            progress.report(start, len(uids), "Checking what was exchanged")
            for record in own.records(kind, uids[start : start + BATCH]).values():
                what = next(_of(record), None)
                if what is not None:
                    yield _finding(archive, record, what)
    for merge in archive.store.exchange.merges():
        if merge["fingerprint"] != (signatures.fingerprint(merge["key"]) if merge["key"] else ""):
            yield Finding(_SIGNED, f"merge {merge['id']}")


def _of(record: Record) -> Iterator[str]:
    for field, revisions in record.graphs.items():
        named = translating.names_others(record.kind, field) or all(
            graph.is_named(field, each) for each in revisions.values()
        )
        if not named:
            yield _RENAMED
        told = field != LIFE and ":" not in field and record.present
        if told and graph.shown(how(record.kind, field), revisions).value != record.values.get(field, graph.NULL):
            yield _OTHERWISE


def _finding(archive: Archive, record: Record, what: str) -> Finding:
    uid = record.uid if record.kind == "article" else record.extras.get("article")
    article = archive.store.articles.with_uid(uid) if uid else None
    return Finding(what, f"{record.kind} {record.uid[:12]}", articles=() if article is None else (int(article),))
