"""One edition's text as anchoring needs it: its blocks, sentences, folded form, and where given words stand in it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.base.sentences import Span, grapheme_end, grapheme_start, is_boundary, sentences
from archive.model.article import Block
from archive.model.passage import Anchor

from .units import Unit, snap, touched
from .wording import Folded, fold

Numbers = NDArray[np.int64]

CONTEXT_CHARS: Final = 32
_SENTENCE_CHARS: Final = 400
# A window and its step for finding what resembles a quotation, and the share of its trigrams that a window must have.
_WINDOW_CHARS: Final = 600
_STEP_CHARS: Final = 300
_MIN_SHARE: Final = 0.4
_GRAM: Final = 3
# Two code points at a cut edge may fold otherwise than in the whole text (a dash takes the blank before it along).
_CUT: Final = 2
_MARKS: Final = re.compile(r"^[^\w\s]+"), re.compile(r"[^\w\s]+$")
# More than three places are as undecided as three.
_MAX_PLACES: Final = 3


class Quotation(NamedTuple):
    """A passage's words with what stood around them, without their typography; the words alone are `[first, last)` of it."""

    text: str
    first: int
    last: int

    @classmethod
    def of(cls, anchor: Anchor) -> "Quotation":
        prefix = anchor.prefix[_CUT if len(anchor.prefix) >= CONTEXT_CHARS else 0 :]
        suffix = anchor.suffix[: -_CUT if len(anchor.suffix) >= CONTEXT_CHARS else None]
        prefix, suffix = prefix.lstrip(), suffix.rstrip()
        folded = fold(prefix + anchor.exact + suffix)
        return cls(folded.text, folded.from_text(len(prefix)), folded.to_text_end(len(prefix) + len(anchor.exact)))


