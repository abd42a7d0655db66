"""Excerpts as a Word file: opened by python-docx, lxml, pandoc and LibreOffice, with all their words, notes and comments."""

import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from archive.archive import Archive
from archive.base.progress import Progress
from archive.exports.documents import docx, word_xml
from archive.exports.shared import proof, proof_docx
from archive.exports.shared.cells import plain
from archive.model.excerpt import Choice, Context, Excerpt, Grouping, Notes, Packet, Scope
from archive.model.ids import ArticleId
from archive.model.passage import PassageFilter
from archive.operations import annotate, choosing, packing
from tests.archive.conftest import AddArticle
from tests.archive.exports.conftest import DEEP, MakePacket
from tests.archive.exports.documents.reading import found, needs_pandoc, needs_soffice, pandoc, saved_again, words

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def written(packet: Packet, folder: Path, name: str = "packet.docx") -> Path:
    path = folder / name
    assert docx.write(packet, path, Progress()) == ()
    return path


def part(path: Path, name: str) -> etree._Element:
    with zipfile.ZipFile(path) as file:
        return etree.fromstring(file.read(name))


def quotes(path: Path) -> list[proof.Quoted]:
    return list(proof_docx.in_docx(part(path, "word/document.xml"), part(path, "customXml/item1.xml")))


def test_word_knows_every_style_and_part(make_packet: MakePacket, tmp_path: Path) -> None:
    packet = make_packet(definitions=True, context=Context.SENTENCE, author=True, date=True)
    document: Any = Document(str(written(packet, tmp_path)))
    styles = [each.style.name for each in document.paragraphs]
    assert styles[0] == "Title" and document.paragraphs[0].text == "Test"
    assert {"Heading 1", "Heading 2", "Quote", "Excerpt Details", "Definition", "Bibliography"} <= set(styles)
    assert [each.text for each in document.paragraphs if each.style.name == "Heading 1"] == [
        "쌀값", "A ferry at dawn", "Tags", "Works cited",
    ]  # fmt: skip
    comments = {each.text: (each.author, each.timestamp) for each in document.comments}
    assert comments["=cmd() looks like a formula"][0] == "Bo"
    stamps = {each.note: made(each) for each in packet.excerpts()}
    assert comments["=cmd() looks like a formula"][1] == stamps["=cmd() looks like a formula"]
    assert {stamp for _, stamp in comments.values()} <= set(stamps.values())
    assert "First sight of it.\nTwo lines; “quoted”." in comments
    with zipfile.ZipFile(tmp_path / "packet.docx") as file:
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(file.read(name))
        types = {each.get("PartName") for each in part(tmp_path / "packet.docx", "[Content_Types].xml")}
        assert {"/word/footnotes.xml", "/word/comments.xml", "/word/document.xml"} <= types


def made(excerpt: Excerpt) -> datetime:
    return datetime.fromisoformat(excerpt.created[:19] + "Z").astimezone(UTC)


def test_properties_tell_of_the_packet_and_of_nobody(make_packet: MakePacket, tmp_path: Path) -> None:
    packet = make_packet()
    path = written(packet, tmp_path)
    told: Any = Document(str(path)).core_properties
    assert (told.title, told.author, told.last_modified_by, told.comments) == ("Test", "", "", "")
    assert told.created.isoformat()[:19] == packet.made[:19]
    with zipfile.ZipFile(path) as file:
        everything = b"".join(map(file.read, file.namelist()))
        assert {member.date_time[:3] for member in file.infolist()} == {tuple(map(int, packet.made[:10].split("-")))}
    assert (
        b"python-docx" not in everything and b"Macintosh" not in everything and str(tmp_path).encode() not in everything
    )


@pytest.mark.parametrize("notes", [Notes.FOOTNOTES, Notes.ENDNOTES])
def test_each_quote_has_a_real_note(make_packet: MakePacket, tmp_path: Path, notes: Notes) -> None:
    path = written(make_packet(notes=notes), tmp_path)
    kind = "footnote" if notes is Notes.FOOTNOTES else "endnote"
    told = part(path, f"word/{kind}s.xml")
    texts = ["".join(each.itertext()).strip() for each in told if each.get(f"{W}type") is None]
    assert (
        len(texts) == 7 and "“A Ferry at Dawn,”" in texts[1] and texts[1].endswith("https://example.org/ferry?a=1&b=2.")
    )
    references = [each.get(f"{W}id") for each in part(path, "word/document.xml").iter(f"{W}{kind}Reference")]
    assert references == [each.get(f"{W}id") for each in told if each.get(f"{W}type") is None]
    separators = [each.get(f"{W}id") for each in part(path, "word/settings.xml").iter(f"{W}{kind}")]
    assert separators == [each.get(f"{W}id") for each in told if each.get(f"{W}type")]
    with zipfile.ZipFile(path) as file:
        assert sum(name in ("word/footnotes.xml", "word/endnotes.xml") for name in file.namelist()) == 1


