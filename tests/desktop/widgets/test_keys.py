"""Where the keyboard stands when it comes to a list."""

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.keys import FirstRow


@pytest.fixture
def holder(qtbot: QtBot) -> QWidget:
    """A field, and behind it a list of three rows."""
    made = QWidget()
    qtbot.addWidget(made)
    row = QHBoxLayout(made)
    row.addWidget(QLineEdit(made))
    view = QListView(made)
    view.setModel(QStringListModel(["one", "two", "three"], view))
    row.addWidget(view)
    with qtbot.waitActive(made):
        made.show()
    return made


def reach(holder: QWidget, qtbot: QtBot) -> QListView:
    """Goes to the list by Tab."""
    field, view = holder.findChild(QLineEdit), holder.findChild(QListView)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert view.hasFocus()
    return view


def test_where_no_row_is_current_the_first_one_is(holder: QWidget, qtbot: QtBot) -> None:
    FirstRow(holder.findChild(QListView))
    view = reach(holder, qtbot)
    assert view.currentIndex().row() == 0 and [each.row() for each in view.selectedIndexes()] == [0]


def test_the_row_that_is_current_stays(holder: QWidget, qtbot: QtBot) -> None:
    view = holder.findChild(QListView)
    FirstRow(view)
    view.setCurrentIndex(view.model().index(2, 0))
    assert reach(holder, qtbot).currentIndex().row() == 2


def test_passing_by_chooses_nothing_where_a_choice_would_narrow(holder: QWidget, qtbot: QtBot) -> None:
    FirstRow(holder.findChild(QListView), chooses=False)
    view = reach(holder, qtbot)
    assert view.currentIndex().row() == 0 and not view.selectedIndexes()


def test_an_empty_list_has_no_row_to_stand_on(holder: QWidget, qtbot: QtBot) -> None:
    view = holder.findChild(QListView)
    FirstRow(view)
    view.model().setStringList([])
    assert not reach(holder, qtbot).currentIndex().isValid()
