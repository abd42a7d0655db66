"""Joining is commutative, associative and idempotent over random histories of three authors, loses nothing of either side, and is
taken back to the exact state."""

import os
import shutil
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from archive.model.search import Scope
from archive.operations import acts
from archive.operations.exchange import merging
from tests.archive.exchanged import faults, said, side
from tests.archive.operations.exchange import begun
from tests.archive.operations.exchange.losses import losses
from tests.archive.operations.exchange.steps import STEPS, TAGGING, Doing, Step, live
from tests.archive.times import Rules, reading_with

STEP = st.tuples(st.integers(0, len(STEPS) - 1), st.integers(0, 4), st.integers(0, 4))
HISTORY = st.lists(STEP, max_size=6)
THREE = st.tuples(HISTORY, HISTORY, HISTORY)
# Who takes in whose work, the next one's or the one's after; and what all three do after each of these meetings.
MEETINGS = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 2)), min_size=2, max_size=2)
LATER = st.tuples(*(st.lists(STEP, max_size=4) for _ in range(6)))
FEW, MANY = 12, 400
_OWN = 7  # archives of their own, of which three others are taken each time
_done: list[None] = []
unhurried = settings(deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate))
seeded = settings(
    unhurried, max_examples=FEW, derandomize=True
)  # the same few histories each time; the soak has fresh ones


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What three copy, beside others of the same articles, which are those of three who begin with one of their own."""
    path = tmp_path_factory.mktemp("begun") / "Begun.waystation"
    with reading_with(Rules()):
        for each in (path, *(_own(path, number) for number in range(_OWN))):
            begun.begin(each)
    return path


def _own(start: Path, number: int) -> Path:
    return start.with_name(f"Own {number % _OWN}.waystation")


class Three:
    """Three authors' archives, each of which can be copied."""

    def __init__(
        self,
        folder: Path,
        start: Path,
        lives: Sequence[Sequence[Step]],
        stack: ExitStack,
        *,
        copies: bool,
        steps: Sequence[Doing] = STEPS,
    ) -> None:
        self._folder, self._stack, self._copies, self.steps = folder, stack, 0, steps
        self.start = start if copies else None
        first = zlib.crc32(repr(lives).encode())
        self.paths = []
        for number, history in enumerate(lives):
            path = folder / f"Author {number}.waystation"
            shutil.copy(start if copies else _own(start, first + number), path)
            with Archive.open(path) as archive:
                live(archive, history, steps)
                archive.checkpoint()
            self.paths.append(path)

    def open(self, number: int) -> Archive:
        """A copy of an author's archive."""
        return self._opened(self.paths[number])

    def open_start(self) -> Archive:
        """A copy of what all began with."""
        assert self.start is not None
        return self._opened(self.start)

    def now(self, archives: Sequence[Archive]) -> None:
        """What `open` gives from now on: the authors' archives as they are in these."""
        for archive in archives:
            archive.checkpoint()
        self.paths = [archive.path for archive in archives]

    def _opened(self, path: Path) -> Archive:
        self._copies += 1
        return self._stack.enter_context(Archive.open(shutil.copy(path, self._folder / f"{self._copies}.waystation")))

    def joined(self, first: int, *others: int) -> Archive:
        archive = self.open(first)
        for other in others:
            merging.merge(archive, side(self.open(other)))
        return archive


@contextmanager
def three(
    start: Path, lives: Sequence[Sequence[Step]], *, copies: bool, steps: Sequence[Doing] = STEPS
) -> Iterator[Three]:
    """Three who began with copies of one archive, or each with one of their own; where the tests' own folders are."""
    with tempfile.TemporaryDirectory(dir=start.parent) as folder, reading_with(Rules()), ExitStack() as stack:
        yield Three(Path(folder), start, lives, stack, copies=copies, steps=steps)


def _agree(authors: Three) -> None:
    wanted = said(authors.joined(0, 1, 2))
    for order in ((0, 2, 1), (1, 0, 2), (2, 1, 0)):
        assert said(authors.joined(*order)) == wanted, order
    inner = authors.joined(1, 2)
    outer = authors.open(0)
    merging.merge(outer, side(inner))
    assert said(outer) == wanted
    assert faults(outer) == []
    merging.merge(outer, side(inner))
    merging.merge(outer, side(authors.open(1)))
    assert said(outer) == wanted


def _lose_nothing(authors: Three) -> None:
    sides = [authors.open(number) for number in range(3)]
    together = authors.joined(0, 1, 2)
    first = {} if authors.start is None else said(authors.open_start(), together)
    assert losses(first, [said(each, together) for each in sides], said(together)) == []


def _seen(archive: Archive) -> dict[tuple[str, str], dict[str, Any]]:
    """What an archive says, with the pictures that are seen: those that came stay with an article, unseen, when a merge is taken back."""
    told = {key: {name: one for name, one in each.items() if name != "pictures"} for key, each in said(archive).items()}
    texts = [archive.store.editions.current(article) for article in sorted(archive.store.articles.ids(Scope()))]
    return told | {("texts", ""): {"shown": [(each.text, [one.sha512 for one in each.pictures]) for each in texts]}}


