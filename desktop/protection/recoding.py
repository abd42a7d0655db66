"""Turns an archive into an encrypted one, or back, or changes its key: it is closed for that, and open again afterwards, whatever happened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from archive.base.errors import WaystationError
from archive.base.progress import Progress
from archive.base.text import visible
from desktop.wording import counted

if TYPE_CHECKING:
    from archive.archive import Archive
    from archive.operations.protecting import Key
    from desktop.opening import Opening
    from desktop.window import Window

Act = Callable[[Progress], "Archive"]  # does it, and opens the archive again


class Recoding(QObject):
    """One thing at a time; `run` when the archive is open."""

    def __init__(self, window: Window, opening: Opening) -> None:
        super().__init__(window)
        self._window, self._opening = window, opening
        self._unconfirmed = ""  # what the last change's disk did not say

    def encrypt(self, passphrase: str, then: Callable[[Archive], object]) -> None:
        """Encrypts the open archive; what the settings held of it goes into it."""
        archive, settings = self._open(), self._window.settings
        path, uid = archive.path, archive.uid
        left: list[Path] = []  # plain files that could not be overwritten

        def work(progress: Progress) -> Archive:
            from archive.archive import Archive
            from archive.operations import recoding

            done = recoding.encrypt(path, passphrase, progress)
            left.extend(done.kept)
            self._unconfirmed = done.unconfirmed
            return Archive.open(path, key=done.key)

        def done(opened: Archive) -> None:
            from archive.operations import window_state

            window_state.keep(opened, settings.take_out(str(path.absolute()), uid, path.name))
            self._opening.take(opened)
            if left:
                names = ", ".join(visible(str(each)) for each in left)
                told = f"Not overwritten, so that parts of it may still be found on the disk: {names}."
                self._window.alerts.tell("left_plain", told, warning=True)
            self._look_for_plain_backups()
            then(opened)

        self._run(work, done, None, "Encrypting the archive")

    def _look_for_plain_backups(self) -> None:
        """Says where backups lie that were made before the archive was encrypted: whoever finds them reads them."""
        window, desk = self._window, self._window.desk
        assert desk is not None, "the archive was opened just now"

        def look(_: Progress) -> list[Path]:
            from archive.operations import protecting

            return [each.path for each in desk.keeping.state().points if not protecting.is_encrypted(each.path)]

        def done(plain: list[Path]) -> None:
            if plain:
                told = (
                    f"{counted(len(plain), 'backup')} from before can be read without the passphrase, in"
                    f" {visible(str(plain[0].parent))}. Make a new backup, then delete what is older."
                )
                window.alerts.tell(
                    "plain_backups",
                    told,
                    warning=True,
                    action_label="Backups…",
                    action=lambda: window.commands.trigger("archive.backups"),
                )

        window.jobs.run(look, done=done, owner=desk)

    def decrypt(self, then: Callable[[Archive], object]) -> None:
        """Takes the encryption off the open archive."""
        archive = self._open()
        path, key = archive.path, self._key(archive)

        def work(progress: Progress) -> Archive:
            from archive.archive import Archive
            from archive.operations import recoding

            self._unconfirmed = recoding.decrypt(path, key, progress).unconfirmed
            return Archive.open(path)

        def done(opened: Archive) -> None:
            from archive.operations import window_state

            window_state.keep(opened, {})
            self._opening.take(opened)
            then(opened)

        self._run(work, done, key, "Taking the encryption off")

    def change(self, passphrase: str, then: Callable[[Archive], object]) -> None:
        """Gives the open archive another passphrase."""
        archive = self._open()
        path, key = archive.path, self._key(archive)
        left: list[Path] = []  # the old file, where it could not be overwritten

        def work(progress: Progress) -> Archive:
            from archive.archive import Archive
            from archive.operations import recoding

            done = recoding.change(path, key, passphrase, progress)
            left.extend(done.kept)
            self._unconfirmed = done.unconfirmed
            return Archive.open(path, key=done.key)

        def done(opened: Archive) -> None:
            self._opening.take(opened)
            if left:
                told = "The file as it was could not be overwritten: what is left of it on the disk opens by the old passphrase."
                self._window.alerts.tell("left_former", told, warning=True)
            then(opened)

        self._run(work, done, key, "Changing the passphrase")

    def _open(self) -> Archive:
        desk = self._window.desk
        assert desk is not None, "asked of an open archive only"
        return desk.context.archive

    def _key(self, archive: Archive) -> Key:
        assert archive.key is not None, "asked of an encrypted archive only"
        return archive.key

    def _run(self, act: Act, done: Callable[[Archive], object], key: Key | None, words: str) -> None:
        """`key` opens the archive again where it was not done."""
        from desktop.views.protection import Working

        window, path = self._window, self._open().path
        made: list[Archive] = []
        self._unconfirmed = ""
        window.leave_archive()
        page = Working(words, window.theme)
        window.show_page(page)

        def work(progress: Progress) -> None:
            made.append(act(progress))

        def finished(_: object = None) -> None:
            window.close_page()
            if made:  # also where it was cancelled a moment too late
                done(made[0])
                if self._unconfirmed:
                    window.alerts.tell("unconfirmed", self._unconfirmed, warning=True)
            else:
                self._opening.open(path, key=key)

        def failed(error: Exception) -> None:
            finished()
            if isinstance(error, WaystationError):
                window.alerts.show(error)

        window.jobs.run(work, done=finished, failed=failed, cancelled=finished, label=words)
