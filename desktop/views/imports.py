"""Takes articles in without a dialog: progress in place, a summary when it is done, one sentence for each file that failed.

What is committed shows in the list while the import goes on; cancelling keeps it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from archive.base.progress import Progress
from archive.base.text import visible
from archive.model.change import Change
from desktop.context import Context
from desktop.intake import starter_folder
from desktop.jobs import Job
from desktop.theme import Theme

from .import_outcome import Outcome, outcome
from .import_rows import Troubles

if TYPE_CHECKING:
    from archive.operations.ingest import FileReport, Report
    from archive.operations.tables import Chosen


_REFRESH_MS = 600
_LET_GO_AT_ONCE = 500


class ImportPanel(QFrame):
    """Shows an import under way, then what came of it."""

    cancel_asked = Signal()
    article_asked = Signal(int)  # article id
    review_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import-panel")
        self.setAccessibleName("Import")
        self.setProperty("look", "card")
        self._theme = theme
        self.headline = QLabel(self)
        self.headline.setObjectName("import-headline")
        self.headline.setProperty("look", "strong")
        self.headline.setWordWrap(True)
        self.detail = QLabel(self)
        self.detail.setObjectName("import-detail")
        self.detail.setProperty("look", "small")
        self.bar = QProgressBar(self)
        self.bar.setObjectName("import-bar")
        self.bar.setAccessibleName("Import progress")
        self.bar.setTextVisible(False)
        self.cancel = QPushButton("Cancel", self)
        self.cancel.setObjectName("import-cancel")
        self.cancel.setAccessibleName("Cancel the import")
        self.show_added = QPushButton("Show", self)
        self.show_added.setObjectName("import-show")
        self.show_added.setAccessibleName("Show what was added")
        self.review = QPushButton("Review", self)
        self.review.setObjectName("import-review")
        self.review.setAccessibleName("Review what was imported")
        self._added: int | None = None
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("import-close")
        self.close_button.setAccessibleName("Close the import's summary")
        self.rows = Troubles(theme, self)
        self.copy = QPushButton("Copy all", self)
        self.copy.setObjectName("import-copy")
        self.copy.setAccessibleName("Copy all that was left out or changed")
        self.copy.setProperty("look", "link")
        self.told = QLabel(self)
        self.told.setObjectName("import-told")
        self.told.setProperty("look", "small")
        self._build()
        self.hide()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.headline, 1)
        top.addWidget(self.review, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.show_added, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        bottom = QHBoxLayout()
        bottom.addWidget(self.detail, 1)
        bottom.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 10, 10)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.bar)
        layout.addLayout(bottom)
        below = QHBoxLayout()
        below.addWidget(self.told, 1)
        below.addWidget(self.copy)
        layout.addLayout(below)
        layout.addWidget(self.rows)
        self.copy.clicked.connect(self._copy)
        self.cancel.clicked.connect(self.cancel_asked)
        self.close_button.clicked.connect(self.hide)
        self.show_added.clicked.connect(self._ask_added)
        self.review.clicked.connect(self.review_asked)
        self.rows.itemActivated.connect(self._ask_article)
        self.rows.itemClicked.connect(self._ask_article)
        self._theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        self.close_button.setIcon(self._theme.icon("x"))

    def show_progress(self, done: int, total: int, label: str) -> None:
        """`total` is 0 while it is not known."""
        self._set_running(True)
        self.headline.setText(f"Importing {done:,} of {total:,}" if total else "Looking for files…")
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        metrics = self.detail.fontMetrics()
        self.detail.setText(metrics.elidedText(visible(label), Qt.TextElideMode.ElideMiddle, 200))
        self.show()

    def show_report(
        self, files: Sequence[FileReport], warnings: Sequence[str] = (), *, previewed: bool = False
    ) -> None:
        """What became of the files, or would; a row for each thing to know of, and for `warnings` about folders."""
        self.show_outcome(outcome(files, warnings), previewed=previewed)

    def show_outcome(self, outcome: Outcome, *, previewed: bool = False) -> None:
        """The same, of what was made out before."""
        self._set_running(False)
        self.headline.setText(outcome.summary)
        self._added = outcome.added
        self.show_added.setVisible(self._added is not None)
        self.review.setVisible(not previewed and outcome.reviewed)
        told = outcome.told
        self.told.setText("1 thing to know of" if len(told) == 1 else f"{len(told):,} things to know of")
        for widget in (self.told, self.copy):
            widget.setVisible(bool(told))
        self.rows.show_told(told)
        self.show()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.headline.text()}\n{self.rows.words()}")

    def show_stopped(self) -> None:
        """A person cancelled, or it broke off: what was committed stays."""
        self._set_running(False)
        self.headline.setText("The import was stopped. What was taken in before stays.")
        for widget in (self.show_added, self.review, self.rows, self.told, self.copy):
            widget.hide()
        self.show()

    def _set_running(self, running: bool) -> None:
        for widget in (self.bar, self.detail, self.cancel):
            widget.setVisible(running)
        self.close_button.setVisible(not running)
        for result in (self.rows, self.show_added, self.review, self.told, self.copy) if running else ():
            result.hide()

    def _ask_added(self) -> None:
        if self._added is not None:
            self.article_asked.emit(self._added)
            self.hide()

    def _ask_article(self, item: QListWidgetItem) -> None:
        article = item.data(Qt.ItemDataRole.UserRole)
        if article is not None:
            self.article_asked.emit(article)


class Imports(QObject):
    """Runs imports one after another; owns the panel. `article_asked(id)`: open this one."""

    article_asked = Signal(int)
    finished = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.panel = ImportPanel(context.theme, parent)
        self._job: Job | None = None
        self._waiting: list[tuple[Callable[[Progress], Report], bool]] = []
        self._refresh = QTimer(self, interval=_REFRESH_MS, singleShot=True)
        self._refresh.timeout.connect(self._announce)
        self.panel.cancel_asked.connect(self.cancel)
        self.panel.article_asked.connect(self.article_asked)
        self.panel.review_asked.connect(lambda: context.actions.trigger("import.review"))

    @property
    def running(self) -> bool:
        return self._job is not None

    def take_paths(self, paths: Sequence[Path | str], columns: Chosen | None = None) -> None:
        """Imports files, and everything in folders, tables with the columns that were chosen; queued behind an import under way."""
        archive = self._context.archive
        ours = list(paths) == [starter_folder()]  # what comes with the program needs no review

        def work(progress: Progress) -> Report:
            from archive.operations import importing

            return importing.run(archive, paths, progress=progress, columns=columns, accepted=ours)

        self._take(work)

    def preview_paths(self, paths: Sequence[Path | str]) -> None:
        """Reports what an import of these would bring, and writes nothing."""
        archive = self._context.archive

        def work(progress: Progress) -> Report:
            from archive.operations import importing

            return importing.run(archive, paths, progress=progress, dry_run=True)

        self._take(work, previewed=True)

    def take_text(self, text: str, html: bool) -> None:
        """Imports what was pasted."""
        archive = self._context.archive

        def work(_: Progress) -> Report:
            from archive.operations import ingest

            return ingest.paste(archive, text, html=html)

        self._take(work)

    def cancel(self) -> None:
        """Stops the import under way and forgets those that wait."""
        self._waiting.clear()
        if self._job is not None:
            self._job.cancel()

    def _take(self, work: Callable[[Progress], Report], *, previewed: bool = False) -> None:
        self._waiting.append((work, previewed))
        if self._job is None:
            self._next()

    def _next(self) -> None:
        if not self._waiting:
            self._job = None
            self.finished.emit()
            return
        self.panel.show_progress(0, 0, "")
        work, previewed = self._waiting.pop(0)
        self._job = self._context.jobs.run(
            partial(_made_out, work),
            done=lambda made: self._done(made, previewed=previewed),
            failed=self._failed,
            progress=self._progressed,
            cancelled=self._stopped,
            owner=self,
            label="Importing",
        )

    def _progressed(self, done: int, total: int, label: str) -> None:
        self.panel.show_progress(done, total, label)
        if done and not self._refresh.isActive():
            self._refresh.start()

    def _announce(self) -> None:
        self._context.history.announce(Change("Import", frozenset({("article", 0)})))

    def _finish(self) -> None:
        self._refresh.stop()
        self._announce()
        self._next()

    def _done(self, made: _Made, *, previewed: bool) -> None:
        self.panel.show_outcome(made.outcome, previewed=previewed)
        for change in made.changes:
            self._context.history.do(change)
        self._finish()
        if made.only is not None:
            self.article_asked.emit(made.only)

    def _stopped(self) -> None:
        self.panel.show_stopped()
        self._finish()

    def _failed(self, error: Exception) -> None:
        self._context.alerts.show(error)
        self.panel.show_stopped()
        self._finish()


@dataclass(frozen=True, slots=True)
class _Made:
    """What the interface has to know of an import; `only` is the article in it, where it was of a single file."""

    outcome: Outcome
    changes: tuple[Change, ...]
    only: int | None


def _made_out(work: Callable[[Progress], Report], progress: Progress) -> _Made:
    """What came of an import, made out where it ran, and let go there: of thousands of files neither is work for the interface."""
    report = work(progress)
    only = report.files[0].id if len(report.files) == 1 else None
    made = _Made(outcome(report.files, report.warnings), report.changes, only)
    files = list(report.files)
    del report
    while files:
        del files[-_LET_GO_AT_ONCE:]  # the interpreter can be had in between
    return made
