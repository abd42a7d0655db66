"""What is drawn: words on any stack of highlights can be read, lanes keep overlaps apart, the margin folds notes, a frame is cheap."""

from itertools import pairwise, product

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor

from archive.model.passage import COLOURS
from archive.operations import annotate
from desktop.theme import roles
from desktop.views.reader.marking import canvas, margin
from desktop.views.reader.marking.canvas import Canvas
from desktop.views.reader.marking.inks import Inks, contrast
from desktop.views.reader.painting import LineBoxes, line_rects


@pytest.fixture
def mark(archive, article, context, text, settle):
    """Marks the first occurrence of some words."""

    def make(words: str, **options):
        at = text.index(words)
        passage, change = annotate.mark(archive, article, at, at + len(words), **options)
        context.history.do(change)
        settle()
        return passage

    return make


@pytest.mark.parametrize("theme", ["light", "sepia", "dark"])
def test_words_on_any_stack_of_highlights_can_be_read(theme, qapp):
    color = roles(theme)
    inks = Inks(lambda role: QColor(color[role]))
    words = QColor(color["text"])
    for depth in (1, 2, 3, 4):
        for stack in product(COLOURS, repeat=depth):
            assert contrast(words, inks.wash(stack)) >= 4.5, (theme, stack)
    for one, other in product(COLOURS, repeat=2):
        assert inks.wash([one, other]) not in (inks.wash([one]), inks.wash([other])), (theme, one, other)


@pytest.mark.parametrize("ground", ["surface", "raised"])
@pytest.mark.parametrize("theme", ["light", "sepia", "dark"])
def test_stripes_and_swatches_stand_out_from_their_ground_in_every_theme(theme, ground, qapp):
    # WCAG 2.2, 1.4.11: what a graphic says must have 3:1 to what it stands on.
    color = roles(theme)
    for role in COLOURS:
        assert contrast(QColor(color[f"{role}_mark"]), QColor(color[ground])) >= 3, (theme, role)


def test_overlapping_passages_have_stripes_of_their_own(page, mark, qapp):
    outer, inner = mark("Nobody crossed it that night", colour="sky"), mark("crossed it", colour="rose")
    page.surface.viewport().repaint()
    stripes = {hot.uid: hot.rect for hot in page.margin.hot if not hot.note}
    assert set(stripes) == {outer.uid, inner.uid} and not stripes[outer.uid].intersects(stripes[inner.uid])
    assert all(rect.left() > page.surface.column()[1] for rect in stripes.values())


def test_passages_on_one_line_have_stripes_of_their_own_though_their_words_do_not_meet(page, mark, qapp):
    for words in ("The river was low", "crossed it", "said the keeper"):
        mark(words)
    page.surface.viewport().repaint()
    stripes = [hot.rect for hot in page.margin.hot if not hot.note]
    assert len(stripes) == 3
    assert not any(one.intersects(other) for one in stripes for other in stripes if one is not other)


def test_stripes_of_many_passages_stay_apart_where_the_margin_is_narrow(page, mark, text, qapp):
    for number in range(20):
        mark(text[number : number + 60])
    qapp.processEvents()
    page.surface.viewport().repaint()
    stripes = sorted((left, left + wide) for left, _, wide, _, _ in page.margin._stripes)
    assert len(stripes) == 20
    assert all(right <= left - 0.5 for (_, right), (left, _) in pairwise(stripes))


def test_twelve_overlapping_passages_have_a_stripe_each_and_can_be_chosen_one_after_the_other(
    page, mark, text, put_caret, qapp, qtbot
):
    sentence = "Nobody crossed it that night, said the keeper."
    made = {mark(sentence[:-cut] if cut else sentence).uid for cut in range(12)}
    page.surface.viewport().repaint()
    stripes = {hot.uid: hot.rect for hot in page.margin.hot if not hot.note}
    assert set(stripes) == made
    assert len({round(rect.left(), 1) for rect in stripes.values()}) == 12
    put_caret("crossed")
    seen = {page.chosen}
    for _ in range(11):
        qtbot.keyClick(page.surface, Qt.Key.Key_O)
        seen.add(page.chosen)
    assert seen == made


def test_a_passage_on_its_way_is_drawn_in_a_lane_of_its_own(page, mark, select, text, qtbot, settle):
    mark("Nobody crossed it that night")
    select("crossed it")
    qtbot.keyClick(page.surface, Qt.Key.Key_H)
    assert len({each.lane for each in page.canvas.shown(0, len(text))}) == 2
    settle()
    assert len({each.lane for each in page.canvas.shown(0, len(text))}) == 2


