"""The schema: made by appended steps, brought up to date after a checked backup, never touched when it is newer."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import DiskFull, NotAnArchive, ReadOnly
from archive.model.search import Scope
from archive.store import files, migrations

# The schema of version 1 by the names of its tables: it was released, so it stays.
V1_TABLES = {
    "_sqlite_migrations", "article_tags", "articles", "collection_articles", "collections", "editions", "evidence", "facts",
    "files", "index_chunks", "index_files", "journal", "original_parts", "originals", "outbox", "purging", "searches",
    "sqlite_sequence", "tags",
}  # fmt: skip


@pytest.fixture
def version_1(tmp_path: Path, add_article: Callable[..., int], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive as the first released schema wrote it, with one article."""
    path = tmp_path / "Old.waystation"
    with monkeypatch.context() as past:
        past.setattr(migrations, "STEPS", migrations.STEPS[:1])
        past.setattr(migrations, "VERSION", 1)
        with Archive.create(path) as archive:
            add_article(archive, "Old words.", "Old")
    return path


def _add_a_column(database: object) -> None:
    database.execute("ALTER TABLE articles ADD COLUMN colour TEXT")  # type: ignore[attr-defined]


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program whose schema is one step ahead of the released one."""
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, _add_a_column))
    monkeypatch.setattr(migrations, "VERSION", len(migrations.STEPS))


def _plain(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(sql).fetchall()


def test_version_1_has_the_tables_it_was_released_with(version_1: Path) -> None:
    assert {name for (name,) in _plain(version_1, "SELECT name FROM sqlite_schema WHERE type = 'table'")} == V1_TABLES
    assert _plain(version_1, "PRAGMA user_version") == [(1,)]
    assert _plain(version_1, "SELECT name FROM _sqlite_migrations") == [("v1",)]


def test_the_present_program_opens_an_archive_of_version_1(version_1: Path) -> None:
    with Archive.open(version_1) as archive:
        (article,) = archive.store.articles.ids(Scope())
        assert archive.store.editions.text(article) == "Old\nOld words."
        assert archive.store.integrity() == []


@pytest.mark.usefixtures("next_version")
def test_an_older_archive_is_backed_up_whole_and_then_brought_up_to_date(version_1: Path) -> None:
    with Archive.open(version_1) as archive:
        assert archive.store.articles.count(Scope()) == 1
    assert _plain(version_1, "SELECT colour FROM articles") == [(None,)]
    assert _plain(version_1, "PRAGMA user_version") == [(migrations.VERSION,)]
    backup = version_1.with_name(f"Old.before-v{migrations.VERSION}.waystation")
    assert _plain(backup, "PRAGMA integrity_check") == [("ok",)]
    assert _plain(backup, "PRAGMA user_version") == [(migrations.VERSION - 1,)]
    assert _plain(backup, "SELECT title FROM articles") == [("Old",)]
    assert not list(version_1.parent.glob(".*"))


@pytest.mark.usefixtures("next_version")
def test_an_older_archive_is_not_read_without_being_brought_up_to_date(version_1: Path) -> None:
    with pytest.raises(ReadOnly, match="older version"):
        Archive.open(version_1, read_only=True)
    assert _plain(version_1, "PRAGMA user_version") == [(migrations.VERSION - 1,)]


@pytest.mark.usefixtures("next_version")
def test_without_a_sound_backup_nothing_is_migrated(version_1: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.store.connection.Connections.backup", lambda self, target: ["a page is damaged"])
    with pytest.raises(NotAnArchive, match="backup"):
        Archive.open(version_1)
    assert _plain(version_1, "PRAGMA user_version") == [(migrations.VERSION - 1,)]


def test_a_step_that_fails_leaves_the_old_schema_whole(version_1: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(database: object) -> None:
        _add_a_column(database)
        raise DiskFull("There is no room left.")

    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, fail))
    monkeypatch.setattr(migrations, "VERSION", len(migrations.STEPS))
    with pytest.raises(DiskFull):
        Archive.open(version_1)
    assert _plain(version_1, "PRAGMA user_version") == [(migrations.VERSION - 1,)]
    columns = {row[1] for row in _plain(version_1, "PRAGMA table_info(articles)")}
    assert "colour" not in columns


def test_a_failed_creation_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(database: object) -> None:
        raise DiskFull("There is no room left.")

    monkeypatch.setattr(migrations, "STEPS", (fail,))
    with pytest.raises(DiskFull):
        files.make(tmp_path / "New.waystation", None, {})
    assert {file.name for file in tmp_path.iterdir()} == {"home"}
