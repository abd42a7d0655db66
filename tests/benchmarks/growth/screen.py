"""What runs inside the measured processes that have a window: the real program, offscreen, driven as a person would.

python -m tests.benchmarks.growth.screen start | use | panels | intake [FOLDER]      (the archive in WAYSTATION_ARCHIVE)

Prints one JSON object of readings by name. A panel is open when no job runs, nothing is left to lay out and all is painted.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

from tests.benchmarks import window_child
from tests.benchmarks.driven import Pulse, now_ms, opened, wait
from tests.benchmarks.growth.readings import of_times
from tests.benchmarks.measure import memory_mb

if TYPE_CHECKING:
    from desktop.program import Program

# By what a person calls it: the command that opens it.
PANELS = {
    "library": "go.library",
    "passages": "go.passages",
    "memos": "go.memos",
    "codebook": "go.codebook",
    "timeline": "go.timeline",
    "duplicates": "go.duplicates",
    "history": "go.history",
    "lexicon": "go.lexicon",
    "redactions": "go.redactions",
    "to decide after merging": "go.conflicts",
    "review of imports": "import.review",
    "backups": "archive.backups",
}
TABS = ("figures", "collection", "coding", "language")  # of the statistics
_ROUNDS = 3
_WORDS = 5  # typed letter by letter

Found = dict[str, dict[str, Any]]


def start(_: str) -> Found:
    """Readings of the system's monotonic clock, for the parent knows when it began."""
    at = window_child.start()
    return {name: {"unit": "ms", "wall": at[f"{name}_at"] * 1000} for name in ("ready", "listed")}


def use(_: str) -> Found:
    """Types, opens articles, scrolls."""
    import PySide6.QtTest  # noqa: F401 - imported now, as the next: the turns that are measured are the program's own

    import tests.benchmarks.growth.work  # noqa: F401

    program, _at = opened(None)
    program.settle()
    found: Found = {"memory of the window, settled": {"unit": "MB", "wall": memory_mb()}}
    pulse = Pulse()
    for name, work in (
        ("keystroke until painted", lambda: _typed(program)),
        ("article until painted", lambda: window_child.open_articles(program)),
        ("frame of scrolling", lambda: window_child.scroll(program, lambda frame, _most: frame * window_child.STEP_PX)),
    ):
        worked = process_time()
        times = pulse.during(work)
        each = (process_time() - worked) * 1000 / max(1, len(times))
        found[name] = of_times(times, [each])
        found[f"longest turn: {name}"] = {"unit": "ms", "wall": pulse.longest, "processor": pulse.busiest}
    found["memory of the window, used"] = {"unit": "MB", "wall": memory_mb()}
    program.close()
    return found


def _typed(program: "Program") -> list[float]:
    from tests.benchmarks.growth.work import MIDDLE

    return window_child.type_words(program, [word for word in MIDDLE if len(word) > 4][:_WORDS])


def panels(_: str) -> Found:
    """Each panel the first time, and again after the library; the longest turn of the interface of all of them."""
    program, _at = opened(None)
    program.settle()
    if program.desk()._warming.isActive():
        wait(program.desk()._warming.timeout)  # the window has been open for a moment, as when a person gets here
    program.settle()
    found: Found = {}
    actions = program.desk().context.actions
    for name, command in PANELS.items():
        _shown(found, program, name, lambda command=command: actions.trigger(command))
    for tab in TABS:
        _shown(found, program, f"statistics, {tab}", lambda tab=tab: program.desk().counting.show().show_tab(tab))
    found["memory of the window, all panels"] = {"unit": "MB", "wall": memory_mb()}
    program.close()
    return found


def _shown(found: Found, program: "Program", name: str, show: Callable[[], object]) -> None:
    wall, processor = [], []
    pulse = Pulse()
    longest = busiest = 0.0
    for _ in range(_ROUNDS):
        program.desk().show_library()
        program.settle()
        began, worked = now_ms(), process_time()
        pulse.during(lambda: (show(), program.settle()))
        wall.append(now_ms() - began)
        processor.append((process_time() - worked) * 1000)
        longest, busiest = max(longest, pulse.longest), max(busiest, pulse.busiest)
    found[f"panel: {name}"] = {"unit": "ms", "wall": wall[0], "processor": processor[0]}
    found[f"panel again: {name}"] = of_times(wall[1:], processor[1:])
    found[f"longest turn: panel {name}"] = {"unit": "ms", "wall": longest, "processor": busiest}


def intake(folder: str) -> Found:
    """Types while the files of a folder come in."""
    import PySide6.QtTest  # noqa: F401 - as above

    import tests.benchmarks.growth.work  # noqa: F401

    program, _at = opened(None)
    program.settle()
    desk = program.desk()
    over: list[object] = []
    desk.library.imports.finished.connect(lambda *told: over.append(told))
    desk.import_paths([Path(folder)])
    times: list[float] = []
    worked = process_time()
    while not over and len(times) < 400:
        times += _typed(program)
    each = (process_time() - worked) * 1000 / max(1, len(times))
    program.settle()
    program.close()
    return {"keystroke during an import": of_times(times, [each])}


STEPS: dict[str, Callable[[str], Found]] = {"start": start, "use": use, "panels": panels, "intake": intake}


if __name__ == "__main__":
    print(json.dumps(STEPS[sys.argv[1]](sys.argv[2] if len(sys.argv) > 2 else "")))
