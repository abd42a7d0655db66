"""ZIP files: what is read in them, what is passed over, and files made to harm."""

import hashlib
import io
import struct
import zipfile
import zlib

import pytest

from archive.importers.containers import Kind, detect, zips
from archive.importers.registry import read
from archive.model.article import Source, Verdict
from tests.archive.importers.containers.making import PARAGRAPHS, mutants, page, require_verdict, texts, warc, zipped


def names(data: bytes) -> list[str]:
    return [member.name for member in read(Source(data, "file.zip")).members]


def test_everything_that_is_read_comes_out_in_the_order_of_the_file() -> None:
    data = zipped({"b/page.html": page(), "a.txt": PARAGRAPHS[0], "c.md": f"# Heading\n\n{PARAGRAPHS[1]}"})
    assert names(data) == ["b/page.html", "a.txt", "c.md"]
    found = texts(data, "any name")
    assert all(each in found["b/page.html"] for each in PARAGRAPHS)
    assert PARAGRAPHS[0] in found["a.txt"]


def test_a_zip_is_known_by_its_content_and_a_document_is_none() -> None:
    assert detect(Source(zipped({"a.txt": "x"}), "story.txt")) is Kind.ZIP
    for files in (
        {"mimetype": "application/epub+zip", "META-INF/container.xml": "<x/>"},
        {"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"},
    ):
        assert detect(Source(zipped(files), "story.zip")) is None


def test_a_document_inside_does_not_make_the_zip_a_document() -> None:
    inner = zipped({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}, zipfile.ZIP_STORED)
    data = zipped({"letter.docx": inner, "a.txt": "Words."}, zipfile.ZIP_STORED)
    assert detect(Source(data, "x")) is Kind.ZIP


def test_pictures_hidden_files_and_a_pages_own_folder_are_passed_over_and_counted() -> None:
    data = zipped(
        {
            "weir.html": page(),
            "weir_files/frame.html": page("Advertisement"),
            "__MACOSX/weir.html": "x",
            ".DS_Store": "x",
            "pictures/a.png": b"\x89PNG",
            "pictures/b.png": b"\x89PNG",
            "settings.json": "{}",
        }
    )
    imported = read(Source(data, "file.zip"))
    assert [member.name for member in imported.members] == ["weir.html"]
    assert imported.warnings == (
        "3 files inside were left out, being neither texts, documents nor saved pages (2 .png, 1 .json).",
    )
    assert imported.verdict is Verdict.OK


def test_a_file_without_an_ending_is_looked_into() -> None:
    assert names(zipped({"page": page(), "noise": bytes(range(256)) * 20})) == ["page"]


def test_names_in_an_old_code_page_are_read() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("KOREAN.txt", PARAGRAPHS[0])
    data = made.getvalue().replace(b"KOREAN", "한국의".encode("cp949"))
    assert names(data) == ["한국의.txt"]


def test_hostile_1_a_bomb_is_refused_from_what_it_declares() -> None:
    data = bytearray(zipped({"a.txt": b"0" * 1_000_000}))
    at = data.index(b"PK\1\2")
    data[at + 24 : at + 28] = struct.pack("<I", 0xFFFFFFF0)
    imported = read(Source(bytes(data), "file.zip"))
    assert imported.verdict is Verdict.REFUSED and "unpacks to more than 512 MB" in (imported.error or "")


def test_hostile_1_a_bomb_that_declares_little_is_stopped_while_inflating() -> None:
    data = bytearray(zipped({"a.txt": b"0" * 1_000_000, "b.txt": PARAGRAPHS[0]}))
    at = data.index(b"PK\1\2")
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    imported = read(Source(bytes(data), "file.zip"))
    assert [member.name for member in imported.members] == ["b.txt"]
    assert imported.verdict is Verdict.PARTIAL
    assert "1 file inside is damaged and cannot be unpacked (a.txt)." in imported.warnings


def test_hostile_2_members_over_each_other_are_refused() -> None:
    data = zipped({"a.txt": "Words. " * 100, "b.txt": "More words. " * 100})
    second = data.index(b"PK\1\2", data.index(b"PK\1\2") + 4)
    made = bytearray(data)
    made[second + 42 : second + 46] = struct.pack("<I", 10)
    imported = read(Source(bytes(made), "file.zip"))
    assert imported.verdict is Verdict.REFUSED and "over each other" in (imported.error or "")


