"""The tab "Figures": series, chart, table and findings, and what a person does with them by pointer and by keys."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QFontMetrics
from PySide6.QtWidgets import QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from archive.model.figure import FigureStatus
from archive.model.ids import Uid
from archive.operations import comparing, figures, history
from desktop.views.figures.asking import SeriesDialog, TextDialog
from desktop.views.figures.editor import FigureEditor
from desktop.views.figures.words import series_name
from desktop.views.statistics import Statistics
from desktop.views.statistics.figures.figures import Figures
from desktop.views.statistics.figures.serieslist import drag_data, dragged
from desktop.views.statistics.filter import Filter

from ..conftest import Bench

Dialog = Callable[[], Any]


@pytest.fixture
def tab(view: Statistics) -> Figures:
    return view.figures


def names(tab: Figures) -> list[str]:
    model = tab.list.rows
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


def texts(menu: QMenu) -> list[str]:
    return [each.text().split("\t")[0] for each in menu.actions() if each.text()]


def trigger(menu: QMenu, words: str) -> None:
    next(each for each in menu.actions() if each.text().split("\t")[0] == words).trigger()


def key(qtbot: QtBot, widget: QWidget, *keys: Qt.Key) -> None:
    for each in keys:
        qtbot.keyClick(widget, each)


# What is shown


def test_the_series_with_a_conflict_is_shown_first_on_chart_table_and_cards(tab: Figures) -> None:
    assert names(tab)[0].endswith("Norway") and len(names(tab)) == 2
    assert (
        tab.list.rows.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole).endswith("4 figures, 2 articles, 1 conflict")
    )
    assert tab.chart is not None and tab.chart.count() == 4
    assert tab.body.rests_on.text() == "4 figures from 2 articles"
    assert [each.value for each in tab.table.rows.figures] == [2706, 3000, 1047, 1900]
    (card,) = tab.findings.cards
    assert card.accessibleName() == "Conflict, 2019" and card.read.text() == "Read both"


def test_another_series_is_shown_when_it_is_chosen(tab: Figures, bench: Bench, qtbot: QtBot) -> None:
    key(qtbot, tab.list, Qt.Key.Key_Down)
    bench.settle()
    assert [each.value for each in tab.table.rows.figures] == [12]
    assert tab.findings.cards == [] and tab.chart is not None and tab.chart.count() == 1


def test_a_card_says_the_next_finding_of_its_kind_and_another_kind_has_a_card_of_its_own(tab: Figures) -> None:
    (card,) = tab.findings.cards
    other = replace(card.finding, uid="other", why="Another reason.", figures=(*card.finding.figures, Uid("c")))
    tab.findings.show_findings([other], writable=False)
    assert tab.findings.cards == [card] and card.finding is other and card.objectName() == "finding_other"
    assert card.read.text() == "Read all" and not card.judge.isEnabled() and card.accessibleDescription() == other.why
    tab.findings.show_findings([replace(other, silenced="Known.")], writable=True)
    (aside,) = tab.findings.cards
    assert aside is not card and aside.judge.text() == "Look again" and aside.judge.isEnabled()


def test_names_of_series_stand_in_the_room_that_they_have(tab: Figures, bench: Bench) -> None:
    delegate: Any = tab.list.itemDelegate()
    series = tab.list.rows.series[0]
    metrics = QFontMetrics(bench.context.theme.font())
    for width in (120, 160, 200, 260, 400, 900):
        tab.list.resize(width, 400)
        wide = tab.list.width()  # never narrower than it may be
        room = max(40, wide - 8 - 24 - QFontMetrics(bench.context.theme.font("numbers")).horizontalAdvance("8") - 8)
        for words in (
            "boats",
            "boats that came to the harbour",
            "a" * 80,
            "boats " + "b" * 80,
            "i l i l i l W W W W W W W",
        ):
            lines = delegate._broken(replace(series, name=words, figures=4))
            shown = series_name(replace(series, name=words))
            assert all(metrics.horizontalAdvance(line) <= room for line in lines)
            if metrics.horizontalAdvance(shown) <= room:
                assert lines == [shown]
            elif len(lines) == 2:
                first, following = lines[0], shown.removeprefix(lines[0]).split()[0]
                assert shown.startswith(first) and metrics.horizontalAdvance(f"{first} {following}") > room


def test_the_filter_narrows_list_chart_and_table(view: Statistics, bench: Bench) -> None:
    view.narrow(Filter(publishers=("Harbour letter",)))
    bench.settle()
    assert len(names(view.figures)) == 1 and [each.value for each in view.figures.table.rows.figures] == [2706, 1047]
    view.narrow(Filter(articles=(bench.ids[3],)))
    bench.settle()
    assert view.figures.stack.currentWidget() is view.figures.empty
    assert view.figures.empty.sentence.text() == "No figure passes the filter."
    view.figures.empty._buttons[0].click()
    bench.settle()
    assert not view.filters.filter.narrowed and len(names(view.figures)) == 2


@pytest.mark.parametrize(
    ("articles", "told"), [((), "Import articles"), ((("Calm", None, None, "No wind."),), "No article")]
)
def test_without_figures_it_says_what_is_needed(
    empty_bench: Bench, show: Callable[..., Statistics], articles: Any, told: str
) -> None:
    empty_bench.fill(articles)
    assert show(empty_bench).figures.empty.sentence.text().startswith(told)


def test_a_point_and_a_row_lead_to_their_sentence(tab: Figures, bench: Bench, qtbot: QtBot) -> None:
    figure = bench.figure(1900)
    assert tab.chart is not None
    with qtbot.waitSignal(tab.open_requested) as got:
        tab.chart.picked.emit(figure.uid)
    assert got.args == [figure.article, figure.start, figure.end]
    assert tab.table.current is not None and tab.table.current.uid == figure.uid
    with qtbot.waitSignal(tab.open_requested) as got:
        key(qtbot, tab.table, Qt.Key.Key_Return)
    assert got.args == [figure.article, figure.start, figure.end]


# Reading and judging a finding


def test_the_ring_opens_both_sentences_and_one_is_doubted_with_a_note_and_undone(
    tab: Figures, bench: Bench, dialog: Dialog, qtbot: QtBot
) -> None:
    assert tab.chart is not None
    tab.chart.ring_picked.emit(0)
    readings = tab.readings
    assert tab.body.under.currentWidget() is readings and readings.readings[0].open.hasFocus()
    assert sorted(each.figure.value or 0 for each in readings.readings) == [1047, 1900]
    one = next(each for each in readings.readings if each.figure.value == 1047)
    with qtbot.waitSignal(tab.open_requested) as got:
        one.open.click()
    assert got.args == [one.figure.article, one.figure.start, one.figure.end]
    one.doubt.click()
    asked = dialog()
    assert isinstance(asked, TextDialog)
    asked.field.setPlainText("counts the whole coast")
    asked.yes.click()
    bench.settle()
    assert bench.figure(1047).status is FigureStatus.DOUBTFUL and bench.figure(1047).note == "counts the whole coast"
    assert not [each for each in comparing.findings(bench.archive) if each.kind == "conflict"]
    faded = [each.point.doubtful for each in tab.chart._points if each.point.value == 1047]
    assert faded == [True]
    judged = next(each for each in readings.readings if each.figure.value == 1047)
    assert judged.judged.text() == "doubtful: counts the whole coast" and judged.doubt.text() == "No longer doubtful"
    assert history.page(bench.archive)[0].label == "Doubt figure"
    assert bench.toasts[-1] == "Doubt figure"
    bench.undo()
    assert bench.figure(1047).status is FigureStatus.FOUND and not bench.figure(1047).note
    assert tab.findings.cards[0].finding.kind == "conflict"
    assert [each.doubt.text() for each in readings.readings] == ["Doubtful…", "Doubtful…"]


def test_escape_goes_back_to_the_figures_and_the_card(tab: Figures, qtbot: QtBot) -> None:
    tab.findings.cards[0].read.click()
    key(qtbot, tab.readings.readings[0].open, Qt.Key.Key_Escape)
    assert tab.body.under.currentWidget() is tab.table and tab.findings.cards[0].read.hasFocus()


def test_a_finding_is_put_aside_with_a_note_and_looked_at_again(tab: Figures, bench: Bench, dialog: Dialog) -> None:
    finding = tab.findings.cards[0].finding
    menu = tab.judge_menu(finding)
    assert sorted(texts(menu)) == ["1,047 · Harbour letter", "> 1,900 · Coast weekly", "Needs no look…"]
    trigger(menu, "Needs no look…")
    asked = dialog()
    assert not asked.yes.isEnabled(), "it needs a reason"
    asked.field.setPlainText("one means arrivals by sea")
    asked.yes.click()
    bench.settle()
    assert tab.findings.cards[0].finding.silenced == "one means arrivals by sea"
    assert (
        tab.chart is not None
        and tab.chart._rings == ()
        and tab.list.rows.index(0, 0).data(Qt.ItemDataRole.UserRole + 1) == ""
    )
    tab.findings.cards[0].judge.click()
    bench.settle()
    assert tab.findings.cards[0].finding.silenced is None and len(tab.chart._rings) == 1


# Judging figures by keys


def test_keys_judge_the_chosen_rows(tab: Figures, bench: Bench, qtbot: QtBot) -> None:
    tab.table.choose(bench.figure(2706).uid)
    tab.table.setFocus()
    key(qtbot, tab.table, Qt.Key.Key_C)
    bench.settle()
    assert bench.figure(2706).status is FigureStatus.CONFIRMED
    assert tab.table.current is not None and tab.table.current.value == 2706, "the row stays chosen"
    key(qtbot, tab.table, Qt.Key.Key_X)
    bench.settle()
    assert bench.figure(2706).status is FigureStatus.REJECTED and tab.chart is not None and tab.chart.count() == 3
    assert tab.table.rows.rowCount() == 4, "what was rejected can still be taken back"
    trigger(tab.figures_menu(tab.table.current), "Take the judgement back")
    bench.settle()
    assert bench.figure(2706).status is FigureStatus.FOUND and tab.chart.count() == 4


def test_a_figure_is_corrected_and_what_is_wrong_is_said(
    tab: Figures, bench: Bench, dialog: Dialog, qtbot: QtBot
) -> None:
    tab.table.choose(bench.figure(3000).uid)
    key(qtbot, tab.table, Qt.Key.Key_E)
    editor = dialog()
    assert isinstance(editor, FigureEditor) and editor.value.text() == "3,000" and editor.period.text() == "2015"
    save = editor.buttons.button(editor.buttons.StandardButton.Save)
    editor.value.setText("many")
    assert not save.isEnabled() and editor.reading.text() == "Number needs a number."
    editor.value.setText("9" * 400)
    assert not save.isEnabled() and editor.reading.text() == "Number is too large to be kept."
    editor.value.setText("3,100")
    editor.period.setText("2016-04")
    assert editor.reading.text() == "April 2016"
    editor.note.setPlainText("see the errata")
    save.click()
    bench.settle()
    found = bench.figure(3100)
    assert (found.period, found.note, found.status) == ("2016-04", "see the errata", FigureStatus.CONFIRMED)
    assert set(found.corrected) >= {"value", "period"} and "unit" not in found.corrected
    bench.undo()
    read = bench.figure(3000)
    assert (read.corrected, read.note, read.status) == ((), "", FigureStatus.FOUND), "one step takes all of it back"


def test_a_note_is_written_by_its_key(tab: Figures, bench: Bench, dialog: Dialog, qtbot: QtBot) -> None:
    tab.table.choose(bench.figure(3000).uid)
    key(qtbot, tab.table, Qt.Key.Key_N)
    dialog().field.setPlainText("ask the harbour office")
    qtbot.keyClick(dialog().field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    bench.settle()
    assert bench.figure(3000).note == "ask the harbour office"


# Series


def test_a_series_is_renamed_explained_and_stays_chosen(
    tab: Figures, bench: Bench, dialog: Dialog, qtbot: QtBot
) -> None:
    key(qtbot, tab.list, Qt.Key.Key_F2)
    dialog().field.setText("Arrivals in a year")
    dialog().yes.click()
    bench.settle()
    assert names(tab)[0] == "Arrivals in a year" and tab.body.title.words == "Arrivals in a year"
    key(qtbot, tab.list, Qt.Key.Key_N)
    dialog().field.setPlainText("By sea and by land.")
    dialog().yes.click()
    bench.settle()
    assert tab.body.meaning.text() == "By sea and by land." and tab.body.meaning.isVisibleTo(tab)
    bench.undo()
    bench.undo()
    assert names(tab)[0] != "Arrivals in a year" and len(tab.table.rows.figures) == 4


def test_series_are_merged_and_taken_apart(tab: Figures, bench: Bench, dialog: Dialog, qtbot: QtBot) -> None:
    key(qtbot, tab.list, Qt.Key.Key_M)
    bench.settle()
    asked = dialog()
    assert isinstance(asked, SeriesDialog) and asked.list.count() == 1
    asked.field.setText("zzz")
    assert not asked.yes.isEnabled()
    asked.field.setText("ship")
    asked.accept()
    bench.settle()
    assert len(names(tab)) == 1 and len(tab.table.rows.figures) == 5
    current = tab.list.current
    assert current is not None
    trigger(tab.series_menu(current), "Take apart again")
    bench.settle()
    assert len(names(tab)) == 2


def test_several_chosen_series_are_merged_without_asking(tab: Figures, bench: Bench, qtbot: QtBot) -> None:
    tab.list.selectAll()
    key(qtbot, tab.list, Qt.Key.Key_M)
    bench.settle()
    assert len(figures.series(bench.archive)) == 1


def test_figures_are_dragged_onto_another_series(tab: Figures, bench: Bench) -> None:
    table, model = tab.table, tab.table.rows
    uid = bench.figure(3000).uid
    table.choose(uid)
    data = model.mimeData(table.selectedIndexes())
    assert dragged(data) == [uid]
    over = tab.list.visualRect(tab.list.rows.index(1, 0)).center()
    move, left = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    tab.list.dropEvent(QDropEvent(QPointF(over), move, data, left, Qt.KeyboardModifier.NoModifier))
    bench.settle()
    assert bench.figure(3000).series == bench.figure(12).series
    assert [each.value for each in tab.table.rows.figures] == [2706, 1047, 1900]
    bench.undo()
    assert bench.figure(3000).series == bench.figure(1047).series


def test_what_is_dropped_beside_a_row_or_is_no_figure_moves_nothing(tab: Figures, bench: Bench) -> None:
    move, left, none = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    below = QPointF(QPoint(20, tab.list.viewport().height() - 2))
    data = drag_data([bench.figure(3000).uid])  # an event does not own it
    tab.list.dropEvent(QDropEvent(below, move, data, left, none))
    bench.settle()
    assert bench.figure(3000).series == bench.figure(1047).series


def test_figures_are_moved_split_and_put_back_by_the_menu(
    tab: Figures, bench: Bench, dialog: Dialog, qtbot: QtBot
) -> None:
    tab.table.choose(bench.figure(3000).uid)
    key(qtbot, tab.table, Qt.Key.Key_M)
    bench.settle()
    dialog().accept()
    bench.settle()
    assert bench.figure(3000).series == bench.figure(12).series
    tab.list.choose(bench.figure(12).series)
    bench.settle()
    tab.table.choose(bench.figure(3000).uid)
    current = tab.table.current
    assert current is not None
    trigger(tab.figures_menu(current), "Put back where it belongs")
    bench.settle()
    assert bench.figure(3000).series == bench.figure(1047).series
    tab.list.choose(bench.figure(1047).series)
    bench.settle()
    tab.table.choose(bench.figure(3000).uid)
    trigger(tab.figures_menu(bench.figure(3000)), "Make it a series of its own")
    bench.settle()
    assert bench.figure(3000).series not in (bench.figure(1047).series, bench.figure(12).series)


# Room


def test_findings_fold_under_the_chart_where_there_is_no_room(
    bench: Bench, show: Callable[..., Statistics], qtbot: QtBot
) -> None:
    view = show(bench, 960)
    tab = view.figures
    assert tab.body.folded and not tab.findings.isVisible()
    qtbot.mouseClick(tab.findChild(QWidget, "figures_lower_findings"), Qt.MouseButton.LeftButton)
    assert tab.findings.isVisible() and not tab.table.isVisible()
    view.resize(1380, 860)
    bench.settle()
    assert not tab.body.folded and tab.findings.isVisible() and tab.table.isVisible()


def test_the_chosen_series_and_the_sizes_come_back(
    tab: Figures, view: Statistics, bench: Bench, show: Callable[..., Statistics], qtbot: QtBot
) -> None:
    key(qtbot, tab.list, Qt.Key.Key_Down)
    tab.body.across.setSizes([300, 700, 300])
    bench.settle()
    kept = tab.body.across.sizes()
    view.closing()
    again = show(bench).figures
    assert [each.value for each in again.table.rows.figures] == [12] and again.body.across.sizes() == kept


def test_an_archive_that_cannot_be_written_offers_reading_only(
    tab: Figures, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench.archive, "read_only", True)
    tab.refresh(Filter())
    bench.settle()
    assert not tab.findings.cards[0].judge.isEnabled()
    assert texts(tab.figures_menu(tab.table.rows.figures[0])) == ["Read the sentence", "Show on the chart"]
    tab.acts.doubt([bench.figure(1047)])
    tab.acts.rename(tab.list.rows.series[0])
    assert not [each for each in tab.findChildren(QDialog) if each.isVisible()]


def test_a_filter_has_the_chosen_series_read_beside_the_list(view: Statistics, bench: Bench) -> None:
    tab, asked = view.figures, list[str]()
    latest = bench.context.jobs.latest
    bench.context.jobs.latest = lambda key, work, **options: [asked.append(key[0]), latest(key, work, **options)][1]  # type: ignore[method-assign]
    chosen = tab.list.current
    view.narrow(Filter(publishers=("Coast weekly",)))
    bench.settle()
    assert asked[:2] == ["statistics_figures_list", "statistics_figures_show"]
    assert asked.count("statistics_figures_show") == 1
    assert tab.list.current is not None and chosen is not None and tab.list.current.uid == chosen.uid
    assert {each.publisher for each in tab.table.rows.figures} == {"Coast weekly"}


def test_where_the_filter_leaves_nothing_of_the_chosen_series_another_is_shown(view: Statistics, bench: Bench) -> None:
    tab = view.figures
    before = tab.list.current
    view.narrow(Filter(articles=(bench.figure(12).article,)))
    bench.settle()
    assert before is not None and tab.list.current is not None and tab.list.current.uid != before.uid
    assert [each.value for each in tab.table.rows.figures] == [12]
