"""Units that are told once and meant again: "27 ministers to 18", "99 have made it", "$1,720 per month … $2,220"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.model.figure import Kind

from .draft import Draft
from .lexicon import english
from .nouns import NounPhrase, is_person, of_number, plurals
from .tokens import word_at

_PARALLEL = frozenset("to from and or , at but while with against in by than : ( – — only just kept another".split())
_PERCENT_BEFORE = frozenset("to from and or , but while with against at ones for".split())
_SCALE_OF_RATES = 20.0
_NEVER_CARRIED = (Kind.AGE, Kind.DURATION, Kind.RATIO)


@dataclass(frozen=True, slots=True)
class Told:
    """What was counted last, for the sentences after it. `sentence` is the number of its sentence."""

    noun: NounPhrase
    sentence: int
    by_number: bool


@dataclass(slots=True)
class Memory:
    """What a text has counted so far. `count` is of the last figure, `people` the last people named."""

    count: Told | None = None
    people: Told | None = None
    sentence: int = 0


def carry(drafts: Sequence[Draft], memory: Memory) -> list[Draft]:
    """The figures of a sentence, each open unit filled from what was told before; those that stay open are left out."""
    kept: list[Draft] = []
    for draft in drafts:
        if draft.unit or _from_sentence(draft, kept) or _from_before(draft, memory):
            kept.append(draft)
            _rate_carried(draft, kept)
    return kept


def remember(drafts: Sequence[Draft], memory: Memory) -> None:
    """Keeps what the sentence counted for the next one."""
    for draft in drafts:
        if draft.kind is Kind.COUNT and draft.noun is not None and draft.unit != "time":
            memory.count = Told(draft.noun, memory.sentence, by_number=True)


def remember_people(found: Sequence[NounPhrase], memory: Memory) -> None:
    """Keeps the people that a sentence names first."""
    for noun in found:
        if noun.unit == "person":
            memory.people = Told(noun, memory.sentence, by_number=False)
            return


def _from_sentence(draft: Draft, earlier: Sequence[Draft]) -> bool:
    before = word_at(draft.tokens, draft.first - 1)
    last = next((each for each in reversed(earlier) if each.kind not in _NEVER_CARRIED and each.unit != "time"), None)
    named = of_number(draft.tokens, draft.number.first)
    if named is not None and (last is None or last.number.first < named.first):
        return _take(draft, Kind.COUNT, named.unit, named)
    if last is None:
        return _subject(draft)
    if last.unit in ("percent", "percentage point", "basis point"):
        if last.rule == "fraction" and last.noun is not None:
            return _take(draft, Kind.COUNT, last.noun.unit, last.noun)
        if draft.number.form == "digits" and before in _PERCENT_BEFORE | {"down", "up"} and (draft.value or 0) <= 100:
            kind = Kind.SHARE
            return _take(draft, kind, last.unit if last.kind is kind else "percent", last.noun)
        return _subject(draft)
    if last.kind is Kind.MONEY:
        return before in ("to", "from", "and", "or") and _take(draft, Kind.MONEY, last.unit, last.noun)
    if last.kind in (Kind.DISTANCE, Kind.MEASURE):
        return before in ("to", "from", "and", "or", "at") and _take(draft, last.kind, last.unit, last.noun)
    if last.unit == "point" and draft.value is not None and draft.value > 1000:
        return _take(draft, Kind.MEASURE, "point", last.noun)
    kind = Kind.COUNT if last.kind is Kind.CHANGE else last.kind
    return _take(draft, kind, last.unit, last.noun)


def _subject(draft: Draft) -> bool:
    """The noun before in the sentence: "Homicides numbered 550", "the toll rose to 9,071"."""
    tokens = draft.tokens
    tolls = english().tolls
    for index in range(draft.first - 1, -1, -1):
        if tokens[index].word in tolls:
            return _take(draft, Kind.COUNT, "person", None)
    found = plurals(tokens, draft.first)
    if not found or tokens[found[-1].head].word in english().units:
        return False
    chosen = next((noun for noun in reversed(found) if noun.unit == "person"), found[-1])
    return _take(draft, Kind.COUNT, chosen.unit, chosen)


def _from_before(draft: Draft, memory: Memory) -> bool:
    told = memory.count
    if told is None or memory.sentence - told.sentence > 1:
        told = memory.people if memory.people and memory.sentence - memory.people.sentence <= 1 else None
    return told is not None and _take(draft, Kind.COUNT, told.noun.unit, told.noun)


def _take(draft: Draft, kind: Kind, unit: str, noun: NounPhrase | None) -> bool:
    draft.kind, draft.unit, draft.noun, draft.carried = kind, unit, noun, True
    if draft.number.dotted and kind is Kind.COUNT:
        draft.factor = 1000.0
    return True


def _rate_carried(draft: Draft, kept: Sequence[Draft]) -> None:
    """Money after money a month is meant a month too, when it is of the same size."""
    if draft.kind is not Kind.MONEY or draft.rate or draft.value is None:
        return
    for each in reversed(kept[:-1]):
        if each.kind is Kind.MONEY and each.unit == draft.unit and each.rate and each.value:
            if 1 / _SCALE_OF_RATES < draft.value / each.value < _SCALE_OF_RATES:
                draft.rate = each.rate
            return


def people_of(draft: Draft) -> bool:
    """Whether the figure counts people."""
    return draft.unit == "person" or is_person(draft.unit)


def placed(noun: NounPhrase, start: int, end: int) -> NounPhrase:
    """The phrase over another stretch of the text."""
    return replace(noun, start=start, end=end)
