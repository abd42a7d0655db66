"""Restoring puts the archive back to a backup, keeps the present state, and changes nothing when it cannot."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.base.errors import ArchiveInUse, Cancelled, NotAnArchive
from archive.base.progress import Progress
from archive.model.keeping import Difference, Point
from archive.operations import annotate, codebook, curate, maintain, memos, protecting, replacing
from archive.operations.backups import comparing, making, points, restoring
from archive.protection.keys import Key
from archive.store import files
from archive.store.connection import Connections
from tests.archive.made import new_archive

AddArticle = Callable[..., int]


@pytest.fixture
def before(path: Path, key: Key | None) -> Point:
    """A backup of the archive."""
    with Archive.open(path, key=key) as archive:
        return making.add_point(archive, points.folder_of(path, archive.uid, None)).point


def _work(path: Path, key: Key | None, add_article: AddArticle) -> None:
    with Archive.open(path, key=key) as archive:
        add_article(archive, "A new one.", title="Only here")
        first, second, _ = annotate.passages(archive)
        annotate.set_note(archive, first.uid, "Another note.")
        annotate.unmark(archive, [second.uid])
        annotate.tag(archive, [first.uid], "coast/lights")
        memos.create(archive, "Second memo", "More.")
        curate.edit(archive, second.article, title="Renamed")


def differing(found: Sequence[Difference]) -> dict[str, tuple[int, int, int]]:

    return {each.kind: (each.only_here, each.only_there, each.changed) for each in found if not each.none}


def test_a_preview_tells_what_is_only_here_only_there_and_changed(
    path: Path, key: Key | None, before: Point, add_article: AddArticle
) -> None:
    with Archive.open(path, key=key) as archive:
        assert differing(comparing.preview(archive, before.path)) == {}
    _work(path, key, add_article)
    with Archive.open(path, key=key) as archive:
        found = comparing.preview(archive, before.path)
        told = differing(found)
        tags = told.pop("tags")
        assert tags[0] >= 1
        assert told == {"articles": (1, 0, 1), "passages": (0, 1, 1), "memos": (1, 0, 0)}
        assert next(each for each in found if each.kind == "articles").here == ("Only here",)


def test_a_preview_names_the_first_of_many_and_holds_no_table_whole(
    path: Path, key: Key | None, add_article: AddArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive.open(path, key=key) as archive:
        many = [add_article(archive, f"Article {number}.", title=f"Gone {number}") for number in range(53)]
        before = making.add_point(archive, points.folder_of(path, archive.uid, None)).point
        curate.trash(archive, many)
        curate.purge(archive, many)
        read: list[int] = []
        rows = Connections.rows

        def counted(self: Connections, *given: Any, **how: Any) -> list[Any]:
            found = rows(self, *given, **how)
            read.append(len(found))
            return found

        monkeypatch.setattr(Connections, "rows", counted)
        articles = next(each for each in comparing.preview(archive, before.path) if each.kind == "articles")
    assert (articles.only_here, articles.only_there, articles.changed) == (0, 53, 0)
    assert articles.there == tuple(f"Gone {number}" for number in range(50))
    assert max(read) < 50, "names of columns alone are read at once"


def test_restoring_brings_back_what_was_there_and_keeps_what_was_there_since(
    path: Path, key: Key | None, before: Point, add_article: AddArticle
) -> None:
    _work(path, key, add_article)
    restored = restoring.restore(path, before.path, key=key)
    assert restored.kept is not None
    assert restored.holdings.articles == 3
    with Archive.open(path, key=key) as archive:
        assert not archive.ended_uncleanly
        assert maintain.check(archive) == []
        assert differing(comparing.preview(archive, before.path)) == {}
        assert len(annotate.passages(archive)) == 3
        assert archive.index.search("lighthouse").articles
        assert "articles" in differing(comparing.preview(archive, restored.kept))
    restoring.restore(path, restored.kept, key=key)  # and forth again
    with Archive.open(path, key=key) as archive:
        assert len(annotate.passages(archive)) == 2
    assert not [each.name for each in path.parent.iterdir() if each.name.endswith(".part")]
    assert files.wal_bytes(path) == 0


def test_an_archive_that_is_gone_is_made_again(path: Path, key: Key | None, before: Point) -> None:
    files.remove(path)
    assert restoring.restore(path, before.path, key=key).kept is None
    with Archive.open(path, key=key) as archive:
        assert maintain.check(archive) == []


def test_an_archive_that_is_open_is_not_replaced(path: Path, key: Key | None, before: Point) -> None:
    with Archive.open(path, key=key):
        bytes_before = path.read_bytes()
        with pytest.raises(ArchiveInUse):
            restoring.restore(path, before.path, key=key)
        assert path.read_bytes() == bytes_before


def test_an_archive_that_is_being_read_elsewhere_is_not_replaced(
    path: Path, key: Key | None, before: Point, add_article: AddArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replacing, "_PATIENCE_MS", 10)
    with Archive.open(path, read_only=True, key=key) as reader, reader.snapshot():
        with Archive.open(path, key=key) as writer:
            add_article(writer, "In the log.")
        with pytest.raises(ArchiveInUse):
            restoring.restore(path, before.path, key=key)
    with Archive.open(path, key=key) as archive:
        assert maintain.check(archive) == []


def test_a_damaged_backup_changes_nothing(path: Path, key: Key | None, before: Point) -> None:
    data = bytearray(before.path.read_bytes())
    data[len(data) // 2] ^= 1
    before.path.write_bytes(data)
    bytes_before = path.read_bytes()
    assert comparing.faults(before.path, key)
    with pytest.raises(NotAnArchive, match="is damaged"):
        restoring.restore(path, before.path, key=key)
    assert path.read_bytes() == bytes_before


def test_a_backup_of_another_archive_is_refused(tmp_path: Path, path: Path, key: Key | None) -> None:
    other = tmp_path / "Other.waystation"
    Archive.create(other, key).close()
    with Archive.open(path, key=key) as archive, pytest.raises(comparing.OtherArchive):
        comparing.preview(archive, other)
    with pytest.raises(comparing.OtherArchive):
        restoring.restore(path, other, key=key)


def test_an_archive_too_damaged_to_back_up_is_kept_beside_as_it_is(path: Path, key: Key | None, before: Point) -> None:
    data = bytearray(path.read_bytes())
    data[4096 * 2 :] = b"\xff" * (len(data) - 4096 * 2)
    path.write_bytes(data)
    restored = restoring.restore(path, before.path, key=key)
    assert restored.kept is not None
    assert "damaged" in restored.kept.name
    assert restored.kept.read_bytes() == bytes(data)
    with Archive.open(path, key=key) as archive:
        assert maintain.check(archive) == []


def test_a_cancelled_restore_changes_nothing(path: Path, key: Key | None, before: Point) -> None:
    bytes_before = path.read_bytes()
    progress = Progress(lambda _done, _total, label: progress.cancel() if label == "Restoring" else None)
    with pytest.raises(Cancelled):
        restoring.restore(path, before.path, key=key, progress=progress)
    assert path.read_bytes() == bytes_before
    assert not [each for each in path.parent.iterdir() if each.name.endswith(".part")]


def test_a_log_that_was_left_behind_is_never_replayed_over_the_restored_file(
    path: Path, key: Key | None, before: Point, add_article: AddArticle, tmp_path: Path
) -> None:
    """What a killed program left in the log is taken in, kept as a backup, and does not come up in the restored archive."""
    with Archive.open(path, key=key) as archive:
        add_article(archive, "Only in the log.", title="Logged")
        log = path.with_name(path.name + "-wal").read_bytes()
        file = path.read_bytes()
    assert log
    path.write_bytes(file)
    path.with_name(path.name + "-wal").write_bytes(log)
    restored = restoring.restore(path, before.path, key=key)
    with Archive.open(path, key=key) as archive:
        assert maintain.check(archive) == []
        assert archive.store.articles.ids(_all()) and len(annotate.passages(archive)) == 3
        assert restored.kept is not None
        assert differing(comparing.preview(archive, restored.kept))["articles"] == (0, 1, 0)


def _all() -> object:
    from archive.model.search import Scope

    return Scope()


@pytest.mark.usefixtures("cheap_keys")
def test_a_backup_under_an_earlier_passphrase_says_so(path: Path, before: Point, key: Key | None) -> None:
    if key is None:
        pytest.skip("there is no passphrase")
    changed = protecting.change(path, key, "other words")
    with Archive.open(path, key=changed.key) as archive, pytest.raises(comparing.OtherKey, match="passphrase"):
        comparing.preview(archive, before.path)


def test_a_plain_backup_of_an_archive_that_was_encrypted_since_says_so(
    tmp_path: Path, path: Path, key: Key | None
) -> None:
    if key is None:
        pytest.skip("it is plain")
    plain = tmp_path / "Plain.waystation"
    new_archive(plain).close()
    with Archive.open(path, key=key) as archive, pytest.raises(comparing.OtherKey, match="not encrypted"):
        comparing.preview(archive, plain)


def test_tags_and_definitions_are_compared(path: Path, key: Key | None) -> None:
    with Archive.open(path, key=key) as archive:
        codebook.add(archive, "coast")
        point = making.add_point(archive, points.folder_of(path, archive.uid, None)).point
        codebook.define(archive, "coast", definition="Where the land ends.")
        assert differing(comparing.preview(archive, point.path)) == {"tags": (0, 0, 1)}
