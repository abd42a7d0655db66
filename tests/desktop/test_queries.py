"""No statement that a view waits for goes through a large table row by row: every one that the window runs while it is walked through is
asked for its plan (`EXPLAIN QUERY PLAN`, https://www.sqlite.org/eqp.html).
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.model.ids import ArticleId
from archive.store.connection import Connections
from desktop.program import Program
from tests.benchmarks import large_archive
from tests.benchmarks.generator import WORDS
from tests.desktop import walk

Make = Callable[..., Program]
ARTICLES = 60

# Tables that grow with the articles, and of which a row is long: there are rows by the hundred thousand where there are 100,000
# articles. Pairs of numbers (which article has which tag, say) are an index themselves.
LARGE = frozenset(
    (
        *("articles", "editions", "originals", "original_parts", "files", "evidence", "journal", "index_chunks"),
        *("passages", "passage_words", "passage_tags", "passage_places", "mentions", "mention_words", "mention_places"),
        *("figures", "figure_words", "figure_places", "sketches", "sketch_shingles", "likenesses", "exchange_log"),
        *("compared_figures", "compared_findings", "compared_counts", "exchange_revisions"),
    )
)

# Part of a statement → why it may do so all the same. All of them run in jobs; what is kept is read again once something was written.
ALLOWED = {
    "INDEXED BY articles_restricted": "the few articles that are held back, which are all that this index holds",
    "INDEXED BY figures_own": "the few figures that a person corrected",
    "size) FROM originals": "sizes of the originals, for the statistics; kept",
    "size FROM originals": "sizes of the originals, for the statistics; kept",
    "FROM files": "which article has which original, for the statistics; kept",
    "FROM passages GROUP BY author": "every passage's place, for the statistics; kept",
    "FROM passage_tags GROUP BY tag, author": "who used which tag, for the statistics; kept",
    "FROM compared_counts GROUP BY": "how many findings each series has; kept",
    "count(DISTINCT p.author)": "what two people coded, for the tab of coding",
    "FROM passage_words w WHERE instr": "letters sought inside the words of passages; kept for all that is counted of the answer",
    "FROM mention_words WHERE told LIKE": "letters sought inside the sentences that tell a time",
}

_NAMED = re.compile(
    r"(?:\bFROM|\bJOIN|,)\s+\"?(\w+)\"?(?:\s+(?:AS\s+)?(?!ON\b|WHERE\b|JOIN\b|ORDER\b|GROUP\b|INDEXED\b|LEFT\b|CROSS\b)(\w+))?",
    re.I,
)
_SCAN = re.compile(r"^SCAN (\w+)(?: USING (COVERING )?INDEX \w+)?")


Opcode = tuple[str, int, int]  # its name, P1 and P3


def slow_steps(sql: str, plan: Sequence[str], program: Sequence[Opcode] = ()) -> list[str]:
    """The steps of a plan that go through a large table without an index that holds all that is asked; one that only follows an order
    until a LIMIT is reached is none. `program` is what SQLite runs: the plan calls no partial index covering because of its
    condition, but where that is the statement's own, the rows themselves are never read.
    """
    rows = {table for name, _, table in program if name == "DeferredSeek"}
    along_index = bool(rows) and not any(name == "Column" and cursor in rows for name, cursor, _ in program)
    tables = {(alias or name): name for name, alias in _NAMED.findall(sql)}
    found = []
    for step in plan:
        scan = _SCAN.match(step)
        if scan is None or tables.get(scan[1], scan[1]) not in LARGE or scan[2]:
            continue
        if " USING INDEX " in step and (along_index or re.search(r"\bLIMIT\b", sql)):
            continue
        found.append(step)
    return found


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("queries")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WAYSTATION_HOME", str(folder))
        return large_archive.archive_of(folder, ARTICLES, longest=2)


@pytest.fixture
def statements(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every statement that any connection runs from now on, with its values filled in."""
    seen: set[str] = set()
    connect = Connections._connect

    def watched(self: Connections, mode: str) -> Any:
        connection = connect(self, mode)
        connection.set_trace_callback(seen.add)
        return connection

    monkeypatch.setattr(Connections, "_connect", watched)
    return seen


def test_no_view_waits_for_a_scan_of_a_large_table(
    program: Make, coded: Path, statements: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYSTATION_HOME", str(coded.parent))  # where the index was made, and is trusted
    one = program(coded)
    walk.warmed(one)
    ran: dict[str, str] = {}
    for name, act in walk.acts(one, word=WORDS[20], longest=ArticleId(ARTICLES + 2)):
        before = set(statements)
        act()
        one.settle()
        ran |= {sql: name for sql in statements - before if sql not in ran}
    ran |= {sql: "start" for sql in statements if sql not in ran}
    one.close()
    asked = {sql: name for sql, name in ran.items() if re.match(r"\s*(SELECT|WITH)\b", sql, re.I)}
    assert len(asked) > 100, "the statements were seen"
    slow = []
    with Archive.open(coded, read_only=True) as archive:
        for sql, name in asked.items():
            plan = [row["detail"] for row in archive.store.connections.rows(f"EXPLAIN QUERY PLAN {sql}")]
            opcodes = [
                (row["opcode"], row["p1"], row["p3"]) for row in archive.store.connections.rows(f"EXPLAIN {sql}")
            ]
            steps = slow_steps(sql, plan, opcodes)
            if steps and not any(part in sql for part in ALLOWED):
                slow.append(f"{name}: {steps}\n    {' '.join(sql.split())[:700]}")
    assert not slow, "\n".join(slow)


@pytest.mark.parametrize(
    ("sql", "step", "told"),
    [
        ("SELECT title FROM articles a WHERE note = ''", "SCAN a", True),
        ("SELECT title FROM articles WHERE note = ''", "SCAN articles", True),
        ("SELECT count(*) FROM articles a", "SCAN a USING COVERING INDEX articles_added", False),
        ("SELECT title FROM articles a ORDER BY added LIMIT 50", "SCAN a USING INDEX articles_added", False),
        ("SELECT title FROM articles a ORDER BY added", "SCAN a USING INDEX articles_added", True),
        ("SELECT path FROM tags t", "SCAN t", False),
        ("SELECT a.id FROM json_each(?) j JOIN articles a ON a.id = j.value", "SCAN j VIRTUAL TABLE INDEX 1:", False),
        ("SELECT a.id FROM articles a WHERE a.id = 1", "SEARCH a USING INTEGER PRIMARY KEY (rowid=?)", False),
    ],
)
def test_a_slow_step_is_told_from_others(sql: str, step: str, told: bool) -> None:
    assert bool(slow_steps(sql, [step])) is told


def test_a_partial_index_that_holds_all_that_is_asked_is_no_slow_step() -> None:
    step, sql = "SCAN articles USING INDEX articles_added", "SELECT count(*) FROM articles WHERE trashed_at IS NULL"
    assert not slow_steps(sql, [step], [("DeferredSeek", 1, 0), ("AggStep", 0, 1)])
    assert slow_steps(sql, [step], [("DeferredSeek", 1, 0), ("Column", 0, 5)])
