"""What persons make of mentions: judged, corrected, named, noted, tagged, merged, aligned, entered. Each act is one
transaction, and its Change undoes it exactly.

A uid may be a mention's or an event's, or a unique beginning of one. A mention that nobody has touched gets an event of its
own with the first act on it, and loses it again when nothing is left that a person said. An act on one of merged mentions is
one on the event that they share.
"""

from collections.abc import Sequence
from typing import Any

from archive.archive import Archive
from archive.base.errors import Invalid, NotFound
from archive.model import edtf as dates
from archive.model import entered_dates, timex
from archive.model.change import Change
from archive.model.edtf import Precision
from archive.model.event import Basis, Mention, Status, TimexType
from archive.model.ids import MentionId, new_uid
from archive.store.events import Held
from archive.store.ledger import Draft

from . import carrying, drafting, readers
from . import event_rows as rows
from .annotate import Span
from .merging import align, merge, split, unalign

__all__ = [
    "add",
    "align",
    "confirm",
    "correct",
    "edit",
    "merge",
    "reject",
    "relabel",
    "remove",
    "reopen",
    "set_note",
    "split",
    "tag",
    "unalign",
    "untag",
]


# Judging


def confirm(archive: Archive, uids: Sequence[str]) -> Change:
    """Says that these are so; the date in force stays even if it is read otherwise later. Raises NotFound."""
    return _judge(archive, "Confirm {}", uids, Status.CONFIRMED)


def reject(archive: Archive, uids: Sequence[str]) -> Change:
    """Says that these are none, or not so; they are kept, so that no later reading brings them back. Raises NotFound."""
    return _judge(archive, "Reject {}", uids, Status.REJECTED)


def reopen(archive: Archive, uids: Sequence[str]) -> Change:
    """Takes the judgement back; what was corrected, named, noted or tagged stays. Raises NotFound."""
    return _judge(archive, "Reopen {}", uids, Status.FOUND)


def _judge(archive: Archive, label: str, uids: Sequence[str], status: Status) -> Change:
    with archive.atomic():
        draft = archive.store.draft()
        changed = 0
        for mentions in rows.groups(archive, uids):
            if mentions[0].event is None and status is Status.FOUND:
                continue
            changed += rows.update(archive, draft, rows.event_of(archive, draft, mentions), status=str(status))
        return rows.done(archive, rows.counted(label, changed), draft)


# Saying otherwise


def correct(archive: Archive, uid: str, edtf: str | None, *, label: str | None = None) -> Change:
    """Gives an event another date (EDTF, or as people write dates), and so confirms it; None: what was read stands again. `label`: as `relabel`.

    Raises Invalid with a sentence (no such date), NotFound.
    """
    written = _read(edtf)
    columns = rows.dated(written)
    with archive.atomic():
        draft = archive.store.draft()
        mentions = rows.group(archive, uid)
        if written is None and mentions[0].event is None:
            return Change("Correct date")
        event = rows.event_of(archive, draft, mentions)
        if written:
            columns["status"] = str(Status.CONFIRMED)
        else:
            _drop_own(draft, mentions)
        if label is not None:
            columns |= rows.labelled(label)
        rows.update(archive, draft, event, **columns)
        return rows.done(archive, "Correct date", draft)


def _read(entered: str | None) -> str | None:
    """What a person entered as a date, as EDTF."""
    return entered_dates.read(entered).text if (entered or "").strip() else None


def _drop_own(draft: Draft, mentions: Sequence[Held]) -> None:
    for held in mentions:
        if held.own_edtf is not None:
            draft.update("mentions", [held.id], rows.own(None))


def relabel(archive: Archive, uid: str, label: str | None) -> Change:
    """Names an event; None or "": the words that were read stand again. Raises Invalid (too long), NotFound."""
    columns = rows.labelled(label)
    with archive.atomic():
        draft = archive.store.draft()
        mentions = rows.group(archive, uid)
        if columns["label"] is None and mentions[0].event is None:
            return Change("Name event")
        rows.update(archive, draft, rows.event_of(archive, draft, mentions), **columns)
        return rows.done(archive, "Name event", draft)


def set_note(archive: Archive, uid: str, text: str, *, joining: bool = False) -> Change:
    """Replaces an event's note. `joining` goes on with the last act, if that was the same author's typing in the same note."""
    with archive.atomic():
        draft = archive.store.draft()
        mentions = rows.group(archive, uid)
        if not text and mentions[0].event is None:
            return Change("Note on event")
        event = rows.event_of(archive, draft, mentions)
        rows.update(archive, draft, event, note=text)
        # An event of which nothing was left is gone, and typing cannot go on in it.
        joint = f"event-note:{event}" if draft.rows and draft.rows[-1][0] == "events" and text else None
        return rows.done(archive, "Note on event", draft, joint=joint, joining=joining)


def tag(archive: Archive, uids: Sequence[str], path: str) -> Change:
    """Puts a tag on events; a new one is made with those above it. Raises Invalid, NotFound."""
    with archive.atomic():
        draft = archive.store.draft()
        groups = rows.groups(archive, uids)
        entry = drafting.ensure_tag(archive, draft, path)
        count = 0
        for mentions in groups:
            event = rows.event_of(archive, draft, mentions)
            if entry.id not in archive.store.events.tags(event):
                draft.insert("event_tags", {"event": event, "tag": entry.id})
                count += 1
        return rows.done(archive, rows.counted("Tag {}", count), draft)


