"""Watches folders for an open archive: signs of the system set off a look, and what is complete is imported like what is dropped.

Which folders is kept on this machine for each archive, and never in the archive: one that came from elsewhere must not begin to take in
files. Every sign leads to a look through the whole folder, so that one that was lost costs nothing. Looks and imports run off the
interface thread.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, SignalInstance

from archive.operations import watching
from archive.operations.watching import Look, Watch
from desktop.context import Context

_STATE = "watched"
_SETTLE_MS = 1_200  # between two looks that must find a file the same
_SOON_MS = 300  # several signs at once are one
_AGAIN_MS = 60_000  # a folder on a network gives no sign


@dataclass(frozen=True, slots=True)
class Watched:
    """A folder that is watched; `there` is False while it cannot be reached."""

    folder: Path
    paused: bool = False
    there: bool = True


class Watching(QObject):
    """`changed()` when the folders, or how they stand, are others; `looked()` after each look; `found(paths)` hands on what is complete."""

    changed = Signal()
    looked = Signal()
    found = Signal(list)

    def __init__(self, context: Context, imported: SignalInstance, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._watches: dict[Path, Watch] = {}
        self._handed: set[Path] = set()  # folders of which something waits to be imported
        self._looking = self._again = False
        self.told: tuple[str, ...] = ()
        self._signs = QFileSystemWatcher(self)
        self._signs.directoryChanged.connect(self._sign)
        self._inside: set[str] = set()
        self._soon = QTimer(self, interval=_SOON_MS, singleShot=True)
        self._soon.timeout.connect(self._look)
        self._settling = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settling.timeout.connect(self._look)
        self._steady = QTimer(self, interval=_AGAIN_MS)
        self._steady.timeout.connect(self._look)
        self.folders: tuple[Watched, ...] = self._held()
        imported.connect(self._imported)

    def start(self) -> None:
        """Looks for what came while nobody watched. In an archive that is open for reading only nothing is watched."""
        if not self._context.archive.read_only and self.folders:
            self._steady.start()
            self._look()

    # What is watched

    def add(self, folder: Path, *, take_present: bool) -> None:
        """Watches a folder from now on; what is there already is taken, or passed over. Raises Invalid."""
        folder = folder.absolute()
        archive = self._context.archive
        watching.require_watchable(archive, folder)
        if any(each.folder == folder for each in self.folders):
            return

        def work(_: object) -> Watch:
            watch = Watch(folder)
            if not take_present:
                watch.take_all()
            watching.save(archive, watch)
            return watch

        def done(watch: Watch) -> None:
            self._watches[folder] = watch
            self._set((*self.folders, Watched(folder)))

        self._context.jobs.run(work, done=done, owner=self)

    def remove(self, folder: Path) -> None:
        """Watches it no longer."""
        self._watches.pop(folder, None)
        self._set(each for each in self.folders if each.folder != folder)

    def pause(self, folder: Path | None, paused: bool) -> None:
        """Pauses a folder, or all of them, or goes on."""
        self._set(replace(each, paused=paused) if folder in (None, each.folder) else each for each in self.folders)

    def _held(self) -> tuple[Watched, ...]:
        held = self._context.settings.state(_STATE, {})
        rows = held.get(self._key, []) if isinstance(held, dict) else []
        good = [row for row in rows if isinstance(row, list) and len(row) == 2 and isinstance(row[0], str)]
        return tuple(Watched(Path(row[0]), row[1] is True) for row in good)

    @property
    def _key(self) -> str:
        return str(self._context.archive.path.absolute())

    def _set(self, folders: Iterable[Watched]) -> None:
        self.folders = tuple(folders)
        held = self._context.settings.state(_STATE, {})
        kept = {**held} if isinstance(held, dict) else {}
        kept[self._key] = [[str(each.folder), each.paused] for each in self.folders]
        self._context.settings.keep_state(_STATE, kept)
        self._follow(())
        self.changed.emit()
        self.start()

    # Looking

    def _sign(self, place: str) -> None:
        """Something changed in a folder: one that is watched, or one above, which only tells whether those below are there."""
        if place in self._inside or any(
            not each.there or not each.folder.is_dir() for each in self.folders if not each.paused
        ):
            self._stir()

    def _stir(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _look(self) -> None:
        if self._looking:
            self._again = True
            return
        archive = self._context.archive
        wanted = [each.folder for each in self.folders if not each.paused]
        if not wanted or archive.read_only:
            return
        held = dict(self._watches)
        self._looking, self._again = True, False

        def work(_: object) -> list[tuple[Watch, Look]]:
            watches = [held.get(folder) or watching.load(archive, folder) for folder in wanted]
            return [(watch, watch.look()) for watch in watches]

        self._context.jobs.run(work, done=self._seen, failed=self._failed, owner=self)

    def _failed(self, _: Exception) -> None:
        self._looking = False

    def _seen(self, looks: Sequence[tuple[Watch, Look]]) -> None:
        self._looking = False
        wanted = {each.folder for each in self.folders if not each.paused}
        ready: list[Path] = []
        for watch, look in looks:
            if watch.folder not in wanted:
                continue
            self._watches[watch.folder] = watch
            if look.ready:
                watch.take(look.ready)
                self._handed.add(watch.folder)
                ready += look.ready
        self._follow([look for _, look in looks])
        self._stands({watch.folder: look for watch, look in looks})
        if self._again:
            self._stir()
        elif any(look.waiting for _, look in looks):
            self._settling.start()
        if ready:
            self.found.emit(list(dict.fromkeys(ready)))
        self.looked.emit()

    def _stands(self, looks: dict[Path, Look]) -> None:
        """Keeps how the folders stand, and tells of a change."""
        told = tuple(sentence for look in looks.values() for sentence in look.told)
        folders = tuple(
            replace(each, there=looks[each.folder].there) if each.folder in looks else each for each in self.folders
        )
        if (told, folders) != (self.told, self.folders):
            self.told, self.folders = told, folders
            self.changed.emit()

    def _follow(self, looks: Sequence[Look]) -> None:
        """Has the system tell of changes in the folders below, and in the one above, so that going and coming back are noticed."""
        self._inside = {str(folder) for look in looks for folder in look.folders}
        wanted = set(self._inside)
        for each in self.folders:
            above = next((place for place in each.folder.parents if place.is_dir()), None)
            if above is not None and not each.paused:
                wanted.add(str(above))
        present = set(self._signs.directories())
        if gone := present - wanted:
            self._signs.removePaths(list(gone))
        if new := wanted - present:
            self._signs.addPaths(list(new))

    def _imported(self) -> None:
        """What was handed on is in the archive now, or was refused: it is not taken again."""
        handed, self._handed = self._handed, set()
        watches = [self._watches[folder] for folder in handed if folder in self._watches]
        archive = self._context.archive

        def work(_: object) -> None:
            for watch in watches:
                watching.save(archive, watch)

        if watches:
            self._context.jobs.run(work, keep=True)


def words(folders: Sequence[Watched]) -> str:
    """How the watched folders stand, in a line: "Watching Downloads and 2 more · Stick cannot be reached"."""
    if not folders:
        return ""
    active = [each for each in folders if not each.paused]
    if not active:
        return "Watching is paused."
    there, gone = [each for each in active if each.there], [each for each in active if not each.there]
    parts = [f"Watching {_named(there)}"] if there else []
    parts += [f"{_named(gone)} cannot be reached, and will be taken up again"] if gone else []
    paused = [each for each in folders if each.paused]
    parts += [f"{_named(paused)} paused"] if paused else []
    return " · ".join(parts)


def _named(folders: Sequence[Watched]) -> str:
    more = f" and {len(folders) - 1} more" if len(folders) > 1 else ""
    return f"“{folders[0].folder.name or folders[0].folder}”{more}"
