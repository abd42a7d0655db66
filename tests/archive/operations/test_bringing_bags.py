"""A bag of ours comes back as it was, as a ZIP file and as a folder: into the archive that it left, and into an empty one."""

from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.exports.registry import FORMATS
from archive.operations import annotate, codebook, curate, ingest, memos, publish
from tests.archive.held import held
from tests.archive.made import new_archive
from tests.archive.operations.test_ingest_members import Readers

FERRY = "The ferry ran on four days. 배는 새벽에 떠났다 🛶🏽.\n\nNobody waited on the pier, a cook said."


@pytest.fixture
def full(archive: Archive, tmp_path: Path) -> Archive:
    """Two articles, one with passages, under a codebook with definitions, and a journal about each kind of thing."""
    for name, text in (("ferry.txt", FERRY), ("market.txt", "Rice was dear in spring.\n\nIt was cheap in autumn.")):
        (tmp_path / name).write_text(text)
    report = ingest.run(archive, [tmp_path / "ferry.txt", tmp_path / "market.txt"], pool=Readers())
    ferry, market = (each.id for each in report.files)
    assert ferry is not None and market is not None
    curate.edit(archive, ferry, title="On the ferry", byline=["Ann Weir"], published="2021-05")
    codebook.add(archive, "travel", definition="Any way to move", colour="sky")
    codebook.add(archive, "travel/by boat", definition="On water", use_when="there is a boat")
    for quote, author in (("ran on four days", "Ann"), ("배는 새벽에", "보")):
        start, end = annotate.find_quote(archive, ferry, quote)
        annotate.mark(archive, ferry, start, end, note=f"on {quote}", tags=("travel/by boat",), author=author)
    passage = annotate.passages(archive, limit=1)[0]
    memos.create(archive, title="A passage", text="Look again.", about=("passage", passage.uid))
    memos.create(archive, title="A tag", text="Too wide?", about=("tag", codebook.get(archive, "travel").uid))
    return archive


@pytest.mark.parametrize("ending", ["zip", "bag"])
def test_into_the_archive_that_it_left_it_brings_nothing_new(full: Archive, tmp_path: Path, ending: str) -> None:
    out, before = tmp_path / f"kept.{ending}", held(full)
    publish.export(full, "bagit", FORMATS["bagit"].usual, out)
    report = ingest.run(full, [out], pool=Readers())
    assert {str(each.status) for each in report.files} == {"opened", "duplicate"}
    assert held(full) == before


@pytest.mark.parametrize("ending", ["zip", "bag"])
def test_into_an_empty_archive_it_brings_passages_tags_and_journal_with_their_ids(
    full: Archive, tmp_path: Path, ending: str
) -> None:
    out, before = tmp_path / f"kept.{ending}", held(full)
    publish.export(full, "bagit", FORMATS["bagit"].usual, out)
    with new_archive(tmp_path / "other.waystation") as other:
        report = ingest.run(other, [out], pool=Readers())
        assert {str(each.status) for each in report.files} == {"opened", "added"}
        after = held(other)
    assert (after["tags"], after["memos"]) == (before["tags"], before["memos"])
    assert untimed(after["passages"]) == untimed(before["passages"])
    assert sorted(after["articles"].values()) == sorted(before["articles"].values())


def untimed(passages: dict[str, Any]) -> dict[str, Any]:
    """Without when each tag was put on, for which an annotation has no room."""
    return {uid: (*said[:6], *(use[:2] for use in said[6:])) for uid, said in passages.items()}


def test_an_article_without_passages_has_no_list_of_them(full: Archive, tmp_path: Path) -> None:
    publish.export(full, "bagit", FORMATS["bagit"].usual, tmp_path / "bag")
    found = sorted(path.parent.name for path in (tmp_path / "bag").rglob("passages.jsonld"))
    assert found == ["00001 On the ferry"]
