"""An open archive with coded articles, and the export page on it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from archive.operations import annotate, codebook
from desktop.offers import Offer
from desktop.views.exports.export import ExportPage
from tests.desktop import bench as benches

ARTICLES = (
    ("Under the pier", "Harbour letter", "2021-05-04", "The nets hang dry. Edda Voss counted forty boats at the quay."),
    ("Gulls over the quay", "Coast weekly", "2022-06-09", "The gulls came back. Nobody at Saltmere had called them."),
    ("A ledger of salt", None, None, "Thirty sacks went north. The scale was wrong."),
)
PASSAGES = (
    (0, "The nets hang dry.", ("nets",), "Look at 1990."),
    (0, "counted forty boats", ("boats", "numbers"), ""),
    (1, "The gulls came back.", ("birds",), ""),
    (2, "Thirty sacks went north.", ("numbers",), ""),
)


def pytest_itemcollected(item: pytest.Item) -> None:
    """The offscreen platform says so of every popup: it has no window to raise and no keyboard to grab."""
    item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True), append=False)


@pytest.fixture
def bench(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[benches.Bench]:
    monkeypatch.setenv("HOME", str(tmp_path))
    with benches.opened(benches.Bench, tmp_path) as made:
        made.add(ARTICLES)
        codebook.add(made.archive, "numbers", definition="Something counted.")
        for number, quote, tags, note in PASSAGES:
            start, end = annotate.find_quote(made.archive, made.ids[number], quote)
            annotate.mark(made.archive, made.ids[number], start, end, tags=tags, note=note, author="Ann")
        yield made


Make = Callable[..., ExportPage]


@pytest.fixture
def make_page(bench: benches.Bench, qtbot: QtBot) -> Iterator[Make]:
    made: list[ExportPage] = []

    def make(*offers: Offer, size: tuple[int, int] = (960, 560)) -> ExportPage:
        page = ExportPage(bench.context, offers)
        qtbot.addWidget(page)
        page.resize(*size)
        with qtbot.waitExposed(page):
            page.show()
        bench.settle()
        made.append(page)
        return page

    yield make
    for page in made:
        page.hide()
    bench.settle()


@pytest.fixture
def page(make_page: Make) -> ExportPage:
    return make_page()
