"""Holds dates against each other that are told of one happening. Reads only; what was rejected does not count."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from archive.archive import Archive
from archive.model import edtf
from archive.model.columns import STATUSES, Columns
from archive.model.event import Disagreement, Mention, Status, Telling
from archive.model.ids import EventId, MentionId

_OPEN_END = 10_000_000  # a day after all of them


class Dated(NamedTuple):
    """A mention between its first and last possible day; `group` is what it does not contradict by itself."""

    id: MentionId
    earliest: int
    latest: int
    group: int


def contradicting(dated: Sequence[Dated]) -> list[Dated]:
    """Those of which another group tells a date that cannot hold beside theirs."""
    ends = _extremes((each.latest, each.group) for each in dated)
    starts = _extremes((-each.earliest, each.group) for each in dated)

    def contradicted(each: Dated) -> bool:
        end = next((day for day, group in ends if group != each.group), None)
        start = next((-day for day, group in starts if group != each.group), None)
        return (end is not None and end < each.earliest) or (start is not None and start > each.latest)

    return [each for each in dated if contradicted(each)]


def _extremes(days: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The least day, and the least one of any other group."""
    ordered = sorted(days)
    return [*ordered[:1], *[each for each in ordered if each[1] != ordered[0][1]][:1]]


def disagreements(archive: Archive) -> list[Disagreement]:
    """Merged ones first, then aligned ones, then those told in the same words."""
    days = _Days(archive.store.columns.columns())
    events = archive.store.events
    found = [
        each
        for ids in events.merged()
        if (each := _disagreement(archive, Telling.MERGED, contradicting(days.of(ids, by_itself=True))))
    ]
    aligned = _components(events.links())
    for component in aligned:
        dated = [each for event in component for each in days.of(events.mentions(event))]
        if each := _disagreement(archive, Telling.ALIGNED, contradicting(dated)):
            found.append(each)
    together = {event: number for number, component in enumerate(aligned) for event in component}
    for ids in events.alike():
        dated = contradicting([each._replace(group=days.article(each.id)) for each in days.of(ids)])
        if len({_side(days, each, together) for each in dated}) > 1 and (
            each := _disagreement(archive, Telling.ALIKE, dated)
        ):
            found.append(each)
    return found


def _side(days: "_Days", dated: Dated, together: dict[EventId, int]) -> tuple[str, int]:
    """What a person has put together already is listed as that."""
    event = days.event(dated.id)
    number = together.get(EventId(event))
    return ("event", event) if number is None else ("aligned", number)


class _Days:
    """The dates in force, by mention."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._order = np.argsort(columns.id)
        # Narrow ones would be widened for each mention that is looked for.
        self._ids = columns.id[self._order].astype(np.int64)

    def _row(self, mention: int) -> int | None:
        place = int(np.searchsorted(self._ids, mention))
        found = place < len(self._ids) and self._ids[place] == mention
        return int(self._order[place]) if found else None

    def event(self, mention: MentionId) -> int:
        row = self._row(mention)
        return 0 if row is None else int(self._columns.event[row])

    def article(self, mention: MentionId) -> int:
        row = self._row(mention)
        return 0 if row is None else int(self._columns.article[row])

    def of(self, ids: Iterable[MentionId], *, by_itself: bool = False) -> list[Dated]:
        """Those that have a date and are not rejected; a group is an event, or a mention `by_itself`."""
        rejected = STATUSES.index(Status.REJECTED)
        found = []
        for mention in ids:
            row = self._row(mention)
            if row is None or self._columns.status[row] == rejected:
                continue
            earliest, latest = int(self._columns.earliest[row]), int(self._columns.latest[row])
            if earliest or latest:
                group = int(mention if by_itself else self._columns.event[row])
                found.append(Dated(mention, earliest, latest or _OPEN_END, group))
        return found


def _components(links: Iterable[tuple[EventId, EventId]]) -> list[list[EventId]]:
    """Events that are aligned with each other, directly or through others."""
    of: dict[EventId, set[EventId]] = {}
    for one, two in links:
        joined = of.get(one, {one}) | of.get(two, {two})
        for event in joined:
            of[event] = joined
    return sorted(sorted(component) for component in {id(each): each for each in of.values()}.values())


def _disagreement(archive: Archive, kind: Telling, dated: Sequence[Dated]) -> Disagreement | None:
    if len(dated) < 2:
        return None
    first = min(dated, key=lambda each: (each.latest, each.id))
    last = max(dated, key=lambda each: (each.earliest, -each.id))
    one, two = archive.store.mentions.by_ids([first.id, last.id])
    headings = archive.store.articles.headings([each.article for each in (one, two) if each.article is not None])

    def teller(mention: Mention) -> str:
        if mention.article is None:
            return "What was entered here"
        title, publisher, _ = headings[mention.article]
        return publisher or f"“{title}”"

    def day(mention: Mention) -> str:
        return edtf.display(mention.edtf or mention.value)

    tellers = [teller(one), teller(two)]
    said = f"{tellers[0]} tells {day(one)}, {tellers[1] if tellers[0] != tellers[1] else 'and also'} {day(two)}"
    why = f"{said}; both cannot hold."
    return Disagreement(kind, one.label or two.label, tuple(each.id for each in dated), why)
