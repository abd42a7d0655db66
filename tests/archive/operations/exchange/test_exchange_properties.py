"""Joining is commutative, associative and idempotent over random histories of three authors, loses nothing of either side, and is
taken back to the exact state."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from archive.operations import acts
from archive.operations.exchange import merging
from tests.archive.exchanged import faults, said, side
from tests.archive.operations.exchange import begun
from tests.archive.operations.exchange.steps import STEPS, Step, live
from tests.archive.times import Rules, reading_with

STEP = st.tuples(st.integers(0, len(STEPS) - 1), st.integers(0, 4), st.integers(0, 4))
HISTORY = st.lists(STEP, max_size=6)
THREE = st.tuples(HISTORY, HISTORY, HISTORY)
FEW, MANY = 12, 400
unhurried = settings(deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate))
seeded = settings(
    unhurried, max_examples=FEW, derandomize=True
)  # the same few histories each time; the soak has fresh ones


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("begun") / "Begun.waystation"
    with reading_with(Rules()):
        begun.begin(path)
    return path


class Three:
    """Three authors' archives, each of which can be copied."""

    def __init__(self, folder: Path, start: Path | None, lives: Sequence[Sequence[Step]], stack: ExitStack) -> None:
        self._folder, self._stack, self._copies = folder, stack, 0
        self.paths = []
        for number, history in enumerate(lives):
            path = folder / f"Author {number}.waystation"
            if start is not None:
                shutil.copy(start, path)
            else:
                begun.begin(path)
            with Archive.open(path) as archive:
                live(archive, history)
                archive.checkpoint()
            self.paths.append(path)

    def open(self, number: int) -> Archive:
        """A copy of an author's archive."""
        self._copies += 1
        path = shutil.copy(self.paths[number], self._folder / f"{self._copies}.waystation")
        return self._stack.enter_context(Archive.open(path))

    def joined(self, first: int, *others: int) -> Archive:
        archive = self.open(first)
        for other in others:
            merging.merge(archive, side(self.open(other)))
        return archive


@contextmanager
def three(start: Path | None, lives: Sequence[Sequence[Step]]) -> Iterator[Three]:
    with tempfile.TemporaryDirectory() as folder, reading_with(Rules()), ExitStack() as stack:
        yield Three(Path(folder), start, lives, stack)


def _agree(start: Path | None, lives: Sequence[Sequence[Step]]) -> None:
    with three(start, lives) as authors:
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


def _lose_nothing(start: Path | None, lives: Sequence[Sequence[Step]]) -> None:
    with three(start, lives) as authors:
        sides = [authors.open(number) for number in range(3)]
        at_first = {uid for (kind, uid) in said(authors.open(0)) if kind == "passage"}
        together = authors.joined(0, 1, 2)
        after = said(together)
        for archive in sides:
            for key, told in said(archive, together).items():
                kind, uid = key
                if key not in after:
                    # It was removed by one who knew all of it.
                    assert start is not None and any(key not in said(each, together) for each in sides), key
                    continue
                note = told["values"].get("note")
                if kind == "passage" and note not in (None, '""') and uid not in at_first:
                    shown = after[key]
                    assert shown["values"]["note"] == note or note in shown["conflicts"].get("note", ()), key


def _taken_back(start: Path | None, lives: Sequence[Sequence[Step]]) -> None:
    with three(start, lives) as authors:
        archive = authors.open(0)
        before = said(archive)
        _, change = merging.merge(archive, side(authors.open(1)))
        after = said(archive)
        if change.inverse is not None:
            back = acts.perform(archive, change.inverse)
            assert said(archive) == before
            assert back.inverse is not None
            acts.perform(archive, back.inverse)
            assert said(archive) == after


@seeded
@given(THREE)
def test_copies_agree_in_every_order(start: Path, lives: Sequence[Sequence[Step]]) -> None:
    _agree(start, lives)


@seeded
@given(THREE)
def test_archives_of_their_own_with_articles_in_common_agree_in_every_order(
    lives: Sequence[Sequence[Step]],
) -> None:
    _agree(None, lives)


@seeded
@given(THREE)
def test_nothing_of_either_side_is_missing(start: Path, lives: Sequence[Sequence[Step]]) -> None:
    _lose_nothing(start, lives)


@seeded
@given(THREE)
def test_a_merge_is_taken_back_to_the_exact_state(start: Path, lives: Sequence[Sequence[Step]]) -> None:
    _taken_back(start, lives)


@pytest.mark.soak
@settings(unhurried, max_examples=int(os.environ.get("WAYSTATION_SOAK_MERGES", MANY)))
@given(THREE, st.booleans())
def test_all_of_it_over_many_histories(start: Path, lives: Sequence[Sequence[Step]], copies: bool) -> None:
    ground = start if copies else None
    _agree(ground, lives)
    _lose_nothing(ground, lives)
    _taken_back(ground, lives)
