"""Our own exports brought back: into the archive that wrote them they change nothing, into one with the same texts they are the same."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.model.excerpt import Choice
from archive.operations import acts, annotate, bringing, codebook, history, memos, publish
from tests.archive.conftest import AddArticle
from tests.archive.exports.conftest import FERRY, MARKET
from tests.archive.held import held, read
from tests.archive.made import new_archive

FORMATS = ["json", "ndjson", "jsonld", "sqlite", "csv"]


@pytest.fixture
def other(tmp_path: Path, add_article: AddArticle) -> Iterator[Archive]:
    """An archive with the same texts under other uids, without addresses, and nothing marked."""
    with new_archive(tmp_path / "Other.waystation") as opened:
        add_article(opened, "The ferry is not this one; nothing of it is here.", title="A ferry at dawn")
        add_article(opened, FERRY, title="A ferry at dawn", publisher="Another Gazette")
        add_article(opened, MARKET, title="쌀값")
        yield opened


def export(archive: Archive, format: str, folder: Path, **said: Any) -> Path:
    out = folder / f"out.{format}"
    publish.export(archive, format, Choice(**({"definitions": True, "author": True, "date": True} | said)), out)
    return out


def marks(archive: Archive) -> dict[str, tuple[object, ...]]:
    """What people marked, whatever the articles are called."""
    return {
        each.uid: (
            *(each.anchor, each.note, each.author, each.created, each.modified, each.state),
            *((use.path, use.author) for use in each.tags),
        )
        for each in annotate.passages(archive, limit=None)
    }


@pytest.mark.parametrize("format", FORMATS)
def test_into_the_same_archive_it_changes_nothing(coded: Archive, tmp_path: Path, format: str) -> None:
    before, entries = held(coded), len(history.page(coded, limit=500))
    out = export(coded, format, tmp_path)
    came, change = bringing.bring(coded, read(out))
    assert not came.changes and came.lost == came.differing == () and not change.touched
    assert came.passages.same == 7
    assert held(coded) == before and len(history.page(coded, limit=500)) == entries


@pytest.mark.parametrize("format", FORMATS)
def test_where_the_texts_are_the_passages_are_the_same(
    coded: Archive, other: Archive, tmp_path: Path, format: str
) -> None:
    came, _ = bringing.bring(other, read(export(coded, format, tmp_path)))
    assert came.lost == came.differing == ()
    assert marks(other) == marks(coded)


def test_the_codebook_and_memos_come_along(coded: Archive, other: Archive, tmp_path: Path) -> None:
    codebook.define(coded, "travel", use_when="on the way", not_when="at home")
    (mark, *_) = annotate.passages(coded)
    memos.create(coded, "About words", "See there.", about=("passage", mark.uid))
    for format in ("json", "sqlite"):
        incoming = read(export(coded, format, tmp_path))
        bringing.preview(other, incoming)
    bringing.bring(other, incoming)
    mine, theirs = held(coded), held(other)
    used = {use.path for each in annotate.passages(coded, limit=None) for use in each.tags}
    assert {uid: tag for uid, tag in theirs["tags"].items() if tag[0] in used} == {
        uid: tag for uid, tag in mine["tags"].items() if tag[0] in used
    }
    assert theirs["memos"] == mine["memos"]


def test_a_table_with_a_row_a_tag_is_one_passage_a_uid(coded: Archive, other: Archive, tmp_path: Path) -> None:
    came, _ = bringing.bring(other, read(export(coded, "csv", tmp_path, rows="tag")))
    assert came.lost == () and marks(other) == marks(coded)


def test_into_an_archive_without_the_texts_it_says_which_are_missing(coded: Archive, tmp_path: Path) -> None:
    out = export(coded, "json", tmp_path)
    with new_archive(tmp_path / "Empty.waystation") as empty:
        came, _ = bringing.bring(empty, read(out))
        assert came.passages.new == 0 and annotate.passages(empty) == []
        assert any("A ferry at dawn" in told and "import them, then this file again" in told for told in came.lost)
        assert any("“14 people”" in told for told in came.lost)


def test_a_text_that_changed_keeps_what_is_sure(coded: Archive, tmp_path: Path, add_article: AddArticle) -> None:
    out = export(coded, "json", tmp_path)
    with new_archive(tmp_path / "Later.waystation") as later:
        changed = "A line above.\n" + FERRY.replace("14 people aboard", "15 people aboard")
        add_article(later, changed, title="A ferry at dawn", url="https://example.org/ferry?a=1&b=2")
        came, _ = bringing.bring(later, read(out))
        found = {each.anchor.exact for each in annotate.passages(later, limit=None)}
        assert "מעבורת יצאה" in found and "=SUM(A1) is how" in found and "14 people" not in found
        for each in annotate.passages(later, limit=None):
            text = later.store.editions.text(each.article)
            assert text[each.anchor.start : each.anchor.end] == each.anchor.exact
        assert any("“14 people”" in told and "nowhere" in told for told in came.lost)


def test_a_place_that_lies_is_found_by_its_words(coded: Archive, other: Archive, tmp_path: Path) -> None:
    out = export(coded, "json", tmp_path)
    out.write_text(out.read_text("utf-8").replace('"start": ', '"start": 1'), "utf-8")
    bringing.bring(other, read(out))
    for each in annotate.passages(other, limit=None):
        text = other.store.editions.text(each.article)
        assert text[each.anchor.start : each.anchor.end] == each.anchor.exact
    assert {each.anchor.exact for each in annotate.passages(other, limit=None)} == {
        each.anchor.exact for each in annotate.passages(coded, limit=None)
    }


def test_what_was_brought_is_taken_back_in_one_step(coded: Archive, other: Archive, tmp_path: Path) -> None:
    before = held(other)
    _, change = bringing.bring(other, read(export(coded, "json", tmp_path)))
    assert held(other) != before and change.inverse is not None
    acts.perform(other, change.inverse)
    assert held(other) == before
