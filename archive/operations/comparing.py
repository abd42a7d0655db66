"""What figures say of each other: agreements, conflicts, and what is worth a look.

Findings are kept in the archive and follow the figures (`compared`): asking for them compares what has changed since. Where
much has, `known` tells what was found so far.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from textwrap import shorten
from typing import Final
from weakref import WeakKeyDictionary

from archive.archive import Archive
from archive.base.errors import NotFound
from archive.base.progress import Progress
from archive.model.figure import ARTICLE_MARK, Figure, FigureFilter, Finding, FindingKind, Series

from . import compared, figures

MOST_OF_A_KIND: Final = 1000  # findings of a kind that are told at once, the strongest
SOON: Final = 200  # articles and blocks that are compared while somebody waits
FEW: Final = 5_000  # figures that are compared while somebody waits where nothing may be written down
_TITLE_CHARS = 80
_ARTICLE = re.compile(f"{ARTICLE_MARK}(\\d+){ARTICLE_MARK}")
_AT_ONCE = 2_000  # figures read between two looks at whether to go on
_KINDS = (FindingKind.CONFLICT, FindingKind.AGREEMENT, FindingKind.TENSION)
_counts: "WeakKeyDictionary[Archive, tuple[object, Mapping[str, tuple[int, int]]]]" = WeakKeyDictionary()
_held: "WeakKeyDictionary[Archive, tuple[object, list[Finding]]]" = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A series with its figures, by period, and the findings that any of them is part of."""

    series: Series
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]


def pending(archive: Archive) -> int:
    """How many articles or groups of figures are still to be compared."""
    return sum(compared.waiting(archive))


def soon(archive: Archive, progress: Progress | None = None) -> bool:
    """Compares what is still to be where that is soon done; whether nothing is left. Raises Cancelled."""
    waiting = pending(archive)
    if not waiting:
        return True
    if archive.read_only:
        return len(figures.columns(archive)) <= FEW
    if waiting > SOON or archive.store.connections.writing:
        return False
    settle(archive, progress=progress)
    return True


def complete(archive: Archive) -> bool:
    """Whether `findings` tells of all figures as they are."""
    return not pending(archive) or _is_held(archive)


def settle(archive: Archive, *, progress: Progress | None = None) -> None:
    """Compares all that is still to be. Raises Cancelled; what is done until then is kept."""
    compared.settle(archive, progress)


def findings(archive: Archive, series: str | None = None, *, progress: Progress | None = None) -> list[Finding]:
    """The findings, the strongest of each kind first; of a series (uid or key), those that one of its figures is part of.

    Those that a person judged to need no look are among them, with the note. Of a large archive that may only be read they are
    those that were found so far (`pending`). Raises Cancelled.
    """
    if pending(archive):
        progress = progress or Progress()
        progress.check()
        if _is_held(archive):
            return _noted(archive, _from_scratch(archive, progress), series)
        if not archive.read_only and not archive.store.connections.writing:
            settle(archive, progress=progress)
    return known(archive, series)


def known(archive: Archive, series: str | None = None, *, most: int = MOST_OF_A_KIND) -> list[Finding]:
    """The same as far as figures have been compared, at most so many of a kind."""
    with archive.snapshot():
        if series is not None:
            return known_among(archive, series, None, most=most)[0]
        if _is_held(archive):
            return _noted(archive, _from_scratch(archive, Progress()))
        return _noted(archive, [each for kind in _KINDS for each in archive.store.comparisons.strongest(kind, most)])


def known_among(
    archive: Archive, series: str, among: Set[str] | None, *, most: int = MOST_OF_A_KIND
) -> tuple[list[Finding], int]:
    """Those of the findings known of a series that are about one of these figures (uids; None: all of them), and how many are known."""
    with archive.snapshot():
        if _is_held(archive):
            held = [each for each in _from_scratch(archive, Progress()) if series in each.series]
            told = [each for each in held if among is None or not among.isdisjoint(each.figures)]
            return _noted(archive, told), len(held)
        found, number = list[Finding](), 0
        for kind in _KINDS:
            told, count = archive.store.comparisons.of_series(series, kind, most, among)
            found, number = found + told, number + count
        return _noted(archive, found), number


