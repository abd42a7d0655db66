"""Period, place, source, hedges and level, from the words around a figure."""

from datetime import date

import pytest


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("In 2001, 40 bakers left.", ["2001"]),
        ("The guild had 27 bakers in 2001 and 18 in 2004.", ["2001", "2004"]),
        ("From 2001 to 2004, 40 bakers left.", ["2001/2004"]),
        ("Between May and August 2012, 40 bakers left.", ["2012-05/2012-08"]),
        ("More than 40 bakers have left since 2001.", ["2001/2014-07-03"]),
        ("Sales are 40 percent of output, the lowest since 2001.", [None]),
        ("This year 40 bakers left.", ["2014-01-01/2014-07-03"]),
        ("The fee would rise to $40 from 2016.", ["2016/.."]),
        ("Sales were 31 percent, against 26 percent in 1984.", [None, "1984"]),
        ("Some 40 bakers left.", [None]),
    ],
)
def test_periods(told, text, periods) -> None:
    assert [found[0] for found in told(text, "period", published="2014-07-03")] == periods


def test_a_period_has_its_days(told) -> None:
    found = told("In May 2012, 40 bakers left.", "earliest", "latest")
    assert found == [(date(2012, 5, 1), date(2012, 5, 31))]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Some 40 bakers from Kenya arrived in Norway.", "norway"),
        ("Some 40 Kenyans settled in Oslo.", "norway"),
        ("Some 40 bakers left.", ""),
        ("South Sudan is poor. Some 40 bakers reached the South.", "south-sudan"),
    ],
)
def test_places(told, text, place) -> None:
    assert told(text, "place_key") == [(place,)]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("According to the Guild’s office, 40 bakers left.", "guild office"),
        ("Some 40 bakers left, the guild said.", "guild"),
        ("The guild reported that 40 bakers left.", "guild"),
        ("Some 40 bakers left.", ""),
    ],
)
def test_sources(told, text, key) -> None:
    assert told(text, "source_key") == [(key,)]


def test_hedges_weaken(told) -> None:
    assert told("Reportedly 40 bakers left.", "hedges") == [(("reportedly",),)]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("In 2001, 40 bakers left.", "level"),
        ("In total, 40 bakers have left.", "total"),
        ("Some 40 bakers have left since 2001.", "total"),
        ("So far this year, 40 bakers have left.", "partial"),
    ],
)
def test_levels(told, text, level) -> None:
    assert told(text, "level", published="2014-07-03") == [(level,)]
