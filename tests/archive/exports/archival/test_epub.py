"""Books, opened by ebooklib, lxml and, where it is there, Java's epubcheck: every article is a chapter with its words."""

import zipfile
from pathlib import Path

import pytest
from ebooklib import epub as reader
from lxml import etree

from archive.base.progress import Progress
from archive.exports.archival import epub
from tests.archive.exports.conftest import MakePacket

XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def book(make_packet: MakePacket, tmp_path: Path) -> Path:
    path = tmp_path / "book.epub"
    assert [line.split(",")[0] for line in epub.write(make_packet(author=True), path, Progress())] == [
        "1 memo was left out"
    ]
    return path


def test_another_reader_finds_a_chapter_for_each_article(book: Path, make_packet: MakePacket) -> None:
    read = reader.read_epub(str(book))
    assert read.title == "Test"
    chapters = [read.get_item_with_id(name) for name, _ in read.spine][1:]
    for chapter, whole in zip(chapters, make_packet().wholes(), strict=True):
        page = etree.fromstring(chapter.content)
        for mark in list(page.iter(f"{XHTML}sup")):
            before, tail = mark.getprevious(), mark.tail or ""
            if before is not None:
                before.tail = (before.tail or "") + tail
            else:
                mark.getparent().text = (mark.getparent().text or "") + tail
            mark.getparent().remove(mark)
        shown = [
            "".join(node.itertext())
            for node in page.iter(*(f"{XHTML}{name}" for name in ("p", "h1", "h2", "li", "blockquote")))
        ]
        for block in whole.blocks:
            assert whole.text[block.start : block.end] in shown
        marked = "".join("".join(node.itertext()) for node in page.iter(f"{XHTML}mark"))
        covered = {place for each in whole.excerpts for place in range(each.anchor.start, each.anchor.end)}
        assert len(marked) == len([place for place in covered if whole.text[place] != "\n"])


def test_its_parts_are_as_the_standard_asks(book: Path) -> None:
    with zipfile.ZipFile(book) as zipped:
        first = zipped.infolist()[0]
        assert (first.filename, first.compress_type, zipped.read(first)) == (
            "mimetype",
            zipfile.ZIP_STORED,
            b"application/epub+zip",
        )
        for name in zipped.namelist()[1:]:
            etree.fromstring(zipped.read(name))
        package = etree.fromstring(zipped.read("EPUB/book.opf"))
    opf = "{http://www.idpf.org/2007/opf}"
    ids = {item.get("id") for item in package.iter(f"{opf}item")}
    assert {ref.get("idref") for ref in package.iter(f"{opf}itemref")} == ids
    (modified,) = [meta.text for meta in package.iter(f"{opf}meta") if meta.get("property") == "dcterms:modified"]
    assert len(modified) == len("2026-01-01T00:00:00Z")
