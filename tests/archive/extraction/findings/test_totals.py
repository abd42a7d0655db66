"""Totals up to a day: they cannot fall, nor rise in weeks by what took years."""

from collections.abc import Callable

from archive.extraction.findings import findings
from archive.model.figure import Bound, Figure, FigureStatus, FindingKind, Level

Make = Callable[..., Figure]


def _total(make: Make, value: float, period: str | None, **over: object) -> Figure:
    return make(
        value, period=period, level=Level.TOTAL, sentence=over.pop("sentence", "Since 1995, as 2004 and 2010."), **over
    )


def test_a_total_that_falls_is_a_conflict(make: Make) -> None:
    higher, lower = (
        _total(make, 35000, "../2020-02", bound=Bound.ABOUT),
        _total(make, 34000, "../2023-10", article=2, bound=Bound.NEARLY),
    )
    (found,) = findings([lower, higher])
    assert found.kind is FindingKind.CONFLICT
    assert found.figures == (higher.uid, lower.uid) or set(found.figures) == {higher.uid, lower.uid}
    assert "cannot fall" in found.why


def test_a_total_that_grows_in_its_time_is_none(make: Make) -> None:
    assert findings([_total(make, 20000, "1995/2010"), _total(make, 35000, "1995/2023", article=2)]) == []


def test_growth_in_weeks_that_took_years_is_a_conflict(make: Make) -> None:
    before, after = _total(make, 33523, "1995/2019"), _total(make, 35000, "1995/2020-02-19", bound=Bound.ABOUT)
    (found,) = findings([before, after])
    assert found.kind is FindingKind.CONFLICT
    assert "977" in found.why or "976" in found.why
    assert findings([before, _total(make, 33700, "1995/2020-02-19", article=2)]) == []


def test_an_outbreak_may_rise_steeply(make: Make) -> None:
    told = {"counted_key": "infected", "sentence": "since 2020"}
    assert (
        findings(
            [
                _total(make, 1000, "2020-01-01/2020-03-01", **told),
                _total(make, 2500, "2020-01-01/2020-03-10", article=2, **told),
            ]
        )
        == []
    )


def test_totals_up_to_the_same_day_agree_or_conflict(make: Make) -> None:
    first = _total(make, 30500, "../2017", source="a")
    (agreed,) = findings([first, _total(make, 30000, "../2017", article=2, bound=Bound.MORE_THAN)])
    assert agreed.kind is FindingKind.AGREEMENT
    (differ,) = findings([first, _total(make, 32100, "../2017", article=2)])
    assert differ.kind is FindingKind.CONFLICT


def test_a_total_without_a_period_counts_up_to_its_publication(make: Make) -> None:
    (found,) = findings(
        [
            _total(make, 35100, None, published="2020-02-19"),
            _total(make, 34200, None, article=2, published="2023-10-04"),
        ]
    )
    assert found.kind is FindingKind.CONFLICT


def test_a_count_over_years_is_a_total_of_them(make: Make) -> None:
    (found,) = findings(
        [make(218, period="2006/2019", sentence="from 2006 to 2019"), _total(make, 225, "../2020-01-19", article=2)]
    )
    assert found.kind is FindingKind.CONFLICT
    assert "would have to be added" in found.why


def test_another_start_is_another_total(make: Make) -> None:
    since_war = _total(make, 30000, "1953/2017", bound=Bound.MORE_THAN, sentence="since 1953")
    since_famine = _total(make, 31100, "1995/2017", article=2, sentence="since 1995")
    (found,) = findings([since_war, since_famine])
    assert (found.kind, "different starts" in found.why) == (FindingKind.TENSION, True)
    later = _total(make, 9000, "2010/2018", article=3, sentence="since 2010")
    assert {f.kind for f in findings([since_war, later])} <= {FindingKind.TENSION}


def test_a_start_that_its_sentence_does_not_tell_binds_nothing(make: Make) -> None:
    carried = _total(make, 31100, "1995/2017", article=2, sentence="Some 31,100 have come.")
    (found,) = findings([_total(make, 34000, "1953/2017", sentence="since 1953"), carried])
    assert found.kind is FindingKind.CONFLICT


def test_the_same_total_years_later_is_two_statements(make: Make) -> None:
    (found,) = findings(
        [make(12, period="../2015"), make(12, article=2, period="2015/2019-09", sentence="from 2015 on")]
    )
    assert (found.kind, "two statements" in found.why) == (FindingKind.TENSION, True)


def test_a_doubtful_record_does_not_hide_a_sure_one(make: Make) -> None:
    doubtful = _total(make, 40100, "../2018", status=FigureStatus.DOUBTFUL)
    found = findings([doubtful, _total(make, 35100, "../2020", article=2), _total(make, 34100, "../2023", article=3)])
    assert FindingKind.CONFLICT in {each.kind for each in found}
    assert all(doubtful.uid not in each.figures for each in found if each.kind is FindingKind.CONFLICT)
