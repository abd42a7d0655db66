"""Whatever stands in an archive leaves in every format that can come back, twice under the same ids, and comes back as it was."""

import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from archive.base.sentences import graphemes
from archive.model.article import Metadata
from archive.model.excerpt import Choice
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
from archive.operations import acts, annotate, bringing, publish
from tests.archive.conftest import blocks_of
from tests.archive.held import held, read
from tests.archive.made import new_archive

FORMATS = ["json", "ndjson", "jsonld", "sqlite", "csv", "qdpx", "qdc", "taguette"]
# Those that hold the texts themselves; the others name articles that must be there.
WHOLE = {"qdpx", "taguette"}
# Latin with marks that combine, Hangul in both forms, right-to-left letters with points, pictures that join, markup, formulas.
_LETTERS = "aZ é.,;<>&\"'\u0301가힣ᄒ\u1161\u11abשלוםא\u05b8ابت🛶🏽👨\u200d👩🇰🇷-=@#]"
_LINE = st.text(_LETTERS, min_size=1, max_size=20).filter(str.strip)
_NOTE = st.text(_LETTERS + "\n", max_size=30).map(str.strip)
_NAME = st.text("aZé가ᄒ\u1161שא🛶-=", min_size=1, max_size=5).map(lambda name: unicodedata.normalize("NFC", name))
_STAMP = "2024-01-02T03:04:05.678Z"
_ALL = Choice(definitions=True, author=True, date=True)
_FEW = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@st.composite
def archives(draw: st.DrawFn) -> Incoming:
    """A text whose passages overlap and lie in each other, under a tree of twelve tags in a row; a memo and nested collections."""
    text = "\n".join(draw(st.lists(_LINE, min_size=2, max_size=4)))
    names = draw(st.lists(_NAME, min_size=12, max_size=12))
    tags = tuple(
        IncomingTag(
            f"t{depth}",
            tuple(names[: depth + 1]),
            draw(st.uuids(version=4).map(lambda made: Uid(made.hex))),
            draw(_NOTE),
        )
        for depth in range(12)
    )
    edges = sorted({edge for each in graphemes(text) for edge in (each.start, each.end)})
    spans = [(edges[0], edges[-1]), (edges[0], edges[len(edges) // 2 + 1]), (edges[len(edges) // 3], edges[-1])]
    spans += [(draw(st.sampled_from(edges)), draw(st.sampled_from(edges))) for _ in range(3)]
    spans = [(min(span), max(span)) for span in spans]
    passages = tuple(
        IncomingPassage(
            source="s",
            start=start,
            end=end,
            exact=text[start:end],
            uid=Uid(draw(st.uuids(version=4)).hex),
            note=draw(_NOTE),
            tags=tuple(
                IncomingUse(f"t{depth}", "보", _STAMP)
                for depth in sorted(draw(st.sets(st.integers(0, 11), max_size=3)))
            ),
            author=draw(st.sampled_from(["Ann", "보", "צור"])),
            created=_STAMP,
            modified=_STAMP,
        )
        for start, end in spans
        if text[start:end].strip()
    )
    source = IncomingSource(
        "s",
        Uid(draw(st.uuids(version=4)).hex),
        Metadata(title="A title", publisher="P"),
        blocks_of(text),
        text.encode(),
        "a.txt",
    )
    memo = IncomingMemo(
        "About", draw(_NOTE) or "x", Uid("f" * 32), ("passage", passages[0].uid or ""), (), "Ann", _STAMP, _STAMP
    )
    shelf = IncomingSet("Inner", ("s",), Uid("e" * 32), ("Outer", "Middle"))
    return Incoming("Property", "Other", (source,), tags, passages, (memo,), (shelf,))


def marks(archive: Archive) -> dict[str, tuple[object, ...]]:
    """What people marked, by its id."""
    return {
        each.uid: (
            *(each.anchor.start, each.anchor.end, each.anchor.exact, each.note, each.author, each.created),
            tuple((use.path, use.author) for use in each.tags),
        )
        for each in annotate.passages(archive, limit=None)
    }


def places(archive: Archive) -> list[tuple[object, ...]]:
    """Where they stand, with their tags."""
    return sorted((*mark[:3], tuple(sorted(path for path, _ in mark[6]))) for mark in marks(archive).values())  # type: ignore[attr-defined]


def tree(archive: Archive) -> dict[str, tuple[str, str]]:
    return {uid: (said[0], said[1]) for uid, said in held(archive)["tags"].items()}


@pytest.mark.parametrize("format", FORMATS)
@_FEW
@given(made=archives())
def test_it_leaves_twice_under_the_same_ids_and_comes_back_as_it_was(format: str, made: Incoming) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with new_archive(folder / "One.waystation") as one:
            bringing.bring(one, made)
            outs = [folder / f"{number}.{format}" for number in range(2)]
            for out in outs:
                publish.export(one, format, _ALL, out)
            first, second = map(read, outs)
            assert [each.uid for each in first.passages] == [each.uid for each in second.passages]
            assert [each.uid for each in first.tags] == [each.uid for each in second.tags]
            # Into the archive that wrote it, it changes nothing.
            before = held(one)
            came, change = bringing.bring(one, first)
            assert not came.changes and not change.touched and came.lost == came.differing == () and held(one) == before
            wanted, codes, spots = marks(one), tree(one), places(one)
        with new_archive(folder / "Two.waystation") as two:
            if format not in WHOLE and format != "qdc":
                source = made.sources[0]
                bringing.bring(two, Incoming(sources=(source,)))
            empty = held(two)
            came, change = bringing.bring(two, first)
            assert came.lost == ()
            if format == "qdc":
                assert tree(two) == codes
            elif format == "taguette":
                assert places(two) == spots
            elif format == "csv":  # a row an excerpt has no room for who put each tag on
                assert {uid: mark[:6] for uid, mark in marks(two).items()} == {
                    uid: mark[:6] for uid, mark in wanted.items()
                }
                assert places(two) == spots
            else:
                assert marks(two) == wanted
            if format in ("json", "sqlite", "qdpx"):
                used = {path for mark in wanted.values() for path, _ in mark[6]}  # type: ignore[attr-defined]
                assert {uid for uid, said in codes.items() if said[0] in used} <= set(tree(two))
            if format == "qdpx":
                assert collections(two) == [("Outer",), ("Outer", "Middle"), ("Outer", "Middle", "Inner")]
                assert held(two)["memos"].keys() == {"f" * 32}
            # One act, that is taken back whole.
            assert change.inverse is not None
            acts.perform(two, change.inverse)
            assert held(two) == empty


def collections(archive: Archive) -> list[tuple[str, ...]]:
    """The paths of all collections."""
    known = {each.id: each for each in archive.store.collections.list()}
    found = []
    for each in known.values():
        path, at = [each.name], each.parent
        while at is not None:
            path.insert(0, known[at].name)
            at = known[at].parent
        found.append(tuple(path))
    return sorted(found)
