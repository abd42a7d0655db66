"""Encodings from the file to the archive, by the real importers: nothing cut at a NUL, the encoding shown, a way to correct it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import Invalid
from archive.importers.registry import read
from archive.model.article import Edition, Imported, Source
from archive.operations import editions, evidence, ingest
from tests.archive.importers.containers.test_mail import letter
from tests.archive.made import new_archive

BODY = "눈이 내린 강가의 마을에서 사람들은 긴 겨울을 함께 보냈다. 등불은 새벽까지 꺼지지 않았다."


class Readers:
    """The real importers, in this process."""

    def read(self, sources: Iterator[Source]) -> Iterator[tuple[Source, Imported]]:
        for source in sources:
            yield source, read(source)

    def close(self) -> None:
        pass


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path / "library.waystation") as archive:
        yield archive


def _edition(archive: Archive, path: Path, data: bytes) -> tuple[ingest.FileReport, Edition]:
    path.write_bytes(data)
    (report,) = ingest.run(archive, [path], pool=Readers()).files
    assert report.id is not None, report.error
    return report, archive.store.editions.current(report.id)


def test_text_after_a_nul_is_kept_and_found(library: Archive, tmp_path: Path) -> None:
    data = b"The ferry\n\nA story that goes on \0 after a zero, with a lantern at its end.\n"
    report, edition = _edition(library, tmp_path / "a.txt", data)
    assert "\0" not in edition.text
    assert "\ufffd" in edition.text
    assert edition.text.endswith("lantern at its end.")
    assert library.index.search("lantern").articles == (report.id,)
    assert library.store.originals.data(edition.original.sha512) == data
    assert report.warnings


def test_a_lone_surrogate_is_replaced_and_the_rest_is_kept(library: Archive, tmp_path: Path) -> None:
    lone = "The ferry\n\nBefore ".encode("utf-16-le") + b"\x3d\xd8" + " after the lantern.".encode("utf-16-le")
    _, edition = _edition(library, tmp_path / "a.txt", b"\xff\xfe" + lone)
    assert "\ufffd" in edition.text
    assert edition.text.endswith("after the lantern.")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-7", "cp949", "utf-8"])
def test_the_encoding_is_found_and_shown(library: Archive, tmp_path: Path, encoding: str) -> None:
    _, edition = _edition(library, tmp_path / "a.txt", f"강가의 마을\n\n{BODY}\n".encode(encoding))
    assert edition.encoding == encoding
    assert BODY in edition.text


def test_a_wrong_meta_charset_is_overruled(library: Archive, tmp_path: Path) -> None:
    page = f"<!doctype html><html><head><meta charset=iso-8859-1><title>강가의 마을</title></head><body><p>{BODY}</p>"
    report, edition = _edition(library, tmp_path / "a.html", page.encode("cp949"))
    assert edition.encoding == "cp949"
    assert BODY in edition.text
    assert report.title == "강가의 마을"


def test_a_person_corrects_an_encoding(library: Archive, tmp_path: Path) -> None:
    text = "Łódka na rzece\n\nŻeglarz wracał późno, a światło świeciło mu nad wodą jeszcze długo po północy.\n"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode("cp1250"))
    (report,) = ingest.run(library, [path], encoding="cp1252", pool=Readers()).files
    assert report.id is not None
    assert library.store.editions.current(report.id).encoding == "cp1252"
    ingest.reread(library, report.id, "cp1250", pool=Readers())
    assert "późno" in library.store.editions.current(report.id).text
    assert library.store.articles.get(report.id).title == "Łódka na rzece"


def test_a_format_that_tells_its_own_encoding_is_read_in_no_other(library: Archive, tmp_path: Path) -> None:
    mail, story = tmp_path / "letter.eml", tmp_path / "story.txt"
    mail.write_bytes(letter(text=BODY).as_bytes())
    story.write_text(f"강가의 마을\n\n{BODY}\n\n{BODY}")
    first, second = (file.id for file in ingest.run(library, [mail, story], pool=Readers()).files)
    assert first is not None and second is not None
    assert not editions.is_in_encoding(library.store.editions.current(first))
    assert editions.is_in_encoding(library.store.editions.current(second))
    with pytest.raises(Invalid, match="says itself how its letters are written"):
        ingest.reread(library, first, "cp1250", pool=Readers())


def test_the_subject_of_a_mail_leads_to_its_words(library: Archive, tmp_path: Path) -> None:
    mail = tmp_path / "letter.eml"
    mail.write_bytes(letter("눈이 내린 강가", BODY).as_bytes())
    report = ingest.run(library, [mail], pool=Readers()).files[0]
    assert report.id is not None
    place = evidence.place(library, report.id, "title")
    text = library.store.editions.text(report.id)
    assert place is not None and text[place.start : place.end] == "눈이 내린 강가"
