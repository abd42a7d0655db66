"""What runs inside the measured processes of `bench_timeline_window`: the real window, offscreen, and the timeline in it.

python -m tests.benchmarks.timeline_child      (the archive in WAYSTATION_ARCHIVE)

Prints one JSON object of milliseconds. A pass over a question ends when canvas and list are painted; the pause that typing makes
before words are searched is not in it.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from tests.benchmarks.driven import Pulse, now_ms, opened, wait

if TYPE_CHECKING:
    from desktop.program import Program
    from desktop.views.timeline import Timeline
    from desktop.views.timeline.wanted import Wanted

ROUNDS = 3


def main() -> None:
    """Opens the timeline once, then asks it each question in turn, with everything in between."""
    program, _ = opened(None)
    program.settle()
    if program.desk()._warming.isActive():
        wait(program.desk()._warming.timeout)  # the window has been open for a moment, as when a person gets here
    program.settle()
    pulse = Pulse()
    began, worked, shown = now_ms(), time.process_time(), time.thread_time()
    view = pulse.during(lambda: _open(program))
    found: dict[str, list[float]] = {"opening": [now_ms() - began], "opening_turn": [pulse.longest]}
    found["processor"] = [(time.process_time() - worked) * 1000]
    found["interface"] = [(time.thread_time() - shown) * 1000]
    program.settle()
    view.canvas.repaint()
    found["words"] = [now_ms() - began]
    pulse.longest = 0.0
    turns: list[float] = []
    for _ in range(ROUNDS):
        for name, wanted in _questions(view).items():
            found.setdefault(name, []).append(pulse.during(lambda wanted=wanted: _ask(program, view, wanted)))
            turns.append(pulse.longest)
            program.settle()
            worked, shown = time.process_time(), time.thread_time()
            found.setdefault("everything again", []).append(_ask(program, view, view.loader.wanted.everything()))
            found.setdefault("everything_processor", []).append((time.process_time() - worked) * 1000)
            found.setdefault("everything_interface", []).append((time.thread_time() - shown) * 1000)
            program.settle()
    found["turn"] = [max(turns)]
    program.close()
    print(json.dumps(found))


def _open(program: "Program") -> "Timeline":
    """Until the marks and the rows are painted; the words beside them come after."""
    view = program.desk().show_timeline()
    if view.loader.loaded is None:
        wait(view.loader.shown)
    _paint(program, view)
    return view


def _paint(program: "Program", view: "Timeline") -> None:
    program.app.processEvents()
    view.canvas.repaint()
    view.table.viewport().repaint()


def _ask(program: "Program", view: "Timeline", wanted: "Wanted") -> float:
    began = now_ms()
    wait(view.loader.shown, begin=lambda: view.filters.changed.emit(wanted))
    _paint(program, view)
    return now_ms() - began


def _questions(view: "Timeline") -> Mapping[str, "Wanted"]:
    from archive.model.edtf import Precision
    from archive.model.event import Basis, EventFilter, Status
    from desktop.views.timeline.wanted import STANDING, Wanted

    loaded = view.loader.loaded
    assert loaded is not None
    narrow: Callable[..., Wanted] = lambda **by: Wanted(replace(EventFilter(statuses=STANDING), **by))  # noqa: E731
    word = max(next(iter(loaded.headings.values()))[0].split(), key=len)
    return {
        "a word": narrow(text=word),
        "a tag": narrow(tags=tuple(loaded.tags)[:1]),
        "an article": narrow(articles=(next(iter(loaded.headings)),)),
        "a publisher": narrow(publishers=loaded.columns.publishers[-1:]),
        "a status": narrow(statuses=(Status.CONFIRMED,)),
        "a precision": narrow(precisions=(Precision.DAY,)),
        "how it is known": narrow(bases=(Basis.EXPLICIT,)),
        "days": narrow(since=date(1950, 1, 1), until=date(1959, 12, 31)),
        "the undated": Wanted(undated=True),
        "disagreements": Wanted(disagreeing=True),
        "lanes by publisher": Wanted(lanes="publisher"),
        "lanes by tag": Wanted(lanes="tag"),
        "one lane": Wanted(lanes="none"),
    }


if __name__ == "__main__":
    main()
