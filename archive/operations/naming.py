"""Finding a tag while coding: by path and definition, however roughly it is written; and telling near-duplicates. Reads only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from archive.archive import Archive
from archive.base.text import folded
from archive.store.codebook import Entry

# Measured on the starter codebook: a plural, a hyphen or a slip of one letter lies above, another word of five letters below.
NEAR = 87.0
_FOUND = 55.0
# What a definition says weighs less than what a tag is called.
_DEFINITION_WEIGHT = 0.7
_JOINTS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A tag that may be meant, with a score of 0–100; `definition` is the one in force."""

    path: str
    definition: str
    score: float


def similar(archive: Archive, text: str, *, limit: int = 10) -> list[Suggestion]:
    """The tags that a few letters may mean, best first: fuzzy over the paths, and over definitions from four letters on.

    No text at all gives the codebook from its top.
    """
    entries = archive.store.codebook.entries()
    asked = folded(" ".join(text.split()))
    if not asked:
        return [Suggestion(entry.path, entry.definition, 0.0) for entry in entries[:limit]]
    scores = [0.0] * len(entries)
    for _, score, index in process.extract(asked, [entry.key for entry in entries], scorer=fuzz.WRatio, limit=None):
        scores[index] = score + _bonus(asked, entries[index].key)
    if len(asked) >= 4:
        definitions = [folded(entry.definition) for entry in entries]
        for _, score, index in process.extract(
            asked, definitions, scorer=fuzz.partial_ratio, processor=None, limit=None, score_cutoff=85
        ):
            scores[index] = max(scores[index], score * _DEFINITION_WEIGHT)
    best = sorted(range(len(entries)), key=lambda index: (-scores[index], entries[index].key))
    return [
        Suggestion(entries[index].path, entries[index].definition, min(scores[index], 100.0))
        for index in best[:limit]
        if scores[index] >= _FOUND
    ]


def _bonus(asked: str, key: str) -> float:
    """A name that begins so, or that is exactly so, comes before one that only resembles it."""
    name = key.rpartition("/")[2]
    return 30.0 if key == asked or name == asked else 15.0 if name.startswith(asked) or key.startswith(asked) else 0.0


def near_duplicates(archive: Archive, path: str) -> list[str]:
    """The tags that a new one may only repeat: their name is the same but for spaces, hyphens, plural or a slip."""
    name = _plain(folded(path).rpartition("/")[2])
    entries = archive.store.codebook.entries()
    return [entry.path for entry in _near(name, entries) if entry.key != folded(path)]


def _near(name: str, entries: Sequence[Entry]) -> list[Entry]:
    found = []
    for entry in entries:
        other = _plain(entry.key.rpartition("/")[2])
        if name and (name == other or (min(len(name), len(other)) >= 5 and fuzz.ratio(name, other) >= NEAR)):
            found.append(entry)
    return found


def _plain(name: str) -> str:
    """Letters only, without the plural's s."""
    plain = _JOINTS.sub("", utils.default_process(name))
    return plain.removesuffix("s") if len(plain) > 3 else plain
