"""The list of times: rows are asked for when they are looked at, a few at a time, and answers to old questions are dropped."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, QObject, Qt
from pytestqt.qtbot import QtBot

from archive.model.edtf import Precision
from archive.model.event import Basis, Mention, Status, TimexType
from archive.model.ids import ArticleId, EditionId, MentionId, Uid
from desktop.models import events
from desktop.models.events import COLUMNS, KEPT_ROWS, ROW_ROLE, EventRow, EventsModel


def row(ident: int) -> EventRow:
    mention = Mention(
        MentionId(ident), Uid(f"u{ident}"), Uid(f"u{ident}"), ArticleId(1), EditionId(1), 0, 4, "1987", "In 1987.", 0,
        TimexType.DATE, "1987", None, "1987", "1987", None, None, Precision.YEAR, Basis.EXPLICIT, None, "year",
        f"label {ident}", Status.FOUND,
    )  # fmt: skip
    return EventRow(mention, "River letter")


@pytest.fixture
def model(qapp: QObject) -> EventsModel:
    return EventsModel(lambda row: f"spoken {row.mention.id}", lambda row, column: f"{row.mention.id}/{column}", qapp)


def look(model: EventsModel, rows: range) -> None:
    for number in rows:
        model.data(model.index(number, 0))


def test_it_has_a_row_for_every_id_and_none_below_a_row(model: EventsModel) -> None:
    model.show_ids(np.array([5, 3, 9]))
    assert (model.rowCount(), model.columnCount()) == (3, len(COLUMNS))
    assert model.rowCount(model.index(0, 0)) == model.columnCount(model.index(0, 0)) == 0
    assert [model.headerData(each, Qt.Orientation.Horizontal) for each in range(5)] == list(COLUMNS)
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert [model.id_at(each) for each in (-1, 0, 2, 3)] == [None, 5, 9, None]
    assert (model.row_of(9), model.row_of(4)) == (2, None)


def test_rows_that_are_looked_at_are_asked_for_together_and_once(model: EventsModel, qtbot: QtBot) -> None:
    model.show_ids(np.arange(1, 1000))
    with qtbot.waitSignal(model.wanted) as asked:
        look(model, range(10, 14))
        look(model, range(10, 14))
    assert asked.args == [[11, 12, 13, 14]]
    with qtbot.waitSignal(model.wanted) as asked:
        look(model, range(12, 16))
    assert asked.args == [[15, 16]], "the others are on the way"


def test_what_comes_is_told_in_every_role(model: EventsModel, qtbot: QtBot) -> None:
    model.show_ids(np.array([7, 8]))
    with qtbot.waitSignal(model.dataChanged):
        model.fill(model.generation, [7], [row(7)])
    index = model.index(0, 2)
    assert model.data(index) == "7/2"
    assert model.data(index, Qt.ItemDataRole.AccessibleTextRole) == "spoken 7"
    assert model.data(index, ROW_ROLE) == model.row(0) == row(7)
    assert model.data(index, Qt.ItemDataRole.DecorationRole) is None
    assert model.row(1) is None and model.data(model.index(1, 0)) is None
    assert model.data(QModelIndex()) is None


def test_an_answer_to_an_earlier_list_is_dropped_and_a_new_list_forgets(model: EventsModel) -> None:
    model.show_ids(np.array([7]))
    old = model.generation
    model.fill(old, [7], [row(7)])
    model.show_ids(np.array([7, 8]))
    assert model.row(0) is None, "it may have changed"
    model.fill(old, [7], [row(7)])
    assert model.row(0) is None


def test_a_row_that_is_gone_is_asked_for_again_when_it_is_looked_at_again(model: EventsModel, qtbot: QtBot) -> None:
    model.show_ids(np.array([7]))
    with qtbot.waitSignal(model.wanted):
        look(model, range(1))
    model.fill(model.generation, [7], [])
    with qtbot.waitSignal(model.wanted) as asked:
        look(model, range(1))
    assert asked.args == [[7]]


def test_only_so_many_rows_are_kept_the_latest_ones(model: EventsModel, monkeypatch: pytest.MonkeyPatch) -> None:
    assert KEPT_ROWS > 100
    monkeypatch.setattr(events, "KEPT_ROWS", 3)
    model.show_ids(np.arange(1, 9))
    keep: Callable[[int], None] = lambda ident: model.fill(model.generation, [ident], [row(ident)])  # noqa: E731
    for ident in (1, 2, 3, 1, 4):
        keep(ident)
    assert [model.row(place) is not None for place in range(4)] == [True, False, True, True]


def test_an_empty_list_takes_an_answer(model: EventsModel) -> None:
    model.fill(model.generation, [], [])
    assert model.rowCount() == 0
