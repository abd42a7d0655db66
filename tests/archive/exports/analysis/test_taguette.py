"""A Taguette project has Taguette's tables, documents whose text is the article's, and highlights whose bytes are the words."""

import errno
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as lxml_html

from archive.archive import Archive
from archive.base.progress import Progress
from archive.exports.analysis import qdpx, taguette, taguette_schema
from archive.model.article import Block, BlockKind
from archive.model.excerpt import Whole
from archive.operations import annotate, codebook
from tests.archive.conftest import AddArticle
from tests.archive.exports.conftest import DEEP, MakePacket
from tests.archive.held import read


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def text_of(contents: str) -> str:
    """The text nodes of a document in order, as a parser of HTML that is not ours finds them."""
    return "".join(lxml_html.fragment_fromstring(contents, create_parent="div").itertext())


def test_it_has_the_tables_the_revision_and_the_one_who_may_open_it(make_packet: MakePacket, out: Path) -> None:
    taguette.write(make_packet(), out, Progress())
    with opened(out) as file:
        tables = {row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert tables >= set(
            "users projects project_members documents commands tags highlights highlight_tags alembic_version".split()
        )
        assert [tuple(row) for row in file.execute("SELECT * FROM alembic_version")] == [(taguette_schema.REVISION,)]
        assert file.execute("PRAGMA application_id").fetchone()[0] == 0x54677474
        assert [tuple(row) for row in file.execute("SELECT user_login, privileges FROM project_members")] == [
            ("admin", "ADMIN")
        ]
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        assert file.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_offsets_count_the_bytes_of_the_words(coded: Archive, make_packet: MakePacket, out: Path) -> None:
    taguette.write(make_packet(), out, Progress())
    wanted = sorted(
        (passage.anchor.exact, sorted(use.path for use in passage.tags))
        for passage in annotate.passages(coded, limit=None)
    )
    found = []
    with opened(out) as file:
        paths = {row["id"]: row["path"] for row in file.execute("SELECT * FROM tags")}
        for row in file.execute("SELECT h.*, d.contents FROM highlights h JOIN documents d ON d.id = h.document_id"):
            data = text_of(row["contents"]).encode()
            words = data[row["start_offset"] : row["end_offset"]].decode()
            assert text_of(row["snippet"]) == words
            tags = file.execute("SELECT tag_id FROM highlight_tags WHERE highlight_id = ?", (row["id"],))
            found.append((words, sorted(paths[tag[0]] for tag in tags)))
    assert sorted(found) == wanted and DEEP in paths.values()


def test_documents_are_the_articles_word_for_word(coded: Archive, make_packet: MakePacket, out: Path) -> None:
    taguette.write(make_packet(), out, Progress())
    texts = {coded.store.editions.get(edition).text for edition in coded.store.editions.ids()}
    with opened(out) as file:
        rows = file.execute("SELECT * FROM documents").fetchall()
    assert {text_of(row["contents"]) for row in rows} == texts
    assert all("<rope>" not in row["contents"] and "<script" not in row["contents"] for row in rows)
    ferry = next(row for row in rows if row["name"] == "A ferry at dawn")
    assert ferry["description"] == "Ann Weir; 김하늘 · Harbour Gazette · 2021-05-03 · https://example.org/ferry?a=1&b=2"


def test_every_kind_of_block_keeps_its_text() -> None:
    text = "Head\nsaid\none\ntwo <b>\n\nlast"
    kinds = (BlockKind.HEADING, BlockKind.QUOTE, BlockKind.ITEM, BlockKind.ITEM, BlockKind.PARAGRAPH, BlockKind.CAPTION)
    blocks, place = [], 0
    for kind, line in zip(kinds, text.split("\n"), strict=True):
        blocks.append(Block(kind, place, place + len(line), (place, place + len(line)), 6))
        place += len(line) + 1
    made = taguette.html(text, blocks, 0, len(text))
    assert made == (
        "<h5>Head</h5>\n<blockquote>said</blockquote>\n<ul><li>one</li>\n<li>two &lt;b&gt;</li></ul>\n<p></p>\n<p>last</p>"
    )
    assert text_of(made) == text
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            assert text_of(taguette.html(text, blocks, start, end)) == text[start:end]


def test_the_log_tells_of_every_document_tag_and_highlight(make_packet: MakePacket, out: Path) -> None:
    packet = make_packet()
    taguette.write(packet, out, Progress())
    with opened(out) as file:
        types = [json.loads(row["payload"])["type"] for row in file.execute("SELECT payload FROM commands")]
    assert (types.count("document_add"), types.count("tag_add"), types.count("highlight_add")) == (
        3,
        len(packet.tags),
        packet.passages,
    )


def test_what_taguette_does_not_keep_is_told(coded: Archive, make_packet: MakePacket, out: Path) -> None:
    codebook.add(coded, "/".join(f"a long name number {number}" for number in range(12)))
    warnings = taguette.write(make_packet(), out, Progress())
    assert "5 passages were written without a note, which Taguette does not keep." in warnings
    assert "1 memo was left out: Taguette keeps none." in warnings
    assert any("cut to the length" in each for each in warnings)
    with opened(out) as file:
        paths = [row[0] for row in file.execute("SELECT path FROM tags")]
    assert max(map(len, paths)) == 200 and len(set(paths)) == len(paths)


def test_text_from_right_to_left_says_so(
    archive: Archive, add_article: AddArticle, make_packet: MakePacket, out: Path
) -> None:
    add_article(archive, "מעבורת יצאה עם שחר.", title="מעבורת")
    taguette.write(make_packet(), out, Progress())
    with opened(out) as file:
        directions = {row["name"]: row["text_direction"] for row in file.execute("SELECT * FROM documents")}
    assert directions["מעבורת"] == "RIGHT_TO_LEFT" and directions["A ferry at dawn"] == "LEFT_TO_RIGHT"


def test_tags_that_a_redaction_made_one_are_one(coded: Archive, make_packet: MakePacket, out: Path) -> None:
    packet = make_packet()
    tags = tuple(replace(tag, path="[tag]") for tag in packet.tags)

    def wholes() -> Iterator[Whole]:
        for whole in packet.wholes():
            marks = tuple(
                replace(each, tags=("[tag]",) * len(each.tags), uses=(("[tag]", "Ann", each.created),) * len(each.uses))
                for each in whole.excerpts
            )
            yield replace(whole, excerpts=marks)

    redacted = replace(packet, tags=tags, wholes=wholes)
    taguette.write(redacted, out, Progress())
    with opened(out) as file:
        assert [row["path"] for row in file.execute("SELECT * FROM tags")] == ["[tag]"]
        assert file.execute("SELECT count(*) FROM highlight_tags").fetchone()[0] == 6
    project = out.with_name("project.part")
    qdpx.write(redacted, project, Progress())
    assert len(read(project).passages) == 7


def test_a_full_disk_is_an_error_of_the_disk(
    make_packet: MakePacket, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(taguette._Project, "add", full)
    with pytest.raises(OSError) as caught:
        taguette.write(make_packet(), out, Progress())
    assert caught.value.errno == errno.ENOSPC


def test_the_same_packet_gives_the_same_bytes(make_packet: MakePacket, out: Path) -> None:
    packet = make_packet()
    taguette.write(packet, out, Progress())
    again = out.with_name("again.part")
    taguette.write(packet, again, Progress())
    assert out.read_bytes() == again.read_bytes()
