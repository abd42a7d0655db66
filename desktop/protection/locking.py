"""Locks an encrypted archive, and leaves in a hurry: what was typed is saved, then the process ends, and with it the key.

Locking happens on demand, after a time without use, and when the machine goes to sleep. Nothing is watched while the archive
that is open is not encrypted.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QApplication

from archive.base import children
from desktop.protection import ending
from desktop.protection.clipboard import ClipboardWatch
from desktop.protection.idle import IdleWatch, running

if TYPE_CHECKING:
    from archive.archive import Archive
    from desktop.desk import Desk
    from desktop.protection.sleep import SleepWatch
    from desktop.window import Window

_SAVE_S = 10.0  # never lose what was typed for the sake of a second; it takes some hundredths
_MOMENT_S = 0.25  # for what was cancelled to clear up after itself
_QUIT = "app.quick_exit"


class Locking(QObject):
    """One for the window. `leave` and `start_anew` are what ends the process, when all is saved."""

    def __init__(
        self,
        window: Window,
        *,
        leave: Callable[[], object] = ending.leave,
        start_anew: Callable[[Path], object] = ending.start_anew,
    ) -> None:
        super().__init__(window)
        self._window, self._leave, self._start_anew = window, leave, start_anew
        self._going = False
        settings = window.settings
        self.clipboard = ClipboardWatch(lambda: int(settings["clipboard.seconds"]), self)
        self.idle = IdleWatch(lambda: 60.0 * settings["lock.idle_minutes"], self._busy, self)
        self.idle.idle.connect(self.lock)
        self.idle.slept.connect(self.lock)
        self.sleep: SleepWatch | None = None
        self._watching = False
        window.entered.connect(self._begin)
        window.left.connect(self._end)
        running().focusWindowChanged.connect(self._follow)
        window.commands.on("archive.lock", self.lock, owner=self, enabled=lambda: self.lockable)
        window.commands.on(_QUIT, self.quick_exit, owner=self)

    @property
    def lockable(self) -> bool:
        """Whether the archive that is open is encrypted."""
        return self._watching

    def lock(self) -> None:
        """Saves, and becomes a process that stands before the locked archive. Nothing happens where none is encrypted."""
        desk = self._window.desk
        if desk is not None and self._watching:
            path = desk.context.archive.path.absolute()
            self._go(lambda: self._start_anew(path))

    def quick_exit(self) -> None:
        """Saves, locks and is gone."""
        self._go(self._leave)

    def _go(self, end: Callable[[], object]) -> None:
        if self._going:
            return
        self._going = True
        window = self._window
        QApplication.setQuitOnLastWindowClosed(False)
        for each in QApplication.topLevelWidgets():
            each.hide()
        QCoreApplication.processEvents()  # out of sight first
        if self._watching:
            self.clipboard.clear()
        window.session.keep_window(window)
        if window.desk is not None:
            self._save(window.desk)
            window.originals.handing.close()
        window.settings.save()
        end()

    def _save(self, desk: Desk) -> None:
        """What was typed, and where the person is. What an import has committed stays; what the indexing child was writing is undone."""
        from archive.operations import scratch

        jobs, archive = self._window.jobs, desk.context.archive
        jobs.cancel_all()
        desk.indexing.kill()
        # What was saved a moment ago is written first: it must not come after, and over, what was typed since.
        if jobs.drain_kept(_SAVE_S):
            children.kill_all()  # what an import, or who reads for it, has begun and not committed, nobody waits for
        desk.save()
        saved = jobs.drain_kept(_SAVE_S)
        if jobs.drain(_MOMENT_S):
            archive.close()
        elif saved:
            # What is still read, or counted, nobody is going to see: that is no reason to look like a crash the next time.
            archive.leave(_MOMENT_S)
        scratch.remove_own()

    def _busy(self) -> bool:
        work = any(job.label for job in self._window.jobs.active)
        return work and bool(self._window.settings["lock.after_work"])

    def _begin(self, archive: Archive) -> None:
        if archive.key is None:
            return
        from desktop.protection.sleep import SleepWatch

        self._watching = True
        self.clipboard.start()
        self.idle.start()
        self.sleep = SleepWatch(self)
        self.sleep.sleeping.connect(self.lock)
        self.sleep.start()
        self._window.commands.refresh("archive.lock")

    def _end(self) -> None:
        if self._watching:
            self._watching = False
            self.clipboard.stop()
            self.idle.stop()
            if self.sleep is not None:
                self.sleep.release()
                self.sleep.deleteLater()
                self.sleep = None
            self._window.commands.refresh("archive.lock")

    # The quick exit's keys, also where a dialog keeps the window's shortcuts from working

    def _follow(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)  # Qt would ask twice
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            keys = QKeySequence(event.keyCombination())
            if event.key() != Qt.Key.Key_unknown and keys in self._window.commands.action(_QUIT).shortcuts():
                self.quick_exit()
                return True
        return False