def test_hostile_3_too_many_members_are_refused_before_they_are_listed() -> None:
    data = zipped({f"{n}.txt": b"" for n in range(20_001)}, zipfile.ZIP_STORED)
    imported = read(Source(data, "file.zip"))
    assert imported.verdict is Verdict.REFUSED and "more than 20,000 members" in (imported.error or "")


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "C:\\a.txt", "..\\..\\a.txt", "b/../../a.txt"])
def test_hostile_5_a_name_that_leads_out_is_left_out_and_told(name: str) -> None:
    imported = read(Source(zipped({name: "x", "good.txt": PARAGRAPHS[0]}), "file.zip"))
    assert [member.name for member in imported.members] == ["good.txt"]
    assert imported.verdict is Verdict.PARTIAL and "leads out of the file" in imported.warnings[0]


def test_hostile_6_a_link_is_left_out_and_told() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
        file.writestr("good.txt", PARAGRAPHS[0])
    imported = read(Source(made.getvalue(), "file.zip"))
    assert [member.name for member in imported.members] == ["good.txt"]
    assert imported.verdict is Verdict.PARTIAL


@pytest.mark.parametrize("name", ["CON.txt", "aux.txt", "dot./a.txt", "a.txt:stream.txt", "n" * 300 + ".txt"])
def test_hostile_7_8_names_that_no_disk_takes_are_only_names_here(name: str) -> None:
    assert names(zipped({name: PARAGRAPHS[0]})) == [name]


def test_hostile_9_names_equal_but_for_case_or_form_stay_apart_and_so_do_equal_ones() -> None:
    assert names(zipped({"\u00c5.txt": "One.", "A\u030a.txt": "Two.", "\u00e5.txt": "Three."})) == [
        "\u00c5.txt",
        "A\u030a.txt",
        "\u00e5.txt",
    ]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr("a.txt", "One.")
        with pytest.warns(UserWarning, match="Duplicate name"):
            file.writestr("a.txt", "Two.")
    found = read(Source(made.getvalue(), "file.zip")).members
    assert [(member.name, member.data) for member in found] == [("a.txt", b"One."), ("a (2).txt", b"Two.")]


def test_hostile_10_bidi_controls_in_a_name_are_told_escaped() -> None:
    imported = read(Source(zipped({"../\u202egpj.txt": "x", "good.txt": "Words."}), "file.zip"))
    assert "\\u202e" in imported.warnings[0] and "\u202e" not in imported.warnings[0]


def test_a_password_a_damaged_member_and_an_empty_file_are_told() -> None:
    data = bytearray(zipped({"locked.txt": "x", "good.txt": PARAGRAPHS[0], "bad.txt": "A" * 4000}))
    first = data.index(b"PK\1\2")
    data[first + 8] |= 1
    bad = data.index(b"bad.txt") + 9
    data[bad] ^= 0xFF
    imported = read(Source(bytes(data), "file.zip"))
    assert [member.name for member in imported.members] == ["good.txt"]
    assert "a password" in " ".join(imported.warnings) and "damaged" in " ".join(imported.warnings)
    empty = read(Source(zipped({}), "file.zip"))
    assert empty.verdict is Verdict.REFUSED
    assert empty.error == "There is nothing in this ZIP file that can be read."


def test_a_cut_file_is_refused() -> None:
    data = zipped({"a.txt": PARAGRAPHS[0]})
    imported = read(Source(data[:-30], "file.zip"))
    assert imported.verdict is Verdict.REFUSED and "cut short or damaged" in (imported.error or "")


def test_a_wacz_hands_over_its_web_archives_only() -> None:
    data = zipped(
        {
            "datapackage.json": "{}",
            "pages/pages.jsonl": "{}",
            "indexes/index.cdx.gz": zlib.compress(b"x"),
            "archive/data.warc.gz": warc({"https://example.org/weir": page().encode()}),
        }
    )
    imported = read(Source(data, "crawl.wacz"))
    assert [member.name for member in imported.members] == ["archive/data.warc.gz"]
    assert imported.warnings == ()
    (inner,) = read(Source(imported.members[0].data, "data.warc.gz")).members
    assert inner.name == "https://example.org/weir"


def test_the_limit_is_for_all_members_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MOST_BYTES", 1_000)
    imported = read(Source(zipped({"a.txt": "a" * 600, "b.txt": "b" * 600}), "file.zip"))
    assert imported.verdict is Verdict.REFUSED
    assert len(read(Source(zipped({"a.txt": "a" * 400, "b.txt": "b" * 400}), "file.zip")).members) == 2


def _mutate(many: int) -> None:
    data = zipped({"a.txt": PARAGRAPHS[0], "b.html": page(), "c.md": PARAGRAPHS[2]})
    for mutant in mutants(data, 1911, many):
        imported = read(Source(mutant, "file.zip"))
        require_verdict(imported)
        if imported.importer == "zips" and len(imported.members) < 3:
            assert imported.warnings or imported.error


