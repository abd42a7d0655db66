"""What is told once and meant again: units, keys, places and rates."""


def test_the_sentence_before_tells_what_is_counted(told) -> None:
    text = "In 2001 some 63 bakers arrived in Kenya. So far this year, 99 have made it."
    found = told(text, "value", "unit", "counted_key", "place_key", published="2004-05-06")
    assert found == [(63, "person", "baker arrive", "kenya"), (99, "person", "baker arrive", "kenya")]


def test_the_number_of_tells_what_is_counted(told) -> None:
    assert told("The number of wolves has grown to 128, from 60 in 2000.", "value", "unit") == [
        (128, "wolf"),
        (60, "wolf"),
    ]


def test_a_part_has_the_unit_of_its_whole(told) -> None:
    assert told("Eleven of the 15 ferries sank.", "value", "unit") == [(11, "ferry"), (15, "ferry")]


def test_shares_and_lengths_and_money_carry_over(told) -> None:
    assert told("Turnout was 61.4 per cent, up from 57.9.", "unit") == [("percent",), ("percent",)]
    assert told("He asked for 12 years, she for three.", "value", "unit") == [(12, "year"), (3, "year")]
    assert told("They earn $1,720 per month, others $2,220.", "unit") == [("USD/month",), ("USD/month",)]


def test_the_toll_counts_people(told) -> None:
    assert told("The toll rose to 9,071.", "unit") == [("person",)]


def test_a_plain_number_that_nothing_explains_is_left_out(told) -> None:
    assert told("It was 17.", "value") == []


def test_deaths_for_so_many_people_are_one_rate(told) -> None:
    assert told("There were 17.4 deaths per 100,000 people.", "value", "unit") == [(17.4, "death/100,000 person")]


def test_a_place_does_not_die(told) -> None:
    assert told("Two prisons hold 900. Some 300 have since died.", "value", "unit") == [
        (2, "prison"), (900, "person"), (300, "person"),
    ]  # fmt: skip
    assert told("It closed 12 stations. Three have been sold.", "value", "unit") == [(12, "station"), (3, "station")]


def test_where_something_is_does_not_tell_what_is_counted(told) -> None:
    text = "Five trucks waited at two border posts. Eleven left."
    assert told(text, "value", "unit") == [(5, "truck"), (2, "post"), (11, "truck")]


def test_halves_are_no_share_and_nothing_counts_them_again(told) -> None:
    found = told("He paid 25,000 yuan in two halves, and later 3,000.", "value", "unit")
    assert (
        (25_000, "CNY") in found and (3_000, "half") not in found and not [1 for _, unit in found if unit == "percent"]
    )


def test_prices_in_a_row_have_what_the_first_is_for(told) -> None:
    text = "Rice cost 4,200 won a kilo in Low Marsh in May, 6,000 in June and 7,000 by 5 July."
    assert told(text, "value", "unit") == [(4200, "KRW/kg"), (6000, "KRW/kg"), (7000, "KRW/kg")]
    assert told("They played 40 games, 4,200 won a prize.", "unit") != [("KRW",)]


def test_a_length_between_does_not_end_a_row(told) -> None:
    text = "The centre took in 229 people last year; in the first six months of this one it took in 36."
    assert (36, "person") in told(text, "value", "unit")


def test_a_part_counts_what_its_whole_does(told) -> None:
    assert told("Five of the nine in her group drowned.", "value", "unit") == [(5, "person"), (9, "person")]


def test_who_makes_people(told) -> None:
    assert told("He was one of 1,509 who made it.", "value", "unit") == [(1509, "person")]
