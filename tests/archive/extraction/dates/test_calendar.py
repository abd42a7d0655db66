"""Calendar dates: what is stated, and what is left out and taken from the publication date and the tense."""

from datetime import date

import pytest

# Text, publication date, words, TIMEX3 value, EDTF, basis, what it was counted from.
ROWS = [
    ("The bridge opened on March 3, 1994.", None, "March 3, 1994", "1994-03-03", "1994-03-03", "explicit", None),
    ("It closed on 22 March 2013 for good.", None, "22 March 2013", "2013-03-22", "2013-03-22", "explicit", None),
    ("The 5th of May, 2001, was dry.", None, "The 5th of May, 2001", "2001-05-05", "2001-05-05", "explicit", None),
    ("Filed 11/02/89 at noon.", None, "11/02/89 at noon", "1989-11-02T12:00", "1989-11-02", "explicit", None),
    ("Filed 25/12/2004.", None, "25/12/2004", "2004-12-25", "2004-12-25", "explicit", None),
    ("Saved 2013-03-22T10:15.", None, "2013-03-22T10:15", "2013-03-22T10:15", "2013-03-22", "explicit", None),
    ("In September 2019 it rained.", None, "September 2019", "2019-09", "2019-09", "explicit", None),
    ("In 1953 the line was drawn.", None, "1953", "1953", "1953", "explicit", None),
    ("The 1990-91 season was short.", None, "1990-91", "1990/1991", "1990/1991", "explicit", None),
    ("Since the mid-1990s prices rose.", None, "the mid-1990s", "199", "1994/1996", "explicit", None),
    ("In the late '80s prices fell.", None, "the late '80s", "198", "1987/1989", "explicit", None),
    ("A map of the 19th century hangs there.", None, "the 19th century", "18", "18XX", "explicit", None),
    ("In late 2011 he left.", None, "late 2011", "2011", "2011-09/2011-12", "explicit", None),
    ("By the end of 2019 few came.", None, "the end of 2019", "2019", "2019-12", "explicit", None),
    ("In fiscal 1990 sales grew.", None, "fiscal 1990", "FY1990", "1990", "explicit", None),
    ("The first half of 1990 was slow.", None, "The first half of 1990", "1990-H1", "1990-01/1990-06", "explicit", None),
    ("In Q3 2011 it lost money.", None, "Q3 2011", "2011-Q3", "2011-07/2011-09", "explicit", None),
    ("In the summer of 1988 crops failed.", None, "the summer of 1988", "1988-SU", "1988-22", "explicit", None),
    ("On Christmas 1997 he stayed.", None, "Christmas 1997", "1997-12-25", "1997-12-25", "explicit", None),
    ("The first week of January 1996 was cold.", None, "The first week of January 1996", "1996-W01", "1996-01-01/1996-01-07", "explicit", None),
    ("Profit rose in the third quarter.", "1989-10-26", "the third quarter", "1989-Q3", "1989-07/1989-09", "relative", "1989-10-26"),
    ("It will report fourth-quarter results.", "1989-10-26", "fourth-quarter", "1989-Q4", "1989-10/1989-12", "relative", "1989-10-26"),
    ("The fund was closed Sept. 30.", "1989-10-26", "Sept. 30", "1989-09-30", "1989-09-30", "relative", "1989-10-26"),
    ("The board will meet Jan. 15.", "1989-10-26", "Jan. 15", "1990-01-15", "1990-01-15", "relative", "1989-10-26"),
    ("Talks began in December.", "1998-02-27", "December", "1997-12", "1997-12", "relative", "1998-02-27"),
    ("He has been in jail since last June.", "1998-06-27", "last June", "1997-06", "1997-06", "relative", "1998-06-27"),
    ("He will retire next March.", "1998-03-27", "next March", "1999-03", "1999-03", "relative", "1998-03-27"),
    ("The fair ran from Oct. 16-19.", "1998-11-27", "Oct. 16-19", "1998-10-16/1998-10-19", "1998-10-16/1998-10-19", "relative", "1998-11-27"),
    ("It fell between January and June of last year.", "2011-02-03", "between January and June of last year", "2010-01/2010-06", "2010-01/2010-06", "relative", "2011-02-03"),
    ("Sales fell in last year's third quarter.", "2011-02-03", "last year's third quarter", "2010-Q3", "2010-07/2010-09", "relative", "2011-02-03"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "published", "words", "value", "edtf", "basis", "anchor"), ROWS, ids=[row[2] for row in ROWS]
)
def test_a_calendar_date_is_read(read, text, published, words, value, edtf, basis, anchor) -> None:
    (found,) = read(text, published)
    assert text[found.start : found.end] == words
    assert (found.value, found.edtf, found.basis.value, found.anchor_value) == (value, edtf, basis, anchor)


