"""Figures as read, held against those told by hand: found, value and unit, bound, kind, period, precision, negatives.

A claim matches a figure when it touches the figure's number. Figures marked minor may be found or missed; a claim that touches no
figure counts against precision, and against the negatives when it touches one of these.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.model.figure import NumericClaim

_TOLERANCE = 1e-4  # fractions are told with six decimals


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over any number of sentences. `wanted` are figures that are not minor; `claims` all that was read."""

    wanted: int = 0
    found: int = 0
    valued: int = 0
    units: int = 0
    bounds: int = 0
    kinds: int = 0
    periods: int = 0
    dated: int = 0
    claims: int = 0
    right: int = 0
    negatives: int = 0
    errors: tuple[str, ...] = field(default=(), repr=False)

    def __add__(self, other: "Score") -> "Score":
        return Score(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    def line(self, name: str) -> str:
        """The score as one line: shares in percent."""

        def of(part: int, whole: int) -> str:
            return f"{100 * part / whole:5.1f}" if whole else "    –"

        return (
            f"{name:14} {self.wanted:4} figures  found {of(self.found, self.wanted)}  value {of(self.valued, self.wanted)}"
            f"  value+unit {of(self.units, self.wanted)}  bound {of(self.bounds, self.found)}  kind {of(self.kinds, self.found)}"
            f"  period {of(self.periods, self.dated)}  precision {of(self.right, self.claims)}  negatives {self.negatives}"
        )


def number_span(text: str, figure: Mapping[str, Any]) -> tuple[int, int]:
    """Where the figure's number stands in the sentence."""
    places = [found.start() for found in re.finditer(re.escape(figure["quote"]), text)]
    start = places[max(figure["nth"] - 1, 0)] + figure["quote"].index(figure["number"])
    return start, start + len(figure["number"])


def compare(sentence: Mapping[str, Any], claims: Sequence[NumericClaim]) -> Score:
    """Holds what was read from the sentence against what was told of it."""
    text = sentence["text"]
    claims = [claim for claim in claims if not claim.derived]
    used: set[int] = set()
    counts = dict.fromkeys(("wanted", "found", "valued", "units", "bounds", "kinds", "periods", "dated"), 0)
    errors: list[str] = []
    for figure in sentence["figures"]:
        start, end = number_span(text, figure)
        near = [at for at, claim in enumerate(claims) if claim.number[0] < end and start < claim.number[1]]
        used.update(near)
        if figure["minor"]:
            continue
        counts["wanted"] += 1
        if not near:
            errors.append(f"MISS   {sentence['id']} {figure['quote']!r} | {_beside(text, start, end)}")
            continue
        _measure(counts, errors, sentence["id"], figure, claims[near[0]])
    errors += [
        f"EXTRA  {sentence['id']} {text[claim.start : claim.end]!r} {claim.value} {claim.unit} {claim.rule} | {_beside(text, claim.start, claim.end)}"
        for at, claim in enumerate(claims)
        if at not in used
    ]
    negatives = sum(_touches(text, negative, claims, used) for negative in sentence["negatives"])
    return Score(**counts, claims=len(claims), right=len(used), negatives=negatives, errors=tuple(errors))


def _beside(text: str, start: int, end: int) -> str:
    """The words on both sides: of an article only what is needed to find the place."""
    return " ".join(text[max(0, start - 100) : end + 80].split())


def _measure(
    counts: dict[str, int], errors: list[str], name: str, figure: Mapping[str, Any], claim: NumericClaim
) -> None:
    counts["found"] += 1
    value, unit = _value_agrees(figure, claim), _unit_agrees(figure, claim)
    bound, kind = claim.bound.value == figure["bound"], claim.kind.value == figure["kind"]
    counts["valued"] += value
    counts["units"] += value and unit
    counts["bounds"] += bound
    counts["kinds"] += kind and (figure["direction"] is None or figure["direction"] == claim.direction)
    wanted = figure["period"]
    told = None if claim.period is None else [claim.period.split("/")[0], claim.period.split("/")[-1]]
    if wanted is not None:
        counts["dated"] += 1
        counts["periods"] += told == wanted
    wrong = [
        f"{what} {mine!r} for {theirs!r}"
        for what, right, mine, theirs in (
            ("value", value, (claim.value, claim.least, claim.most), (figure["value"], figure["min"], figure["max"])),
            ("unit", unit, claim.unit, figure["unit"]),
            ("bound", bound, claim.bound.value, figure["bound"]),
            ("kind", kind, claim.kind.value, figure["kind"]),
            ("direction", figure["direction"] == claim.direction or not kind, claim.direction, figure["direction"]),
            ("period", wanted is None or told == wanted, told, wanted),
        )
        if not right
    ]
    if wrong:
        errors.append(f"WRONG  {name} {figure['quote']!r}: {'; '.join(wrong)}")


def _value_agrees(figure: Mapping[str, Any], claim: NumericClaim) -> bool:
    pairs = [(figure["value"], claim.value)]
    if figure["value"] is None:
        pairs += [(figure["min"], claim.least), (figure["max"], claim.most)]
    return all(_near(one, other) for one, other in pairs)


def _near(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= _TOLERANCE * max(1.0, abs(one))


def _unit_agrees(figure: Mapping[str, Any], claim: NumericClaim) -> bool:
    """The same unit, or the same noun with fewer words ("station" for "polling station"), or people by another name."""
    from archive.extraction.figures.nouns import is_person

    wanted, told = figure["unit"].lower(), claim.unit.lower()
    if wanted == told or (told == "person" and is_person(wanted)) or (wanted == "person" and is_person(told)):
        return True
    return bool(told) and (wanted.split()[-1] == told.split()[-1] or (figure["kind"] == "ratio" and told == "time"))


def _touches(text: str, negative: str, claims: Sequence[NumericClaim], used: set[int]) -> bool:
    places = [found.span() for found in re.finditer(re.escape(negative), text)]
    return any(
        at not in used and any(start < claim.number[1] and claim.number[0] < end for start, end in places)
        for at, claim in enumerate(claims)
    )
