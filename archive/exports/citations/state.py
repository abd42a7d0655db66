"""What the parts of a compiled style know of the citation under way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Date = Mapping[str, Any]
Name = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """A CSL-JSON item, sorted by what its variables hold; texts are clean and their quotation marks marked."""

    id: str
    type: str
    texts: Mapping[str, str]
    names: Mapping[str, Sequence[Name]]
    dates: Mapping[str, Date]
    language: str
    variables: frozenset[str] = frozenset()  # the names of all that it has


@dataclass(frozen=True, slots=True)
class Told:
    """What sets an item apart from its likes (CSL, disambiguation): more names, more of a name, a letter, a longer form."""

    names: int = 0
    given: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (family, given) → "initials" or "full"
    primary_only: bool = False
    suffix: str = ""
    condition: bool = False


@dataclass(slots=True)
class Known:
    """What is known of a style's parts for items of one shape, by the part and the variables that stood in for names.

    `blank` say nothing, and ask for so many variables; `picks` are the branches taken; `living` the children that may say something.
    """

    blank: dict[object, int] = field(default_factory=dict)
    picks: dict[object, Any] = field(default_factory=dict)
    living: dict[object, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Citing:
    """One rendering. `called` and `met` count variables asked for and found: a group whose variables are all empty falls away.

    `doubts` counts what was decided by more than the item's `shape`; `known`, which a layout gives, is what holds of all items of
    that shape.
    """

    item: Item
    positions: frozenset[str] = frozenset()
    locator: tuple[str, str] | None = None  # label, value
    told: Told = Told()
    number: int = 0
    sorting: bool = False
    english: bool = True
    called: int = 0
    met: int = 0
    used: frozenset[str] = frozenset()  # variables that stood in for names: not said twice
    substituting: Any = None  # the names element that is stood in for
    suffixed: bool = False
    said: list[tuple[Name, ...]] = field(default_factory=list)
    prior: tuple[Name, ...] = ()  # whom the entry above names, and what is put in place of the same again
    dash: str = ""
    dash_first: bool = False
    doubts: int = 0
    known: Known = field(init=False)

    @property
    def shape(self) -> object:
        """What decides, for most parts of a style, whether they say anything: what the item is and has, and how it is cited."""
        place = self.locator and self.locator[0]
        return self.item.type, self.item.variables, self.positions, place, self.told.condition, self.sorting


Render = Callable[[Citing], str]
Parts = Callable[[Citing, list[str]], None]  # adds the texts to the list