def test_mutants_always_have_a_verdict() -> None:
    _mutate(12)


@pytest.mark.soak
def test_many_mutants_always_have_a_verdict() -> None:
    _mutate(600)


# Bags


def bag(members: dict[str, str | bytes], top: str = "Reports/", **lists: str) -> bytes:
    """A BagIt bag in a ZIP file, with the lists that belong to it."""
    data = {name: each.encode() if isinstance(each, str) else each for name, each in members.items()}
    manifest = "".join(f"{hashlib.sha256(each).hexdigest()}  data/{name}\n" for name, each in data.items())
    described = {
        "bagit.txt": "BagIt-Version: 1.0\n",
        "bag-info.txt": "Bagging-Date: 2021-03-04\n",
        "manifest-sha256.txt": manifest,
    } | {name.replace("_", "-") + ".txt": text for name, text in lists.items()}
    return zipped(
        {f"{top}data/{name}": each for name, each in data.items()}
        | {top + name: each for name, each in described.items()}
    )


@pytest.mark.parametrize("top", ["", "Reports/"])
def test_of_a_bag_its_files_come_and_its_lists_do_not(top: str) -> None:
    imported = read(Source(bag({"a.txt": PARAGRAPHS[0], "north/b.html": page()}, top), "bag.zip"))
    assert [each.name for each in imported.members] == [f"{top}data/a.txt", f"{top}data/north/b.html"]
    assert imported.warnings == ("This is a BagIt bag: 3 files that describe it were left out.",)
    assert imported.verdict is Verdict.OK


def test_a_file_that_is_not_as_the_list_says_and_one_that_is_missing_are_told() -> None:
    listed = f"{hashlib.sha256(b'other').hexdigest()}  data/a.txt\n{'0' * 64}  data/gone.txt\n"
    imported = read(Source(bag({"a.txt": PARAGRAPHS[0]}, manifest_sha256=listed), "bag.zip"))
    assert imported.verdict is Verdict.PARTIAL and len(imported.members) == 1
    assert "1 file is not what the bag's list says that it was (a.txt)." in imported.warnings
    assert "1 file of the bag's list is missing (gone.txt)." in imported.warnings


def test_hostile_49_a_bag_whose_list_leads_out_of_it_is_refused() -> None:
    for lists in (
        {"manifest_md5": "0  data/../../../etc/passwd\n"},
        {"fetch": "https://example.org/x 5 /etc/passwd\n"},
    ):
        imported = read(Source(bag({"a.txt": PARAGRAPHS[0]}, **lists), "bag.zip"))
        assert imported.verdict is Verdict.REFUSED and "names a place outside of it" in (imported.error or "")


def test_of_our_own_bag_originals_come_with_what_it_says_of_them() -> None:
    about = (
        '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Low water</dc:title>'
        "<dc:creator>Jane Doe</dc:creator><dc:date>2021-03-04</dc:date><dc:source>https://example.org/a</dc:source></oai_dc:dc>"
    )
    folder = "articles/00001 Low water"
    members = {f"{folder}/original/a.txt": PARAGRAPHS[0], f"{folder}/edition-1.txt": PARAGRAPHS[0], f"{folder}/index.html": page(),
               f"{folder}/metadata.dc.xml": about, "articles/00002 No original/edition-2.txt": PARAGRAPHS[1],
               "articles/00002 No original/edition-10.txt": PARAGRAPHS[1], "index.html": page()}  # fmt: skip
    imported = read(Source(bag(dict(members), bag_info="Bag-Software-Agent: Waystation\n"), "bag.zip"))
    assert [each.name.rpartition("/")[2] for each in imported.members] == ["a.txt", "edition-10.txt"]
    told = imported.members[0].metadata
    assert (told.title, told.byline, told.published, told.url) == (
        "Low water",
        ("Jane Doe",),
        "2021-03-04",
        "https://example.org/a",
    )
    assert told.evidence["title"].rule == "container-bag"


def test_a_zip_file_is_opened_once_to_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    usual = zipfile.ZipFile.__init__

    def counting(self: zipfile.ZipFile, *arguments: object, **named: object) -> None:
        opened.append("opened")
        usual(self, *arguments, **named)  # type: ignore[arg-type]

    data = zipped({"a.txt": PARAGRAPHS[0]})
    monkeypatch.setattr(zipfile.ZipFile, "__init__", counting)
    assert read(Source(data, "file.zip")).members
    assert len(opened) == 2, "once to be told, once to be read"
