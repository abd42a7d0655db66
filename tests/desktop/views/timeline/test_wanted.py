"""What the timeline was asked to show comes back as it was, and nothing else does."""

from dataclasses import replace
from datetime import date

import pytest

from archive.model.edtf import Precision
from archive.model.event import Basis, EventFilter, Status, TimexType
from archive.model.ids import ArticleId
from desktop.views.timeline.wanted import STANDING, Wanted, restored, state

FILTER = EventFilter(
    text="lock",
    tags=("work/rope",),
    articles=(ArticleId(3),),
    publishers=("River letter", ""),
    statuses=(Status.REJECTED,),
    precisions=(Precision.DAY, Precision.INTERVAL),
    bases=(Basis.NARRATIVE,),
    types=(TimexType.SET,),
    since=date(1987, 1, 1),
    until=None,
)


@pytest.mark.parametrize(
    "wanted", [Wanted(), Wanted(FILTER, "tag", told=False, published=True), Wanted(FILTER, "none", published=False)]
)
def test_what_was_shown_comes_back(wanted: Wanted) -> None:
    assert restored(state(wanted)) == wanted


def test_what_lists_only_the_undated_or_the_disagreeing_is_not_kept() -> None:
    assert restored(state(Wanted(undated=True, disagreeing=True))) == Wanted()


@pytest.mark.parametrize("held", [None, [], "x", {"lanes": "moon", "filter": 3}, {"told": "no"}])
def test_anything_of_another_form_is_left_at_its_default(held: object) -> None:
    assert restored(held) == Wanted()


def test_values_that_are_none_are_left_out_one_by_one() -> None:
    kept = state(Wanted(FILTER))
    kept["filter"] |= {
        "statuses": ["gone", "rejected"],
        "precisions": "day",
        "tags": [1],
        "articles": ["x"],
        "since": "1987-02-31",
        "until": 7,
        "text": None,
    }
    made = restored(kept).filter
    assert (made.statuses, made.precisions, made.tags, made.articles) == ((Status.REJECTED,), (), (), ())
    assert (made.since, made.until, made.text, made.publishers) == (None, None, "", FILTER.publishers)


def test_everything_takes_away_what_narrows_and_keeps_the_look() -> None:
    wanted = Wanted(FILTER, "publisher", told=False, undated=True)
    assert wanted.narrowed
    assert wanted.everything() == Wanted(lanes="publisher", told=False)
    assert not wanted.everything().narrowed
    assert replace(Wanted(), filter=EventFilter(statuses=(Status.FOUND,))).narrowed
    assert Wanted().filter.statuses == STANDING
