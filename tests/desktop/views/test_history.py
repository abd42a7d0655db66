"""The history page: what it tells, how it is filtered, and taking one act back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from archive.archive import Archive
from archive.base import clock
from archive.operations import codebook
from archive.operations.history import Row
from desktop.actions import Actions
from desktop.alerts import Alerts
from desktop.context import Context
from desktop.history import History
from desktop.jobs import Jobs
from desktop.models.history import PAGE, Day, HistoryModel
from desktop.settings import Settings
from desktop.theme import Theme
from desktop.views.history import HistoryPage
from tests.archive.made import new_archive


@dataclass
class Desk:
    """The page over an archive where tags were made on two days; `settle` lives until nothing is under way any more."""

    archive: Archive
    context: Context
    page: HistoryPage
    settle: Callable[[], None]

    def lines(self) -> list[str]:
        model = self.page.model
        return [model.index(row).data() for row in range(model.rowCount())]

    def choose(self, label: str) -> None:
        self.page.list.setCurrentIndex(self.page.model.index(self.lines().index(label)))

    def told(self) -> list[str]:
        layout = self.page.details
        widgets = (item.widget() for item in map(layout.itemAt, range(layout.count())) if item is not None)
        return [widget.text() for widget in widgets if isinstance(widget, QLabel)]


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    with new_archive(tmp_path / "Test.waystation") as archive:
        with clock.frozen(datetime(2026, 3, 1, 12, tzinfo=UTC)):
            codebook.add(archive, "route", definition="The way.")
        with clock.frozen(datetime(2026, 3, 2, 12, tzinfo=UTC)):
            codebook.define(archive, "route", "The way out.")
            codebook.add(archive, "cost")
        theme, jobs, alerts = Theme("light"), Jobs(), Alerts()
        jobs.on_failure = alerts.show
        settings = Settings(tmp_path / "settings.json")
        context = Context(archive, jobs, Actions(theme), theme, settings, History(archive, jobs), alerts)
        page = HistoryPage(context)
        qtbot.addWidget(page)
        page.resize(1000, 640)

        def settle() -> None:
            for _ in range(3):
                if page._typing.isActive():
                    qtbot.waitSignal(page._typing.timeout).wait()
                qtbot.wait(1)
                while jobs.active:
                    jobs.drain()

        with qtbot.waitExposed(page):
            page.show()
        settle()
        yield Desk(archive, context, page, settle)
        page.hide()
        assert jobs.close()


def test_acts_stand_under_their_day_newest_first(desk: Desk) -> None:
    assert desk.lines() == [
        "Monday 2 March 2026",
        "Add tag cost",
        "Define tag route",
        "Sunday 1 March 2026",
        "Add tag route",
    ]
    assert not desk.page.model.flags(desk.page.model.index(0)) & Qt.ItemFlag.ItemIsSelectable


def test_a_chosen_act_tells_what_stood_there_before_and_after(desk: Desk) -> None:
    desk.choose("Define tag route")
    assert desk.told() == ["Definition", "Before: The way.", "After: The way out."]
    assert "2 March 2026" in desk.page.when.text()


def test_the_filter_keeps_acts_that_hold_the_words_and_says_when_none_does(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(desk.page.filter, "DEFINE")
    desk.settle()
    assert desk.lines() == ["Monday 2 March 2026", "Define tag route"]
    qtbot.keyClicks(desk.page.filter, "zzz")
    desk.settle()
    assert desk.page.nothing.isVisible()
    assert not desk.page.revert.isVisible()
    qtbot.keyClick(desk.page.filter, Qt.Key.Key_Escape)
    desk.settle()
    assert len(desk.lines()) == 5


def test_one_act_is_taken_back_and_the_later_ones_stay(desk: Desk) -> None:
    desk.choose("Define tag route")
    desk.page.revert.click()
    desk.settle()
    assert codebook.get(desk.archive, "route").definition == "The way."
    assert "cost" in codebook.paths(desk.archive)
    assert "Revert “Define tag route”" in (desk.context.history.undo_label or "")
    assert any("Define tag route" in line for line in desk.lines())


def test_an_act_that_later_ones_contradict_is_refused_with_a_sentence(desk: Desk) -> None:
    desk.choose("Add tag route")
    desk.page.revert.click()
    desk.settle()
    assert desk.page.refusal.isVisible()
    assert desk.page.refusal.text().startswith("“Add tag route” cannot be taken back")
    assert "route" in codebook.paths(desk.archive)


def test_what_is_done_meanwhile_appears(desk: Desk) -> None:
    desk.choose("Add tag cost")
    desk.context.history.do(codebook.add(desk.archive, "river"))
    desk.settle()
    assert "Add tag river" in desk.lines()
    assert desk.page.what.text() == "Add tag cost", "what is being read stays"


def test_pages_are_asked_for_as_one_scrolls_and_a_day_is_named_once(qtbot: QtBot) -> None:
    rows = [Row(n, f"act {n}", "me", "2026-03-02T12:00:00.000Z", frozenset(), True, ()) for n in range(2 * PAGE, 0, -1)]
    model = HistoryModel()
    with qtbot.waitSignal(model.page_asked) as asked:
        model.begin()
    assert asked.args == [0]
    model.show_page(rows[:PAGE], 0, complete=False)
    with qtbot.waitSignal(model.page_asked) as asked:
        model.fetchMore(model.index(-1))
    assert asked.args == [rows[PAGE - 1].id]
    model.show_page(rows[PAGE:], rows[PAGE - 1].id, complete=True)
    assert model.rowCount() == 2 * PAGE + 1
    assert sum(isinstance(model.entry(model.index(row)), Day) for row in range(model.rowCount())) == 1
    assert not model.canFetchMore(model.index(-1))


def test_without_an_act_the_page_says_what_will_stand_there_and_the_keyboard_stays_on_it(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    page = desk.page
    page.list.setFocus()
    page.model.show_page([], 0, complete=True)
    page._shown("")
    assert "can be taken back" in page.nothing.text() and page.nothing.y() < page.height() // 3
    assert page.window().focusWidget() is page.filter
