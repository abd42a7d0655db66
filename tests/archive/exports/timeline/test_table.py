"""Tables, opened by the csv module as it comes: every cell is there, and none of them is a formula."""

import csv
import io
import re
from collections.abc import Sequence

import pytest
from hypothesis import given

from archive.exports.shared.cells import plain
from archive.exports.timeline import table
from archive.exports.timeline.told import Told, row
from archive.model.event import Status
from tests.archive.exports.timeline.tellings import SENTENCE, UNHURRIED, telling, tellings

# What OWASP lists as the beginnings of a formula (CSV injection); what follows a number is none.
FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


def rows(told: Sequence[Told]) -> list[dict[str, str]]:
    data = table.write(told).data
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def undone(cell: str) -> str:
    """The text again: without the apostrophe that keeps a spreadsheet from reckoning."""
    return cell[1:] if re.match("'+[=+\\-@\t\n＝＋－＠]", cell) else cell


def test_a_row_says_when_what_and_where_before_everything_else() -> None:
    (cells,) = rows([telling("2014-05", tags=("works/weir", "eels"), note="Seen", status=Status.CONFIRMED)])
    assert list(cells)[:6] == ["when", "label", "sentence", "title", "publisher", "published"]
    assert list(cells.values())[:6] == [
        *("May 2014", "the weir was opened", SENTENCE),
        *("The weir", "River Post", "2014-05-07"),
    ]
    assert (cells["note"], cells["tags"], cells["status"], cells["stale"]) == (
        "Seen",
        "works/weir; eels",
        "confirmed",
        "",
    )
    assert (cells["edtf"], cells["earliest"], cells["latest"]) == ("2014-05", "2014-05-01", "2014-05-31")


def test_every_key_of_the_command_line_has_a_column() -> None:
    (cells,) = rows([telling()])
    assert set(row(telling().mention)) < set(cells)
    assert len(set(table.COLUMNS)) == len(table.COLUMNS)


def test_a_table_without_rows_has_the_same_columns() -> None:
    empty = table.write([]).data.decode("utf-8-sig")
    assert empty == table.write([telling()]).data.decode("utf-8-sig").split("\r\n")[0] + "\r\n"


def test_undated_times_are_rows_too() -> None:
    (cells,) = rows([telling(None, exact="long ago")])
    assert (cells["when"], cells["edtf"], cells["earliest"]) == ("long ago", "", "")


@pytest.mark.parametrize(
    "words", ["=1+1", "+1 eel", "-eels", "@mayor", "\t=1", "\r\n=1", "＝1", "-inf", "+nan", "-1e5"]
)
def test_a_cell_that_a_spreadsheet_would_reckon_gets_an_apostrophe(words: str) -> None:
    (cells,) = rows([telling(label=words)])
    assert cells["label"] == f"'{plain(words)}"


@pytest.mark.parametrize("words", ["-12", "+3.5", "1=1", "'tis", "''", "eels = fish", ""])
def test_other_cells_are_left_alone(words: str) -> None:
    (cells,) = rows([telling(label=words, exact="")])
    assert cells["label"] == words


def test_an_apostrophe_of_the_texts_own_is_told_apart_from_ours() -> None:
    cells = rows([telling(label="'=1"), telling(label="=1")])
    assert [each["label"] for each in cells] == ["''=1", "'=1"]
    assert [undone(each["label"]) for each in cells] == ["'=1", "=1"]


@UNHURRIED
@given(tellings())
def test_any_time_comes_back_whole_and_no_cell_is_a_formula(told: list[Told]) -> None:
    read = rows(told)
    assert len(read) == len(told) == len(table.write(told).held)
    for cells, each in zip(read, told, strict=True):
        mention = each.mention
        wanted = row(mention) | {
            "title": each.title,
            "publisher": each.publisher,
            "published": each.published,
            "note": mention.note,
            "tags": "; ".join(mention.tags),
        }
        for column, value in wanted.items():
            assert undone(cells[column]) == plain("" if value is None else str(value))
        assert list(cells) == list(table.COLUMNS)
        for cell in cells.values():
            assert not FORMULA.match(cell) or NUMBER.fullmatch(cell)
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", cell)


@UNHURRIED
@given(tellings())
def test_any_table_has_its_rows_apart_by_crlf_and_no_lone_cr(told: list[Told]) -> None:
    text = table.write(told).data.decode("utf-8-sig")
    assert text.endswith("\r\n")
    assert not re.search("\r(?!\n)", text)
    assert text.count("\r\n") == 1 + len(told)
