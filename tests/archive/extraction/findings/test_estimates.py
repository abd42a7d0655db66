"""Figures that no period binds: what different mouths say, slips of digits, one number in two articles, words against numbers."""

import pytest

from archive.extraction.findings import findings
from archive.model.figure import Bound, FindingKind, Kind


def kinds(figures) -> list[FindingKind]:
    return [each.kind for each in findings(figures)]


def test_estimates_of_two_sources_in_one_article_are_a_tension(make) -> None:
    told = {"period": None, "published": None, "counted_key": "person live", "place_key": "norway"}
    assert kinds([make(4000.0, origin="church", **told), make(9000.0, origin="police", **told)]) == [
        FindingKind.TENSION
    ]
    assert kinds([make(4000.0, origin="church", **told), make(9000.0, origin="church", **told)]) != [
        FindingKind.CONFLICT
    ]


def test_a_bound_that_begins_below_a_magnitude_is_a_tension(make) -> None:
    told = {"period": None, "published": None, "counted_key": "person live"}
    many = make(None, least=200_000.0, most=999_999.0, bound=Bound.ORDER_OF_MAGNITUDE, **told)
    assert kinds([many, make(70_000.0, bound=Bound.AT_LEAST, **told)]) == [FindingKind.TENSION]
    assert kinds([many, make(300_000.0, bound=Bound.AT_LEAST, **told)]) == []


@pytest.mark.parametrize(
    ("other", "wanted"), [(4823.0, [FindingKind.CONFLICT]), (4900.0, [FindingKind.TENSION]), (9100.0, [])]
)
def test_a_number_told_again_with_its_digits_changed(make, other, wanted) -> None:
    told = {"period": None, "counted_key": "case", "unit": "case", "place_key": ""}
    assert kinds([make(4832.0, **told), make(other, **told)]) == wanted


def test_the_same_telling_number_in_two_articles_agrees_though_one_leaves_out_where(make) -> None:
    told = {"kind": Kind.SHARE, "unit": "percent", "counted_key": "unemployment", "period": None}
    figures = [make(7.4, article=1, place_key="norway", **told), make(7.4, article=2, place_key="", **told)]
    assert kinds(figures) == [FindingKind.AGREEMENT]
    assert kinds([make(7.4, article=1, **told), make(7.4, article=2, **(told | {"place_key": "sweden"}))]) == []


def _sentence(make, words: str, *told):
    made = []
    for value, exact, over in told:
        made.append(
            make(
                value,
                sentence=words,
                sentence_start=0,
                start=words.index(exact),
                end=words.index(exact) + len(exact),
                exact=exact,
                **over,
            )
        )
    return made


@pytest.mark.parametrize(("word", "value", "wanted"), [("tripled", 3.0, [FindingKind.TENSION]), ("doubled", 2.0, [])])
def test_a_multiple_is_held_against_the_levels_beside_it(make, word, value, wanted) -> None:
    words = f"Fees {word} from 30 to 62 euros."
    money = {"kind": Kind.MONEY, "unit": "EUR", "counted_key": "price", "period": None}
    figures = _sentence(
        make,
        words,
        (value, word, {"kind": Kind.RATIO, "unit": "ratio", "counted_key": "", "period": None}),
        (30.0, "30", money),
        (62.0, "62 euros", money),
    )
    assert kinds(figures) == wanted


@pytest.mark.parametrize(("before", "wanted"), [(400.0, [FindingKind.TENSION]), (950.0, [])])
def test_a_fall_told_in_words_is_held_against_the_year_before(make, before, wanted) -> None:
    now = _sentence(make, "In 2019 the number fell sharply to 700.", (700.0, "700", {"period": "2019"}))
    assert kinds([make(before, period="2018"), *now]) == wanted


def test_one_sentence_whose_years_go_the_other_way_than_its_words(make) -> None:
    words = "Arrivals have declined: 410 came in 2018 and 690 in 2019."
    assert kinds(_sentence(make, words, (410.0, "410", {"period": "2018"}), (690.0, "690", {"period": "2019"}))) == [
        FindingKind.TENSION
    ]
