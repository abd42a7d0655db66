"""An archive of four short articles that tell times, read by the rules, and the timeline over it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from archive.model.event import EventFilter, Mention
from archive.operations import timeline
from desktop.views.timeline import Timeline
from tests.desktop import bench as benches

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


@dataclass
class Bench(benches.Bench):
    """What is told in it, as tests ask for it."""

    def told(self, filter: EventFilter = timeline.EVERY) -> list[Mention]:
        return timeline.mentions(self.archive, filter)

    def mention(self, exact: str) -> Mention:
        """The first mention with these words."""
        return next(each for each in self.told() if each.exact == exact)

    def fill(self, articles: Sequence[benches.Row] = ARTICLES) -> None:
        """Adds articles and reads their dates."""
        self.add(articles)


@pytest.fixture
def empty_bench(qapp: QApplication, tmp_path: Path) -> Iterator[Bench]:
    """No article yet."""
    with benches.opened(Bench, tmp_path) as made:
        yield made


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
