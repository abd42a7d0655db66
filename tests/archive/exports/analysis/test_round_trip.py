"""Our own export brought back: into an empty archive it is the same, into the same one it changes nothing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.exports.registry import FORMATS
from archive.model.excerpt import Scope
from archive.operations import annotate, bringing, codebook, collect, history, memos, publish
from tests.archive.held import articles, held, read
from tests.archive.made import new_archive


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path / "Empty.waystation") as opened:
        yield opened


def test_a_project_into_an_empty_archive_is_the_same(coded: Archive, empty: Archive, tmp_path: Path) -> None:
    codebook.relate(coded, "travel", "가격")
    collect.create_with(coded, "Along the river", [article.id for article in articles(coded)[:2]])
    (mark, *_) = annotate.passages(coded)
    memos.create(coded, "About words", "See there.", about=("passage", mark.uid))
    codebook.define(coded, "travel", use_when="on the way", not_when="at home\n\nor in bed")
    out = tmp_path / "out.qdpx"
    publish.export(coded, "qdpx", FORMATS["qdpx"].usual, out)
    came, _ = bringing.bring(empty, read(out))
    assert came.lost == came.differing == ()
    assert held(empty) == held(coded)
    layouts = [
        sorted(
            [(block.kind, block.start, block.end, block.level) for block in each.blocks]
            for each in (archive.store.editions.current(article.id) for article in articles(archive))
        )
        for archive in (coded, empty)
    ]
    assert layouts[0] == layouts[1]


@pytest.mark.parametrize("format", ["qdpx", "qdc", "taguette"])
def test_into_the_same_archive_it_changes_nothing(coded: Archive, tmp_path: Path, format: str) -> None:
    out = tmp_path / f"out.{format}"
    # An article that is an empty line and another is the fixture's own; no page of HTML has such a line.
    choice = replace(FORMATS[format].usual, scope=Scope(articles_too=format != "taguette"))
    publish.export(coded, format, choice, out)
    before, entries = held(coded), len(history.page(coded, limit=500))
    came, change = bringing.bring(coded, read(out))
    assert not came.changes and came.lost == came.differing == () and not change.touched
    assert held(coded) == before and len(history.page(coded, limit=500)) == entries


def test_a_codebook_into_an_empty_archive_is_the_same(coded: Archive, empty: Archive, tmp_path: Path) -> None:
    out = tmp_path / "out.qdc"
    publish.export(coded, "qdc", FORMATS["qdc"].usual, out)
    bringing.bring(empty, read(out))
    assert held(empty)["tags"] == held(coded)["tags"]


def test_a_taguette_project_into_an_empty_archive_has_the_same_places_and_tags(
    coded: Archive, empty: Archive, tmp_path: Path
) -> None:
    out = tmp_path / "out.sqlite3"
    publish.export(coded, "taguette", FORMATS["taguette"].usual, out)
    came, _ = bringing.bring(empty, read(out))
    assert came.lost == came.differing == ()

    def marks(archive: Archive) -> list[tuple[object, ...]]:
        found = annotate.passages(archive, limit=None)
        return sorted(
            (each.anchor.start, each.anchor.end, each.anchor.exact, sorted(use.path for use in each.tags))
            for each in found
        )

    def tags(archive: Archive) -> set[tuple[str, ...]]:
        return {(tag.path, tag.definition, tag.use_when, tag.not_when) for tag in codebook.tree(archive)}

    assert marks(empty) == marks(coded) and tags(empty) == tags(coded)
    assert {archive.store.editions.text(each.id).strip() for archive in (empty,) for each in articles(archive)} == {
        coded.store.editions.text(each.id).strip() for each in articles(coded)
    }


def test_a_codebook_of_which_nothing_is_used_yet_is_written(archive: Archive, empty: Archive, tmp_path: Path) -> None:
    codebook.add(archive, "route/river", definition="By water", colour="sky")
    out = tmp_path / "out.qdc"
    done = publish.export(archive, "qdc", FORMATS["qdc"].usual, out)
    assert (done.passages, done.articles) == (0, 0)
    bringing.bring(empty, read(out))
    assert held(empty)["tags"] == held(archive)["tags"]
