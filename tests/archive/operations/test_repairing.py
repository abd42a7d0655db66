"""Repair works on a copy, keeps the damaged file, and swaps only what is better."""

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import ArchiveInUse, Cancelled, NotAnArchive
from archive.base.progress import Progress
from archive.operations import annotate, maintain, repairing
from archive.protection.keys import Key
from tests.archive.made import new_archive

AddArticle = Callable[..., int]
KEY = Key(bytes(range(32)))


@pytest.fixture(params=[None, KEY], ids=["plain", "encrypted"])
def key(request: pytest.FixtureRequest) -> Key | None:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def path(tmp_path: Path, key: Key | None, add_article: AddArticle) -> Path:
    place = tmp_path / "Box" / "Test.waystation"
    with Archive.create(place, key) as made:
        for number in range(3):
            article = add_article(made, f"The bridge number {number} was built of stone.", title=f"Bridge {number}")
            annotate.mark(made, article, 4, 12, note="seen")
        made.index.catch_up()
    return place


def _break(path: Path, key: Key | None, *statements: str) -> None:
    with Archive.open(path, key=key) as archive:
        archive.store.connections.setting("foreign_keys = OFF")
        with archive.atomic():
            for sql in statements:
                archive.store.connections.change(sql)


def test_a_whole_archive_is_left_as_it_is(path: Path, key: Key | None) -> None:
    before = path.read_bytes()
    assert repairing.repair(path, key=key) == repairing.Repaired((), None)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir() if each.suffix == ".waystation"] == [path.name]


def test_the_copy_takes_the_name_and_the_damaged_file_stays(path: Path, key: Key | None) -> None:
    _break(path, key, "UPDATE articles SET passages = 7", "DELETE FROM passage_words")
    damaged = path.read_bytes()
    done = repairing.repair(path, key=key)
    assert done.findings
    assert all(finding.repaired for finding in done.findings)
    assert done.kept is not None
    assert done.kept.read_bytes() == damaged
    with Archive.open(path, key=key) as archive:
        assert maintain.check(archive) == []
        assert len(annotate.passages(archive)) == 3
    assert not [each.name for each in path.parent.iterdir() if ".part" in each.name]


def test_what_cannot_be_mended_is_reported_beside_what_was(path: Path, key: Key | None) -> None:
    _break(path, key, "UPDATE articles SET passages = 7", "UPDATE original_parts SET data = x'00' WHERE id = 1")
    done = repairing.repair(path, key=key)
    assert {finding.repaired for finding in done.findings} == {True, False}
    lost = [finding for finding in done.findings if not finding.repaired]
    assert any("bytes of an original" in finding.what for finding in lost)
    assert {(finding.articles, finding.passages) for finding in lost} == {((1,), 1)}
    again = repairing.repair(path, key=key)
    assert again.kept is None
    assert [finding.what for finding in again.findings] == [finding.what for finding in lost]


def test_an_open_archive_is_not_repaired(path: Path, key: Key | None) -> None:
    with Archive.open(path, key=key), pytest.raises(ArchiveInUse):
        repairing.repair(path, key=key)


def test_a_cancelled_repair_changes_nothing(path: Path, key: Key | None) -> None:
    _break(path, key, "UPDATE articles SET passages = 7")
    before = path.read_bytes()
    progress = Progress(lambda _done, _total, label: progress.cancel() if label == "Mending" else None)
    with pytest.raises(Cancelled):
        repairing.repair(path, key=key, progress=progress)
    assert path.read_bytes() == before
    assert not [each.name for each in path.parent.iterdir() if ".part" in each.name]


def test_a_file_that_cannot_be_copied_points_to_backups_and_salvage(path: Path) -> None:
    with Archive.open(path, key=KEY if path.read_bytes()[:6] != b"SQLite" else None) as archive:
        encrypted = archive.key is not None
    if not encrypted:
        pytest.skip("SQLite copies damaged pages of a plain file as they are")
    data = bytearray(path.read_bytes())
    data[4096 * 40 + 7] ^= 1
    path.write_bytes(data)
    with pytest.raises(NotAnArchive):
        repairing.repair(path, key=KEY)
    assert path.read_bytes() == bytes(data)


def test_a_damaged_index_of_sqlite_is_made_again_in_a_copy(tmp_path: Path, add_article: AddArticle) -> None:
    path = tmp_path / "Test.waystation"
    with new_archive(path) as archive:
        annotate.mark(archive, add_article(archive, "The bridge was built of stone."), 4, 9)
        archive.index.catch_up()
        root = archive.store.connections.value("SELECT rootpage FROM sqlite_schema WHERE name = 'passages_author'")
    data = bytearray(path.read_bytes())
    data[(root - 1) * 4096 + 3 : (root - 1) * 4096 + 5] = b"\0\0"  # the page holds no entries any more
    path.write_bytes(data)
    done = repairing.repair(path)
    assert any("SQLite reports" in finding.what for finding in done.findings)
    assert all(finding.repaired for finding in done.findings)
    with Archive.open(path) as archive:
        assert maintain.check(archive) == []
        assert len(annotate.passages(archive)) == 1


def test_a_table_that_cannot_be_read_is_reported_and_left(tmp_path: Path, add_article: AddArticle) -> None:
    path = tmp_path / "Test.waystation"
    with new_archive(path) as archive:
        annotate.mark(archive, add_article(archive, "The bridge was built of stone."), 4, 9)
        root = archive.store.connections.value("SELECT rootpage FROM sqlite_schema WHERE name = 'passages'")
    data = bytearray(path.read_bytes())
    data[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    path.write_bytes(data)
    done = repairing.repair(path)
    assert done.findings
    assert not any(finding.repaired for finding in done.findings)
    assert done.kept is None
    assert path.read_bytes() == bytes(data)
