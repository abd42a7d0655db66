"""Finds a marked passage again in another edition of its article, and never says that it stands where it may not.

A passage is anchored silently only where the comparison of the two texts carries it over unchanged, or where its exact
words stand with their exact context, once in both; white space and typographic punctuation may differ. Whatever else
is found is proposed for a person to look at, with the difference told, and what is not found is an orphan.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import regex
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from archive.base.errors import Invalid
from archive.base.sentences import Span, grapheme_end, grapheme_start, is_boundary
from archive.model.article import Block
from archive.model.passage import Anchor, Proposal, State

from .certainty import Certainty
from .diffing import Alignment, Run
from .pages import Page, Quotation
from .wording import ends_alike, fold, is_weighty, negations, same_wording, told

SHORT_CHARS: Final = 12
SHORT_HANGUL_CHARS: Final = 16
PROPOSED_SCORE: Final = 0.85
# A paragraph is the same one, edited, from here on (normalised Indel similarity).
_SAME_PARAGRAPH: Final = 0.5
_SAME_SENTENCE: Final = 0.8
_MANY_CHARS: Final = 40
_HANGUL: Final = regex.compile(r"\p{Hangul}")
_TWICE: Final = "The same words stood there more than once; nothing tells which of them these are."

_ALIKE: Final = (
    "Other sentences are much like this one, or it was edited; that these are the same words is not certain."
)


class Found(NamedTuple):
    """Where a passage stands in the new text: `start` and `end` when it is anchored, else None.

    `proposal` is a place for a person to accept; `why` says in a sentence why the passage is not anchored ("" when it is).
    """

    state: State
    start: int | None
    end: int | None
    proposal: Proposal | None
    why: str


_ORPHAN: Final = Found(State.ORPHAN, None, None, None, "Its words are no longer in the text.")


def describe(text: str, blocks: Sequence[Block], start: int, end: int) -> Anchor:
    """The anchor of `[start, end)`. Raises Invalid when the span is empty, outside the text or cuts a grapheme."""
    if not 0 <= start <= end <= len(text):
        raise Invalid(f"The place {start}–{end} is outside the text.", f"The text ends at {len(text)}.")
    if start == end or not text[start:end].strip():
        raise Invalid("There are no words in the place to be marked.", "Select at least one character.")
    for edge in (start, end):
        if not is_boundary(text, edge):
            raise Invalid(
                f"Position {edge} is inside a character.",
                f"Move it to {grapheme_start(text, edge)} or {grapheme_end(text, edge)}.",
            )
    page = Page(text, blocks)
    return Anchor(start, end, text[start:end], page.before(start), page.after(end))


def find(
    anchor: Anchor, old_text: str, old_blocks: Sequence[Block], new_text: str, new_blocks: Sequence[Block]
) -> Found:
    """Where one passage stands in the new text; for many passages make one Mapper."""
    return Mapper(old_text, new_text, old_blocks, new_blocks).find(anchor)


def is_short(exact: str) -> bool:
    """Whether a quotation is too short to be known by its words alone: under 12 code points, with Hangul under 16.

    A syllable of Hangul is a word's worth: two of them changed in fifteen are another statement.
    """
    return len(exact.strip()) < (SHORT_HANGUL_CHARS if _HANGUL.search(exact) else SHORT_CHARS)


class Mapper:
    """Compares two editions once and then carries any number of passages over."""

    def __init__(
        self, old_text: str, new_text: str, old_blocks: Sequence[Block] = (), new_blocks: Sequence[Block] = ()
    ) -> None:
        self._old, self._new = Page(old_text, old_blocks), Page(new_text, new_blocks)
        self._alignment = Alignment(old_text, new_text)
        self._old_slides, self._new_slides = self._alignment.slides()
        self._certainty = Certainty(self._old, self._new, self._alignment)
        self._likeness: dict[tuple[Span, Span], float] = {}

    def find(self, anchor: Anchor) -> Found:
        """Where the passage stands in the new text, as far as that is certain; else what is proposed, and why."""
        carried = self._carried(anchor)
        if carried is not None and carried.state is State.ANCHORED:
            return carried
        worded = self._in_its_context(anchor)
        if worded is not None and worded.state is State.ANCHORED and carried is None:
            return worded
        return carried or worded or self._changed(anchor) or self._resembling(anchor) or _ORPHAN

    # First: the comparison carries the words over unchanged.

    def _carried(self, anchor: Anchor) -> Found | None:
        run = self._alignment.run_of(anchor.start)
        if run is None or anchor.end > run.old + run.size or self._old.text[anchor.start : anchor.end] != anchor.exact:
            return None
        start = anchor.start - run.old + run.new
        place = Span(start, start + anchor.end - anchor.start)
        if not self._supported(anchor, run, place):
            return None
        if self._slid(anchor, place):
            return _propose(anchor, self._new, place, _TWICE)
        return self._accept(anchor, place)

    def _supported(self, anchor: Anchor, run: Run, place: Span) -> bool:
        """Whether enough around the words was carried over with them, all of which stands nowhere else."""
        if not self._alignment.unique(run):
            return False
        around = max(anchor.start - run.old, run.old + run.size - anchor.end)
        if around >= SHORT_CHARS and self._new.holds(anchor, place):
            return True
        if is_short(anchor.exact) or self._alike(anchor.start, place.start) < _SAME_PARAGRAPH:
            return False
        # In an edited paragraph the words have to be many, or to keep their context on one side at least.
        if _score(self._old.sentence(anchor.start, anchor.end), self._new.sentence(*place)) < _SAME_SENTENCE:
            return False
        before, after = self._new.before(place.start), self._new.after(place.end)
        return len(anchor.exact) >= _MANY_CHARS or anchor.prefix == before or anchor.suffix == after

    def _alike(self, old_place: int, new_place: int) -> float:
        """How alike the two blocks are that hold these places, 0–1."""
        old, new = self._old.block(old_place), self._new.block(new_place)
        if (old, new) not in self._likeness:
            self._likeness[old, new] = Indel.normalized_similarity(self._old.of(old), self._new.of(new))
        return self._likeness[old, new]

    def _slid(self, anchor: Anchor, place: Span) -> bool:
        return _within(anchor.start, anchor.end, self._old_slides) or _within(*place, self._new_slides)

    def _accept(self, anchor: Anchor, place: Span) -> Found:
        if not (is_boundary(self._new.text, place.start) and is_boundary(self._new.text, place.end)):
            whole = Span(grapheme_start(self._new.text, place.start), grapheme_end(self._new.text, place.end))
            return _propose(anchor, self._new, whole)
        turned = self._turned(anchor, place)
        if turned:
            return _propose(anchor, self._new, place, turned)
        if not self._certainty.holds(Span(anchor.start, anchor.end), place):
            return _propose(anchor, self._new, place, _ALIKE)
        return Found(State.ANCHORED, place.start, place.end, None, "")

    def _turned(self, anchor: Anchor, place: Span) -> str:
        """A sentence when a negation came into, or went out of, the sentences that the passage stands in."""
        before = self._old.sentence(anchor.start, anchor.end)
        after = self._new.sentence(*place)
        if before == after or negations(before) == negations(after):
            return ""
        return f"The sentence around it says otherwise now. {told(before, after)}"

    # Second: the exact words with their exact context, but for typography, once in both texts.

    def _in_its_context(self, anchor: Anchor) -> Found | None:
        short = is_short(anchor.exact)
        for old, new in self._occurrences(anchor, short):
            if len(old) == len(new) == 1:
                if short and len(anchor.prefix) + len(anchor.suffix) < SHORT_CHARS:
                    return _propose(
                        anchor, self._new, new[0], "The words are too few, and so are those around them, to be sure."
                    )
                return self._accept(anchor, new[0])
            free = [place for place in new if self._alignment.taken(*place) * 2 < place.end - place.start]
            if not free and new and _within(anchor.start, anchor.end, self._old_slides):
                free = new  # one of two equal neighbours went; it may as well have been the other
            if free:
                return _propose(anchor, self._new, free[0], _TWICE)
        return None

    def _occurrences(self, anchor: Anchor, short: bool) -> Iterator[tuple[list[Span], list[Span]]]:
        """Where they stand in the old and in the new text, for each way of looking that finds any in the new one."""
        if new := self._new.exactly(anchor):
            yield self._old.exactly(anchor), new
        folded = Quotation.of(anchor)
        new = self._new.but_for_typography(anchor, folded)
        # Of a short quotation only the context may differ in its typography.
        new = [place for place in new if not short or self._new.of(place) == anchor.exact]
        if new:
            yield self._old.but_for_typography(anchor, folded), new

    # Third: what stands between the edges of the passage, as the comparison carries these over.

    def _changed(self, anchor: Anchor) -> Found | None:
        place = self._between(anchor)
        if place is None:
            return None
        piece, short = self._new.of(place), is_short(anchor.exact)
        in_place = self._neighbours_stay(anchor, place)
        same_block = self._alike(anchor.start, place.start) >= _SAME_PARAGRAPH
        if not short and piece != anchor.exact and same_wording(anchor.exact, piece) and (in_place or same_block):
            if self._slid(anchor, place):
                return _propose(anchor, self._new, place, _TWICE)
            return self._accept(anchor, place)
        score = _score(anchor.exact, piece)
        kept = piece == anchor.exact and same_block
        if short:
            likely = kept or (in_place and len(piece) <= 3 * len(anchor.exact) + SHORT_CHARS)
        else:
            likely = score >= PROPOSED_SCORE or (
                in_place and score >= _SAME_PARAGRAPH and is_weighty(anchor.exact, piece)
            )
        why = self._turned(anchor, place) if piece == anchor.exact else ""
        return _propose(anchor, self._new, place, why) if likely else None

    def _between(self, anchor: Anchor) -> Span | None:
        """The stretch of the new text that takes the passage's place, trimmed to what resembles it; None: there is none."""
        start, sure_start = self._alignment.start(anchor.start)
        end, sure_end = self._alignment.end(anchor.end)
        length = anchor.end - anchor.start
        if start >= end or end - start > 4 * length + 400:
            return None
        if not (sure_start and sure_end) and end - start > length:
            best = fuzz.partial_ratio_alignment(anchor.exact, self._new.text[start:end])
            if best is None:
                return None
            start, end = (
                (start if sure_start else start + best.dest_start),
                (end if sure_end else start + best.dest_end),
            )
        return self._new.whole(Span(start, end))

    def _neighbours_stay(self, anchor: Anchor, place: Span) -> bool:
        """Whether the same words stand right before and right after, white space and typography aside."""
        if not ends_alike(fold(anchor.prefix).text.lstrip(), fold(self._new.before(place.start)).text):
            return False
        after = fold(anchor.suffix).text.rstrip(), fold(self._new.after(place.end)).text
        return ends_alike(after[0][::-1], after[1][::-1])

    # Last: the stretch that resembles it most, if no other part of the old text has become that.

    def _resembling(self, anchor: Anchor) -> Found | None:
        if is_short(anchor.exact):
            return None
        near = self._new.resembling(anchor.exact)
        if near is None:
            return None
        # What came into a sentence makes it longer than the words were: the whole of it may resemble them more.
        place = max(near, self._new.sentence_span(*near), key=lambda span: _score(anchor.exact, self._new.of(span)))
        if self._alignment.taken(*place, but=(anchor.start, anchor.end)) * 2 > place.end - place.start:
            return None
        return (
            _propose(anchor, self._new, place) if _score(anchor.exact, self._new.of(place)) >= PROPOSED_SCORE else None
        )


def _within(start: int, end: int, stretches: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the stretches (in order; they may overlap) holds `[start, end)`."""
    last = bisect_right(stretches, start, key=lambda stretch: stretch[0])
    return any(stretch[1] >= end for stretch in stretches[:last])


def _score(before: str, after: str) -> float:
    return float(Indel.normalized_similarity(before, after))


def _propose(anchor: Anchor, page: Page, place: Span, why: str = "") -> Found:
    words = page.of(place)
    if not why:
        why = "What stands around it changed." if words == anchor.exact else told(anchor.exact, words)
    score = round(_score(anchor.exact, words), 3)
    return Found(State.REVIEW, None, None, Proposal(place.start, place.end, words, score, why), why)
