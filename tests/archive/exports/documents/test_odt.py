"""Excerpts as an OpenDocument text: opened by odfpy, lxml, pandoc and LibreOffice, with all their words, notes and comments."""

import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from odf import dc, office, teletype, text
from odf.opendocument import load

from archive.archive import Archive
from archive.base.progress import Progress
from archive.exports.documents import odt
from archive.exports.shared import proof, proof_odt
from archive.exports.shared.cells import plain
from archive.model.excerpt import Choice, Context, Notes, Packet
from archive.model.ids import Uid
from archive.operations import annotate, choosing, packing
from tests.archive.conftest import AddArticle
from tests.archive.exports.conftest import DEEP, MakePacket
from tests.archive.exports.documents.reading import (
    PDFTOTEXT,
    found,
    needs_pandoc,
    needs_soffice,
    pandoc,
    saved_again,
    words,
)

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def written(packet: Packet, folder: Path, name: str = "packet.odt") -> Path:
    path = folder / name
    assert odt.write(packet, path, Progress()) == ()
    return path


def part(path: Path, name: str) -> etree._Element:
    with zipfile.ZipFile(path) as file:
        return etree.fromstring(file.read(name))


def test_odfpy_finds_headings_quotes_and_comments(make_packet: MakePacket, tmp_path: Path) -> None:
    packet = make_packet(definitions=True, author=True, date=True)
    document: Any = load(str(written(packet, tmp_path)))
    headings = [teletype.extractText(each) for each in document.getElementsByType(text.H)]
    assert headings[:4] == ["쌀값", "A ferry at dawn", "Tags", "travel"] and headings[-1] == "Works cited"
    comments = document.getElementsByType(office.Annotation)
    assert len(comments) == sum(1 for each in packet.excerpts() if each.note)
    authors = {str(each) for comment in comments for each in comment.getElementsByType(dc.Creator)}
    assert authors == {"Ann", "Bo"}
    content = part(tmp_path / "packet.odt", "content.xml")
    named = [
        [each.get(f"{OFFICE}name") for each in content.iter(f"{OFFICE}{kind}")]
        for kind in ("annotation", "annotation-end")
    ]
    assert named[0] == named[1] and len(set(named[0])) == len(comments)


@pytest.mark.parametrize("notes", [Notes.FOOTNOTES, Notes.ENDNOTES])
def test_each_quote_has_a_real_note(make_packet: MakePacket, tmp_path: Path, notes: Notes) -> None:
    document: Any = load(str(written(make_packet(notes=notes), tmp_path)))
    found = document.getElementsByType(text.Note)
    assert {each.getAttribute("noteclass") for each in found} == {notes.value.removesuffix("s")}
    assert len(found) == 7 and "“A Ferry at Dawn,”" in teletype.extractText(found[1])


def test_authors_and_days_stay_behind_unless_they_were_chosen(make_packet: MakePacket, tmp_path: Path) -> None:
    path = written(make_packet(), tmp_path)
    document: Any = load(str(path))
    for comment in document.getElementsByType(office.Annotation):
        assert not comment.getElementsByType(dc.Creator) and not comment.getElementsByType(dc.Date)
    with zipfile.ZipFile(path) as file:
        everything = b"".join(map(file.read, file.namelist()))
        assert file.namelist()[0] == "mimetype" and file.infolist()[0].compress_type == zipfile.ZIP_STORED
    assert b"ODFPY" not in everything and str(tmp_path).encode() not in everything and b"Marked by" not in everything


def test_every_style_that_is_used_is_there(make_packet: MakePacket, tmp_path: Path) -> None:
    for name, packet in (("a.odt", make_packet(context=Context.SENTENCE)), ("b.odt", make_packet(style="apa"))):
        path = written(packet, tmp_path, name)
        content = part(path, "content.xml")
        there = {
            each.get(f"{STYLE}name")
            for root in (content, part(path, "styles.xml"))
            for each in root.iter(f"{STYLE}style")
        }
        used = {each.get(f"{TEXT}style-name") for each in content.iter() if each.get(f"{TEXT}style-name")}
        assert used <= there, used - there
        above = {each.get(f"{STYLE}parent-style-name") for each in content.iter(f"{STYLE}style")}
        assert above <= there, above - there


