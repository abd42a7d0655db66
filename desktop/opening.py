"""Opens, makes and switches archives off the interface thread; knows which one to open first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from archive.base import places
from archive.base.errors import Cancelled, Damaged, OlderSchema, WaystationError, WrongPassphrase
from archive.base.progress import Progress
from desktop import loading, parting
from desktop.alerts import Alerts
from desktop.jobs import Jobs
from desktop.session import Session
from desktop.settings import Settings

if TYPE_CHECKING:  # opening imports the archive on the worker thread: the first paint must not wait for it
    from archive.archive import Archive
    from archive.operations.protecting import Key
    from desktop.window import Window

SUFFIX = ".waystation"
_UNLOCKING = ("argon2", "archive.operations.protecting")
_WINDOW_MODULES = (
    "desktop.asking",
    "desktop.desk",
    "desktop.history",
    "desktop.protection.sleep",
    "desktop.views.originals",
)
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


@dataclass(frozen=True, slots=True)
class _Locked:
    """An encrypted archive that waits for its passphrase."""

    path: Path


def _wait_s(error: WaystationError) -> float:
    """How long the next try has to wait after this one."""
    if not isinstance(error, WrongPassphrase):
        return 0.0
    from archive.operations import protecting

    return protecting.Tries().left_s()


def _load(progress: Progress) -> list[loading.Piece]:
    """Loads what unlocking and showing an archive take: a sixth of a second that nobody waits for while a passphrase is typed. Gives what
    loads the window's part of it."""
    loading.showing(progress)
    loading.imported(progress, _UNLOCKING)
    return parting.parted(progress, _WINDOW_MODULES)