def counts(archive: Archive) -> Mapping[str, tuple[int, int]]:
    """How many conflicts and tensions each series has that nobody has put aside, as far as figures have been compared."""
    with archive.snapshot():
        if _is_held(archive):
            found = [each for each in known(archive) if each.silenced is None]
            return _counted(Counter((name, each.kind.value) for each in found for name in each.series))
        of_kind, held = archive.store.comparisons.counts(), _counts.get(archive)
        if held is None or held[0] is not of_kind:
            held = _counts[archive] = (of_kind, _counted(of_kind))
    return held[1]


def _counted(of_kind: Mapping[tuple[str, str], int]) -> dict[str, tuple[int, int]]:
    told: dict[str, tuple[int, int]] = {}
    for (series, kind), count in of_kind.items():
        conflicts, tensions = told.get(series, (0, 0))
        told[series] = (
            conflicts + count * (kind == FindingKind.CONFLICT),
            tensions + count * (kind == FindingKind.TENSION),
        )
    return {series: each for series, each in told.items() if any(each)}


def count(archive: Archive, series: str) -> int:
    """How many findings there are of a series, as far as figures have been compared: more than `known` tells where they are many."""
    return len(known(archive, series)) if _is_held(archive) else archive.store.comparisons.count(series)


def finding(archive: Archive, uid: str) -> Finding:
    """One of them. Raises NotFound."""
    soon(archive)
    if _is_held(archive):
        found = next((each for each in _from_scratch(archive, Progress()) if each.uid == uid), None)
    else:
        found = archive.store.comparisons.find(uid)
    if found is None:
        raise NotFound(f"There is no finding {uid[:40]!r}.", "A figure may have changed: look at the findings again.")
    return _noted(archive, [found])[0]


def _noted(archive: Archive, found: Sequence[Finding], series: str | None = None) -> list[Finding]:
    notes = archive.store.series.judgements()
    kept = [each for each in found if series is None or series in each.series]
    titles = archive.store.articles.titles(int(number) for each in kept for number in _ARTICLE.findall(each.why))

    def titled(match: "re.Match[str]") -> str:
        words = " ".join((titles.get(int(match[1])) or "").split())
        return f"“{shorten(words, _TITLE_CHARS, placeholder='…')}”" if words else "an article without a title"

    return [
        replace(each, silenced=notes.get(each.uid), why=_ARTICLE.sub(titled, each.why))
        if each.uid in notes or ARTICLE_MARK in each.why
        else each
        for each in kept
    ]


def _is_held(archive: Archive) -> bool:
    """Whether findings are held in memory: nothing may be written down, and figures are few enough to be compared each time."""
    return archive.read_only and pending(archive) > 0 and len(figures.columns(archive)) <= FEW


def _from_scratch(archive: Archive, progress: Progress) -> list[Finding]:
    """What nobody may write down: all figures held against each other, again only when one has changed."""
    with archive.snapshot():
        columns = archive.store.figure_columns.columns()
        own = archive.store.lexicon.additions()
        state = (
            archive.store.figure_columns.generation(),
            hash(columns.id.tobytes()),
            hash(columns.publisher.tobytes()),
            own,
        )
        held = _held.get(archive)
        if held is None or held[0] != state:
            ids, told = columns.id.tolist(), list[Figure]()
            for start in range(0, len(ids), _AT_ONCE):
                progress.check()
                told += archive.store.figures.by_ids(ids[start : start + _AT_ONCE])
            held = _held[archive] = (state, list(compared.rules().findings(told, own, progress.check)))
    return held[1]


def compare(archive: Archive, given: str | None = None) -> list[Comparison]:
    """The series meant (uid, key or name), or every one that a finding is about, those with the strongest findings first.

    Raises NotFound.
    """
    if given is not None:
        chosen = figures.one_series(archive, given)
        return [_comparison(archive, chosen, findings(archive, chosen.uid))]
    found = findings(archive)
    with archive.snapshot():
        by_series: dict[str, list[Finding]] = {}
        for each in found:
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
