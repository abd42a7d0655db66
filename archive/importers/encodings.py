"""Turns bytes into text: finds the encoding, says what it found, never fails on bytes and never drops one silently.

Order of belief: a person's choice, a byte order mark, UTF-16 without one, 7-bit escapes and UTF-7, UTF-8, UTF-8 with a few
broken bytes, the charset that the file declares (when its bytes agree), what the bytes look like. Deterministic.
"""

import codecs
import re
from dataclasses import dataclass

from archive.base.errors import Invalid
from archive.base.text import storable

from .charsets import codec_name, decodes, guess, looks_like_another
from .wide import USUAL, utf16_without_bom

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16 LE, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_UTF7_SHIFT = re.compile(rb"\+([A-Za-z0-9+/]{3,})-?")


@dataclass(frozen=True, slots=True)
class Decoded:
    """`text` is all of the bytes in `encoding` (a Python codec name), newlines unchanged, any byte order mark left off.

    `note` is a sentence for a person when something was replaced or the file declared another encoding, else None.
    """

    text: str
    encoding: str
    note: str | None = None


def decode(data: bytes, *, declared: str | None = None, override: str | None = None) -> Decoded:
    """The text of `data`. Raises Invalid when `override` names no text encoding; never fails otherwise.

    `declared` is what the file says of itself (a meta charset); `override` is a person's choice and always wins.
    """
    if override is not None:
        chosen = codec_name(override)
        if chosen is None:
            raise Invalid(f"“{override}” is not the name of a text encoding", "Try utf-8, cp949, cp1252 or utf-16-le.")
        return _finish(_without_bom(data, chosen), chosen)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _finish(data[len(mark) :], encoding)
    hidden = utf16_without_bom(data) or _seven_bit(data)
    if hidden is not None:
        return _finish(data, hidden)
    if decodes(data, "utf-8") or _nearly_utf8(data):
        return _finish(data, "utf-8")
    return _legacy(data, declared)


def _legacy(data: bytes, declared: str | None) -> Decoded:
    claimed = codec_name(declared) if declared else None
    if claimed is not None and decodes(data, claimed) and not looks_like_another(data, claimed):
        return _finish(data, claimed)
    found = guess(data)
    note = f"The file says that its encoding is {declared}, but it was read as {found}." if declared else None
    return _finish(data, found, note)


def _finish(data: bytes, encoding: str, note: str | None = None) -> Decoded:
    try:
        text = data.decode(encoding)
        replaced = 0
    except (UnicodeDecodeError, UnicodeError):
        text = data.decode(encoding, "replace")
        replaced = text.count("\ufffd")
    kept = storable(text)
    unstorable = kept.count("\ufffd") - text.count("\ufffd")
    notes = [note] if note else []
    if replaced:
        places = "1 place" if replaced == 1 else f"{replaced:,} places"
        notes.append(f"The file is not clean {encoding}: {places} could not be read and show as \ufffd.")
    if unstorable:
        characters = "1 NUL character was" if unstorable == 1 else f"{unstorable:,} NUL characters were"
        notes.append(f"{characters} replaced by \ufffd.")
    return Decoded(kept, encoding, " ".join(notes) or None)


def _without_bom(data: bytes, encoding: str) -> bytes:
    for mark, marked in _BOMS:
        if marked == encoding and data.startswith(mark):
            return data[len(mark) :]
    return data


def _seven_bit(data: bytes) -> str | None:
    """Encodings that hide in ASCII: ISO-2022 escapes, HZ and UTF-7."""
    if not data.isascii():
        return None
    if b"\x1b$" in data or b"\x1b(" in data:
        encoding = "iso2022_kr" if b"\x1b$)C" in data else "iso2022_jp_2"
        if decodes(data, encoding):
            return encoding
    if b"~{" in data and b"~}" in data and decodes(data, "hz") and not data.decode("hz").isascii():
        return "hz"
    return "utf-7" if _is_utf7(data) else None


def _is_utf7(data: bytes) -> bool:
    shifted = _UTF7_SHIFT.findall(data)
    if not shifted or not (len(shifted) > 1 or len(shifted[0]) >= 8) or not decodes(data, "utf-7"):
        return False
    foreign = [character for character in data.decode("utf-7") if ord(character) > 0x7E]
    # Base64 that is not UTF-7 decodes to characters from all over Unicode; a text keeps to a few scripts.
    usual = sum(USUAL.match(character) is not None for character in foreign)
    pages = {ord(character) >> 8 for character in foreign if ord(character) < 0x2E80}
    return len(foreign) >= 2 and usual == len(foreign) and len(pages) <= 4


def _nearly_utf8(data: bytes) -> bool:
    """True for UTF-8 with a few broken bytes: many more whole sequences than places that fail."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for character in text if character > "\x7f") - broken
    return whole >= 4 * broken
