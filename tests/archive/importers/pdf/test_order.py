"""The order of a page: columns whatever stands in them, and tables by their rows, with lines around their cells and without."""

import random

import pytest

from archive.importers import registry
from archive.importers.pdf.joining import spelling
from archive.model.article import BlockKind, Imported, Source
from tests.archive.importers.pdf.layouts import Laid
from tests.archive.importers.pdf.programs import in_order, of_kind, typeset
from tests.archive.importers.pdf.raw import paged, shown

_PROSE = "The ferry left the quay at dawn with two mules and a bell. "


def read(data: bytes) -> Imported:
    return registry.read(Source(data, "a.pdf"))


def blocks(answer: Imported) -> list[str]:
    assert answer.text is not None, answer.error
    return [answer.text.text[block.start : block.end] for block in answer.text.blocks]


def words(answer: Imported) -> list[str]:
    return [word for word in " ".join(blocks(answer)).split() if word != "|"]


def rows(answer: Imported) -> list[list[str]]:
    return [block.split(" | ") for block in blocks(answer) if " | " in block]


@pytest.mark.parametrize("seed", range(14))
@pytest.mark.parametrize("columns", [1, 2, 3])
def test_whatever_stands_in_columns_is_read_column_by_column(columns: int, seed: int) -> None:
    laid = Laid(random.Random(100 * columns + seed))
    for _ in range(laid.rng.randint(14, 40)):
        laid.anything()
    laid.paragraph((60, 90))  # else the last column may hold a line or two, which nothing tells from the end of a line
    size, justified = laid.rng.choice([9, 10, 11]), laid.rng.choice(["true", "false"])
    head = f"#set page(columns: {columns})\n#set text(size: {size}pt)\n#set par(justify: {justified})\n"
    assert in_order(laid.words, words(read(laid.typeset(head)))) >= 0.985


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("stroke", ["none", "0.5pt"])
def test_cells_of_several_lines_stay_with_their_row(stroke: str, seed: int) -> None:
    laid = Laid(random.Random(seed))
    laid.paragraph()
    many = laid.rng.randint(5, 9)
    told = [
        (f"{laid.rng.randint(1, 28)} March {2001 + row}", laid.sentences(laid.rng.randint(4, 30)), str(100 + row))
        for row in range(many)
    ]
    laid.table(f"columns: (3.2cm, 1fr, auto), stroke: {stroke}", [cell for row in told for cell in row])
    laid.paragraph()
    assert rows(read(laid.typeset("#set text(size: 10pt)\n"))) == [list(row) for row in told]


def test_a_drawn_table_is_read_by_its_lines_where_cells_stand_in_the_middle() -> None:
    cells = [["Quay", "Boats that came in before the ice, and those that were left upstream"], ["Upper", "4"]]
    cells += [["Lower quay beside the mill and the two old sheds", "61"], ["All", "65"]]
    inner = ", ".join(f"[{cell}]" for row in cells for cell in row)
    shown = f"#table(columns: (3cm, 3cm), align: horizon, inset: 2pt, {inner})"
    assert rows(read(typeset(f"{_PROSE * 4}\n\n{shown}\n\n{_PROSE * 4}"))) == cells


def test_numbers_stay_with_what_they_count_though_columns_stand_close() -> None:
    told = [["Gate", "Boats", "Mules"], ["North", "401", "288"], ["South", "377", "260"], ["Mill", "25", "1,190"]]
    inner = ", ".join(f"[{cell}]" for row in told for cell in row)
    shown = f"#table(columns: 3, stroke: none, inset: 3pt, align: (left, right, right), {inner})"
    answer = read(typeset(f"{_PROSE * 5}\n\n{shown}\n\n{_PROSE * 5}"))
    assert rows(answer) == told
    assert not of_kind(answer, BlockKind.META)


def test_two_tables_below_each_other_have_columns_of_their_own() -> None:
    first = "".join(f"[{name}], [{count}], " for name, count in zip("ABCD", (12, 45, 78, 90), strict=True))
    second = "".join(f"[The {name} mill], [{count}], [{year}], " for name, count, year in (("old", 3, 1901), ("new", 5, 1920), ("tall", 8, 1931)))  # fmt: skip
    shown = (
        f"#table(columns: (1cm, 1fr), stroke: none, {first})\n#table(columns: (5cm, 3cm, 1fr), stroke: none, {second})"
    )
    found = rows(read(typeset(f"{_PROSE * 5}\n\n{shown}")))
    assert found[0] == ["A", "12"]
    assert found[-3:] == [["The old mill", "3", "1901"], ["The new mill", "5", "1920"], ["The tall mill", "8", "1931"]]


