"""Web archives by wget and by warcio: each page with where it was and when; lying lengths, bombs, endless headers."""

import gzip
import zlib

import pytest

from archive.importers.containers import Kind, detect, webarchives
from archive.importers.registry import read
from archive.model.article import Imported, Source, Verdict
from tests.archive.importers.containers.making import (
    DATA,
    mutants,
    page,
    require_verdict,
    shown,
    texts,
    warc,
)

HTML = ("Content-Type", "text/html")
ONE = "https://example.org/weir"
TWO = "https://example.org/meadow"


def taken(data: bytes) -> Imported:
    return read(Source(data, "file"))


def both(packed: bool = False) -> bytes:
    return warc({ONE: page().encode(), TWO: page("The meadow").encode()}, packed=packed)


@pytest.mark.parametrize("name", ["wget.warc.gz", "wget.warc"])
def test_what_wget_wrote_has_all_the_words_of_the_pages(name: str) -> None:
    data = (DATA / name).read_bytes()
    found = texts(data)
    served = {"index.html": "weir.html", "second.html": "meadow.html"}
    assert found
    for address, text in found.items():
        assert text == shown((DATA / served[address.rpartition("/")[2]]).read_bytes())
    assert taken(data).verdict is Verdict.OK


@pytest.mark.parametrize("packed", [True, False])
def test_what_warcio_wrote_is_a_member_for_each_page_with_address_and_day(packed: bool) -> None:
    data = both(packed)
    assert detect(Source(data, "story.txt")) is Kind.WARC
    imported = taken(data)
    assert [member.name for member in imported.members] == [ONE, TWO]
    metadata = imported.members[0].metadata
    assert (metadata.url, metadata.accessed) == (ONE, "2021-04-05")
    assert metadata.evidence["url"].rule == "container-warc-uri"
    assert imported.members[0].data == page().encode()
    assert (imported.verdict, imported.warnings) == (Verdict.OK, ())


def test_the_same_address_twice_is_two_members() -> None:
    data = warc({ONE: page().encode()}, packed=False) + warc({ONE: page("Later").encode()}, packed=False)
    assert [member.name for member in taken(data).members] == [ONE, f"{ONE} (2)"]


def test_a_charset_that_only_the_server_told_is_handed_on() -> None:
    data = "<html><body><p>Das Wehr über der Mühle wurde im Frühjahr erneuert.</p></body></html>".encode("iso-8859-2")
    (member,) = taken(warc({ONE: data}, headers=(("Content-Type", "text/html; charset=iso-8859-2"),))).members
    assert member.encoding is not None and data.decode(member.encoding).count("ü") == 3
    (clean,) = taken(warc({ONE: page().encode()}, headers=(("Content-Type", "text/html; charset=iso-8859-2"),))).members
    assert clean.encoding is None


def test_pictures_and_answers_that_are_no_pages_are_no_members() -> None:
    data = (
        warc({ONE: page().encode()})
        + warc({TWO: page("Not found").encode()}, status="404 Not Found")
        + warc({f"{TWO}.png": b"\x89PNG"}, headers=(("Content-Type", "image/png"),))
    )
    imported = taken(data)
    assert [member.name for member in imported.members] == [ONE]
    assert imported.warnings == (
        "1 answer was no page (an error of the server, or an address elsewhere) and passed over.",
    )


def test_chunks_and_packed_answers_are_undone() -> None:
    plain = page().encode()
    packed = gzip.compress(plain)
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (packed[:50], packed[50:])) + b"0\r\n\r\n"
    for data, headers in (
        (packed, (HTML, ("Content-Encoding", "gzip"))),
        (zlib.compress(plain), (HTML, ("Content-Encoding", "deflate"))),
        (chunked, (HTML, ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"))),
        (plain, (HTML, ("Content-Encoding", "br"))),  # a program that unpacked it and left the header
    ):
        (member,) = taken(warc({ONE: data}, headers=headers)).members
        assert member.data == plain


def test_hostile_40_a_gzip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webarchives, "MOST_BYTES", 4_000_000)
    bomb = gzip.compress(b"WARC/1.0\r\n" + b"0" * 40_000_000)
    imported = taken(bomb)
    assert imported.verdict is Verdict.REFUSED and "unpacks to more than" in (imported.error or "")


def test_hostile_40_a_bomb_in_an_answer_costs_that_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webarchives, "_PAGE_BYTES", 2_000_000)
    bomb = warc({TWO: gzip.compress(b"<p>" + b"0" * 20_000_000)}, headers=(HTML, ("Content-Encoding", "gzip")))
    imported = taken(warc({ONE: page().encode()}) + bomb)
    assert [member.name for member in imported.members] == [ONE]
    assert imported.verdict is Verdict.PARTIAL and "unpacks to more than the 2 MB" in imported.warnings[0]


