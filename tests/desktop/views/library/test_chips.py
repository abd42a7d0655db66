"""Chips tell what narrows the list, whatever narrowed it, and take it away again."""

import pytest

from archive.model.ids import ArticleId
from archive.model.search import Scope
from desktop.views.library.chips import chips, toggled

EVERYWHERE = Scope()


@pytest.mark.parametrize(
    ("scope", "label"),
    [
        (Scope(unread=True), "Unread"),
        (Scope(read=True), "Read"),
        (Scope(starred=True), "Starred"),
        (Scope(one_of_each=True), "One of each origin"),
        (Scope(tags=("route/river",)), "route/river"),
        (Scope(lacking=("byline",)), "No byline"),
        (Scope(lacking=("reading",)), "Not read for dates and figures yet"),
        (Scope(articles=(ArticleId(4), ArticleId(9))), "2 chosen articles"),
        (Scope(publishers=("",)), "No publisher"),
        (Scope(years=("undated",)), "undated"),
    ],
)
def test_each_condition_is_a_chip_that_takes_it_away(scope: Scope, label: str) -> None:
    (chip,) = chips({}, scope, EVERYWHERE)
    assert chip.chosen and chip.label == label
    assert toggled(scope, chip.facet, chip.value) == EVERYWHERE
    assert toggled(EVERYWHERE, chip.facet, chip.value) == scope


def test_what_the_place_fixes_is_no_chip() -> None:
    place = Scope(unread=True, tags=("route",), lacking=("byline",), articles=(ArticleId(4),))
    assert chips({}, place, place) == []
