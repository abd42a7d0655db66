"""Positions go to Qt and come back, whatever the letters are; what is only displayed takes none."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor

from archive.model.article import BlockKind, SetAside
from desktop.views.reader.document import SetSection
from desktop.views.reader.outline import Outline, Role

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
    edition = make_edition([(BlockKind.PARAGRAPH, "🏮" * 9_000)])
    section = _set(edition, typography)
    for position in (0, 1, 3_999, 4_000, 4_001, 8_000, 9_000):
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


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.TITLE, Role.ABOUT, Role.SET_ASIDE)])
def test_every_kind_of_block_is_set_on_a_fixed_line(role, make_edition, typography):
    edition = make_edition([(BlockKind(role.value), "강 and words")])
    section = _set(edition, typography)
    block = section.document.lastBlock()
    assert block.blockFormat().lineHeight() == typography.line_px(role, section.pieces[-1].level)


def test_items_hang_in_one_list_and_what_follows_has_left_it(ferry, make_edition, typography):
    section = _set(make_edition(ferry), typography)
    lists = {}
    block = section.document.begin()
    while block.isValid():
        lists[section.piece_of(block).role] = block.textList()
        block = block.next()
    assert lists[Role.ITEM] is not None and lists[Role.ITEM].count() == 2
    assert lists[Role.PARAGRAPH] is None


def test_pieces_of_a_section_far_in_keep_their_edition_positions(make_edition, typography):
    edition = make_edition([(BlockKind.PARAGRAPH, f"{n} " + "강" * 3_000) for n in range(40)])
    outline = Outline(edition, "")
    section = SetSection(edition, outline.pieces(len(outline.sections) - 1), typography)
    assert section.start == outline.sections[-1].start
    assert section.to_archive(section.to_qt(len(edition.text))) == len(edition.text)
    assert replace(outline.sections[-1], first=0).end == section.end


def _format_at(section, position):
    cursor = QTextCursor(section.document)
    cursor.setPosition(section.to_qt(position))
    cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
    return cursor.charFormat()
