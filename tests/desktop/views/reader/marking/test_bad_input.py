"""What a person may do wrong, or the world meanwhile, while marking: one clear sentence each, and nothing is lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from archive.model.article import BlockKind, Text
from archive.model.passage import State
from archive.operations import anchoring, annotate, codebook, curate, history
from desktop.views.reader.marking import selecting
from desktop.views.reader.marking.differences import difference

CTRL = Qt.KeyboardModifier.ControlModifier
HARD = "one\u00a0hard space\r\nand a line's end of another system  \n"
MEGABYTE = "북한 note " * 120_000


@pytest.fixture
def told(context):
    """Every sentence that a banner or a toast told."""
    said = []
    context.alerts.banner.connect(lambda notice: said.append(notice.text))
    context.alerts.toasted.connect(lambda notice: said.append(notice.text))
    return said


@pytest.fixture
def made(archive, article, context, text, settle, page):
    """A passage with the note given."""

    def make(note=""):
        at = text.index("Nobody crossed it")
        passage, change = annotate.mark(archive, article, at, at + 17, note=note)
        context.history.do(change)
        settle()
        return passage

    return make


@pytest.fixture
def replace_text(archive, article, ferry, make_edition):
    """Makes another edition current, as an import of a changed file does, behind the window's back."""

    def replace():
        blocks = [(BlockKind.PARAGRAPH, "A line that was added above everything else."), *ferry]
        edition = make_edition(blocks)
        held = archive.store.editions.current(article)
        with archive.atomic():
            archive.store.editions.add(
                article,
                Text(edition.text, edition.blocks, ()),
                original=held.original.sha512,
                encoding="utf-8",
                importer="plain",
                importer_version=1,
                reason="import",
                path="letters/ferry.txt",
                created="2026-02-02T03:04:05.000Z",
            )
            anchoring.follow(archive, article)
        return edition

    return replace


def typed_tag(page, reader, words, qtbot, settle):
    qtbot.keyClick(page.surface, Qt.Key.Key_T)
    box = reader.markings._box
    box.field.setText(words)
    qtbot.keyClick(box.field, Qt.Key.Key_Return, CTRL)
    settle()
    return box


@pytest.mark.parametrize(
    ("words", "part"),
    [("x" * 10_000, "at most 200 characters"), ("left\u202eright", "cannot be seen"), ("a\u0007b", "cannot be seen")],
)
def test_what_is_no_name_is_told_in_the_box_and_stays_there_to_be_mended(
    page, reader, select, passages, archive, settle, qtbot, words, part
):
    select("Nobody crossed it")
    box = typed_tag(page, reader, words, qtbot, settle)
    assert box.isVisible() and box.field.text() == words and part in box.warning.text()
    assert passages() == [] and codebook.paths(archive) == [] and reader.markings.book.recent == []
    box.field.setText("mended")
    qtbot.keyClick(box.field, Qt.Key.Key_Return, CTRL)
    settle()
    assert [use.path for use in passages()[0].tags] == ["mended"]


@pytest.mark.parametrize("again", ["CAFÉ", "Cafe\u0301", " café "])
def test_the_same_name_written_otherwise_is_the_tag_that_is_there(
    page, reader, select, passages, archive, context, settle, qtbot, again
):
    context.history.do(codebook.add(archive, "Café"))
    reader.markings.book.refresh()
    settle()
    select("Nobody crossed it")
    typed_tag(page, reader, again, qtbot, settle)
    assert codebook.paths(archive) == ["Café"] and passages()[0].tags[0].path == "Café"


def test_a_full_stop_never_brings_back_a_name_that_was_given_up(
    page, reader, select, passages, archive, context, settle, qtbot
):
    select("Nobody crossed it")
    typed_tag(page, reader, "old name", qtbot, settle)
    reader.markings._box.leave()
    context.history.do(codebook.rename(archive, "old name", "new name"))
    settle()
    assert reader.markings.book.recent == []
    select("The river was low")
    qtbot.keyClick(page.surface, Qt.Key.Key_Period)
    settle()
    assert codebook.paths(archive) == ["new name"] and len(passages()) == 1


def test_q_on_words_with_hidden_marks_makes_no_tag_and_says_why(
    page, passages, archive, add, open_article, settle, qtbot, told
):
    open_article(add("Hidden", [(BlockKind.PARAGRAPH, "A word\u202e turned round.")]))
    page.surface.selectAll()
    qtbot.keyClick(page.surface, Qt.Key.Key_Q)
    settle()
    assert codebook.paths(archive) == [] and annotate.count(archive) == 0
    assert "cannot be seen" in told[-1]


@pytest.mark.parametrize(
    ("text", "cut"), [("ab e\u0301 c", (4, 5)), ("x 👩\u200d👩\u200d👧 y", (3, 5)), ("a 각 b", (2, 3))]
)
def test_a_selection_inside_a_character_takes_all_of_it(text, cut):
    start, end = selecting.snapped(text, *cut, "none")
    assert text[start:end] == text.split(" ")[1]


def test_white_space_alone_is_no_passage_and_makes_no_act(page, select, passages, archive, settle, qtbot):
    select(" river")
    cursor = page.surface.textCursor()
    page.surface.select_qt(cursor.selectionStart(), cursor.selectionStart() + 1)
    page.context.settings.set("marking.snap", "none")
    qtbot.keyClick(page.surface, Qt.Key.Key_H)
    settle()
    assert all(each.anchor.exact.strip() for each in passages())


