"""How long guessing a passphrase would take somebody who has the file, told without flattery; nothing leaves the machine.

Guesses are counted by zxcvbn (Wheeler, "zxcvbn: low-budget password strength estimation", USENIX Security 2016), which knows common
words, names, keyboard paths, repetitions and dates. Its own score is meant for websites that slow guessing down; nobody slows down the
one who has the file, so the score here is by time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# What Argon2id with our cost leaves to some dozens of strong graphics cards: each try moves 1.5 GB through memory.
TRIES_PER_SECOND = 10_000
_DAY_S = 86_400.0
_YEAR_S = 365.25 * _DAY_S

# zxcvbn takes longer the longer a text is; what lies behind can only make guessing harder.
_LOOKED_AT_CHARACTERS = 72

_STEPS_S = (_DAY_S, _YEAR_S, 100 * _YEAR_S, 100_000 * _YEAR_S)
_NAMES = ("Very weak", "Weak", "Fair", "Good", "Strong")
_UNITS = (
    (_YEAR_S, "year"),
    (30 * _DAY_S, "month"),
    (_DAY_S, "day"),
    (3600.0, "hour"),
    (60.0, "minute"),
    (1.0, "second"),
)
_MANY_YEARS = 1_000_000

_ADVICE = {
    "spatial": "Keys that lie next to each other are tried early; take words instead.",
    "repeat": "Repeating something adds very little; add a word instead.",
    "sequence": "Letters or digits in their order are tried early; add a word instead.",
    "date": "Dates and years are tried early; add a word that has nothing to do with you.",
    "dictionary": "Add another word or two that have nothing to do with each other.",
    "bruteforce": "Make it longer: another word or two that have nothing to do with each other.",
}


@dataclass(frozen=True, slots=True)
class Strength:
    """`score` goes from 0 (within a day) to 4 (not within 100,000 years); `guesses` is how many find it; `advice` may be empty."""

    score: int
    guesses: float
    words: str
    advice: str


def measure(passphrase: str, known: Iterable[str] = ()) -> Strength:
    """The strength of a passphrase; `known` are words that whoever guesses tries first (names of the person, of the archive)."""
    if not passphrase:
        return Strength(
            0, 0.0, "No passphrase yet.", "Take four or more words that have nothing to do with each other."
        )
    from zxcvbn import zxcvbn  # its word lists take their time to load

    found: dict[str, Any] = zxcvbn(passphrase[:_LOOKED_AT_CHARACTERS], user_inputs=[word for word in known if word])
    guesses = float(found["guesses"])
    seconds = guesses / TRIES_PER_SECOND
    score = sum(seconds >= step for step in _STEPS_S)
    return Strength(score, guesses, f"{_NAMES[score]}: {_time(seconds)}.", _advice(found["sequence"], score))


def _time(seconds: float) -> str:
    whose = f"somebody who has the file and tries {TRIES_PER_SECOND:,} a second"
    if seconds < 1:
        return f"{whose} guesses it within a second"
    if seconds >= _MANY_YEARS * _YEAR_S:
        return f"{whose} needs more than a million years"
    unit_s, name = next(unit for unit in _UNITS if seconds >= unit[0])
    count = round(seconds / unit_s)
    return f"{whose} guesses it within about {count:,} {name}{'' if count == 1 else 's'}"


def _advice(sequence: list[dict[str, Any]], score: int) -> str:
    """What would help most: about the weakest kind of piece that the passphrase is made of."""
    if score >= 3:
        return ""
    patterns = [str(piece["pattern"]) for piece in sequence]
    return next((advice for pattern, advice in _ADVICE.items() if pattern in patterns), _ADVICE["bruteforce"])