def test_a_note_stands_beside_its_words_where_there_is_room_and_folds_where_not(reader, page, mark, qapp):
    made = mark("Nobody crossed it", note="Compare with the winter piece.")
    for width, tall in ((1400, True), (560, False)):
        reader.resize(width, 420)
        qapp.processEvents()
        page.surface.viewport().repaint()
        (note,) = [hot.rect for hot in page.margin.hot if hot.note]
        assert (note.width() > 90) is tall
    page.surface.setFocus()
    assert page.marks.mark(made.uid).noted


def test_a_click_on_a_wash_chooses_it_and_a_click_on_a_stripe_too(page, mark, put_caret, text, qtbot, qapp):
    first, second = mark("The river was low"), mark("강을 건너는 사람들은")
    viewport = page.surface.viewport()
    where = page.rect_of(text.index("river was"), text.index("river was") + 3)
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=where.center())
    qapp.processEvents()
    assert page.chosen == first.uid
    viewport.repaint()
    stripe = next(hot.rect for hot in page.margin.hot if hot.uid == second.uid)
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=stripe.center().toPoint())
    qapp.processEvents()
    assert page.chosen == second.uid
    assert [hot.uid for hot in page.margin.under(stripe.center().toPoint())] == [
        hot.uid for hot in page.margin.hot if hot.rect.contains(stripe.center().toPoint())
    ]


def test_an_edge_is_dragged_with_the_mouse(page, mark, passages, text, settle, qtbot):
    made = mark("Nobody crossed")
    page.choose(made.uid)
    viewport = page.surface.viewport()
    end = page.rect_of(made.anchor.end, made.anchor.end).center()
    target = page.rect_of(text.index(" that night"), text.index(" that night")).center()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=end)
    qtbot.mouseMove(viewport, pos=target)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=target)
    settle()
    assert passages()[0].anchor.exact == "Nobody crossed it"


def test_the_card_under_the_pointer_tells_tags_note_and_author(page, mark, qapp):
    made = mark("Nobody crossed", tags=["night"], note="At 3?", author="Bo Reed")
    page.hover.show_passages([made], page.marks.colours, QPoint(20, 20))
    from PySide6.QtWidgets import QLabel, QPushButton

    told = " ".join(label.text() for label in page.hover.findChildren(QLabel))
    chips = [button.text() for button in page.hover.findChildren(QPushButton)]
    assert "At 3?" in told and "Bo Reed" in told and chips == ["night"]


def test_the_card_under_the_pointer_goes_when_its_passage_may_have_changed(page, mark, context, archive, settle):
    made = mark("Nobody crossed", tags=["night"])
    page.hover.show_passages([made], page.marks.colours, QPoint(20, 20))
    assert page.hover.isVisible()
    context.history.do(annotate.tag(archive, [made.uid], "late"))
    settle()
    assert not page.hover.isVisible()


def test_the_bar_stands_at_the_selection_and_marks_in_the_colour_clicked(page, select, passages, settle, qtbot):
    select("Nobody crossed")
    page.show_bar()
    assert page.bar.isVisible()
    from PySide6.QtWidgets import QToolButton

    qtbot.mouseClick(page.bar.findChild(QToolButton, "colour_rose"), Qt.MouseButton.LeftButton)
    settle()
    assert [each.colour for each in passages()] == ["rose"] and not page.bar.isVisible()


def test_a_frame_works_out_only_blocks_in_view(page, archive, add, open_article, context, settle, qtbot):
    from archive.model.article import BlockKind

    words = "The river rose and fell between the posts of the ferry and nobody kept count of it. "
    article = add("Long", [(BlockKind.PARAGRAPH, words * 6) for _ in range(120)])
    spans = [annotate.Span(article, at, at + 40) for at in range(0, 500 * 110, 110)]
    context.history.do(annotate.mark_many(archive, spans)[1])
    open_article(article)
    settle()
    page.canvas.forget()
    page.surface.viewport().grab()  # draws even where the platform has not shown the window yet
    assert len(page.marks.marks) == 500
    assert 0 < len(page.canvas._looks) < 12 and len(page.canvas.heights) < 80
    qtbot.waitUntil(lambda: len(page.canvas._looks) > 20)  # what comes into view next, while nothing else is to do


def test_an_act_and_another_choice_leave_what_other_blocks_look_like(page, select, settle, qtbot):
    for words in ("Nobody crossed", "강을 건너는 사람들은"):
        select(words)
        qtbot.keyClick(page.surface, Qt.Key.Key_H)
        settle()
    page.surface.viewport().grab()
    blocks = [page.surface.document().findBlock(page.surface.section.to_qt(mark.start)) for mark in page.marks.marks]
    before = [page.canvas._looks[block.blockNumber()] for block in blocks]
    assert blocks[0] != blocks[1] and page.chosen == page.marks.marks[1].uid
    page.choose(page.marks.marks[0].uid)
    qtbot.keyClick(page.surface, Qt.Key.Key_H)
    settle()
    page.surface.viewport().grab()
    after = [page.canvas._looks[block.blockNumber()] for block in blocks]
    assert page.marks.marks[0].colour == "moss"
    assert after[0] is not before[0] and after[1] is before[1]


