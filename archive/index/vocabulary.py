"""The words that the articles use, as they are written: slices by prefix, and what a misspelt query may have meant."""

from bisect import bisect_left
from collections.abc import Sequence


def _bytes_key(term: str) -> bytes:
    return term.encode()


def starting_with(lexicon: Sequence[str], start: str) -> Sequence[str]:
    """The slice of a lexicon (sorted as UTF-8 sorts) whose terms begin so."""
    low = start.encode()
    if not low:
        return lexicon
    # 0xFF never occurs in UTF-8, so it sorts after every continuation.
    first = bisect_left(lexicon, low, key=_bytes_key)
    return lexicon[first : bisect_left(lexicon, low + b"\xff", lo=first, key=_bytes_key)]
