"""Taguette's files come in at the words that were marked there; what does not stand there is told; the file is never trusted."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from archive.exports.analysis import taguette_schema
from archive.importers.interchange.pages import Page
from archive.model.article import BlockKind, Verdict
from archive.model.interchange import Incoming
from tests.archive.importers.interchange.conftest import take

HTML = "<h1>The gate</h1>\n<p>It opened at <em>six</em>,\n  여섯 시에.</p>\n<ul>\n<li>one</li>\n<li>two &amp; three</li>\n</ul>"
NODES = "The gate\nIt opened at six,\n  여섯 시에.\n\none\ntwo & three\n"
Build = Callable[..., bytes]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """A file as Taguette leaves it: `build((words, snippet or None)…, more=statements)`."""

    def make(*marks: tuple[int, int, str], more: tuple[str, ...] = (), html: str = HTML) -> bytes:
        path = tmp_path / "made.sqlite3"
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as file:
            for statement in taguette_schema.statements():
                file.execute(statement)
            file.execute("INSERT INTO users (login, created, disabled) VALUES ('cy', '2024-01-01', 0)")
            file.execute("INSERT INTO projects VALUES (1, 'Canal', '', '2024-01-01 00:00:00.000000')")
            file.execute(
                "INSERT INTO documents VALUES (1, 'Gate', 'From a letter', 'Gate.docx', '2024-01-01', 1, 'LEFT_TO_RIGHT', ?)",
                (html,),
            )
            file.execute("INSERT INTO tags VALUES (1, 1, 'gates', 'What shuts'), (2, 1, 'his/hers', '')")
            for number, (start, end, snippet) in enumerate(marks, 1):
                file.execute("INSERT INTO highlights VALUES (?, 1, ?, ?, ?)", (number, start, end, snippet))
                file.execute("INSERT INTO highlight_tags VALUES (?, 1)", (number,))
                payload = f'{{"type": "highlight_add", "highlight_id": {number}}}'
                file.execute(
                    "INSERT INTO commands (date, user_login, project_id, document_id, payload)"
                    " VALUES ('2024-03-04 05:06:07.890000', 'cy', 1, 1, ?)",
                    (payload,),
                )
            for statement in more:
                file.execute(statement)
            file.commit()
        return path.read_bytes()

    return make


def mark(words: str, snippet: str | None = None) -> tuple[int, int, str]:
    start = len(NODES[: NODES.index(words)].encode())
    return start, start + len(words.encode()), f"<p>{words}</p>" if snippet is None else snippet


def read(data: bytes) -> Incoming:
    incoming = take(data, "canal.sqlite3").incoming
    assert incoming is not None
    return incoming


def test_highlights_stand_at_their_words_with_tags_person_and_time(build: Build) -> None:
    incoming = read(build(mark("opened at six"), mark("six,\n  여섯"), mark("two & three", "<li>two &amp; three</li>")))
    (source,) = incoming.sources
    assert source.text is not None
    assert source.text.text == "The gate\nIt opened at six, 여섯 시에.\none\ntwo & three"
    assert [block.kind for block in source.text.blocks] == [
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.ITEM,
        BlockKind.ITEM,
    ]
    assert source.note == "From a letter" and source.data == HTML.encode()
    assert [each.exact for each in incoming.passages] == ["opened at six", "six, 여섯", "two & three"]
    assert {(each.author, each.created) for each in incoming.passages} == {("cy", "2024-03-04T05:06:07.890Z")}
    assert [[use.tag for use in each.tags] for each in incoming.passages] == [["tag 1"]] * 3
    # A slash in a name is no path where the name before it is no tag.
    assert {tag.names for tag in incoming.tags} == {("gates",), ("his/hers",)}
    assert incoming.lost == ()


def test_offsets_that_lie_are_told_and_not_guessed(build: Build) -> None:
    inside = len(NODES[: NODES.index("여섯")].encode()) + 1
    marks = (
        (0, 99_999, ""),
        (-3, 4, ""),
        (9, 2, ""),
        (inside, inside + 4, ""),
        mark("opened", "<p>shut</p>"),
        mark("six"),
    )
    incoming = read(build(*marks))
    assert [each.exact for each in incoming.passages] == ["six"]
    told = "\n".join(incoming.lost)
    for reason in ("outside of the document", "on no words", "inside of a character", "other words than those"):
        assert reason in told, reason


def test_the_same_file_gives_the_same_ids(build: Build) -> None:
    one, other = read(build(mark("six"))), read(build(mark("six"), mark("opened")))
    assert one.passages[0].uid == other.passages[0].uid != other.passages[1].uid


def test_a_file_that_was_being_written_is_read(build: Build) -> None:
    data = bytearray(build(mark("six")))
    data[18:20] = b"\2\2"  # a write-ahead log was in use
    assert [each.exact for each in read(bytes(data)).passages] == ["six"]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_cut_file_is_refused_or_told(build: Build, refusal: Callable[..., str], share: float) -> None:
    data = build(mark("six"))
    assert "damaged" in refusal(data[: int(len(data) * share)], "canal.sqlite3")


def test_other_databases_are_refused(tmp_path: Path, refusal: Callable[..., str]) -> None:
    path = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE highlight_tags (a)")
        file.commit()
    assert "no Taguette project" in refusal(path.read_bytes(), "other.sqlite3")
    with closing(sqlite3.connect(path)) as file:
        file.execute("DROP TABLE highlight_tags")
        file.execute("CREATE TABLE notes (a)")
        file.execute("VACUUM")
        file.commit()
    assert refusal(path.read_bytes(), "other.sqlite3") == "This is a SQLite database, not text."


def test_a_view_in_place_of_a_table_is_not_run(build: Build, refusal: Callable[..., str]) -> None:
    endless = (
        "WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n)"
        " SELECT id, 1 AS project_id, 'x' AS path, '' AS description FROM n"
    )
    data = build(more=("ALTER TABLE tags RENAME TO old_tags", f"CREATE VIEW tags AS {endless}"))
    assert "no Taguette project" in refusal(data, "canal.sqlite3")


def test_scripts_and_what_pages_hide_never_become_text(build: Build) -> None:
    page = Page(
        "<p>seen</p><script>alert(1)</script><style>p{}</style><img src=x onerror=alert(2)><p>and <b>this</b></p>"
    )
    assert page.laid.text == "seen\nand this"


def test_a_file_of_many_highlights_outside_of_the_text_is_one_sentence(build: Build) -> None:
    imported = take(
        build(*((10_000 + number, 10_001 + number, "") for number in range(2_000)), mark("six")), "c.sqlite3"
    )
    assert imported.verdict is Verdict.PARTIAL and imported.incoming is not None
    assert imported.incoming.lost[0].startswith("2,000 highlights were left out because they stand outside")
