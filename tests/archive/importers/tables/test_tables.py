"""Tables with one article a row: what their columns are taken for, what each row becomes, and tables that are not as they should be."""

import csv
import datetime
import io
import json
import random
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
import xlsxwriter

from archive.importers.registry import read
from archive.importers.tables import workbook
from archive.importers.tables.detect import is_likely
from archive.model import tables
from archive.model.article import BlockKind, Imported, Source, Verdict
from archive.model.tables import Columns, Order, Role

BODY = "The ferry left the quay at nine and came back before noon, as the keeper had told us. " * 8
KOREAN = "강물이 불어 다리가 잠겼고 마을 사람들은 언덕으로 올라갔다. " * 12


def table(*rows: list[str], delimiter: str = ",") -> bytes:
    made = io.StringIO()
    csv.writer(made, delimiter=delimiter).writerows(rows)
    return made.getvalue().encode()


def rows_of(imported: Imported) -> list[Imported]:
    return [read(Source(each.data, each.name, member=each.name)) for each in imported.members]


def titles(data: bytes, name: str = "table.csv", columns: str | None = None) -> list[str | None]:
    return [each.metadata.title for each in rows_of(read(Source(data, name, columns=columns)))]


def choice(**roles: str) -> str:
    return tables.dumped(Columns({heading: Role(role) for role, heading in roles.items()}))


def test_a_row_is_an_article_with_its_cells_as_metadata() -> None:
    head = ["Headline", "Body", "Date", "Author", "Source", "Link", "Language", "Section", "Keywords", "Shelf"]
    row = ["High water", BODY, "2020-03-04", "Jane Doe, John Roe", "The Weir", "https://example.org/a", "English", "North", "river; flood", "B 12"]  # fmt: skip
    imported = read(Source(table(head, row), "any name"))
    assert imported.verdict is Verdict.OK and [each.name for each in imported.members] == ["row 2.json"]
    article = rows_of(imported)[0]
    found = article.metadata
    assert (found.title, found.byline, found.published) == ("High water", ("Jane Doe", "John Roe"), "2020-03-04")
    assert (found.publisher, found.url, found.language) == ("The Weir", "https://example.org/a", "en")
    assert article.text is not None and article.decoded is not None
    blocks = [(each.kind, article.text.text[each.start : each.end]) for each in article.text.blocks]
    assert blocks[0] == (BlockKind.HEADING, "High water")
    assert (BlockKind.META, "Section: North") in blocks and (BlockKind.META, "Keywords: river; flood") in blocks
    assert (BlockKind.PARAGRAPH, BODY.strip()) in blocks
    assert [each.text for each in article.text.set_aside] == [
        "Link: https://example.org/a",
        "Language: English",
        "Shelf: B 12",
    ]


def test_evidence_names_row_and_column_and_points_at_the_cell() -> None:
    imported = read(
        Source(table(["Title", "Body", "Date"], ["A", BODY, "2020-01-02"], ["B", BODY, "2021-05-06"]), "t.csv")
    )
    article = rows_of(imported)[1]
    proof = article.metadata.evidence["published"]
    assert proof.rule == "table-row 3, column “Date”"
    assert article.decoded is not None and article.decoded[proof.start : proof.end] == "2021-05-06"


def test_korean_headings_are_known() -> None:
    article = rows_of(
        read(
            Source(table(["제목", "본문", "일자", "기자"], ["다리", KOREAN, "2021년 3월 4일", "홍길동 기자"]), "t.csv")
        )
    )[0]
    found = article.metadata
    assert (found.title, found.published, found.byline, found.language) == ("다리", "2021-03-04", ("홍길동",), "ko")


def test_a_body_in_html_is_told_by_its_content() -> None:
    page = f"<h2>Below the lock</h2><p>{BODY}</p><ul><li>First</li><li>Second</li></ul><p>a &lt; b</p>"
    article = rows_of(read(Source(table(["Title", "Body"], ["Lock", page]), "t.csv")))[0]
    assert article.text is not None
    kinds = {article.text.text[each.start : each.end]: each.kind for each in article.text.blocks}
    assert kinds["Below the lock"] is BlockKind.HEADING and kinds["First"] is BlockKind.ITEM
    assert "a < b" in kinds and "<p>" not in article.text.text


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_delimiter_and_encoding_are_found(delimiter: str, encoding: str) -> None:
    data = table(["제목", "본문"], ["하나, 둘; 셋", KOREAN], delimiter=delimiter).decode().encode(encoding)
    assert titles(data) == ["하나, 둘; 셋"]


