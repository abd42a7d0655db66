"""Looking for what nobody holds any more: seldom, and not among what the program began with."""

import gc
from collections.abc import Iterator

import pytest

from desktop import memory


@pytest.fixture
def as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


@pytest.mark.usefixtures("as_before")
def test_what_stands_at_the_start_is_not_looked_through_again() -> None:
    before = len(gc.get_objects())
    memory.settle()
    assert gc.get_freeze_count() > before / 2
    assert len(gc.get_objects()) < before / 2
    assert gc.get_threshold()[0] > 700


@pytest.mark.usefixtures("as_before")
def test_what_comes_later_and_holds_itself_still_goes() -> None:
    class Held:
        pass

    memory.settle()
    frozen = gc.get_freeze_count()
    circle = Held()
    circle.itself = circle  # type: ignore[attr-defined]
    del circle
    assert gc.collect() >= 1
    memory.settle()  # a second archive is opened: what came meanwhile may go
    assert gc.get_freeze_count() == frozen
