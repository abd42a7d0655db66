"""The pages of encryption by keyboard alone: Tab goes to everything that can be used, and round."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.jobs import Jobs
from desktop.theme import Theme
from desktop.views.protection import Protect, Unlock
from desktop.widgets.basics import Page, TickBox


@pytest.mark.parametrize("name", ["unlock", "new", "plain", "encrypted"])
def test_tab_reaches_all_that_can_be_used(name: str, jobs: Jobs, qtbot: QtBot) -> None:
    page = _page(name, jobs)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    page.setFocus()
    first = page.focusWidget()
    assert isinstance(first, QWidget) and first.objectName().startswith(("unlock_passphrase", "passphrase_"))
    reached: list[QWidget] = []
    while (focus := page.focusWidget()) not in reached:
        reached.append(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert focus is first, "round, and no way out is blocked"
    assert {each.objectName() for each in reached} == {each.objectName() for each in _usable(page)}
    across = [each.mapTo(page, QPoint(0, 0)).y() for each in reached if isinstance(each, (QPushButton, TickBox))]
    assert across == sorted(across), "what stands above comes first"


def test_the_keyboard_waits_on_the_page_and_goes_on_where_it_was(jobs: Jobs, qtbot: QtBot) -> None:
    page = _page("encrypted", jobs)
    assert isinstance(page, Protect)
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(QPushButton("The rail", window))
    column.addWidget(page)
    with qtbot.waitActive(window):
        window.show()
    page.decrypt.setFocus()
    for done in range(2):
        page.show_progress(done, 2, "Making sure")
        assert window.focusWidget() is page
    page.rest()
    assert window.focusWidget() is page.decrypt


def _page(name: str, jobs: Jobs) -> Page:
    theme = Theme("light")
    archive = Path("Field.waystation")
    if name == "unlock":
        page = Unlock(archive, theme)
        page.field.line.setText("anything")
        return page
    asked = Protect(archive, jobs, theme, author="", encrypted=name == "encrypted", new=name == "new")
    asked.now.line.setText("anything")
    return asked


def _usable(page: Page) -> list[QWidget]:
    return [
        each
        for each in page.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible() and each.isEnabled()
    ]
