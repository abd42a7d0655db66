"""What a mark's look depends on, and the sizes that looks have; no Qt, so that a frame can be worked out without it."""

from typing import NamedTuple

from .marks import Tone

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
