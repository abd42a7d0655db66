"""Passages are made, tagged, noted, moved and removed by one key each; what is refused is taken back with a sentence."""

import pytest
from PySide6.QtCore import Qt

from archive.operations import annotate, codebook

SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


def test_h_marks_the_selected_words_and_undo_takes_them_away(page, select, passages, settle, context, qtbot):
    start, end = select("Nobody crossed it")
    qtbot.keyClick(page.surface, Qt.Key.Key_H)
    settle()
    (made,) = passages()
    assert (made.anchor.start, made.anchor.end) == (start, end) and made.colour == "sun"
    assert page.chosen == made.uid and not page.surface.textCursor().hasSelection()
    context.history.undo()
    settle()
    assert passages() == [] and page.marks.marks == () and page.chosen is None
    context.history.redo()
    settle()
    assert [each.uid for each in passages()] == [made.uid]


def test_a_mark_is_on_the_page_before_the_archive_has_it(page, select, text, context, qtbot):
    start, end = select("Nobody crossed it")
    qtbot.keyClick(page.surface, Qt.Key.Key_H)
    (drawn,) = page.canvas.shown(0, len(text))
    assert (drawn.start, drawn.end) == (start, end)
    assert context.jobs.drain()


def test_what_the_archive_refuses_is_taken_off_the_page_with_a_sentence(
    page, select, text, context, monkeypatch, settle, qtbot
):
    from archive.base.errors import DiskFull

    def refuse(*_args, **_options):
        raise DiskFull("The disk is full.", "Make room and try again.")

    monkeypatch.setattr(annotate, "mark", refuse)
    told = []
    context.alerts.banner.connect(told.append)
    select("Nobody crossed it")
    qtbot.keyClick(page.surface, Qt.Key.Key_H)
    settle()
    assert page.canvas.shown(0, len(text)) == [] and page.chosen is None
    assert [notice.text for notice in told] == ["The disk is full. Make room and try again."]


def test_half_a_word_is_marked_whole_and_letters_as_they_are_when_asked(page, select, passages, context, settle, qtbot):
    select("obody cros")
    qtbot.keyClick(page.surface, Qt.Key.Key_H)
    settle()
    context.settings.set("marking.snap", "none")
    select("eeper")
    qtbot.keyClick(page.surface, Qt.Key.Key_H)
    settle()
    context.settings.set("marking.snap", "sentence")
    select("lantern stood")
    qtbot.keyClick(page.surface, Qt.Key.Key_H)
    settle()
    assert [each.anchor.exact for each in passages()] == ["Nobody crossed", "eeper", "A lantern stood on each post."]


def test_without_a_selection_h_marks_the_sentence_and_then_changes_its_colour(page, put_caret, passages, settle, qtbot):
    put_caret("crossed")
    for _ in range(2):
        qtbot.keyClick(page.surface, Qt.Key.Key_H)
        settle()
    (made,) = passages()
    assert made.anchor.exact == "Nobody crossed it that night, said the keeper." and made.colour == "moss"


@pytest.mark.parametrize("words", ["lantern 🏮 for", "강을 건너는 사람들은", "🏮"])
def test_marks_stand_on_their_words_beside_emoji_and_hangul(page, select, passages, settle, qtbot, words):
    span = select(words)
    qtbot.keyClick(page.surface, Qt.Key.Key_H)
    settle()
    (made,) = passages()
    assert made.anchor.exact == words and (made.anchor.start, made.anchor.end) == span
    rects = page.canvas._rects(
        page.surface.document().findBlock(page.surface.section.to_qt(span[0])),
        *span,
    )
    assert len(rects) == 1 and rects[0].width() > 4


def test_a_digit_puts_on_the_favourite_and_a_full_stop_repeats_it(
    page, select, put_caret, passages, archive, context, settle, qtbot
):
    context.history.do(codebook.add(archive, "route/river", colour="sky", shortcut="3"))
    settle()
    select("The river was low")
    qtbot.keyClick(page.surface, Qt.Key.Key_3)
    settle()
    put_caret("lantern stood")
    qtbot.keyClick(page.surface, Qt.Key.Key_Period)
    settle()
    first, second = passages()
    assert [use.path for use in (*first.tags, *second.tags)] == ["route/river", "route/river"]
    assert second.anchor.exact == "A lantern stood on each post."
    assert {mark.colour for mark in page.marks.marks} == {"sky"}


def test_a_digit_without_a_favourite_says_where_to_get_one(page, select, passages, context, settle, qtbot):
    told = []
    context.alerts.toasted.connect(told.append)
    select("The river was low")
    qtbot.keyClick(page.surface, Qt.Key.Key_7)
    settle()
    assert passages() == [] and "7" in told[-1].text


