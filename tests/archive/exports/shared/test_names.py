"""Names of files that every system takes, and no two of a folder alike (HOSTILE 5, 7–10)."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.exports.shared.names import Names, safe


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("report.txt", "report.txt"),
        ("CON", "_CON"),
        ("aux.txt", "_aux.txt"),
        ("Lpt1.tar.gz", "_Lpt1.tar.gz"),
        ("console", "console"),
        ("trailing dot.", "trailing dot"),
        ("stream:hidden", "stream_hidden"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\x", "C__x"),
        ("..", "untitled"),
        ("", "untitled"),
        ("\u202egpj.exe", "_gpj.exe"),
        ("배는 떠났다.html", "배는 떠났다.html"),
    ],
)
def test_a_name_is_kept_as_far_as_every_system_takes_it(name: str, given: str) -> None:
    assert safe(name) == given


def test_a_long_name_keeps_its_ending_and_gets_a_hash_of_the_whole() -> None:
    one, two = safe("강" * 200 + "1.html"), safe("강" * 200 + "2.html")
    assert one != two
    for each in (one, two):
        assert len(each.encode()) <= 120 and each.endswith(".html") and each.startswith("강강")


@given(st.lists(st.text(max_size=200), max_size=12))
def test_names_of_a_folder_differ_where_case_and_unicode_form_do_not_count(names: list[str]) -> None:
    folder = Names()
    given_names = [folder.give(name) for name in names]
    keys = {unicodedata.normalize("NFD", each).casefold() for each in given_names}
    assert len(keys) == len(names)
    for each in given_names:
        assert each and not re.search('[<>:"/\\\\|?*\0-\x1f]', each) and each[-1] not in " ."
        assert each.encode() and len(each.encode()) <= 140
        assert safe(each) == each


def test_the_second_of_two_alike_is_numbered_before_its_ending() -> None:
    folder = Names()
    assert [folder.give(name) for name in ("a.txt", "A.TXT", "cafe\u0301", "café")] == [
        "a.txt",
        "A (2).TXT",
        "café",
        "café (2)",
    ]
