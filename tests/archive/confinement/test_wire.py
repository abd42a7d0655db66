"""The pipe's language: honest records come through unchanged, anything else is caught."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.confinement import wire
from archive.model.article import (
    Block,
    BlockKind,
    Evidence,
    Imported,
    Member,
    Metadata,
    Run,
    RunKind,
    SetAside,
    Source,
    Text,
    Verdict,
)
from archive.model.ids import Uid
from archive.model.taught import Spot, TaughtRule

HONEST = Imported(
    Verdict.PARTIAL,
    "html",
    3,
    "text/html",
    "cp949",
    "<h1>제목</h1><p>a <b>bold</b> word</p>",
    Metadata(
        title="제목",
        byline=("A. Writer", "B. Writer"),
        publisher="The Quay",
        published="2019-10",
        evidence={"title": Evidence("제목", 4, 6, "h1", 0.9), "language": Evidence("ko", None, None, "detected", 1.0)},
    ),
    Text(
        "제목\na bold word",
        (
            Block(BlockKind.HEADING, 0, 2, (0, 11), 1),
            Block(
                BlockKind.PARAGRAPH,
                3,
                14,
                (11, 36),
                0,
                (Run(RunKind.STRONG, 5, 9), Run(RunKind.LINK, 3, 4, "https://x")),
            ),
        ),
        (SetAside(0, 5, "menu", "navigation"),),
    ),
    ("something is missing",),
)


def test_an_honest_record_comes_through_unchanged() -> None:
    assert wire.imported_of(wire.answer_of(HONEST)) == HONEST


def test_a_refusal_comes_through_unchanged() -> None:
    refusal = Imported(Verdict.REFUSED, "registry", 1, "text/plain", error="The file is empty.")
    assert wire.imported_of(wire.answer_of(refusal)) == refusal


@given(st.binary(max_size=200), st.text(max_size=30), st.none() | st.text(max_size=10))
@settings(max_examples=50, deadline=None)
def test_any_source_comes_through_unchanged(data: bytes, name: str, member: str | None) -> None:
    source = Source(data, name, f"/{name}", member, None)
    assert wire.source_of(wire.request_of(source)) == source


def _changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    answer = json.loads(wire.answer_of(HONEST))
    change(answer)
    return json.dumps(answer).encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda a: a.update(verdict="fine"),
        lambda a: a.update(verdict="refused"),
        lambda a: a.update(text=None),
        lambda a: a.update(text=7),
        lambda a: a.update(text=a["text"] + "x"),
        lambda a: a.update(importer="../../x"),
        lambda a: a.update(media_type="<script>"),
        lambda a: a.update(importer_version=True),
        lambda a: a.update(warnings="w"),
        lambda a: a.update(warnings=[{}]),
        lambda a: a.update(blocks=[]),
        lambda a: a.update(blocks={}),
        lambda a: a["blocks"].reverse(),
        lambda a: a["blocks"][0].__setitem__(0, "script"),
        lambda a: a["blocks"][0].__setitem__(2, 3),
        lambda a: a["blocks"][1].__setitem__(2, 10**9),
        lambda a: a["blocks"][1].__setitem__(4, 10**9),
        lambda a: a["blocks"][1].__setitem__(5, -1),
        lambda a: a["blocks"][1].append("extra"),
        lambda a: a["blocks"][1][6][0].__setitem__(1, 0),
        lambda a: a["blocks"][1][6][0].__setitem__(0, "javascript"),
        lambda a: a["evidence"].update(author=["x", None, None, "r", 1]),
        lambda a: a["evidence"]["title"].__setitem__(1, None),
        lambda a: a["evidence"]["title"].__setitem__(2, 10**6),
        lambda a: a["evidence"]["title"].__setitem__(4, 2),
        lambda a: a["evidence"]["title"].__setitem__(4, float("nan")),
        lambda a: a["metadata"].update(byline="A. Writer"),
        lambda a: a["metadata"].update(title=["t"]),
        lambda a: a["metadata"].update(title="t" * 2_000_000),
        lambda a: a["metadata"].pop("url"),
        lambda a: a["set_aside"][0].__setitem__(1, 10**6),
        lambda a: a.pop("encoding"),
    ],
)
def test_a_forged_record_is_caught(change: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(wire.BadAnswer):
        wire.imported_of(_changed(change))


@pytest.mark.parametrize("answer", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 100_000, b'{"verdict": "ok"}'])
def test_what_is_no_record_is_caught(answer: bytes) -> None:
    with pytest.raises(wire.BadAnswer):
        wire.imported_of(answer)


def test_nul_and_lone_surrogates_do_not_come_through() -> None:
    forged = _changed(lambda answer: answer.update(decoded="\0" * 40, warnings=["\ud800"]))
    imported = wire.imported_of(forged)
    assert imported.decoded == "\ufffd" * 40
    assert imported.warnings == ("\ufffd",)


def test_frames_over_the_limit_or_cut_short_are_caught() -> None:
    stream = io.BytesIO()
    wire.send(stream, b"x" * 100)
    framed = stream.getvalue()
    assert wire.receive(io.BytesIO(framed), 100) == b"x" * 100
    assert wire.receive(io.BytesIO(b""), 100) is None
    for stream, limit in ((io.BytesIO(framed), 99), (io.BytesIO(framed[:-1]), 100), (io.BytesIO(framed[:3]), 100)):
        with pytest.raises(wire.BadAnswer):
            wire.receive(stream, limit)


CONTAINER = Imported(
    Verdict.OK,
    "zips",
    1,
    "application/zip",
    members=(
        Member("a/letter.html", b"<p>\0\xff</p>\n", "text/html", Metadata(url="https://x", evidence={"url": Evidence("https://x", None, None, "container-warc-uri", 0.9)}), "cp949"),
        Member("empty.txt", b""),
    ),
)  # fmt: skip


def _bodies(imported: Imported) -> Callable[[int], bytes]:
    waiting = iter([member.data for member in imported.members])
    return lambda size: next(waiting)[:size]


def test_members_come_through_unchanged_with_their_bytes_behind_the_answer() -> None:
    assert wire.imported_of(wire.answer_of(CONTAINER), _bodies(CONTAINER)) == CONTAINER


@pytest.mark.parametrize(
    "change",
    [
        lambda a: a.update(members={}),
        lambda a: a.update(members=[]),
        lambda a: a.pop("members"),
        lambda a: a.update(members=[a["members"][1]] * 20_001),
        lambda a: a.update(verdict="refused"),
        lambda a: a["members"][0].update(size=-1),
        lambda a: a["members"][0].update(size=True),
        lambda a: a["members"][0].update(size=513 * 1024**2),
        lambda a: [each.update(size=300 * 1024**2) for each in a["members"]],
        lambda a: a["members"][0].update(name=None),
        lambda a: a["members"][0].update(name="n" * 5_000),
        lambda a: a["members"][0].update(media_type="<script>"),
        lambda a: a["members"][0].update(encoding=7),
        lambda a: a["members"][0]["evidence"]["url"].__setitem__(2, 4),
        lambda a: a["members"][0]["metadata"].pop("title"),
    ],
)
def test_forged_members_are_caught_before_a_byte_of_them_is_asked_for(
    change: Callable[[dict[str, Any]], object],
) -> None:
    answer = json.loads(wire.answer_of(CONTAINER))
    change(answer)
    asked: list[int] = []

    def body(size: int) -> bytes:
        asked.append(size)
        return b""

    with pytest.raises(wire.BadAnswer):
        wire.imported_of(json.dumps(answer).encode(), body)
    assert asked == []


def test_an_answer_with_members_and_no_bytes_behind_it_is_caught() -> None:
    with pytest.raises(wire.BadAnswer):
        wire.imported_of(wire.answer_of(CONTAINER))


def test_taught_rules_travel_with_a_source_and_the_same_ones_only_once() -> None:
    rules = (TaughtRule("Who wrote it", "lock.example", "byline", Spot("p.by", before="작성: "), uid=Uid("ab" * 16)),)
    source = Source(b"data\n\0", "a.html", "/in/a.html", rules=rules, address="https://lock.example/1")
    first, again = wire.request_of(source), wire.request_of(source, rules)
    assert wire.source_of(first) == source == wire.source_of(again, rules)
    assert b"lock.example/1" in again and b"p.by" not in again
    assert wire.source_of(wire.request_of(Source(b"", "b.txt"), rules), rules).rules == (), (
        "no rules is not the same rules"
    )
