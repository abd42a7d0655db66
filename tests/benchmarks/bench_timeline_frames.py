"""Milliseconds of a frame while the timeline pans and zooms, offscreen: `make bench ARGS="timeline"`.

A step moves the view and paints it, words and all. Scales reach from centuries to days; lanes are one, six, or as many as articles
would give. No step repeats a view, so nothing is found drawn already.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import date

import numpy as np

from tests.benchmarks.measure import Table, spread, timed

COUNTS = (1_000, 20_000, 100_000, 500_000)
LANES = (1, 6, 400)
SIZE_PX = (1370, 720)
YEARS_IN_VIEW = (400.0, 40.0, 4.0, 0.4, 0.06)
STEPS = 24
_WORDS = ("the ferry stops", "a second fence", "two boats turned back", "prices double at the crossing", "low water")


def columns(count: int, lanes: int, seed: int = 7) -> dict[str, np.ndarray]:
    """Times as articles tell them: mostly lately, half of them days, the others months, years and longer, a few of them open."""
    random = np.random.default_rng(seed)
    lately = date(2024, 1, 1).toordinal() - random.exponential(2500, count)
    long_ago = random.uniform(date(1500, 1, 1).toordinal(), date(2024, 1, 1).toordinal(), count)
    earliest = np.where(random.random(count) < 0.95, lately, long_ago).astype(np.int32)
    length = random.choice([1, 30, 365, 1500], count, p=[0.5, 0.2, 0.25, 0.05]).astype(np.int32)
    return {
        "ids": np.arange(1, count + 1, dtype=np.int64),
        "earliest": earliest,
        "latest": earliest + length - 1,
        "open_start": np.zeros(count, np.bool_),
        "open_end": random.random(count) < 0.01,
        "precise": length == 1,
        "approximate": random.random(count) < 0.1,
        "disagreeing": random.random(count) < 0.02,
        "tone": random.choice([0, 0, 0, 1, 2], count).astype(np.int8),
        "lane": random.integers(0, lanes, count, dtype=np.int32),
    }


def run() -> Table:
    """A row for each number of times and of lanes."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desktop.program import application
    from desktop.theme import Theme
    from desktop.widgets.timeline import Lane, Marks, Publications, TimelineCanvas

    app = application()
    table = Table(
        f"The timeline at {SIZE_PX[0]}×{SIZE_PX[1]}: milliseconds a frame, {len(YEARS_IN_VIEW)} scales, {STEPS} steps each",
        (
            "times",
            "lanes",
            "show",
            *(f"{act} {figure}" for act in ("pan", "zoom") for figure in ("p50", "p95", "most", "p95 of processor")),
        ),
    )
    for count in COUNTS:
        for lanes in LANES:
            marks = Marks(**columns(count, lanes))
            canvas = TimelineCanvas(Theme("light"))
            canvas.resize(*SIZE_PX)
            canvas.show()
            app.processEvents()
            named = [Lane(f"Lane {number + 1}", f"{number + 1} of {lanes} articles") for number in range(lanes)]
            published = Publications(marks.earliest[:5000], marks.earliest[:5000], "5,000 articles")
            with timed() as showing:
                canvas.show_marks(marks, named, published, _text_of, fit=True)
                canvas.repaint()
            while canvas.preparing.busy:  # as in the moments before a person's hand is at the wheel
                app.processEvents()
            pan, pan_worked = _measured(canvas.repaint, _pans(canvas))
            zoom, zoom_worked = _measured(canvas.repaint, _zooms(canvas))
            figures = (*spread(pan), max(pan), spread(pan_worked)[1], *spread(zoom), max(zoom), spread(zoom_worked)[1])
            table.add(count, lanes, showing.seconds * 1000, *figures)
            canvas.close()
            canvas.deleteLater()
            app.processEvents()
    return table


def _text_of(ids: Sequence[int]) -> dict[int, str]:
    return {ident: f"{_WORDS[ident % len(_WORDS)]} {ident}" for ident in ids}


def _pans(canvas: object) -> Iterator[Callable[[], object]]:
    """From scale to scale, through the years that have most."""
    middle = date(2018, 6, 1).toordinal()
    for years in YEARS_IN_VIEW:
        half = int(years * 183)
        canvas.show_span(middle - half, middle + half, moving=False)  # type: ignore[attr-defined]
        for _ in range(STEPS):
            yield lambda: canvas.pan(17.0)  # type: ignore[attr-defined]


def _zooms(canvas: object) -> Iterator[Callable[[], object]]:
    """All the way in and out again."""
    canvas.show_all(moving=False)  # type: ignore[attr-defined]
    steps = STEPS * len(YEARS_IN_VIEW) // 2
    for factor in (1.12, 1 / 1.12):
        for _ in range(steps):
            yield lambda factor=factor: canvas.zoom(factor, 900.0)  # type: ignore[misc]


def _measured(paint: Callable[[], object], acts: Iterator[Callable[[], object]]) -> tuple[list[float], list[float]]:
    """Milliseconds of each act with its painting: by the wall's clock, and of this thread on its processor."""
    walls, workeds = [], []
    for act in acts:
        with timed() as watch:
            act()
            paint()
        walls.append(watch.seconds * 1000)
        workeds.append(watch.processor_seconds * 1000)
    return walls, workeds
