"""A later article made an edition of the earlier one: what comes along, what stays, and all of it taken back."""

from collections.abc import Callable
from typing import Any

import pytest

from archive.archive import Archive
from archive.base.errors import Invalid, NotFound
from archive.model.ids import ArticleId
from archive.model.passage import PassageFilter, State
from archive.operations import acts, annotate, curate, duplicates, extracting, joining, memos, origins, versions
from tests.archive.extraction.likeness_sample import BASES

AddArticle = Callable[..., ArticleId]
BODY = BASES[0][1]
LATER = BODY.replace("About 340 people", "About 355 people").replace(
    "A new hull, ordered from a yard in Brennick, has been put off for lack of money. ", ""
)
# What an undone act leaves: the edition that was made, its own rows in the journal, and what is done again from the texts.
_LEFT = {
    "editions",
    "journal",
    "files",
    "outbox",
    "facts",
    "sketches_due",
    "sketches",
    "sketch_shingles",
    "likenesses",
    "extraction_due",
}
_LEFT |= {
    "sqlite_sequence",
    "compare_due",
    "compared_figures",
    "compared_members",
    "compare_blocks",
    "passage_places",
    "index_chunks",
    "index_files",
}


@pytest.fixture
def two(archive: Archive, add_article: AddArticle) -> tuple[ArticleId, ArticleId]:
    earlier = add_article(archive, BODY, "Ferry", publisher="Tarn Courier", published="2024-05-03")
    later = add_article(
        archive, LATER, "Ferry stops", publisher="Tarn Courier", published="2024-05-05", url="https://tarn.example/f"
    )
    extracting.settle(archive)
    duplicates.settle(archive)
    return earlier, later


def _mark(archive: Archive, article: ArticleId, words: str, **given: Any) -> None:
    text = archive.store.editions.current(article).text
    start = text.index(words)
    annotate.mark(archive, article, start, start + len(words), **given)


