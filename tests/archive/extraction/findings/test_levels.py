"""Levels of the same time: agree, cannot both hold, or are worth a look."""

from collections.abc import Callable

import pytest

from archive.extraction.findings import findings
from archive.model.figure import Bound, Figure, FigureStatus, Finding, FindingKind, Kind, Level

Make = Callable[..., Figure]


def only(figures: list[Figure]) -> Finding:
    found = findings(figures)
    assert len(found) == 1, found
    return found[0]


def test_two_papers_that_say_the_same_agree(make: Make) -> None:
    found = only([make(63, article=1), make(63, article=2)])
    assert found.kind is FindingKind.AGREEMENT
    assert "different sources" in found.why
    assert found.period == "2019"


def test_a_bound_and_the_number_within_it_agree(make: Make) -> None:
    assert (
        only([make(550, article=1, bound=Bound.MORE_THAN), make(553, article=2, bound=Bound.ABOUT)]).kind
        is FindingKind.AGREEMENT
    )


def test_one_origin_in_two_papers_is_one_source(make: Make) -> None:
    figures = [make(63, article=number, source="the Ministry", origin="ministry") for number in (1, 2)]
    found = only(figures)
    assert found.kind is FindingKind.AGREEMENT
    assert "one source told twice" in found.why


def test_one_article_that_repeats_itself_says_nothing_new(make: Make) -> None:
    assert findings([make(63), make(63)]) == []


def test_one_article_in_other_words_is_one_source_told_twice(make: Make) -> None:
    found = only([make(550, bound=Bound.MORE_THAN), make(553, bound=Bound.ABOUT)])
    assert (found.kind, "one source told twice" in found.why) == (FindingKind.AGREEMENT, True)


@pytest.mark.parametrize("articles", [(1, 2), (1, 1)])
def test_numbers_that_exclude_each_other_conflict_inside_one_article_too(make: Make, articles: tuple[int, int]) -> None:
    first, second = make(225, article=articles[0]), make(218, article=articles[1])
    found = only([first, second])
    assert found.kind is FindingKind.CONFLICT
    assert set(found.figures) == {first.uid, second.uid}
    assert first.exact in found.why and second.exact in found.why and "2019" in found.why and "Paper 1" in found.why


def test_other_years_other_places_other_acts_are_nothing(make: Make) -> None:
    base = make(99, period="2023")
    for other in (
        make(181, article=2, period="2024-01/2024-09"),
        make(181, article=2, period="2023", place_key="chile"),
        make(181, article=2, period="2023", counted_key="migrant return"),
        make(181, article=2, period="2023", unit="ship"),
    ):
        assert findings([base, other]) == []


def test_two_figures_of_one_sentence_are_of_two_things(make: Make) -> None:
    assert findings([make(225, sentence_start=5), make(218, sentence_start=5)]) == []


def test_what_is_derived_counts_and_is_said_to_be(make: Make) -> None:
    found = only([make(1047), make(1900, article=2, bound=Bound.ABOUT, derived=True, derivation="2,900 less 1,000")])
    assert found.kind is FindingKind.CONFLICT
    assert "derived: 1,900 from 2,900 less 1,000" in found.why


def test_rejected_figures_count_for_nothing(make: Make) -> None:
    assert findings([make(225), make(218, article=2, status=FigureStatus.REJECTED)]) == []


def test_a_doubtful_figure_is_a_tension_at_most(make: Make) -> None:
    found = only([make(225), make(218, article=2, status=FigureStatus.DOUBTFUL)])
    assert found.kind is FindingKind.TENSION
    assert "doubtful" in found.why
    assert findings([make(63), make(63, article=2, status=FigureStatus.DOUBTFUL)]) == []


def test_without_a_period_it_is_a_tension_at_most(make: Make) -> None:
    found = only([make(225, period=None), make(218, article=2, period=None)])
    assert found.kind is FindingKind.TENSION
    assert "no period told" in found.why


def test_a_round_number_may_be_rounded(make: Make) -> None:
    found = only([make(1000), make(1047, article=2)])
    assert (found.kind, "rounded" in found.why) == (FindingKind.TENSION, True)


