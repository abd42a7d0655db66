"""Times that are told beside others: ranges of clock times, ranges that share a day or a year, the same part of another year."""

import pytest

# Wednesday, 18 March 1998
ROWS = [
    ("The ferry runs from 9 a.m. to 5 p.m. today.", [("9 a.m.", "1998-03-18T09:00"), ("5 p.m. today", "1998-03-18T17:00")]),
    (
        "The pool was open from 9 a.m. to 5 p.m. on Friday.",
        [("9 a.m.", "1998-03-13T09:00"), ("5 p.m. on Friday", "1998-03-13T17:00")],
    ),
    ("No train ran between 0900 and 1100.", [("0900", "1998-03-18T09:00"), ("1100", "1998-03-18T11:00")]),
    ("Doors are open 9:00-17:00.", [("9:00", "1998-03-18T09:00"), ("17:00", "1998-03-18T17:00")]),
    # An hour without its half of the day has that of the other end, or the one before it.
    ("The pool is open from 9 to 5 p.m. today.", [("9", "1998-03-18T09:00"), ("5 p.m. today", "1998-03-18T17:00")]),
    ("It rained between 7 and 9 a.m.", [("7", "1998-03-18T07:00"), ("9 a.m.", "1998-03-18T09:00")]),
    ("Doors are open 6-9:30 p.m.", [("6", "1998-03-18T18:00"), ("9:30 p.m.", "1998-03-18T21:30")]),
    ("He sat there from 12 to 2 p.m.", [("12", "1998-03-18T12:00"), ("2 p.m.", "1998-03-18T14:00")]),
    (
        "It will blow from 11 to 1 a.m. on Friday.",
        [("11", "1998-03-19T23:00"), ("1 a.m. on Friday", "1998-03-20T01:00")],
    ),
    (
        "It will blow from 6 p.m. until noon Saturday.",
        [("6 p.m.", "1998-03-20T18:00"), ("noon Saturday", "1998-03-21T12:00")],
    ),
    ("He lived here between 1900 and 1945.", [("1900", "1900"), ("1945", "1945")]),
    ("It struck at 00:23 EDT.", [("00:23 EDT", "1998-03-18T00:23")]),
    ("It struck at 10:30 KST.", [("10:30 KST", "1998-03-18T10:30")]),
    ("It struck at 1400 GMT.", [("1400 GMT", "1998-03-18T14:00")]),
    ("It struck at 9 p.m. Eastern Standard Time.", [("9 p.m. Eastern Standard Time", "1998-03-18T21:00")]),
    ("It struck at 9 p.m. Eastern time.", [("9 p.m. Eastern time", "1998-03-18T21:00")]),
    ("Talks begin at 0600 GMT on a date to be set.", [("0600 GMT", "1998-03-18T06:00")]),
    ("By mid-century the mill had closed.", [("mid-century", "19")]),
    ("The mid-20th century was kind to the town.", [("The mid-20th century", "19")]),
    ("In 1840 he came; by mid-century he was mayor.", [("1840", "1840"), ("mid-century", "18")]),
    ("Sales rose from the same period last year.", [("the same period last year", "1997")]),
    (
        "Sales rose in the fourth quarter of 1997 from the same period a year earlier.",
        [("the fourth quarter of 1997", "1997-Q4"), ("the same period a year earlier", "1996-Q4")],
    ),
    (
        "Sales rose in February from the same month a year earlier.",
        [("February", "1998-02"), ("the same month a year earlier", "1997-02")],
    ),
    ("Sales fell from the corresponding quarter of 1996.", [("the corresponding quarter of 1996", "1996-Q1")]),
    ("The war lasted from May to July 1941.", [("May", "1941-05"), ("July 1941", "1941-07")]),
    ("The siege lasted from December to March 1945.", [("December", "1944-12"), ("March 1945", "1945-03")]),
    ("They met on 22 June and 5 July 1941.", [("22 June", "1941-06-22"), ("5 July 1941", "1941-07-05")]),
    ("The fair ran Monday through Thursday last year.", [("Monday", "1998-03-16"), ("Thursday", "1998-03-19"), ("last year", "1997")]),
    ("He was ill the day after Christmas.", [("the day after Christmas", "1997-12-26")]),
    ("He was ill two weeks before Christmas.", [("two weeks", "P2W"), ("Christmas", "1997-12-25")]),
    ("They fled on the night of the fire.", [("the night", "XXXX-XX-XXTNI")]),
    ("They fled in the early morning hours of 22 January.", [("the early morning hours of 22 January", "1998-01-22TMO")]),
    ("The Jan. 13's storm did it.", [("Jan. 13", "1998-01-13")]),
    ("A truce beginning at noon on Friday was signed.", [("noon on Friday", "1998-03-20T12:00")]),
    ("The bell rings every 45 hours.", [("every 45 hours", "PT45H")]),
    ("The sky should clear by the weekend.", [("the weekend", "1998-W12-WE")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "times"), ROWS, ids=[row[0] for row in ROWS])
def test_times_beside_each_other_are_told_apart_and_together(read, text, times) -> None:
    assert [(text[each.start : each.end], each.value) for each in read(text, "1998-03-18")] == times


OPEN = [
    ("The pool was open from 9 a.m. to 5 p.m. on Friday.", ["XXXX-WXX-5T09:00", "XXXX-WXX-5T17:00"]),
    ("It blew from 6 p.m. until noon Saturday.", ["XXXX-XX-XXT18:00", "XXXX-WXX-6T12:00"]),
    ("No train ran between 0900 and 1100 GMT.", ["XXXX-XX-XXT09:00", "XXXX-XX-XXT11:00"]),
    ("Sales rose from the same month a year earlier.", ["XXXX-XX"]),
    ("The fair ran Monday through Thursday, open all day.", ["XXXX-WXX-1/XXXX-WXX-4"]),
    ("By mid-century the mill had closed.", ["PAST_REF"]),
]


@pytest.mark.parametrize(("text", "values"), OPEN, ids=[row[0] for row in OPEN])
def test_without_a_publication_date_no_day_is_invented(read, text, values) -> None:
    found = read(text)
    assert [each.value for each in found if each.type.value != "DURATION"] == values
    assert all(each.earliest is None and each.latest is None for each in found)


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("About 6 May 2014 he left.", "6 May 2014", "2014-05-06~"),
        ("It closed around March 3, 1990.", "March 3, 1990", "1990-03-03~"),
        ("It closed by about March 1991.", "March 1991", "1991-03~"),
        ("It closed circa 1850.", "circa 1850", "1850~"),
    ],
)
def test_a_rough_date_is_approximate(read, text, words, edtf) -> None:
    (found,) = read(text, "2015-01-01")
    assert (text[found.start : found.end], found.modifier, found.edtf) == (words, "APPROX", edtf)


def test_what_a_book_is_about_is_exact(read) -> None:
    (found,) = read("She wrote a book about May 1968.", "2015-01-01")
    assert (found.modifier, found.edtf) == (None, "1968-05")
