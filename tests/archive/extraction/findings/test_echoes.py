"""One number told in different words by two articles, and what sentences share that tell of one matter."""

import pytest

from archive.extraction.findings import findings
from archive.model.figure import Bound, FindingKind, Kind

BOATS = "The harbour office of Tarnvik counted 2,317 boats in the storm of May."
SHIPS = "In Tarnvik, the harbour office wrote, the storm had kept 2,317 vessels in port."


def kinds(figures) -> list[FindingKind]:
    return [each.kind for each in findings(figures)]


def pair(make, first: str, second: str, value: float = 2317.0, **over):
    told = {"period": None, "place_key": "", "counted_key": "thing", "counted": "things"} | over
    return [
        make(value, article=1, sentence=first, start=10, sentence_start=0, **told),
        make(
            value,
            article=2,
            sentence=second,
            start=10,
            sentence_start=0,
            **told | {"counted_key": "object", "unit": "object"},
        ),
    ]


def test_one_number_of_many_digits_in_other_words_agrees(make) -> None:
    assert kinds(pair(make, BOATS, SHIPS)) == [FindingKind.AGREEMENT]


@pytest.mark.parametrize("second", ["A shop in Elmo sold 2,317 pens.", "Tarnvik has 2,317 trees."])
def test_the_same_number_by_chance_says_nothing(make, second) -> None:
    assert kinds(pair(make, BOATS, second)) == []


def test_a_number_of_few_digits_says_nothing(make) -> None:
    assert kinds(pair(make, BOATS, SHIPS, value=40.0)) == []


def test_one_origin_told_twice_is_no_agreement(make) -> None:
    assert kinds(pair(make, BOATS, SHIPS, origin="harbour office")) == []


def test_other_times_are_no_agreement(make) -> None:
    first, second = pair(make, BOATS, SHIPS)
    first, second = make(2317.0, **_like(first, period="2019")), make(2317.0, **_like(second, period="2021"))
    assert kinds([first, second]) == []


def _like(figure, **over):
    names = ("article", "sentence", "start", "sentence_start", "place_key", "counted_key", "counted", "unit")
    return {name: getattr(figure, name) for name in names} | over


def test_what_sentences_share_lets_bare_figures_of_one_time_be_held_against_each_other(make) -> None:
    told = {"counted_key": "act", "unit": "act", "place_key": "", "period": "2019"}
    one = make(216.0, article=1, sentence="Monitors saw 216 fights at Elm Lodge prison in 2019.", **told)
    other = make(187.0, article=2, sentence="At Elm Lodge the prison wrote down 187 in 2019.", **told)
    apart = make(187.0, article=3, sentence="A zoo wrote down 187 in 2019.", **told)
    assert kinds([one, other]) == [FindingKind.CONFLICT]
    assert kinds([one, apart]) == []


def test_a_conflict_names_further_articles_and_stays_the_same_finding(make) -> None:
    one, other = make(63.0, article=1), make(93.0, article=2)
    (alone,) = findings([one, other])
    (joined,) = [each for each in findings([one, other, make(93.0, article=3)]) if each.kind is FindingKind.CONFLICT]
    assert alone.kind is FindingKind.CONFLICT and joined.uid == alone.uid
    assert len(joined.figures) == len(alone.figures) + 1


def test_bounds_of_two_sources_that_do_not_suggest_one_number_are_a_tension(make) -> None:
    told = {"period": None, "counted_key": "death", "place_key": "", "unit": "person"}
    least = make(41.0, bound=Bound.AT_LEAST, origin="ministry", **told)
    assert kinds([least, make(63.0, origin="red cross", **told)]) == [FindingKind.TENSION]
    assert kinds([least, make(42.0, origin="red cross", **told)]) == []


def test_two_sources_of_one_day_in_one_article_cannot_both_hold(make) -> None:
    told = {"counted_key": "death", "place_key": "", "unit": "person", "sentence_start": 5, "period": "2019-03-11"}
    figures = [make(97.0, bound=Bound.AT_LEAST, origin="red cross", **told), make(88.0, origin="coast guard", **told)]
    assert kinds(figures) == [FindingKind.CONFLICT]


def test_the_whole_country_and_the_county_are_two_scopes(make) -> None:
    told = {"period": None, "counted_key": "infection", "place_key": "", "unit": "case", "counted": "cases"}
    county = make(660.0, origin="state", sentence="State doctors counted 660 cases.", **told)
    nation = make(839.0, origin="centre", sentence="Across the nation there were 839 cases.", **told)
    near = make(839.0, origin="centre", sentence="The centre gives 839 cases.", **told)
    assert kinds([county, near]) == [FindingKind.TENSION]
    assert kinds([county, nation]) == []


def test_counts_of_years_add_up_to_a_total_of_all_of_them(make) -> None:
    told = {"counted_key": "attempt", "unit": "attempt", "place_key": "", "sentence_start": 0}
    parts = [
        make(15700.0, period="2022", start=10, end=20, **told),
        make(39700.0, period="2021", start=40, end=50, **told),
    ]
    whole = make(55400.0, period="2021/2022", start=80, end=90, **told)
    assert kinds([*parts, whole]) == [FindingKind.AGREEMENT]
    again = make(39700.0, period="2022", start=40, end=50, **told)
    assert FindingKind.AGREEMENT not in kinds([parts[0], again, whole])


def test_a_share_behind_another_by_another_mouth_is_held_against_it(make) -> None:
    told = {"kind": Kind.SHARE, "unit": "percent", "period": None, "place_key": ""}
    first = make(88.0, counted_key="pupil shot", origin="health office", start=100, end=110, **told)
    second = make(91.5, counted_key="", origin="school board", start=180, end=190, **told)
    assert kinds([first, second]) == [FindingKind.TENSION]
    assert kinds([first, make(91.5, counted_key="", origin="", start=180, end=190, **told)]) == []


@pytest.mark.parametrize(("percent", "wanted"), [(40.0, []), (70.0, [FindingKind.TENSION])])
def test_a_rise_told_from_behind_is_held_against_its_levels(make, percent, wanted) -> None:
    sentence = f"On average 3,150 people came, up {percent:g} percent from 2,250."
    told = {"sentence": sentence, "sentence_start": 0, "counted_key": "guest", "place_key": ""}
    after = make(3150.0, start=11, end=16, exact="3,150", period="2021", **told)
    before = make(2250.0, start=sentence.index("2,250"), exact="2,250", period="2020", **told)
    change = make(percent, kind=Kind.CHANGE, unit="percent", direction="up", start=sentence.index("up"), **told)
    assert kinds([after, before, change]) == wanted
