"""What a mark's look depends on, and the sizes that looks have; no Qt, so that a frame can be worked out without it."""

from typing import NamedTuple

import numpy as np

from .marks import Marks, Tone

DOT_PX, BAR_PX = 5.5, 11.0  # radius of a dot, height of a bar
FADE_PX = 64.0  # how far an open side is drawn, until nothing is left
LEAST_BAR_PX = 14.0  # a shorter one would look like a dot


class Kind(NamedTuple):
    """All that a mark's look depends on, but its length."""

    tone: Tone
    precise: bool
    approximate: bool
    disagreeing: bool
    open_start: bool
    open_end: bool


def kinds(marks: Marks) -> list[Kind]:
    """Every look that is found among the marks, those that most have first."""
    # A bit for each column below the tone's: half a million marks are counted by a number each, and none is sorted.
    columns = (marks.precise, marks.approximate, marks.disagreeing, marks.open_start, marks.open_end)
    key = marks.tone.astype(np.int16)
    for column in columns:
        key = 2 * key + column
    counts = np.bincount(key)
    found = np.flatnonzero(counts)
    usual = found[np.argsort(-counts[found], kind="stable")].tolist()
    bits = range(len(columns) - 1, -1, -1)
    return [Kind(Tone(each >> len(columns)), *(bool(each >> bit & 1) for bit in bits)) for each in usual]
