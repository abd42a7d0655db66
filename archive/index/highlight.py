"""Where a query's words stand in a text, and the passages that show them best; by the same rules as the index.

Spans are code points of the text given, half-open, ascending, not overlapping. A phrase is one span; of a Korean word only
the syllables that were asked for are covered. No snippet begins or ends inside a word or a grapheme, unless a single
word is longer than the snippet.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from archive.model.search import Snippet

from . import analysis
from .arrays import Numbers
from .candidates import Candidates, mostly_ascii, word_end
from .excerpts import best, best_of_long, united
from .passages import Span
from .queries import Fuzzy, Node, Phrase, Prefix, Word, parse, wanted
from .standing import LONG, Alone, Standing

_VERDICTS_LIMIT = 100_000
_LETTERS = re.compile("[A-Za-z]+")
_APART = 1_000_000  # positions between stretches that are not next to each other: no phrase reaches so far
_BETWEEN = "\n0\n"  # between texts that are looked through as one: a word, so that no phrase goes on behind it


class Told(NamedTuple):
    """A text, where it begins behind its headline, and the stretches of it that need be looked at if that is known: each goes on to the end of
    the word that it ends in.
    """

    text: str
    begin: int
    stretches: Sequence[tuple[int, int]] | None = None

    def pieces(self) -> Iterator[tuple[int, str]]:
        """What is looked at of it and where that begins, if it is not more than a short text."""
        if self.stretches is None:
            if len(self.text) < LONG:
                yield 0, self.text
            return
        behind = 0
        for start, end in self.stretches:
            start, behind = max(start, behind), word_end(self.text, end)
            yield start, self.text[start:behind]


class _Touch(NamedTuple):
    """A needle (and, for a phrase, which part of it) met at a place within a token."""

    needle: int
    part: int
    offset: int
    start: int
    end: int


_MEETS_NOTHING: tuple[int, tuple[_Touch, ...]] = (1, ())
_Met = tuple[int, int]  # needle, part of it (0 but for phrases)
Forms = Mapping[Node, Sequence[str]]


class _Verdicts(dict[str, tuple[int, tuple[_Touch, ...]]]):
    """For each token of a text: how many positions it takes, and which needles it touches."""

    def __init__(self, query: str, field: str) -> None:
        super().__init__()
        self.needles = tuple(dict.fromkeys(node for node in wanted(parse(query)) if field in node.fields))
        self.phrases = tuple(index for index, node in enumerate(self.needles) if isinstance(node, Phrase))
        self._by_term: dict[str, list[_Met]] = {}
        self._by_stem: dict[str, list[_Met]] = {}
        self._open: list[tuple[int, Prefix | Fuzzy]] = []
        for index, needle in enumerate(self.needles):
            match needle:
                case Word(term, root):
                    for form in {term, root or term}:
                        self._by_term.setdefault(form, []).append((index, 0))
                    if root is not None:
                        self._by_stem.setdefault(root, []).append((index, 0))
                case Phrase(parts):
                    for number, (_, term) in enumerate(parts):
                        self._by_term.setdefault(term, []).append((index, number))
                case Prefix() | Fuzzy():
                    self._open.append((index, needle))
        self._stretches: dict[str, tuple[int, tuple[_Touch, ...]]] = {}
        self._standing: tuple[Forms, Standing] | None = None
        self._starts = tuple(needle.start for _, needle in self._open if isinstance(needle, Prefix))
        # Only words of about its length can be near a fuzzy one.
        self._lengths = {
            len(needle.term) + more
            for _, needle in self._open
            if isinstance(needle, Fuzzy)
            for more in range(-needle.edits, needle.edits + 1)
        }

    def __missing__(self, raw: str) -> tuple[int, tuple[_Touch, ...]]:
        # Most tokens meet nothing, and this is asked of every token of every hit.
        if (
            not self._by_stem
            and raw.isascii()
            and raw.isalpha()
            and not self._may_meet(raw.lower()[: analysis.MAX_TERM_CHARS], None)
        ):
            width, touches = _MEETS_NOTHING
        else:
            width, touches = self._touched(raw)
        if len(self) > _VERDICTS_LIMIT:
            self.clear()
        if len(raw) <= analysis.MEMO_CHARS:
            self[raw] = (width, touches)
        return width, touches

    def settle(self, text: str) -> None:
        """Takes the plain words of a text that are near no fuzzy one as met by nothing, all of them together."""
        if not self._lengths or self._by_stem:
            return
        if len(self) > _VERDICTS_LIMIT:
            self.clear()
        fresh = [word for word in set(_LETTERS.findall(text)) if word not in self and len(word) <= analysis.MEMO_CHARS]
        lowered = [word.lower()[: analysis.MAX_TERM_CHARS] for word in fresh]
        near: set[int] = set()
        for _, needle in self._open:
            if isinstance(needle, Fuzzy):
                alike = extract(needle.term, lowered, scorer=OSA.distance, score_cutoff=needle.edits, limit=None)
                near.update(place for _, _, place in alike)
        for place, (word, term) in enumerate(zip(fresh, lowered, strict=True)):
            if place not in near and term not in self._by_term and not term.startswith(self._starts):
                self[word] = _MEETS_NOTHING

    def stretch(self, raw: str) -> tuple[int, tuple[_Touch, ...]]:
        """The same for all tokens of a stretch of text, with their places in it; remembered."""
        found = self._stretches.get(raw)
        if found is None:
            position, met = 0, []
            for match in analysis.TOKEN.finditer(raw):
                width, touches = self[match[0]]
                base = match.start()
                met += [
                    each._replace(offset=position + each.offset, start=base + each.start, end=base + each.end)
                    for each in touches
                ]
                position += width
            if len(self._stretches) > _VERDICTS_LIMIT:
                self._stretches.clear()
            found = self._stretches[raw] = position, tuple(met)
        return found

    @cached_property
    def candidates(self) -> Candidates:
        """What finds the needles without their forms: a pattern, which takes longer to make than a page of snippets."""
        return Candidates(self.needles)

    def standing(self, forms: Forms) -> Standing:
        """What finds the needles by their forms; kept for the next text."""
        if self._standing is None or self._standing[0] != forms:
            self._standing = forms, Standing(self.needles, forms)
        return self._standing[1]

    def _may_meet(self, term: str, stem: str | None) -> bool:
        return (
            term in self._by_term
            or stem in self._by_stem
            or term.startswith(self._starts)
            or len(term) in self._lengths
        )

    def _touched(self, raw: str) -> tuple[int, tuple[_Touch, ...]]:
        width, entries = analysis.token(raw)
        touches: tuple[_Touch, ...] = ()
        for entry in entries:
            if self._may_meet(entry.term, entry.stem):
                touches += tuple(_Touch(*met, entry.offset, entry.start, entry.end) for met in self._met(entry))
        return width, touches

    def _met(self, entry: analysis.Entry) -> list[_Met]:
        met = self._by_term.get(entry.term, [])
        if entry.stem is not None and entry.stem in self._by_stem:
            met = [*met, *self._by_stem[entry.stem]]
        if self._open:
            met = [*met, *((index, 0) for index, needle in self._open if _meets(needle, entry))]
        return met


def _meets(needle: Prefix | Fuzzy, entry: analysis.Entry) -> bool:
    if isinstance(needle, Prefix):
        return entry.term.startswith(needle.start)
    return (
        entry.role in ("part", "joined")
        and OSA.distance(entry.term, needle.term, score_cutoff=needle.edits) <= needle.edits
    )


@lru_cache(maxsize=8)
def _verdicts(query: str, field: str) -> _Verdicts:
    return _Verdicts(query, field)


def _touched(
    text: str, stretches: Iterable[tuple[int, int]], verdicts: _Verdicts
) -> Iterator[tuple[int, int, tuple[_Touch, ...]]]:
    """Where in these stretches, and at which position, something stands that touches needles."""
    position = 0
    for start, end in stretches:
        if end - start <= analysis.MEMO_CHARS:
            width, touches = verdicts.stretch(text[start:end])
            if touches:
                yield start, position, touches
            position += width
        else:
            for match in analysis.TOKEN.finditer(text, start, end):
                width, touches = verdicts[match[0]]
                if touches:
                    yield match.start(), position, touches
                position += width
        position += _APART


def _spans(text: str, verdicts: _Verdicts) -> list[Span]:
    """Every span of every needle, ascending; they may overlap."""
    if not verdicts.needles:
        return []
    verdicts.settle(text)
    return sorted(_taken_apart(text, verdicts.candidates.stretches(text), verdicts))


def _known(text: str, verdicts: _Verdicts, forms: Forms) -> Numbers | None:
    """The same by the forms of the words, a row for each; None where that is not possible."""
    places = verdicts.standing(forms).places(text)
    if places is None:
        return None
    apart = np.array(_taken_apart(text, places.stretches, verdicts), np.int64).reshape(-1, 3)
    rows = np.concatenate([apart, *_alone(places.alone, verdicts)])
    return rows[np.lexsort(rows.T[::-1])]


def _spans_together(texts: Sequence[str], verdicts: _Verdicts, forms: Forms) -> list[list[Span]] | None:
    """Of several short texts, looked through as one; None where that is not possible."""
    if not verdicts.needles or not texts:
        return [[] for _ in texts]
    if (known := _known_few(_BETWEEN.join(texts), verdicts, forms)) is None:
        return None
    found: list[list[Span]] = [[] for _ in texts]
    number, begin, size = 0, 0, len(texts[0])
    for start, end, needle in known:
        while start >= begin + size + len(_BETWEEN):
            begin += size + len(_BETWEEN)
            number += 1
            size = len(texts[number])
        # A phrase may reach over the end of a text.
        if end <= begin + size:
            found[number].append(Span(start - begin, end - begin, needle))
    return found


def _known_few(text: str, verdicts: _Verdicts, forms: Forms) -> list[Span] | None:
    """What `_known` gives, one by one: of few a text has, making arrays of them takes longer."""
    places = verdicts.standing(forms).places(text)
    if places is None:
        return None
    found = _taken_apart(text, places.stretches, verdicts)
    for form, starts in places.alone:
        for touch in verdicts[form][1]:
            if touch.needle not in verdicts.phrases:
                first, last, needle = touch.start, touch.end, touch.needle
                found += [Span(start + first, start + last, needle) for start in starts.tolist()]
    found.sort()
    return found


def _alone(alone: Iterable[Alone], verdicts: _Verdicts) -> Iterator[Numbers]:
    """The spans of forms that need not be taken apart; phrases are found with their first words."""
    for form, starts in alone:
        for touch in verdicts[form][1]:
            if touch.needle not in verdicts.phrases:
                needles = np.full(len(starts), touch.needle)
                yield np.column_stack([starts + touch.start, starts + touch.end, needles])


def _taken_apart(text: str, stretches: Iterable[tuple[int, int]], verdicts: _Verdicts) -> list[Span]:
    found: list[Span] = []
    # phrase → part → position → place in the text
    met: dict[int, list[dict[int, tuple[int, int]]]] = {
        index: [{} for _ in needle.parts] for index, needle in enumerate(verdicts.needles) if isinstance(needle, Phrase)
    }
    for base, position, touches in _touched(text, stretches, verdicts):
        for touch in touches:
            place = (base + touch.start, base + touch.end)
            if touch.needle in met:
                met[touch.needle][touch.part][position + touch.offset] = place
            else:
                found.append(Span(*place, touch.needle))
    for index, parts in met.items():
        phrase = verdicts.needles[index]
        assert isinstance(phrase, Phrase)
        found += _phrase_spans(index, phrase, parts)
    return found


def _phrase_spans(index: int, phrase: Phrase, met: list[dict[int, tuple[int, int]]]) -> list[Span]:
    spans = []
    for start in met[0]:
        places = [
            found.get(start - phrase.parts[0][0] + offset) for (offset, _), found in zip(phrase.parts, met, strict=True)
        ]
        held = [place for place in places if place is not None]
        if len(held) == len(places):
            spans.append(Span(held[0][0], max(end for _, end in held), index))
    return spans


def highlight(text: str, query: str, *, field: str = "body") -> list[tuple[int, int]]:
    """The spans of the text that the query's words and phrases match in `field`; what is excluded is never highlighted."""
    return united(_spans(text, _verdicts(query, field)))


