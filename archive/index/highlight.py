"""Where a query's words stand in a text, and the passages that show them best; by the same rules as the index.

Spans are code points of the text given, half-open, ascending, not overlapping. A phrase is one span; of a Korean word only
the syllables that were asked for are covered. No snippet begins or ends inside a word or a grapheme, unless a single
word is longer than the snippet.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from archive.model.search import Snippet

from . import analysis
from .candidates import Candidates
from .queries import Fuzzy, Node, Phrase, Prefix, Word, parse, wanted

# What ends a sentence, with the white space behind it; or a line.
_SENTENCE_END = re.compile("(?:[.!?\u3002\uff01\uff1f\u2026][\"'\u2019\u201d)\\]]*\\s|\n)")
_REACH_CHARS = 40
_VERDICTS_LIMIT = 100_000
_LETTERS = re.compile("[A-Za-z]+")
_AGAIN = 2  # how many words met again make a passage better
_APART = 1_000_000  # positions between stretches that are not next to each other: no phrase reaches so far


class _Touch(NamedTuple):
    """A needle (and, for a phrase, which part of it) met at a place within a token."""

    needle: int
    part: int
    offset: int
    start: int
    end: int


class _Span(NamedTuple):
    start: int
    end: int
    needle: int


_MEETS_NOTHING: tuple[int, tuple[_Touch, ...]] = (1, ())
_Met = tuple[int, int]  # needle, part of it (0 but for phrases)


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
        self.candidates = Candidates(self.needles)
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


def _touched(text: str, verdicts: _Verdicts) -> Iterator[tuple[int, int, tuple[_Touch, ...]]]:
    """Where in the text, and at which position, something stands that touches needles."""
    verdicts.settle(text)
    position = 0
    for start, end in verdicts.candidates.stretches(text):
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


def _spans(text: str, verdicts: _Verdicts) -> list[_Span]:
    """Every span of every needle, ascending; they may overlap."""
    found: list[_Span] = []
    if not verdicts.needles:
        return found
    # phrase → part → position → place in the text
    met: dict[int, list[dict[int, tuple[int, int]]]] = {
        index: [{} for _ in needle.parts] for index, needle in enumerate(verdicts.needles) if isinstance(needle, Phrase)
    }
    for base, position, touches in _touched(text, verdicts):
        for touch in touches:
            place = (base + touch.start, base + touch.end)
            if touch.needle in met:
                met[touch.needle][touch.part][position + touch.offset] = place
            else:
                found.append(_Span(*place, touch.needle))
    for index, parts in met.items():
        phrase = verdicts.needles[index]
        assert isinstance(phrase, Phrase)
        found += _phrase_spans(index, phrase, parts)
    return sorted(found)


def _phrase_spans(index: int, phrase: Phrase, met: list[dict[int, tuple[int, int]]]) -> list[_Span]:
    spans = []
    for start in met[0]:
        places = [
            found.get(start - phrase.parts[0][0] + offset) for (offset, _), found in zip(phrase.parts, met, strict=True)
        ]
        held = [place for place in places if place is not None]
        if len(held) == len(places):
            spans.append(_Span(held[0][0], max(end for _, end in held), index))
    return spans


def _united(spans: list[_Span]) -> list[tuple[int, int]]:
    united: list[tuple[int, int]] = []
    for start, end, _ in spans:
        if united and start < united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united


def highlight(text: str, query: str, *, field: str = "body") -> list[tuple[int, int]]:
    """The spans of the text that the query's words and phrases match in `field`; what is excluded is never highlighted."""
    return _united(_spans(text, _verdicts(query, field)))


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
    spans = [span for span in _spans(text, verdicts) if span.start >= begin]
    if not spans:
        beginning = _passage(text, begin, begin, width)
        return (Snippet(text[slice(*beginning)], *beginning, ()),) if beginning[1] > beginning[0] else ()
    weights = _weights(spans, verdicts, worth)
    passages: list[tuple[int, int]] = []
    left = spans
    while left and len(passages) < count:
        first, last = _densest(left, weights, width)
        start, end = _passage(text, first, last, width, begin)
        for taken_start, taken_end in passages:
            start = max(start, taken_end) if taken_start < start else start
            end = min(end, taken_start) if taken_start > start else end
        if end <= start:
            break
        passages.append((start, end))
        left = [span for span in left if span.end <= start or span.start >= end]
    united = _united(spans)
    return tuple(_snippet(text, start, end, united) for start, end in passages)


