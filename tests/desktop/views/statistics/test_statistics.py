"""The frame of the statistics: tabs, one filter for all, words of the heading, and where a person left it."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from archive.model.change import Change
from archive.operations import annotate, curate
from desktop.views.statistics import Statistics
from desktop.views.statistics.filter import Filter
from desktop.views.statistics.statistics import TABS
from desktop.views.statistics.tab import Tab
from tests.desktop.bench import seed

from .conftest import Bench

Show = Callable[..., Statistics]


def test_the_heading_counts_articles_figures_and_series(view: Statistics) -> None:
    assert view.summary.text() == "4 articles · 5 figures in 2 series · 2012–2019"


def test_the_heading_says_what_is_still_to_be_read(bench: Bench, show: Show) -> None:
    with bench.archive.atomic():
        seed(bench.archive, 9, ("A late letter", None, None, "In 2020 some 40 boats came."))
    assert show(bench).summary.text().endswith("1 article is still being read")


def test_chips_bring_tabs_to_the_front_and_only_those_read_the_archive(
    view: Statistics, qtbot: QtBot, bench: Bench
) -> None:
    asked: list[str] = []
    for tab in map(view.made, TABS):
        tab.refresh = lambda _, name=tab.name: asked.append(name)  # type: ignore[method-assign]
    qtbot.mouseClick(view.findChild(QWidget, "statistics_tab_coding"), Qt.MouseButton.LeftButton)
    assert view.tab is view.coding and asked == ["coding"]
    view.show_tab("coding")
    assert asked == ["coding"], "nothing has changed since"
    view.narrow(Filter(publishers=("Coast weekly",)))
    assert asked == ["coding", "coding"]
    view.show_tab("figures")
    assert asked == ["coding", "coding", "figures"], "what is behind catches up once it is looked at"


def test_a_change_reaches_the_tab_in_front_at_once_and_others_later(view: Statistics, bench: Bench) -> None:
    asked: list[str] = []
    for tab in map(view.made, TABS):
        tab.refresh = lambda _, name=tab.name: asked.append(name)  # type: ignore[method-assign]
    bench.context.run_change(lambda: curate.edit(bench.archive, bench.ids[0], publisher="Quay post"))
    bench.settle()
    assert asked == ["figures"]
    view.show_tab("collection")
    assert asked[:2] == ["figures", "collection"]


def test_a_change_waits_while_another_view_is_in_front(view: Statistics, bench: Bench) -> None:
    asked: list[Filter] = []
    view.figures.refresh = asked.append  # type: ignore[method-assign]
    view.hide()
    view._changed(Change("Edit", frozenset({("article", 1)})))
    bench.settle()
    assert asked == []
    view.show()
    bench.settle()
    assert asked == [Filter()]


def test_menus_offer_what_there_is_and_narrow_every_tab(view: Statistics, bench: Bench) -> None:
    bar = view.filters
    bar.chips["publishers"].click()
    actions: list[QAction] = bar.menus["publishers"].actions()
    assert [each.text() for each in actions] == ["Coast weekly", "Harbour letter"]
    actions[1].trigger()
    bar.menus["publishers"].close()
    bench.settle()
    assert bar.filter == Filter(publishers=("Harbour letter",))
    assert bar.chips["publishers"].text() == "Publisher: Harbour letter ▾" and bar.chips["publishers"].isChecked()
    assert view.summary.text() == "1 article · 2 figures in 1 series · 2012–2019"
    bar.clear_button.click()
    bench.settle()
    assert bar.filter == Filter() and not bar.clear_button.isVisibleTo(view)
    assert bar.chips["publishers"].text() == "All publishers ▾"


def test_articles_and_tags_are_offered_by_name(view: Statistics, bench: Bench) -> None:
    annotate.mark(bench.archive, bench.ids[2], 20, 30, tags=["work/boats"])
    view._read_choices()
    bench.settle()
    view.filters.chips["tags"].click()
    assert [each.text() for each in view.filters.menus["tags"].actions()] == ["work", "work / boats"]
    view.filters.menus["tags"].close()
    view.filters.chips["articles"].click()
    titles = [each.text() for each in view.filters.menus["articles"].actions()]
    assert titles == ["A ledger of boats", "Gulls over the quay", "Silence", "The harbour in winter"]
    view.filters.menus["articles"].close()


def test_days_are_asked_for_and_refused_in_words(view: Statistics, bench: Bench, dialog: Callable[[], QDialog]) -> None:
    view.filters.days.click()
    asked = dialog()
    asked.first.setText("2019-13")
    asked.accept()
    assert asked.isVisible() and asked.problem.isVisible()
    asked.first.setText("2020")
    asked.last.setText("2019")
    asked.accept()
    assert asked.problem.text() == "The first day comes after the last: exchange them."
    asked.first.setText("2015")
    asked.accept()
    bench.settle()
    assert view.filters.filter == Filter(since=date(2015, 1, 1), until=date(2019, 12, 31))
    assert view.filters.days.text() == "2015–2019 ▾"
    assert view.summary.text().startswith("3 articles · 4 figures")


def test_it_is_found_again_as_it_was_left(view: Statistics, bench: Bench, show: Show) -> None:
    view.narrow(Filter(publishers=("Coast weekly",)))
    view.show_tab("language")
    bench.settle()
    view.closing()
    again = show(bench)
    assert again.tab is again.language and again.filters.filter == Filter(publishers=("Coast weekly",))


@pytest.mark.parametrize(
    "held", [3, {"tab": "kitchen", "tabs": []}, {"filter": [], "tabs": {"figures": {"sizes": "x"}}}]
)
def test_a_damaged_state_is_no_reason_not_to_open(bench: Bench, show: Show, held: object) -> None:
    bench.context.settings.keep_state(f"statistics:{bench.archive.uid}", held)
    assert show(bench).tab.name == "figures"


def test_marks_of_tabs_lead_on_and_a_tab_may_narrow_all(view: Statistics, bench: Bench, qtbot: QtBot) -> None:
    for name in ("open_requested", "library_requested", "passages_requested"):
        given = {"open_requested": (1, 2, 3), "library_requested": (object(), "x")}.get(name, (object(),))
        with qtbot.waitSignal(getattr(view, name)) as got:
            getattr(view.coding, name).emit(*given)
        assert tuple(got.args) == given
    view.coding.narrow_requested.emit(Filter(tags=("work",)))
    bench.settle()
    assert view.filters.filter == Filter(tags=("work",))


def test_a_tab_must_say_how_it_is_filled(bench: Bench, qtbot: QtBot) -> None:
    tab = Tab("bare", "Bare", bench.context)
    qtbot.addWidget(tab)
    with pytest.raises(NotImplementedError):
        tab.refresh(Filter())


def test_single_keys_stay_in_the_view(view: Statistics, bench: Bench, qtbot: QtBot) -> None:
    starred: list[bool] = []
    bench.context.actions.on("article.star", lambda: starred.append(True), owner=view)
    bench.context.actions.add_to(view)
    qtbot.keyClick(view.figures.list, Qt.Key.Key_S)
    assert starred == [], "S is the library's"
    bench.context.actions.trigger("article.star")
    assert starred == [True]


def test_export_offers_what_the_tab_in_front_can_take_out(view: Statistics) -> None:
    view.export_menu.aboutToShow.emit()
    assert "Copy picture" in [each.text() for each in view.export_menu.actions()]
