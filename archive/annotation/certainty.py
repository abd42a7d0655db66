"""Whether a place in the new text is surely where a passage of the old text went, among sentences that resemble each other.

Words alone do not tell: their sentence must be the same one. It is when it stands once in both texts, typography aside; when
it stands more often, its paragraph or its neighbours must tell it apart; when it was edited, in one place only, nothing else
may resemble it.
"""

from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import Indel

from archive.base.sentences import Span

from .diffing import Alignment
from .pages import Page
from .wording import differences

# A stretch shorter than this is no sentence that is known by its words; its context is taken along.
_TELLING_CHARS: Final = 20
# Two sentences resemble each other from here on (normalised Indel similarity).
_LOOKALIKE: Final = 0.6


class Certainty:
    """Knows the sentences and paragraphs of two editions, and which of them stand for each other."""

    def __init__(self, old: Page, new: Page, alignment: Alignment) -> None:
        self._old, self._new, self._alignment = old, new, alignment
        self._lookalikes: dict[tuple[bool, str], int] = {}

    def holds(self, source: Span, place: Span) -> bool:
        """Whether the words at `source` of the old text, which stand at `place` of the new one too, are surely the same."""
        if source == place and self._old.text == self._new.text:
            return True
        before, after = self._unit(self._old, source), self._unit(self._new, place)
        wording = self._old.wording(self._old.of(before))
        if wording != self._new.wording(self._new.of(after)):
            return self._edited(source, place)
        counts = [(self._old.count(one), self._new.count(one)) for one in self._wordings(before, wording)]
        if counts == [(1, 1)] * len(counts) or self._flanked(source, place):
            return True
        as_often = all(in_old == in_new for in_old, in_new in counts)
        return as_often and (self._same_block(source, place) or self._edited_in_place(source, place))

    def _wordings(self, unit: Span, wording: str) -> list[str]:
        """What has to be certain: the unit as a whole, and each of its sentences that is long enough to be known."""
        each = [self._old.wording(sentence) for sentence in self._old.sentences_touched(*unit)]
        return [wording, *(one for one in each if len(each) > 1 and len(one) >= _TELLING_CHARS)]

    def _unit(self, page: Page, span: Span) -> Span:
        """The sentences that the span touches; with the context when they are too short to be known."""
        whole = page.sentence_span(span.start, span.end)
        if len(page.of(whole).strip()) >= _TELLING_CHARS:
            return whole
        start, end = page.context_span(span)
        return Span(min(whole.start, start), max(whole.end, end))

    # The sentence stands more than once.

    def _flanked(self, source: Span, place: Span) -> bool:
        """Whether the paragraph came along with both its neighbours, and these three together stand nowhere else."""
        run = self._alignment.run_of(source.start)
        wide = self._old.with_neighbours(source)
        if run is None or wide.start < run.old or wide.end > run.old + run.size:
            return False
        moved = run.new - run.old
        if place.start - source.start != moved or self._new.with_neighbours(place) != (
            wide.start + moved,
            wide.end + moved,
        ):
            return False
        words = self._old.of(wide)
        return self._old.text.count(words) == self._new.text.count(words) == 1

    def _same_block(self, source: Span, place: Span) -> bool:
        """Whether the paragraph is the same, typography aside, and stands once in both texts."""
        old, new = self._old.around(source), self._new.around(place)
        wording = self._old.wording(self._old.of(old))
        return (
            wording == self._new.wording(self._new.of(new))
            and self._old.count(wording) == 1
            and self._new.count(wording) == 1
        )

    def _edited_in_place(self, source: Span, place: Span) -> bool:
        """Whether the paragraph was edited where it stands: the same neighbours before and after it, unlike all others."""
        old, new = self._old.around(source), self._new.around(place)
        old_wide, new_wide = self._old.with_neighbours(source), self._new.with_neighbours(place)
        for first, second in (
            (Span(old_wide.start, old.start), Span(new_wide.start, new.start)),
            (Span(old.end, old_wide.end), Span(new.end, new_wide.end)),
        ):
            words = self._old.of(first)
            if words != self._new.of(second):
                return False
            if words and not self._old.text.count(words) == self._new.text.count(words) == 1:
                return False
        return True

    # The sentence was edited.

    def _edited(self, source: Span, place: Span) -> bool:
        """Whether the words stand once in both texts, in sentences with one change, which nothing else resembles."""
        words = self._old.wording(self._old.of(source))
        if not self._old.count(words) == self._new.count(words) == 1:
            return False
        before, after = self._old.sentence_span(*source), self._new.sentence_span(*place)
        if len(differences(self._old.of(before), self._new.of(after))) > 1:
            return False
        touched = {*self._old.sentences_touched(*source), *self._new.sentences_touched(*place)}
        return all(self._resembling(in_new, sentence) <= 1 for sentence in touched for in_new in (False, True))

    def _resembling(self, in_new: bool, sentence: str) -> int:
        """How many sentences of a text resemble this one (two stand for more), itself among them."""
        key = in_new, sentence
        if key not in self._lookalikes:
            page = self._new if in_new else self._old
            found = process.extract(
                sentence,
                page.sentence_texts,
                scorer=Indel.normalized_similarity,
                processor=None,
                score_cutoff=_LOOKALIKE,
                limit=2,
            )
            self._lookalikes[key] = len(found)
        return self._lookalikes[key]