def snippets(
    text: str,
    query: str,
    *,
    count: int = 2,
    width: int = 180,
    begin: int = 0,
    worth: Mapping[Node, float] | None = None,
) -> tuple[Snippet, ...]:
    """Up to `count` passages of about `width` characters after `begin`, the best first; what stands at `begin` when
    nothing matches.

    The best has the most different words of the query, each weighted by its `worth` (`Index.rarities`; by how often it stands in this
    text, where it is not told).
    """
    verdicts = _verdicts(query, "body")
    return best(text, begin, _spans(text, verdicts), partial(_weights, verdicts, worth), count=count, width=width)


def snippets_of(
    texts: Sequence[Told],
    query: str,
    worth: Mapping[Node, float],
    forms: Forms,
    poll: Callable[[], None],
    *,
    count: int = 2,
    width: int = 180,
) -> list[tuple[Snippet, ...]]:
    """The same of several texts. With the `forms` that their words have in the index (`Index.forms`) they need not be
    taken apart, the short ones are looked through together. Calls `poll` now and then.
    """
    verdicts = _verdicts(query, "body")
    known = _known_of_short(texts, verdicts, forms)
    weigh = partial(_weights, verdicts, worth)
    found = []
    for number, (text, begin, _) in enumerate(texts):
        poll()
        spans: Sequence[Span] | Numbers | None = known.get(number)
        if spans is None and verdicts.needles and len(text) >= LONG:
            spans = _known(text, verdicts, forms)
        spans = _spans(text, verdicts) if spans is None else spans
        if isinstance(spans, np.ndarray):
            found.append(best_of_long(text, begin, spans, weigh, count=count, width=width))
        else:
            found.append(best(text, begin, spans, weigh, count=count, width=width))
    return found


