"""Reading scanned pages: one act, a new edition, undone and cancelled without a trace; with a recogniser of the tests, and with Tesseract."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.errors import Cancelled, Invalid, Unreadable
from archive.base.progress import Progress
from archive.importers.registry import read
from archive.model.article import Imported, RunKind, Source, Verdict
from archive.model.change import Change
from archive.model.ids import ArticleId
from archive.model.picture import Picture
from archive.operations import acts, ingest, recognising, tesseract
from archive.operations.pictures import Pages
from tests.archive.importers.pdf.raw import paged, shown, stream

SCAN = b"q 612 0 0 792 0 0 cm /Im Do Q"
IMAGE = stream(
    b"\x80" * 64, b"/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8"
)
SENTENCE = "The board met at the landing because the road was under water, and nine of its members were there."


class Here:
    """Reads in this process: what is confined is tested elsewhere."""

    def read(self, sources: Iterator[Source]) -> Iterator[tuple[Source, Imported]]:
        for source in sources:
            yield source, read(source)

    def close(self) -> None:
        """Nothing was started."""


class NoPages(Pages):
    """Pages without a reader: white, in the shape of a letter."""

    def page(self, archive: Archive, address: str, number: int, width: int) -> Picture:
        return Picture(8, 11, b"\xff" * (3 * 8 * 11), 2)


@dataclass
class Reader:
    """A recogniser that says what it is told to."""

    said: list[str] = field(default_factory=list)
    name: str = "Reader 1"
    version: int = 1
    languages: tuple[str, ...] = ("eng", "kor", "osd2")
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def read(self, picture: Picture, languages: Sequence[str], progress: Progress, layout: int = 3) -> str:
        self.asked.append(tuple(languages))
        return self.said[(len(self.asked) - 1) % len(self.said)]


def table(text: str) -> str:
    rows, at = [], 0
    for word in text.split():
        rows.append(f"5\t1\t1\t1\t1\t1\t{at}\t10\t{9 * len(word)}\t12\t{91.5 if word != 'water,' else 12.0}\t{word}")
        at += 9 * len(word) + 9
    return "\n".join(rows)


@pytest.fixture
def scan(archive: Archive, tmp_path: Path) -> ArticleId:
    return take(
        archive, tmp_path / "minutes.pdf", paged([SCAN, SCAN], resources=b"/XObject << /Im 4 0 R >>", more=[IMAGE])
    )


def take(archive: Archive, path: Path, data: bytes) -> ArticleId:
    path.write_bytes(data)
    found = ingest.run(archive, [path], pool=Here()).files[0]
    assert found.id is not None, found.error
    return found.id


def recognise(archive: Archive, article: ArticleId, reader: Reader, **options: object) -> Change:
    return recognising.recognise(archive, article, recogniser=reader, pool=Here(), pages=NoPages(), **options)  # type: ignore[arg-type]


def test_a_scan_waits_under_its_files_name(archive: Archive, scan: ArticleId) -> None:
    article = archive.store.articles.get(scan)
    assert (article.title, article.verdict) == ("minutes", Verdict.PARTIAL)
    assert recognising.waits(article)


def test_scans_of_which_no_word_was_read_are_never_taken_for_each_other(
    archive: Archive, scan: ArticleId, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    other = paged([SCAN], resources=b"/XObject << /Im 4 0 R >>", more=[IMAGE])
    assert take(archive, tmp_path / "other" / "minutes.pdf", other) != scan


def test_the_words_become_a_new_edition_that_is_marked_and_can_be_taken_back(archive: Archive, scan: ArticleId) -> None:
    reader = Reader([table(SENTENCE), table("It was the second sitting.")])
    change = recognise(archive, scan, reader, languages=("eng", "kor"))
    edition, article = archive.store.editions.current(scan), archive.store.articles.get(scan)
    assert edition.text.split("\n") == [SENTENCE, "It was the second sitting."]
    assert (edition.number, edition.reason, edition.importer) == (2, "recognised", "tesseract")
    assert reader.asked[0] == ("kor", "eng")
    uncertain = [run for block in edition.blocks for run in block.runs if run.kind is RunKind.UNCERTAIN]
    assert [edition.text[run.start : run.end] for run in uncertain] == ["water,"]
    assert article.verdict is Verdict.OK and not recognising.waits(article)
    assert any("recognised by Reader 1 (Korean and English), not typed" in warning for warning in article.warnings)
    assert change.inverse is not None
    acts.perform(archive, change.inverse)
    assert archive.store.editions.current(scan).number == 1
    assert recognising.waits(archive.store.articles.get(scan))
    assert archive.store.articles.get(scan).title == "minutes"


def test_what_a_person_entered_stays(archive: Archive, scan: ArticleId) -> None:
    from archive.operations import curate

    curate.edit(archive, scan, title="Minutes of the board")
    recognise(archive, scan, Reader([table(SENTENCE)]), languages=("eng",))
    assert archive.store.articles.get(scan).title == "Minutes of the board"


def test_what_is_cancelled_leaves_nothing(archive: Archive, scan: ArticleId) -> None:
    progress = Progress(lambda done, *_: progress.cancel() if done else None)
    with pytest.raises(Cancelled):
        recognise(archive, scan, Reader([table(SENTENCE)]), languages=("eng",), progress=progress)
    assert archive.store.editions.current(scan).number == 1


@pytest.mark.parametrize("languages", [("deu",), ("osd",), ("eng", "../eng")])
def test_only_languages_that_are_installed_are_asked_for(
    archive: Archive, scan: ArticleId, languages: tuple[str, ...]
) -> None:
    with pytest.raises(Invalid, match="has no data"):
        recognise(archive, scan, Reader([table(SENTENCE)]), languages=languages)


def test_pages_without_words_are_told(archive: Archive, scan: ArticleId) -> None:
    with pytest.raises(Unreadable, match="No words were found"):
        recognise(archive, scan, Reader([""]), languages=("eng",))


def test_a_pdf_with_text_has_nothing_to_be_read(archive: Archive, tmp_path: Path) -> None:
    article = take(archive, tmp_path / "typed.pdf", paged([shown(SENTENCE)]))
    with pytest.raises(Invalid, match="No page of this PDF is a picture"):
        recognise(archive, article, Reader([table(SENTENCE)]), languages=("eng",))


def test_what_is_no_pdf_is_told(archive: Archive, tmp_path: Path) -> None:
    article = take(archive, tmp_path / "typed.txt", SENTENCE.encode())
    with pytest.raises(Invalid, match="not made from a PDF"):
        recognise(archive, article, Reader([table(SENTENCE)]), languages=("eng",))


def test_the_archives_languages_are_proposed_where_the_articles_is_not_known(
    archive: Archive, scan: ArticleId, tmp_path: Path
) -> None:
    assert recognising.usual_languages(archive, scan, Reader()) == ("eng",)
    take(archive, tmp_path / "ko.txt", ("강을 건넌 사람들은 등불을 들고 얼음 위를 걸어서 건넜다. " * 6).encode())
    assert recognising.usual_languages(archive, scan, Reader()) == ("kor",)


def test_without_tesseract_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(tesseract.Missing, match="not installed"):
        tesseract.find()


def test_tesseract_reads_a_page_of_letters(archive: Archive, tmp_path: Path) -> None:
    """The whole way: PDFium draws a page, the picture goes into a PDF, the confined reader draws that, Tesseract reads it, sealed."""
    try:
        found = tesseract.find()
    except tesseract.Missing as error:
        pytest.skip(str(error))
    if "eng" not in found.languages:
        pytest.skip("Tesseract has no data for English")
    from archive.importers.pdf.pictures import page_picture

    page = page_picture(paged([shown(SENTENCE.replace(" because", "\nbecause"), size=16)]), 1, 1240)
    image = stream(
        page.pixels,
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8"
        % (page.width, page.height),
    )
    article = take(
        archive, tmp_path / "letters.pdf", paged([SCAN], resources=b"/XObject << /Im 4 0 R >>", more=[image])
    )
    recognising.recognise(archive, article, ("eng",), recogniser=found, pool=Here())
    assert " ".join(archive.store.editions.text(article).split()) == SENTENCE
