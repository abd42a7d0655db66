"""The codebook as a person uses it: the tree, what is done with tags, and everything told of one."""

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QDrag, QDragMoveEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from archive.operations import annotate, codebook
from desktop.models.codebook import CodebookModel
from desktop.views.codebook.cards import Quote
from desktop.views.codebook.dialogs import RemoveDialog, SplitDialog
from desktop.views.codebook.fields import RelatedTag
from desktop.views.codebook.renaming import NameEditor
from desktop.widgets.note_field import PIECE_CHARS


def rows(desk) -> list[str]:
    """The tree from the top, each tag with its own count and the one that takes in those below it."""
    found: list[str] = []

    def walk(parent: QModelIndex, depth: int) -> None:
        for row in range(desk.view.model.rowCount(parent)):
            index = desk.view.model.index(row, 0, parent)
            tag = desk.view.model.tag(index)
            found.append(f"{'  ' * depth}{tag.name} {tag.passages}/{tag.passages_below}")
            walk(index, depth + 1)

    walk(QModelIndex(), 0)
    return found


def press(parent: QWidget, name: str, qtbot: QtBot) -> None:
    found = next(each for each in parent.findChildren(QPushButton, name) if each.isVisible())
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def dialog(desk, kind: type) -> QWidget:
    return next(each for each in desk.view.findChildren(kind) if each.isVisible())


def answer(desk, qtbot: QtBot, typed: str, *, control: bool = False) -> None:
    """Types into the tag box and presses Return."""
    field = desk.view.box.field
    assert field.isVisible()
    field.setText(typed)
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(field, Qt.Key.Key_Return, modifier)
    desk.settle()


def test_an_empty_codebook_says_so_and_offers_the_starter(empty_desk, qtbot: QtBot) -> None:
    assert empty_desk.view.empty.isVisible()
    press(empty_desk.view.empty, "codebook_empty_starter", qtbot)
    empty_desk.settle()
    assert not empty_desk.view.empty.isVisible()
    assert "route/river" in empty_desk.paths()
    empty_desk.context.history.undo()
    empty_desk.settle()
    assert empty_desk.view.empty.isVisible()


def test_the_tree_shows_own_counts_and_those_with_the_tags_below(desk) -> None:
    assert rows(desk) == ["border control 0/0", "cost 1/1", "route 0/3", "  river 2/2", "  sand 1/1"]


