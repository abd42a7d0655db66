"""An archive of a few short articles, a context over it, and the library on a screen that nobody sees."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from archive.archive import Archive
from archive.model.article import Block, BlockKind, Metadata, Text, Verdict
from archive.model.ids import ArticleId
from desktop.actions import Actions
from desktop.alerts import Alerts
from desktop.context import Context
from desktop.history import History
from desktop.jobs import Jobs
from desktop.settings import Settings
from desktop.theme import Theme
from desktop.views.library.library import Library
from tests.archive.made import new_archive


def pytest_itemcollected(item: pytest.Item) -> None:
    """The offscreen platform says so of every popup: it has no window to raise and no keyboard to grab."""
    item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True), append=False)


ARTICLES = (
    (
        "Ferries at low water",
        "River Post",
        "2019-03-04",
        "en",
        "The ferry waits while the river falls. Nobody crosses.",
    ),
    ("Bridges and tolls", "River Post", "2020", "en", "A bridge takes a toll from everyone who crosses the river."),
    (
        "Winter on the dunes",
        "Coast Gazette",
        "2021-06-30",
        "en",
        "Sand moves in winter. The dunes walk inland each year.",
    ),
    ("Salt and sand", "Coast Gazette", None, "en", "Salt was dear when the road was sand and the tide was high."),
    ("강의 겨울", "강변신문", "2021-01-18", "ko", "겨울이면 강이 얼고 사람들은 강을 건너 시장에 간다."),
)


def seed(archive: Archive, number: int, row: tuple[str, str, str | None, str, str]) -> ArticleId:
    """Adds one article the way an import does, without reading a file."""
    title, publisher, published, language, body = row
    text = f"{title}\n{body}"
    cut = len(title)
    blocks = (
        Block(BlockKind.HEADING, 0, cut, (0, cut), 1),
        Block(BlockKind.PARAGRAPH, cut + 1, len(text), (cut + 1, len(text))),
    )
    stamp = f"2026-01-01T00:00:{number % 60:02d}.000Z"
    metadata = Metadata(title=title, publisher=publisher, published=published, language=language)
    original = archive.store.originals.put(f"{number}\n{text}".encode(), f"{number}.txt", "text/plain")
    article = archive.store.articles.add(metadata, verdict=Verdict.OK, added=stamp)
    archive.store.editions.add(
        article,
        Text(text, blocks),
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
class Desk:
    """The open archive with its library; `settle` lives until nothing is under way any more."""

    archive: Archive
    context: Context
    library: Library
    ids: list[ArticleId]
    toasts: list[str]
    settle: Callable[[], None]

    def titles(self) -> list[str]:
        """The titles in the list, from the top, as far as they are loaded."""
        model = self.library.list.lister.model
        return [hit.article.title for row in range(model.rowCount()) if (hit := model.hit(row)) is not None]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[tuple[Archive, list[ArticleId]]]:
    with new_archive(tmp_path / "Test.waystation") as made:
        with made.atomic():
            ids = [seed(made, number, row) for number, row in enumerate(ARTICLES)]
        made.index.catch_up()
        yield made, ids


@pytest.fixture
def context(qtbot: QtBot, tmp_path: Path, archive: tuple[Archive, list[ArticleId]]) -> Iterator[Context]:
    theme, settings, jobs, alerts = Theme("light"), Settings(tmp_path / "settings.json"), Jobs(), Alerts()
    jobs.on_failure = alerts.show
    actions = Actions(theme)
    made = archive[0]
    yield Context(made, jobs, actions, theme, settings, History(made, jobs), alerts)
    assert jobs.close()


@pytest.fixture
def desk(qtbot: QtBot, context: Context, archive: tuple[Archive, list[ArticleId]]) -> Iterator[Desk]:
    """The library, shown and filled."""
    crashes: list[str] = []
    toasts: list[str] = []
    context.alerts.crashed.connect(crashes.append)
    context.alerts.toasted.connect(lambda notice: toasts.append(notice.text))
    library = Library(context)
    qtbot.addWidget(library)
    library.resize(1280, 800)

    def settle() -> None:
        # Zero timers gather refreshes before they become jobs: both must have run out, and what waits until a list is painted.
        lister = library.list.lister
        for _ in range(6):
            qtbot.wait(1)
            while context.jobs.active or (shiboken6.isValid(lister) and lister.settling):
                context.jobs.drain()
                qtbot.wait(1)

    with qtbot.waitExposed(library):
        library.show()
    library.refresh()
    settle()
    yield Desk(archive[0], context, library, archive[1], toasts, settle)
    library.hide()
    settle()
    assert not crashes, crashes[0]
