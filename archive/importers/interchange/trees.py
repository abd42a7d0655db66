"""Parses XML that may be hostile: no entities, no document type, no network, a limit to depth and size; then a tree as ever.

Elements go by their names without a namespace, which programs write in more than one way.
"""

import re
from typing import Any

from lxml import etree

from archive.base.errors import Unreadable

MOST_DEEP = 600  # a tag path of a thousand characters may have 500 names
_MOST_ATTRIBUTES = 200
_AGAIN = "Write it again with the program that it comes from."
# Characters that XML 1.0 forbids, as bytes of UTF-8 and as references; some programs write them nevertheless.
_FORBIDDEN = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:0*(?:[0-8]|1[1-2]|1[4-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));"
)
_MARK = "\ufffd".encode()


class _Builder(etree.TreeBuilder):
    """Builds the tree while it watches what comes."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self.refused: Unreadable | None = None

    def _refuse(self, what: str) -> None:
        # lxml closes the tree before it lets an error through, and may raise another one over it.
        self.refused = Unreadable(what, _AGAIN)
        raise self.refused

    def doctype(self, *_: object) -> None:
        self._refuse("This file declares a document type or entities, which no honest file needs.")

    def start(self, tag: Any, attributes: Any, nsmap: Any = None) -> Any:
        self._depth += 1
        if self._depth > MOST_DEEP:
            self._refuse(f"This file is nested more than {MOST_DEEP} deep.")
        if len(attributes) > _MOST_ATTRIBUTES:
            self._refuse("An element of this file has more attributes than any program writes.")
        return super().start(tag.rpartition("}")[2], attributes)

    def end(self, tag: Any) -> Any:
        self._depth -= 1
        return super().end(tag.rpartition("}")[2])


def parse(data: bytes, notes: list[str] | None = None) -> etree._Element:
    """The root element. Raises Unreadable with a sentence for what is no XML, is cut, or is hostile.

    Characters that XML forbids become `\ufffd`, one for one, which is told in `notes`.
    """
    try:
        return _parsed(data)
    except etree.XMLSyntaxError as error:
        mended, count = (data, 0) if b"\0" in data[:4] else _FORBIDDEN.subn(_MARK, data)
        if count:
            try:
                root = _parsed(mended)
            except etree.XMLSyntaxError:
                pass
            else:
                what = "1 character that XML forbids" if count == 1 else f"{count:,} characters that XML forbids"
                if notes is not None:
                    notes.append(f"{what} became �.")
                return root
        raise Unreadable("This file is cut short or damaged: it is no whole XML.", _AGAIN) from error


def _parsed(data: bytes) -> etree._Element:
    # `huge_tree` lifts limits on sizes that a long text may pass; the builder has limits of its own for the others.
    # Without a document type there are no entities but those of XML itself, which a parser that resolves none would write out.
    builder = _Builder()
    parser = etree.XMLParser(
        target=builder, resolve_entities="internal", no_network=True, load_dtd=False, huge_tree=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, Unreadable) as error:
        if builder.refused is not None:
            raise builder.refused from error
        raise


def children(each: etree._Element | None, *names: str) -> list[etree._Element]:
    """The elements with one of these names right below another, in order; none below None."""
    return [] if each is None else list(each.iterchildren(*names))


def child(each: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element along a path of names."""
    for step in path:
        if each is None:
            return None
        each = next(each.iterchildren(step), None)
    return each


def text(each: etree._Element | None, *path: str) -> str:
    """The words of the first element along a path; "" where there is none."""
    found = child(each, *path)
    return "" if found is None else "".join(found.itertext())
