"""The page of the lexicon and its editor, by keys: what is shown, what saving would do, what is refused, what is undone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QWidget
from pytestqt.qtbot import QtBot

from archive.model.lexicon import Entry, EntryKind
from archive.operations import figures, history, lexicon
from desktop.views.figures.asking import SeriesDialog
from desktop.views.lexicon import LexiconPage
from desktop.views.lexicon.editor import LexiconEditor
from desktop.views.statistics import Statistics
from tests.desktop import bench as benches

ARTICLES = (
    ("Under the pier", "Harbour letter", "2021-05-04", "In 2015, 40 mermaids lived in Norway. The nets hang dry."),
    ("Gulls over the quay", "Coast weekly", "2022-06-09", "In 2015, 44 women divers lived in Norway."),
    ("A ledger of salt", "Coast weekly", "2020", "In 2016 the boats carried 30 catties of salt to Saltmere."),
)


def pytest_itemcollected(item: pytest.Item) -> None:
    """The offscreen platform says so of every popup: it has no window to raise and no keyboard to grab."""
    item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True), append=False)


@pytest.fixture
def bench(qapp: QApplication, tmp_path: Path) -> Iterator[benches.Bench]:
    with benches.opened(benches.Bench, tmp_path) as made:
        made.add(ARTICLES)
        yield made


@pytest.fixture
def page(bench: benches.Bench, qtbot: QtBot) -> Iterator[LexiconPage]:
    made = LexiconPage(bench.context)
    qtbot.addWidget(made)
    made.resize(1000, 640)
    with qtbot.waitExposed(made):
        made.show()
    bench.settle()
    yield made
    made.hide()
    bench.settle()


def told(page: LexiconPage) -> list[str]:
    return [line if isinstance(line, str) else line.name for line in page.list.rows.lines]


def editor(page: QWidget) -> LexiconEditor:
    (found,) = [each for each in page.findChildren(LexiconEditor) if each.isVisible()]
    return found


def keys(qtbot: QtBot, widget: QWidget, *pressed: Any) -> None:
    for each in pressed:
        if isinstance(each, str):
            qtbot.keyClicks(widget, each)
        else:
            qtbot.keyClick(widget, each)


def add_divers(page: LexiconPage, bench: benches.Bench, qtbot: QtBot) -> LexiconEditor:
    keys(qtbot, page.list, Qt.Key.Key_N)
    dialog = editor(page)
    keys(qtbot, dialog.name, "women divers", Qt.Key.Key_Tab)
    keys(qtbot, dialog.words, "mermaids, shore women")
    bench.settle()
    return dialog


def test_nothing_of_ones_own_says_what_to_do_beside_what_ships(page: LexiconPage) -> None:
    assert told(page)[:3] == ["Added here", "Nothing yet. Press N to add.", "Comes with Waystation"]
    assert "police" in told(page) and page.list.current is not None and page.list.current.ships
    assert page.add.isEnabled() and not page.remove.isEnabled() and page.change.text() == "Add to it…"


def test_words_are_added_by_keys_with_what_it_will_do_and_undone(
    page: LexiconPage, bench: benches.Bench, qtbot: QtBot
) -> None:
    dialog = add_divers(page, bench, qtbot)
    assert dialog.told.text() == "2 figures will be grouped anew."
    keys(qtbot, dialog.name, Qt.Key.Key_Return)
    bench.settle()
    assert told(page)[:2] == ["Added here", "women divers"]
    assert len({each.series for each in figures.figures(bench.archive) if each.value in (40, 44)}) == 1
    assert bench.toasts == ["Add words that count the same “women divers”"]
    bench.undo()
    assert told(page)[1] == "Nothing yet. Press N to add."
    assert len({each.series for each in figures.figures(bench.archive) if each.value in (40, 44)}) == 2
    bench.context.history.redo()
    bench.settle()
    assert told(page)[1] == "women divers"


def test_an_entry_is_changed_and_removed_by_keys(page: LexiconPage, bench: benches.Bench, qtbot: QtBot) -> None:
    keys(qtbot, add_divers(page, bench, qtbot).name, Qt.Key.Key_Return)
    bench.settle()
    keys(qtbot, page.list, Qt.Key.Key_Return)
    dialog = editor(page)
    assert dialog.name.text() == "women divers" and dialog.words.toPlainText() == "mermaids, shore women"
    dialog.words.setPlainText("mermaids\nsea women;shore women")
    bench.settle()
    keys(qtbot, dialog.name, Qt.Key.Key_Return)
    bench.settle()
    (kept,) = lexicon.entries(bench.archive)
    assert kept.words == ("mermaids", "sea women", "shore women")
    assert page.list.current == kept
    keys(qtbot, page.list, Qt.Key.Key_Delete)
    bench.settle()
    assert lexicon.entries(bench.archive) == []
    assert history.page(bench.archive)[0].label == "Remove “women divers” from the lexicon"


def test_what_cannot_be_kept_is_said_while_it_is_typed_and_not_saved(
    page: LexiconPage, bench: benches.Bench, qtbot: QtBot
) -> None:
    keys(qtbot, page.list, Qt.Key.Key_N)
    dialog = editor(page)
    bench.settle()
    save = dialog.buttons.button(QDialogButtonBox.StandardButton.Save)
    assert dialog.told.text() == "Nothing is written yet." and not save.isEnabled()
    keys(qtbot, dialog.name, "divers")
    bench.settle()
    assert "Nothing counts the same as “divers” yet." in dialog.told.text()
    assert dialog.told.property("look") == "warning"
    dialog.words.setPlainText("people")
    bench.settle()
    assert "people in general" in dialog.told.text()
    keys(qtbot, dialog.name, Qt.Key.Key_Return)
    bench.settle()
    assert dialog.isVisible() and lexicon.entries(bench.archive) == []
    keys(qtbot, dialog, Qt.Key.Key_Escape)
    bench.settle()
    assert not any(each.isVisible() for each in page.findChildren(LexiconEditor))


def test_units_and_places_have_fields_of_their_own(page: LexiconPage, bench: benches.Bench, qtbot: QtBot) -> None:
    page.show_kind("place")
    keys(qtbot, page.list, Qt.Key.Key_N)
    dialog = editor(page)
    assert dialog.within.isVisible()
    keys(qtbot, dialog.name, "Saltmere")
    keys(qtbot, dialog.within, "norway")
    bench.settle()
    assert dialog.told.text() == "1 figure will be grouped anew."
    keys(qtbot, dialog.within, Qt.Key.Key_Return)
    bench.settle()
    assert told(page)[1] == "Saltmere" and "Norway" in told(page)
    page.show_kind("unit")
    keys(qtbot, page.list, Qt.Key.Key_N)
    assert not editor(page).within.isVisible()
    keys(qtbot, editor(page), Qt.Key.Key_Escape)
    bench.settle()


def test_what_ships_is_added_to_and_never_changed(page: LexiconPage, bench: benches.Bench, qtbot: QtBot) -> None:
    page.filter.setText("policemen")
    assert told(page) == ["Added here", "Nothing yet. Press N to add.", "Comes with Waystation", "police"]
    keys(qtbot, page.filter, Qt.Key.Key_Down)
    keys(qtbot, page.list, Qt.Key.Key_Delete)
    keys(qtbot, page.list, Qt.Key.Key_Return)
    dialog = editor(page)
    assert dialog.name.text() == "police" and dialog.words.toPlainText() == ""
    keys(qtbot, dialog, Qt.Key.Key_Escape)
    keys(qtbot, page.filter, Qt.Key.Key_Escape)
    assert page.filter.text() == ""
    bench.settle()


def test_two_series_are_said_to_count_the_same_from_their_menu(bench: benches.Bench, qtbot: QtBot) -> None:
    view = Statistics(bench.context)
    qtbot.addWidget(view)
    view.resize(1200, 800)
    with qtbot.waitExposed(view):
        view.show()
    view.refresh()
    bench.settle()
    tab = view.figures
    divers = next(each for each in tab.list.rows.series if "diver" in each.name)
    mermaids = next(each for each in tab.list.rows.series if "mermaid" in each.name)
    tab.list.choose(divers.uid)
    bench.settle()
    menu = tab.series_menu(divers)
    next(each for each in menu.actions() if each.text().startswith("Counts the same")).trigger()
    bench.settle()
    (choosing,) = tab.findChildren(SeriesDialog)
    choosing.field.setText("mermaid")
    keys(qtbot, choosing.field, Qt.Key.Key_Return)
    bench.settle()
    (writing,) = tab.findChildren(LexiconEditor)
    assert writing.name.text() == "women divers" and writing.words.toPlainText() == "mermaids"
    assert writing.told.text() == "2 figures will be grouped anew."
    keys(qtbot, writing.name, Qt.Key.Key_Return)
    bench.settle()
    assert mermaids.uid not in {each.uid for each in tab.list.rows.series}
    assert lexicon.entries(bench.archive)[0].all_words == ("women divers", "mermaids")
    view.hide()
    bench.settle()


def test_an_archive_that_is_only_read_shows_its_entries(page: LexiconPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(page), "writable", property(lambda _: False))
    page._follow()
    page.list.asked.emit("add")
    assert not page.findChildren(LexiconEditor)
    assert not (page.add.isEnabled() or page.change.isEnabled() or page.remove.isEnabled())


def test_every_row_says_itself_to_a_screen_reader(page: LexiconPage, bench: benches.Bench) -> None:
    lexicon.add(bench.archive, Entry(EntryKind.PLACE, "Arkby", ("Arkby Harbour",), "Norway"))
    page.show_kind("place")
    page.refresh()
    bench.settle()
    rows = page.list.rows
    said = rows.data(rows.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Arkby, Arkby Harbour, within Norway, added here"
