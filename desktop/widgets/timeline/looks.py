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
    columns = (marks.tone, marks.precise, marks.approximate, marks.disagreeing, marks.open_start, marks.open_end)
    key = np.zeros(len(marks), np.int64)
    for column in columns:
        key = 3 * key + column
    _, first, count = np.unique(key, return_index=True, return_counts=True)
    rows = first[np.argsort(-count, kind="stable")].tolist()
    return [Kind(Tone(int(marks.tone[row])), *(bool(column[row]) for column in columns[1:])) for row in rows]
