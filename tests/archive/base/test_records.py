"""A record that is made quickly is what the same dataclass is without it."""

import inspect
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace

import pytest

from archive.base.records import quick


@quick
@dataclass(frozen=True, slots=True)
class Boat:
    name: str
    masts: int = 1
    crew: list[str] = field(default_factory=list)
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Usual:
    name: str
    masts: int = 1
    crew: list[str] = field(default_factory=list)
    owner: str | None = None


def values(record: Boat | Usual) -> list[object]:
    return [getattr(record, each.name) for each in fields(record)]


@pytest.mark.parametrize(
    ("given", "named"),
    [(("Ada",), {}), (("Ada", 2), {"owner": "Mara"}), (("Ada", 3, ["Owen"], "x"), {}), ((), {"name": "Ada"})],
)
def test_a_quick_record_holds_what_the_usual_one_holds(given: tuple[object, ...], named: dict[str, object]) -> None:
    made, usual = Boat(*given, **named), Usual(*given, **named)  # type: ignore[arg-type]
    assert values(made) == values(usual)
    assert repr(made) == repr(usual).replace("Usual", "Boat")
    assert made == Boat(*given, **named)  # type: ignore[arg-type]
    assert values(replace(made, masts=7)) == values(replace(usual, masts=7))


def test_a_default_that_is_made_is_each_record_s_own() -> None:
    one, other = Boat("Ada"), Boat("Ada")
    one.crew.append("Owen")
    assert other.crew == []


def test_a_quick_record_stays_frozen_and_asks_for_what_it_needs() -> None:
    with pytest.raises(FrozenInstanceError):
        Boat("Ada").masts = 2  # type: ignore[misc]
    with pytest.raises(TypeError, match="name"):
        Boat()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="sails"):
        Boat("Ada", sails=3)  # type: ignore[call-arg]
    assert list(inspect.signature(Boat).parameters) == ["name", "masts", "crew", "owner"]


def test_a_record_that_is_filled_in_a_way_of_its_own_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Looking:
        number: int

        def __post_init__(self) -> None:
            assert self.number

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Named:
        number: int

    for record in (Looking, Named):
        with pytest.raises(TypeError, match="way of its own"):
            quick(record)
