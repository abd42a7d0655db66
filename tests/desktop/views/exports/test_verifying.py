"""The page that looks a packet up: what stands, changed or is missing, each quote leading to its article; and what is no packet."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from archive.model.excerpt import Choice
from archive.operations import publish
from archive.operations.verifying import Standing, Verdict
from desktop.views.exports.verifying import VerifyPage, shown
from tests.desktop import bench as benches

Bench = benches.Bench


@pytest.fixture
def packet(bench: Bench, tmp_path: Path) -> Path:
    out = tmp_path / "packet.html"
    publish.export(bench.archive, "html", Choice(), out)
    return out


@pytest.fixture
def page(bench: Bench, qtbot: QtBot) -> Iterator[VerifyPage]:
    made = VerifyPage(bench.context)
    qtbot.addWidget(made)
    made.resize(900, 560)
    with qtbot.waitExposed(made):
        made.show()
    bench.settle()
    yield made
    made.hide()
    bench.settle()


def look_up(page: VerifyPage, bench: Bench, path: Path) -> list[Verdict | str]:
    page.path.setText(str(path))
    QTest.keyClick(page.path, Qt.Key.Key_Return)
    bench.settle()
    return page.quotes.lines.lines


def test_before_a_file_is_named_it_says_what_to_do(page: VerifyPage) -> None:
    assert "Choose a web page" in page.told.text() and not page.again.isEnabled()
    assert not page.quotes.isVisibleTo(page) and not page.sum.isVisibleTo(page)


def test_every_quote_stands_and_leads_to_its_sentence(
    page: VerifyPage, bench: Bench, packet: Path, qtbot: QtBot
) -> None:
    lines = look_up(page, bench, packet)
    assert page.sum.text() == "4 quotes: 4 word for word." and lines[0] == "Word for word: 4"
    verdict = lines[1]
    assert isinstance(verdict, Verdict) and page.quotes.hasFocus()
    with qtbot.waitSignal(page.open_requested) as asked:
        QTest.keyClick(page.quotes, Qt.Key.Key_Return)
    article, start, end = asked.args
    assert bench.archive.store.editions.text(article)[start:end] == verdict.words
    page.quotes.grab()


def test_what_changed_comes_first_with_what_stood_there(page: VerifyPage, bench: Bench, packet: Path) -> None:
    text = packet.read_text("utf-8").replace("counted forty boats", "counted fifty boats")
    text = re.sub(r'data-article="[^"]+"', 'data-article="nobody"', text, count=1)
    packet.write_text(text, "utf-8")
    lines = look_up(page, bench, packet)
    assert [each for each in lines if isinstance(each, str)] == [
        "Changed: 1",
        "Not in this archive: 1",
        "Word for word: 2",
    ]
    assert page.sum.text() == "4 quotes: 2 word for word, 1 changed, 1 not in this archive."
    changed, missing = lines[1], lines[3]
    assert isinstance(changed, Verdict) and isinstance(missing, Verdict)
    look = shown(changed)
    assert [(each.words.strip(), each.gone) for each in look.words[:2]] == [("forty", True), ("fifty", False)]
    assert "“forty” became “fifty”" in look.spoken and look.links == [("open", "Open")]
    assert shown(missing).links == [] and "not in this archive" in shown(missing).where
    page.quotes.grab()


def test_an_earlier_text_leads_to_the_same_words_in_the_present_one(
    page: VerifyPage, bench: Bench, packet: Path, qtbot: QtBot
) -> None:
    from archive.operations import verifying

    verdicts = verifying.verify(bench.archive, packet).quotes
    gone = Verdict(1, Standing.STANDS, "x", verdicts[0].article, "T", 1, None, None)
    place = verifying.place(bench.archive, gone)
    assert place is not None and place[1:] == (0, 0)
    assert verifying.place(bench.archive, Verdict(1, Standing.MISSING, "x", "nobody")) is None


def test_what_is_no_packet_is_told_in_place(page: VerifyPage, bench: Bench, tmp_path: Path) -> None:
    other = tmp_path / "other.html"
    other.write_text("<p>Nothing of ours</p>", "utf-8")
    for path in (other, tmp_path / "nothing.docx"):
        look_up(page, bench, path)
        assert page.trouble.isVisibleTo(page) and page.trouble.text().count(".") >= 2
        assert not page.quotes.isVisibleTo(page) and not page.bar.isVisibleTo(page)


def test_a_file_can_be_chosen_or_dropped(
    page: VerifyPage, bench: Bench, packet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(packet), ""))
    QTest.mouseClick(page.browse, Qt.MouseButton.LeftButton)
    bench.settle()
    assert page.sum.text().startswith("4 quotes")
    page.sum.clear()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(packet))])
    actions, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(5, 5), actions, data, buttons, keys)
    page.dragEnterEvent(entered)
    page.dropEvent(QDropEvent(QPointF(5, 5), actions, data, buttons, keys))
    bench.settle()
    assert entered.isAccepted() and page.sum.text().startswith("4 quotes")


def test_everything_that_can_be_reached_has_a_name(page: VerifyPage) -> None:
    for widget in (page.path, page.browse, page.again, page.quotes, page.bar):
        assert widget.objectName() and widget.accessibleName()
