"""The words that the rules are made of, read once from `resources/lexicon` (TOML); no rule keeps a word list of its own."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from typing import Any

import resources


@cache
def table(name: str) -> dict[str, Any]:
    """The lexicon `name` (a file of `resources/lexicon` without its ending)."""
    return tomllib.loads(resources.text("lexicon", f"{name}.toml"))


def any_of(phrases: Iterable[str]) -> str:
    """A regular expression for any of the phrases, longest first, any white space between words; ends on word ends."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(map(_phrase, ordered)) + ")"


def _phrase(phrase: str) -> str:
    body = r"\s+".join(map(re.escape, phrase.split()))
    # Hangul words take particles and stand without spaces, so only words of Latin letters end on a word end.
    before = r"(?<!\w)" if re.match(r"[A-Za-z0-9]", phrase) else ""
    after = r"(?!\w)" if re.search(r"[A-Za-z0-9]$", phrase) else ""
    return before + body + after


@cache
def words(name: str, section: str, key: str) -> frozenset[str]:
    """The entries of a list in a lexicon, in lower case, for whole-word look-ups."""
    return frozenset(entry.casefold() for entry in table(name)[section][key])
