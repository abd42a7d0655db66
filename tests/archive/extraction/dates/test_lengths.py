"""Lengths of time, recurring times, and what the words before them say of how exact they are."""

import pytest

ROWS = [
    ("They waited three years.", "three years", "DURATION", "P3Y", None),
    ("They waited 2 1/2 years.", "2 1/2 years", "DURATION", "P2.5Y", None),
    ("They waited four-and-a-half years.", "four-and-a-half years", "DURATION", "P4.5Y", None),
    ("They waited a year and a half.", "a year and a half", "DURATION", "P1.5Y", None),
    ("They waited more than 10 years.", "more than 10 years", "DURATION", "P10Y", "MORE_THAN"),
    ("They waited at least six months.", "at least six months", "DURATION", "P6M", "EQUAL_OR_MORE"),
    ("They waited nearly two decades.", "nearly two decades", "DURATION", "P2DE", "APPROX"),
    ("They waited up to 90 days.", "up to 90 days", "DURATION", "P90D", "EQUAL_OR_LESS"),
    ("They waited several hours.", "several hours", "DURATION", "PTXH", None),
    ("They waited 40 minutes and 20 seconds.", "40 minutes and 20 seconds", "DURATION", "PT40M20S", None),
    ("They waited two to three weeks.", "two to three weeks", "DURATION", "P3W", None),
    ("They waited for decades.", "decades", "DURATION", "PXDE", None),
    ("A 10-year note was sold.", "10-year", "DURATION", "P10Y", None),
    ("A three-month-long strike ended.", "three-month-long", "DURATION", "P3M", None),
    ("A 56-year-old man fell.", "56-year-old", "DURATION", "P56Y", None),
    ("In the past three years it lost money.", "the past three years", "DURATION", "P3Y", None),
    ("Over the next few weeks it may rain.", "the next few weeks", "DURATION", "PXW", None),
    ("He visits every Monday.", "every Monday", "SET", "XXXX-WXX-1", None),
    ("He visits twice a week.", "twice a week", "SET", "P1W", None),
    ("He visits every other day.", "every other day", "SET", "P2D", None),
    ("The annual fair opened.", "annual", "SET", "P1Y", None),
    ("It pumps 5,000 barrels a day.", "a day", "SET", "P1D", None),
]


@pytest.mark.parametrize(("text", "words", "kind", "value", "modifier"), ROWS, ids=[row[1] for row in ROWS])
def test_a_length_or_a_recurring_time_is_read(read, text, words, kind, value, modifier) -> None:
    (found,) = read(text, "1998-02-27")
    assert text[found.start : found.end] == words
    assert (found.type.value, found.value, found.modifier, found.edtf) == (kind, value, modifier, None)


@pytest.mark.parametrize(
    ("text", "words", "kind", "value"),
    [
        ("Deputies meet every second Thursday.", "every second Thursday", "SET", "XXXX-WXX-4"),
        ("It is open Tuesday through Sunday.", "Tuesday through Sunday", "SET", "XXXX-WXX-2/XXXX-WXX-7"),
        ("Pay rises 12 percent over five years.", "five years", "DURATION", "P5Y"),
        ("He sang for over five years.", "over five years", "DURATION", "P5Y"),
    ],
)
def test_what_recurs_and_what_is_spread(read, text, words, kind, value) -> None:
    (found,) = read(text, "1998-02-27")
    assert (text[found.start : found.end], found.type.value, found.value) == (words, kind, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He was held for six months and nine days.", "P6M9D"),
        ("They were held for between two weeks and six months.", "P6M"),
    ],
)
def test_only_a_smaller_unit_goes_on_with_a_length(read, text, value) -> None:
    assert [found.value for found in read(text)] == [value]
