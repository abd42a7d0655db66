"""Hostile PDFs (cases 35 to 39 of the list of hostile input), read as they are in the program: confined, with a verdict for each."""

import io
import random
import zlib
from collections.abc import Iterator

import pypdf
import pytest

from archive.confinement.pool import Pool, command
from archive.importers.pdf import bombs, reader
from archive.importers.pdf.bombs import holds_bomb
from archive.model.article import Imported, Source, Verdict
from archive.operations.reading import readers
from tests.archive.importers.pdf.programs import DATA
from tests.archive.importers.pdf.raw import SENTENCE, paged, pdf, shown, stream

WORDS = " ".join(SENTENCE.split())


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with readers(1) as made:
        yield made


@pytest.fixture(scope="module")
def impatient() -> Iterator[Pool]:
    """Readers as in the program that are given less time: what would take all of it is refused sooner."""
    with Pool(command("archive.importers.worker", "import"), readers=1, verdict_seconds=8) as made:
        yield made


def packed(megabytes: int) -> bytes:
    """A deflated stream of so many megabytes of spaces (RFC 1950), put together from one piece that stands for each."""
    packing = zlib.compressobj(9)
    spaces = b" " * 1024**2
    first = packing.compress(spaces) + packing.flush(zlib.Z_FULL_FLUSH)
    again = packing.compress(spaces) + packing.flush(zlib.Z_FULL_FLUSH)
    return first + again * (megabytes - 1)


def one_page(content: bytes) -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 612 792] >>"
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", page, content])


def ask(pool: Pool, data: bytes) -> Imported:
    ((_, answer),) = pool.read(iter([Source(data, "a.pdf")]))
    assert (answer.text is None) == (answer.verdict is Verdict.REFUSED) == (answer.error is not None)
    return answer


def body(answer: Imported) -> str:
    assert answer.text is not None, answer.error
    return answer.text.text


def test_case_35_a_form_that_contains_itself(impatient: Pool) -> None:
    form = stream(
        b"/Fm0 Do /Fm0 Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Fm0 4 0 R >> >>"
    )
    answer = ask(impatient, paged([shown(SENTENCE) + b" /Fm0 Do"], resources=b"/XObject << /Fm0 4 0 R >>", more=[form]))
    assert answer.verdict is Verdict.REFUSED or body(answer) == WORDS


def test_case_35_forms_that_double_forty_times(impatient: Pool) -> None:
    forms = [
        stream(
            b"/Fm Do /Fm Do",
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Fm %d 0 R >> >>" % (5 + depth),
        )
        for depth in range(40)
    ]
    last = stream(b"0 0 1 1 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    answer = ask(
        impatient, paged([shown(SENTENCE) + b" /Fm Do"], resources=b"/XObject << /Fm 4 0 R >>", more=[*forms, last])
    )
    assert answer.verdict is Verdict.REFUSED or body(answer) == WORDS


def test_a_reader_that_a_pdf_stopped_costs_that_file_only(pool: Pool) -> None:
    doubled = stream(zlib.compress(packed(4096)), b"/Filter [/FlateDecode /FlateDecode]")
    files = [(DATA / "odt.pdf").read_bytes(), one_page(doubled), (DATA / "docx.pdf").read_bytes()]
    verdicts = [answer.verdict for _, answer in pool.read(Source(data, "a.pdf") for data in files)]
    assert verdicts == [Verdict.OK, Verdict.REFUSED, Verdict.OK]


def test_case_36_a_stream_of_two_gigabytes_is_refused_with_its_reason(pool: Pool) -> None:
    answer = ask(pool, one_page(stream(packed(2048), b"/Filter /FlateDecode")))
    assert answer.verdict is Verdict.REFUSED
    assert "unpacks to more than 256 MB" in (answer.error or "")


def test_case_36_a_stream_that_grows_little_or_stays_below_the_limit_is_no_bomb(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bombs, "LARGEST", 32 * 1024**2)
    assert not holds_bomb(b"stream\n" + zlib.compress(random.Random(1).randbytes(100_000)))
    assert not holds_bomb(b"stream\r\n" + zlib.compress(b"\0" * 20_000_000, 9))
    assert not holds_bomb((DATA / "odt.pdf").read_bytes())
    assert not holds_bomb(b"stream\r\n" + packed(32))
    assert holds_bomb(b"words stream\r\n" + packed(33))


def test_case_36_a_stream_within_a_stream_costs_its_reader_at_most(impatient: Pool) -> None:
    answer = ask(impatient, one_page(stream(zlib.compress(packed(1024)), b"/Filter [/FlateDecode /FlateDecode]")))
    assert answer.verdict is Verdict.REFUSED


