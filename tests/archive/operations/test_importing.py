"""An import in a process of its own: the same as here, whatever comes in, and whatever becomes of the process."""

import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.archive import Archive
from archive.base import children
from archive.base.errors import Cancelled, NotAnArchive, ReadOnly, WaystationError
from archive.base.progress import Progress
from archive.model.change import Act, Change
from archive.model.tables import Columns, Role
from archive.operations import importing, ingest, workers
from archive.operations.saving import FileReport
from archive.protection.keys import Key
from tests.archive.importers.interchange.conftest import qdpx, selection
from tests.archive.made import new_archive

STORY = "The lamp room of the lighthouse was painted white again before the herring came. " * 6


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of every fate: read, partly a container, of another program, twice the same, broken."""
    made = tmp_path / "in"
    made.mkdir()
    (made / "lamp.txt").write_text(f"The lamp room\n\n{STORY}", "utf-8")
    (made / "lamp again.txt").write_text(f"The lamp room\n\n{STORY}", "utf-8")
    (made / "empty.txt").write_bytes(b"")
    (made / "canal.qdpx").write_bytes(qdpx(selection(0, 3)))
    with zipfile.ZipFile(made / "letters.zip", "w") as container:
        container.writestr("first.txt", f"The first letter\n\n{STORY}")
        container.writestr("second.html", " ")
    return made


def fates(report: ingest.Report) -> list[FileReport]:
    """What became of the files, without what no two archives have in common."""
    return [replace(file, uid=None) for file in report.files]


def texts(archive: Archive) -> list[str]:
    return sorted(archive.store.editions.current(each).text for each in archive.store.articles.headings())


def test_it_is_the_same_import_as_in_one_process(archive: Archive, folder: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    progress = Progress(lambda done, total, label: seen.append((done, total, label)))
    report = importing.run(archive, [folder], progress=progress)
    with new_archive(tmp_path / "Other.waystation") as other:
        expected = ingest.run(other, [folder])
        assert fates(report) == fates(expected)
        assert report.warnings == expected.warnings
        assert texts(archive) == texts(other)
    assert {str(file.status) for file in report.files} == {"added", "duplicate", "refused", "opened"}
    assert [file.brought is not None for file in report.files].count(True) == 1
    assert seen[-1][0] == len(report.files) and all(done <= total for done, total, _ in seen)
    assert [(change.label, change.touched, change.inverse is None) for change in report.changes] == [
        (change.label, change.touched, change.inverse is None) for change in expected.changes
    ]
    assert archive.index.pending() == 0, "a few are searchable as soon as it is over"


def test_what_it_brought_in_is_taken_back_as_if_it_had_been_done_here(archive: Archive, folder: Path) -> None:
    from archive.operations import acts

    report = importing.run(archive, [folder / "canal.qdpx"], progress=Progress())
    (change,) = report.changes
    assert archive.store.articles.headings()
    assert change.inverse is not None
    acts.perform(archive, change.inverse)
    assert not archive.store.articles.headings()


def test_a_dry_run_tells_the_same_and_writes_nothing(archive: Archive, folder: Path) -> None:
    report = importing.run(archive, [folder], progress=Progress(), dry_run=True)
    assert not archive.store.articles.headings()
    assert [file.status for file in report.files] == [file.status for file in ingest.run(archive, [folder]).files]


def test_an_archive_that_is_only_read_is_told_so_and_previewed_all_the_same(archive: Archive, folder: Path) -> None:
    with Archive.open(archive.path, read_only=True) as reading:
        with pytest.raises(ReadOnly, match="reading only"):
            importing.run(reading, [folder], progress=Progress())
        report = importing.run(reading, [folder / "lamp.txt"], progress=Progress(), dry_run=True)
    assert [str(file.status) for file in report.files] == ["added"]


def test_columns_that_were_chosen_and_files_with_names_in_no_encoding_travel(archive: Archive, tmp_path: Path) -> None:
    table = tmp_path / "letters.csv"
    table.write_text(f"Head,Body\nThe lamp,{STORY}\nThe oil,{STORY} Twice.\n", "utf-8")
    left = tmp_path / "left.csv"
    left.write_text("Head,Body\nNo,Nothing\n", "utf-8")
    paths = [table, left]
    if sys.platform == "linux":
        odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/l\xe9gende.txt"))
        odd.write_text(f"The legend\n\n{STORY}", "utf-8")
        paths.append(odd)
    columns = Columns({"Head": Role.TITLE, "Body": Role.TEXT})
    report = importing.run(archive, paths, progress=Progress(), columns={table: columns, left: None})
    titles = {title for title, *_ in archive.store.articles.headings().values()}
    assert {"The lamp", "The oil"} <= titles
    assert [file.error for file in report.files if file.path == str(left)] == [
        "This table was left out: its columns were not chosen."
    ]
    assert ("The legend" in titles) == (sys.platform == "linux")


def test_an_encrypted_archive_is_written_with_the_key_that_came_through_the_pipe(folder: Path, tmp_path: Path) -> None:
    path, key = tmp_path / "Sealed.waystation", Key(os.urandom(32))
    with Archive.create(path, key=key, salt=os.urandom(16)) as sealed:
        started: list[list[str]] = []
        whole = subprocess.Popen.__init__

        def noted(self: object, args: list[str], *rest: object, **named: object) -> None:
            started.append([str(each) for each in args])
            whole(self, args, *rest, **named)  # type: ignore[arg-type]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(subprocess.Popen, "__init__", noted)
            report = importing.run(sealed, [folder / "lamp.txt"], progress=Progress())
        assert [str(file.status) for file in report.files] == ["added"]
        assert STORY.strip() in texts(sealed)[0]
        assert started and not any(key.raw.hex() in word for words in started for word in words)


def test_a_person_who_stops_it_keeps_what_was_taken_in(archive: Archive, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(400):
        (many / f"{number:03}.txt").write_text(f"Story {number}\n\nNumber {number}. {STORY}", "utf-8")

    def stop(done: int, _total: int, _label: str) -> None:
        if done:
            progress.cancel()

    progress = Progress(stop)
    with pytest.raises(Cancelled):
        importing.run(archive, [many], progress=progress)
    taken = len(archive.store.articles.headings())
    assert 0 < taken < 400
    importing.run(archive, [many], progress=Progress())
    assert len(archive.store.articles.headings()) == 400


def test_a_process_that_dies_is_told_and_the_same_files_can_come_again(archive: Archive, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(400):
        (many / f"{number:03}.txt").write_text(f"Story {number}\n\nNumber {number}. {STORY}", "utf-8")

    others = children.alive()

    def end(done: int, _total: int, _label: str) -> None:
        for child in children.alive() if done else ():
            if child not in others:
                children.kill(child)

    with pytest.raises(WaystationError, match="ended before its time"):
        importing.run(archive, [many], progress=Progress(end))
    assert 0 < len(archive.store.articles.headings()) < 400
    report = importing.run(archive, [many], progress=Progress())
    assert len(report.files) == 400 and len(archive.store.articles.headings()) == 400


@pytest.mark.parametrize("told", [b"", b'{"progress": [1, 2, ""]}\n', b'{"progress": [1, 2, ""]}\n{"progress": [2, '])
def test_an_answer_that_is_cut_short_is_none(told: bytes) -> None:
    with pytest.raises(WaystationError, match="ended before its time"):
        importing._heard(io.BytesIO(told), Progress())
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        importing._heard(io.BytesIO(told), stopped)


def test_what_is_wrong_with_the_archive_is_told_in_its_own_words(archive: Archive, folder: Path) -> None:
    seen: list[dict[str, object]] = []
    broken = folder / "no archive.waystation"
    broken.write_bytes(b"These are no pages of a database. " * 200)
    child = subprocess.run(
        [sys.executable, "-P", "-m", "archive.operations.importing", str(broken)],
        input=json.dumps(
            {
                "key": "",
                "read_only": False,
                "paths": [],
                "dry_run": False,
                "accepted": False,
                "columns": None,
            }
        ).encode()
        + b"\n",
        capture_output=True,
        check=True,
    )
    seen = [json.loads(line) for line in child.stdout.splitlines()]
    kind, what, advice = seen[-1]["error"]  # type: ignore[misc]
    raised = importing._error_of(kind, what, advice)
    assert isinstance(raised, NotAnArchive) and raised.what == what and "no archive.waystation" in what


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asked of the kernel, which tells it on Linux")
def test_it_is_in_the_session_of_the_window_as_a_group_of_its_own_with_its_readers(
    archive: Archive, folder: Path
) -> None:
    seen, others = set[tuple[bool, int]](), children.alive()

    def look(_done: int, _total: int, _label: str) -> None:
        for child in (each for each in children.alive() if each not in others):
            readers = Path(f"/proc/{child.pid}/task/{child.pid}/children").read_text().split()
            seen.update((os.getpgid(each) == child.pid, os.getsid(each)) for each in (child.pid, *map(int, readers)))

    importing.run(archive, [folder], progress=Progress(look))
    assert seen == {(True, os.getsid(0))}, "it ends with its readers and not by Ctrl+C, and its nice value counts"


@pytest.mark.skipif(os.name != "posix", reason="Windows has no nice values")
def test_it_stands_back_behind_the_window(archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen, others = set[int](), children.alive()

    def look(_done: int, _total: int, _label: str) -> None:
        own = (child for child in children.alive() if child not in others)
        seen.update(os.getpriority(os.PRIO_PROCESS, child.pid) for child in own)
        progress.cancel()  # all is seen

    monkeypatch.setattr(children, "may_stand_back", True)
    progress = Progress(look)
    with pytest.raises(Cancelled):
        importing.run(archive, [folder], progress=progress)
    assert seen == {min(os.nice(0) + 15, 19)}


@given(
    label=st.text(max_size=20),
    touched=st.frozensets(st.tuples(st.sampled_from(["article", "tag", "event"]), st.integers(0, 10**9)), max_size=5),
    arguments=st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=8) | st.lists(st.integers())),
    told=st.lists(st.tuples(st.text(max_size=5), st.none() | st.text(max_size=5), st.integers()), max_size=3),
    entry=st.integers(0, 10**6),
)
def test_an_act_travels_whole(
    label: str,
    touched: frozenset[tuple[str, int]],
    arguments: dict[str, object],
    told: list[tuple[str, object, object]],
    entry: int,
) -> None:
    for inverse in (None, Act("trash", arguments, tuple(told))):
        change = Change(label, touched, inverse, entry)
        assert importing._change_of(json.loads(json.dumps(importing._change_told(change)))) == change


def test_a_frozen_program_becomes_the_process_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    given_: list[list[str]] = []
    monkeypatch.setattr(importing, "main", lambda arguments: given_.append(list(arguments)) or 0)
    assert workers.serve("take", ["a.waystation"]) == 0
    assert given_ == [["a.waystation"]]
