"""The list's model: as long as the listing, as large as what was looked at."""

import pytest
from pytestqt.qtbot import QtBot

from archive.model.article import Article, Verdict
from archive.model.ids import ArticleId, EditionId, Uid
from archive.model.search import Hit
from desktop.models.articles import HIT_ROLE, KEPT_PAGES, PAGE_ROWS, ArticlesModel, articles_in
from desktop.theme import Theme
from desktop.views.library.table import ArticleTable

ROWS = 20_000


def hit(number: int) -> Hit:
    article = Article(
        ArticleId(number),
        Uid(f"{number:032x}"),
        EditionId(number),
        f"Article {number} " + "with a title that runs on " * (number % 3),
        (),
        "River Post",
        None,
        "2020-05-04",
        "en",
        None,
        None,
        900,
        0,
        "2026-01-01T00:00:00.000Z",
        number % 7 == 0,
        number % 2 == 0,
        0,
        None,
        "",
        "The ferry waits while the river falls. " * 4,
        Verdict.PARTIAL if number % 11 == 0 else Verdict.OK,
    )
    return Hit(article, 0.0, ())


def page(number: int) -> list[Hit]:
    return [hit(row + 1) for row in range(number * PAGE_ROWS, min((number + 1) * PAGE_ROWS, ROWS))]


@pytest.fixture
def model(qtbot: QtBot) -> ArticlesModel:
    made = ArticlesModel(lambda found: found.article.title)
    made.show_listing(ROWS, 0, page(0))
    return made


def test_a_row_not_looked_at_is_not_asked_for(model: ArticlesModel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(model.page_wanted, wait=20):
        assert model.rowCount() == ROWS
        assert model.index(3).data(HIT_ROLE).article.id == 4


def test_looking_at_a_row_asks_for_its_page_once(model: ArticlesModel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.page_wanted) as asked:
        assert model.index(333).data(HIT_ROLE) is None
    assert asked.args == [333 // PAGE_ROWS]
    with qtbot.assertNotEmitted(model.page_wanted, wait=20):
        model.index(334).data(HIT_ROLE)
    model.fill(model.generation, 333 // PAGE_ROWS, page(333 // PAGE_ROWS))
    assert model.index(333).data(HIT_ROLE).article.id == 334


def test_the_rest_of_a_page_is_asked_for_once_and_only_where_there_is_some(model: ArticlesModel, qtbot: QtBot) -> None:
    model.want_rest()
    with qtbot.assertNotEmitted(model.page_wanted, wait=60):
        pass
    model.show_listing(ROWS, 0, page(0)[:20])
    with qtbot.waitSignal(model.page_wanted) as asked:
        model.want_rest()
    assert asked.args == [0] and model.index(19).data(HIT_ROLE).article.id == 20
    model.fill(model.generation, 0, page(0))
    assert model.loaded_rows == PAGE_ROWS


def test_scrolling_twenty_thousand_rows_fetches_few_pages(model: ArticlesModel, qtbot: QtBot) -> None:
    asked: list[int] = []
    model.page_wanted.connect(asked.append)
    model.page_wanted.connect(lambda number: model.fill(model.generation, number, page(number)))
    table = ArticleTable(Theme("light"))
    qtbot.addWidget(table)
    table.resize(312, 800)
    table.setModel(model)
    with qtbot.waitExposed(table):
        table.show()
    bar = table.verticalScrollBar()
    for step in range(200):
        bar.setValue(bar.maximum() * step // 199)
        table.viewport().repaint()
    qtbot.waitUntil(lambda: table.hit(ROWS - 1) is not None)
    assert table.grab().toImage().width() == 312
    # A flick from end to end asks for what is in sight when it rests, not for the 400 pages between.
    assert len(asked) <= 4
    assert model.loaded_rows <= KEPT_PAGES * PAGE_ROWS


def test_old_pages_are_let_go(model: ArticlesModel) -> None:
    for number in range(KEPT_PAGES + 20):
        model.fill(model.generation, number, page(number))
    assert model.loaded_rows == KEPT_PAGES * PAGE_ROWS


def test_a_drag_carries_the_articles_in_list_order(model: ArticlesModel) -> None:
    mime = model.mimeData([model.index(7), model.index(2)])
    assert articles_in(mime) == [3, 8]
    assert mime.text().startswith("Article 3")


def test_a_page_that_failed_is_asked_for_again(model: ArticlesModel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.page_wanted):
        model.index(900).data(HIT_ROLE)
    model.give_up(model.generation, 900 // PAGE_ROWS)
    with qtbot.waitSignal(model.page_wanted):
        model.index(900).data(HIT_ROLE)
