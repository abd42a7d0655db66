"""The library as a person uses it: search, narrow, choose, sort, put away, get back."""

import math
from dataclasses import replace

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, Qt
from PySide6.QtGui import QDrag, QDragMoveEvent, QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QStyleOptionViewItem, QWidget
from pytestqt.qtbot import QtBot

from archive.model.search import Results, Scope, Sort
from archive.operations import browse, collect, curate
from desktop.models.articles import articles_in
from desktop.views.library import sidebar as shelf
from desktop.views.library import table
from desktop.views.library.choosers import Chooser
from desktop.views.library.delegate import ArticleDelegate
from desktop.views.library.lister import Lister, Wanted
from desktop.views.library.locks import RightsDialog
from desktop.views.library.places import places


def chip(desk, label: str) -> QPushButton:
    return next(each for each in desk.library.list.chips.findChildren(QPushButton) if each.text().startswith(label))


def test_the_first_listing_shows_every_article_newest_first(desk) -> None:
    assert desk.titles()[0] == "강의 겨울"
    assert len(desk.titles()) == 5
    assert desk.library.sidebar.place("all").count == 5


def test_typing_a_query_shows_hits_with_snippets_and_count(desk, qtbot: QtBot) -> None:
    field = desk.library.list.search.field
    qtbot.keyClicks(field, "river")
    desk.settle()
    assert set(desk.titles()) == {"Ferries at low water", "Bridges and tolls"}
    hit = desk.library.list.lister.model.hit(0)
    assert hit is not None and hit.snippets and hit.snippets[0].highlights
    assert desk.library.list.search._count.text() == "2 of 5"


def test_the_rows_of_what_is_typed_are_painted_before_facets_are_counted(desk, qtbot: QtBot, monkeypatch) -> None:
    pane, heard = desk.library.list, []
    monkeypatch.setattr(table, "MOST_S", math.inf)  # on a busy machine, too, all rows are measured in the first drawing
    painted = ArticleDelegate._paint_hit
    monkeypatch.setattr(ArticleDelegate, "_paint_hit", lambda *row: (heard.append("row"), painted(*row)))
    pane.lister.filled.connect(lambda results: heard.append(("filled", set(results.facets))))
    pane.lister.listed.connect(lambda results: heard.append(("listed", set(results.facets))))
    qtbot.keyClicks(pane.search.field, "sand")
    desk.settle()
    filled, listed = ("filled", set()), ("listed", {"publisher", "year", "language"})
    assert heard.index("row") < heard.index(filled) < heard.index(listed)
    # Once is enough: nothing of it is laid out anew in between.
    assert heard[: heard.index(filled)] == ["row", "row"]
    assert heard.count(listed) == 1


def test_a_change_does_not_begin_anew_what_is_typed_but_lists_it_again(desk, qtbot: QtBot) -> None:
    pane, filled, listed = desk.library.list, [], []
    pane.lister.filled.connect(lambda results: filled.append(results.total))
    pane.lister.listed.connect(lambda results: listed.append(results.total))
    gone = next(
        hit.article.id for row in range(5) if (hit := pane.lister.model.hit(row)).article.title == "Salt and sand"
    )
    qtbot.keyClicks(pane.search.field, "s")
    qtbot.keyClicks(pane.search.field, "and")
    assert pane.lister.typing
    pane._relist()
    assert pane.lister.typing
    with qtbot.waitSignal(pane.lister.filled):
        pass
    pane.take_change(curate.trash(desk.context.archive, [gone]))
    pane._relist()
    desk.settle()
    assert filled == [2]
    assert listed[-1] == 1
    assert desk.titles() == ["Winter on the dunes"]


def test_an_older_query_never_overwrites_a_newer_one(desk, monkeypatch) -> None:
    lister: Lister = desk.library.list.lister
    shown: list[int] = []
    lister.listed.connect(lambda results: shown.append(results.total))
    for query in ("sand", "river", "winter"):
        desk.library.search(query)
    desk.settle()
    assert len(shown) == 1
    assert lister.wanted.query == "winter"
    assert set(desk.titles()) == {"Winter on the dunes"}


