"""The scorer of figures counts what it says: found, value and unit, precision and negatives, none of them by default."""

from archive.model.figure import Bound, Kind, NumericClaim
from tests.benchmarks.figures_score import compare, number_span

TEXT = "Some 40 bakers and 12 millers left Room 7."
FIGURE = {
    "quote": "Some 40 bakers", "number": "40", "nth": 0, "value": 40, "min": None, "max": None, "bound": "about", "unit": "person",
    "kind": "count", "counted": "bakers", "direction": None, "period": None, "place": None, "source": None, "minor": False,
}  # fmt: skip
OTHER = FIGURE | {"quote": "12 millers", "number": "12", "value": 12, "min": 12, "max": 12, "bound": "exact"}
SENTENCE = {"id": "x", "text": TEXT, "figures": [FIGURE, OTHER], "negatives": ["Room 7"]}


def _claim(words: str, value: float, unit: str = "person", bound: Bound = Bound.EXACT) -> NumericClaim:
    start = TEXT.index(words)
    end = start + len(words)
    return NumericClaim(start, end, (start, end), (0, len(TEXT)), Kind.COUNT, value, value, value, bound, unit, "count")


def test_the_number_is_found_in_its_quote() -> None:
    assert TEXT[slice(*number_span(TEXT, FIGURE))] == "40"


def test_what_is_right_counts_as_right() -> None:
    score = compare(SENTENCE, [_claim("40", 40, bound=Bound.ABOUT), _claim("12", 12)])
    assert (score.wanted, score.found, score.units, score.bounds, score.right, score.negatives) == (2, 2, 2, 2, 2, 0)
    assert score.errors == ()


def test_what_is_missed_misread_or_invented_does_not() -> None:
    score = compare(SENTENCE, [_claim("40", 41, bound=Bound.ABOUT), _claim("7", 7, "room")])
    assert (score.wanted, score.found, score.valued, score.units) == (2, 1, 0, 0)
    assert (score.claims, score.right, score.negatives) == (2, 1, 1)
    assert [error.split()[0] for error in score.errors] == ["WRONG", "MISS", "EXTRA"]


def test_another_unit_is_no_unit() -> None:
    score = compare(SENTENCE, [_claim("40", 40, "loaf", Bound.ABOUT)])
    assert (score.valued, score.units) == (1, 0)


def test_a_minor_figure_may_be_missed() -> None:
    score = compare(SENTENCE | {"figures": [FIGURE | {"minor": True}]}, [])
    assert (score.wanted, score.errors) == (0, ())
