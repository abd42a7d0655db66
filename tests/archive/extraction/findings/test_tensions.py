"""What is worth a look though it is not strictly one quantity."""

from collections.abc import Callable

from archive.extraction.findings import Gazetteer, findings
from archive.model.figure import Bound, Figure, FindingKind, Kind, Level

Make = Callable[..., Figure]
NORWAY = Gazetteer(inside={"oslo": "norway", "norway": "europe"}, peoples={"syrian": "syria", "syrians": "syria"})


def _tensions(figures: list[Figure]) -> list[str]:
    return [found.why for found in findings(figures, NORWAY) if found.kind is FindingKind.TENSION]


def test_a_city_with_no_less_than_its_country(make: Make) -> None:
    country, city = (
        make(30500, counted_key="migrant live"),
        make(30500, article=2, counted_key="migrant live", place_key="oslo"),
    )
    (why,) = _tensions([country, city])
    assert "part of the place" in why
    assert _tensions([country, make(9000, article=2, counted_key="migrant live", place_key="oslo")]) == []
    assert _tensions([country, make(30500, article=2, counted_key="migrant live", place_key="bergen")]) == []


def test_who_lives_there_beside_who_has_come_in_all(make: Make) -> None:
    living = make(30500, counted_key="migrant live", period="2017")
    come = make(30000, article=2, bound=Bound.MORE_THAN, level=Level.TOTAL, period="../2017-12")
    (why,) = _tensions([living, come])
    assert "do not count the same" in why
    assert _tensions([living, make(12000, article=2, level=Level.TOTAL, period="../2017-12")]) == []


def test_a_price_at_another_time(make: Make) -> None:
    told = {"kind": Kind.MONEY, "unit": "EUR", "counted_key": "ticket price"}
    figures = [make(1500, period="2010", **told), make(6000, article=2, period="2023", bound=Bound.AT_LEAST, **told)]
    (why,) = _tensions(figures)
    assert "4 times" in why
    assert _tensions([make(1500, period="2010", **told), make(1600, article=2, period="2023", **told)]) == []


def test_prices_of_nothing_in_particular_are_told_together_or_not_at_all(make: Make) -> None:
    told = {"kind": Kind.MONEY, "unit": "EUR", "counted_key": "price", "place_key": ""}
    near = [make(1500, period="2010", start=100, **told), make(6000, period="2023", start=300, **told)]
    assert len(_tensions(near)) == 1
    assert _tensions([near[0], make(6000, article=2, period="2023", start=300, **told)]) == []


def test_a_share_beside_what_the_counts_give(make: Make) -> None:
    told = {"article": 1, "sentence_start": 90, "period": "2024"}
    counts = [
        make(181, start=100, end=110, **told),
        make(159, start=120, end=130, counted_key="woman arrive", **told),
        make(22, start=140, end=150, counted_key="man arrive", **told),
    ]
    share = {"article": 2, "kind": Kind.SHARE, "unit": "percent", "counted_key": "woman arrive", "period": "2017"}
    (why,) = _tensions([*counts, make(80, **share)])
    assert "87.8 percent" in why
    assert _tensions([*counts, make(88, bound=Bound.ABOUT, **share)]) == []


def test_a_fall_that_the_levels_contradict(make: Make) -> None:
    levels = [make(1000, period="2016"), make(1400, period="2017")]
    change = {"article": 2, "kind": Kind.CHANGE, "unit": "percent", "period": "2017"}
    (why,) = _tensions([*levels, make(10, direction="down", **change)])
    assert "a fall" in why and "levels rise" in why
    assert _tensions([*levels, make(10, direction="up", **change)]) == []


def test_peoples_are_kept_apart(make: Make) -> None:
    syrians = make(300, counted_key="syrian migrant arrive")
    others = make(800, article=2, counted_key="migrant arrive", counted="Eritreans")
    assert (
        findings([syrians, make(300, article=2, counted_key="syrians arrive")], NORWAY)[0].kind is FindingKind.AGREEMENT
    )
    assert findings([syrians, others], NORWAY) == []
