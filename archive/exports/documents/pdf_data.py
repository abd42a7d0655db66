"""What is set in a PDF as data for `resources/typst/excerpts.typ`: all at once, or in parts that each begin a page."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from archive.exports.citations import Runs
from archive.exports.shared.cells import plain

from . import look, scripts
from .layout import NOTES, TAGS, WORKS_CITED, Heading, Laid, Layout, address, strands

_LONG = 900  # characters; what is longer may be divided between pages
_ENTRIES = 2_000  # notes or works in a part
Data = dict[str, Any]


def whole(layout: Layout) -> Data:
    """All that is set; endnotes lead to their places and back."""
    made = _empty(layout) | {"opens": True, "leads": True}
    for part in parts(layout, None):
        for name in ("pieces", "notes", "codebook", "works", "closing"):
            made[name] += part[name]
    return made


def parts(layout: Layout, size: int | None) -> Iterator[Data]:
    """The same in parts of so many passages, then tags, notes and works; nothing leads from one part to another.

    To each belong `first`, the number of its first passage, and `page`, that of its first page (1 where nobody says more)."""
    notes: list[Data] = []
    part, count, done = _empty(layout) | {"opens": True}, 0, 0
    for piece in layout.pieces():
        if size is not None and count >= size:
            yield part
            part, count = _empty(layout) | {"first": done + 1}, 0
        if isinstance(piece, Heading):
            text = piece.text.replace("\n", " ")
            part["pieces"].append({"heading": _said(text, piece.language), "definition": _lines(piece.definition)})
            continue
        count, done = count + 1, done + 1
        part["pieces"].append(_passage(piece))
        if piece.note is not None and layout.endnotes:
            notes.append({"number": piece.note, "cited": part["pieces"][-1]["cited"]})
    yield part
    codebook = [
        {"path": path, "texts": [_said(line) for text in texts for line in text.split("\n")]}
        for path, texts in layout.codebook()
    ]
    works = [_cited(work) for work in layout.works()]
    last = _empty(layout) | {"first": done, "closing": [_said(text) for text in layout.closing(checks=False)]}
    if codebook:
        yield last | {"codebook": codebook, "closing": []}
    for name, entries in (("notes", notes), ("works", works)):
        for start in range(0, len(entries), _ENTRIES):
            yield last | {name: entries[start : start + _ENTRIES], "closing": [], "continued": start > 0}
    if last["closing"]:
        yield last


def _empty(layout: Layout) -> Data:
    made = date.fromisoformat(layout.packet.made[:10])
    names = ("text", "muted", "line", "accent", *look.HIGHLIGHTS, *(f"{name}_mark" for name in look.HIGHLIGHTS))
    return {
        "title": layout.title,
        "about": layout.about,
        "made": {"year": made.year, "month": made.month, "day": made.day},
        "colours": {name: f"#{look.role(name)}" for name in names},
        "labels": {"tags": TAGS, "notes": NOTES, "works": WORKS_CITED},
        "opens": False,
        "continued": False,
        "endnotes": layout.endnotes,
        "leads": False,
        "page": 1,
        "first": 1,
        "of": layout.packet.passages,
        "pieces": [],
        "notes": [],
        "codebook": [],
        "works": [],
        "closing": [],
    }


def _passage(laid: Laid) -> Data:
    lines = strands(laid)
    last = max((row, column) for row, line in enumerate(lines) for column, strand in enumerate(line) if strand[1])
    return {
        "lines": [
            {
                "strands": [[text, quoted, (row, column) == last] for column, (text, quoted) in enumerate(line)],
                **_set_as("".join(text for text, _ in line), laid.language),
            }
            for row, line in enumerate(lines)
        ],
        "long": len(laid.before) + len(laid.words) + len(laid.after) + len(laid.comment) > _LONG
        or len(lines) + laid.comment.count("\n") > _LONG // 60,
        "shade": laid.shade,
        "cited": _cited(laid.cited),
        "note": laid.note,
        "place": laid.place,
        "tags": f"Tags: {laid.tagged}" if laid.tags else "",
        "comment": _lines(laid.comment),
        "told": laid.note_by,
    }


def _lines(text: str) -> list[Data]:
    return [_said(line) for line in text.split("\n")] if text else []


def _said(text: str, language: str | None = None) -> Data:
    return {"text": text, **_set_as(text, language)}


def _set_as(text: str, language: str | None) -> Data:
    told: Data = {"rtl": True} if scripts.runs_left(text) else {}
    if language and language.split("-")[0].lower() != "en":  # that of the document
        told["lang"] = language.split("-")[0].lower()
    return told


def _cited(runs: Runs) -> Data:
    made = []
    for each in runs:
        kinds = (("i", each.italic), ("b", each.bold), ("c", each.small_caps), ("s", each.superscript))
        told: Data = {
            "text": plain(each.text).replace("\n", " "),
            **{name: 1 for name, is_so in kinds if is_so},
        }
        if lead := address(each.link):
            told["link"] = lead
        made.append(told)
    return {"runs": made, **_set_as("".join(run.text for run in runs), None)}
