"""The proofs of the quotes of an OpenDocument text: properties of the document say where the words between its bookmarks stand.

LibreOffice leaves out parts that it does not know and saves a document's own properties again, so the proofs are such properties: one for
each text that is quoted, which tells what the text is and of each bookmark where its words stand in it.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from lxml import etree

from .proof import VERSION, Proof, Quoted, read
from .proof_docx import bookmark as bookmark

_NAME = "waystation-proof"
_OWN = re.compile(rf"{_NAME}-(\d{{1,9}})")
_MARK = re.compile(r"waystation_quote_\d{1,9}")
_SPACE = re.compile(r"[ \t\r\n]+")
# What is no word of the text: notes, comments, and what a tracked change took out.
_HIDDEN = frozenset({"note", "annotation", "tracked-changes", "ruby-text", "frame", "sequence-decls", "forms"})
_LINES = frozenset({"p", "h"})
_SHARED = ("article", "original", "edition")


def dumped(proofs: Iterable[tuple[int, Proof]]) -> Iterator[tuple[str, str]]:
    """(name, value) of each property. The value is JSON: `article`, `original`, `edition`, `quotes`: [[number, passage, start, end]]."""
    texts: dict[tuple[str, ...], list[list[object]]] = {}
    for number, each in proofs:
        told = asdict(each)
        of = (*(str(told[name]) for name in _SHARED), "true" if each.redacted else "")
        texts.setdefault(of, []).append([number, each.passage, each.start, each.end])
    for place, (of, quotes) in enumerate(texts.items(), 1):
        told = {"version": VERSION, **dict(zip((*_SHARED, "redacted"), of, strict=True)), "quotes": quotes}
        yield f"{_NAME}-{place}", json.dumps(told, separators=(",", ":"))


def holds(properties: bytes) -> bool:
    """Whether properties may hold proofs."""
    return _NAME.encode() in properties


def in_odt(text: etree._Element, properties: etree._Element) -> Iterator[Quoted]:
    """The quotes with a proof in the order of their numbers, each with the words between its marks now; "" where these are gone."""
    found: dict[int, Proof | None] = {}
    for each in properties.iter("{*}user-defined", "user-defined"):
        name = next((str(value) for key, value in each.attrib.items() if str(key).rpartition("}")[2] == "name"), "")
        if _OWN.fullmatch(name):
            found |= _loaded("".join(map(str, each.itertext())))
    if found:
        words = _between(text)
        for number in sorted(found):
            yield Quoted(found[number], words.get(bookmark(number), ""))


def _loaded(value: str) -> dict[int, Proof | None]:
    """The proofs of a property by the numbers of their quotes; None for one that cannot be read."""
    try:
        told = json.loads(value)
        if told["version"] != VERSION:
            return {}
        shared = {name: told[name] for name in (*_SHARED, "redacted")}
        return {
            int(number): read({**shared, "passage": passage, "start": start, "end": end})
            for number, passage, start, end in told["quotes"]
        }
    except (ValueError, TypeError, KeyError, RecursionError):
        return {}


def _between(text: etree._Element) -> dict[str, str]:
    """{bookmark: the words in it}, lines by their breaks. White space counts as OpenDocument has it: runs of it are one space."""
    opened: dict[str, list[str]] = {}
    found: dict[str, str] = {}

    def say(words: str | None) -> None:
        if words and opened:
            for said in opened.values():
                said.append(words)

    def walk(each: etree._Element) -> None:
        name = str(each.tag).rpartition("}")[2] if isinstance(each.tag, str) else "note"
        if name in _HIDDEN:
            return
        told = {str(key).rpartition("}")[2]: str(value) for key, value in each.attrib.items()}
        mark = told.get("name", "")
        if name in _LINES:
            say("\n")
        elif name == "bookmark-start" and _MARK.fullmatch(mark):
            opened.setdefault(mark, [])
        elif name == "bookmark-end" and mark in opened:
            found.setdefault(mark, "".join(opened.pop(mark)))
        elif name == "s":
            count = told.get("c", "1")
            say(" " * (int(count) if count.isdecimal() and len(count) < 7 else 1))
        elif name in ("tab", "line-break"):
            say("\t" if name == "tab" else "\n")
        say(_SPACE.sub(" ", each.text or ""))
        for child in each:
            walk(child)
            say(_SPACE.sub(" ", child.tail or ""))

    walk(text)
    return found