def test_the_filter_keeps_what_holds_the_words_and_what_is_above(desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(desk.view.pane.filter, "sand")
    assert rows(desk) == ["route 0/3", "  sand 1/1"]
    qtbot.keyClick(desk.view.pane.filter, Qt.Key.Key_Escape)
    assert len(rows(desk)) == 5


def test_a_filter_that_nothing_meets_says_so(desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(desk.view.pane.filter, "zzz")
    assert desk.view.pane.nothing.isVisible()
    assert not desk.view.detail.isVisible()


def test_a_new_tag_is_named_in_the_box_and_shown(desk, qtbot: QtBot) -> None:
    desk.view.tree.setFocus()
    qtbot.keyClick(desk.view.tree, Qt.Key.Key_Insert)
    answer(desk, qtbot, "weather/ice")
    assert "weather/ice" in desk.paths()
    assert desk.view.tag.path == "weather/ice"


def test_a_new_child_begins_below_the_chosen_tag(desk, qtbot: QtBot) -> None:
    desk.choose("route")
    desk.context.actions.trigger("tag.new_child")
    assert desk.view.box.field.text() == "route/"
    answer(desk, qtbot, "route/air")
    assert "route/air" in desk.paths()


def test_a_tag_is_renamed_in_place_and_stays_chosen(desk, qtbot: QtBot) -> None:
    desk.choose("route")
    qtbot.keyClick(desk.view.tree, Qt.Key.Key_F2)
    editor = desk.view.tree.findChild(QLineEdit, "tag-name")
    editor.setText("way")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    desk.settle()
    assert "way/river" in desk.paths()
    assert desk.view.tag.path == "way"
    desk.context.history.undo()
    desk.settle()
    assert "route/river" in desk.paths()


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("ROUTE", "There is a tag 'route' already."),
        ("route/toll", "is a path, not a name"),
        ("a\u0007b", "cannot be seen"),
    ],
)
@pytest.mark.parametrize("how", ["enter", "tab", "away", "row"])
def test_a_refused_name_stays_in_its_field_with_the_reason(desk, qtbot: QtBot, typed: str, why: str, how: str) -> None:
    before = desk.paths()
    desk.choose("cost")
    qtbot.keyClick(desk.view.tree, Qt.Key.Key_F2)
    editor = desk.view.tree.findChild(NameEditor)
    editor.setText(typed)
    if how == "row":
        row = desk.view.tree.visualRect(desk.view.model.index_of(desk.tag("route").id))
        qtbot.mouseClick(desk.view.tree.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    elif how == "away":
        desk.view.pane.filter.setFocus()
    else:
        qtbot.keyClick(editor, Qt.Key.Key_Return if how == "enter" else Qt.Key.Key_Tab)
    desk.settle()
    assert editor.isVisible() and editor.text() == typed and editor.hasFocus() is (how != "away")
    assert editor.why.isVisible() and why in editor.words.text() and desk.told == []
    assert desk.view.tag.path == "cost" and desk.paths() == before
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, "toll")
    assert not editor.why.isVisible()
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    desk.settle()
    assert "toll" in desk.paths() and "cost" not in desk.paths()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_name_that_only_repeats_another_tag_is_told_once_and_given_all_the_same(desk, qtbot: QtBot, key) -> None:
    desk.choose("cost")
    qtbot.keyClick(desk.view.tree, Qt.Key.Key_F2)
    editor = desk.view.tree.findChild(NameEditor)
    editor.setText("Routes")
    qtbot.keyClick(editor, key)
    desk.settle()
    assert editor.isVisible() and "“route” exists" in editor.words.text() and "cost" in desk.paths()
    assert editor.property("invalid") is False, "it can be given"
    qtbot.keyClick(editor, key)
    desk.settle()
    assert "Routes" in desk.paths() and "cost" not in desk.paths()


def test_a_name_repeats_neither_itself_nor_what_it_was_before(desk, qtbot: QtBot) -> None:
    desk.choose("route")
    qtbot.keyClick(desk.view.tree, Qt.Key.Key_F2)
    editor = desk.view.tree.findChild(NameEditor)
    editor.setText("routes")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    desk.settle()
    assert "routes/river" in desk.paths()


def test_a_refused_name_is_given_up_with_esc_or_by_leaving_an_empty_field(desk, qtbot: QtBot) -> None:
    before = desk.paths()
    for typed in ("route", ""):
        desk.choose("cost")
        qtbot.keyClick(desk.view.tree, Qt.Key.Key_F2)
        editor = desk.view.tree.findChild(NameEditor)
        editor.setText(typed)
        qtbot.keyClick(editor, Qt.Key.Key_Return)
        assert editor.why.isVisible()
        if typed:
            qtbot.keyClick(editor, Qt.Key.Key_Escape)
        else:
            desk.view.pane.filter.setFocus()
        desk.settle()
        qtbot.waitUntil(lambda: desk.view.tree.findChild(NameEditor) is None)
        assert desk.paths() == before
        assert desk.view.tree.findChild(QFrame, "tag-name-refused") is None


def test_a_name_that_is_taken_is_told_and_nothing_changes(desk) -> None:
    desk.choose("cost")
    desk.view.acts.rename(desk.view.tag, "route")
    desk.settle()
    assert any("route" in words for words in desk.told)
    assert "cost" in desk.paths()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("x" * 10_000, "at most 200 characters"),
        ("a\u0007b", "cannot be seen"),
        ("route/toll", "is a path"),
        ("ROUTE", "already"),
        (" ", "needs a name"),
    ],
)
def test_what_is_no_name_is_told_when_a_tag_is_renamed_and_nothing_changes(desk, name: str, told: str) -> None:
    before = desk.paths()
    desk.choose("cost")
    desk.view.acts.rename(desk.view.tag, name)
    desk.settle()
    assert told in desk.told[-1] and desk.paths() == before


