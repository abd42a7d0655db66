"""The proofs of the quotes of a Word file: a part that says for each bookmark where the words inside of it stand.

Other programs that open and save the file keep bookmarks and the part; what is compared are the words between the marks now.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from lxml import etree

from .markup import quoteattr
from .proof import VERSION, Proof, Quoted, read

NAMESPACE = "urn:waystation:proof"
_MARK = re.compile(r"waystation_quote_\d{1,9}")
# What is not shown, or is no word of the text: what was struck out, and codes of fields.
_HIDDEN = frozenset(
    {"delText", "instrText", "delInstrText", "del", "moveFrom", "footnote", "endnote", "Fallback", "pict", "drawing"}
)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad", "ptab": "\t"}


def bookmark(number: int) -> str:
    """The name of the bookmark around a quote; Word takes up to 40 letters, digits and underscores."""
    return f"waystation_quote_{number}"


def dumped(proofs: Iterable[tuple[str, Proof]]) -> bytes:
    """The part: an element for each (bookmark, proof)."""
    made = [f'<?xml version="1.0" encoding="UTF-8"?>\n<quotes xmlns="{NAMESPACE}" version="{VERSION}">']
    for name, each in proofs:
        told = {"bookmark": name, **asdict(each), "redacted": "true" if each.redacted else ""}
        attributes = " ".join(f"{key}={quoteattr(str(value))}" for key, value in told.items() if value != "")
        made.append(f"<quote {attributes}/>")
    return ("\n".join(made) + "\n</quotes>\n").encode()


def is_part(data: bytes) -> bool:
    """Whether a part may be the one with the proofs."""
    return NAMESPACE.encode() in data


def in_docx(text: etree._Element, part: etree._Element) -> Iterator[Quoted]:
    """The quotes with a proof in the order of the part, each with the words between its marks now; "" where these are gone."""
    if _name(part) != "quotes" or part.get("version") != str(VERSION):
        return
    words = _between(text)
    for each in part:
        told = {str(key): str(value) for key, value in each.attrib.items()} if isinstance(each.tag, str) else {}
        name = told.pop("bookmark", "")
        if isinstance(each.tag, str):
            yield Quoted(read(told), words.get(name, ""))


def _name(each: etree._Element) -> str:
    """The name of an element without its namespace, of which there are two (transitional and strict), or none after a safe parser."""
    return str(each.tag).rpartition("}")[2]


def _told(each: etree._Element, attribute: str) -> str:
    return next((str(value) for key, value in each.attrib.items() if str(key).rpartition("}")[2] == attribute), "")


def _between(text: etree._Element) -> dict[str, str]:
    """{bookmark: the words in it}. Text that is struck out, hidden, or the code of a field does not count."""
    names: dict[str, str] = {}
    # LibreOffice opens a bookmark over several paragraphs anew in the last one, under another id: the name is what counts.
    opened: dict[str, list[str]] = {}
    found: dict[str, str] = {}
    stack: list[etree._Element] = [text]
    while stack:
        each = stack.pop()
        if not isinstance(each.tag, str):
            continue
        name, said = _name(each), ""
        if name == "bookmarkStart":
            mark = _told(each, "name")
            if _MARK.fullmatch(mark):
                names[_told(each, "id")] = mark
                opened.setdefault(mark, [])
        elif name == "bookmarkEnd":
            mark = names.pop(_told(each, "id"), "")
            if mark in opened:
                found.setdefault(mark, "".join(opened.pop(mark)))
        else:
            # A paragraph that begins while a mark is open ends the line before it.
            said = (each.text or "") if name == "t" else "\n" if name == "p" else _SIGNS.get(name, "")
        if said:
            for words in opened.values():
                words.append(said)
        if name not in _HIDDEN:
            stack.extend(reversed(each))
    return found
