"""Texts as runs of numbers: every kind of stretch, the characters as they stand between white space, is analysed once.

A stretch is what stands between spaces in UTF-8, after every ASCII character that is never part of a token was replaced by a space and
capitals by small letters; points, commas, hyphens and apostrophes around it are left off. No token reaches over any of that, so the
tokens are those of `analysis.TOKEN` on the whole text. Many texts are taken apart together on whole arrays, and stretches met before are known by
their bytes: only what is new is looked at by itself. What new kinds stand for is worked out for all of a batch together.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count, islice, pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from . import analysis, beginnings
from .arrays import Array, Numbers
from .packed import summed

_MOST_KINDS = 400_000
_MOST_CHARS = 8_000_000  # of the kinds that are remembered
_INSIDE = "_'-.,"  # what can stand inside a token, beside letters and digits
_SPACE: Final = 32
_PLAIN: Final = bytes(
    ord(char.lower()) if (char := chr(code)).isalnum() or char in _INSIDE else _SPACE for code in range(128)
) + bytes(range(128, 256))
_EDGES = 3  # so many of them are left off at either end; more than that stays, which is no more than another kind
# What typesetting brings; the apostrophe and its typographic form are the same to `analysis`.
_TYPESET = tuple(
    (char.encode(), plain)
    for char, plain in {"\u2019": b"'"}.items()
    | dict.fromkeys("\u2018\u201c\u201d\u2013\u2014\u2026\u00a0", b" ").items()
)
_AT_ONCE = 256_000  # bytes that are taken apart together: what stays close to the processor
_SLOT_BITS = 19
_NO_SLOT: Final = -1  # the last one, which stays empty: of what is longer than a key
_MIX: Final = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))  # odd, or else arbitrary
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+", re.ASCII)
_NUMBER_CHARS = 40


class Stretches:
    """Where the stretches of texts stand in their bytes: each text's one after the other, from `starts` to `ends`."""

    def __init__(self, texts: Sequence[str]) -> None:
        joined = " ".join(texts)
        self._plain = joined.isascii()
        if self._plain:
            sizes, data = list(map(len, texts)), joined.encode()
        else:
            parts = list(map(_utf8, texts))
            sizes, data = list(map(len, parts)), b" ".join(parts)
        # Enough at the end for a key to be read anywhere.
        self.data = b"".join([b" ", data, bytes(beginnings.BEHIND)]).translate(_PLAIN)
        letters = np.frombuffer(self.data, np.uint8)
        inside = letters != _SPACE
        edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
        starts, ends = edges[::2].copy(), edges[1::2].copy()
        _leave_off(letters, ends, starts, -1)
        _leave_off(letters, starts, ends, 1)
        held = ends > starts
        self.starts, self.ends = (starts, ends) if held.all() else (starts[held], ends[held])
        self._begins = summed(np.array(sizes) + 1) + 1
        self._firsts = self.starts.searchsorted(self._begins)
        self.counts = np.diff(self._firsts)

    def places(self, number: int) -> Array:
        """Where in one of the texts each of its stretches begins, in characters."""
        begin, end = self._begins[number : number + 2].tolist()
        first, last = self._firsts[number : number + 2].tolist()
        places: Array = self.starts[first:last] - begin
        if not self._plain:
            following = (np.frombuffer(self.data, np.uint8, end - begin, begin) & 0xC0) == 0x80
            if following.any():
                places -= summed(following)[places]
        return places

    def keys(self) -> beginnings.Keys:
        """The first bytes of each in two numbers."""
        return beginnings.keys(self.data, self.starts, self.ends - self.starts)

    def written(self, numbers: Numbers) -> list[str]:
        """Some of them as text."""
        places = zip(self.starts[numbers].tolist(), self.ends[numbers].tolist(), strict=True)
        if self.data.isascii():
            text = self.data.decode()
            return [text[start:end] for start, end in places]
        return [self.data[start:end].decode() for start, end in places]


