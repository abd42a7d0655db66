"""Excerpts as a PDF: read back by pypdf and pdftotext; outline, page labels, tags, notes, and signs that no typeface shows."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from archive.archive import Archive
from archive.base.errors import Cancelled
from archive.base.progress import Progress
from archive.exports.documents import pdf
from archive.model.excerpt import Choice, Context, Grouping, Notes, Packet
from archive.operations import annotate, choosing, packing
from tests.archive.conftest import AddArticle
from tests.archive.exports.conftest import MakePacket
from tests.archive.exports.documents.reading import PDFTOTEXT

MARKUP = [
    "#import \"x\"", "$x^2$", "*bold* _italic_", "`raw`", "<label> @reference", "= Heading", "- item", "+ item", "/ term: x",
    "\\u{41} \\ ~ -- ---", "#{panic()}", "[content]", "// comment", "/* comment */", "https://bare.example", "'quotes' \"double\"", "#sys.inputs",
]  # fmt: skip


def written(packet: Packet, folder: Path, name: str = "packet.pdf") -> tuple[Any, list[str]]:
    path = folder / name
    warnings = list(pdf.write(packet, path, Progress()))
    return PdfReader(str(path)), warnings


def words(reader: Any) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def test_outline_labels_tags_and_properties(make_packet: MakePacket, tmp_path: Path) -> None:
    packet = make_packet(definitions=True)
    reader, _ = written(packet, tmp_path)
    titles = [each.title for each in reader.outline if not isinstance(each, list)]
    assert titles == ["쌀값", "A ferry at dawn", "Tags", "Works cited"]
    below = [each.title for each in next(each for each in reader.outline if isinstance(each, list))]
    assert "travel › by boat" in below
    assert reader.page_labels == [str(number) for number in range(1, len(reader.pages) + 1)]
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root and str(root["/Lang"]).startswith("en")
    assert reader.metadata.title == "Test" and not reader.metadata.author
    assert reader.metadata.creation_date.isoformat()[:10] == packet.made[:10]


def test_quotes_notes_and_comments_are_there(make_packet: MakePacket, tmp_path: Path) -> None:
    reader, _ = written(make_packet(context=Context.SENTENCE, author=True, date=True), tmp_path)
    told = words(reader)
    for said in (
        "The ferry left at dawn with 14 people aboard.",
        "“A Ferry at Dawn,”",
        "First sight of it.",
        "Note by Bo",
        "Paragraph 1",
    ):
        assert said in told, said
    assert told.count("para. 1") >= 3


@pytest.mark.skipif(PDFTOTEXT is None, reason="pdftotext is not installed")
def test_pdftotext_finds_hangul_and_hebrew(make_packet: MakePacket, tmp_path: Path) -> None:
    _, warnings = written(make_packet(), tmp_path)
    done = subprocess.run(
        [str(PDFTOTEXT), str(tmp_path / "packet.pdf"), "-"], capture_output=True, text=True, check=True
    )
    assert "14 people" in done.stdout and "7 passages" in done.stdout
    if not any("배" in each for each in warnings):
        assert "배는 새벽에 떠났다." in done.stdout
    assert re.search("[\u05d0-\u05ea]{3}", done.stdout)


def test_signs_that_no_typeface_shows_are_named(archive: Archive, add_article: AddArticle, tmp_path: Path) -> None:
    article = add_article(archive, "Plain \U0001f6f6 and \U00013000 are signs; ordinary caf\u00e9.")
    annotate.mark(archive, article, 8, 40, author="Ann")
    packet = packing.pack(archive, Choice(), choosing.choose(archive, Choice()), title="Signs")
    _, warnings = written(packet, tmp_path)
    shown = pdf._Setter()
    missing = shown.missing(["\U00013000", "a", "\uffff"], Progress())
    assert "\uffff" in missing and "a" not in missing
    told = "".join(warnings)
    assert all((sign in told) == bool(shown.missing([sign], Progress())) for sign in ("\U0001f6f6", "\U00013000"))
    assert "\u00e9" not in told


def test_a_packet_that_can_be_shown_is_pdf_ua(archive: Archive, add_article: AddArticle, tmp_path: Path) -> None:
    article = add_article(archive, "A plain sentence.")
    annotate.mark(archive, article, 8, 20, author="Ann", note="Good")
    for name, notes in (("foot", Notes.FOOTNOTES), ("end", Notes.ENDNOTES), ("in", Notes.INLINE)):
        packet = packing.pack(archive, Choice(notes=notes), choosing.choose(archive, Choice()), title="Plain")
        _, warnings = written(packet, tmp_path, f"{name}.pdf")
        assert not warnings and b"pdfuaid:part" in (tmp_path / f"{name}.pdf").read_bytes()


def test_markup_stays_words(archive: Archive, add_article: AddArticle, tmp_path: Path) -> None:
    article = add_article(archive, "\n".join(MARKUP), title="#panic(1) *title*", byline=("$A$ #b",), publisher="@house")
    for line in MARKUP:
        start, end = annotate.find_quote(archive, article, line)
        annotate.mark(archive, article, start, end, note=line, tags=(line.replace("/", "|"),), author=line)
    choice = Choice(author=True, grouping=Grouping.TAG)
    packet = packing.pack(archive, choice, choosing.choose(archive, choice), title="#panic() $")
    reader, _ = written(packet, tmp_path)
    told = words(reader).replace(" ", "")
    for line in MARKUP:
        assert told.count(line.replace(" ", "")) >= 2, line


@pytest.fixture
def in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packets are set in parts of two passages."""
    for name, count in (("_MOST_AT_ONCE", 2), ("_MOST_ENDNOTES", 2), ("_PART", 2)):
        monkeypatch.setattr(pdf, name, count)


