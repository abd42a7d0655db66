"""Reads the figures of Korean text sentence by sentence: numbers with their counters, ratios, compound lengths, what is around."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from typing import Final

from archive.base.sentences import Span
from archive.base.text import folded
from archive.extraction import comparable
from archive.model.article import Block, BlockKind
from archive.model.event import TimeExpression, TimexType
from archive.model.figure import Bound, Kind, Level, NumericClaim

from . import korean_claims, korean_numbers, places
from .draft import told as held
from .in_use import own
from .keys import own_group
from .korean_draft import KoreanDraft
from .korean_lexicon import korean
from .lexicon import english
from .periods import Period, Times

_HANGUL: Final = re.compile(r"[가-힣]")
_LATIN: Final = re.compile(r"[A-Za-z]")
_AMONG: Final = re.compile(r"\s?(?:중|가운데)\s?(?:약\s?)?")
_GAMES: Final = ("match", "set", "round", "inning")
_OF_WHOLES: Final = (2, 3, 4, 5, 10, 100, 1000)
_PARTS: Final = {
    ("year", "month"): 12,
    ("hour", "minute"): 60,
    ("minute", "second"): 60,
    ("hour", "second"): 3600,
    ("m", "cm"): 100,
    ("month", "day"): 30,
}
_EACH, _EACH_CHARS = re.compile(r"각각\s*$"), 8
_ROW: Final = re.compile(r"\s?[,·]\s?|[과와]\s")
_REACH_CHARS: Final = 40
_LEADING_CHARS: Final = 12
_CARRIED_CHARS: Final = 200
_PARTS_OF_PEOPLE: Final = ("person", "woman", "man", "child")
_SHARES: Final = ("비율", "비중", "비율도")
_WORD_BEFORE: Final = re.compile(r"([가-힣]+)\s*$")


def is_korean(text: str, sentence: Span) -> bool:
    """Whether the sentence is written in Korean letters, names in Latin ones aside."""
    if text[sentence.start : sentence.end].isascii():
        return False
    hangul = len(_HANGUL.findall(text, sentence.start, sentence.end))
    return hangul > 0 and 2 * hangul >= len(_LATIN.findall(text, sentence.start, sentence.end))


def korean_claims_of(
    text: str, sentences: Sequence[tuple[Span, Block]], times: Sequence[TimeExpression], published: date | None
) -> list[NumericClaim]:
    """Every figure of the sentences, in order."""
    starts = [time.start for time in times]
    found: list[NumericClaim] = []
    for sentence, block in sentences:
        if block.kind is not BlockKind.META:
            near = times[max(bisect_left(starts, sentence.start) - 1, 0) : bisect_left(starts, sentence.end)]
            found.extend(_sentence(text, sentence, near, published))
    return _carried(found)


def _carried(found: Sequence[NumericClaim]) -> list[NumericClaim]:
    """The figures, each count of people that no word names ("2020년에는 229명") as one of those counted closely before."""
    told: list[NumericClaim] = []
    last: NumericClaim | None = None
    for claim in found:
        people = claim.kind is Kind.COUNT and claim.unit == "person"
        acts = " " in claim.counted_key  # "500명이 넘는 사람이 북송됐다" says itself what they did
        if (
            people
            and claim.counted is None
            and not acts
            and last is not None
            and claim.start - last.end <= _CARRIED_CHARS
        ):
            place, place_key = (claim.place, claim.place_key) if claim.place else (last.place, last.place_key)
            claim = replace(claim, counted=last.counted, counted_key=last.counted_key, place=place, place_key=place_key)
        if people and claim.counted_key not in _PARTS_OF_PEOPLE:
            last = claim
        told.append(claim)
    return told


def _sentence(text: str, sentence: Span, times: Sequence[TimeExpression], published: date | None) -> list[NumericClaim]:
    dated = [(time.start, time.end) for time in times if time.type is not TimexType.DURATION]
    drafts = korean_claims.days(text, sentence.start, sentence.end)
    for number in korean_numbers.find(text, sentence.start, sentence.end):
        if not any(start <= number.start < end for start, end in dated):
            draft = korean_claims.read(text, number, sentence.start, sentence.end)
            if draft is not None:
                drafts.append(draft)
    drafts = _in_rows(text, _joined(text, sorted(drafts, key=lambda draft: draft.number)))
    if not drafts:
        return []
    source = _source(text, sentence)
    found_places = places.find_korean(text, sentence.start, sentence.end)
    told = Times(text, sentence, times, [draft.start for draft in drafts], published)
    said = _said(text, sentence)
    return [_claim(text, sentence, draft, told, source, found_places, said) for draft in drafts]


def _joined(text: str, drafts: Sequence[KoreanDraft]) -> list[KoreanDraft]:
    """The figures, "열 명 중 네 명" as one ratio and "2시간 30분" as one length; overlaps are left out."""
    kept: list[KoreanDraft] = []
    for draft in drafts:
        last = kept[-1] if kept else None
        if last is not None and draft.number[0] < last.number[1]:
            continue
        whole = None if last is None else _ratio(text, last, draft) or _compound(text, last, draft)
        if whole is None:
            kept.append(draft)
        else:
            kept[-1] = whole
    return kept


def _in_rows(text: str, drafts: Sequence[KoreanDraft]) -> list[KoreanDraft]:
    """What one of two figures beside each other says for both: "각각 200원, 100원 올랐다", "1㎏당 5천 원에서 6천 원으로"."""
    told = list(drafts)
    for at in range(len(told) - 2, -1, -1):
        one, other = told[at], told[at + 1]
        row = _ROW.fullmatch(text, one.end, other.start) and _EACH.search(
            text, max(one.start - _EACH_CHARS, 0), one.start
        )
        if row and other.kind is Kind.CHANGE and one.kind is not Kind.CHANGE and one.unit == other.unit:
            told[at] = replace(one, kind=Kind.CHANGE, direction=other.direction)
        if one.rate and not other.rate and one.unit == other.unit and text[one.end : other.start].strip() == "에서":
            told[at + 1] = replace(other, rate=one.rate)
    return [one for one, other in zip_longest(told, told[1:]) if other is None or not _is_measure_of(text, one, other)]


def _is_measure_of(text: str, one: KoreanDraft, other: KoreanDraft) -> bool:
    """ "1㎏에 5,200원": what the price is for."""
    return one.value == 1 and other.rate == one.unit and text[one.end : other.start].strip() in ("에", "당", "당 약")


def _ratio(text: str, one: KoreanDraft, other: KoreanDraft) -> KoreanDraft | None:
    if one.unit in _GAMES:
        return None  # "10경기 중 7경기": so many were won
    if one.kind is not Kind.COUNT or other.kind is not Kind.COUNT or one.value not in _OF_WHOLES or not other.value:
        return None
    if one.counter != other.counter or not _AMONG.fullmatch(text, one.end, other.start) or other.value >= one.value:
        return None
    value = round(other.value / one.value, 6)
    bound = other.bound
    least, most = (value, None) if bound in (Bound.AT_LEAST, Bound.MORE_THAN) else (None, value) if bound in (
        Bound.NEARLY, Bound.AT_MOST, Bound.LESS_THAN,
    ) else (value, value)  # fmt: skip
    return replace(
        other, start=one.start, number=(one.number[0], other.number[1]), kind=Kind.RATIO, unit="ratio", rule="ko-ratio",
        value=value, least=least, most=most, noun=one.noun,
    )  # fmt: skip


def _compound(text: str, one: KoreanDraft, other: KoreanDraft) -> KoreanDraft | None:
    part = _PARTS.get((one.unit, other.unit))
    if (
        part is None
        or one.kind is not other.kind
        or one.value is None
        or other.value is None
        or one.bound is not Bound.EXACT
    ):
        return None
    if other.value >= part or text[one.end : other.start].strip():
        return None
    value = round(one.value + other.value / part, 6)
    least = None if other.least is None else value
    most = None if other.most is None else value
    return replace(
        other,
        start=one.start,
        number=(one.number[0], other.number[1]),
        unit=one.unit,
        value=value,
        least=least,
        most=most,
    )


def _source(text: str, sentence: Span) -> tuple[int, int] | None:
    lexicon, written = korean(), text[sentence.start : sentence.end]  # whose beginning the patterns look for
    match = lexicon.source_before.search(written) or lexicon.source_said.search(written)
    if match is None:
        return None
    start, end = match.span("who")
    return sentence.start + start, sentence.start + end


def _claim(
    text: str,
    sentence: Span,
    draft: KoreanDraft,
    times: Times,
    source: tuple[int, int] | None,
    found_places: Sequence[places.Found],
    said: tuple[bool, bool, bool],
) -> NumericClaim:
    period = times.period(draft.start, draft.end, whole=draft.kind in (Kind.COUNT, Kind.MONEY, Kind.DURATION))
    place = min(found_places, key=lambda each: abs(each.start - draft.start), default=None)
    around = text[max(sentence.start, draft.start - _REACH_CHARS) : min(sentence.end, draft.end + _REACH_CHARS)]
    unit = f"{draft.unit}/{draft.rate}" if draft.rate else draft.unit
    return NumericClaim(
        start=draft.start, end=draft.end, number=draft.number, sentence=(sentence.start, sentence.end), kind=draft.kind,
        value=held(draft.value), least=held(draft.least), most=held(draft.most), bound=draft.bound, unit=unit, rule=draft.rule,
        counted=draft.noun, counted_key=_key(text, sentence, draft), direction=draft.direction,
        level=_level(said, period, draft.kind),
        period=None if period is None else period.edtf,
        earliest=None if period is None else period.earliest, latest=None if period is None else period.latest,
        place=None if place is None else (place.start, place.end), place_key="" if place is None else place.key,
        source=source, source_key="" if source is None else korean_claims.bare(text[source[0] : source[1]]),
        hedges=tuple(word for word in korean().hedges if word in around),
    )  # fmt: skip


def _key(text: str, sentence: Span, draft: KoreanDraft) -> str:
    """The same keys as of English figures where the lexicon knows the word, so that series join across languages."""
    lexicon = korean()
    word, start = "", draft.start
    mine = ""
    if draft.noun is not None:
        word, start = text[draft.noun[0] : draft.noun[1]], draft.noun[0]
        mine = own_group(folded(text[sentence.start : draft.noun[1]]).split()[-4:])
    if word in _SHARES and (before := _WORD_BEFORE.search(text, max(sentence.start, start - _REACH_CHARS), start)):
        word = korean_claims.bare(before[1])
    known = [name for name in lexicon.keys if word.endswith(name)]
    key = mine or (lexicon.keys[max(known, key=len)] if known else lexicon.nouns.get(word, ""))
    if not key:
        key = "person" if draft.unit == "person" else word
    following = text[draft.end : min(sentence.end, draft.end + _REACH_CHARS)]
    act = next((told for name, told in lexicon.actions.items() if name in following), "")
    if draft.noun is not None and not act:
        leading = text[max(sentence.start, start - _LEADING_CHARS) : start]
        act = next((told for name, told in lexicon.actions.items() if name in leading), "")
    told = (
        f"{key} {act}"
        if act
        and (key in comparable.groups(own()).people or key in ("person", "migrant", "worker", "soldier", "student"))
        else key
    )
    return english().same.get(told, told)


def _said(text: str, sentence: Span) -> tuple[bool, bool, bool]:
    """Whether the sentence speaks of a part that has passed, of a total, of all up to a day."""
    lexicon = korean()
    part, total, running = (
        any(text.find(word, *sentence) >= 0 for word in words)
        for words in (lexicon.partials, lexicon.totals, lexicon.running)
    )
    return part, total, running


def _level(said: tuple[bool, bool, bool], period: Period | None, kind: Kind) -> Level:
    part, total, running = said
    if kind not in (Kind.COUNT, Kind.MONEY):
        return Level.LEVEL
    if part or (period is not None and period.partial):
        return Level.PARTIAL
    if period is not None and period.is_year and not running:
        return Level.LEVEL
    return Level.TOTAL if total else Level.LEVEL
