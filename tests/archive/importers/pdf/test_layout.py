"""Lines to text: hyphens, columns, running lines, notes, captions, scans, odd letters, pages as pictures."""

import struct
from itertools import pairwise

import pytest

from archive.base.errors import Unreadable
from archive.importers import registry
from archive.importers.pdf import page_picture
from archive.importers.pdf.joining import spelling
from archive.model.article import BlockKind, Imported, RunKind, Source, Verdict
from archive.model.picture import MOST_PIXELS
from tests.archive.importers.pdf.programs import DATA, of_kind, typeset
from tests.archive.importers.pdf.raw import SENTENCE, paged, shown, stream

WORDS = " ".join(SENTENCE.split())


def read(data: bytes) -> Imported:
    return registry.read(Source(data, "a.pdf"))


def text(answer: Imported) -> str:
    assert answer.text is not None, answer.error
    return answer.text.text


@pytest.mark.parametrize(
    ("known", "before", "after", "joined"),
    [
        ("the convoy passed", "a con-", "voy came", "a convoy came"),
        ("a well-known man", "a well-", "known man", "a well-known man"),
        ("nothing here says", "the misunder-", "standing was", "the misunderstanding was"),
        ("it is long and a distance away", "on long-", "distance lines", "on long-distance lines"),
        ("", "in 1998-", "2003 it", "in 1998-2003 it"),
        ("", "in 1998–", "2003 it", "in 1998–2003 it"),
        ("", "the years 1998 –", "2003 it", "the years 1998 – 2003 it"),
        ("", "the Austro-", "Hungarian one", "the Austro-Hungarian one"),
        ("", "a soft\N{SOFT HYPHEN}", "ened blow", "a softened blow"),
        ("", "no hyphen", "at all", "no hyphen at all"),
        ("", "a dash -", "that stands alone", "a dash - that stands alone"),
        ("", "日本語の", "文章", "日本語の文章"),
        ("갑문지기는 말했다", "갑문지", "기는 장부에", "갑문지기는 장부에"),
        ("", "장부에 배의", "이름을 적었다", "장부에 배의 이름을 적었다"),
    ],
)
def test_line_ends_join_as_the_document_spells(known: str, before: str, after: str, joined: str) -> None:
    off, between = spelling([(known, False)]).joint(before, after, trailing=False)
    assert before[: len(before) - off] + between + after == joined


def test_three_columns_below_a_heading_across_them_read_from_left_to_right() -> None:
    paragraph = (
        "The {0} river comes down from the hills and carries more stones than water in most years, which the {0} town does not mind. "
        * 5
    )
    body = "\n\n".join(paragraph.format(name) for name in ("first", "second", "third", "fourth"))
    head = '#set page(width: 24cm, height: 9cm, columns: 3, margin: 1.5cm)\n#set par(justify: true)\n#place(top, float: true, scope: "parent", text(20pt)[Four rivers])\n'
    answer = read(typeset(head + body))
    assert text(answer).split() == ["Four", "rivers", *body.split()]
    assert of_kind(answer, BlockKind.HEADING) == [(1, "Four rivers")]
    assert len(of_kind(answer, BlockKind.PARAGRAPH)) == 4


def test_a_paragraph_over_two_pages_is_one_and_knows_where_the_second_begins() -> None:
    long = " ".join(
        f"Sentence number {number} of this paragraph says {'very ' * (number % 4)}little." for number in range(60)
    )
    head = '#set page(width: 12cm, height: 9cm, margin: 1.5cm, numbering: "i")\n'
    answer = read(typeset(head + long))
    assert text(answer) == long
    assert answer.text is not None
    (block,) = answer.text.blocks
    pages = [run for run in block.runs if run.kind is RunKind.PAGE]
    assert [run.target for run in pages] == ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"][: len(pages)] and len(
        pages
    ) > 1
    assert all(one.end <= other.start <= one.end + 1 for one, other in pairwise(pages))
    assert [(item.text, item.why) for item in answer.text.set_aside if item.why == "page number"] == [
        (run.target, "page number") for run in pages
    ]


def test_running_lines_that_change_a_little_are_set_aside_too() -> None:
    pages = [
        shown(f"{number + 40}   The Harbour Yearbook, part {'one' if number < 2 else 'two'}", top=760, size=9)
        + shown(
            f"On page {word} the keeper of the lock says something of his own,\nand it differs from the rest.",
            top=700 - 20 * number,
        )
        for number, word in enumerate(("alpha", "beta", "gamma", "delta"))
    ]
    answer = read(paged(pages))
    assert answer.text is not None
    assert "Yearbook" not in answer.text.text
    assert sum("Yearbook" in item.text for item in answer.text.set_aside) == 4


def test_pages_that_say_one_line_alike_keep_it() -> None:
    answer = read(paged([shown("The same words stand on every page.")] * 4))
    assert text(answer).count("The same words stand on every page.") == 4


def test_a_caption_and_a_heading_are_told_from_the_text() -> None:
    body = " ".join(["The lock was opened at dawn and closed at dusk, and nobody was ever late for it."] * 6)
    answer = read(
        typeset(
            f"= The lock\n\n{body}\n\nFigure 3: The lock at dawn, seen from the bridge.\n\n== Who keeps it\n\n{body}"
        )
    )
    assert of_kind(answer, BlockKind.HEADING) == [(1, "The lock"), (2, "Who keeps it")]
    assert of_kind(answer, BlockKind.CAPTION) == [(0, "Figure 3: The lock at dawn, seen from the bridge.")]


