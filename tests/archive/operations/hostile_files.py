"""The files of the list of hostile input that come in through the door, by the number of their case; all are made here.

Each case is some files with what must come of each: the verdicts that are right, and words that may not be lost in silence.
"""

import base64
import gzip
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from archive.model.article import Verdict
from tests.archive.importers.containers.making import page as article_page
from tests.archive.importers.containers.making import warc, zipped
from tests.archive.importers.documents.conftest import docx, epub, odt
from tests.archive.importers.documents.conftest import page as chapter_page
from tests.archive.importers.documents.test_hostile import LAUGHS, LINE, QUADRATIC, WORDS, doctored
from tests.archive.importers.pdf.raw import SENTENCE, paged, pdf, shown, stream

OK, PARTIAL, REFUSED = Verdict.OK, Verdict.PARTIAL, Verdict.REFUSED
ANY = frozenset({OK, PARTIAL, REFUSED})
PARTLY = frozenset({PARTIAL, REFUSED})
KEPT = "Words that were here before"
LASTING = (
    "The harbour reopened after two years of repairs, and the ferries left at noon for the islands beyond the sound."
)


@dataclass(frozen=True)
class Hostile:
    """A file: its name, its bytes (made when asked for), the verdicts that are right, and words that are kept unless it is refused or
    says that something is missing. `inside`: verdicts of what lies inside a container are judged alike.
    """

    name: str
    data: Callable[[], bytes]
    right: frozenset[Verdict] = frozenset({REFUSED})
    words: tuple[str, ...] = ()
    slow: bool = False


def _html(inside: str, head: str = "") -> bytes:
    body = "".join(f"<p>{LASTING} It was day {number}.</p>" for number in range(12))
    return f"<!DOCTYPE html><html><head><title>Harbour</title>{head}</head><body><h1>Harbour</h1>{inside}{body}</body></html>".encode()


