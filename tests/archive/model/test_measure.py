"""Word counts and excerpts."""

import pytest

from archive.model.article import Block, BlockKind, Text
from archive.model.measure import excerpt, words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Two words.", 2),
        ("The U.S. didn't pay $6,000 — twice.", 6),
        ("well-known", 1),
        ("북한이탈주민", 3),
        ("세 사람", 2),
        ("In 탈북자 words", 4),
        ("Más allá, naïve", 3),
        ("— … !", 0),
    ],
)
def test_words_are_counted_and_cjk_by_two_characters(text: str, count: int) -> None:
    assert words(text) == count


def _text(*lines: tuple[BlockKind, str]) -> Text:
    blocks, start = [], 0
    for kind, line in lines:
        blocks.append(Block(kind, start, start + len(line), (0, 0)))
        start += len(line) + 1
    return Text("\n".join(line for _, line in lines), tuple(blocks))


def test_an_excerpt_is_the_first_paragraph() -> None:
    text = _text((BlockKind.HEADING, "Title"), (BlockKind.META, "By A"), (BlockKind.PARAGRAPH, "It begins here."))
    assert excerpt(text) == "It begins here."


def test_a_long_paragraph_is_cut_at_a_word() -> None:
    cut = excerpt(_text((BlockKind.PARAGRAPH, "many, words " * 100)))
    assert len(cut) <= 241 and cut.endswith(("words…", "many…"))


def test_without_a_paragraph_something_else_begins() -> None:
    assert excerpt(_text((BlockKind.HEADING, "Title"), (BlockKind.ITEM, "An item"))) == "An item"
    assert excerpt(_text((BlockKind.HEADING, "Title"))) == "Title"
    assert excerpt(Text("", ())) == ""
    assert excerpt(_text((BlockKind.PARAGRAPH, "x" * 300))) == "x" * 240 + "…"