def elements(reader: Any) -> list[Any]:
    """The tags for screen readers in their order: (what it is, its parent is the one that holds it)."""
    found: list[Any] = []

    def walk(each: Any, above: Any) -> None:
        told = each.get_object()
        if not isinstance(told, dict) or "/S" not in told:
            return
        found.append((str(told["/S"]), told.raw_get("/P") == above))
        below = told.get("/K", [])
        for child in below if isinstance(below, list) else [below]:
            walk(child, getattr(each, "indirect_reference", None) or each)

    root = reader.trailer["/Root"].raw_get("/StructTreeRoot")
    for each in root.get_object()["/K"]:
        walk(each, root)
    return found


def test_a_long_packet_is_set_in_parts_with_all_its_footnotes(
    make_packet: MakePacket, tmp_path: Path, in_parts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    packet = make_packet(definitions=True, context=Context.SENTENCE)
    sewn, warnings = written(packet, tmp_path)
    monkeypatch.setattr(pdf, "_MOST_AT_ONCE", 100)
    whole, told = written(packet, tmp_path, "whole.pdf")
    assert warnings == told and len(sewn.pages) > len(whole.pages)
    kinds = [kind for kind, _ in elements(sewn)]
    assert sorted(kinds) == sorted(kind for kind, _ in elements(whole)) and kinds.count("/Note") == packet.passages
    assert all(held for _, held in elements(sewn))
    assert [_titles(sewn.outline), sewn.page_labels] == [
        _titles(whole.outline),
        [str(number) for number in range(1, len(sewn.pages) + 1)],
    ]
    without = re.compile(r"\b\d+\b|\s")  # the numbers of pages
    assert sorted(without.sub("", words(sewn))) == sorted(without.sub("", words(whole)))
    assert sewn.metadata.title == whole.metadata.title and ("pdfuaid:part" in xmp(sewn)) == (
        "pdfuaid:part" in xmp(whole)
    )
    assert f"<xmpTPg:NPages>{len(sewn.pages)}<" in xmp(sewn)


def _titles(outline: Any) -> Any:
    return [_titles(each) if isinstance(each, list) else each.title for each in outline]


def xmp(reader: Any) -> str:
    return str(reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode())


def test_parts_are_sewn_so_that_everything_leads_somewhere(
    make_packet: MakePacket, tmp_path: Path, in_parts: None
) -> None:
    packet = make_packet()
    reader, _ = written(packet, tmp_path)
    assert reader.xref and len(reader.pages) >= 4
    pages = [page.indirect_reference for page in reader.pages]
    links = [each.get_object() for page in reader.pages for each in page.get("/Annots", ())]
    within = [each for each in links if "/Dest" in each]
    # A footnote leads to its place and back; both are on pages of this file.
    assert len(within) == 2 * packet.passages and all(list.__getitem__(each["/Dest"], 0) in pages for each in within)
    tree = reader.trailer["/Root"]["/StructTreeRoot"]
    numbers = tree["/ParentTree"]["/Nums"]
    keys = [int(each) for each in numbers[::2]]
    assert keys == list(range(tree["/ParentTreeNextKey"]))
    assert {each["/StructParent"] for each in links} | {page["/StructParents"] for page in reader.pages} == set(keys)
    for page in reader.pages:
        for each in page.get("/Annots", ()):
            owner = numbers[2 * each.get_object()["/StructParent"] + 1].get_object()
            held = [kid.raw_get("/Obj") for kid in owner["/K"] if isinstance(kid, dict) and "/Obj" in kid]
            assert owner["/S"] == "/Link" and each in held
    names = tree["/IDTree"]["/Names"]
    assert names[::2] == sorted(set(names[::2])) and len(names) == 2 * packet.passages
    assert all(of.get_object()["/ID"] == name for name, of in zip(names[::2], names[1::2], strict=True))


def test_the_feet_of_parts_go_on_counting(make_packet: MakePacket, tmp_path: Path, in_parts: None) -> None:
    packet = make_packet()
    reader, _ = written(packet, tmp_path)
    told = [page.extract_text() for page in reader.pages]
    assert [text.split()[-1] for text in told] == [str(number) for number in range(1, len(told) + 1)]
    assert "14 people" in told[0] + told[1] and f"{packet.passages}Weir and" in words(reader)


def test_many_endnotes_stand_at_the_end_and_lead_nowhere(
    make_packet: MakePacket, tmp_path: Path, in_parts: None
) -> None:
    reader, warnings = written(make_packet(notes=Notes.ENDNOTES), tmp_path)
    assert any("Nothing leads to the notes" in each for each in warnings)
    assert "Notes" in _titles(reader.outline) and "para. 1" in words(reader)


def test_parentheses_and_numbers_in_words_are_left_alone(
    archive: Archive, add_article: AddArticle, tmp_path: Path, in_parts: None
) -> None:
    title = "Odd (very (odd)) \\ 12 0 R /ID(Note 1) /StructParent 3 >> stream"
    for number in range(3):
        article = add_article(archive, f"{title}\nA sentence {number} that is marked.", title=f"{title} {number}")
        start, end = annotate.find_quote(archive, article, "that is marked.")
        annotate.mark(archive, article, start, end, author="Ann")
    packet = packing.pack(archive, Choice(), choosing.choose(archive, Choice()), title=title)
    reader, _ = written(packet, tmp_path)
    assert sorted(_titles(reader.outline)) == [*(f"{title} {number}" for number in range(3)), "Works cited"]
    assert reader.metadata.title == title and words(reader).count("that is marked.") == 3


def test_a_quote_of_a_hundred_kilobytes_is_set_over_pages(
    archive: Archive, add_article: AddArticle, tmp_path: Path
) -> None:
    body = "\n".join(f"Line {number} of a long tale, told twice over again." for number in range(2_300))
    article = add_article(archive, body)
    start, end = annotate.find_quote(archive, article, body)
    annotate.mark(archive, article, start, end, author="Ann")
    packet = packing.pack(archive, Choice(), choosing.choose(archive, Choice()), title="Long")
    reader, _ = written(packet, tmp_path)
    assert len(body) > 100_000 and len(reader.pages) > 20
    assert "Line 0 of" in reader.pages[0].extract_text() and "Line 2299" in words(reader)


def test_the_same_packet_makes_the_same_file(make_packet: MakePacket, tmp_path: Path) -> None:
    packet = make_packet()
    for name in ("one.pdf", "two.pdf"):
        written(packet, tmp_path, name)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_it_can_be_cancelled(make_packet: MakePacket, tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        pdf.write(make_packet(), tmp_path / "never.pdf", progress)
    assert not (tmp_path / "never.pdf").exists()


def test_endnotes_lead_there_and_back(make_packet: MakePacket, tmp_path: Path) -> None:
    packet = make_packet(notes=Notes.ENDNOTES, style="mhra")
    reader, _ = written(packet, tmp_path)
    places = [
        each
        for page in reader.pages
        for each in page.get("/Annots", ())
        if "/URI" not in each.get_object().get("/A", {})
    ]
    assert len(places) == 2 * packet.passages


def test_what_was_left_out_is_told(make_packet: MakePacket, tmp_path: Path) -> None:
    reader, _ = written(replace(make_packet(), held_back=("1 article was left out: internal.",)), tmp_path)
    assert "1 article was left out: internal." in words(reader)
