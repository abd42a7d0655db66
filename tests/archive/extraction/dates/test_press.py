"""What varied news writes that the rules once missed, on sentences of its own."""

import pytest

DATE = "1994-10-27"  # a Thursday


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The vote was extended to Saturday.", [("Saturday", "1994-10-29")]),
        ("The hearing, which had been postponed until Monday, is short.", [("Monday", "1994-10-31")]),
        ("He is not expected back before July.", [("July", "1995-07")]),
        ("It ended exactly 100 hours after it had begun.", [("100 hours", "PT100H")]),
        ("They met at 0930 hours.", [("0930 hours", "1994-10-27T09:30")]),
        ("The rock is 4.5 billion years old.", [("4.5 billion years old", "P4500000000Y")]),
        ("It lasted 2 million years.", [("2 million years", "P2000000Y")]),
        ("It snowed the night before the harbour froze.", []),
        ("At this time last year it snowed.", [("last year", "1993")]),
        ("Eels fell from 40 in 1991 to 9 a year after that.", [("1991", "1991"), ("a year after", "1992")]),
        ("It lay idle for two years before that.", [("two years", "P2Y")]),
        ("Nets cost 9 percent more than two years earlier.", [("two years earlier", "1992")]),
        ("In the decade to 1990 the lake shrank.", [("the decade", "P1DE"), ("1990", "1990")]),
        ("Snow fell in the year to March 1993.", [("the year", "P1Y"), ("March 1993", "1993-03")]),
        ("It burned on the night of 3-4 May 1993.", [("the night of 3-4 May 1993", "1993-05-03/1993-05-04")]),
        ("Every second farmer left.", []),
        ("Every second counts.", [("Every second", "PT1S")]),
    ],
)
def test_times_of_the_press(read, text, wanted) -> None:
    assert [(text[each.start : each.end], each.value) for each in read(text, DATE)] == wanted
