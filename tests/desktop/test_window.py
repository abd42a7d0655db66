"""The whole window on a real archive: filled, switched, folded, read-only, empty, and found again as it was left."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from archive.archive import Archive
from archive.base import places
from archive.base.errors import NotAnArchive
from desktop.intake import takes
from desktop.program import Program
from tests.archive.importers.interchange.conftest import qdpx, selection

Make = Callable[..., Program]


def test_an_archive_with_articles_opens_in_the_library(program: Make, small_archive: Path) -> None:
    one = program(small_archive)
    assert one.window.stack.currentWidget() is one.desk().library
    assert one.window.windowTitle() == "Small – Waystation"


def test_an_empty_archive_opens_with_the_ways_to_begin(program: Make, empty_archive: Path) -> None:
    one = program(empty_archive)
    assert one.window.stack.currentWidget() is one.desk().welcome


def test_an_empty_archive_is_looked_after_once_it_has_stood_for_a_moment(
    program: Make, empty_archive: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    monkeypatch.setattr("desktop.warming.AFTER_MS", 3_600_000)
    monkeypatch.setattr("desktop.indexing.Indexing.start", lambda _: begun.append("index"))
    monkeypatch.setattr("desktop.keeping.Keeping.start", lambda _: begun.append("backups"))
    desk = program(empty_archive).desk()
    assert not begun, "what is dropped on it at once would wait for that"
    desk._warming.start(0)
    qtbot.waitUntil(lambda: begun == ["index", "backups"])


def test_an_archive_held_by_another_opens_for_reading_and_says_so(program: Make, small_archive: Path) -> None:
    with Archive.open(small_archive):
        one = program(small_archive)
        assert one.desk().context.archive.read_only
        (told,) = one.window.banners.texts
        assert "open for writing in another window" in told and "nothing can be marked" in told
        for command in ("import.files", "passage.highlight", "tag.new"):
            assert not one.actions.action(command).isEnabled(), command
        one.close()


def test_a_file_that_is_no_archive_leaves_a_window_that_offers_another(program: Make, tmp_path: Path) -> None:
    path = tmp_path / "letter.waystation"
    path.write_text("Dear friend, this is no database at all.", "utf-8")
    one = program()
    with pytest.raises(NotAnArchive):
        one.open_and_wait(path)
    assert one.window.banners.texts
    assert one.window.stack.currentWidget().objectName() == "closed"


def test_switching_closes_the_first_archive_so_that_another_can_have_it(
    program: Make, small_archive: Path, empty_archive: Path
) -> None:
    one = program(small_archive)
    one.open_and_wait(empty_archive)
    Archive.open(small_archive).close()
    assert one.window.open_recent() == [small_archive]


def test_a_query_is_there_again_after_a_restart(program: Make, small_archive: Path) -> None:
    first = program(small_archive)
    first.desk().main.search("ferry")
    first.settle()
    first.close()
    second = program(small_archive)
    assert second.desk().library.list.search.text == "ferry"


def test_a_narrow_window_folds_the_inspector_then_the_sidebar(program: Make, small_archive: Path) -> None:
    one = program(small_archive)
    folding = one.desk().folding
    seen = []
    for width in (1440, 1200, 1024):
        one.window.resize(width, 640)
        one.settle()
        seen.append((folding.shown("sidebar"), folding.shown("inspector")))
    assert seen == [(True, True), (True, False), (False, False)]
    one.actions.trigger("view.inspector")
    assert folding.shown("inspector")
    one.window.resize(1440, 900)
    one.settle()
    assert folding.shown("sidebar") and folding.shown("inspector")


def test_with_the_list_hidden_and_no_article_the_keyboard_stands_on_the_way_to_the_list(
    program: Make, small_archive: Path
) -> None:
    one = program(small_archive)
    one.settle()
    library = one.desk().library
    library.list.search.take_focus()
    assert library.reader.article_id is None
    one.actions.trigger("view.list")
    one.settle()
    opener = library.reader.active.empty.opener
    assert not opener.isHidden() and one.window.focusWidget() is opener
    one.close()
    again = program(small_archive)
    again.settle()
    library = again.desk().library
    opener = library.reader.active.empty.opener
    assert again.window.focusWidget() is opener, "and at the next start"
    opener.click()
    again.settle()
    assert again.desk().folding.shown("list") and opener.isHidden()


def test_with_the_list_hidden_the_keyboard_goes_to_the_article_that_is_open(program: Make, small_archive: Path) -> None:
    one = program(small_archive)
    one.settle()
    library = one.desk().library
    library.list.step(1)
    one.settle()
    library.list.table.setFocus()
    one.actions.trigger("view.list")
    assert one.window.focusWidget() is library.reader.active.surface


def test_a_pane_hidden_by_hand_stays_hidden(program: Make, small_archive: Path) -> None:
    one = program(small_archive)
    one.actions.trigger("view.sidebar")
    one.close()
    again = program(small_archive)
    assert not again.desk().folding.shown("sidebar")


def test_escape_closes_a_page_and_gives_the_library_back(program: Make, small_archive: Path, qtbot: QtBot) -> None:
    one = program(small_archive)
    for command in ("app.preferences", "help.shortcuts", "help.about"):
        one.actions.trigger(command)
        page = one.window.page()
        assert page is not None
        qtbot.keyClick(page, Qt.Key.Key_Escape)
        assert one.window.page() is None
        assert one.window.stack.currentWidget() is one.desk().library


def test_a_dropped_file_is_imported(program: Make, empty_archive: Path, tmp_path: Path) -> None:
    page = tmp_path / "kite.txt"
    page.write_text("Kites over the harbour\n\nThe kites went up at noon and came down at dusk. " * 5, "utf-8")
    one = program(empty_archive)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(page))])
    assert one.window.intake.take(data)
    one.settle()
    assert one.desk().context.archive.store.articles.sidebar().all == 1


def dragged_in(data: QMimeData) -> QDragEnterEvent:
    """What a window gets when another program's drag comes over it."""
    copy = Qt.DropAction.CopyAction
    return QDragEnterEvent(QPoint(600, 400), copy, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)


