"""Who counts, what is measured, and which numbers tell only where: rules for what stands around a figure."""

import pytest


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The river board counted 216 floods.", "The river board"),
        ("Nobody is hungry; the coast guard knows of 88 sailors.", "the coast guard"),
        ("Some 40 sheep were lost, says the farmers' union.", "the farmers' union"),
        ("In Norway the agency counts 165,300 otters.", "the agency"),
        ("By the count of the wardens, 31 seals died.", "the wardens"),
    ],
)
def test_who_counts_is_the_source(told, text, wanted) -> None:
    assert told(text, "source")[-1] == (wanted,)


def test_who_speaks_only_behind_a_semicolon_says_nothing_of_what_stands_before(told) -> None:
    text = "Wardens saw 216 fights in May; the owner's own log shows 187."
    assert told(text, "words", "source") == [("216", None), ("187", "the owner's own log")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("They bought 90,000 tonnes of rye.", ("tonne", "rye", "rye")),
        ("They built 482 km of road.", ("km", "road", "road")),
        ("There were 216 acts of piracy.", ("act", "acts", "piracy case")),
        ("There were 216 cases of piracy.", ("case", "cases", "piracy case")),
    ],
)
def test_what_is_measured_or_happens_is_counted(told, text, wanted) -> None:
    assert told(text, "unit", "counted", "counted_key") == [wanted]


def test_where_things_are_is_not_what_a_plain_number_counts(told) -> None:
    text = "The bank has 2,500 desks in seven centres. The largest has 410."
    assert told(text, "words", "unit") == [("2,500", "desk"), ("seven", "centre"), ("410", "desk")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The herders have 40 goats. In Norway the board counts 165.", [("40", "goat"), ("165", "goat")]),
        ("The hut has room for 30.", [("30", "person")]),
        (
            "One firm pays 2 million euros a year; another pays 61 million.",
            [("2 million", "EUR/year"), ("61 million", "EUR")],
        ),
        ("Of 90 monks two-fifths are under 18.", [("90", "person"), ("two-fifths", "percent"), ("18", "year of age")]),
        ("The monk earns 1,800 nakfa.", [("1,800", "ERN")]),
        ("Masks, HS code 6704, were 57 percent of it.", [("57", "percent")]),
    ],
)
def test_plain_numbers_take_what_the_text_tells(told, text, wanted) -> None:
    assert told(text, "words", "unit") == wanted


def test_a_korean_time_right_before_another_figure_is_that_ones(told) -> None:
    text = "지난해 들어온 손님은 196명으로 2022년 67명의 세 배였다."
    found = told(text, "words", "period", published="2024-01-18")
    assert found[:2] == [("196", "2023"), ("67", "2022")]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("It was the first return since October 9, 2018, when more than 500 people were sent back.", ["2018-10-09"]),
        ("Some 40 farmers came, more than in May 2018, when 12 came.", [None, "2018-05"]),
        ("Since 2015, when the wall was built, 40 farmers have left.", ["2015/2019-06-14"]),
    ],
)
def test_what_is_told_of_a_time_that_another_is_held_against(told, text, periods) -> None:
    assert [period for (period,) in told(text, "period", published="2019-06-14")] == periods
