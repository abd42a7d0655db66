"""Pictures that a file holds: found at their place, and again by it. No other address is followed."""

import base64
import email.mime.image
import email.mime.multipart
import email.mime.text
import hashlib
import io
import json
import zipfile

import pytest

from archive.base.errors import Unreadable
from archive.importers.illustrations.fetching import fetch
from archive.importers.illustrations.fetching import read as read_places
from archive.importers.registry import read
from archive.model.article import Imported, Source

from .drawn import png

MAP, LAMP = png(120, 80), png(90, 90, shade=30)
BEFORE = "The ferry ran for forty years before anybody drew a map of the crossing, and then two were drawn in one week."
AFTER = "The second map was burnt with the landing house; what is known of it comes from a letter that describes it in full."


def data_url(data: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(data).decode()


def page(inside: str) -> Source:
    body = f"<html><body><article><h1>Two maps of a ferry</h1><p>{BEFORE}</p>{inside}<p>{AFTER}</p><p>{BEFORE}</p></article></body></html>"
    return Source(body.encode(), "maps.html")


def stand(imported: Imported) -> list[tuple[str, str]]:
    """(the words before each picture, those of its caption)."""
    text = imported.text
    assert text is not None
    found = []
    for picture in text.pictures:
        before = [block for block in text.blocks if block.source[0] <= picture.source][-1]
        said = [text.text[block.start : block.end] for block in text.blocks if block.source[0] == picture.caption]
        found.append((text.text[before.start : before.end], said[0] if said else ""))
    return found


def whole(source: Source, imported: Imported) -> None:
    """Each picture is found again, byte for byte."""
    assert imported.text is not None
    for picture in imported.text.pictures:
        assert hashlib.sha512(fetch(source, picture.place)).hexdigest() == picture.sha512


def test_a_picture_in_a_page_stands_behind_its_paragraph_with_its_caption() -> None:
    source = page(
        f'<figure><img src="{data_url(MAP)}" alt="A map"><figcaption>The first map, drawn in ink.</figcaption></figure>'
    )
    made = read(source)
    assert stand(made) == [(BEFORE, "The first map, drawn in ink.")]
    whole(source, made)
    assert made.text is not None and (made.text.pictures[0].width, made.text.pictures[0].alt) == (120, "A map")


@pytest.mark.parametrize(
    "address",
    ["http://counter.example/a.png", "//host/share/a.png", "file:///etc/passwd", "/etc/passwd", r"\\host\share\a.png", "a.png",
     "data:image/png;base64,!!!!", "data:text/html,<b>no</b>", "javascript:alert(1)"],
)  # fmt: skip
def test_hostile_30_to_32_no_other_address_is_a_picture(address: str) -> None:
    made = read(page(f'<img src="{address}" alt="">'))
    assert made.text is not None and made.text.pictures == ()


def test_hostile_34_a_picture_that_declares_fifty_thousand_pixels_each_way_is_kept_with_its_size() -> None:
    huge = png(4, 4, declared=(50_000, 50_000))
    made = read(page(f'<img src="{data_url(huge)}">'))
    assert made.text is not None
    assert [(each.width, each.height, each.size) for each in made.text.pictures] == [(50_000, 50_000, len(huge))]


def test_the_same_picture_twice_is_shown_once_and_site_pictures_not_at_all() -> None:
    inside = f'<img src="{data_url(MAP)}"><img src="{data_url(MAP)}">'
    source = page(inside)
    around = source.data.replace(
        b"<body>", f'<body><nav><img src="{data_url(LAMP)}"><a href="/">Home</a></nav>'.encode()
    )
    made = read(Source(around, "maps.html"))
    assert made.text is not None and len(made.text.pictures) == 1


def test_parts_of_an_mhtml_file_are_found_by_cid_and_by_location() -> None:
    message = email.mime.multipart.MIMEMultipart("related", type="text/html")
    message["Snapshot-Content-Location"] = "https://maps.example/ferry/page.html"
    message["Subject"] = "Two maps of a ferry"
    root = email.mime.text.MIMEText(
        page('<img src="cid:map@x">')
        .data.decode()
        .replace(f"<p>{AFTER}</p>", f'<p>{AFTER}</p><img src="lamp.png">', 1),
        "html",
        "utf-8",
    )
    root["Content-Location"] = "https://maps.example/ferry/page.html"
    message.attach(root)
    for data, name, value in (
        (MAP, "Content-ID", "<map@x>"),
        (LAMP, "Content-Location", "https://maps.example/ferry/lamp.png"),
    ):
        part = email.mime.image.MIMEImage(data, "png")
        part[name] = value
        message.attach(part)
    source = Source(b"MIME-Version: 1.0\r\n" + message.as_bytes(), "maps.mhtml")
    made = read(source)
    assert [words for words, _ in stand(made)] == [BEFORE, AFTER]
    whole(source, made)


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in members.items():
            box.writestr(name, data)
    return out.getvalue()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word_file(target: str = "media/map.png", mode: str = "") -> Source:
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    blip = f'<a:blip xmlns:a="urn:a" r:embed="rId9" xmlns:r="{OFFICE}"/>'
    drawing = f'<w:p><w:r><w:drawing><docPr descr="A map"/><pic>{blip}</pic></w:drawing></w:r></w:p>'
    body = paragraph.format(BEFORE) + drawing + paragraph.format(AFTER)
    relations = f'<Relationships xmlns="{RELATIONS}"><Relationship Id="{{}}" Type="{OFFICE}/{{}}" Target="{{}}" {{}}/></Relationships>'
    return Source(
        zipped(
            {
                "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
                "_rels/.rels": relations.format("rId1", "officeDocument", "word/document.xml", "").encode(),
                "word/_rels/document.xml.rels": relations.format("rId9", "image", target, mode).encode(),
                "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'.encode(),
                "word/media/map.png": MAP,
            }
        ),
        "maps.docx",
    )


def test_a_picture_in_a_word_file_stands_between_its_paragraphs() -> None:
    source = word_file()
    made = read(source)
    assert [words for words, _ in stand(made)] == [BEFORE]
    whole(source, made)
    assert not any("left out" in warning for warning in made.warnings)


@pytest.mark.parametrize(
    ("target", "mode"),
    [("file:///etc/passwd", 'TargetMode="External"'), ("../../../etc/passwd", ""), ("media/none.png", "")],
)
def test_a_word_file_that_points_elsewhere_has_no_picture_and_says_so(target: str, mode: str) -> None:
    made = read(word_file(target, mode))
    assert made.text is not None and made.text.pictures == ()
    assert any("1 picture was left out" in warning for warning in made.warnings)


def test_pictures_of_a_book_and_an_opendocument_text_stand_in_their_order() -> None:
    for source in (book(), opendocument()):
        made = read(source)
        assert [words for words, _ in stand(made)] == [BEFORE], made.warnings
        whole(source, made)


def book() -> Source:
    chapter = f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{BEFORE}</p><p><img src="../pictures/map.png" alt="A map"/></p><p>{AFTER}</p></body></html>'
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>Two maps</dc:title></metadata><manifest>"
        '<item id="c" href="text/one.xhtml" media-type="application/xhtml+xml"/><item id="p" href="pictures/map.png" media-type="image/png"/>'
        '</manifest><spine><itemref idref="c"/></spine></package>'
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
        '<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    members = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": container.encode(),
        "OPS/book.opf": package.encode(),
        "OPS/text/one.xhtml": chapter.encode(),
        "OPS/pictures/map.png": MAP,
    }
    return Source(zipped(members), "maps.epub")


def opendocument() -> Source:
    spaces = " ".join(
        f'xmlns:{name}="{address}"'
        for name, address in {
            "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
            "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
            "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
            "xlink": "http://www.w3.org/1999/xlink",
        }.items()
    )
    frame = '<draw:frame><draw:image xlink:href="Pictures/map.png"/></draw:frame>'
    body = f"<text:p>{BEFORE}</text:p><text:p>{frame}</text:p><text:p>{AFTER}</text:p>"
    content = f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    members = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": content.encode(),
        "Pictures/map.png": MAP,
    }
    return Source(zipped(members), "maps.odt")


def test_a_picture_that_is_gone_is_an_empty_answer() -> None:
    source = word_file()
    asked = json.dumps(["member word/media/map.png", "member word/media/none.png", "part 3"])
    answer = read_places(Source(source.data, source.name, member=asked))
    assert [bool(member.data) for member in answer.members] == [True, False, False]
    with pytest.raises(Unreadable):
        fetch(source, "elsewhere /etc/passwd")
