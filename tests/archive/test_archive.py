"""Opening, locking, refusing and surviving: the archive as a file among processes."""

import ctypes
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3

from archive.archive import Archive
from archive.base.errors import (
    ArchiveInUse,
    DiskFull,
    Invalid,
    NewerSchema,
    NotAnArchive,
    ReadOnly,
    Unreadable,
    WaystationError,
)
from archive.model.ids import ArticleId
from archive.model.search import Scope, Sort

ROOT = Path(__file__).parents[2]


def child(script: str, *arguments: object) -> subprocess.Popen[str]:
    """A real process that runs a script and speaks over its standard input and output."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)


HOLD = """
import sys
from pathlib import Path
from archive.archive import Archive
with Archive.open(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "Library.waystation"
    Archive.create(made).close()
    return made


@pytest.fixture
def held(path: Path) -> Iterator[subprocess.Popen[str]]:
    """The archive at `path`, open for writing in another process."""
    with child(HOLD, path) as process:
        assert process.stdout is not None and process.stdout.readline() == "open\n"
        yield process
        process.communicate()


def test_create_makes_one_file_and_refuses_to_replace_one(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(Invalid, match="exists already"):
        Archive.create(path)
    assert path.read_bytes() == before
    assert {file.name for file in path.parent.iterdir()} <= {"home", path.name, path.name + ".lock"}


def test_the_log_of_an_archive_that_is_gone_is_not_read_into_a_new_one(
    path: Path, add_article: Callable[..., int]
) -> None:
    log = path.with_name(path.name + "-wal")
    with Archive.open(path) as archive:
        gone = archive.uid
        add_article(archive)
        left = log.read_bytes()
    path.unlink()
    log.write_bytes(left)
    with Archive.create(path) as archive:
        assert archive.uid != gone and archive.store.articles.count(Scope()) == 0


def test_an_archive_without_a_key_is_an_ordinary_sqlite_file(path: Path) -> None:
    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert plain.execute("SELECT count(*) FROM articles").fetchone() == (0,)


def test_what_is_in_one_transaction_survives_reopening(path: Path, add_article: Callable[..., int]) -> None:
    with Archive.open(path) as archive:
        article = add_article(archive, "Words that stay.", "Kept")
        uid = archive.uid
    with Archive.open(path) as archive:
        assert archive.store.editions.text(article) == "Kept\nWords that stay."
        assert archive.uid == uid


def test_a_failed_transaction_leaves_nothing(archive: Archive, add_article: Callable[..., int]) -> None:
    with pytest.raises(ZeroDivisionError), archive.atomic():
        add_article(archive)
        raise ZeroDivisionError
    assert archive.store.articles.count(Scope()) == 0
    assert archive.store.outbox.pending() == 0


def test_a_nested_failure_that_is_caught_undoes_only_its_own_writes(
    archive: Archive, add_article: Callable[..., int]
) -> None:
    with archive.atomic():
        kept = add_article(archive, title="Kept")
        with pytest.raises(ZeroDivisionError), archive.atomic():
            add_article(archive, title="Lost")
            raise ZeroDivisionError
    assert archive.store.articles.ids(Scope()) == {kept}


def test_writing_outside_of_a_transaction_is_our_bug(archive: Archive) -> None:
    with pytest.raises(RuntimeError, match="atomic"):
        archive.store.facts.set("a", "b")


def test_a_snapshot_does_not_see_what_is_committed_meanwhile(
    archive: Archive, add_article: Callable[..., int], in_thread: Callable[[Callable[[], object]], None]
) -> None:
    with archive.snapshot():
        in_thread(lambda: add_article(archive))
        assert archive.store.articles.count(Scope()) == 0
    assert archive.store.articles.count(Scope()) == 1


@pytest.fixture
def in_thread() -> Callable[[Callable[[], object]], None]:
    """Runs work on another thread, to its end."""

    def run(work: Callable[[], object]) -> None:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(work).result()

    return run


def test_many_threads_write_and_read_without_losing_anything(archive: Archive, add_article: Callable[..., int]) -> None:
    def work(number: int) -> str:
        article = add_article(archive, f"Body {number}.", f"Title {number}")
        return archive.store.articles.get(article).title

    with ThreadPoolExecutor(8) as pool:
        titles = list(pool.map(work, range(80)))
    assert titles == [f"Title {number}" for number in range(80)]
    assert archive.store.articles.count(Scope()) == 80


# One writer


def test_a_second_writer_is_told_who_has_the_archive(path: Path, held: subprocess.Popen[str]) -> None:
    with pytest.raises(ArchiveInUse, match=f"process {held.pid}"):
        Archive.open(path)


def test_beside_a_writer_the_archive_opens_read_only_with_the_reason(path: Path, held: subprocess.Popen[str]) -> None:
    with Archive.open(path, fall_back_to_read_only=True) as archive:
        assert archive.read_only
        assert archive.read_only_reason is not None and str(held.pid) in archive.read_only_reason
        with pytest.raises(ReadOnly), archive.atomic():
            pass


def test_a_reader_sees_what_the_writer_commits(path: Path, add_article: Callable[..., int]) -> None:
    with Archive.open(path) as writer, Archive.open(path, read_only=True) as reader:
        assert reader.store.articles.count(Scope()) == 0
        add_article(writer)
        assert reader.store.articles.count(Scope()) == 1


def test_the_lock_file_of_a_dead_process_is_no_obstacle(path: Path, held: subprocess.Popen[str]) -> None:
    held.kill()
    held.wait()
    with Archive.open(path) as archive:
        assert not archive.read_only


def test_a_helper_of_the_writer_writes_beside_it(path: Path, add_article: Callable[..., int]) -> None:
    with Archive.open(path) as parent:
        with Archive.open(path, as_helper_of_writer=True) as helper:
            before = parent.generation()
            with helper.atomic():
                helper.chunks.put("segment", b"data", b"mac")
        assert parent.generation() == before + 1
        assert parent.chunks.get("segment") == (b"data", b"mac")
        add_article(parent)


KILLED = """
import os, sys
from pathlib import Path
from archive.archive import Archive
from archive.model.article import Metadata, Verdict
archive = Archive.open(Path(sys.argv[1]))
for number in range(1000):
    with archive.atomic():
        archive.store.articles.add(Metadata(title=str(number)), verdict=Verdict.OK, added="2026")
    print(number, flush=True)
"""


def test_what_was_acknowledged_survives_a_kill(path: Path) -> None:
    with child(KILLED, path) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline() for _ in range(20)][-1]
        process.kill()
        acknowledged = ([acknowledged, *process.stdout.readlines()])[-1].strip() or acknowledged
    with Archive.open(path) as archive:
        titles = {int(article.title) for article in archive.store.articles.list(Scope(), Sort.ADDED)}
        assert titles >= set(range(int(acknowledged) + 1))
        assert archive.store.integrity() == []


# Refusals


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


def _cut_in_the_header(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def _text(path: Path) -> None:
    path.write_text("This is a letter, not a database. " * 100)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _other_database(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
        other.commit()


@pytest.mark.parametrize(
    ("spoil", "error", "sentence"),
    [
        (Path.unlink, Unreadable, "There is no file"),
        (_folder, NotAnArchive, "is a folder"),
        (lambda path: path.write_bytes(b""), NotAnArchive, "is empty"),
        (_text, NotAnArchive, "is not a Waystation archive"),
        (_other_database, NotAnArchive, "another program"),
        (_cut, NotAnArchive, "cut short"),
        (_cut_in_the_header, NotAnArchive, "cut short"),
    ],
    ids=["missing", "folder", "empty", "text", "other database", "truncated", "header only"],
)
@pytest.mark.parametrize("fall_back", [False, True])
def test_what_is_no_whole_archive_is_refused_with_one_sentence_and_left_as_it_is(
    path: Path, spoil: Callable[[Path], object], error: type[WaystationError], sentence: str, fall_back: bool
) -> None:
    path.with_name(path.name + ".lock").unlink(missing_ok=True)
    spoil(path)
    before = {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}
    with pytest.raises(error, match=sentence) as refusal:
        Archive.open(path, fall_back_to_read_only=fall_back)
    assert refusal.value.advice
    assert {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()} == before


def test_damage_inside_the_file_is_a_sentence(path: Path, add_article: Callable[..., int]) -> None:
    with Archive.open(path) as archive:
        for number in range(40):
            add_article(archive, f"{number} " * 2000, f"Title {number}")
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(NotAnArchive, match="damaged"), Archive.open(path) as archive:
        archive.store.articles.list(Scope(), Sort.TITLE)


def test_a_newer_schema_is_refused_and_nothing_is_changed(path: Path) -> None:
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 9999")
        newer.commit()
    before = path.read_bytes()
    with pytest.raises(NewerSchema, match="newer version"):
        Archive.open(path, fall_back_to_read_only=True)
    assert path.read_bytes() == before


# Media that cannot be written to, and full ones

AS_NOBODY = """
import os, sys
from pathlib import Path
from archive.archive import Archive
from archive.base.errors import WaystationError
from archive.model.search import Scope
import filelock, sqlcipher3, socket, json, urllib.parse
if os.geteuid() == 0:
    os.setgid(65534), os.setuid(65534)  # permissions do not bind root
try:
    with Archive.open(Path(sys.argv[1]), fall_back_to_read_only=True) as archive:
        print(archive.read_only, archive.store.articles.count(Scope()), archive.read_only_reason)
except WaystationError as error:
    print(type(error).__name__, error)
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every account may enter, which pytest's own may not be."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.skipif(os.name != "posix", reason="folders are made read-only by POSIX permissions here")
def test_an_archive_in_a_folder_that_cannot_be_written_opens_read_only(
    open_folder: Path, add_article: Callable[..., int]
) -> None:
    path = open_folder / "Library.waystation"
    with Archive.create(path) as archive:
        add_article(archive)
    path.with_name(path.name + ".lock").unlink(missing_ok=True)
    path.chmod(0o444)
    open_folder.chmod(0o555)
    told, _ = child(AS_NOBODY, path).communicate()
    assert told.startswith("True 1 Library.waystation lies where nothing can be written")


@pytest.mark.skipif(os.name != "posix", reason="files are made read-only by POSIX permissions here")
def test_a_write_protected_file_opens_read_only(open_folder: Path) -> None:
    path = open_folder / "Library.waystation"
    Archive.create(path).close()
    path.with_name(path.name + ".lock").unlink(missing_ok=True)
    path.chmod(0o444)
    open_folder.chmod(0o777)
    told, _ = child(AS_NOBODY, path).communicate()
    assert told.startswith("True 0 Library.waystation is write-protected")


@pytest.mark.skipif(os.name != "posix", reason="folders are made read-only by POSIX permissions here")
def test_unfinished_work_in_a_folder_that_cannot_be_written_is_never_passed_over(
    open_folder: Path, add_article: Callable[..., int]
) -> None:
    path = open_folder / "Library.waystation"
    Archive.create(path).close()
    with Archive.open(path) as archive:
        add_article(archive)
        copy = open_folder / "Copy.waystation"
        shutil.copy(path, copy)
        shutil.copy(f"{path}-wal", f"{copy}-wal")
    for file in open_folder.iterdir():
        file.chmod(0o444)
    open_folder.chmod(0o555)
    told, _ = child(AS_NOBODY, copy).communicate()
    assert told.startswith("Unreadable Copy.waystation was not closed properly")


def test_a_full_disk_is_a_sentence_and_nothing_is_half_written(
    archive: Archive, add_article: Callable[..., int]
) -> None:
    first = add_article(archive, "Fits.")
    connections = archive.store.connections
    pages = connections.value("PRAGMA page_count")
    connections.setting(f"max_page_count = {pages + 20}")
    with pytest.raises(DiskFull, match="no room left"):
        add_article(archive, "Does not fit. " * 100_000)
    assert archive.store.articles.ids(Scope()) == {first}
    connections.setting("max_page_count = 1000000")
    add_article(archive, "Fits again. " * 100_000)
    assert archive.store.integrity() == []


LIMITED = """
import resource, signal, sys
from pathlib import Path
from archive.archive import Archive
from archive.base.errors import WaystationError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Archive.open(Path(sys.argv[1])) as archive:
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
    try:
        with archive.atomic():
            archive.store.originals.put(bytes(range(256)) * 40_000, "big.bin", "text/plain")
    except WaystationError as error:
        print(type(error).__name__, error)
"""


@pytest.mark.skipif(os.name != "posix", reason="file sizes are limited by POSIX resources here")
def test_a_file_that_may_not_grow_is_a_sentence_and_the_archive_stays_whole(path: Path) -> None:
    told, _ = child(LIMITED, path).communicate()
    assert told.startswith("DiskFull ")
    with Archive.open(path) as archive:
        assert archive.store.originals.addresses() == []
        assert archive.store.integrity() == []


def test_one_index_is_made_of_an_archive_whoever_asks_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from archive.index import index

    with Archive.create(tmp_path / "one.waystation") as archive, ThreadPoolExecutor(2) as others:
        made: list[object] = []
        asked: list[Future[object]] = []

        def make(*given: Any) -> object:
            made.append(given)
            if not asked:
                # Another thread asks while the first one is made, and is still asking when that goes on.
                asked.append(others.submit(lambda: archive.index))
                assert not archive._making.acquire(blocking=False)
            return object()

        monkeypatch.setattr(index, "Index", make)
        assert archive.index is asked[0].result() and len(made) == 1


def test_a_file_of_the_index_is_read_part_by_part(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "one.waystation") as archive:
        chunks = archive.store.chunks
        with archive.atomic():
            chunks.put("parts", bytes(range(250)), b"mac", part_bytes=100)
            chunks.put("whole", bytes(250), b"mac")
        assert [chunks.part("parts", number) for number in range(3)] == [
            bytes(range(100)), bytes(range(100, 200)), bytes(range(200, 250)),
        ]  # fmt: skip
        assert chunks.get("parts") == (bytes(range(250)), b"mac") and chunks.part("whole", 0) == bytes(250)
        for name, number in (("parts", 3), ("other", 0)):
            with pytest.raises(KeyError):
                chunks.part(name, number)


def test_pages_that_connections_keep_are_given_back_in_the_midst_of_reading(
    archive: Archive, add_article: Callable[..., ArticleId]
) -> None:
    driver = ctypes.CDLL(sqlcipher3._sqlite3.__file__)
    driver.sqlite3_memory_used.restype = ctypes.c_longlong
    text = "The weir broke after rain.\n" * 100_000
    article = add_article(archive, text)
    with archive.snapshot():
        read = archive.store.editions.current(article).text
        before = driver.sqlite3_memory_used()
        thread = threading.Thread(target=archive.give_back)
        thread.start()
        thread.join()
        assert driver.sqlite3_memory_used() < before - len(text) // 2
        assert archive.store.editions.current(article).text == read
    archive.close()
    archive.give_back()  # nothing is left to be given back
