"""What two sources share that tell the same in the same words: a label without its date and without words of grammar."""

import tomllib
from collections.abc import Iterable
from functools import cache
from typing import Final

import resources
from archive.base.sentences import word_strings
from archive.base.text import folded

_LEAST_WORDS: Final = 2


@cache
def _plain() -> tuple[frozenset[str], tuple[str, ...]]:
    raw = tomllib.loads(resources.text("lexicon", "alike.toml"))
    return frozenset(raw["english"].split()), tuple(raw["korean"].split())


def key(label: str, exact: str) -> str:
    """The label's words, folded and parted by blanks, without those of the date (`exact`) and of grammar; "" when fewer than
    two are left, for then it says too little to be the same as anything."""
    at = label.find(exact) if exact else -1
    rest = label if at < 0 else f"{label[:at]} {label[at + len(exact) :]}"
    plain, particles = _plain()
    kept = []
    # Letters of ASCII fold the same one by one and together.
    written: Iterable[str] = word_strings(folded(rest)) if rest.isascii() else map(folded, word_strings(rest))
    for word in [word for word in written if word not in plain]:
        word = word.removesuffix("'s").removesuffix("’s")
        if "\uac00" <= word[-1:] <= "\ud7a3":
            word = _stem(word, particles)
        if word and word not in plain and word not in particles:
            kept.append(word)
    return " ".join(kept) if len(kept) >= _LEAST_WORDS else ""


def _stem(word: str, particles: tuple[str, ...]) -> str:
    """A Korean word without its particle, where two syllables are left."""
    for particle in particles:
        if word.endswith(particle) and len(word) - len(particle) >= 2:
            return word[: -len(particle)]
    return word
