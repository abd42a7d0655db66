"""The language of the pipe between the program and a reader: framed JSON, in which no code can travel.

What a reader answers is not trusted: a hostile file may have taken it over. `imported_of` rebuilds the record field by
field, checks every type, range and order, and raises BadAnswer at the first thing that is wrong. The bytes of a container's
members follow the answer, a frame each, so that they are never held twice.
"""

import json
import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import IO, Any

from archive.model.article import Beside, Imported, Member, Source, Verdict
from archive.model.taught import Spot, TaughtRule

from . import incoming, tables
from .checked import BadAnswer, metadata_fields, metadata_of, number, optional, required, strings, text_fields, text_of

__all__ = [
    "MEMBER_BYTES",
    "MOST_MEMBERS",
    "BadAnswer",
    "answer_of",
    "imported_of",
    "put",
    "receive",
    "refused",
    "request_of",
    "send",
    "source_of",
]

MOST_MEMBERS = 20_000
MEMBER_BYTES = 512 * 1024**2  # of all members of a file
_LONGEST_NAME = 4_096
_MOST_BESIDE = 2_000
_BESIDE = ("address", "name", "media_type", "width", "height", "size", "sha512")
_LENGTH = struct.Struct("!Q")
_IMPORTER = re.compile(r"[a-z][a-z0-9_.-]{0,39}")
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,80}")


def send(stream: IO[bytes], payload: bytes) -> None:
    """Writes one frame: its length in bytes (8, big-endian), then the bytes."""
    put(stream, payload)
    stream.flush()


def put(stream: IO[bytes], payload: bytes) -> None:
    """The same, left to be sent with what follows."""
    stream.write(_LENGTH.pack(len(payload)))
    stream.write(payload)


