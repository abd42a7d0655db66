"""Whole articles that no rule was written by, and the rules that they asked for, on words of their own."""

import json
from pathlib import Path

import pytest

from tests.benchmarks.figures import read
from tests.benchmarks.figures_score import Score, compare

DATA = Path(__file__).parents[3] / "data" / "figures"


@pytest.mark.parametrize(
    ("name", "units", "precision", "negatives"), [("articles", 0.97, 0.99, 0), ("blind-articles", 0.94, 0.98, 3)]
)
def test_figures_of_whole_articles_are_read(name: str, units: float, precision: float, negatives: int) -> None:
    total = Score()
    for article in json.loads((DATA / f"{name}.json").read_text(encoding="utf-8")):
        total += compare(article, read(article["text"], article["published"]))
    assert total.found >= 0.97 * total.wanted, total.errors
    assert total.units >= units * total.wanted, total.errors
    assert total.right >= precision * total.claims and total.negatives <= negatives, total.errors


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The average monthly pension was 410 euros.", [(410.0, "EUR/month")]),
        ("Its annual budget of $3 million was cut.", [(3e6, "USD/year")]),
        ("Each man got 90 grams of rice a day.", [(90.0, "g/day")]),
        ("Cooks earn 3.1 million won a month.", [(3.1e6, "KRW/month")]),
        ("The council voted 14 to 9 for the bridge.", [(14.0, "vote"), (9.0, "vote")]),
        ("They wrote a 64-page booklet.", [(64.0, "page")]),
        ("The storm left 3,400 homeless.", [(3400.0, "person")]),
        ("He was arrested twice in 1988.", [(2.0, "time")]),
        ("Of the 40 sailors, 12 described beatings.", [(40.0, "person"), (12.0, "person")]),
        ("The losses come to €4 million to €6 million.", [(None, "EUR")]),
        ("월평균 소득은 190만 원이다.", [(1.9e6, "KRW/month")]),
        ("지난 9월 700여 명이 떠났다.", [(700.0, "person")]),
    ],
)
def test_units_that_stand_apart_from_their_number(told, text, wanted) -> None:
    assert told(text, "value", "unit", published="2021-05-05") == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Call 0700 123 456.",
        "She scored 41 out of 60 in the test.",
        "She lives at Abu-dong 77.",
        "마을의 한 주민은 놀랐다.",
        "1인 가구가 많다.",
    ],
)
def test_codes_marks_and_addresses_claim_nothing(told, text) -> None:
    assert told(text, "words", "rule") == []


def test_who_did_something_is_no_change(told) -> None:
    assert told("He lost 4 kilograms and was robbed by three men.", "words", "kind")[1] == ("three", "count")


def test_each_clause_has_its_speaker(told) -> None:
    text = "Some 900 people fled, the mayor said; the Red Cross spoke of 1,250."
    assert told(text, "value", "source") == [(900.0, "the mayor"), (1250.0, "the Red Cross")]


def test_a_tally_takes_up_what_was_counted_before(told) -> None:
    text = "In May 310 migrants came. The sea was calm. The tally stood at 2,075."
    assert told(text, "value", "unit")[-1] == (2075.0, "person")


def test_when_it_was_said_and_when_a_place_opened_are_no_periods(told) -> None:
    assert told("A report published on 4 May 2020 counts 77 farms.", "period") == [(None,)]
    assert told("He stayed at a hostel opened in 1987 for 30 nights.", "period") == [(None,)]


def test_a_multiple_of_a_number_is_worked_out(claims) -> None:
    found = claims(
        "Nobody counts the Danes in Norway. It is at least four times the number of the 500 Danes in Iceland."
    )
    derived = [claim for claim in found if claim.derived]
    assert [(claim.value, claim.most, claim.place_key) for claim in derived] == [(2000.0, None, "norway")]


def test_a_total_of_a_year_is_its_level_and_a_running_one_is_not(told) -> None:
    assert told("In 2019 a total of 800 migrants arrived.", "level") == [("level",)]
    assert told("총 800명이 2019년 입국했다. 누적 입국자는 9천 명이다.", "level") == [("level",), ("total",)]
