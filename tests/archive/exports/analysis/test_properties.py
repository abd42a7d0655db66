"""Whatever is marked in whatever script comes back from our own files at the same words, with the same tags, notes and ids."""

import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.base.progress import Progress
from archive.base.sentences import graphemes
from archive.exports.analysis import qdpx, taguette
from archive.exports.registry import FORMATS
from archive.importers import registry
from archive.model.article import Block, BlockKind, Edition, Original, Source
from archive.model.excerpt import Choice, Excerpt, Packet, Whole, Work
from archive.model.ids import ArticleId, EditionId, TagId, Uid
from archive.model.interchange import Incoming
from archive.model.passage import COLOURS, Anchor, State, Tag
from archive.operations import bringing, publish
from tests.archive.conftest import blocks_of
from tests.archive.held import read
from tests.archive.made import new_archive

# Latin with marks that combine, Hangul in both forms, right-to-left letters with points, pictures that join, markup, odd blanks.
_LETTERS = "aZ é.,;<>&\"'\u0301\u0308가힣한ᄒ\u1161\u11abשלוםא\u05b8ابتثـ🛶🏽👨\u200d👩🇰🇷\u00a0\u3000\t-=@#]\u2028"
_LINE = st.text(_LETTERS, min_size=1, max_size=24).filter(str.strip)
_UID = st.uuids(version=4).map(lambda made: Uid(made.hex))
_STAMP = st.datetimes().map(lambda at: at.replace(year=2020).isoformat(timespec="milliseconds") + "Z")
_NAME = st.text(
    _LETTERS.replace("\t", "").replace("\u2028", "").replace("\u3000", "").replace("\u00a0", ""), min_size=1
)
_NOTE = st.text(st.one_of(st.sampled_from(_LETTERS + "\n"), st.characters(exclude_categories=["Cs", "Cc", "Cn"])))


def nfc(name: str) -> str:
    """A name as an archive keeps it."""
    return unicodedata.normalize("NFC", name)


@dataclass(frozen=True)
class Case:
    """A text with passages, and the tags that they carry."""

    text: str
    blocks: tuple[Block, ...]
    tags: tuple[Tag, ...]
    excerpts: tuple[Excerpt, ...]


def _tag(number: int, path: str, uid: Uid, told: tuple[str, str, str]) -> Tag:
    name = path.rpartition("/")[2]
    colour = COLOURS[path.split("/")[0].__len__() % len(COLOURS)]
    return Tag(TagId(number), uid, path, name, *told, colour, None, 1, 0, 0, 0)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    lines = draw(st.lists(_LINE, min_size=1, max_size=5))
    text = "\n".join(lines)
    kinds = draw(st.lists(st.sampled_from(list(BlockKind)), min_size=len(lines), max_size=len(lines)))
    blocks = tuple(
        Block(kind, block.start, block.end, block.source, 2 if kind is BlockKind.HEADING else 0)
        for block, kind in zip(blocks_of(text).blocks, kinds, strict=True)
    )
    names = draw(
        st.lists(_NAME.map(lambda name: nfc("".join(name.split()).replace("/", "") or "x")), min_size=1, max_size=12)
    )
    paths = ["/".join(names[:depth]) for depth in range(1, len(names) + 1)]
    tags = tuple(
        _tag(number, path, draw(_UID), (draw(_NOTE).strip(), "", draw(st.sampled_from(["", "not here"]))))
        for number, path in enumerate(paths, 1)
    )
    edges = sorted({edge for each in graphemes(text) for edge in (each.start, each.end)})
    work = Work(ArticleId(1), draw(_UID), "A title", published="2020")
    found = []
    for _ in range(draw(st.integers(0, 6))):
        start, end = sorted((draw(st.sampled_from(edges)), draw(st.sampled_from(edges))))
        if text[start:end].strip():
            used = draw(st.lists(st.sampled_from(paths), unique=True, max_size=4))
            at = draw(_STAMP)
            found.append(
                Excerpt(
                    uid=draw(_UID),
                    work=work,
                    anchor=Anchor(start, end, text[start:end], "", ""),
                    edition="text",
                    state=State.ANCHORED,
                    note=draw(_NOTE).strip(),
                    tags=tuple(used),
                    author=draw(st.sampled_from(["Ann", "보", "צור"])),
                    created=at,
                    modified=at,
                    uses=tuple((path, "Ann", at) for path in used),
                )
            )
    return Case(text, blocks, tags, tuple(found))


