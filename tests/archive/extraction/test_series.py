"""What groups figures, and what a series is called."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extraction import series
from archive.model.figure import Kind, Level


@dataclass(frozen=True)
class Claim:
    kind: Kind = Kind.COUNT
    unit: str = "person"
    counted_key: str = "refugee arrive"
    place_key: str = "norway"
    level: Level = Level.LEVEL
    earliest: date | None = None
    latest: date | None = None


def test_words_of_one_group_make_one_series() -> None:
    assert series.key(Claim(counted_key="refugees who reached")) == series.key(
        Claim(counted_key="arrived asylum-seeker")
    )


@pytest.mark.parametrize(
    "other",
    [
        Claim(place_key="sweden"),
        Claim(counted_key="refugee return"),
        Claim(counted_key="student arrive"),
        Claim(kind=Kind.CHANGE),
        Claim(kind=Kind.SHARE, unit="percent"),
        Claim(kind=Kind.RATIO, unit="ratio"),
        Claim(level=Level.TOTAL),
        Claim(unit="ship"),
    ],
)
def test_other_things_places_kinds_and_totals_are_other_series(other: Claim) -> None:
    assert series.key(other) != series.key(Claim())


def test_a_partial_period_is_a_point_of_the_series() -> None:
    assert series.key(Claim(level=Level.PARTIAL)) == series.key(Claim())


def test_a_count_over_years_is_a_total_and_a_state_is_not() -> None:
    years = replace(Claim(), earliest=date(2006, 1, 1), latest=date(2019, 12, 31))
    assert series.key(years) == series.key(Claim(level=Level.TOTAL))
    assert series.key(replace(years, latest=date(2006, 12, 31))) == series.key(Claim())
    living = replace(years, counted_key="refugee living")
    assert series.key(living) == series.key(Claim(counted_key="refugee living"))


def test_units_of_one_family_are_one_series_and_currencies_are_not() -> None:
    road = Claim(kind=Kind.DISTANCE, unit="km", counted_key="road")
    assert series.key(road) == series.key(replace(road, unit="mile"))
    price = Claim(kind=Kind.MONEY, unit="EUR", counted_key="bread price")
    assert series.key(price) != series.key(replace(price, unit="USD"))
    assert series.key(price) != series.key(replace(price, unit="EUR/month"))


@pytest.mark.parametrize(
    ("claim", "name"),
    [
        (Claim(), "escapees who arrived · Norway"),
        (Claim(counted_key="people arrived"), "people who arrived · Norway"),
        (Claim(counted_key="", level=Level.TOTAL), "people · Norway · in total"),
        (Claim(Kind.MONEY, "EUR/month", "teacher salary", ""), "teacher earn · EUR/month"),
        (Claim(Kind.COUNT, "city", "city", "new-zealand"), "cities · New Zealand"),
        (Claim(Kind.SHARE, "percent", "women", "norway"), "share of women · Norway"),
        (Claim(Kind.CHANGE, "percent", "student", "norway"), "change of students · Norway · percent"),
        (Claim(Kind.RATIO, "ratio", "", ""), "ratio"),
    ],
)
def test_the_name_is_plain(claim: Claim, name: str) -> None:
    assert series.name(series.key(claim)) == name


def test_what_is_no_key_keeps_its_name() -> None:
    assert series.name("0f3b") == "0f3b"
    assert series.split("a|b|c|d") is None


_words = st.text(max_size=30)


@given(kind=st.sampled_from(Kind), unit=_words, counted=_words, place=_words, level=st.sampled_from(Level))
def test_any_words_make_a_key_that_can_be_read_back(
    kind: Kind, unit: str, counted: str, place: str, level: Level
) -> None:
    key = series.key(Claim(kind, unit, counted, place, level))
    parts = series.split(key)
    assert parts is not None
    assert (parts.kind, parts.total) == (kind, level is Level.TOTAL)
    assert series.name(key)
