"""What tests of figures share: an archive's figure tables as they are, and findings of a plain rule."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import combinations
from typing import Any

import pytest

from archive.archive import Archive
from archive.extraction.findings.blocks import Judged, Laid, Members
from archive.model.change import Change
from archive.model.figure import Figure, FigureStatus, Finding, FindingKind
from archive.model.lexicon import Additions
from archive.operations import acts, compared
from archive.operations.compared import Rules

TABLES = ("figures", "figure_words", "series", "series_keys", "series_aliases", "lexicon", "judgements")


def tables(archive: Archive) -> dict[str, list[Any]]:
    """Everything that acts on figures write, but when."""
    connections = archive.store.connections
    return {
        name: [
            {key: row[key] for key in row.keys() if key != "modified"}  # noqa: SIM118 - a row is no mapping
            for row in connections.rows(f"SELECT * FROM {name} ORDER BY 1, 2")
        ]
        for name in TABLES
    }


def undo(archive: Archive, change: Change) -> Change:
    assert change.inverse is not None
    return acts.perform(archive, change.inverse)


def _number(*told: object) -> int:
    return int.from_bytes(hashlib.sha256(repr(told).encode()).digest()[:7])


class Comparing:
    """A rule that calls two different values of one series and period a conflict; counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def findings(self, figures: Sequence[Figure], own: Additions, check: Callable[[], object]) -> list[Finding]:
        self.asked += 1
        check()
        return list(self._findings([each for each in figures if each.status is not FigureStatus.REJECTED]))

    def laid(self, figures: Sequence[Figure], own: Additions) -> list[Laid]:
        """One block a series and period."""
        counted = [each for each in figures if each.status is not FigureStatus.REJECTED]
        return [Laid(each.id, "", (_number(each.series, each.period),), _number(each)) for each in counted]

    def judged(self, block: int, members: Members, own: Additions) -> Judged:
        self.asked += 1
        found = list(self._findings([each for each, _ in members(block)]))
        return Judged(tuple((each, 1.0) for each in found), tuple((each.series[0], each.kind, 1) for each in found[:1]))

    def _findings(self, figures: Sequence[Figure]) -> Iterator[Finding]:
        for one, other in combinations(figures, 2):
            same = (one.series, one.period) == (other.series, other.period) and one.period is not None
            if same and one.value != other.value:
                doubtful = FigureStatus.DOUBTFUL in (one.status, other.status)
                kind = FindingKind.TENSION if doubtful else FindingKind.CONFLICT
                uids = tuple(sorted((one.uid, other.uid)))
                uid = hashlib.sha256("\n".join((kind, *uids)).encode()).hexdigest()[:32]
                why = f"{one.exact} and {other.exact} cannot both hold."
                yield Finding(uid, kind, (one.series,), uids, one.period, why)


@contextmanager
def comparing_with(rule: Comparing) -> Iterator[Comparing]:
    """Lets the program hold figures against each other by this rule."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(
            compared.RULES, "figures", Rules(lambda: "plain", rule.findings, rule.laid, lambda _: True, rule.judged)
        )
        yield rule
