"""What a view is given: the open archive and the services of the window. One for each open archive."""

from dataclasses import dataclass

from archive.archive import Archive

from desktop.actions import Actions
from desktop.alerts import Alerts
from desktop.history import History
from desktop.jobs import Jobs
from desktop.settings import Settings
from desktop.theme import Theme


@dataclass(frozen=True, slots=True)
class Context:
    """All but `archive` and `history` outlive a switch to another archive; views do not."""

    archive: Archive
    jobs: Jobs
    actions: Actions
    theme: Theme
    settings: Settings
    history: History
    alerts: Alerts

    def run_change(self, work, *, toast: bool = False, owner=None) -> None:
        """Runs `work() -> Change` off the interface thread and hands the Change to history; failures become banners.

        With `toast` the act is told in a toast that offers to undo it.
        """

        def done(change) -> None:
            self.history.do(change)
            if toast:
                undo = self.history.undo if change.inverse is not None else None
                self.alerts.toast(change.label, action_label="Undo" if undo else "", action=undo)

        # No owner for the callback itself: the act happened, so it enters history even when its view is gone.
        self.jobs.run(lambda _: work(), done=done)
