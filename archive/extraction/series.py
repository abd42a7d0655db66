"""Which figures measure the same thing: the key that groups them, and what a series is called. Pure, and stable: keys are stored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Protocol

from archive.model.figure import Kind, Level
from archive.model.lexicon import NONE, Additions

from . import comparable

VERSION: Final = 3  # of the rule that groups figures: another one has all keys made anew
LONG_DAYS: Final = 500  # what is counted over longer than this is a total of its span
_BETWEEN: Final = "|"
_TOTAL: Final = "total"
_PEOPLE: Final = "person"


class Parts(Protocol):
    """What a claim and a figure have in common, as far as grouping goes."""

    @property
    def kind(self) -> Kind: ...
    @property
    def unit(self) -> str: ...
    @property
    def counted_key(self) -> str: ...
    @property
    def place_key(self) -> str: ...
    @property
    def level(self) -> Level: ...
    @property
    def earliest(self) -> date | None: ...
    @property
    def latest(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """A key in its parts. `total` tells totals up to a day from levels of a period; a partial period is a point of the latter."""

    kind: Kind
    unit: str
    counted: tuple[str, ...]
    place: str
    total: bool


def key(parts: Parts, own: Additions = NONE) -> str:
    """The key that figures share which measure the same thing: kind, family of units, what is counted, place, total or level.

    `own` are the words that a person said count the same.
    """
    family, _ = comparable.measure(parts.unit, own)
    counted = _counted(parts.counted_key, own)
    return _written(SeriesKey(parts.kind, family, counted, parts.place_key.strip(), _is_total(parts)))


def _written(parts: "SeriesKey") -> str:
    fields = (parts.kind.value, parts.unit, " ".join(parts.counted), parts.place)
    written = _BETWEEN.join(" ".join(field.replace(_BETWEEN, " ").split()) for field in fields)
    return f"{written}{_BETWEEN}{_TOTAL}" if parts.total else written


def rekeyed(key: str, own: Additions, renamed: Mapping[str, str]) -> str:
    """The key that figures with this key have with these `own` words; `renamed` groups (tokens) keep their figures.

    A key that other words than these made may be another by what the texts say: then it comes back as it is.
    """
    parts = split(key)
    if parts is None:
        return key
    counted = _counted(" ".join(renamed.get(word, word) for word in parts.counted), own)
    family, _ = comparable.measure(renamed.get(parts.unit, parts.unit), own)
    return _written(replace(parts, unit=family, counted=counted))


def _is_total(parts: Parts) -> bool:
    """Whether it tells all up to the end of its period: said so, or a count of what happened in a span of years."""
    if parts.level is not Level.LEVEL or parts.kind is not Kind.COUNT or parts.earliest is None or parts.latest is None:
        return parts.level is Level.TOTAL
    stock = comparable.lexicon().stock.intersection(act for _, act in comparable.told(parts.counted_key).acts)
    return not stock and (parts.latest - parts.earliest).days >= LONG_DAYS


def split(key: str) -> SeriesKey | None:
    """The parts of a key; None when it is none (a series that a person made has a uid instead)."""
    fields = key.split(_BETWEEN)
    total = len(fields) == 5 and fields[4] == _TOTAL
    if len(fields) != 4 + total or fields[0] not in list(Kind):
        return None
    return SeriesKey(Kind(fields[0]), fields[1], tuple(fields[2].split()), fields[3], total)


def _counted(counted_key: str, own: Additions) -> tuple[str, ...]:
    """Things and acts in one order, groups of words by their name; plain "person" goes where more is known."""
    told = comparable.told(counted_key, own)
    things = [thing for thing in told.things if thing != _PEOPLE] or list(told.things)
    acts = sorted({act for _, act in told.acts})
    return (*sorted(thing.replace(" ", "_") for thing in things), *acts)


_KINDS: Final = {
    Kind.SHARE: "share of",
    Kind.CHANGE: "change of",
    Kind.RATIO: "ratio of",
    Kind.DURATION: "time of",
    Kind.DISTANCE: "distance of",
    Kind.AGE: "age of",
}


def name(key: str) -> str:
    """A plain name for the series of a key, like "people who arrived · Norway"; a key that is none comes back as it is."""
    parts = split(key)
    if parts is None:
        return key
    known = comparable.lexicon()
    acts = [word for word in parts.counted if word in known.names]
    things = [word.replace("_", " ") for word in parts.counted if word not in known.names]
    who = " ".join(things) or (parts.unit if parts.kind is Kind.COUNT else "")
    who = _plural(who) if parts.kind in (Kind.COUNT, Kind.SHARE, Kind.CHANGE) else who
    said = " ".join([who, *(known.names[act] for act in acts[:1])]).strip()
    lead = _KINDS.get(parts.kind, "")
    told = [f"{lead} {said}".strip() if said else parts.kind.value]
    told.extend(part for part in (_titled(parts.place), _unit(parts), "in total" if parts.total else "") if part)
    return " · ".join(told)


def _plural(words: str) -> str:
    if words == _PEOPLE:
        return "people"
    head, blank, last = words.rpartition(" ")
    if not last.isascii() or last.endswith("s") or not last:
        return words
    if last == "people":
        return words
    if last in ("man", "woman"):
        last = last[:-2] + "en"
    elif last == "child":
        last = "children"
    elif last.endswith(("ch", "sh", "x")):
        last += "es"
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        last = last[:-1] + "ies"
    elif last == _PEOPLE:
        last = "people"
    else:
        last += "s"
    return f"{head}{blank}{last}"


def _titled(place: str) -> str:
    """A place's key as a person writes it; codes (all capitals) stay."""
    words = place.replace("-", " ").split()
    small = ("of", "the", "and")
    return " ".join(word if word in small or word != word.lower() else word.capitalize() for word in words)


def _unit(parts: SeriesKey) -> str:
    if parts.kind is Kind.MONEY:
        currency, stroke, per = parts.unit.partition("/")
        return f"{currency.upper()}{stroke}{per}"
    return parts.unit if parts.kind is Kind.CHANGE and parts.unit != _PEOPLE else ""
