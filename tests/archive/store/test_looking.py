"""How far SQLite's look at the file is: pages first, then rows, nearly to the end, and ended by whoever listens."""

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import Cancelled, NotAnArchive
from archive.store import looking
from archive.store.integrity import Integrity
from archive.store.looking import Report

AddArticle = Callable[..., int]
Told = list[tuple[int, int, str]]
_PAGES, _ROWS = "Checking the file: pages", "Checking the file: rows"


@pytest.fixture
def filled(archive: Archive, add_article: AddArticle, monkeypatch: pytest.MonkeyPatch) -> Archive:
    for number in range(120):
        add_article(archive, f"Number {number} of the bridges was built of stone.", title=f"Bridge {number}")
    monkeypatch.setattr(looking, "_STEPS", 25)
    return archive


def _look(archive: Archive, report: Report) -> list[str]:
    return [fault.what for fault in Integrity(archive.store.connections, report=report).pages()]


def test_pages_are_counted_and_then_rows_nearly_to_the_end(filled: Archive) -> None:
    told: Told = []
    assert _look(filled, lambda *what: told.append(what)) == []
    pages = [each for each in told if each[2] == _PAGES]
    rows = [each for each in told if each[2] == _ROWS]
    assert told == [*pages, *rows], "the rows come after the pages"
    assert [done for done, _, _ in pages] == [25 * number for number in range(1, len(pages) + 1)]
    assert pages[0][1] == filled.store.connections.value("PRAGMA page_count")
    dones, totals = [done for done, _, _ in rows], {total for _, total, _ in rows}
    assert dones == sorted(dones)
    assert len(set(dones)) > 20, "it moves"
    (total,) = totals
    assert 0.75 * total < dones[-1] <= total


def test_who_listens_can_end_it(filled: Archive) -> None:
    def end(done: int, total: int, what: str) -> None:
        if what == _ROWS:
            raise Cancelled

    with pytest.raises(Cancelled):
        _look(filled, end)
    assert _look(filled, lambda *_: None) == []


def test_what_cannot_be_counted_is_looked_at_all_the_same(filled: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    told: Told = []
    value = filled.store.connections.value

    def damaged(sql: str, *rest: object) -> object:
        if sql.startswith("SELECT count(*)"):
            raise NotAnArchive("It is damaged.")
        return value(sql, *rest)

    monkeypatch.setattr(filled.store.connections, "value", damaged)
    assert _look(filled, lambda *what: told.append(what)) == []
    assert {each[:2] for each in told if each[2] == _ROWS} == {(0, 0)}


def test_a_table_of_another_program_is_no_obstacle(filled: Archive, tmp_path: Path) -> None:
    with filled.atomic():
        filled.store.connections.change('CREATE TABLE "a ""quoted"" name"(id INTEGER PRIMARY KEY)')
    told: Told = []
    assert _look(filled, lambda *what: told.append(what)) == []
    assert told[-1][1] > 0
