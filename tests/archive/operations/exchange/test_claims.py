"""Figures that two people put into two series wait for a person, side by side; one of the series shows them, the same in every archive."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import Invalid, NotFound
from archive.operations import acts, extracting, figures, grouping
from archive.operations.exchange import merging, resolving
from tests.archive.conftest import AddArticle
from tests.archive.exchanged import faults, said, side
from tests.archive.made import new_archive
from tests.archive.times import Rules

Pair = tuple[Archive, Archive]
BODY = "There were 30 boats in 2019.\nThere were 4 nets in 2019."


@pytest.fixture
def pair(tmp_path: Path, add_article: AddArticle, rules: Rules) -> Iterator[Pair]:
    """Two copies in which each author put the boats into a series of their own."""
    with ExitStack() as stack:
        mine = stack.enter_context(new_archive(tmp_path / "Mine.waystation"))
        add_article(mine, BODY, "The harbour")
        extracting.settle(mine)
        mine.checkpoint()
        shutil.copy(mine.path, tmp_path / "Theirs.waystation")
        theirs = stack.enter_context(Archive.open(tmp_path / "Theirs.waystation"))
        grouping.name_series(mine, boats(mine), "Fleet")
        grouping.write_meaning(theirs, boats(theirs), "What floats")
        yield mine, theirs


def boats(archive: Archive) -> str:
    """The key of the boats."""
    key = archive.store.connections.value("SELECT key FROM figures WHERE exact LIKE '30%'")
    return str(key)


def holder(archive: Archive) -> str:
    return next(each for each in figures.figures(archive) if each.exact.startswith("30")).series


def test_both_series_are_kept_and_shown_side_by_side(pair: Pair) -> None:
    mine, theirs = pair
    uids = {holder(mine): "Fleet", holder(theirs): "boats · What floats"}
    told, _ = merging.merge(mine, side(theirs))
    (found,) = resolving.conflicts(mine)
    assert (found.kind, found.title, found.values) == ("series", "boats", tuple(uids[uid] for uid in sorted(uids)))
    assert dict(zip(found.values, found.mine, strict=True)) == {"Fleet": True, "boats · What floats": False}
    assert holder(mine) == found.names[0] == min(uids)
    assert told.conflicts == 1
    assert {each.uid for each in mine.store.series.all()} == set(uids)
    assert faults(mine) == []


def test_it_comes_to_the_same_from_both_sides_and_when_it_is_done_again(pair: Pair) -> None:
    mine, theirs = pair
    before = said(mine)
    _, change = merging.merge(mine, side(theirs))
    merging.merge(theirs, side(mine))
    after = said(mine)
    assert said(theirs) == after
    assert not merging.merge(mine, side(theirs))[1].touched
    assert change.inverse is not None
    back = acts.perform(mine, change.inverse)
    assert said(mine) == before
    assert back.inverse is not None
    acts.perform(mine, back.inverse)
    assert said(mine) == after


@pytest.mark.parametrize("choice", [0, 1])
def test_a_decision_holds_here_and_elsewhere_and_is_taken_back(pair: Pair, choice: int) -> None:
    mine, theirs = pair
    merging.merge(mine, side(theirs))
    (found,) = resolving.conflicts(mine)
    before = said(mine)
    change = resolving.resolve(mine, found.kind, found.uid, found.field, choice)
    assert holder(mine) == found.names[choice]
    assert resolving.conflicts(mine) == []
    merging.merge(theirs, side(mine))
    assert holder(theirs) == found.names[choice]
    assert said(theirs) == said(mine)
    assert resolving.conflicts(theirs) == []
    assert change.inverse is not None
    acts.perform(mine, change.inverse)
    assert said(mine) == before
    assert len(resolving.conflicts(mine)) == 1


def test_what_is_no_choice_is_refused_and_what_is_decided_cannot_be_decided_again(pair: Pair) -> None:
    mine, theirs = pair
    merging.merge(mine, side(theirs))
    (found,) = resolving.conflicts(mine)
    with pytest.raises(Invalid):
        resolving.resolve(mine, found.kind, found.uid, found.field, 2)
    resolving.resolve(mine, found.kind, found.uid, found.field, 1)
    with pytest.raises(NotFound):
        resolving.resolve(mine, found.kind, found.uid, found.field, 0)


def test_the_other_series_has_the_figures_when_those_who_had_them_take_them_out(pair: Pair) -> None:
    mine, theirs = pair
    first, second = sorted((mine, theirs), key=holder)
    loser = holder(second)
    merging.merge(second, side(first))
    assert holder(second) == holder(first)
    grouping.write_meaning(first, holder(first), "")
    grouping.name_series(first, holder(first), "")  # nothing is said of it any more: it goes
    merging.merge(second, side(first))
    assert holder(second) == loser
    assert resolving.conflicts(second) == []


def test_who_moves_figures_here_decides_without_being_asked(pair: Pair) -> None:
    mine, theirs = pair
    merging.merge(mine, side(theirs))
    (found,) = resolving.conflicts(mine)
    nets = str(mine.store.connections.value("SELECT key FROM figures WHERE exact LIKE '4%'"))
    grouping.merge_series(mine, [nets, holder(mine)])
    grouping.merge_series(mine, [holder(mine), *(uid for uid in found.names if uid != found.names[0])])
    assert resolving.conflicts(mine) == []
    assert len(mine.store.series.all()) == 1


def _key(archive: Archive, counted: str) -> str:
    return str(archive.store.connections.value("SELECT key FROM figures WHERE counted = ?", (counted,)))


@pytest.mark.parametrize("uid", ["0" * 32, "f" * 32])
def test_a_series_that_one_joined_to_another_and_the_other_changed_claims_its_figures_in_every_order(
    tmp_path: Path, add_article: AddArticle, rules: Rules, monkeypatch: pytest.MonkeyPatch, uid: str
) -> None:
    """It comes back whole: what was taken out of it when it went is not told of the one that comes back."""
    with ExitStack() as stack:
        first = stack.enter_context(new_archive(tmp_path / "First.waystation"))
        add_article(first, BODY, "The harbour")
        extracting.settle(first)
        grouping.write_meaning(first, boats(first), "What floats")
        first.checkpoint()
        second = stack.enter_context(Archive.open(shutil.copy(first.path, tmp_path / "Second.waystation")))
        floats = holder(first)
        monkeypatch.setattr(grouping, "new_uid", lambda: uid)
        grouping.name_series(first, _key(first, "nets"), "Gear")
        grouping.merge_series(first, [uid, floats])
        grouping.write_meaning(second, floats, "What floats, and barges")
        sides = []
        for number, archive in enumerate((first, second)):
            archive.checkpoint()
            shutil.copy(archive.path, tmp_path / f"{number}.waystation")
            sides.append(side(stack.enter_context(Archive.open(tmp_path / f"{number}.waystation"))))
        before = said(first)
        _, change = merging.merge(first, sides[1])
        merging.merge(second, sides[0])
        after = said(first)
        assert said(second) == after
        assert holder(first) == holder(second) == min(uid, floats)
        assert all(f"key:{boats(first)}" in after["series", each]["elements"] for each in (uid, floats))
        assert len([each for each in resolving.conflicts(first) if each.field == f"key:{boats(first)}"]) == 1
        assert faults(first) == faults(second) == []
        assert change.inverse is not None
        back = acts.perform(first, change.inverse)
        assert said(first) == before
        assert back.inverse is not None
        acts.perform(first, back.inverse)
        assert said(first) == after
