"""PDFs by LibreOffice, Chromium and typst say what the text said that they were made of: words in order, headings, lists, notes, links."""

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.importers import registry
from archive.model.article import BlockKind, Imported, RunKind, Source, Verdict
from tests.archive.importers.pdf import programs as made

KEPT = ("odt.pdf", "docx.pdf", "chromium.pdf", "columns.pdf")


def read(data: bytes, name: str = "report.pdf") -> Imported:
    return registry.read(Source(data, name))


def same_as_written(imported: Imported) -> None:
    wanted = made.written()
    assert imported.verdict is Verdict.OK, imported.error
    assert made.in_order(wanted.words, made.words_of(imported)) >= 0.99
    assert made.of_kind(imported, BlockKind.HEADING) == wanted.headings
    items = [text for _, text in made.of_kind(imported, BlockKind.ITEM)]
    assert items[: len(wanted.items)] == wanted.items
    assert imported.text is not None
    for note in wanted.notes:
        assert " ".join(note) in imported.text.text
    metadata = imported.metadata
    assert metadata.title == "The slow return of the river barges"
    assert metadata.byline == ("Marta Lindqvist",)
    assert (metadata.published, metadata.language) == ("2021-03-14", "en")


@pytest.mark.parametrize("name", KEPT)
def test_a_kept_pdf_says_what_it_was_made_of(name: str) -> None:
    same_as_written(read((made.DATA / name).read_bytes()))


@pytest.mark.parametrize(
    "make",
    [lambda folder: made.by_office(folder, "odt"), lambda folder: made.by_office(folder, "docx"), made.by_browser],
)
def test_a_pdf_made_now_says_what_it_was_made_of(make: Callable[[Path], bytes], tmp_path: Path) -> None:
    same_as_written(read(make(tmp_path)))


def test_two_columns_with_running_lines_read_as_the_text_did() -> None:
    same_as_written(read(made.in_columns()))


@pytest.mark.parametrize("name", KEPT)
def test_links_are_runs_over_their_words(name: str) -> None:
    imported = read((made.DATA / name).read_bytes())
    assert imported.text is not None
    links = [
        (imported.text.text[run.start : run.end], run.target)
        for block in imported.text.blocks
        for run in block.runs
        if run.kind is RunKind.LINK and "example.org" in (run.target or "")
    ]
    assert links == [("collection of river papers", "https://example.org/velm/papers")]


def test_what_runs_along_on_every_page_is_set_aside_with_its_reason() -> None:
    imported = read((made.DATA / "columns.pdf").read_bytes())
    assert imported.text is not None and imported.decoded is not None
    aside = [(item.text, item.why) for item in imported.text.set_aside]
    pages = {run.target for block in imported.text.blocks for run in block.runs if run.kind is RunKind.PAGE}
    assert len(pages) > 1
    assert aside.count(("River Freight Review Vol. 4", "running header")) == len(pages)
    assert {text for text, why in aside if why == "page number"} == pages
    assert "River Freight" not in imported.text.text
    for item in imported.text.set_aside:
        assert imported.decoded[item.start : item.end] == item.text


@pytest.mark.parametrize("name", [*KEPT, "korean.pdf", "hebrew.pdf"])
def test_every_word_of_the_text_stands_on_a_page_and_blocks_know_their_place(name: str) -> None:
    imported = read((made.DATA / name).read_bytes())
    assert imported.text is not None and imported.decoded is not None
    before = 0
    for block in imported.text.blocks:
        assert imported.decoded[slice(*block.source)] == imported.text.text[block.start : block.end]
        pages = [run for run in block.runs if run.kind is RunKind.PAGE]
        assert (pages[0].start, pages[-1].end) == (block.start, block.end)
        numbers = [int(run.target or "") for run in pages]
        assert numbers == sorted(numbers) and numbers[-1] >= before
        before = numbers[0]


def test_korean_lines_join_where_words_are_cut_and_the_byline_and_date_are_read() -> None:
    imported = read((made.DATA / "korean.pdf").read_bytes())
    assert imported.text is not None
    assert "바지선 네 척이 할렌 갑문을 지나는 데에는 사십 분이 채 걸리지 않았다" in imported.text.text
    assert "지붕이 있는 부두와 밤에도 열리는 갑문을 바란다고 입을 모은다" in imported.text.text
    metadata = imported.metadata
    assert (metadata.title, metadata.byline) == ("강을 따라 돌아온 바지선", ("김하늘",))
    assert (metadata.published, metadata.language) == ("2021-03-14", "ko")


def test_hebrew_reads_in_logical_order_with_numbers_and_foreign_words_in_place() -> None:
    imported = read((made.DATA / "hebrew.pdf").read_bytes())
    assert imported.text is not None
    paragraphs = made.of_kind(imported, BlockKind.PARAGRAPH)
    assert len(paragraphs) == 2
    assert paragraphs[0][1].endswith("(המספר 2009 כתוב בספר). איש לא שמח, כי איש לא ידע על כך דבר. "
        "שומר השער כתב את השמות של הסירות בספר ישן, והספר של Velm Freight היה ריק שנים רבות.")  # fmt: skip