def test_case_37_pages_that_contain_themselves(pool: Pool) -> None:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 4 /Kids [2 0 R 3 0 R 2 0 R] /Parent 2 0 R >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        stream(shown(SENTENCE)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    answer = ask(pool, pdf(objects))
    if answer.verdict is not Verdict.REFUSED:
        assert WORDS in body(answer)
        assert answer.verdict is Verdict.PARTIAL and "could not be opened" in " ".join(answer.warnings)


def test_case_37_tables_of_contents_of_the_file_that_lead_back_to_themselves(pool: Pool) -> None:
    plain = paged([shown(SENTENCE)])
    start = plain.rindex(b"xref\n0")
    answer = ask(pool, paged([shown(SENTENCE)], trailer=b"/Prev %d" % start))
    assert answer.verdict is Verdict.REFUSED or body(answer) == WORDS


def test_case_37_an_outline_that_goes_round_in_a_circle(pool: Pool) -> None:
    outline = b"<< /Title (Again) /Parent 4 0 R /Next 4 0 R /Prev 4 0 R /First 4 0 R /Last 4 0 R /Count 1 >>"
    answer = ask(pool, paged([shown(SENTENCE)], catalogue=b"/Outlines 4 0 R", more=[outline]))
    assert answer.verdict is Verdict.OK
    assert body(answer) == WORDS


def test_case_38_a_hundred_thousand_pages_say_how_many_of_them_were_read(pool: Pool) -> None:
    count = 100_000
    kids = b" ".join(b"%d 0 R" % (index + 5) for index in range(count))
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] /MediaBox [0 0 612 792] >>" % (count, kids),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        stream(shown(SENTENCE)),
        *[page] * count,
    ]
    answer = ask(pool, pdf(objects))
    assert answer.verdict is Verdict.PARTIAL, answer.error
    assert "of 100,000 pages were read" in answer.warnings[0]


def test_case_38_reading_stops_at_the_limits_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    data = paged([shown(f"Leaf {word} of the book says what it says.") for word in ("one", "two", "three", "four")])
    for limit, value, pages in (("MOST_PAGES", 3, 3), ("_MOST_LETTERS", 10, 1), ("_SECONDS", -1.0, 1)):
        with monkeypatch.context() as patched:
            patched.setattr(reader, limit, value)
            answer = reader.read(Source(data, "a.pdf"))
        assert answer.verdict is Verdict.PARTIAL
        assert answer.warnings[0].startswith(f"Only the first {pages} of 4 pages were read")
        assert "Leaf one of" in body(answer) and "Leaf four of" not in body(answer)


def test_case_38_random_bytes_are_refused_with_advice(pool: Pool) -> None:
    chance = random.Random(38)
    for size in (0, 10, 2_000, 100_000):
        answer = ask(pool, b"%PDF-1.7\n" + chance.randbytes(size))
        assert answer.verdict is Verdict.REFUSED
        assert "damaged" in (answer.error or "")


def test_case_38_what_was_cut_off_is_never_passed_for_whole(pool: Pool) -> None:
    """A file cut anywhere is refused, partial, or has all of its text: its pages may stand before its end."""
    data = (DATA / "docx.pdf").read_bytes()
    whole = body(ask(pool, data))
    for share in (0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 0.999):
        answer = ask(pool, data[: int(len(data) * share)])
        assert answer.verdict in (Verdict.REFUSED, Verdict.PARTIAL) or body(answer) == whole


def test_case_39_scripts_and_commands_are_never_run_and_are_told(pool: Pool) -> None:
    held = paged(
        [shown(SENTENCE)],
        catalogue=b"/OpenAction 4 0 R /Names << /EmbeddedFiles << /Names [(a.exe) 5 0 R] >> >>",
        page=b"/Annots [<< /Type /Annot /Subtype /Link /Rect [72 600 300 720] /A << /S /Launch /F (calc.exe) >> >>]",
        more=[
            b"<< /S /JavaScript /JS (app.launchURL\\('http://example.org/'\\)) >>",
            b"<< /Type /Filespec /F (a.exe) /EF << /F 6 0 R >> >>",
            stream(b"MZ", b"/Type /EmbeddedFile"),
        ],
    )
    answer = ask(pool, held)
    assert answer.verdict is Verdict.OK
    assert body(answer) == WORDS
    told = " ".join(answer.warnings)
    for what in ("a script (JavaScript)", "a command that starts a program", "attached files"):
        assert f"The PDF holds {what}" in told
    assert answer.text is not None and all(run.target == "1" for block in answer.text.blocks for run in block.runs)


def test_a_locked_pdf_is_refused_in_one_sentence_with_advice(pool: Pool) -> None:
    writer = pypdf.PdfWriter(clone_from=DATA / "docx.pdf")
    writer.encrypt("a word that nobody knows", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    answer = ask(pool, locked.getvalue())
    assert (answer.error or "").startswith("This PDF is locked with a password. — ")
