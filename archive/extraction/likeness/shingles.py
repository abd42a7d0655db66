"""Texts as sets of shingles, and sketches of these sets by which resemblance and containment are estimated.

A shingle is a run of five words; of Hangul, Han and kana, which spaces divide in no one way, a run of nine characters. The sketch
is Broder's (A. Broder, "On the resemblance and containment of documents", 1997): one random order of all shingles, by their
hash, and of each set those below one threshold (his MOD m, here one in eight), so that a set's sketch is a fair sample of it and
sketches of sets of any two sizes can be held against each other. Of a short text the `LEAST` smallest are kept in any case
(his MIN s, which is MinHash with one permutation), of a very long one the `MOST` smallest at most.
"""

import hashlib
import re
import unicodedata
from array import array
from collections.abc import Sequence
from itertools import chain
from typing import Any, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Sketch = NDArray[np.int64]

WORDS: Final = 5
CHARACTERS: Final = 9
ONE_IN: Final = 8
LEAST, MOST = 16, 2048
BITS: Final = 31  # of a hash that a sketch keeps: SQLite keeps such a number in four bytes
_THRESHOLD: Final = (1 << BITS) // ONE_IN
_ALL: Final = 1 << BITS
_UNSPACED: Final = "\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
TOKEN: Final = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}]+")
_IS_UNSPACED: Final = re.compile(f"[{_UNSPACED}]").fullmatch
_ASCII: Final = bytes(ord(chr(each).lower()) if chr(each).isalnum() and each < 128 else 32 for each in range(256))
_LONG: Final = np.dtype("L")  # as long as `array` makes it on this system
_FACTOR: Final = 0x9E3779B97F4A7C15  # odd, of no pattern (Knuth's golden ratio)
_POWERS: Final = np.array([pow(_FACTOR, power, 1 << 64) for power in range(CHARACTERS)], np.uint64)


def tokens(text: str) -> list[bytes]:
    """The words of a text as they are compared, in UTF-8: one Unicode form (NFKC), case folded; each unspaced character a word."""
    if text.isascii():  # several times sooner, and the same
        return text.encode().translate(_ASCII).split()
    return [word.encode() for word in TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())]


def hashes(words: Sequence[bytes]) -> Hashes:
    """The hash of the shingle that begins at each word, in order; a text shorter than one is a single shingle."""
    return hashes_of([words])[0]


def hashes_of(texts: Sequence[Sequence[bytes]]) -> list[Hashes]:
    """The same of many texts, several times sooner than one by one: arrays of a text's length are mostly overhead."""
    every = list(chain.from_iterable(texts))
    numbers = np.zeros(len(every) + CHARACTERS, np.uint64)
    numbers[: len(every)] = np.frombuffer(array("L", map(crc32, every)), _LONG)
    short = _mixed(_rolled(numbers, WORDS))
    long: Hashes | None = None
    found, start = list[Hashes](), 0
    for words in texts:
        end = start + len(words)
        unspaced = None if len(words) < CHARACTERS or b"".join(words).isascii() else _unspaced(words)
        if len(words) < WORDS:
            whole = (numbers[start:end] * _POWERS[: len(words)]).sum(dtype=np.uint64, keepdims=True)
            found.append(_mixed(whole))
        elif unspaced is None or not unspaced.any():
            found.append(short[start : end - WORDS + 1])
        else:
            long = _mixed(_rolled(numbers, CHARACTERS)) if long is None else long
            # Where fewer than nine words are left, what begins there is part of the last shingle.
            last = end - CHARACTERS + 1
            found.append(np.where(unspaced[: last - start], long[start:last], short[start:last]))
        start = end
    return found


def _unspaced(words: Sequence[bytes]) -> Any:
    """Which of the words are unspaced characters; each different word is looked at once."""
    found = {each for each in set(words) if len(each) == 3 and _IS_UNSPACED(each.decode()) is not None}
    return np.fromiter(map(found.__contains__, words), bool, len(words))


def _rolled(numbers: Hashes, size: int) -> Hashes:
    """Of each run of so many numbers, one that depends on all and on their order."""
    count = len(numbers) - size + 1
    found = numbers[:count].copy()
    for offset in range(1, size):
        found += numbers[offset : offset + count] * _POWERS[offset]
    return found


def _mixed(found: Hashes) -> Hashes:
    """Every bit made to depend on every other one (the finaliser of SplitMix64; Steele, Lea, Flood 2014)."""
    found = (found ^ (found >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return found ^ (found >> np.uint64(31))


def digest(words: Sequence[bytes]) -> int:
    """A number of 63 bits that two texts share when their words are the same in the same order, and else by a chance of 2^-63."""
    return int.from_bytes(hashlib.blake2b(b" ".join(words), digest_size=8).digest(), "little") >> 1


# Sketches


def sketch(found: Hashes) -> Sketch:
    """The sketch of a set of shingles: sorted numbers, each once."""
    small = (found >> np.uint64(64 - BITS)).astype(np.int64)
    kept = _set(small[small < _THRESHOLD])
    if len(kept) < LEAST:
        return _set(small)[:LEAST]
    return kept[:MOST]


def _set(numbers: Sketch) -> Sketch:
    numbers.sort()  # of so few, `unique` takes three times as long
    return numbers if len(numbers) < 2 else numbers[np.concatenate(([True], numbers[1:] != numbers[:-1]))]


def reach(kept: Sketch) -> int:
    """The number below which a sketch holds every shingle of its text."""
    if len(kept) < LEAST:
        return _ALL  # all that there is
    if len(kept) == LEAST:
        return max(_THRESHOLD, int(kept[-1]) + 1)
    return _THRESHOLD if len(kept) < MOST else int(kept[-1]) + 1


def estimates(one: Sketch, other: Sketch) -> tuple[float, float, float]:
    """(resemblance, containment of the first in the second, of the second in the first), estimated.

    Resemblance is the share of both together that is in both (Jaccard). With n shingles of the union in the sample, its variance is at most
    r(1-r)/n, as of any fair sample.
    """
    limit = min(reach(one), reach(other))
    first, second = one[: np.searchsorted(one, limit)], other[: np.searchsorted(other, limit)]
    shared = len(np.intersect1d(first, second, assume_unique=True))
    union = len(first) + len(second) - shared
    return shared / max(1, union), shared / max(1, len(first)), shared / max(1, len(second))


def packed(kept: Sketch) -> bytes:
    """A sketch as it is kept: unsigned numbers of four bytes, the lowest byte first."""
    return kept.astype("<u4").tobytes()


def unpacked(data: bytes) -> Sketch:
    """The sketch that was packed."""
    return np.frombuffer(data, "<u4").astype(np.int64)


# Exactly


def resemblance(one: Hashes, other: Hashes) -> float:
    """The share of the shingles of both together that is in both, each counted once (Jaccard)."""
    first, second = np.unique(one), np.unique(other)
    shared = len(np.intersect1d(first, second, assume_unique=True))
    return shared / max(1, len(first) + len(second) - shared)


def standing(one: Hashes, other: Hashes) -> Any:
    """Which shingles of the first text, in order, stand in the second one (a mask)."""
    return np.isin(one, other)
