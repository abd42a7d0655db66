"""Which entries a few typed letters mean: pure, so that it can be tested without a window."""

from collections.abc import Sequence
from dataclasses import dataclass

LEAST_SCORE = 55.0  # of 100; below it a likeness is chance (tried on the command list with three-letter queries)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something the palette can do. `detail` stands muted behind the words, `keys` at the right edge."""

    id: str
    words: str
    detail: str = ""
    keys: str = ""
    icon: str = ""


def rank(query: str, entries: Sequence[Entry], recent: Sequence[str] = (), limit: int = 60) -> list[Entry]:
    """The entries that fit, best first; without a query all of them, recently used ones first.

    A word that begins with the query counts most, letters in order count next, likeness last; ties keep the given order.
    """
    order = {entry_id: place for place, entry_id in enumerate(recent)}
    typed = query.casefold().split()
    if not typed:
        return sorted(entries, key=lambda entry: order.get(entry.id, len(order)))[:limit]
    scored = []
    for place, entry in enumerate(entries):
        score = min(_fit(part, entry) for part in typed)
        if score >= LEAST_SCORE:
            scored.append((-score, order.get(entry.id, len(order)), place, entry))
    return [entry for *_, entry in sorted(scored, key=lambda item: item[:3])][:limit]


def _fit(part: str, entry: Entry) -> float:
    from rapidfuzz import fuzz  # 20 ms that the start need not wait for

    words = entry.words.casefold()
    if words.startswith(part):
        return 100.0
    if any(word.startswith(part) for word in words.split()):
        return 96.0
    if part in words:
        return 90.0
    if part in entry.detail.casefold():
        return 70.0
    initials = "".join(word[0] for word in words.split())
    if len(part) > 1 and initials.startswith(part):
        return 85.0
    return min(80.0, fuzz.partial_ratio(part, words) - 10.0) if len(part) > 2 else 0.0
