"""Reads the times of an English text: finds, resolves in order, and bounds each by days."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from archive.base.errors import Invalid
from archive.base.sentences import Span
from archive.extraction.clauses import Clauses
from archive.model import edtf as edtfs
from archive.model.article import Block, BlockKind
from archive.model.edtf import Precision
from archive.model.event import Basis, TimeExpression, TimexType

from . import finding, stories, tense, tokens
from .clocks import afternoon, time_of
from .context import Context, Reading, publication
from .grammar import Found, english_grammar
from .lexicon import english
from .moments import narrowed, possible, shifted
from .place import Place
from .resolving import resolve

_RANGES = frozenset(
    (start, joint)
    for start, joints in (("from", ("to", "until", "till", "through")), ("between", ("and",)))
    for joint in joints
)


def english_times(
    text: str, blocks: Sequence[Block], sentences: Sequence[Span], published: str | None
) -> list[TimeExpression]:
    """Every time expression of the blocks, in order."""
    grammar = english_grammar()
    spans = [(block.start, block.end) for block in blocks]
    read = tokens.read(text, spans, grammar.vocabulary)
    headings = [block for block in blocks if block.kind in (BlockKind.HEADING, BlockKind.META)]
    place = Place(read, [block.start for block in headings], [block.end for block in headings])
    notes = [block for block in blocks if block.kind is BlockKind.META]
    about = Place(read, [block.start for block in notes], [block.end for block in notes])
    starts = [sentence.start for sentence in sentences]
    context = Context(
        read,
        publication(published),
        somebody=partial(stories.about_somebody, read),
        goes_on=partial(stories.goes_on, read),
        paragraphs=stories.laid_out(blocks, starts),
    )
    paragraphs = [block.start for block in blocks]
    clauses = Clauses(text)
    expressions: list[TimeExpression] = []
    last: tuple[Found, Reading] | None = None
    for found in finding.find(place, grammar):
        start, end = _edges(read, found)
        context.sentence, context.at = bisect_right(starts, start) - 1, found.start
        context.paragraph = bisect_right(paragraphs, start) - 1
        reading = resolve(context, found)
        if reading is None:
            continue
        reading = _with_time(context, found, reading)
        if found.prefix:
            reading = replace(reading, modifier=found.prefix)
        sentence = sentence_of(sentences, starts, start, end)
        if last is not None and expressions and (ordered := _in_order(context, *last, found, reading)) is not None:
            before, (begin, reading) = expressions[-1], ordered
            expressions[-1] = expression(clauses, (before.start, before.end), before.rule, begin, context, sentence)
        last = found, reading
        expressions.append(expression(clauses, (start, end), found.rule.id, reading, context, sentence))
        if reading.type is TimexType.SET:
            context.recurring_end = found.end
        told = reading.moment or reading.until
        # When an article was published or corrected is no part of what it tells.
        if told is not None and reading.type in (TimexType.DATE, TimexType.TIME) and not about.heading(found.start):
            context.keep(told, reading.basis)
    return expressions


def _in_order(
    context: Context, first: Found, begin: Reading, last: Found, end: Reading
) -> tuple[Reading, Reading] | None:
    """ "from 1 January to 30 September": both ends, one of them moved by a year, where without their year the beginning would lie
    behind the end. What is past began a year earlier; else it ends a year later ("trains from September to May")."""
    words = context.tokens.words
    ranged = first.start > 0 and (words[first.start - 1], *words[first.end : last.start]) in _RANGES
    one, other = begin.moment, end.moment
    if (
        not ranged
        or one is None
        or other is None
        or begin.basis is not Basis.RELATIVE
        or begin.type is not TimexType.DATE
    ):
        return None
    if one.year is None or one.first is None or other.last is None or one.unit not in ("day", "month"):
        return None
    if one.first <= other.last:
        return _week_before(context, first, begin, last, end)
    past = end.basis is not Basis.RELATIVE or tense.tells_of_the_past(context.tokens, first.start, last.end)
    moved = replace(one, year=one.year - 1) if past else replace(other, year=(other.year or 0) + 1)
    if not possible(moved):
        return None
    if past:
        return replace(begin, value=moved.value(), moment=moved), end
    return begin, replace(end, value=moved.value(), moment=moved)


def _week_before(
    context: Context, first: Found, begin: Reading, last: Found, end: Reading
) -> tuple[Reading, Reading] | None:
    """ "were held from Tuesday to Friday": both a week earlier, where what is past would end after the day of publication."""
    published, one, other = context.published, begin.moment, end.moment
    if published is None or published.first is None or published.unit != "day" or one is None or other is None:
        return None
    weekdays = {first.rule.resolver, last.rule.resolver} == {"weekday"}
    if not weekdays or other.first is None or other.first <= published.first:
        return None
    if not tense.tells_of_the_past(context.tokens, first.start, last.end):
        return None
    sooner, later = shifted(one, -7, "day"), shifted(other, -7, "day")
    if sooner is None or later is None:
        return None
    return replace(begin, value=sooner.value(), moment=sooner), replace(end, value=later.value(), moment=later)


def _edges(read: tokens.Tokens, found: Found) -> tuple[int, int]:
    start, end = found.start, found.end
    while end - start > 1 and read.words[end - 1] in (".", ",") and not _abbreviated(read, end - 1):
        end -= 1
    return read.starts[start], read.ends[end - 1]


def _abbreviated(read: tokens.Tokens, index: int) -> bool:
    """Whether the full stop belongs to a shortened month or weekday."""
    word = read.words[index - 1]
    return (
        read.words[index] == "."
        and len(word) < 6
        and word not in english().units
        and read.starts[index] == read.ends[index - 1]
        and word.isalpha()
    )


def _with_time(context: Context, found: Found, reading: Reading) -> Reading:
    if found.part is None or found.rule.id == "month" or reading.type not in (TimexType.DATE, TimexType.TIME):
        return reading
    told = time_of(context, found.part)
    if reading.type is TimexType.TIME:
        # "9:20 on Sunday morning": the part of the day only tells which half of it.
        day, _, part = reading.value.partition("T")
        if told is None or found.part.rule.resolver != "clock" or part not in english().parts.values():
            return reading
        return replace(
            reading,
            value=f"{day}{afternoon(told) if part in ('AF', 'EV') or (part == 'NI' and told > 'T05') else told}",
        )
    return replace(reading, type=TimexType.TIME, value=f"{reading.value}{told}") if told else reading


def sentence_of(sentences: Sequence[Span], starts: Sequence[int], start: int, end: int) -> Span:
    """The sentence that `[start, end)` stands in; both where a full stop inside ("9 p.m. Easter") seems to part it."""
    first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
    if first < 0:
        return Span(start, end)
    return Span(min(sentences[first].start, start), max(sentences[last].end, end))


def expression(
    clauses: Clauses, place: tuple[int, int], rule: str, reading: Reading, context: Context, sentence: Span
) -> TimeExpression:
    """The reading as a record, with its EDTF, the days that it may lie between, and the clause that tells it."""
    start, end = place
    edtf = reading.edtf
    modifier = reading.modifier
    if edtf is None and reading.moment is not None:
        edtf = narrowed(reading.moment, modifier, context.tokens.text[start:end].lower())
    earliest: date | None = None
    latest: date | None = None
    precision = Precision.NONE
    if edtf is not None:
        try:
            parsed = edtfs.parse(edtf)
            earliest, latest, precision = parsed.earliest, parsed.latest, parsed.precision
        except Invalid:
            edtf = None
    if reading.type is TimexType.TIME and precision is Precision.DAY:
        precision = Precision.TIME
    published = context.published.first if context.published is not None and context.published.unit == "day" else None
    if published and earliest and latest and earliest <= published <= latest:
        earliest, latest = (
            (earliest, published)
            if modifier == "BEFORE"
            else (published, latest)
            if modifier == "AFTER"
            else (earliest, latest)
        )
    anchor = None if reading.basis is Basis.EXPLICIT else reading.anchor
    clause = clauses.around(sentence, start, end)
    return TimeExpression(
        start, end, reading.type, reading.value, modifier, edtf, earliest, latest, precision, reading.basis, anchor, rule,
        (sentence.start, sentence.end), (clause.start, clause.end),
    )  # fmt: skip