def test_an_untouched_definition_keeps_its_version_whatever_its_spaces(desk) -> None:
    words = "Over\u00a0the water.\r\nBy boat. "
    desk.context.history.do(codebook.define(desk.archive, "cost", definition=words))
    desk.settle()
    desk.choose("cost")
    held = desk.tag("cost")
    field = desk.view.detail.words["definition"]
    field.setFocus()
    desk.view.tree.setFocus()
    desk.view.closing()
    desk.settle()
    assert desk.tag("cost") == held


def test_a_tag_is_dragged_below_another_and_to_the_top(desk) -> None:
    model: CodebookModel = desk.view.model
    cost, route = model.index_of(desk.tag("cost").id), model.index_of(desk.tag("route").id)
    move = Qt.DropAction.MoveAction
    model.dropMimeData(model.mimeData([cost]), move, -1, -1, route)
    desk.settle()
    assert "route/cost" in desk.paths()
    moved = model.mimeData([model.index_of(desk.tag("route/cost").id)])
    model.dropMimeData(moved, move, -1, -1, QModelIndex())
    desk.settle()
    assert "cost" in desk.paths()


def test_a_tag_cannot_be_dropped_on_itself_or_below_itself(desk) -> None:
    model: CodebookModel = desk.view.model
    route, river = (model.index_of(desk.tag(path).id) for path in ("route", "route/river"))
    move = Qt.DropAction.MoveAction
    for target in (route, river, QModelIndex()):
        assert not model.canDropMimeData(model.mimeData([route]), move, -1, -1, target)


def test_a_tag_under_a_drag_shows_a_ring_only_if_it_takes_the_other(desk) -> None:
    tree, model = desk.view.tree, desk.view.model
    desk.choose("cost")
    mime, aimed = model.mimeData([tree.currentIndex()]), {}
    for path in ("route", "cost"):
        spot = tree.visualRect(model.index_of(desk.tag(path).id)).center()
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        tree.dragMoveEvent(QDragMoveEvent(spot, Qt.DropAction.MoveAction, mime, left, none))
        aimed[path] = tree.aimed_at.isValid()
    assert aimed == {"route": True, "cost": False}


def test_a_dragged_tag_is_a_small_label_beside_the_pointer(desk, monkeypatch: pytest.MonkeyPatch) -> None:
    drags: list[QDrag] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, _action: drags.append(drag))
    desk.choose("cost")
    desk.view.tree.startDrag(Qt.DropAction.MoveAction)
    (drag,) = drags
    assert 0 < drag.pixmap().height() < 40 and drag.hotSpot().y() < 0
    assert drag.mimeData().formats() == desk.view.model.mimeTypes()


def test_a_tag_is_moved_by_command(desk, qtbot: QtBot) -> None:
    desk.choose("cost")
    desk.context.actions.trigger("tag.move")
    answer(desk, qtbot, "border control")
    assert "border control/cost" in desk.paths()
    desk.context.actions.trigger("tag.move_top")
    desk.settle()
    assert "cost" in desk.paths()


def test_merging_hands_the_passages_over_and_can_be_undone(desk, qtbot: QtBot) -> None:
    desk.choose("cost")
    desk.context.actions.trigger("tag.merge")
    assert "cost" not in [row.path for row in desk.view.box.shown()]
    answer(desk, qtbot, "route/sand")
    assert "cost" not in desk.paths()
    assert desk.tag("route/sand").passages == 2
    assert desk.view.tag.path == "route/sand"
    desk.context.history.undo()
    desk.settle()
    assert desk.tag("cost").passages == 1