def test_prose_with_commas_is_no_table() -> None:
    text = f"Slow, cold and late\n\n{BODY}\n\n{BODY}"
    assert read(Source(text.encode(), "story.txt")).importer == "plain"
    assert read(Source(text.encode(), "story")).importer == "plain"


def test_what_is_a_table_of_highlights_links_or_codes_stays_one() -> None:
    for data in (
        table(["Highlight", "Book Title", "Note"], ["Some words", "A book", ""]),
        table(
            ["URL", "Title", "Selection", "Folder", "Timestamp"],
            ["https://example.org/a", "A", "words", "Unread", "1600000000"],
        ),
        table(
            ["title", "url", "time_added", "tags", "status"], ["A", "https://example.org/a", "1600000000", "", "unread"]
        ),
        table(["code", "definition"], ["Weir", "A low dam"]),
        table(["title", "text"], ["A", "A few words that were marked"]),
    ):
        assert read(Source(data, "t.csv")).importer == "tables"


def test_excerpts_that_this_program_wrote_stay_excerpts_however_short() -> None:
    names = ["exact", "note", "tags", "title", "uid", "article_uid", "edition", "start", "end", "prefix", "suffix"]
    row = [";\n;", "", "", "A title", "5a92" * 8, "8577" * 8, "70fa" * 32, "0", "3", "", ""]
    assert read(Source(table(names, row), "t.csv")).importer == "tables"


def test_a_text_that_may_be_either_is_asked_about() -> None:
    imported = read(Source(table(["title", "text"], ["A", BODY[:200]]), "t.csv"))
    assert imported.verdict is Verdict.REFUSED and imported.table is not None and not imported.table.certain
    assert "may hold whole articles, or words that were marked" in imported.table.doubts[0]
    assert "--columns 'title=title,text=text'" in (imported.error or "")


def test_a_choice_decides_and_no_other_column_is_lost() -> None:
    data = table(["A", "B", "C"], ["Lock", BODY, "kept"])
    article = rows_of(read(Source(data, "t.csv", columns=choice(title="a", text="B"))))[0]
    assert article.metadata.title == "Lock"
    assert article.text is not None and [each.text for each in article.text.set_aside] == ["C: kept"]


def test_a_choice_that_cannot_be_is_refused_in_words() -> None:
    data = table(["A", "B"], ["Lock", BODY])
    assert "There is no column “Z”" in (read(Source(data, "t.csv", columns=choice(text="Z"))).error or "")
    assert "No column holds the text" in (read(Source(data, "t.csv", columns=choice(title="A"))).error or "")


def test_a_person_may_say_that_it_is_highlights() -> None:
    data = table(["title", "text"], ["A", BODY])
    assert read(Source(data, "t.csv")).importer == "table"
    assert read(Source(data, "t.csv", columns=tables.dumped(tables.named("highlights")))).importer == "tables"


def test_dates_are_read_in_the_order_that_the_column_proves_and_told() -> None:
    imported = read(
        Source(table(["Title", "Body", "Date"], ["A", BODY, "03/04/2020"], ["B", BODY, "25/12/2020"]), "t.csv")
    )
    assert [each.metadata.published for each in rows_of(imported)] == ["2020-04-03", "2020-12-25"]
    assert imported.warnings == ("1 date like 03/04/2020 is read with the day first.",)


@pytest.mark.parametrize("others", [[], ["25/12/2020", "12/25/2020"]])
def test_dates_that_nothing_settles_stay_as_written(others: list[str]) -> None:
    rows = [["A", BODY, "03/04/2020"], *(["B", BODY, each] for each in others)]
    imported = read(Source(table(["Title", "Body", "Date"], *rows), "t.csv"))
    article = rows_of(imported)[0]
    assert article.metadata.published is None and "published" not in article.metadata.evidence
    assert article.text is not None and "Date: 03/04/2020" in article.text.text
    assert article.warnings == (
        "The date “03/04/2020” can be read as day/month or month/day; no publication date was set.",
    )
    assert "can be read as day/month or month/day" in imported.warnings[-1]


