"""Which importer a file goes to, and which files are no text at all."""

import pytest

from archive.importers.binaries import binary_reason
from archive.importers.detect import Format, detect
from archive.importers.registry import read
from archive.model.article import Source, Verdict


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("page.html", b"<!DOCTYPE html><p>x", Format.HTML),
        ("page.txt", b"\n  <!doctype html>\n<html><body>x", Format.HTML),
        ("page.xhtml", b"<?xml version='1.0'?><!-- c --><html><p/></html>", Format.HTML),
        ("fragment.txt", b"<div class='a'>words</div>", Format.HTML),
        ("page", b"saved by hand <html><p>x", Format.HTML),
        ("wide.html", "<html><p>x</p>".encode("utf-16"), Format.HTML),
        ("words.html", b"No markup here, a < b and c > d.", Format.PLAIN),
        ("notes.md", b"# Title\n\ntext with <b>bold</b>", Format.MARKDOWN),
        ("notes.markdown", b"plain words", Format.MARKDOWN),
        ("notes.md", b"<!doctype html><html><p>x", Format.HTML),
        ("story.txt", b"If a<b then <html> is mentioned.", Format.PLAIN),
        ("story.txt", b"", Format.PLAIN),
        ("report", b"%PDF-1.7\n%\xe2\xe3", Format.PDF),
        ("report.txt", b"%PDF-1.7\n%\xe2\xe3", Format.PDF),
        ("sent.pdf", b"Content-Type: x\r\n\r\n%PDF-1.4\n1 0 obj\n", Format.PDF),
        ("story.txt", b"Every such file begins with %PDF-1.4, and more.", Format.PLAIN),
        ("story.txt", b"This is what stands at the beginning of one:\n%PDF-1.4\n", Format.PLAIN),
    ],
)
def test_format_follows_content_before_name(name: str, data: bytes, expected: Format) -> None:
    assert detect(Source(data, name)) is expected


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a PNG picture"),
        (b"PK\x03\x04........a.txt", "a ZIP archive"),
        (b"SQLite format 3\0\x10\0", "a SQLite database"),
        (b"\x7fELF\x02\x01\x01\0", "a program (ELF)"),
        (b"\x1f\x8b\x08\0", "a gzip archive"),
        (bytes(range(256)) * 8, "a binary file"),
        (b"\0" * 500, "a binary file"),
    ],
)
def test_a_binary_named_txt_is_named_for_what_it_is(data: bytes, kind: str) -> None:
    assert binary_reason(data, "notes.txt") == f"This is {kind} named .txt, not text."


@pytest.mark.parametrize(
    "data",
    [
        "Words, and more words.".encode("utf-16-le"),
        "낱말과 더 많은 낱말.".encode("utf-16-be"),
        "Слова и ещё слова.".encode("utf-16"),
        "Words".encode("utf-32"),
        "첫눈이 내렸다".encode("cp949"),
        b"BZh is how it begins, OggS too",
        b"RIFF and RAFF went out",
        b"one stray \0 zero in a longer line of text, which stays text",
        b"",
    ],
)
def test_text_in_any_encoding_is_not_taken_for_a_binary(data: bytes) -> None:
    assert binary_reason(data, "a.txt") is None


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t\n", b"\0\0", " \n ".encode("utf-16"), b"\xef\xbb\xbf", b"<html><body></body></html>"]
)
def test_an_empty_file_is_refused_with_a_sentence(data: bytes) -> None:
    answer = read(Source(data, "a.txt"))
    assert answer.verdict is Verdict.REFUSED
    assert answer.error
    assert answer.text is None


def test_a_binary_is_refused_by_the_registry() -> None:
    answer = read(Source(b"SQLite format 3\0\x10\0", "a.txt"))
    assert answer.verdict is Verdict.REFUSED
    assert answer.error == "This is a SQLite database named .txt, not text."