def test_a_drag_over_the_window_says_what_a_drop_would_do(program: Make, small_archive: Path, tmp_path: Path) -> None:
    window = program(small_archive).window
    data, other = QMimeData(), QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "kites"))])
    other.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.txt", "b.txt")])
    for held, words in ((data, "Drop to add “kites”"), (other, "Drop to add 2 files and folders")):
        window.dragEnterEvent(dragged_in(held))
        assert window.drop_sign.isVisible() and window.drop_sign.words == words
        assert window.drop_sign.geometry() == window.rect()
        window.dragLeaveEvent(QDragLeaveEvent())
        assert not window.drop_sign.isVisible()


def test_what_cannot_be_dropped_gets_no_sign(program: Make, small_archive: Path) -> None:
    window = program(small_archive).window
    data = QMimeData()
    data.setData("application/x-unknown", b"1")
    event = dragged_in(data)
    event.ignore()
    window.dragEnterEvent(event)
    assert not event.isAccepted() and not window.drop_sign.isVisible()


def test_a_drop_takes_the_sign_away(program: Make, empty_archive: Path) -> None:
    window = program(empty_archive).window
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/page.html")])
    data.setText("Kites over the harbour went up at noon.")
    window.dragEnterEvent(dragged_in(data))
    assert window.drop_sign.words == "Drop to add this text"
    none, copy, empty = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction, QMimeData()
    window.dropEvent(QDropEvent(QPointF(600, 400), copy, empty, Qt.MouseButton.NoButton, none))
    assert not window.drop_sign.isVisible()


