"""Excerpts as CSV (RFC 4180): UTF-8 with a byte order mark, for spreadsheets; no cell is a formula."""

import csv
from collections.abc import Sequence
from pathlib import Path

from archive.base.progress import Progress
from archive.exports.shared.cells import cell
from archive.model.excerpt import Packet

from . import columns


def write(packet: Packet, path: Path, progress: Progress) -> Sequence[str]:
    """A row an excerpt, or an excerpt and tag, under a row of names."""
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(columns.headings(packet.choice))
        for row in progress.over(columns.rows(packet), "Writing excerpts", packet.passages):
            writer.writerow(map(cell, row))
    return ()
