"""Dates as people write them: what is shown can be entered again, the usual short forms, and what could be two things."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.base.errors import Invalid
from archive.model import edtf, entered_dates

FIRST, LAST = date(1000, 1, 1), date(2999, 12, 31)
YEARS = st.integers(1000, 2999).map(str)
MONTHS = st.builds("{}-{:02}".format, YEARS, st.integers(1, 12))
DAYS = st.dates(FIRST, LAST).map(str)
SEASONS = st.builds("{}-{}".format, YEARS, st.integers(21, 24))
DECADES = st.integers(100, 299).map("{}X".format)
POINTS = st.one_of(YEARS, MONTHS, DAYS, SEASONS, DECADES)
DOUBTED = st.builds("{}{}".format, POINTS, st.sampled_from(["", "?", "~", "%"]))


def _ordered(sides: tuple[str, str]) -> str | None:
    try:
        return edtf.parse("/".join(sides)).text
    except Invalid:
        return None


SPANS = st.tuples(DOUBTED, DOUBTED).map(_ordered).filter(lambda span: span is not None)
NEAR = st.builds(
    lambda first, days: f"{first}/{first + timedelta(days)}",
    st.dates(FIRST, LAST - timedelta(400)),
    st.integers(1, 400),
)
OPEN = st.one_of(DOUBTED.map("../{}".format), DOUBTED.map("{}/..".format))


@given(written=st.one_of(DOUBTED, SPANS, NEAR, OPEN), language=st.sampled_from(["en", "ko"]))
def test_what_is_shown_can_be_entered(written: str, language: str) -> None:
    assert entered_dates.read(edtf.display(written, language)).text == written


@given(words=st.text(max_size=30))
def test_anything_is_read_or_refused_with_a_sentence(words: str) -> None:
    try:
        assert edtf.parse(entered_dates.read(words).text)
    except Invalid as error:
        assert error.what.endswith(".") and error.advice


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("2023-10-04", "2023-10-04"),
        (" 2006/2019 ", "2006/2019"),
        ("Oct. 4, 2023", "2023-10-04"),
        ("4th of OCTOBER 2023", "2023-10-04"),
        ("October 4 2023", "2023-10-04"),
        ("Sept 2019", "2019-09"),
        ("the fall of 2011", "2011-23"),
        ("the 1990s", "199X"),
        ("c. 1994", "1994~"),
        ("about March 1994", "1994-03~"),
        ("March 1994 ?", "1994-03?"),
        ("2023/10/4", "2023-10-04"),
        ("2021. 1. 20.", "2021-01-20"),
        ("25.12.2021", "2021-12-25"),
        ("20/3/2021", "2021-03-20"),
        ("3/20/2021", "2021-03-20"),
        ("3/3/2021", "2021-03-03"),
        ("2006-2009", "2006/2009"),
        ("Jan 2020 - Mar 2020", "2020-01/2020-03"),
        ("5 to 9 May 2020", "2020-05-05/2020-05-09"),
        ("since June 2019", "2019-06/.."),
        ("2021년1월20일", "2021-01-20"),
        ("2019년 7월 21일~31일", "2019-07-21/2019-07-31"),
    ],
)
def test_usual_ways_to_write_a_date(words: str, read: str) -> None:
    assert entered_dates.read(words).text == read


@pytest.mark.parametrize("words", ["", "March", "last year", "5 March 99", "Monday", "2019 or 2020", "12", "1 2 3 4"])
def test_what_tells_no_date_by_itself_is_refused(words: str) -> None:
    with pytest.raises(Invalid, match="is not a date") as caught:
        entered_dates.read(words)
    assert "4 October 2023" in caught.value.advice


def test_a_day_and_month_that_could_be_either_are_asked_for() -> None:
    with pytest.raises(Invalid, match="'3/4/2021' could be 3 April or 4 March") as caught:
        entered_dates.read("3/4/2021")
    assert "2021-04-03" in caught.value.advice


@pytest.mark.parametrize("words", ["30 February 2020", "31.02.2021", "2021년 2월 30일", "5 May 2020 - 3 May 2020"])
def test_what_no_calendar_has_is_refused(words: str) -> None:
    with pytest.raises(Invalid):
        entered_dates.read(words)


def test_a_day_is_one_certain_day() -> None:
    assert entered_dates.day("1 March 2027") == "2027-03-01"
    for words in ("March 2027", "1 March 2027?", "2027-03-01/2027-03-02", "soon", "2027-02-31"):
        with pytest.raises(Invalid, match="is not a day"):
            entered_dates.day(words)
