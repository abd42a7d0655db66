"""An archive that does not open, or is damaged further in: brings the page of what can be done about it to the front, and does what it asks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from archive.base import places
from archive.base.errors import Damaged, Sealed, WaystationError, WrongPassphrase
from archive.base.progress import Progress
from archive.base.text import visible
from desktop.handing import Opener, system_opener

if TYPE_CHECKING:
    from archive.model.keeping import Point
    from archive.operations.backups.restoring import Restored
    from archive.operations.protecting import Key
    from archive.operations.salvaging import Readable, Saved
    from desktop.jobs import Job
    from desktop.opening import Opening
    from desktop.views.rescue import RescuePage
    from desktop.window import Window

_SUFFIX = ".waystation"
_LEAST_BYTES = 4096  # a page of a database
_FILES = f"Waystation archives (*{_SUFFIX});;All files (*)"


def concerns(error: Exception, path: Path) -> bool:
    """Whether an archive that did not open is one of which something may be saved, and not some other file: one called an archive that
    begins like none may have been one, if it is long enough.
    """
    called = path.suffix == _SUFFIX and path.is_file() and path.stat().st_size >= _LEAST_BYTES
    return isinstance(error, Damaged) or (isinstance(error, Sealed) and called)


class Rescuing(QObject):
    """One for the window, beside its `Opening`."""

    def __init__(self, window: Window, opening: Opening) -> None:
        super().__init__(window)
        self._window, self._opening = window, opening
        self._job: Job | None = None
        self._then: Callable[[], object] | None = None  # once the archive that is being opened is there
        self.show_in_system: Opener = system_opener
        window.alerts.rescue = self.leave_and_show
        window.unopened = self.look
        opening.unopened.connect(self.look)
        opening.opened.connect(self._opened)
        opening.failed.connect(self._forget)

    # Showing

    def look(self, path: Path, error: Exception) -> None:
        """An archive did not open: shows the page where something can be done about it; of one that is gone, where there are backups."""
        if concerns(error, path):
            self.show(path, str(getattr(error, "what", "")))
        elif isinstance(error, WaystationError):
            self._window.alerts.show(error)
            if not path.exists():
                self._backups(path, lambda found: self._gone(path, error, found))

    def _gone(self, path: Path, error: WaystationError, found: list[Point]) -> None:
        if found:
            self.show(path, error.what, found)

    def leave_and_show(self, error: Damaged) -> None:
        """The archive that is open is damaged: closes it, which saves what was typed, and shows the page."""
        desk = self._window.desk
        if desk is not None:
            path = desk.context.archive.path
            self._window.leave_archive()
            self._opening.failed.emit()  # what is shown without an archive stands behind the page
            self.show(path, error.what, opens=True)

    def show(
        self, path: Path, what: str, found: list[Point] | None = None, *, opens: bool = False, unsure: bool = False
    ) -> RescuePage:
        """What can be done about an archive of which it is known `what` is wrong; `found` are its backups, where they are known.

        `unsure`: it may be whole, and the passphrase another one.
        """
        from archive.operations import protecting
        from desktop.views.rescue import RescuePage

        window = self._window
        missing = not path.exists()
        encrypted = not missing and protecting.is_encrypted(path)
        page = RescuePage(
            path,
            what,
            window.theme,
            missing=missing,
            encrypted=encrypted,
            opens=opens,
            unsure=unsure,
            parent=window.stack,
        )
        page.restore_asked.connect(lambda point: self._restore(page, point))
        page.file_asked.connect(lambda: self._choose_backup(page))
        page.save_asked.connect(lambda: self._save(page))
        page.check_asked.connect(lambda: self._check(page))
        page.folder_asked.connect(lambda: self.show_in_system(path.parent))
        page.other_asked.connect(self._opening.choose_and_open)
        page.as_it_is_asked.connect(lambda: self._opening.open(path))
        page.cancel_asked.connect(self._cancel)
        window.alerts.clear("error")
        window.close_page()
        window.show_page(page)
        if found is None:
            self._backups(path, page.show_backups, page)
        else:
            page.show_backups(found)
        return page

    def _backups(self, path: Path, then: Callable[[list[Point]], None], owner: QObject | None = None) -> None:
        def work(_: Progress) -> list[Point]:
            from archive.operations.backups import points

            return points.of_a_lost_one(path, places.backup_place())

        self._window.jobs.run(work, done=then, owner=owner or self)

    # Doing

    def _run(self, page: RescuePage, words: str, work: Callable[[Progress], Any], done: Callable[[Any], None]) -> None:
        """Does something on a thread that the page tells of, and that can be cancelled there."""
        page.show_progress(0, 0, words)

        def failed(error: Exception) -> None:
            if isinstance(error, WaystationError):
                page.refuse(error)
            else:
                page.rest()
            if isinstance(error, WrongPassphrase):
                page.ask_passphrase()

        self._job = self._window.jobs.run(
            work,
            done=done,
            failed=failed,
            cancelled=page.rest,
            progress=lambda at, of, step: page.show_progress(at, of, f"{words} · {step}" if step else words),
            owner=page,
        )

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _check(self, page: RescuePage) -> None:
        path, passphrase = page.archive, page.passphrase

        def work(progress: Progress) -> Readable:
            from archive.operations import salvaging

            return salvaging.look(path, key=_key(path, passphrase), progress=progress)

        def done(found: Readable) -> None:
            from desktop.views.rescue import words

            page.show_result(words.readable(found), [])

        self._run(page, "Reading what can be read", work, done)

    def _save(self, page: RescuePage) -> None:
        path, passphrase = page.archive, page.passphrase
        target = self._choose_target(path)
        if target is None:
            return

        def work(progress: Progress) -> Saved:
            from archive.operations import salvaging

            return salvaging.save_readable(path, target, key=_key(path, passphrase), progress=progress)

        def done(saved: Saved) -> None:
            from desktop.views.rescue import words

            ways = [
                ("open_saved", "Open the saved copy", lambda: self._opening.open(saved.path)),
                ("saved_folder", "Show the folder", lambda: self.show_in_system(saved.path.parent)),
            ]
            page.show_result(words.saved(saved), ways)

        self._run(page, "Saving what can be read", work, done)

    def _choose_target(self, path: Path) -> Path | None:
        """Asks where what can be read is to be saved. A file that is there already is refused by the work itself, so it is not asked about."""
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            "Save what can be read",
            str(path.with_name(f"{path.stem} saved{_SUFFIX}")),
            _FILES,
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        target = Path(name) if name else None
        return target.with_suffix(_SUFFIX) if target is not None and not target.suffix else target

    def _choose_backup(self, page: RescuePage) -> None:
        from archive.operations.backups import points

        name, _ = QFileDialog.getOpenFileName(self._window, "Choose a backup", str(page.archive.parent), _FILES)
        if name:
            try:
                page.add_backup(points.named(Path(name)))
            except WaystationError as error:
                page.refuse(error)

    def _restore(self, page: RescuePage, point: Point) -> None:
        path, passphrase = page.archive, page.passphrase

        def work(progress: Progress) -> Restored:
            from archive.operations.backups import restoring

            key = _key(point.path, passphrase)
            return restoring.restore(path, point.path, key=key, folder=point.path.parent, progress=progress)

        def done(restored: Restored) -> None:
            self._then = lambda: self._tell_restored(restored)
            self._opening.open(path)

        self._run(page, "Going back to a backup", work, done)

    def _tell_restored(self, restored: Restored) -> None:
        kept = "" if restored.kept is None else f" What was there before is kept as {visible(restored.kept.name)}."
        self._window.alerts.tell("restored", f"The archive is as it was in {visible(restored.backup.name)}.{kept}")

    # What comes of opening

    def _opened(self, _: object) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()

    def _forget(self) -> None:
        self._then = None


def _key(path: Path, passphrase: str) -> Key | None:
    """The key of a file, by what was typed or from the keyring; None for one that is not encrypted. Raises WrongPassphrase."""
    from archive.operations import protecting

    if not protecting.is_encrypted(path):
        return None
    held = None if passphrase else protecting.remembered(path, damaged=True)
    if held is not None:
        return held
    if not passphrase:
        raise WrongPassphrase(f"{path.name} is encrypted.", "Type its passphrase.")
    return protecting.unlock_damaged(path, passphrase, tries=protecting.Tries())
