"""The status line of long work: what is done, how far it is, and a button that cancels it. Hidden while there is none."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.jobs import Job, Jobs
from desktop.widgets.basics import hairline, label


class ProgressLine(QFrame):
    """Shows the oldest labelled job under way and how many wait behind it."""

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("progress_line")
        self.setAccessibleName("Work under way")
        self._jobs = jobs
        self.words = label("", "small", self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(200)
        self.bar.setObjectName("progress_bar")
        self.bar.setAccessibleName("Progress")
        self.cancel = QPushButton("Cancel", self)
        self.cancel.setProperty("look", "quiet")
        self.cancel.setObjectName("progress_cancel")
        self.cancel.setAccessibleName("Cancel this work")
        self.cancel.clicked.connect(self._cancel)
        row = QHBoxLayout()
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(12)
        row.addWidget(self.bar)
        row.addWidget(self.words, 1)
        row.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(hairline(parent=self))
        column.addLayout(row)
        jobs.started.connect(self._show)
        jobs.progressed.connect(self._show)
        jobs.ended.connect(self._show)
        self.hide()

    def _labelled(self) -> list[Job]:
        return [job for job in self._jobs.active if job.label and not job.cancelled]

    def _cancel(self) -> None:
        for job in self._labelled()[:1]:
            job.cancel()
        self._show()

    def _show(self) -> None:
        waiting = self._labelled()
        if not waiting:
            self.hide()
            return
        job = waiting[0]
        words = job.label if not job.detail or job.detail == job.label else f"{job.label} · {job.detail}"
        if job.total_steps:
            words += f" · {job.done_steps:,} of {job.total_steps:,}"
        if len(waiting) > 1:
            words += f" · {len(waiting) - 1} more waiting"
        self.words.setText(words)
        self.bar.setRange(0, job.total_steps)
        self.bar.setValue(job.done_steps)
        self.show()
