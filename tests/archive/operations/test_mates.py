"""A second process that reads dates and figures beside this one: what both read is what one reads."""

from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.operations import extracting, indexing, ingest, mates
from tests.archive.made import new_archive

LINES = (
    "The mill closed on 3 May 2019, and {n} people lost their work. In June 2019 about {n} percent had found another."
)


def write_files(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        text = f"Mill number {number} closes\n\n4 May 2019\n\n{LINES.format(n=number + 2)}\n\nNobody would say more of it than that.\n"
        (folder / f"{number:03}.txt").write_text(text, "utf-8")
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Archive:
    archive = new_archive(tmp_path / "a.waystation")
    ingest.run(archive, [write_files(tmp_path / "files", 60)])
    assert extracting.pending(archive) == 60
    return archive


def rows(archive: Archive) -> list[Any]:
    """What was read, without the numbers that depend on the order of reading."""
    told = 'SELECT a.title, x.start, x."end", x.uid, x.rule FROM {} x JOIN articles a ON a.id = x.article ORDER BY 1, 2, 3, 4'
    value = archive.store.connections
    return [tuple(row) for table in ("mentions", "figures") for row in value.rows(told.format(table))]


def test_what_a_mate_reads_is_what_is_read_without(library: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mates, "MANY", 10)
    helper = mates.Mate(library)
    helper._process.wait(60)
    assert helper.did_well
    helper.close()
    assert extracting.pending(library) == 0
    read = rows(library)
    assert len(read) >= 180
    with library.atomic():
        library.store.extraction.put_all()
        for table in ("mentions", "figures"):
            library.store.connections.change(f"DELETE FROM {table}")
    extracting.settle(library)
    # A row's uid follows from the article's uid, its words and those around it: both readings give the same.
    assert rows(library) == read
    library.close()


def test_both_read_until_nothing_waits(library: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mates, "MANY", 10)
    monkeypatch.setattr(mates.os, "cpu_count", lambda: 2)
    made: list[mates.Mate] = []
    start = mates.Mate.__init__

    def noted(self: mates.Mate, archive: Archive, *, window: bool) -> None:
        made.append(self)
        start(self, archive, window=window)

    monkeypatch.setattr(mates.Mate, "__init__", noted)
    indexing.settle(library)
    assert len(made) == 1 and not made[0].works
    assert extracting.pending(library) == 0 and library.index.pending() == 0
    assert len({row[0] for row in rows(library)}) == 60
    library.close()


def test_a_mate_begins_while_files_are_still_coming_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mates, "MANY", 10)
    monkeypatch.setattr(mates, "_LOOK_AGAIN_S", -1.0)
    monkeypatch.setattr(mates.os, "cpu_count", lambda: 2)
    archive = new_archive(tmp_path / "a.waystation")
    files, at_work = write_files(tmp_path / "files", 120), list[bool]()
    with mates.Beside(archive) as beside:
        assert beside.mate is None
        ingest.run(archive, [files], mate=beside, reported=lambda _: at_work.append(beside.mate is not None))
        indexing.settle(archive, beside=beside)
    assert len(at_work) == 120 and True in at_work[:100]
    assert extracting.pending(archive) == 0 and archive.index.pending() == 0
    assert len({row[0] for row in rows(archive)}) == 120
    archive.close()


@pytest.mark.parametrize("count", [1, 2])
def test_there_is_no_mate_for_little_or_on_one_processor(
    library: Archive, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(mates.os, "cpu_count", lambda: count)
    monkeypatch.setattr(mates, "MANY", 61 if count == 2 else 10)
    with mates.Beside(library) as beside:
        assert beside.mate is None
    library.close()


def test_more_is_read_between_two_commits_where_no_window_waits_and_less_towards_the_end(
    library: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mates, "MANY", 10)
    monkeypatch.setattr(mates.os, "cpu_count", lambda: 2)
    assert [extracting.share(waiting) for waiting in (0, 499, 1_000, 50_000)] == [50, 50, 100, 200]
    for window in (False, True):
        with library.atomic():
            library.store.extraction.put_all()
        with mates.Beside(library, window=window) as beside:
            assert beside.mate is not None
            assert (mates.WITH_WINDOW in beside.mate._process.args) is window
            beside.mate._process.wait(60)
            assert beside.mate.did_well
        assert extracting.pending(library) == 0
    library.close()