def test_of_a_search_first_what_can_be_seen_is_shown_then_the_rest_of_the_page(desk, qtbot: QtBot, monkeypatch) -> None:
    monkeypatch.setattr("desktop.views.library.lister._IN_SIGHT", 1)
    lister: Lister = desk.library.list.lister
    loaded: list[int] = []
    with qtbot.waitSignal(lister.rows_changed):
        lister.show(Wanted("river"), then=lambda: loaded.append(lister.model.loaded_rows))
    assert loaded == [1]
    assert lister.model.loaded_rows == lister.model.rowCount() == 2


def test_as_many_rows_are_looked_for_as_the_table_has_room_for(desk, qtbot: QtBot) -> None:
    table, lister = desk.library.list.table, desk.library.list.lister
    room = table.viewport().height() / table.verticalHeader().defaultSectionSize()
    assert room < lister.rows_in_sight() <= room + 3
    lister.rows_in_sight = lambda: 1
    loaded: list[int] = []
    with qtbot.waitSignal(lister.rows_changed):
        lister.show(Wanted("river"), then=lambda: loaded.append(lister.model.loaded_rows))
    assert loaded == [1]
    assert lister.model.loaded_rows == 2


def test_a_late_page_of_an_older_listing_is_dropped(desk) -> None:
    model = desk.library.list.lister.model
    late, hits = model.generation, [model.hit(0)]
    desk.library.search("dunes")
    desk.settle()
    model.fill(late, 0, hits)
    assert desk.titles() == ["Winter on the dunes"]


def test_facets_show_only_while_searching(desk) -> None:
    bar = desk.library.list.chips
    assert not bar.isVisible()
    desk.library.search("winter OR sand")
    desk.settle()
    assert bar.isVisible()
    kinds = [each.facet for each in bar.shown]
    assert kinds == sorted(kinds, key=["publisher", "year", "language"].index)
    desk.library.search("")
    desk.settle()
    assert not bar.isVisible()


def test_a_facet_narrows_and_a_second_click_widens(desk, qtbot: QtBot) -> None:
    desk.library.search("sand OR river")
    desk.settle()
    everything = set(desk.titles())
    qtbot.mouseClick(chip(desk, "Coast Gazette"), Qt.MouseButton.LeftButton)
    desk.settle()
    assert set(desk.titles()) == {"Winter on the dunes", "Salt and sand"} < everything
    chosen = chip(desk, "Coast Gazette")
    assert chosen.isChecked()
    assert desk.library.list.chips.shown[0].value == "Coast Gazette"
    qtbot.mouseClick(chosen, Qt.MouseButton.LeftButton)
    desk.settle()
    assert set(desk.titles()) == everything


def test_the_sort_menu_orders_the_list_by_title(desk) -> None:
    desk.library.list.sort_by(Sort.TITLE)
    desk.settle()
    assert desk.titles()[0] == "Bridges and tolls"
    checked = [each.data() for each in desk.library.list.sort.menu().actions() if each.isChecked()]
    assert checked == [Sort.TITLE]


def test_no_hits_says_what_to_do_and_clearing_brings_everything_back(desk, qtbot: QtBot) -> None:
    desk.library.search("zeppelin")
    desk.settle()
    empty = desk.library.list.empty
    assert empty.isVisible()
    qtbot.mouseClick(empty.findChild(QPushButton, "nothing-clear"), Qt.MouseButton.LeftButton)
    desk.settle()
    assert len(desk.titles()) == 5
    assert not empty.isVisible()


