"""How far two authors agree on what they tagged: percentage, Cohen's κ and Krippendorff's α, by character and by sentence.

κ: Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960) 37–46.
α: Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section A–C: nominal data, any number of coders,
missing values allowed. Both are 1 for perfect agreement and 0 for what chance gives; where all values are one and the
same, chance alone explains everything and neither is defined (None).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

Spans = Sequence[tuple[int, int]]
Value = Hashable | None


def percent(first: Sequence[Value], second: Sequence[Value]) -> float | None:
    """The share of units, 0–100, to which both gave the same value; None when there are no units."""
    return _percent(_table(first, second))


def kappa(first: Sequence[Value], second: Sequence[Value]) -> float | None:
    """Cohen's κ of two sequences of values for the same units; None where it is not defined."""
    return _kappa(_table(first, second))


def alpha(coders: Sequence[Sequence[Value]]) -> float | None:
    """Krippendorff's α for nominal data: one sequence a coder over the same units, None for a missing value."""
    units: Counter[tuple[tuple[Hashable, int], ...]] = Counter()
    for values in zip(*coders, strict=True):
        counted = Counter(value for value in values if value is not None)
        units[tuple(sorted(counted.items(), key=repr))] += 1
    return _alpha(units)


class Disagreement(NamedTuple):
    """A stretch of an article that one author tagged so and the other did not. `by` is 0 or 1: the author who did."""

    article: Hashable
    tag: str
    start: int
    end: int
    by: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two authors' agreement on one tag. Units are code points or sentences; `percent` is 0–100.

    `both`, `first`, `second` and `neither` count units tagged by both, by one only, and by none.
    """

    tag: str
    units: int
    both: int
    first: int
    second: int
    neither: int
    percent: float | None
    kappa: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True)
class Coded:
    """What the two authors tagged in one article: (start, end) by tag, once for each; `sentences` are all of the text's."""

    article: Hashable
    length: int
    sentences: Spans
    first: Mapping[str, Spans]
    second: Mapping[str, Spans]


def by_character(articles: Iterable[Coded], *, coded_only: bool = False) -> list[Agreement]:
    """Agreement on each tag over the code points of the articles.

    `coded_only` leaves out what neither author tagged with anything: uncoded text swamps κ.
    """
    return _by_tag(articles, _characters, coded_only)


def by_sentence(articles: Iterable[Coded], *, coded_only: bool = False) -> list[Agreement]:
    """Agreement on each tag over sentences; a sentence is tagged when any part of it is."""
    return _by_tag(articles, _sentences, coded_only)


def disagreements(articles: Iterable[Coded]) -> list[Disagreement]:
    """The stretches that only one of the two tagged so, in order of article and place."""
    found: list[Disagreement] = []
    for coded in articles:
        here: list[Disagreement] = []
        for tag in coded.first.keys() | coded.second.keys():
            for start, end, first, second in _stretches(coded.first.get(tag, ()), coded.second.get(tag, ())):
                if first != second:
                    here.append(Disagreement(coded.article, tag, start, end, 0 if first else 1))
        found += sorted(here, key=lambda one: (one.start, one.end, one.tag))
    return found


# A table counts units by what each author did: (first, second), True for tagged.
_Table = Counter[tuple[bool, bool]]
_Counting = Callable[[Coded, str, Spans | None], _Table]


def _by_tag(articles: Iterable[Coded], counting: _Counting, coded_only: bool) -> list[Agreement]:
    held = list(articles)
    tags = sorted({tag for coded in held for tag in (*coded.first, *coded.second)})
    regions = [_coded_region(coded) if coded_only else None for coded in held]
    results = []
    for tag in tags:
        table: _Table = Counter()
        for coded, region in zip(held, regions, strict=True):
            table += counting(coded, tag, region)
        results.append(_agreement(tag, table))
    return results


def _coded_region(coded: Coded) -> Spans:
    return union([span for spans in (*coded.first.values(), *coded.second.values()) for span in spans])


def _characters(coded: Coded, tag: str, region: Spans | None) -> _Table:
    table: _Table = Counter()
    for start, end, first, second in _stretches(coded.first.get(tag, ()), coded.second.get(tag, ())):
        table[first, second] += end - start
    whole = coded.length if region is None else sum(end - start for start, end in region)
    table[False, False] += whole - table.total()
    return table


def _sentences(coded: Coded, tag: str, region: Spans | None) -> _Table:
    first, second = union(coded.first.get(tag, ())), union(coded.second.get(tag, ()))
    counted = [span for span in coded.sentences if region is None or _touches(region, span)]
    return Counter((_touches(first, span), _touches(second, span)) for span in counted)


def _touches(disjoint: Spans, stretch: tuple[int, int]) -> bool:
    """Whether one of the disjoint spans, which are in order, shares anything with the stretch."""
    index = bisect_left(disjoint, stretch[1], key=lambda span: span[0]) - 1
    return index >= 0 and disjoint[index][1] > stretch[0]


def union(spans: Spans) -> list[tuple[int, int]]:
    """The same ground in disjoint stretches, in order."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        elif end > start:
            joined.append((start, end))
    return joined


def _stretches(first: Spans, second: Spans) -> list[tuple[int, int, bool, bool]]:
    """Disjoint stretches that at least one of the two covers, with who does."""
    one, two = union(first), union(second)
    edges = sorted({place for span in (*one, *two) for place in span})
    found = []
    for start, end in pairwise(edges):
        by_first, by_second = _touches(one, (start, end)), _touches(two, (start, end))
        if by_first or by_second:
            found.append((start, end, by_first, by_second))
    return found


def _agreement(tag: str, table: _Table) -> Agreement:
    both, first, second, neither = (table[key] for key in ((True, True), (True, False), (False, True), (False, False)))
    general: Counter[tuple[Value, Value]] = Counter(dict(table.items()))
    units: Counter[tuple[tuple[Hashable, int], ...]] = Counter(
        {((True, 2),): both, ((False, 1), (True, 1)): first + second, ((False, 2),): neither}
    )
    return Agreement(
        tag, table.total(), both, first, second, neither, _percent(general), _kappa(general), _alpha(units)
    )


def _table(first: Sequence[Value], second: Sequence[Value]) -> Counter[tuple[Value, Value]]:
    return Counter(zip(first, second, strict=True))


def _percent(table: Counter[tuple[Value, Value]]) -> float | None:
    total = table.total()
    return 100 * sum(count for (one, two), count in table.items() if one == two) / total if total else None


def _kappa(table: Counter[tuple[Value, Value]]) -> float | None:
    total = table.total()
    if not total:
        return None
    rows: Counter[Value] = Counter()
    columns: Counter[Value] = Counter()
    for (one, two), count in table.items():
        rows[one] += count
        columns[two] += count
    observed = sum(count for (one, two), count in table.items() if one == two) / total
    expected = sum(rows[value] * columns[value] for value in rows) / total**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def _alpha(units: Counter[tuple[tuple[Hashable, int], ...]]) -> float | None:
    """From units with equal values counted together: how many units have how many of which value."""
    values: Counter[Hashable] = Counter()
    disagreeing = 0.0
    for unit, times in units.items():
        paired = sum(count for _, count in unit)
        if paired < 2 or not times:
            continue
        for value, count in unit:
            values[value] += count * times
            disagreeing += times * count * (paired - count) / (paired - 1)
    total = values.total()
    expected = sum(count * (total - count) for count in values.values())
    return 1 - (total - 1) * disagreeing / expected if expected else None
