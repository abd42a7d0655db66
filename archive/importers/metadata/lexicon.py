"""The words that the rules are made of, read once from `resources/lexicon` (TOML); no rule keeps a word list of its own."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from typing import Any

import resources

_LATIN = re.compile("[A-Za-z0-9]")


@cache
def table(name: str) -> dict[str, Any]:
    """The lexicon `name` (a file of `resources/lexicon` without its ending)."""
    return tomllib.loads(resources.text("lexicon", f"{name}.toml"))


def any_of(phrases: Iterable[str]) -> str:
    """A regular expression for any of the phrases, longest first, any white space between words; ends on word ends."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    # By their first letter, which is looked at once: trying every phrase at every place takes ten times as long.
    latin: dict[str, list[str]] = {}
    others: list[str] = []
    for phrase in ordered:
        (latin.setdefault(phrase[0].lower(), []) if _LATIN.match(phrase) else others).append(_phrase(phrase))
    groups = "|".join(f"(?=[{first}{first.upper()}])(?:{'|'.join(group)})" for first, group in latin.items())
    letters = "".join(first + first.upper() for first in latin)
    # Hangul words take particles and stand without spaces, so only words of Latin letters begin and end where a word does.
    words_of_latin = [rf"(?<!\w)(?=[{letters}])(?:{groups})"] if latin else []
    return "(?:" + "|".join([*words_of_latin, *others]) + ")"


def any_part(phrases: Iterable[str]) -> str:
    """A regular expression for any of the phrases as they are, wherever they stand; for none of them, one that matches nothing."""
    by_first: dict[str, list[str]] = {}
    for phrase in sorted(set(phrases)):
        by_first.setdefault(phrase[0], []).append(re.escape(phrase[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_first.items()) or "(?!)"


def held_by(phrases: Iterable[str]) -> tuple[str, ...]:
    """Words such that each of the phrases holds one of them; few, for `may_hold`."""
    kept: list[str] = []
    for phrase in sorted(set(phrases), key=lambda phrase: (len(phrase), phrase)):
        folded = phrase.lower()
        if folded.isascii() and not any(word in folded for word in kept):
            kept.append(max(folded.split(), key=len))
    return tuple(kept)


def may_hold(text: str, held: Iterable[str]) -> bool:
    """False where the text surely holds none of the phrases that `held_by` made `held` of, in upper or lower case.

    Ten times as fast as a pattern. Only ASCII is told: elsewhere patterns know more letters that are the same in other cases.
    """
    return holds(lowered(text), held)


def lowered(text: str) -> str | None:
    """What `holds` is asked of, for who asks it more than once of a text; None where it cannot be told."""
    return text.lower() if text.isascii() else None


def holds(lower: str | None, held: Iterable[str]) -> bool:
    """As `may_hold`, of a text that was `lowered`."""
    if lower is None:
        return True
    for word in held:  # noqa: SIM110 - a generator for `any` takes longer than the looking
        if word in lower:
            return True
    return False


def _phrase(phrase: str) -> str:
    body = r"\s+".join(map(re.escape, phrase.split()))
    return body + (r"(?!\w)" if re.search(r"[A-Za-z0-9]$", phrase) else "")


@cache
def words(name: str, section: str, key: str) -> frozenset[str]:
    """The entries of a list in a lexicon, in lower case, for whole-word look-ups."""
    return frozenset(entry.casefold() for entry in table(name)[section][key])