def test_a_person_says_which_comes_first() -> None:
    data = table(["Title", "Body", "Date"], ["A", BODY, "03/04/2020"])
    for said, day in (("day", "2020-04-03"), ("month", "2020-03-04")):
        columns = tables.dumped(tables.named(f"title=Title,text=Body,date=Date:{said}"))
        assert rows_of(read(Source(data, "t.csv", columns=columns)))[0].metadata.published == day


def test_a_draft_shows_the_first_rows_and_the_guess_and_brings_none() -> None:
    data = table(["Title", "Body", "Date"], *([f"T{n}", BODY, "03/04/2020"] for n in range(20)))
    imported = read(Source(data, "t.csv", columns="?"))
    draft = imported.table
    assert draft is not None and not imported.members and draft.rows == 20 and draft.certain
    assert draft.sample[0] == ("T0", f"{BODY[:160]}…", "03/04/2020")
    assert draft.columns.roles == {"Title": Role.TITLE, "Body": Role.TEXT, "Date": Role.PUBLISHED}
    assert (draft.columns.order, draft.unclear_dates) == (Order.UNKNOWN, 20)


def test_rows_without_headings_are_guessed_from_what_they_hold_and_asked_about() -> None:
    data = table(
        ["The keeper of the lower lock", BODY, "2020-01-02"], ["The boats that wait at night", BODY, "2020-01-03"]
    )
    draft = read(Source(data, "t.csv")).table
    assert draft is not None and draft.columns.header is False and draft.rows == 2
    assert list(draft.columns.roles.values()) == [Role.TITLE, Role.TEXT, Role.PUBLISHED]
    assert draft.doubts[0] == "The first row may name the columns, or be an article."


# Workbooks


def test_a_workbook_of_another_program_is_read_with_its_dates() -> None:
    made = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["Title", "Body", "Date", "Shelf"])
    book.active.append(["Lock", BODY, datetime.date(2021, 3, 4), 12])
    book.active.append([])
    book.active.append(["Weir", BODY, datetime.datetime.fromisoformat("2021-03-05T14:30"), "=1+1"])
    book.create_sheet("Other").append(["x"])
    book.save(made)
    imported = read(Source(made.getvalue(), "no ending"))
    found = rows_of(imported)
    assert [each.name for each in imported.members] == ["row 2.json", "row 4.json"]
    assert [each.metadata.published for each in found] == ["2021-03-04", "2021-03-05"]
    assert found[0].text is not None and "Shelf: 12" in [each.text for each in found[0].text.set_aside]
    assert imported.warnings == ("1 other sheet was left out (“Other”): a table is one sheet.",)


def test_words_that_cells_share_and_styled_ones_are_read() -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet("First")
    sheet.write_row(0, 0, ["Title", "Body"])
    sheet.write_rich_string(1, 0, "High ", book.add_format({"bold": True}), "water")
    sheet.write_string(1, 1, BODY)
    book.close()
    assert titles(made.getvalue(), "t.xlsx") == ["High water"]


def test_a_workbook_without_a_text_is_refused_with_its_columns() -> None:
    made = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["Year", "Rain"])
    book.active.append([2020, 12])
    book.save(made)
    imported = read(Source(made.getvalue(), "t.xlsx"))
    assert imported.verdict is Verdict.REFUSED and "No column seems to hold the text" in (imported.error or "")
    assert "“Year”, “Rain”" in (imported.error or "")


def rezipped(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, change(old.read(each)) if each == name else old.read(each))
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.hostile(11)
def test_hostile_11_a_workbook_that_declares_entities_is_refused() -> None:
    declared = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    data = rezipped(_made("xlsx"), SHEET, lambda each: declared + each)
    imported = read(Source(data, "t.xlsx"))
    assert imported.verdict is Verdict.REFUSED and "declares a document type" in (imported.error or "")


@pytest.mark.hostile(19)
def test_hostile_19_a_workbook_that_unpacks_to_more_than_is_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_MOST_BYTES", 1024**2)
    data = rezipped(_made("xlsx"), SHEET, lambda each: each + b" " * 1024**2)
    imported = read(Source(data, "t.xlsx"))
    assert imported.verdict is Verdict.REFUSED and "unpacks to more than 1 MB" in (imported.error or "")


def test_a_cell_far_to_the_right_is_refused() -> None:
    imported = read(Source(rezipped(_made("xlsx"), SHEET, lambda each: each.replace(b'r="C2"', b'r="XFD2"')), "t.xlsx"))
    assert imported.verdict is Verdict.REFUSED and "more than 500 columns" in (imported.error or "")


