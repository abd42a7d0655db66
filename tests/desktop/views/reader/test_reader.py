"""Reading: places, hits, finding, copying, state, panes."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontDatabase, QRawFont, QTextCursor
from PySide6.QtWidgets import QApplication

from archive.model.article import BlockKind
from archive.operations import curate, ingest
from desktop.views.reader import pane as pane_module
from desktop.views.reader.outline import SECTION_PIECES, Role

TITLE = "Lanterns on the far bank"
LONG = [(BlockKind.HEADING, TITLE)] + [
    (BlockKind.PARAGRAPH, f"Paragraph {number} of the river. " + "It went on and on. " * 30) for number in range(60)
]


def _selected(reader):
    start, end = reader.active.surface.selected()
    return reader.active.opened.edition.text[start:end]


def test_without_an_article_one_sentence_stands_on_the_page(reader):
    assert reader.findChild(object, "reader_empty_sentence").text() == "Choose an article to read it here."
    assert reader.article_id is None


def test_an_opened_article_is_set_with_title_and_what_is_known_of_it(reader, add, open_article, qtbot):
    article = add(TITLE)
    with qtbot.waitSignal(reader.article_shown):
        open_article(article)
    section = reader.active.surface.section
    assert section.block_of_role(Role.TITLE).text() == TITLE
    about = section.block_of_role(Role.ABOUT).text()
    assert about == "River letter · March 2021 · Ada Quay, Bo Reed · 1 min"


def test_the_place_is_kept_and_found_again(reader, add, open_article, context, archive):
    long, other = add(TITLE, LONG), add("Other", [(BlockKind.PARAGRAPH, "Short.")])
    open_article(long)
    wanted = reader.active.opened.edition.text.index("Paragraph 30")
    reader.active.go_to(wanted, top=True)
    open_article(other)
    assert archive.store.articles.get(long).position == wanted
    open_article(long)
    assert reader.position() == wanted
    about = reader.active.surface.section.block_of_role(Role.ABOUT).text()
    assert about.endswith(f"read {round(100 * wanted / len(reader.active.opened.edition.text))} %")


def test_closing_keeps_the_place_at_once(reader, add, open_article, archive):
    long = add(TITLE, LONG)
    open_article(long)
    reader.active.go_to(reader.active.opened.edition.text.index("Paragraph 20"), top=True)
    reader.flush()
    assert archive.store.articles.get(long).position == reader.position() > 0


def test_a_position_that_is_asked_for_wins_over_the_kept_one(reader, add, open_article, archive):
    long = add(TITLE, LONG)
    curate.remember_position(archive, long, 5_000)
    wanted = archive.store.editions.current(long).text.index("Paragraph 40")
    open_article(long, position=wanted)
    cursor = reader.active.surface.cursorRect()
    assert reader.active.surface.selected()[0] == wanted
    assert 0 <= cursor.top() < reader.active.surface.viewport().height()


def test_an_end_behind_another_view_is_not_seen_until_the_reader_is_back(reader, add, open_article):
    open_article(add(TITLE, LONG[:1]))
    pane = reader.active
    assert pane.at_end() and pane._seen.isActive()
    reader.hide()
    assert not pane._seen.isActive()
    reader.show()
    assert pane._seen.isActive()


def test_an_article_whose_end_was_seen_is_read_and_undo_makes_it_unread(reader, add, open_article, context, archive):
    article = add(TITLE, LONG)
    open_article(article)
    reader.active.end_seen()
    assert context.jobs.drain() and not archive.store.articles.get(article).read
    bar = reader.active.surface.verticalScrollBar()
    reader.active.go_to(len(reader.active.opened.edition.text))
    bar.setValue(bar.maximum())
    assert reader.active.at_end() and reader.active._seen.isActive()
    reader.active.end_seen()
    assert context.jobs.drain() and archive.store.articles.get(article).read
    context.history.undo()
    assert context.jobs.drain() and not archive.store.articles.get(article).read


def test_the_star_in_the_bar_stars_and_follows_undo(reader, add, open_article, context, archive, qtbot):
    article = add(TITLE)
    open_article(article)
    qtbot.mouseClick(reader.active.bar.star, Qt.MouseButton.LeftButton)
    assert context.jobs.drain() and archive.store.articles.get(article).starred
    assert reader.active.bar.star.isChecked()
    context.history.undo()
    assert context.jobs.drain() and not reader.active.bar.star.isChecked()


def test_hits_of_the_search_are_washed_counted_and_stepped_through(reader, add, open_article, context, archive):
    article = add(TITLE)
    archive.index.catch_up()
    open_article(article, query="river")
    pane, text = reader.active, reader.active.opened.edition.text
    spans = pane.finding.searched.spans
    assert [text[start:end].lower() for start, end in spans] == ["river"] * 4
    assert pane.bar.hits.text() == "hit 1 of 4"
    assert pane.surface.washes.spans("hit") == spans
    assert len(pane.surface.marks.places) == 4
    context.actions.trigger("find.next")
    assert pane.bar.hits.text() == "hit 2 of 4"
    assert pane.surface.washes.spans("current") == (spans[1],)
    context.actions.trigger("find.previous")
    context.actions.trigger("find.previous")
    assert pane.bar.hits.text() == "hit 4 of 4"


def test_finding_in_the_article_counts_steps_and_wraps(reader, add, open_article, context, qtbot):
    open_article(add(TITLE))
    pane, bar = reader.active, reader.active.finding.bar
    context.actions.trigger("find.open")
    assert bar.isVisible()
    qtbot.keyClicks(bar.field, "river")
    assert bar.count.text() == "1 of 4"
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.count.text() == "2 of 4"
    qtbot.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.count.text() == "4 of 4"
    bar.case.setChecked(True)
    bar.field.setText("River")
    assert bar.count.text() == "no hits"
    bar.field.setText("")
    assert bar.count.text() == ""
    qtbot.keyClicks(bar.field, "keeper")
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.isHidden() and _selected(reader) == "keeper"
    assert pane.surface.washes.spans("found") == ()


def test_whole_words_leave_out_parts_of_words(reader, add, open_article):
    open_article(add(TITLE))
    bar = reader.active.finding.bar
    reader.active.finding.open()
    bar.field.setText("lantern")
    assert bar.count.text().endswith("of 3")
    bar.whole.setChecked(True)
    assert bar.count.text().endswith("of 2")


def test_copying_gives_the_archives_words_and_nothing_shown_beside_them(reader, add, open_article, context):
    open_article(add(TITLE))
    context.settings.set("reading.set_aside", True)
    surface, text = reader.active.surface, reader.active.opened.edition.text
    surface.selectAll()
    context.actions.trigger("edit.copy")
    assert QApplication.clipboard().text() == text
    assert surface.createMimeDataFromSelection().text() == text
    assert not surface.createMimeDataFromSelection().hasHtml()


def test_copying_with_citation_names_author_title_publisher_date_and_paragraph(reader, add, open_article, context):
    open_article(add(TITLE))
    text = reader.active.opened.edition.text
    at = text.index("Nobody")
    reader.highlight(at, at + len("Nobody crossed it"))
    told = []
    context.alerts.toasted.connect(lambda notice: told.append(notice.text))
    context.actions.trigger("edit.copy_cited")
    assert told == ["Copied with its citation"], "on the page nothing else tells that something was copied"
    cited = QApplication.clipboard().text()
    assert cited == (
        "“Nobody crossed it” — Ada Quay and Bo Reed, “Lanterns on the far bank”, River letter, March 2021, ¶ 1."
    )
    reader.highlight(at, text.index("강") + 1)
    context.actions.trigger("edit.copy_cited")
    assert QApplication.clipboard().text().endswith("¶¶ 1–5.")
    context.actions.trigger("edit.copy_citation")
    assert QApplication.clipboard().text().endswith("March 2021.")


def test_clicks_select_word_sentence_and_paragraph(reader, add, open_article, qtbot):
    open_article(add(TITLE))
    surface, text = reader.active.surface, reader.active.opened.edition.text
    reader.active.go_to(text.index("crossed") + 2)
    surface.textCursor()
    cursor = surface.textCursor()
    cursor.select(QTextCursor.SelectionType.WordUnderCursor)
    surface.setTextCursor(cursor)
    assert _selected(reader) == "crossed"
    surface._select_around(3)
    assert _selected(reader) == "Nobody crossed it that night, said the keeper."
    surface._select_around(4)
    assert _selected(reader).startswith("The river was low.") and _selected(reader).endswith("each post.")


def test_a_links_address_is_copied_from_the_menu_and_never_followed(
    reader, archive, open_article, make_edition, with_link
):
    address = "file://host/share/x"
    page = f"<html><body><h1>{TITLE}</h1>" + "<p>The keeper's notes.</p>" * 3
    page += '<p>See <a href="https://example.org/keeper">the keeper</a> of the long river bank.</p></body></html>'
    from archive.importers.registry import read  # the confined worker is not what is tested here

    class Here:
        def read(self, sources):
            for source in sources:
                yield source, read(source)

        def close(self):
            pass

    report = ingest.paste(archive, page, html=True, pool=Here())
    open_article(report.files[0].id)
    text = reader.active.opened.edition.text
    at = text.index("the keeper of") + 4
    assert reader.active.surface.link_around(at) == "https://example.org/keeper"
    reader.highlight(at, at + 3)
    menu = reader.context_menu(reader.active, QPoint(1, 1))
    next(action for action in menu.actions() if action.objectName() == "copy_link").trigger()
    assert QApplication.clipboard().text() == "https://example.org/keeper"
    assert reader.active.surface.loadResource(2, address) is None


def test_set_aside_text_is_put_back_where_it_stood_and_undo_takes_it_out_again(
    reader, add, open_article, context, qtbot
):
    open_article(add(TITLE))
    before = reader.active.opened.edition.text
    reader.active.show_set_aside(0)
    assert context.settings["reading.set_aside"]
    assert reader.active.surface.set_aside_at_caret() == 0
    qtbot.keyClick(reader.active.surface, Qt.Key.Key_Return)
    assert context.jobs.drain()
    after = reader.active.opened.edition.text
    assert after == before + "\nSign up for our river letter"
    assert reader.active.surface.set_aside_at_caret() is None
    context.history.undo()
    assert context.jobs.drain() and reader.active.opened.edition.text == before


def test_an_article_that_is_read_meanwhile_leaves_what_was_put_back_the_next_to_undo(
    reader, add, open_article, context, archive
):
    article = add(TITLE)
    open_article(article)
    before = reader.active.opened.edition.text
    reader.put_back(reader.active, 0)
    assert context.jobs.drain()
    bar = reader.active.surface.verticalScrollBar()
    bar.setValue(bar.maximum())
    reader.active.end_seen()
    assert context.jobs.drain() and archive.store.articles.get(article).read
    context.history.undo()
    assert context.jobs.drain() and reader.active.opened.edition.text == before
    assert archive.store.articles.get(article).read


def test_a_very_long_article_is_set_in_parts_of_bounded_work(reader, add, open_article, context, qtbot):
    article = add("Many", [(BlockKind.PARAGRAPH, f"line {number}") for number in range(5_000)])
    open_article(article)
    pane, text = reader.active, reader.active.opened.edition.text
    assert pane.surface.document().blockCount() <= SECTION_PIECES + 2
    assert pane.parts.isVisible() and pane.parts.label.text() == "Part 1 of 10"
    reader.highlight(text.index("line 4999"), len(text))
    assert pane.parts.label.text() == "Part 10 of 10" and _selected(reader) == "line 4999"
    assert pane.surface.document().blockCount() <= SECTION_PIECES + 2
    pane.finding.open()
    pane.finding.bar.field.setText("line 17")
    assert pane.finding.bar.count.text().endswith("of 111")
    pane.turn(-1)
    assert pane.parts.label.text() == "Part 1 of 10" or pane.position() < len(text)


def test_five_thousand_marks_cost_only_what_is_in_view(reader, add, open_article, monkeypatch):
    open_article(add(TITLE, LONG))
    surface, text = reader.active.surface, reader.active.opened.edition.text
    surface.washes.set("hit", [(at, at + 3) for at in range(0, len(text) - 3, len(text) // 5_000 or 1)])
    surface.show_marks()
    asked = []
    between = surface.washes.between
    monkeypatch.setattr(surface.washes, "between", lambda *place: asked.append(place) or between(*place))
    surface.viewport().grab()
    assert 0 < len(asked) < 12


def test_text_size_and_theme_change_under_the_reader_and_the_place_stays(reader, add, open_article, context):
    open_article(add(TITLE, LONG))
    reader.active.go_to(reader.active.opened.edition.text.index("Paragraph 30"), top=True)
    place = reader.position()
    for act in ("reading.larger", "reading.wider", "reading.face"):
        context.actions.trigger(act)
        assert reader.position() == place
    context.theme.choose("dark")
    assert reader.position() == place
    ink = reader.active.surface.section.document.lastBlock().charFormat().foreground().color()
    assert ink == context.theme.color("text")
    context.actions.trigger("reading.reset")
    assert context.settings["reading.size"] == 17.5 and reader.position() == place


def test_resizing_keeps_the_place_and_the_measure(reader, add, open_article, qapp):
    open_article(add(TITLE, LONG))
    reader.active.go_to(reader.active.opened.edition.text.index("Paragraph 30"), top=True)
    place = reader.position()
    reader.resize(1400, 500)
    qapp.processEvents()
    surface = reader.active.surface
    assert reader.position() == place
    margins = surface.document().rootFrame().frameFormat()
    column = surface.viewport().width() - margins.leftMargin() - margins.rightMargin()
    assert 60 <= 66 * column / reader.active._type.column_px <= 72


def test_two_articles_stand_side_by_side_each_with_its_own_finding(reader, add, open_article, context):
    first, second = add(TITLE), add("Other", [(BlockKind.PARAGRAPH, "Another river.")])
    open_article(first)
    context.actions.trigger("reading.beside")
    assert context.jobs.drain() and len(reader.panes) == 2
    open_article(second)
    assert [pane.article_id for pane in reader.panes] == [first, second]
    reader.active.finding.open()
    reader.active.finding.bar.field.setText("river")
    assert reader.panes[1].finding.bar.count.text() == "1 of 1"
    assert reader.panes[0].finding.bar.isHidden()
    reader.panes[0].activated.emit()
    assert reader.article_id == first
    reader.close_beside(reader.panes[0])
    assert [pane.article_id for pane in reader.panes] == [second] and reader.article_id == second


def test_an_article_that_is_gone_leaves_the_empty_page_and_a_sentence(reader, context, open_article, qtbot):
    with qtbot.waitSignal(context.alerts.banner):
        open_article(4711)
    assert reader.article_id is None


def test_korean_is_never_shown_as_blank_boxes(reader, add, open_article, context):
    open_article(add("등불", [(BlockKind.PARAGRAPH, "강을 건너는 사람들은 등불을 들었다.")], language="ko"))
    if not QFontDatabase.families(QFontDatabase.WritingSystem.Korean):
        pytest.skip("no font with Hangul is installed on this machine")
    for face in ("serif", "sans"):
        context.settings.set("reading.face", face)
        document = reader.active.surface.document()
        block = document.lastBlock()
        document.documentLayout().blockBoundingRect(block)  # lays it out
        lines = (block.layout().lineAt(number) for number in range(block.layout().lineCount()))
        runs = [run for line in lines for run in line.glyphRuns()]
        assert runs
        for run in runs:
            font: QRawFont = run.rawFont()
            assert 0 not in run.glyphIndexes(), font.familyName()
    assert "2021년 3월" in reader.active.surface.section.block_of_role(Role.ABOUT).text()


def test_every_button_of_the_reader_has_a_name_to_be_spoken(reader, inspector, add, open_article):
    from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit

    open_article(add(TITLE))
    for kind in (QAbstractButton, QLineEdit, QPlainTextEdit):
        for widget in [*reader.findChildren(kind), *inspector.findChildren(kind)]:
            assert widget.objectName() and (widget.accessibleName() or widget.text()), widget


def test_the_place_is_remembered_only_after_the_page_stood_still(reader, add, open_article):
    open_article(add(TITLE, LONG))
    reader.active.go_to(reader.active.opened.edition.text.index("Paragraph 10"), top=True)
    assert reader.active._remember.isActive()
    assert reader.active._remember.interval() == pane_module.REMEMBER_MS


def test_resuming_comes_back_to_the_place_although_the_search_has_hits(reader, add, open_article, archive):
    article = add(TITLE, LONG)
    archive.index.catch_up()
    wanted = archive.store.editions.current(article).text.index("Paragraph 30")
    curate.remember_position(archive, article, wanted)
    open_article(article, query="river", resume=True)
    assert reader.position() == wanted and reader.active.bar.hits.text() == "60 hits"
    open_article(article, query="river")
    assert reader.active.bar.hits.text() == "hit 1 of 60" and reader.position() < wanted


def test_the_letters_card_sets_and_follows_the_settings_and_goes_with_its_pane(
    reader, add, open_article, context, qapp
):
    open_article(add(TITLE))
    context.actions.trigger("reading.beside")
    assert context.jobs.drain()
    pane = reader.active
    pane.bar.letters.click()
    card = pane.findChild(object, "appearance")
    card._sliders["reading.size"][0].setValue(40)
    assert context.settings["reading.size"] == 20.0
    context.settings.set("reading.measure", 70)
    assert card._sliders["reading.measure"][0].value() == 70
    card.hide()
    reader.close_beside(pane)
    qapp.sendPostedEvents(None, 52)  # QEvent.Type.DeferredDelete: the pane and its card are gone now
    context.settings.set("reading.measure", 60)
    assert context.settings["reading.measure"] == 60
