"""Pieces of REFI-QDA XML that projects and codebooks share: elements whose text XML can hold, users, the tree of codes."""

import re
from collections.abc import Mapping, Sequence

from lxml import etree

from archive import __version__
from archive.model import refi
from archive.model.passage import Tag

ORIGIN = f"{refi.ORIGIN} {__version__}"
# What XML 1.0 cannot hold (section 2.2), and line ends that readers turn into one: each becomes one character, so that
# positions stay.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")


class Filter:
    """Makes text fit for XML, and counts the texts in which something had to give way."""

    def __init__(self) -> None:
        self.touched = 0

    def __call__(self, text: str) -> str:
        """The text with U+FFFD for each forbidden character and a blank for a lone carriage return; its length stays."""
        clean = _FORBIDDEN.sub("\ufffd", text).replace("\r", " ")
        self.touched += clean != text
        return clean

    def warnings(self) -> tuple[str, ...]:
        """A sentence when something was changed."""
        if not self.touched:
            return ()
        told = "1 text" if self.touched == 1 else f"{self.touched:,} texts"
        return (f"Characters that XML cannot hold were replaced by � in {told}; positions are the same.",)


def element(parent: etree._Element | None, name: str, /, **attributes: str | None) -> etree._Element:
    """A new element with those of the attributes that are something."""
    said = {key: value for key, value in attributes.items() if value is not None}
    return etree.Element(name, said) if parent is None else etree.SubElement(parent, name, said)


def text(parent: etree._Element, name: str, content: str) -> None:
    """An element that holds text; none for none."""
    if content:
        element(parent, name).text = content


def stamp(at: str) -> str | None:
    """A time stamp as xsd:dateTime, None for what is none."""
    return at if _STAMP.fullmatch(at) else None


def serialised(each: etree._Element) -> bytes:
    """The element as bytes; it takes the namespace of what it is put into."""
    return bytes(etree.tostring(each, encoding="UTF-8", xml_declaration=False))


def codes(tags: Sequence[Tag], clean: Filter, notes: Mapping[str, Sequence[str]] | None = None) -> etree._Element:
    """The tree of codes; `notes` are the GUIDs of memos about a tag, by its uid. A tag shows its colour in force, one that is
    told of the tag above too, so that both come back as they are."""
    top = element(None, "Codes")
    made: dict[str, etree._Element] = {}
    for tag in tags:
        above = made.get(tag.path.rpartition("/")[0], top)
        colour = refi.colours().get(tag.colour)
        code = element(above, "Code", guid=refi.guid(tag.uid), name=clean(tag.name), isCodable="true", color=colour)
        text(code, "Description", clean(refi.described(tag.definition, tag.use_when, tag.not_when)))
        for note in (notes or {}).get(tag.uid, ()):
            element(code, "NoteRef", targetGUID=note)
        made[tag.path] = code
    return top
