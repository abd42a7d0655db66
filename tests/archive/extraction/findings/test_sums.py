"""Parts that add up to their whole."""

from collections.abc import Callable

from archive.extraction.findings import findings
from archive.model.figure import Bound, Figure, FindingKind

Make = Callable[..., Figure]


def _beside(make: Make, *values: tuple[float, str], **over: object) -> list[Figure]:
    made = []
    for at, (value, counted) in enumerate(values):
        start = 100 + 20 * at
        told = {"counted_key": counted, "start": start, "end": start + 8, "sentence_start": 90} | over
        made.append(make(value, **told))
    return made


def test_parts_beside_their_whole_add_up(make: Make) -> None:
    figures = _beside(make, (181, "passenger"), (159, "woman"), (22, "man"))
    (found,) = findings(figures)
    assert found.kind is FindingKind.AGREEMENT
    assert set(found.figures) == {figure.uid for figure in figures}
    assert "159 and 22 make 181" in found.why


def test_parts_may_stand_before_the_whole(make: Make) -> None:
    (found,) = findings(_beside(make, (3, "woman"), (4, "man"), (2, "child"), (9, "passenger")))
    assert "make 9" in found.why


def test_what_does_not_add_up_or_is_not_exact_is_nothing(make: Make) -> None:
    assert findings(_beside(make, (181, "passenger"), (159, "woman"), (23, "man"))) == []
    assert findings(_beside(make, (181, "passenger"), (159, "woman"), (22, "man"), bound=Bound.ABOUT)) == []


def test_the_same_thing_twice_is_no_part(make: Make) -> None:
    assert findings(_beside(make, (6, "passenger"), (3, "man"), (3, "man"))) == []


def test_parts_far_away_or_of_other_units_are_none(make: Make) -> None:
    whole, woman, man = _beside(make, (181, "passenger"), (159, "woman"), (22, "man"))
    assert findings([whole, woman, make(22, counted_key="man", start=5000, end=5008)]) == []
    assert (
        findings([whole, woman, make(22, counted_key="man", unit="ship", start=140, end=148, sentence_start=90)]) == []
    )
    assert man.uid
