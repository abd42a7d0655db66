"""How far two authors agree: figures by tag, what neither tagged left out, the differences to click through."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget
from pytestqt.qtbot import QtBot

from archive.operations import annotate
from desktop.views.passages import agreement
from desktop.views.passages.agreement import AgreementPage

Bench = Any  # of conftest.py, which test modules do not import


@pytest.fixture
def both(bare: Bench) -> Bench:
    """Two authors that agree on one tag wholly, and on another not at all."""
    for article, words, tag, author in (
        (0, "the river falls", "route", "Mina"),
        (0, "the river falls", "route", "Jun"),
        (0, "Nobody crosses", "cost", "Jun"),
        (1, "takes a toll", "cost", "Mina"),
        (1, "crosses the river", "route", "Jun"),
        (1, "crosses the river", "route", "Mina"),
    ):
        start, end = annotate.find_quote(bare.archive, bare.ids[article], words)
        annotate.mark(bare.archive, bare.ids[article], start, end, tags=[tag], author=author)
    return bare


@pytest.fixture
def page(both: Bench, qtbot: QtBot) -> Iterator[AgreementPage]:
    made = AgreementPage(both.context)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    with qtbot.waitExposed(made):
        made.show()
    both.settle()
    yield made
    made.hide()
    both.settle()


def cells(table: QTableWidget) -> list[list[str]]:
    return [
        [item.text() for column in range(table.columnCount()) if (item := table.item(row, column)) is not None]
        for row in range(table.rowCount())
    ]


def test_each_tag_has_its_figures(page: AgreementPage) -> None:
    cost, route = cells(page.tags)
    assert route[:4] == ["route", "1.00", "1.00", "100.0 %"]
    assert cost[0] == "cost"
    assert cost[4:] == ["0", str(len("Nobody crosses")), str(len("takes a toll"))]
    assert page.told.text() == "2 articles, counted in characters · 2 disagreements"


def test_what_is_almost_agreed_is_never_told_as_agreed() -> None:
    assert [agreement._figure(value) for value in (1.0, 0.9996, 0.994, -0.001, None)] == [
        "1.00",
        "0.99",
        "0.99",
        "0.00",
        "–",
    ]
    assert agreement._short_of(99.98, 100, 1) == pytest.approx(99.9) and agreement._short_of(100.0, 100, 1) == 100


def test_what_neither_tagged_is_left_out_on_request(both: Bench, page: AgreementPage) -> None:
    page.coded.click()
    both.settle()
    coded = len("the river falls" + "Nobody crosses" + "takes a toll" + "crosses the river")
    apart = len("Nobody crosses" + "takes a toll")
    assert cells(page.tags)[0][3] == f"{100 * (coded - apart) / coded:.1f} %"


def test_disagreements_are_listed_by_tag_and_lead_to_their_place(both: Bench, page: AgreementPage) -> None:
    asked: list[tuple[int, int, int]] = []
    page.open_requested.connect(lambda *place: asked.append(place))
    page.tags.selectRow(1)
    assert cells(page.places) == []
    page.tags.selectRow(0)
    rows = cells(page.places)
    assert sorted(row[0] for row in rows) == ["Nobody crosses", "takes a toll"]
    number = [row[0] for row in rows].index("Nobody crosses")
    item = page.places.item(number, 0)
    assert item is not None
    page.places.itemActivated.emit(item)
    start, end = annotate.find_quote(both.archive, both.ids[0], "Nobody crosses")
    assert asked == [(both.ids[0], start, end)]


def test_articles_are_left_out_and_sentences_counted(both: Bench, page: AgreementPage) -> None:
    menu = page.articles.menu()
    assert menu is not None
    assert not menu.actions()  # there may be as many as in the archive: they are listed when somebody looks
    menu.aboutToShow.emit()
    titles = [action.text() for action in menu.actions()]
    menu.actions()[titles.index("Low ferries")].setChecked(False)
    both.settle()
    page.by.chosen.emit("sentence")
    both.settle()
    assert page.told.text() == "1 article, counted in sentences · 1 disagreement"


def test_one_author_alone_is_told_what_is_missing(bare: Bench, qtbot: QtBot) -> None:
    alone = AgreementPage(bare.context)
    qtbot.addWidget(alone)
    asked: list[bool] = []
    bare.context.actions.on("app.preferences", lambda: asked.append(True), owner=alone)
    with qtbot.waitActive(alone):
        alone.show()
    alone.setFocus()
    bare.settle()
    assert alone.trouble.sentence.text().startswith("Agreement needs two authors.")
    assert not alone.first.isVisible() and not alone.coded.isVisible(), "there is nothing to choose"
    qtbot.keyClick(alone.focusWidget(), Qt.Key.Key_Space)
    assert asked, "the keyboard stands on the way on"
    alone.hide()


def test_going_by_the_tags_with_tab_narrows_nothing(page: AgreementPage, qtbot: QtBot) -> None:
    shown = page.places.rowCount()
    page.tags.setFocus(Qt.FocusReason.TabFocusReason)
    assert page.tags.currentRow() == 0 and page.places.rowCount() == shown
