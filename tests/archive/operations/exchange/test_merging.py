"""Joining the work of two: nothing is lost, nothing doubled, nothing decided by a clock, and all of it taken back as one act."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base import clock
from archive.model.ids import ArticleId
from archive.operations import acts, annotate, codebook, collect, curate, editions, maintain, memos
from archive.operations.exchange import merging
from tests.archive.conftest import AddArticle
from tests.archive.exchanged import faults, said, side
from tests.archive.made import new_archive
from tests.archive.operations.exchange import begun
from tests.archive.times import Rules

BODY = "The lock opened at six.\nNobody was there.\nThe lock closed at nine."


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def pair(tmp_path: Path, add_article: AddArticle, stack: ExitStack) -> tuple[Archive, Archive, ArticleId]:
    """Two copies of one archive with an article, a passage under a tag, and a memo."""
    first = stack.enter_context(new_archive(tmp_path / "Mine.waystation"))
    article = add_article(first, BODY, "The lock")
    annotate.mark(first, article, 9, 17, note="one\ntwo\nthree", tags=["water/locks"])
    memos.create(first, "Plan", "first\nsecond\nthird")
    first.checkpoint()
    shutil.copy(first.path, tmp_path / "Theirs.waystation")
    return first, stack.enter_context(Archive.open(tmp_path / "Theirs.waystation")), article


def join(here: Archive, there: Archive) -> object:
    return merging.merge(here, side(there))[1]


def test_a_copy_that_nobody_changed_changes_nothing(pair: tuple[Archive, Archive, ArticleId]) -> None:
    mine, theirs, _ = pair
    before = said(mine)
    told, change = merging.merge(mine, side(theirs))
    assert (told.added, told.changed, told.removed, told.conflicts) == ({}, {}, {}, 0)
    assert not change.touched and said(mine) == before


def test_what_one_side_did_is_taken_and_what_the_other_did_stays(pair: tuple[Archive, Archive, ArticleId]) -> None:
    mine, theirs, article = pair
    (passage,) = annotate.passages(mine)
    annotate.set_note(mine, passage.uid, "ONE\ntwo\nthree")
    annotate.set_note(theirs, passage.uid, "one\ntwo\nTHREE")
    curate.edit(theirs, article, publisher="The Gazette")
    annotate.tag(theirs, [passage.uid], "night")
    made, _ = annotate.mark(theirs, article, 33, 39, note="who?")
    told, change = merging.merge(mine, side(theirs))
    (first, second) = annotate.passages(mine)
    assert first.note == "ONE\ntwo\nTHREE"
    assert {use.path for use in first.tags} == {"water/locks", "night"}
    assert (second.uid, second.note, second.anchor) == (made.uid, "who?", made.anchor)
    assert mine.store.articles.get(article).publisher == "The Gazette"
    assert told.conflicts == 0 and told.added == {"tag": 1, "passage": 1}
    assert change.touches("passage")


def test_it_comes_to_the_same_from_both_sides_and_is_the_same_when_done_again(
    pair: tuple[Archive, Archive, ArticleId],
) -> None:
    mine, theirs, article = pair
    (passage,) = annotate.passages(mine)
    annotate.move_edges(mine, passage.uid, 9, 24)
    annotate.move_edges(theirs, passage.uid, 13, 17)
    codebook.define(mine, "water/locks", "Gates")
    codebook.define(theirs, "water/locks", "Doors")
    curate.edit(mine, article, title="Mine")
    curate.edit(theirs, article, title="Theirs")
    there = side(theirs)
    told, _ = merging.merge(mine, there)
    assert told.conflicts == 3
    join(theirs, mine)
    assert said(mine) == said(theirs)
    before = said(mine)
    assert not merging.merge(mine, side(theirs))[1].touched
    assert said(mine) == before


def test_a_merge_is_one_act_that_is_taken_back_and_done_again(
    pair: tuple[Archive, Archive, ArticleId], add_article: AddArticle
) -> None:
    mine, theirs, article = pair
    (passage,) = annotate.passages(theirs)
    annotate.set_note(mine, passage.uid, "mine")
    annotate.set_note(theirs, passage.uid, "theirs")
    other = add_article(theirs, "Another text.", "Another")
    annotate.mark(theirs, other, 0, 7, tags=["new"])
    curate.edit(theirs, article, title="A better title")
    collect.create_with(theirs, "Shelf", [other, article])
    before = said(mine)
    told, change = merging.merge(mine, side(theirs))
    after = said(mine)
    assert told.conflicts == 1
    assert after != before and change.inverse is not None
    back = acts.perform(mine, change.inverse)
    assert said(mine) == before
    assert back.inverse is not None
    again = acts.perform(mine, back.inverse)
    assert said(mine) == after
    assert again.inverse is not None
    acts.perform(mine, again.inverse)
    assert said(mine) == before
    merging.merge(mine, side(theirs))
    assert said(mine) == after


def test_removed_there_and_not_changed_here_is_removed(pair: tuple[Archive, Archive, ArticleId]) -> None:
    mine, theirs, _ = pair
    (passage,) = annotate.passages(theirs)
    annotate.unmark(theirs, [passage.uid])
    told, change = merging.merge(mine, side(theirs))
    assert annotate.passages(mine) == [] and told.removed == {"passage": 1}
    assert change.inverse is not None
    acts.perform(mine, change.inverse)
    assert len(annotate.passages(mine)) == 1


@pytest.mark.parametrize("remover", [0, 1])
def test_removed_on_one_side_and_changed_on_the_other_is_kept_and_told(
    pair: tuple[Archive, Archive, ArticleId], remover: int
) -> None:
    mine, theirs, _ = pair
    (passage,) = annotate.passages(theirs)
    annotate.unmark(pair[remover], [passage.uid])
    annotate.set_note(pair[1 - remover], passage.uid, "still needed")
    told, _ = merging.merge(mine, side(theirs))
    (kept,) = annotate.passages(mine)
    assert kept.note == "still needed" and told.conflicts >= 1
    join(theirs, mine)
    assert said(mine) == said(theirs)


def test_a_removed_tag_that_is_still_used_comes_back_with_the_ones_above_it(
    pair: tuple[Archive, Archive, ArticleId],
) -> None:
    mine, theirs, article = pair
    before = {entry.path: entry.uid for entry in theirs.store.codebook.entries()}
    codebook.remove(mine, "water")
    collect.tag(theirs, [article], "water/locks")
    merging.merge(mine, side(theirs))
    assert {entry.path: entry.uid for entry in mine.store.codebook.entries()} == before
    join(theirs, mine)
    assert said(mine) == said(theirs)


def related(archive: Archive) -> set[tuple[str, str]]:
    """The names of tags that belong together."""
    tags = {tag.id: tag for tag in codebook.tree(archive)}
    return {tuple(sorted((tag.path, tags[each].path))) for tag in tags.values() for each in tag.related}  # type: ignore[misc]


def by_uid(archive: Archive, *paths: str) -> list[str]:
    """The tags in the order of their uids, by which it is told which of two has what they have in common."""
    uids = {entry.path: entry.uid for entry in archive.store.codebook.entries()}
    return sorted(paths, key=uids.__getitem__)


@pytest.mark.parametrize("end", [0, 1], ids=["first by uid", "last by uid"])
def test_a_removed_tag_stays_where_another_author_meanwhile_related_it_to_one(
    pair: tuple[Archive, Archive, ArticleId], tmp_path: Path, stack: ExitStack, end: int
) -> None:
    mine, theirs, _ = pair
    for path in ("bank", "ford"):
        codebook.add(mine, path)
    join(theirs, mine)
    mine.checkpoint()
    third = stack.enter_context(Archive.open(shutil.copy(mine.path, tmp_path / "Third.waystation")))
    codebook.remove(mine, by_uid(mine, "bank", "ford")[end])
    codebook.relate(theirs, "bank", "ford")
    theirs.checkpoint()
    other = stack.enter_context(Archive.open(shutil.copy(theirs.path, tmp_path / "Other.waystation")))
    for here, those in ((mine, (theirs, third)), (other, (mine, third)), (third, (mine, theirs))):
        for there in those:
            join(here, there)
    for archive in (mine, other, third):
        assert related(archive) == {("bank", "ford")}
        assert said(archive) == said(mine) and faults(archive) == []


@pytest.mark.parametrize("ends", [(0,), (1,), (0, 1)], ids=["first by uid", "last by uid", "both"])
def test_a_tag_that_was_removed_with_what_related_it_is_gone_elsewhere_too(
    pair: tuple[Archive, Archive, ArticleId], ends: tuple[int, ...]
) -> None:
    mine, theirs, _ = pair
    for path in ("bank", "ford"):
        codebook.add(mine, path)
    codebook.relate(mine, "bank", "ford")
    join(theirs, mine)
    assert related(theirs) == {("bank", "ford")}
    two = by_uid(mine, "bank", "ford")
    for end in ends:
        codebook.remove(mine, two[end])
    join(theirs, mine)
    left = {tag.path for tag in codebook.tree(theirs)} & set(two)
    assert left == set(two) - {two[end] for end in ends}
    assert related(theirs) == set() and said(theirs) == said(mine)
    join(mine, theirs)
    assert said(theirs) == said(mine) and faults(mine) == []


def test_a_removed_tag_does_not_come_back_for_what_lies_below_another_of_its_name(
    tmp_path: Path, stack: ExitStack
) -> None:
    """Three have tags of the same names; one of them removes theirs, which the two others have got meanwhile."""
    archives = [stack.enter_context(new_archive(tmp_path / f"{name}.waystation")) for name in "abc"]
    for archive in archives:
        codebook.add(archive, "water/locks")
    mine, theirs, third = archives
    gone = {entry.uid for entry in mine.store.codebook.entries()}
    join(theirs, mine)
    join(third, theirs)
    codebook.remove(mine, "water")
    for archive in archives:
        archive.checkpoint()
    told = []
    for number, order in enumerate(((0, 1, 2), (1, 0, 2), (1, 2, 0), (2, 0, 1))):
        copies = [
            stack.enter_context(Archive.open(shutil.copy(each.path, tmp_path / f"{number}{each.path.name}")))
            for each in archives
        ]
        for other in order[1:]:
            join(copies[order[0]], copies[other])
        together = copies[order[0]]
        told.append(said(together))
        assert gone.isdisjoint(entry.uid for entry in together.store.codebook.entries())
        assert not merging.merge(together, side(copies[order[-1]]))[1].touched
        assert faults(together) == []
    assert told.count(told[0]) == len(told)


@pytest.mark.parametrize("moved", [False, True], ids=["made in it", "moved into it"])
def test_a_removed_collection_into_which_another_was_put_stays(
    pair: tuple[Archive, Archive, ArticleId], tmp_path: Path, stack: ExitStack, moved: bool
) -> None:
    mine, theirs, _ = pair
    collect.create(mine, "Shelf")
    collect.create(mine, "Box")
    join(theirs, mine)
    ours, there = ({each.name: each.id for each in one.store.collections.list()} for one in pair[:2])
    collect.delete(mine, ours["Shelf"])
    if moved:
        collect.move(theirs, there["Box"], there["Shelf"])
    else:
        collect.create(theirs, "Box in it", there["Shelf"])
    theirs.checkpoint()
    other = stack.enter_context(Archive.open(shutil.copy(theirs.path, tmp_path / "Other.waystation")))
    join(other, mine)
    join(mine, theirs)
    assert said(mine) == said(other)
    for archive in (mine, other):
        shelves = {each.name: each for each in archive.store.collections.list()}
        assert shelves["Box" if moved else "Box in it"].parent == shelves["Shelf"].id
        assert faults(archive) == []


@pytest.fixture
def ringed(pair: tuple[Archive, Archive, ArticleId], tmp_path: Path, stack: ExitStack) -> tuple[Archive, Archive]:
    """Two archives that were joined after each had put one of two collections into the other."""
    mine, theirs, _ = pair
    collect.create(mine, "Box")
    collect.create(mine, "Shelf")
    join(theirs, mine)
    ours, there = ({each.name: each.id for each in one.store.collections.list()} for one in pair[:2])
    collect.move(mine, ours["Box"], ours["Shelf"])
    collect.move(theirs, there["Shelf"], there["Box"])
    theirs.checkpoint()
    other = stack.enter_context(Archive.open(shutil.copy(theirs.path, tmp_path / "Other.waystation")))
    join(other, mine)
    join(mine, theirs)
    return mine, other


def shelves(archive: Archive) -> dict[str, str | None]:
    """{a collection's name: that of the one that it is shown in}."""
    found = {each.id: each for each in archive.store.collections.list()}
    return {each.name: None if each.parent is None else found[each.parent].name for each in found.values()}


def test_collections_that_each_side_put_into_the_other_are_both_seen(ringed: tuple[Archive, Archive]) -> None:
    seen = []
    for archive in ringed:
        shown = archive.store.collections.list()
        (top,) = [each for each in shown if each.parent is None]
        (inner,) = [each for each in shown if each.parent == top.id]
        seen.append((top.uid, inner.uid))
        assert top.uid < inner.uid
        collect.move(archive, top.id, None)
        assert [each.id for each in archive.store.collections.list() if each.parent is None] == [top.id]
        assert faults(archive) == []
    assert seen[0] == seen[1]


def test_such_collections_are_mended_as_they_are_shown_and_stay_so_when_joined(
    ringed: tuple[Archive, Archive],
) -> None:
    mine, other = ringed
    shown = shelves(mine)
    (found,) = [each for each in maintain.check(mine, repair=True) if "inside itself" in each.what]
    assert found.repaired and faults(mine) == []
    assert shelves(mine) == shown
    join(other, mine)
    assert faults(other) == [], "who joins a mended one has it mended"
    assert shelves(other) == shown
    join(mine, other)
    assert shelves(mine) == shown and said(mine) == said(other)


def test_an_undone_removal_brings_it_back_elsewhere(pair: tuple[Archive, Archive, ArticleId]) -> None:
    mine, theirs, _ = pair
    (passage,) = annotate.passages(theirs)
    change = annotate.unmark(theirs, [passage.uid])
    join(mine, theirs)
    assert change.inverse is not None
    acts.perform(theirs, change.inverse)
    join(mine, theirs)
    assert [each.uid for each in annotate.passages(mine)] == [passage.uid]
    assert said(mine) == said(theirs)


def test_no_clock_decides(pair: tuple[Archive, Archive, ArticleId]) -> None:
    mine, theirs, article = pair
    (passage,) = annotate.passages(mine)
    with clock.frozen(datetime(2099, 1, 1, tzinfo=UTC)):
        annotate.set_note(theirs, passage.uid, "from the future")
    annotate.set_note(mine, passage.uid, "one\ntwo\nTHREE")
    told, _ = merging.merge(mine, side(theirs))
    assert told.conflicts == 1
    with clock.frozen(datetime(1999, 1, 1, tzinfo=UTC)):
        curate.edit(theirs, article, title="Late and early")
    join(mine, theirs)
    assert mine.store.articles.get(article).title == "Late and early"


def test_the_same_article_under_two_uids_is_one(tmp_path: Path, add_article: AddArticle, stack: ExitStack) -> None:
    archives = [stack.enter_context(new_archive(tmp_path / f"{name}.waystation")) for name in "ab"]
    for archive, word in zip(archives, ("lock", "Nobody"), strict=True):
        article = add_article(archive, BODY, "The lock")
        start = archive.store.editions.text(article).index(word)
        annotate.mark(archive, article, start, start + len(word))
    told, _ = merging.merge(archives[0], side(archives[1]))
    assert told.united == 1 and len(curate_articles(archives[0])) == 1
    assert [each.anchor.exact for each in annotate.passages(archives[0])] == ["lock", "Nobody"]
    join(archives[1], archives[0])
    assert said(archives[0]) == said(archives[1])
    assert not merging.merge(archives[0], side(archives[1]))[1].touched


def curate_articles(archive: Archive) -> list[ArticleId]:
    from archive.model.search import Scope

    return list(archive.store.articles.ids(Scope()))


def test_two_tags_of_one_name_stay_two(tmp_path: Path, stack: ExitStack) -> None:
    archives = [stack.enter_context(new_archive(tmp_path / f"{name}.waystation")) for name in "ab"]
    for archive, definition in zip(archives, ("Gates", "Hair"), strict=True):
        codebook.add(archive, "water/locks", definition=definition)
    merging.merge(archives[0], side(archives[1]))
    tags = {tag.path: tag.definition for tag in codebook.tree(archives[0])}
    assert sorted(definition for definition in tags.values() if definition) == ["Gates", "Hair"]
    join(archives[1], archives[0])
    assert said(archives[0]) == said(archives[1])


def test_a_passage_whose_words_are_not_there_is_held_back(pair: tuple[Archive, Archive, ArticleId]) -> None:
    mine, theirs, article = pair
    made, _ = annotate.mark(theirs, article, 33, 39)
    with theirs.atomic():
        theirs.store.connections.change("UPDATE passages SET exact = 'Someone' WHERE uid = ?", (made.uid,))
    told, change = merging.merge(mine, side(theirs))
    assert told.held == 1
    assert [each[:2] for each in mine.store.exchange.held()] == [("passage", made.uid)]
    assert made.uid not in {each.uid for each in annotate.passages(mine)}
    assert merging.merge(mine, side(theirs))[0].held == 0
    assert change.inverse is not None
    acts.perform(mine, change.inverse)
    assert mine.store.exchange.held() == []


def test_a_dry_run_tells_and_writes_nothing(pair: tuple[Archive, Archive, ArticleId]) -> None:
    mine, theirs, article = pair
    annotate.mark(theirs, article, 33, 39)
    before = said(mine)
    told, change = merging.merge(mine, side(theirs), dry_run=True)
    assert told.added == {"passage": 1} and not change.touched
    assert said(mine) == before


def test_what_is_purged_is_told_to_nobody(pair: tuple[Archive, Archive, ArticleId]) -> None:
    mine, _, article = pair
    (passage,) = annotate.passages(mine)
    annotate.set_note(mine, passage.uid, "a secret word")
    annotate.unmark(mine, [passage.uid])
    curate.trash(mine, [article])
    curate.purge(mine, [article])
    mine.checkpoint()
    assert mine.store.connections.rows("SELECT * FROM exchange_log WHERE kind IN ('passage', 'article')") == []
    assert b"a secret word" not in mine.path.read_bytes()


def test_what_a_merge_logs_of_a_passage_that_it_carries_is_logged_again_with_it(
    tmp_path: Path, stack: ExitStack, rules: Rules
) -> None:
    """Whose text shows is contested: a passage that comes in theirs is carried back to mine, as a change of mine."""
    begun.begin(tmp_path / "Begun.waystation")
    first = stack.enter_context(Archive.open(tmp_path / "Begun.waystation"))
    (article, *_) = sorted(curate_articles(first))
    aside = first.store.editions.current(article).set_aside
    first.checkpoint()
    for number in range(4):
        mine, theirs = (
            stack.enter_context(Archive.open(shutil.copy(first.path, tmp_path / f"{name}{number}.waystation")))
            for name in ("Mine", "Theirs")
        )
        editions.put_back(mine, article, aside[number % 2])
        editions.put_back(theirs, article, aside[1 - number % 2])
        change = merging.merge(mine, side(theirs))[1]
        after = said(mine)
        for _ in range(4):
            assert change.inverse is not None
            change = acts.perform(mine, change.inverse)
            assert faults(mine) == []
        assert said(mine) == after
