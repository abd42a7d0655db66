"""How entries of the lexicon are told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from archive.model.lexicon import Entry, EntryKind
from archive.operations.lexicon import Effect
from desktop.wording import counted


@dataclass(frozen=True, slots=True)
class Telling:
    """What a kind of entry is called, and what its fields are."""

    kinds: str
    title: str
    told: str
    name: str
    name_like: str
    words: str
    words_like: str


TELLINGS: Mapping[EntryKind, Telling] = {
    EntryKind.WORDS: Telling(
        "Same thing",
        "Words that count the same",
        "Figures that count any of these words are grouped together.",
        "Name",
        "boat people",
        "Count the same",
        "seafarers, castaways",
    ),
    EntryKind.UNIT: Telling(
        "Units",
        "Words for a unit",
        "A number before one of these words is told in the unit.",
        "Unit",
        "kg, km, person, USD, or a name of your own",
        "Words for it",
        "kilo, kilos, 킬로",
    ),
    EntryKind.PLACE: Telling(
        "Places",
        "Place",
        "Figures are of this place where their sentence names it. Write names as texts do.",
        "Name",
        "Arkby",
        "Other names",
        "Arkby Harbour, 아르크비",
    ),
}
_BETWEEN = re.compile(r"[,;\n]")


def split(text: str) -> tuple[str, ...]:
    """The words that were typed, parted by commas or lines."""
    return tuple(word.strip() for word in _BETWEEN.split(text) if word.strip())


def joined(entry: Entry) -> str:
    """The words of an entry in one line."""
    return ", ".join(entry.words)


def effect(found: Effect) -> str:
    """What saving would do, for a person."""
    if found.figures is None:
        return f"{counted(found.articles, 'article')} will be read again in the background."
    if not found.figures:
        return "No figure changes now; articles to come are read with it."
    return f"{counted(found.figures, 'figure')} will be grouped anew."