def test_a_sheet_that_breaks_off_keeps_its_beginning_and_says_so() -> None:
    cut = rezipped(_made("xlsx"), SHEET, lambda each: each[: each.index(b'<row r="4"') + 20])
    imported = read(Source(cut, "t.xlsx"))
    assert [each.name for each in imported.members] == ["row 2.json", "row 3.json"]
    assert imported.warnings == ("The sheet breaks off behind row 3; what stands there is missing.",)


# JSON


def test_objects_in_json_are_rows_and_nested_values_have_dotted_names() -> None:
    value = {
        "status": "ok",
        "articles": [
            {"source": {"id": "w", "name": "The Weir"}, "title": "Lock", "content": BODY, "publishedAt": "2020-01-02T03:04:05Z",
             "author": "Jane Doe", "url": "https://example.org/a", "tags": [{"name": "river"}, {"name": "boats"}], "id": 10**300},
        ],
    }  # fmt: skip
    article = rows_of(read(Source(json.dumps(value).encode(), "t")))[0]
    found = article.metadata
    assert (found.title, found.publisher, found.published) == ("Lock", "The Weir", "2020-01-02")
    assert article.text is not None and "tags.name: river; boats" in article.text.text
    assert f"id: {10**300}" in [each.text for each in article.text.set_aside]


def test_json_lines_are_rows_and_a_broken_line_is_told() -> None:
    lines = [json.dumps({"title": f"T{n}", "body": BODY}) for n in range(3)]
    imported = read(Source("\n".join([lines[0], '{"title": "cut', *lines[1:]]).encode(), "t.ndjson"))
    assert [each.metadata.title for each in rows_of(imported)] == ["T0", "T1", "T2"]
    assert imported.warnings == ("1 row was left out, being no whole JSON (row 2).",)
    assert imported.verdict is Verdict.PARTIAL


def test_json_that_breaks_off_keeps_its_beginning_and_says_so() -> None:
    whole = json.dumps([{"title": f"T{n}", "body": BODY} for n in range(3)])
    imported = read(Source(whole[:-40].encode(), "t.json"))
    assert [each.metadata.title for each in rows_of(imported)] == ["T0", "T1"]
    assert imported.warnings == ("This file breaks off or is damaged behind object 2; what stands there is missing.",)


def test_dumps_of_other_readers_go_to_their_own() -> None:
    wallabag = [
        {"is_archived": 0, "title": "Lock", "url": "https://example.org/a", "content": f"<p>{BODY}</p>", "tags": []}
    ]
    assert read(Source(json.dumps(wallabag).encode(), "t.json")).incoming is not None


# Bad tables


def test_a_quote_that_is_never_closed_costs_its_row_alone() -> None:
    data = f'Title,Body\nA,{BODY}\nB,"{BODY}\n"C, or D",{BODY}\nE,{BODY}\n'.encode()
    imported = read(Source(data, "t.csv"))
    assert [each.metadata.title for each in rows_of(imported)] == ["A", "B", "C, or D", "E"]
    assert "1 row has a quotation mark that is never closed (row 3)" in imported.warnings[0]


