"""Looks after the open archive by itself: backs it up while it changes, says when the last good backup is old, and takes a
quick look at it after it was not closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from archive.base import clock
from archive.base.errors import WaystationError
from archive.base.progress import Progress
from desktop.context import Context
from desktop.jobs import Job

if TYPE_CHECKING:
    from archive.archive import Archive
    from archive.model.keeping import Point
    from archive.operations.backups.making import Made
    from archive.operations.maintain import Glance

_LOOK_MS = 60_000  # how often it is asked whether a backup is due
_AGAIN_S = 600.0  # after one that failed
_PERIODS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
_KEY = "backups"


@dataclass(frozen=True, slots=True)
class State:
    """What stands in the folder of backups: the newest first, and why it cannot be looked into if that is so."""

    folder: Path
    points: tuple[Point, ...]
    error: str = ""

    def last_good(self, now: datetime) -> datetime | None:
        """When the newest good backup was made, as far as the clock can be believed."""
        from archive.operations.backups import points

        return max((each.made for each in self.points if each.made <= now and not points.damaged(each)), default=None)


class Keeping(QObject):
    """Belongs to an open archive. `changed` when a backup was made, or the place is another one."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self._quiet_until: datetime | None = None
        self._told = ""  # the sentence in the banner
        self._reminded = False
        self.show_page: Callable[[], object] = lambda: None
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        context.settings.changed.connect(self._setting_changed)

    def start(self) -> None:
        """Begins to look after the archive; at once where it was not closed."""
        if self._context.archive.ended_uncleanly:
            self._glance()
        if not self._context.archive.read_only:
            self._timer.start()

    @property
    def place(self) -> Path | None:
        """Where a person wants the backups; None: beside the archive."""
        chosen = str(self._context.settings["backups.place"])
        return Path(chosen).expanduser() if chosen else None

    @property
    def busy(self) -> bool:
        """Whether a backup is being made."""
        return self._job is not None

    def state(self, _: object = None) -> State:
        """What stands in the folder of backups; it reads the disk, so call it in a job."""
        from archive.operations.backups import points

        archive = self._context.archive
        folder = points.folder_of(archive.path, archive.uid, self.place)
        try:
            if self.place is not None and not self.place.is_dir():
                return State(
                    folder, (), f"{self.place} cannot be reached. Connect the disk again, or choose another place."
                )
            return State(folder, tuple(points.points(folder)))
        except WaystationError as error:
            return State(folder, (), f"{error.what} {error.advice}")

    def back_up(self, then: Callable[[], object] | None = None, *, asked: bool = True) -> None:
        """Makes a backup now, in the background; told in a line when a person asked for it."""
        if self._job is not None:
            return

        def work(progress: Progress) -> Made:
            from archive.operations.backups import making

            return making.add_point(self._context.archive, self.state().folder, progress)

        def done(made: Made) -> None:
            self._ended()
            self._context.alerts.clear(_KEY)
            self._told, self._reminded = "", False
            self._say_done(made, asked=asked)
            if then is not None:
                then()

        self._job = self._context.jobs.run(
            work, done=done, failed=self._failed, cancelled=self._ended, owner=self, label="Backing up"
        )
        self.changed.emit()

    def _say_done(self, made: Made, *, asked: bool) -> None:
        from archive.operations.backups import points

        if points.damaged(made.point):
            self._tell(
                "The archive is damaged: it was backed up as it is, and older backups stay.", "Check", self._check
            )
        elif asked:
            self._context.alerts.toast("Backed up, and read back whole.")

    def _failed(self, error: Exception) -> None:
        self._ended()
        self._quiet_until = clock.now() + timedelta(seconds=_AGAIN_S)
        if isinstance(error, WaystationError):
            self._tell(f"No backup was made: {error.what} {error.advice}", "Backups", self.show_page)

    def _ended(self) -> None:
        self._job = None
        self.changed.emit()

    def _tell(self, sentence: str, words: str, action: Callable[[], object]) -> None:
        """Says it once: a banner that a person closed does not come back each time with the same words."""
        if sentence != self._told:
            self._told = sentence
            self._context.alerts.tell(_KEY, sentence, warning=True, action_label=words, action=action)

    def _check(self) -> None:
        self._context.actions.trigger("archive.check")

    # By itself

    def look(self) -> None:
        """Makes a backup if one is due, and says so when the last good one is old."""
        now = clock.now()
        quiet = self._quiet_until is not None and now < self._quiet_until <= now + timedelta(seconds=_AGAIN_S)
        if self._job is None and not quiet:
            self._context.jobs.run(self._due, done=self._looked, owner=self)

    def _due(self, _: object) -> tuple[bool, int | None]:
        """Whether a backup is due, and for how many days there was no good one although something changed."""
        state, now = self.state(), clock.now()
        last = state.last_good(now)
        newest = state.points[0] if state.points else None
        changed = newest is None or _changed(self._context.archive, newest)
        period = _PERIODS.get(str(self._context.settings["backups.every"]))
        due = period is not None and changed and (last is None or now - last >= period)
        begun = _began(self._context.archive)
        since = last or begun
        days = (now - since).days if changed and since is not None else None
        return due, days

    def _looked(self, found: tuple[bool, int | None]) -> None:
        due, days = found
        most = int(self._context.settings["backups.remind"])
        if days is not None and most and days >= most and not self._reminded:
            self._reminded = True
            self._tell(f"For {days:,} days no good backup of this archive was made.", "Back up now", self.back_up)
        if due:
            self.back_up(asked=False)

    def _setting_changed(self, key: str) -> None:
        if key.startswith("backups."):
            self._quiet_until = None
            self._told = ""
            self.changed.emit()

    # After the program or the computer ended without closing it

    def _glance(self) -> None:
        archive, alerts = self._context.archive, self._context.alerts

        def work(progress: Progress) -> Glance:
            from archive.operations import maintain

            return maintain.glance(archive, progress)

        def done(seen: Glance) -> None:
            if seen.findings:
                told = f"The archive was not closed the last time, and a quick look found this: {seen.findings[0].what}"
                alerts.tell("check", told, warning=True, action_label="Check everything", action=self._check)
            else:
                alerts.toast("The archive was not closed the last time. A quick look found it whole.")

        self._context.jobs.run(work, done=done, owner=self)


def _changed(archive: Archive, point: Point) -> bool:
    from archive.operations.backups import making

    return making.changed_since(archive, point)


def _began(archive: Archive) -> datetime | None:
    """When the archive was made, if it says so."""
    try:
        return datetime.fromisoformat(archive.store.facts.get("created") or "")
    except ValueError:
        return None
