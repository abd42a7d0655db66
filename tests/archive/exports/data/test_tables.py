"""CSV and workbooks, opened by the csv module and openpyxl: every excerpt with its words, nothing that a spreadsheet would reckon."""

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest

from archive.archive import Archive
from archive.base.errors import Cancelled
from archive.base.progress import Progress
from archive.exports.data import columns, table, workbook
from archive.exports.shared.cells import plain
from archive.model.excerpt import Context
from archive.operations import annotate
from tests.archive.exports.conftest import DEEP, MakePacket

FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")


def read(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_a_row_an_excerpt_has_its_very_words(make_packet: MakePacket, out: Path) -> None:
    packet = make_packet(context=Context.SENTENCE, author=True, date=True)
    assert table.write(packet, out, Progress()) == ()
    rows = read(out)
    assert list(rows[0])[:4] == ["before", "exact", "after", "note"]
    excerpts = {each.uid: each for each in packet.excerpts()}
    assert len(rows) == len(excerpts) == 7
    for row in rows:
        each = excerpts[row["uid"]]  # type: ignore[index]
        assert row["exact"].removeprefix("'") == plain(each.exact)
        assert row["note"].removeprefix("'") == each.note
        assert (row["tags"], row["author"], row["article_uid"]) == ("; ".join(each.tags), each.author, each.work.uid)
        assert (int(row["start"]), int(row["end"])) == (each.anchor.start, each.anchor.end)
        assert not any(FORMULA.match(cell) for name, cell in row.items() if name not in ("before", "after"))
    formula = next(row for row in rows if "SUM" in row["exact"])
    assert formula["exact"] == "'=SUM(A1) is how"


def test_each_row_cites_its_article_in_full_in_the_chosen_style(make_packet: MakePacket, out: Path) -> None:
    for style, told in (
        ("apa", "Weir, A., & 김하늘. (2021"),
        ("chicago-notes", "Weir, Ann, and 김하늘. “A Ferry at Dawn.”"),
    ):
        path = out.with_name(style)
        table.write(make_packet(style=style), path, Progress())
        cited = {row["citation"] for row in read(path) if row["title"] == "A ferry at dawn"}
        assert len(cited) == 1 and cited.pop().startswith(told)


def test_a_row_an_excerpt_and_tag_names_each_tag_once_and_keeps_the_untagged(
    make_packet: MakePacket, out: Path
) -> None:
    packet = make_packet(rows="tag", definitions=True, author=True)
    table.write(packet, out, Progress())
    rows = read(out)
    wanted = [(each.uid, tag) for each in packet.excerpts() for tag in each.tags or ("",)]
    assert [(row["uid"], row["tag"]) for row in rows] == wanted
    told = {row["tag"]: row["definition"] for row in rows}
    assert told["travel/by boat"] == "On water: ferry, canoe 🛶"
    assert DEEP in told and "" in told


def test_what_was_not_chosen_has_no_column(make_packet: MakePacket) -> None:
    bare = set(columns.headings(make_packet(note=False, tags=False, locator=False).choice))
    assert not bare & {
        "note",
        "tags",
        "tag",
        "paragraphs",
        "pages",
        "author",
        "created",
        "before",
        "after",
        "definition",
    }
    assert {"exact", "title", "uid", "edition"} <= bare


def test_a_workbook_opens_elsewhere_with_text_in_its_cells(make_packet: MakePacket, out: Path) -> None:
    packet = make_packet(definitions=True)
    path = out.with_suffix(".xlsx")
    assert workbook.write(packet, path, Progress()) == ()
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Excerpts", "Tags", "Articles"]
    sheet = list(book["Excerpts"].iter_rows(values_only=True))
    assert list(sheet[0]) == columns.headings(packet.choice)
    place = sheet[0].index("exact")
    assert [row[place] for row in sheet[1:]] == [plain(each.exact) for each in packet.excerpts()]
    kinds = {cell.data_type for row in book["Excerpts"].iter_rows() for cell in row if cell.value is not None}
    assert kinds <= {"s", "n"}  # no formula
    assert {row[1] for row in book["Tags"].iter_rows(min_row=2, values_only=True)} == {tag.path for tag in packet.tags}
    assert book["Articles"].max_row == 1 + len(packet.works)


def test_what_excel_cannot_hold_is_cut_and_told(coded: Archive, make_packet: MakePacket, out: Path) -> None:
    uid = next(iter(make_packet().excerpts())).uid
    annotate.set_note(coded, uid, "🛶" * 20_000)
    path = out.with_suffix(".xlsx")
    (warning,) = workbook.write(make_packet(), path, Progress())
    assert warning.startswith("1 cell was cut")
    cells = [cell for row in openpyxl.load_workbook(path)["Excerpts"].iter_rows(values_only=True) for cell in row]
    (long,) = [cell for cell in cells if isinstance(cell, str) and len(cell) > 1000]
    assert long == "🛶" * 16_383 + "…"


@pytest.mark.parametrize("module", [table, workbook])
def test_a_cancelled_export_stops(module: object, make_packet: MakePacket, out: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        module.write(make_packet(), out.with_suffix(".xlsx"), progress)  # type: ignore[attr-defined]


def test_the_same_packet_gives_the_same_bytes(make_packet: MakePacket, out: Path) -> None:
    packet = make_packet()
    written = []
    for name in ("one", "two"):
        for module in (table, workbook):
            path = out.with_name(name + module.__name__)
            module.write(packet, path, Progress())
            written.append(path.read_bytes())
    assert written[:2] == written[2:]
