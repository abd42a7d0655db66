"""Cuts an RTF file into groups, control words and text; and says what its code pages are called. Linear, runs nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,40})(?P<number>-?[0-9]{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)|\\(?P<symbol>[^a-zA-Z])|(?P<blank>[\r\n]+)|\\"
)
# Windows' numbers of character sets (\fcharset) to Python's codecs.
CHARSETS: Final = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437",
    255: "cp850",
}  # fmt: skip
_PAGES: Final = {
    932: "cp932",
    936: "gbk",
    949: "cp949",
    950: "cp950",
    1361: "johab",
    10000: "mac_roman",
    65001: "utf-8",
}


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is open, close, word, bytes, symbol or end. A word has a `number` where one stands behind it."""

    kind: str
    value: bytes = b""
    number: int | None = None


def page(number: int) -> str | None:
    """The codec of a code page (\\ansicpg, \\cpg), None where there is none."""
    if number in _PAGES:
        return _PAGES[number]
    name = f"cp{number}"
    try:
        b"".decode(name)
    except LookupError:
        return None
    return name


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of the whole file. The bytes behind \\bin are passed over: they are no text."""
    at = 0
    while at < len(data):
        match = _TOKEN.match(data, at)
        if match is None:
            return
        at = match.end()
        kind = match.lastgroup
        if kind in ("word", "number"):
            number = int(match["number"]) if match["number"] else None
            if match["word"] == b"bin" and number:
                if number < 0 or at + number > len(data):
                    yield Token("end")
                    return
                at += number
            else:
                yield Token("word", match["word"], number)
        elif kind == "brace":
            yield Token("open" if match["brace"] == b"{" else "close")
        elif kind == "hex":
            yield Token("hex", bytes.fromhex(match["hex"].decode("ascii")))
        elif kind == "text":
            yield Token("bytes", match["text"])
        elif kind == "symbol":
            yield Token("symbol", match["symbol"])
