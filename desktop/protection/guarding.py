"""Brings the pages of encryption to the front and does what they ask: unlocking, encrypting, changing the passphrase, decrypting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from archive.base import places
from archive.base.errors import Invalid, WaystationError
from archive.base.progress import Progress
from desktop.protection.recoding import Recoding
from desktop.protection.room import KeyRoom

if TYPE_CHECKING:
    from archive.archive import Archive
    from desktop.jobs import Job
    from desktop.opening import Opening
    from desktop.views.protection import Protect, Unlock
    from desktop.window import Window

_BY_CODE = "recovery_used"
_MAYBE = (
    "No passphrase opens a file whose first bytes are damaged: it cannot be told from one under another passphrase."
)


class Guarding(QObject):
    """One for the window, beside its `Opening`."""

    def __init__(self, window: Window, opening: Opening) -> None:
        super().__init__(window)
        self._window, self._opening = window, opening
        self._recoding = Recoding(window, opening)
        self._room = KeyRoom(window.jobs, self)
        self._job: Job | None = None
        self.rescue: Callable[[Path, str], object] = lambda _path, _what: None  # what can be done about a damaged file
        self._then: Callable[[Archive], object] | None = None  # once the archive that is being opened is there
        opening.locked.connect(self.show_unlock)
        opening.opened.connect(self._opened)
        opening.failed.connect(self._failed)
        commands = window.commands
        commands.on("archive.new_encrypted", self.make, owner=self)
        commands.on("archive.protect", self.show_protect, owner=self, enabled=lambda: self._writable() is not None)
        window.entered.connect(lambda _: commands.refresh("archive.protect"))
        window.left.connect(lambda: commands.refresh("archive.protect"))

    def _writable(self) -> Archive | None:
        desk = self._window.desk
        return desk.context.archive if desk is not None and not desk.context.archive.read_only else None

    # Unlocking

    def show_unlock(self, path: Path) -> Unlock:
        """Asks for the passphrase of an archive."""
        from desktop.views.protection import Unlock

        window, opening = self._window, self._opening
        page = Unlock(path, window.theme, over=window.desk is not None, parent=window.stack)
        window.close_page()
        page.typed.connect(self._room.typed)
        page.given.connect(lambda text, by_code: self._unlock(page, text, by_code=by_code))
        page.other_asked.connect(opening.choose_and_open)
        page.damaged_asked.connect(lambda: self.rescue(path, _MAYBE))
        window.show_page(page)
        return page

    def _unlock(self, page: Unlock, text: str, *, by_code: bool) -> None:
        self._then = self._tell_of_code if by_code else None
        self._room.given()
        self._opening.unlock(page.archive, text, by_code=by_code, refused=page.refuse)

    def _tell_of_code(self, archive: Archive) -> None:
        if not archive.read_only:
            told = "It was opened by the recovery code. If the passphrase is forgotten, the code stands for it when you choose another."
            self._window.alerts.tell(
                _BY_CODE, told, action_label="Choose a passphrase…", action=lambda: self.show_protect()
            )

    def _opened(self, archive: Archive) -> None:
        """The window shows the archive already."""
        self._room.let_go()
        then, self._then = self._then, None
        if then is not None:
            then(archive)

    def _failed(self) -> None:
        self._then = None

    # The page on the passphrase

    def show_protect(self) -> Protect | None:
        """What can be done about the open archive's passphrase."""
        archive = self._writable()
        if archive is None:
            return None
        page = self._page(archive.path, encrypted=archive.key is not None)
        if archive.key is not None:
            self._look_into_keyring(page)
        page.encrypt_asked.connect(lambda passphrase, keyring: self._encrypt(passphrase, keyring=keyring))
        page.code_asked.connect(lambda now: self._sure(page, now, lambda: self._show_code(archive)))
        page.change_asked.connect(lambda now, new: self._sure(page, now, lambda: self._change(page, new)))
        page.decrypt_asked.connect(lambda now: self._sure(page, now, lambda: self._ask_decrypt(page)))
        page.keyring_asked.connect(lambda wanted: self._keep_in_keyring(page, archive, wanted))
        self._window.show_page(page)
        return page

    def make(self) -> None:
        """Asks where a new encrypted archive is to lie, and for its passphrase."""
        path = self._opening.choose_new()
        if path is None:
            return
        page = self._page(path, encrypted=False, new=True)

        def given(passphrase: str, keyring: bool) -> None:
            page.show_progress(0, 0, "Making the archive", cancellable=False)
            self._then = lambda archive: self._made(archive, keyring)
            self._opening.create(path, passphrase=passphrase)

        page.encrypt_asked.connect(given)
        self._opening.failed.connect(page.rest)
        self._window.close_page()
        self._window.show_page(page)

    def _page(self, path: Path, *, encrypted: bool, new: bool = False) -> Protect:
        from desktop.views.protection import Protect

        window = self._window
        page = Protect(
            path,
            window.jobs,
            window.theme,
            author=places.author(),
            encrypted=encrypted,
            new=new,
            parent=window.stack,
        )
        page.cancel_asked.connect(self._cancel)
        return page

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _run(
        self,
        page: Protect,
        work: Callable[[Progress], Any],
        done: Callable[[Any], object],
        words: str,
        *,
        cancellable: bool = False,
    ) -> None:
        """Does something on a thread that the page tells of."""
        page.show_progress(0, 0, words, cancellable=cancellable)

        def failed(error: Exception) -> None:
            if isinstance(error, WaystationError):
                page.refuse(error)
            else:
                page.rest()

        def finished(value: Any) -> None:
            page.rest()
            done(value)

        self._job = self._window.jobs.run(
            work,
            done=finished,
            failed=failed,
            cancelled=page.rest,
            progress=lambda at, of, step: page.show_progress(at, of, step or words, cancellable=cancellable),
            owner=page,
            keep=not cancellable,
        )

    def _sure(self, page: Protect, now: str, then: Callable[[], object]) -> None:
        """Goes on where the passphrase, or the recovery code, is that of the open archive."""
        from archive.operations import protecting

        path = page.archive
        self._run(
            page,
            lambda _: protecting.unlock(path, now, tries=protecting.Tries()),
            lambda _: then(),
            "Making sure that it is you",
        )

    # Encrypting, changing, decrypting

    def _encrypt(self, passphrase: str, *, keyring: bool) -> None:
        self._recoding.encrypt(passphrase, lambda archive: self._made(archive, keyring))

    def _change(self, page: Protect, passphrase: str) -> None:
        if passphrase == page.now.text:
            page.refuse(Invalid("This is the passphrase that the archive has already.", "Choose another one."))
        else:
            self._recoding.change(passphrase, self._changed)

    def _changed(self, archive: Archive) -> None:
        self._window.alerts.clear(_BY_CODE)
        self._show_code(archive)

    def _ask_decrypt(self, page: Protect) -> None:
        from desktop.views.library.choosers import confirm

        told = "Whoever has the file can then read all of it. What was encrypted before, copies and backups, stays encrypted."
        confirm(
            page,
            "Remove the encryption?",
            told,
            "Remove the encryption",
            lambda: self._recoding.decrypt(self._decrypted),
        )

    def _decrypted(self, archive: Archive) -> None:
        self._window.alerts.toast("The archive is no longer encrypted.")

    # Recovery code and keyring

    def _made(self, archive: Archive, keyring: bool) -> None:
        if keyring:
            self._remember(archive)
        self._show_code(archive)

    def _show_code(self, archive: Archive) -> None:
        from archive.operations import protecting
        from desktop.views.protection import Recovery

        page = Recovery(archive.path.stem, protecting.recovery_code(archive), self._window.theme)
        self._window.show_page(page)

    def _remember(self, archive: Archive) -> None:
        from archive.operations import protecting

        self._window.jobs.run(lambda _: protecting.remember(archive))

    def _look_into_keyring(self, page: Protect) -> None:
        from archive.operations import protecting

        path = page.archive
        self._window.jobs.run(
            lambda _: protecting.remembered(path) is not None, done=page.keyring.setChecked, owner=page
        )

    def _keep_in_keyring(self, page: Protect, archive: Archive, wanted: bool) -> None:
        from archive.operations import protecting

        def work(_: Progress) -> None:
            if wanted:
                protecting.remember(archive)
            else:
                protecting.forget(archive.path)

        def failed(error: Exception) -> None:
            page.keyring.setChecked(not wanted)
            if isinstance(error, WaystationError):
                page.refuse(error)

        self._window.jobs.run(work, failed=failed, owner=page, keep=True)