def test_a_click_on_what_was_meant_searches_for_it(desk, qtbot: QtBot, monkeypatch) -> None:
    results = Results(0, 0.0, 0, "river", {}, ())
    desk.library.list.lister.wanted = Wanted("rivr")
    desk.library.list.lister.results = results
    desk.library.list.lister.listed.emit(results)
    meant = desk.library.list.meant
    assert meant.isVisible() and "river" in meant.text()
    qtbot.mouseClick(meant, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.library.list.search.text == "river"
    assert len(desk.titles()) == 2


def test_a_search_without_end_is_told_how_much_of_it_was_looked_for(desk) -> None:
    desk.library.search("river OR " + " OR ".join(f"word{number}" for number in range(500)))
    desk.settle()
    told = desk.library.list.pending
    assert (
        told.isVisible()
        and told.text() == "Of this long search only the first 50 words could be looked for; ask for fewer."
    )
    assert len(desk.titles()) == 2
    desk.library.search("river")
    desk.settle()
    assert not told.isVisible()


def test_what_is_pending_is_told_while_searching(desk) -> None:
    with desk.archive.atomic():
        for article in desk.ids[:3]:
            desk.archive.outbox.put(article)
    desk.library.search("river")
    desk.settle()
    assert desk.library.list.pending.text() == "3 articles are still being indexed."
    assert desk.library.list.pending.isVisible()


def test_down_from_the_search_box_reads_the_first_hit_with_the_query(desk, qtbot: QtBot) -> None:
    field = desk.library.list.search.field
    qtbot.keyClicks(field, "river")
    desk.settle()
    qtbot.keyClick(field, Qt.Key.Key_Down)
    desk.settle()
    assert desk.library.list.table.row == 0
    assert desk.library.reader.article_id == desk.library.list.current.article.id


def test_escape_clears_the_search_then_leaves_it(desk, qtbot: QtBot) -> None:
    field = desk.library.list.search.field
    field.setFocus()
    qtbot.keyClicks(field, "river")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    desk.settle()
    assert desk.library.list.search.recent == ["river"]
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is not field or not desk.library.isActiveWindow()


def test_next_and_previous_step_through_the_list(desk) -> None:
    actions = desk.context.actions
    actions.trigger("go.next_article")
    actions.trigger("go.next_article")
    desk.settle()
    assert desk.library.list.table.row == 1
    actions.trigger("go.previous_article")
    desk.settle()
    assert desk.library.reader.article_id == desk.library.list.lister.model.hit(0).article.id


def test_trash_takes_the_row_away_undo_brings_it_back(desk) -> None:
    desk.library.list.table.choose(1)
    gone = desk.library.list.current.article
    desk.context.actions.trigger("article.trash")
    desk.settle()
    assert gone.title not in desk.titles()
    assert desk.library.sidebar.place("trash").count == 1
    assert desk.toasts
    assert desk.library.list.table.row == 1
    desk.context.history.undo()
    desk.settle()
    assert gone.title in desk.titles()
    assert desk.library.sidebar.place("trash").count == 0


def test_purge_asks_first_and_cancel_keeps_the_article(desk, qtbot: QtBot) -> None:
    desk.context.history.do(curate.trash(desk.archive, desk.ids[:1]))
    desk.library.sidebar.choose("trash")
    desk.settle()
    desk.library.list.table.choose(0)
    desk.context.actions.trigger("article.purge")
    box = desk.library.findChild(QMessageBox, "confirm")
    qtbot.mouseClick(box.button(QMessageBox.StandardButton.Cancel), Qt.MouseButton.LeftButton)
    desk.settle()
    assert browse.trashed(desk.archive) == desk.ids[:1]
    desk.context.actions.trigger("article.purge")
    box = desk.library.findChildren(QMessageBox, "confirm")[-1]
    qtbot.mouseClick(box.findChild(QPushButton, "confirm-yes"), Qt.MouseButton.LeftButton)
    desk.settle()
    assert browse.trashed(desk.archive) == []
    assert desk.library.list.empty.sentence.text() == "The trash is empty."


def test_star_and_read_show_in_place(desk) -> None:
    table = desk.library.list.table
    table.choose(0)
    desk.settle()
    desk.context.actions.trigger("article.star")
    desk.settle()
    assert desk.library.list.current.article.starred
    assert desk.context.actions.action("article.star").isChecked()
    assert desk.library.sidebar.place("starred").count == 1
    desk.context.actions.trigger("article.read")
    desk.settle()
    assert desk.library.list.current.article.read


def test_marking_as_read_leaves_the_row_in_the_unread_list(desk) -> None:
    desk.library.sidebar.choose("unread")
    desk.settle()
    desk.library.list.table.choose(0)
    desk.settle()
    desk.context.actions.trigger("article.read")
    desk.settle()
    assert len(desk.titles()) == 5
    assert desk.library.sidebar.place("unread").count == 4


def test_rows_dropped_on_a_collection_are_added_to_it(desk) -> None:
    desk.context.history.do(collect.create(desk.archive, "Rivers"))
    desk.settle()
    model = desk.library.list.lister.model
    mime = model.mimeData([model.index(0), model.index(1)])
    assert len(articles_in(mime)) == 2
    collection = browse.collections(desk.archive)[0]
    places = desk.library.sidebar.model
    target = places.index_of(f"collection:{collection.id}")
    assert places.canDropMimeData(mime, Qt.DropAction.CopyAction, -1, -1, target)
    places.dropMimeData(mime, Qt.DropAction.CopyAction, -1, -1, target)
    desk.settle()
    assert desk.library.sidebar.place(f"collection:{collection.id}").count == 2
    desk.library.sidebar.choose(f"collection:{collection.id}")
    desk.settle()
    assert len(desk.titles()) == 2
    desk.library.list.table.choose(0)
    desk.context.actions.trigger("article.uncollect")
    desk.settle()
    assert len(desk.titles()) == 1


def test_a_place_under_a_drag_shows_a_ring_only_if_it_takes_articles(desk) -> None:
    tree, model = desk.library.sidebar.tree, desk.library.list.lister.model
    mime = model.mimeData([model.index(0)])
    aimed = {}
    for key in ("starred", "unread"):
        spot = tree.visualRect(desk.library.sidebar.model.index_of(key)).center()
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        tree.dragMoveEvent(QDragMoveEvent(spot, Qt.DropAction.CopyAction, mime, left, none))
        aimed[key] = tree.aimed_at.isValid()
    assert aimed == {"starred": True, "unread": False}


def test_dragged_rows_are_a_small_label_beside_the_pointer(desk, monkeypatch) -> None:
    drags: list[tuple[int, int, int]] = []

    def dropped(drag: QDrag, _action: Qt.DropAction) -> Qt.DropAction:
        pixmap = drag.pixmap()
        drags.append((len(articles_in(drag.mimeData())), pixmap.width(), pixmap.height()))
        return Qt.DropAction.IgnoreAction

    monkeypatch.setattr(QDrag, "exec", dropped)
    desk.library.list.table.selectAll()
    desk.library.list.table.startDrag(Qt.DropAction.CopyAction)
    ((articles, width, height),) = drags
    assert articles == 5
    assert 0 < width < 260 and 0 < height < 40


def test_a_collection_can_be_dragged_into_another_but_not_into_itself(desk) -> None:
    for name in ("Outer", "Inner"):
        desk.context.history.do(collect.create(desk.archive, name))
    desk.settle()
    inner, outer = (each.id for each in browse.collections(desk.archive))
    places = desk.library.sidebar.model
    at = places.index_of
    mime = places.mimeData([at(f"collection:{inner}")])
    assert not places.canDropMimeData(mime, Qt.DropAction.MoveAction, -1, -1, at(f"collection:{inner}"))
    places.dropMimeData(mime, Qt.DropAction.MoveAction, -1, -1, at(f"collection:{outer}"))
    desk.settle()
    moved = places.place(at(f"collection:{inner}"))
    assert places.place(at(f"collection:{inner}").parent()).key == f"collection:{outer}"
    assert moved.name == "Inner"


def test_a_collection_is_moved_into_another_with_the_keyboard(desk, qtbot: QtBot) -> None:
    for name in ("Outer", "Inner"):
        desk.context.history.do(collect.create(desk.archive, name))
    desk.settle()
    inner, outer = (each.id for each in browse.collections(desk.archive))
    desk.library.sidebar.choose(f"collection:{inner}")
    desk.settle()
    desk.context.actions.trigger("collection.move")
    desk.settle()
    box = desk.library.findChild(Chooser, "parent-box")
    assert [box.rows.item(row).text() for row in range(box.rows.count())] == ["Top level", "Outer"]
    qtbot.keyClicks(box.field, "out")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    desk.settle()
    assert {each.id: each.parent for each in browse.collections(desk.archive)}[inner] == outer


def test_chosen_articles_become_a_new_collection_in_one_step(desk, qtbot: QtBot) -> None:
    desk.library.list.table.selectAll()
    desk.context.actions.trigger("article.collect")
    desk.settle()
    box = desk.library.findChild(Chooser, "collection-box")
    qtbot.keyClicks(box.field, "Everything")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    desk.settle()
    assert [each.articles for each in browse.collections(desk.archive)] == [5]
    desk.context.history.undo()
    desk.settle()
    assert browse.collections(desk.archive) == []


def test_an_article_that_is_read_but_not_listed_can_be_starred(desk) -> None:
    desk.library.search("dunes")
    desk.settle()
    desk.library.open(desk.ids[0])
    desk.settle()
    assert desk.library.list.table.row == -1
    desk.context.actions.trigger("article.star")
    desk.settle()
    assert browse.articles(desk.archive, desk.ids[:1])[desk.ids[0]].starred


def test_the_trash_is_emptied_by_a_command_that_asks_first(desk, qtbot: QtBot) -> None:
    desk.context.history.do(curate.trash(desk.archive, desk.ids[:2]))
    desk.settle()
    desk.context.actions.trigger("trash.empty")
    desk.settle()
    box = desk.library.findChild(QMessageBox, "confirm")
    qtbot.mouseClick(box.findChild(QPushButton, "confirm-yes"), Qt.MouseButton.LeftButton)
    desk.settle()
    assert browse.trashed(desk.archive) == []
    desk.context.actions.trigger("trash.empty")
    desk.settle()
    assert desk.toasts[-1] == "The trash is empty."


def test_an_empty_section_of_collections_begins_one(desk, qtbot: QtBot) -> None:
    tree = desk.library.sidebar.tree
    index = desk.library.sidebar.model.index_of("section:collections")
    box = tree.visualRect(index)
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.right() - 24, box.center().y() + 4))
    dialog = desk.library.findChild(QWidget, "ask-name")
    assert dialog is not None
    dialog.reject()