@pytest.mark.parametrize("length", [b"1000000000000000", b"abc", b"-5", b"", b"12 13", b"0x10"])
def test_hostile_41_a_length_that_is_none_is_told_and_the_rest_is_read(length: bytes) -> None:
    data = both()
    first = data.index(b"Content-Length", data.index(ONE.encode()))
    end = data.index(b"\r\n", first)
    imported = taken(data[:first] + b"Content-Length: " + length + data[end:])
    assert [member.name for member in imported.members] == [TWO]
    assert imported.verdict is Verdict.PARTIAL and "left out" in imported.warnings[0]


@pytest.mark.parametrize("change", [-1, -40, -400, 400])
def test_hostile_41_a_length_that_lies_is_told(change: int) -> None:
    data = both()
    first = data.index(b"Content-Length: ", data.index(ONE.encode())) + 16
    end = data.index(b"\r\n", first)
    imported = taken(data[:first] + b"%d" % (int(data[first:end]) + change) + data[end:])
    assert TWO in [member.name for member in imported.members]
    assert imported.verdict is Verdict.PARTIAL and imported.warnings


def test_hostile_42_an_endless_header_line_is_refused() -> None:
    data = b"WARC/1.0\r\nWARC-Type: response\r\nX: " + b"x" * 30_000_000
    imported = taken(data)
    assert imported.verdict is Verdict.REFUSED and "header is cut or longer" in (imported.error or "")


def test_a_file_of_beginnings_only_is_not_looked_through_to_its_end() -> None:
    imported = taken(warc({ONE: page().encode()}, packed=False) + b"WARC/1.0\r\n" * 1_000_000)
    assert [member.name for member in imported.members] == [ONE]
    assert imported.verdict is Verdict.PARTIAL and "the rest was not looked at" in " ".join(imported.warnings)


@pytest.mark.parametrize("packed", [True, False])
def test_a_file_that_breaks_off_is_partial_or_refused_and_never_silently_short(packed: bool) -> None:
    data = both(packed)
    for cut in range(20, len(data), 61):
        imported = taken(data[:cut])
        if imported.importer != "webarchives" or len(imported.members) == 2:
            continue
        assert imported.verdict in (Verdict.PARTIAL, Verdict.REFUSED) or _ends_between(data, cut), cut


def _ends_between(data: bytes, cut: int) -> bool:
    """Whether the cut lies between two records, where nothing tells that there was another."""
    starts = [cut for cut in range(len(data)) if data.startswith(b"\x1f\x8b\x08", cut)] or [
        at for at in range(len(data)) if data.startswith(b"WARC/1.0\r\n", at)
    ]
    return any(0 <= start - cut <= 4 for start in starts)


def test_chunks_or_packed_text_that_break_off_are_told() -> None:
    packed = gzip.compress(page().encode() * 40)
    for data, headers in (
        (packed[:-20], (HTML, ("Content-Encoding", "gzip"))),
        (b"ffff\r\nshort", (HTML, ("Transfer-Encoding", "chunked"))),
        (packed, (HTML, ("Content-Encoding", "zstd"))),
    ):
        imported = taken(warc({TWO: data}, headers=headers) + warc({ONE: page().encode()}))
        assert [member.name for member in imported.members] == [ONE]
        assert imported.verdict is Verdict.PARTIAL


def _mutate(many: int) -> None:
    for data in (both(), both(True), (DATA / "wget.warc.gz").read_bytes()):
        for mutant in mutants(data, 28500, many):
            imported = taken(mutant)
            require_verdict(imported)
            for member in imported.members:
                assert member.data


def test_mutants_always_have_a_verdict() -> None:
    _mutate(10)


@pytest.mark.soak
def test_many_mutants_always_have_a_verdict() -> None:
    _mutate(400)
