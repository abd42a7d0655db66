"""What a number claims beside its words: money, shares, ages, lengths, measures, counts, and how it is bounded."""

import pytest


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("It cost $4.50.", 4.5, "USD"),
        ("It cost US$1.2bn.", 1.2e9, "USD"),
        ("It cost €14,600.", 14_600, "EUR"),
        ("It cost R$ 1.047,50.", 1047.5, "BRL"),
        ("It cost five million South Korean won.", 5e6, "KRW"),
        ("It cost 900 Swiss francs.", 900, "CHF"),
        ("It cost 900 francs.", 900, "franc"),
        ("It cost 40 cents.", 0.4, "USD"),
        ("It cost 75p.", 0.75, "GBP"),
        ("They earn $15 an hour.", 15, "USD/hour"),
        ("They earn 870 euros per month.", 870, "EUR/month"),
    ],
)
def test_money(told, text, value, unit) -> None:
    assert told(text, "value", "unit", "kind") == [(pytest.approx(value), unit, "money")]


def test_a_game_that_was_won_is_no_money(told) -> None:
    assert told("The team with 12 players won the cup.", "value", "unit") == [(12, "person")]


@pytest.mark.parametrize(
    ("text", "value", "unit", "kind"),
    [
        ("The 29-year-old baker left.", 29, "year of age", "age"),
        ("The baker, aged 61, left.", 61, "year of age", "age"),
        ("He waited 40 days.", 40, "day", "duration"),
        ("He waited four years and six months.", 4.5, "year", "duration"),
        ("He waited two decades.", 20, "year", "duration"),
        ("It is a 42.2-kilometre course.", 42.2, "km", "distance"),
        ("It weighs 62 kilograms.", 62, "kg", "measure"),
        ("It burned 1,100 acres.", 1100, "acre", "measure"),
        ("It was minus 12 degrees Celsius.", -12, "degree Celsius", "measure"),
        ("A quake of magnitude 7.6 struck.", 7.6, "magnitude", "measure"),
        ("It was hit five times.", 5, "time", "count"),
    ],
)
def test_units(told, text, value, unit, kind) -> None:
    assert told(text, "value", "unit", "kind") == [(value, unit, kind)]


def test_a_decade_is_about_ten_years(told) -> None:
    assert told("He waited a decade.", "words", "value", "unit", "bound") == [("decade", 10, "year", "about")]


@pytest.mark.parametrize(
    ("text", "bound", "least", "most"),
    [
        ("Only 40 bakers left.", "exact", 40, 40),
        ("At least 40 bakers left.", "at_least", 40, None),
        ("40 or more bakers left.", "at_least", 40, None),
        ("More than 40 bakers left.", "more_than", 40, None),
        ("Over 40 bakers left.", "more_than", 40, None),
        ("There are 40+ bakers.", "more_than", 40, None),
        ("Fewer than 40 bakers left.", "less_than", None, 40),
        ("As many as 40 bakers left.", "at_most", None, 40),
        ("Nearly 40 bakers left.", "nearly", None, 40),
        ("Some 40 bakers left.", "about", 40, 40),
        ("An estimated 40 bakers left.", "about", 40, 40),
    ],
)
def test_bounds(told, text, bound, least, most) -> None:
    assert told(text, "value", "bound", "least", "most", "unit") == [(40, bound, least, most, "person")]


def test_what_went_up_to_a_level_is_not_bounded_by_it(told) -> None:
    assert told("The duty went up to 25 percent.", "value", "bound") == [(25, "exact")]


@pytest.mark.parametrize(
    ("text", "unit", "key"),
    [
        ("It hired 66 other international trade organizations.", "organization", "international trade organization"),
        ("Six Norwegians applied.", "person", "person"),
        ("Some 900 dwellings stood empty.", "dwelling", "house"),
        ("About 300 refugees arrived.", "person", "migrant arrive"),
        ("About 300 people fled to Kenya.", "person", "migrant arrive"),
        ("Nine gatekeepers slept.", "person", "gatekeeper"),
        ("Nine helicopters crashed.", "helicopter", "helicopter"),
    ],
)
def test_what_is_counted(told, text, unit, key) -> None:
    assert told(text, "unit", "counted_key") == [(unit, key)]


