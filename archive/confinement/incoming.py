"""What a file of another program brings, as it goes through the pipe: every record rebuilt and checked, nothing trusted."""

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from archive.model.ids import Uid
from archive.model.interchange import (
    Incoming,
    IncomingMemo,
    IncomingPassage,
    IncomingSet,
    IncomingSource,
    IncomingTag,
    IncomingUse,
    Thing,
)
from archive.model.rights import Rights, Sensitivity

from .checked import BadAnswer, metadata_fields, metadata_of, optional, required, span, text_fields, text_of

Record = TypeVar("Record")

_MANY = 1_000_000  # records of a kind
_DEEP = 1_000  # names of a path, tags of a passage
_FAR = 2**31  # the last place that a passage may claim in a text which does not come along
_KINDS = frozenset({"article", "tag", "passage", "memo"})
_HEX = frozenset("0123456789abcdef")


def fields_of(incoming: Incoming) -> dict[str, Any]:
    """An Incoming as JSON."""
    return {
        "title": incoming.title,
        "origin": incoming.origin,
        "sources": [_source_fields(each) for each in incoming.sources],
        "tags": [
            [each.key, each.names, each.uid, each.definition, each.use_when, each.not_when, each.colour, each.related]
            for each in incoming.tags
        ],
        "passages": [_passage_fields(each) for each in incoming.passages],
        "memos": [
            [*(each.title, each.text, each.uid, each.about, each.links), *(each.author, each.created, each.modified)]
            for each in incoming.memos
        ],
        "sets": [[each.name, each.sources, each.uid, each.above] for each in incoming.sets],
        "lost": incoming.lost,
        "notes": incoming.notes,
    }


def _source_fields(source: IncomingSource) -> dict[str, Any]:
    return {
        "key": source.key,
        "uid": source.uid,
        **metadata_fields(source.metadata),
        **text_fields(source.text),
        "data": base64.b64encode(source.data).decode("ascii"),
        "name": source.name,
        "member": source.member,
        "media_type": source.media_type,
        "encoding": source.encoding,
        "rights": [source.rights.rights, str(source.rights.sensitivity), source.rights.embargo],
        "note": source.note,
        "tags": source.tags,
        "starred": source.starred,
        "read": source.read,
    }


def _passage_fields(passage: IncomingPassage) -> list[Any]:
    uses = [[use.tag, use.author, use.created] for use in passage.tags]
    where = [passage.source, passage.start, passage.end, passage.exact, passage.prefix, passage.suffix]
    made = [passage.author, passage.created, passage.modified]
    return [*where, passage.uid, passage.note, uses, passage.colour, *made, passage.edition, passage.utf16]


def incoming_of(fields: Mapping[str, Any]) -> Incoming:
    """The records of an answer, rebuilt and checked. Raises BadAnswer, or what taking apart a wrong shape raises."""
    sources = _all(fields["sources"], _source)
    lengths = {each.key: len(each.text.text) if each.text is not None else _FAR for each in sources}
    return Incoming(
        title=required(fields["title"]),
        origin=required(fields["origin"]),
        sources=sources,
        tags=_all(fields["tags"], _tag),
        passages=_all(fields["passages"], lambda item: _passage(item, lengths)),
        memos=_all(fields["memos"], _memo),
        sets=_all(fields["sets"], _set),
        lost=_all(fields["lost"], required),
        notes=_all(fields["notes"], required),
    )


def _all(items: Any, made: Callable[[Any], Record], most: int = _MANY) -> tuple[Record, ...]:
    if not isinstance(items, list) or len(items) > most:
        raise BadAnswer("a list is no list, or far too long")
    return tuple(made(item) for item in items)


def _source(fields: Mapping[str, Any]) -> IncomingSource:
    try:
        data = base64.b64decode(fields["data"], validate=True)
    except binascii.Error as error:
        raise BadAnswer("bytes that are none") from error
    # What the bytes decode to has no more characters than there are bytes.
    size = len(data)
    rights, sensitivity, embargo = fields["rights"]
    return IncomingSource(
        key=required(fields["key"]),
        uid=_uid(fields["uid"]),
        metadata=metadata_of(fields["metadata"], fields["evidence"], size),
        text=None if fields["text"] is None else text_of(fields, size),
        data=data,
        name=required(fields["name"]),
        member=optional(fields["member"]),
        media_type=required(fields["media_type"], 140),
        encoding=optional(fields["encoding"], 60),
        rights=Rights(required(rights), Sensitivity(sensitivity), optional(embargo, 40)),
        note=required(fields["note"], None),
        tags=_all(fields["tags"], required, _DEEP),
        starred=fields["starred"] is True,
        read=fields["read"] is True,
    )


def _tag(item: list[Any]) -> IncomingTag:
    key, names, uid, definition, use_when, not_when, colour, related = item
    told = (required(definition), required(use_when), required(not_when))
    return IncomingTag(
        required(key), _all(names, required, _DEEP), _uid(uid), *told, optional(colour, 40), _all(related, required)
    )


def _passage(item: list[Any], lengths: Mapping[str, int]) -> IncomingPassage:
    source, start, end, exact, prefix, suffix, uid, note, uses, colour, author, created, modified, *where = item
    edition, utf16 = where
    if (start is None) != (end is None):
        raise BadAnswer("half a place")
    if start is not None:
        start, end = span(start, end, 0, lengths[source])
    return IncomingPassage(
        source=required(source),
        start=start,
        end=end,
        exact=required(exact, None),
        prefix=required(prefix),
        suffix=required(suffix),
        uid=_uid(uid),
        note=required(note, None),
        tags=_all(uses, _use, _DEEP),
        colour=optional(colour, 40),
        author=required(author, 1_000),
        created=required(created, 40),
        modified=required(modified, 40),
        edition=required(edition, 128),
        utf16=utf16 is True,
    )


def _use(item: list[Any]) -> IncomingUse:
    tag, author, created = item
    return IncomingUse(required(tag), required(author, 1_000), required(created, 40))


def _memo(item: list[Any]) -> IncomingMemo:
    title, text, uid, about, links, author, created, modified = item
    return IncomingMemo(
        required(title),
        required(text, None),
        _uid(uid),
        None if about is None else _thing(about),
        _all(links, _thing),
        required(author, 1_000),
        required(created, 40),
        required(modified, 40),
    )


def _set(item: list[Any]) -> IncomingSet:
    name, sources, uid, above = item
    return IncomingSet(required(name), _all(sources, required), _uid(uid), _all(above, required, _DEEP))


def _thing(item: list[Any]) -> Thing:
    kind, key = item
    if kind not in _KINDS:
        raise BadAnswer("a kind of thing that does not exist")
    return kind, required(key)


def _uid(value: Any) -> Uid | None:
    text = optional(value, 32)
    if text is not None and (len(text) != 32 or not set(text) <= _HEX):
        raise BadAnswer("a uid that is none")
    return None if text is None else Uid(text)