def test_emphasis_is_a_run_over_its_words() -> None:
    answer = read(typeset("He said *never again* and meant _perhaps_ when he said it to the keeper of the lock."))
    assert answer.text is not None
    runs = [
        (run.kind, answer.text.text[run.start : run.end])
        for run in answer.text.blocks[0].runs
        if run.kind is not RunKind.PAGE
    ]
    assert runs == [(RunKind.STRONG, "never again"), (RunKind.EMPHASIS, "perhaps")]


def picture_page(more: bytes = b"") -> bytes:
    return b"q 612 0 0 792 0 0 cm /Im Do Q " + more


IMAGE = stream(
    b"\x80" * 64, b"/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8"
)


def test_a_scan_is_kept_under_the_files_name_with_what_to_do() -> None:
    answer = read(paged([picture_page()] * 2, resources=b"/XObject << /Im 4 0 R >>", more=[IMAGE]))
    assert answer.verdict is Verdict.PARTIAL and answer.unread
    assert (answer.pages, answer.scanned) == (("1", "2"), (1, 2))
    assert answer.warnings[0].startswith("2 of 2 pages are pictures of text")
    assert "Tesseract" in answer.warnings[0]
    assert answer.metadata.title and answer.metadata.evidence["title"].rule == "file-name"
    assert answer.text is not None and text(answer).startswith(answer.metadata.title)


def test_a_scanned_page_among_others_makes_it_partial_and_is_named() -> None:
    answer = read(
        paged(
            [shown(SENTENCE), picture_page(), shown(SENTENCE, top=500)],
            resources=b"/XObject << /Im 4 0 R >>",
            more=[IMAGE],
        )
    )
    assert answer.verdict is Verdict.PARTIAL
    assert answer.warnings[0].startswith("1 of 3 pages is a picture of text, as a scanner makes them (page 2)")
    assert (answer.scanned, answer.unread) == ((2,), False)
    assert text(answer).split("\n") == [WORDS, WORDS]


def test_an_empty_pdf_is_refused() -> None:
    answer = read(paged([b""]))
    assert answer.verdict is Verdict.REFUSED and "no text" in (answer.error or "")


def test_comments_and_form_fields_are_set_aside_and_links_elsewhere_are_no_links() -> None:
    notes = (
        b"/Annots [<< /Type /Annot /Subtype /Text /Rect [9 9 20 20] /Contents (Check this date.) >>"
        b" << /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (Ada Ferry) /Rect [9 30 20 50] >>"
        b" << /Type /Annot /Subtype /Link /Rect [72 600 600 720] /A << /S /URI /URI (file:///etc/passwd) >> >>]"
    )
    answer = read(paged([shown(SENTENCE)], page=notes))
    assert answer.text is not None and text(answer) == WORDS
    assert [(item.text, item.why) for item in answer.text.set_aside] == [
        ("Check this date.", "comment"),
        ("Ada Ferry", "form field"),
    ]
    assert all(run.kind is RunKind.PAGE for run in answer.text.blocks[0].runs)


def test_text_up_the_margin_is_set_aside_and_a_page_typed_sideways_is_read() -> None:
    margin = b" BT /F1 9 Tf 0 1 -1 0 30 300 Tm (Printed by the harbour press) Tj ET"
    answer = read(paged([shown(SENTENCE) + margin]))
    assert answer.text is not None and text(answer) == WORDS
    assert [(item.text, item.why) for item in answer.text.set_aside] == [
        ("Printed by the harbour press", "sideways or beyond the page's edge")
    ]
    lines = [line.encode() for line in SENTENCE.split("\n")]
    sideways = b"BT /F1 12 Tf 0 1 -1 0 300 72 Tm 14 TL (%s) Tj T* (%s) Tj ET" % (lines[0], lines[1])
    assert text(read(paged([sideways]))) == WORDS


def test_a_page_is_shown_as_a_picture() -> None:
    data = (DATA / "odt.pdf").read_bytes()
    picture = page_picture(data, 1, 300)
    assert picture.width == 300 and 380 < picture.height < 430 and picture.pages >= 2
    assert len(picture.pixels) == 3 * picture.width * picture.height
    assert picture.pixels[:3] == b"\xff\xff\xff" and min(picture.pixels) < 128
    assert picture.pixels != page_picture(data, 2, 300).pixels
    with pytest.raises(Unreadable, match="There is no page 9"):
        page_picture(data, 9, 300)


@pytest.mark.parametrize(("box", "width"), [(b"0 0 3600 14400", 2_000), (b"0 0 612 792", 3_516)])
def test_no_picture_has_more_pixels_than_there_is_memory_for(box: bytes, width: int) -> None:
    data = paged([shown(SENTENCE)], page=b"/MediaBox [%s]" % box)
    picture = page_picture(data, 1, 100_000)
    assert picture.width == width and picture.width * picture.height <= MOST_PIXELS * 1.001


def test_a_page_that_is_a_line_has_no_picture() -> None:
    data = paged([shown(SENTENCE)], page=b"/MediaBox [0 0 5 14000]")
    with pytest.raises(Unreadable, match="shape that no page has"):
        page_picture(data, 1, 300)


def test_a_picture_goes_into_a_file_that_others_read() -> None:
    made = page_picture((DATA / "odt.pdf").read_bytes(), 1, 120).png()
    assert made.startswith(b"\x89PNG\r\n\x1a\n") and struct.unpack(">I", made[16:20]) == (120,)
