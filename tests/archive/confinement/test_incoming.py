"""What a file of another program brings comes through the pipe unchanged; a reader that lies about it is caught."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from archive.confinement import wire
from archive.importers.worker import read
from archive.model.article import Evidence, Imported, Metadata, Source, Verdict
from archive.model.ids import Uid
from archive.model.interchange import (
    Incoming,
    IncomingMemo,
    IncomingPassage,
    IncomingSet,
    IncomingSource,
    IncomingTag,
    IncomingUse,
)
from archive.model.rights import Rights, Sensitivity
from archive.operations.reading import readers
from tests.archive.conftest import blocks_of
from tests.archive.importers.interchange.conftest import TEXT, qdpx, selection

UID = Uid("0123456789abcdef" * 2)
HONEST = Imported(
    Verdict.PARTIAL,
    "qdpx",
    1,
    "application/zip",
    incoming=Incoming(
        title="운하",
        origin="Other 1.0",
        sources=(
            IncomingSource(
                "s",
                UID,
                Metadata(title="문", evidence={"title": Evidence("문", None, None, "REFI-QDA", 1.0)}),
                blocks_of("문\nIt opened."),
                b"\x00\xff raw bytes of a file",
                "a.txt",
                "sources/a.txt",
                rights=Rights("ours", Sensitivity.INTERNAL, "2031-01-01"),
                note="said",
                tags=("t",),
            ),
            IncomingSource("known", metadata=Metadata(url="https://example.org/a")),
        ),
        tags=(IncomingTag("t", ("물", "문"), UID, "shuts", "wet", "dry", "sky", ("u",)), IncomingTag("u", ("x",))),
        passages=(
            IncomingPassage("s", 2, 4, "It", "문", " o", UID, "note", (IncomingUse("t", "Ann", "now"),), "moss", "Cy"),
            IncomingPassage("known", exact="words"),
        ),
        memos=(IncomingMemo("Look", "here", UID, ("tag", "t"), (("passage", UID), ("memo", "m")), "Ann"),),
        sets=(IncomingSet("North", ("s",), UID),),
        lost=("One thing was left out.",),
        notes=("Positions were shifted.",),
    ),
)


def test_an_honest_answer_comes_through_unchanged() -> None:
    assert wire.imported_of(wire.answer_of(HONEST)) == HONEST


Spoil = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda said: said["sources"][0].update(uid="../../etc"),
        lambda said: said["sources"][0].update(data="no base64!"),
        lambda said: said["sources"][0].update(text="other"),
        lambda said: said["sources"][0].update(rights=["", "secret", None]),
        lambda said: said["sources"].append("none"),
        lambda said: said["passages"][0].__setitem__(2, 10_000),
        lambda said: said["passages"][0].__setitem__(1, 5),
        lambda said: said["passages"][0].__setitem__(1, None),
        lambda said: said["passages"][0].__setitem__(0, "nowhere"),
        lambda said: said["passages"][0].__setitem__(9, 7),
        lambda said: said["tags"][0].__setitem__(1, "path"),
        lambda said: said["tags"][0].__setitem__(2, "g" * 32),
        lambda said: said["memos"][0].__setitem__(3, ["file", "/etc/passwd"]),
        lambda said: said.update(lost="a sentence"),
        lambda said: said.pop("memos"),
    ],
)
def test_a_lie_is_caught(spoil: Spoil) -> None:
    answer = json.loads(wire.answer_of(HONEST))
    spoil(answer["incoming"])
    with pytest.raises(wire.BadAnswer):
        wire.imported_of(json.dumps(answer).encode())


def test_a_refused_file_brings_nothing() -> None:
    answer = json.loads(wire.answer_of(HONEST)) | {"verdict": "refused", "error": "Broken."}
    with pytest.raises(wire.BadAnswer):
        wire.imported_of(json.dumps(answer).encode())
    empty = replace(HONEST, verdict=Verdict.OK, incoming=None)
    with pytest.raises(wire.BadAnswer):
        wire.imported_of(wire.answer_of(empty))


def test_projects_are_read_in_a_process_of_their_own() -> None:
    source = Source(qdpx(selection(TEXT.index("six"), TEXT.index("six") + 3)), "canal.qdpx")
    cut = Source(source.data[:200], "cut.qdpx")
    with readers(1) as pool:
        one, other = (imported for _, imported in pool.read(iter([source, cut])))
    assert one == read(source) and one.incoming is not None and one.incoming.passages[0].exact == "six"
    assert other.verdict is Verdict.REFUSED and other.error and "cut short or damaged" in other.error
