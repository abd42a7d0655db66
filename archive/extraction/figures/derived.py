"""Figures that follow from others by arithmetic: a fall by 300 from 1,250 leaves 950. Marked as derived, with how."""

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.model.figure import Bound, Kind, Level, NumericClaim

from .places import find

_REACH_SENTENCES_CHARS = 400
_BEFORE_CHARS = 160
_THAN = re.compile(r"\s(?:\w+\s){0,2}than\b")  # "five fewer than in May" tells of May's level, and not of the next
_OF_THE = re.compile(r"\s(?:the\s)?(?:amount|number|total|count)\sof\s(?:the\s|those\s)?")


def derive(claims: Sequence[NumericClaim], text: str) -> list[NumericClaim]:
    """The levels that changes and multiples imply, each right behind what implies it."""
    made: list[NumericClaim] = []
    for index, change in enumerate(claims):
        made.append(change)
        if change.kind is Kind.RATIO and (multiple := _multiple(claims, index, text)) is not None:
            made.append(multiple)
        if change.kind is not Kind.CHANGE or change.value is None or change.direction is None:
            continue
        base = None if _THAN.match(text, change.end) else _base(claims, index)
        if base is not None and not _reached(claims, index):
            level = _level(base, change, text)
            if level is not None:
                made.append(level)
    return made


def _multiple(claims: Sequence[NumericClaim], index: int, text: str) -> NumericClaim | None:
    """ "Three times the number of the 300 in Oslo": 900, in the place that was told of before."""
    ratio = claims[index]
    base = claims[index + 1] if index + 1 < len(claims) else None
    if base is None or base.kind is not Kind.COUNT or base.value is None or ratio.value is None:
        return None
    if base.sentence != ratio.sentence or not _OF_THE.fullmatch(text, ratio.end, base.start):
        return None
    value = ratio.value * base.value
    bound = ratio.bound if ratio.bound is not Bound.EXACT else base.bound
    low = bound in (Bound.AT_LEAST, Bound.MORE_THAN)
    high = bound in (Bound.AT_MOST, Bound.LESS_THAN, Bound.NEARLY)
    near = find(text, max(ratio.sentence[0] - _BEFORE_CHARS, 0), ratio.start, {})
    place = next((each for each in reversed(near) if not each.person), None)
    told = text[ratio.start : ratio.end], text[base.start : base.end]
    return replace(
        ratio, kind=Kind.COUNT, value=value, least=None if high else value, most=None if low else value, bound=bound,
        unit=base.unit, rule="derived-multiple", derived=True, counted=base.counted, counted_key=base.counted_key,
        place=None if place is None else (place.start, place.end), place_key="" if place is None else place.key,
        derivation=f"“{told[0]}” of “{told[1]}”: {ratio.value:,g} × {base.value:,g}",
    )  # fmt: skip


def _base(claims: Sequence[NumericClaim], index: int) -> NumericClaim | None:
    """The level that the change set out from: the last one told of the same thing, in this sentence or just before."""
    change = claims[index]
    for base in reversed(claims[:index]):
        if change.start - base.end > _REACH_SENTENCES_CHARS:
            return None
        if base.kind in (Kind.COUNT, Kind.MONEY) and base.value is not None and base.level is not Level.TOTAL:
            same = base.unit == change.unit and _alike(base, change)
            return base if same and base.period is not None and change.period not in (None, base.period) else None
    return None


def _alike(base: NumericClaim, change: NumericClaim) -> bool:
    return (
        bool(base.counted_key) and base.counted_key.split()[0] == change.counted_key.split()[0:1][0]
        if change.counted_key
        else False
    )


def _reached(claims: Sequence[NumericClaim], index: int) -> bool:
    """Whether the sentence itself tells the level that was reached."""
    change = claims[index]
    return any(
        each is not change and each.sentence == change.sentence and each.start >= change.end and each.unit == change.unit
        and each.kind in (Kind.COUNT, Kind.MONEY)
        for each in claims[index : index + 4]
    )  # fmt: skip


def _level(base: NumericClaim, change: NumericClaim, text: str) -> NumericClaim | None:
    assert base.value is not None and change.value is not None
    sign = 1 if change.direction == "up" else -1
    value = base.value + sign * change.value
    if value < 0:
        return None
    exact = base.bound is Bound.EXACT and change.bound is Bound.EXACT
    told = text[base.start : base.end], text[change.start : change.end]
    return replace(
        change, kind=base.kind, value=value, least=value, most=value, bound=Bound.EXACT if exact else Bound.ABOUT, direction=None,
        rule="derived-level", derived=True, counted=base.counted, counted_key=base.counted_key,
        place=change.place or base.place, place_key=change.place_key or base.place_key, level=Level.LEVEL,
        derivation=f"“{told[0]}”, then “{told[1]}”: {base.value:,g} {'+' if sign > 0 else '−'} {change.value:,g}",
    )  # fmt: skip
