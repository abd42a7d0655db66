"""The real window, offscreen, on which a folder is dropped: how long it was deaf at most until everything was indexed and read.

python -m tests.benchmarks.intake_child FOLDER      (the archive in WAYSTATION_ARCHIVE; it is made)

A beat of one millisecond runs all the while; beside it a person scrolls the list and opens an article now and then. The processes that
come with it are measured from outside: who looks at them takes the interpreter from the interface.
"""

import json
import sys
import time
from pathlib import Path

from tests.benchmarks.deafness import Deafness
from tests.benchmarks.driven import opened
from tests.benchmarks.measure import memory_mb

_LOOK_MS = 400


def main(folder: Path) -> dict[str, float | str]:
    """Drops the folder and uses the window until nothing waits."""
    from PySide6.QtCore import QEventLoop, QTimer

    from archive.archive import Archive
    from archive.base import places
    from archive.operations import extracting

    Archive.create(places.default_archive()).close()
    program, _ = opened(None)
    desk = program.desk()
    archive = desk.context.archive
    loop = QEventLoop()
    state = {"saved": 0.0, "turn": 0, "opened": 0}
    began = time.perf_counter()

    def look() -> None:
        """What a person does meanwhile, and whether all is done."""
        state["turn"] += 1
        deaf.begin("scroll")
        bar = desk.library.list.table.verticalScrollBar()
        bar.setValue((state["turn"] * 97) % (bar.maximum() + 1))
        if state["turn"] % 10 == 0 and desk.library.list.lister.model.rowCount():
            deaf.begin("open an article")
            desk.library.reader.show_article(1 + state["turn"] % 50)
            state["opened"] += 1
        if state["saved"] and not archive.index.pending() and not extracting.pending(archive):
            loop.exit(0)

    def finished() -> None:
        deaf.begin("the last file is saved")
        state["saved"] = time.perf_counter() - began

    desk.library.imports.finished.connect(finished)
    timer = QTimer(interval=_LOOK_MS)
    timer.timeout.connect(look)
    deaf = Deafness()

    def run() -> None:
        timer.start()
        deaf.begin("drop")
        desk.import_paths([folder])
        loop.exec()
        timer.stop()

    deaf.during(run)
    figures: dict[str, float | str] = {
        "read, cleaned, stored: s": state["saved"],
        "and indexed, dated, figured: s": time.perf_counter() - began,
        **deaf.figures(),
        "articles opened meanwhile": state["opened"],
        "memory afterwards, MB": memory_mb(),
    }
    program.settle()
    program.close()
    return figures


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
