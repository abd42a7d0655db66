"""The cases of the list of hostile input that leave the archive, or come back with a packet to verify, each under its number:
1–6 (files to verify), 7–10 (names on export), 33 (mutation XSS), 46 (formula cells), 47 (control characters), 49 (paths of a bag).
"""

import csv
import io
import json
import re
import sqlite3
import stat
import struct
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

import openpyxl
import pytest
from lxml import etree, html

from archive.archive import Archive
from archive.base.errors import Unreadable
from archive.base.progress import Progress
from archive.exports.registry import FORMATS
from archive.importers import zips
from archive.model.excerpt import Context
from archive.operations import annotate, choosing, codebook, packing, verifying
from archive.operations.verifying import Standing
from tests.archive.conftest import AddArticle
from tests.archive.exports.documents.test_html import MUTATIONS

FORBIDDEN = "\0\x01\x08\x0b\x1b\x7f\x85\ufffe\uffff"
CELLS = ("=1+1", "+1+1", "-1+cmd", "@SUM(A1)", "\t=1", "＝1+1", "'=1", '=HYPERLINK("http://x.invalid")')
TITLES = (
    "CON", "aux.txt", "nul", "COM1", "lpt9.md", "trailing dot.", "trailing space ", "stream:hidden", "../../up", "/etc/passwd",
    "C:\\boot", "..\\..\\up", "a<b>c|d?e*f\"g", "n" * 300, "강" * 300, "Same", "SAME", "same", "caf\u00e9", "cafe\u0301",
    "\u202egnp.exe", "\u2066isolate\u2069", "line\nbreak", "~root", "%2e%2e%2fup", ".", "..",
)  # fmt: skip
Boxed = Callable[[], bytes]


def written(archive: Archive, format: str, out: Path, *, title: str = "Test") -> Path:
    choice = replace(FORMATS[format].usual, context=Context.PARAGRAPH, note=True, author=True, definitions=True)
    packet = packing.pack(archive, choice, choosing.choose(archive, choice), title=title)
    FORMATS[format].writer(packet, out, Progress())
    return out


def every(*left: str) -> list[tuple[str, str]]:
    """(format, name of a file), a bag as a folder too."""
    return [(name, f"out{kind.ending}") for name, kind in FORMATS.items() if name not in left] + [("bagit", "bag")] * (
        "bagit" not in left
    )


def parts(path: Path) -> Iterator[tuple[str, bytes]]:
    """Every file that an export made, and every member of those that are ZIP files."""
    for each in [path] if path.is_file() else sorted(path.rglob("*")):
        if not each.is_file():
            continue
        if zipfile.is_zipfile(each):
            with zipfile.ZipFile(each) as file:
                yield from ((name, file.read(name)) for name in file.namelist())
        else:
            yield str(each.relative_to(path.parent)), each.read_bytes()


# 1–6: a packet to verify is a ZIP file that may be anything


@pytest.fixture
def box(archive: Archive, add_article: AddArticle, tmp_path: Path, request: pytest.FixtureRequest) -> Boxed:
    """A packet whose one quote stands."""
    article = add_article(archive, "Fourteen boats lay in the harbour.")
    annotate.mark(archive, article, 0, 14, author="Ann")

    def made() -> bytes:
        out = tmp_path / f"packet.{request.param}"
        out.unlink(missing_ok=True)
        return written(archive, request.param, out).read_bytes()

    return made


packets = pytest.mark.parametrize("box", ["docx", "odt"], indirect=True)


def refusal(archive: Archive, tmp_path: Path, data: bytes) -> str:
    (tmp_path / "hostile").write_bytes(data)
    with pytest.raises(Unreadable) as raised:
        verifying.verify(archive, tmp_path / "hostile")
    assert raised.value.advice and str(tmp_path) not in str(raised.value)
    return raised.value.what


def standings(archive: Archive, tmp_path: Path, data: bytes) -> list[Standing]:
    (tmp_path / "hostile").write_bytes(data)
    return [each.standing for each in verifying.verify(archive, tmp_path / "hostile").quotes]


