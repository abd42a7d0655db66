"""Hostile and broken documents (cases 1–5, 11–20, 43, 44 and 47 of the list of hostile input): a verdict with one clear sentence each."""

import builtins
import io
import random
import socket
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.importers import manuscript, zips
from archive.importers.registry import read
from archive.model.article import Imported, Source, Verdict
from tests.archive.importers.documents.conftest import (
    DATA,
    TYPES,
    W,
    docx,
    epub,
    odt,
    page,
    require_sound,
    taken,
    zipped,
)

WORDS = "<w:p><w:r><w:t>Words that were here before.</w:t></w:r></w:p>"
LINE = "<text:p>Words that were here before.</text:p>"
CHAPTER = page("<h1>One</h1><p>Words that were here before.</p>")
MAKERS: dict[str, Callable[..., bytes]] = {
    "docx": lambda **parts: docx(WORDS, **parts),
    "odt": lambda **parts: odt(LINE, **parts),
    "epub": lambda **parts: epub({"one.xhtml": CHAPTER}, **parts),
}
PARTS = {"docx": b"word/document.xml", "odt": b"content.xml", "epub": b"b/one.xhtml"}


def refusal(data: bytes) -> str:
    imported = taken(data)
    assert (imported.verdict, imported.text) == (Verdict.REFUSED, None)
    assert imported.error
    return imported.error


def doctored(data: bytes, name: bytes, **sizes: int) -> bytes:
    """The file with other sizes in the list of contents than its members have."""
    made = bytearray(data)
    place = made.rindex(name) - 46
    for field, at in (("size", 24), ("offset", 42)):
        if field in sizes:
            struct.pack_into("<I", made, place + at, sizes[field])
    return bytes(made)


@pytest.mark.parametrize("kind", MAKERS)
def test_case_1_18_19_a_part_of_gigabytes_is_refused_from_its_header(kind: str) -> None:
    said = refusal(doctored(MAKERS[kind](), PARTS[kind], size=3_000_000_000))
    assert "unpacks to more than 128 MB" in said or "no text" in said


@pytest.mark.parametrize("kind", MAKERS)
def test_case_1_a_bomb_is_refused_while_it_is_inflated(kind: str) -> None:
    data = doctored(MAKERS[kind](), PARTS[kind], size=20)
    assert refusal(data)  # what comes out is more than the header says


def test_case_1_a_part_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # A small limit stands for the large one.
    monkeypatch.setattr(zips.Box.__init__, "__defaults__", (20_000,))
    assert "unpacks to more than" in refusal(docx(WORDS * 2_000))
    assert "unpacks to more than" in refusal(odt(LINE * 2_000))


@pytest.mark.parametrize("kind", MAKERS)
def test_case_2_members_over_each_other_are_refused(kind: str) -> None:
    assert "lie over each other" in refusal(doctored(MAKERS[kind](), PARTS[kind], offset=0))


@pytest.mark.parametrize("kind", MAKERS)
def test_case_3_too_many_members_are_refused(kind: str) -> None:
    out = io.BytesIO(MAKERS[kind]())
    with zipfile.ZipFile(out, "a") as file:
        for number in range(zips.MOST_MEMBERS):
            file.writestr(zipfile.ZipInfo(f"x/{number}"), b"")
    assert "more than 20,000 members" in refusal(out.getvalue())


@pytest.mark.parametrize("kind", MAKERS)
def test_case_4_what_lies_inside_a_document_sixty_deep_is_not_opened(kind: str) -> None:
    inner = MAKERS[kind]()
    for _ in range(60):
        inner = zipped({"inner.zip": inner})
    imported = taken(MAKERS[kind](**{"embedded/inner.zip": inner}))
    assert imported.text is not None and "Words that were here before." in imported.text.text


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("name", ["../../up.txt", "/etc/cron.d/x", "C:\\x.txt", "..\\..\\x.txt"])
def test_case_5_names_that_lead_out_are_left_out_and_told(kind: str, name: str) -> None:
    imported = taken(MAKERS[kind](**{name: b"x"}))
    assert imported.verdict is Verdict.PARTIAL
    assert any("leads out of the file" in told for told in imported.warnings)


def test_case_6_a_linked_part_is_not_followed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("[Content_Types].xml", TYPES)
        link = zipfile.ZipInfo("word/document.xml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
    assert "no document" in refusal(out.getvalue())


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {"abcdefghijk"[n + 1]} "{("&" + "abcdefghijk"[n] + ";") * 10}">' for n in range(9)
)
QUADRATIC = f'<!DOCTYPE x [<!ENTITY a "{"long " * 20_000}">'


@pytest.mark.parametrize("subset", [LAUGHS + "]>", QUADRATIC + "]>"], ids=["case 11", "case 12"])
def test_case_11_12_entities_that_grow_are_refused(subset: str) -> None:
    greedy = "&j;" if "ENTITY j" in subset else "&a;" * 2_000
    assert "document type or entities" in refusal(docx(WORDS.replace("Words", greedy), before=subset))
    assert "document type or entities" in refusal(odt(LINE.replace("Words", greedy), before=subset))
    container = f"{subset}<container><rootfiles><rootfile full-path='b/book.opf'/></rootfiles>{greedy}</container>"
    assert "document type or entities" in refusal(epub({"one.xhtml": CHAPTER}, **{"META-INF/container.xml": container}))


