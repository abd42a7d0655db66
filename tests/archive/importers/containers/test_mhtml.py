"""Pages that browsers saved as one file: what a browser wrote, what Python's library writes, one by hand; cut ones."""

from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from archive.importers.containers import Kind, detect
from archive.importers.registry import read
from archive.model.article import BlockKind, Source, Verdict
from tests.archive.importers.containers.making import DATA, mutants, page, require_verdict, shown

# As RFC 2557 has it, with a charset that only the part's own header tells.
BY_HAND = (
    b'From: "Saved by a browser"\r\nSubject: Das Wehr\r\nDate: Tue, 03 Mar 2020 10:00:00 +0100\r\nMIME-Version: 1.0\r\n'
    b'Content-Type: multipart/related; boundary="=_b"; type="text/html"; start="<root>"\r\n\r\n'
    b"--=_b\r\nContent-Type: text/html; charset=utf-8\r\nContent-ID: <frame>\r\nContent-Location: https://ads.example.org/x\r\n\r\n"
    b"<html><body><p>An advertisement in a frame.</p></body></html>\r\n"
    b"--=_b\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-ID: <root>\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    b"Content-Location: https://example.org/wehr\r\n\r\n"
    b"<html><head><title>Das Wehr</title></head><body><article><h1>Das Wehr</h1><p>Das Wehr =FCber der M=FChle wurde im Fr=FChjahr =\r\n"
    b"erneuert, und das Wasser steht h=F6her.</p></article></body></html>\r\n--=_b--\r\n"
)


def saved() -> bytes:
    """A saved page by Python's own library."""
    made = MIMEMultipart("related")
    made["From"], made["Subject"] = "<Saved by Blink>", "The weir"
    made["Snapshot-Content-Location"], made["Date"] = "https://example.org/weir", "Tue, 3 Mar 2020 10:00:00 -0000"
    part = MIMEText(page(), "html", "utf-8")
    part["Content-Location"] = "https://example.org/weir"
    picture = MIMEImage(b"\x89PNG\r\n\x1a\n", "png")
    picture["Content-Location"] = "https://example.org/weir.png"
    made.attach(part)
    made.attach(picture)
    return made.as_bytes()


def test_a_page_that_a_browser_saved_has_all_the_words_of_the_page() -> None:
    data = (DATA / "chromium.mhtml").read_bytes()
    imported = read(Source(data, "any name"))
    plain = shown((DATA / "weir.html").read_bytes())
    assert imported.text is not None and imported.text.text == plain
    assert (imported.verdict, imported.importer, imported.media_type) == (Verdict.OK, "mhtml", "multipart/related")
    assert [block.kind for block in imported.text.blocks].count(BlockKind.HEADING) == 2
    assert [block.kind for block in imported.text.blocks].count(BlockKind.ITEM) == 3
    metadata = imported.metadata
    assert (metadata.title, metadata.byline) == ("The weir above the mill", ("Anna Moor",))
    assert (metadata.url, metadata.accessed) == ("http://127.0.0.1:8765/index.html", "2026-11-26")
    assert metadata.published is None


def test_what_pythons_library_writes_is_read_the_same() -> None:
    data = saved()
    assert detect(Source(data, "weir.txt")) is Kind.MHTML
    imported = read(Source(data, "weir.txt"))
    assert imported.text is not None and imported.text.text == shown(page().encode())
    assert (imported.metadata.url, imported.metadata.accessed) == ("https://example.org/weir", "2020-03-03")


def test_the_named_part_is_read_in_the_charset_that_its_header_tells_and_frames_are_told() -> None:
    imported = read(Source(BY_HAND, "x.mht"))
    assert imported.text is not None and "über der Mühle wurde im Frühjahr erneuert" in imported.text.text
    assert imported.metadata.url == "https://example.org/wehr"
    assert imported.warnings == ("1 page that it frames was left out.",)
    assert "advertisement" not in imported.text.text


def test_a_saved_page_that_breaks_off_is_partial() -> None:
    data = saved()
    imported = read(Source(data[: len(data) - 200], "x.mht"))
    assert imported.verdict is Verdict.PARTIAL and "breaks off" in " ".join(imported.warnings)


def test_a_saved_page_without_a_page_is_refused() -> None:
    imported = read(Source(saved().replace(b"text/html", b"text/x-none"), "x.mht"))
    assert imported.verdict is Verdict.REFUSED and "no page in this file" in (imported.error or "")


def test_hostile_31_places_of_files_are_no_addresses() -> None:
    imported = read(Source(saved().replace(b"https://example.org/weir", b"file:///etc/passwd"), "x.mht"))
    assert imported.text is not None and imported.metadata.url is None


def _mutate(many: int) -> int:
    """How many mutants were judged."""
    judged = 0
    for data in ((DATA / "chromium.mhtml").read_bytes(), BY_HAND):
        for mutant in mutants(data, 2557, many):
            require_verdict(read(Source(mutant, "x.mht")))
            judged += 1
    return judged


def test_mutants_always_have_a_verdict() -> None:
    assert _mutate(6) == 2 * 6


@pytest.mark.soak
def test_many_mutants_always_have_a_verdict() -> None:
    assert _mutate(300) == 2 * 300
