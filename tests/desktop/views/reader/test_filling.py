"""The details come over several turns and are seen at once: nothing of two articles stands together, and nothing jumps."""

from collections import deque
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from archive.operations import collect
from desktop.views.reader.filling import Filling

Act = Callable[[], object]
TITLE, LONGER = (
    "Lanterns on the far bank",
    "What the keeper of the lower ferry wrote down in the winter of the flood " * 3,
)


class Turns(deque[Act]):
    """The turns that are still to come."""

    def pass_by(self) -> None:
        while self:
            self.popleft()()


@pytest.fixture
def panel(qtbot) -> QWidget:
    made = QWidget()
    rows = QVBoxLayout(made)
    for name in ("title", "publisher"):
        words = QLabel(made)
        words.setObjectName(name)
        rows.addWidget(words)
    qtbot.addWidget(made)
    return made


def test_each_piece_has_a_turn_and_the_panel_is_laid_out_and_painted_in_two_more(panel) -> None:
    turns, done = Turns(), []
    filling = Filling(panel, turns.append, lambda: done.append("laid out"))
    filling.begin([lambda: done.append("first"), lambda: done.append("second")])
    seen = [(list(done), filling.held, panel.layout().isEnabled())]
    while turns:
        assert len(turns) == 1
        turns.popleft()()
        seen.append((list(done), filling.held, panel.layout().isEnabled()))
    both = ["first", "second"]
    assert seen == [
        (["first"], True, False),
        (both, True, False),
        ([*both, "laid out"], True, True),
        ([*both, "laid out"], False, True),
    ]


def test_what_an_earlier_filling_has_left_is_not_done_any_more(panel) -> None:
    turns, done = Turns(), []
    filling = Filling(panel, turns.append, lambda: done.append("laid out"))
    filling.begin([lambda: done.append("a"), lambda: done.append("rest of a")])
    filling.begin([lambda: done.append("b"), lambda: done.append("rest of b")])
    turns.pass_by()
    assert done == ["a", "b", "rest of b", "laid out"] and not filling.held


def test_what_is_given_up_stays_as_it_was_painted_until_another_is_filled(panel) -> None:
    turns, done = Turns(), []
    filling = Filling(panel, turns.append, lambda: done.append("laid out"))
    filling.begin([lambda: done.append("a"), lambda: done.append("rest of a")])
    filling.give_up()
    turns.pass_by()
    assert done == ["a"] and filling.held
    filling.begin([lambda: done.append("b")])
    turns.pass_by()
    assert done == ["a", "b", "laid out"] and not filling.held and panel.layout().isEnabled()


def test_a_piece_that_fails_leaves_a_panel_that_is_painted(panel) -> None:
    turns = Turns()
    filling = Filling(panel, turns.append, lambda: None)
    with pytest.raises(ZeroDivisionError):
        filling.begin([lambda: 1 // 0, lambda: pytest.fail("is not done")])
    turns.pass_by()
    assert not filling.held and panel.layout().isEnabled()


def test_a_panel_that_is_gone_is_filled_no_further(qapp) -> None:
    made = QWidget()
    QVBoxLayout(made)
    turns = Turns()
    filling = Filling(made, turns.append, lambda: None)
    filling.begin([lambda: None, lambda: pytest.fail("is not done")])
    made.deleteLater()
    qapp.sendPostedEvents(made, QEvent.Type.DeferredDelete)
    turns.pass_by()


class Painted(QObject):
    """What stands in the details, and where, whenever they are painted."""

    def __init__(self, inspector) -> None:
        super().__init__(inspector)
        self.seen: list[tuple[str, str, str, int]] = []
        self._rows, self._note = inspector.rows, inspector.note
        inspector._content.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            texts = (self._rows[field].value.text() for field in ("title", "byline"))
            self.seen.append((*texts, self._note.toPlainText(), self._note.y()))
        return False


@pytest.fixture
def beside(reader, inspector, add, open_article, archive, qtbot):
    """The details beside the reader, with the first of two articles in it; gives both, and what is painted from then on."""
    from archive.operations import curate

    first, second = add(TITLE), add(LONGER, byline=("Cy Marsh", "Di Weir", "Ed Sluice"))
    for article, words in ((first, "of the first"), (second, "of the second")):
        curate.note(archive, article, words)
    inspector.resize(262, 700)
    with qtbot.waitExposed(inspector):
        inspector.show()
    open_article(first)
    return first, second, Painted(inspector)


def _stands(inspector) -> tuple[str, str, str, int]:
    texts = (inspector.rows[field].value.text() for field in ("title", "byline"))
    return (*texts, inspector.note.toPlainText(), inspector.note.y())


def test_the_details_are_painted_of_one_article_alone_and_never_in_the_place_of_another(
    inspector, beside, open_article, qapp
) -> None:
    _, second, painted = beside
    before = _stands(inspector)
    open_article(second)
    qapp.processEvents()
    after = _stands(inspector)
    assert before != after and before[3] != after[3], "the rows below a long title stand lower"
    assert after in painted.seen and set(painted.seen) <= {before, after}


def test_the_details_of_an_article_that_is_left_at_once_are_not_filled_in(
    inspector, beside, context, qtbot, monkeypatch
) -> None:
    first, second, painted = beside
    before = _stands(inspector)
    turns = Turns()
    monkeypatch.setattr(inspector._filling, "_next_turn", turns.append)
    inspector.show_article(second)
    qtbot.waitUntil(lambda: bool(turns))
    inspector.show_article(first)
    turns.pass_by()
    assert inspector.note.toPlainText() == "of the first" and inspector._filling.held, "no more was done of the second"
    qtbot.waitUntil(lambda: bool(turns))
    turns.pass_by()
    context.jobs.drain()
    assert _stands(inspector) == before and set(painted.seen) <= {before} and not inspector._filling.held


def test_nothing_of_an_article_is_left_when_the_next_cannot_be_read(
    inspector, beside, context, qtbot, monkeypatch
) -> None:
    _, second, _ = beside
    turns = Turns()
    monkeypatch.setattr(inspector._filling, "_next_turn", turns.append)
    inspector.show_article(second)
    qtbot.waitUntil(lambda: bool(turns))
    inspector.show_article(99)  # there is none
    context.jobs.drain()
    turns.pass_by()
    assert inspector.article_id is None and not inspector._scroll.isVisible() and not inspector._filling.held


def test_a_chip_that_stays_for_the_next_article_is_taken_from_that(
    inspector, beside, open_article, archive, context, qapp
) -> None:
    first, second, _ = beside
    collect.tag(archive, [first, second], "quay")
    open_article(first)
    chip = inspector.shelves.findChild(QWidget, "tags_chip")
    open_article(second)
    assert inspector.shelves.findChild(QWidget, "tags_chip") is chip
    chip.click()
    context.jobs.drain()
    assert archive.store.tags.of(first) == ["quay"] and not archive.store.tags.of(second)