def test_case_11_a_chapter_that_declares_entities_is_read_as_it_stands() -> None:
    chapter = f"{LAUGHS}]><html xmlns='http://www.w3.org/1999/xhtml'><body><p>Before &j; after.</p></body></html>"
    imported = taken(epub({"one.xhtml": chapter}))
    assert imported.text is not None
    assert "Before &j; after." in imported.text.text and len(imported.text.text) < 100


@pytest.fixture
def sealed(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Notes whatever is opened or connected to."""
    met: list[object] = []
    opened = builtins.open

    def note(file: Any, *arguments: Any, **named: Any) -> Any:
        met.append(file)
        return opened(file, *arguments, **named)

    monkeypatch.setattr(builtins, "open", note)
    monkeypatch.setattr(socket.socket, "connect", lambda *address: met.append(address))
    return met


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:9/x", "//host/share/x"])
def test_case_13_14_nothing_outside_is_opened(address: str, sealed: list[object]) -> None:
    for made in MAKERS.values():
        assert taken(made()).text is not None  # so that everything is loaded
    sealed.clear()
    external = f'<!DOCTYPE x SYSTEM "{address}" [<!ENTITY x SYSTEM "{address}">]>'
    assert refusal(docx(WORDS.replace("Words", "&x;"), before=external))
    assert refusal(odt(LINE.replace("Words", "&x;"), before=external))
    chapter = f"{external}<html><body><p>Words &x; end.</p><img src='{address}'/></body></html>"
    imported = taken(epub({"one.xhtml": chapter}))
    assert imported.text is not None and "root:" not in imported.text.text
    assert sealed == []


def test_case_15_a_million_levels_are_refused_and_not_cut() -> None:
    deep = "<w:sdt>" * 1_000_000 + WORDS
    assert "nested more than 256 deep" in refusal(docx(deep))
    assert "nested more than 256 deep" in refusal(odt("<text:section>" * 1_000_000 + LINE))
    assert "nested more than" in refusal(b"{\\rtf1 " + b"{" * 1_000_000 + b"Words")
    imported = taken(epub({"one.xhtml": page("<div>" * 200_000 + "Words that were here before.")}))
    assert imported.verdict is Verdict.PARTIAL and imported.text is not None
    assert "Words that were here before." in imported.text.text


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"META-INF/container.xml": "<container><rootfiles/></container>"}, "package file (OPF) is missing"),
        ({"b/book.opf": "<package><metadata>"}, "no whole XML"),
        ({"b/book.opf": "<package/>"}, "names no chapters"),
        ({"b/book.opf": "<html/>"}, "something else"),
    ],
)
def test_case_16_a_book_without_a_sound_package_is_refused_with_a_reason(parts: dict[str, str], said: str) -> None:
    assert said in refusal(epub({"one.xhtml": CHAPTER}, **parts))


def test_case_16_a_book_without_a_container_is_refused() -> None:
    assert "container.xml is missing" in refusal(zipped({"mimetype": "application/epub+zip", "b/one.xhtml": CHAPTER}))


@pytest.mark.parametrize(
    "href", ["/etc/passwd", "../../../etc/passwd", "file:///etc/passwd", "http://127.0.0.1/x", "C:\\x"]
)
def test_case_17_a_chapter_outside_the_book_is_left_out_and_told(href: str) -> None:
    imported = taken(epub({"one.xhtml": CHAPTER, href: CHAPTER}))
    assert imported.verdict is Verdict.PARTIAL and imported.text is not None
    assert imported.text.text.count("Words that were here") == 1
    assert any("leads out of the file" in told for told in imported.warnings)


def test_case_17_a_chapter_that_is_not_there_is_told() -> None:
    imported = taken(epub({"one.xhtml": CHAPTER}, spine='<itemref idref="c0"/><itemref idref="gone"/>'))
    assert imported.verdict is Verdict.PARTIAL
    assert imported.warnings == ("1 chapter (gone) is missing from the file.",)


def test_a_book_that_a_shop_locked_is_refused() -> None:
    locked = (
        '<encryption xmlns:e="e"><e:EncryptedData><e:CipherReference URI="b/one.xhtml"/></e:EncryptedData></encryption>'
    )
    assert "locked by the shop" in refusal(epub({"one.xhtml": CHAPTER}, **{"META-INF/encryption.xml": locked}))


def test_case_20_more_paragraphs_than_an_article_has_share_blocks_and_none_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(manuscript, "MOST_BLOCKS", 500)
    paragraphs = [f"Paragraph {number} of many." for number in range(2_000)]
    for data in (
        docx("".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in paragraphs)),
        odt("".join(f"<text:p>{words}</text:p>" for words in paragraphs)),
        b"{\\rtf1 " + "".join(f"{words}\\par " for words in paragraphs).encode() + b"}",
    ):
        imported = taken(data)
        assert imported.verdict is Verdict.OK and imported.text is not None
        require_sound(imported)
        assert imported.text.text.replace("\n", " ") == " ".join(paragraphs)
        assert len(imported.text.blocks) < 100
        assert "several in a block" in imported.warnings[0]


def test_case_20_what_cannot_be_read_in_time_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manuscript, "MOST_PIECES", 1_000)
    for data in (docx(WORDS * 2_000), odt(LINE * 2_000), b"{\\rtf1 " + b"Words here.\\par " * 2_000 + b"}"):
        imported = taken(data)
        assert imported.verdict is Verdict.PARTIAL
        assert any("more than 1,000 paragraphs" in told for told in imported.warnings)


def test_case_43_44_47_nul_lone_surrogates_and_controls_show_as_replaced() -> None:
    imported = taken(rb"{\rtf1\uc1 One\u0?two \u-10240?three \'01four \u-10179?\u-8704? end.\par}")
    assert imported.text is not None
    assert imported.text.text == "One\ufffdtwo \ufffdthree \ufffdfour \U0001f600 end."
    assert any("show as \ufffd" in told for told in imported.warnings)
    imported = taken(epub({"one.xhtml": page("<p>One&#0;two &#xD800;three &#8;four</p>")}))
    assert imported.text is not None
    assert imported.text.text == "One\ufffdtwo \ufffdthree four"  # as HTML has it for &#8;
    # XML cannot hold them: such a part is damaged.
    for sign in ("&#0;", "&#xD800;", "\0", "&#8;"):
        answer = taken(docx(WORDS + WORDS.replace("Words", sign)))
        assert answer.verdict is Verdict.PARTIAL and "breaks off" in answer.warnings[0]


@pytest.mark.parametrize("kind", ["docx", "odt", "rtf"])
def test_a_document_that_breaks_off_says_so(kind: str) -> None:
    data = {
        "docx": zipped(
            {"[Content_Types].xml": TYPES, "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{WORDS}<w:p>'}
        ),
        "odt": odt(LINE * 2),
        "rtf": b"{\\rtf1 Words that were here before.\\par and {\\b more",
    }[kind]
    if kind == "odt":
        whole = zipfile.ZipFile(io.BytesIO(data)).read("content.xml")
        data = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": whole[:-60]})
    imported = taken(data)
    assert imported.verdict is Verdict.PARTIAL and imported.text is not None
    assert "Words that were here before." in imported.text.text
    assert "This document is damaged: it breaks off, and its end is missing." in imported.warnings


def mutant(data: bytes, random_: random.Random) -> bytes:
    made = bytearray(data)
    match random_.randrange(4):
        case 0:
            for _ in range(random_.randrange(1, 12)):
                made[random_.randrange(len(made))] = random_.randrange(256)
        case 1:
            del made[random_.randrange(len(made)) :]
        case 2:
            at = random_.randrange(len(made))
            del made[at : at + random_.randrange(1, 400)]
        case _:
            at, size = random_.randrange(len(made)), random_.randrange(1, 400)
            made[at:at] = made[at : at + size]
    return bytes(made)


def inner_mutant(data: bytes, random_: random.Random) -> bytes:
    """One member of the ZIP file mutated, the file itself sound."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        members = {info.filename: file.read(info) for info in file.infolist()}
    name = random_.choice([each for each in members if each.endswith(("ml", "opf")) and len(members[each]) > 50])
    return zipped({**members, name: mutant(members[name], random_)})


def require_verdict(data: bytes, whole: Imported) -> None:
    """A verdict; and where it is OK, no less text than the sound file has, save for what the mutation itself could take."""
    imported = read(Source(data, "mutant.bin"))
    if imported.verdict is Verdict.REFUSED:
        assert imported.error and imported.text is None
        return
    if imported.text is None:
        assert imported.members  # what made a document of the ZIP file is gone: its parts are read one by one
        return
    if imported.importer == whole.importer:
        require_sound(imported)
    if imported.verdict is Verdict.OK and imported.importer == whole.importer and whole.text is not None:
        held = sum(len(aside.text) for aside in imported.text.set_aside) + len(imported.text.text)
        assert held > 0.4 * len(whole.text.text), "text was lost, and nothing says so"


REPORTS = sorted(DATA.glob("report_*"))


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_a_sample_of_mutants_gets_verdicts(path: Path) -> None:
    mutate(path, 4)


@pytest.mark.soak
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_all_mutants_get_verdicts(path: Path) -> None:
    mutate(path, 60)


def mutate(path: Path, count: int) -> None:
    data = path.read_bytes()
    whole = read(Source(data, path.name))
    for seed in range(count):
        random_ = random.Random(f"{path.name}-{seed}")
        is_zip = path.suffix != ".rtf" and seed % 2
        require_verdict(inner_mutant(data, random_) if is_zip else mutant(data, random_), whole)
