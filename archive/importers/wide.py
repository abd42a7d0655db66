"""UTF-16 that does not say so: found by its zero bytes, or by what its units spell."""

import re

from .charsets import decodes, east_asian_set

# Latin, Greek, Cyrillic, Hebrew, Arabic, Thai, general punctuation, CJK and Hangul: what articles are written in.
USUAL = re.compile(
    "[\t\n\r\x20-\x7e\xa0-\u024f\u0370-\u052f\u0590-\u06ff\u0e00-\u0e7f\u1e00-\u206f\u20a0-\u20bf\u2100-\u214f"
    "\u3000-\u318f\u3400-\u9fff\uac00-\ud7a3\uff00-\uffef]"
)
_SAMPLE = 20_000  # bytes looked at for UTF-16
_ENOUGH = 64  # bytes from which UTF-16 without any zero byte can be told from a legacy set
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 26, 27})
_PRINTABLE = re.compile(rb"[\t\n\r\x20-\x7e]")


def utf16_without_bom(data: bytes) -> str | None:
    """UTF-16 by its zero bytes (Latin text has one in most units), else by reading as everyday characters of real scripts."""
    sample = data[: min(len(data), _SAMPLE) & ~1]
    half = len(sample) // 2
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    if half >= 2 and second >= 0.3 * half and first <= 0.1 * second:
        return "utf-16-le"
    if half >= 2 and first >= 0.3 * half and second <= 0.1 * first:
        return "utf-16-be"
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls < half / 50 and (decodes(data, "utf-8") or len(sample) < _ENOUGH or east_asian_set(data)):
        return None  # text with a stray NUL, or a legacy set, or too short to tell
    if len(_PRINTABLE.findall(sample)) > 0.85 * len(sample):
        return None  # two ASCII letters would pass for one Chinese character
    shares = {encoding: _usual_share(sample, encoding) for encoding in ("utf-16-le", "utf-16-be")}
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= 0.97 else None


def _usual_share(data: bytes, encoding: str) -> float:
    text = data.decode(encoding, "replace")
    return len(USUAL.findall(text)) / max(1, len(text))
