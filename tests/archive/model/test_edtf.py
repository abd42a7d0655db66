"""EDTF: agreement with the reference library on a generated set, bounds, refusals, and dates as people read them."""

import itertools
from datetime import date

import edtf as reference
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.base.errors import Invalid
from archive.model.edtf import Precision, display, parse

# The library reads no qualified seasons, no qualified date beside one with unspecified digits, and ends winter in December.
YEARS = ["1964", "2004", "2000", "1999", "9999", "0001"]
DAYS = ["", "-01", "-02", "-12", "-04-30", "-02-28", "-12-31"]
SINGLES = [f"{year}{rest}{mark}" for year, rest, mark in itertools.product(YEARS, DAYS, ["", "?", "~", "%"])]
SEASONS = [f"{year}-{season}" for year, season in itertools.product(YEARS, ["21", "22", "23"])]
UNSPECIFIED = ["199X", "19XX", "201X", "2004-XX", "1985-04-XX", "1985-02-XX", "2004-02-XX", "1985-XX-XX"]
STARTS, ENDS = ["1964", "1984~", "2004-06", "2004-02-01?"], ["2008", "2005-12-24", "2008-03?", "2006-05-06~"]
INTERVALS = [f"{start}/{end}" for start, end in itertools.product(STARTS, ENDS)] + ["199X/2008", "199X/2005-12-24"]


@pytest.mark.parametrize("text", SINGLES + SEASONS + UNSPECIFIED + INTERVALS)
def test_bounds_agree_with_the_reference_library(text: str) -> None:
    mine, theirs = parse(text), reference.parse_edtf(text)
    assert mine.earliest is not None and mine.latest is not None
    assert mine.earliest.timetuple()[:3] == tuple(theirs.lower_strict())[:3]
    assert mine.latest.timetuple()[:3] == tuple(theirs.upper_strict())[:3]


@given(st.dates(), st.sampled_from(["", "?", "~", "%"]))
def test_every_day_of_the_calendar_is_its_own_bounds(day: date, mark: str) -> None:
    got = parse(day.isoformat() + mark)
    assert (got.earliest, got.latest, got.precision) == (day, day, Precision.DAY)
    assert (got.uncertain, got.approximate) == (mark in ("?", "%"), mark in ("~", "%"))


@given(st.dates(), st.dates())
def test_an_interval_reaches_from_its_first_to_its_last_day(one: date, other: date) -> None:
    first, last = sorted((one, other))
    got = parse(f"{first}/{last}")
    assert (got.earliest, got.latest, got.precision) == (first, last, Precision.INTERVAL)
    if first != last:
        with pytest.raises(Invalid, match="ends before"):
            parse(f"{last}/{first}")


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2019/..", date(2019, 1, 1), None, Precision.INTERVAL),
        ("../2019-03", None, date(2019, 3, 31), Precision.INTERVAL),
        ("2019/", date(2019, 1, 1), None, Precision.INTERVAL),
        ("XXXX-01/XXXX-09", None, None, Precision.INTERVAL),
        ("XXXX-05", None, None, Precision.NONE),
        ("1XXX", date(1000, 1, 1), date(1999, 12, 31), Precision.MILLENNIUM),
        ("0XXX", date(1, 1, 1), date(999, 12, 31), Precision.MILLENNIUM),
        ("198X-02-29", date(1980, 2, 29), date(1988, 2, 29), Precision.DECADE),
        ("2001-24", date(2001, 12, 1), date(2002, 2, 28), Precision.SEASON),
        ("9999-24", date(9999, 12, 1), date.max, Precision.SEASON),
        ("2023-10-04T23:20:30+09:00", date(2023, 10, 4), date(2023, 10, 4), Precision.TIME),
        ("-0044-03-15", None, None, Precision.DAY),
        ("Y-170000002", None, None, Precision.YEAR),
        ("0000", None, None, Precision.YEAR),
    ],
)
def test_bounds_of_dates_that_are_open_or_out_of_reach(
    text: str, earliest: date | None, latest: date | None, precision: Precision
) -> None:
    got = parse(text)
    assert (got.earliest, got.latest, got.precision) == (earliest, latest, precision)


@pytest.mark.parametrize(
    "text",
    ["", " 2019", "19", "20199", "2019-1", "2019-13", "2019-00", "2019-02-30", "2019-02-29", "2019-21-01", "2019-XX-04", "1X99",
     "2004-X1", "2019??", "..", "/", "../..", "2019/2020/2021", "-0000", "2019-10-04T24:00:00", "201X-10-04T10:00:00", "4 May 2019",
     "２０１９", "1900-02-29", "19XX-02-30", "Y2019"],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_advice(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        parse(text)
    assert refusal.value.what.endswith(".") and refusal.value.advice


@given(st.text(alphabet="0123456789X-/.?~%TYZ:+ ", max_size=24))
def test_any_text_is_either_a_date_or_refused_and_can_always_be_shown(text: str) -> None:
    try:
        got = parse(text)
    except Invalid:
        assert display(text) == display(text, "ko") == text
        return
    assert got.earliest is None or got.latest is None or got.earliest <= got.latest
    assert display(text) and display(text, "ko")


@pytest.mark.parametrize(
    ("text", "english", "korean"),
    [
        ("2023-10-04", "4 October 2023", "2023년 10월 4일"),
        ("2020-02", "February 2020", "2020년 2월"),
        ("2019", "2019", "2019년"),
        ("2019?", "2019 (uncertain)", "2019년 (불확실)"),
        ("1994~", "1994 (approximate)", "1994년 (대략)"),
        ("2004-06%", "June 2004 (uncertain, approximate)", "2004년 6월 (불확실, 대략)"),
        ("199X", "1990s", "1990년대"),
        ("19XX", "1900–1999", "1900–1999년"),
        ("2019-22", "summer 2019", "2019년 여름"),
        ("2019-10-XX", "October 2019 (day unknown)", "2019년 10월 (날짜 미상)"),
        ("2019-XX", "2019 (month unknown)", "2019년 (월 미상)"),
        ("2006/2019", "2006–2019", "2006년–2019년"),
        ("2019-03/2019-05-04", "March 2019 – 4 May 2019", "2019년 3월 – 2019년 5월 4일"),
        ("2019/..", "from 2019", "2019년부터"),
        ("../2019", "until 2019", "2019년까지"),
        ("2019/", "2019–unknown", "2019년 – 알 수 없음"),
        ("XXXX-01/XXXX-09", "January – September (year unknown)", "연도 미상 1월–9월"),
        ("2019-07-21/2019-07-31", "21–31 July 2019", "2019년 7월 21–31일"),
        ("2011-09/2011-12", "September – December 2011", "2011년 9월–12월"),
        ("2011-09-03/2011-10-02", "3 September – 2 October 2011", "2011년 9월 3일 – 10월 2일"),
        ("2023-10-04T23:20:30Z", "4 October 2023, 23:20", "2023년 10월 4일, 23:20"),
        ("-0043", "44 BC", "기원전 44년"),
        ("0000", "1 BC", "기원전 1년"),
        ("Y170000002", "170000002", "170000002년"),
    ],
)
def test_dates_are_shown_as_people_write_them(text: str, english: str, korean: str) -> None:
    assert display(text) == display(text, "en-GB") == english
    assert display(text, "ko-KR") == korean


@pytest.mark.parametrize("digits", [19, 5000])
def test_a_year_of_more_digits_than_any_is_refused_with_a_sentence(digits: int) -> None:
    assert parse("Y" + "9" * 18).earliest is None
    with pytest.raises(Invalid, match="is not a date"):
        parse("Y" + "9" * digits)
