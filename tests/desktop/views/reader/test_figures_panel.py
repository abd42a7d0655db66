"""The inspector's Figures: what the open article claims, in reading order, each a click from its words; and entering one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archive.model.article import BlockKind
from archive.model.figure import Bound, FigureStatus
from archive.operations import extracting, figures, judging
from desktop.views.figures.editor import FigureEditor
from desktop.views.reader.inspector import DETAILS, FIGURES

BLOCKS = (
    (BlockKind.HEADING, "Lanterns on the far bank"),
    (BlockKind.PARAGRAPH, "In 2019, some 40 lanterns were lit. A dozen boys carried 1,200 litres of oil to the mill."),
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
    inspector.tabs.setCurrentIndex(FIGURES)
    return inspector.figures


def rows(panel) -> list[str]:
    model = panel.list.model()
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def open_editor() -> FigureEditor:
    (editor,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, FigureEditor) and each.isVisible()]
    return editor


def test_it_lists_what_is_claimed_in_reading_order_and_the_tab_counts_it(panel, inspector, archive, article) -> None:
    told = figures.of_article(archive, article)
    assert rows(panel)[0] == "≈ 40: some 40 lanterns" and len(rows(panel)) == len(told) > 1
    assert inspector.tabs.tabText(FIGURES) == f"Figures {len(told)}"
    inspector.tabs.setCurrentIndex(DETAILS)
    assert inspector.tabs.tabText(FIGURES) == "Figures", "there is room for one number only"
    assert inspector.tabs.accessibleTabName(FIGURES) == f"Figures {len(told)}"


def test_a_click_and_return_lead_to_the_words(panel, reader, qtbot: QtBot) -> None:
    rect = panel.list.visualRect(panel.list.model().index(0, 0))
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert reader.active.surface.selected_text() == "some 40 lanterns"
    panel.list.setCurrentIndex(panel.list.model().index(1, 0))
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert reader.active.surface.selected_text() == panel.current.exact != "some 40 lanterns"


def test_it_follows_what_is_said_of_figures(panel, context, archive, qtbot: QtBot) -> None:
    panel.list.setCurrentIndex(panel.list.model().index(0, 0))
    menu = panel.menu()
    next(each for each in menu.actions() if each.text() == "Confirm").trigger()
    assert context.jobs.drain()
    assert panel.current.status is FigureStatus.CONFIRMED, "the row stays current"
    panel.grab()  # a confirmed one is drawn differently
    context.run_change(lambda: judging.reject(archive, [panel.current.uid]))
    assert context.jobs.drain()
    assert panel.current.status is FigureStatus.REJECTED
    panel.grab()


def test_an_article_without_a_number_says_what_can_be_done(inspector, open_article, add, archive, context) -> None:
    made = add("Calm", ((BlockKind.HEADING, "Calm"), (BlockKind.PARAGRAPH, "Nobody counted anything there.")))
    extracting.settle(archive)
    open_article(made)
    assert context.jobs.drain()
    inspector.tabs.setCurrentIndex(FIGURES)
    assert inspector.figures.empty.isVisible() and inspector.tabs.tabText(FIGURES) == "Figures"


def test_a_figure_is_entered_from_selected_words(panel, reader, context, archive, article, qtbot: QtBot) -> None:
    text = reader.active.opened.edition.text
    at = text.index("A dozen boys")
    reader.highlight(at, at + len("A dozen boys"))
    context.actions.trigger("figure.add")
    editor = open_editor()
    save = editor.buttons.button(editor.buttons.StandardButton.Save)
    assert not save.isEnabled() and editor.value.text() == "", "no number stands in digits"
    editor.bound.setCurrentIndex(editor.bound.findData(Bound.RANGE.value))
    assert editor.least.isVisible() and not editor.value.isVisible()
    editor.least.setText("15")
    editor.most.setText("10")
    editor.counted.setText("boys")
    save.click()
    assert context.jobs.drain()
    assert editor.isVisible() and editor.refusal.isVisible(), "the least is more than the most"
    editor.least.setText("8")
    save.click()
    assert context.jobs.drain()
    (made,) = [each for each in figures.of_article(archive, article) if each.rule == "entered"]
    assert (made.exact, made.least, made.most, made.counted) == ("A dozen boys", 8, 10, "boys")
    assert "8–10: A dozen boys" in rows(panel)


def test_the_number_in_the_words_is_taken_over(panel, reader, context) -> None:
    text = reader.active.opened.edition.text
    at = text.index("1,200 litres")
    reader.highlight(at, at + len("1,200 litres"))
    context.actions.trigger("figure.add")
    editor = open_editor()
    assert editor.value.text() == "1,200" and editor.buttons.button(editor.buttons.StandardButton.Save).isEnabled()
    editor.reject()


def test_without_selected_words_it_asks_for_them(panel, reader, context) -> None:
    told: list[str] = []
    context.alerts.toasted.connect(lambda notice: told.append(notice.text))
    surface = reader.active.surface
    cursor = surface.textCursor()
    cursor.clearSelection()
    surface.setTextCursor(cursor)
    context.actions.trigger("figure.add")
    assert told == ["Select the words that tell the number first."]
