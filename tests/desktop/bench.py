"""An open archive with the services of a window, without the window: what tests of a view over read articles stand on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from archive.archive import Archive
from archive.model.article import Block, BlockKind, Metadata, Text, Verdict
from archive.model.ids import ArticleId
from archive.operations import extracting
from desktop.actions import Actions
from desktop.alerts import Alerts
from desktop.context import Context
from desktop.history import History
from desktop.jobs import Jobs
from desktop.settings import Settings
from desktop.theme import Theme
from tests.archive.made import new_archive

# Title, publisher, publication date, text.
Row = tuple[str, str | None, str | None, str]


def seed(archive: Archive, number: int, row: Row) -> ArticleId:
    """Adds one article the way an import does, without reading a file."""
    title, publisher, published, body = row
    text = f"{title}\n{body}"
    heading = Block(BlockKind.HEADING, 0, len(title), (0, len(title)), 1)
    paragraph = Block(BlockKind.PARAGRAPH, len(title) + 1, len(text), (len(title) + 1, len(text)))
    stamp = f"2026-01-01T00:00:{number:02d}.000Z"
    original = archive.store.originals.put(text.encode(), f"{number}.txt", "text/plain")
    metadata = Metadata(title=title, publisher=publisher, published=published, language="en")
    article = archive.store.articles.add(metadata, verdict=Verdict.OK, added=stamp)
    archive.store.editions.add(
        article,
        Text(text, (heading, paragraph)),
        original=original.sha512,
        encoding="utf-8",
        importer="plain",
        importer_version=1,
        reason="import",
        path=f"{number}.txt",
        created=stamp,
    )
    return article


@dataclass
class Bench:
    """The open archive and the services of a window; `settle` lives until no job runs and no short timer is due."""

    archive: Archive
    context: Context
    ids: list[ArticleId] = field(default_factory=list)
    toasts: list[str] = field(default_factory=list)
    problems: list[BaseException] = field(default_factory=list)

    def add(self, rows: Sequence[Row]) -> None:
        """Adds articles and reads them."""
        with self.archive.atomic():
            self.ids += [seed(self.archive, number, row) for number, row in enumerate(rows, len(self.ids))]
        extracting.settle(self.archive)

    def settle(self) -> None:
        app, jobs = QApplication.instance(), self.context.jobs
        assert isinstance(app, QApplication)
        quiet = 0
        while quiet < 3:
            app.processEvents()
            timers = [timer for widget in app.topLevelWidgets() for timer in widget.findChildren(QTimer)]
            if jobs.active:
                jobs.drain()
                quiet = 0
            elif any(timer.isActive() and timer.isSingleShot() and timer.interval() <= 500 for timer in timers):
                app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
                quiet = 0
            else:
                quiet += 1

    def undo(self) -> None:
        self.context.history.undo()
        self.settle()


Made = TypeVar("Made", bound=Bench)


@contextmanager
def opened(kind: type[Made], folder: Path) -> Iterator[Made]:
    """A bench over an empty archive in a folder; nothing may have failed when it is left."""
    with new_archive(folder / "Bench.waystation") as archive:
        theme, settings, jobs, alerts = Theme("light"), Settings(folder / "settings.json"), Jobs(), Alerts()
        context = Context(archive, jobs, Actions(theme), theme, settings, History(archive, jobs), alerts)
        made = kind(archive, context)
        jobs.on_failure = made.problems.append
        alerts.toasted.connect(lambda notice: made.toasts.append(notice.text))
        yield made
        assert jobs.close()
        assert not made.problems, made.problems
