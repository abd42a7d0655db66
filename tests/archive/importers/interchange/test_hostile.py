"""Hostile and broken files (cases 1–6, 11–15 of the list of hostile input) end in one clear sentence, and in little time and memory."""

import io
import stat
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest

from archive.importers import zips
from tests.archive.importers.interchange.conftest import (
    TEXT,
    project,
    qdpx,
    selection,
    take,
    text_source,
    zipped,
)

Refusal = Callable[..., str]
SIX = selection(TEXT.index("six"), TEXT.index("six") + 3)


def doctored(data: bytes, name: bytes, **sizes: int) -> bytes:
    """The file with other sizes in the list of contents than its members have."""
    made = bytearray(data)
    place = made.rindex(name) - 46
    assert made[place : place + 4] == b"PK\1\2"
    for field, at in (("compressed", 20), ("size", 24), ("offset", 42)):
        if field in sizes:
            struct.pack_into("<I", made, place + at, sizes[field])
    return bytes(made)


def test_a_bomb_is_refused_from_its_header(refusal: Refusal) -> None:
    data = doctored(qdpx(SIX), b"sources/a.txt", size=4_000_000_000)
    assert "unpacks to more than 128 MB" in refusal(data)


def test_a_bomb_is_refused_while_it_is_inflated(refusal: Refusal, monkeypatch: pytest.MonkeyPatch) -> None:
    # The header says little; what comes out is more. A small limit stands for the large one.
    monkeypatch.setattr(zips, "MOST_BYTES", 50_000)
    whole = project(text_source(SIX))
    data = zipped({"project.qde": whole, "sources/a.txt": b" " * 1_000_000})
    assert "unpacks to more than" in refusal(data)
    lying = doctored(data, b"sources/a.txt", size=100)
    assert "unpacks to more than" in refusal(lying) or "damaged" in refusal(lying)


def test_many_small_members_that_add_up_are_refused(refusal: Refusal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MOST_BYTES", 50_000)
    sources = "".join(
        text_source(path=f"internal://{number}.txt").replace("11111111-1111", f"{number:08x}-1111")
        for number in range(20)
    )
    members = {f"sources/{number}.txt": b"x " * 2_000 for number in range(20)}
    assert "unpacks to more than" in refusal(zipped({"project.qde": project(sources), **members}))


def test_members_that_lie_over_each_other_are_refused(refusal: Refusal) -> None:
    data = qdpx(SIX, members={"sources/b.txt": b"b" * 100})
    assert "lie over each other" in refusal(doctored(data, b"sources/b.txt", offset=0))


def test_too_many_members_are_refused(refusal: Refusal) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("project.qde", project(text_source(SIX)))
        for number in range(zips.MOST_MEMBERS):
            file.writestr(zipfile.ZipInfo(f"sources/{number}"), b"")
    assert "more than 20,000 members" in refusal(out.getvalue())


def test_members_of_documents_inside_are_no_members_of_the_project() -> None:
    out = io.BytesIO(qdpx(SIX))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_STORED) as file:
        file.writestr("sources/a.docx", b"PK\1\2" * (zips.MOST_MEMBERS + 1))
    incoming = take(out.getvalue()).incoming
    assert incoming is not None and [each.exact for each in incoming.passages] == ["six"]


def test_two_hundred_thousand_members_are_refused_before_any_is_looked_at(refusal: Refusal) -> None:
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 65_535, 65_535, 200_000 * len(entry), 0, 0)
    tracemalloc.start()
    began = time.process_time()
    assert "more than 20,000 members" in refusal(entry * 200_000 + end)
    used, most = time.process_time() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert used < 2 and most < 40 * 1024**2  # the file itself is 9 MB


def test_a_hundred_thousand_places_that_lie_take_memory_for_themselves_only() -> None:
    marks = "".join(selection(10**9 + number, 10**9 + number + 5, number) for number in range(1, 100_001))
    data = qdpx(marks + SIX.replace("00000001-", "00ffffff-"))
    began = time.process_time()
    incoming = take(data).incoming
    assert incoming is not None and [each.exact for each in incoming.passages] == ["six"]
    (lost,) = incoming.lost
    assert lost.startswith("100,000 passages were left out because they stand outside of the text") and len(lost) < 200
    assert time.process_time() - began < 30


