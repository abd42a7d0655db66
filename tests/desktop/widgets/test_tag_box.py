"""The tag box: what it shows, what its keys do, what it warns of; and that it answers in time."""

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.models.tags import FOUND_SHOWN
from desktop.theme import Theme
from desktop.widgets.tag_box import Asking, TagBox, TagChoice

CHOICES = (
    TagChoice("border control", "What keeps people from crossing", 7, "iris", "2"),
    TagChoice("cost"),
    TagChoice("route", "The way", 12, "sky"),
    TagChoice("route/river", "Over the water", 4, "sky", "1"),
)


def near(path: str) -> Sequence[str]:
    return [each.path for each in CHOICES if each.path.replace(" ", "") == path.replace("-", "").replace(" ", "")]


@pytest.fixture
def box(qtbot: QtBot) -> Iterator[TagBox]:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(900, 700)
    field = QLineEdit(over)
    field.setObjectName("before")
    made = TagBox(Theme("light"), over)
    with qtbot.waitExposed(over):
        over.show()
    field.setFocus()
    yield made
    over.hide()


def opened(box: TagBox, **more: object) -> TagBox:
    box.show_choices(CHOICES, near=near, **more)  # type: ignore[arg-type]
    box.open_at(box.parentWidget().mapToGlobal(QPoint(40, 40)))
    return box


def paths(box: TagBox) -> list[str]:
    return [row.path for row in box.shown()]


def test_recent_tags_and_favourites_come_first_while_nothing_is_typed(box: TagBox) -> None:
    assert paths(opened(box, recent=["cost"])) == ["cost", "route/river", "border control", "route"]


def test_enter_puts_the_marked_tag_on_and_the_box_is_ready_for_another(qtbot: QtBot, box: TagBox) -> None:
    opened(box)
    qtbot.keyClicks(box.field, "river")
    with qtbot.waitSignal(box.chosen) as told:
        qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert told.args == ["route/river"]
    assert box.isVisible()
    assert box.field.text() == ""
    assert [row.path for row in box.shown() if row.applied] == ["route/river"]


def test_enter_with_nothing_typed_after_a_tag_closes_the_box(qtbot: QtBot, box: TagBox) -> None:
    opened(box)
    qtbot.keyClicks(box.field, "cost")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    with qtbot.waitSignal(box.left):
        qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert not box.isVisible()


def test_a_tag_that_is_on_is_ticked_and_enter_takes_it_off(qtbot: QtBot, box: TagBox) -> None:
    opened(box, applied=["cost"])
    assert box.shown()[0].applied
    assert box.view.currentIndex().row() == 1, "Enter must not take a tag off by accident"
    qtbot.keyClicks(box.field, "cost")
    with qtbot.waitSignal(box.removed) as told:
        qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert told.args == ["cost"]


def test_control_enter_makes_what_was_typed(qtbot: QtBot, box: TagBox) -> None:
    opened(box)
    qtbot.keyClicks(box.field, " route /  air ")
    with qtbot.waitSignal(box.created) as told:
        qtbot.keyClick(box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["route/air"]


def test_a_near_duplicate_is_told_and_made_only_when_asked_twice(qtbot: QtBot, box: TagBox) -> None:
    opened(box, find=lambda text: CHOICES[:1])
    qtbot.keyClicks(box.field, "border-control")
    assert box.warning.text() == "“border control” exists: use it?"
    with qtbot.assertNotEmitted(box.created):
        qtbot.keyClick(box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "border control" in box.warning.text()
    with qtbot.waitSignal(box.created) as told:
        qtbot.keyClick(box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["border-control"]


def test_a_box_that_grows_by_a_warning_stays_inside_the_window(qtbot: QtBot, box: TagBox) -> None:
    opened(box, find=lambda text: CHOICES[:1])
    over = box.parentWidget()
    box.open_at(over.mapToGlobal(QPoint(100, 690)))
    qtbot.keyClicks(box.field, "border-control")
    assert box.warning.isVisible()
    assert over.rect().contains(box.geometry())


def test_enter_after_the_warning_uses_the_tag_that_exists(qtbot: QtBot, box: TagBox) -> None:
    opened(box, find=lambda text: CHOICES[:1], asking=Asking.MAKE)
    qtbot.keyClicks(box.field, "border-control")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    with qtbot.waitSignal(box.chosen) as told:
        qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert told.args == ["border control"]
    assert not box.isVisible()


def test_what_is_typed_in_another_case_is_the_tag_that_is_there(qtbot: QtBot, box: TagBox) -> None:
    opened(box)
    qtbot.keyClicks(box.field, "COST")
    with qtbot.waitSignal(box.chosen) as told, qtbot.assertNotEmitted(box.created):
        qtbot.keyClick(box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["cost"]


def test_a_box_that_only_picks_offers_no_new_tag_and_says_when_there_is_none(qtbot: QtBot, box: TagBox) -> None:
    opened(box, asking=Asking.PICK)
    qtbot.keyClicks(box.field, "zzz")
    assert box.shown() == []
    assert box.nothing.isVisible()


def test_escape_closes_and_gives_the_keyboard_back(qtbot: QtBot, box: TagBox) -> None:
    opened(box)
    with qtbot.waitSignal(box.left):
        qtbot.keyClick(box.field, Qt.Key.Key_Escape)
    focus = box.window().focusWidget()
    assert focus is not None
    assert focus.objectName() == "before"


def test_arrows_move_in_the_list_while_the_field_has_the_keyboard(qtbot: QtBot, box: TagBox) -> None:
    opened(box)
    qtbot.keyClick(box.field, Qt.Key.Key_Down)
    qtbot.keyClick(box.field, Qt.Key.Key_Down)
    qtbot.keyClick(box.field, Qt.Key.Key_Up)
    assert box.view.currentIndex().row() == 1


def test_a_screen_reader_hears_path_state_count_and_meaning(box: TagBox) -> None:
    opened(box, applied=["route/river"])
    assert box.shown()[0].spoken == "route / river, on this passage, 4 passages, Over the water"


def test_the_box_stays_inside_its_window(box: TagBox) -> None:
    box.show_choices(CHOICES)
    box.open_at(box.parentWidget().mapToGlobal(QPoint(2000, 2000)))
    assert box.parentWidget().rect().contains(box.geometry())


def test_the_rows_shown_are_bounded_whatever_the_codebook_holds(box: TagBox) -> None:
    many = [TagChoice(f"tag {number}") for number in range(2000)]
    box.show_choices(many, find=lambda text: many[:FOUND_SHOWN])
    box.field.setText("tag 1")
    assert len(box.shown()) == FOUND_SHOWN


def test_what_cannot_be_a_name_is_told_at_once_and_nothing_is_made_of_it(qtbot: QtBot, box: TagBox) -> None:
    made: list[str] = []
    box.created.connect(made.append)
    opened(box, asking=Asking.MAKE, problem=lambda path: "Too long. Cut it." if len(path) > 9 else "")
    qtbot.keyClicks(box.field, "far too long")
    assert box.warning.text() == "Too long. Cut it." and box.shown() == []
    for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
        qtbot.keyClick(box.field, Qt.Key.Key_Return, modifier)
    assert made == [] and box.isVisible() and box.field.text() == "far too long"
    box.field.setText("cut")
    assert not box.warning.isVisible()
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    assert made == ["cut"]
