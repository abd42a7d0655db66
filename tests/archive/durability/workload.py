"""The program that is killed: imports generated files and indexes them, and acknowledges each article once it is saved.

`python workload.py ARCHIVE FOLDER SEED [ACKNOWLEDGEMENTS]`. Each acknowledgement is one line of JSON, `{id, title, sha512}`,
on standard output, or appended to a file by one write of its own. Runs until it has imported every file of FOLDER.
"""

import hashlib
import json
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from archive.archive import Archive
from archive.importers.registry import read
from archive.model.article import Imported, Source
from archive.operations import ingest


class Readers:
    """The importers in this process: what is tested here is the archive, and a reader that outlives a kill has its own test."""

    def read(self, sources: Iterator[Source]) -> Iterator[tuple[Source, Imported]]:
        for source in sources:
            yield source, read(source)

    def close(self) -> None:
        pass


def main(archive_path: str, folder: str, seed: str, acknowledgements: str | None = None) -> None:
    """Imports in runs of a few files, indexing after some of them."""
    chance = random.Random(int(seed))
    target = os.open(acknowledgements, os.O_WRONLY | os.O_CREAT | os.O_APPEND) if acknowledgements else 1
    originals = {
        str(path): hashlib.sha512(path.read_bytes()).hexdigest() for path in sorted(Path(folder).glob("*.txt"))
    }

    def acknowledge(report: ingest.FileReport) -> None:
        line = {"id": report.id, "title": report.title, "sha512": originals[report.path], "status": report.status}
        os.write(target, json.dumps(line).encode() + b"\n")

    with Archive.open(Path(archive_path)) as archive:
        paths = list(originals)
        while paths:
            count = chance.randint(1, 30)
            ingest.run(archive, paths[:count], pool=Readers(), reported=acknowledge)
            del paths[:count]
            if chance.random() < 0.5:
                archive.index.index_batch(chance.randint(5, 60))
            if chance.random() < 0.1:
                archive.store.connections.checkpoint()


if __name__ == "__main__":
    main(*sys.argv[1:])
