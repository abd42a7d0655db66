"""Texts of editions as they come, and the pictures that lay beside their pages: kept byte for byte, and shown where the same text stands
without them. Inside the transaction under way.

An edition never changes. Where a text is here already without a picture that comes, it gets another edition with the pictures of both.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from archive.archive import Archive
from archive.base import clock
from archive.base.errors import Unreadable
from archive.model.article import Block, BlockKind, Edition, Illustration, Run, RunKind, SetAside, Text
from archive.model.exchange import Record
from archive.model.ids import ArticleId, EditionId
from archive.operations import beside, illustrating

from . import checks
from .own import Own, Side


def lacking(archive: Archive, own: Own, side: Side, record: Record, article: ArticleId) -> bool:
    """Whether pictures come that are not kept here, or that the text which shows does not have."""
    if not record.extras.get("pictures"):
        return False
    kept = {address for address, *_ in archive.store.originals.pictures(article)}
    if any(address not in kept for address, *_ in record.extras["pictures"]):
        return True
    current = archive.store.editions.current(article)
    name = own.name_of(current.id)
    return name in record.extras["editions"] and bool(_new(side, name or "", current))


def bring(archive: Archive, own: Own, side: Side, record: Record, article: ArticleId) -> None:
    """Keeps the pictures that come, and shows them. Raises Unreadable where one is not what it was."""
    store = archive.store
    kept = {address for address, *_ in store.originals.pictures(article)}
    for address, said, media_type, _ in record.extras.get("pictures", ()):
        if address not in kept:
            name = checks.file_name(said)
            if store.originals.put(b"".join(side.original(address)), name, media_type).sha512 != address:
                raise Unreadable(
                    "A picture that comes is not what it was.", "Ask for it again; nothing was changed here."
                )
            store.originals.found_at(article, address, name, name, member=None, at=clock.stamp())
    if record.extras.get("pictures"):
        for name in record.extras["editions"]:
            _show(archive, own, side, record.uid, article, name)


def _show(archive: Archive, own: Own, side: Side, uid: str, article: ArticleId, name: str) -> None:
    """Lets the last edition of that name have the pictures of both sides, and shows it where one of that name shows."""
    id = own.texts.ids.get(uid, {}).get(name)
    if id is None:
        return
    editions, current = archive.store.editions, archive.store.editions.current(article).id
    last = editions.get(EditionId(id))
    new = _new(side, name, last)
    shows = own.name_of(current) == name
    if new:
        last = editions.get(illustrating.illustrated(archive, article, last, new))
        own.texts.add(uid, int(last.id), last.text, last.original.sha512)
    if (new and not shows) or (shows and current != last.id and _new(side, name, editions.get(current))):
        editions.use(article, last.id if shows else current)


def _new(side: Side, name: str, here: Edition) -> list[Illustration]:
    known = {(each.place, each.sha512) for each in here.pictures}
    theirs = text_of(side.edition(name)).pictures
    return [each for each in theirs if each.place.startswith(beside.PLACE) and (each.place, each.sha512) not in known]


def text_of(told: Mapping[str, Any]) -> Text:
    """The text of an edition as its columns tell it."""
    blocks = tuple(_block(*each) for each in json.loads(told["blocks"]))
    aside = tuple(SetAside(*each) for each in json.loads(told["set_aside"]))
    pictures = tuple(Illustration(*each) for each in json.loads(told["pictures"] or "[]"))
    return Text(told["text"], blocks, aside, pictures)


def _block(kind: str, start: int, end: int, first: int, last: int, level: int, runs: Sequence[Sequence[Any]]) -> Block:
    marks = tuple(Run(RunKind(mark), begin, stop, target) for mark, begin, stop, target in runs)
    return Block(BlockKind(kind), start, end, (first, last), level, marks)
