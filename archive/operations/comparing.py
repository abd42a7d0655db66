"""What figures say of each other: agreements, conflicts, and what is worth a look. Reads only.

A finding may join series, and figures of one article explain each other: all figures are held against each other at once, and
that is done again only when one of them has changed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from weakref import WeakKeyDictionary

from archive.archive import Archive
from archive.base.errors import NotFound
from archive.base.progress import Progress
from archive.model.figure import Figure, FigureFilter, Finding, Series
from archive.model.lexicon import Additions

from . import figures

_held: "WeakKeyDictionary[Archive, tuple[object, list[Finding]]]" = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A series with its figures, by period, and the findings that any of them is part of."""

    series: Series
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]


def _find(told: Sequence[Figure], own: Additions, check: Callable[[], object]) -> Sequence[Finding]:
    from archive.extraction import findings

    return findings.findings(told, own=own, check=check)


# The rules, imported when they are first asked.
FINDING: dict[str, Callable[[Sequence[Figure], Additions, Callable[[], object]], Sequence[Finding]]] = {
    "findings": _find
}
_AT_ONCE = 2_000  # figures read between two looks at whether to go on


def findings(archive: Archive, series: str | None = None, *, progress: Progress | None = None) -> list[Finding]:
    """The findings, the strongest of each kind first; of a series (uid or key), those that one of its figures is part of.

    Those that a person judged to need no look are among them, with the note. Raises Cancelled.
    """
    with archive.snapshot():
        found = _all(archive, progress or Progress())
        notes = archive.store.series.judgements()
    kept = found if series is None else [each for each in found if series in each.series]
    return [replace(each, silenced=notes.get(each.uid)) for each in kept]


def finding(archive: Archive, uid: str) -> Finding:
    """One of them. Raises NotFound."""
    found = next((each for each in findings(archive) if each.uid == uid), None)
    if found is None:
        raise NotFound(f"There is no finding {uid[:40]!r}.", "A figure may have changed: look at the findings again.")
    return found


def _all(archive: Archive, progress: Progress) -> list[Finding]:
    columns = archive.store.figure_columns.columns()
    state = (
        archive.store.figure_columns.generation(),
        hash(columns.id.tobytes()),
        hash(columns.publisher.tobytes()),
        columns.publishers,
        own := archive.store.lexicon.additions(),
    )
    held = _held.get(archive)
    if held is None or held[0] != state:
        ids, told = columns.id.tolist(), list[Figure]()
        for start in range(0, len(ids), _AT_ONCE):
            progress.check()
            told += archive.store.figures.by_ids(ids[start : start + _AT_ONCE])
        held = (state, list(FINDING["findings"](told, own, progress.check)))
        if not archive.store.connections.writing:
            _held[archive] = held
    return held[1]


def compare(archive: Archive, given: str | None = None) -> list[Comparison]:
    """The series meant (uid, key or name), or every one that a finding is about, those with the strongest findings first.

    Raises NotFound.
    """
    with archive.snapshot():
        if given is not None:
            chosen = figures.one_series(archive, given)
            return [_comparison(archive, chosen, findings(archive, chosen.uid))]
        by_series: dict[str, list[Finding]] = {}
        for each in findings(archive):
            for series in each.series:
                by_series.setdefault(series, []).append(each)
        known = figures.these_series(archive, by_series)
        return [_comparison(archive, each, by_series[each.uid]) for each in known]


def _comparison(archive: Archive, series: Series, found: Sequence[Finding]) -> Comparison:
    told = figures.figures(archive, FigureFilter(series=(series.uid,)))
    told.sort(key=_by_period)
    return Comparison(series, tuple(told), tuple(found))


def _by_period(figure: Figure) -> tuple[int, int]:
    """By the first day that is told, undated ones last; else as they come, by article and place."""
    first, last = figure.earliest or figure.latest, figure.latest or figure.earliest
    return (first.toordinal(), last.toordinal()) if first and last else (date.max.toordinal(), 0)
