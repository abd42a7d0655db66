"""What a person added to the words by which figures are read and grouped; it belongs to the archive and travels with it."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from .ids import Uid


class EntryKind(StrEnum):
    """What an entry says: `words` count the same thing, are a `unit`, or name a `place`."""

    WORDS = "words"
    UNIT = "unit"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: a name and the other words for it. `within` is the larger place that a place lies in ("" where not said).

    An entry that ships has no uid, no author and no time.
    """

    kind: EntryKind
    name: str
    words: tuple[str, ...] = ()
    within: str = ""
    uid: Uid | None = None
    author: str = ""
    modified: str = ""

    @property
    def ships(self) -> bool:
        """Whether it comes with the program, and so cannot be changed."""
        return self.uid is None

    @property
    def all_words(self) -> tuple[str, ...]:
        """The words that it gives a meaning to. A unit's name is one of them only where it is among its words."""
        return self.words if self.kind is EntryKind.UNIT else tuple(dict.fromkeys((self.name, *self.words)))


@dataclass(frozen=True)
class Additions:
    """All entries of an archive as a value that the rules take; equal ones are compiled once."""

    groups: tuple[tuple[str, ...], ...] = ()
    """Words that count the same thing; the first one names it."""
    units: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """A unit and the words for it."""
    places: tuple[tuple[tuple[str, ...], str], ...] = ()
    """The names of a place, the first one first, and the name of what it lies within ("" where not said)."""

    @cached_property
    def _hash(self) -> int:
        return hash((self.groups, self.units, self.places))

    def __hash__(self) -> int:
        # Rules ask for what was compiled for it many times a sentence.
        return self._hash


NONE = Additions()


def additions(entries: "tuple[Entry, ...] | list[Entry]") -> Additions:
    """The entries as one value; their order decides nothing."""
    told = sorted(entries, key=lambda entry: (entry.kind, entry.name, entry.words, entry.within))
    return Additions(
        groups=tuple(each.all_words for each in told if each.kind is EntryKind.WORDS),
        units=tuple((each.name, each.words) for each in told if each.kind is EntryKind.UNIT),
        places=tuple((each.all_words, each.within) for each in told if each.kind is EntryKind.PLACE),
    )
