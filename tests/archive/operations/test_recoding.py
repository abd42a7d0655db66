"""Encrypting an archive that exists and taking that off again: nothing lost, nothing left, nobody else in it meanwhile."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from archive.archive import Archive
from archive.base.errors import ArchiveInUse, Cancelled, Invalid, NotAnArchive
from archive.base.progress import Progress
from archive.operations import protecting
from archive.protection.keys import Key
from archive.store import recoding as copying
from tests.archive.made import new_archive

pytestmark = pytest.mark.usefixtures("cheap_keys")
AddArticle = Callable[..., int]
MARKER = "quernstone"


@pytest.fixture
def path(tmp_path: Path, add_article: AddArticle) -> Path:
    """A closed plain archive in a folder of its own."""
    folder = tmp_path / "held"
    folder.mkdir()
    path = folder / "Papers.waystation"
    with new_archive(path) as archive:
        for number in range(30):
            add_article(archive, f"The {MARKER} of number {number}. " * 60, title=f"Title {number}")
        archive.index.catch_up()  # numbers of the outbox are given once: what counts them stays
    return path


def _content(path: Path, key: Key | None) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table with its number, and the settings of the file."""
    connection = dbapi2.connect(str(path), isolation_level=None)
    try:
        if key is not None:
            connection.execute(f"PRAGMA key = \"x'{key.raw.hex()}'\"")
        run = connection.execute
        schema = run("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name").fetchall()
        found = {"schema": schema}
        for kind, name, _, sql in schema:
            if kind == "table":
                number = "*" if "WITHOUT ROWID" in sql else "rowid, *"
                found[name] = sorted(run(f"SELECT {number} FROM {name}").fetchall(), key=repr)
        for setting in ("user_version", "application_id", "encoding"):
            found[f"={setting}"] = run(f"PRAGMA {setting}").fetchall()
        return found
    finally:
        connection.close()


def _holding(folder: Path, marker: str = MARKER) -> list[str]:
    """The files in which the marker stands as UTF-8 or UTF-16."""
    forms = [marker.encode(), marker.encode("utf-16-le"), marker.encode("utf-16-be")]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(form in path.read_bytes() for form in forms)]


def test_every_row_comes_along_with_its_number_and_nothing_readable_stays(path: Path) -> None:
    before = _content(path, None)
    assert _holding(path.parent) == [path.name]
    done = protecting.encrypt(path, "some words")
    assert done.key == protecting.unlock(path, "some words")
    assert (done.destroyed, done.kept) == ((path,), ())
    assert _content(path, done.key) == before
    assert _holding(path.parent) == []
    assert {found.name for found in path.parent.iterdir()} <= {path.name, f"{path.name}-shm", f"{path.name}.lock"}


def test_decrypting_gives_the_plain_archive_back(path: Path) -> None:
    before = _content(path, None)
    key = protecting.encrypt(path, "some words").key
    assert key is not None
    with Archive.open(path, key=key):
        pass
    assert protecting.decrypt(path, key).key is None
    assert _content(path, None) == before
    with Archive.open(path) as archive:
        assert archive.store.integrity() == [] and archive.index.verify() == []


