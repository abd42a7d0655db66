"""Which place lies in which, and which people belong to which place, as far as comparing figures needs it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from archive.base.text import folded

_DEEPEST: Final = 8
_LONGEST_NAME: Final = 4


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """`inside` maps a place's key to that of the next larger one; `peoples` the words for people (folded) to their place."""

    inside: Mapping[str, str] = field(default_factory=dict)
    peoples: Mapping[str, str] = field(default_factory=dict)

    def around(self, place: str) -> tuple[str, ...]:
        """The places that this one lies in, the next larger one first."""
        found: list[str] = []
        while (place := self.inside.get(place, "")) and place not in found and len(found) < _DEEPEST:
            found.append(place)
        return tuple(found)

    def within(self, one: str, other: str) -> bool:
        """Whether `one` lies in `other`; no place lies in itself."""
        return other in self.around(one)

    def people_of(self, words: str) -> tuple[str, str]:
        """The place whose people the words name, and the words without that name; ("", words) where they name none or several."""
        tokens = folded(words).replace("-", " ").split()
        found: set[str] = set()
        kept: list[str] = []
        at = 0
        while at < len(tokens):
            reach = min(_LONGEST_NAME, len(tokens) - at)
            length = next((n for n in range(reach, 0, -1) if " ".join(tokens[at : at + n]) in self.peoples), 0)
            if length:
                found.add(self.peoples[" ".join(tokens[at : at + length])])
                at += length
            else:
                kept.append(tokens[at])
                at += 1
        return (found.pop(), " ".join(kept)) if len(found) == 1 else ("", words)
