"""Gives memory back a while after the last work: what a search, a view or an export needed once need not stay while somebody reads."""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer

from archive.archive import Archive
from archive.base import memory
from archive.base.progress import Progress
from desktop.jobs import Job, Jobs

_AFTER_MS: Final = 15_000


class Resting(QTimer):
    """Waits from the end of each job on; pages of the file are read again, within milliseconds, by whoever needs them next."""

    def __init__(self, archive: Archive, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent, interval=_AFTER_MS, singleShot=True)
        self._archive, self._jobs = archive, jobs
        self._own: Job | None = None
        jobs.ended.connect(self._ended)
        self.timeout.connect(self.give_back)

    def give_back(self) -> None:
        """Gives back now, in a job."""
        self._own = self._jobs.run(partial(_give_back, self._archive), owner=self)

    def _ended(self, job: object) -> None:
        if job is not self._own:
            self.start()


def _give_back(archive: Archive, _: Progress) -> None:
    archive.give_back()
    memory.give_back()