def with_member(data: bytes, info: zipfile.ZipInfo, content: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr(info, content)
    return out.getvalue()


def in_contents(data: bytes, name: bytes, at: int, value: int) -> bytes:
    """The file whose list of contents says another number of a member (APPNOTE 4.3.12)."""
    made = bytearray(data)
    place = made.rindex(name) - 46
    assert made[place : place + 4] == b"PK\1\2"
    struct.pack_into("<I", made, place + at, value)
    return bytes(made)


@packets
def test_case_1_a_bomb_is_refused_from_its_header_and_while_it_inflates(
    archive: Archive, box: Boxed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = b"meta.xml" if b"meta.xml" in box() else b"word/document.xml"
    assert "unpacks to more than" in refusal(archive, tmp_path, in_contents(box(), name, 24, 4_000_000_000))
    monkeypatch.setattr(zips, "MOST_BYTES", 500)
    assert "unpacks to more than" in refusal(archive, tmp_path, box())


@packets
def test_case_2_members_that_lie_over_each_other_are_refused(archive: Archive, box: Boxed, tmp_path: Path) -> None:
    data = with_member(box(), zipfile.ZipInfo("zz.txt"), b"z" * 200)
    assert "lie over each other" in refusal(archive, tmp_path, in_contents(data, b"zz.txt", 42, 0))


@packets
def test_case_3_too_many_members_are_refused(archive: Archive, box: Boxed, tmp_path: Path) -> None:
    out = io.BytesIO(box())
    with zipfile.ZipFile(out, "a") as file:
        for number in range(zips.MOST_MEMBERS):
            file.writestr(zipfile.ZipInfo(f"many/{number}"), b"")
    assert "more than 20,000 members" in refusal(archive, tmp_path, out.getvalue())


@packets
def test_case_4_a_zip_in_a_zip_is_not_opened(archive: Archive, box: Boxed, tmp_path: Path) -> None:
    inner = box()
    for _ in range(60):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("packet.zip", inner)
        inner = out.getvalue()
    assert "no packet" in refusal(archive, tmp_path, inner)
    assert standings(archive, tmp_path, with_member(box(), zipfile.ZipInfo("inner.zip"), inner)) == [Standing.STANDS]


@packets
@pytest.mark.parametrize("name", ["../up.xml", "/etc/up.xml", "C:\\up.xml", "..\\..\\up.xml", "word/../../up.xml"])
def test_case_5_members_that_lead_out_of_the_file_are_not_followed(
    archive: Archive, box: Boxed, tmp_path: Path, name: str
) -> None:
    data = with_member(box(), zipfile.ZipInfo(name), b"<quotes xmlns='urn:waystation:proof' version='1'/>")
    before = {each.name for each in tmp_path.iterdir()} | {"hostile"}
    assert standings(archive, tmp_path, data) == [Standing.STANDS]
    assert {each.name for each in tmp_path.iterdir()} == before


@packets
def test_case_6_a_link_in_a_packet_is_not_followed(archive: Archive, box: Boxed, tmp_path: Path) -> None:
    for name in ("customXml/item0.xml", "link.xml"):
        link = zipfile.ZipInfo(name)
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        assert standings(archive, tmp_path, with_member(box(), link, b"/etc/passwd")) == [Standing.STANDS]


# 7–10: names of files on export


@pytest.fixture
def named(archive: Archive, add_article: AddArticle) -> Archive:
    for number, title in enumerate(TITLES):
        article = add_article(archive, f"Words of article {number}.", title=title)
        annotate.mark(archive, article, 0, 5, author="Ann")
    return archive


RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
FOLDERS = [each for each in every() if each[0] in ("bagit", "epub", "articles-markdown", "articles-text", "qdpx")]
folders = pytest.mark.parametrize(("format", "name"), FOLDERS, ids=[" ".join(each) for each in FOLDERS])


def made_names(archive: Archive, format: str, out: Path) -> list[PurePosixPath]:
    found = [PurePosixPath(name) for name, _ in parts(written(archive, format, out, title="..\\CON:x"))]
    assert len(found) > 2
    return found


@pytest.mark.hostile(7)
@folders
def test_case_7_no_name_is_one_that_windows_reserves(named: Archive, tmp_path: Path, format: str, name: str) -> None:
    for path in made_names(named, format, tmp_path / name):
        assert not path.is_absolute() and ".." not in path.parts, path
        for part in path.parts:
            assert not RESERVED.fullmatch(part) and part == part.strip(" ") and not part.endswith("."), part
            assert not re.search(r'[<>:"\\|?*\0-\x1f]', part), part


@pytest.mark.hostile(8)
@folders
def test_case_8_no_name_is_longer_than_disks_take(named: Archive, tmp_path: Path, format: str, name: str) -> None:
    assert all(len(part.encode()) <= 255 for path in made_names(named, format, tmp_path / name) for part in path.parts)


@pytest.mark.hostile(9)
@folders
def test_case_9_no_two_names_are_equal_but_for_case_or_unicode_form(
    named: Archive, tmp_path: Path, format: str, name: str
) -> None:
    found = made_names(named, format, tmp_path / name)
    assert len({unicodedata.normalize("NFC", str(path)).casefold() for path in found}) == len(found)


@pytest.mark.hostile(10)
@folders
def test_case_10_no_name_turns_the_direction_of_what_is_shown(
    named: Archive, tmp_path: Path, format: str, name: str
) -> None:
    for path in made_names(named, format, tmp_path / name):
        assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", str(path))


# 33: mutation XSS


@pytest.fixture
def attacked(archive: Archive, add_article: AddArticle) -> Archive:
    """Texts, titles, names, notes, tags and definitions that are all attacks."""
    article = add_article(
        archive, "\n".join(MUTATIONS), title=MUTATIONS[6], byline=(MUTATIONS[7],), publisher=MUTATIONS[4],
        url="javascript:run()",
    )  # fmt: skip
    for place, attack in enumerate(MUTATIONS):
        tag = MUTATIONS[place - 1].replace("/", "|")
        start, end = annotate.find_quote(archive, article, attack)
        annotate.mark(archive, article, start, end, note=attack, tags=(tag,), author=attack)
        codebook.define(archive, tag, attack)
    return archive


PAGES = [each for each in every() if each[0] in ("html", "bibliography", "bagit", "epub")]
ACTIVE = {"script", "iframe", "object", "embed", "form", "base", "svg", "math", "template", "noscript", "xmp", "img"}


def _pages(path: Path) -> Iterator[tuple[str, bytes]]:
    return ((name, data) for name, data in parts(path) if name.endswith((".html", ".xhtml")))


@pytest.mark.hostile(33)
@pytest.mark.parametrize(("format", "name"), PAGES, ids=[" ".join(each) for each in PAGES])
def test_case_33_no_page_of_any_export_holds_a_handler_or_a_script(
    attacked: Archive, tmp_path: Path, format: str, name: str
) -> None:
    found = list(_pages(written(attacked, format, tmp_path / name, title=MUTATIONS[0])))
    assert found
    for where, data in found:
        read = [html.document_fromstring(data)]
        # What a browser writes and reads again is where mutations come to life.
        read.append(html.document_fromstring(html.tostring(read[0], encoding="unicode")))
        if where.endswith(".xhtml"):
            read.append(etree.fromstring(data, etree.XMLParser(resolve_entities=False)))
        for each in (each for root in read for each in root.iter() if isinstance(each.tag, str)):
            tag = etree.QName(each).localname
            assert tag not in ACTIVE, (where, tag)
            for attribute, value in each.attrib.items():
                said = str(value).strip().lower()
                assert not str(attribute).lower().startswith("on") and attribute != "srcdoc", where
                assert not said.startswith(("javascript:", "data:", "vbscript:")), where
                assert attribute != "style" or re.fullmatch("background: #[0-9a-f]{6}", said), where


def test_case_33_taguettes_documents_hold_no_handler_or_script(attacked: Archive, tmp_path: Path) -> None:
    with sqlite3.connect(written(attacked, "taguette", tmp_path / "out.sqlite3")) as database:
        texts = [row[0] for row in database.execute("SELECT contents FROM documents")]
        texts += [row[0] for row in database.execute("SELECT snippet FROM highlights")]
    database.close()
    assert texts
    for each in (each for text in texts for each in html.fragment_fromstring(text, create_parent=True).iter()):
        assert each.tag in ("div", "p", "blockquote", "li", "ul", "ol", "h1", "h2", "h3", "br") and not each.attrib


# 46: cells that a spreadsheet would reckon


@pytest.fixture
def reckoned(archive: Archive, add_article: AddArticle) -> Archive:
    article = add_article(archive, "\n".join(CELLS), title=CELLS[0], byline=(CELLS[3],), publisher=CELLS[2])
    for place, cell in enumerate(CELLS):
        words = cell.strip()
        start, end = annotate.find_quote(archive, article, words)
        annotate.mark(
            archive, article, start, end, note=cell, tags=(CELLS[place - 1].replace("/", "|").strip(),), author=cell
        )
    return archive


@pytest.mark.hostile(46)
def test_case_46_no_cell_of_a_table_is_a_formula(reckoned: Archive, tmp_path: Path) -> None:
    for rows in ("excerpt", "tag"):
        choice = replace(FORMATS["csv"].usual, rows=rows)
        packet = packing.pack(reckoned, choice, choosing.choose(reckoned, choice), title="=1")
        path = tmp_path / f"{rows}.csv"
        FORMATS["csv"].writer(packet, path, Progress())
        cells = [cell for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")) for cell in row]
        assert sum(cell.startswith("'") for cell in cells) > len(CELLS)
        assert not [cell for cell in cells if re.match(r"[=@\t\r＝＋－＠]|[+-](?!\d+(\.\d+)?$)", cell)]


@pytest.mark.hostile(46)
def test_case_46_every_cell_of_a_workbook_is_text_or_a_number(reckoned: Archive, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(reckoned, "xlsx", tmp_path / "out.xlsx", title="=1"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"} and not [cell for cell in cells if cell.hyperlink]
    assert {cell.value for cell in cells} >= {cell.strip() for cell in CELLS}


# 47: characters that a format forbids


@pytest.fixture
def forbidden(archive: Archive, add_article: AddArticle) -> Archive:
    """The same odd characters in a title, a name, a note, a tag's definition and a memo."""
    article = add_article(
        archive, "Plain words\x0b to be quoted.", title=f"Ti{FORBIDDEN}tle", byline=(f"A{FORBIDDEN}nn Weir",),
        publisher=f"Pu{FORBIDDEN}b", url="https://example.org/\x01x",
    )  # fmt: skip
    annotate.mark(archive, article, 0, 18, note=f"No{FORBIDDEN}te", tags=("odd",), author=f"Au{FORBIDDEN}thor")
    codebook.define(archive, "odd", f"De{FORBIDDEN}fined")
    return archive


XML = (".xml", ".rels", ".qde", ".qdc", ".opf", ".ncx", ".xhtml")


@pytest.mark.hostile(47)
@pytest.mark.parametrize(("format", "name"), every(), ids=[" ".join(each) for each in every()])
def test_case_47_every_part_of_every_format_can_be_read_again(
    forbidden: Archive, tmp_path: Path, format: str, name: str
) -> None:
    seen = 0
    for where, data in parts(written(forbidden, format, tmp_path / name, title=f"T{FORBIDDEN}t")):
        seen += 1
        if where.endswith(XML):
            etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))
        elif where.endswith((".json", ".jsonld")):
            json.loads(data.decode("utf-8"))
        elif where.endswith(".ndjson"):
            assert all(json.loads(line) for line in data.decode("utf-8").split("\n")[:-1])
        if where.endswith((*XML, ".html", ".md", ".txt", ".csv", ".bib", ".ris", ".json", ".jsonld")) and not re.search(
            r"original|article-\d+\.txt|edition-\d+\.txt", where
        ):
            # JSON may hold the two that are no characters; XML may not.
            odd = "[\0-\x08\x0e-\x1f]" if "json" in where else "[\0-\x08\x0e-\x1f\ufffe\uffff]"
            assert not re.search(odd, data.decode("utf-8-sig")), where
    assert seen


# 49: paths of a bag


@pytest.mark.hostile(49)
def test_case_49_no_path_in_a_bag_leads_out_of_it(named: Archive, tmp_path: Path) -> None:
    bag = written(named, "bagit", tmp_path / "bag")
    listed = [
        line.split(maxsplit=1)[1]
        for manifest in bag.glob("*manifest-*.txt")
        for line in manifest.read_text("utf-8").splitlines()
    ]
    assert len(listed) > len(TITLES) and not (bag / "fetch.txt").exists()
    for path in listed:
        assert not re.search(r"^[/~\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|[\r\n]", path), path
        assert (bag / path).resolve().is_relative_to(bag.resolve()) and (bag / path).is_file(), path


@pytest.mark.hostile(49)
def test_case_49_a_bag_is_no_packet_and_nothing_in_it_is_followed(archive: Archive, tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("bag/bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        file.writestr("bag/manifest-sha512.txt", "0 ../../../etc/passwd\n0 ~/x\n0 /etc/hostname\n")
        file.writestr("../../../up.html", "<p data-proof='1'>x</p>")
    assert "no packet" in refusal(archive, tmp_path, out.getvalue())
    assert "is not a file" in refusal_of_folder(archive, tmp_path)


def refusal_of_folder(archive: Archive, tmp_path: Path) -> str:
    with pytest.raises(Unreadable) as raised:
        verifying.verify(archive, tmp_path)
    return raised.value.what