def test_a_collection_is_renamed_in_place_and_deleted_with_undo(desk) -> None:
    desk.context.history.do(collect.create(desk.archive, "Rivers"))
    desk.settle()
    key = f"collection:{browse.collections(desk.archive)[0].id}"
    places = desk.library.sidebar.model
    assert places.setData(places.index_of(key), "Waters")
    desk.settle()
    assert desk.library.sidebar.place(key).name == "Waters"
    desk.library.sidebar.choose(key)
    desk.settle()
    desk.context.actions.trigger("collection.delete")
    desk.settle()
    assert desk.library.sidebar.place(key) is None
    assert desk.library.sidebar.chosen == "all"
    desk.context.history.undo()
    desk.settle()
    assert desk.library.sidebar.place(key).name == "Waters"


def test_a_saved_search_is_kept_counted_and_applied(desk, qtbot: QtBot) -> None:
    desk.library.search("river")
    desk.settle()
    desk.context.actions.trigger("search.save")
    dialog = desk.library.findChild(QWidget, "ask-name")
    dialog.accept()
    desk.settle()
    desk.library.search("")
    desk.settle()
    saved = browse.sidebar(desk.archive)[1][0]
    place = desk.library.sidebar.place(f"search:{saved.id}")
    assert (place.name, place.count) == ("river", 2)
    desk.library.sidebar.choose(place.key)
    desk.settle()
    assert desk.library.list.search.text == "river"
    assert len(desk.titles()) == 2
    desk.library.sidebar.choose("all")
    desk.settle()
    assert desk.library.list.search.text == ""


