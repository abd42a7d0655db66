"""A reader with an article open, and the ways in which a person puts the caret somewhere and selects."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from archive.model.ids import ArticleId
from archive.model.passage import Passage
from archive.operations import annotate
from desktop.views.reader.marking.page import PageMarks

TITLE = "Lanterns on the far bank"


@pytest.fixture
def article(add, open_article) -> ArticleId:
    """The ferry article, open in the reader."""
    made: ArticleId = add(TITLE)
    open_article(made)
    return made


@pytest.fixture
def page(reader, article, context, qtbot) -> PageMarks:
    """The marks of the open page; the commands' keys work as in the window, and the page has the keyboard."""
    context.actions.add_to(reader)
    with qtbot.waitActive(reader):
        reader.activateWindow()
    reader.focus_text()
    context.actions.refresh()
    return reader.markings.page


@pytest.fixture
def text(reader, article) -> str:
    return reader.active.opened.edition.text


@pytest.fixture
def settle(context, qapp: QApplication) -> Callable[[], None]:
    """Lets every job and what it starts end."""

    def wait() -> None:
        for _ in range(3):
            qapp.processEvents()
            while context.jobs.active:
                context.jobs.drain()

    return wait


@pytest.fixture
def select(reader, text) -> Callable[[str], tuple[int, int]]:
    """Selects the first occurrence of some words, as if by keyboard."""

    def choose(words: str) -> tuple[int, int]:
        start = text.index(words)
        surface = reader.active.surface
        first, last = surface.section.span_to_qt(start, start + len(words))
        cursor = QTextCursor(surface.document())
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        surface.setTextCursor(cursor)
        return start, start + len(words)

    return choose


@pytest.fixture
def put_caret(reader, text) -> Callable[[str], int]:
    """Puts the caret before the first occurrence of some words."""

    def put(words: str) -> int:
        at = text.index(words)
        surface = reader.active.surface
        cursor = QTextCursor(surface.document())
        cursor.setPosition(surface.section.to_qt(at))
        surface.setTextCursor(cursor)
        return at

    return put


@pytest.fixture
def passages(archive, article) -> Callable[[], list[Passage]]:
    return lambda: annotate.of_article(archive, article)
