"""Numbers in digits and words, with scales, fractions, ratios, magnitudes and ranges."""

import pytest

from archive.extraction.figures.numbers import digits
from archive.extraction.figures.tokens import read


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1,047", 1047), ("1’047", 1047), ("1 047", 1047), ("1\u00a0047\u00a0000", 1047000), ("1.047,50", 1047.5), ("3.5", 3.5),
        ("1.047.300", 1047300), ("2,5", 2.5), ("1,04", 1.04), ("7", 7), ("13,270.68", 13270.68),
        ("1'047.50", 1047.5), ("1\u00a0047,50", 1047.5), ("123,456,789,012,345", 123456789012345),
    ],
)  # fmt: skip
def test_digits_with_any_separator(written, value) -> None:
    assert digits(written) == value


@pytest.mark.parametrize("written", ["1,0470", "1.2.3", "10,20,30", "7" * 1001, "1,1,1", "0.0000,0"])
def test_what_is_written_like_no_number_is_none(written) -> None:
    assert digits(written) is None


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Two hundred and five ferries sailed.", "Two hundred and five", 205),
        ("Thirty-two ferries sailed.", "Thirty-two", 32),
        ("He owns a dozen ferries.", "dozen", 12),
        ("Half a million ferries sailed.", "Half a million", 500_000),
        ("Some 2.5 million ferries sailed.", "2.5 million", 2_500_000),
        ("Two and a half million ferries sailed.", "Two and a half million", 2_500_000),
        ("About 3m ferries sailed.", "3m", 3_000_000),
        ("The press of Lyon counted 1.047 ferries.", "1.047", 1047),
        ("Three thousand four hundred ferries sailed.", "Three thousand four hundred", 3400),
    ],
)  # fmt: skip
def test_scales_and_words(told, text, words, value) -> None:
    assert told(text, "words", "value") == [(words, value)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Two-thirds of the ferries sailed.", "Two-thirds", 66.666667),
        ("Half of the ferries sailed.", "Half", 50),
        ("A quarter of the ferries sailed.", "quarter", 25),
        ("Just 1/3 of ferries sailed.", "1/3", 33.333333),
    ],
)
def test_parts_of_a_whole_are_shares_in_percent(told, text, words, value) -> None:
    assert told(text, "words", "value", "unit", "kind") == [(words, pytest.approx(value, abs=1e-4), "percent", "share")]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("One in four ferries was late.", "One in four", 0.25),
        ("Nine out of 10 ferries were late.", "Nine out of 10", 0.9),
        ("The price doubled.", "doubled", 2),
        ("It costs three times the price of a horse.", "three", 3),
        ("A 5-fold one came.", "5", 5),
        ("A fivefold rise is near.", "fivefold", 5),
    ],
)
def test_ratios(told, text, words, value) -> None:
    assert told(text, "words", "value", "kind") == [(words, value, "ratio")]


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("Hundreds of ferries sailed.", 200, 999),
        ("Tens of thousands of ferries sailed.", 10_000, 99_999),
        ("Dozens of ferries sailed.", 24, 99),
        ("A few hundred ferries sailed.", 200, 999),
    ],
)
def test_magnitudes_have_bounds_and_no_value(told, text, least, most) -> None:
    assert told(text, "value", "least", "most", "bound") == [(None, least, most, "order_of_magnitude")]


@pytest.mark.parametrize(
    ("text", "words", "least", "most"),
    [
        ("Between 20 and 30 ferries sailed.", "20 and 30", 20, 30),
        ("Some 10-15 ferries sailed.", "10-15", 10, 15),
        ("It needs 3 to 5 million ferries.", "3 to 5 million", 3_000_000, 5_000_000),
        ("It costs $3m to $5m.", "3m to $5m", 3_000_000, 5_000_000),
        ("Two or three ferries sailed.", "Two or three", 2, 3),
        ("It needs a thousand or two ferries.", "thousand or two", 1000, 2000),
    ],
)
def test_ranges(told, text, words, least, most) -> None:
    assert told(text, "words", "value", "least", "most", "bound") == [(words, None, least, most, "range")]


def test_a_fall_from_one_to_the_other_is_two_figures_and_no_range(told) -> None:
    assert told("The fleet shrank from 27 to 18 ferries.", "value", "unit") == [(27, "ferry"), (18, "ferry")]


def test_a_mark_behind_a_number_is_no_part_of_it(told) -> None:
    """Python 3.11.2 keeps what a possessive repetition that failed had passed over."""
    text = "There were 44, then 1,234.5, 12 345. And 7 boats, said Don' Ab."
    assert [words for (words,) in told("Of 44, 1,234.5, and 7 boats some sank.", "words")][-1:] == ["7"]
    tokens = read(text, 0, len(text), ())
    assert [token.word for token in tokens if token.kind == "digits"] == ["44", "1,234.5", "12 345", "7"]