def _all(archive: Archive) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that people, or the texts, fill; ids that rules gave to what they read are left out."""
    rows = archive.store.connections.rows
    names = [
        row[0]
        for row in rows(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'figure_arrays%' AND name NOT LIKE 'exchange%'"
        )
    ]
    found = {}
    for name in sorted(set(names) - _LEFT):
        columns = [row[1] for row in rows(f"PRAGMA table_info({name})")]
        kept = [
            each
            for each in columns
            if not (name in ("figures", "mentions", "figure_words", "mention_words") and each == "id")
        ]
        listed = ", ".join(f'"{each}"' for each in kept)
        found[name] = sorted((tuple(row) for row in rows(f"SELECT {listed} FROM {name}")), key=repr)
    return found


def test_the_later_text_becomes_an_edition_and_the_later_article_goes_to_the_trash(
    archive: Archive, two: tuple[ArticleId, ArticleId]
) -> None:
    change = joining.join(archive, *two)
    assert change.label == "Join as a later edition"
    article = archive.store.articles.get(two[0])
    assert archive.store.editions.text(two[0]) == archive.store.editions.text(two[1])
    assert (article.title, article.published, article.url) == ("Ferry stops", "2024-05-05", "https://tarn.example/f")
    assert [each.reason for each in archive.store.editions.summaries(two[0])] == ["joined", "import"]
    assert archive.store.articles.get(two[1]).trashed_at is not None


def test_passages_follow_by_the_rules_and_those_of_the_later_one_come_along(
    archive: Archive, two: tuple[ArticleId, ArticleId]
) -> None:
    _mark(archive, two[0], "landed" if "landed" in BODY else "lands twice a week", note="by air", tags=["supply"])
    _mark(archive, two[0], "A new hull, ordered from a yard in Brennick")
    _mark(archive, two[1], "About 355 people", note="more than before", tags=["people"])
    joining.join(archive, *two)
    told = {each.anchor.exact: each for each in archive.store.passages.of(two[0])}
    assert told["lands twice a week"].state is State.ANCHORED
    assert told["lands twice a week"].edition == archive.store.articles.get(two[0]).edition
    gone = told["A new hull, ordered from a yard in Brennick"]
    assert gone.state is not State.ANCHORED
    came = told["About 355 people"]
    assert (came.note, [use.path for use in came.tags], came.state) == ("more than before", ["people"], State.ANCHORED)
    assert archive.store.articles.get(two[0]).passages == 3
    # What is in the trash is as it was.
    assert [each.anchor.exact for each in archive.store.passages.of(two[1])] == ["About 355 people"]
    assert archive.store.passages.count(PassageFilter()) == 3


def test_taking_it_back_restores_all_exactly_and_doing_it_again_too(
    archive: Archive, two: tuple[ArticleId, ArticleId]
) -> None:
    _mark(archive, two[0], "lands twice a week", note="by air", tags=["supply"])
    _mark(archive, two[0], "A new hull, ordered from a yard in Brennick")
    _mark(archive, two[1], "About 355 people", tags=["people"])
    curate.edit(archive, two[0], title="My own title")
    before = _all(archive)
    change = joining.join(archive, *two)
    assert archive.store.articles.get(two[0]).title == "My own title"  # a person entered it
    after = _all(archive)
    assert after != before
    assert change.inverse is not None
    back = acts.perform(archive, change.inverse)
    assert _all(archive) == before
    assert back.label == "Undo: Join as a later edition"
    assert back.inverse is not None
    again = acts.perform(archive, back.inverse)
    assert again.label == "Join as a later edition"
    assert {name: rows for name, rows in _all(archive).items() if name != "articles"} == {
        name: rows for name, rows in after.items() if name != "articles"
    }
    assert again.inverse is not None
    acts.perform(archive, again.inverse)
    assert _all(archive) == before
    assert archive.store.integrity() == []


def test_joining_once_more_uses_the_edition_that_is_there(archive: Archive, two: tuple[ArticleId, ArticleId]) -> None:
    change = joining.join(archive, *two)
    assert change.inverse is not None
    acts.perform(archive, change.inverse)
    joining.join(archive, *two)
    assert len(archive.store.editions.summaries(two[0])) == 2


def test_it_is_not_taken_back_over_what_was_changed_since(archive: Archive, two: tuple[ArticleId, ArticleId]) -> None:
    _mark(archive, two[1], "About 355 people")
    change = joining.join(archive, *two)
    (passage,) = archive.store.passages.of(two[0])
    annotate.set_note(archive, passage.uid, "Written later.")
    before = _all(archive)
    assert change.inverse is not None
    with pytest.raises(Invalid):
        acts.perform(archive, change.inverse)
    assert _all(archive) == before


def test_what_would_stay_behind_is_told_before(archive: Archive, two: tuple[ArticleId, ArticleId]) -> None:
    assert joining.staying(archive, two[1]) == ()
    memos.create(archive, "A thought", "On the ferry.", about=("article", str(archive.store.articles.get(two[1]).uid)))
    assert joining.staying(archive, two[1]) == ("1 memo",)


def test_what_cannot_be_joined_is_refused_and_nothing_changes(
    archive: Archive, two: tuple[ArticleId, ArticleId]
) -> None:
    curate.trash(archive, [two[1]])
    before = _all(archive)
    for pair, error in (((two[0], two[0]), Invalid), (two, Invalid), ((two[0], ArticleId(99)), NotFound)):
        with pytest.raises(error):
            joining.join(archive, *pair)
    assert _all(archive) == before


def test_the_editions_are_compared_and_what_changed_is_told_with_what_it_touches(
    archive: Archive, two: tuple[ArticleId, ArticleId]
) -> None:
    _mark(archive, two[0], "340 people live on the islands")
    _mark(archive, two[0], "ordered from a yard in Brennick")
    joining.join(archive, *two)
    pair = versions.editions(archive, two[0])
    assert pair is not None
    found = versions.compare(archive, *pair)
    old, new = found.old.text, found.new.text
    told = [(old[slice(*each.old)], new[slice(*each.new)], each.touched) for each in found.changes]
    by_words = {was.strip(): touched for was, _, touched in told}
    assert ("340", "355") in [(was, now) for was, now, _ in told]
    assert {mark.kind for mark in by_words["340"]} >= {"passage", "figure"}
    gone = next(touched for was, touched in by_words.items() if was.startswith("A new hull"))
    assert [mark.words for mark in gone if mark.kind == "passage"] == ["ordered from a yard in Brennick"]
    assert versions.editions(archive, two[1]) is None
    with pytest.raises(Invalid):
        versions.compare(archive, pair[0], pair[0])


def test_two_articles_are_compared_in_the_same_way(archive: Archive, two: tuple[ArticleId, ArticleId]) -> None:
    found = versions.compare(archive, *versions.current(archive, *two))
    assert (found.old_article.id, found.new_article.id) == two
    assert any(row.changes for row in found.rows)
    assert origins.waiting(archive) == 1
