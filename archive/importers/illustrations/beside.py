"""Pictures that lie beside a page, in its folder or container: which ones it names, where they are, and what their bytes say that they are.

An address leads to a file of the same folder or container, or to nothing: none leads up out of it, to a disk or to a network. Pure.
"""

import posixpath
import re
from collections.abc import Callable, Iterable
from html import unescape
from itertools import islice
from typing import Final
from urllib.parse import unquote, urlsplit

from archive.importers.html.declared import declared
from archive.importers.wide import utf16_without_bom
from archive.model.article import Beside

from .found import MOST, Found, illustration

MOST_BYTES: Final = 64 * 1024**2  # of all pictures of a page
_PICTURE = re.compile(rb"<(?:img|amp-img)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"""\s(?:src|data-src|data-original)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_REACH = 4_000  # bytes of a tag in which its address stands
_LONGEST = 2_000
_ELSEWHERE = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:|[/\\]{2}|[/\\#?])")


def addresses(data: bytes) -> tuple[str, ...]:
    """The addresses of the pictures of a page as it writes them, each once, those inside the page itself left out."""
    wide = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(data[:2])
    if wide is None and b"\0" in data[:64]:
        wide = utf16_without_bom(data)
    if wide is not None:
        data = data.decode(wide, "replace").encode("utf-8", "replace")
    places = [match.end() for match in islice(_PICTURE.finditer(data), 4 * MOST)]
    if not places:
        return ()
    encoding = "utf-8" if wide else declared(data) or "utf-8"
    found: dict[str, None] = {}
    for at in places:
        tag = _text(data[at : at + _REACH].partition(b">")[0], encoding)
        for match in _ADDRESS.finditer(tag):
            address = unescape(match[1] or match[2] or match[3] or "").strip()
            if 0 < len(address) <= _LONGEST and not address[:5].lower().startswith("data:"):
                found[address] = None
    return tuple(islice(found, MOST))


def _text(data: bytes, encoding: str) -> str:
    for each in ("utf-8", encoding):
        try:
            return data.decode(each)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("latin-1")


def within(page: str, address: str) -> str | None:
    """The path that a relative address means, from the same place as the path of its page; None for one that leads elsewhere."""
    if _ELSEWHERE.match(address):
        return None
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return None
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(page), path.replace("\\", "/")))
    return None if joined.startswith(("../", "/")) or joined in ("", ".", "..") or "\0" in joined else joined


def collected(wanted: Iterable[str], fetch: Callable[[str], tuple[str, bytes] | None]) -> tuple[Beside, ...]:
    """What lies there of the pictures of a page; `fetch` gives (name, bytes) for an address."""
    room, found = MOST_BYTES, []
    for address in wanted:
        held = fetch(address)
        if held is not None and len(held[1]) <= room and (made := told(address, *held)) is not None:
            room -= made.size
            found.append(made)
    return tuple(found)


def told(address: str, name: str, data: bytes) -> Beside | None:
    """A picture by its bytes; None for what is none, or too small or large to be kept."""
    made = illustration(Found(data, address), 0)
    if made is None:
        return None
    return Beside(address, name, made.media_type, made.width, made.height, made.size, made.sha512, data)
