"""What an EPUB says of itself: its chapters in reading order, its table of contents, its metadata (EPUB 3.3, sections 4 and 5; OPF 2.0.1).

Nothing outside the file is ever opened: an address that leads out of it is left out and told.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

from archive.base.errors import Unreadable
from archive.base.text import visible

from ..interchange import trees
from ..manuscript import Fact
from ..streams import get
from ..zips import Box

_CONTAINER: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_TEXTS: Final = frozenset(
    {"application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/x-dtbook+xml", "text/plain"}
)
# Tables of contents of EPUB 2 name a document type, which is passed over; one that declares anything is refused.
_DOCTYPE: Final = re.compile(rb"<!DOCTYPE\s+[^\[<>]{1,500}>")
_OUTSIDE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/|\\")
_NO_BOOK: Final = "This EPUB does not say what is in it"
_AGAIN: Final = "Get it again from where it comes from."
_PUBLISHED: Final = ("", "publication", "original-publication")
_AUTHORS: Final = ("", "aut")


@dataclass(frozen=True, slots=True)
class Item:
    """A member of the book: its name, its media type, what it is for."""

    name: str
    media_type: str
    properties: str

    @property
    def is_text(self) -> bool:
        return self.media_type in _TEXTS


class Book:
    """An EPUB's package. `outside` and `missing` are what it names and does not hold. Raises Unreadable."""

    def __init__(self, data: bytes) -> None:
        self.box = Box(data)
        self._names = frozenset(self.box.names)
        self.outside: dict[str, str] = {}
        self.missing: list[str] = []
        self.path = self._path()
        self._package = self._tree(self.path)
        if self._package is None or self._package.tag != "package":
            raise Unreadable(f"{_NO_BOOK}: its package file is something else.", _AGAIN)
        self._items = self._manifest()
        self.locked = self._locked()

    def _path(self) -> str:
        if _CONTAINER not in self._names:
            raise Unreadable(f"{_NO_BOOK}: {_CONTAINER} is missing.", _AGAIN)
        container = self._tree(_CONTAINER)
        for each in container.iter("rootfile"):
            path = unquote(get(each, "full-path") or "")
            if path in self._names:
                return path
        raise Unreadable(f"{_NO_BOOK}: its package file (OPF) is missing.", _AGAIN)

    def _tree(self, name: str) -> Any:
        try:
            return trees.parse(_DOCTYPE.sub(b"", self.box.read(name), count=1))
        except Unreadable as error:
            raise Unreadable(f"{visible(name)[:80]}: {error}") from error

    def _manifest(self) -> dict[str, Item]:
        found = {}
        for each in trees.children(trees.child(self._package, "manifest"), "item"):
            address, media_type = get(each, "href") or "", get(each, "media-type") or ""
            name = self.resolve(address, self.path)
            if name is not None:
                found[get(each, "id") or ""] = Item(name, media_type, get(each, "properties") or "")
            elif media_type in _TEXTS:
                self.outside[get(each, "id") or ""] = address
        return found

    def resolve(self, address: str, base: str) -> str | None:
        """The member that an address in member `base` means; None when it leads out of the book."""
        plain = unquote(address.partition("#")[0])
        if _OUTSIDE.match(plain) or "\\" in plain:
            return None
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(base), plain)) if plain else base
        return None if joined.startswith("..") else joined

    def chapters(self) -> list[Item]:
        """The items of the spine in reading order, each once; those of the manifest where there is no spine."""
        spine = trees.children(trees.child(self._package, "spine"), "itemref")
        found = []
        for each in spine:
            named = get(each, "idref") or "?"
            if named in self._items:
                found.append(self._items[named])
            elif named not in self.outside:
                self.missing.append(named)
        if not spine:
            found = [item for item in self._items.values() if item.is_text]
        if not found:
            raise Unreadable(f"{_NO_BOOK}: it names no chapters.", _AGAIN)
        held = [item for item in dict.fromkeys(found) if item.name in self._names]
        self.missing.extend(item.name for item in found if item.name not in self._names)
        return held

    def contents(self) -> Item | None:
        """The page that lists the chapters (EPUB 3)."""
        return next((item for item in self._items.values() if "nav" in item.properties.split()), None)

    def labels(self) -> Iterator[tuple[str, str]]:
        """(member, what the table of contents of EPUB 2 calls it), in order."""
        ncx = next((item for item in self._items.values() if item.media_type == "application/x-dtbncx+xml"), None)
        if ncx is None or ncx.name not in self._names:
            return
        try:
            root = self._tree(ncx.name)
        except Unreadable:
            return  # the chapters tell what it would have told
        for point in root.iter("navPoint"):
            name = self.resolve(get(trees.child(point, "content"), "src") or "", ncx.name) if len(point) > 1 else None
            words = " ".join(trees.text(point, "navLabel", "text").split())
            if name and words:
                yield name, words

    def _locked(self) -> frozenset[str]:
        """Members that only the shop's own program can open. Fonts are often disguised, which is none of our business."""
        if _ENCRYPTION not in self._names:
            return frozenset()
        found = {unquote(get(each, "URI") or "") for each in self._tree(_ENCRYPTION).iter("CipherReference")}
        return frozenset(found)

    def facts(self) -> Iterator[Fact]:
        """The book's metadata."""
        metadata = trees.child(self._package, "metadata")
        if metadata is None:
            return
        refined = self._refined(metadata)
        titled = False
        for each in metadata.iter(
            "title", "creator", "publisher", "date", "language", "source", "identifier", "rights"
        ):
            value = " ".join("".join(each.itertext()).split())
            if not value:
                continue
            field = self._field(each, value, refined.get(get(each, "id") or "", {}))
            if field == "title":
                field, titled = ("" if titled else "title"), True
            yield Fact(field, str(each.tag), value[:2_000])

    def _refined(self, metadata: Any) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for each in metadata.iter("meta"):
            if (get(each, "refines") or "").startswith("#"):
                properties = found.setdefault((get(each, "refines") or "")[1:], {})
                properties.setdefault(get(each, "property") or "", (each.text or "").strip())
        return found

    def _field(self, each: Any, value: str, refined: dict[str, str]) -> str:
        """The field that an element of the metadata tells of, "" for none."""
        match each.tag:
            case "title":
                return "title" if refined.get("title-type", "main") == "main" else ""
            case "creator":
                return "byline" if (get(each, "role") or refined.get("role", "")) in _AUTHORS else ""
            case "date":
                return "published" if (get(each, "event") or "") in _PUBLISHED else ""
            case "source" | "identifier":
                return "url" if value.startswith(("http://", "https://")) else ""
            case "publisher" | "language":
                return str(each.tag)
            case _:
                return ""
