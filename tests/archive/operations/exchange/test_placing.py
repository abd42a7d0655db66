"""What rules read is the same date in every archive, by its place, whichever edition it counts in; and what is said of it is joined in any order."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import permutations
from pathlib import Path
from shutil import copy

import pytest

from archive.archive import Archive
from archive.model.ids import ArticleId
from archive.operations import acts, editions, events, figures, judging
from archive.operations.annotate import Span
from archive.operations.exchange import merging, resolving
from tests.archive.exchanged import faults, said, side
from tests.archive.operations.exchange import begun
from tests.archive.times import Rules

ARTICLE = ArticleId(1)


class Authors:
    """Archives that never had a common beginning, and copies of them in which they are joined."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder, self._stack, self._copies = folder, stack, 0
        self.archives = [self._begun(name) for name in ("Ada", "Ben", "Cleo")]

    def _begun(self, name: str) -> Archive:
        path = self._folder / f"{name}.waystation"
        begun.begin(path)
        return self._stack.enter_context(Archive.open(path))

    def joined(self, first: int, *others: int) -> Archive:
        archive = self.copy(first)
        for other in others:
            merging.merge(archive, side(self.archives[other]))
        return archive

    def copy(self, number: int) -> Archive:
        self.archives[number].checkpoint()
        self._copies += 1
        path = copy(self.archives[number].path, self._folder / f"Copy {self._copies}.waystation")
        return self._stack.enter_context(Archive.open(path))


@pytest.fixture
def authors(tmp_path: Path, rules: Rules) -> Iterator[Authors]:
    with ExitStack() as stack:
        yield Authors(tmp_path, stack)


def dates(archive: Archive, article: ArticleId = ARTICLE) -> list[str]:
    """The uids of the dates of an article that the rules read, in the order of its text."""
    rows = archive.store.connections.rows(
        "SELECT uid FROM mentions WHERE article = ? AND rule <> 'entered' ORDER BY start", (article,)
    )
    return [row[0] for row in rows]


def add_line(archive: Archive) -> None:
    """Puts a line back that was set aside: the article gets another edition, in which all that follows stands elsewhere."""
    editions.put_back(archive, ARTICLE, archive.store.editions.current(ARTICLE).set_aside[0])


def event_of(archive: Archive, mention: str) -> str:
    sql = "SELECT e.uid FROM mentions m JOIN events e ON e.id = m.event WHERE m.uid = ?"
    return str(archive.store.connections.value(sql, (mention,)))


@pytest.mark.parametrize("lines", [(), (1,), (2,), (0, 2), (0, 1, 2)])
def test_dates_that_three_gathered_are_offered_alike_in_every_order(authors: Authors, lines: tuple[int, ...]) -> None:
    wanted = set()
    for number, archive in enumerate(authors.archives):
        if number in lines:
            add_line(archive)
        events.merge(archive, dates(archive))
        wanted.add(event_of(archive, dates(archive)[0]))
    told = []
    for order in permutations(range(3)):
        archive = authors.joined(*order)
        assert len(dates(archive)) == 2
        contradicting = [each for each in resolving.conflicts(archive) if each.field == "event"]
        assert [len(each.values) for each in contradicting] == [3, 3]
        shown = {event_of(archive, uid) for uid in dates(archive)}
        assert shown == {min(shown)} <= wanted
        assert faults(archive) == []
        told.append(said(archive))
    assert all(each == told[0] for each in told)


def test_work_that_two_joined_is_joined_with_a_third_as_if_one_after_the_other(authors: Authors) -> None:
    first, second, third = authors.archives
    events.reject(first, dates(first)[:1])
    events.merge(second, dates(second))
    add_line(third)
    events.align(third, dates(third))
    wanted = said(authors.joined(0, 1, 2))
    inner, outer = authors.joined(1, 2), authors.copy(0)
    merging.merge(outer, side(inner))
    assert said(outer) == wanted
    merging.merge(outer, side(inner))
    assert said(outer) == wanted


def test_a_date_in_a_newer_edition_is_united_with_the_one_here_and_that_is_taken_back(authors: Authors) -> None:
    mine, theirs = authors.archives[:2]
    events.relabel(mine, dates(mine)[0], "The flood")
    add_line(theirs)
    events.set_note(theirs, dates(theirs)[0], "Who saw it?")
    before = said(mine)
    _, change = merging.merge(mine, side(theirs))
    assert len(dates(mine)) == 2
    (conflict,) = [each for each in resolving.conflicts(mine) if each.kind == "mention"]
    assert len(conflict.values) == 2
    assert change.inverse is not None
    acts.perform(mine, change.inverse)
    assert said(mine) == before


def test_copies_that_read_a_new_edition_each_by_themselves_have_one_date_of_it(tmp_path: Path, rules: Rules) -> None:
    begun.begin(tmp_path / "a.waystation")
    copy(tmp_path / "a.waystation", tmp_path / "b.waystation")
    with Archive.open(tmp_path / "a.waystation") as mine, Archive.open(tmp_path / "b.waystation") as theirs:
        for archive in (mine, theirs):
            add_line(archive)
        # As if each had called it by itself: the words around a date are part of what its uid is made of.
        with theirs.atomic():
            sql = "UPDATE mentions SET uid = 'f' || substr(uid, 2) WHERE uid = ?"
            theirs.store.connections.change(sql, (dates(theirs)[0],))
        events.confirm(mine, dates(mine)[:1])
        events.reject(theirs, dates(theirs)[:1])
        merging.merge(mine, side(theirs))
        merging.merge(theirs, side(mine))
        assert len(dates(mine)) == len(dates(theirs)) == 2
        assert said(mine) == said(theirs)


def test_what_two_entered_at_the_same_words_stays_two(authors: Authors) -> None:
    mine, theirs = authors.archives[:2]
    span = Span(ARTICLE, 4, 9)
    events.add(mine, edtf="1998", label="The flood", span=span)
    events.add(theirs, edtf="2003", label="The strike", span=span)
    ours, _ = judging.add(mine, span, value=3, counted="boats")
    others, _ = judging.add(theirs, span, value=5, counted="nets")
    merging.merge(mine, side(theirs))
    rows = mine.store.connections.rows("SELECT edtf FROM mentions WHERE rule = 'entered' ORDER BY edtf")
    assert [row[0] for row in rows] == ["1998", "2003"]
    assert {ours.uid, others.uid} <= {each.uid for each in figures.figures(mine)}
    merging.merge(theirs, side(mine))
    assert said(mine) == said(theirs)