def receive(stream: IO[bytes], limit: int) -> bytes | None:
    """Reads one frame; None at the end of the stream. Raises BadAnswer when it is cut short or longer than `limit` bytes."""
    head = stream.read(_LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        raise BadAnswer("a frame was cut short")
    (length,) = _LENGTH.unpack(head)
    if length > limit:
        raise BadAnswer(f"a frame of {length} bytes is over the limit of {limit}")
    payload = stream.read(length)
    if len(payload) < length:
        raise BadAnswer("a frame was cut short")
    return payload


def request_of(source: Source, held: tuple[TaughtRule, ...] = ()) -> bytes:
    """A source as a frame: its description in one line of ASCII JSON, then its bytes.

    `held` are the rules that the reader was sent with the last source: the same ones are not sent again.
    """
    told = ("name", "path", "member", "encoding", "address", "columns")
    head: dict[str, Any] = {name: getattr(source, name) for name in told}
    if source.beside:
        head["beside"] = [[getattr(each, name) for name in _BESIDE] for each in source.beside]
    head["rules"] = None if source.rules == held else [asdict(rule) for rule in source.rules]
    return json.dumps(head).encode("ascii") + b"\n" + source.data


def source_of(request: bytes, held: tuple[TaughtRule, ...] = ()) -> Source:
    """The source in a frame that `request_of` made."""
    head, data = request.split(b"\n", 1)
    fields = json.loads(head)
    rules = fields.pop("rules")
    beside = tuple(Beside(*each) for each in fields.pop("beside", ()))
    return Source(data=data, beside=beside, rules=held if rules is None else tuple(map(_rule, rules)), **fields)


def _rule(fields: Mapping[str, Any]) -> TaughtRule:
    return TaughtRule(**{**fields, "spot": Spot(**fields["spot"])})


def refused(error: str) -> Imported:
    """The record for a file of which a reader made nothing; `error` is the sentence that says why."""
    return Imported(Verdict.REFUSED, "reader", 1, "application/octet-stream", error=error)


def answer_of(imported: Imported) -> bytes:
    """What an importer made of a source, as UTF-8 JSON; the members' bytes are to be sent behind it, a frame each."""
    answer = {
        "verdict": imported.verdict.value,
        "importer": imported.importer,
        "importer_version": imported.importer_version,
        "media_type": imported.media_type,
        "encoding": imported.encoding,
        "decoded": imported.decoded,
        "warnings": list(imported.warnings),
        "error": imported.error,
        **metadata_fields(imported.metadata),
        **text_fields(imported.text),
        "incoming": None if imported.incoming is None else incoming.fields_of(imported.incoming),
        "members": [_member_fields(each) for each in imported.members],
        "pages": list(imported.pages),
        "scanned": list(imported.scanned),
        "unread": imported.unread,
        "table": None if imported.table is None else tables.fields_of(imported.table),
    }
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _member_fields(member: Member) -> dict[str, Any]:
    told = {"name": member.name, "size": len(member.data), "media_type": member.media_type, "encoding": member.encoding}
    told["beside"] = [list(each) for each in member.beside]
    return {**told, **metadata_fields(member.metadata)}


def _no_body(size: int) -> bytes:
    raise BadAnswer("members without their bytes")


def imported_of(answer: bytes, body: Callable[[int], bytes] = _no_body) -> Imported:
    """The record in an answer, rebuilt and checked; `body` gives the bytes of the next member, of a size. Raises BadAnswer."""
    try:
        fields = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise BadAnswer("the answer is no JSON") from error
    if not isinstance(fields, dict):
        raise BadAnswer("the answer is no object")
    try:
        return _imported(fields, body)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadAnswer(str(error)) from error


def _imported(fields: Mapping[str, Any], body: Callable[[int], bytes]) -> Imported:
    verdict = Verdict(fields["verdict"])
    decoded = optional(fields["decoded"], None)
    refused = verdict is Verdict.REFUSED
    brought = fields["incoming"]
    held = fields["members"]
    if not isinstance(held, list) or len(held) > MOST_MEMBERS:
        raise BadAnswer("the members are no list, or too many")
    if refused != (fields["text"] is None and brought is None and not held):
        raise BadAnswer("a refused file has no text, and every other one has")
    importer, media_type = fields["importer"], fields["media_type"]
    if not _IMPORTER.fullmatch(importer) or not _MEDIA_TYPE.fullmatch(media_type):
        raise BadAnswer("the importer or the media type has a strange name")
    size = len(decoded) if decoded is not None else 0
    error = optional(fields["error"])
    return Imported(
        verdict=verdict,
        importer=importer,
        importer_version=number(fields["importer_version"], 0, 1_000_000),
        media_type=media_type,
        encoding=optional(fields["encoding"], 60),
        decoded=decoded,
        metadata=metadata_of(fields["metadata"], fields["evidence"], size),
        text=None if fields["text"] is None else text_of(fields, size),
        warnings=strings(fields["warnings"]),
        error=(error or "This file cannot be read.") if refused else error,
        incoming=None if brought is None else incoming.incoming_of(brought),
        members=_members(held, body),
        pages=strings(fields["pages"]),
        scanned=_scanned(fields["scanned"], len(fields["pages"])),
        unread=bool(fields["unread"]) and not refused,
        table=None if fields["table"] is None else tables.draft_of(fields["table"]),
    )


def _scanned(pages: list[Any], most: int) -> tuple[int, ...]:
    found = tuple(number(each, 1, most) for each in pages)
    if list(found) != sorted(set(found)):
        raise BadAnswer("pages that are not in order")
    return found


def _beside(items: Any, members: int) -> tuple[tuple[str, int], ...]:
    """Which members are the pictures of one, by their addresses there."""
    if not isinstance(items, list) or len(items) > _MOST_BESIDE:
        raise BadAnswer("the pictures beside a page are no list, or too many")
    return tuple((required(address, _LONGEST_NAME), number(place, 0, members - 1)) for address, place in items)


def _members(held: list[Mapping[str, Any]], body: Callable[[int], bytes]) -> tuple[Member, ...]:
    """The members, each with its bytes; all are checked before the first byte is asked for."""
    room = MEMBER_BYTES
    described = []
    for each in held:
        size = number(each["size"], 0, room)
        room -= size
        media_type = optional(each["media_type"], 141)
        if media_type is not None and not _MEDIA_TYPE.fullmatch(media_type):
            raise BadAnswer("a member's media type has a strange name")
        metadata = metadata_of(each["metadata"], each["evidence"], 0)
        encoding = optional(each["encoding"], 60)
        name, beside = required(each["name"], _LONGEST_NAME), _beside(each["beside"], len(held))
        described.append((Member(name, b"", media_type, metadata, encoding, beside), size))
    return tuple(replace(member, data=body(size)) for member, size in described)
