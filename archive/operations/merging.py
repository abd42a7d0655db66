"""Making one event of several, and taking it apart; and events that are held against each other without being one."""

from collections.abc import Sequence
from typing import Any

from archive.archive import Archive
from archive.base import clock
from archive.base.errors import Invalid
from archive.model.change import Change
from archive.model.event import Event, Status
from archive.model.ids import EventId
from archive.store.events import Held
from archive.store.ledger import Draft

from . import carrying
from . import event_rows as rows


def merge(archive: Archive, uids: Sequence[str]) -> Change:
    """Makes one event of several that tell the same thing: the first one, with the tags and notes of all; dates side by side.

    A date that a person gave one of them stays with its mentions, unless all have the same. Confirmed if any of them was,
    rejected only if all were. Raises Invalid (fewer than two), NotFound.
    """
    with archive.atomic():
        draft = archive.store.draft()
        groups = rows.groups(archive, uids)
        if len(groups) < 2:
            raise Invalid("There is nothing to merge.", "Choose two events or more.")
        events = [archive.store.events.get(rows.event_of(archive, draft, mentions)) for mentions in groups]
        target, others = events[0], events[1:]
        shared = {event.edtf for event in events}
        if len(shared) > 1:
            for event in events:
                _push_down(archive, draft, event, date=True)
        for event in others:
            if event.label != target.label:
                _push_down(archive, draft, event, date=False)
            for mention in event.mentions:
                draft.update("mentions", [mention], {"event": target.id})
            _hand_over(archive, draft, event, target)
            draft.delete("events", [event.id])
        columns = rows.dated(target.edtf if len(shared) == 1 else None)
        note = "\n\n".join(dict.fromkeys(event.note for event in events if event.note))
        rows.update(archive, draft, target.id, status=str(_joint(events)), note=note, **columns)
        return rows.done(archive, rows.counted("Merge {}", len(events)), draft)


def _joint(events: Sequence[Event]) -> Status:
    statuses = {event.status for event in events}
    if Status.CONFIRMED in statuses:
        return Status.CONFIRMED
    return Status.REJECTED if statuses == {Status.REJECTED} else Status.FOUND


def _push_down(archive: Archive, draft: Draft, event: Event, *, date: bool) -> None:
    """What a person said of the event is said of each of its mentions."""
    for mention in event.mentions:
        if date and event.edtf is not None:
            draft.update("mentions", [mention], rows.own(event.edtf))
        if not date and event.label is not None:
            draft.update("mentions", [mention], {"own_label": event.label})


def _hand_over(archive: Archive, draft: Draft, event: Event, target: Event) -> None:
    """Gives an event's tags and alignments to another."""
    events = archive.store.events
    tags, aligned = events.tags(event.id), events.aligned(event.id)
    rows.strip(archive, draft, event.id)
    for tag in tags:
        if tag not in events.tags(target.id):
            draft.insert("event_tags", {"event": target.id, "tag": tag})
    for other in aligned:
        if other != target.id:
            _link(archive, draft, target.id, other)


def split(archive: Archive, uid: str) -> Change:
    """Takes one mention out of the event that it was merged into; it keeps the judgement, and what was said of it alone.

    Of an event's uid the mentions all part. Raises Invalid when it is not merged, NotFound.
    """
    with archive.atomic():
        draft = archive.store.draft()
        chosen = archive.store.mentions.resolve(uid)
        held = archive.store.events.held(chosen)
        event = held[0].event
        together = [] if event is None else archive.store.events.mentions(event)
        if event is None or len(together) < 2:
            raise Invalid("This event is not merged with another.", "There is nothing to split.")
        whole = archive.store.events.get(event)
        for each in held[1:] if len(held) == len(together) else held:
            _part(draft, each, whole.status)
        rest = archive.store.events.mentions(event)
        if len(rest) == 1:
            _take_up_own(archive, draft, event, archive.store.events.held(rest)[0])
        return rows.done(archive, "Split event", draft)


def _part(draft: Draft, held: Held, status: Status) -> None:
    if status is Status.FOUND and held.own_edtf is None and held.own_label is None and held.rule != carrying.ENTERED:
        draft.update("mentions", [held.id], {"event": None})
        return
    alone = rows.make(draft, status)
    draft.update("events", [alone], _said_of(held))
    draft.update("mentions", [held.id], {"event": alone, "own_label": None} | rows.own(None))


def _take_up_own(archive: Archive, draft: Draft, event: EventId, held: Held) -> None:
    """What was said of the one mention that is left is said of the event again."""
    present = archive.store.events.get(event)
    said = _said_of(held)
    if present.edtf is not None:
        said = {name: value for name, value in said.items() if name not in rows.DAYS}
    if present.label is not None:
        said = {name: value for name, value in said.items() if name not in ("label", "alike")}
    # Not rows.update: it would drop an event of which nothing is said, before the mention is let go.
    draft.update("events", [event], said | {"modified": clock.stamp()})
    draft.update("mentions", [held.id], {"own_label": None} | rows.own(None))
    rows.drop_if_plain(archive, draft, event)


def _said_of(held: Held) -> dict[str, Any]:
    """A mention's own date and label, as columns of an event."""
    said = rows.dated(held.own_edtf) if held.own_edtf is not None else {}
    return said | (rows.labelled(held.own_label) if held.own_label is not None else {})


def align(archive: Archive, uids: Sequence[str]) -> Change:
    """Says that events are of one happening, or bound to it, and leaves them apart; their dates are held against each other.

    Raises Invalid (fewer than two), NotFound.
    """
    with archive.atomic():
        draft = archive.store.draft()
        groups = rows.groups(archive, uids)
        if len(groups) < 2:
            raise Invalid("There is nothing to align.", "Choose two events or more.")
        first, *others = (rows.event_of(archive, draft, mentions) for mentions in groups)
        for other in others:
            _link(archive, draft, first, other)
        return rows.done(archive, rows.counted("Align {}", len(groups)), draft)


def _link(archive: Archive, draft: Draft, one: EventId, two: EventId) -> None:
    if two not in archive.store.events.aligned(one):
        draft.insert("event_links", {"event": min(one, two), "other": max(one, two)})


def unalign(archive: Archive, uid: str) -> Change:
    """Takes an event out of every alignment. Raises NotFound."""
    with archive.atomic():
        draft = archive.store.draft()
        event = rows.group(archive, uid)[0].event
        others = [] if event is None else archive.store.events.aligned(event)
        for other in others:
            assert event is not None  # without an event there are no others
            draft.delete("event_links", [min(event, other), max(event, other)])
        for each in (event, *others) if others else ():
            assert each is not None
            rows.drop_if_plain(archive, draft, each)
        return rows.done(archive, "Unalign event", draft)
