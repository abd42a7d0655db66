"""A REFI-QDA project is valid, stands on the very words, keeps its GUIDs, and says what it could not carry."""

import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from archive.archive import Archive
from archive.base.errors import Cancelled, Invalid
from archive.base.progress import Progress
from archive.exports.analysis import qdc, qdpx
from archive.model import refi
from archive.model.excerpt import Scope
from archive.model.passage import PassageFilter
from archive.operations import annotate, codebook, memos
from tests.archive.conftest import AddArticle
from tests.archive.exports.conftest import DEEP, MakePacket

QDA = f"{{{refi.PROJECT}}}"


@pytest.fixture(scope="session")
def schemas(shared: Path) -> Path:
    folder = shared / "schemas"
    if not folder.is_dir():
        pytest.skip("../shared/schemas is not here: nothing to validate against")
    return folder


def parsed(path: Path) -> etree._Element:
    with zipfile.ZipFile(path) as file:
        return etree.fromstring(file.read("project.qde"))


def texts(path: Path) -> Iterator[tuple[etree._Element, str]]:
    with zipfile.ZipFile(path) as file:
        for source in parsed(path).iter(f"{QDA}TextSource"):
            name = source.get("plainTextPath").removeprefix("internal://")
            yield source, file.read(f"sources/{name}").decode("utf-8")


def test_the_project_and_the_codebook_are_valid(make_packet: MakePacket, out: Path, schemas: Path) -> None:
    qdpx.write(make_packet(), out, Progress())
    with zipfile.ZipFile(out) as file:
        document = etree.fromstring(file.read("project.qde"))
        assert all(name == "project.qde" or name.startswith("sources/") for name in file.namelist())
    etree.XMLSchema(file=schemas / "refi-qda-project.xsd").assertValid(document)
    book = out.with_name("book.qdc")
    qdc.write(make_packet(), book, Progress())
    etree.XMLSchema(file=schemas / "refi-qda-codebook.xsd").assertValid(etree.parse(book))


def test_selections_stand_on_their_words_with_their_codes(coded: Archive, make_packet: MakePacket, out: Path) -> None:
    qdpx.write(make_packet(), out, Progress())
    paths = {refi.uid_of(code.get("guid")): code for code in parsed(out).iter(f"{QDA}Code")}
    wanted = {passage.uid: passage for passage in annotate.passages(coded, limit=None)}
    met = 0
    for source, text in texts(out):
        assert "\r" not in text
        for selection in source.iter(f"{QDA}PlainTextSelection"):
            passage = wanted[refi.uid_of(selection.get("guid"))]
            start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
            assert text[start:end] == passage.anchor.exact
            refs = [each.get("targetGUID") for each in selection.iter(f"{QDA}CodeRef")]
            assert [paths[refi.uid_of(ref)].get("name") for ref in refs] == [
                use.path.rpartition("/")[2] for use in passage.tags
            ]
            met += 1
    assert met == len(wanted) == 7


def test_codes_nest_twelve_deep_with_definitions_and_colours(make_packet: MakePacket, out: Path) -> None:
    qdpx.write(make_packet(), out, Progress())
    names = {code.get("name"): code for code in parsed(out).iter(f"{QDA}Code")}
    deepest = names["level 12"]
    assert [deepest.get("name"), *(each.get("name") for each in deepest.iterancestors(f"{QDA}Code"))] == list(
        reversed(DEEP.split("/"))
    )
    assert names["by boat"].get("color") == refi.colours()["sky"]
    assert names["travel"].findtext(f"{QDA}Description") == "Any way to <move> & be moved"


