"""κ and α against published worked examples, scikit-learn's numbers and the `krippendorff` package."""

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from archive.annotation.agreement import Coded, alpha, by_character, by_sentence, disagreements, kappa, percent
from tests.benchmarks.peer_kappa import codings

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: four observers, twelve units, nominal.
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def _from_table(table: list[list[int]]) -> tuple[list[int], list[int]]:
    pairs = [
        (row, column) for row, counts in enumerate(table) for column, count in enumerate(counts) for _ in range(count)
    ]
    return [row for row, _ in pairs], [column for _, column in pairs]


def test_kappa_of_cohens_own_table() -> None:
    first, second = _from_table([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    # Cohen (1960), the worked example of 200 cases in three categories: p_o = .70, p_c = .41, κ = .492.
    assert percent(first, second) == pytest.approx(70)
    assert kappa(first, second) == pytest.approx(0.492, abs=0.0005)


@pytest.mark.parametrize(
    ("seed", "theirs"),
    [
        (0, 0.249699879952),
        (1, 0.437211570930),
        (2, 0.520111973873),
        (3, 0.592514810519),
        (4, 0.660101969409),
        (5, 0.818717425787),
    ],
)
def test_kappa_is_that_of_scikit_learn(seed: int, theirs: float) -> None:
    # cohen_kappa_score of scikit-learn 1.9.1, printed by `python -m tests.benchmarks.peer_kappa` (see `make peers`).
    assert kappa(*codings(seed)) == pytest.approx(theirs, abs=1e-9)


def test_alpha_of_krippendorffs_binary_example() -> None:
    # Krippendorff (2011), section A: two observers, ten units, binary, no missing data: α = 0.095.
    first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert alpha([first, second]) == pytest.approx(0.095, abs=0.0005)


def test_alpha_of_krippendorffs_example_with_missing_data() -> None:
    # Krippendorff (2011), section C: nominal α = 0.743.
    assert alpha(OBSERVERS) == pytest.approx(0.743, abs=0.0005)


@given(st.lists(st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=8, max_size=8), min_size=2, max_size=4))
@settings(max_examples=100)
def test_alpha_is_that_of_the_krippendorff_package(coders: list[list[int | None]]) -> None:
    ours = alpha(coders)
    assume(ours is not None)
    data = np.array([[np.nan if value is None else value for value in coder] for coder in coders], dtype=float)
    assert ours == pytest.approx(krippendorff.alpha(reliability_data=data, level_of_measurement="nominal"))


def test_what_chance_alone_explains_has_no_kappa_and_no_alpha() -> None:
    assert kappa([1, 1], [1, 1]) is None
    assert alpha([[1, 1], [1, 1]]) is None
    assert percent([], []) is None


CODED = Coded(
    "one",
    100,
    ((0, 20), (20, 50), (50, 100)),
    {"route": ((0, 20), (10, 30)), "cost": ((60, 70),)},
    {"route": ((10, 40),)},
)


def test_agreement_by_character_counts_each_code_point_once() -> None:
    cost, route = by_character([CODED])
    assert (route.tag, route.units, route.both, route.first, route.second, route.neither) == (
        "route",
        100,
        20,
        10,
        10,
        60,
    )
    assert route.percent == pytest.approx(80)
    assert route.kappa == pytest.approx((0.8 - 0.58) / 0.42)
    values = [[True] * 30 + [False] * 70, [False] * 10 + [True] * 30 + [False] * 60]
    assert route.alpha == pytest.approx(alpha(values))
    assert (cost.both, cost.first, cost.percent) == (0, 10, 90)


def test_uncoded_text_is_left_out_on_request() -> None:
    route = by_character([CODED], coded_only=True)[1]
    assert (route.units, route.neither) == (50, 10)


def test_agreement_by_sentence_counts_a_sentence_that_is_tagged_in_part() -> None:
    route = by_sentence([CODED])[1]
    assert (route.units, route.both, route.neither, route.kappa) == (3, 2, 1, 1.0)
    assert by_sentence([CODED], coded_only=True)[1].units == 3


def test_disagreements_name_the_stretch_and_who_tagged_it() -> None:
    assert disagreements([CODED]) == [
        ("one", "route", 0, 10, 0),
        ("one", "route", 30, 40, 1),
        ("one", "cost", 60, 70, 0),
    ]
