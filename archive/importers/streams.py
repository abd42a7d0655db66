"""Reads a long XML part piece by piece, in memory that does not grow with it; hostile XML is refused, nothing is resolved or fetched.

libxml2's own limits stay in force: 256 levels, ten million characters of one text. A document type is refused before any text is read.
"""

import io
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree

from archive.base.errors import Unreadable

_AGAIN = "Write it again with the program that it comes from."
_DEEP = "depth"


@dataclass(slots=True)
class Broken:
    """Set when the part breaks off: what came before was given."""

    broken: bool = False


def local(element: Any) -> str:
    """The name of an element without its namespace; "" for a comment or an instruction."""
    return _local(element.tag)


@lru_cache(4_096)
def _local(tag: Any) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def get(element: Any, name: str) -> str | None:
    """An attribute by its name without a namespace, in whichever it is written."""
    for key, value in element.items():
        if key == name or key.endswith("}" + name):
            return str(value)
    return None


def events(
    data: bytes, namespaces: Sequence[str], names: Sequence[str], broken: Broken, holding: Container[str]
) -> Iterator[tuple[bool, str, Any]]:
    """(whether it begins, name, element) for elements of these names. An element that ends outside of all that are named in
    `holding` is emptied after it was given. Raises Unreadable.
    """
    tags = [f"{{{space}}}{name}" for space in namespaces for name in names]
    source = etree.iterparse(
        io.BytesIO(data), events=("start", "end"), tag=tags, resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_pis=True, remove_comments=True,
    )  # fmt: skip
    held, first = 0, True
    try:
        for event, element in source:
            if first:
                _require_plain(element)
                first = False
            name = local(element)
            if event == "start":
                held += name in holding
                yield True, name, element
                continue
            yield False, name, element
            held -= name in holding
            if not held:
                _drop(element)
    except etree.XMLSyntaxError as error:
        if _DEEP in str(error).lower():
            raise Unreadable("This file is nested more than 256 deep.", _AGAIN) from error
        if first:
            raise Unreadable("This file is damaged: it is no whole XML.", _AGAIN) from error
        broken.broken = True


def _require_plain(element: Any) -> None:
    if element.getroottree().docinfo.doctype:
        raise Unreadable("This file declares a document type or entities, which no honest file needs.", _AGAIN)


def _drop(element: Any) -> None:
    """Empties an element that was read, and takes those before it out of the tree."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
