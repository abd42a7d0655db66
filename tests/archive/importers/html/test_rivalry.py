"""Thirty layouts, and ten that were written after the rules, read beside trafilatura alone: never worse by half a point on any page."""

import logging

import pytest

from tests.archive.importers.html.gallery import Layout
from tests.archive.importers.html.layouts_held_out import HELD_OUT
from tests.archive.importers.html.layouts_news import NEWS
from tests.archive.importers.html.layouts_other import OTHER
from tests.archive.importers.html.rivalry import Result, compare, table

LAYOUTS = (*NEWS, *OTHER)
_WORSE = 0.5  # points of F1


@pytest.fixture(scope="module", autouse=True)
def _quiet() -> None:
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


@pytest.fixture(scope="module")
def results() -> list[Result]:
    return [compare(layout, number) for number, layout in enumerate(LAYOUTS)]


@pytest.fixture(scope="module")
def held_out() -> list[Result]:
    return [compare(layout, 100 + number) for number, layout in enumerate(HELD_OUT)]


def test_the_body_is_never_worse_than_trafilaturas(results: list[Result]) -> None:
    assert len(results) == 30
    worse = [each.name for each in results if each.ours < each.theirs - _WORSE]
    assert worse == [], table(results)
    assert sum(each.ours for each in results) / len(results) >= 99.5, table(results)


def test_title_byline_and_date_are_clearly_better(results: list[Result]) -> None:
    ours, theirs = sum(each.our_facts for each in results), sum(each.their_facts for each in results)
    assert ours >= 86 and ours >= theirs + 12, table(results)
    assert [each.name for each in results if each.our_facts < each.their_facts] == [], table(results)


def test_layouts_that_the_rules_had_not_seen_are_read_as_well(held_out: list[Result]) -> None:
    assert len(held_out) == 10
    worse = [each.name for each in held_out if each.ours < each.theirs - _WORSE]
    assert worse == [], table(held_out)
    assert sum(each.our_facts for each in held_out) > sum(each.their_facts for each in held_out), table(held_out)


@pytest.mark.parametrize("layout", [LAYOUTS[0], LAYOUTS[17], HELD_OUT[0]], ids=lambda layout: layout.__name__)
def test_a_word_that_is_missing_costs_points(layout: Layout) -> None:
    """The measure itself: what leaves a paragraph out of the truth's body is scored lower."""
    from tests.archive.importers.html.gallery import Truth, story
    from tests.archive.importers.html.rivalry import f1

    _, truth = layout(story(3))
    assert f1("\n".join(truth.body), truth) == 100
    assert f1("\n".join(truth.body[1:]), truth) < 99
    assert (
        f1("\n".join([*truth.body, "And a line of the site that is no article's at all."]), Truth(truth.body, "")) < 100
    )