def test_a_note_that_nobody_touched_keeps_its_hard_spaces_and_line_ends(
    page, made, inspector, passages, archive, settle, qtbot
):
    made(HARD)
    acts = len(history.page(archive))
    qtbot.keyClick(page.surface, Qt.Key.Key_N)
    if not page.noting.card.isVisible():
        page.choose(passages()[0].uid)
        qtbot.keyClick(page.surface, Qt.Key.Key_N)
    assert page.noting.card.isVisible()
    qtbot.keyClick(page.noting.card.field, Qt.Key.Key_Escape)
    settle()
    (card,) = inspector.passages._cards.values()
    card.edit_note()
    card.save()
    settle()
    assert passages()[0].note == HARD and len(history.page(archive)) == acts


def test_the_note_on_an_article_that_nobody_touched_stays_as_it_is(page, inspector, article, archive, context, settle):
    context.history.do(curate.note(archive, article, HARD))
    settle()
    inspector._save_note()
    settle()
    assert archive.store.articles.get(article).note == HARD


def test_a_note_of_one_line_of_a_megabyte_on_the_article_is_written_on_at_its_end(
    page, inspector, article, archive, context, settle, qtbot
):
    context.history.do(curate.note(archive, article, MEGABYTE))
    settle()
    assert len(inspector.note.toPlainText()) < len(MEGABYTE) // 10 and not inspector.note.earlier.isHidden()
    inspector.note.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(inspector.note, "!")
    inspector._save_note()
    settle()
    assert archive.store.articles.get(article).note == MEGABYTE + "!"


def test_a_note_of_a_megabyte_is_shown_shortened_and_written_on_whole(page, made, inspector, passages, settle, qtbot):
    passage = made("\n".join(MEGABYTE[at : at + 400] for at in range(0, len(MEGABYTE), 400)))
    (card,) = inspector.passages._cards.values()
    assert len(card.told.text()) < 1000 and card.told.text().endswith("…")
    page.choose(passage.uid)
    qtbot.keyClick(page.surface, Qt.Key.Key_N)
    qtbot.keyClick(page.noting.card.field, Qt.Key.Key_Exclam)
    qtbot.keyClick(page.noting.card.field, Qt.Key.Key_Escape)
    settle()
    assert passages()[0].note == passage.note + "!"


def test_a_note_of_one_line_of_a_megabyte_is_written_on_at_its_end(page, made, inspector, passages, settle, qtbot):
    passage = made(MEGABYTE)
    page.choose(passage.uid)
    qtbot.keyClick(page.surface, Qt.Key.Key_N)
    field = page.noting.card.field
    assert len(field.toPlainText()) < len(MEGABYTE) // 10 and field.earlier.isVisible()
    for words in ("!", "?"):
        qtbot.keyClicks(field, words)
        page.noting.card.save()
        settle()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    settle()
    assert passages()[0].note == MEGABYTE + "!?"
    (card,) = inspector.passages._cards.values()
    card.edit_note()
    assert len(card.note.toPlainText()) < len(MEGABYTE) // 10
    qtbot.keyClicks(card.note, ".")
    card.save()
    settle()
    assert passages()[0].note == MEGABYTE + "!?."


def test_words_selected_in_a_text_that_an_import_replaced_are_marked_in_the_new_one(
    page, select, passages, replace_text, settle, qtbot
):
    select("Nobody crossed it")
    edition = replace_text()
    qtbot.keyClick(page.surface, Qt.Key.Key_H)
    settle()
    (made,) = passages()
    assert made.state is State.ANCHORED
    assert edition.text[made.anchor.start : made.anchor.end] == "Nobody crossed it"


def test_a_note_and_edges_in_the_making_outlive_a_new_edition(page, made, passages, replace_text, settle, qtbot):
    passage = made()
    page.choose(passage.uid)
    qtbot.keyClick(page.surface, Qt.Key.Key_N)
    qtbot.keyClicks(page.noting.card.field, "who says")
    edition = replace_text()
    qtbot.keyClick(page.noting.card.field, Qt.Key.Key_Escape)
    settle()
    page.choose(passage.uid)
    qtbot.keyClick(page.surface, Qt.Key.Key_E)
    qtbot.keyClick(page.surface, Qt.Key.Key_Right, CTRL)
    qtbot.keyClick(page.surface, Qt.Key.Key_Return)
    settle()
    (after,) = passages()
    assert after.note == "who says" and after.state is State.ANCHORED
    assert edition.text[after.anchor.start : after.anchor.end] == after.anchor.exact == "Nobody crossed it that"


def test_marks_of_a_new_edition_are_never_drawn_on_the_old_words(page, made, reader, replace_text, settle):
    passage = made()
    drawn = []
    page.changed.connect(
        lambda: drawn.append(
            [
                page.pane.opened.edition.text[mark.start : mark.end]
                for mark in page.marks.marks
                if mark.uid == passage.uid
            ]
        )
    )
    edition = replace_text()
    reader.markings.refresh()
    settle()
    assert page.pane.opened.edition.text == edition.text
    assert drawn and all(words == ["Nobody crossed it"] for words in drawn)


def test_the_difference_of_two_long_wordings_is_told_around_the_change_and_at_once():
    words = [f"word{number}" for number in range(20_000)]
    told = difference(" ".join(words), " ".join([*words[:15_000], "came", *words[15_000:]]))
    assert "<u>came</u>" in told and "<s>" not in told and len(told) < 10_000
    assert told.startswith("…") and told.endswith("…")


def test_an_edge_goes_by_words_to_where_one_ends_or_begins():
    text = "Nobody crossed it, that night"
    end, start = text.index(" it"), text.index("crossed")
    steps = [
        selecting.stepped(text, end, 1, word=True, last=True),
        selecting.stepped(text, end, -1, word=True, last=True),
        selecting.stepped(text, start, 1, word=True, last=False),
        selecting.stepped(text, start, -1, word=True, last=False),
    ]
    assert steps == [text.index(","), len("Nobody"), text.index("it"), 0]
