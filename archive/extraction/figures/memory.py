"""What a text has told so far, for the sentences that mean it again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .draft import Draft, Inherited
from .nouns import NounPhrase
from .tokens import Token


@dataclass(frozen=True, slots=True)
class Told:
    """What was counted last, for the sentences after it. `sentence` is the number of its sentence."""

    noun: NounPhrase
    sentence: int
    said: Inherited


@dataclass(frozen=True, slots=True)
class PricedAt:
    """The amount that was told last, with the number of its sentence."""

    draft: Draft
    sentence: int


@dataclass(slots=True)
class Memory:
    """What a text has counted so far: that of the last figure, and of the last of people; then the tokens of the sentence before,
    and the place that it names. `currencies`: of which country the text named each last. `directions`: whether the text may name
    a country by its direction at all.
    """

    count: Told | None = None
    people: Told | None = None
    tokens: Sequence[Token] = ()
    place: tuple[tuple[int, int] | None, str] = (None, "")
    sentence: int = 0
    money: "PricedAt | None" = None
    currencies: dict[str, str] = field(default_factory=dict)
    unread: Callable[[], Sequence[Token]] | None = None
    directions: bool = True

    def before(self) -> Sequence[Token]:
        """The tokens of the sentence before, which are read only where they are asked for when it holds no number."""
        if self.unread is not None:
            self.tokens, self.unread = self.unread(), None
        return self.tokens

    def leave(self, tokens: Sequence[Token]) -> None:
        """Keeps the tokens of a sentence for the one behind it."""
        self.tokens, self.unread = tokens, None
