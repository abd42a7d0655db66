"""Sections and pieces cover every letter once, and none grows beyond what can be set at once."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model.article import Block, BlockKind, Edition, Original, SetAside
from archive.model.ids import ArticleId, EditionId
from desktop.views.reader.outline import PIECE_CHARACTERS, SECTION_BYTES, SECTION_PIECES, Outline, Role

KINDS = st.sampled_from([kind for kind in BlockKind if kind is not BlockKind.HEADING])
WORDS = st.text("ab 강 🏮", min_size=1, max_size=12)
BLOCKS = st.lists(st.tuples(KINDS, WORDS, st.integers(1, 4000)), min_size=1, max_size=6)


def _edition(parts: list[tuple[BlockKind, str]]) -> Edition:
    blocks, start = [], 0
    for kind, words in parts:
        blocks.append(Block(kind, start, start + len(words), (start, start + len(words))))
        start += len(words) + 1
    text = "\n".join(words for _, words in parts)
    original = Original("0" * 128, "a.txt", "text/plain", 0)
    return Edition(
        EditionId(1), ArticleId(1), 1, text, tuple(blocks), (), original, "utf-8", "plain", 1, "import", "", ""
    )


@given(BLOCKS)
@settings(max_examples=40, deadline=None)
def test_pieces_of_all_sections_cover_every_block_once_and_in_order(parts):
    edition = _edition([(kind, words * times) for kind, words, times in parts])
    outline = Outline(edition, "Some title")
    seen: dict[int, str] = {}
    for index in range(len(outline.sections)):
        for piece in outline.pieces(index):
            if piece.shown is None:
                assert piece.end - piece.start <= PIECE_CHARACTERS
                seen[piece.block] = seen.get(piece.block, "") + edition.text[piece.start : piece.end]
    assert seen == {index: edition.text[block.start : block.end] for index, block in enumerate(edition.blocks)}


@given(BLOCKS)
@settings(max_examples=40, deadline=None)
def test_no_section_exceeds_its_bounds(parts):
    outline = Outline(_edition([(kind, words * times) for kind, words, times in parts]), "")
    for section in outline.sections:
        assert len(outline.edition.text[section.start : section.end].encode()) <= SECTION_BYTES


def test_the_line_breaks_between_blocks_count_too():
    outline = Outline(_edition([(BlockKind.PARAGRAPH, "a" * (SECTION_BYTES // 4))] * 8), "")
    for section in outline.sections:
        assert len(outline.edition.text[section.start : section.end].encode()) <= SECTION_BYTES


def test_two_hundred_thousand_tiny_blocks_are_cut_into_sections_of_bounded_work():
    outline = Outline(_edition([(BlockKind.PARAGRAPH, "a")] * 200_000), "")
    assert len(outline.sections) == 400
    assert max(len(outline.pieces(index)) for index in (0, 1, 399)) <= SECTION_PIECES + 2


def test_a_million_letters_without_a_space_become_pieces():
    outline = Outline(_edition([(BlockKind.PARAGRAPH, "x" * 1_000_000)]), "")
    pieces = [piece for index in range(len(outline.sections)) for piece in outline.pieces(index) if piece.shown is None]
    assert sum(piece.end - piece.start for piece in pieces) == 1_000_000
    assert max(piece.end - piece.start for piece in pieces) == PIECE_CHARACTERS
    assert [piece.number for piece in pieces if piece.number] == [1]


def test_paragraph_numbers_run_on_over_sections_and_headings_have_none():
    parts = [(BlockKind.HEADING, "Head"), (BlockKind.PARAGRAPH, "a" * 20_000), (BlockKind.META, "June")]
    edition = _edition([*parts, (BlockKind.QUOTE, "b" * 20_000), (BlockKind.PARAGRAPH, "end")])
    outline = Outline(edition, "Head")
    assert len(outline.sections) == 2
    numbers = [piece.number for index in range(2) for piece in outline.pieces(index) if piece.number]
    assert numbers == [1, 2, 3]
    assert outline.number_at(edition.text.index("end")) == 3
    assert outline.number_at(0) is None


def test_the_title_is_the_heading_of_the_text_when_they_agree_else_shown_above():
    edition = _edition([(BlockKind.HEADING, "A title"), (BlockKind.PARAGRAPH, "Words")])
    agreeing = Outline(edition, "A  title").pieces(0)
    assert [piece.role for piece in agreeing] == [Role.TITLE, Role.ABOUT, Role.PARAGRAPH]
    edited = Outline(edition, "Another title").pieces(0)
    assert [piece.role for piece in edited] == [Role.TITLE, Role.ABOUT, Role.HEADING, Role.PARAGRAPH]
    assert edited[0].shown == "Another title"


def test_set_aside_text_stands_where_it_stood_in_the_original():
    edition = _edition([(BlockKind.PARAGRAPH, "one"), (BlockKind.PARAGRAPH, "two")])
    blocks = (edition.blocks[0], replace(edition.blocks[1], source=(50, 53)))
    aside = (SetAside(10, 20, "between", "advert"), SetAside(90, 95, "after", "advert"))
    outline = Outline(replace(edition, blocks=blocks, set_aside=aside), "")
    shown = [(piece.role, piece.shown) for piece in outline.pieces(0, set_aside=True)][2:]
    paragraph = (Role.PARAGRAPH, None)
    assert shown == [paragraph, (Role.SET_ASIDE, "between"), paragraph, (Role.SET_ASIDE, "after")]
    assert all(piece.role is not Role.SET_ASIDE for piece in outline.pieces(0))


def test_an_edition_without_blocks_still_shows_its_title():
    assert [piece.role for piece in Outline(_edition([]), "Only a title").pieces(0)] == [Role.TITLE, Role.ABOUT]
