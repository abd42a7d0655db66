"""Reading by keyboard and by ear: the caret, selection by keys, turning parts, and the text as a screen reader has it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from archive.model.article import BlockKind
from desktop.theme import roles
from desktop.views.reader.painting import WASHES

TITLE = "Lanterns on the far bank"
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def test_words_are_chosen_and_copied_by_keys_alone(reader, add, open_article, context, qtbot):
    open_article(add(TITLE))
    surface, text = reader.active.surface, reader.active.opened.edition.text
    reader.focus_text()
    reader.active.go_to(text.index("Nobody"))
    qtbot.keyClick(surface, Qt.Key.Key_Right, SHIFT | CTRL)
    qtbot.keyClick(surface, Qt.Key.Key_Right, SHIFT | CTRL)
    start, end = surface.selected()
    assert text[start:end].strip() == "Nobody crossed"
    qtbot.keyClick(surface, Qt.Key.Key_Down, SHIFT)
    assert surface.selected()[0] == start and surface.selected()[1] > end
    qtbot.keyClick(surface, Qt.Key.Key_Home)
    assert surface.selected()[0] == surface.selected()[1]


def test_a_screen_reader_has_the_words_of_the_page_and_the_caret(reader, add, open_article):
    open_article(add(TITLE))
    surface, text = reader.active.surface, reader.active.opened.edition.text
    spoken = QAccessible.queryAccessibleInterface(surface)
    assert spoken.role() == QAccessible.Role.EditableText and spoken.state().readOnly
    assert spoken.text(QAccessible.Text.Name) == f"Text of {TITLE}"
    words = spoken.textInterface()
    shown = words.text(0, words.characterCount())
    assert all(line in shown for line in text.split("\n"))
    reader.active.go_to(text.index("keeper"))
    assert shown[words.cursorPosition() :].startswith("keeper")


def test_parts_are_turned_by_commands_and_by_page_keys(reader, add, open_article, context, qtbot):
    open_article(add("Short", [(BlockKind.PARAGRAPH, "Short.")]))
    assert not any("part" in command.id for command in context.actions.available() if command.group == "Reading")
    open_article(add("Many", [(BlockKind.PARAGRAPH, f"line {number}") for number in range(1_200)]))
    parts, bar = reader.active.parts, reader.active.surface.verticalScrollBar()
    context.actions.trigger("reading.next_part")
    assert parts.label.text() == "Part 2 of 3" and bar.value() == 0
    context.actions.trigger("reading.previous_part")
    assert parts.label.text() == "Part 1 of 3" and bar.value() == bar.maximum()
    qtbot.keyClick(reader.active.surface, Qt.Key.Key_Space)
    assert parts.label.text() == "Part 2 of 3"
    qtbot.keyClick(reader.active.surface, Qt.Key.Key_PageUp)
    assert parts.label.text() == "Part 1 of 3"


def test_a_second_article_asks_for_room_and_gives_it_back(reader, add, open_article, context, qtbot):
    open_article(add(TITLE))
    with qtbot.waitSignal(reader.panes_changed) as wide:
        context.actions.trigger("reading.beside")
    assert context.jobs.drain() and wide.args == [2]
    with qtbot.waitSignal(reader.panes_changed) as narrow:
        context.actions.trigger("reading.beside")
    assert narrow.args == [1]


def test_in_a_narrow_pane_the_hits_and_the_words_to_find_keep_their_room(reader, add, open_article, archive, qapp):
    article = add(TITLE)
    archive.index.catch_up()
    reader.resize(330, 420)
    open_article(article, query="river")
    bar, found = reader.active.bar, reader.active.finding
    qapp.processEvents()
    assert bar.hits.width() >= bar.hits.sizeHint().width() and bar.numbers.isHidden()
    found.open()
    qapp.processEvents()
    assert found.bar.field.width() >= 80 and found.bar.shut.geometry().right() <= found.bar.width()
    reader.resize(640, 420)
    qapp.processEvents()
    assert not bar.numbers.isHidden() and not bar.theme_button.isHidden()


def test_two_articles_fold_the_panes_beside_them_and_one_brings_them_back(program, small_archive):
    one = program(small_archive)
    one.window.resize(1440, 900)
    one.settle()
    desk = one.desk()
    desk.main.open(1)
    one.settle()
    assert desk.folding.shown("inspector") and desk.folding.shown("sidebar")
    one.actions.trigger("reading.beside")
    one.settle()
    left, right = desk.library.reader.panes
    assert not desk.folding.shown("inspector") and not desk.folding.shown("sidebar") and desk.folding.shown("list")
    assert abs(left.width() - right.width()) <= 2 and left.width() > 450
    one.actions.trigger("reading.beside")
    one.settle()
    assert desk.folding.shown("inspector") and desk.folding.shown("sidebar")


@pytest.mark.parametrize("theme", ["light", "sepia", "dark"])
def test_words_on_a_wash_and_on_a_selection_can_be_read(theme, qapp):
    color = roles(theme)
    for role, _ in WASHES.values():
        assert _contrast(color["text"], color[role]) >= 4.5, (theme, role)
    assert _contrast(color["text"], color["selection"]) >= 4.5
    assert _contrast(color["accent"], color["surface"]) >= 3  # the outline that tells the present hit (WCAG 1.4.11)


def test_muted_words_on_a_wash_are_set_in_full_ink(reader, add, open_article, context):
    open_article(add(TITLE))
    pane, text = reader.active, reader.active.opened.edition.text
    at = text.index("Ada")
    pane.surface.washes.set("hit", [(at, at + 3), (text.index("river"), text.index("river") + 5)])
    pane.surface.show_marks()
    (made,) = pane.surface.extraSelections()
    assert made.cursor.selectedText() == "Ada"
    assert made.format.foreground().color() == context.theme.color("text")
    pane.show_set_aside(0, "river letter")
    assert [each.cursor.selectedText() for each in pane.surface.extraSelections()] == ["Ada", "river letter"]


def test_the_present_hit_is_told_from_the_others_without_colour():
    assert WASHES["current"][1] and not WASHES["hit"][1] and not WASHES["found"][1]


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
