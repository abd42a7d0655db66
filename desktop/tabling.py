"""Asks what the columns of tables are before their rows come in: one page a table, those with the same headings together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from archive.base.progress import Progress
from archive.model.tables import Columns, fitted, may_be_one
from desktop.context import Context
from desktop.jobs import Job

if TYPE_CHECKING:
    from archive.operations.tables import Asked
    from desktop.views.tables import ColumnsPage
    from desktop.window import Window

Import = Callable[[Sequence[Path], dict[Path, Columns | None]], object]


class Tabling(QObject):
    """`take` hands paths on to the import, with the choices for the tables among them. `looking(yes)`: files are looked through before."""

    looking = Signal(bool)

    def __init__(self, context: Context, window: Window, imports: Import, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._window, self._import = context, window, imports
        self._job: Job | None = None
        # Once what is shown of it is painted: looking begins with the loading of what reads tables.
        self._begin = QTimer(self, singleShot=True, interval=0)
        self._begin.timeout.connect(self._look)
        self._waiting: list[list[Path]] = []

    def take(self, paths: Sequence[Path]) -> None:
        """Looks for tables among the files and in folders; asks about each, then imports everything."""
        if not any(may_be_one(path) or path.is_dir() for path in paths):
            self._import(paths, {})
            return
        self.looking.emit(True)
        self._waiting.append(list(paths))
        self._begin.start()

    def _look(self) -> None:
        paths, archive = self._waiting.pop(0), self._context.archive
        if self._waiting:
            self._begin.start()

        def look(progress: Progress) -> list[Asked]:
            from archive.operations import tables  # here, since with it comes the reading of every kind of table

            return tables.asked(archive, paths, progress=progress)

        self._job = self._context.jobs.run(
            look,
            done=lambda found: self._ask(paths, list(found), {}),
            cancelled=lambda: self.looking.emit(False),
            failed=lambda _: self.looking.emit(False),
            owner=self,
            label="Looking at tables",
        )

    def cancel(self) -> None:
        """Looks no further, and imports nothing of what was being looked through."""
        if self._waiting:
            self._waiting.clear()
            self._begin.stop()
            self.looking.emit(False)
        if self._job is not None:
            self._job.cancel()

    def _ask(self, paths: list[Path], waiting: list[Asked], chosen: dict[Path, Columns | None]) -> None:
        if not waiting:
            if chosen and set(paths) <= set(chosen) and not any(chosen.values()):
                self.looking.emit(False)  # nothing else was to come in
                return
            self._import(paths, chosen)
            return
        first, *rest = waiting
        alike = [each for each in rest if each.draft.signature == first.draft.signature]
        page = self.show(first, len(alike))

        def answer(columns: Columns | None) -> None:
            self._window.close_page()
            chosen[first.path] = columns
            for each in alike:
                chosen[each.path] = columns and fitted(columns, each.draft)
            self._ask(paths, [each for each in rest if each not in alike], chosen)

        page.decided.connect(answer)

    def show(self, asked: Asked, alike: int = 0) -> ColumnsPage:
        """Opens the page that asks about a table; `alike` others with the same headings follow its choice."""
        from desktop.views.tables import ColumnsPage

        page = ColumnsPage(self._context, asked, alike, self._window.stack)
        self._window.show_page(page)
        page.closed.disconnect(self._window.close_page)
        page.closed.connect(lambda: page.decided.emit(None))
        return page
