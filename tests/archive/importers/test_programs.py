"""Small files that programs which are not ours wrote, beside those of the formats' own tests: compared with the text they were made from.

What wrote which: the table of docs/FORMATS.md.
"""

from pathlib import Path

import pytest

from archive.importers.registry import read
from archive.model.article import BlockKind, Imported, Source, Verdict
from tests.archive.importers.containers.making import PARAGRAPHS
from tests.archive.importers.documents.conftest import REPORT, TITLE, blocks_of, share_in_order

DATA = Path(__file__).parents[2] / "data" / "formats"
HEADINGS = [(level, words) for kind, level, words in REPORT if kind == "heading"]
ITEMS = [words for kind, _, words in REPORT if kind in ("item", "number")]


def take(name: str) -> Imported:
    return read(Source((DATA / name).read_bytes(), name))


@pytest.mark.parametrize(
    "name",
    [
        "report_calibre.epub",
        "report_calibre.docx",
        "report_calibre.rtf",
        "report_pandoc_commonmark.md",
        "report_pandoc_gfm.md",
        "report_pandoc_markdown.md",
    ],
)
def test_reports_keep_their_words_headings_and_lists(name: str) -> None:
    imported = take(name)
    assert imported.verdict is Verdict.OK
    assert share_in_order(imported) >= 0.99
    headings = [each for each in blocks_of(imported, BlockKind.HEADING) if each[1] != TITLE]
    assert headings[: len(HEADINGS)] == HEADINGS
    assert imported.text is not None
    if name != "report_calibre.rtf":  # which writes bullets as words
        items = [words.lstrip("123. ") for _, words in blocks_of(imported, BlockKind.ITEM)]
        assert items == ITEMS


@pytest.mark.parametrize("name", ["python.eml", "python_html.eml"])
def test_mails_keep_every_paragraph_in_order(name: str) -> None:
    imported = take(name)
    assert imported.verdict is Verdict.OK and imported.text is not None
    in_order(imported.text.text)
    assert imported.metadata.byline == ("Anna Moor",) and imported.metadata.published == "2021-04-05"


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("python.mbox", 3),
        ("git.mbox", 1),
        ("python.zip", 2),
        ("infozip.zip", 3),
        ("java.zip", 3),
        ("sevenzip.zip", 3),
        ("bsdtar.zip", 3),
        ("python.wacz", 1),
        ("webrecorder.wacz", 1),
        ("warcit.warc.gz", 2),
    ],
)
def test_containers_hand_over_everything_that_was_put_in(name: str, count: int) -> None:
    imported = take(name)
    assert imported.verdict is Verdict.OK and len(imported.members) == count
    for member in imported.members:
        source = Source(member.data, member.name.rpartition("/")[2])
        answer = read(source)
        if answer.members:  # a web archive inside
            (page,) = answer.members[:1]
            answer = read(Source(page.data, "page.html"))
        assert answer.text is not None
        if name.endswith((".wacz", ".warc.gz")):
            assert "the mill" in answer.text.text or "four families" in answer.text.text
        else:
            assert PARAGRAPHS[0][:30] in answer.text.text
            if "note" not in member.name:
                in_order(answer.text.text)


@pytest.mark.parametrize("name", ["feedgen.atom", "feedgen.rss", "pyrss2gen.rss", "pelican.atom"])
def test_entries_of_feeds_keep_every_paragraph_heading_and_list(name: str) -> None:
    imported = take(name)
    assert imported.verdict is Verdict.OK and not imported.warnings
    assert sorted(str(each.metadata.title) for each in imported.members) == ["The lower meadow", "The weir & the mill"]
    for member in imported.members:
        assert member.metadata.published == "2021-04-05"
        article = read(Source(member.data, member.name))
        assert article.text is not None and article.metadata.byline == ("Anna Moor",)
        in_order(article.text.text)
        assert blocks_of(article, BlockKind.HEADING)[1:] == [(2, "The meadow")]
        assert [words for _, words in blocks_of(article, BlockKind.ITEM)] == ["boards", "nails"]


def test_a_page_with_its_parts_that_odfpy_wrote_keeps_its_title_above_its_headings() -> None:
    imported = take("odfpy.mhtml")
    assert (imported.importer, imported.verdict) == ("mhtml", Verdict.OK) and imported.text is not None
    assert (imported.metadata.title, imported.metadata.byline) == ("The weir above the mill", ("Anna Moor",))
    in_order(imported.text.text)
    assert [words for _, words in blocks_of(imported, BlockKind.HEADING)] == ["The weir above the mill", "The meadow"]
    assert [words for _, words in blocks_of(imported, BlockKind.ITEM)] == ["boards", "nails"]


def in_order(text: str) -> None:
    places = [text.find(paragraph) for paragraph in PARAGRAPHS]
    assert -1 not in places and places == sorted(places)
