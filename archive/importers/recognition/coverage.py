"""How much of what is dark on a page lies outside of the words that were read there: what was missed is to be told, not lost."""

from collections.abc import Sequence
from typing import Final

from archive.model.picture import Picture

from .tables import Word

_DARK: Final = 150  # of 255: ink, also when it is grey
_AROUND_PX: Final = 4  # letters reach a little beyond the box of their word
_EDGE: Final = 0.02  # of the page at its edges: the shadow of the scanner's lid


def unread(picture: Picture, words: Sequence[Word]) -> float:
    """The share, from 0 to 1, of the dark points that no word covers; 0 for a page with hardly any."""
    import numpy as np  # here: it takes a while to load, and few files are scans

    dots = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, 3)
    dark = dots[:, :, 1] < _DARK
    aside, above = max(1, int(_EDGE * picture.width)), max(1, int(_EDGE * picture.height))
    dark[:above], dark[-above:] = False, False
    dark[:, :aside], dark[:, -aside:] = False, False
    whole = int(np.count_nonzero(dark))
    if whole <= dark.size // 20_000:
        return 0.0
    for word in words:
        top, left = max(0, word.top - _AROUND_PX), max(0, word.left - _AROUND_PX)
        dark[top : word.bottom + _AROUND_PX, left : word.right + _AROUND_PX] = False
    return int(np.count_nonzero(dark)) / whole