def untag(archive: Archive, uids: Sequence[str], path: str) -> Change:
    """Takes a tag off events; the tag stays in the codebook. Raises NotFound."""
    with archive.atomic():
        draft = archive.store.draft()
        entry = archive.store.codebook.entry(drafting.tag_path(path))
        if entry is None:
            raise NotFound(f"There is no tag {path!r}.", "Look at the codebook for its path.")
        count = 0
        for mentions in rows.groups(archive, uids):
            event = mentions[0].event
            if event is not None and entry.id in archive.store.events.tags(event):
                draft.delete("event_tags", [event, entry.id])
                count += 1
                rows.drop_if_plain(archive, draft, event)
        return rows.done(archive, rows.counted("Untag {}", count), draft)


# All of it at once


def edit(archive: Archive, uid: str, *, edtf: str | None, label: str | None, tags: Sequence[str], note: str) -> Change:
    """Gives an event all that a person sees of it, as one act: date (None: what was read stands; another one confirms it),
    label (None: the words that were read), tags and note. Raises Invalid, NotFound."""
    written = _read(edtf)
    columns = rows.dated(written) | {"note": note}
    with archive.atomic():
        draft = archive.store.draft()
        mentions = rows.group(archive, uid)
        before = archive.store.mentions.by_ids([mentions[0].id])[0]
        event = rows.event_of(archive, draft, mentions)
        if written == before.edtf:
            for name in rows.DAYS:
                del columns[name]
        elif written:
            columns["status"] = str(Status.CONFIRMED)
        else:
            _drop_own(draft, mentions)
        if (label or "") != before.label:
            columns |= rows.labelled(label)
        kept = {drafting.ensure_tag(archive, draft, path).id for path in tags}
        for tag in archive.store.events.tags(event):
            if tag not in kept:
                draft.delete("event_tags", [event, tag])
        for tag in sorted(kept - set(archive.store.events.tags(event))):
            draft.insert("event_tags", {"event": event, "tag": tag})
        rows.update(archive, draft, event, **columns)
        return rows.done(archive, "Edit event", draft)


# Entering and removing


def add(
    archive: Archive, *, edtf: str, label: str, span: Span | None = None, note: str = "", tags: Sequence[str] = ()
) -> tuple[Mention, Change]:
    """Enters an event, from words of an article or from nothing; it counts as confirmed.

    Raises Invalid (no such date, no label, nothing to read in the span), NotFound.
    """
    written = _read(edtf)
    if written is None:
        raise Invalid("An event needs a date.", entered_dates.ADVICE)
    name = rows.labelled(label)["label"]
    if name is None:
        raise Invalid("An event needs a label.", "Say in a few words what happened.")
    with archive.atomic():
        draft = archive.store.draft()
        columns = _entered(written, name) | _standing(archive, span)
        event = rows.make(draft, Status.CONFIRMED, note)
        made = MentionId(draft.insert("mentions", columns | {"uid": new_uid(), "event": event}))
        for path in tags:
            entry = drafting.ensure_tag(archive, draft, path)
            if entry.id not in archive.store.events.tags(event):
                draft.insert("event_tags", {"event": event, "tag": entry.id})
        change = rows.done(archive, "Add event", draft)
        return archive.store.mentions.by_ids([made])[0], change


def _standing(archive: Archive, span: Span | None) -> dict[str, Any]:
    if span is None:
        return {"exact": "", "prefix": "", "suffix": ""}
    archive.store.articles.get(span.article)
    current = archive.store.editions.current(span.article)
    text = current if span.edition is None else archive.store.editions.get(span.edition)
    if text.article != span.article:
        raise NotFound(f"Edition {span.edition} belongs to another article.", "Open the article again.")
    # What was selected in a text that an import has replaced meanwhile is taken along when the act is done.
    return carrying.entered(text, span.start, span.end) | {"article": span.article}


def _entered(written: str, label: str) -> dict[str, Any]:
    date = dates.parse(written)
    value, modifier = timex.of_edtf(written)
    timed = date.precision is Precision.TIME
    return {
        "type": str(TimexType.TIME if timed else TimexType.DATE),
        "basis": str(Basis.ENTERED),
        "value": value,
        "modifier": modifier,
        "rule": carrying.ENTERED,
        "label": label,
        "alike": readers.alike(label),
    } | rows.dated(written)


def remove(archive: Archive, uid: str) -> Change:
    """Takes away what a person entered. Raises Invalid for what was read in an article, NotFound."""
    with archive.atomic():
        draft = archive.store.draft()
        mentions = archive.store.events.held(archive.store.mentions.resolve(uid))
        if any(held.rule != carrying.ENTERED for held in mentions):
            raise Invalid("This was read in an article and cannot be removed.", "Reject it instead.")
        event = mentions[0].event
        assert event is not None  # what was entered always has one
        last = len(archive.store.events.mentions(event)) == len(mentions)
        if last:
            rows.strip(archive, draft, event)
        for held in mentions:
            draft.delete("mentions", [held.id])
        if last:
            draft.delete("events", [event])
        return rows.done(archive, "Remove event", draft)
