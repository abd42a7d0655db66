"""Cells hold the very words, none of them a formula, and no control that a reader would obey."""

from archive.exports.shared import cells


def test_line_breaks_become_one_kind_and_other_controls_are_made_visible() -> None:
    assert cells.plain("a\r\nb\rc\u2028d\x85e\tf\0g\x1b[0m\x9b") == "a\nb\nc\nd\ne\tf\ufffdg\ufffd[0m\ufffd"
    assert cells.plain("강가의 보 👩‍👩‍👧 שער\u200f") == "강가의 보 👩‍👩‍👧 שער\u200f"


def test_a_formula_gets_an_apostrophe_and_a_number_does_not() -> None:
    assert [cells.cell(text) for text in ("=A1", "+x", "-y", "@z", "\tq", "-3", "+4.5", "'=A", "words", None)] == [
        "'=A1", "'+x", "'-y", "'@z", "'\tq", "-3", "+4.5", "''=A", "words", "",
    ]  # fmt: skip
