"""The passages of the archive as a person meets them: listed, narrowed, grouped, changed, undone, copied and opened."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPlainTextEdit

from archive.model.passage import Match, PassageFilter, PassageSort
from archive.operations import annotate, examples
from desktop.models.passages import Section
from desktop.views.passages import Passages
from desktop.views.passages.pane import PassagesPane
from desktop.widgets.note_field import PIECE_CHARS, NoteField

Bench = Any  # of conftest.py, which test modules do not import


@pytest.fixture
def pane(view: Passages) -> PassagesPane:
    return view.pane


def listed(pane: PassagesPane) -> list[str]:
    """What stands in the list: the words of passages, headings in brackets."""
    model, found = pane.lister.model, []
    for row in range(model.rowCount()):
        place, held = model.place(row), model.row(row)
        if isinstance(place, Section):
            found.append(f"[{place.label} {place.count}]")
        elif held is not None:
            found.append(held.passage.anchor.exact)
    return found


def choose(pane: PassagesPane, words: str) -> None:
    pane.table.choose(listed(pane).index(words))


def press(pane: PassagesPane, key: Qt.Key) -> None:
    QTest.keyClick(pane.table, key)


def passage(bench: Bench, words: str) -> Any:
    return next(each for each in annotate.passages(bench.archive, limit=None) if each.anchor.exact == words)


def test_every_passage_is_listed_with_what_it_carries(pane: PassagesPane) -> None:
    assert listed(pane) == [
        "Sand moves in winter",
        "takes a toll",
        "crosses the river",
        "the river falls",
        "Nobody crosses",
    ]
    assert pane.count.text() == "5 passages"
    cells = [pane.lister.model.index(3, column).data() for column in range(6)]
    assert cells[:5] == ["the river falls", "route / river", "In autumn.", "Low ferries", "Mina"]


def test_tags_narrow_with_and_without_those_below_by_any_all_and_none(bench: Bench, pane: PassagesPane) -> None:
    pane.show_filter(PassageFilter(tags=("route",)))
    bench.settle()
    assert len(listed(pane)) == 4
    assert pane.count.text() == "4 of 5"
    QTest.mouseClick(pane.filters.below, Qt.MouseButton.LeftButton, pos=QPoint(8, pane.filters.below.height() // 2))
    bench.settle()
    assert listed(pane) == ["Nobody crosses"]
    pane.show_filter(PassageFilter(tags=("cost", "route"), match=Match.ALL))
    bench.settle()
    assert listed(pane) == ["takes a toll"]
    pane.show_filter(PassageFilter(tags=("cost", "route"), match=Match.NONE))
    bench.settle()
    assert listed(pane) == ["Sand moves in winter"]


def test_home_and_end_go_to_the_first_and_the_last_value(bench: Bench, pane: PassagesPane) -> None:
    facets = pane.filters.facets
    values = [row for row, each in enumerate(facets.rows) if each.kind]
    assert not facets.rows[0].kind  # a heading, where the cursor cannot stand
    facets.setCurrentIndex(facets.model().index(values[1], 0))
    QTest.keyClick(facets, Qt.Key.Key_Home)
    assert facets.currentIndex().row() == values[0]
    QTest.keyClick(facets, Qt.Key.Key_End)
    assert facets.currentIndex().row() == values[-1]


def test_facets_count_and_a_ticked_one_narrows_by_key(bench: Bench, pane: PassagesPane) -> None:
    rows = {(row.kind, row.label): row.count for row in pane.filters.facets.rows}
    assert rows[("author", "Mina")] == 3
    assert rows[("tag", "river")] == 2
    assert rows[("tag", "route")] == 4  # with those below
    assert rows[("untagged", "No tag")] == 1
    facets = pane.filters.facets
    row = [(each.kind, each.value) for each in facets.rows].index(("author", "Jun"))
    facets.setCurrentIndex(facets.model().index(row, 0))
    QTest.keyClick(facets, Qt.Key.Key_Space)
    bench.settle()
    assert listed(pane) == ["crosses the river", "Nobody crosses"]
    QTest.mouseClick(pane.filters.clear, Qt.MouseButton.LeftButton)
    bench.settle()
    assert len(listed(pane)) == 5


def test_words_and_notes_are_searched_and_nothing_found_offers_a_way_back(bench: Bench, pane: PassagesPane) -> None:
    QTest.keyClicks(pane.field, "autumn")
    bench.settle()
    assert listed(pane) == ["the river falls"]
    pane.field.clear()
    QTest.keyClicks(pane.field, "zebra")
    bench.settle()
    assert listed(pane) == []
    assert pane.empty.sentence.text() == "No passage has all of these."


@pytest.mark.parametrize(
    ("group", "headings"),
    [
        ("author", ["[Jun 2]", "[Mina 3]"]),
        ("article", ["[Dunes 1]", "[Bridges and tolls 2]", "[Low ferries 2]"]),
        ("tag", ["[cost 1]", "[route 1]", "[route / bridge 1]", "[route / river 2]", "[No tag 1]"]),
    ],
)
def test_groups_have_headings_and_fold(bench: Bench, pane: PassagesPane, group: str, headings: list[str]) -> None:
    pane.group_by(group)
    bench.settle()
    rows = listed(pane)
    assert [row for row in rows if row.startswith("[")] == headings
    pane.table.choose(0)
    press(pane, Qt.Key.Key_Left)
    assert len(listed(pane)) == len(rows) - pane.lister.model.listing.sections[0].count
    press(pane, Qt.Key.Key_Right)
    assert listed(pane) == rows


def test_a_column_orders_the_list(bench: Bench, pane: PassagesPane) -> None:
    pane.table.sort_asked.emit(4)
    bench.settle()
    assert pane.wanted.sort is PassageSort.AUTHOR
    assert listed(pane)[:2] == ["crosses the river", "Nobody crosses"]


def test_a_note_is_edited_in_its_cell_and_undone(bench: Bench, pane: PassagesPane) -> None:
    choose(pane, "takes a toll")
    press(pane, Qt.Key.Key_N)
    editor = pane.table.findChild(QPlainTextEdit, "note-editor")
    assert editor is not None
    QTest.keyClicks(editor, "How much?")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    bench.settle()
    assert passage(bench, "takes a toll").note == "How much?"
    assert pane.lister.model.index(1, 2).data() == "How much?"
    bench.undo()
    assert passage(bench, "takes a toll").note == ""


def test_typing_in_the_detail_is_one_step(bench: Bench, pane: PassagesPane) -> None:
    choose(pane, "Nobody crosses")
    for words in ("Why", " so?"):
        pane.detail.edit_note()
        QTest.keyClicks(pane.detail.note, words)
        pane.detail.flush()
        bench.settle()
    assert passage(bench, "Nobody crosses").note == "Why so?"
    bench.undo()
    assert passage(bench, "Nobody crosses").note == ""


def test_a_note_of_a_megabyte_is_shown_cut_and_kept_whole_when_nobody_touches_it(
    bench: Bench, pane: PassagesPane
) -> None:
    note = "line\u00a0of a note\r\n" * 70_000
    bench.context.history.do(annotate.set_note(bench.archive, passage(bench, "takes a toll").uid, note))
    bench.settle()
    choose(pane, "takes a toll")
    pane.detail.flush()
    press(pane, Qt.Key.Key_N)
    editor = pane.table.findChild(QPlainTextEdit, "note-editor")
    assert editor is not None
    QTest.keyClick(editor, Qt.Key.Key_Return)
    bench.settle()
    place = listed(pane).index("takes a toll")
    assert 0 < len(pane.lister.model.index(place, 2).data()) <= 1000
    assert passage(bench, "takes a toll").note == note


def test_a_note_of_one_line_of_a_megabyte_is_written_on_in_its_cell(bench: Bench, pane: PassagesPane) -> None:
    note = "a long line of a note " * 50_000
    bench.context.history.do(annotate.set_note(bench.archive, passage(bench, "takes a toll").uid, note))
    bench.settle()
    choose(pane, "takes a toll")
    press(pane, Qt.Key.Key_N)
    editor = pane.table.findChild(NoteField, "note-editor")
    assert editor is not None and editor.earlier.isVisible()
    inside = pane.table.viewport().rect()
    assert inside.contains(editor.geometry()) and editor.height() > 100 and editor.width() >= 280
    assert len(editor.toPlainText()) <= PIECE_CHARS and not editor.textCursor().hasSelection()
    QTest.keyClicks(editor, "!")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    bench.settle()
    assert passage(bench, "takes a toll").note == note + "!"


def test_a_passage_is_made_an_example_of_its_tag_from_its_menu(bench: Bench, pane: PassagesPane) -> None:
    row = listed(pane).index("takes a toll")
    pane.table.selectRow(row)
    (passage,) = annotate.by_ids(bench.archive, pane.table.chosen())
    assert [use.path for use in passage.tags] and not any(use.example for use in passage.tags)
    menu = pane.acts.menu(QPoint(), (), passage)
    tags = menu.findChild(QMenu, "example-menu").actions()
    assert [action.text() for action in tags] == [use.path for use in passage.tags]
    tags[0].trigger()
    bench.settle()
    assert [each.uid for each in examples.of_tag(bench.archive, passage.tags[0].path)] == [passage.uid]
    bench.undo()
    assert examples.of_tag(bench.archive, passage.tags[0].path) == []
    assert pane.acts.menu(QPoint(), ()).findChild(QMenu, "example-menu") is None


def test_many_are_tagged_and_untagged_as_one_act(bench: Bench, pane: PassagesPane) -> None:
    pane.table.selectAll()
    press(pane, Qt.Key.Key_T)
    bench.settle()
    assert pane.acts.box.isVisible()
    pane.acts.box.created.emit("water")
    bench.settle()
    assert all("water" in {use.path for use in each.tags} for each in annotate.passages(bench.archive, limit=None))
    pane.acts.box.removed.emit("water")
    bench.settle()
    assert annotate.count(bench.archive, PassageFilter(tags=("water",))) == 0
    bench.undo()
    assert annotate.count(bench.archive, PassageFilter(tags=("water",))) == 5


def test_many_are_recoloured_and_removed_and_come_back(bench: Bench, pane: PassagesPane) -> None:
    before = bench.words()
    pane.table.selectAll()
    pane.acts.recolour("sky")
    bench.settle()
    assert {each.colour for each in annotate.passages(bench.archive, limit=None)} == {"sky"}
    pane.table.selectAll()
    press(pane, Qt.Key.Key_Delete)
    bench.settle()
    assert bench.words() == [] == listed(pane)
    assert pane.empty.sentence.text().startswith("No passages yet.")
    bench.undo()
    assert bench.words() == before
    assert len(listed(pane)) == 5


def test_return_asks_for_the_sentence(bench: Bench, pane: PassagesPane) -> None:
    asked: list[tuple[int, int, int]] = []
    pane.open_requested.connect(lambda *place: asked.append(place))
    choose(pane, "takes a toll")
    press(pane, Qt.Key.Key_Return)
    found = passage(bench, "takes a toll")
    assert asked == [(found.article, found.anchor.start, found.anchor.end)]


def test_context_brings_the_paragraphs_around(bench: Bench, pane: PassagesPane) -> None:
    choose(pane, "Nobody crosses")
    press(pane, Qt.Key.Key_Space)
    bench.settle()
    words = pane.detail.words.toPlainText()
    assert words.startswith("Low ferries") and words.endswith("In spring the ferry runs again.")
    press(pane, Qt.Key.Key_Space)
    bench.settle()
    assert pane.detail.words.toPlainText() == "Nobody crosses"


def test_passages_are_copied_as_quotations_with_citations(bench: Bench, pane: PassagesPane) -> None:
    choose(pane, "the river falls")
    QTest.keyClick(pane.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    bench.settle()
    held = QGuiApplication.clipboard().mimeData()
    assert held.text() == "“the river falls” — “Low Ferries,” n.d., para. 1.\nIn autumn."
    assert "<blockquote" in held.html() and "the river falls" in held.html()
    assert bytes(held.data("text/markdown").data()).decode().startswith("> “the river falls”")
    assert bench.toasts[-1] == "Copied 1 quotation."


def test_cards_show_the_same_rows_and_keep_the_choice(pane: PassagesPane) -> None:
    choose(pane, "takes a toll")
    rows = listed(pane)
    pane.show_as(cards=True)
    assert listed(pane) == rows
    assert pane.table.current is not None and pane.table.current.passage.anchor.exact == "takes a toll"
    pane.table.grab()  # every card is painted


def test_a_mark_made_elsewhere_appears(bench: Bench, pane: PassagesPane) -> None:
    _, change = annotate.mark(bench.archive, bench.ids[2], 6, 10, author="Jun")
    bench.context.history.do(change)
    bench.settle()
    assert len(listed(pane)) == 6


def test_single_keys_of_the_library_mean_nothing_here(bench: Bench, view: Passages) -> None:
    starred: list[bool] = []
    bench.context.actions.on("article.star", lambda: starred.append(True), owner=view)
    bench.context.actions.add_to(view)
    QTest.keyClick(view.pane.table, Qt.Key.Key_S)
    assert starred == []


def test_memos_are_built_when_they_are_turned_to(bench: Bench, view: Passages) -> None:
    assert view._memos is None
    view.closing()
    assert view._memos is None
    view.show_memos()
    bench.settle()
    assert view._memos is not None and view._stack.currentWidget() is view.memos
    view.tabs.setCurrentIndex(0)
    assert view._stack.currentWidget() is view.pane


def test_lines_are_broken_once_however_often_they_are_drawn(bench: Bench, pane: PassagesPane) -> None:
    pane.table.show()
    pane.table.viewport().repaint()
    painter = pane.table.itemDelegate()
    before = dict(painter._layouts)
    pane.table.viewport().repaint()
    assert before and set(painter._layouts) == set(before)
    assert all(painter._layouts[key] is layout for key, layout in before.items())
