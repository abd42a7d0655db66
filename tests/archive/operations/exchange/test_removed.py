"""What one removed, another had by then and a third changed comes back the same in every order: what was said of it is not forgotten when it goes."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base import clock
from archive.operations import acts, annotate, codebook, collect, curate, events, figures, grouping, memos
from archive.operations.exchange import bundling, foreign, merging
from archive.store import exchange_uses
from tests.archive.exchanged import faults, said, side
from tests.archive.operations.exchange.copies import Authors, join
from tests.archive.operations.exchange.steps import articles
from tests.archive.times import Rules

Act = Callable[[Archive, Archive, Archive], None]
SECRET = "Thornbury"


@pytest.fixture
def authors(tmp_path: Path, rules: Rules) -> Iterator[Authors]:
    with ExitStack() as stack:
        yield Authors(tmp_path, stack)


def _nook(archive: Archive, name: str = "Nook") -> int:
    return next(each.id for each in archive.store.collections.list() if each.name == name)


def _passage(archive: Archive) -> str:
    return sorted(each.uid for each in annotate.passages(archive, limit=None))[0]


def _memo(archive: Archive) -> str:
    return next(each.uid for each in memos.memos(archive))


def collection(ada: Archive, ben: Archive, cleo: Archive) -> None:
    collect.rename(ada, _nook(ada), SECRET)
    join(ben, ada)
    collect.delete(ada, _nook(ada, SECRET))
    collect.create(cleo, "Inner", _nook(cleo))


def collection_named_alike(ada: Archive, ben: Archive, cleo: Archive) -> None:
    for archive in (ada, ben):
        collect.rename(archive, _nook(archive), SECRET)
    collect.delete(ada, _nook(ada, SECRET))
    collect.create(cleo, "Inner", _nook(cleo))


def note_of_a_passage(ada: Archive, ben: Archive, cleo: Archive) -> None:
    annotate.set_note(ada, _passage(ada), SECRET)
    join(ben, ada)
    annotate.unmark(ada, [_passage(ada)])
    annotate.set_colour(cleo, [_passage(cleo)], "sky")


def tag_on_a_passage(ada: Archive, ben: Archive, cleo: Archive) -> None:
    annotate.tag(ada, [_passage(ada)], "coal")
    join(ben, ada)
    annotate.unmark(ada, [_passage(ada)])
    annotate.set_note(cleo, _passage(cleo), "seen")


def text_of_a_memo(ada: Archive, ben: Archive, cleo: Archive) -> None:
    memos.edit(ada, _memo(ada), text=SECRET)
    join(ben, ada)
    memos.delete(ada, _memo(ada))
    memos.edit(cleo, _memo(cleo), title="Later")


def name_of_a_tag(ada: Archive, ben: Archive, cleo: Archive) -> None:
    codebook.rename(ada, "night", SECRET)
    join(ben, ada)
    codebook.remove(ada, SECRET)
    collect.tag(cleo, [articles(cleo)[0]], "night")


def definition_of_a_tag(ada: Archive, ben: Archive, cleo: Archive) -> None:
    codebook.define(ada, "night", SECRET)
    codebook.recolour(ada, "night", "sky")
    join(ben, ada)
    codebook.remove(ada, "night")
    collect.tag(cleo, [articles(cleo)[0]], "night")


def meaning_of_a_series(ada: Archive, ben: Archive, cleo: Archive) -> None:
    uid = str(ada.store.connections.value("SELECT uid FROM series"))
    grouping.write_meaning(ada, uid, SECRET)
    join(ben, ada)
    grouping.write_meaning(ada, uid, "")
    other = next(each for each in figures.figures(cleo) if each.series != uid)
    grouping.move_figure(cleo, [other.uid], uid)


def note_of_an_event(ada: Archive, ben: Archive, cleo: Archive) -> None:
    dates = [row[0] for row in ada.store.connections.rows("SELECT uid FROM mentions ORDER BY uid")]
    events.confirm(ada, dates[:1])
    for archive in (ben, cleo):
        join(archive, ada)
    events.set_note(ada, dates[0], SECRET)
    join(ben, ada)
    events.reopen(ada, dates[:1])
    events.relabel(cleo, dates[0], "The flood")


ACTS = [
    collection,
    collection_named_alike,
    note_of_a_passage,
    tag_on_a_passage,
    text_of_a_memo,
    name_of_a_tag,
    definition_of_a_tag,
    meaning_of_a_series,
    note_of_an_event,
]


@pytest.mark.parametrize("act", ACTS)
def test_what_comes_back_says_the_same_in_every_order(authors: Authors, act: Act) -> None:
    act(*authors.archives)
    authors.agreed()


@pytest.mark.parametrize("act", [collection, note_of_a_passage, text_of_a_memo, name_of_a_tag])
def test_it_comes_back_with_what_the_other_had_said_of_it(authors: Authors, act: Act) -> None:
    act(*authors.archives)
    together = authors.agreed()
    assert any(SECRET in str(each["values"]) for each in said(together).values())


def test_who_put_a_tag_on_is_told_also_when_it_comes_back(authors: Authors) -> None:
    with clock.frozen(datetime(2026, 2, 3, tzinfo=UTC)):
        tag_on_a_passage(*authors.archives)
    ben = authors.archives[1]
    sql = (
        "SELECT p.author, p.created, p.definition FROM passage_tags p JOIN tags t ON t.id = p.tag WHERE t.path = 'coal'"
    )
    wanted = [tuple(row) for row in ben.store.connections.rows(sql)]
    for order in permutations(range(3)):
        assert [tuple(row) for row in authors.joined(*order).store.connections.rows(sql)] == wanted


def test_a_bundle_tells_no_word_of_what_was_removed_and_who_still_has_it_does(authors: Authors, tmp_path: Path) -> None:
    ada, ben, cleo = authors.archives
    note_of_a_passage(ada, ben, cleo)
    join(ada, ben)
    kept = exchange_uses.remembered(ada.store.connections, "passage")
    assert list(kept) == [_passage(cleo)] and SECRET in kept[_passage(cleo)]
    bundling.bundle(ada, tmp_path / "Ada")
    with foreign.side(cleo, tmp_path / "Ada") as told:
        records = [each for kind in told.contents.counts for batch in told.batches(kind) for each in batch]
    assert not any(SECRET in repr(each) for each in records)
    assert any(each.uid == _passage(cleo) and not each.present for each in records)
    bundling.bundle(ben, tmp_path / "Ben")
    foreign.bring(cleo, tmp_path / "Ada")
    assert annotate.find(cleo, _passage(cleo)).note != SECRET
    foreign.bring(cleo, tmp_path / "Ben")
    assert annotate.find(cleo, _passage(cleo)).note == SECRET
    assert said(cleo) == said(authors.joined(0, 1, 2))
    foreign.bring(cleo, tmp_path / "Ada")
    assert said(cleo) == said(authors.joined(2, 1, 0))


def test_nothing_tells_whether_a_note_came_before_or_after_a_change_so_that_only_its_words_can_bring_it_back(
    authors: Authors,
) -> None:
    """Why a bundle without the words cannot bring what one with them does (docs/EXCHANGE.md)."""
    _, ben, cleo = authors.archives
    passage = _passage(cleo)
    annotate.set_note(ben, passage, SECRET)
    before, after = authors.copy(2), authors.copy(2)
    join(before, ben)
    annotate.set_colour(before, [passage], "sky")
    annotate.set_colour(after, [passage], "sky")
    join(after, ben)
    one, other = (side(each).records("passage", [passage])[passage] for each in (before, after))
    assert one.graphs == other.graphs and one.values == other.values and one.elements == other.elements


def test_what_was_remembered_is_let_go_when_it_is_here_again_and_comes_back_with_undo(authors: Authors) -> None:
    ada, ben, cleo = authors.archives
    note_of_a_passage(ada, ben, cleo)
    passage = _passage(cleo)
    _, first = merging.merge(ben, side(ada))
    assert passage not in {each.uid for each in annotate.passages(ben, limit=None)}
    before = said(ben)
    _, second = merging.merge(ben, side(cleo))
    assert exchange_uses.remembered(ben.store.connections, "passage") == {}
    assert annotate.find(ben, passage).note == SECRET
    assert second.inverse is not None and first.inverse is not None
    acts.perform(ben, second.inverse)
    assert said(ben) == before and list(exchange_uses.remembered(ben.store.connections, "passage")) == [passage]
    acts.perform(ben, first.inverse)
    assert annotate.find(ben, passage).note == SECRET
    assert exchange_uses.remembered(ben.store.connections, "passage") == {} and faults(ben) == []


def test_what_is_purged_is_not_remembered(authors: Authors) -> None:
    ada, ben, cleo = authors.archives
    note_of_a_passage(ada, ben, cleo)
    article = annotate.find(ben, _passage(ben)).article
    join(ben, ada)
    curate.trash(ben, [article])
    curate.purge(ben, [article])
    ben.checkpoint()
    assert exchange_uses.remembered(ben.store.connections, "passage") == {}
    assert SECRET.encode() not in ben.path.read_bytes()
