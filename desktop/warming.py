"""What is read and imported once the window stands, so that the first opening of a view waits neither for disk nor for imports."""

from functools import partial
from importlib import import_module

from PySide6.QtCore import QObject, QTimer, Signal

from archive.archive import Archive
from archive.base import memory
from archive.base.progress import Progress
from archive.operations import annotate
from desktop import latency, loading
from desktop.jobs import Job, Jobs
from desktop.turns import Turns

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
        self._archive, self._jobs = archive, jobs
        self._job: Job | None = None
        self._turns = Turns(self)
        self.timeout.connect(self.warm)

    def warm(self) -> None:
        """Warms now."""
        self._turns.anew([*loading.classes(), self._begin])

    def put_off(self) -> None:
        """Somebody types: goes on a moment after the last key, with what is not warm yet."""
        self._turns.put_off(AFTER_MS)
        if self._job is not None:
            self._job.cancel()
            self._job = None
            self.start()
        elif self.isActive():
            self.start()

    def _begin(self) -> None:
        self._job = self._jobs.run(partial(warm, self._archive), done=self._warmed, owner=self)

    def _warmed(self, _: object) -> None:
        self._job = None
        latency.warmed()
        self.warmed.emit()


def warm(archive: Archive, progress: Progress) -> None:
    """What is asked for soonest comes first; what was needed only meanwhile is given back. Raises Cancelled between two steps."""
    loading.imported(progress, _ACTS)
    from archive.operations import common_words, figures, statistics, timeline

    import_module("archive.base.sentences").make_ready()
    annotate.passage_ids(archive)
    progress.check()
    timeline.warm(archive)
    memory.give_back()
    loading.imported(progress, [f"desktop.views.{name}" for name in _VIEWS])
    import_module("desktop.widgets.charts").load()
    progress.check()
    publish = import_module("archive.operations.publish")
    publish.styles(), publish.formats()
    loading.imported(progress, [f"desktop.views.{name}" for name in _PAGES])
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
