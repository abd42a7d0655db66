"""Finding a tag while coding: by path and definition, however roughly it is written; and telling near-duplicates. Reads only."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

from archive.archive import Archive
from archive.base.text import folded, tag_key

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from archive.operations.stretches import Forms, Stretches

# Measured on the starter codebook: a plural, a hyphen or a slip of one letter lies above, another word of five letters below.
NEAR = 87.0
_FOUND = 55.0
_SAID = 85.0  # of a definition
# What a definition says weighs less than what a tag is called.
_DEFINITION_WEIGHT = 0.7
_JOINTS = re.compile(r"[\W_]+")


class Named(Protocol):
    """What finding a tag needs to know of it; `key` is its path as `base.text.tag_key` gives it."""

    @property
    def path(self) -> str: ...

    @property
    def key(self) -> str: ...

    @property
    def definition(self) -> str: ...


AnyNamed = TypeVar("AnyNamed", bound=Named)


class Lookup:
    """Tags made ready to be found in many times over, as they stand in the order given; knows their keys and definitions.

    What it finds is what `rapidfuzz` finds by comparing all: `stretches` only tells what need not be compared.
    """

    def __init__(self, keys: Sequence[str], definitions: Sequence[str]) -> None:
        self.keys, self.definitions = tuple(keys), tuple(definitions)

    def __eq__(self, other: object) -> bool:
        """Whether both find the same."""
        return isinstance(other, Lookup) and (self.keys, self.definitions) == (other.keys, other.definitions)

    def __hash__(self) -> int:
        return hash((self.keys, self.definitions))

    def ready(self) -> "Lookup":
        """The same, with everything made that is made at the first question otherwise."""
        _ = self._forms, self._told, self._plain
        return self

    def ranked(self, text: str, limit: int) -> list[tuple[int, float]]:
        """The numbers of the tags that the letters may mean and their scores, best first; `text` is not empty."""
        asked = folded(" ".join(text.split()))
        scores = {at: score + _bonus(asked, self.keys[at]) for at, score in self._named(asked)}
        # Where enough tags are called so, none that only says so in its definition comes among the best.
        most = 100 * _DEFINITION_WEIGHT
        if len(asked) >= 4 and sum(score > most for score in scores.values()) < limit:
            for at, score in self._defined(asked):
                scores[at] = max(scores.get(at, 0.0), score * _DEFINITION_WEIGHT)
        found = [(at, score) for at, score in scores.items() if score >= _FOUND]
        return sorted(found, key=lambda each: (-each[1], self.keys[each[0]], each[0]))[:limit]

    def near(self, path: str) -> list[int]:
        """The numbers of the tags that one with this path may only repeat."""
        wanted = folded(path)
        name = _plain(wanted.rpartition("/")[2])
        if not name:
            return []
        # A slip counts from five letters on; below that only the same word is the same.
        return [
            at
            for at, _ in _alike(name, self._plain, "ratio", NEAR)
            if (self._plain[at] == name or min(len(name), len(self._plain[at])) >= 5) and self.keys[at] != wanted
        ]

    def _named(self, asked: str) -> Iterator[tuple[int, float]]:
        """What is called so by `fuzz.WRatio`."""
        forms = self._forms
        return _alike(asked, self.keys, "WRatio", _FOUND, forms.may_be(asked, _FOUND))

    def _defined(self, asked: str) -> Iterator[tuple[int, float]]:
        """Whose definition says so by `fuzz.partial_ratio`."""
        texts, stretches = self._told
        return _alike(asked, texts, "partial_ratio", _SAID, stretches.may_be(asked, _SAID))

    @cached_property
    def _forms(self) -> "Forms":
        from archive.operations.stretches import Forms

        return Forms(self.keys)

    @cached_property
    def _told(self) -> "tuple[Sequence[str], Stretches]":
        from archive.operations.stretches import Stretches

        texts = [folded(definition) for definition in self.definitions]
        return texts, Stretches(texts)

    @cached_property
    def _plain(self) -> Sequence[str]:
        return [_plain(key.rpartition("/")[2]) for key in self.keys]


def lookup(entries: Sequence[Named]) -> Lookup:
    """The tags made ready; made anew when any is called or defined differently."""
    return Lookup([entry.key for entry in entries], [entry.definition for entry in entries])


def ranked(
    entries: Sequence[AnyNamed], text: str, limit: int, ready: Lookup | None = None
) -> list[tuple[AnyNamed, float]]:
    """The tags that a few letters may mean, best first, with scores to 100; a name that is just so scores above it.

    Fuzzy over the paths, and over definitions from four letters on. No text at all gives the tags from the top. `ready`:
    what `lookup` made of them.
    """
    if not text.split():
        return [(entry, 0.0) for entry in entries[:limit]]
    return [(entries[at], score) for at, score in (ready or lookup(entries)).ranked(text, limit)]


def _alike(
    asked: str,
    others: Sequence[str],
    scorer: str,
    cutoff: float,
    among: "NDArray[np.intp] | None" = None,
) -> Iterator[tuple[int, float]]:
    """Which of the others are at least so much like what is asked, by a scorer of `rapidfuzz.fuzz`; by their numbers, in order."""
    import numpy as np
    from rapidfuzz import fuzz, process  # no start waits for it

    compared = others if among is None else [others[at] for at in among.tolist()]
    scores = process.cdist(
        [asked], compared, scorer=getattr(fuzz, scorer), score_cutoff=cutoff, dtype=np.float64
    ).ravel()
    for at in np.flatnonzero(scores >= cutoff).tolist():
        yield (at if among is None else int(among[at])), float(scores[at])


def _bonus(asked: str, key: str) -> float:
    """A name that begins so, or that is exactly so, comes before one that only resembles it, or only lies below such a one."""
    name = key.rpartition("/")[2]
    if asked in (key, name):
        return 30.0
    return 15.0 if name.startswith(asked) else 5.0 if key.startswith(asked) else 0.0


def near_duplicates(archive: Archive, path: str, but: str = "") -> list[str]:
    """The tags that a new one may only repeat: their name is the same but for spaces, hyphens, plural or a slip.

    `but`: the tag that is to be called so; it repeats no other by what it was called before.
    """
    itself = tag_key(but)
    return [entry.path for entry in near(archive.store.codebook.entries(), path) if entry.key != itself]


def near(entries: Sequence[AnyNamed], path: str, ready: Lookup | None = None) -> list[AnyNamed]:
    """As `near_duplicates`, over the tags given (`ready`: what `lookup` made of them)."""
    return [entries[at] for at in (ready or lookup(entries)).near(path)]


def _plain(name: str) -> str:
    """Letters only, without the plural's s."""
    from rapidfuzz import utils

    plain = _JOINTS.sub("", utils.default_process(name))
    return plain.removesuffix("s") if len(plain) > 3 else plain
