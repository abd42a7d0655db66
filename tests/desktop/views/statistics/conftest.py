"""An archive of articles that claim numbers, some against each other, read by the rules; and the statistics over it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from archive.model.figure import Figure
from archive.operations import figures
from desktop.views.statistics import Statistics
from tests.desktop import bench as benches

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


@dataclass
class Bench(benches.Bench):
    """What is claimed in it, as tests ask for it."""

    def figures(self) -> list[Figure]:
        return figures.figures(self.archive)

    def figure(self, value: float) -> Figure:
        """The first figure of this value."""
        return next(each for each in self.figures() if each.value == value)

    def fill(self, articles: Sequence[benches.Row] = ARTICLES) -> None:
        """Adds articles and reads them."""
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
