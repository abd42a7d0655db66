"""How long keeping an archive safe takes: a whole check, a quick look, a backup with all that is read back, and how long a writer
waits meanwhile; what an archive of another size would take follows from the megabytes."""

import shutil
import threading
from pathlib import Path

from archive.archive import Archive
from archive.model.ids import ArticleId
from archive.operations import curate, maintain, recoding
from archive.operations.backups import comparing, making, points, restoring
from tests.benchmarks.bench_search import archive_of
from tests.benchmarks.measure import Table, spread, timed

_PASSPHRASE = "nine lanterns on the far bank"
_PAUSE_S = 0.02  # between two acts of the one who goes on working


def run(folder: Path, count: int, archive: Path | None) -> Table:
    """Measures on a copy of the archive, or of a new one of `count` generated articles."""
    copy = folder / f"keeping-{count}.waystation"
    for stale in folder.glob(f"{copy.name}*"):
        stale.unlink()
    shutil.rmtree(folder / f"{copy.stem}.backups", ignore_errors=True)
    shutil.copy(archive or archive_of(folder, count), copy)
    with Archive.open(copy) as opened:
        opened.index.examine()
    megabytes = copy.stat().st_size / 1e6
    title = f"Keeping an archive of {count:,} articles, {megabytes:,.0f} MB"
    table = Table(title, ("what", "seconds", "processor seconds", "MB a second of processor"))

    def add(what: str, seconds: float, processor: float) -> None:
        table.add(what, f"{seconds:.2f}", f"{processor:.2f}", f"{megabytes / max(processor, 1e-9):,.0f}")

    with Archive.open(copy) as opened:
        with timed() as watch:
            found = maintain.check(opened)
        add(f"check ({len(found)} findings)", watch.seconds, watch.processor_seconds)
        with timed() as watch:
            glance = maintain.glance(opened)
        add(f"quick look ({glance.texts} texts)", watch.seconds, watch.processor_seconds)
        where = points.folder_of(copy, opened.uid, None)
        turns: list[float] = []
        with _working(opened, turns), timed() as watch:
            made = making.add_point(opened, where)
        add(f"backup, {made.copy.checked:,} originals read back", watch.seconds, watch.processor_seconds)
        with timed() as watch:
            comparing.preview(opened, made.point.path)
        add("what a backup differs in", watch.seconds, watch.processor_seconds)
    with timed() as watch:
        restoring.restore(copy, made.point.path)
    add("going back to it, the present state kept", watch.seconds, watch.processor_seconds)
    _add_turns(table, turns)
    key = recoding.encrypt(copy, _PASSPHRASE).key
    with Archive.open(copy, key=key) as opened:
        where, turns = points.folder_of(copy, opened.uid, None), []
        with _working(opened, turns), timed() as watch:
            made = making.add_point(opened, where)
        add(f"encrypted backup, {made.copy.checked:,} originals read back", watch.seconds, watch.processor_seconds)
        table.add("  for each 500 MB", f"{watch.seconds * 500e6 / made.copy.size:.2f}", "", "")
    _add_turns(table, turns)
    return table


def _add_turns(table: Table, turns: list[float]) -> None:
    middle, high = spread(turns)
    words = f"stars set meanwhile: {len(turns)}, ms p50 {middle:.1f}, p95 {high:.1f}, longest {max(turns):.1f}"
    table.add(words, "", "", "")


class _working:  # noqa: N801 - it is used like a function
    """Somebody who stars an article again and again while a block runs; how many ms each took goes into `turns`."""

    def __init__(self, archive: Archive, turns: list[float]) -> None:
        self._archive, self._turns = archive, turns
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work)

    def __enter__(self) -> None:
        self._thread.start()

    def _work(self) -> None:
        starred = True
        while not self._over.wait(_PAUSE_S):
            with timed() as watch:
                curate.star(self._archive, [ArticleId(1)], starred)
            self._turns.append(watch.seconds * 1000)
            starred = not starred

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
