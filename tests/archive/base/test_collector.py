"""Python looks rarely for objects that hold each other while that is asked, and as before afterwards."""

import gc
from collections.abc import Iterator

import pytest

from archive.base import collector


@pytest.fixture
def collected_by_hand() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def test_it_looks_rarely_until_the_last_who_asked_is_done() -> None:
    usual = gc.get_threshold()
    with collector.rarely():
        rare = gc.get_threshold()
        with collector.rarely():
            assert gc.get_threshold() == rare
        assert gc.get_threshold() == rare
    assert rare[0] > usual[0]
    assert gc.get_threshold() == usual


def test_it_looks_as_before_after_an_error() -> None:
    usual = gc.get_threshold()
    with pytest.raises(ValueError, match="broken"), collector.rarely():
        raise ValueError("broken")
    assert gc.get_threshold() == usual


def test_it_leaves_the_time_of_looks_to_whoever_has_it_look(collected_by_hand: None) -> None:
    usual = gc.get_threshold()
    with collector.rarely():
        assert gc.get_threshold() == usual