def test_small_counts_of_a_long_time_may_be_two_incidents(make: Make) -> None:
    assert only([make(3), make(5, article=2)]).kind is FindingKind.TENSION
    on_a_day = [make(3, period="2019-05-04"), make(5, article=2, period="2019-05-04")]
    assert only(on_a_day).kind is FindingKind.CONFLICT


def test_what_is_twenty_times_as_much_may_be_of_another_scope(make: Make) -> None:
    found = only([make(72), make(3141, article=2)])
    assert (found.kind, "different things" in found.why) == (FindingKind.TENSION, True)


def test_a_partial_period_is_never_compared_as_if_whole(make: Make) -> None:
    whole = make(500, period="2019")
    assert findings([whole, make(120, article=2, period="2019-01-01/2019-10-04", level=Level.PARTIAL)]) == []
    assert findings([whole, make(120, article=2, period="2019", level=Level.PARTIAL)]) == []
    found = only([whole, make(620, article=2, period="2019-01-01/2019-10-04", level=Level.PARTIAL)])
    assert found.kind is FindingKind.CONFLICT
    assert "more than the whole" in found.why


def test_shares_and_prices_may_change_within_the_time(make: Make) -> None:
    year = make(60, kind=Kind.SHARE, unit="percent", period="2019")
    found = only([year, make(40, article=2, kind=Kind.SHARE, unit="percent", period="2019-03")])
    assert found.kind is FindingKind.TENSION


def test_who_lives_there_in_a_month_confirms_the_year(make: Make) -> None:
    figures = [
        make(30500, counted_key="migrant live"),
        make(30500, article=2, counted_key="migrant live", period="2019-06"),
    ]
    assert only(figures).kind is FindingKind.AGREEMENT


def test_the_same_number_of_another_time_is_another_statement(make: Make) -> None:
    found = only([make(120, period="2015-01/2016-01"), make(120, article=2, period="2015")])
    assert found.kind is FindingKind.AGREEMENT  # nine tenths of the time are the same
    found = only([make(120, period="2015-01/2015-09"), make(120, article=2, period="2015")])
    assert (found.kind, "two statements" in found.why) == (FindingKind.TENSION, True)


def test_an_order_of_magnitude_beside_a_bound_outside_of_it(make: Make) -> None:
    hundreds = make(None, bound=Bound.ORDER_OF_MAGNITUDE, least=200_000, most=999_999)
    found = only([hundreds, make(90_000, article=2, bound=Bound.AT_LEAST)])
    assert (found.kind, "200,000 to 999,999" in found.why) == (FindingKind.TENSION, True)
    assert only([hundreds, make(250_000, article=3, bound=Bound.AT_LEAST)]).kind is FindingKind.AGREEMENT


def test_money_is_compared_in_one_currency_only(make: Make) -> None:
    told = {"kind": Kind.MONEY, "counted_key": "bread price"}
    assert findings([make(4, unit="EUR", **told), make(90, article=2, unit="TRY", **told)]) == []
    assert only([make(4, unit="EUR", **told), make(9, article=2, unit="EUR", **told)]).kind is FindingKind.CONFLICT


def test_a_remainder_is_not_the_whole(make: Make) -> None:
    assert findings([make(40), make(75, article=2, counted="other migrants")]) == []


def test_nobody_knows_whose_age_it_is(make: Make) -> None:
    told = {"kind": Kind.AGE, "unit": "year of age", "counted_key": "young woman teacher"}
    assert findings([make(29, **told), make(35, article=2, **told)]) == []


def test_too_little_told_is_not_compared(make: Make) -> None:
    assert (
        findings([make(40, counted_key="farm", place_key=""), make(75, article=2, counted_key="farm", place_key="")])
        == []
    )
    assert findings([make(40, counted_key=""), make(75, article=2, counted_key="")]) == []


def test_a_series_that_a_person_made_measures_one_thing(make: Make) -> None:
    first = make(40, counted_key="farm", series="made")
    second = make(75, article=2, counted_key="estate", place_key="", series="made")
    found = only([first, second])
    assert (found.kind, found.series) == (FindingKind.CONFLICT, ("made",))