# Published on Friday, 27 February 1998: text, and each time as its words, type and value.
SEVERAL = [
    ("The town was burnt in 79 A.D. and rebuilt.", [("79 A.D", "DATE", "0079")]),
    ("Around 300 B.C. a wall was raised.", [("Around 300 B.C", "DATE", "BC0300")]),
    ("In AD 752 a road was laid.", [("AD 752", "DATE", "0752")]),
    ("A jar of the 13th century B.C. broke.", [("the 13th century B.C", "DATE", "BC12")]),
    ("The abbey was founded in 843.", [("843", "DATE", "0843")]),
    ("Ice grew between 1870 and 1890.", [("1870", "DATE", "1870"), ("1890", "DATE", "1890")]),
    ("Between 1990 and 1994 deaths fell.", [("1990", "DATE", "1990"), ("1994", "DATE", "1994")]),
    ("In the early seventies he sailed.", [("the early seventies", "DATE", "197")]),
    ("They fled in the winter of 1996-97.", [("the winter of 1996-97", "DATE", "1996-WI")]),
    ("He came on Oct. 3 and left on the 7th.", [("Oct. 3", "DATE", "1997-10-03"), ("the 7th", "DATE", "1997-10-07")]),
    ("The pool will open on the 9th.", [("the 9th", "DATE", "1998-03-09")]),
    ("They met Jan. 15 and 16.", [("Jan. 15", "DATE", "1998-01-15"), ("16", "DATE", "1998-01-16")]),
    ("They met Oct. 3 and 4, 1996.", [("Oct. 3", "DATE", "1996-10-03"), ("4, 1996", "DATE", "1996-10-04")]),
    (
        "Sales fell in the quarter ended June 30.",
        [("the quarter", "DATE", "1997-Q2"), ("June 30", "DATE", "1997-06-30")],
    ),
    ("Sales rose in the latest quarter.", [("the latest quarter", "DATE", "1997-Q4")]),
]


@pytest.mark.parametrize(("text", "times"), SEVERAL, ids=[row[0] for row in SEVERAL])
def test_these_dates_are_read(read, text, times) -> None:
    found = read(text, "1998-02-27")
    assert [(text[each.start : each.end].rstrip("."), each.type.value, each.value) for each in found] == times


def test_years_before_the_common_era_count_back_from_a_year_zero(read) -> None:
    found = read("It was built in 300 B.C. and burnt in the 2nd century B.C.", "1998-02-27")
    assert [each.edtf for each in found] == ["-0299", "-0199/-0100"]


OPEN = [
    ("Talks began in December.", "XXXX-12", "XXXX-12"),
    ("It fell between January and June of last year.", "XXXX-01/XXXX-06", "XXXX-01/XXXX-06"),
    ("She spoke on Friday.", "XXXX-WXX-5", "XXXX-XX-XX"),
    ("He left last week.", "XXXX-WXX", "XXXX-XX-XX"),
    ("He left last year.", "XXXX", "XXXX"),
    ("Profit rose in the third quarter.", "XXXX-Q3", "XXXX-07/XXXX-09"),
    ("He came ten years ago.", "PAST_REF", None),
    ("He came two years earlier.", "PAST_REF", None),
]


@pytest.mark.parametrize(("text", "value", "edtf"), OPEN, ids=[row[0] for row in OPEN])
def test_without_a_publication_date_the_year_stays_open(read, text, value, edtf) -> None:
    (found,) = read(text)
    assert (found.value, found.edtf, found.earliest, found.latest, found.anchor_value) == (
        value,
        edtf,
        None,
        None,
        None,
    )


def test_a_publication_year_alone_invents_no_month_and_no_day(read) -> None:
    text = "She came yesterday; he left last year."
    yesterday, last_year = read(text, "2019")
    assert yesterday.value == "2019-XX-XX"
    assert (last_year.value, last_year.anchor_value) == ("2018", "2019")


def test_bounds_follow_the_part_that_is_meant(read) -> None:
    (found,) = read("In late 2011 he left.")
    assert (found.modifier, found.earliest, found.latest) == ("END", date(2011, 9, 1), date(2011, 12, 31))


def test_earlier_this_year_ends_with_the_day_of_publication(read) -> None:
    (found,) = read("Earlier this year it closed.", "1989-10-26")
    assert (found.modifier, found.earliest, found.latest) == ("BEFORE", date(1989, 1, 1), date(1989, 10, 26))


@pytest.mark.parametrize(
    "text", ["On 30 February 2019 it rained.", "Dated 2019-13-45.", "Dated 45/45/2019.", "On February 30 it rained."]
)
def test_an_impossible_date_is_not_read_as_a_day(read, text) -> None:
    assert all(found.precision.value not in ("day", "time") for found in read(text, "2019-06-01"))


@pytest.mark.parametrize(
    ("text", "published"),
    [("It rained yesterday.", "0001-01-01"), ("It will rain tomorrow.", "9999-12-31"), ("Next month.", "9999-12-31")],
)
def test_a_day_before_or_after_the_calendar_is_not_one_within(read, text, published) -> None:
    (found,) = read(text, published)
    assert (found.earliest, found.latest) == (None, None)


@pytest.mark.parametrize(
    "published", ["0001-01-01", "9999-12-31", "-0044-03-15", "Y17000", "2019?", "199X", "../2006", "not a date", ""]
)
def test_no_publication_date_makes_reading_fail(read, published) -> None:
    text = "Last century, 3 decades ago, next week, in 5 years, tomorrow, on Monday, next Easter, the year 9999 and 1000 years ago."
    assert read(text, published)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("From 1 January to 30 September, 124 arrived.", ["2020-01-01", "2020-09-30"]),
        ("Between December and March nobody came.", ["2019-12", "2020-03"]),
        ("The school meets from December to May.", ["2020-12", "2021-05"]),
        ("They were held from Tuesday to Friday.", ["2020-11-17", "2020-11-20"]),
        ("They will meet from Tuesday to Friday.", ["2020-12-01", "2020-12-04"]),
        ("They drowned on 14-15 August 2010 and were found the following week.", ["2010-08-14/2010-08-15", "2010-W33"]),
        ("Guards stopped 25 attempts to cross between December and November.", ["2019-12", "2020-11"]),
        ("From 3 May to 30 September, 124 arrived.", ["2020-05-03", "2020-09-30"]),
    ],
)
def test_a_span_does_not_begin_after_its_end(read, text, values) -> None:
    assert [each.value for each in read(text, "2020-11-25")] == values
