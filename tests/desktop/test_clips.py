"""Passages on the clipboard and under the pointer: rich text, Markdown and plain text, each with the citation."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from odf import teletype, text
from odf.opendocument import load
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import QDrag, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from archive.model.excerpt import Choice
from archive.operations import annotate, curate
from desktop import clips
from desktop.theme import Theme
from desktop.views.exports import memory
from desktop.views.reader.marking.card import PassageCard
from tests.archive.exports.documents.reading import needs_soffice, saved_again
from tests.desktop import bench as benches

ARTICLES = (
    (
        "A long wall",
        "Wall letter",
        "1931",
        "Each brick cost a penny. The <lime> came by barge & cart. 벽은 길다 — cafe\u0301.",
    ),
)


@pytest.fixture
def bench(qapp: QApplication, tmp_path: Path) -> Iterator[benches.Bench]:
    with benches.opened(benches.Bench, tmp_path) as made:
        made.add(ARTICLES)
        yield made


@pytest.fixture
def uids(bench: benches.Bench) -> list[str]:
    made = []
    for quote in ("Each brick cost a penny.", "The <lime> came by barge & cart."):
        start, end = annotate.find_quote(bench.archive, bench.ids[0], quote)
        made.append(str(annotate.mark(bench.archive, bench.ids[0], start, end, author="Ada")[0].uid))
    return made


def held() -> QMimeData:
    return QGuiApplication.clipboard().mimeData()


def markdown(mime: QMimeData) -> str:
    return bytes(mime.data(clips.MIME_MARKDOWN).data()).decode()


def test_a_passage_is_copied_in_three_ways_with_its_citation(bench: benches.Bench, uids: list[str]) -> None:
    clips.copy_passages(bench.context, uids[:1], bench.context.jobs)
    bench.settle()
    cited = "“A Long Wall,” Wall Letter, 1931, para. 1."
    assert held().text() == f"“Each brick cost a penny.” — {cited}"
    assert "<i>Wall Letter</i>" in held().html() and "<blockquote" in held().html()
    assert "*Wall Letter*" in markdown(held())
    assert bench.toasts == ["Copied 1 quotation."]


def test_several_passages_are_copied_at_once_and_escaped(bench: benches.Bench, uids: list[str]) -> None:
    clips.copy_passages(bench.context, uids, bench.context.jobs)
    bench.settle()
    assert held().text().count("Wall Letter") == 2
    assert "&lt;lime&gt; came by barge &amp; cart" in held().html()
    assert "\\<lime\\>" in markdown(held())


def test_the_style_is_the_one_that_was_chosen_last(bench: benches.Bench, uids: list[str]) -> None:
    bench.context.settings.keep_state("export.style", "apa")
    assert memory.style(bench.context.settings) == "apa"
    clips.copy_passages(bench.context, uids[:1], bench.context.jobs)
    bench.settle()
    assert "(“A Long Wall,” 1931, para. 1)" in held().text()
    bench.context.settings.keep_state("export.style", "/no/such.csl")
    assert memory.style(bench.context.settings) == Choice().style


def test_what_may_not_leave_is_said_when_it_is_copied(bench: benches.Bench, uids: list[str]) -> None:
    curate.set_rights(bench.archive, bench.ids, sensitivity="confidential")
    clips.copy_passages(bench.context, uids[:1], bench.context.jobs)
    bench.settle()
    assert bench.toasts == ["Copied 1 quotation. It may not leave unasked."]


@pytest.mark.parametrize("pressed", [True, False])
def test_a_drag_begins_when_the_words_are_read_and_the_button_is_still_held(
    bench: benches.Bench, uids: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, pressed: bool
) -> None:
    source = QWidget()
    qtbot.addWidget(source)
    begun: list[QMimeData] = []
    monkeypatch.setattr(QDrag, "exec", lambda self, *_: begun.append(self.mimeData()))
    button = Qt.MouseButton.LeftButton if pressed else Qt.MouseButton.NoButton
    monkeypatch.setattr(QGuiApplication, "mouseButtons", staticmethod(lambda: button))
    clips.drag_passages(bench.context, uids[:1], source)
    bench.settle()
    assert len(begun) == int(pressed)
    for mime in begun:
        # What word processors, editors and everything else take of it.
        assert set(mime.formats()) == {"text/html", "text/markdown", "text/plain"}
        assert "<blockquote" in mime.html() and "> “Each brick" in markdown(mime) and "para. 1" in mime.text()


@needs_soffice
def test_libreoffice_reads_the_rich_text_with_words_and_citation(
    bench: benches.Bench, uids: list[str], tmp_path: Path
) -> None:
    start, end = annotate.find_quote(bench.archive, bench.ids[0], "벽은 길다 — cafe\u0301.")
    added = str(annotate.mark(bench.archive, bench.ids[0], start, end, note="A <note>\nof two lines")[0].uid)
    clips.copy_passages(bench.context, [*uids, added], bench.context.jobs)
    bench.settle()
    (tmp_path / "clip.html").write_text(held().html(), "utf-8")
    read: Any = load(str(saved_again(tmp_path / "clip.html", "odt", tmp_path)))
    lines = [teletype.extractText(each) for each in read.getElementsByType(text.P)]
    assert [each for each in lines if each] == [
        "“Each brick cost a penny.”",
        "— “A Long Wall,” Wall Letter, 1931, para. 1.",
        "“The <lime> came by barge & cart.”",
        "— “A Long Wall,” Wall Letter, 1931, para. 1.",
        "“벽은 길다 — cafe\u0301.”",
        "— “A Long Wall,” Wall Letter, 1931, para. 1.",
        "A <note>\nof two lines",
    ]
    quotes = [each.getAttribute("stylename") for each in read.getElementsByType(text.P)]
    assert quotes[0] != quotes[1]  # a quotation is set in


def test_a_card_that_is_dragged_asks_for_it_once_and_is_not_opened(
    bench: benches.Bench, uids: list[str], qtbot: QtBot
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    card = PassageCard(Theme("light"), over, writable=True)
    card.show_passage(annotate.find(bench.archive, uids[0]), {}, "sun", "¶ 1", chosen=False)
    dragged: list[str] = []
    opened: list[str] = []
    card.dragged.connect(dragged.append)
    card.opened.connect(opened.append)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for kind, x in (
        (QEvent.Type.MouseButtonPress, 5),
        (QEvent.Type.MouseMove, 60),
        (QEvent.Type.MouseMove, 80),
        (QEvent.Type.MouseButtonRelease, 80),
    ):
        place = QPointF(x, 8)
        QApplication.sendEvent(card, QMouseEvent(kind, place, card.mapToGlobal(place), left, left, none))
    assert dragged == [uids[0]] and opened == []
