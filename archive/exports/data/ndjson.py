"""Excerpts as lines of JSON (newline-delimited JSON): each line stands alone, with its article in it."""

from collections.abc import Sequence
from pathlib import Path

from archive.base.progress import Progress
from archive.exports.shared import records
from archive.model.excerpt import Packet

from .jsonfile import dumped


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """A line an excerpt, with the article that it is from as `source`."""
    with path.open("x", encoding="utf-8", newline="\n") as file:
        for each in progress.over(packet.excerpts(), "Writing excerpts", packet.passages):
            told = records.excerpt(each, packet.choice) | {"source": records.work(each.work)}
            file.write(dumped(told) + "\n")
    return ()
