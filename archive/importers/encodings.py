"""Turns bytes into text: finds the encoding, says what it found, never fails on bytes and never drops one silently.

Order of belief: a person's choice, a byte order mark, UTF-16 without one, 7-bit escapes and UTF-7, UTF-8, UTF-8 with a few
broken bytes, the charset that the file declares (when its bytes agree), what the bytes look like. Deterministic.
"""

import codecs
import re
from dataclasses import dataclass

from archive.base.errors import Invalid
from archive.base.text import storable

from .binaries import binary_reason
from .charsets import codec_name, east_asian_set, guess, looks_like_another

__all__ = ["Decoded", "binary_reason", "decode"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16 LE, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_SAMPLE = 20_000  # bytes looked at for UTF-16
_ENOUGH = 64  # bytes from which UTF-16 without any zero byte can be told from a legacy set
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 26, 27})
_PRINTABLE = re.compile(rb"[\t\n\r\x20-\x7e]")
_UTF7_SHIFT = re.compile(rb"\+([A-Za-z0-9+/]{3,})-?")
# Latin, Greek, Cyrillic, Hebrew, Arabic, Thai, general punctuation, CJK and Hangul: what articles are written in.
_USUAL = re.compile(
    "[\t\n\r\x20-\x7e\xa0-\u024f\u0370-\u052f\u0590-\u06ff\u0e00-\u0e7f\u1e00-\u206f\u20a0-\u20bf\u2100-\u214f"
    "\u3000-\u318f\u3400-\u9fff\uac00-\ud7a3\uff00-\uffef]"
)


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
    hidden = _utf16_without_bom(data) or _seven_bit(data)
    if hidden is not None:
        return _finish(data, hidden)
    if _decodes(data, "utf-8") or _nearly_utf8(data):
        return _finish(data, "utf-8")
    return _legacy(data, declared)


def _legacy(data: bytes, declared: str | None) -> Decoded:
    claimed = codec_name(declared) if declared else None
    if claimed is not None and _decodes(data, claimed) and not looks_like_another(data, claimed):
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


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeError:
        return False
    return True


def _utf16_without_bom(data: bytes) -> str | None:
    """UTF-16 by its zero bytes (Latin text has one in most units), else by reading as everyday characters of real scripts."""
    sample = data[: min(len(data), _SAMPLE) & ~1]
    half = len(sample) // 2
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    if half >= 2 and second >= 0.3 * half and first <= 0.1 * second:
        return "utf-16-le"
    if half >= 2 and first >= 0.3 * half and second <= 0.1 * first:
        return "utf-16-be"
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls < half / 50 and (_decodes(data, "utf-8") or len(sample) < _ENOUGH or east_asian_set(data)):
        return None  # text with a stray NUL, or a legacy set, or too short to tell
    if len(_PRINTABLE.findall(sample)) > 0.85 * len(sample):
        return None  # two ASCII letters would pass for one Chinese character
    shares = {encoding: _usual_share(sample, encoding) for encoding in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= 0.97 else None


def _usual_share(data: bytes, encoding: str) -> float:
    text = data.decode(encoding, "replace")
    return len(_USUAL.findall(text)) / max(1, len(text))


def _seven_bit(data: bytes) -> str | None:
    """Encodings that hide in ASCII: ISO-2022 escapes, HZ and UTF-7."""
    if not data.isascii():
        return None
    if b"\x1b$" in data or b"\x1b(" in data:
        encoding = "iso2022_kr" if b"\x1b$)C" in data else "iso2022_jp_2"
        if _decodes(data, encoding):
            return encoding
    if b"~{" in data and b"~}" in data and _decodes(data, "hz") and not data.decode("hz").isascii():
        return "hz"
    return "utf-7" if _is_utf7(data) else None


def _is_utf7(data: bytes) -> bool:
    shifted = _UTF7_SHIFT.findall(data)
    if not shifted or not (len(shifted) > 1 or len(shifted[0]) >= 8) or not _decodes(data, "utf-7"):
        return False
    foreign = [character for character in data.decode("utf-7") if ord(character) > 0x7E]
    # Base64 that is not UTF-7 decodes to characters from all over Unicode; a text keeps to a few scripts.
    usual = sum(_USUAL.match(character) is not None for character in foreign)
    pages = {ord(character) >> 8 for character in foreign if ord(character) < 0x2E80}
    return len(foreign) >= 2 and usual == len(foreign) and len(pages) <= 4


def _nearly_utf8(data: bytes) -> bool:
    """True for UTF-8 with a few broken bytes: many more whole sequences than places that fail."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for character in text if character > "\x7f") - broken
    return whole >= 4 * broken
