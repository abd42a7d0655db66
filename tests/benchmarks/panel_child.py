"""What runs inside the measured processes of `bench_panel`: the real window, offscreen, and the statistics in it.

python -m tests.benchmarks.panel_child      (the archive in WAYSTATION_ARCHIVE)

Prints one JSON object of milliseconds. A tab is open, and a filter in force, when what it asked for has come and is painted.
"""

import json
import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from tests.benchmarks.driven import Pulse, now_ms, opened, wait
from tests.benchmarks.figures_archive import PUBLISHERS

if TYPE_CHECKING:
    from desktop.program import Program
    from desktop.views.statistics import Statistics
    from desktop.views.statistics.filter import Filter

ROUNDS = 3
TABS = ("figures", "collection", "coding", "language")


def main() -> None:
    """Opens the statistics, each of its tabs, and then asks the tab of figures and that of the collection each question in turn."""
    program, _ = opened(None)
    program.settle()
    if program.desk()._warming.isActive():
        wait(program.desk()._warming.timeout)  # the window has been open for a moment, as when a person gets here
    program.settle()
    found: dict[str, list[float]] = {}
    for name in TABS:
        _timed(found, f"opening {name}", program, lambda name=name: _open(program, name))
    filters = _filters()
    for name in ("figures", "collection"):
        _timed(found, f"back to {name}", program, lambda name=name: _open(program, name))
        for _ in range(ROUNDS):
            for question, filter in filters.items():
                _timed(found, f"{name}, {question}", program, lambda filter=filter: _narrow(program, filter))
    program.close()
    print(json.dumps(found))


def _timed(found: dict[str, list[float]], name: str, program: "Program", work: Callable[[], None]) -> None:
    pulse = Pulse()
    began, worked, shown = now_ms(), time.process_time(), time.thread_time()
    pulse.during(work)
    told = {"": now_ms() - began, "processor": (time.process_time() - worked) * 1000}
    told |= {
        "interface": (time.thread_time() - shown) * 1000,
        "longest turn": pulse.longest,
        "busiest turn": pulse.busiest,
    }
    for what, value in told.items():
        found.setdefault(f"{name}{': ' if what else ''}{what}", []).append(value)
    program.settle()


def _open(program: "Program", name: str) -> None:
    view = program.desk().counting.show()
    view.show_tab(name)
    _painted(program, view)


def _narrow(program: "Program", filter: "Filter") -> None:
    view = program.desk().counting.show()
    view.narrow(filter)
    _painted(program, view)


def _painted(program: "Program", view: "Statistics") -> None:
    program.app.processEvents()  # what was narrowed asks in a turn of its own
    jobs = program.desk().context.jobs
    while jobs.active or _has_more(view):
        if jobs.active:
            wait(jobs.idle)
        program.app.processEvents()
    view.repaint()


def _has_more(view: "Statistics") -> bool:
    """Whether something is still to be drawn in a turn of its own."""
    from PySide6.QtCore import QTimer

    timers = view.findChildren(QTimer)
    return any(timer.isActive() and timer.isSingleShot() and not timer.interval() for timer in timers)


def _filters() -> Mapping[str, "Filter"]:
    from archive.model.ids import ArticleId
    from desktop.views.statistics.filter import Filter

    return {
        "days": Filter(since=date(2015, 1, 1)),
        "a publisher": Filter(publishers=PUBLISHERS[:1]),
        "a tag": Filter(tags=("place",)),
        "200 articles": Filter(articles=tuple(ArticleId(each) for each in range(1, 201))),
        "everything": Filter(),
    }


if __name__ == "__main__":
    main()
