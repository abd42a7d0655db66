"""The timeline as a person meets it: canvas, list, shelf, filters and card tell the same, and lead to the sentence."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from archive.model.change import Change
from archive.model.event import EventFilter, Status
from archive.operations import curate, events, extracting, timeline
from desktop.views.events.editor import EventEditor
from desktop.views.timeline.wanted import Wanted

LEFT = Qt.MouseButton.LeftButton
NO, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


def drawn(view) -> set[int]:
    return set(view.canvas.stage.index.ids.tolist())


def listed(view) -> set[int]:
    return {int(view.model.id_at(row)) for row in range(view.model.rowCount())}


def spot(view, ident: int) -> QPoint:
    return view.canvas.rect_of(view.canvas.stage.index.position(ident)).center()


def press(qtbot: QtBot, bench, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = NO) -> None:
    qtbot.keyClick(widget, key, modifier)
    bench.settle()


def ask(bench, view, **wanted) -> None:
    view.filters.changed.emit(replace(view.loader.wanted, **wanted))
    bench.settle()


def editors() -> list[EventEditor]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, EventEditor) and each.isVisible()]


def popup(qtbot: QtBot) -> QMenu:
    (menu,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible()]
    return menu


# What it shows


def test_it_is_filled_from_the_archive_and_says_what_it_rests_on(bench, view) -> None:
    assert view.summary.text() == "6 times told in 3 of 4 articles · 2 undated"
    assert len(drawn(view)) == 6 and listed(view) == {each.id for each in bench.told()}
    assert drawn(view) < listed(view)
    first, last = view.canvas.view
    assert first <= min(each.earliest for each in bench.told() if each.earliest).toordinal() < last


def test_the_list_is_in_the_order_of_time_with_words_for_all_it_shows(bench, view) -> None:
    view.table.choose(0)
    view.repaint()
    bench.settle()
    row = view.table.current
    assert [view.model.data(view.model.index(0, column)) for column in range(5)] == [
        "1987", "The lock was rebuilt in 1987.", "River letter, 4 May 2020", "stated", "found",
    ]  # fmt: skip
    spoken = view.model.data(view.model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert row.mention.exact == "1987" and "River letter" in spoken and "stated" in spoken


def test_labels_are_fetched_and_drawn_beside_the_marks(bench, view) -> None:
    view.canvas.repaint()
    bench.settle()
    told = view.canvas.stage.text(view.canvas.stage.index.position(bench.mention("1987").id))
    assert told == "The lock was rebuilt in 1987."


def test_an_empty_archive_offers_to_import(empty_bench, show) -> None:
    view = show(empty_bench)
    imported: list[str] = []
    empty_bench.context.actions.on("import.files", lambda: imported.append("asked"), owner=view)
    assert view.stack.currentWidget() is view.empty
    view.empty.findChild(QPushButton).click()
    assert imported == ["asked"]
    assert view.summary.text() == "", "there is nothing to count"


def test_articles_without_dates_offer_an_event_of_ones_own(empty_bench, show) -> None:
    empty_bench.fill((("Silence", "Hill post", None, "Nobody says when it was."),))
    view = show(empty_bench)
    assert view.stack.currentWidget() is view.empty
    view.empty.findChild(QPushButton).click()
    (editor,) = editors()
    editor.reject()


def test_a_filter_that_lets_nothing_through_offers_everything(bench, view) -> None:
    ask(bench, view, filter=EventFilter(text="nowhere"))
    assert view.stack.currentWidget() is view.empty
    view.empty.findChild(QPushButton).click()
    bench.settle()
    assert view.stack.currentWidget() is view.splitter and len(drawn(view)) == 6


@pytest.mark.parametrize("theme", ["dark", "sepia"])
def test_another_theme_paints_the_same(bench, view, theme: str) -> None:
    before = view.grab().toImage()
    bench.context.theme.choose(theme)
    bench.settle()
    after = view.grab().toImage()
    assert before.size() == after.size() and before.pixelColor(5, 5) != after.pixelColor(5, 5)


# Filters are shared


@pytest.mark.parametrize(
    ("narrowing", "words"),
    [
        ({"text": "LOCK"}, {"1987"}),
        ({"publishers": ("Hill post",)}, {"November 2019", "around 1994"}),
        ({"precisions": ("day",)}, {"3 March 2012"}),
        ({"bases": ("relative",)}, {"Last year"}),
        ({"types": ("SET",)}, set()),
    ],
)
def test_what_narrows_narrows_canvas_and_list_alike(bench, view, narrowing, words: set[str]) -> None:
    filter = replace(Wanted().filter, **narrowing)
    ask(bench, view, filter=filter)
    through = bench.told(filter)
    assert listed(view) == {each.id for each in through} != set()
    assert {each.exact for each in through if each.id in drawn(view)} == words
    assert drawn(view) <= listed(view)


def test_filters_by_article_tag_and_status_are_shared_too(bench, view) -> None:
    flood = bench.mention("3 March 2012")
    bench.context.history.do(events.tag(bench.archive, [flood.uid], "water"))
    bench.context.history.do(events.reject(bench.archive, [bench.mention("1987").uid]))
    bench.settle()
    for narrowing, expected in (
        ({"articles": (bench.ids[1],)}, {"November 2019", "around 1994", "three weeks"}),
        ({"tags": ("water",)}, {"3 March 2012"}),
        ({"statuses": (Status.REJECTED,)}, {"1987"}),
    ):
        ask(bench, view, filter=replace(Wanted().filter, **narrowing))
        assert {each.exact for each in timeline.by_ids(bench.archive, sorted(listed(view)))} == expected
        assert drawn(view) <= listed(view)


def test_told_and_published_are_switched_off_and_on(bench, view) -> None:
    with_both = view.canvas.stage.bands
    view.filters.told.click()
    bench.settle()
    assert not view.canvas.stage.told and view.canvas.stage.published
    view.filters.told.click()
    view.filters.published.click()
    bench.settle()
    assert view.canvas.stage.told and not view.canvas.stage.published
    assert view.canvas.stage.bands.bottom > with_both.bottom, "the lanes take the room"


def test_where_one_was_is_kept_for_the_next_time(bench, view, show) -> None:
    ask(bench, view, filter=replace(Wanted().filter, text="lock"), lanes="publisher")
    view.closing()
    view.hide()
    again = show(bench)
    assert again.loader.wanted == view.loader.wanted
    assert again.filters.field.text() == "lock" and drawn(again) == {bench.mention("1987").id}


# The shelf


def test_the_shelf_leads_to_the_undated_in_the_list(bench, view, qtbot: QtBot) -> None:
    march = next(each for each in bench.told() if each.exact == "March")
    button = next(each for each in view.shelf.findChildren(QPushButton) if each.text().startswith("March"))
    assert "March (year unknown)" in button.text()
    button.click()
    bench.settle()
    assert view.table.hasFocus() and view.table.current.mention.id == march.id
    view.shelf.more.click()
    bench.settle()
    assert view.loader.wanted.undated and len(listed(view)) == 2
    assert len(drawn(view)) == 6, "the canvas still shows what has days"


# Pointing, choosing, opening


def test_pointing_at_a_mark_shows_its_sentence_its_source_and_how_it_was_come_by(bench, view, qtbot: QtBot) -> None:
    mention = next(each for each in bench.told() if each.exact == "Last year" and each.earliest)
    qtbot.mouseMove(view.canvas, spot(view, mention.id))
    bench.settle()
    words = " ".join(each.text() for each in view.card.findChildren(type(view.summary)) if each.isVisible())
    assert "2019" in words and "the keeper counted forty barges" in words
    assert "River letter, 4 May 2020" in words and "counted from the publication date" in words
    qtbot.mouseMove(view.canvas, QPoint(view.canvas.stage.names_px + 3, view.canvas.height() - 3))
    bench.settle()
    assert not view.card.isVisible()


def test_a_card_that_comes_when_the_pointer_has_gone_is_not_shown(bench, view, qtbot: QtBot) -> None:
    qtbot.mouseMove(view.canvas, spot(view, bench.mention("1987").id))
    qtbot.mouseMove(view.canvas, QPoint(view.canvas.stage.names_px + 3, view.canvas.height() - 3))
    bench.settle()
    assert not view.card.isVisible()


def test_the_card_stays_while_the_pointer_is_on_it_and_goes_with_its_mark(bench, view, qtbot: QtBot) -> None:
    mention = bench.mention("3 March 2012")
    qtbot.mouseMove(view.canvas, spot(view, mention.id))
    bench.settle()
    before = view.card.pos()
    view.canvas.pan(40)
    assert view.card.isVisible() and view.card.pos() != before
    here = view.card.rect().center().toPointF()
    QApplication.sendEvent(view.card, QEnterEvent(here, here, here))
    bench.settle()
    assert view.card.isVisible()
    view.canvas.pan(1e6)
    assert not view.card.isVisible(), "its mark is out of sight"


def test_the_card_never_lies_on_its_mark_while_there_is_room(bench, view) -> None:
    for mention in bench.told():
        if mention.id in drawn(view):
            view.canvas.choose(mention.id)
            bench.settle()
            rect = view.canvas.rect_of(view.canvas.stage.index.position(mention.id))
            assert not view.card.geometry().intersects(rect)
            assert view.canvas.rect().contains(view.card.geometry())


def test_a_click_opens_the_sentence(bench, view, qtbot: QtBot) -> None:
    mention = bench.mention("November 2019")
    with qtbot.waitSignal(view.open_requested) as asked:
        qtbot.mouseClick(view.canvas, LEFT, pos=spot(view, mention.id))
    assert asked.args == [mention.article, mention.start, mention.end]
    bench.settle()
    assert view.table.current.mention.id == mention.id, "the list stands at it too"


def test_an_event_from_nothing_opens_its_dialog_for_it_has_no_sentence(bench, view, qtbot: QtBot) -> None:
    made, change = events.add(bench.archive, edtf="1999", label="A bell was cast")
    bench.context.history.do(change)
    bench.settle()
    with qtbot.assertNotEmitted(view.open_requested):
        view.canvas.choose(made.id)
        view.canvas.activate()
        bench.settle()
    (editor,) = editors()
    assert editor.label.text() == "A bell was cast"
    editor.reject()


def test_words_of_an_earlier_text_are_said_to_be_that(bench, view, qtbot: QtBot) -> None:
    view._open(replace(bench.mention("1987"), stale=True))
    assert bench.toasts and "used to stand" in bench.toasts[-1]


def test_list_and_canvas_choose_the_same(bench, view, qtbot: QtBot) -> None:
    view.table.setFocus()
    press(qtbot, bench, view.table, Qt.Key.Key_Down)
    press(qtbot, bench, view.table, Qt.Key.Key_Down)
    assert view.canvas.stage.chosen_id == view.model.id_at(view.table.row)
    press(qtbot, bench, view.table, Qt.Key.Key_G)
    assert view.canvas.hasFocus() and view.canvas.stage.chosen_id == view.model.id_at(view.table.row)


@pytest.mark.parametrize(("button", "status"), [("confirm", Status.CONFIRMED), ("reopen", Status.FOUND)])
def test_the_card_confirms_and_reopens(bench, view, qtbot: QtBot, button: str, status: Status) -> None:
    mention = bench.mention("1987")
    if button == "reopen":
        events.confirm(bench.archive, [mention.uid])
    view.canvas.setFocus()
    view.canvas.choose(mention.id)
    bench.settle()
    assert view.card.confirm_button.text() == button.capitalize()
    view.card.confirm_button.click()
    bench.settle()
    assert timeline.find(bench.archive, mention.uid).status is status


def test_the_card_reads_and_corrects(bench, view, qtbot: QtBot) -> None:
    mention = bench.mention("1987")
    view.canvas.setFocus()
    view.canvas.choose(mention.id)
    bench.settle()
    with qtbot.waitSignal(view.open_requested):
        view.card.read_button.click()
    view.canvas.choose(mention.id)
    bench.settle()
    view.card.edit_button.click()
    (editor,) = editors()
    editor.date.setText("1986~")
    editor.accept()
    bench.settle()
    assert timeline.find(bench.archive, mention.uid).edtf == "1986~"
    bench.undo()
    assert timeline.find(bench.archive, mention.uid) == mention


# Keys and acts of the list


@pytest.mark.parametrize(
    ("key", "status"),
    [(Qt.Key.Key_C, Status.CONFIRMED), (Qt.Key.Key_X, Status.REJECTED), (Qt.Key.Key_Delete, Status.REJECTED)],
)
def test_single_keys_judge_the_chosen_rows_and_undo_takes_it_back(
    bench, view, qtbot: QtBot, key: Qt.Key, status: Status
) -> None:
    view.table.setFocus()
    view.table.selectAll()
    press(qtbot, bench, view.table, key)
    assert {each.status for each in bench.told()} == {status}
    bench.undo()
    assert {each.status for each in bench.told()} == {Status.FOUND}
    assert len(drawn(view)) == 6


def choose_two(bench, view) -> list[str]:
    view.table.setFocus()
    view.table.choose(0)
    view.table.selectionModel().select(
        view.model.index(1, 0),
        view.table.selectionModel().SelectionFlag.Select | view.table.selectionModel().SelectionFlag.Rows,
    )
    return [each.uid for each in timeline.by_ids(bench.archive, view.table.chosen())]


def test_merging_two_joins_them_and_splitting_parts_them(bench, view, qtbot: QtBot) -> None:
    uids = choose_two(bench, view)
    press(qtbot, bench, view.table, Qt.Key.Key_M)
    one, other = (timeline.find(bench.archive, uid) for uid in uids)
    assert one.event == other.event and one.merged == 2
    assert "1 disagreement" in view.summary.text(), "1987 and 1994 cannot both hold"
    view.acts.split(uids[0])
    bench.settle()
    assert timeline.find(bench.archive, uids[0]).merged == 1
    bench.undo()
    bench.undo()
    assert "disagreement" not in view.summary.text()


def test_holding_two_against_each_other_shows_that_they_disagree(bench, view, qtbot: QtBot) -> None:
    choose_two(bench, view)
    press(qtbot, bench, view.table, Qt.Key.Key_L)
    assert view.filters.disagreeing.isVisible() and view.filters.disagreeing.text() == "Disagreements 1"
    view.filters.disagreeing.click()
    bench.settle()
    assert len(listed(view)) == len(drawn(view)) == 2
    view.filters.clear_button.click()
    bench.undo()
    assert view.summary.text().endswith("2 undated")


def test_disagreements_are_listed_one_by_one_with_both_sentences_and_why(bench, view, qtbot: QtBot) -> None:
    early, late, other = (bench.mention(exact) for exact in ("1987", "3 March 2012", "2006"))
    between = next(each for each in bench.told() if each.exact == "around 1994")
    for one, two in ((early, late), (between, other)):
        bench.context.history.do(events.align(bench.archive, [one.uid, two.uid]))
    ask(bench, view, disagreeing=True)
    view.table.viewport().repaint()
    bench.settle()
    rows = [view.model.row(row) for row in range(view.model.rowCount())]
    pairs = [{row.mention.id for row in rows[:2]}, {row.mention.id for row in rows[2:]}]
    assert sorted(map(sorted, pairs)) == sorted(map(sorted, ({early.id, late.id}, {between.id, other.id})))
    assert all(row.against.endswith("both cannot hold.") for row in rows)
    first = view.model.index(0, 3)
    assert view.model.data(first) == view.model.data(first, Qt.ItemDataRole.ToolTipRole) == rows[0].against


def test_a_time_with_several_disagreements_stands_in_each_and_stays_where_it_was_chosen(bench, view) -> None:
    early, late, other = (bench.mention(exact) for exact in ("1987", "3 March 2012", "2006"))
    bench.context.history.do(events.merge(bench.archive, [early.uid, late.uid]))
    bench.context.history.do(events.align(bench.archive, [early.uid, other.uid]))
    ask(bench, view, disagreeing=True)
    ids = [int(view.model.id_at(row)) for row in range(view.model.rowCount())]
    again = max(row for row, ident in enumerate(ids) if ids.count(ident) > 1)
    view.table.setFocus()
    view.table.choose(again)
    bench.settle()
    assert view.table.row == again and view.canvas.stage.chosen_id == ids[again]


def test_pointing_at_a_merged_time_shows_the_other_sources_too(bench, view, qtbot: QtBot) -> None:
    one, two = bench.mention("2006"), bench.mention("1987")
    bench.context.history.do(events.merge(bench.archive, [one.uid, two.uid]))
    bench.settle()
    qtbot.mouseMove(view.canvas, spot(view, one.id))
    bench.settle()
    assert view.card.isVisible() and view.card.mention.id == one.id
    told = " ".join(each.text() for each in view.card.findChildren(QLabel) if each.isVisible())
    assert "The path was cut in" in told and "The lock was rebuilt in" in told
    assert "both cannot hold" in told


def test_the_menu_of_a_row_offers_what_can_be_done_with_it(bench, view, qtbot: QtBot) -> None:
    view.table.setFocus()
    view.table.choose(0)
    view._menu(view.mapToGlobal(QPoint(200, 600)))
    bench.settle()
    menu = popup(qtbot)
    words = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert words[:3] == ["Read the sentence", "Show on the timeline", "Only this article"]
    assert {"Confirm", "Reject", "Correct…", "Tag…"} <= set(words) and "Remove event" not in words
    menu.actions()[2].trigger()
    menu.close()
    bench.settle()
    assert view.loader.wanted.filter.articles == (bench.ids[0],)


def test_a_key_on_the_canvas_means_the_mark_on_it_though_the_list_shows_others(bench, view, qtbot: QtBot) -> None:
    mention = bench.mention("3 March 2012")
    view.filters.undated.click()
    bench.settle()
    view.table.choose(0)
    view.canvas.setFocus()
    view.canvas.choose(mention.id)
    press(qtbot, bench, view.canvas, Qt.Key.Key_E)
    (editor,) = editors()
    assert editor.date.text() == "2012-03-03"
    editor.reject()
    view.activateWindow()  # no window manager does it here
    bench.settle()
    view.canvas.setFocus()
    press(qtbot, bench, view.canvas, Qt.Key.Key_C)
    assert [each.exact for each in bench.told(EventFilter(statuses=(Status.CONFIRMED,)))] == ["3 March 2012"]


def test_a_adds_an_event_from_nothing(bench, view, qtbot: QtBot) -> None:
    press(qtbot, bench, view.canvas, Qt.Key.Key_A)
    (editor,) = editors()
    editor.date.setText("2001-05")
    editor.label.setText("A bell was hung")
    editor.tags.setText("works, bells")
    editor.note.setPlainText("From the parish book.")
    editor.accept()
    bench.settle()
    made = next(each for each in bench.told() if each.label == "A bell was hung")
    assert (made.edtf, made.tags, made.note) == ("2001-05", ("bells", "works"), "From the parish book.")
    assert made.id in drawn(view) and made.article is None
    assert view.canvas.stage.lanes[-1].name != "Silence" or "Not from an article" in {
        lane.name for lane in view.canvas.stage.lanes
    }
    bench.undo()
    assert made.id not in drawn(view)


@pytest.mark.parametrize("key", [Qt.Key.Key_S, Qt.Key.Key_C, Qt.Key.Key_F2])
def test_the_windows_single_keys_mean_nothing_here(view, key: Qt.Key) -> None:
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, NO)
    event.ignore()
    QApplication.sendEvent(view.canvas, event)
    assert event.isAccepted()


def test_the_windows_own_shortcuts_still_work_here(view) -> None:
    for key, modifier in ((Qt.Key.Key_K, CTRL), (Qt.Key.Key_F6, NO), (Qt.Key.Key_Z, CTRL)):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, modifier)
        event.ignore()
        QApplication.sendEvent(view, event)
        assert not event.isAccepted()


def test_slash_goes_to_the_words_and_escape_back(bench, view, qtbot: QtBot) -> None:
    press(qtbot, bench, view.canvas, Qt.Key.Key_Slash)
    assert view.filters.field.hasFocus()
    press(qtbot, bench, view.filters.field, Qt.Key.Key_Escape)
    assert view.canvas.hasFocus()


# The brush


def test_brushed_days_are_counted_listed_and_handed_to_the_library(bench, view, qtbot: QtBot) -> None:
    first, last = date(2012, 1, 1), date(2019, 6, 30)
    view.canvas.brush(first.toordinal(), last.toordinal())
    assert view.brush.isVisible()
    assert any("2 times" in each.text() for each in view.brush.findChildren(type(view.summary)))
    with qtbot.waitSignal(view.told_requested) as asked:
        view.brush.findChild(QPushButton, "timeline_brush_library").click()
    assert asked.args == ["2012-01-01", "2019-06-30"]
    view.brush.findChild(QPushButton, "timeline_brush_list").click()
    bench.settle()
    assert {each.exact for each in timeline.by_ids(bench.archive, sorted(listed(view)))} == {
        "3 March 2012",
        "Last year",
    }
    view.brush.findChild(QPushButton, "timeline_brush_zoom").click()
    assert view.canvas.view[0] <= first.toordinal() and last.toordinal() <= view.canvas.view[1]
    view.brush.findChild(QPushButton, "timeline_brush_clear").click()
    assert not view.brush.isVisible() and view.canvas.stage.brush is None


# Being led to an event


def test_an_event_that_is_asked_for_is_shown_though_filters_hid_it(bench, view) -> None:
    mention = bench.mention("2006")
    ask(bench, view, filter=EventFilter(text="lock"))
    assert mention.id not in listed(view)
    view.show_event(mention.uid)
    bench.settle()
    assert view.table.current.mention.id == mention.id == view.canvas.stage.chosen_id
    assert not view.loader.wanted.narrowed


def test_an_event_that_was_rejected_is_shown_when_it_is_asked_for(bench, view) -> None:
    mention = bench.mention("2006")
    bench.context.history.do(events.reject(bench.archive, [mention.uid]))
    bench.settle()
    view.show_event(mention.uid)
    bench.settle()
    assert view.table.current is not None and view.table.current.mention.id == mention.id


# Changes from elsewhere


def test_a_publication_date_that_is_supplied_puts_the_undated_on_the_timeline(bench, view) -> None:
    bench.context.history.do(curate.edit(bench.archive, bench.ids[2], published="2010-06"))
    bench.settle()
    assert view.summary.text() == "8 times told in 3 of 4 articles"
    assert not view.shelf.isVisible() and not view.filters.undated.isVisible()
    bench.undo()
    assert view.summary.text().endswith("2 undated") and view.shelf.isVisible()


def test_while_another_view_is_in_front_nothing_is_read_until_it_comes_back(bench, view, qtbot: QtBot) -> None:
    shown: list[object] = []
    view.loader.shown.connect(lambda *_: shown.append(1))
    view.hide()
    bench.context.history.do(events.confirm(bench.archive, [bench.mention("1987").uid]))
    bench.context.history.announce(Change("Read dates", extracting.TOUCHED))
    bench.settle()
    assert shown == []
    view.show()
    bench.settle()
    assert shown == [1]
    view.table.choose(0)
    view.repaint()
    bench.settle()
    assert view.table.current.mention.status is Status.CONFIRMED


def test_nothing_can_be_changed_in_an_archive_that_is_only_read(bench, show, monkeypatch) -> None:
    monkeypatch.setattr(bench.archive, "read_only", True)
    view = show(bench)
    assert not view.add_button.isEnabled()
    view.canvas.setFocus()
    view.canvas.choose(bench.mention("1987").id)
    bench.settle()
    assert not view.card.edit_button.isVisible() and not view.card.confirm_button.isVisible()
    assert view.acts.edit(bench.mention("1987")) is None and view.acts.add() is None
    menu = view.acts.menu(bench.mention("1987"), QPoint(), [("Read", lambda: None)])
    assert [action.text() for action in menu.actions()] == ["Read"]


def test_every_widget_that_is_worked_with_has_a_name(view) -> None:
    for kind in (QPushButton, type(view.filters.field), type(view.table)):
        for widget in view.findChildren(kind):
            if widget.isVisible():
                assert widget.objectName() and (widget.accessibleName() or widget.text()), widget
    assert view.card.geometry() != QRect()