def test_q_makes_the_selected_words_a_tag(page, select, passages, archive, settle, qtbot):
    select("The river/low"[:9])
    qtbot.keyClick(page.surface, Qt.Key.Key_Q)
    settle()
    assert codebook.paths(archive) == ["The river"]
    assert [use.path for use in passages()[0].tags] == ["The river"]


def test_q_says_when_the_new_tag_is_much_like_another_one(page, select, archive, context, settle, qtbot):
    context.history.do(codebook.add(archive, "rivers"))
    settle()
    told = []
    context.alerts.toasted.connect(lambda notice: told.append((notice.text, notice.action_label)))
    for _ in range(2):
        select("river was low"[:5])
        qtbot.keyClick(page.surface, Qt.Key.Key_Q)
        settle()
    assert told == [
        ("Tagged as “river”, a new tag. “rivers” is much like it.", "Undo"),
        ("Tagged as “river”", "Undo"),
    ]


def test_t_opens_the_tag_box_and_several_tags_go_on_one_passage(reader, page, select, passages, archive, settle, qtbot):
    codebook.add(archive, "night", colour="iris")
    reader.markings.book.refresh()
    settle()
    select("Nobody crossed it")
    qtbot.keyClick(page.surface, Qt.Key.Key_T)
    box = reader.markings._box
    assert box is not None and box.isVisible()
    box.chosen.emit("night")
    box.created.emit("crossing")
    settle()
    (made,) = passages()
    assert [use.path for use in made.tags] == ["night", "crossing"]
    assert page.marks.marks[0].colour == "iris"
    box.removed.emit("night")
    box.leave()
    settle()
    assert [use.path for use in passages()[0].tags] == ["crossing"]


def test_n_writes_a_note_that_is_kept_when_the_card_closes(page, select, passages, context, settle, qtbot):
    select("Nobody crossed it")
    qtbot.keyClick(page.surface, Qt.Key.Key_N)
    assert page.noting.card.isVisible() and page.noting.card.field.hasFocus()
    qtbot.keyClicks(page.noting.card.field, "Compare with winter.")
    qtbot.keyClick(page.noting.card.field, Qt.Key.Key_Escape)
    settle()
    (made,) = passages()
    assert made.note == "Compare with winter." and not page.noting.card.isVisible()
    qtbot.keyClick(page.surface, Qt.Key.Key_N)
    for words in (" One", " two"):
        qtbot.keyClicks(page.noting.card.field, words)
        page.noting.card.save()
        settle()
    page.noting.card.leave()
    assert passages()[0].note == "Compare with winter. One two"
    context.history.undo()
    settle()
    assert passages()[0].note == "Compare with winter.", "typing on in one note is one step"


def test_a_note_card_closed_empty_marks_nothing(page, select, passages, settle, qtbot):
    select("Nobody crossed it")
    qtbot.keyClick(page.surface, Qt.Key.Key_N)
    qtbot.keyClick(page.noting.card.field, Qt.Key.Key_Escape)
    settle()
    assert passages() == []


@pytest.fixture
def made(page, select, passages, settle, qtbot):
    """A passage of the person's own, and its words selected once more."""
    select("Nobody crossed it")
    qtbot.keyClick(page.surface, Qt.Key.Key_H)
    settle()
    page.choose(None)
    select("Nobody crossed it")
    return passages()[0]


def test_h_on_exactly_the_words_of_a_passage_chooses_it(page, made, passages, context, settle, qtbot):
    label = context.history.undo_label
    qtbot.keyClick(page.surface, Qt.Key.Key_H)
    settle()
    assert passages() == [made] and page.chosen == made.uid
    assert not page.surface.textCursor().hasSelection() and context.history.undo_label == label


def test_a_colour_asked_for_on_exactly_its_words_recolours_the_passage(page, made, passages, settle):
    page.bar.coloured.emit("sky")
    settle()
    assert [(each.uid, each.colour) for each in passages()] == [(made.uid, "sky")] and page.chosen == made.uid


def test_a_tagged_passage_is_chosen_and_keeps_the_colour_of_its_tag(page, made, archive, context, passages, settle):
    context.history.do(annotate.tag(archive, [made.uid], "night"))
    settle()
    told = []
    context.alerts.toasted.connect(told.append)
    page.bar.coloured.emit("sky")
    settle()
    assert [(each.uid, each.colour) for each in passages()] == [(made.uid, made.colour)] and page.chosen == made.uid
    assert [notice.text for notice in told] == ["A tagged passage has the colour of its first tag."]


