"""Sheets of OpenDocument spreadsheets: what odfpy and LibreOffice write, dates, repeated and empty rows; hostile and locked ones."""

import io
import zipfile
from pathlib import Path

import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from archive.importers.registry import read
from archive.importers.tables import opensheet
from archive.model.article import Source, Verdict
from tests.archive.importers.tables.test_tables import BODY, rezipped, rows_of

DATA = Path(__file__).parents[3] / "data" / "formats"


def book(*sheets: tuple[str, list[list[TableCell]]]) -> bytes:
    """A spreadsheet by odfpy."""
    document = OpenDocumentSpreadsheet()
    for name, rows in sheets:
        table = Table(name=name)
        for cells in rows:
            row = TableRow()
            for each in cells:
                row.addElement(each)
            table.addElement(row)
        document.spreadsheet.addElement(table)
    made = io.BytesIO()
    document.write(made)
    return made.getvalue()


def words(*paragraphs: str, **more: object) -> TableCell:
    cell = TableCell(valuetype="string", **more)
    for each in paragraphs:
        cell.addElement(P(text=each))
    return cell


def day(value: str, shown: str) -> TableCell:
    cell = TableCell(valuetype="date", datevalue=value)
    cell.addElement(P(text=shown))
    return cell


HEAD = [words("Title"), words("Body"), words("Date"), words("Shelf")]


def test_rows_are_articles_with_the_days_that_cells_hold_whatever_they_show() -> None:
    shelf = TableCell(valuetype="float", value="12")
    rows = [HEAD, [words("Lock"), words(BODY, "Second."), day("2021-03-04", "04.03.21"), shelf]]
    late = [words("Weir"), words(BODY), day("2021-03-05T14:30:00", "5 March"), words("")]
    data = book(("First", [*rows, [TableCell(numbercolumnsrepeated=4)], late]), ("Other", [[words("x")]]))
    imported = read(Source(data, "no ending"))
    assert imported.media_type == "application/vnd.oasis.opendocument.spreadsheet"
    assert [each.name for each in imported.members] == ["row 2.json", "row 4.json"]
    found = rows_of(imported)
    assert [each.metadata.published for each in found] == ["2021-03-04", "2021-03-05"]
    assert found[0].text is not None and "Shelf: 12" in [each.text for each in found[0].text.set_aside]
    assert "Second." in found[0].text.text
    assert imported.warnings == ("1 other sheet was left out (“Other”): a table is one sheet.",)


def test_rows_that_a_program_wrote_once_for_many_keep_their_numbers() -> None:
    data = book(("S", [HEAD, [words("Lock"), words(BODY), words(""), words("")]]))
    content = zipfile.ZipFile(io.BytesIO(data)).read("content.xml").decode()
    first, second = content.split("<table:table-row>", 2)[1:]
    gap = '<table:table-row table:number-rows-repeated="1000"><table:table-cell/></table:table-row>'
    twice = second.replace("</table:table-row>", "</table:table-row>" + gap, 1)
    made = content.replace(
        f"<table:table-row>{second}", f'{gap}<table:table-row table:number-rows-repeated="2">{twice}'
    )
    assert first and made != content
    imported = read(Source(rezipped(data, "content.xml", lambda _: made.encode()), "t.ods"))
    assert [each.name for each in imported.members] == ["row 1002.json", "row 1003.json"]


def test_what_libreoffice_wrote_has_the_same_rows_in_every_form() -> None:
    forms = ["libreoffice.ods", "libreoffice.xlsx", "libreoffice.csv"]
    told = []
    for name in forms:
        found = rows_of(read(Source((DATA / name).read_bytes(), name)))
        told.append([(each.metadata.title, each.metadata.published, each.text and each.text.text) for each in found])
    assert told[0] == told[1] == told[2]
    assert [each[:2] for each in told[0]] == [
        ("The weir above the mill", "2021-04-05"),
        ("The miller's answer", "2021-04-09"),
    ]


@pytest.mark.parametrize("name", [f"sqlite_utils.{ending}" for ending in ("csv", "tsv", "json", "jsonl")])
def test_what_sqlite_utils_wrote_is_read_whole(name: str) -> None:
    imported = read(Source((DATA / name).read_bytes(), name))
    assert imported.verdict is Verdict.OK
    first, second = rows_of(imported)
    assert (first.metadata.title, first.metadata.byline) == ("The weir above the mill", ("Anna Moor",))
    assert first.text is not None and "“all of it”" not in first.text.text and '"all of it"' in first.text.text
    assert second.text is not None and second.text.text.endswith("while the ditch went on filling.")


def test_an_old_workbook_is_told_with_what_to_do() -> None:
    imported = read(Source((DATA / "libreoffice.xls").read_bytes(), "libreoffice.xls"))
    assert imported.verdict is Verdict.REFUSED
    assert "old Excel workbook (.xls)" in (imported.error or "") and ".xlsx or .ods" in (imported.error or "")


def test_a_locked_workbook_is_told_as_such() -> None:
    data = book(("S", [HEAD]))
    locked = rezipped(
        data,
        "META-INF/manifest.xml",
        lambda each: each.replace(b"</manifest:", b"<manifest:encryption-data/></manifest:", 1),
    )
    imported = read(Source(locked, "t.ods"))
    assert imported.verdict is Verdict.REFUSED and "locked with a password" in (imported.error or "")


@pytest.mark.hostile(11)
def test_hostile_11_a_spreadsheet_that_declares_entities_is_refused() -> None:
    declared = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    data = rezipped(book(("S", [HEAD])), "content.xml", lambda each: declared + each.split(b"?>", 1)[1])
    imported = read(Source(data, "t.ods"))
    assert imported.verdict is Verdict.REFUSED and "declares a document type" in (imported.error or "")


@pytest.mark.hostile(19)
def test_hostile_19_a_spreadsheet_that_unpacks_to_more_than_is_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opensheet, "_MOST_BYTES", 1024**2)
    data = rezipped(book(("S", [HEAD])), "content.xml", lambda each: each + b" " * 1024**2)
    imported = read(Source(data, "t.ods"))
    assert imported.verdict is Verdict.REFUSED and "unpacks to more than 1 MB" in (imported.error or "")


def test_a_cell_that_stands_a_million_times_is_refused() -> None:
    data = book(("S", [HEAD, [words("x", numbercolumnsrepeated=1_000_000)]]))
    imported = read(Source(data, "t.ods"))
    assert imported.verdict is Verdict.REFUSED and "more than 500 columns" in (imported.error or "")


def test_a_row_that_stands_a_million_times_is_refused_at_once() -> None:
    data = book(("S", [HEAD, [words("x"), words(BODY)]]))
    made = rezipped(
        data,
        "content.xml",
        lambda each: each.replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1000000">'),
    )
    imported = read(Source(made, "t.ods"))
    assert imported.verdict is Verdict.REFUSED and "more than 20,000 rows" in (imported.error or "")
