"""The figures of the open article are underlined where they stand; the sentence of the one that a person came from is washed."""

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from archive.model.article import BlockKind
from archive.operations import extracting, figures, judging
from desktop.views.reader.painting import CLAIMED, CLAIMING

BLOCKS = (
    (BlockKind.HEADING, "Lanterns on the far bank"),
    (BlockKind.PARAGRAPH, "In 2019, some 40 lanterns were lit. A mill took 1,200 litres of oil."),
)


@pytest.fixture
def surface(reader, open_article, add, archive, context):
    made = add("Lanterns", BLOCKS)
    extracting.settle(archive)
    open_article(made)
    assert context.jobs.drain()
    return reader.active.surface


def words(reader, role: str) -> list[str]:
    text = reader.active.opened.edition.text
    return [text[start:end] for start, end in reader.active.surface.washes.spans(role)]


def test_the_words_of_every_figure_are_underlined(surface, reader) -> None:
    assert words(reader, CLAIMED) == ["some 40 lanterns", "1,200 litres"]
    surface.grab()


def test_a_rejected_one_loses_its_line_and_gets_it_back(surface, reader, context, archive) -> None:
    uid = figures.figures(archive)[0].uid
    context.run_change(lambda: judging.reject(archive, [uid]))
    assert context.jobs.drain()
    assert words(reader, CLAIMED) == ["1,200 litres"]
    context.history.undo()
    assert context.jobs.drain()
    assert len(words(reader, CLAIMED)) == 2


def test_lines_can_be_switched_off(surface, reader, context) -> None:
    context.actions.trigger("reading.figures")
    assert words(reader, CLAIMED) == [] and not context.settings["reading.figures"]
    context.actions.trigger("reading.figures")
    assert len(words(reader, CLAIMED)) == 2


def test_the_sentence_that_one_came_from_is_washed_until_the_page_is_clicked(
    surface, reader, archive, qtbot: QtBot
) -> None:
    figure = figures.figures(archive)[0]
    reader.highlight(figure.start, figure.end)
    assert words(reader, CLAIMING) == ["In 2019, some 40 lanterns were lit."]
    qtbot.mouseClick(surface.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert words(reader, CLAIMING) == []
    reader.highlight(figure.start, figure.start + 2)
    assert words(reader, CLAIMING) == [], "other words are no figure's"