class Opening(QObject):
    """`opened(archive)` when one is open; where it does not open `failed` is emitted, and `unopened(path, error)` says why. `locked(path)`: it is encrypted, and
    opens by `unlock`. `making`: the very first archive is being made.
    """

    opened = Signal(object)
    making = Signal()
    locked = Signal(object)
    failed = Signal()
    unopened = Signal(object, object)  # the path of what did not open, and why: it is told by who listens

    def __init__(self, jobs: Jobs, alerts: Alerts, session: Session, window: Window) -> None:
        super().__init__(window)
        self._jobs = jobs
        self._alerts = alerts
        self._session = session
        self._window = window
        self._ahead = loading.Ahead(jobs, self)
        self.error: Exception | None = None  # why the last attempt failed
        self.missing: Path | None = None  # the archive of the last attempt, when there is no such file

    def open(
        self,
        path: Path,
        *,
        make_starter: bool = False,
        only_look: bool = False,
        key: Key | None = None,
        trusted: bool = False,
    ) -> None:
        """Opens an archive; with `make_starter` a missing file becomes the starter collection (first start), with
        `only_look` nothing in it can change, and no banner says so. An encrypted one opens at once with its `key`, or
        where the keyring holds it. One that this machine does not know opens for reading only, unless it is `trusted`.

        Nothing happens when it is the one that is open: this program itself holds its lock.
        """
        desk = self._window.desk
        if desk is not None and desk.context.archive.path.absolute() == path.absolute() and not trusted:
            return

        def work(progress: Progress) -> Archive | _Locked:
            from archive.archive import Archive
            from archive.operations import protecting, whence

            if make_starter and not path.exists():
                from archive.operations import maintain

                path.parent.mkdir(parents=True, exist_ok=True)
                return maintain.create(path, starter=True)
            by = key
            if by is None and path.is_file() and protecting.is_encrypted(path):
                by = protecting.remembered(path)
                if by is None:
                    return _Locked(path)
            loading.showing(progress)
            if only_look:
                archive = Archive.open(path, read_only=True, key=by)
                archive.read_only_reason = None
                return archive
            return whence.opened(path, by, trusted=trusted)

        first = make_starter and not path.exists()
        if first:
            self.making.emit()
        self._start(work, path, "Making your first archive" if first else "Opening the archive", begins=first)

    def ask(self, path: Path) -> None:
        """Asks for the passphrase of an archive, whatever a keyring holds: for one that this window held when it locked, at once. What
        opening it will need is loaded while it is typed."""
        self._ahead.begin([_load])
        self.locked.emit(path)

    def unlock(
        self, path: Path, text: str, *, by_code: bool, refused: Callable[[WaystationError, float], object]
    ) -> None:
        """Opens an encrypted archive by its passphrase, or by its recovery code; `refused(error, wait_s)` when it does not open."""

        def work(progress: Progress) -> Archive:
            from archive.operations import protecting, whence

            loading.showing(progress)
            if by_code:
                key = protecting.open_with_code(path, text)
            else:
                key = protecting.unlock(path, text, tries=protecting.Tries())
            return whence.opened(path, key)

        self._start(work, path, "", refused=refused)

    def create(self, path: Path, *, starter: bool = False, passphrase: str = "") -> None:
        """Makes an archive and opens it, encrypted where there is a passphrase; an existing file is refused."""

        def work(progress: Progress) -> Archive:
            from archive.operations import maintain, protecting

            path.parent.mkdir(parents=True, exist_ok=True)
            if passphrase:
                return protecting.create(path, passphrase, starter)
            return maintain.create(path, starter=starter)

        self._start(work, path, "Making the archive")

    def take(self, archive: Archive) -> None:
        """Shows an archive that was opened elsewhere."""
        self._session.remember(archive.path)
        self.opened.emit(archive)

    def choose_and_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self._window, "Open archive", str(self._folder()), _FILTER)
        if name:
            self.open(Path(name))

    def choose_and_create(self) -> None:
        path = self.choose_new()
        if path is not None:
            self.create(path)

    def choose_new(self) -> Path | None:
        """Asks where a new archive is to lie."""
        name, _ = QFileDialog.getSaveFileName(
            self._window, "New archive", str(self._folder() / f"Archive{SUFFIX}"), _FILTER
        )
        path = Path(name) if name else None
        return path.with_suffix(SUFFIX) if path is not None and not path.suffix else path

    def _folder(self) -> Path:
        recent = self._session.recent()
        return recent[0].parent if recent else places.data_folder()

    def _start(
        self,
        work: Callable[[Progress], Archive | _Locked],
        path: Path,
        label: str,
        *,
        begins: bool = False,
        refused: Callable[[WaystationError, float], object] | None = None,
    ) -> None:
        self.error = self.missing = None

        def unless_cancelled(progress: Progress) -> Archive | _Locked:
            archive = work(progress)
            if progress.cancelled and not isinstance(archive, _Locked):  # nobody will take it
                archive.close()
                raise Cancelled
            return archive

        def done(archive: Archive | _Locked) -> None:
            self._alerts.clear("error")
            if isinstance(archive, _Locked):
                self.ask(archive.path)
                return
            if begins:
                self._session.remember(path)
                self._session.keep_view(path, {"article": _FIRST_READ})
            self.take(archive)
            if archive.from_elsewhere:
                self._offer_to_work_in(archive)

        def failed(error: Exception) -> None:
            if refused is not None and isinstance(error, WaystationError) and not isinstance(error, Damaged):
                refused(error, _wait_s(error))
            else:
                self.error = error
                self.missing = None if path.exists() else path
                self.failed.emit()
                self.unopened.emit(path, error)
            if isinstance(error, OlderSchema):
                self._offer_to_bring_up(path, error)

        self._jobs.run(unless_cancelled, done=done, failed=failed, cancelled=self.failed.emit, label=label)

    # Archives from elsewhere

    def _offer_to_work_in(self, archive: Archive) -> None:
        """Says where an archive that is open for reading comes from, and offers to open it for writing."""
        path, key = archive.path, archive.key
        told = (
            f"{archive.read_only_reason} It is open for reading only, and nothing in it is run; it is searched once you work in it."
            " Do so only if you trust whoever gave it to you."
        )
        self._alerts.tell(
            "read_only",
            told,
            warning=True,
            action_label="Work in it",
            action=lambda: self.open(path, key=key, trusted=True),
        )

    def _offer_to_bring_up(self, path: Path, error: OlderSchema) -> None:
        """Offers to bring an older archive from elsewhere up to date: it cannot be shown as it is."""
        from archive.operations.whence import FromElsewhere

        if isinstance(error, FromElsewhere):
            key = error.key
            self._alerts.tell(
                "error",
                f"{error.what} {error.advice}",
                warning=True,
                action_label="Bring it up to date",
                action=lambda: self.open(path, key=key, trusted=True),
            )