def test_the_tag_box_makes_a_tag_and_takes_it_off_again(desk, qtbot: QtBot) -> None:
    desk.library.list.table.choose(0)
    desk.context.actions.trigger("article.tag")
    desk.settle()
    box = desk.library.findChild(Chooser, "tag-box")
    qtbot.keyClicks(box.field, "winter/ice")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    desk.settle()
    assert browse.tags(desk.archive) == {"winter": 1, "winter/ice": 1}
    assert desk.library.sidebar.place("tag:winter/ice").count == 1
    desk.context.actions.trigger("article.tag")
    desk.settle()
    box = desk.library.findChildren(Chooser, "tag-box")[-1]
    qtbot.keyClicks(box.field, "winter/ice")
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    desk.settle()
    assert browse.tags(desk.archive) == {}


def test_choosing_all_rows_needs_no_page_of_them(desk) -> None:
    desk.library.list.table.selectAll()
    assert desk.library.acts.count == 5
    assert desk.library.list.table.chosen_ranges() == [(0, 5)]
    assert sorted(desk.library.list.lister.ids_in([(0, 5)])()) == desk.ids


def test_the_menu_of_a_row_copies_its_citation(desk) -> None:
    desk.library.list.table.choose(desk.titles().index("Winter on the dunes"))
    menu = desk.library.acts.menu()
    next(each for each in menu.actions() if each.text() == "Copy citation").trigger()
    copied = QGuiApplication.clipboard().text()
    assert "“Winter on the dunes”" in copied and "Coast Gazette" in copied and "30 June 2021" in copied
    menu.deleteLater()


