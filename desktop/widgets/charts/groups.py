"""Which group has which colour and shape: eight have their own, all others share one. No Qt.

Colour is never the only sign: each of the eight has a shape too, in points, in legends and on stacks, and lines have dashes.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum


class Shape(Enum):
    """The eight shapes, and the plain dot of those that have no shape of their own."""

    CIRCLE = "circle"
    SQUARE = "square"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"
    DOWN = "triangle pointing down"
    PLUS = "plus"
    PENTAGON = "pentagon"
    STAR = "star"
    DOT = "dot"


OWN = 8
UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class Look:
    """A colour's role, a shape, and the dashes of a line: strokes and gaps in widths of the line, none for one drawn through."""

    role: str
    shape: Shape
    dash: tuple[float, ...] = ()


OTHER = Look("muted", Shape.DOT, (1.0, 3.0))
_DASHES = (
    (),
    (6.0, 2.5),
    (2.0, 2.0),
    (8.0, 2.5, 2.0, 2.5),
    (12.0, 3.0),
    (4.0, 4.0),
    (6.0, 2.0, 1.5, 2.0, 1.5, 2.0),
    (2.0, 2.0, 2.0, 6.0),
)
LOOKS = tuple(
    Look(f"series_{number + 1}", shape, dash)
    for number, (shape, dash) in enumerate(zip(list(Shape)[:OWN], _DASHES, strict=True))
)


class Groups:
    """Groups in their order: as handed in, then by how many they hold, then by name."""

    def __init__(self, names: Iterable[str], order: Sequence[str] = ()) -> None:
        self.counts = Counter(names)
        first = [name for name in dict.fromkeys(order) if name]
        rest = sorted(self.counts.keys() - set(first), key=lambda name: (-self.counts[name], name))
        ranked = [*first, *rest]
        self._looks = dict(zip(ranked, LOOKS, strict=False))
        self.own = [name for name in ranked if name in self._looks and name in self.counts]
        self.others = [name for name in ranked if name not in self._looks and name in self.counts]

    def look(self, name: str) -> Look:
        return self._looks.get(name, OTHER)

    @property
    def others_count(self) -> int:
        """How many the groups without a colour of their own hold together."""
        return sum(self.counts[name] for name in self.others)