def test_items_notes_and_who_speaks_are_no_tables() -> None:
    items = "\n".join(f"+ {_PROSE}" for _ in range(5))
    speakers = ", ".join(f"[{who}:], [{_PROSE * 2}]" for who in ("Q", "A", "Q", "A"))
    shown = f"{items}\n\n#grid(columns: (1.2cm, 1fr), row-gutter: 6pt, {speakers})\n\n{_PROSE * 5}#footnote[{_PROSE}]"
    assert not rows(read(typeset(shown)))


def test_a_last_column_of_two_lines_is_a_column_where_the_document_has_them() -> None:
    line = "The lamp was lit when the boats came in and nobody wrote down how many there were or who had sent them that night. "
    for many in range(76, 100):
        body = " ".join(f"{line}{number}." for number in range(many))
        data = typeset(
            f"#set page(width: 14cm, height: 12cm, columns: 2, margin: 1.5cm)\n#set text(size: 10pt)\n{body}"
        )
        assert in_order(body.split(), words(read(data))) == 1.0, many


def test_lines_in_the_middle_are_one_each_and_a_line_left_of_an_item_is_no_part_of_it() -> None:
    head = "#align(center)[#text(22pt)[*The bells of winter*]\\ Ada Quill\\ Ben Ward\\ 12 March 2021]"
    shown = f"{head}\n\n{_PROSE * 6}\n#set par(spacing: 0.65em)\n#pad(left: 1cm)[- {_PROSE}]\nA line below it stands by itself."
    found = blocks(read(typeset(shown)))
    assert found[1:4] == ["Ada Quill", "Ben Ward", "12 March 2021"]
    assert found[-2:] == [_PROSE.strip(), "A line below it stands by itself."]


def test_a_line_that_a_dash_begins_goes_on_in_its_sentence() -> None:
    body = "Of all the boats that were seen on the river that year only a few - four of the ninety - had a lamp and a bell on board"
    for width in range(60, 110):
        found = blocks(
            read(typeset(f"#set page(width: {width}mm, height: 12cm, margin: 1cm)\n{body}, and a rope. {_PROSE * 3}"))
        )
        assert found[0].startswith(f"{body}, and a rope."), width


def test_a_short_page_tells_its_day_below_who_wrote_it() -> None:
    shown = f"#text(20pt)[*The bells of winter*]\n\nAda Quill\n\n2024-02-12\n\n{_PROSE * 3}\n\n= Later\n\n{_PROSE}"
    assert read(typeset(shown)).metadata.published == "2024-02-12"


def test_a_korean_word_that_a_line_cuts_is_one_before_a_stop_too() -> None:
    assert spelling([("장부에 적었다 그리고", False)]).joint("이름을 적었", "다. 그리고", trailing=False) == (0, "")


def test_text_that_flows_around_a_box_stays_whole_and_the_box_is_read_before_it() -> None:
    told = f"Nobody on the upper quay had seen {_PROSE * 8}That was all.".split()
    lines: list[str] = []
    for word in told:  # five lines beside the box, then the whole width
        widest = 52 if len(lines) < 6 else 90
        if lines and len(lines[-1]) + len(word) < widest:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    box = "A bell of brass from the\nlower quay, lent to the\nmuseum by the ferryman\nwho found it in a barn\nand kept it a year."
    page = shown("\n".join(lines)) + shown(box, size=10, left=370)
    found = blocks(read(paged([page])))
    assert found == [" ".join(box.split()), " ".join(told)]


def test_a_page_full_of_lines_is_read_as_text_and_in_time() -> None:
    drawing = b" ".join(b"%d %d m %d %d l S" % (x, y, x + 40, y) for x in range(0, 600, 12) for y in range(0, 780, 12))
    drawing += b" " + b" ".join(
        b"%d %d m %d %d l S" % (x, y, x, y + 9) for x in range(0, 600, 12) for y in range(0, 780, 12)
    )
    found = blocks(read(paged([drawing + b"\n" + shown(f"{_PROSE}\n{_PROSE}\n{_PROSE}")])))
    assert found == [" ".join((_PROSE * 3).split())]