def test_tag_and_note_on_exactly_its_words_go_to_the_passage(page, reader, made, select, passages, settle, qtbot):
    qtbot.keyClick(page.surface, Qt.Key.Key_T)
    reader.markings._box.created.emit("night")
    reader.markings._box.leave()
    settle()
    page.choose(None)
    select("Nobody crossed it")
    qtbot.keyClick(page.surface, Qt.Key.Key_N)
    assert page.chosen == made.uid
    qtbot.keyClicks(page.noting.card.field, "Why not?")
    page.noting.card.leave()
    settle()
    select("Nobody crossed it")
    qtbot.keyClick(page.surface, Qt.Key.Key_Q)
    settle()
    (left,) = passages()
    assert (left.uid, left.note) == (made.uid, "Why not?")
    assert [use.path for use in left.tags] == ["night", "Nobody crossed it"]


def test_words_that_another_author_marked_become_a_passage_of_ones_own(
    page, select, put_caret, passages, archive, article, context, text, settle, qtbot
):
    at = text.index("Nobody crossed it")
    context.history.do(annotate.mark(archive, article, at, at + 17, author="Han", note="Hers")[1])
    settle()
    put_caret("crossed")
    select("Nobody crossed it")
    for _ in range(2):
        qtbot.keyClick(page.surface, Qt.Key.Key_H)
        settle()
        select("Nobody crossed it")
    hers, own = sorted(passages(), key=lambda each: each.author != "Han")
    assert (hers.author, hers.note, hers.colour) == ("Han", "Hers", None)
    assert own.author != "Han" and own.colour == "sun"


def test_a_passage_in_a_hidden_layer_is_found_by_its_words_and_shown(
    page, made, select, passages, archive, article, reader, context, text, settle, qtbot
):
    at = text.index("said the keeper")
    context.history.do(annotate.mark(archive, article, at, at + 15, author="Han")[1])
    page.hidden.set(made.author, hidden=True)
    reader.markings.refresh()
    settle()
    assert page.marks.mark(made.uid) is None
    select("Nobody crossed it")
    qtbot.keyClick(page.surface, Qt.Key.Key_H)
    settle()
    assert len(passages()) == 2 and page.marks.mark(made.uid) is not None and page.chosen == made.uid


def test_words_of_a_passage_just_removed_are_marked_anew(page, made, select, passages, settle, qtbot):
    page.remove(made.uid)
    select("Nobody crossed it")
    qtbot.keyClick(page.surface, Qt.Key.Key_H)
    settle()
    (new,) = passages()
    assert new.uid != made.uid and new.anchor == made.anchor


def test_o_goes_round_the_passages_that_overlap(
    page, put_caret, passages, archive, article, context, text, settle, qtbot
):
    sentence = text.index("Nobody")
    for start, end in ((sentence, sentence + 46), (sentence + 7, sentence + 14)):
        context.history.do(annotate.mark(archive, article, start, end)[1])
    settle()
    put_caret("crossed")
    seen = [page.chosen]
    for _ in range(2):
        qtbot.keyClick(page.surface, Qt.Key.Key_O)
        seen.append(page.chosen)
    outer, inner = (each.uid for each in passages())
    assert seen == [inner, outer, inner]


def test_e_moves_the_edges_by_letter_and_word_until_enter(page, select, passages, settle, qtbot):
    select("Nobody crossed")
    qtbot.keyClick(page.surface, Qt.Key.Key_H)
    settle()
    qtbot.keyClick(page.surface, Qt.Key.Key_E)
    qtbot.keyClick(page.surface, Qt.Key.Key_Right, CTRL)
    qtbot.keyClick(page.surface, Qt.Key.Key_Tab)
    qtbot.keyClick(page.surface, Qt.Key.Key_Right)
    qtbot.keyClick(page.surface, Qt.Key.Key_Return)
    settle()
    assert passages()[0].anchor.exact == "obody crossed it"
    qtbot.keyClick(page.surface, Qt.Key.Key_E)
    qtbot.keyClick(page.surface, Qt.Key.Key_Right, CTRL)
    qtbot.keyClick(page.surface, Qt.Key.Key_Escape)
    settle()
    assert passages()[0].anchor.exact == "obody crossed it"


def test_del_removes_the_passage_and_the_toast_brings_it_back(page, select, passages, context, settle, qtbot):
    told = []
    context.alerts.toasted.connect(told.append)
    select("Nobody crossed")
    qtbot.keyClick(page.surface, Qt.Key.Key_H)
    settle()
    qtbot.keyClick(page.surface, Qt.Key.Key_Delete)
    settle()
    assert passages() == [] and told[-1].action_label == "Undo"
    told[-1].action()
    settle()
    assert len(passages()) == 1