def packet_of(case: Case) -> Packet:
    original = Original("0" * 128, "a.txt", "text/plain", 1)
    edition = Edition(
        *(EditionId(1), ArticleId(1), 1, case.text, case.blocks, (), original, "utf-8", "plain", 1, "import", ""),
        created="2020-01-01T00:00:00.000Z",
    )
    work = case.excerpts[0].work if case.excerpts else Work(ArticleId(1), Uid("1" * 32), "A title")
    whole = Whole(work, case.text, case.blocks, case.excerpts, edition, "text")
    return Packet(
        title="Property",
        made="2026-01-02T03:04:05.000Z",
        choice=Choice(),
        works={work.id: work},
        passages=len(case.excerpts),
        groups=lambda: iter(()),
        excerpts=lambda: iter(case.excerpts),
        wholes=lambda: iter((whole,)),
        tags=case.tags,
    )


def back(case: Case, writer: object, name: str) -> Incoming:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        writer.write(packet_of(case), path, Progress())  # type: ignore[attr-defined]
        imported = registry.read(Source(path.read_bytes(), name))
    assert imported.incoming is not None, imported.error
    assert imported.incoming.lost == ()
    return imported.incoming


def paths_of(incoming: Incoming) -> dict[str, str]:
    return {tag.key: "/".join(tag.names) for tag in incoming.tags}


def uses(incoming: Incoming, keys: Sequence[str]) -> list[str]:
    paths = paths_of(incoming)
    return [paths[key] for key in keys]


@settings(max_examples=40, deadline=None)
@given(cases())
def test_a_project_comes_back_as_it_was(case: Case) -> None:
    incoming = back(case, qdpx, "p.qdpx")
    (source,) = incoming.sources
    assert source.text is not None and source.text.text == case.text
    assert [(b.kind, b.start, b.end, b.level) for b in source.text.blocks] == [
        (b.kind, b.start, b.end, b.level) for b in case.blocks
    ]
    assert [
        (
            p.uid,
            p.start,
            p.end,
            p.exact,
            p.note,
            p.author,
            p.created,
            p.modified,
            uses(incoming, [u.tag for u in p.tags]),
        )
        for p in incoming.passages
    ] == [
        (e.uid, e.anchor.start, e.anchor.end, e.exact, e.note, e.author, e.created, e.modified, list(e.tags))
        for e in case.excerpts
    ]
    assert [(t.uid, "/".join(t.names), t.definition, t.use_when, t.not_when) for t in incoming.tags] == [
        (t.uid, t.path, t.definition, t.use_when, t.not_when) for t in case.tags
    ]


@settings(max_examples=40, deadline=None)
@given(cases())
def test_a_taguette_project_comes_back_at_the_same_words(case: Case) -> None:
    incoming = back(case, taguette, "p.sqlite3")
    (source,) = incoming.sources
    assert source.text is not None and source.text.text == case.text
    assert [(p.start, p.end, p.exact, sorted(uses(incoming, [u.tag for u in p.tags]))) for p in incoming.passages] == [
        (e.anchor.start, e.anchor.end, e.exact, sorted(e.tags)) for e in case.excerpts
    ]
    assert {("/".join(t.names), t.definition, t.not_when) for t in incoming.tags} == {
        (t.path, t.definition, t.not_when) for t in case.tags
    }


@settings(max_examples=6, deadline=None)
@given(cases())
def test_brought_in_and_exported_again_it_is_the_same(case: Case) -> None:
    first = back(case, qdpx, "p.qdpx")
    with tempfile.TemporaryDirectory() as folder, new_archive(Path(folder) / "A.waystation") as archive:
        bringing.bring(archive, first)
        out = Path(folder) / "again.qdpx"
        publish.export(archive, "qdpx", FORMATS["qdpx"].usual, out)
        again = read(out)
        came, change = bringing.bring(archive, again)
    (source,), (other,) = first.sources, again.sources
    assert (source.uid, source.text, source.metadata) == (other.uid, other.text, other.metadata)
    assert sorted(first.passages, key=lambda each: each.uid or "") == sorted(
        again.passages, key=lambda each: each.uid or ""
    )
    assert {(tag.uid, tag.names, tag.definition, tag.not_when) for tag in first.tags} == {
        (tag.uid, tag.names, tag.definition, tag.not_when) for tag in again.tags
    }
    assert not came.changes and came.differing == came.lost == () and not change.touched
