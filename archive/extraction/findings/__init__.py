"""What figures say of each other: which agree, which cannot both hold, which are worth a look, each with its reason.

Pure; the order of the figures does not matter; the time is that of sorting them, whatever they are.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from archive.model.figure import Figure, Finding
from archive.model.lexicon import NONE, Additions

from . import echoes, grouping, sums, tensions
from .drafts import Draft
from .gazetteer import Gazetteer, with_own
from .points import Point, points

MOST_OF_A_KIND: Final = 1000

__all__ = ["MOST_OF_A_KIND", "Gazetteer", "findings"]


def findings(
    figures: Sequence[Figure],
    gazetteer: Gazetteer | None = None,
    *,
    own: Additions = NONE,
    check: Callable[[], object] | None = None,
) -> list[Finding]:
    """Every finding, conflicts first and the strongest of each kind first, at most `MOST_OF_A_KIND` of one kind.

    Rejected figures count for nothing; doubtful ones never make a conflict or an agreement. `gazetteer` tells which places
    lie in which (None: the one that ships, with a person's `own` places; `own` words go before those that ship). `check` is called every now and then; what it raises ends the work.
    """
    known = gazetteer if gazetteer is not None else with_own(own)
    ready = points(figures, known, own)
    drafts: dict[str, Draft] = {}
    for draft in _drafts(ready, known, own, check or _go_on):
        drafts[draft.uid] = draft
    kept: list[Finding] = []
    told: Counter[str] = Counter()
    for draft in sorted(drafts.values(), key=lambda draft: draft.order):
        told[draft.kind] += 1
        if told[draft.kind] <= MOST_OF_A_KIND:
            kept.append(draft.finding())
    return kept


def _go_on() -> None:
    """Nobody asks whether to go on."""


def _drafts(
    ready: Sequence[Point], gazetteer: Gazetteer, own: Additions, check: Callable[[], object]
) -> Iterator[Draft]:
    groups = grouping.grouped(ready)
    for told in groups.values():
        check()
        yield from grouping.of_group(told)
    check()
    found = list(sums.sums(ready))
    check()
    yield from (each.draft() for each in found)
    yield from tensions.of_places(groups, gazetteer)
    yield from tensions.of_kin(groups)
    yield from tensions.of_shares(found, ready, own)
    yield from grouping.trends(ready)
    yield from echoes.echoed(ready)
    for article in grouping.articles(ready):
        yield from grouping.of_article(article)
