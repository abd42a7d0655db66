"""Code points, UTF-16 units and hashes of text. Positions are code points everywhere but at the edges."""

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable

# Controls that make a line read differently from what it is (Unicode TR 9, section 2), break it, or command a terminal.
_INVISIBLE = re.compile("[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WIDE = re.compile("[\U00010000-\U0010ffff]")  # two UTF-16 units each


def sha512(data: bytes) -> str:
    """Lower-case hexadecimal SHA-512 (FIPS 180-4), 128 characters."""
    return hashlib.sha512(data).hexdigest()


def storable(text: str) -> str:
    """The text with NUL and lone surrogates replaced by U+FFFD, length unchanged, so that SQLite and XML keep all of it."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def all_storable(values: Iterable[object]) -> tuple[object, ...]:
    """The values of a row, its texts storable: names and paths of other systems may hold NUL or lone surrogates."""
    return tuple([storable(value) if isinstance(value, str) else value for value in values])


def visible(text: str) -> str:
    """For a line shown to a person: bidi marks, line breaks and other controls written out as `\\u202e`."""
    return _INVISIBLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def folded(text: str) -> str:
    """Text as it is compared and looked through: one Unicode form (NFC), case folded."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def tag_key(path: str) -> str:
    """The same for every way to write a tag's path that means the same tag."""
    return folded(path)


class Utf16Map:
    """Converts between code points (the archive) and UTF-16 units (Qt) over one text, both directions in O(log n)."""

    def __init__(self, text: str) -> None:
        self._length = len(text)
        # Only characters beyond the basic plane take two units: their code-point positions are all there is to keep.
        self._wide = [] if text.isascii() else [match.start() for match in _WIDE.finditer(text)]
        self._wide_utf16 = [position + index for index, position in enumerate(self._wide)]

    def to_utf16(self, position: int) -> int:
        """UTF-16 units before code point `position`."""
        return position + bisect_right(self._wide, position - 1)

    def to_code_points(self, units: int) -> int:
        """Code points before UTF-16 unit `units`; a position inside a surrogate pair counts as before it."""
        index = bisect_right(self._wide_utf16, units - 1)
        if index and units == self._wide_utf16[index - 1] + 1:
            return self._wide[index - 1]
        return units - index
