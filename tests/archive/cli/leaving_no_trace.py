"""The program that is watched: works with a marker in everything that a person can put words into, and is killed in the middle of it.

`python leaving_no_trace.py ARCHIVE SOURCE BACKUP MARKER [PASSPHRASE]`
"""

import os
import signal
import sys
from pathlib import Path

from archive.archive import Archive
from archive.confinement import pool
from archive.exports.registry import FORMATS
from archive.model.excerpt import Choice
from archive.model.search import Sort
from archive.operations import annotate, find, indexing, ingest, maintain, memos, protecting
from archive.operations.exchange import bundling, foreign
from archive.operations.previewing import Previewer


def main(path: str, source: str, backup: str, marker: str, passphrase: str | None = None) -> None:
    pool.Pool.__init__.__kwdefaults__["verdict_seconds"] = 200.0  # whoever is watched is slow
    key = None if passphrase is None else protecting.unlock(Path(path), passphrase)
    with Archive.open(Path(path), key=key) as archive:
        report = ingest.run(archive, [source])
        article = report.files[0].id
        assert article is not None, report.files[0]
        indexing.settle(archive)
        text = archive.store.editions.current(article).text
        start = text.index(marker)
        passage, _ = annotate.mark(archive, article, start, start + len(marker), note=f"a note on {marker}")
        annotate.tag(archive, [passage.uid], f"{marker} tag")
        memos.create(archive, f"memo of {marker}", f"thoughts about {marker}")
        for sort in Sort:
            find.search(archive, marker, sort=sort)
            find.search(archive, f"{marker[:4]}*", sort=sort)
        previewer = Previewer(archive)
        for name in FORMATS:
            previewer.preview(name, Choice(override=True))
        assert archive.store.connections.backup(Path(backup)) == []
        bundle = Path(backup).with_name("Papers.waystation-bundle")
        bundling.bundle(archive, bundle, passphrase="words and words")
        foreign.bring(archive, bundle, passphrase="words and words")
        assert maintain.check(archive) == []
        ingest.run(archive, [source])
        with archive.atomic():
            archive.store.facts.set("half", marker * 1000)
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
