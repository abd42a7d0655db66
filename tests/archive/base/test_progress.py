"""Progress, cancelling, errors and the clock."""

from datetime import UTC, datetime

import pytest

from archive.base import clock
from archive.base.errors import Cancelled, WaystationError
from archive.base.progress import Progress


def test_every_step_is_reported_before_it_and_once_at_the_end() -> None:
    told: list[tuple[int, int, str]] = []
    progress = Progress(lambda *step: told.append(step))
    assert list(progress.over("ab", "Reading")) == ["a", "b"]
    assert told == [(0, 2, "Reading"), (1, 2, "Reading"), (2, 2, "Reading")]


def test_an_unknown_total_is_told_at_the_end() -> None:
    told: list[tuple[int, int, str]] = []
    list(Progress(lambda *step: told.append(step)).over(iter("abc"), "Reading"))
    assert told[0] == (0, 0, "Reading") and told[-1] == (3, 3, "Reading")


def test_cancelling_stops_before_the_next_step() -> None:
    progress = Progress()
    done = []
    with pytest.raises(Cancelled):
        for item in progress.over(range(10), "Reading"):
            done.append(item)
            if item == 3:
                progress.cancel()
    assert done == [0, 1, 2, 3]
    assert progress.cancelled


def test_an_error_is_a_sentence_with_advice() -> None:
    assert str(WaystationError("It broke.", "Mend it.")) == "It broke. — Mend it."
    assert str(WaystationError("It broke.")) == "It broke."


def test_a_frozen_clock_stands_still_and_is_stored_in_utc() -> None:
    with clock.frozen(datetime(2026, 11, 22, 3, 4, 5, 678_900, tzinfo=UTC)):
        assert clock.stamp() == clock.stamp() == "2026-11-22T03:04:05.678Z"
    assert clock.stamp() != "2026-11-22T03:04:05.678Z"
