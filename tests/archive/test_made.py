"""The archives that tests begin with are those that the program makes."""

import sqlite3
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.store import migrations
from tests.archive.made import new_archive


def _dump(path: Path) -> list[str]:
    database = sqlite3.connect(path)
    try:
        return [*database.iterdump(), *(str(database.execute(f"PRAGMA {one}").fetchone()) for one in _KEPT)]
    finally:
        database.close()


# What a file keeps beside its tables.
_KEPT = ("application_id", "user_version", "journal_mode", "page_size", "auto_vacuum", "encoding")


def _without_facts(dump: list[str]) -> list[str]:
    return [line for line in dump if not line.startswith('INSERT INTO "facts"') and "_sqlite_migrations" not in line]


def test_a_copied_archive_is_what_the_program_makes(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "a.waystation") as created:
        facts = created.store.facts
        names = {"uid", "created", "known-on"}
        assert all(facts.get(name) for name in names)
    new_archive(tmp_path / "b.waystation").close()
    first, second = (_dump(tmp_path / name) for name in ("a.waystation", "b.waystation"))
    assert _without_facts(first) == _without_facts(second)
    told = [[line for line in dump if line.startswith('INSERT INTO "facts"')] for dump in (first, second)]
    assert len(told[0]) == len(told[1]) >= len(names)


def test_each_is_an_archive_of_its_own_that_is_known_here(tmp_path: Path) -> None:
    with new_archive(tmp_path / "a.waystation") as first, new_archive(tmp_path / "b.waystation") as second:
        assert first.uid != second.uid
        assert first.known_here and second.known_here
        assert not first.ended_uncleanly
        with first.atomic():
            first.store.facts.set("uid", "another")
        assert second.uid != "another"


def test_an_archive_of_an_earlier_version_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new_archive(tmp_path / "new.waystation").close()
    with monkeypatch.context() as past:
        past.setattr(migrations, "STEPS", migrations.STEPS[:2])
        past.setattr(migrations, "VERSION", 2)
        new_archive(tmp_path / "old.waystation").close()
    new_archive(tmp_path / "newer.waystation").close()
    versions = []
    for name in ("new", "old", "newer"):
        database = sqlite3.connect(tmp_path / f"{name}.waystation")
        versions.append(database.execute("PRAGMA user_version").fetchone()[0])
        database.close()
    assert versions == [migrations.VERSION, 2, migrations.VERSION]
