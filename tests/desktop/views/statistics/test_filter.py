"""The filter of all charts: what it lets through, and how it is kept."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from archive.model.figure import FigureFilter
from archive.model.ids import ArticleId
from desktop.views.statistics import Statistics
from desktop.views.statistics.filter import Filter, restored, state

from .conftest import Bench

Show = Callable[..., Statistics]

WHOLE = Filter((ArticleId(2),), ("Harbour letter",), ("work/nets",), date(2019, 1, 1), date(2020, 12, 31))


def test_it_is_narrowed_by_any_of_its_conditions() -> None:
    assert not Filter().narrowed
    assert all(each.narrowed for each in (WHOLE, Filter(tags=("work",)), Filter(until=date(2020, 1, 1))))


def test_it_asks_figures_for_the_same() -> None:
    assert WHOLE.figures() == FigureFilter(
        articles=(ArticleId(2),),
        publishers=("Harbour letter",),
        tags=("work/nets",),
        since=date(2019, 1, 1),
        until=date(2020, 12, 31),
    )


def test_it_comes_back_from_what_was_kept() -> None:
    assert restored(state(WHOLE)) == WHOLE
    assert restored(state(Filter())) == Filter()


@pytest.mark.parametrize(
    "held", [None, 3, [], {"articles": "x"}, {"articles": [True, "a"]}, {"since": "soon"}, {"tags": [1]}]
)
def test_what_cannot_be_understood_is_left_out(held: object) -> None:
    assert restored(held) == Filter()


def test_a_filter_moves_nothing_below_it(bench: Bench, show: Show) -> None:
    view = show(bench, width=960)
    before = view.stack.geometry()
    view.narrow(Filter(publishers=("Coast weekly",)))
    bench.settle()
    QApplication.processEvents()
    assert view.filters.clear_button.isVisible()
    assert view.stack.geometry() == before