def test_citations_beside_the_quotes_leave_no_notes(make_packet: MakePacket, tmp_path: Path) -> None:
    path = written(make_packet(style="apa"), tmp_path)
    document: Any = Document(str(path))
    assert "(Weir & 김하늘, 2021, para. 1)" in [each.text for each in document.paragraphs]
    with zipfile.ZipFile(path) as file:
        assert not {"word/footnotes.xml", "word/endnotes.xml"} & set(file.namelist())


def test_every_quote_carries_its_proof(make_packet: MakePacket, tmp_path: Path) -> None:
    packet = make_packet(context=Context.PARAGRAPH, grouping=Grouping.NONE)
    excerpts = list(packet.excerpts())
    read = quotes(written(packet, tmp_path))
    assert [each.words for each in read] == [excerpt.exact for excerpt in excerpts]
    assert [each.proof for each in read] == [proof.of(excerpt) for excerpt in excerpts]
    assert all(each.proof is not None and len(each.proof.original) == 128 for each in read)


def test_highlights_directions_and_languages_are_told(make_packet: MakePacket, tmp_path: Path) -> None:
    path = written(make_packet(), tmp_path)
    text = part(path, "word/document.xml")
    shades = {each.get(f"{W}val") for each in text.iter(f"{W}rStyle")}
    assert {"Highlightsky", "Highlightrose"} <= shades
    fills = {each.get(f"{W}fill") for each in part(path, "word/styles.xml").iter(f"{W}shd")}
    assert len(fills) >= 5 and "auto" not in fills
    hebrew = next(each for each in text.iter(f"{W}p") if "מעבורת" in "".join(each.itertext()))
    assert hebrew.find(f"{W}pPr/{W}bidi") is not None and hebrew.find(f".//{W}rPr/{W}rtl") is not None
    assert {each.get(f"{W}eastAsia") for each in text.iter(f"{W}lang")} >= {"ko"}
    assert {each.get(f"{W}val") for each in text.iter(f"{W}lang")} >= {"en"}


@needs_pandoc
def test_pandoc_finds_words_footnotes_and_comments(make_packet: MakePacket, tmp_path: Path) -> None:
    packet = make_packet(context=Context.SENTENCE)
    blocks = pandoc(written(packet, tmp_path), "docx", "--track-changes=all")
    assert len(found(blocks, "Note")) == packet.passages
    comments = [each for each in found(blocks, "Span") if "comment-start" in each["c"][0][1]]
    assert len(comments) == sum(1 for each in packet.excerpts() if each.note)
    told = " ".join(map(words, blocks))
    for excerpt in packet.excerpts():
        assert all(line in told for line in excerpt.exact.split("\n"))
    assert DEEP.replace("/", " › ") in told


def noted(path: Path) -> list[str]:
    """The words of the footnotes in the order of their marks."""
    words_of = {
        each.get(f"{W}id"): "".join(node.text or "" for node in each.iter(f"{W}t")).strip()
        for each in part(path, "word/footnotes.xml")
    }
    return [words_of[mark.get(f"{W}id")] for mark in part(path, "word/document.xml").iter(f"{W}footnoteReference")]


@needs_soffice
def test_libreoffice_saves_words_notes_comments_and_proofs_again(
    coded: Archive, make_packet: MakePacket, tmp_path: Path
) -> None:
    for article in (1, 2):  # over three paragraphs and more
        text = coded.store.editions.current(ArticleId(article)).text
        annotate.mark(coded, ArticleId(article), 2, len(text) - 2, note="all of it", author="Ann")
    packet = make_packet(context=Context.SENTENCE, author=True, date=True)
    path = written(packet, tmp_path)
    again = saved_again(path, "docx", tmp_path)
    assert quotes(again) == quotes(path)
    assert len([each for each in part(again, "word/footnotes.xml") if each.get(f"{W}type") is None]) == packet.passages
    document: Any = Document(str(again))
    assert {each.author for each in document.comments} == {"Ann", "Bo"}
    assert "First sight of it.\nTwo lines; “quoted”." in {each.text for each in document.comments}


@needs_soffice
def test_libreoffice_shows_each_footnote_at_its_mark(make_packet: MakePacket, tmp_path: Path) -> None:
    path = written(make_packet(note=False), tmp_path)
    assert noted(saved_again(path, "docx", tmp_path)) == noted(path) and len(set(noted(path))) > 1


