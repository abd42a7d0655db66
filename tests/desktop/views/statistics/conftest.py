"""An archive of articles that claim numbers, some against each other, read by the rules; and the statistics over it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from archive.archive import Archive
from archive.model.article import Block, BlockKind, Metadata, Text, Verdict
from archive.model.figure import Figure
from archive.model.ids import ArticleId
from archive.operations import extracting, figures
from desktop.actions import Actions
from desktop.alerts import Alerts
from desktop.context import Context
from desktop.history import History
from desktop.jobs import Jobs
from desktop.settings import Settings
from desktop.theme import Theme
from desktop.views.statistics import Statistics

# Title, publisher, publication date, text.
ARTICLES = (
    (
        "The harbour in winter",
        "Harbour letter",
        "2021-05-04",
        "In 2019, 1,047 refugees arrived in Norway. In 2012, 2,706 refugees arrived in Norway. The nets hang dry.",
    ),
    (
        "Gulls over the quay",
        "Coast weekly",
        "2022-06-09",
        "In 2019, more than 1,900 refugees arrived in Norway. In 2015, 3,000 refugees arrived in Norway.",
    ),
    ("A ledger of boats", "Coast weekly", "2020", "In 2018 the yard built 12 boats. Nobody paid for them."),
    ("Silence", None, None, "Nobody says how many there were, and nobody asks."),
)


def pytest_itemcollected(item: pytest.Item) -> None:
    """The offscreen platform says so of every popup: it has no window to raise and no keyboard to grab."""
    item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True), append=False)


def seed(
    archive: Archive, number: int, title: str, publisher: str | None, published: str | None, body: str
) -> ArticleId:
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

    def figures(self) -> list[Figure]:
        return figures.figures(self.archive)

    def figure(self, value: float) -> Figure:
        """The first figure of this value."""
        return next(each for each in self.figures() if each.value == value)

    def fill(self, articles: Sequence[tuple[str, str | None, str | None, str]] = ARTICLES) -> None:
        """Adds articles and reads them."""
        with self.archive.atomic():
            self.ids += [seed(self.archive, number, *row) for number, row in enumerate(articles, len(self.ids))]
        extracting.settle(self.archive)

    def undo(self) -> None:
        self.context.history.undo()
        self.settle()


@pytest.fixture
def empty_bench(qapp: QApplication, tmp_path: Path) -> Iterator[Bench]:
    """No article yet."""
    with Archive.create(tmp_path / "Counted.waystation") as archive:
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
def show(qtbot: QtBot) -> Iterator[Callable[..., Statistics]]:
    """Shows the view over an archive, on a screen that nobody sees, and fills it."""
    shown: list[tuple[QWidget, Bench]] = []

    def make(bench: Bench, width: int = 1380) -> Statistics:
        made = Statistics(bench.context)
        qtbot.addWidget(made)
        shown.append((made, bench))
        made.resize(width, 860)
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
def view(bench: Bench, show: Callable[..., Statistics]) -> Statistics:
    return show(bench)


@pytest.fixture
def dialog(qapp: QApplication) -> Callable[[], QDialog]:
    """The dialog that is open."""

    def find() -> QDialog:
        (found,) = [each for each in qapp.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]
        return found

    return find