def test_the_state_comes_back_in_a_new_library(desk, qtbot: QtBot) -> None:
    from desktop.views.library.library import Library

    desk.library.sidebar.choose("publisher:River Post")
    desk.settle()
    desk.library.search("river")
    desk.settle()
    desk.library.list.table.choose(1)
    desk.settle()
    state = desk.library.state()
    again = Library(desk.context)
    qtbot.addWidget(again)
    again.refresh()
    again.restore(state)
    desk.settle()
    assert again.list.search.text == "river"
    assert again.sidebar.chosen == "publisher:River Post"
    assert again.list.wanted.place == Scope(publishers=("River Post",))
    assert again.list.table.row == 1
    assert again.reader.article_id == desk.library.reader.article_id


def test_a_state_that_makes_no_sense_is_the_default(desk) -> None:
    desk.library.restore(
        {"query": 3, "scope": [], "sort": "x", "article": "y", "sizes": ["z"], "row": -1, "place": None}
    )
    desk.settle()
    assert len(desk.titles()) == 5


def test_every_interactive_widget_has_a_name_and_an_accessible_name(desk) -> None:
    library = desk.library
    widgets = [
        each
        for part in (library.sidebar, library.list, library.imports.panel)
        for each in part.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and not each.objectName().startswith("qt_")
    ]
    assert widgets
    for widget in widgets:
        assert widget.objectName(), widget
        assert widget.accessibleName() or (isinstance(widget, QPushButton) and not widget.isVisible()), (
            widget.objectName()
        )


def test_a_title_cut_short_is_whole_in_the_tooltip(desk, monkeypatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(
        "desktop.views.library.delegate.QToolTip.showText", lambda _spot, text, _view: told.append(text)
    )
    table = desk.library.list.table
    index = table.model().index(desk.titles().index("Ferries at low water"), 0)
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), QPoint(5, 5))
    for width in (320, 90):
        option = QStyleOptionViewItem()
        option.rect = QRect(0, 0, width, 90)
        table.itemDelegate().helpEvent(event, table, option, index)
    assert told == ["", "Ferries at low water\nRiver Post · 4 Mar 2019 · 1 min"]


def test_a_row_speaks_its_title_publisher_and_state(desk) -> None:
    model = desk.library.list.lister.model
    row = desk.titles().index("Ferries at low water")
    spoken = model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Ferries at low water, River Post, 4 Mar 2019, 1 minute, unread"


def test_a_foreign_drag_is_no_article() -> None:
    mime = QMimeData()
    mime.setText("1,2")
    assert articles_in(mime) == []


def test_the_same_figures_again_leave_the_sidebar_alone_and_other_counts_leave_its_folds(desk, monkeypatch) -> None:
    sidebar, made = desk.library.sidebar, []
    figures, searches = browse.sidebar(desk.archive)
    monkeypatch.setattr(shelf, "places", lambda *shown, **how: (made.append(1), places(*shown, **how))[1])
    sidebar.show_sidebar(figures, searches)
    assert not made
    folds = []
    monkeypatch.setattr(sidebar, "_expand", lambda: folds.append(1))
    sidebar.show_sidebar(replace(figures, unread=figures.unread + 7), searches)
    assert made and not folds and sidebar.place("unread").count == figures.unread + 7


