"""Tags that were joined, dropped or shown under another path: what shows is the same in every order, and memos on them are found."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.model.exchange import LIFE, Record
from archive.operations import annotate, codebook, memos
from archive.operations.exchange import graph, merging, offering, resolving
from archive.operations.exchange.own import Own, path_name
from tests.archive.exchanged import NOBODY, Told, faults, said, side
from tests.archive.operations.exchange.copies import Authors, join
from tests.archive.times import Rules

Act = Callable[[Archive, Archive, Archive], None]


@pytest.fixture
def authors(tmp_path: Path, rules: Rules) -> Iterator[Authors]:
    with ExitStack() as stack:
        yield Authors(tmp_path, stack)


def _uid(archive: Archive, path: str) -> str:
    entry = archive.store.codebook.entry(path)
    assert entry is not None
    return str(entry.uid)


def _bare(archive: Archive) -> str:
    """A passage without tags."""
    return next(each.uid for each in annotate.passages(archive, limit=None) if not each.tags)


def joined(ada: Archive, ben: Archive, cleo: Archive) -> None:
    offering.join_tags(ada, "night", "coal")


def used_meanwhile(ada: Archive, ben: Archive, cleo: Archive) -> None:
    offering.join_tags(ada, "night", "coal")
    annotate.tag(cleo, [_bare(cleo)], "night")


def one_after_the_other(ada: Archive, ben: Archive, cleo: Archive) -> None:
    codebook.add(ben, "soot")
    offering.join_tags(ada, "night", "coal")
    offering.join_tags(ben, "coal", "soot")
    annotate.tag(cleo, [_bare(cleo)], "night")


def to_each_other(ada: Archive, ben: Archive, cleo: Archive) -> None:
    offering.join_tags(ada, "night", "coal")
    offering.join_tags(ben, "coal", "night")
    annotate.tag(cleo, [_bare(cleo)], "night")


def to_different_ones(ada: Archive, ben: Archive, cleo: Archive) -> None:
    offering.join_tags(ada, "night", "coal")
    offering.join_tags(ben, "night", "water")
    annotate.tag(cleo, [_bare(cleo)], "night")


def told_and_used(ada: Archive, ben: Archive, cleo: Archive) -> None:
    offering.join_tags(ada, "night", "coal")
    join(ben, ada)
    annotate.tag(cleo, [_bare(cleo)], "night")
    join(cleo, ben)


def added_below(ada: Archive, ben: Archive, cleo: Archive) -> None:
    offering.join_tags(ada, "night", "coal")
    codebook.add(cleo, "night/lamp")


def dropped_before_another_is_added_below(ada: Archive, ben: Archive, cleo: Archive) -> None:
    codebook.remove(ada, "night")
    join(ben, ada)
    codebook.add(cleo, "night/lamp")


def dropped_and_added_below_where_it_was_dropped(ada: Archive, ben: Archive, cleo: Archive) -> None:
    codebook.remove(ada, "night")
    join(ben, ada)
    codebook.add(ben, "night/lamp")
    codebook.recolour(cleo, "night", "sky")


def renamed_and_dropped_before_one_is_added_below(ada: Archive, ben: Archive, cleo: Archive) -> None:
    codebook.rename(ada, "night", "dark")
    join(ben, ada)
    codebook.remove(ada, "dark")
    join(cleo, ada)
    codebook.add(cleo, "dark/lamp")


def dropped_by_one_and_renamed_by_another(ada: Archive, ben: Archive, cleo: Archive) -> None:
    codebook.remove(ada, "night")
    codebook.rename(ben, "night", "dark")
    join(ben, ada)
    codebook.add(cleo, "night/lamp")


@pytest.mark.parametrize(
    "act",
    [
        joined,
        used_meanwhile,
        one_after_the_other,
        to_each_other,
        to_different_ones,
        told_and_used,
        added_below,
        dropped_before_another_is_added_below,
        dropped_and_added_below_where_it_was_dropped,
        renamed_and_dropped_before_one_is_added_below,
        dropped_by_one_and_renamed_by_another,
    ],
)
def test_joined_and_dropped_tags_are_the_same_in_every_order(authors: Authors, act: Act) -> None:
    act(*authors.archives)
    authors.agreed()


def test_a_memo_on_a_tag_that_was_joined_through_three_archives_is_found_where_it_ended(authors: Authors) -> None:
    ada, ben, cleo = authors.archives
    codebook.add(ben, "soot")
    offering.join_tags(ada, "night", "coal")
    offering.join_tags(ben, "coal", "soot")
    memo, _ = memos.create(cleo, "Dark", "who?", about=("tag", _uid(cleo, "night")))
    linked = next(each for each in memos.memos(cleo) if each.uid != memo.uid)
    memos.link(cleo, linked.uid, ("tag", _uid(cleo, "night")))
    authors.agreed()
    for order in permutations(range(3)):
        together = authors.joined(*order)
        # Cleo's passages still have the one in the middle, which Ben joined with his.
        for path in ("coal", "soot"):
            last = ("tag", _uid(together, path))
            assert [each.uid for each in memos.memos(together, about=last)] == [memo.uid]
            assert [each.uid for each in together.store.memos.linking(*last)] == [linked.uid]
            if path == "coal":
                offering.join_tags(together, "coal", "soot")


def test_a_tag_that_was_joined_is_offered_again_where_somebody_used_it_meanwhile(authors: Authors) -> None:
    used_meanwhile(*authors.archives)
    for order in permutations(range(3)):
        together = authors.joined(*order)
        (offer,) = offering.offers(together)
        assert (offer.came, offer.here, offer.why, offer.uses) == ("night", "coal", "joined before", 1)
        offering.join_tags(together, "night", "coal")
        assert offering.offers(together) == [] and "night" not in codebook.paths(together)
        assert {use.path for use in annotate.find(together, _bare(authors.archives[0])).tags} == {"coal"}


def test_what_a_tag_was_called_is_known_when_it_is_shown_under_its_own_path_again(authors: Authors) -> None:
    """Ben renames one below another's twin; who had it before is not contradicted by what the twin was called at Ben's."""
    ada, ben, cleo = authors.archives
    codebook.recolour(ada, "night", "sky")
    codebook.add(ada, "night/lamp")
    codebook.remove(ben, "night")
    codebook.add(ben, "night", definition="Dark")
    join(ben, ada)
    twin = next(path for path in codebook.paths(ben) if path.startswith("night ~ "))
    codebook.add(ben, f"{twin}/torch")
    codebook.add(ben, f"{twin}/wick")
    join(cleo, ben)
    codebook.rename(ben, f"{twin}/torch", "fire")
    codebook.remove(ben, f"{twin}/wick")
    codebook.remove(ben, "night")
    join(ben, ada)
    assert "night/fire" in codebook.paths(ben)
    together = authors.agreed()
    assert "night/fire" in codebook.paths(together) and "night/wick" not in codebook.paths(together)
    assert [each for each in resolving.conflicts(together) if each.field == "path"] == []


class Older(Told):
    """An archive as an older version told it: what was known of a removed tag did not tell its path."""

    def records(self, kind: str, uids: Sequence[str]) -> dict[str, Record]:
        found = super().records(kind, uids)
        return {uid: _older(each) if kind == "tag" and not each.present else each for uid, each in found.items()}


def _older(removed: Record) -> Record:
    (first, last) = sorted(removed.graphs[LIFE].values(), key=lambda each: len(each.parents))
    gone = set(json.loads(last.value)["gone"]) - {path_name('"dark"')}
    told = graph.named(LIFE, last.parents, graph.canonical({"gone": sorted(gone)}))
    assert told.name != last.name, "the older version told something else"
    return replace(removed, graphs={LIFE: {first.name: first, told.name: told}})


def test_what_older_versions_told_of_removed_tags_is_joined_with_what_is_told_now_in_every_order(
    authors: Authors,
) -> None:
    ada, ben, cleo = authors.archives
    codebook.add(ben, "dark")
    join(cleo, ben)
    codebook.rename(ada, "night", "dark")
    codebook.remove(ada, "dark")
    codebook.add(ben, "dark/lamp")
    codebook.remove(cleo, "dark")

    def sides(number: int) -> list[Own]:
        archive = authors.archives[number]
        told: list[Own] = [side(archive)]
        return [*told, Older(archive.store.connections, NOBODY)] if archive is ada else told

    wanted = said(authors.joined(0, 1, 2))
    for first in range(3):
        others = [each for number in {0, 1, 2} - {first} for each in sides(number)]
        if first == 0:
            others.append(Older(ada.store.connections, NOBODY))
        for order in permutations(others):
            together = authors.copy(first)
            for other in order:
                merging.merge(together, other)
            assert said(together) == wanted
            assert faults(together) == []
