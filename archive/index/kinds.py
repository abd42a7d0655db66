"""Texts as runs of numbers: every kind of stretch, the characters as they stand between white space, is analysed once.

A stretch is what `str.split` gives, after what is never part of a token was replaced by spaces and, where all is ASCII, capitals by
small letters: no token reaches over white space, so the tokens are those of `analysis.TOKEN` on the whole text. Numbers are given
out first, in C; what a new kind stands for is worked out for all of a batch together.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count, islice

import numpy as np

from . import analysis
from .arrays import Array, Numbers

_MOST_KINDS = 400_000
_MOST_CHARS = 8_000_000  # of the kinds that are remembered
_INSIDE = "_'-.,"  # what can stand inside a token, beside letters and digits
_ASCII = str.maketrans(
    {char: " " for char in map(chr, range(128)) if not (char.isalnum() or char in _INSIDE)}
    | {char: char.lower() for char in map(chr, range(128)) if char.isupper()}
)
# Of texts beyond ASCII the most frequent ones; the apostrophe and its typographic form are the same to `analysis`.
_TYPESET = (("\u2019", "'"), ("\u2018", " "), ("\u201c", " "), ("\u201d", " "), ("\u2013", " "), ("\u2014", " "))
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+", re.ASCII)
_NUMBER_CHARS = 40
_SEPARATING = '"():;?!'


def stretches(text: str) -> list[str]:
    """The text between white space; see above."""
    if not text.isascii():
        for char, plain in _TYPESET:
            text = text.replace(char, plain)
    if text.isascii():
        text = text.translate(_ASCII)
    else:
        for char in _SEPARATING:
            text = text.replace(char, " ")
    return f"{text} ".replace(". ", " ").replace(".\n", "\n").replace(", ", " ").split()


class Kinds:
    """The number of each kind of stretch, and of each term; what it has seen it remembers until it is `full`."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._terms: defaultdict[str, int] = defaultdict(count().__next__)
        self.names: list[bytes] = []  # the terms by number, as far as they have been learnt
        self.stem_names: list[bytes] = []
        self._stem_numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._chars = 0
        # Of each kind: the positions that it takes, where its entries begin, and how many it has.
        self._width, self._first, self._count = (np.zeros(0, np.int32) for _ in range(3))
        self._term, self._offset = (np.zeros(0, np.int32) for _ in range(2))  # of each entry
        self._stem = np.zeros(0, np.int32)  # of each term; -1 where it is its own

    @property
    def full(self) -> bool:
        """Whether it is time to forget, so that hostile texts cannot fill the memory."""
        return len(self._width) > _MOST_KINDS or self._chars > _MOST_CHARS

    def running(self, text: str) -> Iterable[int]:
        """A text as the numbers of its stretches."""
        return map(self._numbers.__getitem__, stretches(text))

    def whole(self, texts: Iterable[str]) -> Iterable[int]:
        """Short texts that come again and again, each as one number."""
        return map(self._numbers.__getitem__, texts)

    def entries(self, tokens: Array, documents: Array) -> tuple[Array, Array, Array]:
        """The term, the document and the position of every entry of the tokens, which come document after document."""
        self._learn()
        width, first, count = self._width.take(tokens), self._first.take(tokens), self._count.take(tokens)
        ends = np.cumsum(width, dtype=np.int32)  # a batch is bounded
        begins = ends - width
        fresh = np.flatnonzero(np.diff(documents, prepend=-1))
        position = begins - np.repeat(begins[fresh], np.diff(np.append(fresh, len(tokens))))
        if not (count == 1).all():
            before = np.cumsum(count, dtype=np.int32)
            rank = np.arange(int(before[-1]), dtype=np.int32) - np.repeat(before - count, count)
            documents, position, first = (np.repeat(each, count) for each in (documents, position, first))
            first += rank
        return self._term.take(first), documents, position + self._offset.take(first)

    def stems(self, terms: Numbers) -> Array:
        """The number of each term's stem, -1 where it is its own."""
        return self._stem.take(terms)

    def _learn(self) -> None:
        """Works out what the kinds that are new stand for."""
        fresh = list(islice(self._numbers, len(self._width), None))
        self._chars += sum(map(len, fresh))
        # Most by far are letters and digits: nothing to take apart.
        most = analysis.MAX_TERM_CHARS
        plain = [raw.lower()[:most] if raw.isalnum() and raw.isascii() else _plain(raw) for raw in fresh]
        terms = list(map(self._terms.__getitem__, [term for term in plain if term is not None]))
        count = np.array([term is not None for term in plain], np.int32)
        first = len(self._term) + np.cumsum(count, dtype=np.int32) - count
        width, offsets = count.copy(), [0] * len(terms)
        for number in np.flatnonzero(count == 0).tolist():
            first[number] = len(self._term) + len(terms)
            width[number] = self._take_apart(fresh[number], terms, offsets)
            count[number] = len(self._term) + len(terms) - first[number]
        for name, more in (
            ("_width", width),
            ("_first", first),
            ("_count", count),
            ("_term", terms),
            ("_offset", offsets),
        ):
            setattr(self, name, np.concatenate([getattr(self, name), np.array(more, np.int32)]))
        self._name(list(islice(self._terms, len(self.names), None)))

    def _take_apart(self, raw: str, terms: list[int], offsets: list[int]) -> int:
        """Adds what a stretch of whatever form gives; how many positions it takes."""
        width = 0
        for found in analysis.TOKEN.findall(raw):
            token = analysis.token(found)
            for entry in token.entries:
                terms.append(self._terms[entry.term])
                offsets.append(width + entry.offset)
            width += token.width
        return width

    def _name(self, terms: Sequence[str]) -> None:
        self.names += [term.encode() for term in terms]
        stems = [
            -1 if stem == term else self._stem_numbers[stem]
            for term, stem in zip(terms, analysis.stems(terms), strict=True)
        ]
        self._stem = np.concatenate([self._stem, np.array(stems, np.int32)])
        self.stem_names += [stem.encode() for stem in islice(self._stem_numbers, len(self.stem_names), None)]


def _plain(raw: str) -> str | None:
    """The one term of a stretch that is ASCII letters and digits but for a possessive 's or commas by the thousand; None where it has to
    be taken apart."""
    if raw.endswith(("'s", "'S")):
        raw = raw[:-2]
    elif "," in raw and len(raw) < _NUMBER_CHARS and _THOUSANDS.fullmatch(raw):
        raw = raw.replace(",", "")
    return raw.lower()[: analysis.MAX_TERM_CHARS] if raw.isalnum() and raw.isascii() else None