def test_nobody_of_those_named_is_nought(told) -> None:
    assert told("No Norwegians were admitted.", "words", "value", "unit") == [("No", 0, "person")]
    assert told("No rules were broken.", "value") == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Her brother, then 11, was drowned.", [11]),
        ("Her father, now seventy, waits.", [70]),
        ("The woman, 44, left.", [44]),
        ("They crossed with the girls, aged 6 and 9.", [6, 9]),
        ("They crossed with the girls, aged 3, 7 and 12.", [3, 7, 12]),
        ("The girls aged 6 and 9 others were found.", [6]),
        ("He spoke of two people, 29, and others.", []),
        ("Her son was left behind; he is now 15.", [15]),
        ("They found a woman aged about 30.", [30]),
        ("Now it is two or three.", []),
        ("She was 17 when she left and 21 when she arrived.", [17, 21]),
        ("The youngest was six, the oldest 83.", [6, 83]),
        ("The toll was 17 when it ended.", []),
        ("Her daughter would be 28 this year.", [28]),
        ("The price would be 28 this year.", []),
        ("It was the year she turned 12.", [12]),
        ("She turned 12 pages.", []),
        ("Ro Un-mi was 17 when she left.", [17]),
        ("“Ro,” 38, was held at the bridge.", [38]),
        ("He called it “over,” 38 times.", []),
        ("There were fourteen of us when we set out and nine when we came.", []),
        ("The price is now 15.", []),
    ],
)
def test_ages_beside_somebody(told, text, values) -> None:
    assert [value for value, kind in told(text, "value", "kind") if kind == "age"] == values


@pytest.mark.parametrize("text", ["Three winters passed.", "Two handovers failed.", "They dug five bunkers."])
def test_things_that_end_like_people_are_things(told, text) -> None:
    assert [unit for (unit,) in told(text, "unit")] not in (["person"], [])


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("At least 4 of those returned were ill.", ["person"]),
        ("Two of those who stayed were ill.", ["person"]),
        ("Three of those sent back were ill.", ["person"]),
        ("Three of those built in May leak.", []),
    ],
)
def test_some_of_those_are_people_where_people_alone_do_it(told, text, units) -> None:
    assert [unit for (unit,) in told(text, "unit")] == units


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("She earned 1.8 million won, against 2.4m for others.", [(1_800_000, "KRW"), (2_400_000, "KRW")]),
        ("Aid fell from $5.1 million to 1.1m.", [(5_100_000, "USD"), (1_100_000, "USD")]),
        ("They paid $50 for a wall of 2.4m.", [(50, "USD"), (2.4, "m")]),
        ("They paid $5 million and built a wall 2.4m high.", [(5_000_000, "USD"), (2.4, "m")]),
    ],
)
def test_millions_beside_money_are_no_metres(told, text, values) -> None:
    assert told(text, "value", "unit") == values


def test_one_in_five_is_found_behind_that(told) -> None:
    assert told("They found that one in five had left.", "words", "unit") == [("one in five", "ratio")]


def test_a_figure_that_compares_counts_no_figures(told) -> None:
    assert told("Some 99 farmers came. The figure compares with 65 in May.", "value", "unit") == [
        (99, "person"),
        (65, "person"),
    ]


@pytest.mark.parametrize(
    ("text", "unit", "key"),
    [
        ("- Average monthly pay of farmers: 720 euros.", "EUR/month", "wage"),
        ("Their pay rose to 900 euros.", "EUR", "wage"),
        ("They pay 900 euros.", "EUR", "price"),
    ],
)
def test_pay_is_what_is_earned_or_what_is_paid(told, text, unit, key) -> None:
    assert told(text, "unit", "counted_key") == [(unit, key)]


def test_a_decade_of_life_is_a_range(told) -> None:
    assert told("He is in his 50s.", "value", "least", "most", "bound") == [(None, 50, 59, "range")]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Only a dozen or so made it.", "person"),
        ("Just 42 came.", "person"),
        ("Some 42 broke.", None),
        ("The storm killed 40.", "person"),
        ("An average of 30 arrived each year.", "person"),
        ("About 35,000 of them live abroad.", "person"),
        ("Twelve waitresses sang.", "person"),
    ],
)
def test_who_came_is_somebody(told, text, unit) -> None:
    assert [found for (found,) in told(text, "unit")] == ([] if unit is None else [unit])


def test_who_arrests_is_not_whom_they_arrest(told) -> None:
    assert told("Police arrested 12.", "unit", "counted") == [("person", None)]


def test_some_of_a_number_that_spoke_are_people(told) -> None:
    assert told("Nine of the 14 said so.", "value", "unit") == [(9, "person"), (14, "person")]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It is 1,416 km long and up to 180 m wide.", [(1416, "km"), (180, "m")]),
        ("It is 1,416 km long and cost 3 m.", [(1416, "km")]),
    ],
)
def test_a_letter_apart_is_metres_where_the_words_say_so_and_else_nothing(told, text, values) -> None:
    assert told(text, "value", "unit") == values