@needs_soffice
@pytest.mark.parametrize("context", [Context.NONE, Context.PARAGRAPH])
def test_libreoffice_keeps_footnotes_and_comments_apart(
    coded: Archive, make_packet: MakePacket, tmp_path: Path, context: Context
) -> None:
    for number, passage in enumerate(annotate.passages(coded, limit=None)):
        annotate.set_note(coded, passage.uid, f"Remark {number}.\nIts second line.")
    path = written(make_packet(context=context), tmp_path)
    again = saved_again(path, "docx", tmp_path)
    assert noted(again) == noted(path) and len(set(noted(path))) > 1
    before: Any = Document(str(path))
    after: Any = Document(str(again))
    assert [each.text for each in after.comments] == [each.text for each in before.comments]


@pytest.mark.parametrize("notes", [Notes.FOOTNOTES, Notes.ENDNOTES])
def test_no_comment_is_referred_to_before_the_second_note(
    coded: Archive, make_packet: MakePacket, tmp_path: Path, notes: Notes
) -> None:
    for passage in annotate.passages(coded, limit=None):
        annotate.set_note(coded, passage.uid, "Remark.")
    kind = "footnote" if notes is Notes.FOOTNOTES else "endnote"
    root = part(written(make_packet(notes=notes), tmp_path), "word/document.xml")
    marks = list(root.iter(f"{W}{kind}Reference", f"{W}commentReference"))
    assert [each.tag.removeprefix(W) for each in marks[:2]] == [f"{kind}Reference"] * 2
    referred = [each.get(f"{W}id") for each in marks if each.tag == f"{W}commentReference"]
    assert referred == [each.get(f"{W}id") for each in root.iter(f"{W}commentRangeStart")]


def test_the_comment_of_an_only_passage_is_referred_to(coded: Archive, make_packet: MakePacket, tmp_path: Path) -> None:
    only = next(each for each in annotate.passages(coded, limit=None) if each.note)
    packet = make_packet(scope=Scope(PassageFilter(uids=(only.uid,))))
    root = part(written(packet, tmp_path), "word/document.xml")
    assert len(list(root.iter(f"{W}commentReference"))) == len(list(root.iter(f"{W}commentRangeEnd"))) == 1


AWKWARD = [
    "<w:t>&amp;",
    "a\tb  c ",
    "\u200fשלום 12 שלום",
    "각\u1112\u1161\u11ab",
    "e\u0301\u0327",
    "👩‍👩‍👧 🛶🏽",
    "\x01\ufffe\ud800",
    "a\u00adb\u2011c\u00a0d",
]


@given(st.text() | st.sampled_from(AWKWARD))
def test_any_words_come_back_from_a_run(text: str) -> None:
    line = plain(text).replace("\n", " ")
    mark = '<w:bookmarkStart w:id="1" w:name="waystation_quote_1"/>'
    body = word_xml.paragraph("Quote", f'{mark}{word_xml.run(line)}<w:bookmarkEnd w:id="1"/>', line)
    read = etree.fromstring(f"<w:document {word_xml.NAMESPACES}><w:body>{body}</w:body></w:document>".encode())
    listed = proof.Proof("p", "a", "", "0" * 128, 0, 1)
    told = etree.fromstring(proof_docx.dumped([("waystation_quote_1", listed)]))
    assert list(proof_docx.in_docx(read, told)) == [proof.Quoted(listed, line)]


def test_a_quote_of_a_hundred_kilobytes_stands_whole(archive: Archive, add_article: AddArticle, tmp_path: Path) -> None:
    body = "\n".join(f"Line {number} of a long tale 긴 이야기, told twice over." for number in range(2_500))
    article = add_article(archive, body)
    start, end = annotate.find_quote(archive, article, body)
    annotate.mark(archive, article, start, end, author="Ann")
    packet = packing.pack(archive, Choice(), choosing.choose(archive, Choice()), title="Long")
    (quoted,) = quotes(written(packet, tmp_path))
    assert len(body) > 100_000 and quoted.words == body


def test_the_same_packet_makes_the_same_file(make_packet: MakePacket, tmp_path: Path) -> None:
    packet = make_packet()
    one, two = (written(packet, tmp_path, name).read_bytes() for name in ("one.docx", "two.docx"))
    assert one == two


def test_addresses_lead_somewhere_only_by_http(make_packet: MakePacket, tmp_path: Path) -> None:
    path = written(make_packet(), tmp_path)
    codes = {each.get(f"{W}instr") for each in part(path, "word/footnotes.xml").iter(f"{W}fldSimple")}
    assert codes == {' HYPERLINK "https://example.org/ferry?a=1&b=2" '}
    with zipfile.ZipFile(path) as file:
        relations = b"".join(file.read(name) for name in file.namelist() if name.endswith(".rels"))
    assert not re.search(rb'TargetMode="External"', relations)