def test_notes_and_memos_are_notes(coded: Archive, make_packet: MakePacket, out: Path) -> None:
    (passage, *_) = (each for each in annotate.passages(coded, limit=None) if each.note.startswith("메모"))
    memos.create(coded, "About a passage", "Look again.", about=("passage", passage.uid))
    memos.create(coded, "About a tag", "Too wide?", about=("tag", codebook.get(coded, "travel").uid))
    qdpx.write(make_packet(), out, Progress())
    root = parsed(out)
    notes = {note.get("guid"): note for note in root.iter(f"{QDA}Note")}
    (selection,) = root.iterfind(f".//{QDA}PlainTextSelection[@guid='{refi.guid(passage.uid)}']")
    told = [notes[ref.get("targetGUID")].findtext(f"{QDA}PlainTextContent") for ref in selection.iter(f"{QDA}NoteRef")]
    assert told == [passage.note, "Look again."]
    code = next(each for each in root.iter(f"{QDA}Code") if each.get("name") == "travel")
    assert [notes[ref.get("targetGUID")].get("name") for ref in code.iterfind(f"{QDA}NoteRef")] == ["About a tag"]
    assert [notes[ref.get("targetGUID")].get("name") for ref in root.iterfind(f"{QDA}NoteRef")] == ["Prices"]


def test_every_guid_is_told_once_and_the_same_in_the_next_export(make_packet: MakePacket, out: Path) -> None:
    packet = make_packet()
    qdpx.write(packet, out, Progress())
    again = out.with_name("again.part")
    qdpx.write(packet, again, Progress())
    assert out.read_bytes() == again.read_bytes()
    qdpx.write(make_packet(), again.with_name("later.part"), Progress())
    guids = [each.get("guid") for each in parsed(out).iter() if each.get("guid")]
    assert len(guids) == len(set(guids))
    assert all(str(uuid.UUID(each)) == each for each in guids)
    assert [each.get("guid") for each in parsed(again.with_name("later.part")).iter() if each.get("guid")] == guids


def test_what_xml_forbids_gives_way_without_moving_anything(
    archive: Archive, add_article: AddArticle, make_packet: MakePacket, out: Path
) -> None:
    article = add_article(archive, "An eel\x0b in a\x1f net \ufffe here.\rMore.")
    start, end = annotate.find_quote(archive, article, "net")
    passage, _ = annotate.mark(archive, article, start, end, note="bell \x07 rung")
    warnings = qdpx.write(make_packet(scope=Scope(PassageFilter(articles=(article,)))), out, Progress())
    assert any("XML cannot hold" in each for each in warnings)
    ((source, text),) = texts(out)
    selection = source.find(f"{QDA}PlainTextSelection")
    assert text[int(selection.get("startPosition")) : int(selection.get("endPosition"))] == "net"
    assert not set(text) & set("\x0b\x1f\ufffe\r") and len(text) == len(archive.store.editions.text(article))
    assert "bell \ufffd rung" in [each.text for each in parsed(out).iter(f"{QDA}PlainTextContent")]
    assert refi.uid_of(selection.get("guid")) == passage.uid


def test_what_it_cannot_carry_is_told(coded: Archive, make_packet: MakePacket, out: Path) -> None:
    (article,) = coded.store.articles.titled("쌀값", "Valley Post")
    annotate.mark(coded, article, 0, 2, colour="moss")
    warnings = qdpx.write(make_packet(), out, Progress())
    assert "1 passage without a tag was written without a colour, which only codes have." in warnings


def test_related_tags_are_links_and_article_tags_codings(coded: Archive, make_packet: MakePacket, out: Path) -> None:
    codebook.relate(coded, "travel", "가격")
    (article,) = coded.store.articles.titled("쌀값", "Valley Post")
    with coded.atomic():
        coded.store.tags.put(article, "travel")
    qdpx.write(make_packet(), out, Progress())
    root = parsed(out)
    guids = {code.get("guid"): code.get("name") for code in root.iter(f"{QDA}Code")}
    (link,) = root.iter(f"{QDA}Link")
    assert {guids[link.get("originGUID")], guids[link.get("targetGUID")]} == {"travel", "가격"}
    source = next(each for each in root.iter(f"{QDA}TextSource") if each.get("name") == "쌀값")
    assert [guids[ref.get("targetGUID")] for ref in source.iterfind(f"{QDA}Coding/{QDA}CodeRef")] == ["travel"]


def test_cancelling_stops_between_articles(make_packet: MakePacket, out: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        qdpx.write(make_packet(), out, progress)


def test_a_codebook_without_tags_is_refused(make_packet: MakePacket, out: Path) -> None:
    packet = make_packet(scope=Scope(PassageFilter(untagged=True), articles_too=False))
    with pytest.raises(Invalid, match="no tag to write"):
        qdc.write(packet, out, Progress())
