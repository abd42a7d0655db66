"""Recovery codes: every key comes back, and every mistake of a hand is told with the group it is in."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.base.errors import Invalid
from archive.protection.keys import Key
from archive.protection.recovery import code, is_code, key_of

KEYS = st.binary(min_size=32, max_size=32).map(Key)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def _groups(key: Key) -> list[str]:
    return re.split(r"[-\n]", code(key))


@given(KEYS)
def test_a_code_tells_its_key_in_any_case_and_spacing(key: Key) -> None:
    printed = code(key)
    assert [len(group) for group in _groups(key)] == [5] * 14
    typed = printed.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert key_of(printed) == key_of(typed) == key_of(printed.replace("-", "").replace("\n", "")) == key
    assert is_code(typed)


@given(KEYS, st.integers(0, 69), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_told_with_its_group(key: Key, place: int, letter: str) -> None:
    letters = "".join(_groups(key))
    if letters[place] == letter:
        return
    wrong = letters[:place] + letter + letters[place + 1 :]
    with pytest.raises(Invalid, match=f"Group {place // 5 + 1} of"):
        key_of(wrong)
    assert not is_code(wrong)


@given(KEYS, st.integers(0, 13), st.integers(0, 3))
def test_two_characters_that_changed_places_are_told_with_their_group(key: Key, group: int, place: int) -> None:
    letters = list("".join(_groups(key)))
    first = group * 5 + place
    if letters[first] == letters[first + 1]:
        return
    letters[first], letters[first + 1] = letters[first + 1], letters[first]
    with pytest.raises(Invalid, match=f"Group {group + 1} of"):
        key_of("".join(letters))


@given(KEYS, st.integers(0, 13), st.integers(0, 13))
def test_two_groups_that_changed_places_are_told(key: Key, one: int, other: int) -> None:
    groups = _groups(key)
    if one == other:
        return
    groups[one], groups[other] = groups[other], groups[one]
    with pytest.raises(Invalid, match=f"Group {min(one, other) + 1} of"):
        key_of("-".join(groups))


@given(KEYS, KEYS, st.integers(1, 13))
def test_the_halves_of_two_codes_are_no_code(one: Key, other: Key, cut: int) -> None:
    if one.raw == other.raw:
        return
    with pytest.raises(Invalid, match="two codes"):
        key_of("-".join(_groups(one)[:cut] + _groups(other)[cut:]))


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "14 groups"), ("ABCDE", "Group 1 of"), ("A!CDE", "character that no code has: !"), ("U", "no code has: U")],
)
def test_what_is_no_code_at_all_is_told(text: str, told: str) -> None:
    with pytest.raises(Invalid, match=re.escape(told)):
        key_of(text)


def test_a_code_that_is_cut_short_or_too_long_is_told() -> None:
    printed = code(Key(bytes(range(32))))
    for text in (printed[:-6], printed + "-ABCDE"):
        with pytest.raises(Invalid, match="14 groups"):
            key_of(text)
