"""What is read and imported once the window stands, so that the first opening of a view waits neither for disk nor for imports."""

from collections.abc import Callable
from functools import partial
from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Signal

from archive.archive import Archive
from archive.base import memory
from archive.base.progress import Progress
from archive.operations import annotate
from desktop import latency, loading, parting
from desktop.jobs import Jobs

AFTER_MS = 600  # once the first view has settled, or the last key was answered
_MANY = 20_000  # articles; of more, what the statistics rest on takes a hundred megabytes, and is read when somebody opens them

# What a first mark, search or suggestion needs.
_ACTS = (
    "archive.annotation.anchors",
    "archive.operations.find",
    "archive.operations.extracting",
    "archive.operations.coding",
    "archive.operations.recognising",
)
_VIEWS = (
    *("passages", "memos", "codebook", "timeline"),
    *("statistics.figures", "statistics.collection", "statistics.coding", "statistics.language"),
)
_PAGES = (
    *("review", "history", "lexicon", "matching", "duplicates", "versions", "backups", "originals"),
    *("passages.agreement", "exports.export", "exports.redactions", "exports.verifying"),
    *("exchange.bundling", "exchange.merging", "exchange.conflicts"),
    *("protection", "preferences", "watched", "shortcuts", "about", "quickadd"),
)


class Warming(QTimer):
    """Warms once the window has stood for a moment; what is typed meanwhile goes first. `warmed` follows."""

    warmed = Signal()

    def __init__(self, archive: Archive, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent, interval=AFTER_MS, singleShot=True)
        self._archive = archive
        self._ahead = loading.Ahead(jobs, self)
        self._ahead.done.connect(self._warmed)
        self.timeout.connect(self.warm)

    def warm(self) -> None:
        """Warms now."""
        self._ahead.begin([partial(step, self._archive) for step in STEPS], first=loading.classes())

    def put_off(self) -> None:
        """Somebody types: goes on a moment after the last key, with what is not warm yet."""
        self._ahead.put_off(AFTER_MS)
        if self.isActive():
            self.start()

    def give_up(self) -> None:
        """The archive closes: nothing more is read of it."""
        self.stop()
        self._ahead.give_up()

    def _warmed(self) -> None:
        latency.warmed()
        self.warmed.emit()


def _acts(archive: Archive, progress: Progress) -> None:
    loading.imported(progress, _ACTS)
    from archive.operations import timeline

    import_module("archive.base.sentences").make_ready()
    annotate.passage_ids(archive)
    progress.check()
    timeline.warm(archive)
    memory.give_back()


def _views(_: Archive, progress: Progress) -> list[loading.Piece]:
    return parting.parted(progress, [f"desktop.views.{name}" for name in _VIEWS])


def _charts(_: Archive, progress: Progress) -> list[loading.Piece]:
    # Imports what draws them, which is not of the window.
    pieces = parting.parted(progress, ["desktop.widgets.charts.plot"])
    publish = import_module("archive.operations.publish")
    publish.styles(), publish.formats()
    return pieces


def _pages(_: Archive, progress: Progress) -> list[loading.Piece]:
    return parting.parted(progress, [f"desktop.views.{name}" for name in _PAGES])


def _counts(archive: Archive, progress: Progress) -> None:
    """What was needed only meanwhile is given back."""
    from archive.operations import common_words, figures, statistics

    many = archive.store.articles.with_text() > _MANY
    steps = (
        lambda: figures.keep_columns(archive),
        lambda: many or statistics.statistics(archive),
        lambda: common_words.settle(archive, lambda: progress.cancelled),
    )
    for step in steps:
        progress.check()
        step()
        memory.give_back()
    if many:
        figures.let_go(archive)
        statistics.let_go(archive)
    archive.give_back()
    memory.give_back()


# What is asked for soonest comes first. Each is called on a job's thread, where it raises Cancelled between two modules or readings, and may
# give what is to be done on the interface's.
STEPS: tuple[Callable[[Archive, Progress], list[loading.Piece] | None], ...] = (_acts, _views, _charts, _pages, _counts)