def _bomb(megabytes: int) -> bytes:
    """A ZIP file of one member that is really as long as its header says it is not, put together from one packed piece."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packing.compress(b" " * 1024**2) + packing.flush(zlib.Z_FULL_FLUSH)
    packed = piece * megabytes + b"\x03\x00"
    name = b"long.txt"
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 33, 0, len(packed), 1000, len(name), 0) + name
    central = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 33, 0, len(packed), 1000, len(name), 0, 0, 0, 0, 0, 0) + name  # fmt: skip
    start = len(local) + len(packed)
    return local + packed + central + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1, 1, len(central), start, 0)


def _many_members(count: int) -> bytes:
    """An honest ZIP file of empty members, written by hand because a library takes its time."""
    locals_, centrals, place = bytearray(), bytearray(), 0
    for number in range(count):
        name = b"%06d.txt" % number
        locals_ += struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0) + name
        centrals += struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0, 0, 0, 0, 0, place) + name  # fmt: skip
        place += 40
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count & 0xFFFF, count & 0xFFFF, len(centrals), len(locals_), 0)
    return bytes(locals_ + centrals + end)


def _nested(depth: int) -> bytes:
    inner = zipped({"innermost.txt": f"{LASTING}\n\n{LASTING}\n"})
    for _ in range(depth):
        inner = zipped({"inner.zip": inner, "beside.txt": f"A letter\n\n{LASTING}\n"})
    return inner


def _link() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        link = zipfile.ZipInfo("passwords.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
        file.writestr("good.txt", f"{KEPT}.\n\n{LASTING}\n")
    return made.getvalue()


def _named(*names: str) -> bytes:
    members = {name: f"Letter {number}\n\n{KEPT}, number {number}. {LASTING}\n" for number, name in enumerate(names)}
    return zipped(members)


def _feed(before: str, words: str = LASTING) -> bytes:
    return f'<?xml version="1.0"?>{before}<rss version="2.0"><channel><title>News</title><item><title>One</title><description>{words}</description></item></channel></rss>'.encode()


def _outside(address: str) -> str:
    return f'<!DOCTYPE x SYSTEM "{address}" [<!ENTITY x SYSTEM "{address}">]>'


def _pages_pdf(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (index + 5) for index in range(count))
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count %d /Kids [%s] /MediaBox [0 0 612 792] >>" % (count, kids),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            stream(shown(SENTENCE)),
            *[page] * count,
        ]
    )


def _self_containing_form() -> bytes:
    form = stream(b"/Fm0 Do /Fm0 Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Fm0 4 0 R >> >>")  # fmt: skip
    return paged([shown(SENTENCE) + b" /Fm0 Do"], resources=b"/XObject << /Fm0 4 0 R >>", more=[form])


def _long_stream(megabytes: int) -> bytes:
    packing = zlib.compressobj(9)
    first = packing.compress(b" " * 1024**2) + packing.flush(zlib.Z_FULL_FLUSH)
    again = packing.compress(b" " * 1024**2) + packing.flush(zlib.Z_FULL_FLUSH)
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 612 792] >>"
    content = stream(first + again * (megabytes - 1), b"/Filter /FlateDecode")
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", page, content])


def _looping_pages() -> bytes:
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>",
            b"<< /Type /Pages /Count 4 /Kids [2 0 R 3 0 R 2 0 R] /Parent 2 0 R >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            stream(shown(SENTENCE)),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            b"<< /Title (Again) /Parent 6 0 R /Next 6 0 R /Prev 6 0 R /First 6 0 R /Last 6 0 R /Count 1 >>",
        ]
    )


def _scripted_pdf() -> bytes:
    return paged(
        [shown(SENTENCE)],
        catalogue=b"/OpenAction 4 0 R",
        page=b"/Annots [<< /Type /Annot /Subtype /Link /Rect [72 600 300 720] /A << /S /Launch /F (calc.exe) >> >>]",
        more=[b"<< /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:9/'\\)) >>"],
    )


def _with_length(length: bytes) -> bytes:
    data = warc({"http://a.example/one": article_page().encode()}, packed=False)
    at = data.index(b"Content-Length", data.index(b"http://a.example/one"))
    return data[:at] + b"Content-Length: " + length + data[data.index(b"\r\n", at) :]


_PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">IIBBBBB", 50_000, 50_000, 8, 6, 0, 0, 0)
_DEEP_WORD = "<w:sdt>" * 1_000_000 + WORDS
_HOSTS = ("file:///etc/passwd", "http://127.0.0.1:9/x", "//host/share/x")
_REMOTE = "".join(
    (
        '<link rel="stylesheet" href="http://127.0.0.1:9/a.css">',
        '<img src="http://127.0.0.1:9/a.png"><iframe src="http://127.0.0.1:9/f"></iframe>',
        '<script src="http://127.0.0.1:9/a.js"></script><style>@import url(http://127.0.0.1:9/b.css);</style>',
        '<video poster="http://127.0.0.1:9/p.png"></video><object data="http://127.0.0.1:9/o"></object>',
    )
)
MUTATIONS = (
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<scr<script>ipt>alert(1)</script>",
    "<a href='javascript:alert(1)'>A place that is none</a><svg onload=alert(1)>",
)
_ONE_LINE = f"<html><body><p>{LASTING} {'word ' * 9_000_000}</p></body></html>"


def _tables(depth: int) -> str:
    return "<table><tr><td>" * depth + "<p>In the innermost cell.</p>" + "</td></tr></table>" * depth


CASES: dict[int, tuple[Hostile, ...]] = {
    1: (
        Hostile("declared.zip", lambda: doctored(zipped({"a.txt": KEPT}), b"a.txt", size=4_294_967_290)),
        Hostile("inflating.zip", lambda: _bomb(700), PARTLY),
    ),
    2: (Hostile("over.zip", lambda: doctored(zipped({"a.txt": KEPT, "b.txt": KEPT}), b"b.txt", offset=0)),),
    3: (Hostile("many.zip", lambda: _many_members(200_000)),),
    4: (Hostile("deep.zip", lambda: _nested(60), ANY, (LASTING,)),),
    5: (
        Hostile("out.zip", lambda: _named("../up.txt", "/etc/cron.d/x.txt", "C:\\x.txt", "..\\..\\y.txt", "in.txt"), frozenset({PARTIAL}), ("number 4",)),
    ),
    6: (Hostile("link.zip", _link, frozenset({PARTIAL}), (KEPT,)),),
    7: (
        Hostile("devices.zip", lambda: _named("CON.txt", "aux.txt", "dot..txt", "a.txt:stream.txt"), frozenset({OK, PARTIAL}), ("number 0", "number 1", "number 2", "number 3")),
    ),
    8: (Hostile("long.zip", lambda: _named("n" * 296 + ".txt"), frozenset({OK}), ("number 0",)),),
    9: (
        Hostile("alike.zip", lambda: _named("Quay.txt", "QUAY.txt", unicodedata.normalize("NFC", "Küste.txt"), unicodedata.normalize("NFD", "Küste.txt")), frozenset({OK}), ("number 0", "number 1", "number 2", "number 3")),
    ),
    10: (Hostile("turned\u202etxt.zip", lambda: _named("turned\u202efdp.txt"), frozenset({OK}), ("number 0",)),),
    11: (
        Hostile("laughs.docx", lambda: docx(WORDS.replace("Words", "&j;"), before=LAUGHS + "]>")),
        Hostile("laughs.odt", lambda: odt(LINE.replace("Words", "&j;"), before=LAUGHS + "]>")),
        Hostile("laughs.rss", lambda: _feed(LAUGHS + "]>", "&j;")),
        Hostile("laughs.epub", lambda: epub({"one.xhtml": f"{LAUGHS}]><html xmlns='http://www.w3.org/1999/xhtml'><body><p>{KEPT} &j;.</p></body></html>"}), ANY, (KEPT,)),
        Hostile("laughs.xhtml", lambda: f"{LAUGHS}]><html><body><p>{KEPT} &j;.</p><p>{LASTING}</p></body></html>".encode(), ANY, (KEPT,)),
    ),
    12: (
        Hostile("quadratic.docx", lambda: docx(WORDS.replace("Words", "&a;" * 2_000), before=QUADRATIC + "]>")),
        Hostile("quadratic.odt", lambda: odt(LINE.replace("Words", "&a;" * 2_000), before=QUADRATIC + "]>")),
        Hostile("quadratic.rss", lambda: _feed(QUADRATIC + "]>", "&a;" * 2_000)),
    ),
    13: tuple(
        Hostile(f"entity{number}.{ending}", made)
        for number, address in enumerate(_HOSTS)
        for ending, made in (
            ("docx", lambda address=address: docx(WORDS.replace("Words", "&x;"), before=_outside(address))),
            ("odt", lambda address=address: odt(LINE.replace("Words", "&x;"), before=_outside(address))),
            ("rss", lambda address=address: _feed(_outside(address), "&x;")),
        )
    ),
    14: tuple(
        Hostile(f"type{number}.xhtml", lambda address=address: f'<!DOCTYPE html SYSTEM "{address}"><html><body><p>{KEPT}.</p><p>{LASTING}</p></body></html>'.encode(), ANY, (KEPT,))
        for number, address in enumerate(_HOSTS)
    ),
    15: (
        Hostile("deep.docx", lambda: docx(_DEEP_WORD)),
        Hostile("deep.odt", lambda: odt("<text:section>" * 1_000_000 + LINE)),
        Hostile("deep.rss", lambda: b'<?xml version="1.0"?><rss>' + b"<a>" * 1_000_000),
        Hostile("deep.xhtml", lambda: b'<?xml version="1.0"?>' + b"<a>" * 1_000_000 + b"x"),
    ),
    16: (
        Hostile("empty.epub", lambda: epub({"one.xhtml": chapter_page("<p>x</p>")}, **{"b/book.opf": "<package/>"})),
        Hostile("broken.epub", lambda: epub({"one.xhtml": chapter_page("<p>x</p>")}, **{"b/book.opf": "<package><metadata>"})),
        Hostile("none.epub", lambda: zipped({"mimetype": "application/epub+zip", "b/one.xhtml": chapter_page("<p>x</p>")})),
    ),
    17: (
        Hostile("out.epub", lambda: epub({"one.xhtml": chapter_page(f"<h1>One</h1><p>{KEPT}.</p>"), "/etc/passwd": ""}), frozenset({PARTIAL}), (KEPT,)),
    ),
    18: (Hostile("long.epub", lambda: doctored(epub({"one.xhtml": chapter_page(f"<p>{KEPT}.</p>")}), b"b/one.xhtml", size=3_000_000_000)),),
    19: (Hostile("long.docx", lambda: doctored(docx(WORDS), b"word/document.xml", size=2_000_000_000)),),
    20: (
        Hostile("paragraphs.docx", lambda: docx(WORDS * 1_000_000), PARTLY, (KEPT,), slow=True),
        Hostile("fewer.docx", lambda: docx(WORDS * 60_000), frozenset({OK, PARTIAL}), (KEPT,)),
    ),
    21: (Hostile("fonts.html", lambda: _html("<font>" * 300), frozenset({OK}), ("day 0", "day 11")),),
    22: (Hostile("picture.html", lambda: _html(f'<img src="data:image/png;base64,{"A" * 11_000_000}">'), frozenset({OK}), ("day 0", "day 11")),),
    23: (Hostile("deep.html", lambda: _html("<div>" * 3_000), frozenset({PARTIAL}), ("day 0", "day 11")),),
    24: (Hostile("divs.html", lambda: _html("<div>" * 1_000_000), PARTLY, ("day 0", "day 11")),),
    25: (Hostile("attributes.html", lambda: _html("<p " + " ".join(f"a{number}=1" for number in range(1_000_000)) + ">x</p>")),),
    26: (
        Hostile("line.html", lambda: b"<html><body><p>" + b"x" * 68_000_000, frozenset({REFUSED})),
        Hostile("words.html", lambda: _ONE_LINE.encode(), ANY, (LASTING,), slow=True),
    ),
    27: (Hostile("tables.html", lambda: _html(_tables(40)), frozenset({OK, PARTIAL}), ("In the innermost cell.", "day 11")),),
    28: (
        Hostile("unbroken.html", lambda: _html(f"<p>{'x' * 1_000_000}</p>"), frozenset({OK}), ("day 0", "day 11")),
        Hostile("unbroken.txt", lambda: f"A letter\n\n{LASTING}\n\n{'x' * 1_000_000}\n\n{LASTING} day 11\n".encode(), frozenset({OK, PARTIAL}), ("day 11",)),
    ),
    29: (
        Hostile("lines.txt", lambda: f"A letter\n\n{LASTING} day 0".encode() + b"\n" * 20_000_000 + f"{LASTING} day 11".encode(), frozenset({OK, PARTIAL}), ("day 0", "day 11")),
        Hostile("lines.html", lambda: _html("<pre>a" + "\n" * 20_000_000 + "b</pre>"), frozenset({OK, PARTIAL}), ("day 0", "day 11")),
    ),
    30: (Hostile("remote.html", lambda: _html(_REMOTE, _REMOTE), frozenset({OK, PARTIAL}), ("day 0", "day 11")),),
    31: (
        Hostile("places.html", lambda: _html('<img src="file:///etc/passwd"><img src="/etc/hostname"><a href="file:///etc/passwd">there</a>'), frozenset({OK}), ("day 0", "day 11")),
    ),
    32: (
        Hostile("shares.html", lambda: _html(r'<p>A sentence of the harbour with <a href="\\host\share">one place</a> and <a href="//host/x">another</a> in it.</p>'), frozenset({OK}), ("day 0", "one place")),
    ),
    33: tuple(Hostile(f"mutation{number}.html", lambda given=given: _html(given), frozenset({OK, PARTIAL}), ("day 0", "day 11")) for number, given in enumerate(MUTATIONS)),
    34: (
        Hostile("huge.html", lambda: _html(f'<img src="data:image/png;base64,{base64.b64encode(_PICTURE).decode()}" alt="A quay">'), frozenset({OK}), ("day 0", "A quay")),
    ),
    35: (Hostile("forms.pdf", _self_containing_form, ANY, ("landing stage",)),),
    36: (Hostile("stream.pdf", lambda: _long_stream(2048)),),
    37: (
        Hostile("pages.pdf", _looping_pages, ANY, ("landing stage",)),
        Hostile("prev.pdf", lambda: paged([shown(SENTENCE)], trailer=b"/Prev %d" % paged([shown(SENTENCE)]).rindex(b"xref\n0")), ANY, ("landing stage",)),
    ),
    38: (
        Hostile("random.pdf", lambda: b"%PDF-1.7\n" + bytes(number * 7919 % 256 for number in range(50_000))),
        Hostile("cut.pdf", lambda: paged([shown(SENTENCE)])[:400], PARTLY),
        Hostile("pages.pdf", lambda: _pages_pdf(100_000), PARTLY, ("landing stage",), slow=True),
    ),
    39: (Hostile("scripts.pdf", _scripted_pdf, frozenset({OK, PARTIAL}), ("landing stage",)),),
    40: (
        Hostile("bomb.warc.gz", lambda: gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n") + _gzip_bomb(700), PARTLY),
        Hostile("packed.warc", lambda: warc({"http://a.example/": _gzip_bomb(700)}, headers=(("Content-Type", "text/html"), ("Content-Encoding", "gzip"))), PARTLY),
    ),
    41: tuple(Hostile(f"length{number}.warc", lambda length=length: _with_length(length), PARTLY) for number, length in enumerate((b"1000000000000000", b"abc", b"-5"))),
    42: (Hostile("header.warc", lambda: b"WARC/1.0\r\nWARC-Type: response\r\nX: " + b"x" * 200_000_000),),
    43: (
        Hostile("nul.txt", lambda: f"A letter\n\nBefore the NUL\0 and after it. {LASTING}\n".encode(), frozenset({OK, PARTIAL}), ("Before the NUL\ufffd and after it.",)),
        Hostile("nul.html", lambda: _html("<p>Before the NUL\0 and after it the harbour went on.</p>"), frozenset({OK, PARTIAL}), ("Before the NUL\ufffd and after it",)),
    ),
    44: (
        Hostile("half.txt", lambda: b"\xff\xfe" + f"A letter\n\n{LASTING} ".encode("utf-16-le") + b"\x00\xd8" + " and on it went.\n".encode("utf-16-le"), frozenset({OK, PARTIAL}), ("\ufffd and on it went.",)),
        Hostile("half.html", lambda: _html("<p>The quay wall &#xD800; and the crane stand by the water.</p>"), frozenset({OK, PARTIAL}), ("\ufffd and the crane",)),
    ),
    45: (
        Hostile("wide.txt", lambda: f"A letter\n\n{LASTING} day 11\n".encode("utf-16-le"), frozenset({OK}), ("day 11",)),
        Hostile("seven.txt", lambda: ("A letter\n\n" + "항구 방파제 공사가 봄에 모두 끝났다. " * 4).encode("utf-7"), frozenset({OK}), ("항구 방파제 공사가 봄에",)),
        Hostile("wrong.html", lambda: f'<html><head><meta charset="iso-8859-1"></head><body><p>항구 방파제 공사가 봄에 모두 끝났다.</p><p>{LASTING}</p></body></html>'.encode(), frozenset({OK}), ("항구 방파제 공사가 봄에",)),
    ),
}  # fmt: skip


def _gzip_bomb(megabytes: int) -> bytes:
    """A gzip member (RFC 1952) of so many megabytes, put together from one packed piece; its check sum is wrong."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packing.compress(b"0" * 1024**2) + packing.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + piece * megabytes + b"\x03\x00" + bytes(8)


def write(folder: Path, number: int, *, slow: bool) -> list[Hostile]:
    """Puts the files of a case into a folder of its own; gives those that were made."""
    folder.mkdir()
    chosen = [each for each in CASES[number] if each.slow is slow]
    for each in chosen:
        (folder / each.name).write_bytes(each.data())
    return chosen
