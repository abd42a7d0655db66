"""Whatever is marked in whatever script leaves and comes back with the same place, words, tags, notes, names and ids."""

import hashlib
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from archive.annotation import anchors
from archive.base.errors import Invalid
from archive.base.progress import Progress
from archive.exports.data import database, jsonfile, jsonld, ndjson, table
from archive.importers import registry
from archive.model.article import Source
from archive.model.excerpt import Choice, Packet
from archive.model.interchange import Incoming, IncomingPassage
from archive.operations.bringing_words import Words
from tests.archive.exports.analysis.test_properties import Case, cases, packet_of, paths_of

_ALL = Choice(definitions=True, author=True, date=True)
_MANY = settings(max_examples=40, deadline=None)


def packet(case: Case) -> Packet:
    edition = hashlib.sha512(case.text.encode()).hexdigest()
    excerpts = []
    for each in case.excerpts:
        anchor = anchors.describe(case.text, case.blocks, each.anchor.start, each.anchor.end)
        excerpts.append(replace(each, edition=edition, anchor=anchor))
    case = replace(case, excerpts=tuple(excerpts))
    return replace(packet_of(case), choice=_ALL)


def back(made: Packet, writer: Any, name: str) -> Incoming:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        assert writer.write(made, path, Progress()) == ()
        imported = registry.read(Source(path.read_bytes(), name))
    assert imported.incoming is not None, imported.error
    assert imported.incoming.lost == imported.incoming.notes == ()
    return imported.incoming


def _lines(text: str) -> str:
    return text.replace("\u2028", "\n").replace("\x85", "\n").replace("\u2029", "\n")


@pytest.mark.parametrize(
    ("writer", "name"),
    [(jsonfile, "a.json"), (ndjson, "a.ndjson"), (jsonld, "a.jsonld"), (database, "a.sqlite"), (table, "a.csv")],
)
@_MANY
@given(case=cases())
def test_excerpts_come_back_as_they_were(writer: Any, name: str, case: Case) -> None:
    made = packet(case)
    if not made.passages and name in ("a.ndjson", "a.csv", "a.jsonld"):
        return  # there is nothing in such a file
    incoming = back(made, writer, name)
    paths = paths_of(incoming)
    seen = _lines if name == "a.csv" else str
    assert [
        (p.uid, p.start, p.end, p.exact, p.prefix, p.suffix, p.note, p.author, p.created, p.modified, p.edition)
        for p in incoming.passages
    ] == [
        (
            *(e.uid, e.anchor.start, e.anchor.end, seen(e.exact), seen(e.anchor.prefix), seen(e.anchor.suffix)),
            *(seen(e.note), e.author, e.created, e.modified, e.edition),
        )
        for e in made.excerpts()
    ]
    tagged = [[(paths[use.tag], use.author) for use in passage.tags] for passage in incoming.passages]
    by = "" if name == "a.csv" else "Ann"  # a row an excerpt has no room for who put each tag on
    assert tagged == [[(path, by) for path in excerpt.tags] for excerpt in made.excerpts()]
    if name in ("a.json", "a.sqlite"):
        assert [(t.uid, "/".join(t.names), t.definition, t.not_when) for t in incoming.tags] == [
            (t.uid, t.path, t.definition, t.not_when) for t in case.tags
        ]


@_MANY
@given(cases())
def test_words_alone_lead_to_their_own_place_or_to_none(case: Case) -> None:
    words = Words(case.text)
    for each in packet(case).excerpts():
        anchor = each.anchor
        try:
            place = words.place(IncomingPassage("a", None, None, anchor.exact, anchor.prefix, anchor.suffix))
        except Invalid:
            continue
        start, end = anchor.start, anchor.end
        lead = len(anchor.exact) - len(anchor.exact.lstrip())
        assert place == (start + lead, end - len(anchor.exact) + len(anchor.exact.rstrip()))
