"""The pages of the history: filtered in the archive, and telling what was there before and after."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.model.ids import ArticleId, CollectionId, SearchId
from archive.operations import acts, codebook, collect, curate, history, ingest
from tests.archive.made import new_archive


def test_a_page_is_filtered_by_label_and_author_whatever_the_case(tmp_path: Path) -> None:
    with new_archive(tmp_path / "A.waystation") as archive:
        for path in ("route", "cost", "route/river"):
            codebook.add(archive, path)
        found = history.page(archive, text="TAG ROUTE")
        assert [row.label for row in found] == ["Add tag route/river", "Add tag route"]
        assert [row.label for row in history.page(archive, text="route", before=found[0].id)] == ["Add tag route"]
        assert len(history.page(archive, text=found[0].author.upper())) == 3
        assert history.page(archive, text="100%") == []


def test_a_new_definition_tells_the_one_before_and_leaves_out_what_stayed(tmp_path: Path) -> None:
    with new_archive(tmp_path / "A.waystation") as archive:
        codebook.add(archive, "route", definition="The way.", use_when="It is told.")
        codebook.define(archive, "route", "The way out.")
        (detail,) = history.page(archive)[0].details
        assert (detail.what, detail.before, detail.after) == ("definition", "The way.", "The way out.")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path / "A.waystation") as made:
        yield made


@pytest.fixture
def articles(archive: Archive) -> list[ArticleId]:
    """Two pasted articles."""
    texts = ("The ferry left late. " * 8, "A letter came at noon. " * 8)
    reports = [ingest.paste(archive, each, title=name) for name, each in zip(("Ferry", "Letter"), texts, strict=True)]
    ids = [file.id for report in reports for file in report.files]
    assert None not in ids
    return [each for each in ids if each is not None]


def newest(archive: Archive) -> list[tuple[str, str | None, str | None]]:
    return [(each.what, each.before, each.after) for each in history.page(archive, limit=1)[0].details]


@pytest.mark.parametrize(
    ("field", "first", "second", "told"),
    [
        ("title", "Ferries", "The ferry", ("title", "Ferries", "The ferry")),
        ("byline", ["Ada Quay"], ["Ada Quay", "Bo Reed"], ("byline", "Ada Quay", "Ada Quay; Bo Reed")),
        ("publisher", "River letter", None, ("publisher", "River letter", "nothing")),
        ("published", None, "2021-03", ("published", "nothing", "2021-03")),
        ("url", "https://example.org/a", "https://example.org/b", ("address", "https://example.org/a", "https://example.org/b")),
        ("language", "en", "ko", ("language", "en", "ko")),
    ],
)  # fmt: skip
def test_an_edited_field_is_told_before_and_after_whatever_became_of_it_later(
    archive: Archive, articles: list[ArticleId], field: str, first: object, second: object, told: tuple[str, str, str]
) -> None:
    curate.edit(archive, articles[0], **{field: first})
    change = curate.edit(archive, articles[0], **{field: second})
    assert newest(archive) == [told]
    what, before, after = told
    assert change.inverse is not None
    acts.perform(archive, change.inverse)
    assert newest(archive) == [(what, after, before)]
    assert [(each.before, each.after) for each in history.page(archive)[1].details] == [(before, after)]


def test_star_and_reading_are_told_in_words_once_for_many(archive: Archive, articles: list[ArticleId]) -> None:
    curate.star(archive, articles, True)
    assert newest(archive) == [("star", "no star", "starred")]
    for each in articles:
        curate.read(archive, [each], True)
    assert newest(archive) == [("reading", "unread", "read")]
    curate.read(archive, articles, False)
    assert newest(archive) == [("reading", "read", "unread")]


def test_tags_and_collections_of_articles_are_told(archive: Archive, articles: list[ArticleId]) -> None:
    collect.tag(archive, articles, "route/river")
    assert newest(archive) == [("tag", None, "route/river")]
    collect.untag(archive, articles, "route/river")
    assert newest(archive) == [("tag", "route/river", None)]
    made = next(CollectionId(key) for _, key in collect.create(archive, "Desk").touched)
    assert newest(archive) == [("collection", None, "Desk")]
    collect.rename(archive, made, "Table")
    assert newest(archive) == [("name", "Desk", "Table")]
    collect.add(archive, made, articles)
    assert newest(archive) == [("collection", None, "Table")]
    collect.remove(archive, made, articles)
    assert newest(archive) == [("collection", "Table", None)]
    collect.delete(archive, made)
    assert newest(archive) == [("collection", "Table", None)]


def test_saved_searches_are_told_and_come_back_by_their_act(archive: Archive) -> None:
    made = next(SearchId(key) for _, key in collect.save_search(archive, "Ferries", "ferry").touched)
    assert newest(archive) == [("name", None, "Ferries"), ("query", None, "ferry")]
    collect.rename_search(archive, made, "Boats")
    assert newest(archive) == [("name", "Ferries", "Boats")]
    collect.delete_search(archive, made)
    assert newest(archive) == [("name", "Boats", None), ("query", "ferry", None)]
    history.revert(archive, history.page(archive, limit=1)[0].id)
    assert [found.name for found in archive.store.searches.list()] == ["Boats"]
    assert newest(archive) == [("name", None, "Boats"), ("query", None, "ferry")]


def test_a_purge_leaves_no_word_of_what_was_edited(archive: Archive, articles: list[ArticleId]) -> None:
    curate.edit(archive, articles[0], title="Heron")
    curate.edit(archive, articles[0], title="Egret")
    curate.purge(archive, articles[:1])
    assert all(row.details == () for row in history.page(archive) if ("article", int(articles[0])) in row.touched)
    kept = archive.path.read_bytes()
    assert b"Heron" not in kept and b"Egret" not in kept


def test_an_act_that_was_kept_without_what_came_after_tells_what_was_there(
    archive: Archive, articles: list[ArticleId]
) -> None:
    curate.edit(archive, articles[0], title="Ferries")
    change = curate.edit(archive, articles[0], title="The ferry")
    assert change.inverse is not None
    with archive.atomic():
        archive.store.journal.add(replace(change, inverse=replace(change.inverse, told=())), author="Ada", at="2026")
    assert newest(archive) == [("title", "Ferries", None)]
