"""The parts of an answer that are checked: numbers, texts, metadata, a canonical text with its blocks. Trusts nothing.

Everything raises BadAnswer at the first thing that no honest reader says.
"""

import re
from collections.abc import Mapping
from typing import Any

from archive.base.text import storable
from archive.model.article import (
    FIELDS,
    Block,
    BlockKind,
    Evidence,
    Illustration,
    Metadata,
    Run,
    RunKind,
    SetAside,
    Text,
)

_FIELDS = frozenset(FIELDS)
_LONG = 1_000_000  # characters of a metadata field, a warning or an address (pages carry data: addresses)
_MANY = 10_000  # names, warnings
_PICTURES = 1_000  # of an article
_PICTURE_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"})
_WIDEST = 1 << 31
_SHA512 = re.compile(r"[0-9a-f]{128}")


class BadAnswer(ValueError):
    """A reader answered something that no honest reader answers."""


def metadata_fields(metadata: Metadata) -> dict[str, Any]:
    """Metadata as JSON, for `metadata_of`."""
    return {
        "metadata": {name: getattr(metadata, name) for name in sorted(_FIELDS)},
        "evidence": {
            name: [item.value, item.start, item.end, item.rule, item.confidence]
            for name, item in metadata.evidence.items()
        },
    }


def text_fields(text: Text | None) -> dict[str, Any]:
    """A canonical text as JSON, for `text_of`."""
    if text is None:
        return {"text": None, "blocks": [], "set_aside": [], "pictures": []}
    return {
        "text": text.text,
        "blocks": [_block(block) for block in text.blocks],
        "set_aside": [[item.start, item.end, item.text, item.why] for item in text.set_aside],
        "pictures": [
            [p.place, p.media_type, p.width, p.height, p.size, p.sha512, p.source, p.caption, p.alt]
            for p in text.pictures
        ],
    }


def _block(block: Block) -> list[Any]:
    runs = [[run.kind.value, run.start, run.end, run.target] for run in block.runs]
    return [block.kind.value, block.start, block.end, *block.source, block.level, runs]


def metadata_of(fields: Mapping[str, Any], evidence: Mapping[str, Any], size: int) -> Metadata:
    """The metadata of an answer; `size` is the length of the decoded original. Raises BadAnswer."""
    if not set(evidence) <= _FIELDS:
        raise BadAnswer("evidence for a field that does not exist")
    byline = strings(fields["byline"])
    simple = {name: optional(fields[name]) for name in _FIELDS - {"byline"}}
    proofs = {name: _evidence(item, size) for name, item in evidence.items()}
    return Metadata(byline=byline, evidence=proofs, **simple)


def _evidence(item: list[Any], size: int) -> Evidence:
    value, start, end, rule, confidence = item
    if (start is None) != (end is None):
        raise BadAnswer("evidence with half a place")
    if start is not None:
        start, end = span(start, end, 0, size)
    if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
        raise BadAnswer("a confidence outside 0 to 1")
    return Evidence(required(value), start, end, required(rule, 200), float(confidence))


def text_of(fields: Mapping[str, Any], size: int) -> Text:
    """A canonical text with its blocks; `size` is the length of the decoded original. Raises BadAnswer."""
    text = required(fields["text"], None)
    blocks: list[Block] = []
    expected = 0
    for kind, start, end, source_start, source_end, level, runs in fields["blocks"]:
        start, end = span(start, end, expected, len(text))
        if start != expected or (start > 0 and text[start - 1] != "\n") or "\n" in text[start:end]:
            raise BadAnswer("blocks that are not joined by one newline")
        spans = tuple(_run(run, start, end) for run in runs)
        level = number(level, 0, 1_000)
        blocks.append(Block(BlockKind(kind), start, end, span(source_start, source_end, 0, size), level, spans))
        expected = end + 1
    if not blocks or expected != len(text) + 1:
        raise BadAnswer("blocks that do not cover the text")
    aside = tuple(_set_aside(item, size) for item in fields["set_aside"])
    return Text(text, tuple(blocks), aside, _pictures(fields["pictures"], size))


def _pictures(items: Any, size: int) -> tuple[Illustration, ...]:
    if not isinstance(items, list) or len(items) > _PICTURES:
        raise BadAnswer("the pictures are no list, or too many")
    return tuple(_picture(item, size) for item in items)


def _picture(item: list[Any], size: int) -> Illustration:
    place, media_type, width, height, length, sha512, source, caption, alt = item
    if media_type not in _PICTURE_TYPES or not _SHA512.fullmatch(required(sha512, 128)):
        raise BadAnswer("a picture of a strange kind or address")
    return Illustration(
        required(place, 4_096),
        media_type,
        number(width, 0, _WIDEST),
        number(height, 0, _WIDEST),
        number(length, 1, 1 << 40),
        sha512,
        number(source, 0, size),
        None if caption is None else number(caption, 0, size),
        required(alt, 4_000),
    )


def _run(item: list[Any], start: int, end: int) -> Run:
    kind, first, last, target = item
    return Run(RunKind(kind), *span(first, last, start, end), optional(target))


def _set_aside(item: list[Any], size: int) -> SetAside:
    start, end, text, why = item
    return SetAside(*span(start, end, 0, size), required(text, None), required(why, 500))


def span(start: Any, end: Any, least: int, most: int) -> tuple[int, int]:
    """A half-open stretch inside of `[least, most]`."""
    return number(start, least, most), number(end, start, most)


def number(value: Any, least: int, most: int) -> int:
    """A whole number from `least` to `most`."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise BadAnswer(f"{value!r:.40} is not a number from {least} to {most}")
    return value


def optional(value: Any, longest: int | None = _LONG) -> str | None:
    """A text that may be missing, as it can be stored."""
    if value is None:
        return None
    if not isinstance(value, str) or (longest is not None and len(value) > longest):
        raise BadAnswer("a value is no text, or far too long")
    return storable(value)


def required(value: Any, longest: int | None = _LONG) -> str:
    """A text that must be there."""
    text = optional(value, longest)
    if text is None:
        raise BadAnswer("a text is missing")
    return text


def strings(values: Any) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(values, list) or len(values) > _MANY:
        raise BadAnswer("a list is no list, or far too long")
    return tuple(required(value) for value in values)
