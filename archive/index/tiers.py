"""Which segments to merge: few enough segments for fast searches, few enough rewrites for fast commits.

Segments fall into tiers by live documents (below 10, 100, 500, and from there on: a full batch that lost a few stays large).
Ten in one tier become one of the next, so a document is rewritten about three times in its life; the largest tier is left
alone until it is many, and merges never make more than `MAX_DOCUMENTS`, because a purge has to rewrite a whole segment
while the person waits.
"""

from collections.abc import Sequence

from .storage import SegmentInfo

FACTOR = 10
LARGE = 500
MANY_LARGE = 24
_LARGEST = 4
MAX_DOCUMENTS = 5000


def _tier(live: int) -> int:
    return _LARGEST if live >= LARGE else len(str(live))


def to_merge(infos: Sequence[SegmentInfo]) -> list[str]:
    """The names of the segments to become one; empty when all is well."""
    for info in infos:
        if len(info.deleted) * 2 > info.documents:
            return [info.name]
    by_tier: dict[int, list[SegmentInfo]] = {}
    for info in infos:
        by_tier.setdefault(_tier(info.live), []).append(info)
    for tier, members in sorted(by_tier.items()):
        if tier == _LARGEST:
            members = [info for info in members if info.live <= MAX_DOCUMENTS // 2]
        if len(members) >= (MANY_LARGE if tier == _LARGEST else FACTOR):
            return _as_many_as_fit(sorted(members, key=lambda info: info.live))
    return []


def _as_many_as_fit(members: Sequence[SegmentInfo]) -> list[str]:
    chosen, total = [], 0
    for info in members:
        total += info.live
        if total > MAX_DOCUMENTS:
            break
        chosen.append(info.name)
    return chosen
