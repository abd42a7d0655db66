"""The inspector's Events: what the open article tells, in reading order, each a click from its words."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from archive.model.article import BlockKind
from archive.model.event import Status
from archive.operations import events, extracting, timeline
from desktop.views.reader.inspector import EVENTS
from desktop.views.reader.painting import TELLING

BLOCKS = (
    (BlockKind.HEADING, "Lanterns on the far bank"),
    (BlockKind.PARAGRAPH, "The ferry was mended in 2012. It was built in 1987."),
)


@pytest.fixture
def article(archive, add):
    made = add("Lanterns", BLOCKS)
    extracting.settle(archive)
    return made


@pytest.fixture
def panel(inspector, open_article, article, context):
    open_article(article)
    assert context.jobs.drain()
    inspector.tabs.setCurrentIndex(EVENTS)
    return inspector.events


def rows(panel) -> list[str]:
    model = panel.list.model()
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def test_it_lists_what_is_told_in_reading_order_and_the_tab_counts_it(panel, inspector) -> None:
    assert rows(panel) == [
        "2012: The ferry was mended in 2012.",
        "1987: It was built in 1987.",
    ]
    assert inspector.tabs.tabText(EVENTS) == "Events 2"
    spoken = panel.list.model().data(panel.list.model().index(1, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert "1987" in spoken and "stated" in spoken and "found" in spoken


def test_an_article_without_dates_says_what_to_do(panel, inspector, add, archive, open_article, context) -> None:
    other = add("Silence", ((BlockKind.PARAGRAPH, "Nobody says when it was."),))
    extracting.settle(archive)
    open_article(other)
    assert context.jobs.drain()
    assert panel.empty.isVisible() and not panel.list.isVisible()
    assert inspector.tabs.tabText(EVENTS) == "Events"


@pytest.mark.parametrize("by", ["click", "key"])
def test_a_row_leads_to_its_words(panel, reader, qtbot: QtBot, by: str) -> None:
    index = panel.list.model().index(1, 0)
    if by == "click":
        place = panel.list.visualRect(index).center()
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    else:
        panel.list.setFocus()
        panel.list.setCurrentIndex(index)
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    surface = reader.active.surface
    assert surface.selected_text() == "1987" and len(surface.washes.spans(TELLING)) == 1


def test_the_menu_judges_the_row_and_leads_to_the_timeline(panel, reader, archive, context, qtbot: QtBot) -> None:
    panel.list.setCurrentIndex(panel.list.model().index(1, 0))
    panel.list.customContextMenuRequested.emit(QPoint(10, 10))
    (menu,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible()]
    actions = {action.text().partition("\t")[0]: action for action in menu.actions()}
    uid = panel.current.uid
    with qtbot.waitSignal(reader.timeline_asked) as asked:
        actions["Show on the timeline"].trigger()
    assert asked.args == [uid]
    actions["Confirm"].trigger()
    menu.close()
    assert context.jobs.drain()
    assert timeline.find(archive, uid).status is Status.CONFIRMED
    assert panel.current.uid == uid, "the row stays chosen"


def test_what_is_rejected_stays_listed_so_that_it_can_be_taken_back(panel, archive, context) -> None:
    context.history.do(events.reject(archive, [panel.list.rows[0].uid]))
    assert context.jobs.drain()
    assert len(rows(panel)) == 2 and panel.list.rows[0].status is Status.REJECTED
    panel.list.viewport().repaint()


def test_another_article_or_none_shows_its_own(panel, reader, inspector, context) -> None:
    reader.show_nothing()
    assert context.jobs.drain()
    assert rows(panel) == []
    assert inspector.tabs.tabText(EVENTS) == "Events"
