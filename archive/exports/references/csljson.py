"""Articles as CSL-JSON, which Zotero, pandoc and others read: a list of items, with tags as `keyword` and notes as `annote`."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from archive.base.progress import Progress
from archive.exports.shared.cells import plain
from archive.model.excerpt import Packet

from .marks import Reference, references


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """One UTF-8 file."""
    with path.open("x", encoding="utf-8", newline="\n") as out:
        out.write("[")
        before = "\n"
        for reference in progress.over(references(packet, progress), "Writing articles"):
            out.write(before + json.dumps(_item(reference), ensure_ascii=False, indent=1))
            before = ",\n"
        out.write("\n]\n")
    return ()


def _item(reference: Reference) -> dict[str, Any]:
    made = {**reference.item, "citation-key": reference.key}
    if reference.tags:
        made["keyword"] = "; ".join(reference.tags)
    if reference.notes:
        # Not `note`: of that, programs read lines like "title: …" as variables of the item.
        made["annote"] = "\n".join(reference.notes)
    return {key: _shown(value) for key, value in made.items()}


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Mapping):
        return {key: _shown(each) for key, each in value.items()}
    return [_shown(each) for each in value] if isinstance(value, list) else value
