"""Rows that acts on events write, inside a draft. No act by itself.

A mention that nobody has touched gets an event of its own with the first act on it, and loses it again when nothing is left
that a person said.
"""

from collections.abc import Sequence
from typing import Any

from archive.archive import Archive
from archive.base import clock, places
from archive.base.errors import Invalid
from archive.model import edtf
from archive.model.change import Change
from archive.model.event import Status
from archive.model.ids import EventId, new_uid
from archive.store.events import Held
from archive.store.ledger import Draft

from . import extracting, readers
from .carrying import ENTERED
from .recording import drafted

LABEL_CHARS = 300
DAYS = ("edtf", "earliest", "latest", "precision")


def groups(archive: Archive, uids: Sequence[str]) -> list[list[Held]]:
    """For each event meant, once, its mentions."""
    found: dict[tuple[str, int], list[Held]] = {}
    for uid in uids:
        mentions = group(archive, uid)
        event = mentions[0].event
        found.setdefault(("mention", mentions[0].id) if event is None else ("event", event), mentions)
    return list(found.values())


def group(archive: Archive, uid: str) -> list[Held]:
    """The mentions of the event meant; raises NotFound."""
    events = archive.store.events
    (first, *_) = held = events.held(archive.store.mentions.resolve(uid))
    return held if first.event is None else events.held(events.mentions(first.event))


def event_of(archive: Archive, draft: Draft, mentions: Sequence[Held]) -> EventId:
    """The event of these mentions; of an untouched one, a new one."""
    if mentions[0].event is not None:
        return mentions[0].event
    event = make(draft, Status.FOUND)
    draft.update("mentions", [mentions[0].id], {"event": event})
    return event


def make(draft: Draft, status: Status, note: str = "") -> EventId:
    """A new event that nothing is part of yet."""
    at = clock.stamp()
    row = {"uid": new_uid(), "alike": "", "status": str(status), "note": note, "author": places.author()}
    return EventId(draft.insert("events", row | {"created": at, "modified": at}))


def update(archive: Archive, draft: Draft, event: EventId, **columns: Any) -> bool:
    """Changes an event, and drops it when nothing is left that a person said; whether anything differed."""
    changed = draft.update("events", [event], columns | {"modified": clock.stamp()})
    drop_if_plain(archive, draft, event)
    return changed


def drop_if_plain(archive: Archive, draft: Draft, event: EventId) -> None:
    """Of an event of which nothing is said any more only the mention is left, as it was read."""
    found = archive.store.events.get(event)
    said = (found.edtf, found.label, found.note, found.tags, found.aligned, found.status is not Status.FOUND)
    if any(said) or len(found.mentions) != 1:
        return
    (held,) = archive.store.events.held(found.mentions)
    if held.rule != ENTERED and held.own_edtf is None and held.own_label is None:
        draft.update("mentions", [held.id], {"event": None})
        draft.delete("events", [event])


def strip(archive: Archive, draft: Draft, event: EventId) -> None:
    """Takes an event's tags and alignments away."""
    for tag in archive.store.events.tags(event):
        draft.delete("event_tags", [event, tag])
    for other in archive.store.events.aligned(event):
        draft.delete("event_links", [min(event, other), max(event, other)])


def dated(written: str | None) -> dict[str, Any]:
    """The columns of a date. Raises Invalid."""
    if written is None:
        return dict.fromkeys(DAYS)
    date = edtf.parse(written)
    days = [None if day is None else day.toordinal() for day in (date.earliest, date.latest)]
    return dict(zip(DAYS, (written, *days, str(date.precision)), strict=True))


def own(written: str | None) -> dict[str, Any]:
    """The columns of a date that was said of one mention alone. Raises Invalid."""
    return {f"own_{name}": value for name, value in dated(written).items()}


def labelled(label: str | None) -> dict[str, Any]:
    """The columns of a label. Raises Invalid."""
    line = " ".join((label or "").split())
    if len(line) > LABEL_CHARS:
        raise Invalid(f"A label has at most {LABEL_CHARS} characters.", "Put the rest into the note.")
    return {"label": line or None, "alike": readers.alike(line) if line else ""}


def done(archive: Archive, label: str, draft: Draft, *, joint: str | None = None, joining: bool = False) -> Change:
    """The Change over what was drafted, written down; what it let go of is read again."""
    extracting.freshen(archive, draft.articles())
    return drafted(archive, label, draft, joint=joint, joining=joining)


def counted(label: str, count: int) -> str:
    """A label with its `{}` filled: "Confirm event", "Confirm 12 events"."""
    return label.format("event" if count == 1 else f"{count} events")
