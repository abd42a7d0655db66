"""The page of duplicates: what it proposes, how a person decides, what the details and the list of the library say of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from archive.model.duplicate import Standing
from archive.model.ids import ArticleId
from archive.model.search import Scope
from archive.operations import browse, curate, duplicates, extracting, origins
from desktop.program import Program
from desktop.views.duplicates import DuplicatesPage
from desktop.views.reader.alike import AlikeRow
from tests.archive.extraction.likeness_sample import BASES
from tests.archive.made import new_archive
from tests.desktop import bench as benches

TITLE, BODY = BASES[0]
ARTICLES = (
    (TITLE, "Tarn Courier", "2024-05-03", BODY),
    (
        "No boat till spring",
        "Northern Wire",
        "2024-05-04",
        BODY.replace("About 340", "Some 340") + " Read on tomorrow.",
    ),
    (TITLE, "Tarn Courier", "2024-05-06", BODY.replace("340 people", "352 people") + " The office gave new numbers."),
    ("Salt", "Tarn Courier", "2024-05-01", BASES[4][1]),
)


@pytest.fixture
def bench(qapp: QApplication, tmp_path: Path) -> Iterator[benches.Bench]:
    with benches.opened(benches.Bench, tmp_path) as made:
        yield made


def shown(bench: benches.Bench, qtbot: QtBot, article: ArticleId | None = None) -> DuplicatesPage:
    made = DuplicatesPage(bench.context, article)
    qtbot.addWidget(made)
    made.resize(1000, 640)
    with qtbot.waitExposed(made):
        made.show()
    bench.settle()
    return made


@pytest.fixture
def page(bench: benches.Bench, qtbot: QtBot) -> Iterator[DuplicatesPage]:
    bench.add(ARTICLES)
    duplicates.settle(bench.archive)
    made = shown(bench, qtbot)
    yield made
    made.hide()
    bench.settle()


def press(page: DuplicatesPage, bench: benches.Bench, qtbot: QtBot, name: str) -> None:
    (button,) = [card.buttons[name] for card in page.cards if name in card.buttons]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    bench.settle()


def standings(bench: benches.Bench) -> dict[tuple[int, int], Standing]:
    return {each.pair: each.standing for each in bench.archive.store.origins.relations()}


def test_an_archive_without_any_says_what_comes_here(bench: benches.Bench, qtbot: QtBot) -> None:
    page = shown(bench, qtbot)
    assert "they are shown here for you to decide" in page.empty.sentence.text()
    assert page.empty.isVisible()
    assert page.cards == []


def test_an_article_that_resembles_no_other_is_named_and_all_can_be_shown(bench: benches.Bench, qtbot: QtBot) -> None:
    bench.add(ARTICLES)
    duplicates.settle(bench.archive)
    (salt,) = bench.archive.store.articles.titled("Salt", "Tarn Courier")
    page = shown(bench, qtbot, salt)
    assert page.empty.sentence.text() == "No other article has much of its text in common with “Salt”."
    offer = page.findChild(QPushButton, "duplicates-all")
    assert offer is not None
    offer.setFocus()
    qtbot.keyClick(offer, Qt.Key.Key_Return)
    bench.settle()
    assert page.cards and not page.empty.isVisible() and page.what.hasFocus()
    page.hide()
    bench.settle()


def test_what_is_proposed_is_accepted_by_key_and_undone(
    page: DuplicatesPage, bench: benches.Bench, qtbot: QtBot
) -> None:
    first, copy, update, _ = bench.ids
    assert [card.key for card in page.cards] == [(first, copy, update)]
    press(page, bench, qtbot, f"accept_{copy}_{first}")
    assert standings(bench)[first, copy] is Standing.ACCEPTED
    assert bench.toasts == ["Accept a proposal"]
    assert f"split_{copy}_{first}" in page.cards[0].buttons
    # The keyboard stays on the page.
    assert page.isAncestorOf(page.focusWidget() or page)
    bench.undo()
    assert standings(bench)[first, copy] is Standing.PROPOSED
    assert f"accept_{copy}_{first}" in page.cards[0].buttons


def test_all_are_accepted_at_once_and_nothing_is_left_to_decide(
    page: DuplicatesPage, bench: benches.Bench, qtbot: QtBot
) -> None:
    press(page, bench, qtbot, "accept_all")
    assert bench.archive.store.origins.count() == 3
    assert page.cards == []
    assert page.told.text() == "Nothing is left to decide."
    page.show_what("decided")
    bench.settle()
    assert len(page.cards) == 1
    press(page, bench, qtbot, f"split_{bench.ids[1]}_{bench.ids[0]}")
    assert bench.ids[1] not in bench.archive.store.origins.of(bench.ids)


def test_what_is_rejected_goes_and_is_not_asked_in_another_way(
    page: DuplicatesPage, bench: benches.Bench, qtbot: QtBot
) -> None:
    first, copy, update, _ = bench.ids
    press(page, bench, qtbot, f"reject_{copy}_{first}")
    assert [card.key for card in page.cards] == [(first, update)]
    assert all(
        kept is Standing.REJECTED for pair, kept in standings(bench).items() if copy in pair and update not in pair
    )


def test_a_later_edition_is_made_when_the_question_is_answered(
    page: DuplicatesPage, bench: benches.Bench, qtbot: QtBot
) -> None:
    first, _, update, _ = bench.ids
    press(page, bench, qtbot, f"join_{update}_{first}")
    (question,) = page.findChildren(QMessageBox)
    assert "goes to the trash" in question.informativeText()
    (yes,) = [each for each in question.findChildren(QPushButton) if each.objectName() == "join-yes"]
    qtbot.keyClick(yes, Qt.Key.Key_Return)
    bench.settle()
    assert bench.archive.store.articles.get(update).trashed_at is not None
    assert bench.toasts[-1] == "Join as a later edition"
    bench.undo()
    assert bench.archive.store.articles.get(update).trashed_at is None


def test_opening_and_comparing_say_of_what(page: DuplicatesPage, bench: benches.Bench, qtbot: QtBot) -> None:
    first, copy, *_ = bench.ids
    with qtbot.waitSignal(page.compare_requested) as compared:
        press(page, bench, qtbot, f"compare_{copy}_{first}")
    assert compared.args == [first, copy]
    (name,) = [each for each in page.findChildren(QPushButton) if each.objectName() == f"open_{copy}"]
    with qtbot.waitSignal(page.open_requested) as opened:
        name.click()
    assert opened.args == [copy, 0, 0]


def test_the_details_say_what_an_article_is_of_others(page: DuplicatesPage, bench: benches.Bench, qtbot: QtBot) -> None:
    row = AlikeRow(bench.context, page)
    told = []
    for article in bench.ids:
        row.show_article(article)
        bench.settle()
        told.append(row.duplicates.text() if not row.isHidden() else "")
    assert told[0] == "1 copy and 1 update proposed"
    assert told[1] == "May be a copy, one of 3 articles"
    assert told[3] == ""
    row.show_article(bench.ids[0])
    press(page, bench, qtbot, "accept_all")
    assert row.duplicates.text() == "1 copy and 1 update of this"


def test_an_article_that_goes_to_the_trash_leaves_the_page(page: DuplicatesPage, bench: benches.Bench) -> None:
    bench.context.run_change(lambda: curate.trash(bench.archive, [bench.ids[1], bench.ids[2]]))
    bench.settle()
    assert page.cards == []


def test_the_list_narrows_to_one_of_each(page: DuplicatesPage, bench: benches.Bench, qtbot: QtBot) -> None:
    press(page, bench, qtbot, "accept_all")
    assert browse.listing(bench.archive, scope=Scope(one_of_each=True)).total == 2
    assert origins.waiting(bench.archive) == 0


def test_articles_that_wait_are_looked_at_in_the_background_and_the_page_follows(
    program: Callable[..., Program], tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "Waiting.waystation"
    with new_archive(path) as archive:
        with archive.atomic():
            for number, row in enumerate(ARTICLES):
                benches.seed(archive, number, row)
        archive.index.catch_up()
        extracting.settle(archive)
        assert duplicates.pending(archive) == len(ARTICLES)
    one = program(path)
    page = one.desk().pages.duplicates()
    assert page is not None
    qtbot.waitUntil(lambda: len(page.cards) == 1, timeout=60_000)
    assert duplicates.pending(one.desk().context.archive) == 0
    assert one.desk().context.history.undo_label is None
