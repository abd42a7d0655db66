"""Figures and findings as the chart takes them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from archive.model.figure import Figure, FigureStatus, Finding, FindingKind, Level
from desktop.views.figures.words import finding, hovered, publisher, spoken
from desktop.widgets.charts import Bound, Ring, RingKind, TimePoint

if TYPE_CHECKING:
    from .loading import Shown

_RINGED = {FindingKind.CONFLICT: RingKind.CONFLICT, FindingKind.TENSION: RingKind.TENSION}


def points(shown: Shown) -> list[TimePoint]:
    """Every figure that nobody rejected, known by its uid."""
    return [_point(each, shown) for each in shown.figures if each.status is not FigureStatus.REJECTED]


def _point(figure: Figure, shown: Shown) -> TimePoint:
    days = [day.toordinal() for day in (figure.earliest, figure.latest) if day is not None]
    return TimePoint(
        key=figure.uid,
        value=figure.value,
        first=min(days, default=None),
        last=max(days, default=None),
        low=figure.least,
        high=figure.most,
        bound=Bound(figure.bound.value),
        group=publisher(figure),
        partial=figure.level is Level.PARTIAL,
        derived=figure.derived,
        doubtful=figure.status is FigureStatus.DOUBTFUL,
        label=partial(hovered, figure),
        spoken=partial(spoken, figure, shown.headings),
    )


def ringed(findings: Iterable[Finding], drawn: Iterable[object]) -> list[Finding]:
    """The conflicts and tensions that are drawn as rings: nobody has put them aside, and two of their figures or more are drawn."""
    there = set(drawn)
    return [
        each
        for each in findings
        if each.kind in _RINGED and each.silenced is None and len(there & set(each.figures)) > 1
    ]


def rings(findings: Sequence[Finding], drawn: Iterable[object]) -> list[Ring]:
    """A ring for each of these, around those of its figures that are drawn."""
    there = set(drawn)
    return [
        Ring(frozenset(there & set(each.figures)), _RINGED[each.kind], f"{finding(each)}\n{each.why}")
        for each in findings
    ]
