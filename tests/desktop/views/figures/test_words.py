"""How figures are put in words."""

from dataclasses import replace
from datetime import date

import pytest

from archive.model.figure import Bound, Figure, FigureStatus, Finding, FindingKind, Kind, Level, Series
from archive.model.ids import ArticleId, EditionId, FigureId, Uid
from desktop.views.figures.words import (
    finding,
    findings,
    hovered,
    number,
    period,
    period_of,
    rests_on,
    said,
    series_name,
    spoken,
    teller,
    value,
)

FIGURE = Figure(
    id=FigureId(1),
    uid=Uid("a" * 32),
    article=ArticleId(3),
    edition=EditionId(1),
    start=8,
    end=16,
    exact="40 boats",
    sentence="In 2019, 40 boats came.",
    sentence_start=0,
    kind=Kind.COUNT,
    value=40.0,
    least=40.0,
    most=40.0,
    bound=Bound.EXACT,
    unit="",
    counted="boats",
    counted_key="boat",
    direction=None,
    level=Level.LEVEL,
    period="2019",
    earliest=date(2019, 1, 1),
    latest=date(2019, 12, 31),
    place="",
    place_key="",
    source="",
    origin="",
    hedges=(),
    derived=False,
    derivation="",
    rule="count",
    key="count|boat",
    series="count|boat",
    status=FigureStatus.FOUND,
    publisher="Quay post",
    published="2020-05",
)


@pytest.mark.parametrize(
    ("given", "words"),
    [(1047.0, "1,047"), (0.5, "0.5"), (-3.0, "-3"), (2.5e7, "25,000,000"), (1e300, "1e+300"), (0.0, "0"), (None, "?")],
)
def test_numbers_are_written_as_people_read_them(given: float | None, words: str) -> None:
    assert number(given) == words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "40"),
        ({"bound": Bound.ABOUT}, "≈ 40"),
        ({"bound": Bound.MORE_THAN}, "> 40"),
        ({"bound": Bound.AT_MOST}, "≤ 40"),
        ({"bound": Bound.NEARLY}, "nearly 40"),
        ({"unit": "percent"}, "40%"),
        ({"unit": "person"}, "40"),
        ({"unit": "boat"}, "40"),
        ({"unit": "km", "kind": Kind.DISTANCE}, "40 km"),
        ({"unit": "year of age", "kind": Kind.AGE}, "40 years of age"),
        ({"unit": "year", "value": 1.0, "kind": Kind.DURATION}, "1 year"),
        (
            {"bound": Bound.RANGE, "value": None, "least": 30.0, "most": 50.0, "unit": "USD", "kind": Kind.MONEY},
            "30–50 USD",
        ),
        ({"direction": "down", "unit": "percent"}, "− 40%"),
        ({"bound": Bound.RANGE, "value": None, "least": 30.0, "most": None}, "≥ 30"),
        ({"bound": Bound.RANGE, "value": None, "least": None, "most": 50.0}, "≤ 50"),
        ({"value": None, "least": None, "most": None, "exact": "dozens of\nboats", "unit": "boat"}, "dozens of boats"),
    ],
)
def test_a_value_shows_its_bound_and_unit(changes: dict[str, object], words: str) -> None:
    assert value(replace(FIGURE, **changes)) == words  # type: ignore[arg-type]


def test_periods_are_told_as_years_where_they_are_whole() -> None:
    assert period("2019-01-01/2019-12-31") == "2019"
    assert period("2019-01-01/2020-12-31") == "2019–2020"
    assert period("2019-06") == "June 2019"
    assert period(None) == "no period told"
    assert period_of(replace(FIGURE, level=Level.TOTAL)) == "2019, in total"


def test_who_tells_is_the_publisher_or_else_the_title() -> None:
    assert teller(FIGURE, {}) == "Quay post, May 2020"
    assert teller(FIGURE, {ArticleId(3): ("The\nquay", None, None)}) == "The quay, undated"


def test_what_a_person_said_stands_with_the_note() -> None:
    assert said(FIGURE) == ""
    doubted = replace(FIGURE, status=FigureStatus.DOUBTFUL, note="counted\ntwice", derived=True)
    assert said(doubted) == "doubtful, derived: counted twice"
    assert "counted twice" in hovered(doubted) and "In 2019, 40 boats came." in hovered(doubted)
    assert said(replace(FIGURE, rule="entered", status=FigureStatus.CONFIRMED)) == "entered by a person"


def test_a_screen_reader_hears_all_of_it() -> None:
    assert spoken(FIGURE, {}) == "40, boats, 2019, In 2019, 40 boats came., Quay post, May 2020"


def test_findings_are_counted_and_headed() -> None:
    found = Finding("u", FindingKind.CONFLICT, ("s",), (FIGURE.uid,), "2019-01-01/2019-12-31", "Why.")
    assert finding(found) == "Conflict, 2019" and finding(replace(found, period=None)) == "Conflict"
    assert findings(1, 2) == "1 conflict, 2 tensions" and findings(0, 0) == ""
    assert rests_on([FIGURE, replace(FIGURE, article=ArticleId(4), origin="ministry")]) == (
        "2 figures from 2 articles, 1 origin"
    )


def test_a_series_is_named_as_a_heading_but_words_keep_capitals_of_their_own() -> None:
    series = Series("k", "boats · Norway", "", Kind.COUNT, "", "", 2, 1, None, None)
    assert series_name(series) == "Boats · Norway"
    assert series_name(replace(series, name="iPhones", made=True)) == "iPhones"
    assert series_name(replace(series, name="")) == "Unnamed series"