def test_a_zip_in_a_zip_is_not_opened() -> None:
    inner = qdpx(SIX)
    for _ in range(60):
        inner = zipped({"inner.qdpx": inner})
    incoming = take(qdpx(SIX, members={"sources/inner.qdpx": inner})).incoming
    assert incoming is not None and [each.exact for each in incoming.passages] == ["six"]
    nested = take(zipped({"inner.qdpx": qdpx(SIX)}))
    assert nested.incoming is None and nested.error and "holds no REFI-QDA project" in nested.error


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "C:\\a.txt", "..\\..\\a.txt", "sources/../../a.txt"])
def test_members_with_unsafe_names_are_left_out_and_told(name: str) -> None:
    incoming = take(qdpx(SIX, members={name: b"outside"})).incoming
    assert incoming is not None and [each.exact for each in incoming.passages] == ["six"]
    assert "a name or a link that leads out of the file" in incoming.lost[0]


def test_links_are_left_out_and_told() -> None:
    out = io.BytesIO(qdpx(SIX))
    with zipfile.ZipFile(out, "a") as file:
        link = zipfile.ZipInfo("sources/passwd.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
    incoming = take(out.getvalue()).incoming
    assert incoming is not None and "1 member was left out (“sources/passwd.txt”): a name or a link" in incoming.lost[0]


def test_odd_names_of_members_do_no_harm() -> None:
    odd = {
        "sources/CON": b"",
        "sources/aux.": b"",
        "sources/a:b": b"",
        f"sources/{'n' * 300}": b"",
        "sources/A.TXT": b"x",
    }
    incoming = take(qdpx(SIX, members={**odd, "sources/\u202etxt.a": b""})).incoming
    assert incoming is not None and [each.exact for each in incoming.passages] == ["six"]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_cut_file_is_refused_in_a_sentence(refusal: Refusal, share: float) -> None:
    data = qdpx(SIX, text=TEXT.encode() * 50)
    assert "cut short or damaged" in refusal(data[: int(len(data) * share)])


def test_damaged_members_and_passwords_are_told(refusal: Refusal) -> None:
    data = bytearray(qdpx(SIX))
    place = data.index(b"project.qde") + len("project.qde")
    data[place : place + 20] = b"\xff" * 20
    assert "damaged" in refusal(bytes(data))
    locked = bytearray(qdpx(SIX))
    entry = locked.rindex(b"sources/a.txt") - 46
    struct.pack_into("<H", locked, entry + 8, 1)
    incoming = take(bytes(locked)).incoming
    assert incoming is not None and any("a password" in each for each in incoming.lost)


BOMB = "".join(f'<!ENTITY e{number + 1} "{f"&e{number};" * 10}">' for number in range(12))


@pytest.mark.parametrize(
    "prolog",
    [
        f'<!DOCTYPE Project [<!ENTITY e0 "ha">{BOMB}]>',
        '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Project SYSTEM "http://127.0.0.1:9/project.dtd">',
        '<!DOCTYPE Project [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>',
        f'<!DOCTYPE Project [<!ENTITY x "{"y" * 100_000}">]>',
    ],
    ids=["laughs", "file", "dtd", "parameter", "quadratic"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_and_entities_are_refused(refusal: Refusal, prolog: str, encoding: str) -> None:
    whole = project(text_source(SIX)).replace('encoding="utf-8"?>', f'encoding="{encoding}"?>{prolog}')
    assert "declares a document type or entities" in refusal(zipped({"project.qde": whole.encode(encoding)}))
    assert "declares a document type or entities" in refusal(whole.encode(encoding), "canal.qde")


def test_xml_a_million_deep_and_with_endless_attributes_is_refused(refusal: Refusal) -> None:
    deep = project("<TextSource>" * 1_000_000)
    assert "nested more than" in refusal(zipped({"project.qde": deep}))
    many = " ".join(f'a{number}="1"' for number in range(50_000))
    assert "more attributes" in refusal(zipped({"project.qde": project(f"<TextSource {many}/>")}))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"PK\5\6" + b"\0" * 18, "empty.qdpx"),
        (zipped({"readme.txt": b"hello"}), "other.qdpx"),
        (b"<CodeBook xmlns='urn:QDA-XML:codebook:1.0'><Codes/></CodeBook>", "empty.qdc"),
        (b"<other/>", "other.qdc"),
        (b"<other/>", "other.qde"),
        (b"not xml at all", "other.qdc"),
        (zipped({"project.qde": "<Project xmlns='urn:QDA-XML:project:1.0' name='x'/>"}), "nothing.qdpx"),
    ],
)
def test_what_is_no_project_or_holds_nothing_is_refused(refusal: Refusal, data: bytes, name: str) -> None:
    assert refusal(data, name).endswith(".") and len(refusal(data, name)) < 300