def test_what_is_folded_in_the_sidebar_stays_folded_when_places_come_and_all_else_is_open(desk) -> None:
    sidebar, figures = desk.library.sidebar, browse.sidebar(desk.archive)[0]
    told = replace(figures, publishers={"Harbour Post": 3}, tags={"quay": 2, "quay/crane": 1, "rope": 1})
    sidebar.show_sidebar(told, ())
    tree, at = sidebar.tree, sidebar.model.index_of
    assert all(tree.isExpanded(at(key)) for key in ("section:publishers", "section:tags", "tag:quay"))
    tree.setExpanded(at("tag:quay"), False)
    sidebar.show_sidebar(replace(told, tags={**told.tags, "quay/lamp": 1, "rope/knot": 1}), ())
    assert not tree.isExpanded(at("tag:quay")) and tree.isExpanded(at("tag:rope"))
    assert sidebar.closed_places == ["tag:quay"], "nobody opened or folded the others"
    sidebar.fold(["section:publishers"])
    assert tree.isExpanded(at("tag:quay")) and not tree.isExpanded(at("section:publishers"))
    assert sidebar.closed_places == ["section:publishers"]


def test_thousands_of_tags_come_over_several_turns_and_one_that_is_asked_for_at_once(desk, qtbot) -> None:
    told = browse.sidebar(desk.archive)[0]
    tags = {f"quay {n}/{m}" if m else f"quay {n}": 1 for n in range(150) for m in range(10)}
    figures = replace(told, tags={**tags, "without an article": 0})
    one, other = (shelf.Sidebar(desk.context.theme) for _ in range(2))
    for sidebar in (one, other):
        qtbot.addWidget(sidebar)
        sidebar.show_sidebar(figures, ())
    assert 400 <= one.model.count < 500, "a part of them for now, and all that is no tag"
    assert one.place("unread") is not None and one.chosen == "all"
    one.show_sidebar(figures, ())
    assert one.chosen == "all" and one.model.count < 500
    with qtbot.waitSignal(other.place_chosen) as chosen:
        other.choose("tag:quay 149/9")
    assert chosen.args[0].value == "quay 149/9" and not other._filling.left
    qtbot.waitUntil(lambda: not one._filling.left)
    places_in = [
        [each.data() for each in (*(sidebar.model.index_of(f"tag:{path}") for path in tags),)]
        for sidebar in (one, other)
    ]
    assert places_in[0] == places_in[1] and len(set(places_in[0])) == 159
    assert one.model.rowCount(one.model.index_of("section:tags")) == 150
    assert all(one.tree.isExpanded(one.model.index_of(f"tag:quay {n}")) for n in range(150))
    assert one.model.index_of("tag:without an article").isValid() is False


def test_articles_that_may_not_leave_have_a_lock_and_say_why(desk) -> None:
    row = desk.titles().index("Salt and sand")
    model, table = desk.library.list.lister.model, desk.library.list.table
    spoken = Qt.ItemDataRole.AccessibleTextRole
    before = table.grab().toImage()
    assert "confidential" not in model.index(row).data(spoken)
    article = model.hit(row).article.id
    desk.context.history.do(curate.set_rights(desk.archive, [article], sensitivity="confidential"))
    desk.settle()
    assert model.index(row).data(spoken).endswith("confidential") and table.grab().toImage() != before
    desk.context.history.undo()
    desk.settle()
    assert "confidential" not in model.index(row).data(spoken)


def test_rights_of_several_articles_are_set_as_one_act(desk, qtbot) -> None:
    desk.library.list.table.selectAll()
    desk.context.actions.trigger("article.rights")
    (dialog,) = desk.library.findChildren(RightsDialog)
    dialog.embargo.setText("tomorrow")
    dialog.accept()
    desk.settle()
    assert dialog.isVisible() and "not a day" in dialog.refusal.text()
    dialog.embargo.setText("2999-01-01")
    dialog.sensitivity.setCurrentIndex(dialog.sensitivity.findData("internal"))
    dialog.accept()
    desk.settle()
    said = [curate.rights(desk.archive, each) for each in desk.ids]
    assert {(each.sensitivity, each.embargo, each.rights) for each in said} == {("internal", "2999-01-01", "")}
    desk.context.history.undo()
    desk.settle()
    assert {curate.rights(desk.archive, each).embargo for each in desk.ids} == {None}