def _known_of_short(texts: Sequence[Told], verdicts: _Verdicts, forms: Forms) -> dict[int, list[Span]]:
    """The spans of the short texts, and of those long ones of which it is told where to look: looked through together if that is possible."""
    pieces = [(number, *piece) for number, told in enumerate(texts) for piece in told.pieces()]
    plain = [piece for piece in pieces if mostly_ascii(piece[2])]
    together = _spans_together([text for _, _, text in plain], verdicts, forms)
    found: dict[int, list[Span]] = {number: [] for number, told in enumerate(texts) if told.stretches is not None}
    for (number, start, _), spans in zip(plain, together or (), strict=False):
        held = found.setdefault(number, [])
        held += _moved(spans, start)
    for number, start, text in pieces:
        if texts[number].stretches is not None and (together is None or not mostly_ascii(text)):
            found[number] += _moved(_spans(text, verdicts), start)
    return {number: sorted(spans) for number, spans in found.items()}


def _moved(spans: Sequence[Span], by: int) -> Sequence[Span]:
    return [Span(start + by, end + by, needle) for start, end, needle in spans] if by else spans


def _weights(verdicts: _Verdicts, worth: Mapping[Node, float] | None, times: Mapping[int, int]) -> dict[int, int]:
    """What meeting each needle, which stands so often in a text, is worth, in millionths: rare ones more than frequent ones, phrases
    more than words."""
    return {
        needle: round(
            (2e6 if needle in verdicts.phrases else 1e6)
            * ((worth or {}).get(verdicts.needles[needle]) or 1 / (1 + 0.05 * min(count, 20)))
        )
        for needle, count in times.items()
    }
