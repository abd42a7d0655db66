"""Code points and UTF-16 units, text that can be stored, names that can be seen."""

from hypothesis import given
from hypothesis import strategies as st

from archive.base.text import Utf16Map, sha512, storable, visible

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


@given(TEXTS)
def test_code_points_become_the_units_that_utf_16_has_and_come_back(text: str) -> None:
    units = Utf16Map(text)
    for position in range(len(text) + 1):
        expected = len(text[:position].encode("utf-16-le")) // 2
        assert units.to_utf16(position) == expected
        assert units.to_code_points(expected) == position


@given(TEXTS)
def test_a_unit_inside_a_surrogate_pair_counts_as_before_it(text: str) -> None:
    units = Utf16Map(text)
    total = len(text.encode("utf-16-le")) // 2
    positions = [units.to_code_points(unit) for unit in range(total + 1)]
    assert positions == sorted(positions)
    assert all(units.to_utf16(position) <= unit for unit, position in enumerate(positions))


@given(st.text())
def test_storable_text_keeps_its_length_and_can_be_encoded(text: str) -> None:
    kept = storable(text)
    assert len(kept) == len(text)
    assert "\0" not in kept
    assert kept.encode().decode() == kept
    assert storable(kept) == kept


def test_storable_text_loses_nothing_else() -> None:
    assert storable("강 \U0001f600 é\n") == "강 \U0001f600 é\n"
    assert storable("a\0b\ud800c") == "a\ufffdb\ufffdc"


def test_names_show_their_invisible_characters() -> None:
    assert visible("report\u202etxt.exe") == "report\\u202etxt.exe"
    assert visible("plain 강 é") == "plain 강 é"
    assert visible("a\x07b\ufeff") == "a\\u0007b\\ufeff"


def test_sha512_is_the_published_one() -> None:
    # FIPS 180-4 example: the message "abc".
    assert sha512(b"abc").startswith("ddaf35a193617abacc417349ae204131")
    assert len(sha512(b"")) == 128
