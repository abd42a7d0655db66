"""The program that is killed: imports generated files, marks some of them and indexes them, and acknowledges what is saved.

`python workload.py ARCHIVE FOLDER SEED [ACKNOWLEDGEMENTS]`. Each acknowledgement is one line of JSON on standard output, or
appended to a file by one write of its own: of an article `{id, title, sha512}`, of a passage `{passage, exact, note, tag, may_be_gone}`.
Runs until it has imported every file of FOLDER.
"""

import hashlib
import json
import os
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from archive.archive import Archive
from archive.importers.registry import read
from archive.model.article import Imported, Source
from archive.model.ids import ArticleId
from archive.operations import annotate, history, ingest


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

    fresh: list[ArticleId] = []

    def say(line: object) -> None:
        os.write(target, json.dumps(line).encode() + b"\n")

    def acknowledge(report: ingest.FileReport) -> None:
        say({"id": report.id, "title": report.title, "sha512": originals[report.path], "status": report.status})
        if report.id is not None:
            fresh.append(report.id)

    with Archive.open(Path(archive_path)) as archive:
        paths = list(originals)
        while paths:
            count = chance.randint(1, 30)
            ingest.run(archive, paths[:count], pool=Readers(), reported=acknowledge)
            del paths[:count]
            for article in chance.sample(fresh, min(3, len(fresh))):
                _annotate(archive, article, chance, say)
            if chance.random() < 0.5:
                archive.index.index_batch(chance.randint(5, 60))
            if chance.random() < 0.1:
                archive.store.connections.checkpoint()


def _annotate(archive: Archive, article: ArticleId, chance: random.Random, say: Callable[[object], None]) -> None:
    """Marks words, tags and notes them, and takes some of the marks off again; each act is told as soon as it is saved."""
    text = archive.store.editions.current(article).text
    start = chance.randrange(len(text) - 40)
    note, tag = f"note {chance.randrange(10**6)}", f"route/part {chance.randrange(12)}"
    passage, _ = annotate.mark(archive, article, start, start + 30, note=note)
    goes, returns = chance.random() < 0.3, chance.random() < 0.5
    told = {"passage": passage.uid, "exact": passage.anchor.exact, "note": note, "tag": None, "may_be_gone": False}
    say(told)
    annotate.tag(archive, [passage.uid], tag)
    say(told | {"tag": tag, "may_be_gone": goes})
    if goes:
        annotate.unmark(archive, [passage.uid])
        say(told | {"may_be_gone": True})
        if returns:
            history.revert(archive, history.page(archive, limit=1)[0].id)
            say(told | {"tag": tag})


if __name__ == "__main__":
    main(*sys.argv[1:])
