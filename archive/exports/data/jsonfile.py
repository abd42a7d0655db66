"""Excerpts as one JSON document (RFC 8259): articles, tags, memos and excerpts under their names."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO

from archive.base.progress import Progress
from archive.base.text import storable
from archive.exports.shared import records
from archive.model.excerpt import Packet

VERSION = 1


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """An object `{format, version, title, made, archive, articles, tags, memos, excerpts}`, written item by item."""
    choice = packet.choice
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(dumped(head(packet))[:-1])
        _list(file, "articles", map(records.work, packet.works.values()))
        if choice.tags:
            _list(file, "tags", (records.tag(each, choice) for each in packet.tags))
        _list(file, "memos", map(records.memo, packet.memos))
        excerpts = progress.over(packet.excerpts(), "Writing excerpts", packet.passages)
        _list(file, "excerpts", (records.excerpt(each, choice) for each in excerpts))
        file.write("}\n")
    return ()


def head(packet: Packet) -> dict[str, Any]:
    """What a document of ours begins with."""
    told = {"format": "waystation-excerpts", "version": VERSION, "title": packet.title, "made": packet.made}
    return told | {"archive": packet.archive_uid}


def dumped(value: Any) -> str:
    """JSON in one line that every parser takes: no lone surrogates, none of the separators that end a line elsewhere."""
    text = storable(json.dumps(value, ensure_ascii=False))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _list(file: TextIO, name: str, items: Iterable[Any]) -> None:
    file.write(f',\n"{name}": [')
    for place, item in enumerate(items):
        file.write((",\n" if place else "\n") + dumped(item))
    file.write("\n]")
