"""With which symbols a pattern may begin, so that a rule is tried only where it can match."""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Beginning:
    """The symbols that may stand first and second in what a pattern matches; whether it may match nothing, or one symbol."""

    first: frozenset[str] = frozenset()
    second: frozenset[str] = frozenset()
    empty: bool = True
    single: bool = False

    def then(self, other: "Beginning") -> "Beginning":
        """Of this pattern with the other behind it."""
        if not self.empty and not self.single:
            return self
        return Beginning(
            self.first | other.first if self.empty else self.first,
            self.second | (other.first if self.single else _NONE) | (other.second if self.empty else _NONE),
            self.empty and other.empty,
            (self.single and other.empty) or (self.empty and other.single),
        )

    def either(self, other: "Beginning") -> "Beginning":
        """Of this pattern or the other."""
        return Beginning(
            self.first | other.first,
            self.second | other.second,
            self.empty or other.empty,
            self.single or other.single,
        )

    def optional(self) -> "Beginning":
        """Of a pattern that may be left out."""
        return replace(self, empty=True)

    def admits(self, symbol: str, following: str) -> bool:
        """Whether a match may begin with the symbol where the other one (or nothing) follows it."""
        return symbol in self.first and (self.single or following in self.second)


_NONE: frozenset[str] = frozenset()


def one_of(symbols: Iterable[str]) -> Beginning:
    """Of one symbol out of these."""
    return Beginning(frozenset(symbols), _NONE, empty=False, single=True)
