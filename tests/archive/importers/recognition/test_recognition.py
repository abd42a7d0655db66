"""Recognised words to an article: lines, paragraphs, headings, pages, and what may be wrong."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from archive.importers.recognition import Recognised, Word, assemble, unread, words
from archive.importers.registry import read
from archive.model.article import BlockKind, Evidence, Imported, Metadata, RunKind, Source, Text, Verdict
from archive.model.picture import Picture

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def row(
    text: str, left: int, top: int, *, height: int = 40, sure: float = 95.0, place: tuple[int, int, int] = (1, 1, 1)
) -> str:
    return "\t".join(map(str, (5, 1, *place, 1, left, top, 20 * len(text), height, sure, text)))


def line(
    text: str, top: int, *, place: tuple[int, int, int], height: int = 40, left: int = 100, sure: Sequence[float] = ()
) -> list[str]:
    found, at = [], left
    for number, word in enumerate(text.split()):
        found.append(row(word, at, top, height=height, place=place, sure=sure[number] if sure else 95.0))
        at += 20 * len(word) + 20
    return found


def unread_pdf(*pages: str) -> Imported:
    proof = Evidence("scan-7", None, None, "file-name", 0.3)
    text = Text("scan-7", ())
    metadata = Metadata(title="scan-7", evidence={"title": proof})
    warnings = (
        "2 of 2 pages are pictures of text, as a scanner makes them, and could not be read.",
        "The PDF holds a film.",
    )
    return Imported(
        Verdict.PARTIAL, "pdf", 1, "application/pdf", None, "scan-7", metadata, text, warnings,
        pages=pages, scanned=tuple(range(1, len(pages) + 1)), unread=True,
    )  # fmt: skip


FIRST = [
    *line("The keeper's second ledger", 100, place=(1, 1, 1), height=60),
    *line("In the spring of 2019 the keeper began a second ledger and wrote into", 240, place=(2, 1, 1)),
    *line("it everybody who had come over the ice, with the day and the hour and the num-", 300, place=(2, 1, 2)),
    *line("ber of children. Nobody had asked him to.", 360, place=(3, 1, 1)),
    *line(
        "It was found in the wall of the landing house when that was taken down and",
        520,
        place=(4, 1, 1),
        sure=[95.0] * 5 + [31.4] + [95.0] * 20,
    ),
]
SECOND = [
    *line("was given to the archive, which keeps it in a box of its own.", 100, place=(1, 1, 1)),
    *line("The first ledger is lost.", 260, place=(2, 1, 1)),
    *line("- 2 -", 900, place=(3, 1, 1), left=600),
]


def assembled(*pages: list[str]) -> Imported:
    made = [Recognised(number, words("\n".join([HEAD, *rows]))) for number, rows in enumerate(pages, 1)]
    return assemble(unread_pdf(*map(str, range(1, len(pages) + 1))), made, "Tesseract 5.3.0 (English)", 50300)


def blocks(made: Imported) -> list[tuple[BlockKind, str]]:
    assert made.text is not None
    return [(block.kind, made.text.text[block.start : block.end]) for block in made.text.blocks]


def test_lines_become_headings_and_paragraphs_over_regions_hyphens_and_pages() -> None:
    assert blocks(assembled(FIRST, SECOND)) == [
        (BlockKind.HEADING, "The keeper's second ledger"),
        (
            BlockKind.PARAGRAPH,
            "In the spring of 2019 the keeper began a second ledger and wrote into it everybody who had come over the ice, with the day "
            "and the hour and the number of children. Nobody had asked him to.",
        ),
        (
            BlockKind.PARAGRAPH,
            "It was found in the wall of the landing house when that was taken down and was given to the archive, which keeps it in a "
            "box of its own.",
        ),
        (BlockKind.PARAGRAPH, "The first ledger is lost."),
    ]


def test_pages_and_doubtful_words_are_runs_and_page_numbers_are_set_aside() -> None:
    made = assembled(FIRST, SECOND)
    assert made.text is not None
    runs = [run for block in made.text.blocks for run in block.runs]
    doubtful = [(made.text.text[run.start : run.end], run.target) for run in runs if run.kind is RunKind.UNCERTAIN]
    assert doubtful == [("wall", "31")]
    last = made.text.blocks[2]
    paged = [(made.text.text[run.start : run.end], run.target) for run in last.runs if run.kind is RunKind.PAGE]
    assert [target for _, target in paged] == ["1", "2"] and paged[1][0].startswith("was given")
    assert [(item.text, item.why) for item in made.text.set_aside] == [("- 2 -", "page number")]


def test_it_is_told_that_the_text_was_recognised_and_how_surely() -> None:
    made = assembled(FIRST, SECOND)
    assert made.verdict is Verdict.OK and made.importer == "tesseract"
    assert made.metadata.title == "The keeper's second ledger"
    assert "The PDF holds a film." in made.warnings
    assert not any("could not be read" in warning for warning in made.warnings)
    told = next(warning for warning in made.warnings if "recognised by Tesseract 5.3.0 (English), not typed" in warning)
    assert told.startswith("The text of 2 pages was recognised") and "1 is uncertain and marked so" in told


def test_hangul_that_comes_in_syllables_is_joined_by_the_gaps_between_them() -> None:
    rows = [row("강", 100, 100), row("을", 122, 100), row("건넌", 170, 100), row("사", 240, 100), row("람", 262, 100)]
    assert blocks(assembled(rows))[0][1] == "강을 건넌 사람"


def test_pages_with_text_keep_it_in_the_order_of_the_pages() -> None:
    from tests.archive.importers.pdf.raw import paged, shown, stream

    words_of_page = "The minutes of the first sitting were typed, and begin with the names of the nine who were there."
    picture = stream(
        b"\x80" * 64, b"/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8"
    )
    scan = b"q 612 0 0 792 0 0 cm /Im Do Q"
    data = paged([scan, shown(words_of_page)], resources=b"/XObject << /Im 4 0 R >>", more=[picture])
    before = read(Source(data, "minutes.pdf"))
    assert (before.scanned, before.unread) == ((1,), False)
    made = assemble(before, [Recognised(1, words("\n".join(FIRST)))], "Tesseract", 5)
    assert [words for _, words in blocks(made)][-1] == words_of_page
    assert blocks(made)[0] == (BlockKind.HEADING, "The keeper's second ledger")


def test_ink_outside_of_all_words_is_counted() -> None:
    dots = np.full((400, 400, 3), 255, np.uint8)
    dots[100:120, 100:200] = 0
    dots[300:320, 100:200] = 0
    picture = Picture(400, 400, dots.tobytes(), 1)
    word = Word("half", 90, (1, 1, 1), 100, 100, 200, 120)
    assert unread(picture, [word]) == 0.5
    assert unread(picture, []) == 1.0
    assert unread(Picture(400, 400, bytes([255]) * (3 * 160_000), 1), []) == 0.0


def test_a_page_where_much_was_not_read_is_named() -> None:
    made = assemble(unread_pdf("1"), [Recognised(1, words("\n".join(FIRST)), 0.4)], "Tesseract", 5)
    assert any(warning.startswith("Page 1: more is dark there than was read") for warning in made.warnings)


@given(st.lists(st.text(alphabet="0123456789\t-.ab 강\u202e", max_size=60), max_size=12))
def test_no_table_makes_it_raise_or_lose_a_word(rows: list[str]) -> None:
    found = words("\n".join(rows))
    made = assemble(unread_pdf("1"), [Recognised(1, found)], "Tesseract", 5)
    kept = "" if made.text is None else made.text.text + "".join(item.text for item in made.text.set_aside)
    for word in found:
        assert "".join(word.text.split()).rstrip("-") in "".join(kept.split()) or not any(map(str.isalnum, word.text))
