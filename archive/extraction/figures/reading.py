"""Reads the figures of an English text sentence by sentence: numbers, claims, what is carried over, and what stands around."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from archive.base.sentences import Span
from archive.model.article import Block, BlockKind
from archive.model.event import TimeExpression, TimexType
from archive.model.figure import Kind, Level, NumericClaim

from . import changes, claims, context, guards, money, numbers, ranges, tokens
from .carrying import carry, compounds, remember
from .draft import Draft, Inherited
from .draft import told as held
from .keys import action, counted_key, own_group, source_key
from .lexicon import english
from .memory import Memory
from .nouns import is_person
from .periods import Times
from .places import Found, find, names_direction, note
from .pricing import carry_rates, millions, name_goods
from .tokens import word_at

_OF_A_WAGE: Final = frozenset(
    "average median mean basic their his her its the low lower better higher starting".split()
)
_RUNNING: Final = re.compile(r"\b(?:cumulative|cumulatively|to date|so far|bringing the)\b", re.IGNORECASE)
_THAT: Final = re.compile(r"(?:\s(?:in|on)\s[\w ]{2,20})?,?\sthat\b")
_SHARING: Final = (
    ["made", "up"], ["make", "up"], ["makes", "up"], ["accounted", "for"], ["account", "for"], ["accounts", "for"],
)  # fmt: skip
_TOLD: Final = re.compile(r"\b(?:told|said|announced|reported|claimed|testified|wrote)\b")
_HOURS_A_DAY: Final = re.compile(
    r"(?:twice|thrice|[\w.,]+ (?:hours|minutes|times)) (?:a|an|per|each|every) (?:day|night|week|shift|month|year)"
)
_REACH: Final = 40  # words that are looked at for what money or a share is told of


def english_claims(
    text: str, sentences: Sequence[tuple[Span, Block]], times: Sequence[TimeExpression], published: date | None
) -> list[NumericClaim]:
    """Every figure of the sentences, in order. Lines about the article itself (dates, bylines) claim nothing."""
    memory = Memory(directions=names_direction(text))
    told: dict[str, str] = {}
    starts = [time.start for time in times]
    taken = [None if _may_hold_figures(text, time) else (time.start, time.end) for time in times]
    found: list[NumericClaim] = []
    for sentence, block in sentences:
        if block.kind is BlockKind.META:
            continue
        memory.sentence += 1
        low, high = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        near = slice(max(low - 1, 0), high)
        dated = [span for span in taken[near] if span is not None]
        found.extend(
            _sentence(text, sentence, sentence.start == block.start, times[near], dated, published, memory, told)
        )
    return found


def _sentence(
    text: str, sentence: Span, opens_block: bool, times: Sequence[TimeExpression], dated: Sequence[tuple[int, int]],
    published: date | None, memory: Memory, told: dict[str, str],
) -> list[NumericClaim]:  # fmt: skip
    if not numbers.may_stand(text, sentence.start, sentence.end, dated):
        if memory.directions:
            note(text, sentence.start, sentence.end, told)
        memory.unread = partial(tokens.read, text, sentence.start, sentence.end, dated)
        return []
    read = tokens.read(text, sentence.start, sentence.end, dated)
    drafts = _drafts(read, opens_block)
    if not drafts:
        if memory.directions:
            note(text, sentence.start, sentence.end, told)
        memory.leave(read)
        return []
    money.settle(drafts, memory.currencies)
    memory.place = _place_before(text, drafts, memory, told)
    millions(drafts)
    drafts = carry(compounds(drafts), memory)
    changes.mark(drafts)
    carry_rates(drafts, memory)
    name_goods(drafts)
    found_places = find(text, sentence.start, sentence.end, told)
    around = _Around(
        Times(text, sentence, times, [draft.start for draft in drafts], published, words=read.words), context.sources(read),
        found_places, context.level(read),
    )  # fmt: skip
    found = [_claim(text, sentence, draft, around) for draft in drafts]
    said = [Inherited(claim.counted_key, claim.place, claim.place_key) for claim in found]
    remember(list(zip(drafts, said, strict=True)), memory)
    memory.leave(read)
    return found


def _may_hold_figures(text: str, time: TimeExpression) -> bool:
    """A length; of what comes back "16 hours a day", which says how much and not only how often."""
    if time.type is TimexType.SET:
        return _HOURS_A_DAY.fullmatch(text, time.start, time.end) is not None
    return time.type is TimexType.DURATION


def _place_before(
    text: str, drafts: Sequence[Draft], memory: Memory, told: dict[str, str]
) -> tuple[tuple[int, int] | None, str]:
    """Where the sentence before says that its people are, for plain numbers that take them over."""
    if all(draft.unit for draft in drafts) or not memory.before():
        return None, ""
    start, end = memory.before()[0].start, memory.before()[-1].end
    found = context.place(text, start, start, [each for each in find(text, start, end, told) if not each.person])
    return (None, "") if found is None else ((found.start, found.end), found.key)


@dataclass(frozen=True, slots=True)
class _Around:
    """What a sentence says for all of its figures."""

    times: Times
    sources: Sequence[context.Speaker]
    places: Sequence[Found]
    level: Level


def _drafts(read: Sequence[tokens.Token], opens_block: bool) -> list[Draft]:
    told = numbers.find(read)
    if not told:
        return []
    idioms = guards.spans(read, told)
    found = []
    for number in ranges.join(read, told):
        if any(start < number.last and number.first < end for start, end in idioms):
            continue
        draft = claims.read(read, number, opens_block=opens_block)
        if draft is not None:
            found.append(draft)
    return found


def _claim(text: str, sentence: Span, draft: Draft, around: _Around) -> NumericClaim:
    read, number, source = draft.tokens, draft.number, context.source_of(draft.first, around.sources)
    start, end = draft.start, draft.end
    leveled = draft.kind in (Kind.COUNT, Kind.MONEY)
    period = around.times.period(start, end, whole=leveled or draft.kind is Kind.DURATION)
    place, place_key = _place(text, draft, around)
    least, most = draft.limits
    running = around.level is Level.TOTAL and _RUNNING.search(text, sentence.start, sentence.end) is not None
    level = context.level_of(period, around.level, running) if leveled else Level.LEVEL
    return NumericClaim(
        start=start, end=end, number=(read[number.first].start, read[number.last - 1].end), sentence=(sentence.start, sentence.end),
        kind=draft.kind, value=held(draft.value), least=held(least), most=held(most), bound=draft.bound, unit=draft.full_unit, rule=draft.rule,
        counted=None if draft.noun is None else (draft.noun.start, draft.noun.end),
        counted_key=_key(draft),
        direction=draft.direction, level=level,
        period=None if period is None else period.edtf,
        earliest=None if period is None else period.earliest, latest=None if period is None else period.latest,
        place=place, place_key=place_key,
        source=source, source_key="" if source is None else source_key(text[source[0] : source[1]]),
        hedges=context.hedges(read, draft.first, draft.last),
    )  # fmt: skip


def _place(text: str, draft: Draft, around: _Around) -> tuple[tuple[int, int] | None, str]:
    spoken = [each.span for each in around.sources]
    places = [each for each in around.places if not _told_there(text, each)]
    outside = [each for each in places if not any(low <= each.start < high for low, high in spoken)]
    # A body of a country ("Norway's Ministry") counts for its own country, where no other is named.
    owning = [each for each in places if text.startswith(("'s", "’s"), each.end)]
    found = context.place(text, draft.start, draft.end, outside or owning)
    if found is not None:
        return (found.start, found.end), found.key
    inherited = draft.inherited
    return (None, "") if inherited is None else (inherited.place, inherited.place_key)


def _told_there(text: str, place: Found) -> bool:
    """ "told a meeting in Oslo that": where it was said, and not where it happened."""
    return (
        _THAT.match(text, place.end) is not None
        and _TOLD.search(text, max(place.start - 60, 0), place.start) is not None
    )


def _key(draft: Draft) -> str:
    if draft.like is not None and not action(draft.tokens, draft.last, draft.first):
        return _key(draft.like)
    if draft.inherited is not None:
        own = action(draft.tokens, draft.last, draft.first, clause=True)
        if not own or draft.inherited.key.endswith(" " + own):
            return draft.inherited.key
    key = _sharer(draft) or counted_key(draft.noun, draft.tokens, draft.last, draft.first)
    return key or (_subject_key(draft) if draft.kind in (Kind.MONEY, Kind.SHARE, Kind.CHANGE) else "")


def _sharer(draft: Draft) -> str:
    """ "Women made up 89 percent": whose share it is."""
    part = draft.kind is Kind.COUNT and word_at(draft.tokens, draft.number.last) == "of"
    if (draft.kind is not Kind.SHARE and not part) or draft.first < 2:
        return ""
    words = [token.word for token in draft.tokens[max(draft.first - 3, 0) : draft.first]]
    verb = 2 if words[-2:] in _SHARING else 1 if words[-1] in ("are", "were", "constitute", "constituted") else 0
    return english().synonyms.get(word_at(draft.tokens, draft.first - verb - 1), "") if verb else ""


def _measured_of(read: Sequence[tokens.Token], index: int) -> int:
    """ "unemployment among newcomers": the first of the two, which is what is measured."""
    at = index - 1
    while at > 0 and read[at].word in english().weak:
        at -= 1
    before = at - 1
    named = at > 0 and read[at].word in ("among", "of") and read[before].word in english().synonyms
    return before if named and not is_person(read[before].word) else index


def _is_wage(read: Sequence[tokens.Token], index: int) -> bool:
    """ "monthly pay", "the pay of farmers": what is earned, and no price that is paid."""
    if read[index].word != "pay":
        return False
    before = word_at(read, index - 1)
    return before in english().rate_adverbs or before in _OF_A_WAGE or word_at(read, index + 1) == "of"


def _subject_key(draft: Draft) -> str:
    """For money and shares, which count nothing beside them: the noun of the lexicon's groups that stands nearest before."""
    synonyms = english().synonyms
    if draft.kind is Kind.SHARE and draft.noun is not None:
        return ""
    for index in range(draft.first - 1, max(draft.first - _REACH, -1), -1):
        if mine := own_group([token.word for token in draft.tokens[max(index - 3, 0) : index + 1]]):
            return mine
        word = draft.tokens[index].word
        if word in synonyms and word != "national":
            index = _measured_of(draft.tokens, index)
            key = "wage" if _is_wage(draft.tokens, index) else synonyms[draft.tokens[index].word]
            near = (token.word for token in draft.tokens[max(index - 2, 0) : draft.first])
            return f"national {key}" if "national" in near or "nationwide" in near else key
    return ""
