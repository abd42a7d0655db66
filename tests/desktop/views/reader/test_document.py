"""Positions go to Qt and come back, whatever the letters are; what is only displayed takes none."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor

from archive.model.article import BlockKind, Illustration, Run, RunKind, SetAside
from desktop.theme import Theme
from desktop.views.reader.document import SetSection
from desktop.views.reader.outline import Outline, Role
from desktop.views.reader.picturing import picture_size
from desktop.views.reader.typography import Typography

# Hangul in both normal forms, emoji with joiners, combining marks, right-to-left letters, and what Qt gives a meaning.
ALPHABET = "ab é\u0301강\u1100\u1161🏮👩\u200d🚀שלוםعرب\u2028\u2029\ufdd0\ufffc\u00ad\t"
BLOCKS = st.lists(
    st.tuples(st.sampled_from(list(BlockKind)), st.text(ALPHABET, min_size=1, max_size=60)), min_size=1, max_size=8
)


def _set(edition, typography, title="", **options) -> SetSection:
    return SetSection(edition, Outline(edition, title).pieces(0, **options), typography)


@given(blocks=BLOCKS, title=st.sampled_from(["", "🏮 title"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_code_point_goes_to_qt_and_back(blocks, title, make_edition, typography):
    edition = make_edition(blocks)
    section = _set(edition, typography, title)
    assert section.document.blockCount() == len(section.pieces)
    for position in range(len(edition.text) + 1):
        assert section.to_archive(section.to_qt(position)) == position


@given(blocks=BLOCKS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_qt_shows_each_block_with_its_length_in_utf16(blocks, make_edition, typography):
    edition = make_edition(blocks)
    section = _set(edition, typography)
    block = section.document.begin()
    while block.isValid():
        piece = section.piece_of(block)
        if piece.shown is None:
            words = edition.text[piece.start : piece.end]
            assert block.length() - 1 == len(words.encode("utf-16-le", "surrogatepass")) // 2
        block = block.next()


def test_rewriting_the_line_under_the_title_moves_no_position(ferry, make_edition, typography):
    edition = make_edition(ferry)
    section = _set(edition, typography, ferry[0][1])
    at = edition.text.index("spring")
    section.say_about("River letter · 🏮 · read 41 %", typography)
    about = section.block_of_role(Role.ABOUT)
    assert about is not None and about.text() == "River letter · 🏮 · read 41 %"
    assert section.to_archive(section.to_qt(at)) == at
    assert section.document.characterAt(section.to_qt(at)) == "s"


def test_a_long_word_keeps_its_positions_over_the_pieces_it_is_broken_into(make_edition, typography):
    edition = make_edition([(BlockKind.PARAGRAPH, "🏮" * 7_500)])
    section = _set(edition, typography)
    for position in (0, 1, 3_999, 4_000, 4_001, 7_000, 7_500):
        assert section.to_archive(section.to_qt(position)) == position
    first, last = section.span_to_qt(3_990, 4_000)
    assert last - first == 20


def test_markup_in_the_words_stays_words(make_edition, typography):
    words = '<img src="file:///etc/passwd"><script>x</script> &amp; <b>bold</b>'
    section = _set(make_edition([(BlockKind.PARAGRAPH, words)]), typography)
    assert words in section.document.toPlainText()


def test_a_link_is_underlined_and_never_an_anchor(ferry, make_edition, with_link, typography):
    edition = with_link(make_edition(ferry), "keeper", "https://example.org/keeper")
    section = _set(edition, typography)
    cursor_format = _format_at(section, edition.text.index("keeper") + 1)
    assert cursor_format.fontUnderline() and not cursor_format.isAnchor()
    assert not _format_at(section, edition.text.index("keeper") - 1).fontUnderline()


def test_set_aside_text_takes_no_position_and_offers_to_be_put_back(ferry, make_edition, typography):
    edition = make_edition(ferry, [SetAside(0, 0, "Join our channel", "promotion")])
    section = _set(edition, typography, set_aside=True)
    block = section.block_of_set_aside(0)
    assert block is not None and block.text() == "Join our channel\u2003Put back"
    assert section.to_archive(block.position() + 3) == edition.blocks[1].start
    assert section.to_archive(section.to_qt(5)) == 5


@pytest.mark.parametrize("role", [role for role in Role if role.value in set(BlockKind)])
def test_every_kind_of_block_is_set_on_a_fixed_line(role, make_edition, typography):
    edition = make_edition([(BlockKind(role.value), "강 and words")])
    section = _set(edition, typography)
    block = section.document.lastBlock()
    assert block.blockFormat().lineHeight() == typography.line_px(role, section.pieces[-1].level)


def test_items_hang_and_their_own_numbers_stand_before_one_edge(make_edition, typography):
    items = [(BlockKind.ITEM, "a plain item"), (BlockKind.ITEM, "9. ninth"), (BlockKind.ITEM, "10. tenth")]
    section = _set(make_edition([*items, (BlockKind.PARAGRAPH, "after")]), typography)
    plain, ninth, tenth, after = _blocks(section)[2:]
    edge = typography.bullet_indent_px
    assert [block.blockFormat().leftMargin() for block in (plain, ninth, tenth, after)] == [edge, edge, edge, 0]
    assert plain.blockFormat().textIndent() == after.blockFormat().textIndent() == 0
    for block in (ninth, tenth):
        section.document.documentLayout().blockBoundingRect(block)
        line, words = block.layout().lineAt(0), block.text().index(" ") + 1
        assert line.cursorToX(words)[0] == pytest.approx(edge, abs=1.0)
    assert not any(block.textList() for block in _blocks(section))


def test_words_from_right_to_left_are_indented_at_the_right(make_edition, typography):
    section = _set(
        make_edition([(BlockKind.ITEM, "שלום"), (BlockKind.QUOTE, "«العرب»"), (BlockKind.QUOTE, "b ש")]), typography
    )
    item, quote, latin = _blocks(section)[2:]
    assert (item.blockFormat().leftMargin(), quote.blockFormat().leftMargin()) == (0, 0)
    assert item.blockFormat().rightMargin() and quote.blockFormat().rightMargin()
    assert latin.blockFormat().leftMargin() and not latin.blockFormat().rightMargin()


def test_small_lines_in_a_row_stand_close_and_the_text_after_them_does_not(make_edition, typography):
    kinds = (BlockKind.META, BlockKind.CAPTION, BlockKind.META, BlockKind.PARAGRAPH)
    section = _set(make_edition([(kind, "words") for kind in kinds]), typography, "A title")
    below = [block.blockFormat().bottomMargin() for block in _blocks(section)][1:]
    about, meta, caption, last, _ = below
    assert meta == caption < about < typography.size * 0.5 < typography.size * 0.8 < last


def test_emphasis_never_slants_hangul(make_edition, typography):
    edition = make_edition([(BlockKind.PARAGRAPH, "그는 slowly 강을 건넜다")])
    run = Run(RunKind.EMPHASIS, 3, 12)
    edition = replace(edition, blocks=(replace(edition.blocks[0], runs=(run,)),))
    section = _set(edition, typography)
    latin, hangul, plain = (_format_at(section, position) for position in (4, 10, 13))
    assert latin.fontItalic() and not hangul.fontItalic()
    assert hangul.fontWeight() > plain.fontWeight() and not plain.fontItalic()


def test_korean_lines_break_between_words(make_edition, typography):
    words = "국경수비대의 순찰 시간이 바뀌었다는 소식은 아무에게도 전해지지 않았다. " * 8
    section = _set(make_edition([(BlockKind.PARAGRAPH, words.strip())]), typography)
    section.document.setTextWidth(typography.size * 17)
    block = _blocks(section)[-1]
    section.document.documentLayout().blockBoundingRect(block)
    layout = block.layout()
    ends = [layout.lineAt(n).textStart() + layout.lineAt(n).textLength() for n in range(layout.lineCount() - 1)]
    assert len(ends) > 8 and all(block.text()[end - 1] == " " for end in ends)


def test_a_narrow_page_has_a_smaller_title_and_a_wide_one_the_usual(qapp):
    theme = Theme("light")
    sizes = {}
    for width in (330, 900):
        look = Typography(theme.font, theme.color, width_px=width)
        sizes[width] = look.characters(Role.TITLE, 1).font().pixelSize()
    assert sizes == {330: 23, 900: 30}


def test_pieces_of_a_section_far_in_keep_their_edition_positions(make_edition, typography):
    edition = make_edition([(BlockKind.PARAGRAPH, f"{n} " + "강" * 3_000) for n in range(40)])
    outline = Outline(edition, "")
    section = SetSection(edition, outline.pieces(len(outline.sections) - 1), typography)
    assert section.start == outline.sections[-1].start
    assert section.to_archive(section.to_qt(len(edition.text))) == len(edition.text)
    assert replace(outline.sections[-1], first=0).end == section.end


def _blocks(section):
    block, found = section.document.begin(), []
    while block.isValid():
        found.append(block)
        block = block.next()
    return found


def _format_at(section, position):
    cursor = QTextCursor(section.document)
    cursor.setPosition(section.to_qt(position))
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
    return cursor.charFormat()


def test_a_picture_has_a_line_as_high_as_it_is_shown(make_edition, typography):
    edition = make_edition([(BlockKind.PARAGRAPH, "before"), (BlockKind.CAPTION, "A map")])
    picture = Illustration("x", "image/png", 4_000, 1_000, 9, "0" * 128, edition.blocks[0].source[0])
    section = _set(replace(edition, pictures=(picture,)), typography)
    at = next(index for index, piece in enumerate(section.pieces) if piece.picture == 0)
    assert section.pieces[at + 1].role is Role.CAPTION
    height = section.document.findBlockByNumber(at).blockFormat().lineHeight()
    assert height == picture_size(picture, typography.room_px)[1] == round(typography.column_px / 4)
    assert section.to_archive(section.to_qt(3)) == 3
