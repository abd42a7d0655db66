"""The details panel: evidence leads to the words, edits are acts, provenance can be copied."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from archive.model.article import BlockKind, Evidence
from archive.operations import curate
from desktop.views.reader import facts

TITLE = "Lanterns on the far bank"


def _selected(reader):
    start, end = reader.active.surface.selected()
    return reader.active.opened.edition.text[start:end]


def test_each_field_shows_its_value_and_how_it_is_known(reader, inspector, add, open_article):
    open_article(add(TITLE))
    rows = inspector.rows
    assert rows["byline"].value.text() == "Ada Quay\nBo Reed"
    assert rows["byline"].known.text() == "From the byline · sure"
    assert rows["publisher"].known.text() == "From a line of promotion · fairly likely"
    assert rows["published"].value.text() == "March 2021  (2021-03)"
    assert rows["language"].told.text() == "From the letters and words of the text · sure"
    assert rows["language"].known.isHidden()


def test_tab_goes_through_the_details_from_top_to_bottom(reader, inspector, add, open_article):
    open_article(add(TITLE))
    inspector.tabs.setFocus()
    tops, focus = [], inspector.tabs
    while not tops or focus is not inspector.tabs:
        tops.append(focus.mapTo(inspector, QPoint(0, 0)).y() + inspector._scroll.verticalScrollBar().value())
        focus.window().focusNextChild()
        focus = focus.window().focusWidget()
        assert len(tops) < 60
    assert len(tops) > 15 and all(below >= above - 4 for above, below in pairwise(tops[1:]))


def test_what_the_text_does_not_tell_is_said_and_can_be_added(reader, inspector, add, open_article):
    open_article(add(TITLE))
    row = inspector.rows["url"]
    assert not row.add.isHidden() and row.add.text() == "not in the text"
    assert row.value.isHidden()


def test_clicking_the_evidence_selects_the_words_it_came_from(reader, inspector, add, open_article, context, qtbot):
    open_article(add(TITLE))
    qtbot.mouseClick(inspector.rows["byline"].known, Qt.MouseButton.LeftButton)
    assert context.jobs.drain()
    assert _selected(reader) == "Ada Quay and Bo Reed"
    assert reader.active.surface.washes.spans("evidence") == (reader.active.surface.selected(),)


def test_evidence_that_was_set_aside_is_shown_greyed(reader, inspector, add, open_article, context, qtbot):
    open_article(add(TITLE))
    qtbot.mouseClick(inspector.rows["publisher"].known, Qt.MouseButton.LeftButton)
    assert context.jobs.drain()
    assert context.settings["reading.set_aside"]
    assert reader.active.surface.selected_text() == "river letter"
    index, first, last = reader.active.surface.aside_span
    assert (index, last - first) == (0, len("river letter"))
    qtbot.mouseClick(inspector.rows["byline"].known, Qt.MouseButton.LeftButton)
    assert context.jobs.drain()
    assert reader.active.surface.aside_span is None and _selected(reader) == "Ada Quay and Bo Reed"


def test_an_edit_in_place_is_one_act_that_undo_takes_back(
    reader, inspector, add, open_article, context, archive, qtbot
):
    article = add(TITLE)
    open_article(article)
    row = inspector.rows["publisher"]
    qtbot.mouseClick(row.pencil, Qt.MouseButton.LeftButton)
    row.editor.clear()
    qtbot.keyClicks(row.editor, "The Ferry Post")
    qtbot.keyClick(row.editor, Qt.Key.Key_Return)
    assert context.jobs.drain()
    assert archive.store.articles.get(article).publisher == "The Ferry Post"
    assert row.value.text() == "The Ferry Post" and row.told.text() == "Entered by a person"
    assert "The Ferry Post" in reader.active.about()
    context.history.undo()
    assert context.jobs.drain()
    assert archive.store.articles.get(article).publisher == "River letter"
    assert row.value.text() == "River letter" and not row.known.isHidden()


def test_a_byline_that_is_the_publishers_name_is_told_once(reader, add, open_article):
    open_article(add(TITLE, byline=("River Letter", "Ada Quay")))
    assert reader.active.about().startswith("River letter · March 2021 · Ada Quay · ")


def test_an_edited_title_stands_on_the_page_and_the_text_keeps_its_own(reader, inspector, add, open_article, context):
    open_article(add(TITLE))
    row = inspector.rows["title"]
    row.edit()
    row.editor.setText("A better title")
    row.save()
    assert context.jobs.drain()
    shown = reader.active.surface.document().toPlainText().split("\n")
    assert shown[0] == "A better title" and TITLE in shown[2:]
    assert reader.active.opened.edition.text.startswith(TITLE)


def test_several_authors_are_edited_one_on_a_line(reader, inspector, add, open_article, context, archive):
    article = add(TITLE)
    open_article(article)
    row = inspector.rows["byline"]
    row.edit()
    assert row.text() == "Ada Quay\nBo Reed"
    row.editor.setPlainText("Ada Quay\n\n  Cy  Marsh ")
    row.save()
    assert context.jobs.drain()
    assert archive.store.articles.get(article).byline == ("Ada Quay", "Cy Marsh")


def test_a_date_that_is_none_is_explained_in_place_and_not_saved(
    reader, inspector, add, open_article, context, archive
):
    article = add(TITLE)
    open_article(article)
    row = inspector.rows["published"]
    row.edit()
    row.editor.setText("2021-13")
    assert "2021-13" in row.help.text() and row.editor.property("invalid") == "true"
    row.save()
    assert context.jobs.drain() and row.editing
    assert archive.store.articles.get(article).published == "2021-03"
    row.editor.setText("2021~")
    assert row.editor.property("invalid") == "false"
    row.save()
    assert context.jobs.drain() and not row.editing
    assert archive.store.articles.get(article).published == "2021~"


def test_what_the_archive_refuses_stays_in_the_field_with_its_reason(reader, inspector, add, open_article, context):
    open_article(add(TITLE))
    row = inspector.rows["language"]
    row.edit()
    row.editor.setText("not a language!")
    row.save()
    assert context.jobs.drain()
    assert row.editing and "language" in row.help.text() and row.text() == "not a language!"


def test_escape_gives_an_edit_up(reader, inspector, add, open_article, context, qtbot):
    open_article(add(TITLE))
    row = inspector.rows["title"]
    row.edit()
    row.editor.setText("Nothing")
    qtbot.keyClick(row.editor, Qt.Key.Key_Escape)
    assert not row.editing and row.value.text() == TITLE
    assert context.history.undo_label is None


def test_the_note_is_saved_when_another_article_comes_and_can_be_undone(
    reader, inspector, add, open_article, context, archive
):
    first, second = add(TITLE), add("Other", [(BlockKind.PARAGRAPH, "Short.")])
    open_article(first)
    inspector.note.insertPlainText("Compare with the winter piece.")
    open_article(second)
    assert archive.store.articles.get(first).note == "Compare with the winter piece."
    assert inspector.note.toPlainText() == ""
    context.history.undo()
    assert context.jobs.drain() and archive.store.articles.get(first).note == ""


def test_provenance_names_the_original_and_copies_its_fingerprint(reader, inspector, add, open_article, archive):
    article = add(TITLE)
    open_article(article)
    panel, original = inspector.provenance, archive.store.editions.current(article).original
    shown = {name: value.text().replace("\u200b", "") for name, value in panel._values.items()}
    assert shown["File"] == "ferry.txt" and shown["Folder"] == "letters" and shown["Encoding"] == "utf-8"
    assert shown["SHA-512"] == f"{original.sha512[:12]}…"
    assert panel.editions.text() == "1  2026-01-02 · as imported · shown"
    panel.fingerprint.click()
    assert QApplication.clipboard().text() == original.sha512


def test_every_encoding_that_is_offered_exists(inspector):
    for action in inspector.provenance.encoding_menu().actions():
        assert "강".encode().decode(action.objectName(), errors="replace")


def test_an_encoding_chosen_from_the_menu_reads_the_original_again(
    reader, inspector, add, open_article, context, monkeypatch
):
    from archive.model.change import Change
    from archive.operations import editions

    article, asked = add(TITLE), []

    def reread(archive, article_id, encoding):
        asked.append((article_id, encoding))
        return Change("Read as cp949")

    monkeypatch.setattr(editions, "reread", reread)
    open_article(article)
    menu = inspector.provenance.encoding_menu()
    next(action for action in menu.actions() if action.objectName() == "cp949").trigger()
    assert context.jobs.drain() and asked == [(article, "cp949")]


def test_without_an_article_the_panel_is_empty(inspector):
    assert inspector.article_id is None and inspector.findChild(object, "inspector_scroll").isHidden()


def test_the_original_is_opened_and_checked_from_where_it_came_from(reader, inspector, add, open_article, qtbot):
    open_article(add(TITLE))
    with qtbot.waitSignal(inspector.provenance.open_asked):
        inspector.provenance.original.click()
    with qtbot.waitSignal(inspector.provenance.check_asked):
        inspector.provenance.check.click()
    assert inspector.provenance.recognise.isHidden()


def test_closing_saves_the_note_that_is_being_written(reader, inspector, add, open_article, archive):
    article = add(TITLE)
    open_article(article)
    inspector.note.insertPlainText("Half a thought")
    reader.flush()
    assert archive.store.articles.get(article).note == "Half a thought"


@pytest.mark.parametrize("width", [200, 235, 262])
def test_nothing_in_the_panel_is_cut_off_however_narrow_it_is(
    reader, inspector, add, open_article, context, archive, qapp, width
):
    article = add("A title with one extraordinarilylongwordwithoutanyplacetobreakit in it")
    curate.edit(archive, article, url="https://example.org/" + "deep/" * 20 + "x" * 60)
    open_article(article)
    inspector.resize(width, 900)
    qapp.processEvents()
    area = inspector.findChild(QScrollArea, "inspector_scroll")
    assert area.widget().width() <= area.viewport().width()
    for widget in area.widget().findChildren(QWidget):
        if widget.isVisible() and widget.width():
            right = widget.mapTo(area.widget(), widget.rect().topRight()).x()
            assert right <= area.viewport().width(), widget.objectName()


def test_what_is_not_told_is_quiet_until_the_keyboard_or_pointer_is_on_it(
    reader, inspector, add, open_article, context
):
    open_article(add(TITLE))
    button = inspector.rows["url"].add
    assert button.shown_words() == "not in the text" and button.accessibleName() == "Address: not in the text. Add"
    button.setFocus()
    QApplication.processEvents()
    assert button.hasFocus() and button.shown_words() == "add…"
    button.click()
    assert inspector.rows["url"].editing


def test_a_language_is_named_and_a_rule_of_a_page_is_put_in_plain_words(reader, inspector, add, open_article):
    open_article(add("등불", language="ko"))
    assert inspector.rows["language"].value.text() == "한국어 (ko)"
    said = {rule: facts.known(Evidence("x", 0, 1, rule, 0.95)) for rule in ("tagged", "og:site_name", "parsely-author")}
    assert said == {
        "tagged": "From the file's header · sure",
        "og:site_name": "From the page's own data · sure",
        "parsely-author": "From the page's own data · sure",
    }


def test_each_field_is_named_to_a_screen_reader(reader, inspector, add, open_article):
    open_article(add(TITLE))
    row = inspector.rows["publisher"]
    assert row.value.accessibleName() == "Publisher: River letter"
    assert row.known.accessibleName() == "Publisher: From a line of promotion · fairly likely. Show the words"
    assert row.name.buddy() is row.editor and row.editor.accessibleDescription()
    spoken = QAccessible.queryAccessibleInterface(row.known)
    assert spoken.role() == QAccessible.Role.Button and spoken.text(QAccessible.Text.Name) == row.known.accessibleName()


def test_rights_and_an_embargo_are_edited_in_place_and_undone(
    reader, inspector, add, open_article, context, archive, qtbot
):
    article = add(TITLE)
    open_article(article)
    rows = inspector.rights.rows
    assert rows["rights"].add.text() == "nothing said" and rows["embargo"].add.text() == "none"
    rows["rights"].edit()
    qtbot.keyClicks(rows["rights"].editor, "Not for print")
    qtbot.keyClick(rows["rights"].editor, Qt.Key.Key_Return)
    assert context.jobs.drain()
    rows["embargo"].edit()
    qtbot.keyClicks(rows["embargo"].editor, "2999-02-01")
    qtbot.keyClick(rows["embargo"].editor, Qt.Key.Key_Return)
    assert context.jobs.drain()
    said = curate.rights(archive, article)
    assert (said.rights, said.embargo) == ("Not for print", "2999-02-01")
    assert rows["embargo"].value.text() == "until 1 February 2999" and not rows["rights"].editing
    context.history.undo()
    assert context.jobs.drain()
    assert curate.rights(archive, article).embargo is None and rows["embargo"].value.isHidden()


@pytest.mark.parametrize("words", ["soon", "2999-02-31"])
def test_an_embargo_that_is_no_day_is_told_and_not_kept(
    reader, inspector, add, open_article, context, archive, qtbot, words
):
    article = add(TITLE)
    open_article(article)
    row = inspector.rights.rows["embargo"]
    row.edit()
    qtbot.keyClicks(row.editor, words)
    qtbot.keyClick(row.editor, Qt.Key.Key_Return)
    assert context.jobs.drain()
    assert row.editing and "is not a day" in row.help.text()
    assert curate.rights(archive, article).embargo is None


def test_the_sensitivity_is_chosen_from_a_list(reader, inspector, add, open_article, context, archive, qtbot):
    article = add(TITLE)
    open_article(article)
    field = inspector.rights.sensitivity
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Down)
    field.activated.emit(field.currentIndex())
    assert context.jobs.drain()
    assert curate.rights(archive, article).sensitivity == "internal"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("container-warc-uri", "From the address in the web archive · sure"),
        ("container-feed", "From the feed · sure"),
        ("mail-from", "From the mail's header · sure"),
        ("package-metadata", "From the book's own data · sure"),
    ],
)
def test_what_a_container_tells_is_said_in_words(name, words):
    assert facts.known(Evidence("x", None, None, name, 0.97)) == words