@needs_pandoc
def test_pandoc_finds_words_and_footnotes(make_packet: MakePacket, tmp_path: Path) -> None:
    packet = make_packet(context=Context.SENTENCE)
    blocks = pandoc(written(packet, tmp_path), "odt")
    assert len(found(blocks, "Note")) == packet.passages
    told = " ".join(map(words, blocks))
    assert all(line in told for excerpt in packet.excerpts() for line in excerpt.exact.split("\n"))
    assert DEEP.replace("/", " › ") in told


@needs_soffice
def test_libreoffice_finds_words_notes_and_comments(make_packet: MakePacket, tmp_path: Path) -> None:
    packet = make_packet(author=True, date=True)
    path = written(packet, tmp_path)
    again: Any = load(str(saved_again(path, "odt", tmp_path)))
    assert len(again.getElementsByType(text.Note)) == packet.passages
    comments = [teletype.extractText(each) for each in again.getElementsByType(office.Annotation)]
    assert any("First sight of it." in each for each in comments)
    shades = {each.getAttribute("stylename") for each in again.getElementsByType(text.Span)}
    told = "".join(teletype.extractText(each) for each in again.getElementsByType(text.P))
    assert shades and all(line in told for each in packet.excerpts() for line in each.exact.split("\n"))


@needs_soffice
def test_libreoffice_saves_the_proof_of_each_quote_again(make_packet: MakePacket, tmp_path: Path) -> None:
    packet = make_packet(context=Context.PARAGRAPH, author=True, date=True)
    path = written(packet, tmp_path)
    for each in (path, saved_again(path, "odt", tmp_path)):
        quotes = list(proof_odt.in_odt(part(each, "content.xml"), part(each, "meta.xml")))
        excerpts = {excerpt.uid: excerpt for excerpt in packet.excerpts()}
        assert len(quotes) == len(excerpts)
        for quoted in quotes:
            assert quoted.proof is not None
            excerpt = excerpts.pop(Uid(quoted.proof.passage))
            assert quoted.words == proof.shown(excerpt.exact)
            assert quoted.proof == proof.of(excerpt, redacted=False)


@needs_soffice
@pytest.mark.skipif(PDFTOTEXT is None, reason="pdftotext is not installed")
def test_notes_are_numbered_through_all_pages(archive: Archive, add_article: AddArticle, tmp_path: Path) -> None:
    lines = [f"Sentence {number} of a long account of ferries, told at some length." for number in range(40)]
    article = add_article(archive, "\n".join(lines), title="Ferries")
    for line in lines:
        start, end = annotate.find_quote(archive, article, line)
        annotate.mark(archive, article, start, end, author="Ann")
    packet = packing.pack(archive, Choice(), choosing.choose(archive, Choice()), title="Ferries")
    printed = saved_again(written(packet, tmp_path), "pdf", tmp_path)
    told = subprocess.run([str(PDFTOTEXT), str(printed), "-"], capture_output=True, text=True, check=True).stdout
    assert told.count("\f") > 2 and all(re.search(rf"(?m)^{number} .*para\. {number}", told) for number in (1, 20, 40))


@given(
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.sampled_from(["  a  b ", "\ta\t\tb", " ", "a   b\t c", "<&>\"'"])
)
def test_any_words_come_back_with_all_their_spaces(words: str) -> None:
    line = plain(words).replace("\n", " ")
    paragraph = odt._paragraph("About", odt._escaped(line), line)
    read = etree.fromstring(f'<r xmlns:text="{TEXT[1:-1]}">{paragraph}</r>'.encode())
    assert "".join(_in_order(read)) == line


def _in_order(each: etree._Element) -> list[str]:
    kind = etree.QName(each).localname
    said = ["\t"] if kind == "tab" else [" " * int(each.get(f"{TEXT}c", "1"))] if kind == "s" else [each.text or ""]
    for child in each:
        said += [*_in_order(child), child.tail or ""]
    return said


def test_the_same_packet_makes_the_same_file(make_packet: MakePacket, tmp_path: Path) -> None:
    packet = make_packet()
    one, two = (written(packet, tmp_path, name).read_bytes() for name in ("one.odt", "two.odt"))
    assert one == two