def test_the_chosen_passage_is_drawn_over_what_is_kept(dense):
    viewport = dense.surface.viewport()
    dense.choose(None)
    plain = viewport.grab().toImage()
    kept = dict(dense.canvas._looks)
    dense.choose(dense.marks.marks[3].uid)
    assert viewport.grab().toImage() != plain
    dense.choose(None)
    assert viewport.grab().toImage() == plain and dense.canvas._looks == kept


def test_drawing_a_part_of_the_text_leaves_what_can_be_clicked_in_the_margin(
    page, archive, article, text, settle
) -> None:
    annotate.mark(archive, article, text.index("Nobody"), text.index("Nobody") + 6)
    page.refresh()
    settle()
    viewport = page.surface.viewport()
    viewport.repaint()
    (hot,) = page.margin.hot
    left, right = page.surface.column()
    viewport.repaint(int(left), 0, int((right - left) / 2), viewport.height())
    assert page.margin.hot[0] is hot
    viewport.repaint()
    assert page.margin.hot[0] is not hot and page.margin.hot[0].rect == hot.rect


@pytest.fixture
def dense(page, archive, article, text, settle):
    """Passages that cross one another at every other letter of the first lines."""
    for at in range(0, 80, 2):
        annotate.mark(archive, article, at, at + 9, colour=COLOURS[at % len(COLOURS)])
    page.refresh()
    settle()
    return page


def test_a_block_of_many_washes_is_drawn_once_and_looks_the_same(dense, monkeypatch):
    drawn: list[object] = []
    draw = Canvas._draw
    monkeypatch.setattr(Canvas, "_draw", lambda self, painter, look: (drawn.append(look), draw(self, painter, look)))
    viewport = dense.surface.viewport()
    dense.canvas.forget()
    first = viewport.grab().toImage()
    assert [look for look in drawn if look.dense]
    drawn.clear()
    assert viewport.grab().toImage() == first
    assert not [look for look in drawn if look.dense]
    monkeypatch.setattr(canvas, "_MOST_DRAWN", 100_000)
    dense.canvas.forget()
    plain = viewport.grab().toImage()
    size = plain.size()
    far = [
        (x, y)
        for x in range(size.width())
        for y in range(size.height())
        if _apart(plain.pixelColor(x, y), first.pixelColor(x, y)) > 2
    ]
    assert not far, far[:5]


def _apart(one: QColor, other: QColor) -> int:
    return max(abs(one.red() - other.red()), abs(one.green() - other.green()), abs(one.blue() - other.blue()))


def test_a_place_in_a_line_is_measured_once(dense):
    block = dense.surface.document().begin()
    boxes = LineBoxes(block)
    whole = list(boxes.rects(0, 40))
    measured = dict(boxes._places)
    assert list(boxes.rects(0, 40)) == whole == list(line_rects(block, 0, 40)) and boxes._places == measured


def test_what_can_be_clicked_in_the_margin_is_put_together_when_asked_for(dense, monkeypatch):
    made: list[str] = []
    monkeypatch.setattr(margin, "Hot", lambda rect, uid, note: made.append(uid) or (rect, uid, note))
    dense.surface.viewport().grab()
    assert not made
    assert len(dense.margin.hot) == len(made) == len(dense.marks.marks)


def test_the_card_tells_of_other_passages_without_what_it_told_before(page, mark, qapp):
    from PySide6.QtWidgets import QLabel, QPushButton

    first = mark("Nobody crossed", tags=["night", "crossing"], note="At 3?")
    second = mark("river was", author="Bo Reed")
    page.hover.show_passages([first, second], page.marks.colours, QPoint(20, 20))
    tall = page.hover.height()
    page.hover.show_passages([second], page.marks.colours, QPoint(40, 30))
    told = [each.text() for each in page.hover.findChildren(QLabel) if each.isVisible()]
    assert len(told) == 1 and told[0].startswith("No tag yet · Bo Reed")
    assert not [each for each in page.hover.findChildren(QPushButton) if each.isVisible()]
    assert page.hover.height() < tall
    page.hover.show_passages([first] * 6, page.marks.colours, QPoint(40, 30))
    assert "and 2 more here" in [each.text() for each in page.hover.findChildren(QLabel) if each.isVisible()]
    assert sum(each.isVisible() for each in page.hover.findChildren(QPushButton)) == 8
