"""Pictures of articles in what leaves the archive: at their places in books and bags, never drawings, never what is redacted."""

import base64
import re
import zipfile
from pathlib import Path

import bagit
from ebooklib import ITEM_IMAGE, epub

from archive.archive import Archive
from archive.model.excerpt import Choice, Redaction
from archive.operations import ingest, publish, redacting
from tests.archive.importers.illustrations.drawn import png
from tests.archive.importers.illustrations.test_formats import AFTER, BEFORE, data_url

INSIDE, LAIN = png(120, 80), png(90, 90, shade=30)
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()' width='90' height='90'/>"


def taken(archive: Archive, folder: Path) -> None:
    (folder / "a_files").mkdir()
    (folder / "a_files" / "lamp.png").write_bytes(LAIN)
    (folder / "a_files" / "drawing.svg").write_bytes(SVG)
    inside = "".join(
        f'<figure><img src="{each}" alt="A &quot;map&quot; &lt;b&gt;"><figcaption>The {n}. map.</figcaption></figure>'
        for n, each in enumerate((data_url(INSIDE), "a_files/lamp.png", "a_files/drawing.svg"), 1)
    )
    page = f"<html><body><article><h1>Maps</h1><p>{BEFORE}</p>{inside}<p>{AFTER}</p></article></body></html>"
    (folder / "a.html").write_text(page, "utf-8")
    assert ingest.run(archive, [folder / "a.html"]).files[0].error is None


def test_a_book_shows_them_behind_their_paragraph(archive: Archive, tmp_path: Path) -> None:
    taken(archive, tmp_path)
    report = publish.export(archive, "epub", Choice(), tmp_path / "out.epub")
    book = epub.read_epub(str(tmp_path / "out.epub"))
    assert [each.get_content() for each in book.get_items_of_type(ITEM_IMAGE)] == [INSIDE, LAIN]
    with zipfile.ZipFile(tmp_path / "out.epub") as zipped:
        (name,) = (each for each in zipped.namelist() if "article-" in each)
        page = zipped.read(name).decode()
    first, second = (match.start() for match in re.finditer("<figure>", page))
    at = [page.index(BEFORE), first, page.index("The 1. map."), second, page.index("The 2. map."), page.index(AFTER)]
    assert at == sorted(at)
    assert 'alt="A &quot;map&quot; &lt;b&gt;"' in page and "svg" not in page
    assert any(each.startswith("1 picture was left out") for each in report.warnings)


def test_a_bag_has_them_in_its_pages_and_what_lay_beside_as_files(archive: Archive, tmp_path: Path) -> None:
    taken(archive, tmp_path)
    publish.export(archive, "bagit", Choice(), tmp_path / "bag")
    assert bagit.Bag(str(tmp_path / "bag")).is_valid()
    (page,) = (tmp_path / "bag").glob("data/articles/*/index.html")
    held = re.findall(r"src=\"data:image/png;base64,([^\"]+)\"", page.read_text("utf-8"))
    assert [base64.b64decode(each) for each in held] == [INSIDE, LAIN]
    assert "img-src data:" in page.read_text("utf-8")
    assert [each.read_bytes() for each in (tmp_path / "bag").glob("data/articles/*/pictures/*")] == [LAIN]


def test_what_is_redacted_leaves_without_pictures(archive: Archive, tmp_path: Path) -> None:
    taken(archive, tmp_path)
    redacting.add(archive, Redaction(None, "name", "ferry", "[boat]"))
    publish.export(archive, "epub", Choice(redact=True), tmp_path / "out.epub")
    assert list(epub.read_epub(str(tmp_path / "out.epub")).get_items_of_type(ITEM_IMAGE)) == []