def _snippet(text: str, start: int, end: int, united: list[tuple[int, int]]) -> Snippet:
    inside = ((max(low, start), min(high, end)) for low, high in united if low < end and high > start)
    return Snippet(text[start:end], start, end, tuple((low - start, high - start) for low, high in inside))


def _weights(spans: list[_Span], verdicts: _Verdicts, worth: Mapping[Node, float] | None) -> dict[int, int]:
    """What meeting each needle is worth, in millionths: rare ones more than frequent ones, phrases more than words."""
    times = Counter(span.needle for span in spans)
    return {
        needle: round(
            (2e6 if needle in verdicts.phrases else 1e6)
            * ((worth or {}).get(verdicts.needles[needle]) or 1 / (1 + 0.05 * min(count, 20)))
        )
        for needle, count in times.items()
    }


def _densest(spans: list[_Span], weights: dict[int, int], width: int) -> tuple[int, int]:
    """First and last position of the window of spans that is worth most by the different needles in it; of equals one that meets them
    more often, then the closest, then the earliest."""
    inside: Counter[int] = Counter()
    best, best_value, first = (spans[0].start, spans[0].end), (0, 0, 0), 0
    value = different = 0
    for number, span in enumerate(spans):
        if not inside[span.needle]:
            value, different = value + weights[span.needle], different + 1
        inside[span.needle] += 1
        while spans[first].start < span.end - width and first < number:
            gone = spans[first].needle
            inside[gone] -= 1
            if not inside[gone]:
                value, different = value - weights[gone], different - 1
            first += 1
        found = (value, min(number - first + 1 - different, _AGAIN), spans[first].start - span.end)
        if found > best_value:
            best, best_value = (spans[first].start, span.end), found
    return best


def _passage(text: str, first: int, last: int, width: int, begin: int = 0) -> tuple[int, int]:
    """About `width` characters around `[first, last)`, from the beginning of a sentence where one is near."""
    spare = max(width - (last - first), 0)
    start = _sentence_start(text, first, max(begin, first - spare * 2 // 3))
    end = min(len(text), max(last, start + width))
    if end < len(text):
        end = _sentence_end(text, max(last, end - spare // 3), end) or _word_edge(text, end, last)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _sentence_start(text: str, place: int, lowest: int) -> int:
    """The nearest beginning of a sentence or block in `[lowest, place]`, else of a word near `lowest`."""
    # A sentence that ends before `lowest` may begin there.
    before = max(0, lowest - _REACH_CHARS)
    begins = [begin for end in _SENTENCE_END.finditer(text, before, place) if lowest <= (begin := end.end()) <= place]
    if begins:
        return begins[-1]
    if lowest == 0:
        return 0
    for start in range(lowest, min(place, lowest + _REACH_CHARS)):
        if text[start - 1].isspace():
            return start
    return _grapheme_edge(text, place if place - lowest < _REACH_CHARS else lowest)


def _sentence_end(text: str, lowest: int, highest: int) -> int | None:
    ends = [
        end.end() - 1
        for end in _SENTENCE_END.finditer(text, max(0, lowest - _REACH_CHARS), min(highest + 1, len(text)))
    ]
    return next((end for end in reversed(ends) if lowest < end <= highest), None)


def _word_edge(text: str, end: int, lowest: int) -> int:
    """The last edge of a word at or before `end`, not before `lowest`."""
    for place in range(end, max(lowest, end - _REACH_CHARS) - 1, -1):
        if place == len(text) or text[place].isspace() or text[place - 1].isspace():
            return place
    return _grapheme_edge(text, end)


def _grapheme_edge(text: str, place: int) -> int:
    """The next place at or after this that is not inside a grapheme (marks, joiners, conjoining jamo)."""
    while 0 < place < len(text) and (
        unicodedata.category(text[place]) in ("Mn", "Mc", "Me")
        or text[place] in "\u200d\ufe0f"
        or text[place - 1] == "\u200d"
        or "\u1160" <= text[place] <= "\u11ff"
        or "\U0001f3fb" <= text[place] <= "\U0001f3ff"
    ):
        place += 1
    return place
