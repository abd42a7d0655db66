"""An archive of four short articles that tell times, read by the rules, and the timeline over it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from archive.archive import Archive
from archive.model.article import Block, BlockKind, Metadata, Text, Verdict
from archive.model.event import EventFilter, Mention
from archive.model.ids import ArticleId
from archive.operations import extracting, timeline
from desktop.actions import Actions
from desktop.alerts import Alerts
from desktop.context import Context
from desktop.history import History
from desktop.jobs import Jobs
from desktop.settings import Settings
from desktop.theme import Theme
from desktop.views.timeline import Timeline

# Title, publisher, publication date, text.
ARTICLES = (
    (
        "Keepers of the lock",
        "River letter",
        "2020-05-04",
        "The lock was rebuilt in 1987. A flood broke the upper gate on 3 March 2012. Last year the keeper counted forty "
        "barges. Every Monday the gates are oiled.",
    ),
    (
        "Roads over the hills",
        "Hill post",
        "2021-09",
        "The pass was closed for three weeks in November 2019. A tunnel was planned around 1994.",
    ),
    (
        "Walks without a date",
        "River letter",
        None,
        "Last year the path was mended. In March nobody walked there. The path was cut in 2006.",
    ),
    ("Silence", "Hill post", "2018", "Nobody says when it was, and nobody asks."),
)


def pytest_itemcollected(item: pytest.Item) -> None:
    """The offscreen platform says so of every popup: it has no window to raise and no keyboard to grab."""
    item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True), append=False)


def seed(archive: Archive, number: int, title: str, publisher: str, published: str | None, body: str) -> ArticleId:
    """Adds one article the way an import does, without reading a file."""
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


def settle(app: QApplication, jobs: Jobs) -> None:
    """Lives until no job runs and no short timer of any widget is due."""
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


@dataclass
class Bench:
    """The open archive and the services of a window."""

    archive: Archive
    context: Context
    ids: list[ArticleId]
    settle: Callable[[], None]
    toasts: list[str] = field(default_factory=list)
    problems: list[BaseException] = field(default_factory=list)

    def told(self, filter: EventFilter = timeline.EVERY) -> list[Mention]:
        return timeline.mentions(self.archive, filter)

    def mention(self, exact: str) -> Mention:
        """The first mention with these words."""
        return next(each for each in self.told() if each.exact == exact)

    def fill(self, articles: Sequence[tuple[str, str, str | None, str]] = ARTICLES) -> None:
        """Adds articles and reads their dates."""
        with self.archive.atomic():
            self.ids += [seed(self.archive, number, *row) for number, row in enumerate(articles, len(self.ids))]
        extracting.settle(self.archive)

    def undo(self) -> None:
        self.context.history.undo()
        self.settle()


@pytest.fixture
def empty_bench(qapp: QApplication, tmp_path: Path) -> Iterator[Bench]:
    """No article yet."""
    with Archive.create(tmp_path / "Told.waystation") as archive:
        theme, settings, jobs, alerts = Theme("light"), Settings(tmp_path / "settings.json"), Jobs(), Alerts()
        context = Context(archive, jobs, Actions(theme), theme, settings, History(archive, jobs), alerts)
        made = Bench(archive, context, [], lambda: settle(qapp, jobs))
        jobs.on_failure = made.problems.append
        alerts.toasted.connect(lambda notice: made.toasts.append(notice.text))
        yield made
        assert jobs.close()
        assert not made.problems, made.problems


@pytest.fixture
def bench(empty_bench: Bench) -> Bench:
    empty_bench.fill()
    return empty_bench


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Callable[[Bench], Timeline]]:
    """Shows the view over an archive, on a screen that nobody sees, and fills it."""
    shown: list[tuple[QWidget, Bench]] = []

    def make(bench: Bench) -> Timeline:
        made = Timeline(bench.context)
        qtbot.addWidget(made)
        shown.append((made, bench))
        made.resize(1300, 860)
        made.canvas.motion_ms = lambda: 0  # type: ignore[method-assign]
        with qtbot.waitExposed(made):
            made.show()
        made.refresh()
        bench.settle()
        return made

    yield make
    for made, bench in shown:
        made.hide()
        bench.settle()


@pytest.fixture
def view(bench: Bench, show: Callable[[Bench], Timeline]) -> Timeline:
    return show(bench)
