"""What is said of articles that have another uid in each archive: the same revision everywhere, whichever way it went, in whatever order it is joined."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import permutations
from pathlib import Path
from shutil import copy

import pytest

from archive.archive import Archive
from archive.model.exchange import Conflict
from archive.operations import acts, memos, origins
from archive.operations.exchange import bundling, foreign, merging, resolving
from tests.archive.exchanged import faults, said, side
from tests.archive.operations.exchange import begun
from tests.archive.operations.exchange.steps import archived, articles
from tests.archive.times import Rules

ORDERS = list(permutations(range(3)))


class Authors:
    """Three archives that never had a common beginning, and copies of them in which they are joined."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self._stack, self._copies = folder, stack, 0
        self.archives = [self._begun(name) for name in ("Ada", "Ben", "Cleo")]

    def _begun(self, name: str) -> Archive:
        path = self.folder / f"{name}.waystation"
        begun.begin(path)
        return self._stack.enter_context(Archive.open(path))

    def copy(self, archive: Archive) -> Archive:
        archive.checkpoint()
        self._copies += 1
        return self._stack.enter_context(
            Archive.open(copy(archive.path, self.folder / f"Copy {self._copies}.waystation"))
        )

    def joined(self, first: int, *others: int) -> Archive:
        archive = self.copy(self.archives[first])
        for other in others:
            merging.merge(archive, side(self.archives[other]))
        return archive

    def agreed(self) -> list[Archive]:
        """The three joined in every order, found to say the same, and to stay so when it is done again."""
        together = [self.joined(*order) for order in ORDERS]
        for archive, order in zip(together, ORDERS, strict=True):
            assert said(archive) == said(together[0]), order
            assert faults(archive) == []
            for number in order[1:]:
                assert not merging.merge(archive, side(self.archives[number]))[1].touched
            assert said(archive) == said(together[0]), order
        return together


@pytest.fixture
def authors(tmp_path: Path, rules: Rules) -> Iterator[Authors]:
    with ExitStack() as stack:
        yield Authors(tmp_path, stack)


def link(archive: Archive, of: int) -> None:
    """Says that one of the two articles was copied from the other."""
    both = articles(archive)
    origins.link(archive, both[of], both[1 - of])


def open_questions(archive: Archive) -> list[Conflict]:
    """What waits to be decided of where articles come from."""
    return [each for each in resolving.conflicts(archive) if each.kind == "origin"]


def shown(archive: Archive) -> set[str]:
    """The names of the articles that were copied, as every archive calls them."""
    sql = "SELECT a.title FROM origin_judgements j JOIN articles a ON a.id = j.article"
    return {row[0] for row in archive.store.connections.rows(sql)}


@pytest.mark.parametrize("told", [(0, 1, 0), (0, 1, 1), (1, 0, 1), (0, 0, 1)])
@pytest.mark.parametrize("round", range(3))
def test_which_of_two_was_copied_shows_alike_in_every_order(
    authors: Authors, told: tuple[int, ...], round: int
) -> None:
    for archive, of in zip(authors.archives, told, strict=True):
        link(archive, of)
    together = authors.agreed()
    assert len(set(map(frozenset, map(shown, together)))) == 1
    assert all(len(open_questions(archive)) == 1 for archive in together)


def test_what_all_say_alike_and_one_takes_back_is_joined_alike(authors: Authors) -> None:
    for archive in authors.archives:
        link(archive, 0)
    origins.split(authors.archives[0], articles(authors.archives[0])[0])
    merging.merge(authors.archives[2], side(authors.archives[1]))
    authors.agreed()


def test_a_decision_about_it_is_one_for_all(authors: Authors) -> None:
    for archive, of in zip(authors.archives, (0, 1, 0), strict=True):
        link(archive, of)
    first, second, third = authors.archives
    merging.merge(second, side(first))
    (found,) = open_questions(second)
    resolving.resolve(second, found.kind, found.uid, found.field, 1)
    merging.merge(third, side(second))
    authors.agreed()


def test_it_keeps_its_name_on_the_way_through_another_archive(authors: Authors) -> None:
    """Ada's judgement reaches Cleo through Ben's archive, changed there; Ada's own is behind it."""
    first, second, third = authors.archives
    link(first, 0)
    merging.merge(second, side(first))
    origins.split(second, articles(second)[0])
    merging.merge(third, side(second))
    merging.merge(third, side(first))
    assert open_questions(third) == []
    (verdict,) = third.store.connections.rows("SELECT verdict FROM origin_judgements")
    assert verdict[0] == "rejected"
    authors.agreed()


def test_so_it_does_in_a_bundle_and_in_an_archive_that_is_a_file(authors: Authors, tmp_path: Path) -> None:
    first, second, third = authors.archives
    link(first, 0)
    bundling.bundle(first, tmp_path / "first.waystation-bundle")
    foreign.bring(second, tmp_path / "first.waystation-bundle")
    origins.split(second, articles(second)[0])
    other = authors.copy(third)
    second.checkpoint()
    bundling.bundle(second, tmp_path / "second.waystation-bundle")
    for archive, path in ((third, tmp_path / "second.waystation-bundle"), (other, second.path)):
        foreign.bring(archive, path)
        foreign.bring(archive, tmp_path / "first.waystation-bundle")
        assert open_questions(archive) == []
        assert archive.store.connections.value("SELECT verdict FROM origin_judgements") == "rejected"


@pytest.mark.parametrize("remover", [0, 1])
def test_what_was_taken_back_after_others_got_it_goes_everywhere(authors: Authors, remover: int) -> None:
    first, second, third = authors.archives
    both = articles(first)
    linked = origins.link(first, both[0], both[1])
    _, written = memos.create(first, "About it", "A word.", about=("article", archived(first, 0)))
    for archive in (second, third):
        merging.merge(archive, side(first))
    if remover == 0:
        for change in (written, linked):
            assert change.inverse is not None
            acts.perform(first, change.inverse)
    else:
        (memo,) = [each for each in memos.memos(second) if each.title == "About it"]
        memos.delete(second, memo.uid)
    for archive in authors.agreed():
        assert "About it" not in {each.title for each in memos.memos(archive)}
        assert bool(shown(archive)) == (remover == 1)
        assert open_questions(archive) == []


def test_a_memo_about_it_that_was_changed_there_stays(authors: Authors) -> None:
    first, second, _ = authors.archives
    memo, _ = memos.create(first, "About it", "A word.", about=("article", archived(first, 0)))
    merging.merge(second, side(first))
    memos.delete(first, memo.uid)
    memos.edit(second, memo.uid, text="Another word.")
    for archive in authors.agreed():
        (kept,) = [each for each in memos.memos(archive) if each.title == "About it"]
        assert kept.text == "Another word."


def test_what_an_archive_kept_before_names_stayed_is_read(authors: Authors) -> None:
    """Where nobody knows any more what its author called an article, it is told as it is called here."""
    first, second, third = authors.archives
    link(first, 0)
    link(second, 1)
    merging.merge(second, side(first))
    with second.atomic():
        second.store.connections.change("DELETE FROM exchange_aliases WHERE kind = 'article'")
    merging.merge(third, side(second))
    assert len(open_questions(third)) == 1 and faults(third) == []