def test_a_page_in_front_keeps_the_keys_of_the_reader_from_it(program: Make, small_archive: Path) -> None:
    one = program(small_archive)
    one.desk().main.open(1)
    one.settle()
    beside = one.window.commands.action("reading.beside")
    assert beside.isEnabled()
    one.window.commands.trigger("app.preferences")
    one.settle()
    assert one.window.page() is not None and not beside.isEnabled()
    one.window.close_page()
    assert beside.isEnabled()


def test_return_presses_the_button_that_has_the_keyboard(program: Make, small_archive: Path, qtbot: QtBot) -> None:
    """As Space does: on a page, whatever else Return would do there, and on the rail."""
    one = program(small_archive)
    one.window.commands.trigger("app.preferences")
    one.settle()
    page = one.window.page()
    assert page is not None
    asked: list[str] = []
    button = QPushButton("Ask", page)
    button.clicked.connect(lambda: asked.append("once"))
    button.show()
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert asked == ["once"]
    page.close_button.setFocus()
    qtbot.keyClick(page.close_button, Qt.Key.Key_Return)
    assert one.window.page() is None


def test_a_dropped_project_is_brought_in_as_one_step(program: Make, empty_archive: Path, tmp_path: Path) -> None:
    project = tmp_path / "canal.qdpx"
    project.write_bytes(qdpx(selection(0, 3) + selection(900, 950, 2)))
    one = program(empty_archive)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(project))])
    assert takes(data) and one.window.intake.take(data)
    one.settle()
    desk = one.desk()
    panel = desk.library.imports.panel
    assert panel.isVisible() and panel.headline.text() == "Brought in 1 article, 1 passage and 2 tags"
    assert "outside of the text" in panel.rows.words()
    desk.context.history.undo()
    one.settle()
    assert desk.context.archive.store.articles.sidebar().all == 0


def test_an_address_on_a_network_is_never_taken(program: Make, empty_archive: Path) -> None:
    one = program(empty_archive)
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/page.html")])
    paths: list[object] = []
    one.window.intake.import_requested.connect(paths.append)
    one.window.intake.take(data)
    assert paths == []


def test_the_palette_finds_commands_and_articles(program: Make, small_archive: Path) -> None:
    one = program(small_archive)
    one.actions.trigger("help.palette")
    box = one.window.palette_box
    box.field.setText("salt")
    one.settle()
    assert [entry.words for entry in box.shown() if entry.id.startswith("article:")] == ["Salt roads"]
    box.field.setText("prefer")
    assert box.shown()[0].id == "app.preferences"


def test_leaving_the_palette_gives_the_keyboard_back(program: Make, small_archive: Path, qtbot: QtBot) -> None:
    one = program(small_archive)
    table = one.desk().library.list.table
    table.setFocus()
    one.actions.trigger("help.palette")
    assert one.window.focusWidget() is one.window.palette_box.field
    qtbot.keyClick(one.window.palette_box.field, Qt.Key.Key_Escape)
    assert one.window.focusWidget() is table


def test_tab_goes_through_the_list_column_from_top_to_bottom(program: Make, small_archive: Path) -> None:
    one = program(small_archive)
    one.desk().library.search("river OR salt")
    one.settle()
    one.desk().library.list.search.take_focus()
    reached = []
    while not reached or reached[-1] != "articles":
        reached.append(one.window.focusWidget().objectName())
        one.window.focusNextChild()
        assert len(reached) < 20
    assert reached[:3] == ["search-field", "search-clear", "sort"]
    assert all(name.startswith("facet") for name in reached[3:-1])


def test_the_shortcut_page_names_commands_and_not_the_last_act(program: Make, small_archive: Path) -> None:
    one = program(small_archive)
    one.desk().library.list.table.choose(0)
    one.settle()
    one.actions.trigger("article.star")
    one.settle()
    assert one.actions.label("edit.undo") != "Undo"
    one.actions.trigger("help.shortcuts")
    one.settle()  # filled a piece a turn
    words = {each.text() for each in one.window.page().findChildren(QLabel)}
    assert {"Undo", "Menu", "F10"} <= words