class Page:
    """A text with its blocks; its lines are taken for blocks where none are told."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self.text = text
        breaks = [match.start() for match in re.finditer("\n", text)] if not blocks else []
        self._starts = [block.start for block in blocks] or [0, *(place + 1 for place in breaks)]
        self._ends = [block.end for block in blocks] or [*breaks, len(text)]
        self._sentences: dict[Span, list[Span]] = {}
        self._counts: dict[str, int] = {}
        self._wordings: dict[str, str] = {}

    def of(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def wording(self, piece: str) -> str:
        """A piece of the text without its typography and the blanks at its edges. Kept: passages share their sentences."""
        if piece not in self._wordings:
            self._wordings[piece] = fold(piece).text.strip()
        return self._wordings[piece]

    def block_start(self, place: int) -> int:
        """Where the block begins that holds `place` or ends there."""
        index = bisect_right(self._starts, place) - 1
        return self._starts[index] if index >= 0 else 0

    def block_end(self, place: int) -> int:
        """Where the block ends that holds `place` or begins there."""
        index = bisect_left(self._ends, place)
        return self._ends[index] if index < len(self._ends) else len(self.text)

    def block(self, place: int) -> Span:
        """The block that holds the character at `place`."""
        start = self.block_start(place)
        return Span(start, max(self.block_end(place), start))

    def before(self, place: int) -> str:
        """Up to 32 code points before `place`, from the edge of its block at most."""
        return self.text[max(self.block_start(place), place - CONTEXT_CHARS) : place]

    def after(self, place: int) -> str:
        """Up to 32 code points from `place`, to the edge of its block at most."""
        return self.text[place : min(self.block_end(place), place + CONTEXT_CHARS)]

    def sentence(self, start: int, end: int) -> str:
        """The whole sentences that the span touches, as far as 400 code points to either side of it."""
        first, last = self._sentence_at(start), self._sentence_at(end - 1)
        low, high = max(first.start, start - _SENTENCE_CHARS), min(last.end, end + _SENTENCE_CHARS)
        return self.text[min(start, low) : max(end, high)]

    def sentence_span(self, start: int, end: int) -> Span:
        """The whole sentences that the span touches."""
        return Span(min(start, self._sentence_at(start).start), max(end, self._sentence_at(end - 1).end))

    def sentences_touched(self, start: int, end: int) -> list[str]:
        """Each of these sentences by itself."""
        found: list[str] = []
        while start < end:
            whole = self._sentence_at(start)
            found.append(self.of(whole))
            start = max(whole.end, start + 1)
        return found

    @cached_property
    def sentence_texts(self) -> list[str]:
        """Every sentence of the text, in order."""
        found: list[str] = []
        for start, end in zip(self._starts, self._ends, strict=True):
            found += map(self.of, self._sentences_of(Span(start, max(start, end))))
        return found

    def around(self, span: Span) -> Span:
        """The blocks that hold the span, from the first one's beginning to the last one's end."""
        return Span(self.block_start(span.start), max(span.end, self.block_end(span.end - 1)))

    def with_neighbours(self, span: Span) -> Span:
        """The blocks that hold the span, with the block before and the block after them."""
        held = self.around(span)
        before = bisect_left(self._starts, held.start) - 1
        after = bisect_right(self._ends, held.end)
        return Span(
            self._starts[before] if before >= 0 else held.start,
            self._ends[after] if after < len(self._ends) else held.end,
        )

    def context_span(self, span: Span) -> Span:
        """The span with 32 code points to either side, to the edges of its blocks at most."""
        return Span(span.start - len(self.before(span.start)), span.end + len(self.after(span.end)))

    def count(self, wording: str) -> int:
        """How often a folded wording stands in the text, typography aside."""
        if wording not in self._counts:
            self._counts[wording] = self._folded.text.count(wording)
        return self._counts[wording]

    def _sentences_of(self, block: Span) -> list[Span]:
        if block not in self._sentences:
            within = sentences(self.of(block))
            self._sentences[block] = [Span(block.start + span.start, block.start + span.end) for span in within]
        return self._sentences[block]

    def _sentence_at(self, place: int) -> Span:
        held = self._sentences_of(self.block(place))
        index = bisect_right(held, place, key=lambda span: span.start) - 1
        return held[index] if index >= 0 else Span(place, place + 1)

    def whole(self, span: Span) -> Span:
        """The span without blanks at its edges and with whole graphemes."""
        piece = self.of(span)
        start = span.start + len(piece) - len(piece.lstrip())
        end = max(start, span.end - len(piece) + len(piece.rstrip()))
        return Span(grapheme_start(self.text, start), grapheme_end(self.text, end))

    def holds(self, anchor: Anchor, place: Span) -> bool:
        """Whether the anchor's words stand at the place in their context, which ends at the edge of the block."""
        return (
            self.of(place) == anchor.exact
            and self.text.startswith(anchor.suffix, place.end)
            and self.text.endswith(anchor.prefix, 0, place.start)
            and self._at_edges(anchor, place)
        )

    def _at_edges(self, anchor: Anchor, place: Span) -> bool:
        # A context shorter than 32 ended at the edge of its block, and has to end at one here.
        begins = len(anchor.prefix) >= CONTEXT_CHARS or len(self.before(place.start)) <= len(anchor.prefix) + _CUT
        ends = len(anchor.suffix) >= CONTEXT_CHARS or len(self.after(place.end)) <= len(anchor.suffix) + _CUT
        return begins and ends

    def exactly(self, anchor: Anchor) -> list[Span]:
        """Where the words stand in their exact context; three places at most."""
        found: list[Span] = []
        whole = anchor.prefix + anchor.exact + anchor.suffix
        place = self.text.find(whole)
        while place >= 0 and len(found) < _MAX_PLACES:
            start = place + len(anchor.prefix)
            span = Span(start, start + len(anchor.exact))
            if len(self.before(start)) == len(anchor.prefix) and len(self.after(span.end)) == len(anchor.suffix):
                found.append(span)
            place = self.text.find(whole, place + 1)
        return found

    @cached_property
    def _folded(self) -> Folded:
        return fold(self.text)

    def but_for_typography(self, anchor: Anchor, folded: "Quotation") -> list[Span]:
        """Where words and context stand when white space and typographic punctuation are left aside; three at most."""
        found: list[Span] = []
        place = self._folded.text.find(folded.text)
        while place >= 0 and len(found) < _MAX_PLACES:
            start, end = self._folded.places[place + folded.first], self._folded.places[place + folded.last]
            span = self.whole(Span(start, end))
            if self._at_edges(anchor, span):
                found.append(span)
            place = self._folded.text.find(folded.text, place + 1)
        return found

    @cached_property
    def _grams(self) -> tuple[Numbers, Numbers, Numbers]:
        """Every trigram, sorted; and the windows that hold it, by number: those of trigram `i` begin at `first[i]`."""
        trigrams, which = np.unique(_trigrams(self.text), return_inverse=True)
        windows = max(-(-(len(self.text) - _STEP_CHARS) // _STEP_CHARS), 1)
        places = np.arange(len(which))
        held = []
        for back in range(_WINDOW_CHARS // _STEP_CHARS):
            number = places // _STEP_CHARS - back
            within = (number >= 0) & (number < windows) & (places - number * _STEP_CHARS <= _WINDOW_CHARS - _GRAM)
            held.append(which[within] * windows + number[within])
        pairs = _distinct(np.concatenate(held))
        return trigrams, np.searchsorted(pairs // windows, np.arange(len(trigrams) + 1)), pairs % windows

    def _likely(self, words: str) -> list[int]:
        """Where the two windows begin that share the most trigrams with the words, if they share enough."""
        wanted = _distinct(_trigrams(words[:_WINDOW_CHARS]))
        trigrams, first, windows = self._grams
        at = np.searchsorted(trigrams, wanted)
        held = at[trigrams[np.minimum(at, len(trigrams) - 1)] == wanted] if len(trigrams) else at[:0]
        if not len(held) or len(held) < _MIN_SHARE * len(wanted):
            return []
        sizes = first[held + 1] - first[held]
        # The stretches of `windows` that belong to what is held, one after another.
        inside = np.arange(sizes.sum()) + np.repeat(first[held] - (np.cumsum(sizes) - sizes), sizes)
        votes = np.bincount(windows[inside])
        best = np.argsort(-votes, kind="stable")[:2]
        return [int(number) * _STEP_CHARS for number in best if votes[number] >= _MIN_SHARE * len(wanted)]

    def resembling(self, words: str) -> Span | None:
        """The stretch most like the words, in whole words, or None when nothing has enough in common with them."""
        from rapidfuzz import fuzz  # seldom: for words that are not there any more

        best: tuple[float, Span] | None = None
        for start in self._likely(words):
            window = self.text[start : start + _WINDOW_CHARS + len(words) + len(words) // 4]
            match = fuzz.partial_ratio_alignment(words, window) if len(window) >= len(words) else None
            if match is not None and (best is None or match.score > best[0]):
                # No word goes beyond a blank.
                low, high = window.rfind(" ", 0, match.dest_start) + 1, window.find(" ", match.dest_end)
                near = window[low : high if high >= 0 else None]
                span = _whole_words(near, match.dest_start - low, match.dest_end - low)
                best = match.score, self.whole(Span(start + low + span.start, start + low + span.end))
        return self._with_marks(best[1], words) if best else None

    def _with_marks(self, span: Span, words: str) -> Span:
        """The span with the punctuation that the words begin and end with, where it stands right beside."""
        opening, closing = (pattern.search(words) for pattern in _MARKS)
        before, after = opening[0] if opening else "", closing[0] if closing else ""
        start = span.start - len(before) * self.text.endswith(before, 0, span.start)
        return self.whole(Span(start, span.end + len(after) * self.text.startswith(after, span.end)))


def _trigrams(text: str) -> Numbers:
    """A number for each three code points in a row (21 bits each)."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    return points[:-2] << 42 | points[1:-1] << 21 | points[2:]


def _distinct(numbers: Numbers) -> Numbers:
    """Each number once, in order; numpy's own way hashes by the lowest bits, which trigrams have in common."""
    ordered: Numbers = np.sort(numbers)
    first: NDArray[np.bool_] = np.diff(ordered, prepend=ordered[:1] - 1) != 0
    return ordered[first]


def _whole_words(text: str, start: int, end: int) -> Span:
    """The span widened to whole words, looking no further than its first and its last one: no word goes beyond a blank."""
    head, tail = text.find(" ", start + 1) + 1, text.rfind(" ", 0, end - 1) + 1
    if 0 < head < end and tail > start and is_boundary(text, head) and is_boundary(text, tail):
        first, last = touched(text[:head], start, head, Unit.WORD), touched(text[tail:], 0, end - tail, Unit.WORD)
        if first is not None and last is not None:
            return Span(first.start, last.end + tail)
    return snap(text, start, end, Unit.WORD)