def test_the_index_is_trusted_on_the_machine_that_made_it_and_nowhere_else(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = protecting.encrypt(path, "some words").key
    with Archive.open(path, key=key) as archive:
        assert archive.index.verify() == []
    elsewhere = tmp_path / "other home"
    elsewhere.mkdir()
    monkeypatch.setenv("WAYSTATION_HOME", str(elsewhere))
    with Archive.open(path, key=key) as archive:
        assert archive.index.verify() != []


def test_upgrades_copies_in_plain_text_go_too(path: Path) -> None:
    copy = path.with_name("Papers.before-v7.waystation")
    copy.write_bytes(path.read_bytes())
    other = path.with_name("Other.before-v7.waystation")
    other.write_bytes(path.read_bytes())
    with copy.open("rb") as held:
        done = protecting.encrypt(path, "some words")
        assert not held.read().strip(b"\0")
    assert set(done.destroyed) == {path, copy}
    assert _holding(path.parent) == [other.name]


def test_what_lay_in_the_write_ahead_log_is_overwritten(path: Path, add_article: AddArticle) -> None:
    log = path.with_name(path.name + "-wal")
    with Archive.open(path) as archive:
        add_article(archive, f"Another {MARKER} in the log.")
        kept, whole = log.read_bytes(), path.read_bytes()
    path.write_bytes(whole)
    log.write_bytes(kept)  # as a crash leaves them
    with log.open("rb") as held:
        key = protecting.encrypt(path, "some words").key
        assert not held.read().strip(b"\0")
    assert key is not None and len(_content(path, key)["articles"]) == 31


def test_a_file_with_a_second_name_elsewhere_is_not_destroyed_under_it(path: Path, tmp_path: Path) -> None:
    backup = tmp_path / "linked backup"
    os.link(path, backup)
    before = backup.read_bytes()
    done = protecting.encrypt(path, "some words")
    assert done.kept == (path,) and backup.read_bytes()[100:] == before[100:]
    assert _holding(path.parent) == []


def test_where_no_file_can_have_two_names_the_old_one_is_overwritten_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(1, "no links here")

    monkeypatch.setattr(Path, "hardlink_to", refused)
    with path.open("rb") as held:
        assert protecting.encrypt(path, "some words").destroyed == (path,)
        assert not held.read().strip(b"\0")


def test_a_link_to_the_archive_stays_a_link(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.waystation"
    link.symlink_to(path)
    protecting.encrypt(link, "some words")
    assert link.is_symlink() and protecting.is_encrypted(path)


def test_an_archive_that_is_open_anywhere_is_left_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "_WAIT_MS", 10)
    before = _content(path, None)
    for read_only in (False, True):
        with Archive.open(path, read_only=read_only) as archive:
            archive.uid  # noqa: B018 - so that it has it open
            with pytest.raises(ArchiveInUse):
                protecting.encrypt(path, "some words")
    assert _content(path, None) == before
    assert not [found for found in path.parent.iterdir() if "encrypting" in found.name]


@pytest.mark.parametrize("label", ["Making the key", "Copying"])
def test_cancelling_leaves_the_archive_as_it_was_and_nothing_beside_it(
    path: Path, label: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_STEPS", 100)
    before = _content(path, None)
    progress = Progress(lambda done, total, step: progress.cancel() if step == label else None)
    with pytest.raises(Cancelled):
        protecting.encrypt(path, "some words", progress)
    assert _content(path, None) == before
    assert {found.name for found in path.parent.iterdir()} <= {path.name, f"{path.name}-shm", f"{path.name}.lock"}


def test_cancelling_the_other_way_leaves_no_plain_words(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "_STEPS", 100)
    key = protecting.encrypt(path, "some words").key
    assert key is not None
    progress = Progress(lambda done, total, step: progress.cancel() if done else None)
    with pytest.raises(Cancelled):
        protecting.decrypt(path, key, progress)
    assert protecting.unlock(path, "some words") == key and _holding(path.parent) == []


def test_a_copy_that_differs_is_not_taken(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    verify = copying.Recoding.verify

    def altered(work: copying.Recoding, progress: Progress) -> None:
        work._connection.execute("UPDATE copy.articles SET title = 'other' WHERE id = 7")
        verify(work, progress)

    monkeypatch.setattr(copying.Recoding, "verify", altered)
    before = _content(path, None)
    with pytest.raises(NotAnArchive, match="a row of articles differs"):
        protecting.encrypt(path, "some words")
    assert _content(path, None) == before


def test_the_wrong_key_and_the_wrong_form_are_refused(path: Path) -> None:
    with pytest.raises(NotAnArchive, match="not encrypted"):
        protecting.decrypt(path, Key(bytes(32)))
    protecting.encrypt(path, "some words")
    with pytest.raises(Invalid, match="does not open"):
        protecting.decrypt(path, Key(bytes(32)))
    with pytest.raises(NotAnArchive):
        protecting.encrypt(path, "some words")


def test_an_archive_that_another_tool_analysed_is_encrypted_too(path: Path) -> None:
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute("ANALYZE")
    connection.close()
    key = protecting.encrypt(path, "some words").key
    with Archive.open(path, key=key) as archive:
        assert archive.store.integrity() == []


def test_a_journal_that_an_interruption_left_is_used_and_then_destroyed(path: Path) -> None:
    journal = path.with_name(f"{path.name}-journal")
    before = _content(path, None)
    connection = dbapi2.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("UPDATE articles SET title = 'half done'")
    connection.execute("INSERT INTO facts VALUES ('half', hex(zeroblob(100000)))")
    whole, kept = path.read_bytes(), journal.read_bytes()
    connection.execute("ROLLBACK")
    connection.close()
    path.write_bytes(whole)  # as a crash in the middle leaves them
    journal.write_bytes(kept)
    with Archive.open(path):
        assert not journal.exists()
    assert _content(path, None) == before
    journal.write_bytes(bytes(512) + MARKER.encode())  # one that was done with
    with Archive.open(path):
        assert not journal.exists()
    assert _content(path, None) == before