def test_a_table_cut_inside_of_a_cell_tells_it_and_keeps_the_rest() -> None:
    data = table(["Title", "Body"], ["A", f"{BODY}\n\n{BODY}"], ["B", f"{BODY}\n\n{BODY}"])
    imported = read(Source(data[: -len(BODY) // 2], "t.csv"))
    found = rows_of(imported)
    assert [each.metadata.title for each in found[:2]] == ["A", "B"]
    assert imported.verdict is Verdict.PARTIAL and "never closed (row 3)" in imported.warnings[0]


def test_marks_that_were_not_doubled_are_words() -> None:
    data = f'Title,Body\n"He said "no" and left",{BODY}\n"A \\"quoted\\" one",{BODY}\n'.encode()
    assert titles(data) == ['He said "no" and left', 'A "quoted" one']


def test_rows_without_a_text_ragged_rows_and_doubled_headings_are_told() -> None:
    data = table(["Title", "Body", "Title"], ["A", BODY, "a"], ["B", "", "b"], ["C", BODY, "c", "more"], ["D", BODY])
    imported = read(Source(data, "t.csv"))
    assert [each.metadata.title for each in rows_of(imported)] == ["A", "C", "D"]
    told = " ".join(imported.warnings)
    assert "1 row has no text and was left out (row 3)." in told
    assert "1 row has more cells than there are headings (row 4)." in told
    assert "1 row has fewer cells than there are headings (row 5)." in told
    assert "More than one column is called “Title”" in told
    third = rows_of(imported)[1]
    assert third.text is not None and [each.text for each in third.text.set_aside] == ["Title (2): c", "Column 4: more"]


def test_controls_and_nul_characters_are_replaced_and_told() -> None:
    imported = read(Source(table(["Title", "Body"], ["A", f"{BODY}NUL{BODY}"]).replace(b"NUL", b"\0"), "t.csv"))
    article = rows_of(imported)[0]
    assert article.text is not None and "\0" not in article.text.text and article.text.text.count("\ufffd") == 1
    assert any("NUL" in each for each in imported.warnings)


def test_a_cell_of_fifty_megabytes_is_kept_whole() -> None:
    long = "word " * (10 * 1024**2)
    imported = read(Source(table(["Title", "Body"], ["A", long], ["B", BODY]), "t.csv"))
    first = rows_of(imported)[0]
    assert first.text is not None and first.text.text.count("word") == 10 * 1024**2
    assert len(imported.members) == 2


def test_more_rows_than_are_taken_are_refused() -> None:
    data = table(["Title", "Body", "Date"], *([f"T{n}", "x", "2020-01-02"] for n in range(20_001)))
    for columns in (None, "?", choice(title="Title", text="Body")):
        imported = read(Source(data, "t.csv", columns=columns))
        assert imported.verdict is Verdict.REFUSED and "more than 20,000 rows" in (imported.error or "")


def test_a_table_without_any_text_says_so() -> None:
    imported = read(Source(table(["Title", "Body", "Date"], ["A", "", "2020-01-02"]), "t.csv"))
    assert imported.error == "No row of this table has a text. 1 row has no text and was left out (row 2)."


def test_twenty_thousand_rows_come_in() -> None:
    data = table(["Title", "Body"], *([f"T{n}", BODY] for n in range(20_000)))
    imported = read(Source(data, "t.csv"))
    assert len(imported.members) == 20_000 and imported.verdict is Verdict.OK


def test_a_damaged_row_is_refused_with_a_sentence() -> None:
    for data in (
        b'{"waystation-row":1}',
        b'{"waystation-row":',
        b'{"waystation-row":1,"dates":null,"cells":[["a","no role","b"]]}',
    ):
        imported = read(Source(data, "row 2.json"))
        assert imported.verdict is Verdict.REFUSED and "row of a table is damaged" in (imported.error or "")


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
@pytest.mark.parametrize("seed", range(10))
def test_damaged_tables_always_have_a_verdict_and_never_lose_rows_silently(form: str, seed: int) -> None:
    chance = random.Random(f"{form} {seed}")
    data = bytearray(_made(form))
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(data))
        match chance.randrange(3):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randrange(1, 200)]
            case _:
                data[at:at] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 20)))
    imported = read(Source(bytes(data), f"t.{form}"))
    assert (imported.verdict is Verdict.REFUSED) == (
        not imported.members and imported.text is None and imported.incoming is None
    )
    assert imported.verdict is not Verdict.REFUSED or imported.error
    articles = rows_of(imported)
    assert all(each.text is not None or each.error for each in articles)
    if form != "xlsx" and imported.importer == "table" and imported.verdict is Verdict.OK:
        assert sum((each.decoded or "").count("ferry") for each in articles) == data.count(b"ferry")


def _made(form: str) -> bytes:
    rows = [[f"Title {n}", BODY, f"2020-01-0{n}"] for n in range(1, 6)]
    if form == "csv":
        return table(["Title", "Body", "Date"], *rows)
    if form == "json":
        return json.dumps([dict(zip(["title", "body", "date"], row, strict=True)) for row in rows]).encode()
    made = io.BytesIO()
    book = openpyxl.Workbook()
    for row in [["Title", "Body", "Date"], *rows]:
        book.active.append(row)
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_a_korean_table_is_taken_from_a_folder_in_whatever_encoding_it_was_saved(encoding: str) -> None:
    saved = (
        table(["제목", "날짜", "본문"], ["강가의 다리", "2023.1.5", KOREAN], delimiter=";").decode().encode(encoding)
    )
    assert is_likely(saved, "기사.csv")
    assert titles(saved, "기사.csv") == ["강가의 다리"]
