"""Two texts side by side in the window: steps from change to change, what each touches, and the ways there and back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from archive.model.ids import ArticleId
from archive.operations import annotate, duplicates, joining, versions
from desktop.program import Program
from desktop.views.duplicates import DuplicatesPage
from desktop.views.versions import VersionsPage
from desktop.views.versions.rows import beside
from tests.archive.extraction.likeness_sample import BASES
from tests.archive.made import new_archive
from tests.desktop import bench as benches

TITLE, BODY = BASES[0]
LATER = BODY.replace("About 340 people", "About 355 people").replace("14 weeks", "15 weeks")
ARTICLES = ((TITLE, "Tarn Courier", "2024-05-03", BODY), (TITLE, "Tarn Courier", "2024-05-06", LATER))


@pytest.fixture
def bench(qapp: QApplication, tmp_path: Path) -> Iterator[benches.Bench]:
    with benches.opened(benches.Bench, tmp_path) as made:
        made.add(ARTICLES)
        yield made


@pytest.fixture
def page(bench: benches.Bench, qtbot: QtBot) -> Iterator[VersionsPage]:
    made = VersionsPage(bench.context)
    qtbot.addWidget(made)
    made.resize(1000, 640)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.hide()
    bench.settle()


def test_an_article_with_one_edition_says_when_there_will_be_something(
    page: VersionsPage, bench: benches.Bench
) -> None:
    page.show_article(bench.ids[0])
    bench.settle()
    assert "imported again" in page.trouble.text()
    assert page.trouble.isVisible()


def test_keys_step_from_change_to_change_and_round(page: VersionsPage, bench: benches.Bench) -> None:
    page.show_articles(bench.ids[0], bench.ids[1])
    bench.settle()
    assert page.heading.text() == "Compare articles"
    assert page.told.text() == "Change 1 of 2"
    bench.context.actions.trigger("versions.next")
    assert (page.number, page.texts.current, page.told.text()) == (1, 1, "Change 2 of 2")
    bench.context.actions.trigger("versions.next")
    assert page.number == 0
    bench.context.actions.trigger("versions.previous")
    assert page.number == 1


def test_what_a_change_touches_is_one_step_away(page: VersionsPage, bench: benches.Bench, qtbot: QtBot) -> None:
    start = BODY.index("About 340") + len(TITLE) + 1
    annotate.mark(bench.archive, bench.ids[0], start, start + 16)
    page.show_articles(bench.ids[0], bench.ids[1])
    bench.settle()
    chips = {each.accessibleName(): each for each in page.touched.findChildren(QPushButton)}
    passage = next(chip for name, chip in chips.items() if name == "Passage: About 340 people")
    assert any(name.startswith("Figure: ") for name in chips)
    with qtbot.waitSignal(page.open_requested) as opened:
        passage.click()
    assert opened.args == [bench.ids[0], start, start + 16]


def test_editions_are_chosen_and_held_against_each_other(page: VersionsPage, bench: benches.Bench) -> None:
    joining.join(bench.archive, bench.ids[0], bench.ids[1])
    page.show_article(bench.ids[0])
    bench.settle()
    assert [side.currentText()[:9] for side in page.sides] == ["Edition 1", "Edition 2"]
    page.sides[0].setCurrentIndex(page.sides[0].findData(page.sides[1].currentData()))
    page.sides[0].activated.emit(0)
    assert bench.toasts == ["Choose two different editions."]
    page.sides[1].setCurrentIndex(1)
    page.sides[1].activated.emit(1)
    bench.settle()
    assert [side.currentText()[:9] for side in page.sides] == ["Edition 2", "Edition 1"]
    assert page.told.text() == "Change 1 of 2"


def test_what_is_the_same_is_folded_until_it_is_asked_for(
    bench: benches.Bench, page: VersionsPage, qtbot: QtBot
) -> None:
    found = versions.compare(bench.archive, *versions.current(bench.archive, *bench.ids))
    many = found.rows[:1] * 5 + found.rows
    told = beside(
        type(found)(found.old, found.new, found.old_article, found.new_article, many, found.changes), every=False
    )
    assert [row.folded for row in told] == [5, 0, 0]
    assert told[2].changes == (0, 1)
    page.texts.show_rows(told)
    with qtbot.waitSignal(page.texts.unfold_asked):
        qtbot.mouseClick(page.texts.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 12))
    assert [row.folded for row in beside(found, every=True)] == [0, 0]


def test_a_change_is_chosen_with_a_click_and_brought_into_view(
    page: VersionsPage, bench: benches.Bench, qtbot: QtBot
) -> None:
    page.show_articles(bench.ids[0], bench.ids[1])
    bench.settle()
    page.resize(420, 360)
    bench.settle()
    page.choose(1)
    assert page.texts.verticalScrollBar().value() > 0
    place = next(number for number, row in enumerate(page.texts.rows) if 1 in row.changes)
    rect = page.texts._rects_of(place)[0][0]
    top = dict(page.texts._in_sight())[place]
    page.choose(0)
    page.texts.verticalScrollBar().setValue(0)
    top = dict(page.texts._in_sight())[place]
    spot = rect.center().toPoint() + QPoint(int(page.texts._left(0)), int(top))
    if not page.texts.viewport().rect().contains(spot):
        page.texts.verticalScrollBar().setValue(spot.y() - 40)
        spot -= QPoint(0, page.texts.verticalScrollBar().value())
    with qtbot.waitSignal(page.texts.chosen) as chosen:
        qtbot.mouseClick(page.texts.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert chosen.args == [1]
    assert page.number == 1


def test_from_the_palette_to_the_duplicates_to_a_comparison_and_back(
    program: Callable[..., Program], tmp_path: Path
) -> None:
    path = tmp_path / "Two.waystation"
    with new_archive(path) as archive:
        with archive.atomic():
            ids = [benches.seed(archive, number, row) for number, row in enumerate(ARTICLES)]
        duplicates.settle(archive)
    made = program(path).window
    made.commands.trigger("go.duplicates")
    page = made.page()
    assert isinstance(page, DuplicatesPage)
    made.jobs.drain()
    page.compare_requested.emit(int(ids[0]), int(ids[1]))
    made.jobs.drain()
    compared = made.page()
    assert isinstance(compared, VersionsPage)
    assert compared.told.text() == "Change 1 of 2"
    compared.closed.emit()
    QApplication.processEvents()
    assert made.page() is page
    made.close_page()
    assert made.desk is not None
    made.desk.library.open(ArticleId(ids[0]))
    made.jobs.drain()
    QApplication.processEvents()
    made.jobs.drain()
    made.commands.trigger("library.one_of_each")
    assert made.desk.library.list.wanted.facets.one_of_each
    made.jobs.drain()
    made.commands.trigger("article.versions")
    assert isinstance(made.page(), VersionsPage)
    made.commands.trigger("article.duplicates")
    assert isinstance(made.page(), DuplicatesPage)
    made.jobs.drain()
