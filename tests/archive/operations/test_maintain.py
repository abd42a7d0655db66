"""Making an archive, and finding what is not whole."""

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import DiskFull, Invalid, NotAnArchive
from archive.model.article import Block, BlockKind, Edition, Evidence, Run, RunKind, SetAside, Text
from archive.model.ids import EditionId
from archive.model.search import Scope
from archive.operations import curate, maintain

AddArticle = Callable[..., int]


def test_an_empty_archive_is_made(tmp_path: Path) -> None:
    with maintain.create(tmp_path / "New.waystation", starter=False) as archive:
        assert archive.store.articles.count(Scope()) == 0
        assert maintain.check(archive) == []


def test_the_starter_collection_is_taken_in_and_can_be_searched(tmp_path: Path) -> None:
    with maintain.create(tmp_path / "New.waystation", starter=True) as archive:
        assert archive.store.articles.count(Scope()) >= 6
        assert archive.index.pending() == 0
        assert {"en", "ko"} <= set(archive.store.articles.facets(Scope())["language"])
        assert maintain.check(archive) == []


def test_nothing_is_left_behind_when_the_starter_collection_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise DiskFull("There is no room left.")

    monkeypatch.setattr("archive.operations.ingest.run", fail)
    with pytest.raises(DiskFull):
        maintain.create(tmp_path / "New.waystation", starter=True)
    assert not list(tmp_path.glob("*.waystation"))


def test_an_existing_archive_is_not_made_again(archive: Archive) -> None:
    with pytest.raises(Invalid):
        maintain.create(archive.path, starter=True)
    assert archive.path.exists()


def test_a_sound_archive_has_no_findings(archive: Archive, add_article: AddArticle) -> None:
    add_article(archive, "Some words.")
    curate.trash(archive, [add_article(archive, "More words.")])
    archive.index.catch_up()
    add_article(archive, "Not indexed yet.")
    assert maintain.check(archive) == []


def test_a_changed_original_is_found(archive: Archive, add_article: AddArticle) -> None:
    add_article(archive)
    with archive.atomic():
        archive.store.connections.change("UPDATE original_parts SET data = x'00'")
    whats = [finding.what for finding in maintain.check(archive)]
    assert any("bytes of an original" in what for what in whats)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (Text("A\nB", (Block(BlockKind.HEADING, 0, 1, (0, 1)),)), "goes on after its last block"),
        (Text("AB", (Block(BlockKind.HEADING, 0, 9, (0, 1)),)), "does not follow"),
        (Text("AB", (Block(BlockKind.HEADING, 0, 2, (0, 9999)),)), "lies outside"),
        (Text("AB", (Block(BlockKind.HEADING, 0, 2, (0, 1), 0, (Run(RunKind.LINK, 1, 5),)),)), "inline mark"),
        (Text("AB", (Block(BlockKind.HEADING, 0, 2, (0, 1)),), (SetAside(5, 9999, "x", "menu"),)), "lies outside"),
    ],
)
def test_positions_that_point_nowhere_are_found(
    archive: Archive, add_article: AddArticle, text: Text, what: str
) -> None:
    article = add_article(archive)
    with archive.atomic():
        archive.store.editions.add(
            article, text, original=archive.store.originals.addresses()[0], encoding="utf-8", importer="plain",
            importer_version=1, reason="update", path="", created="2026",
        )  # fmt: skip
    (finding,) = maintain.check(archive)
    assert what in finding.what
    assert finding.where == f"article {article}, edition 2"


def test_evidence_outside_of_the_original_is_found(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive)
    with archive.atomic():
        archive.store.articles.set_evidence(article, "publisher", Evidence("Paper", 100, 9999, "rule", 0.5))
    (finding,) = maintain.check(archive)
    assert "evidence for the publisher" in finding.what


def test_a_text_that_cannot_be_read_is_found_and_the_others_are_checked(
    archive: Archive, add_article: AddArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_article(archive)
    broken = archive.store.editions.ids()[0]
    article = add_article(archive)
    with archive.atomic():
        archive.store.articles.set_evidence(article, "publisher", Evidence("Paper", 100, 9999, "rule", 0.5))
    whole = archive.store.editions.get

    def get(edition: EditionId) -> Edition:
        if edition == broken:
            raise NotAnArchive("Test.waystation is damaged.")
        return whole(edition)

    monkeypatch.setattr(archive.store.editions, "get", get)
    found = {finding.where: finding.what for finding in maintain.check(archive)}
    assert "cannot be read" in found[f"edition {broken}"]
    assert "evidence" in found[f"article {article}, edition 1"]


def test_a_lost_index_is_reported_and_built_again_on_request(archive: Archive, add_article: AddArticle) -> None:
    article = add_article(archive, "Remarkable words.")
    archive.index.catch_up()
    with archive.atomic():
        archive.chunks.clear()
    (finding,) = [finding for finding in maintain.check(archive) if finding.where == "index"]
    assert not finding.repaired
    assert all(finding.repaired for finding in maintain.check(archive, repair=True))
    assert maintain.check(archive) == []
    assert archive.index.search("remarkable").articles == (article,)