def _leave_off(letters: NDArray[np.uint8], places: Numbers, others: Numbers, step: int) -> None:
    """Moves one end of the stretches, of which `others` are the other ends, over what is no part of a token, up to `_EDGES` times."""
    behind = -1 if step < 0 else 0  # a stretch ends behind its last byte
    at = np.flatnonzero(_edge(letters.take(places + behind)))
    for _ in range(_EDGES):
        places[at] += step
        at = at[places[at] != others[at]]
        if not len(at):
            return
        at = at[_edge(letters.take(places[at] + behind))]


def _edge(letters: NDArray[np.uint8]) -> NDArray[np.bool_]:
    # A comma, a hyphen and a point lie next to each other.
    found: NDArray[np.bool_] = (letters - np.uint8(ord(",")) <= 2) | (letters == ord("'"))
    return found


def _utf8(text: str) -> bytes:
    data = text.encode(errors="replace")  # of what is no character a sign that separates
    if not text.isascii():
        for char, plain in _TYPESET:
            data = data.replace(char, plain)
    return data


def _together(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """As many texts as are taken apart together."""
    reached = np.cumsum(list(map(len, texts))) // _AT_ONCE
    for first, last in pairwise([0, *(np.flatnonzero(np.diff(reached)) + 1).tolist(), len(texts)]):
        yield texts[first:last]


class Kinds:
    """The number of each kind of stretch, and of each term; what it has seen it remembers until it is `full`."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._terms: defaultdict[str, int] = defaultdict(count().__next__)
        # What short stretches are known by, and their numbers: by a slot for each that its bytes give.
        slots = (1 << _SLOT_BITS) + 1
        self._keys = np.zeros(slots, np.uint64), np.zeros(slots, np.uint64)
        self._known = np.zeros(slots, np.int32)
        self.names: list[bytes] = []  # the terms by number, as far as they have been learnt
        self.stem_names: list[bytes] = []
        self._begins = np.zeros(0, np.uint64), np.zeros(0, np.uint64)  # of each term, what orders it but for long ones
        self._stem_numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._chars = 0
        # Of each kind: the positions that it takes, where its entries begin, and how many it has.
        self._width, self._first, self._count = (np.zeros(0, np.int32) for _ in range(3))
        self._term, self._offset = (np.zeros(0, np.int32) for _ in range(2))  # of each entry
        self._several = np.zeros(0, np.bool_)  # whether that is not one of each
        self._stem = np.zeros(0, np.int32)  # of each term; -1 where it is its own

    @property
    def full(self) -> bool:
        """Whether it is time to forget, so that hostile texts cannot fill the memory."""
        return len(self._width) > _MOST_KINDS or self._chars > _MOST_CHARS

    def run(self, texts: Sequence[str]) -> Iterator[tuple[Array, Stretches]]:
        """The numbers of the texts' stretches, and these; for some texts at a time, in order."""
        for some in _together(texts):
            stretches = Stretches(some)
            yield self._numbered(stretches), stretches

    def _numbered(self, stretches: Stretches) -> Array:
        one, two = stretches.keys()
        slots = ((one ^ two * _MIX[1]) * _MIX[0] >> np.uint64(64 - _SLOT_BITS)).astype(np.intp)
        slots[stretches.ends - stretches.starts > beginnings.SHORT] = _NO_SLOT
        numbers = self._known.take(slots)
        new = self._unknown(np.arange(len(slots)), slots, one, two)
        free = new[(self._keys[0].take(slots[new]) == 0) & (slots[new] != _NO_SLOT)]
        if len(free):
            # Whatever comes first keeps its slot: that is likely to be what comes often.
            taken, first = np.unique(slots[free], return_index=True)
            firsts = free[first]
            for held, found in ((self._keys[0], one), (self._keys[1], two)):
                held[taken] = found[firsts]
            self._known[taken] = list(map(self._numbers.__getitem__, stretches.written(firsts)))
            numbers[new] = self._known[slots[new]]
            new = self._unknown(new, slots, one, two)
        numbers[new] = list(map(self._numbers.__getitem__, stretches.written(new)))
        return numbers

    def _unknown(self, places: Numbers, slots: Numbers, one: Array, two: Array) -> Numbers:
        """Those of the places where no known stretch stands."""
        at = slots.take(places)
        other = (self._keys[0].take(at) != one.take(places)) | (self._keys[1].take(at) != two.take(places))
        unknown: Numbers = places[other]
        return unknown

    def entries(self, tokens: Array, documents: Array, counts: Numbers) -> tuple[Array, Array, Array]:
        """The term, the document and the position of every entry of the tokens, which come document after document, so many each."""
        self._learn()
        tokens = tokens.astype(np.intp)
        first = self._first.take(tokens)
        begins = summed(counts)[:-1]
        if not self._several.take(tokens).any():  # a term and a position each
            position = np.arange(len(tokens), dtype=np.int32) - np.repeat(begins.astype(np.int32), counts)
            return self._term.take(first), documents, position
        width, count = self._width.take(tokens), self._count.take(tokens)
        sums = summed(width).astype(np.int32)  # a batch is bounded
        position = sums[:-1] - np.repeat(sums.take(begins), counts)
        before = np.cumsum(count, dtype=np.int32)
        rank = np.arange(int(before[-1]), dtype=np.int32) - np.repeat(before - count, count)
        documents, position, first = (np.repeat(each, count) for each in (documents, position, first))
        first += rank
        return self._term.take(first), documents, position + self._offset.take(first)

    def widths(self, tokens: Array) -> Array:
        """How many positions each of these takes, which `entries` was asked for."""
        return self._width.take(tokens)

    def ordered(self, terms: Numbers) -> Numbers:
        """These terms in the order of their bytes."""
        one, other = (begins.take(terms) for begins in self._begins)
        order = beginnings.order((one, other), lambda place: self.names[terms[place]])
        return terms.take(order)

    def stems(self, terms: Numbers) -> Array:
        """The number of each term's stem, -1 where it is its own."""
        return self._stem.take(terms)

    def _learn(self) -> None:
        """Works out what the kinds that are new stand for."""
        fresh = _last(self._numbers, len(self._numbers) - len(self._width))
        if not fresh:
            return
        self._chars += sum(map(len, fresh))
        plain: list[str | None] = [*fresh]
        for number in np.flatnonzero(~analysis.plain(fresh)).tolist():
            plain[number] = _plain(fresh[number])
        terms = list(map(self._terms.__getitem__, [term for term in plain if term is not None]))
        count = np.ones(len(plain), np.int32)
        if len(terms) < len(plain):
            count[[number for number, term in enumerate(plain) if term is None]] = 0
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
        self._several = np.append(self._several, (width != 1) | (count != 1))
        self._name(_last(self._terms, len(self._terms) - len(self.names)))

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
        names = _encoded(terms)
        self.names += names
        (one, other), (more, others) = self._begins, beginnings.ordering(names)
        self._begins = np.append(one, more), np.append(other, others)
        stems = [
            -1 if stem == term else self._stem_numbers[stem]
            for term, stem in zip(terms, analysis.stems(terms), strict=True)
        ]
        self._stem = np.concatenate([self._stem, np.array(stems, np.int32)])
        self.stem_names += _encoded(_last(self._stem_numbers, len(self._stem_numbers) - len(self.stem_names)))


def _last(numbers: dict[str, int], count: int) -> list[str]:
    """The last so many keys, in their order; those before are not gone through."""
    return [*islice(reversed(numbers), count)][::-1]


def _encoded(terms: Sequence[str]) -> list[bytes]:
    """Each in UTF-8; at once, for no term reaches over a line end."""
    return "\n".join(terms).encode().split(b"\n") if terms else []


def _plain(raw: str) -> str | None:
    """The one term of a stretch that is ASCII letters and digits but for a possessive 's or commas by the thousand; None where it has to
    be taken apart."""
    if raw.endswith("'s"):
        raw = raw[:-2]
    elif "," in raw and len(raw) < _NUMBER_CHARS and _THOUSANDS.fullmatch(raw):
        raw = raw.replace(",", "")
    return raw[: analysis.MAX_TERM_CHARS] if raw.isalnum() and raw.isascii() else None
