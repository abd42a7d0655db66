"""Reads the figures of an English text sentence by sentence: numbers, claims, what is carried over, and what stands around."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from typing import Final


from archive.base.sentences import Span
from archive.model.article import Block, BlockKind
from archive.model.event import TimeExpression, TimexType
from archive.model.figure import Kind, Level, NumericClaim

from . import changes, claims, context, guards, numbers, ranges, tokens
from .carrying import Memory, carry, remember, remember_people
from .draft import Draft
from .keys import counted_key, source_key
from .lexicon import english
from .nouns import plurals

_MOST_SENTENCE_CHARS: Final = 4000


def english_claims(
    text: str,
    blocks: Sequence[Block],
    sentences: Sequence[tuple[Span, Block]],
    times: Sequence[TimeExpression],
    published: date | None,
) -> list[NumericClaim]:
    """Every figure of the blocks, in order. Lines about the article itself (dates, bylines) claim nothing."""
    memory = Memory()
    told: dict[str, str] = {}
    starts = [time.start for time in times]
    found: list[NumericClaim] = []
    for sentence, block in sentences:
        if block.kind is BlockKind.META:
            continue
        for piece in _pieces(text, sentence):
            memory.sentence += 1
            low, high = bisect_left(starts, piece.start), bisect_left(starts, piece.end)
            near = times[max(low - 1, 0) : high]
            found.extend(_sentence(text, piece, piece.start == block.start, near, published, memory, told))
    return found


def _pieces(text: str, sentence: Span) -> list[Span]:
    """The sentence; an endless one in pieces cut between words, so that what looks back stays short."""
    pieces = []
    start = sentence.start
    while sentence.end - start > _MOST_SENTENCE_CHARS:
        cut = text.rfind(" ", start, start + _MOST_SENTENCE_CHARS)
        cut = cut if cut > start else start + _MOST_SENTENCE_CHARS
        pieces.append(Span(start, cut))
        start = cut
    pieces.append(Span(start, sentence.end))
    return pieces


def _sentence(
    text: str, sentence: Span, opens_block: bool, times: Sequence[TimeExpression], published: date | None, memory: Memory,
    told: dict[str, str],
) -> list[NumericClaim]:  # fmt: skip
    dated = [(time.start, time.end) for time in times if time.type is not TimexType.DURATION]
    read = tokens.read(text, sentence.start, sentence.end, dated)
    found_places = context.find_places(text, sentence, told)
    drafts = carry(_drafts(read, opens_block), memory)
    for draft in drafts:
        direction = changes.direction(draft)
        if direction is not None:
            draft.kind, draft.direction = Kind.CHANGE, direction
    remember(drafts, memory)
    remember_people(plurals(read, len(read)), memory)
    if not drafts:
        return []
    source = context.source(text, read)
    return [_claim(text, sentence, draft, drafts, times, published, source, found_places) for draft in drafts]


def _drafts(read: Sequence[tokens.Token], opens_block: bool) -> list[Draft]:
    idioms = guards.spans(read)
    found = []
    for number in ranges.join(read, numbers.find(read)):
        if any(start < number.last and number.first < end for start, end in idioms):
            continue
        draft = claims.read(read, number, opens_block=opens_block)
        if draft is not None:
            found.append(draft)
    return found


def _claim(
    text: str, sentence: Span, draft: Draft, drafts: Sequence[Draft], times: Sequence[TimeExpression], published: date | None,
    source: tuple[int, int] | None, found_places: Sequence[context.Found],
) -> NumericClaim:  # fmt: skip
    read, number = draft.tokens, draft.number
    start, end = draft.start, draft.end
    others = [(each.start, each.end) for each in drafts if each is not draft]
    period = context.period(text, sentence, start, end, times, others, published)
    place = context.place(text, start, end, found_places)
    least, most = draft.limits
    counted = None if draft.noun is None else (draft.noun.start, draft.noun.end)
    level = context.level(read, period) if draft.kind in (Kind.COUNT, Kind.MONEY) else Level.LEVEL
    return NumericClaim(
        start=start, end=end, number=(read[number.first].start, read[number.last - 1].end), sentence=(sentence.start, sentence.end),
        kind=draft.kind, value=draft.value, least=least, most=most, bound=draft.bound, unit=draft.full_unit, rule=draft.rule,
        counted=counted, counted_key=counted_key(draft.noun, read, draft.last, draft.first) or _subject_key(draft),
        direction=draft.direction, level=level,
        period=None if period is None else period.edtf,
        earliest=None if period is None else period.earliest, latest=None if period is None else period.latest,
        place=None if place is None else (place.start, place.end), place_key="" if place is None else place.key,
        source=source, source_key="" if source is None else source_key(text[source[0] : source[1]]),
        hedges=context.hedges(read, draft.first, draft.last),
    )  # fmt: skip


def _subject_key(draft: Draft) -> str:
    """For money and shares, which count nothing beside them: the noun of the lexicon's groups that stands nearest before."""
    synonyms = english().synonyms
    for index in range(draft.first - 1, -1, -1):
        if draft.tokens[index].word in synonyms:
            return synonyms[draft.tokens[index].word]
    return ""
