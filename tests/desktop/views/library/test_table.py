"""A new listing is laid out before it is painted: nothing of it is measured or moved afterwards."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from archive.model.search import Hit
from desktop.models.articles import PAGE_ROWS, ArticlesModel
from desktop.theme import Theme
from desktop.views.library.table import ArticleTable
from desktop.wording import spoken


@pytest.fixture
def table(qtbot: QtBot) -> ArticleTable:
    """On the screen, with room for some six rows, and empty."""
    made = ArticleTable(Theme("light"))
    made.setModel(ArticlesModel(spoken, made))
    qtbot.addWidget(made)
    made.resize(400, made.verticalHeader().defaultSectionSize() * 6)
    with qtbot.waitExposed(made):
        made.show()
    return made


def _hits(desk, number: int) -> Sequence[Hit]:
    model = desk.library.list.lister.model
    return [hit for row in range(number) if (hit := model.hit(row % 5)) is not None]


def _put_off(table: ArticleTable) -> int:
    """How much Qt means to lay out in the next turn."""
    timers = QAbstractEventDispatcher.instance().registeredTimers(table)
    return sum(timer.interval == 0 for timer in timers)


def test_a_settled_listing_has_its_scroll_bar_and_nothing_put_off(desk, table: ArticleTable) -> None:
    for total in (PAGE_ROWS, PAGE_ROWS, 2, 2, 3 * PAGE_ROWS, 1):
        table.model().show_listing(total, 0, _hits(desk, min(total, PAGE_ROWS)))
        table.settle()
        assert not _put_off(table)
        assert table.verticalScrollBar().isVisible() == (total > 6)


def test_the_rows_of_a_settled_listing_are_measured_once(desk, table: ArticleTable, qtbot: QtBot) -> None:
    delegate, measured = table.itemDelegate(), []
    measure = delegate._subtitle
    delegate._subtitle = lambda article, width: (measured.append((article.id, width)), measure(article, width))[1]
    for total in (PAGE_ROWS, 2, PAGE_ROWS):
        delegate.forget()
        measured.clear()
        table.model().show_listing(total, 0, _hits(desk, min(total, 5)))
        table.settle()
        table.repaint()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        qtbot.wait(20)
        table.repaint()
        assert len(measured) == len(set(measured)) == min(total, 5)
