"""Figures that a text claims: every number with its bound and unit, what it counts, when, where and who says so.

Pure, linear in the length of the text, and never a guess: what the text does not tell stays open. Words are data in
`resources/lexicon`; they are read when the first text is.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from archive.base.errors import Invalid
from archive.base.sentences import Span
from archive.extraction.told import Told, told_in
from archive.model import edtf as edtfs
from archive.model.article import Block, BlockKind
from archive.model.event import TimeExpression
from archive.model.figure import NumericClaim
from archive.model.lexicon import NONE, Additions

# Raised whenever a text may be read otherwise than before: archives then read theirs again.
VERSION: Final = 8
_MOST_SENTENCE_CHARS: Final = 1500


def read(
    text: str,
    blocks: Sequence[Block],
    *,
    times: Sequence[TimeExpression],
    published: str | None,
    language: str | None,
    own: Additions = NONE,
) -> list[NumericClaim]:
    """Every figure of every block, in the order of the text; number spans do not overlap.

    `times` are what `dates.read` gave for the same text, `published` is EDTF or None. `language` decides nothing yet that the
    letters do not. `own` are a person's words, which go before those that ship. A derived figure stands behind the one that implies it and has its span.
    """
    from . import cells
    from .derived import derive
    from .in_use import using
    from .korean import is_korean, korean_claims_of
    from .reading import english_claims

    told: Sequence[Told] = told_in(text, blocks)
    if any(sentence.end - sentence.start > _MOST_SENTENCE_CHARS for sentence, _ in told):
        told = [pair for each in told for pair in _pieces(text, each)]
    day = _day(published)
    tables, told = cells.parted(text, told)
    korean: set[Span] = set() if text.isascii() else {span for span, _ in told if is_korean(text, span)}

    def reading(words: str) -> Callable[[str], list[NumericClaim]]:
        of = korean_claims_of if is_korean(words, Span(0, len(words))) else english_claims
        return lambda each: of(each, [(Span(0, len(each)), Block(BlockKind.PARAGRAPH, 0, len(each), (0, 0)))], (), None)

    with using(own):
        if korean:
            found = english_claims(text, [pair for pair in told if pair[0] not in korean], times, day)
            found += korean_claims_of(text, [pair for pair in told if pair[0] in korean], times, day)
        else:
            found = english_claims(text, told, times, day)
        found += cells.claims_of(text, tables, times, reading)
    return derive(sorted(found, key=lambda claim: claim.number), text)


def _pieces(text: str, told: Told) -> list[Told]:
    """The sentence; an endless one in pieces cut between words, so that what looks back stays short."""
    sentence, block = told
    if sentence.end - sentence.start <= _MOST_SENTENCE_CHARS:
        return [told]
    pieces = []
    start = sentence.start
    while sentence.end - start > _MOST_SENTENCE_CHARS:
        cut = text.rfind(" ", start, start + _MOST_SENTENCE_CHARS)
        cut = cut if cut > start else start + _MOST_SENTENCE_CHARS
        pieces.append(Told(Span(start, cut), block))
        start = cut
    pieces.append(Told(Span(start, sentence.end), block))
    return pieces


def _day(published: str | None) -> date | None:
    if not published:
        return None
    try:
        parsed = edtfs.parse(published)
    except Invalid:
        return None
    return parsed.latest