def test_the_theme_chosen_in_preferences_is_in_force_at_once(program: Make, small_archive: Path) -> None:
    one = program(small_archive)
    one.settings.set("theme", "sepia")
    assert one.theme.name == "sepia"


def test_the_name_in_preferences_is_the_author(program: Make, qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYSTATION_AUTHOR", "x")  # put back after the test
    monkeypatch.delenv("WAYSTATION_AUTHOR")
    program().settings.set("author", "Ada Quay")
    assert places.author() == "Ada Quay"


def test_the_name_is_asked_once_before_anything_is_marked(
    program: Make, small_archive: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(places, "_preferred", {})
    monkeypatch.delenv("WAYSTATION_AUTHOR")
    account = places.author()
    one = program(small_archive)
    (told,) = one.window.banners.texts
    assert account in told
    one.window.banners.findChild(QPushButton, "banner_author_action").click()
    field = one.window.findChild(QLineEdit, "name")
    assert field.text() == account
    field.setText("Ada Quay")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert one.window.banners.texts == [] and places.author() == "Ada Quay"
    one.settings.set("author", "")  # not to be named is an answer too
    one.close()
    again = program(small_archive)
    assert again.window.banners.texts == []


@pytest.mark.parametrize("how", ["outside", "preferences", "reading"])
def test_the_name_is_not_asked_where_it_is_known_or_nothing_can_be_marked(
    program: Make, small_archive: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(places, "_preferred", {})
    if how != "outside":
        monkeypatch.delenv("WAYSTATION_AUTHOR")
    if how == "preferences":
        places.settings_file().write_text('{"settings": {"author": "Ada Quay"}, "session": {}}', "utf-8")
    one = program()
    one.open_and_wait(small_archive, only_look=how == "reading")
    assert not any("under the name" in told for told in one.window.banners.texts)


def wait_until_ready(one: Program, qtbot: QtBot, start: Path | None) -> None:
    with qtbot.waitSignal(one.window.ready, timeout=60_000):
        one.start(start)
    one.settle()


def test_the_first_start_makes_the_starter_collection_and_says_so_meanwhile(program: Make, qtbot: QtBot) -> None:
    one = program()
    told: list[str] = []
    shown: list[str] = []
    one.jobs.started.connect(lambda *_: told.append(one.window.line.words.text()))
    one.jobs.started.connect(lambda *_: shown.append(one.window.stack.currentWidget().accessibleName()))
    assert not places.default_archive().exists()
    wait_until_ready(one, qtbot, None)
    assert "Making your first archive" in told
    assert any("Your archive is being made" in each for each in shown)
    assert one.window.stack.currentWidget() is one.desk().library
    assert one.desk().library.list.lister.model.rowCount() >= 6
    read = one.desk().library.reader.active.opened
    assert read is not None and read.article.title.startswith("Start here")
    assert one.desk().library.list.current.article == read.article
    assert not one.window.windowIcon().isNull()


def test_an_opening_that_is_cancelled_leaves_the_ways_on_and_frees_the_archive(
    program: Make, small_archive: Path, qtbot: QtBot
) -> None:
    one = program()
    with qtbot.waitSignal(one.opening.failed, timeout=20_000):
        one.start(small_archive)
        one.jobs.cancel_all()
    assert one.window.stack.currentWidget().objectName() == "closed"
    one.jobs.drain()
    Archive.open(small_archive).close()


def test_a_named_archive_that_is_not_there_is_made_only_on_request(program: Make, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "new" / "Letters.waystation"
    one = program()
    with qtbot.waitSignal(one.opening.failed, timeout=20_000):
        one.start(path)
    assert not path.exists()
    assert any("Letters.waystation" in text for text in one.window.banners.texts)
    make = one.window.findChild(QPushButton, "closed_make")
    assert one.window.focusWidget() is make  # one key is enough
    with qtbot.waitSignal(one.window.ready, timeout=20_000):
        qtbot.keyClick(make, Qt.Key.Key_Return)
    one.settle()
    assert path.is_file()
    assert one.window.banners.texts == []
