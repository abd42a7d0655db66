"""Opens, makes and switches archives off the interface thread; knows which one to open first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from archive.base import places
from archive.base.errors import Cancelled
from archive.base.progress import Progress
from desktop.alerts import Alerts
from desktop.jobs import Jobs
from desktop.session import Session
from desktop.settings import Settings

if TYPE_CHECKING:  # opening imports the archive on the worker thread: the first paint must not wait for it
    from archive.archive import Archive
    from desktop.window import Window

SUFFIX = ".waystation"
_FIRST_READ = 1  # the starter collection's own "Start here"
_FILTER = f"Waystation archives (*{SUFFIX});;All files (*)"


def first_archive(settings: Settings, session: Session) -> Path:
    """The archive to open when none is named: the environment's, the last one, the chosen default, the usual place."""
    usual = places.default_archive()
    if usual != places.data_folder() / "Library.waystation":
        return usual
    recent = session.recent()
    if settings["archive.reopen"] and recent:
        return recent[0]
    return Path(settings["archive.default"]).expanduser() if settings["archive.default"] else usual


class Opening(QObject):
    """`opened(archive)` when one is open; failures are told by alerts and `failed` is emitted."""

    opened = Signal(object)
    failed = Signal()

    def __init__(self, jobs: Jobs, alerts: Alerts, session: Session, window: Window) -> None:
        super().__init__(window)
        self._jobs = jobs
        self._alerts = alerts
        self._session = session
        self._window = window
        self.error: Exception | None = None  # why the last attempt failed
        self.missing: Path | None = None  # the archive of the last attempt, when there is no such file

    def open(self, path: Path, *, make_starter: bool = False, only_look: bool = False) -> None:
        """Opens an archive; with `make_starter` a missing file becomes the starter collection (first start), with
        `only_look` nothing in it can change, and no banner says so.

        Nothing happens when it is the one that is open: this program itself holds its lock.
        """
        desk = self._window.desk
        if desk is not None and desk.context.archive.path.absolute() == path.absolute():
            return

        def work(progress: Progress) -> Archive:
            from archive.archive import Archive
            from archive.operations import maintain
            from desktop import desk  # noqa: F401 (imported here, so that the interface thread finds it ready)

            if make_starter and not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                return maintain.create(path, starter=True)
            if only_look:
                archive = Archive.open(path, read_only=True)
                archive.read_only_reason = None
                return archive
            return Archive.open(path, fall_back_to_read_only=True)

        first = make_starter and not path.exists()
        self._start(work, path, "Making your first archive" if first else "Opening the archive", begins=first)

    def create(self, path: Path, *, starter: bool = False) -> None:
        """Makes an archive and opens it; an existing file is refused."""

        def work(progress: Progress) -> Archive:
            from archive.operations import maintain

            path.parent.mkdir(parents=True, exist_ok=True)
            return maintain.create(path, starter=starter)

        self._start(work, path, "Making the archive")

    def choose_and_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self._window, "Open archive", str(self._folder()), _FILTER)
        if name:
            self.open(Path(name))

    def choose_and_create(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self._window, "New archive", str(self._folder() / f"Archive{SUFFIX}"), _FILTER
        )
        if name:
            path = Path(name)
            self.create(path if path.suffix else path.with_suffix(SUFFIX))

    def _folder(self) -> Path:
        recent = self._session.recent()
        return recent[0].parent if recent else places.data_folder()

    def _start(self, work: Callable[[Progress], Archive], path: Path, label: str, *, begins: bool = False) -> None:
        self.error = self.missing = None

        def unless_cancelled(progress: Progress) -> Archive:
            archive = work(progress)
            if progress.cancelled:  # nobody will take it
                archive.close()
                raise Cancelled
            return archive

        def done(archive: Archive) -> None:
            self._alerts.clear("error")
            self._session.remember(path)
            if begins:
                self._session.keep_view(path, {"article": _FIRST_READ})
            self.opened.emit(archive)

        def failed(error: Exception) -> None:
            self.error = error
            self.missing = None if path.exists() else path
            self._alerts.show(error)
            self.failed.emit()

        self._jobs.run(unless_cancelled, done=done, failed=failed, cancelled=self.failed.emit, label=label)
