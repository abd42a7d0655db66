"""Which encoding a page says that it is in: its XML declaration, else its meta element."""

import re
from typing import Final

_CHARSET: Final = re.compile(rb"""<meta[^>]{0,400}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:\-]{2,40})""", re.IGNORECASE)
_XML_ENCODING: Final = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:\-]{2,40})""")
_HEAD_BYTES: Final = 8192


def declared(data: bytes) -> str | None:
    """The name of the encoding as it is written there."""
    head = data[:_HEAD_BYTES]
    found = _XML_ENCODING.search(head) or _CHARSET.search(head)
    return found[1].decode("ascii") if found else None
