"""A widget that asks for another size is laid out, and what is around it is not."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.apart import Apart


class Heard(QObject):
    """What a widget is told."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.kinds: list[QEvent.Type] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.kinds.append(event.type())
        return False


def _laid_out(qtbot: QtBot, *, apart: bool) -> tuple[QWidget, QLabel]:
    """A shown widget in which there is a line with a label, be it apart; and the label."""
    around = QWidget()
    holder = Apart(around) if apart else QWidget(around)
    line = holder.held if isinstance(holder, Apart) else holder
    label = QLabel("12", line)
    inside = QHBoxLayout(line)
    inside.addWidget(QLabel("of them", line), 1)
    inside.addWidget(label)
    QHBoxLayout(around).addWidget(holder)
    qtbot.addWidget(around)
    around.resize(400, 60)
    with qtbot.waitExposed(around):
        around.show()
    qtbot.wait(20)
    return around, label


def test_what_is_around_is_laid_out_again_only_where_a_widget_is_not_apart(qtbot: QtBot) -> None:
    told = {}
    for apart in (True, False):
        around, label = _laid_out(qtbot, apart=apart)
        heard, before = Heard(around), label.width()
        label.setText("12 of many thousands")
        qtbot.waitUntil(lambda label=label, before=before: label.width() > before)
        qtbot.wait(20)
        assert label.width() >= label.sizeHint().width()
        told[apart] = QEvent.Type.LayoutRequest in heard.kinds
    assert told == {True: False, False: True}


def test_a_widget_apart_has_all_the_room_and_says_how_much_it_needs(qtbot: QtBot) -> None:
    around, label = _laid_out(qtbot, apart=True)
    line, holder = label.parentWidget(), label.parentWidget().parentWidget()
    around.resize(600, 80)
    qtbot.waitUntil(lambda: line.size() == holder.size() and holder.width() > 500)
    assert (holder.sizeHint(), holder.minimumSizeHint()) == (line.sizeHint(), line.minimumSizeHint())


def test_the_keyboard_finds_what_is_apart_where_it_stands(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    apart = Apart(around)
    field, behind = QLineEdit(apart.held), QLineEdit(around)
    assert field.nextInFocusChain() is behind
