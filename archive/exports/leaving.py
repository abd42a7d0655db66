"""Leaves out of a packet what was chosen to stay behind, for formats whose writers write all that they are given; nothing is put in."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from archive.model.excerpt import Choice, Excerpt, Packet, Whole, Work
from archive.model.passage import Tag

from .registry import Family, Format

_GIVEN_ALL = (Family.ANALYSIS, Family.ARCHIVAL)


def fitted(packet: Packet, kind: Format) -> Packet:
    """The packet with no more than its choice lets along. Where notes stay behind, the journal does too."""
    choice = packet.choice
    memos = packet.memos if choice.note else ()
    if kind.family not in _GIVEN_ALL or _all_of_it(choice):
        return replace(packet, memos=memos)
    tags = packet.tags if choice.tags or kind.about_tags else ()
    return replace(
        packet,
        works={id: _work(each, choice) for id, each in packet.works.items()},
        excerpts=lambda: map(partial(_excerpt, choice=choice), packet.excerpts()),
        wholes=lambda: _wholes(packet, choice),
        tags=tags if choice.definitions else tuple(map(_undefined, tags)),
        memos=memos,
    )


def _all_of_it(choice: Choice) -> bool:
    return choice.note and choice.tags and choice.definitions and choice.author and choice.date


def _wholes(packet: Packet, choice: Choice) -> Iterator[Whole]:
    for whole in packet.wholes():
        excerpts = tuple(_excerpt(each, choice) for each in whole.excerpts)
        tags = whole.tags if choice.tags else ()
        yield replace(whole, work=_work(whole.work, choice), excerpts=excerpts, tags=tags)


def _excerpt(each: Excerpt, choice: Choice) -> Excerpt:
    uses = [(path, who if choice.author else "", when if choice.date else "") for path, who, when in each.uses]
    return replace(
        each,
        work=_work(each.work, choice),
        note=each.note if choice.note else "",
        tags=each.tags if choice.tags else (),
        uses=tuple(uses) if choice.tags else (),
        author=each.author if choice.author else "",
        created=each.created if choice.date else "",
        modified=each.modified if choice.date else "",
    )


def _work(work: Work, choice: Choice) -> Work:
    return work if choice.note or not work.note else replace(work, note="")


def _undefined(tag: Tag) -> Tag:
    return replace(tag, definition="", use_when="", not_when="")
