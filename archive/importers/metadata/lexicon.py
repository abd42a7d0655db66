"""The words that the rules are made of, read once from `resources/lexicon` (TOML); no rule keeps a word list of its own."""

import re
import tomllib
from collections.abc import Container, Iterable, Sequence
from functools import cache
from itertools import compress
from typing import Any

import resources

_KEY_CHARS = 4
_MOST_REMEMBERED, _LONGEST_REMEMBERED = 10_000, 40  # words, and characters of one
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


class Phrases:
    """Whether a text holds one of many phrases as they are, wherever they stand; a fifth of a pattern's work.

    Of each phrase one word is known that the text's words must then have: one inside the phrase whole, the last one by how it
    begins, or the first one by how it ends. Only phrases of which that word is met are looked for, and those that are one word.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._whole, self._heads, self._tails = dict[str, list[str]](), dict[str, list[str]](), dict[str, list[str]]()
        self._parts = dict[str, list[str]]()
        self._ascii = list[tuple[str, list[str]]]()  # of the same what may stand in a text of ASCII
        self._may = _May(self._whole, self._heads, self._tails)
        for phrase in sorted(set(phrases)):
            words = phrase.split(" ")
            inner = max((word for word in words[1:-1] if word.split() == [word]), key=len, default="")
            if len(inner) >= _KEY_CHARS:
                self._whole.setdefault(inner, []).append(phrase)
            elif len(words) > 1 and len(words[-1]) >= _KEY_CHARS:
                self._heads.setdefault(words[-1][:_KEY_CHARS], []).append(phrase)
            elif len(words) > 1 and len(words[0]) >= _KEY_CHARS:
                self._tails.setdefault(words[0][-_KEY_CHARS:], []).append(phrase)
            elif inner:
                self._whole.setdefault(inner, []).append(phrase)
            else:
                self._parts.setdefault(_sign(phrase), []).append(phrase)
        for sign, parts in self._parts.items():
            if plain := [part for part in parts if part.isascii()]:
                self._ascii.append((sign, plain))

    def stand_in(self, text: str, split: Sequence[str]) -> bool:
        """Whether one of them does; `split` are the words of the text as `str.split` parts them."""
        for word in set(compress(split, map(self._may.__getitem__, split))):
            if (
                holds(text, self._whole.get(word, ()))
                or holds(text, self._heads.get(word[:_KEY_CHARS], ()))
                or holds(text, self._tails.get(word[-_KEY_CHARS:], ()))
            ):
                return True
        for sign, parts in self._ascii if text.isascii() else self._parts.items():
            if sign in text and holds(text, parts):
                return True
        return False


class _May(dict[str, bool]):
    """Whether a word is one by which a phrase may be met: those that were asked for are remembered, for texts write few words often."""

    def __init__(self, whole: Container[str], heads: Container[str], tails: Container[str]) -> None:
        self._whole, self._heads, self._tails = whole, heads, tails

    def __missing__(self, word: str) -> bool:
        may = word in self._whole or word[:_KEY_CHARS] in self._heads or word[-_KEY_CHARS:] in self._tails
        if len(word) <= _LONGEST_REMEMBERED:
            if len(self) >= _MOST_REMEMBERED:
                self.clear()
            self[word] = may
        return may


def _sign(phrase: str) -> str:
    """What is no small Latin letter in a phrase, for it is rarer; nothing where it has nothing but these."""
    return next((letter for letter in phrase if not "a" <= letter <= "z"), "")


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
