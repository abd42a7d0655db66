"""An archive of three short articles with passages by two authors, and a context over it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from archive.archive import Archive
from archive.model.article import Block, BlockKind, Metadata, Text, Verdict
from archive.model.ids import ArticleId
from archive.operations import annotate
from desktop.actions import Actions
from desktop.alerts import Alerts
from desktop.context import Context
from desktop.history import History
from desktop.jobs import Jobs
from desktop.settings import Settings
from desktop.theme import Theme
from desktop.views.passages import Passages
from tests.archive.made import new_archive

ARTICLES = (
    ("Low ferries", "The ferry waits while the river falls. Nobody crosses.\nIn spring the ferry runs again."),
    ("Bridges and tolls", "A bridge takes a toll from everyone who crosses the river."),
    ("Dunes", "Sand moves in winter. The dunes walk inland each year."),
)
# Article, words, tags, note, author.
PASSAGES = (
    (0, "the river falls", ("route/river",), "In autumn.", "Mina"),
    (0, "Nobody crosses", ("route",), "", "Jun"),
    (1, "takes a toll", ("cost", "route/bridge"), "", "Mina"),
    (1, "crosses the river", ("route/river",), "", "Jun"),
    (2, "Sand moves in winter", (), "Loose thought.", "Mina"),
)


def pytest_itemcollected(item: pytest.Item) -> None:
    """The offscreen platform says so of every popup: it has no window to raise and no keyboard to grab."""
    item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True), append=False)


def seed(archive: Archive, number: int, title: str, body: str) -> ArticleId:
    """Adds one article the way an import does, without reading a file."""
    parts = [title, *body.split("\n")]
    text, blocks, start = "\n".join(parts), [], 0
    for part in parts:
        kind = BlockKind.PARAGRAPH if blocks else BlockKind.HEADING
        blocks.append(Block(kind, start, start + len(part), (start, start + len(part)), 0 if blocks else 1))
        start += len(part) + 1
    stamp = f"2026-01-01T00:00:{number:02d}.000Z"
    original = archive.store.originals.put(text.encode(), f"{number}.txt", "text/plain")
    article = archive.store.articles.add(Metadata(title=title, language="en"), verdict=Verdict.OK, added=stamp)
    archive.store.editions.add(
        article,
        Text(text, tuple(blocks)),
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
    """The open archive; `settle` lives until nothing is under way any more."""

    archive: Archive
    context: Context
    ids: list[ArticleId]
    toasts: list[str]
    settle: Callable[[], None]

    def words(self) -> list[str]:
        """The words of every passage, in the order of the articles."""
        return [passage.anchor.exact for passage in annotate.passages(self.archive, limit=None)]

    def add(self, title: str, body: str) -> ArticleId:
        """One article more."""
        with self.archive.atomic():
            self.ids.append(seed(self.archive, len(self.ids), title, body))
        return self.ids[-1]

    def undo(self) -> None:
        self.context.history.undo()
        self.settle()


@pytest.fixture
def bare(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    """The articles without any passage."""
    with new_archive(tmp_path / "Test.waystation") as archive:
        with archive.atomic():
            ids = [seed(archive, number, *row) for number, row in enumerate(ARTICLES)]
        theme, settings, jobs, alerts = Theme("light"), Settings(tmp_path / "settings.json"), Jobs(), Alerts()
        jobs.on_failure = alerts.show
        toasts: list[str] = []
        alerts.toasted.connect(lambda notice: toasts.append(notice.text))
        context = Context(archive, jobs, Actions(theme), theme, settings, History(archive, jobs), alerts)

        def settle() -> None:
            quiet = 0
            while quiet < 3:
                qtbot.wait(60)
                quiet = 0 if jobs.active else quiet + 1
                jobs.drain()

        yield Bench(archive, context, ids, toasts, settle)
        assert jobs.close()


@pytest.fixture
def bench(bare: Bench) -> Bench:
    """With the passages."""
    for article, words, tags, note, author in PASSAGES:
        start, end = annotate.find_quote(bare.archive, bare.ids[article], words)
        annotate.mark(bare.archive, bare.ids[article], start, end, tags=tags, note=note, author=author)
    return bare


@pytest.fixture
def view(bench: Bench, qtbot: QtBot) -> Iterator[Passages]:
    """The view on a screen that nobody sees, filled."""
    made = Passages(bench.context)
    qtbot.addWidget(made)
    made.resize(1400, 800)
    with qtbot.waitExposed(made):
        made.show()
    made.refresh()
    bench.settle()
    yield made
    made.hide()
    bench.settle()
