"""Legacy character sets: names as pages write them → Python codecs, and which set some bytes look like."""

import codecs
import re

# What browsers mean by these labels (WHATWG Encoding Standard, section 4.2), where Python's codec is a narrower one.
_LABELS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "euc_kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "x-windows-949": "cp949",
    "windows-949": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "unicode": "utf-16-le",
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
    "utf8": "utf-8",
    "utf-8-sig": "utf-8",
    "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic",
}
# Codecs that make text, but not sets of characters that a file is written in.
_NO_CHARSETS = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "raw-unicode-escape", "unicode-escape"}
)
_SAMPLE = 64_000  # bytes; enough to tell, and a guess stays quick on a long file
_EAST_ASIAN = ("cp949", "cp932", "euc_jp", "gb18030", "big5hkscs")
_SURE = 0.85  # share of a text's own characters that must be everyday ones of the set
_NOT_LATIN = (
    "cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic", "cp1253", "iso8859_7", "cp1255", "cp1256", "iso8859_6", "cp874",
)  # fmt: skip
_LATIN = ("cp1252", "cp1250", "iso8859_2", "cp1254", "cp1257", "mac_roman", "cp850")
# Accented letters where words have them: small ones, or a capital that begins a word or stands among capitals.
_LETTER_IN_PLACE = re.compile(
    "[ß-öø-ÿ\u0101-\u017f]|(?<![a-zß-ÿ])[À-ÖØ-Þ\u0100-\u017e]|(?<=[A-Z])[À-ÖØ-Þ\u0100-\u017e]"
)
_MARK_IN_PLACE = re.compile(
    "[‘’“”„‚–—…•·\u00a0€™]|(?<![a-zà-ÿ])[£©®°§¿¡½¼¾²³«»†](?![a-zà-ÿ])|(?<=[0-9 a-z])[°²³©®»]|[¿¡«£§©](?=[A-Z0-9])"
)
_HIGH_RUN = re.compile(rb"[\x80-\xff]{3,}")
_HIGH = re.compile(rb"[\x80-\xff]")


def codec_name(label: str) -> str | None:
    """The Python codec for a charset label, or None when it names no text encoding."""
    plain = label.strip().strip("'\"").lower()
    if plain in _LABELS:
        return _LABELS[plain]
    try:
        found = codecs.lookup(plain)
        "a".encode(found.name)  # LookupError for codecs from bytes to bytes: hex, zip, rot13
    except (LookupError, ValueError):
        return None
    return None if found.name in _NO_CHARSETS else _LABELS.get(found.name, found.name)


def decodes(data: bytes, encoding: str) -> bool:
    """Whether all of the bytes are text in the encoding."""
    try:
        data.decode(encoding)
    except UnicodeError:
        return False
    return True


def guess(data: bytes) -> str:
    """The legacy encoding that `data` is most likely written in; `cp1252` when nothing speaks for another."""
    east_asian = east_asian_set(data)
    if east_asian is not None:
        return east_asian
    sample = data[:_SAMPLE]
    if _mostly_runs(sample):
        return _normalizer(sample, _NOT_LATIN) or "cp1251"
    return max(_LATIN, key=lambda encoding: _latin_share(sample.decode(encoding, "replace")))  # the first of equals


def _latin_share(text: str) -> float:
    """Share (0–1) of accented letters and marks that stand where they belong among the characters beyond ASCII."""
    foreign = sum(character > "\x7f" for character in text)
    return (len(_LETTER_IN_PLACE.findall(text)) + len(_MARK_IN_PLACE.findall(text))) / max(1, foreign)


def looks_like_another(data: bytes, claimed: str) -> bool:
    """True when the bytes contradict the claimed set, although they can be decoded in it (a single-byte set always can)."""
    east_asian = east_asian_set(data)
    if claimed in _EAST_ASIAN:
        return east_asian not in {None, claimed}
    if east_asian is not None:
        return True
    western = claimed == "cp1252" or claimed in _LATIN or claimed in {"iso8859-15", "iso8859-2", "mac-roman"}
    return western and _mostly_runs(data[:_SAMPLE])


def _mostly_runs(sample: bytes) -> bool:
    """True when most high bytes stand three or more together: words of a script that is not Latin."""
    high = len(_HIGH.findall(sample))
    return high > 0 and sum(len(run) for run in _HIGH_RUN.findall(sample)) > 0.5 * high


def east_asian_set(data: bytes) -> str | None:
    """The multi-byte legacy set that the bytes clearly are in, else None."""
    shares = {encoding: _share(data[:_SAMPLE], encoding) for encoding in _EAST_ASIAN}
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= _SURE else None


def _share(sample: bytes, encoding: str) -> float:
    """Share (0–1) of everyday characters of the set's language among the characters beyond ASCII; 0 when undecodable."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(
            sample
        )  # a character cut at the sample's end is no error
    except UnicodeError:
        return 0.0
    foreign = [character for character in text if character > "\x7f"]
    if len(foreign) < 2:
        return 0.0
    kana = sum("\u3041" <= character <= "\u30ff" for character in foreign) / len(foreign)
    if encoding in {"cp932", "euc_jp"} and kana < 0.15:
        return 0.0
    return sum(map(_EVERYDAY[encoding], foreign)) / len(foreign)


def _korean(character: str) -> bool:
    """Hangul of KS X 1001 (2,350 syllables) and punctuation; Hanja are rare in Korean, but all over Chinese read as Korean."""
    return ("\uac00" <= character <= "\ud7a3" and _lead(character, "euc_kr") != 0) or _punctuation(character)


def _japanese(character: str) -> bool:
    """Kana, and kanji of JIS X 0208 level 1 (rows 16–47)."""
    return "\u3041" <= character <= "\u30ff" or 0xB0 <= _lead(character, "euc_jp") <= 0xCF or _punctuation(character)


def _simplified(character: str) -> bool:
    """Hanzi of GB 2312 level 1 (rows 16–55)."""
    return 0xB0 <= _lead(character, "gb2312") <= 0xD7 or _punctuation(character)


def _traditional(character: str) -> bool:
    """Hanzi of Big5 level 1 (lead bytes A4–C6)."""
    return 0xA4 <= _lead(character, "big5") <= 0xC6 or _punctuation(character)


def _punctuation(character: str) -> bool:
    return "\u2010" <= character <= "\u2027" or "\u3000" <= character <= "\u3015" or "\uff01" <= character <= "\uff5e"


def _lead(character: str, encoding: str) -> int:
    """The lead byte of the character's two bytes in `encoding`; 0 when it has none."""
    try:
        encoded = character.encode(encoding)
    except UnicodeError:
        return 0
    return encoded[0] if len(encoded) == 2 else 0


_EVERYDAY = {
    "cp949": _korean,
    "cp932": _japanese,
    "euc_jp": _japanese,
    "gb18030": _simplified,
    "big5hkscs": _traditional,
}


def _normalizer(sample: bytes, candidates: tuple[str, ...]) -> str | None:
    """charset-normalizer's choice among the candidates, as a Python codec name."""
    from charset_normalizer import from_bytes  # few texts need it, and it takes its time to import

    best = from_bytes(sample, cp_isolation=list(candidates)).best()
    return best.encoding if best is not None else None