def _taken_back(authors: Three) -> None:
    archive = authors.open(0)
    before = _seen(archive)
    _, change = merging.merge(archive, side(authors.open(1)))
    after = _seen(archive)
    if change.inverse is not None:
        back = acts.perform(archive, change.inverse)
        assert _seen(archive) == before and faults(archive) == []
        assert back.inverse is not None
        acts.perform(archive, back.inverse)
        assert _seen(archive) == after and faults(archive) == []


def _meet(authors: Three, later: Sequence[Sequence[Step]], meetings: Sequence[tuple[int, int]]) -> None:
    """They live on, and now and then one takes in what another has by then; at last everybody takes in everything."""
    opened = [authors.open(number) for number in range(3)]
    for number, (one, step) in enumerate(meetings):
        other = (one + step) % 3
        merging.merge(opened[one], side(opened[other]))
        for archive, history in zip(opened, later[number * 3 : number * 3 + 3], strict=True):
            live(archive, history, authors.steps)
    authors.now(opened)
    wanted = said(authors.joined(0, 1, 2))
    for order in ((0, 2, 1), (1, 2, 0), (2, 1, 0)):
        archive = authors.joined(*order)
        assert said(archive) == wanted, order
        assert faults(archive) == []
        merging.merge(archive, side(authors.open(order[1])))
        assert said(archive) == wanted, order


@seeded
@given(THREE)
def test_copies_agree_in_every_order(start: Path, lives: Sequence[Sequence[Step]]) -> None:
    with three(start, lives, copies=True) as authors:
        _agree(authors)


@seeded
@given(THREE)
def test_archives_of_their_own_with_articles_in_common_agree_in_every_order(
    start: Path, lives: Sequence[Sequence[Step]]
) -> None:
    with three(start, lives, copies=False) as authors:
        _agree(authors)


@seeded
@given(THREE)
def test_nothing_of_either_side_is_missing(start: Path, lives: Sequence[Sequence[Step]]) -> None:
    with three(start, lives, copies=True) as authors:
        _lose_nothing(authors)


@seeded
@given(THREE)
def test_a_merge_is_taken_back_to_the_exact_state(start: Path, lives: Sequence[Sequence[Step]]) -> None:
    with three(start, lives, copies=True) as authors:
        _taken_back(authors)


@seeded
@given(THREE, LATER, MEETINGS, st.booleans())
def test_those_who_join_now_and_then_agree_in_every_order(
    start: Path,
    lives: Sequence[Sequence[Step]],
    later: Sequence[Sequence[Step]],
    meetings: Sequence[tuple[int, int]],
    copies: bool,
) -> None:
    with three(start, lives, copies=copies) as authors:
        _meet(authors, later, meetings)


@seeded
@given(THREE, LATER, MEETINGS, st.booleans())
def test_trees_of_tags_agree_in_every_order(
    start: Path,
    lives: Sequence[Sequence[Step]],
    later: Sequence[Sequence[Step]],
    meetings: Sequence[tuple[int, int]],
    copies: bool,
) -> None:
    with three(start, lives, copies=copies, steps=TAGGING) as authors:
        _agree(authors)
        _taken_back(authors)
        _meet(authors, later, meetings)


@pytest.mark.parametrize("_again", range(4))
def test_a_passage_that_goes_to_another_text_and_back_agrees_in_every_order(tmp_path: Path, _again: int) -> None:
    """Two know it removed; the third one's text has it elsewhere, and joining brings it back. Names are by chance, and about every other
    time it is this passage."""
    path = tmp_path / "Begun.waystation"
    lives: list[list[Step]] = [
        [],
        [(13, 3, 1), (45, 1, 4)],
        [(27, 0, 2), (65, 0, 0), (41, 2, 1), (13, 4, 3), (1, 1, 1), (29, 4, 1)],
    ]
    later: list[list[Step]] = [
        [(1, 2, 1), (62, 3, 1)],
        [(64, 3, 1), (70, 2, 4), (63, 0, 4), (38, 4, 4)],
        [(22, 3, 0), (0, 0, 0), (55, 1, 1), (25, 2, 3)],
        [(12, 1, 4)],
        [(1, 3, 1)],
        [(38, 2, 2), (19, 3, 0), (43, 1, 4), (68, 1, 0)],
    ]
    with reading_with(Rules()):
        begun.begin(path)
    with three(path, lives, copies=True) as authors:
        _meet(authors, later, [(0, 1), (1, 2)])


@pytest.mark.soak
@pytest.mark.timeout(0)
@settings(unhurried, max_examples=int(os.environ.get("WAYSTATION_SOAK_MERGES", MANY)))
@given(THREE, LATER, MEETINGS, st.booleans())
def test_all_of_it_over_many_histories(
    start: Path,
    lives: Sequence[Sequence[Step]],
    later: Sequence[Sequence[Step]],
    meetings: Sequence[tuple[int, int]],
    copies: bool,
) -> None:
    with three(start, lives, copies=copies) as authors:
        _agree(authors)
        _lose_nothing(authors)
        _taken_back(authors)
        _meet(authors, later, meetings)
    _done.append(None)
    if len(_done) % 20 == 0:
        print(f"{len(_done)} histories joined: nothing is missing, no order tells, all is taken back", flush=True)