def test_del_on_words_that_are_no_passage_trashes_nothing(page, select, reader, context, settle, qtbot):
    done = []
    context.actions.on("article.trash", lambda: done.append("trash"), owner=reader)
    told = []
    context.alerts.toasted.connect(told.append)
    select("Nobody crossed")
    qtbot.keyClick(page.surface, Qt.Key.Key_Delete)
    assert not done and told


def test_the_selection_grows_and_shrinks_by_keys(page, put_caret, text, context):
    put_caret("crossed")

    def chosen() -> str:
        start, end = page.surface.selected()
        return text[start:end]

    context.actions.trigger("passage.extend")
    assert chosen() == "crossed"
    context.actions.trigger("passage.extend")
    assert chosen() == "crossed it"
    context.actions.trigger("passage.shrink")
    assert chosen() == "crossed"
    context.actions.trigger("passage.widen")
    assert chosen() == "Nobody crossed it that night, said the keeper."
    context.actions.trigger("passage.extend")
    assert chosen().endswith("A lantern stood on each post.")
    context.actions.trigger("passage.shrink")
    context.actions.trigger("passage.widen")
    assert chosen().startswith("The river was low.")


def test_the_selection_narrows_again_to_where_it_was_widened_from(page, put_caret, text, qtbot):
    put_caret("crossed")
    seen = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(page.surface, key, ALT | SHIFT)
        start, end = page.surface.selected()
        seen.append(text[start:end])
    paragraph = next(line for line in text.splitlines() if "crossed" in line)
    sentence = "Nobody crossed it that night, said the keeper."
    assert seen == ["crossed", sentence, paragraph, sentence, "crossed", ""]


def test_what_was_selected_otherwise_narrows_to_what_stands_at_its_start(page, put_caret, select, text, context):
    put_caret("crossed")
    context.actions.trigger("passage.widen")
    select("Nobody crossed it that night, said the keeper. A lantern stood on each post.")
    seen = []
    for _ in range(2):
        context.actions.trigger("passage.narrow")
        start, end = page.surface.selected()
        seen.append(text[start:end])
    assert seen == ["Nobody crossed it that night, said the keeper.", "Nobody"]


def test_escape_hides_the_bar_and_then_lets_go_of_the_selection(page, select, qtbot):
    start, end = select("Nobody crossed it")
    page.show_bar()
    qtbot.keyClick(page.surface, Qt.Key.Key_Escape)
    assert not page.bar.isVisible() and page.surface.selected() == (start, end)
    qtbot.keyClick(page.surface, Qt.Key.Key_Escape)
    assert page.surface.selected() == (start, start)


def test_brackets_go_from_passage_to_passage_in_the_order_of_the_text(
    page, put_caret, archive, article, context, text, settle, qtbot
):
    spans = [(text.index(words), text.index(words) + len(words)) for words in ("river was", "crossed", "lantern stood")]
    for start, end in reversed(spans):
        context.history.do(annotate.mark(archive, article, start, end)[1])
    settle()
    told = []
    context.alerts.toasted.connect(lambda notice: told.append(notice.text))
    put_caret("Nobody")
    seen = []
    for key in (Qt.Key.Key_BracketRight,) * 3 + (Qt.Key.Key_BracketLeft,) * 3:
        qtbot.keyClick(page.surface, key)
        mark = page.marks.mark(page.chosen)
        seen.append((mark.start, mark.end))
        assert page.surface.selected()[0] == mark.start
    first, second, third = spans
    assert seen == [second, third, third, second, first, first]
    assert told == ["This is the last passage.", "This is the first passage."]


def test_the_tag_box_leaves_the_words_that_it_tags_in_view(reader, page, put_caret, qtbot):
    reader.resize(900, 420)
    put_caret("rose again")
    qtbot.keyClick(page.surface, Qt.Key.Key_T)
    box, view = reader.markings._box, page.surface.viewport()
    words = page.rect_of(*reader.markings._tagging.span)
    words.moveTopLeft(box.parentWidget().mapFromGlobal(view.mapToGlobal(words.topLeft())))
    assert box.isVisible() and not box.geometry().intersects(words)
    assert box.parentWidget().rect().contains(box.geometry())


def test_a_read_only_archive_is_never_marked(page, select, passages, archive, settle, monkeypatch, qtbot):
    monkeypatch.setattr(archive, "read_only", True)
    select("Nobody crossed")
    qtbot.keyClick(page.surface, Qt.Key.Key_H)
    settle()
    assert passages() == []
