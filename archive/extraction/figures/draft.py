"""A figure while it is being read: tokens of its sentence, what was made out of it so far."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from archive.model.figure import Bound, Kind

from .nouns import NounPhrase
from .numbers import Number
from .tokens import Token, word_at

_EXACT_DIGITS = 15  # as many as every double keeps


def told(value: float | None) -> float | None:
    """The value as a figure holds it: None where it is more than a double can."""
    return value if value is not None and math.isfinite(value) else None


@dataclass(frozen=True, slots=True)
class Inherited:
    """What an earlier sentence said of what it counted: its key, and where."""

    key: str
    place: tuple[int, int] | None
    place_key: str


@dataclass(slots=True)
class Draft:
    """A number with what its sentence says of it. `first` and `last` take in the words of bound and unit.

    `like` is the figure of the same sentence that it counts the same as. `noun` is what it counts where the sentence names it next to the number; `rate` what each of which it is told for.
    """

    tokens: Sequence[Token]
    number: Number
    first: int
    last: int
    kind: Kind
    unit: str
    rule: str
    factor: float = 1.0
    bound: Bound = Bound.EXACT
    noun: NounPhrase | None = None
    rate: str = ""
    direction: str | None = None
    carried: bool = False
    inherited: Inherited | None = None
    like: "Draft | None" = None

    @property
    def full_unit(self) -> str:
        """The unit with its rate: "USD/month"."""
        return f"{self.unit}/{self.rate}" if self.rate else self.unit

    @property
    def value(self) -> float | None:
        """The value in the unit; None for a range or a magnitude."""
        return None if self.number.value is None else _clean(self.number.value * self.factor)

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """(least, most) as the bound says."""
        value, number = self.value, self.number
        if value is None:
            least, most = number.least, number.most
            return (
                None if least is None else _clean(least * self.factor),
                None if most is None else _clean(most * self.factor),
            )
        if self.bound in (Bound.AT_LEAST, Bound.MORE_THAN):
            return value, None
        if self.bound in (Bound.LESS_THAN, Bound.AT_MOST, Bound.NEARLY):
            return None, value
        return value, value

    @property
    def start(self) -> int:
        """Where its words begin in the text."""
        return self.tokens[self.first].start

    @property
    def end(self) -> int:
        """Where its words end in the text."""
        return self.tokens[self.last - 1].end

    def before(self, steps: int = 1) -> str:
        """The word so many steps before all of its words."""
        return word_at(self.tokens, self.first - steps)

    def after(self, steps: int = 0) -> str:
        """The word behind all of its words, or so many steps further."""
        return word_at(self.tokens, self.last + steps)

    def ends_clause(self) -> bool:
        """Whether nothing more of the clause stands behind its words."""
        return self.after() in (".", ",", ";", ":", ")", "", "and")


def draft_of(tokens: Sequence[Token], number: Number, end: int, kind: Kind, unit: str, rule: str) -> Draft:
    """A figure over the number and the words behind it up to `end`."""
    return Draft(tokens, number, number.first, end, kind, unit, rule)


def _clean(value: float) -> float:
    """Without what binary fractions add: 0.1 × 3 is 0.3, and 33.333333 has six decimals."""
    return float(f"{value:.{_EXACT_DIGITS}g}") if abs(value) >= 1000 else round(value, 6)


def clause_before(draft: Draft, most: int) -> list[str]:
    """The words right before the figure, of its own clause."""
    words: list[str] = []
    for token in reversed(draft.tokens[max(draft.first - most, 0) : draft.first]):
        if token.word in (",", ";", "."):
            break
        words.append(token.word)
    return words


def take(draft: Draft, kind: Kind, unit: str, noun: NounPhrase | None) -> bool:
    """Makes the figure one of that unit, which another told; always true."""
    draft.kind, draft.unit, draft.noun, draft.carried = kind, unit, noun, True
    if draft.number.dotted and kind is Kind.COUNT:
        draft.factor = 1000.0
    return True
