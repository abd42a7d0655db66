"""Reads the times of Korean text: finds the longest, resolves each against the publication date or the date told."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from archive.base.sentences import Span
from archive.extraction.clauses import Clauses
from archive.model.article import Block
from archive.model.event import TimeExpression, TimexType

from . import stories, tokens
from .context import Context, publication
from .korean_resolving import resolve
from .korean_rules import groups, korean_rules
from .reading import expression, sentence_of

_REACH_CHARS = 160  # how far ahead the verb is looked for that tells the tense
_SOMEBODY = re.compile(
    r"(?<![가-힣])(?:그|그녀|나|저|그들|우리)(?:는|가|의|를|도|와|에게|들)(?![가-힣])|(?<![날글솜])씨(?=[\s(,]|는|가|의|를|도|와|에게)"
    r"|어머니|아버지|부모|가족|남편|아내|딸|아들|언니|누나|오빠|동생|할머니|할아버지|이모|삼촌"
)
_PRONOUN = re.compile(r"(?<![가-힣])(?:그|그녀|그들)(?:는|은|가|의|를)(?![가-힣])")
_HANGUL = re.compile(r"[가-힣]")


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    rule: str
    groups: dict[str, str]


def korean_times(
    text: str, blocks: Sequence[Block], sentences: Sequence[Span], published: str | None
) -> list[TimeExpression]:
    """Every Korean time expression of the blocks, in order."""
    if text.isascii() or not _HANGUL.search(text):
        return []
    context = Context(tokens.Tokens(text, [], [], [], ""), publication(published))
    clauses = Clauses(text)
    starts = [sentence.start for sentence in sentences]
    found: list[TimeExpression] = []
    context.somebody = partial(_about_somebody, text, sentences, starts)
    context.goes_on = partial(_goes_on, text, sentences, starts)
    context.paragraphs = stories.laid_out(blocks, starts)
    for context.paragraph, block in enumerate(blocks):
        if not _HANGUL.search(text, block.start, block.end):
            continue
        for each in _find(text, block.start, block.end):
            context.sentence, context.at = bisect_right(starts, each.start) - 1, each.start
            sentence = sentence_of(sentences, starts, each.start, each.end)
            future = _future(text, each.end, sentence.end)
            reading = resolve(context, each.rule, each.groups, future)
            if reading is None:
                continue
            found.append(expression(clauses, (each.start, each.end), each.rule, reading, context, sentence))
            if reading.moment is not None and reading.type in (TimexType.DATE, TimexType.TIME):
                context.keep(reading.moment, reading.basis)
    return found


def _about_somebody(text: str, sentences: Sequence[Span], starts: Sequence[int], at: int) -> bool:
    """Whether the sentence at `at` speaks of a person that was named or is known."""
    place = bisect_right(starts, at) - 1
    return place >= 0 and _SOMEBODY.search(text, sentences[place].start, sentences[place].end) is not None


def _goes_on(text: str, sentences: Sequence[Span], starts: Sequence[int], told_at: int, at: int) -> bool:
    """Whether the sentence at `at`, near that at `told_at`, speaks of somebody by a pronoun, and reports nothing that was said."""
    place = bisect_right(starts, at) - 1
    if place < 0 or place - bisect_right(starts, told_at) >= stories.PARAGRAPHS:
        return False
    start, end = sentences[place]
    return _PRONOUN.search(text, start, end) is not None and not korean_rules().reports.search(text, start, end)


def _future(text: str, start: int, end: int) -> bool:
    """Whether what follows tells of what is to come."""
    rules = korean_rules()
    end = min(end, start + _REACH_CHARS)
    if rules.future.search(text, start, end):
        return True
    return text.startswith(rules.until, start) and not rules.past.search(text, start, end)


def _find(text: str, begin: int, end: int) -> list[_Candidate]:
    rules = korean_rules()
    candidates: list[tuple[int, int, _Candidate]] = []
    titles = [match.span() for match in rules.titles.finditer(text, begin, end)]
    for rank, (name, pattern) in enumerate(rules.patterns):
        for match in pattern.finditer(text, begin, end):
            start, stop = match.span()
            piece = match[0]
            stop -= len(piece) - len(piece.rstrip())
            start += len(piece) - len(piece.lstrip())
            if (
                stop > start
                and not _spoilt(rules.spoilt, text, start, stop)
                and not any(first < start < last for first, last in titles)
                and not (name == "ko-reference" and rules.as_of.search(text, max(start - 4, begin), stop))
            ):
                candidates.append((start - stop, rank, _Candidate(start, stop, name, groups(match))))
    taken = bytearray(end - begin)
    chosen: list[_Candidate] = []
    for _, _, each in sorted(candidates, key=lambda item: item[:2]):
        if not any(taken[each.start - begin : each.end - begin]):
            taken[each.start - begin : each.end - begin] = b"\1" * (each.end - each.start)
            chosen.append(each)
    return sorted(chosen, key=lambda each: each.start)


def _spoilt(pattern: re.Pattern[str], text: str, start: int, stop: int) -> bool:
    """Whether the last word goes on into another one ("과거사", "미래통합당")."""
    for back in (1, 2):
        if stop - back >= start:
            match = pattern.match(text, stop - back)
            if match and match.end() > stop:
                return True
    return False
