"""What a merge left to be decided is listed side by side, decided by a person, taken back, and told to the others."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import Invalid, NotFound
from archive.model.exchange import Conflict
from archive.model.ids import ArticleId
from archive.operations import acts, annotate, codebook, curate
from archive.operations.exchange import merging, offering, resolving, written
from tests.archive.conftest import AddArticle
from tests.archive.exchanged import faults, said, side
from tests.archive.made import new_archive

BODY = "The lock opened at six.\nNobody was there.\nThe lock closed at nine."


@pytest.fixture
def pair(tmp_path: Path, add_article: AddArticle) -> Iterator[tuple[Archive, Archive, ArticleId, str]]:
    with ExitStack() as stack:
        first = stack.enter_context(new_archive(tmp_path / "Mine.waystation"))
        article = add_article(first, BODY, "The lock")
        passage, _ = annotate.mark(first, article, 9, 17, note="start", tags=["water"])
        first.checkpoint()
        shutil.copy(first.path, tmp_path / "Theirs.waystation")
        yield first, stack.enter_context(Archive.open(tmp_path / "Theirs.waystation")), article, passage.uid


def contradict(pair: tuple[Archive, Archive, ArticleId, str]) -> Conflict:
    mine, theirs, _, uid = pair
    annotate.set_note(mine, uid, "mine")
    annotate.set_note(theirs, uid, "theirs")
    merging.merge(mine, side(theirs))
    (found,) = resolving.conflicts(mine)
    return found


def test_a_contradiction_is_shown_side_by_side(pair: tuple[Archive, Archive, ArticleId, str]) -> None:
    found = contradict(pair)
    assert (found.kind, found.field, found.where, found.base) == ("passage", "note", "The lock", "start")
    assert dict(zip(found.values, found.mine, strict=True)) == {"mine": True, "theirs": False}
    assert found.values[0] == annotate.find(pair[0], pair[3]).note


def test_a_date_is_written_as_people_write_it(pair: tuple[Archive, Archive, ArticleId, str]) -> None:
    mine, theirs, article, _ = pair
    curate.edit(mine, article, published="2024-05-03")
    curate.edit(theirs, article, published="2024-05-04")
    merging.merge(mine, side(theirs))
    (found,) = resolving.conflicts(mine)
    with pytest.raises(Invalid):
        resolving.resolve(mine, "article", found.uid, "published", "own", "some day")
    change = resolving.resolve(mine, "article", found.uid, "published", "own", "5 May 2024")
    assert mine.store.articles.get(article).published == "2024-05-05"
    assert change.label == "Decide about “The lock”"
    assert resolving.conflicts(mine) == []


@pytest.mark.parametrize("wanted", ["mine", "theirs", "both", "own"])
def test_a_decision_holds_here_and_elsewhere_and_is_taken_back(
    pair: tuple[Archive, Archive, ArticleId, str], wanted: str
) -> None:
    mine, theirs, _, uid = pair
    found = contradict(pair)
    before = said(mine)
    choice = found.values.index(wanted) if wanted in found.values else wanted
    change = resolving.resolve(mine, "passage", uid, "note", choice, "a third")
    note = annotate.find(mine, uid).note
    assert note in {"mine": ("mine",), "theirs": ("theirs",), "own": ("a third",)}.get(
        wanted, ("mine\n\ntheirs", "theirs\n\nmine")
    )
    assert resolving.conflicts(mine) == []
    assert change.inverse is not None
    back = acts.perform(mine, change.inverse)
    assert said(mine) == before and len(resolving.conflicts(mine)) == 1
    assert back.inverse is not None
    acts.perform(mine, back.inverse)
    merging.merge(theirs, side(mine))
    assert annotate.find(theirs, uid).note == note and resolving.conflicts(theirs) == []
    assert said(mine) == said(theirs)


def test_a_merge_is_not_taken_back_under_a_decision_about_it(
    pair: tuple[Archive, Archive, ArticleId, str],
) -> None:
    mine, theirs, _, uid = pair
    annotate.set_note(mine, uid, "mine")
    annotate.set_note(theirs, uid, "theirs")
    _, merged = merging.merge(mine, side(theirs))
    for choice in (0, 1):
        decided = resolving.resolve(mine, "passage", uid, "note", choice)
        before = said(mine)
        assert merged.inverse is not None and decided.inverse is not None
        with pytest.raises(Invalid):
            acts.perform(mine, merged.inverse)
        assert said(mine) == before and faults(mine) == []
        acts.perform(mine, decided.inverse)
    acts.perform(mine, merged.inverse)
    assert annotate.find(mine, uid).note == "mine" and faults(mine) == []


def test_what_others_wrote_is_decided_by_writing_over_it(pair: tuple[Archive, Archive, ArticleId, str]) -> None:
    mine, theirs, _, uid = pair
    contradict(pair)
    annotate.set_note(mine, uid, "settled by hand")
    assert resolving.conflicts(mine) == []
    merging.merge(theirs, side(mine))
    assert annotate.find(theirs, uid).note == "settled by hand"


@pytest.mark.parametrize("keep", [True, False])
def test_what_was_removed_elsewhere_is_kept_or_removed(
    pair: tuple[Archive, Archive, ArticleId, str], keep: bool
) -> None:
    mine, theirs, _, uid = pair
    annotate.set_note(mine, uid, "still needed")
    annotate.unmark(theirs, [uid])
    merging.merge(mine, side(theirs))
    (found,) = resolving.conflicts(mine)
    assert (found.field, found.values) == ("", ("kept", "removed"))
    change = resolving.resolve(mine, "passage", uid, "", 0 if keep else 1)
    assert len(annotate.passages(mine)) == keep and resolving.conflicts(mine) == []
    merging.merge(theirs, side(mine))
    assert len(annotate.passages(theirs)) == keep and resolving.conflicts(theirs) == []
    assert change.inverse is not None
    acts.perform(mine, change.inverse)
    assert len(annotate.passages(mine)) == 1 and len(resolving.conflicts(mine)) == 1


def test_a_title_and_a_place_are_decided(pair: tuple[Archive, Archive, ArticleId, str]) -> None:
    mine, theirs, article, uid = pair
    curate.edit(mine, article, title="Mine")
    curate.edit(theirs, article, title="Theirs")
    annotate.move_edges(mine, uid, 9, 24)
    annotate.move_edges(theirs, uid, 13, 17)
    merging.merge(mine, side(theirs))
    found = {each.field: each for each in resolving.conflicts(mine)}
    assert set(found) == {"title", "place"}
    article_uid = mine.store.articles.get(article).uid
    change = resolving.resolve(mine, "article", article_uid, "title", found["title"].values.index("Theirs"))
    assert mine.store.articles.get(article).title == "Theirs"
    resolving.resolve(mine, "passage", uid, "place", found["place"].values.index("“lock”"))
    assert annotate.find(mine, uid).anchor.exact == "lock"
    assert resolving.conflicts(mine) == []
    assert change.inverse is not None
    acts.perform(mine, change.inverse)
    assert [each.field for each in resolving.conflicts(mine)] == ["title"]


def test_what_cannot_be_chosen_is_refused(pair: tuple[Archive, Archive, ArticleId, str]) -> None:
    mine, _, _, uid = pair
    contradict(pair)
    with pytest.raises(Invalid):
        resolving.resolve(mine, "passage", uid, "note", 7)
    with pytest.raises(NotFound):
        resolving.resolve(mine, "passage", uid, "colour", 0)


def test_similar_tags_are_offered_and_joined_by_a_person_and_offered_again_where_another_used_one(
    tmp_path: Path, add_article: AddArticle
) -> None:
    with new_archive(tmp_path / "a.waystation") as mine, new_archive(tmp_path / "b.waystation") as theirs:
        for archive in (mine, theirs):
            annotate.mark(archive, add_article(archive, BODY, "The lock"), 9, 17, tags=["water"])
        codebook.add(mine, "locks")
        codebook.add(theirs, "lock")
        codebook.add(mine, "ferry")
        codebook.add(theirs, "ferries")
        codebook.add(theirs, "ferns")
        merging.merge(mine, side(theirs))
        offers = {(each.came.partition(" ~ ")[0], each.here): each for each in offering.offers(mine)}
        assert {pair: each.why for pair, each in offers.items()} == {
            ("water", "water"): "the same name",
            ("lock", "locks"): "similar names",
            ("ferries", "ferry"): "similar names",
        }
        offering.keep_apart(mine, "lock", "locks")
        offering.keep_apart(mine, "ferries", "ferry")
        change = offering.join_tags(mine, offers["water", "water"].came, "water")
        assert offering.offers(mine) == []
        assert {use.path for each in annotate.passages(mine) for use in each.tags} == {"water"}
        article = next(iter(theirs.store.articles.headings()))
        later, _ = annotate.mark(theirs, article, 33, 39, tags=["water"])
        merging.merge(mine, side(theirs))
        ((again,),) = [annotate.find(mine, later.uid).tags]
        (offer,) = offering.offers(mine)
        assert (offer.came, offer.here, offer.why) == (again.path, "water", "joined before")
        assert again.path.startswith("water ~ ")
        offering.join_tags(mine, offer.came, offer.here)
        assert {use.path for use in annotate.find(mine, later.uid).tags} == {"water"}
        assert offering.offers(mine) == []
        assert "water" in {tag.path for tag in codebook.tree(mine)} and len(codebook.tree(mine)) == 6
        assert change.inverse is not None


def test_a_definition_that_is_written_instead_shows_and_is_told_to_the_others(
    pair: tuple[Archive, Archive, ArticleId, str],
) -> None:
    mine, theirs, *_ = pair
    codebook.define(mine, "water", "Locks", use_when="one is crossed")
    codebook.define(theirs, "water", "Rivers")
    merging.merge(mine, side(theirs))
    (found,) = resolving.conflicts(mine)
    assert sorted(found.values) == ["Locks\nUse when: one is crossed", "Rivers"]
    resolving.resolve(mine, "tag", found.uid, "definition", "own", "Locks and rivers\nof all kinds\nNot when: it rains")
    tag = codebook.get(mine, "water")
    assert (tag.definition, tag.not_when) == ("Locks and rivers\nof all kinds", "it rains")
    assert faults(mine) == [] and resolving.conflicts(mine) == []
    merging.merge(theirs, side(mine))
    assert codebook.get(theirs, "water").definition == tag.definition
    assert faults(theirs) == [] and said(mine) == said(theirs)


def test_parts_of_a_definition_that_are_not_written_stay(pair: tuple[Archive, Archive, ArticleId, str]) -> None:
    mine, theirs, *_ = pair
    for archive, words in ((mine, "Locks"), (theirs, "Rivers")):
        codebook.define(archive, "water", words, use_when="one is crossed", not_when="it rains")
    merging.merge(mine, side(theirs))
    (found,) = resolving.conflicts(mine)
    resolving.resolve(mine, "tag", found.uid, "definition", "own", "Both\nnot when:")
    tag = codebook.get(mine, "water")
    assert (tag.definition, tag.use_when, tag.not_when) == ("Both", "one is crossed", "")


@pytest.mark.parametrize("choice", ["own", "both", 2])
def test_nothing_but_keeping_and_removing_can_be_said_of_what_was_removed(
    pair: tuple[Archive, Archive, ArticleId, str], choice: int | str
) -> None:
    mine, theirs, _, uid = pair
    annotate.set_note(mine, uid, "still needed")
    annotate.unmark(theirs, [uid])
    merging.merge(mine, side(theirs))
    with pytest.raises(Invalid):
        resolving.resolve(mine, "passage", uid, "", choice, "some words")
    assert annotate.find(mine, uid).note == "still needed" and len(resolving.conflicts(mine)) == 1


def test_who_removed_and_who_changed_is_told_from_where_one_stands(
    pair: tuple[Archive, Archive, ArticleId, str],
) -> None:
    mine, theirs, _, uid = pair
    annotate.set_note(mine, uid, "still needed")
    annotate.unmark(theirs, [uid])
    merging.merge(mine, side(theirs))
    merging.merge(theirs, side(mine))
    here, there = (resolving.conflicts(archive)[0] for archive in (mine, theirs))
    assert here.mine == (True, False) and there.mine == (False, True)
    assert here.values == there.values == ("kept", "removed")


def test_what_is_written_is_held_to_what_the_field_is_held_to(
    pair: tuple[Archive, Archive, ArticleId, str],
) -> None:
    mine, theirs, article, _ = pair
    codebook.add(mine, "land")
    uid = mine.store.articles.get(article).uid
    for archive, word in ((mine, "mine"), (theirs, "theirs")):
        codebook.rename(archive, "water", word)
        curate.edit(archive, article, title=word, byline=[word])
        curate.set_rights(archive, [article], embargo=f"2030-01-0{len(word)}")
    merging.merge(mine, side(theirs))
    tag = next(each.uid for each in resolving.conflicts(mine) if each.kind == "tag")
    for kind, of, field, words in (
        ("tag", tag, "path", "land"),
        ("tag", tag, "path", " / "),
        ("article", uid, "embargo", "soon"),
    ):
        with pytest.raises(Invalid):
            resolving.resolve(mine, kind, of, field, "own", words)
    resolving.resolve(mine, "article", uid, "title", "own", "  Two\nlines ")
    resolving.resolve(mine, "article", uid, "byline", "own", " Ana;; Ben ")
    resolving.resolve(mine, "article", uid, "embargo", "own", "5 May 2031")
    resolving.resolve(mine, "tag", tag, "path", "own", "land / water ")
    kept = mine.store.articles.get(article)
    assert (kept.title, kept.byline) == ("Two lines", ("Ana", "Ben"))
    assert curate.rights(mine, article).embargo == "2031-05-05"
    assert codebook.paths(mine) == ["land", "land/water"]
    assert resolving.conflicts(mine) == [] and faults(mine) == []


def test_a_correction_is_told_without_bounds_that_say_the_same() -> None:
    said = {"value": 1500000.0, "least": 1500000.0, "most": 1500000.0, "unit": "people"}
    assert written.correction(said) == "value: 1,500,000, unit: people"
    assert written.correction({"value": 2.5, "least": 2.0, "most": 3.0}) == "value: 2.5, least: 2, most: 3"
