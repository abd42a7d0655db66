"""A packet says for each quote whether it stands: word for word, moved, changed in which words, missing, redacted; nothing else."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import Unreadable
from archive.base.progress import Progress
from archive.exports.registry import FORMATS
from archive.model.article import Text
from archive.model.excerpt import Choice, Context
from archive.model.ids import ArticleId
from archive.operations import annotate, choosing, packing, verifying
from archive.operations.verifying import Difference, Standing, Verdict
from tests.archive.conftest import AddArticle, blocks_of
from tests.archive.made import new_archive

BODY = "Fourteen boats lay in the harbour, and 14 people slept.\nBy noon 1,047 had gone; 배는 떠났다 cafe\u0301 🛶🏽.\nNobody came back."
QUOTES = ("and 14 people slept.\nBy noon 1,047", "배는 떠났다 cafe\u0301 🛶🏽", "Nobody came back.")
Packet = Callable[..., Path]


@pytest.fixture
def article(archive: Archive, add_article: AddArticle) -> ArticleId:
    added = add_article(archive, BODY, title="Boats")
    for quote in QUOTES:
        start, end = annotate.find_quote(archive, added, quote)
        annotate.mark(archive, added, start, end, author="Ann")
    return added


@pytest.fixture
def packet(archive: Archive, article: ArticleId, tmp_path: Path) -> Packet:
    def make(format: str, *, redact: bool = False) -> Path:
        choice = Choice(context=Context.PARAGRAPH)
        made = packing.pack(archive, choice, choosing.choose(archive, choice), title="Boats")
        path = tmp_path / f"packet.{format}"
        path.unlink(missing_ok=True)
        FORMATS[format].writer(replace(made, choice=replace(choice, redact=redact)), path, Progress())
        return path

    return make


def changed(path: Path, was: str, now: str) -> Path:
    """The packet with words in its text (and only there) changed, in quotes and around them."""
    if path.suffix == ".html":
        text = path.read_text("utf-8")
        assert was in text
        path.write_text(text.replace(was, now), "utf-8")
        return path
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    text = "word/document.xml" if path.suffix == ".docx" else "content.xml"
    assert was.encode() in parts[text]
    parts[text] = parts[text].replace(was.encode(), now.encode())
    with zipfile.ZipFile(path, "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return path


def standings(archive: Archive, path: Path) -> list[Standing]:
    return [each.standing for each in verifying.verify(archive, path).quotes]


every = pytest.mark.parametrize("format", ["html", "docx", "odt"])


@every
def test_what_was_exported_stands(archive: Archive, packet: Packet, article: ArticleId, format: str) -> None:
    done = verifying.verify(archive, packet(format))
    assert done.ok and done.counts[Standing.STANDS] == 3
    text = archive.store.editions.current(article).text
    for each in done.quotes:
        assert each.start is not None and each.end is not None and each.edition == 1
        assert text[each.start : each.end] == each.words and each.title == "Boats" and not each.why


@every
def test_a_changed_digit_is_named(archive: Archive, packet: Packet, format: str) -> None:
    done = verifying.verify(archive, changed(packet(format), "1,047", "1,097"))
    (bad,) = [each for each in done.quotes if each.standing is not Standing.STANDS]
    assert bad.standing is Standing.CHANGED and bad.differences == (Difference("1,047", "1,097"),)
    assert not done.ok


@every
@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("Nobody came back", "Nobody ever came back", Difference("", "ever ")),
        ("Nobody came back", "Nobody back", Difference("came ", "")),
        ("cafe\u0301", "caf\u00e9", Difference("cafe\u0301", "caf\u00e9")),
        ("배는", "배가", Difference("배는", "배가")),
    ],
)
def test_every_change_of_words_is_a_change(
    archive: Archive, packet: Packet, format: str, was: str, now: str, told: Difference
) -> None:
    bad = [each for each in verifying.verify(archive, changed(packet(format), was, now)).quotes if each.differences]
    assert [each.standing for each in bad] == [Standing.CHANGED]
    assert told in bad[0].differences


@every
def test_context_may_be_cut(archive: Archive, packet: Packet, format: str) -> None:
    assert verifying.verify(archive, changed(packet(format), "Fourteen boats lay", "Boats")).ok


def another_text(archive: Archive, article: ArticleId, text: str) -> None:
    with archive.atomic():
        current = archive.store.editions.current(article)
        archive.store.editions.add(
            article, blocks_of(text), original=current.original.sha512, encoding="utf-8", importer="plain",
            importer_version=1, reason="update", path="", created="2026-02-01T00:00:00.000Z",
        )  # fmt: skip


@every
def test_an_earlier_text_that_is_kept_is_enough(
    archive: Archive, packet: Packet, article: ArticleId, format: str
) -> None:
    path = packet(format)
    another_text(archive, article, "Boats\nAll is new.")
    done = verifying.verify(archive, path)
    assert done.ok and {each.edition for each in done.quotes} == {1}


@every
def test_words_in_another_text_have_moved_or_are_missing(
    archive: Archive, add_article: AddArticle, packet: Packet, article: ArticleId, tmp_path: Path, format: str
) -> None:
    path = packet(format)
    uid = archive.store.articles.get(article).uid
    with new_archive(tmp_path / "Other.waystation") as other:
        same = add_article(other, "New first line.\n" + BODY.replace("Nobody", "Somebody"), title="Boats")
        assert standings(other, path) == [Standing.MISSING] * 3
        with other.atomic():
            other.store.connections.change("UPDATE articles SET uid = ? WHERE id = ?", (uid, same))
        done = verifying.verify(other, path)
        assert [each.standing for each in done.quotes] == [Standing.MOVED, Standing.MOVED, Standing.MISSING]
        text = other.store.editions.current(same).text
        moved: Verdict = done.quotes[1]
        assert moved.start is not None and text[moved.start : moved.end] == QUOTES[1] == moved.words
        assert all(each.why for each in done.quotes)


def test_a_place_that_was_tampered_with_is_no_standing(archive: Archive, packet: Packet) -> None:
    path = packet("html")
    text = path.read_text("utf-8")
    path.write_text(re.sub(r'data-end="\d+"', 'data-end="999999"', text, count=1), "utf-8")
    assert standings(archive, path)[0] is Standing.MOVED
    path.write_text(re.sub(r'data-edition="[0-9a-f]+"', 'data-edition="x"', text, count=1), "utf-8")
    done = verifying.verify(archive, path)
    assert done.quotes[0].standing is Standing.MISSING and "where it stood" in done.quotes[0].why and not done.ok


def test_a_quote_whose_marks_are_gone_is_missing(archive: Archive, packet: Packet) -> None:
    for format, name in (("docx", "w:name"), ("odt", "text:name")):
        path = changed(packet(format), f'{name}="waystation_quote_2"', f'{name}="another"')
        assert standings(archive, path) == [Standing.STANDS, Standing.MISSING, Standing.STANDS]


@every
def test_a_redacted_packet_says_so_of_each_quote(archive: Archive, packet: Packet, format: str) -> None:
    done = verifying.verify(archive, packet(format, redact=True))
    assert {each.standing for each in done.quotes} == {Standing.REDACTED} and not done.ok


def test_struck_out_words_do_not_count_and_put_in_words_do(archive: Archive, packet: Packet) -> None:
    path = changed(packet("docx"), ">Nobody came back.</w:t></w:r>", ">Nobody came </w:t></w:r>X")
    run = '<w:ins w:id="901" w:author="B"><w:r><w:t>home</w:t></w:r></w:ins><w:del w:id="902" w:author="B"><w:r><w:delText>back.</w:delText></w:r></w:del>'
    bad = verifying.verify(archive, changed(path, "X", run)).quotes[2]
    assert bad.words == "Nobody came home" and Difference("back", "home") in (
        *bad.differences, *(Difference(each.was.rstrip("."), each.now) for each in bad.differences),
    )  # fmt: skip


def test_struck_out_words_of_an_opendocument_text_do_not_count(archive: Archive, packet: Packet) -> None:
    struck = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Nobody came back.</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
    )
    path = changed(packet("odt"), "<office:text>", f"<office:text>{struck}")
    assert verifying.verify(archive, path).ok
    note = "<text:note><text:note-body><text:p>put in</text:p></text:note-body></text:note><text:line-break/>"
    bad = verifying.verify(archive, changed(path, "Nobody came back.</text:span>", f"Nobody</text:span>{note}went"))
    assert bad.quotes[2].words == "Nobody\nwent" and bad.quotes[2].standing is Standing.CHANGED


def zipped(**parts: str) -> bytes:
    import io

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


QUOTE_LIST = '<quotes xmlns="urn:waystation:proof" version="1"><quote bookmark="waystation_quote_1"/></quotes>'
PROPERTIES = '<m xmlns:meta="m"><meta:user-defined meta:name="waystation-proof-1">{}</meta:user-defined></m>'
ENTITY = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]><d>&e;</d>'


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "no packet"),
        (b"\x00\xff\xfe", "no packet"),
        (b"<p>Words without proof</p>", "no packet"),
        (zipped(readme_xml="<a/>"), "no packet"),
        (zipped(word__document_xml="<a/>"), "no packet"),
        (zipped(content_xml="<a/>", meta_xml=PROPERTIES.format("{}")), "no packet"),
        (zipped(content_xml="<a/>", meta_xml=PROPERTIES.format("[" * 5_000)), "no packet"),
        (zipped(content_xml="<a>", meta_xml=PROPERTIES.format("{}")), "cut short"),
        (zipped(content_xml=ENTITY, meta_xml=PROPERTIES.format("{}")), "entities"),
        (zipped(word__document_xml="<a>", customXml__item1_xml=QUOTE_LIST), "cut short"),
        (zipped(word__document_xml="<a/>", customXml__item1_xml=QUOTE_LIST[:-9]), "cut short"),
        (zipped(word__document_xml=ENTITY, customXml__item1_xml=QUOTE_LIST), "entities"),
        (zipped(word__document_xml="<a>" * 5_000 + "</a>" * 5_000, customXml__item1_xml=QUOTE_LIST), "nested"),
        (zipped(word__document_xml="<a/>", customXml__item1_xml=QUOTE_LIST)[:-30], "cut short"),
        (
            zipped(word__document_xml="<a>" + " " * (130 << 20) + "</a>", customXml__item1_xml=QUOTE_LIST),
            "unpacks to more",
        ),
    ],
    ids=[
        "empty",
        "bytes",
        "plain page",
        "another zip",
        "plain word file",
        "properties that say nothing",
        "properties that are no JSON",
        "cut OpenDocument text",
        "OpenDocument text with entities",
        "cut text",
        "cut list",
        "entities",
        "deep",
        "cut zip",
        "bomb",
    ],
)
def test_what_is_no_packet_is_told_in_a_sentence(archive: Archive, tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    with pytest.raises(Unreadable, match=told) as raised:
        verifying.verify(archive, path)
    assert raised.value.advice and str(tmp_path) not in str(raised.value)


def test_a_file_that_is_not_there_or_no_file(archive: Archive, tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.docx", tmp_path):
        with pytest.raises(Unreadable):
            verifying.verify(archive, path)


def test_texts_are_as_they_were_shown() -> None:
    assert isinstance(blocks_of("a\nb"), Text)
    assert verifying.differences("a 1 b", "a 2 b") == (Difference("1", "2"),)
    assert verifying.differences("same", "same") == ()
