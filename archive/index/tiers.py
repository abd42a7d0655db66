"""Which segments to merge: few enough segments for fast searches, few enough rewrites for fast commits.

Segments fall into tiers by live documents (below 10, 100, 1,000 and 10,000, and from there on). `FACTOR` of one tier become one of the
next, so that a document is rewritten about four times in its life; merges never make more than `MAX_DOCUMENTS`, because a purge has to
rewrite a whole segment while the person waits. What a batch lost a few documents of falls into a lower tier than its neighbours only
by a hair, and is not rewritten for that: a tier begins a little below its number.
"""

from collections.abc import Sequence
from typing import NamedTuple

from .storage import SegmentInfo

FACTOR = 8
MAX_DOCUMENTS = 30_000
_LARGEST = 5
_HAIR = 1.1


def _tier(live: int) -> int:
    return min(len(str(int(live * _HAIR))), _LARGEST)


class Joins(NamedTuple):
    """Which joins are made: of segments that have at most `largest` live documents together, and at most `longest` occurrences of terms if a
    number is given; once there are so many `times` `FACTOR` of a tier.
    """

    largest: int = MAX_DOCUMENTS
    longest: int | None = None
    times: int = 1


ALL = Joins()


def to_merge(infos: Sequence[SegmentInfo], joins: Joins = ALL) -> list[str]:
    """The names of the segments to become one; empty when all is well."""
    largest, longest, times = joins
    for info in infos:
        if len(info.deleted) * 2 > info.documents and info.live <= largest and _fits(occurrences(info), longest):
            return [info.name]
    by_tier: dict[int, list[SegmentInfo]] = {}
    for info in infos:
        by_tier.setdefault(_tier(info.live), []).append(info)
    for tier, members in sorted(by_tier.items()):
        if tier == _LARGEST:
            members = [info for info in members if info.live <= largest // 2]
        if len(members) >= (2 if tier == _LARGEST else FACTOR * times):
            chosen = _as_many_as_fit(sorted(members, key=lambda info: info.live), largest, longest)
            if len(chosen) > 1:
                return chosen
    return []


def occurrences(info: SegmentInfo) -> int:
    """How many terms stand in the documents of a segment: what merging it takes grows with them."""
    return sum(info.lengths.values())


def _fits(total: int, longest: int | None) -> bool:
    return longest is None or total <= longest


def _as_many_as_fit(members: Sequence[SegmentInfo], largest: int, longest: int | None) -> list[str]:
    chosen, live, long = [], 0, 0
    for info in members:
        if live + info.live > largest or not _fits(long + occurrences(info), longest):
            continue
        live, long = live + info.live, long + occurrences(info)
        chosen.append(info.name)
    return chosen
