"""What holds for all findings: order, uids, how many, how much is compared."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.base.errors import Cancelled
from archive.extraction.findings import MOST_OF_A_KIND, findings, levels
from archive.model.figure import Bound, Figure, FigureStatus, FindingKind, Kind, Level

Make = Callable[..., Figure]


def test_no_figures_one_figure_nothing(make: Make) -> None:
    assert findings([]) == []
    assert findings([make(5)]) == []


def test_a_finding_keeps_its_uid_whatever_else_is_told(make: Make) -> None:
    first, second = make(225), make(218, article=2)
    (alone,) = findings([first, second])
    more = findings(
        [make(77, period="2001"), second, make(63, counted_key="ship"), replace(first, note="looked up", id=first.id)]
    )
    assert alone.uid in {found.uid for found in more}
    assert len(alone.uid) == 32 and int(alone.uid, 16) >= 0
    assert replace(alone, silenced="Two counts.").uid == alone.uid


def test_conflicts_come_first_the_strongest_first(make: Make) -> None:
    figures = [
        make(100, period="2001"), make(101, article=2, period="2001"),
        make(100, period="2002"), make(900, article=2, period="2002"),
        make(63, period="2003"), make(63, article=2, period="2003"),
    ]  # fmt: skip
    found = findings(figures)
    assert [each.kind for each in found] == [FindingKind.CONFLICT, FindingKind.CONFLICT, FindingKind.AGREEMENT]
    assert "900" in found[0].why


def test_there_are_not_too_many_and_not_all_is_held_against_all(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    held = 0
    judged = levels._judged

    def counting(one: list, other: list) -> object:  # type: ignore[type-arg]
        nonlocal held
        held += 1
        return judged(one, other)

    monkeypatch.setattr(levels, "_judged", counting)
    figures = [make(1000 + 7 * number, article=number) for number in range(2500)]
    found = findings(figures)
    assert max(Counter(each.kind for each in found).values()) == MOST_OF_A_KIND
    assert held <= levels._NEAREST * len(figures) < len(figures) ** 2 / 50


_kinds = st.sampled_from([Kind.COUNT, Kind.SHARE, Kind.MONEY, Kind.CHANGE])
_told = st.tuples(
    st.integers(0, 2000), st.sampled_from(list(Bound)), st.sampled_from(["2019", "2019-03", "../2019", "2010/2019", None, "XXXX-05"]),
    st.integers(1, 3), _kinds, st.sampled_from(list(Level)), st.sampled_from(list(FigureStatus)),
    st.sampled_from(["migrant arrive", "migrant live", "ship", "", "bread price"]), st.sampled_from(["norway", "oslo", ""]),
)  # fmt: skip


def _figures(make: Make, told: list[tuple[object, ...]]) -> list[Figure]:
    return [
        make(
            None if bound in (Bound.RANGE, Bound.ORDER_OF_MAGNITUDE) else value, bound=bound, period=period, article=article,
            kind=kind, level=level, status=status, counted_key=counted, place_key=place,
            **({"least": value, "most": value * 2} if bound in (Bound.RANGE, Bound.ORDER_OF_MAGNITUDE) else {}),
        )
        for value, bound, period, article, kind, level, status, counted, place in told
    ]  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(told=st.lists(_told, max_size=25), seed=st.integers(0, 99))
def test_the_order_of_the_figures_does_not_matter(make: Make, told: list[tuple[object, ...]], seed: int) -> None:
    figures = _figures(make, told)
    shuffled = figures[:]
    random.Random(seed).shuffle(shuffled)
    found = findings(figures)
    assert found == findings(shuffled)
    assert len({each.uid for each in found}) == len(found)
    known = {figure.uid: figure for figure in figures}
    for each in found:
        assert len(each.figures) >= 2 and set(each.figures) <= known.keys() and each.why.endswith(".")
        statuses = {known[uid].status for uid in each.figures}
        assert FigureStatus.REJECTED not in statuses
        assert each.kind is FindingKind.TENSION or FigureStatus.DOUBTFUL not in statuses


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(told=_told, articles=st.integers(2, 5))
def test_equal_statements_never_conflict(make: Make, told: tuple[object, ...], articles: int) -> None:
    figures = [replace(figure, article=number) for number, figure in enumerate(_figures(make, [told] * articles))]
    assert all(found.kind is not FindingKind.CONFLICT for found in findings(figures))


def test_the_work_ends_where_the_check_says_so(make: Make) -> None:
    figures = [make(63, article=number) for number in (1, 2)]
    asked: list[int] = []

    def stop() -> None:
        asked.append(1)
        raise Cancelled

    with pytest.raises(Cancelled):
        findings(figures, check=stop)
    assert asked == [1]
