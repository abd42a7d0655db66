"""Tag every match: what is found is shown first, some of it unticked, and the rest tagged as one act."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from archive.base.progress import Progress
from archive.operations import annotate
from desktop.views.matching import Matching

Bench = Any  # of conftest.py, which test modules do not import


@pytest.fixture
def page(bare: Bench, qtbot: QtBot) -> Iterator[Matching]:
    made = Matching(bare.context, "river")
    qtbot.addWidget(made)
    made.resize(1100, 700)
    with qtbot.waitExposed(made):
        made.show()
    bare.settle()
    yield made
    made.hide()
    bare.settle()


def exact(page: Matching) -> list[str]:
    return [row.found.exact for row in page.model.rows]


def test_matches_are_shown_with_their_context_before_anything_is_marked(bare: Bench, page: Matching) -> None:
    assert exact(page) == ["river", "river"]
    assert page.model.rows[1].before == "The ferry waits while the "
    assert page.model.rows[1].title == "Low ferries"
    assert page.told.text() == "2 matches in 2 articles, 2 ticked"
    assert not page.apply.isEnabled()
    assert bare.words() == []


def test_more_matches_than_are_shown_are_told(bare: Bench, page: Matching, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.annotation.matches.MAX_MATCHES", 2)
    page.field.setText("the")
    page.search()
    bare.settle()
    assert page.told.text().startswith("The first ") and page.told.text().endswith("narrow the search to see them")
    page.field.setText("ferry")
    page.search()
    bare.settle()
    assert page.told.text() == "2 matches in 1 article, 2 ticked"


def test_a_phrase_is_found_in_its_order_only(bare: Bench, page: Matching) -> None:
    page.kind.chosen.emit("phrase")
    page.field.setText("river falls")
    page.search()
    bare.settle()
    assert exact(page) == ["river falls"]
    page.field.setText("falls river")
    page.search()
    bare.settle()
    assert exact(page) == [] and page.told.text() == "Nothing in the texts answers to this."


def test_the_unit_widens_what_is_marked(bare: Bench, page: Matching) -> None:
    page.unit.chosen.emit("sentence")
    bare.settle()
    assert exact(page)[1] == "The ferry waits while the river falls."
    page.unit.chosen.emit("paragraph")
    bare.settle()
    assert exact(page)[1] == "The ferry waits while the river falls. Nobody crosses."


def test_what_is_ticked_is_tagged_as_one_act(bare: Bench, page: Matching) -> None:
    closed: list[bool] = []
    page.closed.connect(lambda: closed.append(True))
    page.list.setCurrentIndex(page.model.index(0))
    QTest.keyClick(page.list, Qt.Key.Key_Space)
    page.use_tag("route/river")
    assert page.apply.text() == "Tag 1 passage as route / river"
    QTest.mouseClick(page.apply, Qt.MouseButton.LeftButton)
    bare.settle()
    (made,) = annotate.passages(bare.archive)
    assert (made.anchor.exact, made.tags[0].path, made.article) == ("river", "route/river", bare.ids[0])
    assert closed == [True]
    assert bare.toasts[-1] == "Tagged 1 passage as route / river."
    bare.undo()
    assert bare.words() == []


def test_a_pattern_that_never_ends_gives_a_sentence(
    bare: Bench, page: Matching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.views.matching.rows.SECONDS", 0.2)
    page.kind.chosen.emit("pattern")
    page.field.setText("(?R)")
    page.search()
    bare.settle()
    assert exact(page) == []
    assert page.trouble.isVisible() and "pattern" in page.trouble.text()


def test_a_pattern_that_cannot_be_read_gives_a_sentence(bare: Bench, page: Matching) -> None:
    page.kind.chosen.emit("pattern")
    page.field.setText("(river")
    page.search()
    bare.settle()
    assert "cannot be read" in page.trouble.text()


def test_tagging_can_be_cancelled_and_leaves_nothing(
    bare: Bench, page: Matching, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, stopped = annotate.mark_many, threading.Event()

    def slow(*given: Any, progress: Progress, **more: Any) -> Any:
        stopped.wait(30)  # ends as soon as the person has clicked
        return whole(*given, progress=progress, **more)

    monkeypatch.setattr(annotate, "mark_many", slow)
    page.use_tag("route")
    page.mark()
    page.stop.click()
    stopped.set()
    bare.settle()
    assert bare.words() == []
    assert page.apply.isEnabled()


def test_return_opens_a_match_in_the_reader(page: Matching) -> None:
    asked: list[tuple[int, int, int]] = []
    page.open_requested.connect(lambda *place: asked.append(place))
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    span = page.model.rows[0].found.span
    assert asked == [(span.article, span.start, span.end)]
