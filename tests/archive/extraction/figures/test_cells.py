"""Figures of tables: what a column's heading and a row's first cell say of them, and that nothing around the table does."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.extraction import dates, figures
from archive.model.article import Block, BlockKind
from archive.model.figure import Kind, NumericClaim

_BEFORE = "The harbour office asked 63 women on the quay, and most of the women had waited for weeks."


def claims(*lines: str) -> tuple[str, list[NumericClaim]]:
    """The figures of a text with one paragraph a line."""
    text, blocks, at = "\n".join(lines), [], 0
    for line in lines:
        blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(line), (at, at + len(line))))
        at += len(line) + 1
    times = dates.read(text, blocks, published="2024-05-12", language=None)
    return text, figures.read(text, blocks, times=times, published="2024-05-12", language=None)


def told(*lines: str) -> list[tuple[str, float | None, str, str, str | None]]:
    """(words, value, unit, what is counted, when) of each figure."""
    text, found = claims(*lines)
    return [
        (text[each.start : each.end], each.value, each.unit, text[slice(*each.counted)] if each.counted else "", each.period)
        for each in found
    ]  # fmt: skip


def test_a_number_is_told_by_the_heading_of_its_column_and_not_by_the_text_before() -> None:
    assert told(_BEFORE, "Quay | Turned away | Women | First seen", "North | 401 | 288 | March 2019", "South | 377 | 260 | May 2019")[1:] == [
        ("401", 401.0, "", "Turned away", None),
        ("288", 288.0, "person", "Women", None),
        ("377", 377.0, "", "Turned away", None),
        ("260", 260.0, "person", "Women", None),
    ]  # fmt: skip


def test_numbers_of_two_rows_are_not_of_the_same_thing() -> None:
    _, found = claims("Quay | Women", "North | 288", "South | 260")
    assert len({each.counted_key for each in found}) == 2


def test_where_columns_are_years_the_first_cell_says_what_is_counted() -> None:
    assert told(
        "2019 | 2020",  # the corner is empty
        "Arrivals | 1,047 | 229",
        "Share of women (%) | 80.7 | 68.6",
        "Distance (km) | 12 | 1,400",
        "Price of rice (won) | 5,000 | 4,600",
    ) == [
        ("1,047", 1047.0, "person", "Arrivals", "2019"),
        ("229", 229.0, "person", "Arrivals", "2020"),
        ("80.7", 80.7, "percent", "Share of women (%)", "2019"),
        ("68.6", 68.6, "percent", "Share of women (%)", "2020"),
        ("12", 12.0, "km", "Distance (km)", "2019"),
        ("1,400", 1400.0, "km", "Distance (km)", "2020"),
        ("5,000", 5000.0, "KRW", "Price of rice (won)", "2019"),
        ("4,600", 4600.0, "KRW", "Price of rice (won)", "2020"),
    ]


def test_a_row_that_begins_with_a_time_is_of_that_time() -> None:
    assert told("Month | Arrivals | Share | Fee", "March 2019 | 1,047 | 80.7% | $12,000", "April 2019 | about 300 | 68% | $900") == [
        ("1,047", 1047.0, "person", "Arrivals", "2019-03"),
        ("80.7%", 80.7, "percent", "Share", "2019-03"),
        ("$12,000", 12000.0, "USD", "Fee", "2019-03"),
        ("about 300", 300.0, "person", "Arrivals", "2019-04"),
        ("68%", 68.0, "percent", "Share", "2019-04"),
        ("$900", 900.0, "USD", "Fee", "2019-04"),
    ]  # fmt: skip


def test_a_month_that_is_a_word_too_stands_for_a_time_among_months() -> None:
    assert told("Item | April | May", "Rice (1 kg) | 5,800 won | 6,100 won")[-2:] == [
        ("5,800 won", 5800.0, "KRW", "Rice (1 kg)", "2024-04"),
        ("6,100 won", 6100.0, "KRW", "Rice (1 kg)", None),
    ]


def test_a_month_above_and_a_year_beside_are_no_month_of_another_year() -> None:
    found = told("Year | March 2019 | April", "2019 | 14 women | 23 women", "2020 | 3 women | 5 women")
    assert [(each[0], each[4]) for each in found] == [
        ("14 women", "2019-03"), ("23 women", "2019-04"), ("3 women", None), ("5 women", None),
    ]  # fmt: skip


def test_korean_tables() -> None:
    assert told("연도 | 입국자 | 여성 비율", "2019년 | 1,047명 | 80.7%", "2020년 | 229명 | 68.6%") == [
        ("1,047명", 1047.0, "person", "입국자", "2019"),
        ("80.7%", 80.7, "percent", "여성 비율", "2019"),
        ("229명", 229.0, "person", "입국자", "2020"),
        ("68.6%", 68.6, "percent", "여성 비율", "2020"),
    ]


def test_without_headings_the_first_cell_says_what_is_counted() -> None:
    assert told(_BEFORE, "Sent home | 214", "Sent to the sheds | 655", "Not known | 1,271*")[1:] == [
        ("214", 214.0, "", "Sent home", None),
        ("655", 655.0, "", "Sent to the sheds", None),
        ("1,271", 1271.0, "", "Not known", None),
    ]


def test_sentences_in_cells_are_read_as_sentences() -> None:
    found = told(
        "When | What", "March 2019 | The ferry took 14 women and two mules over the river.", "May 2019 | Nobody came."
    )
    assert ("14 women", 14.0, "person", "women") in [each[:4] for each in found]


def test_what_follows_a_table_takes_nothing_over_from_it() -> None:
    lines = ("Quay | Women", "North | 288", "South | 260", "In all 548 were counted.")
    assert told(*lines)[-1][:4] != ("548", 548.0, "person", "Women")


@pytest.mark.parametrize("line", ["North | 288", "A line | with a bar and 14 mules"])
def test_one_row_alone_is_no_table(line: str) -> None:
    assert all(each.rule != "cell" for each in claims(_BEFORE, line, "The end came soon.")[1])


_CELL = st.one_of(
    st.integers(0, 10**7).map(lambda number: f"{number:,}"),
    st.sampled_from(["–", "n/a", "Women", "March 2019", "2019", "12.5%", "$3,000", "about 40", "40–60", "(12)", "1.2 million", "다섯 명", "300명", "x" * 30, "3 m", "-5"]),
    st.text("ab 19,.%$|()~é가", max_size=12).map(lambda words: " ".join(words.replace("|", "").split()) or "a"),
)  # fmt: skip


@given(st.lists(st.lists(_CELL, min_size=2, max_size=5).map(" | ".join), min_size=1, max_size=6))
def test_every_figure_of_any_table_lies_in_one_cell_and_none_overlap(rows: list[str]) -> None:
    text, found = claims(_BEFORE, *rows, "Nothing else was told.")
    bars = [place for place, letter in enumerate(text) if letter == "|"]
    read = sorted((each.number for each in found if not each.derived), key=lambda span: span)
    assert all(one[1] <= other[0] for one, other in pairwise(read))
    for each in found:
        assert 0 <= each.start <= each.number[0] < each.number[1] <= each.end <= len(text)
        assert each.sentence[0] <= each.start and each.end <= each.sentence[1]
        if each.rule == "cell":
            assert not any(each.start <= bar < each.end for bar in bars)
            assert each.kind in Kind
