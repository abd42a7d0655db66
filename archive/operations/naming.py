"""Finding a tag while coding: by path and definition, however roughly it is written; and telling near-duplicates. Reads only."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeVar

from rapidfuzz import fuzz, process, utils

from archive.archive import Archive
from archive.base.text import folded, tag_key

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Measured on the starter codebook: a plural, a hyphen or a slip of one letter lies above, another word of five letters below.
NEAR = 87.0
_FOUND = 55.0
# What a definition says weighs less than what a tag is called.
_DEFINITION_WEIGHT = 0.7
_SHARE = 500  # so few are compared sooner than a thread begins
_THREADS = max(1, min(4, os.cpu_count() or 1))
_JOINTS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A tag that may be meant, with a score of 0–100; `definition` is the one in force."""

    path: str
    definition: str
    score: float


class Named(Protocol):
    """What finding a tag needs to know of it; `key` is its path as `base.text.tag_key` gives it."""

    @property
    def path(self) -> str: ...

    @property
    def key(self) -> str: ...

    @property
    def definition(self) -> str: ...


AnyNamed = TypeVar("AnyNamed", bound=Named)


def similar(archive: Archive, text: str, *, limit: int = 10) -> list[Suggestion]:
    """The tags that a few letters may mean, best first: fuzzy over the paths, and over definitions from four letters on.

    No text at all gives the codebook from its top.
    """
    found = ranked(archive.store.codebook.entries(), text, limit)
    return [Suggestion(entry.path, entry.definition, min(score, 100.0)) for entry, score in found]


def ranked(entries: Sequence[AnyNamed], text: str, limit: int) -> list[tuple[AnyNamed, float]]:
    """As `similar`, over the tags given, with their scores; a name that is just so scores above 100."""
    asked = folded(" ".join(text.split()))
    if not asked:
        return [(entry, 0.0) for entry in entries[:limit]]
    scores = [0.0] * len(entries)
    keys = [entry.key for entry in entries]
    for index, score in _alike(asked, keys, fuzz.WRatio, _FOUND):
        scores[index] = score + _bonus(asked, keys[index])
    # Where enough tags are called so, none that only says so in its definition comes among the best.
    if len(asked) >= 4 and sum(score > 100 * _DEFINITION_WEIGHT for score in scores) < limit:
        definitions = [_folded(entry.definition) for entry in entries]
        for index, score in _alike(asked, definitions, fuzz.partial_ratio, 85):
            scores[index] = max(scores[index], score * _DEFINITION_WEIGHT)
    best = sorted((index for index, score in enumerate(scores) if score >= _FOUND), key=lambda i: (-scores[i], keys[i]))
    return [(entries[index], scores[index]) for index in best[:limit]]


def _alike(
    asked: str, others: Sequence[str], scorer: Callable[..., float], cutoff: float
) -> Iterator[tuple[int, float]]:
    """Which of the others are at least so much like what is asked, by their numbers; many are shared out, since a key waits."""
    import numpy as np

    def scored(part: Sequence[str]) -> "NDArray[np.float64]":
        return process.cdist([asked], part, scorer=scorer, score_cutoff=cutoff, dtype=np.float64).ravel()

    size = max(_SHARE, -(-len(others) // _THREADS))
    parts = [others[start : start + size] for start in range(0, len(others), size)]
    if len(parts) > 1:
        with ThreadPoolExecutor(len(parts)) as pool:  # rapidfuzz lets the interpreter go while it compares
            found = list(pool.map(scored, parts))
    else:
        found = [scored(part) for part in parts]
    for number, scores in enumerate(found):
        for index in np.flatnonzero(scores >= cutoff).tolist():
            yield number * size + index, float(scores[index])


def _bonus(asked: str, key: str) -> float:
    """A name that begins so, or that is exactly so, comes before one that only resembles it."""
    name = key.rpartition("/")[2]
    return 30.0 if key == asked or name == asked else 15.0 if name.startswith(asked) or key.startswith(asked) else 0.0


def near_duplicates(archive: Archive, path: str, but: str = "") -> list[str]:
    """The tags that a new one may only repeat: their name is the same but for spaces, hyphens, plural or a slip.

    `but`: the tag that is to be called so; it repeats no other by what it was called before.
    """
    itself = tag_key(but)
    return [entry.path for entry in near(archive.store.codebook.entries(), path) if entry.key != itself]


def near(entries: Sequence[AnyNamed], path: str) -> list[AnyNamed]:
    """As `near_duplicates`, over the tags given."""
    wanted = folded(path)
    name = _plain(wanted.rpartition("/")[2])
    if not name:
        return []
    others = [_plain(entry.key.rpartition("/")[2]) for entry in entries]
    # A slip counts from five letters on; below that only the same word is the same.
    numbers = [
        number
        for number, _ in _alike(name, others, fuzz.ratio, NEAR)
        if others[number] == name or min(len(name), len(others[number])) >= 5
    ]
    return [entries[number] for number in numbers if entries[number].key != wanted]


_folded = lru_cache(maxsize=8192)(folded)  # definitions, at every key


@lru_cache(maxsize=8192)  # a tag box asks for every name at every key (2,000 names: 6 ms without)
def _plain(name: str) -> str:
    """Letters only, without the plural's s."""
    plain = _JOINTS.sub("", utils.default_process(name))
    return plain.removesuffix("s") if len(plain) > 3 else plain
