"""The tree of tags follows from what all say: what stands above others is the same in whatever order archives are joined."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import permutations
from pathlib import Path
from shutil import copy

import pytest

from archive.archive import Archive
from archive.operations import acts, codebook, collect
from archive.operations.exchange import bundling, foreign, merging
from tests.archive.exchanged import faults, said, side
from tests.archive.operations.exchange import begun
from tests.archive.operations.exchange.steps import articles
from tests.archive.times import Rules

Act = Callable[[Archive, Archive, Archive], None]


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def three(folder: Path, stack: ExitStack, *, copies: bool) -> list[Archive]:
    paths = [folder / f"{name}.waystation" for name in ("Ada", "Ben", "Cleo")]
    for path in paths:
        if copies and path != paths[0]:
            copy(paths[0], path)
        else:
            begun.begin(path)
    return [stack.enter_context(Archive.open(path)) for path in paths]


def join(here: Archive, there: Archive) -> None:
    merging.merge(here, side(there))


def twin(archive: Archive, path: str) -> str:
    """The path under which another tag of the same path is shown."""
    return next(each for each in codebook.paths(archive) if each.startswith(f"{path} ~ "))


def agreed(archives: list[Archive], folder: Path, stack: ExitStack) -> list[Archive]:
    """The three joined in every order, which say the same, and say it still when joined again."""
    together = []
    for archive in archives:
        archive.checkpoint()
    for number, order in enumerate(permutations(range(3))):
        copies = [
            stack.enter_context(Archive.open(copy(each.path, folder / f"{number} {each.path.name}")))
            for each in archives
        ]
        here = copies[order[0]]
        for other in order[1:]:
            join(here, copies[other])
        together.append(here)
        assert said(here) == said(together[0]), order
        assert faults(here) == []
        for other in order[1:]:
            assert not merging.merge(here, side(copies[other]))[1].touched
        paths = codebook.paths(here)
        assert all(path.rpartition("/")[0] in ("", *paths) for path in paths), "each stands below one that is there"
    return together


def renamed(ada: Archive, ben: Archive, cleo: Archive) -> None:
    codebook.rename(ada, "water", "deep")
    codebook.move(ben, "night", "water")


def added_below_one_renamed(ada: Archive, ben: Archive, cleo: Archive) -> None:
    codebook.rename(ada, "water", "deep")
    codebook.add(ben, "water/gate")
    codebook.add(cleo, "water/lamp")


def removed_renamed_and_added_to(ada: Archive, ben: Archive, cleo: Archive) -> None:
    codebook.remove(ada, "water")
    codebook.add(ben, "water/gate")
    codebook.rename(cleo, "water", "deep")


def twins_of_which_one_goes(ada: Archive, ben: Archive, cleo: Archive) -> None:
    join(ben, ada)
    join(ada, ben)
    collect.tag(ben, [articles(ben)[0]], twin(ben, "water/locks"))
    codebook.remove(ada, "water")


def twins_that_go_one_after_the_other(ada: Archive, ben: Archive, cleo: Archive) -> None:
    join(ada, cleo)
    join(ben, ada)
    collect.tag(ada, [articles(ada)[0]], "water/locks")
    codebook.remove(cleo, "water")
    codebook.remove(ben, "water")


def added_below_a_twin(ada: Archive, ben: Archive, cleo: Archive) -> None:
    join(ben, ada)
    codebook.remove(ada, "water")
    codebook.add(ben, f"{twin(ben, 'water')}/gate")


@pytest.mark.parametrize(
    "act",
    [
        renamed,
        added_below_one_renamed,
        removed_renamed_and_added_to,
        twins_of_which_one_goes,
        twins_that_go_one_after_the_other,
        added_below_a_twin,
    ],
)
def test_what_stands_above_others_is_the_same_in_every_order(
    tmp_path: Path, stack: ExitStack, rules: Rules, act: Act
) -> None:
    archives = three(tmp_path, stack, copies=act.__name__.startswith(("renamed", "added_below_one", "removed")))
    act(*archives)
    agreed(archives, tmp_path, stack)


def test_a_bare_tag_above_others_goes_when_its_place_is_taken_and_is_told_to_nobody(
    tmp_path: Path, stack: ExitStack, rules: Rules
) -> None:
    ada, ben, cleo = three(tmp_path, stack, copies=True)
    added_below_one_renamed(ada, ben, cleo)
    join(ada, ben)
    assert "water" in codebook.paths(ada)
    bundling.bundle(ada, tmp_path / "Ada.waystation-bundle")
    codebook.move(cleo, "water/lamp", None)
    foreign.bring(cleo, tmp_path / "Ada.waystation-bundle")
    assert {"water", "water/gate", "deep"} <= set(codebook.paths(cleo))
    codebook.move(cleo, "water/gate", None)
    join(ada, cleo)
    assert "water" not in codebook.paths(ada) and "gate" in codebook.paths(ada)


def test_a_used_one_is_a_tag_like_any_other(tmp_path: Path, stack: ExitStack, rules: Rules) -> None:
    archives = three(tmp_path, stack, copies=True)
    ada, ben, cleo = archives
    added_below_one_renamed(ada, ben, cleo)
    join(ada, ben)
    collect.tag(ada, [articles(ada)[0]], "water")
    for here in agreed(archives, tmp_path, stack):
        assert codebook.get(here, "water").used == 1


def test_a_merge_that_made_a_bare_tag_is_taken_back_also_when_something_was_added_below(
    tmp_path: Path, stack: ExitStack, rules: Rules
) -> None:
    ada, ben, cleo = three(tmp_path, stack, copies=True)
    added_below_one_renamed(ada, ben, cleo)
    before = codebook.paths(ben)
    _, change = merging.merge(ben, side(ada))
    after = codebook.paths(ben)
    assert "water" in after and "deep" in after
    for wanted in (before, after, before):
        assert change.inverse is not None
        change = acts.perform(ben, change.inverse)
        assert codebook.paths(ben) == wanted and faults(ben) == []
    assert change.inverse is not None
    change = acts.perform(ben, change.inverse)
    codebook.add(ben, "water/late")
    assert change.inverse is not None
    acts.perform(ben, change.inverse)
    assert {*before, "water/late"} == set(codebook.paths(ben)) and faults(ben) == []