def test_a_split_gives_the_ticked_passages_another_tag(desk) -> None:
    desk.choose("route/river")
    desk.context.actions.trigger("tag.split")
    desk.settle()
    asked: SplitDialog = dialog(desk, SplitDialog)
    assert not asked._yes.isEnabled()
    asked.uses.setData(asked.uses.index(1, 0), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    asked.path.setText("routes")
    assert "“route” exists" in asked.warning.text() and asked.warning.isVisible() and asked._yes.isEnabled()
    for fine in ("route", "route/river/", "route/night"):
        asked.path.setText(fine)
        assert asked.warning.isHidden()
    assert asked._yes.text() == "Split off 1 passage"
    asked._yes.click()
    desk.settle()
    assert (desk.tag("route/river").passages, desk.tag("route/night").passages) == (1, 1)


def test_removing_a_tag_that_nothing_carries_asks_nothing(desk, qtbot: QtBot) -> None:
    desk.choose("border control")
    qtbot.keyClick(desk.view.tree, Qt.Key.Key_Delete)
    desk.settle()
    assert "border control" not in desk.paths()
    assert desk.toasts


def test_removing_a_tag_asks_what_happens_to_its_passages(desk) -> None:
    desk.choose("route/river")
    desk.context.actions.trigger("tag.remove")
    asked = dialog(desk, RemoveDialog)
    asked.findChild(QRadioButton, "remove-to_parent").setChecked(True)
    asked.findChild(QPushButton, "remove-yes").click()
    desk.settle()
    assert "route/river" not in desk.paths()
    assert desk.tag("route").passages == 2
    assert desk.view.tag.path == "route"


def test_words_of_a_definition_are_saved_when_the_keyboard_leaves_them(desk, qtbot: QtBot) -> None:
    desk.choose("route/river")
    words = desk.view.detail.words["definition"]
    words.setFocus()
    words.selectAll()
    words.insertPlainText("Over the water.")
    assert desk.tag("route/river").version == 1
    desk.view.tree.setFocus()
    desk.settle()
    tag = desk.tag("route/river")
    assert (tag.definition, tag.version) == ("Over the water.", 2)
    assert "1 earlier version" in desk.view.detail.versions.button.text()


def test_words_typed_are_saved_for_their_tag_when_another_is_chosen(desk) -> None:
    desk.choose("cost")
    desk.view.detail.words["use_when"].insertPlainText("Money is named.")
    desk.choose("route")
    assert desk.tag("cost").use_when == "Money is named."
    assert desk.tag("route").use_when == ""


def test_escape_takes_typed_words_back(desk, qtbot: QtBot) -> None:
    desk.choose("cost")
    words = desk.view.detail.words["definition"]
    qtbot.keyClicks(words, "no")
    qtbot.keyClick(words, Qt.Key.Key_Escape)
    assert words.toPlainText() == "About cost"
    assert not words.unsaved


def test_words_typed_are_kept_when_the_archive_closes(desk) -> None:
    desk.choose("cost")
    desk.view.detail.words["not_when"].insertPlainText("A toll.")
    desk.view.closing()
    desk.context.jobs.cancel_all()
    desk.settle()
    assert desk.tag("cost").not_when == "A toll."


def test_of_a_very_long_definition_the_end_is_laid_out_and_all_of_it_is_kept(desk, qtbot: QtBot) -> None:
    long = "over the river and back again " * 9_000 + "at last"
    codebook.define(desk.archive, "cost", long)
    desk.view.book.refresh()
    desk.choose("cost")
    words = desk.view.detail.words["definition"]
    assert len(words.toPlainText()) <= PIECE_CHARS and words.earlier.isVisible() and not words.unsaved
    words.setFocus()
    words.moveCursor(words.textCursor().MoveOperation.End)
    qtbot.keyClicks(words, "!")
    assert words.unsaved
    qtbot.keyClick(words, Qt.Key.Key_Escape)
    assert not words.unsaved and words.note == long
    words.moveCursor(words.textCursor().MoveOperation.End)
    qtbot.keyClicks(words, " and on")
    qtbot.keyClick(words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert desk.tag("cost").definition == f"{long} and on"
    assert not words.unsaved
    qtbot.mouseClick(words.earlier, Qt.MouseButton.LeftButton)
    assert PIECE_CHARS < len(words.toPlainText()) < len(long) and not words.unsaved


def test_a_changed_definition_offers_its_older_uses_for_review(desk, qtbot: QtBot) -> None:
    codebook.define(desk.archive, "route/river", "Over the ice only.")
    desk.view.book.refresh()
    desk.choose("route/river")
    review = desk.view.detail.review
    assert review.heading.text() == "2 older uses to review"
    press(review, "tag-review-open", qtbot)
    press(review, "review-keep", qtbot)
    desk.settle()
    assert review.heading.text() == "1 older use to review"
    press(review, "review-untag", qtbot)
    desk.settle()
    assert not review.isVisible()
    assert desk.tag("route/river").passages == 1


def test_older_uses_are_reviewed_by_keyboard_one_after_the_other(desk, qtbot: QtBot) -> None:
    codebook.define(desk.archive, "route/river", "Over the ice only.")
    desk.view.book.refresh()
    desk.choose("route/river")
    window = desk.view.window()
    with qtbot.waitActive(window):
        window.activateWindow()
    desk.view.detail.review.findChild(QPushButton, "tag-review-open").setFocus()
    for left in (2, 1):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space)
        desk.settle()
        assert window.focusWidget().objectName() == "review-keep"
        assert len(codebook.older_uses(desk.archive, "route/river")) == left


def test_tab_goes_through_the_codebook_as_it_is_laid_out(desk, qtbot: QtBot) -> None:
    codebook.relate(desk.archive, "route/river", "cost")
    codebook.define(desk.archive, "route/river", "Over the ice only.")
    desk.view.book.refresh()
    desk.choose("route/river")
    met, widget = [], desk.view.pane.filter
    while (name := widget.objectName()) not in met or not name:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(desk.view):
            met.append(name)
        widget = widget.nextInFocusChain()
    wanted = ("codebook-filter", "button_tag_new", "tags", "tag-more", "tag-shortcut", "tag-definition", "tag-use_when")
    wanted += ("tag-not_when", "tag-versions-open", "tag-review-open", "tag-related", "tag-relate", "quote")
    assert [name for name in met if name in wanted] == list(wanted)


def test_colour_and_favourite_are_chosen_and_inherited(desk, qtbot: QtBot) -> None:
    desk.choose("route")
    desk.view.detail.swatches.buttons["rose"].click()
    desk.settle()
    assert desk.tag("route/river").colour == "rose"
    assert desk.tag("route/river").own_colour is None
    desk.view.detail.shortcut.setCurrentIndex(3)
    desk.view.detail.shortcut.activated.emit(3)
    desk.settle()
    assert desk.tag("route").shortcut == "3"


def test_tags_are_related_and_parted(desk, qtbot: QtBot) -> None:
    desk.choose("cost")
    desk.view.detail.relate.click()
    answer(desk, qtbot, "border control")
    related = desk.view.detail.findChild(RelatedTag)
    assert related.text() == "border control"
    qtbot.keyClick(related, Qt.Key.Key_Delete)
    desk.settle()
    assert desk.tag("cost").related == ()


def test_a_related_tag_is_gone_to_by_a_press(desk) -> None:
    codebook.relate(desk.archive, "cost", "route/sand")
    desk.view.book.refresh()
    desk.choose("cost")
    desk.view.detail.findChild(RelatedTag).click()
    desk.settle()
    assert desk.view.tag.path == "route/sand"


def test_an_example_opens_the_article_at_its_words(desk, qtbot: QtBot) -> None:
    desk.choose("route/sand")
    start, end = annotate.find_quote(desk.archive, desk.article, "Salt was dear")
    with qtbot.waitSignal(desk.view.open_requested) as told:
        desk.view.detail.passages.findChild(Quote).click()
    assert told.args == [desk.article, start, end]


def test_a_passage_is_chosen_as_an_example_and_given_up_again(desk, qtbot: QtBot) -> None:
    desk.choose("route/river")
    detail = desk.view.detail
    assert not detail.examples.isVisibleTo(detail) and detail.passages.heading.text() == "Passages"
    words = detail.passages.findChild(Quote).accessibleName()
    press(detail.passages, "tag-example", qtbot)
    desk.settle()
    assert detail.examples.findChild(Quote).accessibleName() == words
    assert detail.passages.heading.text() == "Other passages"
    assert words not in [quote.accessibleName() for quote in detail.passages.findChildren(Quote)]
    desk.context.history.undo()
    desk.settle()
    assert not detail.examples.isVisibleTo(detail)
    desk.context.history.redo()
    desk.settle()
    press(detail.examples, "tag-example", qtbot)
    desk.settle()
    assert not detail.examples.isVisibleTo(detail)


def test_passages_are_counted_by_article_and_the_article_opens(desk, qtbot: QtBot) -> None:
    desk.choose("route")
    assert desk.view.detail.figures.text() == "3 passages in 1 article · 0 with this very tag"
    with qtbot.waitSignal(desk.view.article_requested) as told:
        press(desk.view.detail.counts, "tag-article", qtbot)
    assert told.args == [desk.article]


def test_tagging_elsewhere_is_counted_here(desk) -> None:
    passages = annotate.of_article(desk.archive, desk.article)
    desk.context.history.do(annotate.tag(desk.archive, [each.uid for each in passages], "cost"))
    desk.settle()
    assert "cost 3/3" in rows(desk)


def test_the_menu_of_a_tag_offers_every_act_on_it(desk) -> None:
    desk.choose("route/river")
    words = [action.text() for action in desk.view.acts.menu_for(desk.view.tag).actions() if action.isEnabled()]
    for verb in ("New tag", "Rename", "Move tag below", "Merge", "Split", "Relate", "Remove"):
        assert any(each.startswith(verb) for each in words), verb


def test_two_thousand_tags_are_shown_folded(desk) -> None:
    archive = desk.archive
    with archive.atomic():
        for number in range(400):
            codebook.add(archive, f"group {number // 10}/tag {number}")
    desk.view.book.refresh()
    desk.settle()
    tree, first = desk.view.tree, desk.view.model.index_of(desk.tag("group 1").id)
    assert not tree.isExpanded(first)
    desk.choose("group 1/tag 12")
    assert tree.isExpanded(desk.view.model.index_of(desk.tag("group 1").id))


@pytest.mark.parametrize("groups", [4, 40])
def test_what_a_person_opened_or_folded_stays_so_when_tags_come_and_when_a_filter_is_cleared(desk, groups: int) -> None:
    with desk.archive.atomic():
        for number in range(groups * 10):
            codebook.add(desk.archive, f"group {number // 10}/tag {number}")
    desk.view.book.refresh()
    desk.settle()
    tree, book, few = desk.view.tree, desk.view.model, groups == 4
    one, other = desk.tag("group 1").id, desk.tag("group 2").id
    assert tree.isExpanded(book.index_of(one)) is few, "few tags begin open, many folded"
    tree.setExpanded(book.index_of(one), not few)
    with desk.archive.atomic():
        codebook.add(desk.archive, "newcomer")
    desk.view.book.refresh()
    desk.settle()
    assert tree.isExpanded(book.index_of(one)) is not few and tree.isExpanded(book.index_of(other)) is few
    desk.view.pane.filter.setText("tag 1")
    assert tree.isExpanded(book.index_of(one)), "what a filter keeps is open"
    desk.view.pane.filter.clear()
    assert tree.isExpanded(book.index_of(one)) is not few and tree.isExpanded(book.index_of(other)) is few


def test_everything_that_takes_the_keyboard_has_a_name(desk) -> None:
    desk.choose("route/river")
    nameless = [
        each.objectName() or type(each).__name__
        for each in desk.view.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible() and not each.accessibleName()
    ]
    assert nameless == []


def test_the_tag_box_opens_inside_the_view(desk) -> None:
    desk.context.actions.trigger("tag.new")
    box = desk.view.box
    assert desk.view.rect().contains(box.geometry())
    assert box.mapToGlobal(QPoint(0, 0)).y() >= desk.view.pane.filter.mapToGlobal(QPoint(0, 0)).y()
