"""The language of the pipe between the program and a reader: framed JSON, in which no code can travel.

What a reader answers is not trusted: a hostile file may have taken it over. `imported_of` rebuilds the record field by
field, checks every type, range and order, and raises BadAnswer at the first thing that is wrong.
"""

import json
import re
import struct
from collections.abc import Mapping
from typing import Any, BinaryIO

from archive.base.text import storable
from archive.model.article import (
    FIELDS,
    Block,
    BlockKind,
    Evidence,
    Imported,
    Metadata,
    Run,
    RunKind,
    SetAside,
    Source,
    Text,
    Verdict,
)

_LENGTH = struct.Struct("!Q")
_IMPORTER = re.compile(r"[a-z][a-z0-9_.-]{0,39}")
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,80}")
_FIELDS = frozenset(FIELDS)
_LONG = 1_000_000  # characters of a metadata field, a warning or an address (pages carry data: addresses)
_MANY = 10_000  # names, warnings


class BadAnswer(ValueError):
    """A reader answered something that no honest reader answers."""


def send(stream: BinaryIO, payload: bytes) -> None:
    """Writes one frame: its length in bytes (8, big-endian), then the bytes."""
    stream.write(_LENGTH.pack(len(payload)))
    stream.write(payload)
    stream.flush()


def receive(stream: BinaryIO, limit: int) -> bytes | None:
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


def request_of(source: Source) -> bytes:
    """A source as a frame: its description in one line of ASCII JSON, then its bytes."""
    head = {"name": source.name, "path": source.path, "member": source.member, "encoding": source.encoding}
    return json.dumps(head).encode("ascii") + b"\n" + source.data


def source_of(request: bytes) -> Source:
    """The source in a frame that `request_of` made."""
    head, data = request.split(b"\n", 1)
    return Source(data=data, **json.loads(head))


def refused(error: str) -> Imported:
    """The record for a file of which a reader made nothing; `error` is the sentence that says why."""
    return Imported(Verdict.REFUSED, "reader", 1, "application/octet-stream", error=error)


def answer_of(imported: Imported) -> bytes:
    """What an importer made of a source, as UTF-8 JSON."""
    text, metadata = imported.text, imported.metadata
    answer = {
        "verdict": imported.verdict.value,
        "importer": imported.importer,
        "importer_version": imported.importer_version,
        "media_type": imported.media_type,
        "encoding": imported.encoding,
        "decoded": imported.decoded,
        "warnings": list(imported.warnings),
        "error": imported.error,
        "metadata": {name: getattr(metadata, name) for name in sorted(_FIELDS)},
        "evidence": {
            name: [item.value, item.start, item.end, item.rule, item.confidence]
            for name, item in metadata.evidence.items()
        },
        "text": text.text if text is not None else None,
        "blocks": [_block(block) for block in text.blocks] if text is not None else [],
        "set_aside": [[item.start, item.end, item.text, item.why] for item in text.set_aside]
        if text is not None
        else [],
    }
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _block(block: Block) -> list[Any]:
    runs = [[run.kind.value, run.start, run.end, run.target] for run in block.runs]
    return [block.kind.value, block.start, block.end, *block.source, block.level, runs]


def imported_of(answer: bytes) -> Imported:
    """The record in an answer, rebuilt and checked. Raises BadAnswer."""
    try:
        fields = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise BadAnswer("the answer is no JSON") from error
    if not isinstance(fields, dict):
        raise BadAnswer("the answer is no object")
    try:
        return _imported(fields)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadAnswer(str(error)) from error


def _imported(fields: Mapping[str, Any]) -> Imported:
    verdict = Verdict(fields["verdict"])
    decoded = _text(fields["decoded"], None)
    refused = verdict is Verdict.REFUSED
    if refused != (fields["text"] is None):
        raise BadAnswer("a refused file has no text, and every other one has")
    importer, media_type = fields["importer"], fields["media_type"]
    if not _IMPORTER.fullmatch(importer) or not _MEDIA_TYPE.fullmatch(media_type):
        raise BadAnswer("the importer or the media type has a strange name")
    size = len(decoded) if decoded is not None else 0
    error = _text(fields["error"])
    return Imported(
        verdict=verdict,
        importer=importer,
        importer_version=_number(fields["importer_version"], 0, 1_000_000),
        media_type=media_type,
        encoding=_text(fields["encoding"], 60),
        decoded=decoded,
        metadata=_metadata(fields["metadata"], fields["evidence"], size),
        text=None if refused else _canonical(fields, size),
        warnings=_strings(fields["warnings"]),
        error=(error or "This file cannot be read.") if refused else error,
    )


def _metadata(fields: Mapping[str, Any], evidence: Mapping[str, Any], size: int) -> Metadata:
    if not set(evidence) <= _FIELDS:
        raise BadAnswer("evidence for a field that does not exist")
    byline = _strings(fields["byline"])
    simple = {name: _text(fields[name]) for name in _FIELDS - {"byline"}}
    proofs = {name: _evidence(item, size) for name, item in evidence.items()}
    return Metadata(byline=byline, evidence=proofs, **simple)


def _evidence(item: list[Any], size: int) -> Evidence:
    value, start, end, rule, confidence = item
    if (start is None) != (end is None):
        raise BadAnswer("evidence with half a place")
    if start is not None:
        start, end = _span(start, end, 0, size)
    if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
        raise BadAnswer("a confidence outside 0 to 1")
    return Evidence(_required(value), start, end, _required(rule, 200), float(confidence))


def _canonical(fields: Mapping[str, Any], size: int) -> Text:
    text = _required(fields["text"], None)
    blocks: list[Block] = []
    expected = 0
    for kind, start, end, source_start, source_end, level, runs in fields["blocks"]:
        start, end = _span(start, end, expected, len(text))
        if start != expected or (start > 0 and text[start - 1] != "\n") or "\n" in text[start:end]:
            raise BadAnswer("blocks that are not joined by one newline")
        spans = tuple(_run(run, start, end) for run in runs)
        level = _number(level, 0, 1_000)
        blocks.append(Block(BlockKind(kind), start, end, _span(source_start, source_end, 0, size), level, spans))
        expected = end + 1
    if not blocks or expected != len(text) + 1:
        raise BadAnswer("blocks that do not cover the text")
    return Text(text, tuple(blocks), tuple(_set_aside(item, size) for item in fields["set_aside"]))


def _run(item: list[Any], start: int, end: int) -> Run:
    kind, first, last, target = item
    return Run(RunKind(kind), *_span(first, last, start, end), _text(target))


def _set_aside(item: list[Any], size: int) -> SetAside:
    start, end, text, why = item
    return SetAside(*_span(start, end, 0, size), _required(text, None), _required(why, 500))


def _span(start: Any, end: Any, least: int, most: int) -> tuple[int, int]:
    return _number(start, least, most), _number(end, start, most)


def _number(value: Any, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise BadAnswer(f"{value!r:.40} is not a number from {least} to {most}")
    return value


def _text(value: Any, longest: int | None = _LONG) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or (longest is not None and len(value) > longest):
        raise BadAnswer("a value is no text, or far too long")
    return storable(value)


def _required(value: Any, longest: int | None = _LONG) -> str:
    text = _text(value, longest)
    if text is None:
        raise BadAnswer("a text is missing")
    return text


def _strings(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or len(values) > _MANY:
        raise BadAnswer("a list is no list, or far too long")
    return tuple(_required(value) for value in values)
