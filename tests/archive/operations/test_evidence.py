"""The words behind a metadata field are found in the edition, whatever collapsing and mark-up lay between."""

import pytest

from archive.model.article import Block, BlockKind, Edition, Original, SetAside
from archive.model.ids import ArticleId, EditionId
from archive.operations.evidence import Place, locate


def _edition(text: str, sources: list[tuple[int, int]], aside: tuple[SetAside, ...] = ()) -> Edition:
    blocks, start = [], 0
    for words, source in zip(text.split("\n"), sources, strict=True):
        blocks.append(Block(BlockKind.PARAGRAPH, start, start + len(words), source))
        start += len(words) + 1
    original = Original("0" * 128, "a.txt", "text/plain", 0)
    return Edition(
        EditionId(1), ArticleId(1), 1, text, tuple(blocks), aside, original, "utf-8", "plain", 1, "import", "", ""
    )


@pytest.mark.parametrize(
    ("decoded", "text", "words"),
    [
        ("By Ada Quay, 강", "By Ada Quay, 강", "Ada Quay"),
        ("By\n   Ada \t Quay, 강", "By Ada Quay, 강", "Ada \t Quay"),
        ("<p>By <b>Ada&nbsp;Quay</b>, 강</p>", "By Ada Quay, 강", "Ada&nbsp;Quay"),
        ("<p>Ada Quay wrote; by Ada Quay</p>", "Ada Quay wrote; by Ada Quay", "Ada Quay</p>"),
    ],
)
def test_words_in_one_block_are_found_letter_by_letter(decoded, text, words):
    start = decoded.index(words)
    place = locate(_edition(text, [(0, len(decoded))]), decoded, start, start + len(words))
    assert text[place.start : place.end] == "Ada Quay"
    assert place.start == text.rindex("Ada Quay")


def test_words_over_two_blocks_reach_from_the_first_to_the_last():
    decoded = "Ada\n\nQuay and others"
    place = locate(_edition("Ada\nQuay and others", [(0, 3), (5, 20)]), decoded, 0, 9)
    assert (place.start, place.end) == (0, 8)


def test_a_block_whose_letters_changed_is_searched_for_the_words():
    decoded = "**By** Ada Quay"
    place = locate(_edition("By Ada Quay", [(0, len(decoded))]), decoded, 7, 15)
    assert (place.start, place.end) == (3, 11)


def test_set_aside_words_name_their_stretch():
    decoded = "Text\n\nSign up with the Post"
    edition = _edition("Text", [(0, 4)], (SetAside(6, len(decoded), decoded[6:], "sign-up"),))
    assert locate(edition, decoded, 19, 27) == Place(decoded[19:27].strip(), set_aside=0)


def test_words_of_a_pages_head_are_quoted_without_a_place():
    decoded = '<meta content="The Post"><p>Text</p>'
    start = decoded.index("The Post")
    place = locate(_edition("Text", [(decoded.index("<p>"), len(decoded))]), decoded, start, start + 8)
    assert place == Place("The Post")
