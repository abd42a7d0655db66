"""What runs inside the measured processes of `bench_start`: the real program, offscreen.

python -m tests.benchmarks.start_child start | views | unlock      (the archive in WAYSTATION_ARCHIVE; its passphrase in WAYSTATION_PASSPHRASE)

Prints one JSON object. `…_at` are readings of the system's monotonic clock, so that the parent can count from when it started the process.
"""

import json
import os
import sys
import time
from itertools import chain
from pathlib import Path
from typing import Any

from tests.benchmarks.driven import opened

_TYPING_MS = 1500


def start() -> dict[str, Any]:
    """Starts the program as its command does, until a letter stands in the search box; nothing is closed."""
    from archive.base import places

    program, at = opened(places.default_archive())
    figures: dict[str, Any] = {**at, "processor_ms": time.process_time() * 1000, "modules": len(sys.modules)}
    from PySide6.QtTest import QTest

    field = program.desk().library.list.search.field
    program.app.processEvents()  # what is due before the key is done before it
    QTest.keyClick(field, "a")
    field.repaint()
    assert field.text() == "a"
    return figures | {"answered_at": time.monotonic()}


def views() -> dict[str, Any]:
    """Walks through every view, with a watchdog at the interface."""
    from archive.base import places
    from archive.model.ids import ArticleId
    from tests.benchmarks.generator import WORDS
    from tests.benchmarks.measure import memory_mb
    from tests.desktop import walk
    from tests.desktop.watchdog import Watchdog

    program, _ = opened(places.default_archive())
    memory = {"start": memory_mb()}
    walk.warmed(program)
    memory["warmed"] = memory_mb()
    longest = ArticleId(program.desk().context.archive.store.connections.value("SELECT max(id) FROM articles"))
    watchdog, busiest = Watchdog(50), dict[str, tuple[float, str]]()
    watchdog.start()
    for name, act in chain(walk.acts(program, word=WORDS[20], longest=longest), walk.pages(program)):
        watchdog.begin(name)
        act()
        program.settle()
        area = name.partition(":")[0]
        busiest[area] = max(busiest.get(area, (0.0, "")), (watchdog.busiest_ms, name))
        memory[area] = memory_mb()
    watchdog.stop()
    areas = [
        {
            "area": area,
            "busiest_ms": busiest.get(area, (0.0, ""))[0],
            "act": busiest.get(area, (0.0, ""))[1],
            "memory_mb": held,
        }
        for area, held in memory.items()
    ]
    turns = [{"act": turn.act, "busy_ms": turn.busy_ms, "stack": turn.stack} for turn in watchdog.turns]
    program.close()
    return {"areas": areas, "turns": turns}


def unlock() -> dict[str, Any]:
    """Stands before an encrypted archive as long as a person types, then from Return until its list is on the screen, ms."""
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtTest import QTest

    from archive.base import places
    from desktop.program import Program
    from tests.benchmarks.driven import wait

    passphrase = os.environ.pop("WAYSTATION_PASSPHRASE")
    program = Program(keep=False)
    program.alerts.install()
    wait(program.opening.locked, begin=lambda: program.start(places.default_archive()))
    typing = QTimer(interval=_TYPING_MS, singleShot=True)
    wait(typing.timeout, begin=typing.start)
    line = program.window.page().field.line  # type: ignore[union-attr]
    QTest.keyClicks(line, passphrase)
    at, processor = time.monotonic(), time.thread_time()
    wait(program.window.ready, begin=lambda: QTest.keyClick(line, Qt.Key.Key_Return))
    ready = time.monotonic()
    table, lister = program.desk().library.list.table, program.desk().library.list.lister
    if lister.results is None:
        wait(lister.listed)
    table.viewport().repaint()
    told = {"ready": ready, "listed": time.monotonic()}
    figures = {name: (each - at) * 1000 for name, each in told.items()}
    return figures | {"processor": (time.thread_time() - processor) * 1000}


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    print(json.dumps({"start": start, "views": views, "unlock": unlock}[sys.argv[1]]()), flush=True)
    os._exit(0)
