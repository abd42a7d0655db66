"""An archive with a small codebook and a few passages, and the codebook view over it on a screen that nobody sees."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from archive.archive import Archive
from archive.model.ids import ArticleId
from archive.model.passage import Tag
from archive.operations import annotate, codebook, ingest
from desktop.actions import Actions
from desktop.alerts import Alerts
from desktop.context import Context
from desktop.history import History
from desktop.jobs import Jobs
from desktop.settings import Settings
from desktop.theme import Theme
from desktop.views.codebook import Codebook
from tests.archive.made import new_archive

TEXT = "The ferry waits while the river falls. Nobody crosses at night. Salt was dear when the road was sand."


def pytest_itemcollected(item: pytest.Item) -> None:
    """The offscreen platform says so of every popup: it has no window to raise and no keyboard to grab."""
    item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True), append=False)


@dataclass
class Desk:
    """The open archive with its codebook; `settle` lives until nothing is under way any more."""

    archive: Archive
    context: Context
    view: Codebook
    article: ArticleId
    toasts: list[str]
    told: list[str]
    settle: Callable[[], None]

    def paths(self) -> list[str]:
        return codebook.paths(self.archive)

    def tag(self, path: str) -> Tag:
        return codebook.get(self.archive, path)

    def choose(self, path: str) -> None:
        self.view.go_to(path)
        self.settle()


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[tuple[Archive, ArticleId]]:
    with new_archive(tmp_path / "Test.waystation") as made:
        report = ingest.paste(made, f"Low water\n\n{TEXT}", title="Low water")
        article = report.files[0].id
        assert article is not None
        yield made, article


@pytest.fixture
def context(qtbot: QtBot, tmp_path: Path, archive: tuple[Archive, ArticleId]) -> Iterator[Context]:
    theme, settings, jobs, alerts = Theme("light"), Settings(tmp_path / "settings.json"), Jobs(), Alerts()
    jobs.on_failure = alerts.show
    yield Context(archive[0], jobs, Actions(theme), theme, settings, History(archive[0], jobs), alerts)
    assert jobs.close()


@pytest.fixture
def empty_desk(qtbot: QtBot, context: Context, archive: tuple[Archive, ArticleId]) -> Iterator[Desk]:
    """The codebook of an archive without tags, shown and filled."""
    crashes: list[str] = []
    toasts: list[str] = []
    told: list[str] = []
    context.alerts.crashed.connect(crashes.append)
    context.alerts.toasted.connect(lambda notice: toasts.append(notice.text))
    context.alerts.banner.connect(lambda notice: told.append(notice.text))
    view = Codebook(context)
    qtbot.addWidget(view)
    view.resize(1200, 800)

    def settle() -> None:
        # Zero timers gather refreshes before they become jobs: both must have run out.
        for _ in range(6):
            qtbot.wait(1)
            while context.jobs.active:
                context.jobs.drain()

    with qtbot.waitExposed(view):
        view.show()
    view.refresh()
    settle()
    yield Desk(archive[0], context, view, archive[1], toasts, told, settle)
    view.hide()
    settle()
    assert not crashes, crashes[0]


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    """With five tags: "route" above "river" (two passages, one of them also "cost") and "sand" (one)."""
    archive, article = empty_desk.archive, empty_desk.article
    for path in ("cost", "border control", "route/river", "route/sand"):
        codebook.add(archive, path, definition=f"About {path}")
    for quote, tags in (("the river falls", ["route/river"]), ("Nobody crosses", ["route/river", "cost"])):
        annotate.mark(archive, article, *annotate.find_quote(archive, article, quote), tags=tags)
    annotate.mark(archive, article, *annotate.find_quote(archive, article, "Salt was dear"), tags=["route/sand"])
    empty_desk.view.book.refresh()
    empty_desk.settle()
    return empty_desk
