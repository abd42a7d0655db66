"""What runs inside the measured processes of `bench_window`: the real program, offscreen, driven as a person would.

python -m tests.benchmarks.window_child start | use      (the archive in WAYSTATION_ARCHIVE)

Prints one JSON object. Times are milliseconds; `ready_at` and `listed_at` are readings of the system's monotonic clock, so
that the parent can count from the moment at which it started the process.
"""

import json
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.driven import Pulse, now_ms, opened, wait

if TYPE_CHECKING:
    from desktop.program import Program

ARTICLES_OPENED = 50
FRAMES = 300
STEP_PX = 40
TYPED = 6  # words, letter by letter


def open_articles(program: "Program") -> list[float]:
    """From asking for an article until its page is painted, for articles from all over the archive."""
    from archive.model.ids import ArticleId

    desk = program.desk()
    count = desk.library.list.lister.model.rowCount()
    reader = desk.library.reader
    times = []
    for number in range(min(ARTICLES_OPENED, count)):
        article = ArticleId(1 + number * count // min(ARTICLES_OPENED, count))
        began = now_ms()
        wait(reader.article_shown, begin=lambda article=article: reader.show_article(article))
        program.app.processEvents()
        reader.active.surface.viewport().repaint()
        times.append(now_ms() - began)
    return times


def scroll(program: "Program", place: Callable[[int, int], int]) -> list[float]:
    """Frames of the list: moved, its events handled, painted. `place(frame, maximum)` says where to."""
    table = program.desk().library.list.table
    bar, times = table.verticalScrollBar(), []
    for frame in range(FRAMES):
        began = now_ms()
        bar.setValue(place(frame, bar.maximum()))
        program.app.processEvents()
        table.viewport().repaint()
        times.append(now_ms() - began)
    bar.setValue(0)
    program.settle()
    return times


def type_words(program: "Program", words: Sequence[str]) -> list[float]:
    """From each keystroke in the search box until the hits are painted."""
    from PySide6.QtTest import QTest

    pane = program.desk().library.list
    field, times, painted = pane.search.field, [], []

    def told(_: object) -> None:
        painted.append(now_ms())

    # What is filled is painted before the next that waits for the signal is told; buttons and facets follow.
    pane.lister.filled.connect(told)
    for word in words:
        for letter in word:
            began = now_ms()
            wait(pane.lister.filled, begin=lambda letter=letter: QTest.keyClick(field, letter))
            times.append(painted[-1] - began)
        wait(pane.lister.listed, begin=pane.search.clear)
    pane.lister.filled.disconnect(told)
    program.settle()
    return times


def start() -> dict[str, Any]:
    """Starts the program as its command does, and leaves."""
    from archive.cli.main import main as run

    figures: dict[str, Any] = {}

    def window(archive: Path | None) -> int:
        program, at = opened(archive)
        figures.update(at)
        program.settle()
        program.close()
        return 0

    run([], window=window)
    return figures


def use() -> dict[str, Any]:
    """Opens articles, scrolls and types."""
    import PySide6.QtTest  # noqa: F401 - imported now: the turns that are measured are the program's own

    from tests.benchmarks.generator import WORDS
    from tests.benchmarks.measure import memory_mb

    words = [word for word in WORDS[20:600] if len(word) > 4][:TYPED]
    program, _ = opened(None)
    pulse, figures = Pulse(), {}
    pulse.during(program.settle)
    figures["settling_turn"] = pulse.longest
    figures["memory_started"] = memory_mb()
    chance = random.Random(11)
    for name, work in (
        ("keystrokes", lambda: type_words(program, words)),
        ("opening", lambda: open_articles(program)),
        ("smooth", lambda: scroll(program, lambda frame, _: frame * STEP_PX)),
        ("jumping", lambda: scroll(program, lambda _, maximum: chance.randrange(maximum + 1))),
    ):
        figures[name] = pulse.during(work)
        figures[f"{name}_turn"] = pulse.longest
    figures["memory_used"] = memory_mb()
    program.close()
    return figures


if __name__ == "__main__":
    print(json.dumps({"start": start, "use": use}[sys.argv[1]]()))
