"""The recovery code: an archive's key in groups of letters and digits, to be printed and, one day, typed in again.

Thirteen groups carry the key, one more a checksum over all of it. The last character of each group checks that group and its place,
so that any one mistyped character, two that changed places, and two groups that did, are told with the group's number. The alphabet is
Crockford's base 32 (https://www.crockford.com/base32.html): there is no I, L, O or U, and what looks like a digit is read as one.
"""

from collections.abc import Sequence
from hashlib import sha256

from archive.base.errors import Invalid

from .keys import KEY_BYTES, Key

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_CARRIED = 4  # characters of a group that carry something; one more checks them
_GROUP = _CARRIED + 1
_KEY_CHARACTERS = 52  # of 5 bits: 256 for the key, and 4 that are zero
_SUM_BITS = 20
_GROUPS = _KEY_CHARACTERS // _CARRIED + 1
_ON_A_LINE = 7


def code(key: Key) -> str:
    """The recovery code of a key: 14 groups of 5 characters, on two lines."""
    carried = _values(int.from_bytes(key.raw) << (5 * _KEY_CHARACTERS - 8 * KEY_BYTES), _KEY_CHARACTERS)
    carried += _values(_sum(key), _CARRIED)
    groups = []
    for number in range(_GROUPS):
        values = carried[number * _CARRIED : (number + 1) * _CARRIED]
        groups.append("".join(_ALPHABET[value] for value in (*values, _check(values, number))))
    return "\n".join("-".join(groups[start : start + _ON_A_LINE]) for start in range(0, _GROUPS, _ON_A_LINE))


def is_code(text: str) -> bool:
    """Whether the text is a whole recovery code without a mistake."""
    try:
        key_of(text)
    except Invalid:
        return False
    return True


def key_of(text: str) -> Key:
    """The key that a recovery code tells, in whatever case and spacing; raises Invalid, naming the first mistyped group."""
    letters = "".join(letter for letter in text.upper() if letter not in "-–— \t\r\n")
    for place, letter in enumerate(letters):
        if letter not in _VALUES:
            raise Invalid(
                f"Group {place // _GROUP + 1} of the recovery code has a character that no code has: {letter}",
                "Compare that group with the printed code.",
            )
    carried: list[int] = []
    for number in range(len(letters) // _GROUP):
        *values, check = (_VALUES[letter] for letter in letters[number * _GROUP : (number + 1) * _GROUP])
        if number < _GROUPS and check != _check(values, number):
            raise Invalid(
                f"Group {number + 1} of the recovery code is mistyped.", "Compare that group with the printed code."
            )
        carried += values
    if len(letters) != _GROUPS * _GROUP:
        raise Invalid(
            f"A recovery code has {_GROUPS} groups of {_GROUP} characters; this one has {len(letters)} characters in all.",
            "Type all of it, line after line.",
        )
    return _told(carried)


def _told(carried: Sequence[int]) -> Key:
    spare = 5 * _KEY_CHARACTERS - 8 * KEY_BYTES
    number = _number(carried[:_KEY_CHARACTERS])
    key = Key((number >> spare).to_bytes(KEY_BYTES))
    if number & ((1 << spare) - 1) or _number(carried[_KEY_CHARACTERS:]) != _sum(key):
        raise Invalid(
            "More than one group of the recovery code is mistyped, or they belong to two codes.",
            "Compare every group with the printed code.",
        )
    return key


def _sum(key: Key) -> int:
    return int.from_bytes(sha256(b"Waystation recovery code 1\0" + key.raw).digest()) >> (256 - _SUM_BITS)


def _values(number: int, count: int) -> list[int]:
    return [number >> 5 * place & 31 for place in reversed(range(count))]


def _number(values: Sequence[int]) -> int:
    number = 0
    for value in values:
        number = number << 5 | value
    return number


def _check(values: Sequence[int], number: int) -> int:
    """A weighted sum over the field of 32 elements; weights that all differ tell exchanged characters, the number tells places."""
    total = number + 1
    for place, value in enumerate(values):
        total ^= _times(value, place + 2)
    return total


def _times(one: int, other: int) -> int:
    """The product in GF(32), modulo x^5 + x^2 + 1."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        one <<= 1
        if one & 32:
            one ^= 0b100101
        other >>= 1
    return product
