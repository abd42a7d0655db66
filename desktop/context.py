"""What a view is given: the open archive and the services of the window, and what the window asks of its views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtWidgets import QWidget

from archive.model.change import Change
from desktop.actions import Actions
from desktop.alerts import Alerts
from desktop.jobs import Job, Jobs
from desktop.settings import Settings
from desktop.theme import Theme

if TYPE_CHECKING:  # these bring the whole archive with them; the first paint must not wait for it
    from archive.archive import Archive
    from archive.operations.tables import Chosen
    from desktop.history import History


@dataclass(frozen=True, slots=True)
class Context:
    """One for each open archive. All but `archive` and `history` outlive a switch to another archive; views do not."""

    archive: Archive
    jobs: Jobs
    actions: Actions
    theme: Theme
    settings: Settings
    history: History
    alerts: Alerts

    def run_change(
        self,
        work: Callable[[], Change],
        *,
        toast: bool = False,
        by_itself: bool = False,
        then: Callable[[], object] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Runs `work() -> Change` off the interface thread, hands the Change to history and calls `then`; failures become
        banners, those that are a sentence for the person go to `failed` instead where it is given.

        `by_itself`: the program does it, not the person. With `toast` the act is told in a toast that offers to undo it. The
        act enters history even when the view that asked for it is gone by then, and is done before the archive closes.
        """

        def done(change: Change) -> None:
            self.history.do(change, by_itself=by_itself)
            if toast:
                undo = self.history.undo if change.inverse is not None else None
                self.alerts.toast(change.label, action_label="Undo" if undo else "", action=undo)
            if then is not None:
                then()

        return self.jobs.run(lambda _: work(), done=done, failed=failed, keep=True)


class Closing(Protocol):
    """What the window asks of every view of the rail when the archive closes."""

    def closing(self) -> None:
        """Saves what is not saved yet, or hands it to a job that is kept; the archive closes next."""


class MainView(Closing, Protocol):
    """What the window asks of a view that has a place on the rail (Library)."""

    def refresh(self) -> None:
        """Fills the view for the first time; the constructor queries nothing."""

    def state(self) -> dict[str, Any]:
        """Where the person is (query, scope, sort, article, position, sizes), as JSON values."""

    def restore(self, state: dict[str, Any]) -> None:
        """Goes where `state` says; ignores what is missing or no longer there."""

    def panes(self) -> dict[str, QWidget]:
        """`sidebar`, `list`, `reader` and `inspector`, in reading order; the window shows, hides and focuses them."""

    def search(self, text: str) -> None: ...

    def open(self, article_id: int, position: int | None = None) -> None: ...

    def import_paths(self, paths: list[Path], columns: Chosen | None = None) -> None:
        """`columns` are those that were chosen for tables among the files."""

    def import_text(self, text: str, html: bool) -> None: ...
